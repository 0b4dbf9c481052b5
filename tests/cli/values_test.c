/* Values of options: what is understood, and that nothing else is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/options.h"
#include "cli/values.h"

/* options.c asks for the commands. */
const struct command *const commands[] = {NULL};
const size_t command_count = 0;

static void sizes_have_units_of_1024(void **state)
{
    static const struct {
        const char *text;
        uint64_t bytes;
    } rows[] = {{"0", 0}, {"4096", 4096}, {"64K", 65536}, {"64k", 65536}, {"256M", 1 << 28}, {"2G", UINT64_C(1) << 31}, {"0x10K", 16384}};
    static const char *const wrong[] = {"", "K", "1KB", "1 K", "-1", "+1", "1.5G", "1T", " 1", "99999999999999999999", "18446744073709551615K"};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t bytes;
        assert_true(value_size("--memory", rows[i].text, &bytes));
        assert_int_equal(bytes, rows[i].bytes);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        uint64_t bytes = 7;
        assert_false(value_size("--memory", wrong[i], &bytes));
        assert_int_equal(bytes, 7);
    }
}

static void a_window_is_hours_days_or_weeks(void **state)
{
    static const struct {
        const char *text;
        uint32_t hours;
    } rows[] = {{"1h", 1}, {"36h", 36}, {"30d", 720}, {"2w", 336}, {"2W", 336}};
    static const char *const wrong[] = {"", "h", "0d", "30", "30 d", "-1d", "1.5d", "30dd", "1m", "99999999999d"};
    uint32_t hours = 7;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(value_window(wrong[i], &hours));
    assert_int_equal(hours, 7);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_true(value_window(rows[i].text, &hours));
        assert_int_equal(hours, rows[i].hours);
    }
}

static void numbers_keep_to_their_limit(void **state)
{
    uint64_t number;
    (void)state;
    assert_true(value_number("--seed", "18446744073709551615", UINT64_MAX, &number));
    assert_int_equal(number, UINT64_MAX);
    assert_true(value_number("--seed", "0xffFF", UINT64_MAX, &number));
    assert_int_equal(number, 0xFFFF);
    assert_false(value_number("--seed", "18446744073709551616", UINT64_MAX, &number));
    assert_true(value_number("--threads", "8", 8, &number));
    assert_false(value_number("--threads", "9", 8, &number));
    assert_false(value_number("--threads", "0x", 8, &number));
    assert_false(value_number("--threads", "", 8, &number));
    assert_false(value_number("--threads", "8 ", 8, &number));
}

static void a_rule_is_a_name_or_two_numbers(void **state)
{
    static const char *const wrong[] = {"", "0.3", "0.3,", ",0.3", "0.3;0.5", "0.3,0.5,0.7", "0.3,0.5x", "0.3.1,0.5", "nan,0.5", "usal", "-0.1,0.5"};
    struct wirecopy_options options;
    (void)state;
    wirecopy_options_init(&options);
    assert_true(value_rule("strict", &options));
    assert_true(options.resemblance == 0.5 && options.containment == 0.8);
    assert_true(value_rule("0.4,.75", &options));
    assert_true(options.resemblance == 0.4 && options.containment == 0.75);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(value_rule(wrong[i], &options));
}

static void keys_are_planned_all_or_by_hand(void **state)
{
    static const char *const wrong[] = {"", "64", "64x", "x2", "64x2+", "64x2+8", "64x2+1/", "1/", "1/2000", "600x2", "64x2+1/8x", "every", "64X2"};
    struct wirecopy_options options;
    (void)state;
    wirecopy_options_init(&options);
    assert_true(value_keys("all", &options));
    assert_int_equal(options.keys, WIRECOPY_KEYS_ALL);
    assert_true(value_keys("64x2+1/8", &options));
    assert_int_equal(options.keys, WIRECOPY_KEYS_BY_HAND);
    assert_true(options.bands == 64 && options.rows == 2 && options.sampled_one_in == 8);
    assert_true(value_keys("42x3", &options));
    assert_true(options.bands == 42 && options.rows == 3 && options.sampled_one_in == 0);
    assert_true(value_keys("1/4", &options));
    assert_true(options.bands == 0 && options.sampled_one_in == 4);
    assert_true(value_keys("planned", &options));
    assert_int_equal(options.keys, WIRECOPY_KEYS_PLANNED);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(value_keys(wrong[i], &options));
}

static void edits_are_counted_a_swap_as_one(void **state)
{
    (void)state;
    assert_int_equal(edit_distance("", ""), 0);
    assert_int_equal(edit_distance("", "abc"), 3);
    assert_int_equal(edit_distance("cluster", "cluster"), 0);
    assert_int_equal(edit_distance("clutser", "cluster"), 1);
    assert_int_equal(edit_distance("custer", "cluster"), 1);
    assert_int_equal(edit_distance("clluster", "cluster"), 1);
    assert_int_equal(edit_distance("closter", "cluster"), 1);
    assert_int_equal(edit_distance("kitten", "sitting"), 3);
    assert_int_equal(edit_distance("ab", "ba"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_have_units_of_1024),        cmocka_unit_test(a_window_is_hours_days_or_weeks),
        cmocka_unit_test(numbers_keep_to_their_limit),     cmocka_unit_test(a_rule_is_a_name_or_two_numbers),
        cmocka_unit_test(keys_are_planned_all_or_by_hand), cmocka_unit_test(edits_are_counted_a_swap_as_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
