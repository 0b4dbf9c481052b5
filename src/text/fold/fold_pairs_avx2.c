/*
 * Whole texts by AVX2: 64 bytes at a time, of ASCII and characters of two bytes; what is not written is squeezed out eight bytes at a time, by
 * a table of shuffles. Gives the portable kernel's bits.
 */
#include "text/fold/fold_blocks.h"
#include "text/fold/fold_tables.h"
#include "text/fold/fold_vectors.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx2,bmi,bmi2,popcnt"))) static inline __attribute__((always_inline))

/* 64 bytes. */
struct bytes {
    __m256i low, high;
};

TARGET struct bytes load(const uint8_t *bytes)
{
    return (struct bytes){_mm256_loadu_si256((const __m256i *)(const void *)bytes), _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32))};
}

/* The highest bit of each byte. */
TARGET uint64_t mask(struct bytes v)
{
    return (uint32_t)_mm256_movemask_epi8(v.low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(v.high) << 32;
}

TARGET __m256i equal(__m256i v, uint8_t c)
{
    return _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)c));
}

/* Bytes from first to last, both ASCII; no other byte passes. */
TARGET __m256i between(__m256i v, char first, char last)
{
    return _mm256_and_si256(_mm256_cmpgt_epi8(v, _mm256_set1_epi8((char)(first - 1))), _mm256_cmpgt_epi8(_mm256_set1_epi8((char)(last + 1)), v));
}

TARGET __m256i either(__m256i a, __m256i b)
{
    return _mm256_or_si256(a, b);
}

TARGET uint64_t mask_equal(struct bytes v, uint8_t c)
{
    return mask((struct bytes){equal(v.low, c), equal(v.high, c)});
}

/* The bit of each byte with that number. */
TARGET uint64_t mask_bit(struct bytes v, int bit)
{
    return mask((struct bytes){_mm256_slli_epi16(v.low, 7 - bit), _mm256_slli_epi16(v.high, 7 - bit)});
}

TARGET struct bytes lowered(struct bytes v)
{
    const __m256i flag = _mm256_set1_epi8(0x20);
    return (struct bytes){either(v.low, flag), either(v.high, flag)};
}

/* Letters and digits of ASCII. */
TARGET struct bytes word_bytes(struct bytes v, struct bytes lower)
{
    return (struct bytes){either(between(lower.low, 'a', 'z'), between(v.low, '0', '9')),
                          either(between(lower.high, 'a', 'z'), between(v.high, '0', '9'))};
}

/* ".", "!" and "?". */
TARGET uint64_t mask_dots(struct bytes v)
{
    return mask((struct bytes){either(equal(v.low, '.'), either(equal(v.low, '!'), equal(v.low, '?'))),
                               either(equal(v.high, '.'), either(equal(v.high, '!'), equal(v.high, '?')))});
}

TARGET uint64_t mask_between(struct bytes v, char first, char last)
{
    return mask((struct bytes){between(v.low, first, last), between(v.high, first, last)});
}

/* Where there is a word, its bytes; else spaces. */
TARGET struct bytes spaces_between(struct bytes words, struct bytes lower)
{
    const __m256i space = _mm256_set1_epi8(' ');
    return (struct bytes){_mm256_blendv_epi8(space, lower.low, words.low), _mm256_blendv_epi8(space, lower.high, words.high)};
}

/* Writes those of eight bytes, the lower half of v, whose bits are set; returns where it ended. */
TARGET char *squeeze_eight(char *out, __m128i v, uint8_t keep)
{
    __m128i order = _mm_loadl_epi64((const __m128i *)(const void *)fold_squeeze[keep]);
    _mm_storel_epi64((__m128i *)(void *)out, _mm_shuffle_epi8(v, order));
    return out + _mm_popcnt_u32(keep);
}

TARGET char *squeeze_sixteen(char *out, __m128i v, uint64_t keep)
{
    out = squeeze_eight(out, v, (uint8_t)keep);
    return squeeze_eight(out, _mm_unpackhi_epi64(v, v), (uint8_t)(keep >> 8));
}

/* Writes the bytes whose bits are set, and rubbish into the eight places behind; returns where they end. */
TARGET char *squeeze(char *out, struct bytes v, uint64_t keep)
{
    out = squeeze_sixteen(out, _mm256_castsi256_si128(v.low), keep);
    out = squeeze_sixteen(out, _mm256_extracti128_si256(v.low, 1), keep >> 16);
    out = squeeze_sixteen(out, _mm256_castsi256_si128(v.high), keep >> 32);
    return squeeze_sixteen(out, _mm256_extracti128_si256(v.high, 1), keep >> 48);
}

