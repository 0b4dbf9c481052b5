/*
 * Whole texts, 64 bytes at a time: ASCII, characters of two bytes, and those of three that stand among them in many languages; the same for every
 * machine whose struct bytes is known. Gives the portable kernel's bits. Included by the kernels, behind fold_bytes_....h.
 */
#ifndef WIRECOPY_TEXT_FOLD_FOLD_PAIRS_H
#define WIRECOPY_TEXT_FOLD_FOLD_PAIRS_H

#include "text/fold/fold_blocks.h"
#include "text/fold/fold_vectors.h"

KERNEL uint64_t pairs_mask_equal(struct bytes v, uint8_t c)
{
    return bytes_mask(bytes_equal(v, c));
}

KERNEL uint64_t pairs_mask_between(struct bytes v, uint8_t first, uint8_t last)
{
    return bytes_mask(bytes_between(v, first, last));
}

/* Letters and digits of ASCII. */
KERNEL struct bytes pairs_words(struct bytes v, struct bytes lower)
{
    return bytes_or(bytes_between(lower, 'a', 'z'), bytes_between(v, '0', '9'));
}

KERNEL uint64_t pairs_dots(struct bytes v)
{
    return bytes_mask(bytes_or(bytes_equal(v, '.'), bytes_or(bytes_equal(v, '!'), bytes_equal(v, '?'))));
}

/* What may belong to an address wherever it stands, or by the byte before. */
KERNEL struct bytes pairs_suspects(struct bytes v)
{
    return bytes_or(bytes_equal(v, '@'), bytes_or(bytes_equal(v, '/'), bytes_equal(v, ':')));
}

/*
 * Whole blocks of ASCII without punctuation that may belong to an address, which is most of what there is in many languages. Reads on from run
 * until a block is none, has rare white space, or may end a line with its last byte.
 */
