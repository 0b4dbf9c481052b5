/*
 * Whole texts by AVX2: 64 bytes at a time, of ASCII, characters of two bytes, and those of three that stand among them in many languages.
 * Gives the portable kernel's bits.
 */
#include "text/fold/fold_blocks.h"
#include "text/fold/fold_tables.h"
#include "text/fold/fold_vectors.h"

#if defined(__x86_64__)
#include "text/fold/fold_bytes_avx2.h"

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
__attribute__((target(AVX2))) static void fold_plain(const uint8_t *text, size_t size, struct run *run, struct fold_lines *lines)
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

/* Characters of three bytes that stand among letters of all scripts, by where they begin. */
struct common {
    uint64_t marks; /* dashes, quotation marks and the bullet, U+2013 and such, which part words */
    uint64_t none;  /* joiners and marks of direction, which leave nothing */
};

/*
 * Those with their last byte in the block. What leaves nothing is one of them only before another character beyond ASCII: it may hide in an
 * address before ASCII.
 */
TARGET struct common find_common(const uint8_t *at, struct bytes raw, struct bytes next)
{
    struct common found = {0, 0};
    uint64_t may = mask_equal(raw, 0xE2) & mask_equal(next, 0x80) & blocks_lowest(62);
    for (; may; may &= may - 1) {
        const uint8_t *last = at + __builtin_ctzll(may) + 2;
        switch (*last) {
        case 0x93: /* the dashes */
        case 0x94:
        case 0x98: /* quotation marks */
        case 0x99:
        case 0x9C:
        case 0x9D:
        case 0xA2:
            found.marks |= may & -may;
            break;
        case 0x8C: /* zero width non-joiner and joiner, left-to-right and right-to-left mark */
        case 0x8D:
        case 0x8E:
        case 0x8F:
            if (last[1] >= 0x80)
                found.none |= may & -may;
            break;
        default:
            break;
        }
    }
    return found;
}

/* What the tables of a page say of bytes and those behind them. */
struct looked_up {
    struct bytes codes, seconds;
};

TARGET __m256i entries(const uint8_t *table, unsigned row)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)(table + (size_t)16 * row)));
}

/*
 * Adds what half a page says of the bytes of leads, which are 0xFF there and zero elsewhere; index: where in it they are looked up. seconds:
 * NULL where there are none.
 */
TARGET void look_up_half(const uint8_t *codes, const uint8_t *seconds, struct bytes index, struct bytes leads, struct looked_up *found)
{
    const __m256i zero = _mm256_setzero_si256(), row_size = all(16), beyond = all(0x70);
    struct looked_up here = {{zero, zero}, {zero, zero}};
#pragma GCC unroll 8
    for (unsigned row = 0; row < 8; row++) {
        /* places within the row, or with the highest bit set, which finds zero */
        __m256i low = _mm256_adds_epu8(index.low, beyond), high = _mm256_adds_epu8(index.high, beyond), of_row = entries(codes, row);
        here.codes.low = either(here.codes.low, _mm256_shuffle_epi8(of_row, low));
        here.codes.high = either(here.codes.high, _mm256_shuffle_epi8(of_row, high));
        if (seconds) {
            of_row = entries(seconds, row);
            here.seconds.low = either(here.seconds.low, _mm256_shuffle_epi8(of_row, low));
            here.seconds.high = either(here.seconds.high, _mm256_shuffle_epi8(of_row, high));
        }
        index = (struct bytes){_mm256_sub_epi8(index.low, row_size), _mm256_sub_epi8(index.high, row_size)};
    }
    found->codes.low = either(found->codes.low, _mm256_and_si256(here.codes.low, leads.low));
    found->codes.high = either(found->codes.high, _mm256_and_si256(here.codes.high, leads.high));
    found->seconds.low = either(found->seconds.low, _mm256_and_si256(here.seconds.low, leads.low));
    found->seconds.high = either(found->seconds.high, _mm256_and_si256(here.seconds.high, leads.high));
}

TARGET __m256i index_of(__m256i raw, __m256i next)
{
    return either(_mm256_and_si256(next, all(0x3F)), _mm256_slli_epi16(_mm256_and_si256(raw, all(1)), 6));
}

/* Of all first bytes of two. Most texts have those of one half of a page, or now and then of another; so it is done half by half. */
TARGET struct looked_up look_up(const uint8_t *at, struct bytes raw, struct bytes next, uint64_t leads)
{
    const __m256i zero = _mm256_setzero_si256();
    struct looked_up found = {{zero, zero}, {zero, zero}};
    struct bytes index = {index_of(raw.low, next.low), index_of(raw.high, next.high)};
    struct bytes halves = {_mm256_and_si256(raw.low, all(0xFE)), _mm256_and_si256(raw.high, all(0xFE))};
    while (leads) {
        uint8_t half = at[__builtin_ctzll(leads)] & 0xFE;
        const struct fold_page *page = &fold_pages[half >> 2 & 7];
        size_t rows = (size_t)(half & 2) << 6;
        struct bytes of_half = {equal(halves.low, half), equal(halves.high, half)};
        look_up_half(page->codes + rows, page->second + rows, index, of_half, &found);
        leads &= ~mask(of_half);
    }
    return found;
}

/* Each byte moved to the place behind it. */
TARGET struct bytes behind(struct bytes v)
{
    return (struct bytes){_mm256_alignr_epi8(v.low, _mm256_permute2x128_si256(v.low, v.low, 0x08), 15),
                          _mm256_alignr_epi8(v.high, _mm256_permute2x128_si256(v.low, v.high, 0x21), 15)};
}

