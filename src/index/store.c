/*
 * The one door to LMDB, a tree of pages in a mapped file that are copied when they are written to. It is loaded when an index is asked for. The
 * map is address space only; it is made larger where it is full, and where another process made it so.
 */
#define _GNU_SOURCE
#include "index/store.h"

#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/library.h"
#include "index/store_files.h"

/* clang-format off */
#define STORE_FUNCTIONS(X) \
    X(mdb_strerror) X(mdb_env_create) X(mdb_env_open) X(mdb_env_close) X(mdb_env_set_mapsize) \
    X(mdb_env_set_maxdbs) X(mdb_env_set_flags) X(mdb_env_sync) X(mdb_env_info) X(mdb_env_stat) \
    X(mdb_env_get_fd) X(mdb_env_copyfd2) X(mdb_txn_begin) X(mdb_txn_commit) X(mdb_txn_abort) X(mdb_dbi_open) \
    X(mdb_get) X(mdb_put) X(mdb_del) X(mdb_stat) X(mdb_cursor_open) X(mdb_cursor_close) X(mdb_cursor_get) \
    X(mdb_reader_check)
/* clang-format on */

static const char *const names[] = {STORE_FUNCTIONS(LIBRARY_NAME)};
static struct {
    STORE_FUNCTIONS(LIBRARY_FIELD)
} lmdb = {STORE_FUNCTIONS(LIBRARY_FUNCTION)};
static struct library library = {.file = LIBRARY_FILE, .names = names, .count = sizeof names / sizeof *names, .functions = &lmdb};

/* The map at first, and how much more of it there is than of the file when a write begins: a batch of articles fits mostly. */
static const uint64_t MAP_LEAST = (uint64_t)64 << 20, MAP_STEP = (uint64_t)1 << 20;

struct store {
    MDB_env *env;
    MDB_txn *txn;
    MDB_dbi tables[STORE_TABLES];
    bool full; /* the last write found the map full */
    uint64_t map_bytes;
    char *directory;
};

static enum wirecopy_status failed(struct store *store, int code)
{
    if (code == ENOMEM)
        return status_no_memory();
    if (code == MDB_MAP_FULL)
        store->full = true;
    if (code == MDB_VERSION_MISMATCH || code == MDB_INVALID || code == MDB_CORRUPTED || code == MDB_PAGE_NOTFOUND)
        return status_fail(WIRECOPY_BAD_INPUT, "%s is damaged, or no index: %s", store->directory, lmdb.mdb_strerror(code));
    return status_fail(WIRECOPY_IO, "%s: %s", store->directory, lmdb.mdb_strerror(code));
}

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

/* Pages beyond the end of the file would end the process when they are looked at. */
static enum wirecopy_status look_at_size(struct store *store)
{
    MDB_envinfo info;
    MDB_stat pages;
    struct stat file;
    int descriptor, code = lmdb.mdb_env_info(store->env, &info);
    if (!code)
        code = lmdb.mdb_env_stat(store->env, &pages);
    if (!code)
        code = lmdb.mdb_env_get_fd(store->env, &descriptor);
    if (code)
        return failed(store, code);
    if (fstat(descriptor, &file) != 0)
        return status_fail(WIRECOPY_IO, "%s: %s", store->directory, strerror(errno));
    if ((uint64_t)file.st_size < ((uint64_t)info.me_last_pgno + 1) * pages.ms_psize)
        return status_fail(WIRECOPY_BAD_INPUT, "%s is damaged: its file was cut", store->directory);
    store->map_bytes = info.me_mapsize;
    return WIRECOPY_OK;
}

/* Opens the library's environment once. */
static int try_environment(struct store *store, enum store_use use, unsigned flags)
{
    int code = lmdb.mdb_env_create(&store->env);
    if (!code)
        code = lmdb.mdb_env_set_maxdbs(store->env, STORE_TABLES);
    if (!code && use == STORE_BEGINS)
        code = lmdb.mdb_env_set_mapsize(store->env, MAP_LEAST);
    if (!code)
        code = lmdb.mdb_env_open(store->env, store->directory, flags, 0666);
    if (code && store->env)
        lmdb.mdb_env_close(store->env);
    if (code)
        store->env = NULL;
    return code;
}

/* The library takes a read that a signal interrupts, or cuts, for one that failed; the file was looked at before. */
enum { TRIES_MOST = 4 };

static enum wirecopy_status open_environment(struct store *store, enum store_use use)
{
    unsigned flags = MDB_NOTLS | (use == STORE_READS ? MDB_RDONLY : 0);
    int dead, code = EINTR;
    for (unsigned tries = 0; tries < TRIES_MOST && (code == EINTR || code == MDB_INVALID); tries++)
        code = try_environment(store, use, flags);
    if (code == EACCES && use == STORE_READS) /* who may not write beside it reads what nobody writes */
        code = try_environment(store, use, flags | MDB_NOLOCK);
    if (code)
        return failed(store, code);
    if (use != STORE_READS) /* places of readers that were killed keep pages from being used again */
        lmdb.mdb_reader_check(store->env, &dead);
    return look_at_size(store);
}

