#!/usr/bin/env python3
"""The README does what it says. Its blocks are tried in a folder of their own, with wirecopy on the path and corpus/ in reach:

  ```sh       every line ends with status 0
  ```console  each "$ command" prints what stands below it; a line "..." stands for any number of lines
  ```c        compiles against the header without a warning
  ```pycon    each ">>> statement" prints what stands below it, "..." for anything, one block after the other; where the environment names the
              package's folder in WIRECOPY_PYTHONPATH, else they are left alone
  links       to files that exist, and to headings that do

A block after a comment "not run by the tests: why" is left alone, and sh tests/run.sh, which runs this, is only parsed.

usage: readme.py PROGRAM TREE | readme.py PROGRAM TREE --self-test
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^(<!-- not run by the tests: [^\n]*-->\n)?```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PARSED_ONLY = {"sh tests/run.sh"}


def shell(command, room, program):
    path = f'{room / "bin"}:{os.environ["PATH"]}'
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS")}
    environment.update(PATH=path, WIRECOPY=program, LC_ALL="C.UTF-8")
    return subprocess.run(["sh", "-c", command], cwd=room, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          check=False)


def matches(expected, printed):
    parts = [re.escape(line) if line != "..." else None for line in expected]
    pattern = "".join("(?:.*\n)*?" if part is None else part + "\n" for part in parts)
    return re.fullmatch(pattern, printed) is not None


def try_sh(block, room, program, tree):
    for command in block.splitlines():
        if not command.strip() or command.startswith("#"):
            continue
        if command in PARSED_ONLY:
            command = f"sh -n {tree}/{command.split()[-1]}"
        done = shell(command, room, program)
        if done.returncode:
            yield f"'{command}' ends with {done.returncode}: {done.stdout.decode(errors='replace')[-500:]}"


def try_console(block, room, program, _tree):
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        done = shell(command, room, program)
        printed = done.stdout.decode(errors="replace")
        if done.returncode or not matches(expected.splitlines(), printed):
            yield f"'{command}' ends with {done.returncode} and prints:\n{printed}"


def try_c(block, room, _program, tree):
    (room / "example.c").write_text(block, encoding="utf-8")
    done = shell(f"{os.environ.get('CC', 'cc')} -std=c11 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I {tree}/src example.c", room, "")
    if done.returncode:
        yield f"an example in C does not compile: {done.stdout.decode(errors='replace')}"


def try_pycon(blocks, room):
    (room / "example.txt").write_text("\n".join(blocks), encoding="utf-8")
    folder = os.environ["WIRECOPY_PYTHONPATH"]
    done = shell(f"PYTHONPATH={folder} {sys.executable} -m doctest -o ELLIPSIS -o NORMALIZE_WHITESPACE example.txt", room, "")
    if done.returncode:
        yield f"an example in Python prints something else: {done.stdout.decode(errors='replace')[-2000:]}"


def links(text, tree):
    anchors = {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("#"):
            if target[1:] not in anchors:
                yield f"no heading for {target}"
        elif not re.match(r"\w+:", target) and not (tree / target.partition("#")[0]).exists():
            yield f"no file for {target}"


def complaints(text, program, tree):
    tries = {"sh": try_sh, "console": try_console, "c": try_c}
    tried = 0
    python = []
    with tempfile.TemporaryDirectory() as name:
        room = pathlib.Path(name)
        (room / "bin").mkdir()
        (room / "bin/wirecopy").symlink_to(program)
        (room / "corpus").symlink_to(tree / "corpus")
        for left_alone, language, block in BLOCK.findall(text):
            if left_alone:
                continue
            if language == "pycon":
                python.append(block)
                continue
            if language not in tries:
                yield f"nobody knows how to try a block in {language}"
                continue
            tried += 1
            yield from tries[language](block, room, program, tree)
        if python and "WIRECOPY_PYTHONPATH" in os.environ:
            yield from try_pycon(python, room)
    if tried == 0:
        yield "no block was tried"
    yield from links(text, tree)


GOOD = """# Name
[here](#a-heading-of-words), [there](README.md), [elsewhere](https://host.example/)
```console
$ printf 'one\\ntwo\\nthree\\n'
one
...
$ wirecopy --version
...
```
<!-- not run by the tests: it fails -->
```sh
false
```
```c
#include <wirecopy.h>
int main(void) { return wirecopy_version() == 0; }
```
```pycon
>>> print("one", 2)
one ...

```
## A heading, of words
"""
BAD = [
    ("```sh\ntrue\nfalse\n```\n", "'false' ends with 1"),
    ("```sh\nfalse\n```\n<!-- not run by the tests: it fails -->\n```sh\nfalse\n```\n", "'false' ends with 1"),
    ("```sh\nwirecopy cluster no-such-file\n```\n", "ends with 2"),
    ("```console\n$ echo one\ntwo\n```\n", "prints:\none"),
    ("```console\n$ printf 'one\\ntwo\\n'\none\n```\n", "prints:\none\ntwo"),
    ("```console\n$ echo one; false\none\n```\n", "ends with 1"),
    ("```c\nint main(void) { return wirecopy_version(); }\n```\n", "does not compile"),
    ("```cobol\nstop run.\n```\n", "cobol"),
    *([("```pycon\n>>> 1 + 1\n3\n\n```\n", "prints something else")] if "WIRECOPY_PYTHONPATH" in os.environ else []),
    ("[x](#no-such-heading)\n", "no heading for #no-such-heading"),
    ("[x](no/such/file.md)\n", "no file for no/such/file.md"),
]


def self_test(program, tree):
    failures = 0
    for addition, words in [("", None)] + BAD:
        found = list(complaints(GOOD + addition, program, tree))
        if not (found == [] if words is None else len(found) == 1 and words in found[0]):
            failures += 1
            print(f"readme: {addition!r} should give {words}, not {found}", file=sys.stderr)
    if list(complaints("# Name\n", program, tree)) != ["no block was tried"]:
        failures += 1
        print("readme: an empty README passes", file=sys.stderr)
    return failures


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    program, tree = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    if sys.argv[3:] == ["--self-test"]:
        sys.exit(1 if self_test(program, tree) else 0)
    found = list(complaints((tree / "README.md").read_text(encoding="utf-8"), program, tree))
    for complaint in found:
        print(f"readme: {complaint}", file=sys.stderr)
    sys.exit(1 if found else 0)


main()
