/* The one door to the loader of shared libraries. What is loaded stays until the end. */
#include "base/library.h"

#include <dlfcn.h>
#include <errno.h>
#include <sched.h>
#include <string.h>

enum { NOT_LOADED, LOADING, LOADED };

static enum wirecopy_status failed(const struct library *library)
{
    const char *why = dlerror(); /* which does not say that there is no memory */
    if (errno == ENOMEM)
        return status_no_memory();
    return status_fail(WIRECOPY_IO, "cannot load %s: %s", library->file, why ? why : "a function is missing");
}

static enum wirecopy_status load(const struct library *library)
{
    void *handle;
    errno = 0;
    handle = dlopen(library->file, RTLD_LAZY | RTLD_LOCAL);
    if (!handle)
        return failed(library);
    for (size_t i = 0; i < library->count; i++) {
        void *function = dlsym(handle, library->names[i]);
        if (!function)
            return failed(library);
        memcpy((char *)library->functions + i * sizeof function, &function, sizeof function);
    }
    return WIRECOPY_OK;
}

enum wirecopy_status library_load(struct library *library)
{
    enum wirecopy_status status;
    if (!library->file)
        return WIRECOPY_OK;
    for (;;) {
        int state = NOT_LOADED;
        if (atomic_load(&library->state) == LOADED)
            return WIRECOPY_OK;
        if (atomic_compare_exchange_strong(&library->state, &state, LOADING))
            break;
        sched_yield(); /* another thread does it */
    }
    status = load(library);
    atomic_store(&library->state, status == WIRECOPY_OK ? LOADED : NOT_LOADED);
    return status;
}