/* Letters with tones, of three bytes each, as 0xFF at the first; next: the bytes behind. */
TARGET __m256i toned(__m256i raw, __m256i next)
{
    return _mm256_and_si256(equal(raw, 0xE1), equal(_mm256_and_si256(next, all(0xFE)), 0xBA));
}

/* Looks them up; returns where they begin, of those with their last byte in the block. */
TARGET uint64_t take_toned(const uint8_t *at, struct bytes raw, struct bytes next, struct looked_up *found)
{
    struct bytes leads = {toned(raw.low, next.low), toned(raw.high, next.high)};
    uint64_t begins = mask(leads) & blocks_lowest(62);
    if (begins) {
        struct bytes third = load(at + 2), index = {index_of(next.low, third.low), index_of(next.high, third.high)};
        look_up_half(fold_toned, NULL, index, leads, found);
    }
    return begins;
}

/* The first three bits of bytes. */
TARGET __m256i first_bits(__m256i v)
{
    return _mm256_and_si256(v, all(0xE0));
}

/*
 * The characters of two bytes of a block: adds to it what words they are of and what of them is dropped, and writes their bytes into v. Returns
 * what is to be stopped before. at: where the block was loaded from, next: the bytes behind.
 */
TARGET uint64_t take_pairs(const uint8_t *at, struct bytes raw, struct bytes next, bool line_ends, struct block *block, struct bytes *v)
{
    struct bytes starts = {first_bits(raw.low), first_bits(raw.high)}, seconds;
    uint64_t leads = mask_equal(starts, 0xC0) & block->there, stop = mask_equal(starts, 0xE0), dropped = 0;
    struct looked_up found = look_up(at, raw, next, leads);
    if (stop) {
        struct common common = find_common(at, raw, next);
        uint64_t threes = common.marks | common.none | take_toned(at, raw, next, &found);
        stop &= ~threes;
        dropped = common.none | threes << 1 | threes << 2;
    }
    stop |= mask_equal(found.codes, FOLD_CODE_STOP);
    if (line_ends)
        stop |= mask_equal(found.codes, FOLD_CODE_LINE);
    block->dropped = dropped | (leads & mask_equal(found.seconds, 0)) << 1 | mask_equal(found.codes, FOLD_CODE_DROP);
    /* spaces stand there so far: more than any code, and less than every byte of a word */
    seconds = behind(found.seconds);
    v->low = _mm256_max_epu8(v->low, _mm256_max_epu8(found.codes.low, seconds.low));
    v->high = _mm256_max_epu8(v->high, _mm256_max_epu8(found.codes.high, seconds.high));
    block->words = ~mask_equal(*v, ' ');
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

/* Bytes that a block looks at beyond its own. */
enum { BEHIND = 2 };

/* What a block takes over from the one before it: the byte before it, folded, and whether a word stands there. */
struct before {
    char byte;
    uint64_t follows_word;
};

/* The next block of the text from run on. */
TARGET void fold_block(const uint8_t *text, size_t size, struct run *run, struct before *before, struct fold_lines *lines)
{
    size_t rest = size - run->read, count;
    const uint8_t *begin = text + run->read, *at = begin;
    struct bytes raw, next, lower, words, v;
    struct block block = {0};
    uint64_t stop, keep;
    uint8_t last[64 + 32]; /* the end of the text, and zeros */
    if (__builtin_expect(rest < 64 + BEHIND, 0)) {
        memset(last, 0, sizeof last);
        memcpy(last, begin, rest);
        at = last;
    }
    count = rest < 64 ? rest : at[62] >= 0xE0 ? 62 : 64 - (size_t)(at[63] >= 0xC0); /* a character waits for its other bytes */
    raw = load(at);
    next = load(at + 1);
    lower = lowered(raw);
    words = word_bytes(raw, lower);
    v = spaces_between(words, lower);
    block.there = blocks_lowest(count);
    block.words = mask(words);
    stop = first_address(at, raw, lower, before->byte);
    if (mask(raw))
        stop |= take_pairs(at, raw, next, lines, &block, &v);
    stop &= block.there;
    if (__builtin_expect(stop != 0, 0)) {
        block.there = (stop & -stop) - 1;
        count = (size_t)_mm_popcnt_u64(block.there);
    }
    block.words &= block.there;
    block.dropped &= block.there;
    keep = blocks_keep(&block, count, &before->follows_word);
    if (lines) {
        block.stops = line_stops(begin, raw, next, block.there);
        blocks_note_lines(lines, begin, &block, keep, run->out);
    }
    run->out = squeeze(run->out, v, keep);
    run->read += count;
    run->stopped = stop != 0;
}

/* Reads on from run; among lines it leaves whole blocks of ASCII behind the first one to fold_plain. */
__attribute__((target(AVX2))) static void fold_pairs(const uint8_t *text, size_t size, struct run *run, struct fold_lines *lines)
{
    struct run at = *run; /* in registers meanwhile */
    struct before before = {at.out[-1], at.out[-1] != ' '};
    while (at.read < size) {
        fold_block(text, size, &at, &before, lines);
        if (at.stopped || (lines && size - at.read >= 64 && blocks_look_plain(text + at.read)))
            break;
        before.byte = (char)(text[at.read - 1] | 0x20);
    }
    *run = at;
}

__attribute__((target(AVX2))) struct ascii_folded fold_pairs_avx2(const uint8_t *text, size_t size, char *out, uint32_t page,
                                                                  struct fold_lines *lines)
{
    struct run run = {0, out, false};
    (void)page; /* all pages are at hand */
    while (run.read < size && !run.stopped) {
        if (lines)
            fold_plain(text, size, &run, lines);
        fold_pairs(text, size, &run, lines);
    }
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

__attribute__((target(AVX2))) size_t fold_breaks_avx2(const uint8_t *text, size_t begin, size_t end, uint32_t *positions)
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
