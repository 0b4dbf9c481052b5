/* Small files. Takes: a path. Gives: all of its bytes. Promises: an error names the path. Does not know: what they mean. */
#ifndef WIRECOPY_BASE_FILE_H
#define WIRECOPY_BASE_FILE_H

#include "base/memory.h"

/* Replaces out by the file's bytes. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status file_read_whole(const char *path, struct buffer *out);

#endif
