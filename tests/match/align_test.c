/* Aligned numbers against the table of the longest common subsequence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/hash.h"
#include "match/align.h"

enum { MOST = 300 };

static bool number(uint32_t word)
{
    return word & 1;
}

static int gap(const uint32_t *a, int n, const uint32_t *b, int m)
{
    bool used[8] = {false};
    int x = 0, y = 0, both = 0;
    if (n < 1 || n > 8 || m < 1 || m > 8)
        return 0;
    for (int j = 0; j < m; j++)
        y += number(b[j]);
    for (int i = 0; i < n; i++) {
        x += number(a[i]);
        for (int j = 0; number(a[i]) && j < m; j++)
            if (!used[j] && a[i] == b[j]) {
                used[j] = true;
                both++;
                break;
            }
    }
    return (x < y ? x : y) - both;
}

static bool by_table(const uint32_t *a, int n, const uint32_t *b, int m)
{
    static int16_t length[MOST + 1][MOST + 1];
    int i = 0, j = 0, same = 0, different = 0, first = -1, last = -1, count = 0, at_i[MOST], at_j[MOST];
    for (int x = n; x >= 0; x--)
        for (int y = m; y >= 0; y--) {
            int down = x == n ? 0 : length[x + 1][y], right = y == m ? 0 : length[x][y + 1];
            length[x][y] = (int16_t)(x < n && y < m && a[x] == b[y] ? length[x + 1][y + 1] + 1 : down > right ? down : right);
        }
    while (i < n && j < m) {
        if (a[i] == b[j]) {
            at_i[count] = i++;
            at_j[count++] = j++;
        } else if (length[i + 1][j] >= length[i][j + 1]) {
            i++;
        } else {
            j++;
        }
    }
    for (int k = 0; k < count; k++) { /* four in a row */
        if (k + 3 < count && at_i[k + 3] == at_i[k] + 3 && at_j[k + 3] == at_j[k] + 3) {
            first = first < 0 ? k : first;
            last = k + 3;
        }
    }
    for (int k = 0; k <= count; k++) {
        int from_i = k ? at_i[k - 1] + 1 : 0, from_j = k ? at_j[k - 1] + 1 : 0, to_i = k < count ? at_i[k] : n, to_j = k < count ? at_j[k] : m;
        if (first < 0 || (k > first && k <= last))
            different += gap(a + from_i, to_i - from_i, b + from_j, to_j - from_j);
        if (k < count && (first < 0 || (k >= first && k <= last)))
            same += number(a[at_i[k]]);
    }
    return different >= 2 && 10 * different >= 3 * (same + different);
}

static void numbers_differ_as_the_table_says(void **state)
{
    struct alignment_room room = {.gaps = NULL};
    unsigned differing = 0;
    (void)state;
    for (uint64_t c = 0; c < 3000; c++) {
        uint32_t a[MOST], b[MOST];
        int n = (int)(hash_counter(c, 0) % MOST), m = 0, words = 2 + (int)(hash_counter(c, 1) % 400);
        uint64_t changed = 2 + hash_counter(c, 2) % 9; /* sixteenths of the words, one of them dropped */
        bool differ;
        for (int i = 0; i < n; i++)
            a[i] = (uint32_t)(hash_counter(c, 10 + (uint64_t)i) % (unsigned)words);
        for (int i = 0; i < n && m < MOST; i++) { /* a with words changed, dropped and put in */
            uint64_t bits = hash_counter(c, 1000 + (uint64_t)i);
            if (bits % 16 == 0)
                continue;
            b[m++] = bits % 16 < changed ? (uint32_t)(bits >> 32) % (unsigned)words : a[i];
        }
        assert_int_equal(numbers_differ(&room, a, (size_t)n, b, (size_t)m, &differ), WIRECOPY_OK);
        assert_int_equal(differ, by_table(a, n, b, m));
        differing += differ;
    }
    assert_in_range(differing, 100, 2900); /* both answers were tried */
    alignment_room_release(&room);
}

static void equal_and_empty_texts_do_not_differ(void **state)
{
    struct alignment_room room = {.gaps = NULL};
    uint32_t words[ALIGNED_WORDS_MOST];
    bool differ;
    (void)state;
    for (size_t i = 0; i < ALIGNED_WORDS_MOST; i++)
        words[i] = (uint32_t)hash_counter(1, i) | 1;
    assert_int_equal(numbers_differ(&room, words, 0, words, 0, &differ), WIRECOPY_OK);
    assert_false(differ);
    assert_int_equal(numbers_differ(&room, words, ALIGNED_WORDS_MOST, words, ALIGNED_WORDS_MOST, &differ), WIRECOPY_OK);
    assert_false(differ);
    assert_int_equal(numbers_differ(&room, words, ALIGNED_WORDS_MOST - 1, words + 1, ALIGNED_WORDS_MOST - 1, &differ), WIRECOPY_OK);
    assert_false(differ);
    alignment_room_release(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_differ_as_the_table_says), cmocka_unit_test(equal_and_empty_texts_do_not_differ)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