/* Handles of tables outlive a transaction that is kept only. */
static enum wirecopy_status open_tables(struct store *store, bool makes)
{
    static const char *const table_names[STORE_TABLES] = {"about", "articles", "ids", "groups", "postings", "recent"};
    int code = lmdb.mdb_txn_begin(store->env, NULL, makes ? 0 : MDB_RDONLY, &store->txn);
    if (code)
        store->txn = NULL;
    for (unsigned i = 0; i < STORE_TABLES && !code; i++)
        code = lmdb.mdb_dbi_open(store->txn, table_names[i], makes ? MDB_CREATE : 0, &store->tables[i]);
    if (!code)
        return store_keep(store);
    store_drop(store);
    if (code == MDB_NOTFOUND || code == MDB_INCOMPATIBLE)
        return status_fail(WIRECOPY_BAD_INPUT, "%s is no index of wirecopy, or was not made to its end", store->directory);
    return failed(store, code);
}

/* While a file is opened none takes its place. */
static enum wirecopy_status open_locked(struct store *store, enum store_use use)
{
    int folder = store_folder_lock(store->directory, false);
    enum wirecopy_status status = use == STORE_BEGINS ? WIRECOPY_OK : store_file_look(store->directory);
    if (status == WIRECOPY_OK)
        status = open_environment(store, use);
    store_folder_unlock(folder);
    return status;
}

enum wirecopy_status store_open(const char *directory, enum store_use use, struct store **store_out)
{
    struct store *store = memory_allocate_zero(1, sizeof *store);
    size_t size = strlen(directory) + 1;
    enum wirecopy_status status = WIRECOPY_OK;
    if (store)
        store->directory = memory_allocate(size, 1);
    if (!store || !store->directory)
        status = WIRECOPY_NO_MEMORY;
    else
        memcpy(store->directory, directory, size);
    if (status == WIRECOPY_OK)
        status = library_load(&library);
    if (status == WIRECOPY_OK && use == STORE_BEGINS)
        status = store_folder_begin(directory);
    if (status == WIRECOPY_OK)
        status = open_locked(store, use);
    if (status == WIRECOPY_OK)
        status = open_tables(store, use == STORE_BEGINS);
    if (status == WIRECOPY_OK) {
        *store_out = store;
    } else {
        store_close(store);
    }
    return status;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    store_drop(store);
    if (store->env)
        lmdb.mdb_env_close(store->env);
    memory_free(store->directory);
    memory_free(store);
}

/* Has the map go so many bytes beyond what is used. */
static int widen_ahead(struct store *store, uint64_t bytes)
{
    MDB_envinfo info;
    MDB_stat pages;
    uint64_t used;
    int code = lmdb.mdb_env_info(store->env, &info);
    if (!code)
        code = lmdb.mdb_env_stat(store->env, &pages);
    if (code)
        return code;
    used = ((uint64_t)info.me_last_pgno + 1) * pages.ms_psize;
    if (used + bytes <= store->map_bytes)
        return 0;
    store->map_bytes = (used + used / 4 + 2 * bytes + MAP_STEP - 1) / MAP_STEP * MAP_STEP;
    return lmdb.mdb_env_set_mapsize(store->env, store->map_bytes);
}

enum wirecopy_status store_room(struct store *store, uint64_t bytes)
{
    int code = widen_ahead(store, bytes);
    return code ? failed(store, code) : WIRECOPY_OK;
}

/* Whoever waited for another that compacted would write to the file that is gone. */
static enum wirecopy_status see_whether_replaced(struct store *store)
{
    int descriptor;
    if (lmdb.mdb_env_get_fd(store->env, &descriptor) || store_file_is(store->directory, descriptor))
        return WIRECOPY_OK;
    store_drop(store);
    return status_fail(WIRECOPY_IO, "%s was compacted meanwhile: what is left of the articles was not stored; begin again", store->directory);
}

enum wirecopy_status store_begin(struct store *store, bool writing)
{
    int code = writing ? widen_ahead(store, MAP_LEAST) : 0;
    store->full = false;
    if (!code)
        code = lmdb.mdb_txn_begin(store->env, NULL, writing ? 0 : MDB_RDONLY, &store->txn);
    if (code == MDB_MAP_RESIZED) { /* by another process */
        code = lmdb.mdb_env_set_mapsize(store->env, 0);
        if (!code)
            code = lmdb.mdb_txn_begin(store->env, NULL, writing ? 0 : MDB_RDONLY, &store->txn);
    }
    if (code) {
        store->txn = NULL;
        return failed(store, code);
    }
    return writing ? see_whether_replaced(store) : WIRECOPY_OK;
}

