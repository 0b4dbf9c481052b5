/* The n-th allocation fails, for every n: no leak, the status says so, and the folder works again. */
#include "text/fold_testing.h"

#include "base/memory.h"

/* Every buffer of the folder grows at some point of this: ill-formed, entities, hard wraps, addresses, marks. */
static char *long_text(size_t *size_out)
{
    static const char line[] = "the minister\xFF said &amp; see a@b.org e\xCC\x81\xD9\x94 and 12 more to wrap it\n";
    const size_t count = 200;
    char *text = malloc(sizeof line * count);
    assert_non_null(text);
    *size_out = 0;
    for (size_t i = 0; i < count; i++) {
        memcpy(text + *size_out, line, sizeof line - 1);
        *size_out += sizeof line - 1;
    }
    for (size_t i = 0; i < 40; i++) { /* enough marks to be sorted by counting */
        memcpy(text + *size_out - 1 - 2 * (40 - i), i % 2 ? "\xCC\x81" : "\xCC\xA3", 2);
    }
    return text;
}

static void every_allocation_may_fail(void **state)
{
    size_t size;
    char *text = long_text(&size);
    uint64_t failed = 0;
    (void)state;
    for (uint64_t n = 1;; n++) {
        struct folder *folder = NULL;
        struct folded folded;
        enum wirecopy_status status;
        memory_fail_at(n);
        status = folder_create(&folder);
        if (status == WIRECOPY_OK)
            status = fold_text(folder, text, size, &folded);
        if (status == WIRECOPY_OK)
            status = fold_title(folder, "a <b> title", 11, &folded);
        memory_fail_at(0);
        if (folder) {
            assert_string_equal(lines_of(folder, "It works. Again"), "it works|again");
            folder_free(folder);
        }
        if (status == WIRECOPY_OK)
            break;
        assert_int_equal(status, WIRECOPY_NO_MEMORY);
        failed++;
    }
    assert_true(failed > 15);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_allocation_may_fail)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
