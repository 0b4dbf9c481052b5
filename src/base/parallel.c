/*
 * The one door to threads. Each thread takes a piece, works on it and hands it on when its turn has come: no queues, and
 * at most one piece a thread in flight.
 */
#define _GNU_SOURCE
#include "base/parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>

#include "base/memory.h"

enum { THREADS_MAX = 256 };

static _Atomic uint64_t thread_starts, fail_start;

void parallel_fail_at(uint64_t n)
{
    atomic_store(&fail_start, n == 0 ? 0 : atomic_load(&thread_starts) + n);
}

uint64_t parallel_starts(void)
{
    return atomic_load(&thread_starts);
}

uint32_t parallel_processors(void)
{
    cpu_set_t set;
    int count;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    count = CPU_COUNT(&set);
    return count < 1 ? 1 : (uint32_t)count;
}

struct parallel_lock {
    pthread_mutex_t mutex;
};

struct parallel_lock *parallel_lock_create(void)
{
    struct parallel_lock *lock = memory_allocate(1, sizeof *lock);
    if (lock)
        pthread_mutex_init(&lock->mutex, NULL);
    return lock;
}

void parallel_lock_free(struct parallel_lock *lock)
{
    if (lock)
        pthread_mutex_destroy(&lock->mutex);
    memory_free(lock);
}

void parallel_lock_take(struct parallel_lock *lock)
{
    pthread_mutex_lock(&lock->mutex);
}

void parallel_lock_give(struct parallel_lock *lock)
{
    pthread_mutex_unlock(&lock->mutex);
}

struct run {
    const struct assembly_line *line;
    pthread_mutex_t producing, turning;
    pthread_cond_t turned;
    uint64_t produced; /* pieces taken; under producing */
    bool ended;        /* no more pieces; under producing */
    uint64_t turn;     /* the piece whose turn it is to be consumed; under turning */
    enum wirecopy_status status;
    char detail[STATUS_DETAIL_BYTES];
    _Atomic bool failed;
};

/* A failure counts when its piece's turn has come, so that the first in order wins. */
static void note_failure(struct run *run, enum wirecopy_status status)
{
    if (atomic_load(&run->failed))
        return;
    run->status = status;
    memcpy(run->detail, status_detail(), sizeof run->detail);
    atomic_store(&run->failed, true);
}

static void hand_on(struct run *run, uint64_t piece, void *slot, enum wirecopy_status status)
{
    pthread_mutex_lock(&run->turning);
    while (run->turn != piece)
        pthread_cond_wait(&run->turned, &run->turning);
    pthread_mutex_unlock(&run->turning);
    /* only the thread whose turn it is comes here: consuming needs no lock of its own */
    if (status == WIRECOPY_OK && run->line->consume && !atomic_load(&run->failed))
        status = run->line->consume(run->line->context, slot);
    if (status != WIRECOPY_OK)
        note_failure(run, status);
    pthread_mutex_lock(&run->turning);
    run->turn++;
    pthread_cond_broadcast(&run->turned);
    pthread_mutex_unlock(&run->turning);
}

static void work_along(struct run *run, void *slot)
{
    for (;;) {
        enum wirecopy_status status = WIRECOPY_OK;
        uint64_t piece;
        bool end = false;
        pthread_mutex_lock(&run->producing);
        if (run->ended || atomic_load(&run->failed)) {
            pthread_mutex_unlock(&run->producing);
            return;
        }
        status = control_poll(run->line->control);
        if (status == WIRECOPY_OK)
            status = run->line->produce(run->line->context, slot, &end);
        if (status != WIRECOPY_OK || end)
            run->ended = true;
        piece = run->produced;
        if (status == WIRECOPY_OK && end) {
            pthread_mutex_unlock(&run->producing);
            return;
        }
        run->produced++;
        pthread_mutex_unlock(&run->producing);
        if (status == WIRECOPY_OK)
            status = run->line->work(run->line->context, slot);
        hand_on(run, piece, slot, status);
    }
}

struct helper {
    struct run *run;
    void *slot;
    pthread_t thread;
};

static void *help(void *argument)
{
    struct helper *helper = argument;
    work_along(helper->run, helper->slot);
    return NULL;
}

static bool start(struct helper *helper)
{
    uint64_t number = atomic_fetch_add(&thread_starts, 1) + 1;
    if (number == atomic_load(&fail_start))
        return false;
    return pthread_create(&helper->thread, NULL, help, helper) == 0;
}

enum wirecopy_status parallel_run(const struct assembly_line *line, uint32_t threads)
{
    struct run run = {.line = line, .status = WIRECOPY_OK};
    struct helper helpers[THREADS_MAX];
    uint32_t started = 0;
    pthread_mutex_init(&run.producing, NULL);
    pthread_mutex_init(&run.turning, NULL);
    pthread_cond_init(&run.turned, NULL);
    for (uint32_t i = 1; i < threads && i < THREADS_MAX; i++) {
        helpers[started] = (struct helper){.run = &run, .slot = line->slots[i]};
        if (start(&helpers[started]))
            started++;
    }
    work_along(&run, line->slots[0]);
    for (uint32_t i = 0; i < started; i++)
        pthread_join(helpers[i].thread, NULL);
    pthread_cond_destroy(&run.turned);
    pthread_mutex_destroy(&run.turning);
    pthread_mutex_destroy(&run.producing);
    if (run.status != WIRECOPY_OK)
        status_fail(run.status, "%s", run.detail);
    return run.status;
}

/* A slot of a sweep: which numbers, and the caller's slot. */
struct swept {
    uint32_t begin, end;
    void *slot;
};

struct sweeping {
    const struct sweep *sweep;
    uint32_t next;
};

static enum wirecopy_status take_numbers(void *context, void *slot, bool *end)
{
    struct sweeping *sweeping = context;
    struct swept *swept = slot;
    uint32_t left = sweeping->sweep->count - sweeping->next;
    *end = left == 0;
    swept->begin = sweeping->next;
    swept->end = sweeping->next += left < sweeping->sweep->piece ? left : sweeping->sweep->piece;
    return WIRECOPY_OK;
}

static enum wirecopy_status work_on_numbers(void *context, void *slot)
{
    const struct sweep *sweep = ((struct sweeping *)context)->sweep;
    struct swept *swept = slot;
    return sweep->work(sweep->context, swept->slot, swept->begin, swept->end);
}

static enum wirecopy_status consume_numbers(void *context, void *slot)
{
    const struct sweep *sweep = ((struct sweeping *)context)->sweep;
    struct swept *swept = slot;
    return sweep->consume ? sweep->consume(sweep->context, swept->slot, swept->begin, swept->end) : WIRECOPY_OK;
}

enum wirecopy_status parallel_sweep(const struct sweep *sweep, uint32_t threads)
{
    struct sweeping sweeping = {.sweep = sweep};
    struct swept swept[THREADS_MAX];
    void *slots[THREADS_MAX];
    struct assembly_line line = {take_numbers, work_on_numbers, consume_numbers, &sweeping, slots, sweep->control};
    if (threads > THREADS_MAX)
        threads = THREADS_MAX;
    for (uint32_t i = 0; i < threads; i++) {
        swept[i] = (struct swept){.slot = sweep->slots[i]};
        slots[i] = &swept[i];
    }
    return parallel_run(&line, threads);
}
