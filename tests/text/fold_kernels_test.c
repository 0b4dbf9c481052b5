/* Every kernel gives the portable kernel's bits, reads no byte beyond its input, and writes none beyond what it may. */
#include "text/fold_bytes_testing.h"

#include "text/fold/fold_kernels.h"
#include "text/words_hash.h"
#include "text/number_words.h"
#include "text/utf8.h"

/* What kernels may write behind their output, and read around words; see fold_kernels.h. */
enum { MOST = 300, BEHIND_FOLDED = 64, BEHIND_POSITIONS = 64, BEFORE_WORDS = 16, BEHIND_WORDS_READ = 128, BEHIND_WORDS = 16 };

/* Room for what a kernel writes from size bytes, and no byte more. */
struct rooms {
    struct guarded folded, positions;
};

/* What a kernel of pairs makes of ASCII, up to the first other byte. */
static void same_ascii(const struct fold_kernel *kernel, const uint8_t *bytes, size_t size, const struct rooms *rooms)
{
    static const char befores[] = {' ', 'a', 'w', 'p', 's', 'm', '9'};
    for (size_t i = 0; i < size; i++)
        if (bytes[i] >= 0x80)
            size = i;
    for (size_t b = 0; kernel->fold_pairs && b < sizeof befores; b++) {
        char *got = (char *)rooms->folded.bytes, want[1 + MOST + BEHIND_FOLDED];
        struct ascii_folded a, z;
        got[0] = want[0] = befores[b];
        a = kernel->fold_pairs(bytes, size, got + 1, 0, NULL);
        z = fold_ascii_portable(bytes, size, want + 1);
        assert_int_equal(a.read, z.read);
        assert_int_equal(a.written, z.written);
        assert_memory_equal(got, want, z.written + 1);
    }
}

static void same_candidates(const struct fold_kernel *kernel, const uint8_t *bytes, size_t begin, size_t size, const struct rooms *rooms)
{
    uint32_t *got = (uint32_t *)(void *)rooms->positions.bytes + begin, want[MOST + BEHIND_POSITIONS];
    size_t count = fold_candidates_portable(bytes, begin, size, want);
    assert_int_equal(kernel->candidates(bytes, begin, size, got), count);
    assert_memory_equal(got, want, count * sizeof *got);
}

static void the_same_before_a_guard_page(uint64_t *seed, const struct fold_kernel *kernel, size_t size)
{
    struct guarded guarded = guarded_bytes(size);
    struct rooms rooms = {guarded_bytes(1 + size + BEHIND_FOLDED), guarded_bytes((size + BEHIND_POSITIONS) * sizeof(uint32_t))};
    for (int round = 0; round < 40; round++) {
        fill(seed, guarded.bytes, size, round % 5);
        same_ascii(kernel, guarded.bytes, size, &rooms);
        assert_int_equal(kernel->valid(guarded.bytes, size), fold_valid_portable(guarded.bytes, size));
        same_candidates(kernel, guarded.bytes, 0, size, &rooms);
        if (size > 0)
            same_candidates(kernel, guarded.bytes, random_below(seed, (uint32_t)size), size, &rooms);
    }
    guarded_release(&guarded);
    guarded_release(&rooms.folded);
    guarded_release(&rooms.positions);
}

static void every_kernel_gives_the_portable_bits(void **state)
{
    uint64_t seed = random_seed();
    (void)state;
    for (size_t k = 0; k < fold_kernel_count; k++)
        for (size_t size = 0; fold_kernels[k].runs() && size <= MOST; size++)
            the_same_before_a_guard_page(&seed, &fold_kernels[k], size);
}

/* Words of letters and digits, by chance short or long. */
static void fill_words(uint64_t *seed, char *bytes, size_t size, uint32_t kinds)
{
    for (size_t i = 0; i < size; i++)
        bytes[i] = "ab12\xD8\xB9 "[random_below(seed, kinds)];
    for (size_t i = 0; i < size; i++)
        if (bytes[i] == ' ' && (i == 0 || i == size - 1 || bytes[i - 1] == ' '))
            bytes[i] = 'x';
}

/* Lines that end where words do, by chance; returns how many. */
static size_t choose_lines(uint64_t *seed, const char *bytes, size_t size, uint32_t *line_ends)
{
    uint32_t kind = random_below(seed, 3); /* each word a line, some, one */
    size_t count = 0;
    for (size_t i = 0; i < size; i++)
        if (bytes[i] == ' ' && (kind == 0 || (kind == 1 && random_below(seed, 5) == 0)))
            line_ends[count++] = (uint32_t)i;
    line_ends[count++] = (uint32_t)size;
    line_ends[count] = UINT32_MAX;
    return count;
}

/* Room for what is made of words and lines, and no byte more. */
struct word_rooms {
    struct guarded words, ends, marks, line_words;
};

