/* Hashes are XXH3's whatever the machine, and do not move from release to release. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/hash_variants.h"

enum { MOST_BYTES = 5000 };

static unsigned char *some_bytes(void)
{
    unsigned char *bytes = malloc(MOST_BYTES);
    assert_non_null(bytes);
    for (size_t i = 0; i < MOST_BYTES; i++)
        bytes[i] = (unsigned char)hash_counter(1, i);
    return bytes;
}

static void every_variant_gives_the_bits_of_xxh3(void **state)
{
    unsigned char *bytes = some_bytes();
    (void)state;
    for (size_t v = 0; v < hash_variant_count; v++)
        for (size_t size = HASH_LONG_BYTES; hash_variants[v].runs() && size <= MOST_BYTES; size += 1 + size / 50) {
            const unsigned char *at = bytes + MOST_BYTES - size; /* at any alignment, up to the end */
            XXH128_hash_t wide = XXH3_128bits(at, size);
            struct hash128 got = hash_variants[v].hash_128(at, size);
            assert_true(hash_variants[v].hash(at, size) == XXH3_64bits(at, size));
            assert_true(got.high == wide.high64 && got.low == wide.low64);
        }
    free(bytes);
}

static void every_variant_hashes_pairs_as_their_bytes(void **state)
{
    enum { PAIRS_MOST = 70 };
    uint32_t pairs[2 * PAIRS_MOST], hashes[PAIRS_MOST + 1];
    (void)state;
    for (size_t i = 0; i < 2 * PAIRS_MOST; i++)
        pairs[i] = i < 2 ? UINT32_MAX * (uint32_t)i : (uint32_t)hash_counter(2, i);
    for (size_t v = 0; v < hash_variant_count; v++)
        for (size_t count = 0; hash_variants[v].runs() && count <= PAIRS_MOST; count++) {
            hashes[count] = 7;
            hash_variants[v].pairs(pairs + 2 * (PAIRS_MOST - count), count, hashes);
            for (size_t i = 0; i < count; i++)
                assert_int_equal(hashes[i], hash_bytes(pairs + 2 * (PAIRS_MOST - count + i), 2 * sizeof *pairs) >> 32);
            assert_int_equal(hashes[count], 7); /* nothing behind them is written */
        }
}

static void short_and_long_inputs_are_hashed_alike(void **state)
{
    unsigned char *bytes = some_bytes();
    (void)state;
    for (size_t size = 0; size <= MOST_BYTES; size += size < 2 * HASH_LONG_BYTES ? 1 : 61) {
        XXH128_hash_t wide = XXH3_128bits(bytes, size);
        struct hash128 got = hash_bytes_128(bytes, size);
        assert_true(hash_bytes(bytes, size) == XXH3_64bits(bytes, size));
        assert_true(got.high == wide.high64 && got.low == wide.low64);
    }
    free(bytes);
}

/* "wirecopy " a hundred times. */
static void a_known_text_has_a_known_hash(void **state)
{
    char text[901] = "";
    (void)state;
    for (int i = 0; i < 100; i++)
        memcpy(text + (size_t)9 * (size_t)i, "wirecopy ", 9);
    assert_true(hash_bytes(text, 900) == UINT64_C(0x90bf8814de8a8f56));
}

static void a_hash_is_written_as_its_digits(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 100; i++) {
        struct hash128 hash = {i ? hash_counter(1, i) : 0, i ? hash_counter(2, i) >> i % 64 : UINT64_MAX};
        char digits[HASH128_DIGITS + 1], expected[HASH128_DIGITS + 1];
        hash128_write(hash, digits);
        snprintf(expected, sizeof expected, "%016llx%016llx", (unsigned long long)hash.high, (unsigned long long)hash.low);
        assert_string_equal(digits, expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_variant_gives_the_bits_of_xxh3),   cmocka_unit_test(every_variant_hashes_pairs_as_their_bytes),
        cmocka_unit_test(short_and_long_inputs_are_hashed_alike), cmocka_unit_test(a_known_text_has_a_known_hash),
        cmocka_unit_test(a_hash_is_written_as_its_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
