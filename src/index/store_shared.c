/*
 * Waits are rare and short: for another thread that opens a file, and when the map grows, which is while an index does. So who waits looks again now and
 * then, and no lock of the system's is left behind in a fork.
 */
#define _GNU_SOURCE
#include "index/store_shared.h"

#include <stddef.h>
#include <time.h>
#include <unistd.h>

static const uint32_t ALONE = (uint32_t)1 << 31;

static const long REST_NANOSECONDS = 50000;

static _Atomic long holder; /* the process of the thread that has the lock; 0: none */
static struct shared *all;
static long whose; /* the process that all is of */

/* The stays of this thread, the last first. */
static _Thread_local struct visit *visits;

static void rest(void)
{
    const struct timespec time = {.tv_nsec = REST_NANOSECONDS};
    nanosleep(&time, NULL);
}

void shared_lock(void)
{
    long process = (long)getpid(), before = 0;
    while (!atomic_compare_exchange_strong(&holder, &before, process)) {
        if (before == process)
            rest();
        if (before == process)
            before = 0; /* else a parent's thread had it when this process was forked: it has it no more */
    }
    if (whose != process)
        all = NULL;
    whose = process;
}

void shared_unlock(void)
{
    atomic_store(&holder, 0);
}

struct shared *shared_find(struct file_number number)
{
    struct shared *shared = all;
    while (shared && (shared->number.device != number.device || shared->number.file != number.file))
        shared = shared->next;
    return shared;
}

void shared_add(struct shared *shared)
{
    shared->next = all;
    all = shared;
}

void shared_remove(struct shared *shared)
{
    struct shared **at = &all;
    while (*at && *at != shared)
        at = &(*at)->next;
    if (*at)
        *at = shared->next;
}

bool shared_is_inside(const struct shared *shared)
{
    const struct visit *visit = visits;
    while (visit && visit->of != shared)
        visit = visit->outer;
    return visit != NULL;
}

void shared_enter(struct shared *shared, struct visit *visit)
{
    bool again = shared_is_inside(shared); /* then who wants to be alone waits for this thread */
    uint32_t inside = atomic_load(&shared->inside);
    for (;;) {
        if ((inside & ALONE) && !again) {
            rest();
            inside = atomic_load(&shared->inside);
        } else if (atomic_compare_exchange_weak(&shared->inside, &inside, inside + 1)) {
            break;
        }
    }
    *visit = (struct visit){shared, visits};
    visits = visit;
}

void shared_leave(struct shared *shared, struct visit *visit)
{
    struct visit **at = &visits;
    while (*at && *at != visit)
        at = &(*at)->outer;
    if (*at)
        *at = visit->outer;
    visit->of = NULL;
    atomic_fetch_sub(&shared->inside, 1);
}

bool shared_begin_alone(struct shared *shared)
{
    if (shared_is_inside(shared))
        return false;
    while (atomic_fetch_or(&shared->inside, ALONE) & ALONE)
        rest();
    while (atomic_load(&shared->inside) != ALONE)
        rest();
    return true;
}

void shared_end_alone(struct shared *shared)
{
    atomic_fetch_and(&shared->inside, ~ALONE);
}
