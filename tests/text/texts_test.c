/* The folded texts of a corpus: what was added comes back, in memory or in files, and what failed leaves no trace. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/hash.h"
#include "text/packed_lines.h"
#include "text/texts.h"

/* Some texts have no line; one has more than are written at a time. */
enum { TEXTS = 3000, LINES_MOST = 1000, WORDS_MOST = 4 * LINES_MOST };

static struct line lines[LINES_MOST];
static uint32_t words[WORDS_MOST];

static size_t make_text(uint32_t number, size_t *word_count)
{
    size_t line_count = number == 7 ? LINES_MOST : hash_counter(1, number) % 40;
    *word_count = 0;
    for (size_t i = 0; i < line_count; i++) {
        lines[i] = (struct line){.hash = hash_counter(number, i), .masked = i, .word_count = (uint32_t)(1 + hash_counter(2, i) % 4)};
        for (uint32_t w = 0; w < lines[i].word_count; w++, ++*word_count)
            words[*word_count] = (uint32_t)hash_counter(3 + number, *word_count);
    }
    return line_count;
}

static void is_as_added(const struct texts *texts, uint32_t number, struct text_view *view, bool both)
{
    size_t word_count, line_count = make_text(number, &word_count);
    assert_int_equal(texts_lines(texts, number, view), WIRECOPY_OK);
    assert_int_equal(view->line_count, line_count);
    assert_memory_equal(view->lines, lines, line_count * sizeof *lines);
    if (!both)
        return;
    assert_int_equal(texts_words(texts, number, view), WIRECOPY_OK);
    assert_int_equal(view->line_count, line_count);
    assert_int_equal(view->word_count, word_count);
    assert_memory_equal(view->words, words, word_count * sizeof *words);
    for (size_t i = 0; i < line_count; i++)
        assert_int_equal(view->line_words[i], lines[i].word_count);
    assert_memory_equal(view->lines, lines, line_count * sizeof *lines); /* they are good yet */
}

/* Every write to a file fails once; what was refused is added again. Returns how many were. */
static size_t add_all(struct texts *texts)
{
    size_t refused = 0;
    for (uint32_t number = 0; number < TEXTS; number++) {
        size_t word_count, line_count = make_text(number, &word_count);
        scratch_fail_write_at(1);
        if (texts_add(texts, lines, line_count, words, word_count) != WIRECOPY_OK) {
            refused++;
            assert_int_equal(texts_count(texts), number);
            assert_int_equal(texts_add(texts, lines, line_count, words, word_count), WIRECOPY_OK);
        }
    }
    scratch_fail_write_at(0);
    assert_int_equal(texts_count(texts), TEXTS);
    return refused;
}

static void texts_come_back_in_any_order(void **state)
{
    (void)state;
    for (uint64_t memory = 0; memory <= 16 << 20; memory += 1 << 20) {
        struct scratch_space *space;
        struct texts *texts;
        struct text_view here_and_there = {0}, ahead = {.ahead = true};
        size_t refused;
        assert_int_equal(scratch_space_create(NULL, memory, &space), WIRECOPY_OK);
        assert_int_equal(texts_create(space, 0, &texts), WIRECOPY_OK);
        refused = add_all(texts);
        assert_true(refused > 0 || memory > 1 << 20);
        assert_true(refused == 0 || memory < 16 << 20);
        for (uint32_t number = 0; number < TEXTS; number += 1 + (uint32_t)(hash_counter(4, number) % 3))
            is_as_added(texts, number, &ahead, number % 2);
        is_as_added(texts, 5, &ahead, true); /* anew */
        is_as_added(texts, 9, &ahead, true);
        for (uint64_t i = 0; i < TEXTS / 4; i++)
            is_as_added(texts, (uint32_t)(hash_counter(5, i) % TEXTS), &here_and_there, i % 2);
        text_view_release(&here_and_there);
        text_view_release(&ahead);
        texts_free(texts);
        scratch_space_free(space);
    }
}

/* Some lines have masked hashes of their own, some have as many words as fill a byte, or more. */
static size_t make_lines(uint32_t number)
{
    size_t count = 1 + hash_counter(6, number) % PACKED_LINES_MOST;
    for (size_t i = 0; i < count; i++) {
        uint64_t kind = hash_counter(7 + number, i);
        lines[i] =
            (struct line){.hash = hash_counter(8, i), .masked = hash_counter(kind % 3 == 0 ? 9 : 8, i), .word_count = (uint32_t)(1 + kind % 11)};
        if (kind % 7 == number % 7)
            lines[i].word_count = (uint32_t)(120 + kind % 16) << kind % 3 * 8;
    }
    return count;
}