/* Of a half of a block of ASCII: white space; and what is left to those who look closer, which are addresses and rare white space. */
TARGET __m256i plain_white(__m256i v)
{
    const __m256i whites = _mm256_setr_epi8(' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n', '\v', '\f', '\r', 0, 0, ' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n',
                                            '\v', '\f', '\r', 0, 0);
    return _mm256_cmpeq_epi8(_mm256_shuffle_epi8(whites, v), v);
}

TARGET __m256i plain_suspects(__m256i v)
{
    __m256i separators = equal(_mm256_and_si256(v, _mm256_set1_epi8((char)0xFC)), 0x1C);
    return either(either(equal(v, '@'), separators), either(equal(v, '/'), equal(v, ':')));
}

/*
 * Whole blocks of ASCII without punctuation that may belong to an address, which is most of what there is in many languages. Reads on from run
 * until a block is none, or may end a line with its last byte.
 */
TARGET void fold_plain(const uint8_t *text, size_t size, struct run *run, struct fold_lines *lines)
{
    struct fold_lines noted = *lines; /* in registers meanwhile */
    char *out = run->out;
    size_t read = run->read;
    uint64_t follows_word = out[-1] != ' ', follows_w = out[-1] == 'w';
    for (; size - read >= 64; read += 64) {
        struct bytes raw = load(text + read), lower = lowered(raw), words = word_bytes(raw, lower);
        struct block block = {UINT64_MAX, mask(words), 0, 0};
        uint64_t odd = mask((struct bytes){either(raw.low, plain_suspects(raw.low)), either(raw.high, plain_suspects(raw.high))});
        uint64_t dots = mask_dots(raw), w = mask_equal(lower, 'w'), keep;
        if (odd | dots >> 63 | (mask_equal(raw, '.') & (w << 1 | follows_w)))
            break;
        block.stops = mask_between(raw, '\n', '\r') | (dots & mask((struct bytes){plain_white(raw.low), plain_white(raw.high)}) >> 1);
        keep = block.words | block.words << 1 | follows_word;
        blocks_note_lines(&noted, text + read, &block, keep, out);
        out = squeeze(out, spaces_between(words, lower), keep);
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
TARGET uint64_t common_marks(const uint8_t *at, struct bytes raw, struct bytes next)
{
    uint64_t found = 0, may = mask_equal(raw, 0xE2) & mask_equal(next, 0x80) & blocks_lowest(62);
    for (; may; may &= may - 1) {
        uint8_t last = at[__builtin_ctzll(may) + 2];
        if (last == 0x93 || last == 0x94 || last == 0x98 || last == 0x99 || last == 0x9C || last == 0x9D || last == 0xA2)
            found |= may & -may;
    }
    return found;
}

/* What the tables of a page say of bytes and those behind them. */
struct looked_up {
    __m256i first, second, kind;
};

/* Adds what eight rows of sixteen entries say of the indices in them. */
TARGET void look_up_rows(const struct fold_page *page, unsigned first_row, __m256i index, struct looked_up *found)
{
#pragma GCC unroll 8
    for (unsigned row = first_row; row < first_row + 8; row++) {
        /* the place within the row, or one with the highest bit set, which finds zero */
        __m256i place = _mm256_adds_epu8(_mm256_xor_si256(index, _mm256_set1_epi8((char)(row << 4))), _mm256_set1_epi8(0x70));
#define ENTRIES(table) _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)((table) + 16 * row))), place)
        found->first = either(found->first, ENTRIES(page->first));
        found->second = either(found->second, ENTRIES(page->second));
        found->kind = either(found->kind, ENTRIES(page->kinds));
#undef ENTRIES
    }
}

/* Of the bytes of leads, which are 0xFF there and zero elsewhere; lower_half, upper_half: whether one of them is of that half of the page. */
TARGET struct looked_up look_up(const struct fold_page *page, __m256i raw, __m256i next, __m256i leads, bool lower_half, bool upper_half)
{
    struct looked_up found = {_mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256()};
    __m256i index = either(_mm256_and_si256(next, _mm256_set1_epi8(0x3F)), _mm256_slli_epi16(_mm256_and_si256(raw, _mm256_set1_epi8(3)), 6));
    if (lower_half)
        look_up_rows(page, 0, index, &found);
    if (upper_half)
        look_up_rows(page, 8, index, &found);
    found.kind = _mm256_and_si256(found.kind, leads);
    return found;
}

/* The same bytes where a bit of kind is set; zeros elsewhere. */
TARGET __m256i where(__m256i v, __m256i kind, int bit)
{
    return _mm256_blendv_epi8(_mm256_setzero_si256(), v, _mm256_slli_epi16(kind, 7 - bit));
}

/* Each byte moved to the place behind it. */
TARGET struct bytes behind(struct bytes v)
{
    return (struct bytes){_mm256_alignr_epi8(v.low, _mm256_permute2x128_si256(v.low, v.low, 0x08), 15),
                          _mm256_alignr_epi8(v.high, _mm256_permute2x128_si256(v.low, v.high, 0x21), 15)};
}

/* The number of the bit of each of the FOLD_PAIR_... */
enum { BIT_WORD = 0, BIT_BOTH = 1, BIT_DROP = 2, BIT_STOP = 3, BIT_LINE = 4 };

/*
 * The characters of two bytes of a block: adds to it what words they are of and what of them is dropped, and writes their bytes into v. Returns
 * what is to be stopped before. at: where the block was loaded from, next: the bytes behind.
 */
TARGET uint64_t take_pairs(const uint8_t *at, struct bytes raw, struct bytes next, uint32_t number, bool line_ends, struct block *block,
                           struct bytes *v)
{
    const struct fold_page *page = &fold_pages[number];
    const __m256i top = _mm256_set1_epi8((char)0xFC);
    const uint8_t first_lead = (uint8_t)(0xC0 + 4 * number);
    struct bytes lead_bytes = {equal(_mm256_and_si256(raw.low, top), first_lead), equal(_mm256_and_si256(raw.high, top), first_lead)};
    uint64_t leads = mask(lead_bytes), upper = mask_bit(raw, 1) & leads, marks = common_marks(at, raw, next), both, stop;
    uint64_t starts = mask(raw) & mask_bit(raw, 6); /* bytes from 0xC0 on */
    struct looked_up low = look_up(page, raw.low, next.low, lead_bytes.low, upper != leads, upper != 0);
    struct looked_up high = look_up(page, raw.high, next.high, lead_bytes.high, upper != leads, upper != 0);
    struct bytes kind = {low.kind, high.kind};
    struct bytes seconds = behind((struct bytes){where(low.second, low.kind, BIT_BOTH), where(high.second, high.kind, BIT_BOTH)});
    stop = (starts & ~leads & ~marks) | mask_bit(kind, BIT_STOP);
    if (line_ends)
        stop |= mask_bit(kind, BIT_LINE);
    leads &= block->there;
    both = (mask_bit(kind, BIT_BOTH) & leads) << 1;
    block->dropped = marks << 1 | marks << 2 | (leads << 1 & ~both) | (mask_bit(kind, BIT_DROP) & leads);
    block->words |= (mask_bit(kind, BIT_WORD) & leads) | both;
    /* spaces stand there so far, and every byte of a word is more than one */
    v->low = _mm256_max_epu8(v->low, _mm256_max_epu8(where(low.first, low.kind, BIT_WORD), seconds.low));
    v->high = _mm256_max_epu8(v->high, _mm256_max_epu8(where(high.first, high.kind, BIT_WORD), seconds.high));
    return stop;
}

/* Which bytes of a block end a line; next: each byte's next one, 0 where there is none. Those of two bytes end none: see FOLD_PAIR_LINE. */
TARGET uint64_t line_stops(const uint8_t *text, struct bytes raw, struct bytes next, uint64_t there)
{
    uint64_t dots = mask_dots(raw) & there, wide = dots & mask(next);
    uint64_t stops = mask_between(raw, '\n', '\r') & there;
    if (dots)
        stops |= dots & (mask_between(next, '\t', '\r') | mask_between(next, 0x1C, ' '));
    return __builtin_expect(wide != 0, 0) ? stops | blocks_before_wide_white(text, wide) : stops;
}

/* Punctuation that may belong to an address, by the bytes before it, as vectors_first_address has it: the first of it, as a bit. */
TARGET uint64_t first_address(const uint8_t *at, struct bytes raw, struct bytes lower, char before)
{
    uint64_t others = mask((struct bytes){either(equal(raw.low, '@'), either(equal(raw.low, '/'), equal(raw.low, ':'))),
                                          either(equal(raw.high, '@'), either(equal(raw.high, '/'), equal(raw.high, ':')))});
    uint64_t stops = mask_equal(raw, '.') & (mask_equal(lower, 'w') << 1 | (before == 'w'));
    return others | stops ? vectors_first_address(at, others | stops, before) : 0;
}

/* A block: of so many bytes of text of which rest are left, loaded from at, where zeros stand behind the text. Adds to *run. */
TARGET void fold_block(const uint8_t *text, const uint8_t *at, size_t rest, struct run *run, char before, uint64_t *follows_word, uint32_t page,
                       struct fold_lines *lines)
{
    size_t count = rest < 64 ? rest : 64 - (size_t)(at[63] >= 0xC0); /* which waits for its second byte */
    struct bytes raw = load(at), next = load(at + 1), lower = lowered(raw), words = word_bytes(raw, lower), v = spaces_between(words, lower);
    struct block block = {blocks_lowest(count), mask(words), 0, 0};
    uint64_t stop = first_address(at, raw, lower, before), keep;
    if (mask(raw))
        stop |= take_pairs(at, raw, next, page, lines, &block, &v);
    stop &= block.there;
    if (__builtin_expect(stop != 0, 0)) {
        block.there = (stop & -stop) - 1;
        count = (size_t)_mm_popcnt_u64(block.there);
    }
    block.words &= block.there;
    block.dropped &= block.there;
    keep = blocks_keep(&block, count, follows_word);
    if (lines) {
        block.stops = line_stops(text, raw, next, block.there);
        blocks_note_lines(lines, text, &block, keep, run->out);
    }
    run->out = squeeze(run->out, v, keep);
    run->read += count;
    run->stopped = stop != 0;
}

/* Bytes that a block looks at beyond its own. */
enum { BEHIND = 2 };

/* Reads on from run; among lines it leaves whole blocks of ASCII behind the first one to fold_plain. */
TARGET void fold_pairs(const uint8_t *text, size_t size, struct run *run, uint32_t page, struct fold_lines *lines)
{
    uint64_t follows_word = run->out[-1] != ' ';
    char before = run->out[-1];
    do {
        size_t rest = size - run->read;
        const uint8_t *begin = text + run->read;
        if (rest >= 64 + BEHIND) {
            fold_block(begin, begin, rest, run, before, &follows_word, page, lines);
        } else {
            uint8_t last[64 + 32] = {0};
            memcpy(last, begin, rest);
            fold_block(begin, last, rest, run, before, &follows_word, page, lines);
        }
        if (run->stopped || (lines && size - run->read >= 64 && blocks_look_plain(text + run->read)))
            break;
        before = (char)(text[run->read - 1] | 0x20);
    } while (run->read < size);
}

__attribute__((target("avx2,bmi,bmi2,popcnt"))) struct ascii_folded fold_pairs_avx2(const uint8_t *text, size_t size, char *out, uint32_t page,
                                                                                    struct fold_lines *lines)
{
    struct run run = {0, out, size == 0};
    struct fold_lines noted; /* in registers meanwhile */
    if (!lines) {
        if (size > 0)
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

/* Writes base plus the number of each bit; returns how many. */
TARGET size_t put_places(uint64_t bits, uint32_t base, uint32_t *out)
{
    size_t count = 0;
    for (; bits; bits &= bits - 1)
        out[count++] = base + (uint32_t)__builtin_ctzll(bits);
    return count;
}

__attribute__((target("avx2,bmi,bmi2,popcnt"))) size_t fold_breaks_avx2(const uint8_t *text, size_t begin, size_t end, uint32_t *positions)
{
    size_t count = 0;
    for (; begin < end; begin += 64) {
        size_t rest = end - begin;
        uint8_t last[1 + 64 + 32] = {0};
        const uint8_t *at = text + begin;
        struct bytes v;
        uint64_t found;
        if (rest < 64 || begin == 0) { /* so that every byte has one before it */
            memcpy(last + 1, at, rest < 64 ? rest : 64);
            last[0] = begin ? at[-1] : 0;
            at = last + 1;
        }
        v = load(at);
        found = mask_between(v, '\n', '\r');
        if (mask(v)) { /* U+0085, U+2028, U+2029, by their last two bytes */
            struct bytes before = load(at - 1);
            found |= (mask_equal(v, 0x85) & mask_equal(before, 0xC2)) | ((mask_equal(v, 0xA8) | mask_equal(v, 0xA9)) & mask_equal(before, 0x80));
        }
        count += put_places(found, (uint32_t)begin, positions + count);
    }
    return count;
}

#endif
