/*
 * Opening and closing a store. The map is address space only; it is made larger where it is full, and where another process made it so. A process has a
 * file open once, whatever the number of its stores: a second environment would take the first one's readers and writer for ones that are gone.
 */
#define _GNU_SOURCE
#include "index/store_door.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "index/store_files.h"

static const char *const names[] = {STORE_FUNCTIONS(LIBRARY_NAME)};
struct store_library store_lmdb = {STORE_FUNCTIONS(LIBRARY_FUNCTION)};
static struct library library = {.file = LIBRARY_FILE, .names = names, .count = sizeof names / sizeof *names, .functions = &store_lmdb};

/* The map at first. */
static const uint64_t MAP_LEAST = (uint64_t)64 << 20;

/* LMDB calls it an error of input or output where a part of what it writes fits on the disk. */
static int say_full(const struct store *store, int code)
{
    enum { NOTHING_LEFT_BYTES = 64 << 10 };
    struct statvfs disk;
    if (code == EIO && statvfs(store->directory, &disk) == 0 && (uint64_t)disk.f_bavail * disk.f_frsize < NOTHING_LEFT_BYTES)
        return ENOSPC;
    return code;
}

enum wirecopy_status store_failed(struct store *store, int code)
{
    if (code == ENOMEM)
        return status_no_memory();
    if (code == MDB_MAP_FULL)
        store->full = true;
    if (code == MDB_VERSION_MISMATCH || code == MDB_INVALID || code == MDB_CORRUPTED || code == MDB_PAGE_NOTFOUND)
        return status_fail(WIRECOPY_BAD_INPUT, "%s is damaged, or no index: %s", store->directory, store_lmdb.mdb_strerror(code));
    return status_fail(WIRECOPY_IO, "%s: %s", store->directory, store_lmdb.mdb_strerror(say_full(store, code)));
}

int store_look_at_map(struct store *store, uint64_t *used_out, uint64_t *map_out)
{
    MDB_envinfo info;
    MDB_stat pages;
    int code = store_lmdb.mdb_env_info(store->env, &info);
    if (!code)
        code = store_lmdb.mdb_env_stat(store->env, &pages);
    if (code)
        return code;
    *used_out = ((uint64_t)info.me_last_pgno + 1) * pages.ms_psize;
    *map_out = info.me_mapsize;
    return 0;
}

/* Pages beyond the end of the file would end the process when they are looked at. Within a visit, or alone. */
static enum wirecopy_status look_at_size(struct store *store)
{
    struct stat file;
    uint64_t used, map_bytes;
    int descriptor, code = store_look_at_map(store, &used, &map_bytes);
    if (!code)
        code = store_lmdb.mdb_env_get_fd(store->env, &descriptor);
    if (code)
        return store_failed(store, code);
    if (fstat(descriptor, &file) != 0)
        return status_fail(WIRECOPY_IO, "%s: %s", store->directory, strerror(errno));
    if ((uint64_t)file.st_size < used)
        return status_fail(WIRECOPY_BAD_INPUT, "%s is damaged: its file was cut", store->directory);
    return WIRECOPY_OK;
}

/* Opens the library's environment once. */
static int try_environment(struct store *store, enum store_use use, unsigned flags)
{
    int code = store_lmdb.mdb_env_create(&store->env);
    if (!code)
        code = store_lmdb.mdb_env_set_maxdbs(store->env, STORE_TABLES);
    if (!code && use == STORE_BEGINS)
        code = store_lmdb.mdb_env_set_mapsize(store->env, MAP_LEAST);
    if (!code)
        code = store_lmdb.mdb_env_open(store->env, store->directory, flags, 0666);
    if (code && store->env)
        store_lmdb.mdb_env_close(store->env);
    if (code)
        store->env = NULL;
    return code;
}

/* The library takes a read that a signal interrupts, or cuts, for one that failed; the file was looked at before. */
enum { TRIES_MOST = 4 };

static int try_often(struct store *store, enum store_use use, unsigned flags)
{
    int code = EINTR;
    for (unsigned tries = 0; tries < TRIES_MOST && (code == EINTR || code == MDB_INVALID); tries++)
        code = try_environment(store, use, flags);
    return code;
}

/* For writing, so that other stores may, where that is allowed; *reads_only: it is not. */
static enum wirecopy_status open_environment(struct store *store, enum store_use use, bool *reads_only)
{
    int code = try_often(store, use, MDB_NOTLS);
    *reads_only = use == STORE_READS && (code == EACCES || code == EROFS || code == EPERM);
    if (*reads_only)
        code = try_often(store, use, MDB_NOTLS | MDB_RDONLY);
    if (code == EACCES && *reads_only) /* who may not write beside it reads what nobody writes */
        code = try_often(store, use, MDB_NOTLS | MDB_RDONLY | MDB_NOLOCK);
    return code ? store_failed(store, code) : WIRECOPY_OK;
}

