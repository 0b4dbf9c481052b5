"""A program that is loaded once and run many times: see served.c, which its process loads with faults.c."""

import os
import select
import signal
import subprocess


class Program:
    """Runs in a folder; what each writes to its standard output and error goes through another. What starts it, as valgrind, stands before it."""

    def __init__(self, program, library, folder, written, environment=None, before=()):
        self.written = written
        self.answers = b""
        self.number = 0  # of the last run's process
        told = {"LD_PRELOAD": library, "LD_BIND_NOW": "1", "WIRECOPY_SERVED": str(written), "WIRECOPY_SERVED_PROGRAM": program}
        self.process = subprocess.Popen(
            [*before, program], cwd=folder, env={**os.environ, **(environment or {}), **told}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()

    def answer(self, seconds):
        """The next line, None where none comes in time."""
        while b"\n" not in self.answers:
            if not select.select([self.process.stdout], [], [], seconds)[0]:
                return None
            more = os.read(self.process.stdout.fileno(), 4096)
            if not more:
                raise RuntimeError(f"the program that is to be run many times ended with {self.process.wait()}")
            self.answers += more
        line, self.answers = self.answers.split(b"\n", 1)
        return int(line)

    def run(self, arguments, fault, seconds):
        """The status as subprocess has it, None where it took longer than so many seconds and was ended; standard output; standard error."""
        self.process.stdin.write("\t".join([fault, *arguments]).encode() + b"\n")
        self.number = self.answer(seconds)
        status = self.answer(seconds)
        if status is None:
            os.kill(self.number, signal.SIGKILL)
            self.answer(seconds)
        else:
            status = os.waitstatus_to_exitcode(status)
        return status, (self.written / "stdout").read_bytes(), (self.written / "stderr").read_bytes()
