/* Transactions, and what is looked at and written within them. */
#define _GNU_SOURCE
#include "index/store_door.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "index/store_files.h"

/* How much more of the map there is than of the file when a write begins: a batch of articles fits mostly. */
static const uint64_t MAP_AHEAD = (uint64_t)64 << 20, MAP_STEP = (uint64_t)1 << 20;

/* The library writes to none of what it is given. */
static MDB_val value_of(struct wirecopy_bytes bytes)
{
    MDB_val value = {bytes.size, NULL};
    memcpy(&value.mv_data, &bytes.data, sizeof value.mv_data);
    return value;
}

static struct wirecopy_bytes bytes_of(MDB_val value)
{
    return (struct wirecopy_bytes){value.mv_data, value.mv_size};
}

/* A thread that is in a transaction of the file would wait for itself. */
static enum wirecopy_status in_use_here(const struct store *store)
{
    return status_fail(WIRECOPY_INVALID, "%s is in use by a call of this thread: what it calls cannot write to it", store->directory);
}

/* Has the map go so many bytes beyond what is used; 0: as far as another process made it go. */
static enum wirecopy_status widen(struct store *store, uint64_t bytes)
{
    uint64_t used = 0, map_bytes = 0, size = 0;
    int code;
    if (!shared_begin_alone(store->shared))
        return in_use_here(store);
    code = store_look_at_map(store, &used, &map_bytes);
    if (!code && bytes > 0)
        size = (used + used / 4 + 2 * bytes + MAP_STEP - 1) / MAP_STEP * MAP_STEP;
    if (!code && (bytes == 0 || size > map_bytes))
        code = store_lmdb.mdb_env_set_mapsize(store->env, size);
    shared_end_alone(store->shared);
    return code ? store_failed(store, code) : WIRECOPY_OK;
}

enum wirecopy_status store_room(struct store *store, uint64_t bytes)
{
    uint64_t used = 0, map_bytes = 0;
    int code;
    shared_enter(store->shared, &store->visit);
    code = store_look_at_map(store, &used, &map_bytes);
    shared_leave(store->shared, &store->visit);
    if (code)
        return store_failed(store, code);
    return used + bytes <= map_bytes ? WIRECOPY_OK : widen(store, bytes);
}

bool store_is_current(const struct store *store)
{
    int descriptor;
    return store_lmdb.mdb_env_get_fd(store->env, &descriptor) || store_file_is(store->directory, descriptor);
}

/* Whoever waited for another that compacted would write to the file that is gone. */
static enum wirecopy_status see_whether_replaced(struct store *store)
{
    if (store_is_current(store))
        return WIRECOPY_OK;
    store_drop(store);
    return status_fail(WIRECOPY_IO, "%s was compacted meanwhile: what is left of the articles was not stored; begin again", store->directory);
}

/* The library's code. */
static int try_to_begin(struct store *store, bool writing)
{
    int code;
    shared_enter(store->shared, &store->visit);
    code = store_lmdb.mdb_txn_begin(store->env, NULL, writing ? 0 : MDB_RDONLY, &store->txn);
    if (code) {
        store->txn = NULL;
        shared_leave(store->shared, &store->visit);
    }
    return code;
}

enum wirecopy_status store_begin(struct store *store, bool writing)
{
    enum wirecopy_status status = WIRECOPY_OK;
    int code;
    store->full = false;
    if (writing && store->use == STORE_READS)
        return status_fail(WIRECOPY_INVALID, "%s was opened for reading", store->directory);
    if (writing && shared_is_inside(store->shared))
        return in_use_here(store);
    if (writing)
        status = store_room(store, MAP_AHEAD);
    if (status != WIRECOPY_OK)
        return status;
    code = try_to_begin(store, writing);
    while (code == MDB_MAP_RESIZED && status == WIRECOPY_OK) { /* by another process */
        status = widen(store, 0);
        if (status == WIRECOPY_OK)
            code = try_to_begin(store, writing);
    }
    if (code)
        return status == WIRECOPY_OK ? store_failed(store, code) : status;
    return writing ? see_whether_replaced(store) : WIRECOPY_OK;
}

enum wirecopy_status store_keep(struct store *store)
{
    int code = store_lmdb.mdb_txn_commit(store->txn);
    store->txn = NULL;
    shared_leave(store->shared, &store->visit);
    return code ? store_failed(store, code) : WIRECOPY_OK;
}

void store_drop(struct store *store)
{
    if (!store->txn)
        return;
    store_lmdb.mdb_txn_abort(store->txn);
    store->txn = NULL;
    shared_leave(store->shared, &store->visit);
}

void store_hurry(struct store *store)
{
    store_lmdb.mdb_env_set_flags(store->env, MDB_NOSYNC, 1);
}

enum wirecopy_status store_settle(struct store *store)
{
    int code = store_lmdb.mdb_env_sync(store->env, 1);
    store_lmdb.mdb_env_set_flags(store->env, MDB_NOSYNC, 0);
    return code ? store_failed(store, code) : WIRECOPY_OK;
}

bool store_widened(struct store *store, enum wirecopy_status *status)
{
    uint64_t used = 0, map_bytes = 0;
    if (!store->full || *status == WIRECOPY_OK)
        return false;
    store->full = false;
    store_drop(store);
    shared_enter(store->shared, &store->visit);
    store_look_at_map(store, &used, &map_bytes);
    shared_leave(store->shared, &store->visit);
    *status = widen(store, map_bytes);
    return *status == WIRECOPY_OK;
}

