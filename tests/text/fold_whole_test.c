/* Whole texts fold alike whichever kernel folds them. */
#include "text/fold_bytes_testing.h"

#include "text/fold/fold_kernels.h"
#include "text/utf8.h"

static void whole_texts_fold_alike_on_every_kernel_before_a_guard_page(void **state)
{
    uint64_t seed = random_seed();
    (void)state;
    for (size_t k = 0; k < fold_kernel_count; k++) {
        struct folder *folder, *portable = must_create("portable");
        if (!fold_kernels[k].runs()) {
            folder_free(portable);
            continue;
        }
        folder = must_create(fold_kernels[k].name);
        for (int round = 0; round < 4000; round++) {
            size_t size = random_below(&seed, round % FILL_KINDS >= 5 ? 4000 : 400); /* lines of Han that end with a block are rare */
            struct guarded guarded = guarded_bytes(size);
            struct folded got, want;
            fill(&seed, guarded.bytes, size, round % FILL_KINDS);
            if (round % 4 < 2 && utf8_valid(guarded.bytes, size) == size) { /* its breaks are known before it is folded, or those of another text */
                const struct stops *breaks;
                folder_trust(folder, true);
                assert_int_equal(folder_find_breaks(folder, (const char *)guarded.bytes + round % 2, size - (size_t)(round % 2 && size), &breaks),
                                 WIRECOPY_OK);
                assert_true(!breaks == !fold_kernels[k].breaks);
            }
            assert_int_equal(fold_text(folder, (const char *)guarded.bytes, size, &got), WIRECOPY_OK);
            assert_int_equal(fold_text(portable, (const char *)guarded.bytes, size, &want), WIRECOPY_OK);
            assert_int_equal(got.byte_count, want.byte_count);
            assert_int_equal(got.word_count, want.word_count);
            assert_int_equal(got.line_count, want.line_count);
            if (want.word_count > 0) {
                assert_memory_equal(got.bytes, want.bytes, want.byte_count);
                assert_memory_equal(got.words, want.words, want.word_count * sizeof *want.words);
                assert_memory_equal(got.lines, want.lines, want.line_count * sizeof *want.lines);
            }
            folder_trust(folder, false);
            guarded_release(&guarded);
        }
        folder_free(folder);
        folder_free(portable);
    }
}

static void an_empty_text_behind_another_has_no_lines(void **state)
{
    struct folder *folder = must_create(NULL);
    struct folded folded;
    const struct stops *breaks;
    (void)state;
    folder_trust(folder, true);
    for (int known = 0; known < 2; known++) {
        assert_string_equal(lines_of(folder, "a\nb\nc\nd\n"), "a|b|c|d");
        if (known)
            assert_int_equal(folder_find_breaks(folder, NULL, 0, &breaks), WIRECOPY_OK);
        assert_int_equal(fold_text(folder, NULL, 0, &folded), WIRECOPY_OK);
        assert_int_equal(folded.line_count, 0);
    }
    folder_free(folder);
}

static void a_kernel_that_does_not_exist_is_refused(void **state)
{
    struct folder *folder = must_create("portable");
    (void)state;
    assert_int_equal(folder_use_kernel(folder, "avx1024"), WIRECOPY_INVALID);
    assert_string_equal(lines_of(folder, "Still here"), "still here");
    folder_free(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_texts_fold_alike_on_every_kernel_before_a_guard_page),
        cmocka_unit_test(an_empty_text_behind_another_has_no_lines),
        cmocka_unit_test(a_kernel_that_does_not_exist_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