static void same_words(uint64_t *seed, const struct fold_kernel *kernel, const char *bytes, size_t size, const struct word_rooms *rooms)
{
    uint32_t words[MOST / 2 + 1 + BEHIND_WORDS], ends[MOST / 2 + 1 + BEHIND_WORDS], line_ends[MOST / 2 + 2], line_words[MOST / 2 + 2];
    uint64_t marks[MOST / 128 + 2];
    struct number_words listed = {0};
    const struct fold_cut want = {bytes, size, &listed.filter, line_ends, words, ends, marks, line_words};
    struct fold_cut got = want;
    size_t lines = choose_lines(seed, bytes, size, line_ends), count;
    got.words = (uint32_t *)(void *)rooms->words.bytes;
    got.ends = (uint32_t *)(void *)rooms->ends.bytes;
    got.marks = (uint64_t *)(void *)rooms->marks.bytes;
    got.line_words = (uint32_t *)(void *)rooms->line_words.bytes + (MOST / 2 + 2 - (lines + 1));
    count = fold_words_portable(&want);
    for (size_t i = random_below(seed, 40); i < count; i += 1 + random_below(seed, 40))
        number_words_add(&listed, words[i] & ~(uint32_t)WORD_HAS_DIGIT);
    listed.filter.bits[random_below(seed, NUMBER_WORD_FILTER)] = UINT64_MAX; /* which many pass that are not listed */
    fold_words_portable(&want);
    assert_int_equal(kernel->words(&got), count);
    assert_memory_equal(got.words, words, count * sizeof *words);
    assert_memory_equal(got.ends, ends, count * sizeof *ends);
    assert_memory_equal(got.line_words, line_words, lines * sizeof *line_words);
    for (size_t i = 0; i < count; i++) {
        uint64_t mark = got.marks[i / 64] >> i % 64 & 1;
        assert_true(mark >= number_words_mask(&listed, words[i]));
        assert_true(mark <= (marks[i / 64] >> i % 64 & 1));
    }
    assert_int_equal(line_words[lines - 1], count);
}

static void the_same_words_before_a_guard_page(uint64_t *seed, const struct fold_kernel *kernel, size_t size)
{
    const size_t room = size / 2 + 1 + BEHIND_WORDS;
    struct guarded block = guarded_bytes(BEFORE_WORDS + size + BEHIND_WORDS_READ);
    struct word_rooms rooms = {guarded_bytes(room * sizeof(uint32_t)), guarded_bytes(room * sizeof(uint32_t)),
                               guarded_bytes((room / 64 + 2) * sizeof(uint64_t)), guarded_bytes((MOST / 2 + 2) * sizeof(uint32_t))};
    char *bytes = (char *)block.bytes + BEFORE_WORDS;
    memset(block.bytes, '7', BEFORE_WORDS + size + BEHIND_WORDS_READ); /* digits around belong to no word */
    for (int round = 0; round < 20; round++) {
        fill_words(seed, bytes, size, round % 2 ? 7 : 4);
        if (round % 4 == 3) /* as many words as there can be */
            for (size_t i = 0; i + 1 < size; i += 2)
                memcpy(bytes + i, "y z", i + 2 < size ? 3 : 1);
        if (round % 4 == 2) /* most of three bytes */
            for (size_t i = 0; i + 5 < size; i += 4)
                memcpy(bytes + i, random_below(seed, 20) ? "abc d" : "7xyzd", 5);
        same_words(seed, kernel, bytes, size, &rooms);
    }
    guarded_release(&block);
    guarded_release(&rooms.words);
    guarded_release(&rooms.ends);
    guarded_release(&rooms.marks);
    guarded_release(&rooms.line_words);
}

static void every_kernel_cuts_the_same_words(void **state)
{
    uint64_t seed = random_seed();
    (void)state;
    for (size_t k = 0; k < fold_kernel_count; k++)
        for (size_t size = 1; fold_kernels[k].runs() && size <= MOST; size++)
            the_same_words_before_a_guard_page(&seed, &fold_kernels[k], size);
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

static void lines_are_hashed_as_xxh3_hashes_them_before_a_guard_page(void **state)
{
    enum { BEHIND = 128, MOST_BYTES = 600 };
    struct guarded guarded = guarded_bytes(MOST_BYTES + BEHIND);
    uint64_t seed = random_seed();
    (void)state;
    for (size_t i = 0; i < MOST_BYTES + BEHIND; i++)
        guarded.bytes[i] = (uint8_t)random_below(&seed, 256);
    for (size_t k = 0; k < fold_kernel_count; k++)
        for (size_t size = 1; size <= MOST_BYTES && fold_kernels[k].runs(); size++) {
            const char *line = (const char *)guarded.bytes + MOST_BYTES - size;
            assert_int_equal(fold_kernels[k].line_hash(line, size), hash_bytes(line, size));
        }
    guarded_release(&guarded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_hashed_as_xxh3_hashes_them_before_a_guard_page),
        cmocka_unit_test(every_kernel_gives_the_portable_bits),
        cmocka_unit_test(every_kernel_cuts_the_same_words),
        cmocka_unit_test(validity_is_that_of_the_unicode_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
