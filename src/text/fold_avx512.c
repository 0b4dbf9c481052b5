/* The AVX-512 kernel: 64 bytes at a time; spaces that follow spaces are squeezed out by one instruction (VBMI2). Gives the portable kernel's bits. */
#include "text/fold_kernels.h"
#include "text/fold_tables.h"
#include "text/fold_vectors.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,avx2,bmi,bmi2,popcnt")))

TARGET static inline __mmask64 equal(__m512i v, uint8_t c)
{
    return _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)c));
}

/* Bytes from first on, so many of them. */
TARGET static inline __mmask64 between(__m512i v, uint8_t first, uint8_t count)
{
    return _mm512_cmplt_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8((char)first)), _mm512_set1_epi8((char)count));
}

/* The lowest count bits. */
TARGET static inline uint64_t lowest(size_t count)
{
    return count >= 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1;
}

/* 0 to 63. */
TARGET static inline __m512i numbers(void)
{
    return _mm512_set_epi8(63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33,
                           32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
}

/* Each byte moved to the place behind it. */
TARGET static inline __m512i behind(__m512i v)
{
    return _mm512_permutexvar_epi8(_mm512_sub_epi8(numbers(), _mm512_set1_epi8(1)), v);
}

/* Punctuation that may belong to an address, by the bytes before it, as vectors_first_address has it; all of it, as bits. */
TARGET static inline uint64_t addresses(__m512i v, __m512i lower, char before)
{
    __m512i last = _mm512_mask_set1_epi8(behind(lower), 1, before);
    __mmask64 stops = _mm512_mask_cmpeq_epi8_mask(equal(v, '.'), last, _mm512_set1_epi8('w'));
    __mmask64 slashes = _mm512_mask_cmpeq_epi8_mask(equal(v, '/'), last, _mm512_set1_epi8('m'));
    return equal(v, '@') | stops | slashes | (equal(v, ':') & (equal(last, 'p') | equal(last, 's')));
}

/* Nothing waits for what was written before but its place: whether a word stands at the end of it goes from block to block in a register. */
TARGET struct ascii_folded fold_ascii_avx512(const uint8_t *text, size_t size, char *out)
{
    const char *out_begin = out;
    char before = out[-1];
    size_t read = 0;
    uint64_t follows_word = before != ' ';
    while (read < size) {
        uint64_t there = lowest(size - read), words, stop, keep;
        __m512i v = _mm512_maskz_loadu_epi8(there, text + read), lower = _mm512_or_si512(v, _mm512_set1_epi8(0x20));
        words = between(lower, 'a', 26) | between(v, '0', 10);
        stop = _mm512_movepi8_mask(v) | ~there | addresses(v, lower, before);
        if (stop)
            there = (stop & -stop) - 1;
        words &= there;
        keep = (words | words << 1 | follows_word) & there;
        v = _mm512_mask_blend_epi8(words, _mm512_set1_epi8(' '), lower);
        _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(keep, v));
        out += _mm_popcnt_u64(keep);
        if (stop) {
            read += (size_t)_mm_popcnt_u64(there);
            break;
        }
        read += 64;
        follows_word = words >> 63;
        before = (char)(text[read - 1] | 0x20);
    }
    return (struct ascii_folded){read, (size_t)(out - out_begin)};
}

/* 256 bytes in registers. */
struct table {
    __m512i quarters[4];
};

TARGET static inline struct table table_load(const uint8_t *bytes)
{
    return (struct table){
        {_mm512_loadu_si512(bytes), _mm512_loadu_si512(bytes + 64), _mm512_loadu_si512(bytes + 128), _mm512_loadu_si512(bytes + 192)}};
}

TARGET static inline __m512i table_at(const struct table *table, __m512i index)
{
    return _mm512_mask_blend_epi8(_mm512_movepi8_mask(index), _mm512_permutex2var_epi8(table->quarters[0], index, table->quarters[1]),
                                  _mm512_permutex2var_epi8(table->quarters[2], index, table->quarters[3]));
}

/*
 * As above, and each first byte of two is looked up with the byte behind it in three tables: what becomes of itself, of the
 * byte behind it, and what kind of character both are.
 */
