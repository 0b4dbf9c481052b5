/*
 * As much of cmocka as the tests of kernels use, for programs of a machine for which no cmocka is installed: the first
 * promise that is not kept ends the program with status 1.
 */
#ifndef WIRECOPY_TESTS_CROSS_CMOCKA_H
#define WIRECOPY_TESTS_CROSS_CMOCKA_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct CMUnitTest {
    const char *name;
    void (*run)(void **state);
};

static inline void cross_check(int holds, const char *what, const char *file, int line)
{
    if (holds)
        return;
    printf("%s:%d: %s does not hold\n", file, line, what);
    exit(1);
}

#define assert_true(holds) cross_check(!!(holds), #holds, __FILE__, __LINE__)
#define assert_false(holds) assert_true(!(holds))
#define assert_ptr_equal(a, b) assert_true((const void *)(a) == (const void *)(b))
#define assert_null(pointer) assert_true(!(pointer))
#define assert_non_null(pointer) assert_true(pointer)
#define assert_int_equal(a, b) cross_check((unsigned long long)(a) == (unsigned long long)(b), #a " == " #b, __FILE__, __LINE__)
#define assert_string_equal(a, b) assert_true(strcmp(a, b) == 0)
#define print_error(...) printf(__VA_ARGS__)
#define test_malloc(size) malloc(size)
#define test_free(block) free(block)
#define assert_memory_equal(a, b, size) assert_true(memcmp(a, b, size) == 0)

/* clang-format off */
#define cmocka_unit_test(test) {#test, test}
/* clang-format on */

static inline int cross_run(const struct CMUnitTest *tests, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        tests[i].run(NULL);
        printf("ok %s\n", tests[i].name);
    }
    return 0;
}

#define cmocka_run_group_tests(tests, setup, teardown) cross_run(tests, sizeof(tests) / sizeof *(tests))

#endif
