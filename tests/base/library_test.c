/* Libraries that are loaded when they are needed; that those of the readers are is what the readers' tests show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/library.h"

static void a_library_that_is_not_there_is_told_each_time(void **state)
{
    static const char *const names[] = {"does_it"};
    struct {
        void (*does_it)(void);
    } functions = {NULL};
    struct library library = {.file = "libwirecopy-is-not-there.so", .names = names, .count = 1, .functions = &functions};
    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(library_load(&library), WIRECOPY_IO);
        assert_non_null(strstr(status_detail(), library.file));
    }
    assert_null(functions.does_it);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_library_that_is_not_there_is_told_each_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
