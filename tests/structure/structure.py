#!/usr/bin/env python3
"""The rules of the house that a compiler does not see. Each check reads a tree and yields complaints:

  directions   a room includes rooms to its left only; the command line sees wirecopy.h only
  doors        one file includes a library's header, and that file is its door
  head_comments  each source file says at its top what it is
  lengths      a source file is one idea: no more lines than MOST_LINES; of the Python package no more columns than MOST_COLUMNS
  crowds       a folder can be looked over: no more sources than MOST_FILES
  listed       each C file stands in the CMakeLists.txt of its folder, each file of the Python package in that of src/python
  top_level    at the top stand the folders of the house and what tools demand there, nothing else

usage: structure.py TREE | structure.py --self-test
"""
import pathlib
import re
import sys
import tempfile

ROOMS = ["base", "read", "text", "learn", "sketch", "match", "cluster", "index", "report"]
GUESTS = ["cli", "python"]  # they see wirecopy.h and their own headers
MOST_LINES = 450
MOST_COLUMNS = 140
MOST_FILES = 40
PACKAGE = "src/python/wirecopy"
LONG_BY_NATURE = {"src/wirecopy.h"}  # one file, so that it can be read from top to bottom

# What C, C++ and the system give. Everything else in <> is a library's and has a door.
SYSTEM = set("""assert.h ctype.h errno.h float.h inttypes.h limits.h locale.h math.h setjmp.h signal.h stdalign.h stdarg.h
    stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h string.h strings.h time.h wchar.h
    dirent.h fcntl.h fnmatch.h ftw.h getopt.h libgen.h malloc.h poll.h sched.h sys/file.h sys/ioctl.h sys/mman.h sys/random.h sys/resource.h sys/stat.h
    sys/statvfs.h sys/time.h sys/types.h sys/wait.h unistd.h algorithm new string vector""".split())
# Instructions of a processor belong to the kernels that are made of them.
KERNEL = re.compile(r"_(sse[0-9]*|avx2|avx512|neon)\.[ch]$")
# The table generator asks utf8proc at build time what fold_slow.c asks it at run time.
SECOND_DOORS = {"utf8proc": {"src/text/fold/make_fold_tables.c"}}

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.MULTILINE)


def sources(tree, folders, endings):
    for folder in folders:
        for path in sorted((tree / folder).rglob("*")):
            if path.suffix in endings and path.is_file() and "build" not in path.relative_to(tree).parts:
                yield path.relative_to(tree).as_posix(), path.read_text(encoding="utf-8", errors="replace")


def room_of(name):
    parts = name.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == "src" else None


def directions(tree):
    for name, text in sources(tree, ["src"], {".c", ".h", ".cpp", ".inc"}):
        room = room_of(name)
        if room is not None and room not in ROOMS + GUESTS:
            yield f"{name}: src/{room} is no room"
            continue
        for bracket, included in INCLUDE.findall(text):
            if bracket == "<" or included == "wirecopy.h":
                continue
            other = included.split("/")[0] if "/" in included else None
            if other == room and room is not None:
                continue
            if other not in ROOMS + GUESTS:
                yield f"{name}: \"{included}\" does not begin with a room"
            elif room in GUESTS:
                yield f"{name}: \"{included}\": {room} sees wirecopy.h only"
            elif other in GUESTS:
                yield f"{name}: \"{included}\": no room sees {other}"
            elif room is None or ROOMS.index(other) > ROOMS.index(room):
                yield f"{name}: \"{included}\" points to the right"


def library_of(header):
    return header.split("/")[0].rsplit(".", 1)[0].removesuffix("_entry")


def doors(tree):
    users = {}
    for name, text in sources(tree, ["src"], {".c", ".h", ".cpp", ".inc"}):
        for bracket, included in INCLUDE.findall(text):
            if bracket == "\"" or included in SYSTEM:
                continue
            if re.fullmatch(r"(\w+intrin|arm_neon|cpuid)\.h", included):
                if not KERNEL.search(name):
                    yield f"{name}: <{included}> outside a kernel's file"
                continue
            library = library_of(included)
            if name not in SECOND_DOORS.get(library, ()):
                users.setdefault(library, set()).add(name)
    for library, names in sorted(users.items()):
        if len(names) > 1:
            yield f"{library} has {len(names)} doors: {', '.join(sorted(names))}"


