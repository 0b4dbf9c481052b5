/*
 * Letters and marks of three bytes that stay as they are, in scripts with spaces, by AVX2: 32 bytes at a time, with plain ASCII and common
 * marks between. Hangul is told by its first two bytes, other scripts by 128 bits of a table (see fold_stays).
 */
#include "text/fold/fold_kernels.h"

#if defined(__x86_64__)
#include "text/fold/fold_blocks.h"
#include "text/fold/fold_vectors.h"
#include "text/fold/fold_wide_avx2.h"

KERNEL uint32_t mask(__m256i v)
{
    return (uint32_t)_mm256_movemask_epi8(v);
}

KERNEL __m256i equal(__m256i v, uint8_t c)
{
    return _mm256_cmpeq_epi8(v, bytes_all(c));
}

/* Bytes above c as signed numbers: 0x80 to 0xFF are below 0. */
KERNEL __m256i above(__m256i v, uint8_t c)
{
    return _mm256_cmpgt_epi8(v, bytes_all(c));
}

/* Which characters of three bytes stay as they are: those from U+AC00 to U+D77F, or some with these first two bytes, the lowest bit aside. */
struct staying {
    bool hangul;
    uint8_t first, second;
    __m256i bits;
};

static bool is_hangul(uint8_t first, uint8_t second)
{
    return first == 0xEB || first == 0xEC || (first == 0xEA && second >= 0xB0) || (first == 0xED && second < 0x9E);
}

/* Where they begin; next, third: the bytes behind each byte. */
KERNEL __m256i where(const struct staying *staying, __m256i v, __m256i next, __m256i third)
{
    const __m256i powers = twice(_mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0));
    __m256i place, bit, found;
    if (staying->hangul)
        return either(either(equal(v, 0xEB), equal(v, 0xEC)),
                      either(_mm256_and_si256(equal(v, 0xEA), above(next, 0xAF)), _mm256_andnot_si256(above(next, 0x9D), equal(v, 0xED))));
    place = either(_mm256_and_si256(_mm256_srli_epi16(third, 4), bytes_all(3)), _mm256_slli_epi16(_mm256_and_si256(next, bytes_all(1)), 2));
    bit = _mm256_shuffle_epi8(powers, place);
    found = _mm256_cmpeq_epi8(_mm256_and_si256(_mm256_shuffle_epi8(staying->bits, _mm256_and_si256(third, bytes_all(0x0F))), bit), bit);
    return _mm256_and_si256(found, _mm256_and_si256(equal(v, staying->first), equal(_mm256_and_si256(next, bytes_all(0xFE)), staying->second)));
}

/* Of the characters that begin there, the common marks. */
static uint32_t common_marks(const uint8_t *at, uint32_t leads)
{
    uint32_t found = 0;
    for (; leads; leads &= leads - 1) {
        const uint8_t *lead = at + __builtin_ctz(leads);
        if (lead[0] == 0xE2 && lead[1] == 0x80 && vectors_common_mark(lead[2]))
            found |= leads & -leads;
    }
    return found;
}

/* Which bytes end a line. */
KERNEL uint32_t line_stops(const uint8_t *at, __m256i v, __m256i next)
{
    uint32_t dots = mask(either(equal(v, '.'), either(equal(v, '!'), equal(v, '?')))), wide = dots & mask(next);
    uint32_t stops = mask(bytes_half_between(v, '\n', '\r'));
    if (dots)
        stops |= dots & mask(either(bytes_half_between(next, '\t', '\r'), bytes_half_between(next, 0x1C, ' ')));
    return __builtin_expect(wide != 0, 0) ? stops | (uint32_t)blocks_before_wide_white(at, wide) : stops;
}

/*
 * A block: loaded from at, where rest bytes are text and zeros stand behind. Adds to *run, which is stopped where something else stands, or
 * nothing but ASCII.
 */
