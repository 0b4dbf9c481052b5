/*
 * The instructions of AVX-512 that folding's kernels use, in plain C, so that these kernels can be tested on machines without it. Takes: the
 * kernels' sources, with their targets replaced (see CMakeLists.txt). Gives: the same bits, slowly. Does not know: kernels. What Intel's guide
 * says of an instruction is what stands here; a name is that of the instruction without its width.
 */
#ifndef WIRECOPY_TESTS_CROSS_AVX512_EMULATED_H
#define WIRECOPY_TESTS_CROSS_AVX512_EMULATED_H

#include <immintrin.h>
#include <stdint.h>
#include <string.h>

typedef union {
    uint8_t bytes[64];
    int8_t signed_bytes[64];
    uint16_t words[32];
    int16_t signed_words[32];
    uint32_t lanes[16];
    int32_t signed_lanes[16];
    uint64_t longs[8];
    __m128i quarters[4];
    __m256i halves[2];
} emulated;
#define __m512i emulated

#define AVX2 __attribute__((target("avx2")))

/* For each place of so many. */
#define EACH(n) for (int i = 0; i < (n); i++)
static inline emulated emulated_load(const void *p)
{
    emulated r;
    memcpy(&r, p, 64);
    return r;
}

static inline void emulated_store(void *p, emulated a)
{
    memcpy(p, &a, 64);
}

static inline emulated emulated_set1_8(char c)
{
    emulated r;
    memset(&r, (unsigned char)c, 64);
    return r;
}

static inline emulated emulated_set1_32(int c)
{
    emulated r;
    EACH(16) r.lanes[i] = (uint32_t)c;
    return r;
}

static inline emulated emulated_set1_64(long long c)
{
    emulated r;
    EACH(8) r.longs[i] = (uint64_t)c;
    return r;
}

static inline emulated emulated_zero(void)
{
    emulated r;
    memset(&r, 0, 64);
    return r;
}

/* An instruction of two registers: what each of n places of one kind is made of. */
#define OF_TWO(name, n, f, expr)                        \
    static inline emulated name(emulated a, emulated b) \
    {                                                   \
        emulated r;                                     \
        EACH(n) r.f[i] = (expr);                        \
        return r;                                       \
    }
/* clang-format off */
OF_TWO(emulated_or, 8, longs, a.longs[i] | b.longs[i])
OF_TWO(emulated_and, 8, longs, a.longs[i] & b.longs[i])
OF_TWO(emulated_xor, 8, longs, a.longs[i] ^ b.longs[i])
OF_TWO(emulated_andnot, 8, longs, ~a.longs[i] & b.longs[i])
OF_TWO(emulated_add8, 64, bytes, (uint8_t)(a.bytes[i] + b.bytes[i]))
OF_TWO(emulated_sub8, 64, bytes, (uint8_t)(a.bytes[i] - b.bytes[i]))
OF_TWO(emulated_add32, 16, lanes, a.lanes[i] + b.lanes[i])
OF_TWO(emulated_sub32, 16, lanes, a.lanes[i] - b.lanes[i])
OF_TWO(emulated_add64, 8, longs, a.longs[i] + b.longs[i])
OF_TWO(emulated_mul32, 8, longs, (a.longs[i] & 0xFFFFFFFF) * (b.longs[i] & 0xFFFFFFFF))
OF_TWO(emulated_mullo64, 8, longs, a.longs[i] * b.longs[i])
OF_TWO(emulated_srlv64, 8, longs, b.longs[i] > 63 ? 0 : a.longs[i] >> b.longs[i])
/* clang-format on */

static inline int16_t sat16(int v)
{
    return v > 32767 ? 32767 : v < -32768 ? -32768 : (int16_t)v;
}

