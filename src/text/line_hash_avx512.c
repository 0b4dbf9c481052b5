/*
 * The XXH3 of a line by AVX-512. From 17 bytes on it takes them sixteen at a time, each two words of a secret beside them multiplied and folded;
 * eight of these pieces are eight lanes here. Gives the bits of XXH3.
 */
#include "text/fold/fold_kernels.h"
#include "text/words_hash.h"

#if defined(__x86_64__)
#include "text/lanes_avx512.h"

enum { PIECE = 16, PIECES = 4 }; /* of a register */

/* XXH3's places in its secret for pieces from the ninth on, and for the last one of over 128 bytes. */
enum { LATER_SECRETS = 3, LAST_SECRET = 119 };

/* Eight words of the secret from a place on. */
LANES __m512i secret_from(size_t at)
{
    return _mm512_loadu_si512(XXH3_kSecret + at);
}

/* The sum of the lanes, beyond 64 bits too: the compiler's own adds numbers with a sign. */
LANES uint64_t sum(__m512i v)
{
    __m256i four = _mm256_add_epi64(_mm512_castsi512_si256(v), _mm512_extracti64x4_epi64(v, 1));
    __m128i two = _mm_add_epi64(_mm256_castsi256_si128(four), _mm256_extracti128_si256(four, 1));
    return (uint64_t)_mm_cvtsi128_si64(_mm_add_epi64(two, _mm_unpackhi_epi64(two, two)));
}

/* The sum over the pieces of two registers, each with its words of the secret. chosen: of each piece of the first and the second in turn a bit. */
LANES uint64_t mix(__m512i first, __m512i second, __m512i first_secrets, __m512i second_secrets, __mmask8 chosen)
{
    __m512i a = _mm512_xor_si512(first, first_secrets), b = _mm512_xor_si512(second, second_secrets);
    __m512i mixed = multiply_and_fold(_mm512_unpacklo_epi64(a, b), _mm512_unpackhi_epi64(a, b));
    return sum(_mm512_maskz_mov_epi64(chosen, mixed));
}

/* Of 17 to 128 bytes: as many pieces from the front as from the back, which stand in order here. */
LANES uint64_t hash_to_128(const char *bytes, size_t size)
{
    static const uint8_t chosen[PIECES] = {0x81, 0xA5, 0xBD, 0xFF};
    const __m512i even = _mm512_set_epi64(13, 12, 9, 8, 5, 4, 1, 0), odd = _mm512_set_epi64(3, 2, 7, 6, 11, 10, 15, 14);
    size_t more = (size - 1) / (2 * PIECE); /* pieces of each side beyond the first one */
    __m512i lower = secret_from(0), upper = secret_from(sizeof lower);
    __m512i front = _mm512_maskz_loadu_epi64((__mmask8)(0xFFu >> (6 - 2 * more)), bytes);
    __m512i back = _mm512_maskz_loadu_epi64((__mmask8)(0xFFu << (6 - 2 * more)), bytes + size - sizeof back);
    __m512i front_secrets = _mm512_permutex2var_epi64(lower, even, upper), back_secrets = _mm512_permutex2var_epi64(lower, odd, upper);
    return XXH3_avalanche(size * XXH_PRIME64_1 + mix(front, back, front_secrets, back_secrets, chosen[more]));
}

/* Of 129 to 240: eight pieces, then those behind them and the last sixteen bytes. */
LANES uint64_t hash_to_240(const char *bytes, size_t size)
{
    static const uint8_t chosen[2 * PIECES] = {0x80, 0x81, 0x85, 0x95, 0xD5, 0xD7, 0xDF, 0xFF};
    size_t more = size / PIECE - 2 * PIECES;
    __m512i third = _mm512_loadu_si512(bytes + 2 * sizeof third), fourth = _mm512_loadu_si512(bytes + 3 * sizeof fourth);
    __m512i third_secrets = secret_from(LATER_SECRETS), fourth_secrets = secret_from(LATER_SECRETS + sizeof third);
    __m128i last = _mm_loadu_si128((const __m128i *)(const void *)(bytes + size - PIECE));
    __m128i last_secret = _mm_loadu_si128((const __m128i *)(const void *)(XXH3_kSecret + LAST_SECRET));
    uint64_t hash = size * XXH_PRIME64_1 +
                    mix(_mm512_loadu_si512(bytes), _mm512_loadu_si512(bytes + sizeof third), secret_from(0), secret_from(sizeof third), 0xFF);
    fourth = _mm512_inserti64x2(fourth, last, 3);
    fourth_secrets = _mm512_inserti64x2(fourth_secrets, last_secret, 3);
    return XXH3_avalanche(XXH3_avalanche(hash) + mix(third, fourth, third_secrets, fourth_secrets, chosen[more]));
}

__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,popcnt"))) uint64_t fold_line_hash_avx512(const char *bytes, size_t size)
{
    if (size <= 16 || size > 240)
        return hash_bytes(bytes, size);
    return size <= 128 ? hash_to_128(bytes, size) : hash_to_240(bytes, size);
}

#endif
