/* Every kernel gives the portable kernel's bits, and reads no byte beyond its input. */
#include "text/fold_testing.h"

#include "text/fold_kernels.h"
#include "text/number_words.h"
#include "text/utf8.h"

enum { MOST = 300, BEYOND = 144 };

/* Bytes that kernels look for, and others. */
static void fill(uint64_t *seed, uint8_t *bytes, size_t size, int kind)
{
    static const char ascii[] = "abcXYZpswm019 ...,,  @:/\n\r!?_-'\"";
    static const char *const pairs[] = {"\xD8\xA7", "\xD9\x84", "\xD9\x85", "\xD9\x8A", "\xD9\x8E", "\xD9\x94", "\xD9\xA3", "\xD8\x8C", "\xDB\x8C",
                                        " ",        " ",        "7",        "a",        "\xC3\xA9", "\xC3\x89", "\xC2\xAB", "\xC2\xAD", "\xC3\x9F",
                                        "\xD0\x9F", "\xD1\x80", "\xD7\xA9", "\xD6\xB8", "\xCC\x81", "w",        ".",        "/"};
    static const char *const mixed[] = {"\xD8\x9F",     "\xD9\x85", "\xE3\x80\x82", "\xEF\xBC\x81",    "\xEF\xBC\x9F", "\xC2\x85", "\xE2\x80\xA8",
                                        "\xE2\x80\xA9", "a",        ". ",           "\xF0\x9F\x98\x80"};
    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)ascii[random_below(seed, kind == 0 ? 10 : sizeof ascii - 1)];
    if (kind == 2)
        for (size_t i = 0; i < size;) {
            const char *piece = mixed[random_below(seed, sizeof mixed / sizeof *mixed)];
            size_t length = strlen(piece) < size - i ? strlen(piece) : size - i;
            memcpy(bytes + i, piece, length);
            i += length;
        }
    if (kind == 4) {
        size_t first = random_below(seed, 2) ? 0 : 8, count = first ? sizeof pairs / sizeof *pairs - first : 13;
        for (size_t i = 0; i < size;) {
            const char *piece = pairs[first + random_below(seed, (uint32_t)count)];
            size_t length = strlen(piece) < size - i ? strlen(piece) : size - i;
            memcpy(bytes + i, piece, length);
            i += length;
        }
    }
    if (kind == 3 && size > 0)
        for (size_t i = random_below(seed, 1 + (uint32_t)size / 20); i > 0; i--)
            bytes[random_below(seed, (uint32_t)size)] = (uint8_t)random_below(seed, 256);
}

static void same_ascii(const struct fold_kernel *kernel, const uint8_t *bytes, size_t size)
{
    static const char befores[] = {' ', 'a', 'w', 'p', 's', 'm', '9'};
    for (size_t b = 0; b < sizeof befores; b++) {
        char got[1 + MOST + BEYOND], want[1 + MOST + BEYOND];
        struct ascii_folded a, z;
        got[0] = want[0] = befores[b];
        a = kernel->fold_ascii(bytes, size, got + 1);
        z = fold_ascii_portable(bytes, size, want + 1);
        assert_int_equal(a.read, z.read);
        assert_int_equal(a.written, z.written);
        assert_memory_equal(got, want, z.written + 1);
    }
}

static void same_candidates(const struct fold_kernel *kernel, const uint8_t *bytes, size_t size, size_t begin)
{
    uint32_t got[MOST + 64], want[MOST + 64];
    size_t count = fold_candidates_portable(bytes, begin, size, want);
    assert_int_equal(kernel->candidates(bytes, begin, size, got), count);
    assert_memory_equal(got, want, count * sizeof *got);
}

static void every_kernel_gives_the_portable_bits(void **state)
{
    uint64_t seed = random_seed();
    (void)state;
    for (size_t k = 0; k < fold_kernel_count; k++) {
        const struct fold_kernel *kernel = &fold_kernels[k];
        if (!kernel->runs())
            continue;
        for (size_t size = 0; size <= MOST; size++) {
            struct guarded guarded = guarded_bytes(size);
            for (int round = 0; round < 40; round++) {
                fill(&seed, guarded.bytes, size, round % 5);
                same_ascii(kernel, guarded.bytes, size);
                assert_int_equal(kernel->valid(guarded.bytes, size), fold_valid_portable(guarded.bytes, size));
                same_candidates(kernel, guarded.bytes, size, 0);
                if (size > 0)
                    same_candidates(kernel, guarded.bytes, size, random_below(&seed, (uint32_t)size));
            }
            guarded_release(&guarded);
        }
    }
}