/* clang-format off */
OF_TWO(emulated_maddubs, 32, signed_words, sat16((int)a.bytes[2 * i] * b.signed_bytes[2 * i] + (int)a.bytes[2 * i + 1] * b.signed_bytes[2 * i + 1]))
OF_TWO(emulated_madd, 16, signed_lanes, (int)a.signed_words[2 * i] * b.signed_words[2 * i] + (int)a.signed_words[2 * i + 1] * b.signed_words[2 * i + 1])
OF_TWO(emulated_shuffle8, 64, bytes, (b.bytes[i] & 0x80) ? 0 : a.bytes[(i & ~15) + (b.bytes[i] & 15)])
OF_TWO(emulated_unpacklo64, 8, longs, (i & 1) ? b.longs[i & ~1] : a.longs[i])
OF_TWO(emulated_unpackhi64, 8, longs, (i & 1) ? b.longs[i] : a.longs[i | 1])
/* clang-format on */

/* The same of one register and a number of bits. */
#define SHIFT(name, n, f, expr)                         \
    static inline emulated name(emulated a, unsigned s) \
    {                                                   \
        emulated r;                                     \
        EACH(n) r.f[i] = (expr);                        \
        return r;                                       \
    }
/* clang-format off */
SHIFT(emulated_srl64, 8, longs, s > 63 ? 0 : a.longs[i] >> s)
SHIFT(emulated_sll64, 8, longs, s > 63 ? 0 : a.longs[i] << s)
SHIFT(emulated_srl32, 16, lanes, s > 31 ? 0 : a.lanes[i] >> s)
SHIFT(emulated_sll32, 16, lanes, s > 31 ? 0 : a.lanes[i] << s)
SHIFT(emulated_srl16, 32, words, (uint16_t)(s > 15 ? 0 : a.words[i] >> s))
SHIFT(emulated_sll16, 32, words, (uint16_t)(s > 15 ? 0 : a.words[i] << s))
SHIFT(emulated_rol64, 8, longs, (a.longs[i] << s | a.longs[i] >> (64 - s)))
/* clang-format on */

/* A bit for each of n places of two registers. */
#define COMPARE(name, n, expr)                          \
    static inline uint64_t name(emulated a, emulated b) \
    {                                                   \
        uint64_t r = 0;                                 \
        EACH(n) r |= (uint64_t)((expr) ? 1 : 0) << i;   \
        return r;                                       \
    }
/* clang-format off */
COMPARE(emulated_eq8, 64, a.bytes[i] == b.bytes[i])
COMPARE(emulated_ne8, 64, a.bytes[i] != b.bytes[i])
COMPARE(emulated_ltu8, 64, a.bytes[i] < b.bytes[i])
COMPARE(emulated_leu8, 64, a.bytes[i] <= b.bytes[i])
COMPARE(emulated_geu8, 64, a.bytes[i] >= b.bytes[i])
COMPARE(emulated_test8, 64, a.bytes[i] & b.bytes[i])
COMPARE(emulated_eq32, 16, a.lanes[i] == b.lanes[i])
COMPARE(emulated_ltu32, 16, a.lanes[i] < b.lanes[i])
COMPARE(emulated_gtu64, 8, a.longs[i] > b.longs[i])
COMPARE(emulated_ltu64, 8, a.longs[i] < b.longs[i])
/* clang-format on */

static inline uint64_t emulated_sign8(emulated a)
{
    return emulated_test8(a, emulated_set1_8((char)0x80));
}

static inline emulated emulated_maskz_load8(uint64_t m, const void *p)
{
    emulated r = emulated_zero();
    EACH(64) if (m >> i & 1) r.bytes[i] = ((const uint8_t *)p)[i];
    return r;
}

static inline emulated emulated_maskz_load32(uint64_t m, const void *p)
{
    emulated r = emulated_zero();
    EACH(16) if (m >> i & 1) memcpy(&r.lanes[i], (const char *)p + 4 * i, 4);
    return r;
}

static inline emulated emulated_maskz_load64(uint64_t m, const void *p)
{
    emulated r = emulated_zero();
    EACH(8) if (m >> i & 1) memcpy(&r.longs[i], (const char *)p + 8 * i, 8);
    return r;
}

static inline emulated emulated_compress8(uint64_t m, emulated a)
{
    emulated r = emulated_zero();
    int k = 0;
    EACH(64) if (m >> i & 1) r.bytes[k++] = a.bytes[i];
    return r;
}