TARGET struct ascii_folded fold_pairs_avx512(const uint8_t *text, size_t size, char *out, const struct fold_page *page, uint8_t first_lead)
{
    const struct table first = table_load(page->first), second = table_load(page->second), kinds = table_load(page->kinds);
    const char *out_begin = out;
    char before = out[-1];
    size_t read = 0;
    uint64_t follows_word = before != ' ';
    while (read < size) {
        size_t rest = size - read, count = rest < 64 ? rest : 64 - (size_t)(text[read + 63] >= 0xC0); /* which waits for its second byte */
        uint64_t loaded = lowest(rest), there = lowest(count), words, dropped = 0, stop, after_word, sum, carry;
        __m512i raw = _mm512_maskz_loadu_epi8(loaded, text + read), lower = _mm512_or_si512(raw, _mm512_set1_epi8(0x20)), v;
        words = between(lower, 'a', 26) | between(raw, '0', 10);
        stop = addresses(raw, lower, before);
        v = _mm512_mask_blend_epi8(words, _mm512_set1_epi8(' '), lower);
        if (_mm512_movepi8_mask(raw)) {
            __m512i next = _mm512_maskz_loadu_epi8(loaded >> 1, text + read + 1), index, kind;
            uint64_t leads = between(raw, first_lead, 4), starts = _mm512_cmpge_epu8_mask(raw, _mm512_set1_epi8((char)0xC0)), both;
            index = _mm512_or_si512(_mm512_and_si512(next, _mm512_set1_epi8(0x3F)), _mm512_slli_epi16(_mm512_and_si512(raw, _mm512_set1_epi8(3)), 6));
            kind = table_at(&kinds, index);
            stop |= (starts & ~leads) | (leads & _mm512_test_epi8_mask(kind, _mm512_set1_epi8(FOLD_PAIR_STOP)));
            leads &= there;
            both = (_mm512_test_epi8_mask(kind, _mm512_set1_epi8(FOLD_PAIR_BOTH)) & leads) << 1;
            dropped = (leads << 1 & ~both) | (_mm512_test_epi8_mask(kind, _mm512_set1_epi8(FOLD_PAIR_DROP)) & leads);
            leads &= _mm512_test_epi8_mask(kind, _mm512_set1_epi8(FOLD_PAIR_WORD));
            words |= leads | both;
            v = _mm512_mask_mov_epi8(v, leads, table_at(&first, index));
            v = _mm512_mask_mov_epi8(v, both, behind(table_at(&second, index)));
        }
        stop &= there;
        if (__builtin_expect(stop != 0, 0)) {
            there = (stop & -stop) - 1;
            count = (size_t)_mm_popcnt_u64(there);
        }
        words &= there;
        dropped &= there;
        /* bytes that a word stands before; what is dropped between lets it through, as a sum lets its carry */
        after_word = words << 1 | follows_word;
        carry = __builtin_add_overflow(after_word & dropped, dropped, &sum);
        after_word |= sum & ~dropped;
        _mm512_storeu_si512(out, _mm512_maskz_compress_epi8((words | after_word) & there & ~dropped, v));
        out += _mm_popcnt_u64((words | after_word) & there & ~dropped);
        read += count;
        if (stop)
            break;
        follows_word = count == 64 ? carry | words >> 63 : after_word >> count & 1;
        before = (char)(text[read - 1] | 0x20);
    }
    return (struct ascii_folded){read, (size_t)(out - out_begin)};
}

size_t fold_valid_avx512(const uint8_t *text, size_t size)
{
    return fold_valid_avx2(text, size); /* reads are not what it waits for */
}

/* Writes base plus the number of each bit, and rubbish behind, so that most blocks need no loop; returns how many. */
TARGET static inline size_t put_places(uint64_t bits, uint32_t base, uint32_t *out)
{
    size_t count = (size_t)_mm_popcnt_u64(bits);
    __m512i places = _mm512_maskz_compress_epi8(bits, numbers());
    size_t i = 0;
    do {
        _mm512_storeu_si512(out + i, _mm512_add_epi32(_mm512_set1_epi32((int)base), _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places))));
        places = _mm512_alignr_epi64(places, places, 2);
        i += 16;
    } while (__builtin_expect(i < count, 0));
    return count;
}

/* The entries of a table of sixteen, by the lower half of each byte. */
TARGET static inline __m512i sixteen_at(const uint8_t *sixteen, __m512i index)
{
    __m512i table = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)sixteen));
    return _mm512_shuffle_epi8(table, _mm512_and_si512(index, _mm512_set1_epi8(0x0F)));
}

/* Which bytes may be the last of a stop beyond ASCII. */
TARGET static inline __mmask64 wide_stops(__m512i v, __m512i before)
{
    __m512i kinds_before = _mm512_and_si512(sixteen_at(stops_before_high, _mm512_srli_epi16(before, 4)), sixteen_at(stops_before_low, before));
    __m512i kinds_last = _mm512_and_si512(sixteen_at(stops_last_high, _mm512_srli_epi16(v, 4)), sixteen_at(stops_last_low, v));
    return _mm512_test_epi8_mask(kinds_before, kinds_last);
}

TARGET size_t fold_candidates_avx512(const uint8_t *text, size_t begin, size_t end, uint32_t *positions)
{
    size_t count = 0;
    if (begin == 0 && end > 0) { /* so that every byte below has one before it */
        count = fold_candidates_portable(text, 0, 1, positions);
        begin = 1;
    }
    for (; begin < end; begin += 64) {
        uint64_t there = lowest(end - begin), found;
        __m512i v = _mm512_maskz_loadu_epi8(there, text + begin);
        found = between(v, '\n', '\r' - '\n' + 1) | equal(v, '.') | equal(v, '!') | equal(v, '?');
        if (_mm512_movepi8_mask(v))
            found |= wide_stops(v, _mm512_maskz_loadu_epi8(there, text + begin - 1));
        count += put_places(found, (uint32_t)begin, positions + count);
    }
    return count;
}

#endif
