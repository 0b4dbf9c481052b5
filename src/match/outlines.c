/*
 * The bits are those of the shingles that many of the first briefs have: ranks are in order of content hash, so that the first are a
 * sample. The others are compared by their upper 16 bits first, and all of them only where two are equal.
 */
#include "match/outlines.h"

#include <string.h>

#include "base/bits.h"
#include "base/sort.h"

/* Briefs that are sampled, and in which share of them a shingle is that has a bit. The words of bits are no more than BYTES_ADDED. */
enum { SAMPLED = 512, ONE_IN = 64, BITS_MOST = 1024 };

/* Outlines pay where at least half of what the sample has has a bit. */
enum { COVERED_ONE_IN = 2 };

/* The upper 16 bits of a shingle. */
enum { UPPER_SHIFT = 48 };

/* So much of the memory is left to what comes after, at the most: matches, which are read in order. */
enum { LEFT_MOST = 1 << 22 };

/* Where an outline begins is counted in these. */
enum { UNIT = 8, UPPERS_A_UNIT = UNIT / sizeof(uint16_t) };

struct outlines {
    struct scratch *scratch;
    struct scratch_space *space;
    uint32_t *at; /* of each group and one more; none where the next one begins there too */
    uint64_t claimed;
    size_t first_bytes;         /* of most: what is looked at of any pair */
    uint64_t *shingles;         /* that have a bit */
    struct shingle_index index; /* of them */
    size_t words;               /* of bits */
    struct cores *cores;        /* NULL: there is no memory for them */
};

/*
 * What stands first; then the bits, what the group is seen as, the upper bits of the others, and behind what is looked at of any pair the first
 * shingles, the others, and the words of titles.
 */
struct heading {
    uint32_t count, seen, title_words, others;
    uint32_t words_at, words, body_begin, body_count; /* as in the brief */
    uint8_t alone, two_numbers, unused[6];
};
_Static_assert(sizeof(struct heading) % UNIT == 0, "the bits stand behind it");

void outlines_free(struct outlines *outlines)
{
    if (!outlines)
        return;
    scratch_free(outlines->scratch);
    memory_free(outlines->at);
    cores_free(outlines->cores);
    memory_free(outlines->shingles);
    shingle_index_release(&outlines->index);
    scratch_space_return(outlines->space, outlines->claimed);
    memory_free(outlines);
}

/* The shingles of the first briefs, each as often as it is there, sorted. */
static enum wirecopy_status sample_shingles(const struct briefs *briefs, uint32_t count, struct buffer *sampled, uint32_t *sampled_briefs)
{
    struct brief_room room = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    *sampled_briefs = 0;
    for (uint32_t rank = 0; rank < count && *sampled_briefs < SAMPLED && status == WIRECOPY_OK; rank++) {
        struct brief brief;
        bool found;
        status = briefs_view(briefs, rank, &room, &brief, &found);
        if (status == WIRECOPY_OK && found) {
            status = buffer_append(sampled, brief.shingles, brief.count * sizeof *brief.shingles);
            ++*sampled_briefs;
        }
    }
    brief_room_release(&room);
    if (status == WIRECOPY_OK)
        sort_u64((uint64_t *)(void *)sampled->data, sampled->size / sizeof(uint64_t));
    return status;
}

/* Puts those that come at least least times to the front, each once; *covered_out: how often they come, all in all. */
static size_t keep_frequent(const uint64_t *sampled, size_t count, size_t least, uint64_t *kept, size_t *covered_out)
{
    size_t kept_count = 0;
    *covered_out = 0;
    for (size_t start = 0, end; start < count; start = end) {
        for (end = start + 1; end < count && sampled[end] == sampled[start]; end++)
            continue;
        if (end - start < least)
            continue;
        *covered_out += end - start;
        if (kept && kept_count < BITS_MOST)
            kept[kept_count] = sampled[start];
        kept_count++;
    }
    return kept_count;
}

/* Chooses the shingles that have a bit; *pays_out is false where they are too little of what articles have. */
static enum wirecopy_status choose_bits(struct outlines *outlines, const struct briefs *briefs, uint32_t groups, bool *pays_out)
{
    struct buffer sampled = {0};
    uint32_t sampled_briefs;
    enum wirecopy_status status = sample_shingles(briefs, groups, &sampled, &sampled_briefs);
    const uint64_t *shingles = (const uint64_t *)(const void *)sampled.data;
    size_t count = sampled.size / sizeof *shingles, least = sampled_briefs / ONE_IN + 2, bits, covered;
    *pays_out = false;
    while (status == WIRECOPY_OK && (bits = keep_frequent(shingles, count, least, NULL, &covered)) > BITS_MOST)
        least += least / 4 + 1;
    if (status == WIRECOPY_OK && bits > 0 && covered * COVERED_ONE_IN >= count) {
        outlines->shingles = memory_allocate(bits, sizeof *outlines->shingles);
        status = outlines->shingles ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
        if (status == WIRECOPY_OK) {
            keep_frequent(shingles, count, least, outlines->shingles, &covered);
            status = shingle_index_build_distinct(&outlines->index, outlines->shingles, bits);
        }
        outlines->words = (bits + 63) / 64;
        *pays_out = status == WIRECOPY_OK;
    }
    buffer_release(&sampled);
    return status;
}

