/*
 * The actions of wirecopy index that read articles. Takes: a request with a directory and paths. Gives: an exit status. Promises: what is wrong was told.
 * Does not know: the other actions.
 */
#ifndef WIRECOPY_CLI_INDEX_H
#define WIRECOPY_CLI_INDEX_H

#include "cli/request.h"

int index_create(struct request *request, const char *directory);
int index_add(struct request *request, const char *directory);
int index_query(struct request *request, const char *directory);

/* Opens an index; NULL where that fails, which was told. */
struct wirecopy_index *index_open(const struct request *request, const char *directory, bool writing);

/* Says why a call failed, closes the index; the exit status. */
int index_failed(struct wirecopy_index *index, enum wirecopy_status status);

/* A number with commas, in room. */
enum { COUNT_BYTES = 32 };
const char *index_number(uint64_t number, char room[COUNT_BYTES]);

#endif