static inline emulated emulated_mask_mov8(emulated s, uint64_t m, emulated a)
{
    EACH(64) if (m >> i & 1) s.bytes[i] = a.bytes[i];
    return s;
}

static inline emulated emulated_mask_mov32(emulated s, uint64_t m, emulated a)
{
    EACH(16) if (m >> i & 1) s.lanes[i] = a.lanes[i];
    return s;
}

static inline emulated emulated_mask_mov64(emulated s, uint64_t m, emulated a)
{
    EACH(8) if (m >> i & 1) s.longs[i] = a.longs[i];
    return s;
}

static inline emulated emulated_permx8(emulated idx, emulated a)
{
    emulated r;
    EACH(64) r.bytes[i] = a.bytes[idx.bytes[i] & 63];
    return r;
}

static inline emulated emulated_permx2_8(emulated a, emulated idx, emulated b)
{
    emulated r;
    EACH(64) r.bytes[i] = (idx.bytes[i] & 64) ? b.bytes[idx.bytes[i] & 63] : a.bytes[idx.bytes[i] & 63];
    return r;
}

static inline emulated emulated_permx2_64(emulated a, emulated idx, emulated b)
{
    emulated r;
    EACH(8) r.longs[i] = (idx.longs[i] & 8) ? b.longs[idx.longs[i] & 7] : a.longs[idx.longs[i] & 7];
    return r;
}

static inline emulated emulated_gather(emulated s, uint64_t m, emulated idx, const void *p, int scale)
{
    EACH(16) if (m >> i & 1) memcpy(&s.lanes[i], (const char *)p + (long)idx.signed_lanes[i] * scale, 4);
    return s;
}

static inline emulated emulated_alignr64(emulated a, emulated b, int n)
{
    emulated r;
    EACH(8) r.longs[i] = i + n < 8 ? b.longs[i + n] : a.longs[i + n - 8];
    return r;
}

static inline emulated emulated_tern(emulated a, emulated b, emulated c, int f)
{
    emulated r = emulated_zero();
    EACH(8) for (int k = 0; k < 64; k++)
    {
        int x = (a.longs[i] >> k & 1) << 2 | (b.longs[i] >> k & 1) << 1 | (c.longs[i] >> k & 1);
        r.longs[i] |= (uint64_t)(f >> x & 1) << k;
    }
    return r;
}

static inline emulated emulated_shufi64x2(emulated a, emulated b, int f)
{
    emulated r;
    r.quarters[0] = a.quarters[f & 3];
    r.quarters[1] = a.quarters[f >> 2 & 3];
    r.quarters[2] = b.quarters[f >> 4 & 3];
    r.quarters[3] = b.quarters[f >> 6 & 3];
    return r;
}

static inline emulated emulated_rev8(const char *v)
{
    emulated r;
    EACH(64) r.bytes[i] = (uint8_t)v[63 - i];
    return r;
}

static inline emulated emulated_rev64(const long long *v)
{
    emulated r;
    EACH(8) r.longs[i] = (uint64_t)v[7 - i];
    return r;
}

static inline emulated emulated_set4(int d, int c, int b, int a)
{
    emulated r;
    EACH(4)
    {
        r.signed_lanes[4 * i] = a;
        r.signed_lanes[4 * i + 1] = b;
        r.signed_lanes[4 * i + 2] = c;
        r.signed_lanes[4 * i + 3] = d;
    }
    return r;
}

AVX2 static inline emulated emulated_cvt8_32(__m128i a)
{
    emulated r;
    uint8_t t[16];
    memcpy(t, &a, 16);
    EACH(16) r.lanes[i] = t[i];
    return r;
}

AVX2 static inline emulated emulated_cvt32_64(__m256i a)
{
    emulated r;
    uint32_t t[8];
    memcpy(t, &a, 32);
    EACH(8) r.longs[i] = t[i];
    return r;
}

AVX2 static inline __m256i emulated_cvt64_32(emulated a)
{
    uint32_t t[8];
    __m256i r;
    EACH(8) t[i] = (uint32_t)a.longs[i];
    memcpy(&r, t, 32);
    return r;
}