/* How many of the first shingles are at hand. */
static size_t early_count(size_t count)
{
    return count < OUTLINE_EARLY ? count : OUTLINE_EARLY;
}

/* So many numbers of 16 bits in whole units. */
static size_t in_units(size_t count)
{
    return (count + UPPERS_A_UNIT - 1) / UPPERS_A_UNIT * UPPERS_A_UNIT;
}

/* The place of one of some numbers in order. */
static uint32_t place_among(const uint64_t *numbers, uint32_t count, uint64_t number)
{
    uint32_t begin = 0;
    for (uint32_t end = count; begin + 1 < end;) {
        uint32_t middle = begin + (end - begin) / 2;
        if (numbers[middle] <= number)
            begin = middle;
        else
            end = middle;
    }
    return begin;
}

static enum wirecopy_status put_first(const struct outlines *outlines, const struct heading *heading, const uint64_t *bits, struct buffer *blob)
{
    enum wirecopy_status status = buffer_append(blob, heading, sizeof *heading);
    return status == WIRECOPY_OK ? buffer_append(blob, bits, outlines->words * sizeof *bits) : status;
}

/*
 * Makes the outline of a brief in blob, which it overwrites; its heading and its bits only where it has too many others. early: its first
 * shingles, as in an outline.
 */
static enum wirecopy_status make_one(const struct outlines *outlines, const struct brief *brief, uint16_t early[OUTLINE_EARLY], struct buffer *blob)
{
    static const char zeros[UNIT];
    const struct seen_as *last = &brief->seen.as[brief->seen.count - 1];
    struct heading heading = {.count = (uint32_t)brief->count,
                              .seen = (uint32_t)brief->seen.count,
                              .title_words = last->title_at + last->title_count,
                              .words_at = brief->words_at,
                              .words = (uint32_t)brief->words.count,
                              .body_begin = (uint32_t)brief->words.body_begin,
                              .body_count = (uint32_t)brief->words.body_count,
                              .alone = brief->alone,
                              .two_numbers = brief->two_numbers};
    uint64_t bits[BITS_MOST / 64] = {0};
    uint64_t others[OUTLINE_OTHERS_MOST];
    uint16_t upper[OUTLINE_OTHERS_MOST];
    size_t first = early_count(brief->count);
    enum wirecopy_status status;
    blob->size = 0;
    for (size_t i = 0; i < brief->count; i++) {
        uint32_t number = shingle_index_number(&outlines->index, brief->shingles[i]);
        if (i < OUTLINE_EARLY)
            early[i] = (uint16_t)number;
        if (number)
            bits[(number - 1) / 64] |= UINT64_C(1) << (number - 1) % 64;
        else if (heading.others++ < OUTLINE_OTHERS_MOST)
            others[heading.others - 1] = brief->shingles[i];
    }
    if (heading.others > OUTLINE_OTHERS_MOST)
        return put_first(outlines, &heading, bits, blob);
    sort_u64(others, heading.others);
    for (uint32_t i = 0; i < heading.others; i++)
        upper[i] = (uint16_t)(others[i] >> UPPER_SHIFT);
    for (size_t i = 0; i < first; i++)
        if (!early[i])
            early[i] = (uint16_t)(OUTLINE_IS_OTHER | place_among(others, heading.others, brief->shingles[i]));
    status = put_first(outlines, &heading, bits, blob);
    if (status == WIRECOPY_OK)
        status = buffer_append(blob, brief->seen.as, brief->seen.count * sizeof *brief->seen.as);
    if (status == WIRECOPY_OK)
        status = buffer_append(blob, upper, heading.others * sizeof *upper);
    if (status == WIRECOPY_OK)
        status = buffer_append(blob, zeros, -blob->size % UNIT);
    if (status == WIRECOPY_OK)
        status = buffer_append(blob, early, first * sizeof *early);
    if (status == WIRECOPY_OK)
        status = buffer_append(blob, zeros, -blob->size % UNIT);
    if (status == WIRECOPY_OK)
        status = buffer_append(blob, others, heading.others * sizeof *others);
    if (status == WIRECOPY_OK)
        status = buffer_append(blob, brief->seen.titles, heading.title_words * sizeof *brief->seen.titles);
    return status == WIRECOPY_OK ? buffer_append(blob, zeros, -blob->size % UNIT) : status;
}