static void every_kernel_cuts_the_same_words(void **state)
{
    uint64_t seed = random_seed();
    (void)state;
    for (size_t k = 0; k < fold_kernel_count; k++) {
        if (!fold_kernels[k].runs())
            continue;
        for (size_t size = 1; size <= MOST; size++)
            for (int round = 0; round < 20; round++) {
                char block[16 + MOST + BEYOND], *bytes = block + 16;
                uint32_t got[2][MOST + 16], want[2][MOST + 16];
                uint64_t filter[NUMBER_WORD_FILTER] = {0};
                size_t count;
                memset(block, '7', sizeof block); /* digits around belong to no word */
                filter[random_below(&seed, NUMBER_WORD_FILTER)] = UINT64_MAX;
                for (size_t i = 0; i < size; i++)
                    bytes[i] = "ab12\xD8\xB9 "[random_below(&seed, round % 2 ? 7 : 4)];
                for (size_t i = 0; i < size; i++)
                    if (bytes[i] == ' ' && (i == 0 || i == size - 1 || bytes[i - 1] == ' '))
                        bytes[i] = 'x';
                count = fold_words_portable(bytes, size, filter, want[0], want[1]);
                assert_int_equal(fold_kernels[k].words(bytes, size, filter, got[0], got[1]), count);
                assert_memory_equal(got[0], want[0], count * sizeof **got);
                assert_memory_equal(got[1], want[1], count * sizeof **got);
            }
    }
}

static void validity_is_that_of_the_unicode_table(void **state)
{
    /* every pair and, after each lead of more, every third byte: held against a decoder that checks ranges of values */
    (void)state;
    for (size_t k = 0; k < fold_kernel_count; k++) {
        if (!fold_kernels[k].runs())
            continue;
        for (uint32_t c = 0; c < 0x110000; c += c < 0x3000 ? 1 : 61) {
            char text[70];
            size_t length, at = c % 40;
            memset(text, 'x', sizeof text);
            length = utf8_encode(c, text + at);
            assert_int_equal(fold_kernels[k].valid((const uint8_t *)text, sizeof text), c >= 0xD800 && c <= 0xDFFF ? at : sizeof text);
            for (size_t cut = 1; cut < length; cut++) { /* cut off inside, and at the end of the input */
                assert_int_equal(fold_kernels[k].valid((const uint8_t *)text, at + cut), at);
                text[at + length - cut] = 'x';
                assert_int_equal(fold_kernels[k].valid((const uint8_t *)text, sizeof text), at);
            }
        }
        assert_int_equal(fold_kernels[k].valid((const uint8_t *)"\xF4\x90\x80\x80", 4), 0);
        assert_int_equal(fold_kernels[k].valid((const uint8_t *)"a\xC0\x80", 3), 1);
        assert_int_equal(fold_kernels[k].valid((const uint8_t *)"\xE0\x9F\xBF", 3), 0);
        assert_int_equal(fold_kernels[k].valid((const uint8_t *)"\xF0\x8F\xBF\xBF", 4), 0);
    }
}

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
        for (int round = 0; round < 3000; round++) {
            size_t size = random_below(&seed, 400);
            struct guarded guarded = guarded_bytes(size);
            struct folded got, want;
            fill(&seed, guarded.bytes, size, round % 5);
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
            guarded_release(&guarded);
        }
        folder_free(folder);
        folder_free(portable);
    }
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
        cmocka_unit_test(every_kernel_gives_the_portable_bits),    cmocka_unit_test(every_kernel_cuts_the_same_words),
        cmocka_unit_test(validity_is_that_of_the_unicode_table),   cmocka_unit_test(whole_texts_fold_alike_on_every_kernel_before_a_guard_page),
        cmocka_unit_test(a_kernel_that_does_not_exist_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