static void lines_come_back_from_blocks(void **state)
{
    (void)state;
    for (uint32_t number = 0; number < 2000; number++) {
        unsigned char block[PACKED_BLOCK_MOST];
        struct line back[PACKED_LINES_MOST];
        size_t count = make_lines(number), size = packed_lines_put(lines, count, block), back_count;
        assert_int_equal(size % 8, 0);
        assert_true(size <= PACKED_BLOCK_MOST);
        assert_int_equal(packed_lines_bytes(lines, count), size);
        assert_int_equal(packed_lines_size(block, &back_count), size);
        assert_int_equal(back_count, count);
        assert_true(packed_lines_take(block, back));
        assert_memory_equal(back, lines, count * sizeof *lines);
    }
}

/* Whatever bytes are changed, nothing is read or written beyond a block. */
static void blocks_that_contradict_themselves_are_refused(void **state)
{
    (void)state;
    for (uint32_t number = 0; number < 2000; number++) {
        unsigned char block[PACKED_BLOCK_MOST];
        struct line back[PACKED_LINES_MOST];
        size_t count = make_lines(number), size = packed_lines_put(lines, count, block), at = hash_counter(10, number) % size;
        block[number % 2 ? at : at % PACKED_HEAD_BYTES] ^= (unsigned char)(1 + hash_counter(11, number) % 255);
        if (packed_lines_size(block, &count) == size && packed_lines_take(block, back))
            assert_true(count <= PACKED_LINES_MOST);
    }
    for (size_t masked = 0; masked < 2; masked++) { /* one hash too few and too many */
        unsigned char block[PACKED_BLOCK_MOST];
        struct line back[2];
        lines[0] = (struct line){.hash = 1, .masked = 1, .word_count = 1};
        lines[1] = (struct line){.hash = 2, .masked = 2 + masked, .word_count = 1};
        packed_lines_put(lines, 2, block);
        block[PACKED_HEAD_BYTES + (2 + masked) * 8] ^= 1; /* the first line's byte */
        assert_false(packed_lines_take(block, back));
    }
}

/* What others could have of the space's memory. */
static uint64_t memory_left(struct scratch_space *space)
{
    uint64_t left = scratch_space_claim(space, UINT64_MAX);
    scratch_space_return(space, left);
    return left;
}

/* Whether the words leave more than half of the memory to others; the texts are as they were. */
static bool leaves_memory(uint64_t memory_bytes, uint32_t copies)
{
    struct scratch_space *space;
    struct texts *texts;
    struct text_view view = {0};
    size_t word_count, line_count = make_text(7, &word_count);
    uint64_t left;
    assert_int_equal(scratch_space_create(NULL, memory_bytes, &space), WIRECOPY_OK);
    assert_int_equal(texts_create(space, memory_bytes, &texts), WIRECOPY_OK);
    for (uint32_t copy = 0; copy < copies; copy++)
        assert_int_equal(texts_add(texts, lines, line_count, words, word_count), WIRECOPY_OK);
    left = memory_left(space);
    for (uint32_t copy = 0; copy < copies; copy++) {
        assert_int_equal(texts_words(texts, copy, &view), WIRECOPY_OK);
        assert_int_equal(view.word_count, word_count);
        assert_memory_equal(view.words, words, word_count * sizeof *words);
    }
    text_view_release(&view);
    texts_free(texts);
    scratch_space_free(space);
    return left > memory_bytes / 2;
}

static void words_leave_memory_to_others_where_most_are_in_a_file(void **state)
{
    enum { MEMORY = 1 << 20, FEW = 20, SOME = 100, MANY = 400 }; /* of 15 KB each */
    (void)state;
    assert_false(leaves_memory(MEMORY, FEW));  /* all are in memory */
    assert_false(leaves_memory(MEMORY, SOME)); /* half of them */
    assert_true(leaves_memory(MEMORY, MANY));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_come_back_in_any_order),
        cmocka_unit_test(lines_come_back_from_blocks),
        cmocka_unit_test(blocks_that_contradict_themselves_are_refused),
        cmocka_unit_test(words_leave_memory_to_others_where_most_are_in_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
