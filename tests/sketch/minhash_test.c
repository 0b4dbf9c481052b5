/*
 * Signatures: the published vectors (see minhash.h), and every kernel that runs here against the portable one, with the
 * input's last byte before a page that must not be read.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/hash.h"
#include "sketch/minhash.h"

static void vectors_are_the_published_ones(void **state)
{
    static const uint64_t three[] = {0x0123456789abcdef, 0xfedcba9876543210, 0xdeadbeefcafef00d};
    struct family family;
    uint32_t minima[COMPONENTS_MAX];
    uint64_t thousand[1000];
    (void)state;
    family_init(&family, 128, 0);
    assert_int_equal(family.a[0], 0xc77b3abb);
    assert_int_equal(family.b[0], 0x6f87acd9);
    assert_int_equal(family.a[127], 0x7d8b57ab);
    assert_int_equal(family.b[127], 0x72df75fc);
    for (size_t v = 0; v < minhash_variant_count; v++) {
        if (!minhash_variants[v].runs_here())
            continue;
        memset(minima, 0xff, sizeof minima);
        minhash_variants[v].kernel(&family, three, 1, minima);
        assert_int_equal(minima[0], 0xab81b516);
        assert_int_equal(hash_bytes(minima, 128 * sizeof *minima), 0xca5bb83365b76c6d);
        minhash_variants[v].kernel(&family, three + 1, 2, minima); /* piece by piece is the same */
        assert_int_equal(minima[0], 0x6c1269e1);
        assert_int_equal(hash_bytes(minima, 128 * sizeof *minima), 0x62ec7b1bb485d009);
        for (size_t i = 0; i < 1000; i++)
            thousand[i] = hash_counter(1, i);
        memset(minima, 0xff, sizeof minima);
        minhash_variants[v].kernel(&family, thousand, 1000, minima);
        assert_int_equal(hash_bytes(minima, 128 * sizeof *minima), 0xdeee3a9ef1f2e827);
    }
}

/* Room for count shingles that ends where a page without rights begins. */
static uint64_t *before_guard(char *pages, size_t page, size_t count)
{
    return (uint64_t *)(void *)(pages + page - count * sizeof(uint64_t));
}

static void every_kernel_gives_the_same_bits(void **state)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    size_t compared = 0;
    (void)state;
    assert_true(pages != MAP_FAILED && mprotect(pages + page, page, PROT_NONE) == 0);
    for (size_t components = 16; components <= COMPONENTS_MAX; components += components < 160 ? 16 : 88)
        for (size_t count = 0; count <= 70; count++) {
            struct family family;
            uint64_t *shingles = before_guard(pages, page, count);
            uint32_t expected[COMPONENTS_MAX], minima[COMPONENTS_MAX];
            family_init(&family, components, count * 7919 + components);
            for (size_t i = 0; i < count; i++)
                shingles[i] = hash_counter(components, count * 100 + i);
            memset(expected, 0xff, sizeof expected);
            minhash_portable(&family, shingles, count, expected);
            for (size_t v = 0; v < minhash_variant_count; v++) {
                if (!minhash_variants[v].runs_here())
                    continue;
                memset(minima, 0xff, sizeof minima);
                minhash_variants[v].kernel(&family, shingles, count, minima);
                assert_memory_equal(minima, expected, sizeof minima); /* nothing behind the components either */
                compared++;
            }
        }
    assert_true(compared >= 70 * 10);
    munmap(pages, 2 * page);
}

static void equal_components_estimate_resemblance(void **state)
{
    struct family family;
    uint64_t sets[2][600];
    uint32_t minima[2][COMPONENTS_MAX];
    unsigned equal = 0;
    (void)state;
    family_init(&family, 512, 3);
    for (size_t i = 0; i < 600; i++) { /* 300 shared of 900: a third */
        sets[0][i] = hash_counter(5, i);
        sets[1][i] = hash_counter(5, i + 300);
    }
    memset(minima, 0xff, sizeof minima);
    for (size_t s = 0; s < 2; s++)
        minhash_portable(&family, sets[s], 600, minima[s]);
    for (size_t c = 0; c < 512; c++)
        equal += minima[0][c] == minima[1][c];
    assert_true(equal > 512 / 3 - 4 * 11 && equal < 512 / 3 + 4 * 11); /* four standard errors */
}

static void components_are_rounded_up_and_bounded(void **state)
{
    struct family family;
    (void)state;
    family_init(&family, 1, 0);
    assert_int_equal(family.components, 16);
    family_init(&family, 126, 0);
    assert_int_equal(family.components, 128);
    family_init(&family, 10000, 0);
    assert_int_equal(family.components, COMPONENTS_MAX);
    for (size_t c = 0; c < family.components; c++)
        assert_int_equal(family.a[c] & 1, 1);
}

static void a_kernel_is_known_by_its_name(void **state)
{
    (void)state;
    assert_string_equal(minhash_variant_named("portable")->name, "portable");
    assert_null(minhash_variant_named("mmx"));
    assert_true(minhash_variant_named(NULL)->runs_here());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_are_the_published_ones),        cmocka_unit_test(every_kernel_gives_the_same_bits),
        cmocka_unit_test(equal_components_estimate_resemblance), cmocka_unit_test(components_are_rounded_up_and_bounded),
        cmocka_unit_test(a_kernel_is_known_by_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
