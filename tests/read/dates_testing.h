/* What the tests of days share: a day as it is read, and rows of them. */
#ifndef WIRECOPY_TESTS_READ_DATES_TESTING_H
#define WIRECOPY_TESTS_READ_DATES_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "read/dates.h"

static inline int32_t day(const char *date)
{
    return moment_of_date((struct wirecopy_bytes){date, strlen(date)}).day;
}

struct row {
    const char *date;
    int32_t day;
};

static inline void check(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (day(rows[i].date) != rows[i].day)
            fail_msg("\"%s\": %d, not %d", rows[i].date, day(rows[i].date), rows[i].day);
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof *(rows))

#endif
