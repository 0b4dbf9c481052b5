/* The AVX-512 kernel: 64 bytes at a time; spaces that follow spaces are squeezed out by one instruction (VBMI2). Gives the portable kernel's bits. */
#include "text/fold/fold_blocks.h"
#include "text/fold/fold_tables.h"
#include "text/fold/fold_vectors.h"

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

/* Which bytes of a block end a line; next: each byte's next one, 0 where there is none. Those of two bytes end none: see FOLD_PAIR_LINE. */
TARGET static inline uint64_t line_stops(const uint8_t *text, __m512i raw, __m512i next, uint64_t there)
{
    uint64_t dots = (equal(raw, '.') | equal(raw, '!') | equal(raw, '?')) & there, wide = dots & _mm512_movepi8_mask(next);
    uint64_t white = between(next, '\t', '\r' - '\t' + 1) | between(next, 0x1C, ' ' - 0x1C + 1);
    uint64_t stops = (between(raw, '\n', '\r' - '\n' + 1) & there) | (dots & white);
    return __builtin_expect(wide != 0, 0) ? stops | blocks_before_wide_white(text, wide) : stops;
}

/* What ASCII is to the blocks below, a bit each. */
enum { PLAIN_WORD = 1, PLAIN_DOT = 2, PLAIN_BREAK = 4, PLAIN_WHITE = 8, PLAIN_SUSPECT = 16, PLAIN_STOP = 32, PLAIN_W = 64 };

/* clang-format off */
static const uint8_t plain_kinds[128] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, PLAIN_WHITE, /* tab */
    PLAIN_BREAK | PLAIN_WHITE, PLAIN_BREAK | PLAIN_WHITE, PLAIN_BREAK | PLAIN_WHITE, PLAIN_BREAK | PLAIN_WHITE, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, PLAIN_WHITE, PLAIN_WHITE, PLAIN_WHITE, PLAIN_WHITE,
    PLAIN_WHITE, PLAIN_DOT /* ! */, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, PLAIN_DOT | PLAIN_STOP /* . */, PLAIN_SUSPECT /* / */,
    PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD,
    PLAIN_SUSPECT /* : */, 0, 0, 0, 0, PLAIN_DOT /* ? */,
    PLAIN_SUSPECT /* @ */, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD,
    PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD,
    PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD | PLAIN_W,
    PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, 0, 0, 0, 0, 0,
    0, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD,
    PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD,
    PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, PLAIN_WORD | PLAIN_W,
    PLAIN_WORD, PLAIN_WORD, PLAIN_WORD, 0, 0, 0, 0, 0,
};
/* clang-format on */

TARGET static inline uint64_t of_kind(__m512i kinds, uint8_t kind)
{
    return _mm512_test_epi8_mask(kinds, _mm512_set1_epi8((char)kind));
}

/*
 * Whole blocks of ASCII without punctuation that may belong to an address, which is most of what there is in many languages; one table
 * says all about a byte. Reads on from run until a block is none, or may end a line with its last byte.
 */
