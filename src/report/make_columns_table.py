#!/usr/bin/env python3
"""Make columns_table.inc: the characters that take no column of a terminal, and those that take two.

usage: make_columns_table.py > columns_table.inc

From Python's unicodedata. None: marks (Mn, Me), formats (Cf) but for the soft hyphen and the signs that stand under or around
numbers (Prepended_Concatenation_Mark), the vowels and finals of Hangul (U+1160 to U+11FF). Two: East Asian width W or F (UAX 11),
and the places that are not assigned yet in the blocks that UAX 11 has as wide.
"""
import unicodedata

NUMBER_SIGNS = {0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
WIDE_BLOCKS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FFFD), (0x30000, 0x3FFFD))


def columns(c):
    category = unicodedata.category(chr(c))
    if category in ("Mn", "Me") or category == "Cf" and c != 0xAD and c not in NUMBER_SIGNS or 0x1160 <= c <= 0x11FF:
        return 0
    if category == "Cn":
        return 2 if any(first <= c <= last for first, last in WIDE_BLOCKS) else 1
    return 2 if unicodedata.east_asian_width(chr(c)) in "WF" else 1


def ranges(wanted):
    first = None
    for c in range(0xA0, 0x110001):
        hit = c < 0x110000 and columns(c) == wanted
        if hit and first is None:
            first = c
        if not hit and first is not None:
            yield first, c - 1
            first = None


print("/* Made by make_columns_table.py from Unicode %s. */" % unicodedata.unidata_version)
for name, wanted in (("no_column", 0), ("two_columns", 2)):
    print("\nstatic const uint32_t %s[][2] = {" % name)
    row = ["{0x%X, 0x%X}" % pair for pair in ranges(wanted)]
    for i in range(0, len(row), 5):
        print("    " + ", ".join(row[i:i + 5]) + ",")
    print("};")
