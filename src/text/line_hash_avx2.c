/*
 * The XXH3 of a line by AVX2. From 17 bytes on it takes them sixteen at a time, each two words of a secret beside them multiplied and folded; four
 * of these pieces are four lanes here. As many are made as the longest line of its kind has, and those that are not there count nothing: lines
 * change their length so often that a wrong guess takes longer. Gives the bits of XXH3.
 */
#include "text/fold/fold_kernels.h"
#include "text/words_hash.h"

#if defined(__x86_64__)
#include "text/lanes_avx2.h"

enum { PIECE = 16 };

/* XXH3's places in its secret for pieces from the ninth on, and for the last one of over 128 bytes. */
enum { LATER_SECRETS = 3, LAST_SECRET = 119 };

/* Two pieces beside each other. */
LANES __m256i two_at(const void *first, const void *second)
{
    __m128i low = _mm_loadu_si128((const __m128i *)first);
    return _mm256_inserti128_si256(_mm256_castsi128_si256(low), _mm_loadu_si128((const __m128i *)second), 1);
}

/* Four pieces, two in each register, and theirs of the secret: of the first register's two the first, of the second's, and then the others. */
LANES __m256i mix(__m256i a, __m256i b, __m256i a_secrets, __m256i b_secrets)
{
    a = _mm256_xor_si256(a, a_secrets);
    b = _mm256_xor_si256(b, b_secrets);
    return multiply_and_fold(_mm256_unpacklo_epi64(a, b), _mm256_unpackhi_epi64(a, b));
}

/* Those lanes whose limit the size is over. */
LANES __m256i over(size_t size, long long a, long long b, long long c, long long d, __m256i lanes)
{
    return _mm256_and_si256(lanes, _mm256_cmpgt_epi64(all(size), _mm256_setr_epi64x(a, b, c, d)));
}

LANES uint64_t sum(__m256i a, __m256i b)
{
    __m256i four = _mm256_add_epi64(a, b);
    __m128i two = _mm_add_epi64(_mm256_castsi256_si128(four), _mm256_extracti128_si256(four, 1));
    return (uint64_t)_mm_cvtsi128_si64(_mm_add_epi64(two, _mm_unpackhi_epi64(two, two)));
}

/* A piece of the front, and the one as far from the end where the size is over so many bytes; else some that can be read. */
LANES __m256i front_and_back(const char *bytes, size_t size, size_t at)
{
    size_t back = (size - at - PIECE) & -(size_t)(size > 2 * at);
    return two_at(bytes + at, bytes + back);
}

/* Of 17 to 128 bytes: as many pieces from the front as from the back. */
LANES uint64_t hash_to_128(const char *bytes, size_t size)
{
    const uint8_t *secret = XXH3_kSecret;
    __m256i outer = mix(front_and_back(bytes, size, 0), front_and_back(bytes, size, PIECE), load(secret), load(secret + 32));
    __m256i inner = mix(front_and_back(bytes, size, 2 * PIECE), front_and_back(bytes, size, 3 * PIECE), load(secret + 64), load(secret + 96));
    return XXH3_avalanche(size * XXH_PRIME64_1 + sum(over(size, 0, 32, 0, 32, outer), over(size, 64, 96, 64, 96, inner)));
}

/* Of 129 to 240: eight pieces, then those behind them and the last sixteen bytes. */
LANES uint64_t hash_to_240(const char *bytes, size_t size)
{
    const uint8_t *secret = XXH3_kSecret, *later = secret + LATER_SECRETS;
    __m256i first = mix(load(bytes), load(bytes + 32), load(secret), load(secret + 32));
    __m256i second = mix(load(bytes + 64), load(bytes + 96), load(secret + 64), load(secret + 96));
    __m256i third = mix(load(bytes + 128), load(bytes + 160), load(later), load(later + 32));
    __m256i fourth = mix(load(bytes + 192), two_at(bytes + 224, bytes + size - PIECE), load(later + 64), two_at(later + 96, secret + LAST_SECRET));
    uint64_t hash = XXH3_avalanche(size * XXH_PRIME64_1 + sum(first, second));
    return XXH3_avalanche(hash + sum(over(size, 143, 175, 159, 191, third), over(size, 207, 239, 223, 0, fourth)));
}

__attribute__((target("avx2,bmi,bmi2,popcnt"))) uint64_t fold_line_hash_avx2(const char *bytes, size_t size)
{
    if (size <= 16 || size > 240)
        return hash_bytes(bytes, size);
    return size <= 128 ? hash_to_128(bytes, size) : hash_to_240(bytes, size);
}

#endif