def head_comments(tree):
    begins = {".c": ("/*",), ".h": ("/*",), ".inc": ("/*",), ".map": ("/*",), ".cpp": ("/*", "//"), ".sh": ("#",), ".py": ('"""', "#"), ".pyi": ('"""',)}
    for name, text in sources(tree, ["src", "tests", "corpus", "bench"], set(begins)):
        lines = [line for line in text.splitlines() if line.strip()]
        if lines and lines[0].startswith("#!"):
            lines = lines[1:]
        if lines and lines[0].startswith(("#define _GNU_SOURCE", "#define _POSIX_C_SOURCE")):
            lines = lines[1:]
        if not lines or not lines[0].lstrip().startswith(begins[pathlib.PurePath(name).suffix]):
            yield f"{name}: no head comment"


def lengths(tree):
    for name, text in sources(tree, ["src", "tests", "corpus"], {".c", ".h", ".cpp", ".py", ".pyi"}):
        if text.count("\n") > MOST_LINES and name not in LONG_BY_NATURE:
            yield f"{name}: {text.count(chr(10))} lines, more than {MOST_LINES}"
        longest = max(map(len, text.splitlines()), default=0)
        if longest > MOST_COLUMNS and re.match(r"(src|tests)/python/.*\.pyi?$", name):
            yield f"{name}: a line of {longest} columns, more than {MOST_COLUMNS}"


def crowds(tree):
    counts = {}
    for name, _ in sources(tree, ["src"], {".c", ".h", ".cpp"}):
        folder = name.rpartition("/")[0]
        counts[folder] = counts.get(folder, 0) + 1
    for folder, count in sorted(counts.items()):
        if count > MOST_FILES:
            yield f"{folder}: {count} sources, more than {MOST_FILES}"


def listed(tree):
    lists = {}
    for path in tree.rglob("CMakeLists.txt"):
        if "build" not in path.relative_to(tree).parts:
            lists[path.parent.relative_to(tree).as_posix()] = path.read_text(encoding="utf-8")
    for name, _ in sources(tree, ["src", "tests", "corpus"], {".c", ".cpp"}):
        folder, _, file = name.rpartition("/")
        if folder in lists and not re.search(rf"(?<![\w-]){re.escape(file)}\b", lists[folder]):
            yield f"{name}: not in its folder's CMakeLists.txt"
    for name, _ in sources(tree, [PACKAGE], {".py", ".pyi"}):
        if not re.search(rf"(?<![\w-]){re.escape(name.rpartition('/')[2])}\b", lists.get("src/python", "")):
            yield f"{name}: not in the CMakeLists.txt of src/python"


TOP = {"README.md", "CMakeLists.txt", "CMakePresets.json", "CMakeUserPresets.json", "LICENSE", "src", "bench", "tests", "corpus", "build"}


def top_level(tree):
    for path in sorted(tree.iterdir()):
        if path.name not in TOP and not path.name.startswith("."):
            yield f"{path.name} stands at the top"


CHECKS = [directions, doors, head_comments, lengths, crowds, listed, top_level]


def complaints(tree):
    return [f"{check.__name__}: {complaint}" for check in CHECKS for complaint in check(tree)]


