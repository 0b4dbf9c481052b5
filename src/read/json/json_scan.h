/*
 * Where a value of JSON ends. Takes: its bytes, some at a time. Gives: how far it reaches. Promises: brackets and quotes within strings do
 * not count. Does not know: whether it is well-formed.
 */
#ifndef WIRECOPY_READ_JSON_JSON_SCAN_H
#define WIRECOPY_READ_JSON_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

/* How far a scan has come in a value; {.in_line = true} is one that a line break ends wherever it stands. */
struct json_scan {
    size_t at, depth;
    bool in_string, escaped, in_line, ended;
};

/* Scans on over what data holds of the value; one that is no object or list ends before a comma, a bracket of the list around it or a line break. */
void json_scan_on(struct json_scan *scan, const char *data, size_t size);

#endif
