/*
 * What the stores of one file have in common within a process, since LMDB has a file opened once only. Takes: files by their numbers; threads that begin
 * and end transactions. Gives: what is shared; a time for one that nobody else is within a transaction. Promises: what a parent process shares a fork
 * leaves alone; a thread that would wait for itself is told so. Does not know: LMDB. Private to the store.
 */
#ifndef WIRECOPY_INDEX_STORE_SHARED_H
#define WIRECOPY_INDEX_STORE_SHARED_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* A file of the system. */
struct file_number {
    uint64_t device, file;
};

struct shared {
    struct shared *next;
    struct file_number number;
    void *environment;
    unsigned tables[8];
    uint32_t stores;         /* that have it */
    bool reads_only;         /* this process may not write to it */
    _Atomic uint32_t inside; /* transactions, and a bit where one wants to be alone */
};

/* A store's stay in a transaction. {0} at first. */
struct visit {
    const struct shared *of; /* NULL: none */
    struct visit *outer;     /* of the same thread */
};

/* Between these two, one thread of the process looks at what is shared, adds to it or takes from it. */
void shared_lock(void);
void shared_unlock(void);

/* What is shared of a file; NULL: nothing. */
struct shared *shared_find(struct file_number number);
void shared_add(struct shared *shared);
void shared_remove(struct shared *shared);

/* Begins and ends a stay of this thread; waits for one that is alone. */
void shared_enter(struct shared *shared, struct visit *visit);
void shared_leave(struct shared *shared, struct visit *visit);

/* Whether this thread is inside. */
bool shared_is_inside(const struct shared *shared);

/* Waits until no thread is inside, and keeps others from entering. False where it would wait for itself: it is inside. */
bool shared_begin_alone(struct shared *shared);
void shared_end_alone(struct shared *shared);

#endif
