/*
 * The one door to threads. Each thread takes a piece, works on it and hands it on: no more pieces are in flight than there are slots, and
 * who is done before its turn has come takes another one where there is a slot.
 */
#define _GNU_SOURCE
#include "base/parallel.h"

#include <sched.h>
#include <string.h>

#include "base/crew.h"
#include "base/memory.h"
#include "base/storage/outsized.h"

enum { SLOTS_MAX = 2 * THREADS_MAX };

uint32_t parallel_processors(void)
{
    cpu_set_t set;
    int count;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    count = CPU_COUNT(&set);
    return count < 1 ? 1 : (uint32_t)count;
}

void parallel_once(_Atomic bool *done, void (*work)(void))
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    if (atomic_load_explicit(done, memory_order_acquire))
        return;
    pthread_mutex_lock(&lock);
    if (!atomic_load_explicit(done, memory_order_relaxed))
        work();
    atomic_store_explicit(done, true, memory_order_release);
    pthread_mutex_unlock(&lock);
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

struct parallel_gate {
    pthread_mutex_t lock;
    pthread_cond_t left;
    uint32_t open, inside;
    bool taken[]; /* places */
};

struct parallel_gate *parallel_gate_create(uint32_t places)
{
    struct parallel_gate *gate = memory_allocate_zero(1, sizeof *gate + places * sizeof *gate->taken);
    if (!gate)
        return NULL;
    pthread_mutex_init(&gate->lock, NULL);
    pthread_cond_init(&gate->left, NULL);
    gate->open = 1;
    return gate;
}

void parallel_gate_free(struct parallel_gate *gate)
{
    if (!gate)
        return;
    pthread_mutex_destroy(&gate->lock);
    pthread_cond_destroy(&gate->left);
    memory_free(gate);
}

uint32_t parallel_gate_enter(struct parallel_gate *gate)
{
    uint32_t place = 0;
    pthread_mutex_lock(&gate->lock);
    while (gate->inside >= gate->open)
        pthread_cond_wait(&gate->left, &gate->lock);
    gate->inside++;
    while (gate->taken[place])
        place++;
    gate->taken[place] = true;
    pthread_mutex_unlock(&gate->lock);
    return place;
}

void parallel_gate_leave(struct parallel_gate *gate, uint32_t place, uint32_t open)
{
    pthread_mutex_lock(&gate->lock);
    gate->open = open;
    gate->inside--;
    gate->taken[place] = false;
    pthread_cond_broadcast(&gate->left);
    pthread_mutex_unlock(&gate->lock);
}

/* A piece that was worked on and waits for its turn. */
struct finished {
    void *slot;
    bool there;
    enum wirecopy_status status;
};

struct run {
    const struct assembly_line *line;
    pthread_mutex_t producing, turning;
    uint64_t produced; /* pieces taken; under producing */
    bool ended;        /* no more pieces; under producing */
    _Atomic bool failed;
    /* under turning */
    pthread_cond_t freed;
    void *free[SLOTS_MAX];
    uint32_t slot_count;
    _Atomic uint32_t free_count;         /* who looks for one does not hold it */
    uint32_t sleeping;                   /* threads that wait for one */
    struct finished finished[SLOTS_MAX]; /* by piece, modulo slot_count: no more are in flight */
    uint64_t turn;                       /* the piece whose turn it is to be consumed */
    bool consuming;                      /* one is, at the moment */
    uint64_t failed_piece;
    enum wirecopy_status status;
    char detail[STATUS_DETAIL_BYTES];
};

/* The first failure in order wins: of all pieces before it those in flight are worked on and consumed. */
static void note_failure(struct run *run, uint64_t piece, enum wirecopy_status status)
{
    if (run->status != WIRECOPY_OK && run->failed_piece < piece)
        return;
    run->failed_piece = piece;
    run->status = status;
    memcpy(run->detail, status_detail(), sizeof run->detail);
    atomic_store(&run->failed, true);
}

/* Looks so often whether a slot is free before it sleeps: to sleep and be woken takes longer than many a piece. */
enum { LOOKS = 200 };

static bool sees_a_free_slot(const struct run *run)
{
    for (unsigned look = 0; look < LOOKS; look++) {
        if (atomic_load_explicit(&run->free_count, memory_order_relaxed) > 0)
            return true;
        thread_rest();
    }
    return false;
}

/* With turning held, which is let go of before a thread that sleeps is woken: it would wait for it otherwise. */
static void let_go(struct run *run, bool wake)
{
    wake = wake && run->sleeping > 0 && run->free_count > 0;
    pthread_mutex_unlock(&run->turning);
    if (wake)
        pthread_cond_signal(&run->freed);
}

static void *take_slot(struct run *run)
{
    void *slot;
    bool seen = sees_a_free_slot(run);
    pthread_mutex_lock(&run->turning);
    while (run->free_count == 0) {
        if (seen) { /* another thread was faster */
            pthread_mutex_unlock(&run->turning);
            seen = sees_a_free_slot(run);
            pthread_mutex_lock(&run->turning);
            continue;
        }
        run->sleeping++;
        pthread_cond_wait(&run->freed, &run->turning);
        run->sleeping--;
    }
    slot = run->free[--run->free_count];
    let_go(run, true); /* there may be one for a thread that sleeps, too */
    return slot;
}