TARGET static void fold_plain(const uint8_t *text, size_t size, struct run *run, struct fold_lines *lines)
{
    const __m512i low = _mm512_loadu_si512(plain_kinds), high = _mm512_loadu_si512(plain_kinds + 64), space = _mm512_set1_epi8(' ');
    struct fold_lines noted = *lines; /* in registers meanwhile */
    char *out = run->out;
    size_t read = run->read;
    uint64_t follows_word = out[-1] != ' ', follows_w = out[-1] == 'w';
    for (; size - read >= 64; read += 64) {
        __m512i raw = _mm512_loadu_si512(text + read), kinds;
        struct block block = {UINT64_MAX, 0, 0, 0};
        uint64_t dots, w, keep;
        if (_mm512_movepi8_mask(raw))
            break;
        kinds = _mm512_permutex2var_epi8(low, raw, high);
        dots = of_kind(kinds, PLAIN_DOT);
        w = of_kind(kinds, PLAIN_W);
        if (of_kind(kinds, PLAIN_SUSPECT) | dots >> 63 | (of_kind(kinds, PLAIN_STOP) & (w << 1 | follows_w)))
            break;
        block.words = of_kind(kinds, PLAIN_WORD);
        block.stops = of_kind(kinds, PLAIN_BREAK) | (dots & of_kind(kinds, PLAIN_WHITE) >> 1);
        keep = block.words | block.words << 1 | follows_word;
        blocks_note_lines(&noted, text + read, &block, keep, out);
        _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(keep, _mm512_mask_blend_epi8(block.words, space, _mm512_or_si512(raw, space))));
        out += _mm_popcnt_u64(keep);
        follows_word = block.words >> 63;
        follows_w = w >> 63;
    }
    *run = (struct run){read, out, false};
    *lines = noted;
}

/*
 * Where the dashes, quotation marks and the bullet begin that stand among letters of all scripts, U+2013 and such, and have their last byte
 * in the block; all of them part words.
 */
TARGET static inline uint64_t common_marks(const uint8_t *text, size_t rest, __m512i raw, __m512i next)
{
    uint64_t found = equal(raw, 0xE2) & equal(next, 0x80) & blocks_lowest(62);
    if (found) {
        __m512i last = _mm512_maskz_loadu_epi8(blocks_lowest(rest - 2), text + 2); /* where one was found, two bytes follow */
        found &= between(last, 0x93, 2) | between(last, 0x98, 2) | between(last, 0x9C, 2) | equal(last, 0xA2);
    }
    return found;
}

/*
 * As above, and each first byte of two is looked up with the byte behind it in three tables: what becomes of itself, of the
 * byte behind it, and what kind of character both are. Among lines it leaves whole blocks of ASCII behind the first one to fold_plain.
 */
TARGET static inline __attribute__((always_inline)) void fold_pairs(const uint8_t *text, size_t size, struct run *run, uint32_t page,
                                                                    struct fold_lines *lines)
{
    const struct fold_page *tables = &fold_pages[page];
    const struct table first = table_load(tables->first), second = table_load(tables->second), kinds = table_load(tables->kinds);
    const __m512i stop_kinds = _mm512_set1_epi8(lines ? FOLD_PAIR_STOP | FOLD_PAIR_LINE : FOLD_PAIR_STOP);
    char *out = run->out, before = out[-1];
    size_t read = run->read;
    uint64_t follows_word = before != ' ';
    run->stopped = false;
    while (read < size) {
        size_t rest = size - read, count = rest < 64 ? rest : 64 - (size_t)(text[read + 63] >= 0xC0); /* which waits for its second byte */
        uint64_t loaded = blocks_lowest(rest), stop, keep;
        struct block block = {blocks_lowest(count), 0, 0, 0};
        __m512i raw = _mm512_maskz_loadu_epi8(loaded, text + read), lower = _mm512_or_si512(raw, _mm512_set1_epi8(0x20)), v;
        __m512i next = _mm512_maskz_loadu_epi8(blocks_lowest(rest - 1), text + read + 1);
        block.words = between(lower, 'a', 26) | between(raw, '0', 10);
        stop = addresses(raw, lower, before);
        v = _mm512_mask_blend_epi8(block.words, _mm512_set1_epi8(' '), lower);
        if (_mm512_movepi8_mask(raw)) {
            __m512i index, kind;
            uint64_t leads = between(raw, (uint8_t)(0xC0 + 4 * page), 4), starts = _mm512_cmpge_epu8_mask(raw, _mm512_set1_epi8((char)0xC0)), both;
            uint64_t marks = common_marks(text + read, rest, raw, next);
            index = _mm512_or_si512(_mm512_and_si512(next, _mm512_set1_epi8(0x3F)), _mm512_slli_epi16(_mm512_and_si512(raw, _mm512_set1_epi8(3)), 6));
            kind = table_at(&kinds, index);
            stop |= (starts & ~leads & ~marks) | (leads & _mm512_test_epi8_mask(kind, stop_kinds));
            leads &= block.there;
            both = (_mm512_test_epi8_mask(kind, _mm512_set1_epi8(FOLD_PAIR_BOTH)) & leads) << 1;
            block.dropped = marks << 1 | marks << 2 | (leads << 1 & ~both) | (_mm512_test_epi8_mask(kind, _mm512_set1_epi8(FOLD_PAIR_DROP)) & leads);
            leads &= _mm512_test_epi8_mask(kind, _mm512_set1_epi8(FOLD_PAIR_WORD));
            block.words |= leads | both;
            v = _mm512_mask_mov_epi8(v, leads, table_at(&first, index));
            v = _mm512_mask_mov_epi8(v, both, behind(table_at(&second, index)));
        }
        stop &= block.there;
        if (__builtin_expect(stop != 0, 0)) {
            block.there = (stop & -stop) - 1;
            count = (size_t)_mm_popcnt_u64(block.there);
        }
        block.words &= block.there;
        block.dropped &= block.there;
        keep = blocks_keep(&block, count, &follows_word);
        if (lines) {
            block.stops = line_stops(text + read, raw, next, block.there);
            blocks_note_lines(lines, text + read, &block, keep, out);
        }
        _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(keep, v));
        out += _mm_popcnt_u64(keep);
        read += count;
        run->stopped = stop != 0;
        if (stop || (lines && size - read >= 64 && blocks_look_plain(text + read)))
            break;
        before = (char)(text[read - 1] | 0x20);
    }
    run->read = read;
    run->out = out;
}

