/*
 * Inputs. Takes: operands and lists of names. Gives: the paths to read. Promises: their order is that of writing. Does not
 * know: what the files hold.
 */
#ifndef WIRECOPY_CLI_INPUTS_H
#define WIRECOPY_CLI_INPUTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* {0} is an empty one. */
struct inputs {
    char **paths;
    size_t count, capacity;
};

/* Each returns false, and has said why, where it fails. */
bool inputs_add(struct inputs *inputs, const char *path);

/* Adds the names that file holds, one a line; "-" is standard input. Empty lines are none. */
bool inputs_add_from(struct inputs *inputs, const char *file);

/* Whether a path is "-". */
bool inputs_have_standard(const struct inputs *inputs);

/* Bytes of the files in all of them; 0 where it cannot be known, as of a pipe. Cost: a walk over the directories. */
uint64_t inputs_bytes(const struct inputs *inputs);

void inputs_release(struct inputs *inputs);

#endif
