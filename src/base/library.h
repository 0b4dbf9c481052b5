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

/*
 * A library's functions, of which a list makes a struct of pointers, their names and what they are at first. A file that knows LIBRARY_FILE loads them from
 * there; one that does not was linked with them, as a build has to be that finds no shared library with a name.
 */
#define LIBRARY_FIELD(name) __typeof__(name) *name;
#define LIBRARY_NAME(name) #name,
#ifdef LIBRARY_FILE
#define LIBRARY_FUNCTION(name) .name = NULL,
#else
#define LIBRARY_FILE NULL
#define LIBRARY_FUNCTION(name) .name = name,
#endif

struct library {
    const char *file; /* as its users name it when they are linked with it; NULL: they are */
    const char *const *names;
    size_t count;
    void *functions;  /* a struct of as many pointers to functions, in the order of their names */
    atomic_int state; /* 0 at first */
};

/* Loads it and fills its functions where that was not done. Any number of threads. Errors: WIRECOPY_IO, where it or one of them is not there. */
enum wirecopy_status library_load(struct library *library);

#endif