/* How much of an outline is looked at of any pair. */
static size_t first_bytes(const struct outlines *outlines, const struct heading *heading)
{
    return sizeof *heading + outlines->words * sizeof(uint64_t) + heading->seen * sizeof(struct seen_as) + heading->others * sizeof(uint16_t);
}

static enum wirecopy_status make_all(struct outlines *outlines, const struct briefs *briefs, const struct sets *sets)
{
    struct brief_room room = {0};
    struct buffer blob = {0};
    uint64_t looked_at = 0, made = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t rank = 0; rank < sets->count && status == WIRECOPY_OK; rank++) {
        uint16_t early[OUTLINE_EARLY] = {0};
        struct brief brief;
        bool found;
        status = briefs_view(briefs, rank, &room, &brief, &found);
        blob.size = 0;
        if (status == WIRECOPY_OK && found)
            status = make_one(outlines, &brief, early, &blob);
        if (status == WIRECOPY_OK && blob.size > 0) {
            const struct heading *heading = (const struct heading *)(const void *)blob.data;
            bool outlined = heading->others <= OUTLINE_OTHERS_MOST;
            made += outlined;
            looked_at += outlined ? first_bytes(outlines, heading) : 0;
            if (outlines->cores) /* without an outline too: most of what is asked of them is told then */
                cores_put(outlines->cores, rank, &brief, sets->left_out->flags[rank] & GROUP_FORM, (const uint64_t *)(const void *)(heading + 1),
                          heading->others, early);
            if (!outlined)
                blob.size = 0;
        }
        if ((scratch_size(outlines->scratch) + blob.size) / UNIT >= UINT32_MAX)
            blob.size = 0;
        outlines->at[rank + 1] = outlines->at[rank] + (uint32_t)(blob.size / UNIT);
        if (status == WIRECOPY_OK)
            status = scratch_append(outlines->scratch, blob.data, blob.size);
        if (status == WIRECOPY_OK && rank % 1024 == 0)
            status = control_poll(sets->left_out->control);
    }
    outlines->first_bytes = made ? (size_t)(looked_at / made) : 0;
    brief_room_release(&room);
    buffer_release(&blob);
    return status;
}

enum wirecopy_status outlines_make(const struct briefs *briefs, const struct sets *sets, struct outlines **outlines_out)
{
    struct outlines *outlines = memory_allocate_zero(1, sizeof *outlines);
    uint64_t memory_bytes = sets->left_out->memory_bytes;
    bool pays;
    enum wirecopy_status status;
    *outlines_out = NULL;
    if (!outlines)
        return WIRECOPY_NO_MEMORY;
    outlines->space = sets->left_out->space;
    status = choose_bits(outlines, briefs, sets->count, &pays);
    if (status != WIRECOPY_OK || !pays) {
        outlines_free(outlines);
        return status;
    }
    outlines->claimed = scratch_space_claim(outlines->space, ((uint64_t)sets->count + 1) * sizeof *outlines->at);
    outlines->at = memory_allocate_zero((size_t)sets->count + 1, sizeof *outlines->at);
    status = outlines->at ? scratch_create(outlines->space, &outlines->scratch) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK) {
        scratch_keep(outlines->scratch); /* they are looked at here and there */
        scratch_yield(outlines->scratch, 2 * memory_bytes < LEFT_MOST ? 2 * memory_bytes : LEFT_MOST);
        status = cores_create(outlines->space, sets->count, outlines->words, &outlines->cores);
    }
    if (status == WIRECOPY_OK)
        status = make_all(outlines, briefs, sets);
    if (status == WIRECOPY_OK)
        *outlines_out = outlines;
    else
        outlines_free(outlines);
    return status;
}