/* Consumes the piece whose turn it is, with turning held but while it is consumed. */
static void consume_next(struct run *run)
{
    struct finished *next = &run->finished[run->turn % run->slot_count];
    bool wanted = next->status == WIRECOPY_OK && run->line->consume && (run->status == WIRECOPY_OK || run->turn < run->failed_piece);
    enum wirecopy_status status = WIRECOPY_OK;
    run->consuming = true;
    let_go(run, 2 * run->free_count >= run->slot_count); /* who is woken has something to do for a while */
    if (wanted)
        status = run->line->consume(run->line->context, next->slot);
    pthread_mutex_lock(&run->turning);
    run->consuming = false;
    if (status != WIRECOPY_OK)
        note_failure(run, run->turn, status);
    next->there = false;
    run->turn++;
    run->free[run->free_count++] = next->slot;
}

/* Whoever is done with a piece whose turn has not come goes on to another; who consumes the one before it consumes this one too. */
static void hand_on(struct run *run, uint64_t piece, void *slot, enum wirecopy_status status)
{
    pthread_mutex_lock(&run->turning);
    run->finished[piece % run->slot_count] = (struct finished){slot, true, status};
    if (status != WIRECOPY_OK)
        note_failure(run, piece, status);
    while (!run->consuming && run->finished[run->turn % run->slot_count].there)
        consume_next(run);
    pthread_mutex_unlock(&run->turning); /* what it freed it takes itself, and sees who sleeps then */
}

/* Takes the next piece into a slot; false where there is none. */
static bool take_piece(struct run *run, void *slot, uint64_t *piece_out, enum wirecopy_status *status_out)
{
    bool end = false;
    pthread_mutex_lock(&run->producing);
    if (run->ended || atomic_load(&run->failed)) {
        pthread_mutex_unlock(&run->producing);
        return false;
    }
    *status_out = control_poll(run->line->control);
    if (*status_out == WIRECOPY_OK)
        *status_out = run->line->produce(run->line->context, slot, &end);
    if (*status_out != WIRECOPY_OK || end)
        run->ended = true;
    end = end && *status_out == WIRECOPY_OK;
    *piece_out = run->produced;
    run->produced += !end;
    pthread_mutex_unlock(&run->producing);
    return !end;
}

static void work_along(struct run *run)
{
    for (;;) {
        void *slot = take_slot(run);
        enum wirecopy_status status;
        uint64_t piece;
        if (!take_piece(run, slot, &piece, &status)) {
            pthread_mutex_lock(&run->turning);
            run->free[run->free_count++] = slot;
            let_go(run, true); /* who waits for one finds that there is nothing more */
            return;
        }
        if (status == WIRECOPY_OK)
            status = run->line->work(run->line->context, slot);
        hand_on(run, piece, slot, status);
    }
}

static void help(void *run)
{
    work_along(run);
}

/* A line within a line finds the crew at work: it has one of its own, as has who began none. */
static void work_together(struct run *run, uint32_t threads)
{
    struct crew own, *crew = crew_of_thread();
    bool alone = !crew || crew->busy;
    if (alone)
        crew_begin(crew = &own, 0);
    crew_call(crew, threads - 1, help, run);
    work_along(run);
    crew_leave(crew);
    if (alone)
        crew_end(crew);
}

uint32_t parallel_slots(uint32_t threads)
{
    return threads < 2 ? 1 : threads < THREADS_MAX ? 2 * threads : SLOTS_MAX;
}

enum wirecopy_status parallel_run(const struct assembly_line *line, uint32_t threads)
{
    struct run run = {.line = line, .slot_count = line->slot_count, .status = WIRECOPY_OK};
    if (threads > THREADS_MAX)
        threads = THREADS_MAX;
    if (run.slot_count == 0)
        run.slot_count = threads;
    while (run.free_count < run.slot_count) {
        run.free[run.free_count] = line->slots[run.free_count];
        run.free_count++;
    }
    pthread_mutex_init(&run.producing, NULL);
    pthread_mutex_init(&run.turning, NULL);
    pthread_cond_init(&run.freed, NULL);
    if (threads < 2)
        work_along(&run);
    else
        work_together(&run, threads);
    pthread_cond_destroy(&run.freed);
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
    struct swept swept[SLOTS_MAX];
    void *slots[SLOTS_MAX];
    struct assembly_line line = {take_numbers, work_on_numbers, consume_numbers, &sweeping, slots, sweep->control, sweep->slot_count};
    if (threads > THREADS_MAX)
        threads = THREADS_MAX;
    for (uint32_t i = 0; i < (line.slot_count ? line.slot_count : threads); i++) {
        swept[i] = (struct swept){.slot = sweep->slots[i]};
        slots[i] = &swept[i];
    }
    return parallel_run(&line, threads);
}

struct touched {
    char *bytes;
    size_t size;
    uint32_t shares;
};

/* Shares meet between huge pages. */
static size_t share_at(const struct touched *touched, uint32_t share)
{
    size_t at = touched->size / touched->shares * share;
    return share == touched->shares ? touched->size : share == 0 ? 0 : at - ((uintptr_t)touched->bytes + at) % HUGE_PAGE_BYTES;
}

static enum wirecopy_status touch_share(void *context, void *slot, uint32_t begin, uint32_t end)
{
    const struct touched *touched = context;
    size_t at = share_at(touched, begin);
    (void)slot;
    memory_touch(touched->bytes + at, share_at(touched, end) - at);
    return WIRECOPY_OK;
}

void parallel_touch(void *bytes, size_t size, uint32_t threads)
{
    void *slots[THREADS_MAX] = {NULL};
    struct touched touched = {bytes, size, threads < THREADS_MAX ? threads : THREADS_MAX};
    struct sweep sweep = {touch_share, NULL, &touched, slots, touched.shares, 1, NULL, 0};
    if (threads < 2 || size / threads < HUGE_PAGE_BYTES || outsized_bytes(bytes))
        memory_touch(bytes, size);
    else
        (void)parallel_sweep(&sweep, threads); /* nothing in it fails */
}
