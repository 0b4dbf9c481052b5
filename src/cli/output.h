/*
 * Outputs. Takes: a name. Gives: a file that is whole or as it was before. Promises: the bytes go to a temporary file beside
 * it, which takes its name at the end, compressed where that ends in .gz, .zst, .xz, .bz2 or .lz4; an output that is an input is refused. Does not know: what is written.
 */
#ifndef WIRECOPY_CLI_OUTPUT_H
#define WIRECOPY_CLI_OUTPUT_H

#include "wirecopy.h"

struct output {
    const char *name; /* as the user wrote it; "-" is standard output */
    char *target;     /* the file itself, links followed; NULL where it is written directly (standard output, devices, pipes) */
    char *temporary;
    struct wirecopy_packer *packer; /* where the name says that it is compressed; else NULL */
    int file;                       /* -1 where closed */
    int error;                      /* errno of the write that failed */
};

/* The name in messages. */
const char *output_label(const struct output *output);

/*
 * Whether name can be an output of a run over these inputs: its folder can be written to, and it is none of the inputs and
 * none of the files in them, through links too. Says why not.
 */
bool output_allowed(const char *name, const char *const *inputs, size_t count);

/* Whether two names are one file. */
bool output_same(const char *one, const char *other);

/* Begins to write. False, and told, where it cannot be. */
bool output_open(struct output *output, const char *name);

/* Writes it as it is, whatever its name ends in: what is read back, or edited. Before anything else is written. */
void output_leave_plain(struct output *output);

/* A wirecopy_write; context is the struct output. After a signal it gives EINTR. */
int output_write(void *context, const char *data, size_t size);

/* Writes what its compression still holds; nothing comes after it. False, and told, where that fails: the output was discarded. */
bool output_end(struct output *output);

/* Ends a good output: it takes its name. False, and told, where that fails. */
bool output_commit(struct output *output);

/* Ends an output that came to nothing: what was there before stays. */
void output_discard(struct output *output);

#endif