AVX2 static inline __m256i emulated_256_maskload(uint64_t m, const void *p)
{
    uint32_t t[8] = {0};
    __m256i r;
    EACH(8) if (m >> i & 1) memcpy(&t[i], (const char *)p + 4 * i, 4);
    memcpy(&r, t, 32);
    return r;
}

AVX2 static inline __m256i emulated_256_maskmov(__m256i s, uint64_t m, __m256i a)
{
    uint32_t t[8], u[8];
    memcpy(t, &s, 32);
    memcpy(u, &a, 32);
    EACH(8) if (m >> i & 1) t[i] = u[i];
    memcpy(&s, t, 32);
    return s;
}

AVX2 static inline unsigned emulated_256_cmp(__m256i a, __m256i b, int gt)
{
    uint32_t t[8], u[8];
    unsigned r = 0;
    memcpy(t, &a, 32);
    memcpy(u, &b, 32);
    EACH(8) r |= (unsigned)(gt ? t[i] > u[i] : t[i] == u[i]) << i;
    return r;
}

AVX2 static inline __m256i emulated_256_alignr32(__m256i a, __m256i b, int n)
{
    uint32_t t[8], u[8], v[8];
    memcpy(t, &a, 32);
    memcpy(u, &b, 32);
    EACH(8) v[i] = i + n < 8 ? u[i + n] : t[i + n - 8];
    memcpy(&a, v, 32);
    return a;
}

#define _mm512_set1_epi8(c) emulated_set1_8((char)(c))
#define _mm512_set1_epi32 emulated_set1_32
#define _mm512_set1_epi64 emulated_set1_64
#define _mm512_loadu_si512 emulated_load
#define _mm512_storeu_si512 emulated_store
#define _mm512_or_si512 emulated_or
#define _mm512_and_si512 emulated_and
#define _mm512_xor_si512 emulated_xor
#define _mm512_andnot_si512 emulated_andnot
#define _mm512_srli_epi64 emulated_srl64
#define _mm512_slli_epi64 emulated_sll64
#define _mm512_srli_epi32 emulated_srl32
#define _mm512_slli_epi32 emulated_sll32
#define _mm512_srli_epi16 emulated_srl16
#define _mm512_slli_epi16 emulated_sll16
#define _mm512_rol_epi64 emulated_rol64
#define _mm512_srlv_epi64 emulated_srlv64
#define _mm512_movepi8_mask emulated_sign8
#define _mm512_permutexvar_epi8 emulated_permx8
#define _mm512_permutex2var_epi8 emulated_permx2_8
#define _mm512_permutex2var_epi64 emulated_permx2_64
#define _mm512_maskz_loadu_epi8 emulated_maskz_load8
#define _mm512_maskz_loadu_epi32 emulated_maskz_load32
#define _mm512_maskz_loadu_epi64 emulated_maskz_load64
#define _mm512_maskz_compress_epi8 emulated_compress8
#define _mm512_add_epi8 emulated_add8
#define _mm512_add_epi32 emulated_add32
#define _mm512_add_epi64 emulated_add64
#define _mm512_sub_epi8 emulated_sub8
#define _mm512_sub_epi32 emulated_sub32
#define _mm512_mul_epu32 emulated_mul32
#define _mm512_mullo_epi64 emulated_mullo64
#define _mm512_test_epi8_mask emulated_test8
#define _mm512_shuffle_epi8 emulated_shuffle8
#define _mm512_mask_mov_epi8 emulated_mask_mov8
#define _mm512_mask_mov_epi32 emulated_mask_mov32
#define _mm512_mask_mov_epi64 emulated_mask_mov64
#define _mm512_mask_blend_epi8(m, a, b) emulated_mask_mov8(a, m, b)
#define _mm512_maskz_mov_epi64(m, a) emulated_mask_mov64(emulated_zero(), m, a)
#define _mm512_maskz_mov_epi32(m, a) emulated_mask_mov32(emulated_zero(), m, a)
#define _mm512_maskz_and_epi32(m, a, b) emulated_mask_mov32(emulated_zero(), m, emulated_and(a, b))
#define _mm512_mask_and_epi32(s, m, a, b) emulated_mask_mov32(s, m, emulated_and(a, b))
#define _mm512_mask_or_epi32(s, m, a, b) emulated_mask_mov32(s, m, emulated_or(a, b))
#define _mm512_mask_set1_epi8(s, m, c) emulated_mask_mov8(s, m, emulated_set1_8((char)(c)))
#define _mm512_mask_permutexvar_epi8(s, m, i, a) emulated_mask_mov8(s, m, emulated_permx8(i, a))
#define _mm512_mask_cmpeq_epi8_mask(m, a, b) ((m)&emulated_eq8(a, b))
#define _mm512_cmpeq_epi8_mask emulated_eq8
#define _mm512_cmpneq_epi8_mask emulated_ne8
#define _mm512_cmplt_epu8_mask emulated_ltu8
#define _mm512_cmple_epu8_mask emulated_leu8
#define _mm512_cmpge_epu8_mask emulated_geu8
#define _mm512_cmpeq_epi32_mask(a, b) ((__mmask16)emulated_eq32(a, b))
#define _mm512_cmplt_epu32_mask(a, b) ((__mmask16)emulated_ltu32(a, b))
#define _mm512_cmpgt_epu64_mask(a, b) ((__mmask8)emulated_gtu64(a, b))
#define _mm512_cmplt_epu64_mask(a, b) ((__mmask8)emulated_ltu64(a, b))
#define _mm512_set_epi8(...) emulated_rev8((const char[64]){__VA_ARGS__})
#define _mm512_set_epi64(...) emulated_rev64((const long long[8]){__VA_ARGS__})
#define _mm512_set4_epi32 emulated_set4
#define _mm512_cvtepu8_epi32 emulated_cvt8_32
#define _mm512_cvtepu32_epi64 emulated_cvt32_64
#define _mm512_cvtepi64_epi32 emulated_cvt64_32
#define _mm512_castsi512_si128(a) ((a).quarters[0])
#define _mm512_castsi512_si256(a) ((a).halves[0])
#define _mm512_extracti64x4_epi64(a, n) ((a).halves[n])
static inline emulated emulated_insert(emulated a, __m128i v, int n)
{
    a.quarters[n] = v;
    return a;
}