enum wirecopy_status outlines_view(const struct outlines *outlines, uint32_t rank, struct brief_room *room, struct outline *outline_out,
                                   bool *found_out)
{
    uint64_t begin = (uint64_t)outlines->at[rank] * UNIT, end = (uint64_t)outlines->at[rank + 1] * UNIT;
    const struct heading *heading;
    const void *view;
    enum wirecopy_status status;
    *found_out = begin < end;
    if (!*found_out)
        return WIRECOPY_OK;
    status = brief_room_read(room, outlines->scratch, begin, end, &view);
    if (status != WIRECOPY_OK)
        return status;
    heading = view;
    outline_out->rank = rank;
    outline_out->bits = (const uint64_t *)(const void *)(heading + 1);
    outline_out->brief = (struct brief){.count = heading->count, .alone = heading->alone, .two_numbers = heading->two_numbers};
    outline_out->brief.words_at = heading->words_at;
    outline_out->brief.words = (struct group_words){.count = heading->words, .body_begin = heading->body_begin, .body_count = heading->body_count};
    outline_out->brief.seen.as = (const struct seen_as *)(const void *)(outline_out->bits + outlines->words);
    outline_out->brief.seen.count = heading->seen;
    outline_out->upper = (const uint16_t *)(const void *)(outline_out->brief.seen.as + heading->seen);
    outline_out->early = outline_out->upper + in_units(heading->others);
    outline_out->others = (const uint64_t *)(const void *)(outline_out->early + in_units(early_count(heading->count)));
    outline_out->brief.seen.titles = (const uint32_t *)(const void *)(outline_out->others + heading->others);
    outline_out->other_count = heading->others;
    return WIRECOPY_OK;
}

/* Sets the upper bits of one outline's others, in place of those of the last. */
static void note_others(struct outline_filter *filter, const struct outline *outline)
{
    for (size_t i = 0; i < filter->count; i++)
        filter->bits[filter->noted[i] / 64] = 0;
    for (size_t i = 0; i < outline->other_count; i++) {
        filter->noted[i] = outline->upper[i];
        filter->bits[outline->upper[i] / 64] |= UINT64_C(1) << outline->upper[i] % 64;
    }
    filter->count = outline->other_count;
    filter->rank = outline->rank;
}

void outlines_prefetch(const struct outlines *outlines, uint32_t rank)
{
    uint64_t begin = (uint64_t)outlines->at[rank] * UNIT, size = (uint64_t)outlines->at[rank + 1] * UNIT - begin;
    scratch_prefetch(outlines->scratch, begin, size < outlines->first_bytes ? (size_t)size : outlines->first_bytes);
}

const struct cores *outlines_cores(const struct outlines *outlines)
{
    return outlines->cores;
}

static void forget_in_both(struct outline_filter *filter)
{
    if (filter->any_in_both)
        memset(filter->in_both, 0, sizeof filter->in_both);
    filter->any_in_both = false;
}

static void note_in_both(struct outline_filter *filter, size_t side, size_t place)
{
    filter->in_both[side][place / 64] |= UINT64_C(1) << place % 64;
}

/* How many of the others two share. One of them is the filter's: that which was of the last pair too, since pairs of one come one behind the other. */
static size_t others_shared(struct outline_filter *filter, const struct outline *a, const struct outline *b)
{
    bool first = filter->rank == a->rank || (filter->rank != b->rank && filter->last_b != b->rank);
    const struct outline *noted = first ? a : b, *asked = first ? b : a;
    size_t shared = 0;
    if (filter->rank != noted->rank)
        note_others(filter, noted);
    filter->last_b = b->rank;
    forget_in_both(filter);
    for (size_t i = 0; i < asked->other_count; i++)
        if (__builtin_expect(filter->bits[asked->upper[i] / 64] >> asked->upper[i] % 64 & 1, 0)) {
            uint32_t place = place_among(noted->others, (uint32_t)noted->other_count, asked->others[i]);
            if (noted->others[place] != asked->others[i])
                continue;
            note_in_both(filter, first, i);
            note_in_both(filter, !first, place);
            shared++;
        }
    filter->any_in_both = shared > 0;
    return shared;
}

size_t outlines_shared(const struct outlines *outlines, struct outline_filter *filter, const struct outline *a, const struct outline *b)
{
    return bits_in_both(a->bits, b->bits, outlines->words) + others_shared(filter, a, b);
}

bool outlines_share_early(const struct outline_filter *filter, const struct outline pair[2], size_t side, size_t i)
{
    uint32_t number = pair[side].early[i], place = number & ~(uint32_t)OUTLINE_IS_OTHER;
    if (number & OUTLINE_IS_OTHER)
        return filter->in_both[side][place / 64] >> place % 64 & 1;
    return pair[!side].bits[(number - 1) / 64] >> (number - 1) % 64 & 1;
}

bool outlines_begin_at(const struct outline_filter *filter, const struct outline pair[2], size_t side, size_t one_in, size_t *at_out)
{
    const struct outline *one = &pair[side];
    bool before = false;
    for (size_t i = 0; i < outline_early(one); i++) {
        bool shared = outlines_share_early(filter, pair, side, i);
        *at_out = i - 1;
        if (shared && before)
            return true;
        before = shared;
    }
    *at_out = one->brief.count <= OUTLINE_EARLY ? one->brief.count : OUTLINE_EARLY - 1;
    return one->brief.count <= OUTLINE_EARLY || one_in * *at_out > one->brief.count;
}
