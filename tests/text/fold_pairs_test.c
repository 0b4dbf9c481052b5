/*
 * Kernels of pairs write what the rows of characters say, note lines where they end, and stop before what rows cannot say; line breaks are found
 * where they are. Whole texts are compared in fold_whole_test.c; this one needs no utf8proc, and runs where a kernel's machine is only emulated.
 */
#include "text/fold_bytes_testing.h"

#include "text/fold/fold_emit.h"
#include "text/utf8.h"

/* BEHIND: what kernels may write behind their output. */
enum { MOST = 300, BEFORE = 16, BEHIND = 64 };

/* Folds a character of those that a kernel may read; false for others. */
static bool model_of(const uint8_t *text, char **out)
{
    uint32_t row = fold_row(utf8_decode(text));
    size_t length = utf8_length(*text);
    bool solo = false;
    switch (fold_row_class(row)) {
    case FOLD_LETTER:
        *out = emit_letter(*out, emit_load(text, length), row, &solo);
        return true;
    case FOLD_MARK:
        *out = emit_mark(*out, text, length, fold_row_data(row), &solo);
        return true;
    case FOLD_SPACE:
    case FOLD_CHECK:
        *out = emit_space(*out);
        return true;
    case FOLD_DROP:
        return true;
    default:
        return false;
    }
}

/* What a kernel should give for the bytes that it read. */
static void fold_model(const uint8_t *text, size_t read, size_t size, char *out, struct fold_lines *lines, size_t *written_out)
{
    const char *begin = out;
    for (size_t i = 0; i < read; i += utf8_length(text[i])) {
        char *before = out;
        assert_true(model_of(text + i, &out));
        if (!lines)
            continue;
        fold_lines_written(lines, before, out);
        if (lines_end_behind(text + i, text + size)) {
            lines->begin = text + i + utf8_length(text[i]);
            lines->ended = true;
        }
    }
    *written_out = (size_t)(out - begin);
}

/* Room for what a kernel writes from a text, and no byte more. */
struct rooms {
    struct guarded text, folded;
};

static void same_pairs(const struct fold_kernel *kernel, const struct rooms *rooms, size_t size, uint32_t page, char before, bool with_lines)
{
    const uint8_t *text = rooms->text.bytes;
    char want[BEFORE + 2 * MOST + BEHIND], *got = (char *)rooms->folded.bytes;
    uint32_t got_ends[MOST + 2], want_ends[MOST + 2];
    bool ended = before == ' ' && size % 2;
    struct fold_lines of_got = {text, got + BEFORE, got_ends, 0, ended}, of_want = {text, want + BEFORE, want_ends, 0, ended};
    struct ascii_folded folded;
    size_t written;
    memset(got, ' ', BEFORE);
    memset(want, ' ', BEFORE);
    got[BEFORE - 1] = want[BEFORE - 1] = before;
    folded = kernel->fold_pairs(text, size, got + BEFORE, page, with_lines ? &of_got : NULL);
    assert_true(folded.read <= size);
    fold_model(text, folded.read, size, want + BEFORE, with_lines ? &of_want : NULL, &written);
    assert_int_equal(folded.written, written);
    assert_memory_equal(got + BEFORE - 1, want + BEFORE - 1, written + 1);
    if (folded.read < size) /* it stops before nothing plain */
        assert_false(fold_row_class(fold_row(text[folded.read])) == FOLD_LETTER && text[folded.read] < 0x80);
    if (!with_lines)
        return;
    assert_int_equal(of_got.count, of_want.count);
    assert_memory_equal(got_ends, want_ends, of_want.count * sizeof *got_ends);
    assert_int_equal(of_got.ended, of_want.ended);
    assert_ptr_equal(of_got.begin, of_want.begin);
}

static void pairs_are_folded_as_their_rows_say(void **state)
{
    static const char befores[] = {' ', 'a', 'w', 'p'};
    static const int kinds[] = {0, 1, 4, 6};
    uint64_t seed = random_seed();
    (void)state;
    for (size_t k = 0; k < fold_kernel_count; k++)
        for (size_t size = 0; size <= MOST && fold_kernels[k].fold_pairs && fold_kernels[k].runs(); size++)
            for (int round = 0; round < 24; round++) {
                struct rooms rooms;
                uint8_t text[MOST];
                size_t valid;
                fill(&seed, text, size, kinds[round % 4]);
                valid = utf8_valid(text, size);
                rooms = (struct rooms){guarded_bytes(valid), guarded_bytes(BEFORE + valid + BEHIND)};
                memcpy(rooms.text.bytes, text, valid);
                same_pairs(&fold_kernels[k], &rooms, valid, random_below(&seed, 8), befores[round / 4 % 4], round / 4 % 2);
                guarded_release(&rooms.text);
                guarded_release(&rooms.folded);
            }
}

static void breaks_are_found_where_they_are(void **state)
{
    static const char *const pieces[] = {"\n",           "\r", "\v",       "\f",       "\xC2\x85",     "\xE2\x80\xA8",
                                         "\xE2\x80\xA9", "a",  "\xD9\x85", "\xC3\x85", "\xE2\x81\xA8", " x. "};
    uint64_t seed = random_seed();
    (void)state;
    for (size_t k = 0; k < fold_kernel_count; k++)
        for (size_t size = 0; size <= MOST && fold_kernels[k].breaks && fold_kernels[k].runs(); size++) {
            struct guarded text = guarded_bytes(size), positions = guarded_bytes((size + BEHIND) * sizeof(uint32_t));
            const uint32_t *got = (const uint32_t *)(const void *)positions.bytes;
            uint32_t others = 1 + random_below(&seed, 40);
            size_t count = 0, found;
            for (size_t i = 0; i < size;) {
                const char *piece = random_below(&seed, others) ? "b" : pieces[random_below(&seed, sizeof pieces / sizeof *pieces)];
                size_t length = strlen(piece) < size - i ? strlen(piece) : size - i;
                memcpy(text.bytes + i, piece, length);
                i += length;
            }
            found = fold_kernels[k].breaks(text.bytes, 0, size, (uint32_t *)(void *)positions.bytes);
            for (size_t i = 0; i < size; i++) {
                uint8_t c = text.bytes[i], one = i > 0 ? text.bytes[i - 1] : 0, two = i > 1 ? text.bytes[i - 2] : 0;
                bool ends = (c >= '\n' && c <= '\r') || (c == 0x85 && one == 0xC2) || ((c == 0xA8 || c == 0xA9) && one == 0x80 && two == 0xE2);
                if (count < found && got[count] == i)
                    count++; /* others are harmless */
                else
                    assert_false(ends);
            }
            assert_int_equal(count, found);
            guarded_release(&text);
            guarded_release(&positions);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_are_folded_as_their_rows_say),
        cmocka_unit_test(breaks_are_found_where_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
