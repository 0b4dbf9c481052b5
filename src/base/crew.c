/* Threads that wait for work, and the one thread that does a task: all that are started are started here. */
#include "base/crew.h"

#include "base/memory.h"
#include "base/parallel.h"

/* To be called awake takes a thread a microsecond, asleep some fifty; between two lines there is seldom more than this, a tenth of a millisecond. */
enum { LOOKS_BETWEEN = 2000 };

static _Atomic uint64_t thread_starts, fail_start;

void parallel_fail_at(uint64_t n)
{
    atomic_store(&fail_start, n == 0 ? 0 : atomic_load(&thread_starts) + n);
}

uint64_t parallel_starts(void)
{
    return atomic_load(&thread_starts);
}

bool thread_start(pthread_t *thread, void *(*begin)(void *argument), void *argument)
{
    uint64_t number = atomic_fetch_add(&thread_starts, 1) + 1;
    if (number == atomic_load(&fail_start))
        return false;
    return pthread_create(thread, NULL, begin, argument) == 0;
}

static bool is_called(const struct crew *crew)
{
    return atomic_load_explicit(&crew->open, memory_order_relaxed) > 0 || atomic_load_explicit(&crew->over, memory_order_relaxed);
}

/* With the lock held, which is let go of meanwhile. */
static void wait_for_call(struct crew *crew)
{
    bool called = false;
    pthread_mutex_unlock(&crew->lock);
    for (uint32_t look = 0; look < crew->looks && !called; look++) {
        called = is_called(crew);
        if (!called)
            thread_rest();
    }
    pthread_mutex_lock(&crew->lock);
    if (is_called(crew))
        return;
    crew->sleeping++;
    pthread_cond_wait(&crew->called, &crew->lock);
    crew->sleeping--;
}

static void *serve(void *argument)
{
    struct crew *crew = argument;
    pthread_mutex_lock(&crew->lock);
    for (;;) {
        void (*work)(void *context);
        void *context;
        while (!is_called(crew))
            wait_for_call(crew);
        if (crew->over)
            break;
        work = crew->work;
        context = crew->context;
        crew->open--;
        crew->inside++;
        pthread_mutex_unlock(&crew->lock);
        work(context);
        pthread_mutex_lock(&crew->lock);
        if (--crew->inside == 0 && crew->waiting)
            pthread_cond_signal(&crew->left);
    }
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

void crew_begin(struct crew *crew, uint32_t looks)
{
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->called, NULL);
    pthread_cond_init(&crew->left, NULL);
    crew->open = crew->inside = 0;
    crew->over = crew->waiting = crew->busy = false;
    crew->looks = looks;
    crew->sleeping = crew->started = 0;
}

void crew_end(struct crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    crew->over = true;
    pthread_cond_broadcast(&crew->called);
    pthread_mutex_unlock(&crew->lock);
    for (uint32_t i = 0; i < crew->started; i++)
        pthread_join(crew->threads[i], NULL);
    pthread_cond_destroy(&crew->left);
    pthread_cond_destroy(&crew->called);
    pthread_mutex_destroy(&crew->lock);
}

void crew_call(struct crew *crew, uint32_t helpers, void (*work)(void *context), void *context)
{
    uint32_t asleep;
    crew->busy = true;
    pthread_mutex_lock(&crew->lock);
    crew->work = work;
    crew->context = context;
    crew->open = helpers;
    asleep = crew->sleeping;
    pthread_mutex_unlock(&crew->lock);
    for (uint32_t i = 0; i < helpers && i < asleep; i++)
        pthread_cond_signal(&crew->called);
    for (uint32_t i = crew->started; i < helpers; i++)
        crew->started += thread_start(&crew->threads[crew->started], serve, crew);
}

void crew_leave(struct crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    crew->open = 0; /* who has not come yet has missed it */
    pthread_mutex_unlock(&crew->lock);
    for (uint32_t look = 0; look < crew->looks && atomic_load_explicit(&crew->inside, memory_order_relaxed) > 0; look++)
        thread_rest();
    pthread_mutex_lock(&crew->lock);
    crew->waiting = true;
    while (crew->inside > 0)
        pthread_cond_wait(&crew->left, &crew->lock);
    crew->waiting = false;
    pthread_mutex_unlock(&crew->lock);
    crew->busy = false;
}

/* That of the thread, and the one that it began before. */
struct parallel_crew {
    struct crew crew;
    struct parallel_crew *before;
};

static _Thread_local struct parallel_crew *present;

struct crew *crew_of_thread(void)
{
    return present ? &present->crew : NULL;
}

struct parallel_crew *parallel_crew_begin(uint32_t threads)
{
    struct parallel_crew *crew = threads > 1 ? memory_allocate(1, sizeof *crew) : NULL;
    if (!crew)
        return NULL;
    crew_begin(&crew->crew, threads <= parallel_processors() ? LOOKS_BETWEEN : 0);
    crew->before = present;
    present = crew;
    return crew;
}

void parallel_crew_end(struct parallel_crew *crew)
{
    if (!crew)
        return;
    present = crew->before;
    crew_end(&crew->crew);
    memory_free(crew);
}

struct parallel_task {
    void (*work)(void *context);
    void *context;
    pthread_t thread;
};

static void *do_task(void *argument)
{
    const struct parallel_task *task = argument;
    task->work(task->context);
    return NULL;
}

struct parallel_task *parallel_begin(void (*work)(void *context), void *context, uint32_t threads)
{
    struct parallel_task *task = threads > 1 ? memory_allocate(1, sizeof *task) : NULL;
    if (task) {
        *task = (struct parallel_task){.work = work, .context = context};
        if (thread_start(&task->thread, do_task, task))
            return task;
        memory_free(task);
    }
    work(context);
    return NULL;
}

void parallel_wait(struct parallel_task *task)
{
    if (task)
        pthread_join(task->thread, NULL);
    memory_free(task);
}
