/* Numbers that roll on from one issue of a form to the next, and names that stand in one place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/hash.h"
#include "match/forms/rolled.h"

enum { MOST = 200 };

struct words {
    uint32_t words[MOST];
    size_t count;
};

/* Words without a digit are even, numbers odd. */
static struct words cut(const char *text)
{
    struct words words = {.count = 0};
    for (const char *at = text; *at;) {
        size_t size = strcspn(at, " ");
        bool digit = *at >= '0' && *at <= '9';
        words.words[words.count++] = ((uint32_t)hash_bytes(at, size) & ~1u) | digit;
        at += size + strspn(at + size, " ");
    }
    return words;
}

static bool rolled(const char *a, const char *b, size_t least)
{
    struct alignment_room room = {.gaps = NULL};
    struct words x = cut(a), y = cut(b);
    bool is, other_way;
    assert_int_equal(numbers_rolled(&room, (struct word_list){x.words, x.count}, (struct word_list){y.words, y.count}, least, &is), WIRECOPY_OK);
    assert_int_equal(numbers_rolled(&room, (struct word_list){y.words, y.count}, (struct word_list){x.words, x.count}, least, &other_way),
                     WIRECOPY_OK);
    assert_int_equal(is, other_way);
    alignment_room_release(&room);
    return is;
}

static const char *const monday =
    "the stores at the mill fell to 375 tons from 460 tons the day before and those at the port to 12 tons from 17 tons";
static const char *const tuesday =
    "the stores at the mill fell to 341 tons from 375 tons the day before and those at the port to 9 tons from 12 tons";

static void the_next_issue_says_what_the_last_one_said(void **state)
{
    (void)state;
    assert_true(rolled(monday, tuesday, 2));
    assert_false(rolled(monday, tuesday, 3)); /* two numbers are new */
    assert_false(rolled(monday, monday, 2));
}

static void in_any_script(void **state)
{
    (void)state;
    assert_true(rolled("库 存 昨 日 为 375 吨 前 一 日 为 460 吨 港 口 今 日 为 12 吨 前 一 日 为 17 吨",
                       "库 存 昨 日 为 341 吨 前 一 日 为 375 吨 港 口 今 日 为 9 吨 前 一 日 为 12 吨", 2));
    assert_true(rolled("انخفض مخزون المطحنة في المدينة إلى 375 طنا من 460 طنا ومخزون الميناء القديم أيضا إلى 12 طنا من 17 طنا",
                       "انخفض مخزون المطحنة في المدينة إلى 341 طنا من 375 طنا ومخزون الميناء القديم أيضا إلى 9 طنا من 12 طنا", 2));
}

static void what_was_cut_or_moved_or_corrected_is_no_other_issue(void **state)
{
    (void)state;
    /* one has all numbers of the other */
    assert_false(
        rolled("the mill has 375 tons in its stores and the port has 12 tons and the quay has 17 tons", "the mill has 375 tons in its stores", 2));
    assert_false(rolled("the mill has 375 tons in its stores and the port has 12 tons in its",
                        "the port has 12 tons in its stores and the mill has 375 tons in its", 2));
    /* one number is another */
    assert_false(rolled("the mill has 375 tons in its stores and the port has 12 tons in its",
                        "the mill has 357 tons in its stores and the port has 12 tons in its", 2));
    /* what stands among other words is another matter */
    assert_false(rolled("the mill has grain in its stores said 12 of 14 men", "the mill has grain in its stores since 1975 or 1981", 2));
}

static bool swapped(const char *a, const char *title_a, const char *names_a, const char *b, const char *title_b, const char *names_b,
                    size_t body_begin)
{
    struct alignment_room room = {.gaps = NULL};
    struct words words[6] = {cut(a), cut(title_a), cut(names_a), cut(b), cut(title_b), cut(names_b)};
    struct word_list lists[6];
    struct named_text texts[2];
    bool is;
    for (size_t i = 0; i < 6; i++)
        lists[i] = (struct word_list){words[i].words, words[i].count};
    for (size_t i = 0; i < 2; i++)
        texts[i] = (struct named_text){.text = lists[3 * i], .body_begin = body_begin, .title = lists[3 * i + 1], .names = lists[3 * i + 2]};
    assert_int_equal(names_swapped(&room, texts, &is), WIRECOPY_OK);
    alignment_room_release(&room);
    return is;
}

static void names_are_found_in_one_place(void **state)
{
    static const char *const title_a = "alder raises its rate", *const title_b = "birch raises its rate";
    (void)state;
    assert_true(swapped("the alder bank raised it", title_a, "alder", "the birch bank raised it", title_b, "birch", 0));
    assert_false(swapped("the alder bank raised it", title_a, "alder", "the bank raised it all", title_b, "birch", 0));
    /* the words between them are the same by chance; a run of three is not */
    assert_true(swapped("the alder bank of the valley raised its rate today", title_a, "alder",
                        "the valley bank that is owned by birch raised its rate today", title_b, "birch", 0));
    assert_false(swapped("alder said that the bank of the valley raised its rate today", title_a, "alder",
                         "men said that the bank of birch raised its rate today", title_b, "birch", 0));
    /* more than sixteen words lie on one side */
    assert_false(swapped("alder raised its rate", title_a, "alder",
                         "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen birch raised its rate",
                         title_b, "birch", 0));
}

static void a_headline_is_no_place_of_names(void **state)
{
    (void)state;
    assert_false(swapped("alder wins the bank raised its rate", "alder wins", "alder wins", "birch loses the bank raised its rate", "birch loses",
                         "birch loses", 2));
    assert_true(swapped("alder wins the bank raised its rate", "alder wins", "alder wins", "birch loses the bank raised its rate", "birch loses",
                        "birch loses", 0));
    assert_true(swapped("alder co the bank raised its rate", "alder wins", "alder wins", "birch loses the bank raised its rate", "birch loses",
                        "birch loses", 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_next_issue_says_what_the_last_one_said), cmocka_unit_test(in_any_script),
                                       cmocka_unit_test(what_was_cut_or_moved_or_corrected_is_no_other_issue),
                                       cmocka_unit_test(names_are_found_in_one_place), cmocka_unit_test(a_headline_is_no_place_of_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