KERNEL void fold_block(const uint8_t *text, const uint8_t *at, size_t rest, const struct staying *staying, struct run *run, uint64_t *follows_word,
                       struct fold_lines *lines)
{
    __m256i v = load_32(at), next = load_32(at + 1), stays = where(staying, v, next, load_32(at + 2)), lower = either(v, bytes_all(0x20));
    __m256i digits = bytes_half_between(v, '0', '9'), words = either(bytes_half_between(lower, 'a', 'z'), digits), folded;
    uint32_t leads = mask(v) & mask(above(v, 0xBF)), stay = mask(stays), stop = leads & ~stay, marks = 0;
    uint32_t punctuation = mask(either(_mm256_andnot_si256(digits, bytes_half_between(v, '.', ':')), equal(v, '@')));
    size_t count = leads >> 30 ? _tzcnt_u32(leads & 0xC0000000) : BLOCK_BYTES; /* those wait for their last bytes */
    struct block block = {0, 0, 0, 0};
    uint64_t keep;
    run->stopped = leads == 0;
    if (!leads)
        return;
    folded = _mm256_blendv_epi8(_mm256_blendv_epi8(bytes_all(' '), lower, words), v, v);
    if (stop) {
        marks = common_marks(at, stop);
        stop &= ~marks;
        folded = _mm256_blendv_epi8(folded, bytes_all(' '), _mm256_andnot_si256(stays, equal(v, 0xE2)));
    }
    if (punctuation)
        stop |= (uint32_t)vectors_first_address(at, punctuation, run->out[-1]);
    count = rest < count ? rest : count;
    if (stop && _tzcnt_u32(stop) < count) {
        count = _tzcnt_u32(stop);
        run->stopped = true;
    }
    block.there = (UINT64_C(1) << count) - 1;
    block.words = (mask(words) | (uint64_t)stay | (uint64_t)stay << 1 | (uint64_t)stay << 2) & block.there;
    block.dropped = ((uint64_t)marks << 1 | (uint64_t)marks << 2) & block.there;
    keep = blocks_keep(&block, count, follows_word);
    if (lines) {
        block.stops = line_stops(at, v, next) & block.there;
        blocks_note_lines(lines, text, &block, keep, run->out);
    }
    run->out = squeeze(run->out, folded, (uint32_t)keep);
    run->read += count;
}

KERNEL void fold_blocks_of(const uint8_t *text, size_t size, struct progress *progress, const struct staying *staying, struct fold_lines *lines)
{
    struct run run = {progress->read, progress->out, false};
    uint64_t follows_word = !progress->after_space;
    while (run.read < size && !run.stopped) {
        const uint8_t *from = text + run.read;
        size_t rest = size - run.read;
        if (rest >= BLOCK_BYTES + 2) {
            fold_block(from, from, rest, staying, &run, &follows_word, lines);
        } else {
            uint8_t last[BLOCK_BYTES + 2] = {0};
            memcpy(last, from, rest);
            fold_block(from, last, rest, staying, &run, &follows_word, lines);
        }
    }
    *progress = (struct progress){run.read, run.out, !follows_word, 0, INT32_MAX};
}

KERNEL_TARGET void fold_staying_avx2(const uint8_t *text, size_t size, struct progress *progress, struct fold_lines *lines)
{
    const uint8_t *from = text + progress->read;
    struct staying staying = {is_hangul(from[0], from[1]), from[0], from[1] & 0xFE,
                              twice(load_16(fold_stays[(from[0] & 15u) << 5 | (from[1] & 63u) >> 1]))};
    if (progress->after_solo && !progress->after_space) { /* its last word is done */
        *progress->out++ = ' ';
        progress->after_space = 1;
    }
    if (staying.hangul) {
        staying.hangul = true; /* known where it is compiled */
        fold_blocks_of(text, size, progress, &staying, lines);
    } else {
        staying.hangul = false;
        fold_blocks_of(text, size, progress, &staying, lines);
    }
}

#endif
