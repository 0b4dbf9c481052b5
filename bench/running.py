"""Runs a program and says what it used: CPU and wall seconds, and the most anonymous memory that it held."""
import os
import subprocess
import sys
import time

LOOKED_EVERY = 0.005  # seconds


def rss_anon(pid):
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            return next((int(line.split()[1]) * 1024 for line in status if line.startswith("RssAnon")), 0)
    except (FileNotFoundError, ProcessLookupError):
        return 0


def run(command):
    """A dict of cpu, wall (seconds) and anonymous (bytes); ends this program where the other fails."""
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        most = 0
        while True:
            most = max(most, rss_anon(process.pid))
            done, status, used = os.wait4(process.pid, os.WNOHANG)
            if done:
                process.returncode = os.waitstatus_to_exitcode(status)
                break
            time.sleep(LOOKED_EVERY)
        if process.returncode:
            sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}: {process.stderr.read().decode(errors='replace')}")
    return {"cpu": used.ru_utime + used.ru_stime, "wall": time.monotonic() - began, "anonymous": most}
