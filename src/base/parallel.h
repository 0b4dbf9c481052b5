/*
 * Threads. Takes: work in numbered pieces. Gives: the pieces done by several threads, their results in order. Promises:
 * what is consumed, and in which order, does not depend on the number of threads; no other file than base/crew includes pthread.h.
 * Does not know: what the work is.
 */
#ifndef WIRECOPY_BASE_PARALLEL_H
#define WIRECOPY_BASE_PARALLEL_H

#include <stdbool.h>

#include "base/control.h"

/*
 * An assembly line over slots. Any thread may run any stage; produce and consume are each run by one
 * thread at a time, in the order of the pieces.
 */
struct assembly_line {
    enum wirecopy_status (*produce)(void *context, void *slot, bool *end); /* sets *end where there is nothing more */
    enum wirecopy_status (*work)(void *context, void *slot);
    enum wirecopy_status (*consume)(void *context, void *slot); /* may be NULL */
    void *context;
    void **slots;
    const struct control *control; /* polled before each piece; NULL: nobody stops it */
    uint32_t slot_count;           /* parallel_slots, or 0: one a thread, which waits where its piece is done before its turn */
};

/* So many slots let threads go on while the piece before theirs is worked on; one where there is one thread. */
uint32_t parallel_slots(uint32_t threads);

/*
 * Runs the line on at most threads threads, this one among them; where a thread cannot be started, on fewer. The first
 * failure, in the order of the pieces, ends the line and is the result, its detail noted for the calling thread.
 */
enum wirecopy_status parallel_run(const struct assembly_line *line, uint32_t threads);

/*
 * Numbers 0 to count - 1 in pieces of piece numbers: work on begin to end - 1 with a slot, then consume the slot, in order.
 * consume may be NULL.
 */
struct sweep {
    enum wirecopy_status (*work)(void *context, void *slot, uint32_t begin, uint32_t end);
    enum wirecopy_status (*consume)(void *context, void *slot, uint32_t begin, uint32_t end);
    void *context;
    void **slots;
    uint32_t count, piece;
    const struct control *control;
    uint32_t slot_count; /* as of the line */
};
enum wirecopy_status parallel_sweep(const struct sweep *sweep, uint32_t threads);

/*
 * From here to parallel_crew_end, which the same thread calls, the threads that help with its lines are started once and wait for the next line in
 * between, a tenth of a millisecond of it awake where each has a processor. A line within a line starts others. NULL where threads is 1 or there is
 * no memory: they are started anew for each line, as without. A crew within a crew ends first.
 */
struct parallel_crew;
struct parallel_crew *parallel_crew_begin(uint32_t threads);
void parallel_crew_end(struct parallel_crew *crew); /* NULL: nothing */

/*
 * Has work done by a thread of its own meanwhile; at once, and NULL is returned, where threads is 1 or none can be started. Nobody is told of
 * what fails in it. Whoever waits for a task, once, may then free what it used.
 */
struct parallel_task;
struct parallel_task *parallel_begin(void (*work)(void *context), void *context, uint32_t threads);
void parallel_wait(struct parallel_task *task); /* NULL: it was done */

/* memory_touch by at most so many threads. */
void parallel_touch(void *bytes, size_t size, uint32_t threads);

/* Processors that this process may use, at least 1. */
uint32_t parallel_processors(void);

/* A lock: of those who take it one has it, until he gives it back. NULL: out of memory. */
struct parallel_lock;
struct parallel_lock *parallel_lock_create(void);
void parallel_lock_free(struct parallel_lock *lock);
void parallel_lock_take(struct parallel_lock *lock);
void parallel_lock_give(struct parallel_lock *lock);

/*
 * A gate: of those who enter, so many are inside at a time as it is open for, 1 at first; the others wait. Whoever enters is told his place, 0 to
 * places - 1, and whoever leaves says for how many it is open from then on, 1 to places. Who is inside waits for nobody else's entry. NULL: out of
 * memory.
 */
struct parallel_gate;
struct parallel_gate *parallel_gate_create(uint32_t places);
void parallel_gate_free(struct parallel_gate *gate);
uint32_t parallel_gate_enter(struct parallel_gate *gate);
void parallel_gate_leave(struct parallel_gate *gate, uint32_t place, uint32_t open);

/* Has something done once in the process, by whichever thread comes first; the others wait. done: false at first, and its own. Later calls cost a look. */
void parallel_once(_Atomic bool *done, void (*work)(void));

/* For tests: the n-th thread start from now on fails (1: the next), once. 0: none. */
void parallel_fail_at(uint64_t n);

/* Thread starts so far. */
uint64_t parallel_starts(void);

#endif