# A tree that keeps every rule, and files that break one each.
GOOD = {
    "src/wirecopy.h": "/* The header. */\n#include <stdint.h>\n" + "\n" * (MOST_LINES + 1),
    "src/base/hash.h": "/* Hashes. */\n#include <xxhash.h>\n",
    "src/base/CMakeLists.txt": "",
    "src/read/read.c": '#define _GNU_SOURCE\n/* Reads. */\n#include "read/read.h"\n\n#include <archive.h>\n#include <archive_entry.h>\n#include "base/hash.h"\n',
    "src/read/read.h": "/* Reading. */\n",
    "src/read/CMakeLists.txt": "target_sources(o PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/read.c)\n",
    "src/text/fold_slow.c": "/* Folds. */\n#include <utf8proc.h>\n",
    "src/text/fold/make_fold_tables.c": "/* Makes tables. */\n#include <utf8proc.h>\n",
    "src/text/fold_avx2.c": "/* Folds fast. */\n#include <immintrin.h>\n",
    "src/text/CMakeLists.txt": "fold_slow.c make_fold_tables.c fold_avx2.c\n",
    "src/report/text.c": '/* Text. */\n#include "wirecopy.h"\n#include "read/read.h"\n',
    "src/report/CMakeLists.txt": "text.c\n",
    "src/cli/main.c": '/* The program. */\n#include "cli/options.h"\n#include "wirecopy.h"\n',
    "src/cli/options.h": "/* Options. */\n",
    "src/cli/CMakeLists.txt": "main.c\n",
    "src/python/python.h": "/* The door. */\n#include <Python.h>\n",
    "src/python/CMakeLists.txt": "set(SOURCES __init__.py)\n",
    "src/python/wirecopy/__init__.py": '"""The package."""\n',
    "tests/run.sh": "#!/bin/sh\n# Runs the tests.\n",
    "bench/compare.py": '#!/usr/bin/env python3\n"""Compares."""\n',
    "build/release/src/cli/generated.c": "no head comment here\n",
}
BAD = [
    ("directions", {"src/read/read.h": '/* Reading. */\n#include "report/text.h"\n'}, "points to the right"),
    ("directions", {"src/wirecopy.h": '/* The header. */\n#include "base/hash.h"\n'}, "points to the right"),
    ("directions", {"src/cli/options.h": '/* Options. */\n# include "base/hash.h"\n'}, "cli sees wirecopy.h only"),
    ("directions", {"src/read/read.h": '/* Reading. */\n#include "cli/options.h"\n'}, "no room sees cli"),
    ("directions", {"src/read/read.h": '/* Reading. */\n#include "hash.h"\n'}, "does not begin with a room"),
    ("directions", {"src/attic/old.h": "/* Old. */\n"}, "src/attic is no room"),
    ("doors", {"src/read/read.h": "/* Reading. */\n#include <archive_entry.h>\n"}, "archive has 2 doors"),
    ("doors", {"src/base/hash.h": "/* Hashes. */\n#include <libxml/tree.h>\n", "src/read/read.h": "/* R. */\n#include <libxml/HTMLparser.h>\n"}, "libxml has 2 doors"),
    ("doors", {"src/read/read.h": "/* Reading. */\n#include <utf8proc.h>\n"}, "utf8proc has 2 doors"),
    ("doors", {"src/read/read.h": "/* Reading. */\n#include <immintrin.h>\n"}, "outside a kernel's file"),
    ("head_comments", {"src/read/read.h": "#include <stdint.h>\n/* Reading. */\n"}, "no head comment"),
    ("head_comments", {"tests/run.sh": "#!/bin/sh\nset -e\n"}, "no head comment"),
    ("head_comments", {"bench/compare.py": "#!/usr/bin/env python3\nimport sys\n"}, "no head comment"),
    ("head_comments", {"tests/run.sh": ""}, "no head comment"),
    ("directions", {"src/python/python.h": '/* The door. */\n#include "base/hash.h"\n'}, "python sees wirecopy.h only"),
    ("doors", {"src/read/read.h": "/* Reading. */\n#include <Python.h>\n"}, "Python has 2 doors"),
    ("lengths", {"src/python/wirecopy/__init__.py": '"""The package."""\n' + "#" * (MOST_COLUMNS + 1) + "\n"}, "more than"),
    ("listed", {"src/python/wirecopy/_more.py": '"""More."""\n'}, "not in the CMakeLists.txt of src/python"),
    ("lengths", {"src/read/read.h": "/* Reading. */\n" + "\n" * MOST_LINES}, "more than"),
    ("crowds", {f"src/base/{number}.h": "/* Bits. */\n" for number in range(MOST_FILES)}, "src/base: 41 sources, more than"),
    ("top_level", {"docs/notes.md": "Notes.\n"}, "docs stands at the top"),
    ("listed", {"src/read/CMakeLists.txt": "bread.c read.cpp\n"}, "src/read/read.c: not in"),
]


def write_tree(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def self_test():
    failures = 0
    for check, changes, words in [(None, {}, None)] + BAD:
        with tempfile.TemporaryDirectory() as room:
            write_tree(pathlib.Path(room), {**GOOD, **changes})
            found = complaints(pathlib.Path(room))
        as_expected = found == [] if check is None else len(found) == 1 and found[0].startswith(check + ":") and words in found[0]
        if not as_expected:
            failures += 1
            print(f"structure: {sorted(changes)} should give {words or 'nothing'}, not {found}", file=sys.stderr)
    return failures


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if sys.argv[1] == "--self-test":
        sys.exit(1 if self_test() else 0)
    found = complaints(pathlib.Path(sys.argv[1]))
    for complaint in found:
        print(f"structure: {complaint}", file=sys.stderr)
    sys.exit(1 if found else 0)


main()