enum wirecopy_status store_look(struct store *store, enum store_table table, struct wirecopy_bytes key, struct wirecopy_bytes *value_out, bool *found)
{
    MDB_val of = value_of(key), value = {0, NULL};
    int code = store_lmdb.mdb_get(store->txn, store->shared->tables[table], &of, &value);
    *found = !code;
    *value_out = bytes_of(value);
    return code && code != MDB_NOTFOUND ? store_failed(store, code) : WIRECOPY_OK;
}

enum wirecopy_status store_put(struct store *store, enum store_table table, struct wirecopy_bytes key, struct wirecopy_bytes value, bool behind_all)
{
    MDB_val of = value_of(key), put = value_of(value);
    int code = store_lmdb.mdb_put(store->txn, store->shared->tables[table], &of, &put, behind_all ? MDB_APPEND : 0);
    return code ? store_failed(store, code) : WIRECOPY_OK;
}

enum wirecopy_status store_remove(struct store *store, enum store_table table, struct wirecopy_bytes key)
{
    MDB_val of = value_of(key);
    int code = store_lmdb.mdb_del(store->txn, store->shared->tables[table], &of, NULL);
    return code && code != MDB_NOTFOUND ? store_failed(store, code) : WIRECOPY_OK;
}

enum wirecopy_status store_place_begin(struct store *store, enum store_table table, struct store_place *place)
{
    MDB_cursor *cursor = NULL;
    int code = store_lmdb.mdb_cursor_open(store->txn, store->shared->tables[table], &cursor);
    *place = (struct store_place){.store = store, .cursor = cursor, .end = true};
    return code ? store_failed(store, code) : WIRECOPY_OK;
}

void store_place_end(struct store_place *place)
{
    if (place->cursor)
        store_lmdb.mdb_cursor_close(place->cursor);
    place->cursor = NULL;
}

/* In order of bytes, as the library has keys. */
static int compare_keys(struct wirecopy_bytes a, struct wirecopy_bytes b)
{
    int order = memcmp(a.data, b.data, a.size < b.size ? a.size : b.size);
    return order ? order : a.size < b.size ? -1 : a.size > b.size;
}

/* Goes to a place, whose key is no less than one by so much: on pages that are damaged it could go round in circles. */
static enum wirecopy_status go(struct store_place *place, MDB_cursor_op how, struct wirecopy_bytes key, int least)
{
    struct wirecopy_bytes before = how == MDB_NEXT && !place->end ? place->key : key;
    MDB_val of = value_of(key), value = {0, NULL};
    int code = store_lmdb.mdb_cursor_get(place->cursor, &of, &value, how);
    place->end = code;
    place->key = bytes_of(of);
    place->value = bytes_of(value);
    if (code)
        return code == MDB_NOTFOUND ? WIRECOPY_OK : store_failed(place->store, code);
    return before.size > 0 && compare_keys(place->key, before) < least ? store_failed(place->store, MDB_CORRUPTED) : WIRECOPY_OK;
}

static const struct wirecopy_bytes no_key = {NULL, 0};

enum wirecopy_status store_seek(struct store_place *place, struct wirecopy_bytes key)
{
    return go(place, MDB_SET_RANGE, key, 0);
}

enum wirecopy_status store_next(struct store_place *place)
{
    return go(place, MDB_NEXT, no_key, 1);
}

enum wirecopy_status store_before(struct store_place *place)
{
    return go(place, place->end ? MDB_LAST : MDB_PREV, no_key, 0); /* beyond the end, the last is the one before */
}

enum wirecopy_status store_first(struct store_place *place)
{
    return go(place, MDB_FIRST, no_key, 0);
}

enum wirecopy_status store_count(struct store *store, enum store_table table, uint64_t *count_out)
{
    MDB_stat pages;
    int code = store_lmdb.mdb_stat(store->txn, store->shared->tables[table], &pages);
    *count_out = code ? 0 : pages.ms_entries;
    return code ? store_failed(store, code) : WIRECOPY_OK;
}

enum wirecopy_status store_bytes(struct store *store, uint64_t *file_out, uint64_t *used_out)
{
    MDB_stat pages, all;
    int descriptor, code = store_lmdb.mdb_env_get_fd(store->env, &descriptor);
    struct stat file;
    *used_out = 0;
    for (unsigned i = 0; i < STORE_TABLES && !code; i++) {
        code = store_lmdb.mdb_stat(store->txn, store->shared->tables[i], &pages);
        *used_out += code ? 0 : (pages.ms_branch_pages + pages.ms_leaf_pages + pages.ms_overflow_pages) * (uint64_t)pages.ms_psize;
    }
    if (!code)
        code = store_lmdb.mdb_env_stat(store->env, &all);
    if (code)
        return store_failed(store, code);
    *used_out += (all.ms_leaf_pages + 2) * (uint64_t)all.ms_psize;
    if (fstat(descriptor, &file) != 0)
        return status_fail(WIRECOPY_IO, "%s: %s", store->directory, strerror(errno));
    *file_out = (uint64_t)file.st_size;
    return WIRECOPY_OK;
}

static enum wirecopy_status copy(struct store *store, const char *path)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666), code;
    if (file < 0)
        return status_fail(WIRECOPY_IO, "%s: %s", path, strerror(errno));
    code = store_lmdb.mdb_env_copyfd2(store->env, file, MDB_CP_COMPACT);
    if (!code && fsync(file) != 0)
        code = errno;
    if (close(file) != 0 && !code)
        code = errno;
    if (!code)
        return WIRECOPY_OK;
    unlink(path);
    return store_failed(store, code);
}

enum wirecopy_status store_compact(struct store *store)
{
    char path[STORE_PATH_BYTES];
    enum wirecopy_status status = store_copy_path(store->directory, path);
    if (status == WIRECOPY_OK)
        status = copy(store, path);
    return status == WIRECOPY_OK ? store_file_replace(store->directory) : status;
}