#define _mm512_inserti64x2 emulated_insert
#define _mm512_shuffle_i64x2 emulated_shufi64x2
static inline emulated emulated_bcast(__m128i v)
{
    emulated r;
    EACH(4) r.quarters[i] = v;
    return r;
}

#define _mm512_broadcast_i32x4 emulated_bcast
#define _mm512_alignr_epi64 emulated_alignr64
#define _mm512_unpacklo_epi64 emulated_unpacklo64
#define _mm512_unpackhi_epi64 emulated_unpackhi64
#define _mm512_ternarylogic_epi64 emulated_tern
#define _mm512_setzero_si512 emulated_zero
#define _mm512_maddubs_epi16 emulated_maddubs
#define _mm512_madd_epi16 emulated_madd
#define _mm512_mask_i32gather_epi32 emulated_gather
#define _mm512_i32gather_epi32(i, p, s) emulated_gather(emulated_zero(), 0xFFFF, i, p, s)
#define _mm256_maskz_loadu_epi32 emulated_256_maskload
#define _mm256_maskz_set1_epi32(m, v) emulated_256_maskmov(_mm256_setzero_si256(), m, _mm256_set1_epi32(v))
#define _mm256_maskz_sub_epi32(m, a, b) emulated_256_maskmov(_mm256_setzero_si256(), m, _mm256_sub_epi32(a, b))
#define _mm256_mask_mov_epi32 emulated_256_maskmov
#define _mm256_cmpeq_epi32_mask(a, b) emulated_256_cmp(a, b, 0)
#define _mm256_cmpgt_epu32_mask(a, b) emulated_256_cmp(a, b, 1)
#define _mm256_alignr_epi32 emulated_256_alignr32

#endif
