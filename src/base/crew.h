/*
 * Crews: threads that help one other with one thing after the other. Takes: what to do, and how many may help. Gives: that as many do it, or
 * fewer, beside the caller. Promises: no thread outlives its crew. Does not know: what is done. Private to base/parallel, as pthread.h is.
 */
#ifndef WIRECOPY_BASE_CREW_H
#define WIRECOPY_BASE_CREW_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { THREADS_MAX = 256 };

/* Starts a thread, unless this is the start that is to fail; false where it cannot. */
bool thread_start(pthread_t *thread, void *(*begin)(void *argument), void *argument);

/* For waiting awake: leaves the processor's other half what it needs. */
static inline void thread_rest(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

struct crew {
    pthread_mutex_t lock;
    pthread_cond_t called, left;
    void (*work)(void *context); /* what was called for last */
    void *context;
    _Atomic uint32_t open;   /* so many more may come to help with it; who looks whether there is need does not hold the lock */
    _Atomic uint32_t inside; /* so many are at it; likewise */
    _Atomic bool over;       /* likewise */
    uint32_t sleeping;       /* helpers that wait to be called */
    bool waiting;            /* who called does, for those inside */
    bool busy;               /* from a call to its end; its owner's */
    uint32_t looks;          /* so often a helper looks before it sleeps */
    uint32_t started;
    pthread_t threads[THREADS_MAX];
};

/* looks: 0 where there will be one call, or more threads than processors. */
void crew_begin(struct crew *crew, uint32_t looks);
void crew_end(struct crew *crew);

/*
 * Calls at most so many helpers, fewer than THREADS_MAX; those that are lacking are started. They do the work meanwhile, each once, unless the
 * caller, who does the same or more, ends the call first: crew_leave waits for those who came. One call at a time.
 */
void crew_call(struct crew *crew, uint32_t helpers, void (*work)(void *context), void *context);
void crew_leave(struct crew *crew);

/* The crew that this thread began with parallel_crew_begin; NULL: none. */
struct crew *crew_of_thread(void);

#endif
