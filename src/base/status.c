/* Results and their detail: one buffer a thread, so that a failure deep in a worker can say what it met. */
#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>

static _Thread_local char detail[STATUS_DETAIL_BYTES];

enum wirecopy_status status_fail(enum wirecopy_status status, const char *format, ...)
{
    char message[STATUS_DETAIL_BYTES]; /* the arguments may hold the old detail */
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    snprintf(detail, sizeof detail, "%s", message);
    return status;
}

enum wirecopy_status status_no_memory(void)
{
    return status_fail(WIRECOPY_NO_MEMORY, "out of memory");
}

const char *status_detail(void)
{
    return detail;
}

void status_clear(void)
{
    detail[0] = '\0';
}

const char *wirecopy_status_message(enum wirecopy_status status)
{
    switch (status) {
#define MESSAGE_ROW(name, number, meaning) \
    case name:                             \
        return meaning;
        WIRECOPY_STATUSES(MESSAGE_ROW)
#undef MESSAGE_ROW
    }
    return "not a status";
}
