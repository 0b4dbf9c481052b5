/* Aligned numbers against the table of the longest common subsequence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/hash.h"
#include "match/forms/align.h"

enum { MOST = 700, MOSTLY = 300, LONG_ONE_IN = 8, LEAST_DIFFERENT = 2 };

static bool number(uint32_t word)
{
    return word & 1;
}

/* Words and, where moved numbers do not count, those that they are looked for in. */
struct side {
    const uint32_t *words, *other;
    int count, other_count;
};

static bool counts(const struct side *side, int at)
{
    if (!number(side->words[at]))
        return false;
    for (int first = at - 2; first <= at; first++)
        for (int k = 0; first >= 0 && first + 3 <= side->count && k + 3 <= side->other_count; k++)
            if (memcmp(side->words + first, side->other + k, 3 * sizeof *side->words) == 0)
                return false;
    return true;
}

static int gap(const struct side *a, int from_i, int to_i, const struct side *b, int from_j, int to_j)
{
    bool used[8] = {false};
    int x = 0, y = 0, both = 0;
    if (to_i - from_i < 1 || to_i - from_i > 8 || to_j - from_j < 1 || to_j - from_j > 8)
        return 0;
    for (int j = from_j; j < to_j; j++)
        y += counts(b, j);
    for (int i = from_i; i < to_i; i++) {
        x += counts(a, i);
        for (int j = from_j; counts(a, i) && j < to_j; j++)
            if (!used[j - from_j] && counts(b, j) && a->words[i] == b->words[j]) {
                used[j - from_j] = true;
                both++;
                break;
            }
    }
    return (x < y ? x : y) - both;
}

/* Whether a gap of one to eight words on both sides has no number. */
static bool gap_of_words(const uint32_t *a, int from_i, int to_i, const uint32_t *b, int from_j, int to_j)
{
    for (int i = from_i; i < to_i; i++)
        if (number(a[i]))
            return false;
    for (int j = from_j; j < to_j; j++)
        if (number(b[j]))
            return false;
    return to_i - from_i >= 1 && to_i - from_i <= 8 && to_j - from_j >= 1 && to_j - from_j <= 8;
}

static bool by_table(const uint32_t *a, int n, const uint32_t *b, int m, int least, bool without_moved)
{
    struct side side_a = {a, b, n, without_moved ? m : 0}, side_b = {b, a, m, without_moved ? n : 0};
    static int16_t length[MOST + 1][MOST + 1];
    int i = 0, j = 0, same = 0, different = 0, others = 0, early = 0, first = -1, last = -1, count = 0, at_i[MOST], at_j[MOST];
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
    for (int k = 0; k < count; k++) { /* runs that have four words which are no numbers */
        int begin = k, plain = !number(a[at_i[k]]);
        for (; k + 1 < count && at_i[k + 1] == at_i[k] + 1 && at_j[k + 1] == at_j[k] + 1; k++)
            plain += !number(a[at_i[k + 1]]);
        if (plain >= 4) {
            first = first < 0 ? begin : first;
            last = k;
        }
    }
    for (int k = 0; k <= count; k++) {
        int from_i = k ? at_i[k - 1] + 1 : 0, from_j = k ? at_j[k - 1] + 1 : 0, to_i = k < count ? at_i[k] : n, to_j = k < count ? at_j[k] : m;
        if (first < 0 || (k > first && k <= last)) {
            int here = gap(&side_a, from_i, to_i, &side_b, from_j, to_j);
            different += here;
            early += others == 0 ? here : 0;
            others += gap_of_words(a, from_i, to_i, b, from_j, to_j);
        }
        if (k < count && (first < 0 || (k >= first && k <= last)))
            same += number(a[at_i[k]]);
    }
    if (least == 2 && different == 1 && same <= 3 && others >= 3 && early == 0)
        return true;
    return different >= least && 10 * different >= 3 * (same + different);
}

static void numbers_differ_as_the_table_says(void **state)
{
    struct alignment_room room = {.gaps = NULL};
    unsigned differing = 0, moved = 0;
    (void)state;
    for (uint64_t c = 0; c < 3000; c++) {
        uint32_t a[MOST], b[MOST];
        int n = (int)(hash_counter(c, 0) % (c % LONG_ONE_IN ? MOSTLY : MOST)), m = 0, words = 2 + (int)(hash_counter(c, 1) % 400);
        uint64_t changed = 2 + hash_counter(c, 2) % 9; /* sixteenths of the words, one of them dropped */
        int least = 2 + (int)(hash_counter(c, 3) % 2);
        bool differ;
        for (int i = 0; i < n; i++)
            a[i] = (uint32_t)(hash_counter(c, 10 + (uint64_t)i) % (unsigned)words);
        for (int i = 0; i < n && m < MOST; i++) { /* a with words changed, dropped and put in */
            uint64_t bits = hash_counter(c, 1000 + (uint64_t)i);
            if (bits % 16 == 0)
                continue;
            b[m++] = bits % 16 < changed ? (uint32_t)(bits >> 32) % (unsigned)words : a[i];
        }
        if (hash_counter(c, 4) % 2) /* a line stands elsewhere */
            for (int i = 0; i < m / 4; i++) {
                uint32_t swapped = b[i];
                b[i] = b[m - m / 4 + i];
                b[m - m / 4 + i] = swapped;
            }
        assert_int_equal(numbers_differ(&room, (struct word_list){a, (size_t)n}, (struct word_list){b, (size_t)m}, (size_t)least, &differ),
                         WIRECOPY_OK);
        assert_int_equal(differ, by_table(a, n, b, m, least, false) && by_table(a, n, b, m, least, true));
        differing += differ;
        moved += by_table(a, n, b, m, least, false) && !differ;
    }
    assert_in_range(differing, 100, 2900); /* both answers were tried */
    assert_in_range(moved, 5, 2900);
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
    assert_int_equal(numbers_differ(&room, (struct word_list){words, 0}, (struct word_list){words, 0}, 2, &differ), WIRECOPY_OK);
    assert_false(differ);
    assert_int_equal(numbers_differ(&room, (struct word_list){words, ALIGNED_WORDS_MOST}, (struct word_list){words, ALIGNED_WORDS_MOST}, 2, &differ),
                     WIRECOPY_OK);
    assert_false(differ);
    assert_int_equal(numbers_differ(&room, (struct word_list){words, ALIGNED_WORDS_MOST - 1}, (struct word_list){words + 1, ALIGNED_WORDS_MOST - 1},
                                    2, &differ),
                     WIRECOPY_OK);
    assert_false(differ);
    alignment_room_release(&room);
}