enum wirecopy_status store_keep(struct store *store)
{
    int code = lmdb.mdb_txn_commit(store->txn);
    store->txn = NULL;
    return code ? failed(store, code) : WIRECOPY_OK;
}

void store_drop(struct store *store)
{
    if (store->txn)
        lmdb.mdb_txn_abort(store->txn);
    store->txn = NULL;
}

void store_hurry(struct store *store)
{
    lmdb.mdb_env_set_flags(store->env, MDB_NOSYNC, 1);
}

enum wirecopy_status store_settle(struct store *store)
{
    int code = lmdb.mdb_env_sync(store->env, 1);
    lmdb.mdb_env_set_flags(store->env, MDB_NOSYNC, 0);
    return code ? failed(store, code) : WIRECOPY_OK;
}

bool store_widened(struct store *store, enum wirecopy_status *status)
{
    int code;
    if (!store->full || *status == WIRECOPY_OK)
        return false;
    store->full = false;
    store_drop(store);
    store->map_bytes = 2 * store->map_bytes;
    code = lmdb.mdb_env_set_mapsize(store->env, store->map_bytes);
    *status = code ? failed(store, code) : WIRECOPY_OK;
    return !code;
}

enum wirecopy_status store_look(struct store *store, enum store_table table, struct wirecopy_bytes key, struct wirecopy_bytes *value_out, bool *found)
{
    MDB_val of = value_of(key), value = {0, NULL};
    int code = lmdb.mdb_get(store->txn, store->tables[table], &of, &value);
    *found = !code;
    *value_out = bytes_of(value);
    return code && code != MDB_NOTFOUND ? failed(store, code) : WIRECOPY_OK;
}

enum wirecopy_status store_put(struct store *store, enum store_table table, struct wirecopy_bytes key, struct wirecopy_bytes value, bool behind_all)
{
    MDB_val of = value_of(key), put = value_of(value);
    int code = lmdb.mdb_put(store->txn, store->tables[table], &of, &put, behind_all ? MDB_APPEND : 0);
    return code ? failed(store, code) : WIRECOPY_OK;
}

enum wirecopy_status store_remove(struct store *store, enum store_table table, struct wirecopy_bytes key)
{
    MDB_val of = value_of(key);
    int code = lmdb.mdb_del(store->txn, store->tables[table], &of, NULL);
    return code && code != MDB_NOTFOUND ? failed(store, code) : WIRECOPY_OK;
}

enum wirecopy_status store_place_begin(struct store *store, enum store_table table, struct store_place *place)
{
    MDB_cursor *cursor = NULL;
    int code = lmdb.mdb_cursor_open(store->txn, store->tables[table], &cursor);
    *place = (struct store_place){.store = store, .cursor = cursor, .end = true};
    return code ? failed(store, code) : WIRECOPY_OK;
}

void store_place_end(struct store_place *place)
{
    if (place->cursor)
        lmdb.mdb_cursor_close(place->cursor);
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
    int code = lmdb.mdb_cursor_get(place->cursor, &of, &value, how);
    place->end = code;
    place->key = bytes_of(of);
    place->value = bytes_of(value);
    if (code)
        return code == MDB_NOTFOUND ? WIRECOPY_OK : failed(place->store, code);
    return before.size > 0 && compare_keys(place->key, before) < least ? failed(place->store, MDB_CORRUPTED) : WIRECOPY_OK;
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
    int code = lmdb.mdb_stat(store->txn, store->tables[table], &pages);
    *count_out = code ? 0 : pages.ms_entries;
    return code ? failed(store, code) : WIRECOPY_OK;
}

enum wirecopy_status store_bytes(struct store *store, uint64_t *file_out, uint64_t *used_out)
{
    MDB_stat pages, all;
    int descriptor, code = lmdb.mdb_env_get_fd(store->env, &descriptor);
    struct stat file;
    *used_out = 0;
    for (unsigned i = 0; i < STORE_TABLES && !code; i++) {
        code = lmdb.mdb_stat(store->txn, store->tables[i], &pages);
        *used_out += code ? 0 : (pages.ms_branch_pages + pages.ms_leaf_pages + pages.ms_overflow_pages) * (uint64_t)pages.ms_psize;
    }
    if (!code)
        code = lmdb.mdb_env_stat(store->env, &all);
    if (code)
        return failed(store, code);
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
    code = lmdb.mdb_env_copyfd2(store->env, file, MDB_CP_COMPACT);
    if (!code && fsync(file) != 0)
        code = errno;
    if (close(file) != 0 && !code)
        code = errno;
    if (!code)
        return WIRECOPY_OK;
    unlink(path);
    return failed(store, code);
}

enum wirecopy_status store_compact(struct store *store)
{
    char path[STORE_PATH_BYTES];
    enum wirecopy_status status = store_copy_path(store->directory, path);
    if (status == WIRECOPY_OK)
        status = copy(store, path);
    return status == WIRECOPY_OK ? store_file_replace(store->directory) : status;
}
