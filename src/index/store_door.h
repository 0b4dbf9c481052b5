/*
 * The door to LMDB, a tree of pages in a mapped file that are copied when they are written to. It is loaded when an index is asked for. Private to
 * store.c and store_opening.c.
 */
#ifndef WIRECOPY_INDEX_STORE_DOOR_H
#define WIRECOPY_INDEX_STORE_DOOR_H

#include <lmdb.h>

#include "base/library.h"
#include "index/store.h"
#include "index/store_shared.h"

/* clang-format off */
#define STORE_FUNCTIONS(X) \
    X(mdb_strerror) X(mdb_env_create) X(mdb_env_open) X(mdb_env_close) X(mdb_env_set_mapsize) \
    X(mdb_env_set_maxdbs) X(mdb_env_set_flags) X(mdb_env_sync) X(mdb_env_info) X(mdb_env_stat) \
    X(mdb_env_get_fd) X(mdb_env_copyfd2) X(mdb_txn_begin) X(mdb_txn_commit) X(mdb_txn_abort) X(mdb_dbi_open) \
    X(mdb_get) X(mdb_put) X(mdb_del) X(mdb_stat) X(mdb_cursor_open) X(mdb_cursor_close) X(mdb_cursor_get) \
    X(mdb_reader_check)
/* clang-format on */

struct store_library {
    STORE_FUNCTIONS(LIBRARY_FIELD)
};
extern struct store_library store_lmdb;

struct store {
    struct shared *shared;
    MDB_env *env; /* of what is shared */
    MDB_txn *txn;
    struct visit visit; /* while there is a transaction */
    enum store_use use;
    bool full; /* the last write found the map full */
    char *directory;
};

/* The status of a code of the library that is no 0, noted. */
enum wirecopy_status store_failed(struct store *store, int code);

/* What is used of the file, and how large the map is; the library's code. Within a visit, or alone. */
int store_look_at_map(struct store *store, uint64_t *used_out, uint64_t *map_out);

#endif
