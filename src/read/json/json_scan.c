/* A byte at a time: it is asked only of what is not one object a line. */
#include "read/json/json_scan.h"

void json_scan_on(struct json_scan *scan, const char *data, size_t size)
{
    for (; scan->at < size && !scan->ended; scan->at++) {
        char c = data[scan->at];
        if (c == '\n' && (scan->in_line || (scan->depth == 0 && !scan->in_string))) {
            scan->ended = true;
            return; /* not a part of it */
        }
        if (scan->escaped) {
            scan->escaped = false;
        } else if (scan->in_string) {
            scan->escaped = c == '\\';
            scan->in_string = c != '"';
        } else if (c == '"') {
            scan->in_string = true;
        } else if (c == '{' || c == '[') {
            scan->depth++;
        } else if ((c == '}' || c == ']') && scan->depth > 0) {
            scan->ended = --scan->depth == 0;
        } else if (scan->depth == 0 && (c == ',' || c == ']')) {
            scan->ended = true;
            return;
        }
    }
}
