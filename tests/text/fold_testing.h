/* What the tests of folding share: a folder that must work, folded text as one string, a seeded random number, an input that ends at a guard page. */
#ifndef WIRECOPY_TESTS_TEXT_FOLD_TESTING_H
#define WIRECOPY_TESTS_TEXT_FOLD_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "text/fold/fold.h"

static inline struct folder *must_create(const char *kernel)
{
    struct folder *folder = NULL;
    assert_int_equal(folder_create(&folder), WIRECOPY_OK);
    assert_int_equal(folder_use_kernel(folder, kernel), WIRECOPY_OK);
    return folder;
}

/* The folded words, one space between two and "|" between lines; valid until the next call. */
static inline const char *folded_lines(const struct folded *folded)
{
    static char *out;
    const char *from = folded->bytes, *end = folded->bytes + folded->byte_count;
    size_t size = 0;
    free(out);
    out = malloc(folded->byte_count + 1);
    assert_non_null(out);
    for (size_t i = 0; i < folded->line_count; i++)
        for (uint32_t w = 0; w < folded->lines[i].word_count; w++) {
            for (; from < end && *from != ' '; from++)
                out[size++] = *from;
            from++;
            out[size++] = w + 1 < folded->lines[i].word_count ? ' ' : '|';
        }
    out[size ? size - 1 : 0] = '\0';
    return out;
}

static inline const char *lines_of_bytes(struct folder *folder, const char *text, size_t size)
{
    struct folded folded;
    assert_int_equal(fold_text(folder, text, size, &folded), WIRECOPY_OK);
    return folded_lines(&folded);
}

static inline const char *lines_of(struct folder *folder, const char *text)
{
    return lines_of_bytes(folder, text, strlen(text));
}

static inline const char *title_of(struct folder *folder, const char *title)
{
    struct folded folded;
    assert_int_equal(fold_title(folder, title, strlen(title), &folded), WIRECOPY_OK);
    return folded_lines(&folded);
}

/* Random numbers for property tests: WIRECOPY_TEST_SEED or 1, printed (xorshift64*). */
static inline uint64_t random_seed(void)
{
    const char *given = getenv("WIRECOPY_TEST_SEED");
    uint64_t seed = given ? strtoull(given, NULL, 0) : 1;
    printf("WIRECOPY_TEST_SEED=%llu\n", (unsigned long long)seed);
    return seed * UINT64_C(0x9E3779B97F4A7C15) | 1;
}

static inline uint32_t random_below(uint64_t *state, uint32_t bound)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (uint32_t)(((*state * UINT64_C(0x2545F4914F6CDD1D)) >> 32) * bound >> 32);
}

/* size bytes whose last stands before a page that nobody may touch. */
struct guarded {
    uint8_t *block, *bytes;
    size_t block_bytes;
};

static inline struct guarded guarded_bytes(size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), block_bytes = (size + page - 1) / page * page + page;
    struct guarded guarded = {mmap(NULL, block_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), NULL, block_bytes};
    assert_true(guarded.block != MAP_FAILED);
    assert_int_equal(mprotect(guarded.block + block_bytes - page, page, PROT_NONE), 0);
    guarded.bytes = guarded.block + block_bytes - page - size;
    return guarded;
}

static inline void guarded_release(struct guarded *guarded)
{
    munmap(guarded->block, guarded->block_bytes);
}

#endif
