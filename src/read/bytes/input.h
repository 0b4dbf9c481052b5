/*
 * Input. Takes: an open file. Gives: its bytes, decompressed and decoded, through one window. Promises: what was read before a file
 * broke stays readable; INPUT_PADDING bytes after the window may be read, whatever they hold. Does not know: formats.
 */
#ifndef WIRECOPY_READ_BYTES_INPUT_H
#define WIRECOPY_READ_BYTES_INPUT_H

#include "base/memory.h"

/* What simdjson may look at beyond the end of a record (SIMDJSON_PADDING; json_shim.cpp compares the two). */
enum { INPUT_PADDING = 64 };

struct container;
struct decoder;

/* data[begin..end) was read and not yet taken. A reader takes bytes by moving begin. {.file = -1} is a closed one. */
struct input {
    char *data;
    size_t begin, end, capacity;
    bool ended;          /* nothing comes after end */
    const char *failure; /* why it ended too early; NULL where it did not */
    uint64_t line;       /* lines that input_line has taken */

    int file;                    /* -1 where closed */
    uint64_t file_bytes;         /* read from files, this one and those before it */
    struct members *members;     /* the archive whose member it is; NULL where it is a file */
    struct container *container; /* NULL where it is not compressed */
    struct decoder *decoder;     /* NULL where it is not decoded */
    const uint64_t *packed;      /* file_bytes, of the file that it lies in */
    uint64_t packed_before;      /* what that was when it began */
    uint64_t unpacked;           /* bytes that came out so far */
    bool cr_ends_lines;          /* see input_end_lines_with_cr */
    bool in_long_line;           /* the rest of a line that was too long is still to be dropped */
    char failure_text[128];
};

/* Begins to read an open file, and looks whether it is compressed. The memory of the file before it is used again. */
enum wirecopy_status input_open(struct input *input, int file);

/* The same for the current member of an archive whose bytes are those of the input outer. */
enum wirecopy_status input_open_member(struct input *input, struct members *members, const struct input *outer);

/*
 * From here on the input is in an encoding (encoding.h) and read as UTF-8, what stands in the window included. Errors:
 * WIRECOPY_NO_MEMORY, WIRECOPY_INVALID (no such encoding).
 */
enum wirecopy_status input_decode(struct input *input, const char *encoding);

/* From here on, what stands in the window included, carriage returns are read as line feeds: old files of the Mac have no others. */
void input_end_lines_with_cr(struct input *input);

/* Closes the file (standard input stays open); the memory stays for the next one. */
void input_close(struct input *input);

void input_release(struct input *input);

/*
 * Reads on: after it the window is longer, or ended is set. Bytes not yet taken may move. Errors: WIRECOPY_NO_MEMORY;
 * whatever is wrong with the file is no error but sets failure and ended.
 */
enum wirecopy_status input_more(struct input *input);

/* Ends it here, without what stands in the window: failure, a few words (copied), is what is wrong with it. */
void input_refuse(struct input *input, const char *failure);

enum line_kind { LINE_FULL, LINE_TOO_LONG, LINE_NONE };

/* Borrowed until the following call. INPUT_PADDING bytes after it may be read. */
struct line {
    enum line_kind kind;
    const char *data; /* without its line break; a byte-order mark before the first line is dropped */
    size_t size;
    uint64_t number; /* from 1 */
    size_t whole;    /* its size with the line break */
};

/*
 * Takes the next line. One over most_bytes is told as LINE_TOO_LONG and dropped without being held. The last line needs
 * no line break, but is not given where the file broke off in it. LINE_NONE: no more. Errors: WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status input_line(struct input *input, uint64_t most_bytes, struct line *line);

#endif
