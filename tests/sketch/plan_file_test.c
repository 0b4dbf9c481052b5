/* The plan file: what is read of it, and how a mistake is told. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sketch/plan_file.h"

#define NUMBERS "wirecopy plan 5\nshingle_words 3\nseed 7\nbands 64\nrows 2\nsampled_one_in 8\nsampled_least 3\ncrowd 32\nall_pairs 0\n"

static char path[] = "/tmp/plan_file_test_XXXXXX";

static enum wirecopy_status read_text(struct known_plan *known, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
    return known_plan_read(known, path);
}

static void what_was_written_is_known(void **state)
{
    struct known_plan known;
    (void)state;
    assert_int_equal(
        read_text(
            &known,
            "# a plan\r\n" NUMBERS
            "\n[common]\n00000000000000ff\nfedcba9876543210  according to the\nAccording \xe2\x80\x9cto\xe2\x80\x9d the\n[crowds]\n0000abcd\n[buckets]\n00000000\n"),
        WIRECOPY_OK);
    assert_int_equal(known.plan.bands, 64);
    assert_int_equal(known.plan.rows, 2);
    assert_int_equal(known.seed, 7);
    assert_int_equal(known.shingle_words, 3);
    assert_int_equal(known.common.count, 3);
    assert_true(hash_set_has(&known.common, 0xfedcba9876543210u));
    assert_true(hash_set_has(&known.crowds.sampled, 0xabcd));
    assert_true(hash_set_has(&known.crowds.bands, 0));
    for (unsigned i = 0; i < PLAN_NUMBERS; i++)
        assert_in_range(known_plan_number(&known, i), plan_numbers[i].least, plan_numbers[i].most);
    known_plan_release(&known);
}

static void mistakes_are_told_with_their_line(void **state)
{
    static const char *const rows[][2] = {
        {"", ": a plan file begins with 'wirecopy plan 5'"},
        {"wirecopy furniture 1\n", ":1: a plan file begins with 'wirecopy plan 5'"},
        {"wirecopy plan 5\nbands 64\n[common]\n", ":3: a number of the plan is missing"},
        {"wirecopy plan 5\nbands sixty\n", ":2: the number is out of its range"},
        {"wirecopy plan 5\nseed 18446744073709551616\n", ":2: the number is out of its range"},
        {"wirecopy plan 5\nbonds 64\n", ":2: no such number belongs to a plan"},
        {NUMBERS "bands 512\n[common]\n", ":11: bands times rows is out of its range"},
        {NUMBERS "bands 0\nsampled_one_in 0\n", ":11: the plan has no keys"},
        {NUMBERS "[words]\n", ":10: there is no such section"},
        {NUMBERS "[common]\nff\n", ":11: a shingle is 16 hexadecimal digits, or as many words as shingle_words says"},
        {NUMBERS "[crowds]\n0000ABCD\n", ":11: a key has 8 hexadecimal digits"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct known_plan known;
        assert_int_equal(read_text(&known, rows[i][0]), WIRECOPY_BAD_INPUT);
        assert_memory_equal(status_detail(), path, strlen(path));
        if (strncmp(status_detail() + strlen(path), rows[i][1], strlen(rows[i][1])) != 0)
            print_error("%s, not %s\n", status_detail() + strlen(path), rows[i][1]);
        assert_memory_equal(status_detail() + strlen(path), rows[i][1], strlen(rows[i][1]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_was_written_is_known), cmocka_unit_test(mistakes_are_told_with_their_line)};
    int file = mkstemp(path), failed;
    if (file < 0)
        return 1;
    close(file);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