/* Handles of tables outlive a transaction that is kept only. */
static enum wirecopy_status open_tables(struct store *store, bool makes, unsigned tables[STORE_TABLES])
{
    static const char *const table_names[STORE_TABLES] = {"about", "articles", "ids", "groups", "postings", "recent"};
    int code = store_lmdb.mdb_txn_begin(store->env, NULL, makes ? 0 : MDB_RDONLY, &store->txn);
    if (code)
        store->txn = NULL;
    for (unsigned i = 0; i < STORE_TABLES && !code; i++)
        code = store_lmdb.mdb_dbi_open(store->txn, table_names[i], makes ? MDB_CREATE : 0, &tables[i]);
    if (!code)
        code = store_lmdb.mdb_txn_commit(store->txn);
    else if (store->txn)
        store_lmdb.mdb_txn_abort(store->txn);
    store->txn = NULL;
    if (code == MDB_NOTFOUND || code == MDB_INCOMPATIBLE)
        return status_fail(WIRECOPY_BAD_INPUT, "%s is no index of wirecopy, or was not made to its end", store->directory);
    return code ? store_failed(store, code) : WIRECOPY_OK;
}

/* Opens the file for this process. */
static enum wirecopy_status make_shared(struct store *store, enum store_use use)
{
    struct shared *shared = memory_allocate_zero(1, sizeof *shared);
    int descriptor, code;
    enum wirecopy_status status = shared ? open_environment(store, use, &shared->reads_only) : WIRECOPY_NO_MEMORY;
    _Static_assert(STORE_TABLES <= sizeof shared->tables / sizeof *shared->tables, "a place for each table");
    if (status == WIRECOPY_OK)
        status = look_at_size(store);
    if (status == WIRECOPY_OK)
        status = open_tables(store, use == STORE_BEGINS, shared->tables);
    if (status == WIRECOPY_OK) {
        code = store_lmdb.mdb_env_get_fd(store->env, &descriptor);
        status = code ? store_failed(store, code) : store_file_number(descriptor, &shared->number);
    }
    if (status == WIRECOPY_OK) {
        shared->environment = store->env;
        shared_add(shared);
        store->shared = shared;
        return status;
    }
    if (store->env)
        store_lmdb.mdb_env_close(store->env);
    store->env = NULL;
    memory_free(shared);
    return status;
}

/* Takes part in what another store of this process has open. */
static enum wirecopy_status join_shared(struct store *store, enum store_use use, struct shared *shared)
{
    if (use == STORE_WRITES && shared->reads_only)
        return store_failed(store, EACCES);
    store->shared = shared;
    store->env = shared->environment;
    return WIRECOPY_OK;
}

static enum wirecopy_status take_shared(struct store *store, enum store_use use)
{
    struct file_number number;
    struct shared *shared = NULL;
    enum wirecopy_status status = WIRECOPY_OK;
    shared_lock();
    if (use != STORE_BEGINS && store_file_number_of(store->directory, &number))
        shared = shared_find(number);
    status = shared ? join_shared(store, use, shared) : make_shared(store, use);
    if (status == WIRECOPY_OK)
        store->shared->stores++;
    shared_unlock();
    return status;
}

/* While a file is opened none takes its place. */
static enum wirecopy_status open_locked(struct store *store, enum store_use use)
{
    int folder = store_folder_lock(store->directory, false);
    enum wirecopy_status status = use == STORE_BEGINS ? WIRECOPY_OK : store_file_look(store->directory);
    if (status == WIRECOPY_OK)
        status = take_shared(store, use);
    store_folder_unlock(folder);
    return status;
}

enum wirecopy_status store_open(const char *directory, enum store_use use, struct store **store_out)
{
    struct store *store = memory_allocate_zero(1, sizeof *store);
    size_t size = strlen(directory) + 1;
    int dead;
    enum wirecopy_status status = WIRECOPY_OK;
    if (store)
        store->directory = memory_allocate(size, 1);
    if (!store || !store->directory)
        status = WIRECOPY_NO_MEMORY;
    else
        memcpy(store->directory, directory, size);
    if (status == WIRECOPY_OK) {
        store->use = use;
        status = library_load(&library);
    }
    if (status == WIRECOPY_OK && use == STORE_BEGINS)
        status = store_folder_begin(directory);
    if (status == WIRECOPY_OK)
        status = open_locked(store, use);
    if (status == WIRECOPY_OK && use != STORE_READS) /* places of readers that were killed keep pages from being used again */
        store_lmdb.mdb_reader_check(store->env, &dead);
    if (status == WIRECOPY_OK) { /* another store of it may be open for long */
        shared_enter(store->shared, &store->visit);
        status = look_at_size(store);
        shared_leave(store->shared, &store->visit);
    }
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
    if (store->shared) {
        shared_lock();
        if (--store->shared->stores == 0) {
            shared_remove(store->shared);
            store_lmdb.mdb_env_close(store->env);
            memory_free(store->shared);
        }
        shared_unlock();
    }
    memory_free(store->directory);
    memory_free(store);
}
