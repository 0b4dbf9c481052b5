/*
 * Small files that people edit. Takes: a path. Gives: its lines, but for blank ones and those that # begins; a byte-order mark is none of it. Promises: an error
 * names the path, and the line where there is one. Does not know: what the lines mean.
 */
#ifndef WIRECOPY_BASE_FILE_H
#define WIRECOPY_BASE_FILE_H

#include "base/memory.h"

/* A file while it is read; {.path = ...} at first. */
struct edited_file {
    const char *path;
    uint64_t line;        /* the number of the line that is shown, from 1 */
    uint64_t fingerprint; /* of all of its bytes; known before the first line is shown */
};

/* Shows each line, without its end. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY, take's. */
typedef enum wirecopy_status edited_line(void *context, struct wirecopy_bytes line);
enum wirecopy_status edited_file_read(struct edited_file *file, edited_line *take, void *context);

/* The same of a file that was read: its path is a name for messages. */
enum wirecopy_status edited_bytes_read(struct edited_file *file, struct wirecopy_bytes bytes, edited_line *take, void *context);

/* Reads a file whole, into out, a block at a time, so that a pipe will do too. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status file_read_whole(const char *path, struct buffer *out);

/* WIRECOPY_BAD_INPUT, with the path and, where one was, the line that is shown. */
enum wirecopy_status edited_file_refuse(const struct edited_file *file, const char *why);

/* Whether bytes are a word. */
bool edited_line_is(struct wirecopy_bytes line, const char *word);

#endif
