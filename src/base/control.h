/*
 * Control of a long run. Takes: the caller's wish to stop, and who wants to know how far it is. Gives: both at any depth.
 * Promises: polling costs nanoseconds; callbacks come one at a time. Does not know: what the run does.
 */
#ifndef WIRECOPY_BASE_CONTROL_H
#define WIRECOPY_BASE_CONTROL_H

#include "base/status.h"

/* Either function may be NULL; {0} never stops and tells nobody. */
struct control {
    bool (*should_stop)(void *context);
    void (*on_progress)(void *context, const struct wirecopy_progress *progress);
    void *context;
};

/* WIRECOPY_STOPPED where the caller wants to stop. */
static inline enum wirecopy_status control_poll(const struct control *control)
{
    if (control && control->should_stop && control->should_stop(control->context))
        return status_fail(WIRECOPY_STOPPED, "stopped on request");
    return WIRECOPY_OK;
}

/* Tells how far a stage is; total is 0 where it is not known. One thread at a time. */
static inline void control_tell(const struct control *control, const char *stage, uint64_t done, uint64_t total, uint64_t bytes_read)
{
    struct wirecopy_progress progress = {stage, done, total, bytes_read};
    if (control && control->on_progress)
        control->on_progress(control->context, &progress);
}

#endif