KERNEL_TARGET static void pairs_fold_plain(const uint8_t *text, size_t size, struct run *run, struct fold_lines *lines)
{
    struct fold_lines noted = *lines; /* in registers meanwhile */
    char *out = run->out;
    size_t read = run->read;
    uint64_t follows_word = out[-1] != ' ', follows_w = out[-1] == 'w';
    for (; size - read >= 64; read += 64) {
        struct bytes raw = bytes_load(text + read), lower = bytes_or_each(raw, 0x20), words = pairs_words(raw, lower);
        struct block block = {UINT64_MAX, bytes_mask(words), 0, 0};
        uint64_t odd = bytes_mask(bytes_or(bytes_or(raw, pairs_suspects(raw)), bytes_equal(bytes_and_each(raw, 0xFC), 0x1C)));
        uint64_t dots = pairs_dots(raw), w = pairs_mask_equal(lower, 'w'), keep;
        if (odd | dots >> 63 | (pairs_mask_equal(raw, '.') & (w << 1 | follows_w)))
            break;
        block.stops = pairs_mask_between(raw, '\n', '\r') | (dots & bytes_mask(bytes_common_white(raw)) >> 1);
        keep = block.words | block.words << 1 | follows_word;
        blocks_note_lines(&noted, text + read, &block, keep, out);
        out = bytes_squeeze(out, bytes_select(words, lower, ' '), keep);
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
KERNEL struct common find_common(const uint8_t *at, struct bytes raw, struct bytes next)
{
    struct common found = {0, 0};
    uint64_t may = pairs_mask_equal(raw, 0xE2) & pairs_mask_equal(next, 0x80) & blocks_lowest(62);
    for (; may; may &= may - 1) {
        const uint8_t *last = at + __builtin_ctzll(may) + 2;
        if (vectors_common_mark(*last))
            found.marks |= may & -may;
        else if (*last >= 0x8C && *last <= 0x8F && last[1] >= 0x80) /* zero width non-joiner and joiner, left-to-right and right-to-left mark */
            found.none |= may & -may;
    }
    return found;
}

/* What tables say of the first bytes of characters: their codes (see fold_tables.h), and what becomes of their second bytes. */
struct looked_up {
    struct bytes codes, seconds;
};

/* Of all first bytes of two. Most texts have those of one half of a page, or now and then of another; so it is done half by half. */
KERNEL struct looked_up look_up_pairs(const uint8_t *at, struct bytes raw, struct bytes next, uint64_t leads)
{
    struct looked_up found = {bytes_zero(), bytes_zero()};
    struct bytes index = bytes_index(raw, next), halves = bytes_and_each(raw, 0xFE);
    while (leads) {
        uint8_t half = at[__builtin_ctzll(leads)] & 0xFE;
        const struct fold_page *page = &fold_pages[half >> 2 & 7];
        size_t first = (size_t)(half & 2) << 6;
        struct bytes of_half = bytes_equal(halves, half), codes, seconds;
        bytes_look_up(page->codes + first, page->second + first, index, &codes, &seconds);
        found.codes = bytes_or(found.codes, bytes_and(codes, of_half));
        found.seconds = bytes_or(found.seconds, bytes_and(seconds, of_half));
        leads &= ~bytes_mask(of_half);
    }
    return found;
}

/* Adds the codes of letters with tones, of three bytes each; returns where they begin, of those with their last byte in the block. */
KERNEL uint64_t look_up_toned(const uint8_t *at, struct bytes raw, struct bytes next, struct looked_up *found)
{
    struct bytes leads = bytes_and(bytes_equal(raw, 0xE1), bytes_equal(bytes_and_each(next, 0xFE), 0xBA)), codes;
    uint64_t begins = bytes_mask(leads) & blocks_lowest(62);
    if (begins) {
        bytes_look_up(fold_toned, NULL, bytes_index(next, bytes_load(at + 2)), &codes, NULL);
        found->codes = bytes_or(found->codes, bytes_and(codes, leads));
    }
    return begins;
}

/*
 * The characters beyond ASCII of a block: adds to it what words they are of and what of them is dropped, and writes their bytes into v. Returns
 * what is to be stopped before. at: where the block was loaded from, next: the bytes behind.
 */
KERNEL uint64_t take_pairs(const uint8_t *at, struct bytes raw, struct bytes next, bool line_ends, struct block *block, struct bytes *v)
{
    struct bytes starts = bytes_and_each(raw, 0xE0);
    uint64_t leads = pairs_mask_equal(starts, 0xC0) & block->there, stop = pairs_mask_equal(starts, 0xE0), dropped = 0;
    struct looked_up found = look_up_pairs(at, raw, next, leads);
    if (stop) {
        struct common common = find_common(at, raw, next);
        uint64_t threes = common.marks | common.none | look_up_toned(at, raw, next, &found);
        stop &= ~threes;
        dropped = common.none | threes << 1 | threes << 2;
    }
    stop |= pairs_mask_equal(found.codes, FOLD_CODE_STOP);
    if (line_ends)
        stop |= pairs_mask_equal(found.codes, FOLD_CODE_LINE);
    block->dropped = dropped | (leads & pairs_mask_equal(found.seconds, 0)) << 1 | pairs_mask_equal(found.codes, FOLD_CODE_DROP);
    /* spaces stand there so far: more than any code, and less than every byte of a word */
    *v = bytes_max(*v, bytes_max(found.codes, bytes_behind(found.seconds)));
    block->words = ~pairs_mask_equal(*v, ' ');
    return stop;
}

/* Which bytes of a block end a line; next: each byte's next one, 0 where there is none. Those of two bytes end none: see FOLD_PAIR_LINE. */
KERNEL uint64_t pairs_line_stops(const uint8_t *text, struct bytes raw, struct bytes next, uint64_t there)
{
    uint64_t dots = pairs_dots(raw) & there, wide = dots & bytes_mask(next), stops = pairs_mask_between(raw, '\n', '\r') & there;
    if (dots)
        stops |= dots & (pairs_mask_between(next, '\t', '\r') | pairs_mask_between(next, 0x1C, ' '));
    return __builtin_expect(wide != 0, 0) ? stops | blocks_before_wide_white(text, wide) : stops;
}

/* Punctuation that may belong to an address, by the bytes before it, as vectors_first_address has it: the first of it, as a bit. */
KERNEL uint64_t pairs_first_address(const uint8_t *at, struct bytes raw, struct bytes lower, char before)
{
    uint64_t may = bytes_mask(pairs_suspects(raw)) | (pairs_mask_equal(raw, '.') & (pairs_mask_equal(lower, 'w') << 1 | (before == 'w')));
    return may ? vectors_first_address(at, may, before) : 0;
}

/* Bytes that a block looks at beyond its own. */
enum { BEHIND = 2 };

/* What a block takes over from the one before it: the byte before it, folded, and whether a word stands there. */
struct before {
    char byte;
    uint64_t follows_word;
};

/* The next block of the text from run on. */
KERNEL void pairs_fold_block(const uint8_t *text, size_t size, struct run *run, struct before *before, struct fold_lines *lines)
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
    raw = bytes_load(at);
    next = bytes_load(at + 1);
    lower = bytes_or_each(raw, 0x20);
    words = pairs_words(raw, lower);
    v = bytes_select(words, lower, ' ');
    block.there = blocks_lowest(count);
    block.words = bytes_mask(words);
    stop = pairs_first_address(at, raw, lower, before->byte);
    if (bytes_mask(raw))
        stop |= take_pairs(at, raw, next, lines, &block, &v);
    stop &= block.there;
    if (__builtin_expect(stop != 0, 0)) {
        block.there = (stop & -stop) - 1;
        count = (size_t)__builtin_popcountll(block.there);
    }
    block.words &= block.there;
    block.dropped &= block.there;
    keep = blocks_keep(&block, count, &before->follows_word);
    if (lines) {
        block.stops = pairs_line_stops(begin, raw, next, block.there);
        blocks_note_lines(lines, begin, &block, keep, run->out);
    }
    run->out = bytes_squeeze(run->out, v, keep);
    run->read += count;
    run->stopped = stop != 0;
}

/* Reads on from run; among lines it leaves whole blocks of ASCII behind the first one to pairs_fold_plain. */
KERNEL_TARGET static void pairs_fold(const uint8_t *text, size_t size, struct run *run, struct fold_lines *lines)
{
    struct run at = *run; /* in registers meanwhile */
    struct before before = {at.out[-1], at.out[-1] != ' '};
    while (at.read < size) {
        pairs_fold_block(text, size, &at, &before, lines);
        if (at.stopped || (lines && size - at.read >= 64 && blocks_look_plain(text + at.read)))
            break;
        before.byte = (char)(text[at.read - 1] | 0x20);
    }
    *run = at;
}

/* As fold_pairs_kernel. */
KERNEL struct ascii_folded pairs_fold_all(const uint8_t *text, size_t size, char *out, struct fold_lines *lines)
{
    struct run run = {0, out, false};
    while (run.read < size && !run.stopped) {
        if (lines)
            pairs_fold_plain(text, size, &run, lines);
        pairs_fold(text, size, &run, lines);
    }
    return (struct ascii_folded){run.read, (size_t)(run.out - out)};
}

/* Line breaks, as fold_candidates_kernel. */
KERNEL size_t pairs_breaks(const uint8_t *text, size_t begin, size_t end, uint32_t *positions)
{
    size_t count = 0;
    for (; begin < end; begin += 64) {
        size_t rest = end - begin;
        uint8_t last[1 + 64 + 32];
        const uint8_t *at = text + begin;
        struct bytes v;
        uint64_t found;
        if (rest < 64 || begin == 0) { /* so that every byte has one before it */
            memset(last, 0, sizeof last);
            memcpy(last + 1, at, rest < 64 ? rest : 64);
            last[0] = begin ? at[-1] : 0;
            at = last + 1;
        }
        v = bytes_load(at);
        found = pairs_mask_between(v, '\n', '\r');
        if (bytes_mask(v)) { /* U+0085, U+2028, U+2029, by their last two bytes */
            struct bytes before = bytes_load(at - 1);
            found |= (pairs_mask_equal(v, 0x85) & pairs_mask_equal(before, 0xC2)) |
                     ((pairs_mask_equal(v, 0xA8) | pairs_mask_equal(v, 0xA9)) & pairs_mask_equal(before, 0x80));
        }
        for (; found; found &= found - 1)
            positions[count++] = (uint32_t)begin + (uint32_t)__builtin_ctzll(found);
    }
    return count;
}

#endif