/* Whether the numbers of two texts differ; words without a digit are even, numbers odd. */
static bool differ_in(const char *a, const char *b)
{
    struct alignment_room room = {.gaps = NULL};
    uint32_t words[2][MOST];
    const char *texts[2] = {a, b};
    size_t counts_of[2] = {0, 0};
    bool differ;
    for (size_t side = 0; side < 2; side++)
        for (const char *at = texts[side]; *at;) {
            size_t size = strcspn(at, " ");
            bool digit = *at >= '0' && *at <= '9';
            words[side][counts_of[side]++] = ((uint32_t)hash_bytes(at, size) & ~1u) | digit;
            at += size + strspn(at + size, " ");
        }
    assert_int_equal(numbers_differ(&room, (struct word_list){words[0], counts_of[0]}, (struct word_list){words[1], counts_of[1]}, LEAST_DIFFERENT,
                                    &differ),
                     WIRECOPY_OK);
    alignment_room_release(&room);
    return differ;
}

static void datelines_before_the_story_do_not_differ_in_any_script(void **state)
{
    static const char *const rows[][2] = {
        {"2022 年 11 月 3 日 10 时 25 分 港 口 今 天 关 闭 了", "2022 年 11 月 4 日 11 时 39 分 港 口 今 天 关 闭 了"},
        {"2022 年 11 月 3 日 10 時 25 分 港 は 今 日 閉 鎖 さ れ た", "2022 年 11 月 4 日 11 時 39 分 港 は 今 日 閉 鎖 さ れ た"},
        {"tháng 11 năm 2022 3 10 25 cảng đã đóng cửa hôm nay", "tháng 11 năm 2022 4 11 39 cảng đã đóng cửa hôm nay"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_false(differ_in(rows[i][0], rows[i][1]));
    /* in the story they do */
    assert_true(differ_in("港 口 今 天 关 闭 2022 年 11 月 3 日 10 时 船 只 都 停 了", "港 口 今 天 关 闭 2022 年 11 月 4 日 11 时 船 只 都 停 了"));
    assert_true(
        differ_in("the port closed today after 3 ships and 25 boats had left it", "the port closed today after 4 ships and 39 boats had left it"));
}

/* Whether the first words of rows are equal; what stands behind them may be anything. */
static bool same_rows(const uint64_t *x, const uint64_t *y, size_t width, size_t rows)
{
    for (size_t r = 0; r <= rows; r++)
        if (memcmp(x + r * row_stride(width), y + r * row_stride(width), width * sizeof *x) != 0)
            return false;
    return true;
}

static void kernels_make_the_same_rows(void **state)
{
    enum { WIDTH_MOST = 40, DISTINCT = 9, ROWS_MOST = 70 };
    static uint64_t bits[DISTINCT * WIDTH_MOST], tables[2][(ROWS_MOST + 1) * WIDTH_MOST];
    (void)state;
    for (size_t k = 0; k < align_kernel_count; k++)
        for (size_t width = 1; width <= WIDTH_MOST && align_kernels[k].runs(); width++) {
            uint32_t numbers[ROWS_MOST];
            size_t rows = hash_counter(width, 0) % (ROWS_MOST + 1), stride = row_stride(width);
            for (size_t i = 0; i < DISTINCT * stride; i++) { /* all words of three stand in a row each, so that carries go far */
                uint64_t drawn = hash_counter(width, 100 + i);
                bits[i] = i / stride < 3 ? (drawn % 8 == 0 ? drawn >> 3 : UINT64_MAX) : drawn & hash_counter(width, 10000 + i);
            }
            for (size_t r = 0; r < ROWS_MOST; r++)
                numbers[r] = (uint32_t)(hash_counter(width, 50000 + r) % (DISTINCT + 1));
            align_rows_portable(bits, width, numbers, rows, tables[0]);
            align_kernels[k].rows(bits, width, numbers, rows, tables[1]);
            assert_true(same_rows(tables[0], tables[1], width, rows));
        }
    assert_ptr_equal(align_kernel_find("portable")->rows, align_rows_portable);
    assert_ptr_equal(align_kernel_find("none such")->rows, align_rows_portable);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_differ_as_the_table_says), cmocka_unit_test(equal_and_empty_texts_do_not_differ),
                                       cmocka_unit_test(kernels_make_the_same_rows),
                                       cmocka_unit_test(datelines_before_the_story_do_not_differ_in_any_script)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
