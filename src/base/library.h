/*
 * Outside libraries that few runs need. Takes: the name of a shared library's file, and of its functions. Gives: these, from the first time on
 * that they are asked for. Promises: a run that does not ask for them does not load it, which takes a third of a short run's time. Does not know:
 * what they do.
 */
#ifndef WIRECOPY_BASE_LIBRARY_H
#define WIRECOPY_BASE_LIBRARY_H

#include <stdatomic.h>
#include <stddef.h>

#include "base/status.h"

struct library {
    const char *file; /* as its users name it when they are linked with it */
    const char *const *names;
    size_t count;
    void *functions;  /* a struct of as many pointers to functions, in the order of their names */
    atomic_int state; /* 0 at first */
};

/* Loads it and fills its functions where that was not done. Any number of threads. Errors: WIRECOPY_IO, where it or one of them is not there. */
enum wirecopy_status library_load(struct library *library);

#endif