TARGET struct ascii_folded fold_pairs_avx512(const uint8_t *text, size_t size, char *out, uint32_t page, struct fold_lines *lines)
{
    struct run run = {0, out, false};
    struct fold_lines noted; /* in registers meanwhile */
    if (!lines) {
        fold_pairs(text, size, &run, page, NULL);
        return (struct ascii_folded){run.read, (size_t)(run.out - out)};
    }
    noted = *lines;
    while (run.read < size && !run.stopped) {
        fold_plain(text, size, &run, &noted);
        if (run.read < size)
            fold_pairs(text, size, &run, page, &noted);
    }
    *lines = noted;
    return (struct ascii_folded){run.read, (size_t)(run.out - out)};
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
        uint64_t there = blocks_lowest(end - begin), found;
        __m512i v = _mm512_maskz_loadu_epi8(there, text + begin);
        found = between(v, '\n', '\r' - '\n' + 1) | equal(v, '.') | equal(v, '!') | equal(v, '?');
        if (_mm512_movepi8_mask(v))
            found |= wide_stops(v, _mm512_maskz_loadu_epi8(there, text + begin - 1));
        count += put_places(found, (uint32_t)begin, positions + count);
    }
    return count;
}

TARGET size_t fold_breaks_avx512(const uint8_t *text, size_t begin, size_t end, uint32_t *positions)
{
    size_t count = 0;
    for (; begin < end; begin += 64) {
        uint64_t there = blocks_lowest(end - begin), found;
        __m512i v = _mm512_maskz_loadu_epi8(there, text + begin);
        found = between(v, '\n', '\r' - '\n' + 1);
        if (_mm512_movepi8_mask(v)) { /* U+0085, U+2028, U+2029, by their last two bytes */
            __m512i before = _mm512_maskz_loadu_epi8(begin ? there : there & ~UINT64_C(1), text + begin - 1);
            found |= (equal(v, 0x85) & equal(before, 0xC2)) | (between(v, 0xA8, 2) & equal(before, 0x80));
        }
        count += put_places(found, (uint32_t)begin, positions + count);
    }
    return count;
}

#endif
