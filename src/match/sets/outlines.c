/* The bits are those of the shingles that many of the first briefs have: ranks are in order of content hash, so that the first are a sample. */
#include "match/sets/outlines.h"

#include <string.h>

#include "base/sort/sort.h"

/* Briefs that are sampled, and in which share of them a shingle is that has a bit. The words of bits are no more than BYTES_ADDED. */
enum { SAMPLED = 512, ONE_IN = 64, BITS_MOST = 1024 };

/* Outlines pay where at least half of what the sample has has a bit. */
enum { COVERED_ONE_IN = 2 };

/* The upper 16 bits of a shingle. */
enum { UPPER_SHIFT = 48 };

/* So much of the memory is left to what comes after, at the most: matches, which are read in order. */
enum { LEFT_MOST = 1 << 22 };

/* Cores are worth so many times what a stage has for its buffers: nearly all that is scratch's. */
enum { CORES_SHARE = 5 };

/* So much of one is brought near: all, mostly. */
enum { NEAR_BYTES = 1 << 10 };

/* Where an outline begins is counted in these. */
enum { UNIT = 8, UPPERS_A_UNIT = UNIT / sizeof(uint16_t) };

struct outlines {
    struct scratch *scratch;
    struct scratch *late; /* uint16_t: numbers of the shingles behind the first ones, which are seldom asked for */
    struct scratch_space *space;
    uint32_t *at; /* of each group and one more; none where the next one begins there too */
    uint64_t claimed;
    uint64_t *shingles;         /* that have a bit */
    struct shingle_index index; /* of them */
    size_t words;               /* of bits */
    struct cores *cores;        /* NULL: there is no memory for them */
    struct others *others;      /* beside these */
    uint64_t left;              /* of memory, to what comes after */
};

/*
 * What stands first; then the bits, what the group is seen as, the upper bits of the others, the first shingles, the others, and the words of
 * titles.
 */
struct heading {
    uint32_t count, seen, title_words, others;
    uint32_t words_at, words, body_begin, body_count; /* as in the brief */
    uint32_t late_at;                                 /* where its numbers begin in late */
    uint8_t alone, two_numbers, unused[2];
};
_Static_assert(sizeof(struct heading) % UNIT == 0, "the bits stand behind it");

void outlines_free(struct outlines *outlines)
{
    if (!outlines)
        return;
    scratch_free(outlines->scratch);
    scratch_free(outlines->late);
    memory_free(outlines->at);
    cores_free(outlines->cores);
    others_free(outlines->others);
    memory_free(outlines->shingles);
    shingle_index_release(&outlines->index);
    scratch_space_return(outlines->space, outlines->claimed);
    memory_free(outlines);
}

uint64_t outlines_bytes(const struct outlines *outlines)
{
    return scratch_size(outlines->scratch);
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

/* How many stand behind them. */
static size_t late_count(size_t count)
{
    return count - early_count(count);
}

/* So many numbers of 16 bits in whole units. */
static size_t in_units(size_t count)
{
    return (count + UPPERS_A_UNIT - 1) / UPPERS_A_UNIT * UPPERS_A_UNIT;
}

/* The shingles of a brief as an outline has them. */
struct outlined {
    uint64_t bits[BITS_MOST / 64];
    uint64_t others[OUTLINE_OTHERS_MOST];
    uint16_t upper[OUTLINE_OTHERS_MOST];
    uint16_t order[BRIEF_SHINGLES_MOST]; /* by place in the text: as in an outline */
    uint32_t other_count;                /* also of those that have no room */
};

static void find_outlined(const struct outlines *outlines, const struct brief *brief, struct outlined *outlined)
{
    memset(outlined->bits, 0, sizeof outlined->bits);
    memset(outlined->order, 0, CORE_EARLY * sizeof *outlined->order);
    outlined->other_count = 0;
    for (size_t i = 0; i < brief->count; i++) {
        uint32_t number = shingle_index_number(&outlines->index, brief->shingles[i]), other;
        outlined->order[i] = (uint16_t)number;
        if (number) {
            outlined->bits[(number - 1) / 64] |= UINT64_C(1) << (number - 1) % 64;
            continue;
        }
        other = outlined->other_count++;
        if (other < OUTLINE_OTHERS_MOST) {
            outlined->others[other] = brief->shingles[i];
            outlined->upper[other] = (uint16_t)(brief->shingles[i] >> UPPER_SHIFT);
            outlined->order[i] = (uint16_t)(OUTLINE_IS_OTHER | other);
        }
    }
}

static enum wirecopy_status append_outline(const struct outlines *outlines, const struct brief *brief, const struct outlined *outlined,
                                           struct buffer *blob)
{
    static const char zeros[UNIT];
    const struct seen_as *last = &brief->seen.as[brief->seen.count - 1];
    struct heading heading = {.count = (uint32_t)brief->count,
                              .seen = (uint32_t)brief->seen.count,
                              .title_words = last->title_at + last->title_count,
                              .others = outlined->other_count,
                              .words_at = brief->words_at,
                              .words = (uint32_t)brief->words.count,
                              .body_begin = (uint32_t)brief->words.body_begin,
                              .body_count = (uint32_t)brief->words.body_count,
                              .alone = brief->alone,
                              .two_numbers = brief->two_numbers};
    size_t early = early_count(brief->count);
    enum wirecopy_status status = buffer_append(blob, &heading, sizeof heading);
    if (status == WIRECOPY_OK)
        status = buffer_append(blob, outlined->bits, outlines->words * sizeof *outlined->bits);
    if (status == WIRECOPY_OK)
        status = buffer_append(blob, brief->seen.as, brief->seen.count * sizeof *brief->seen.as);
    if (status == WIRECOPY_OK)
        status = buffer_append(blob, outlined->upper, heading.others * sizeof *outlined->upper);
    if (status == WIRECOPY_OK)
        status = buffer_append(blob, zeros, -blob->size % UNIT);
    if (status == WIRECOPY_OK)
        status = buffer_append(blob, outlined->order, early * sizeof *outlined->order);
    if (status == WIRECOPY_OK)
        status = buffer_append(blob, zeros, -blob->size % UNIT);
    if (status == WIRECOPY_OK)
        status = buffer_append(blob, outlined->others, heading.others * sizeof *outlined->others);
    if (status == WIRECOPY_OK)
        status = buffer_append(blob, brief->seen.titles, heading.title_words * sizeof *brief->seen.titles);
    if (status == WIRECOPY_OK)
        status = buffer_append(blob, zeros, -blob->size % UNIT);
    if (status == WIRECOPY_OK)
        status = buffer_append(blob, outlined->order + early, (brief->count - early) * sizeof *outlined->order);
    return status == WIRECOPY_OK ? buffer_append(blob, zeros, -blob->size % UNIT) : status;
}

enum wirecopy_status outlines_append(struct outlines *outlines, uint32_t rank, const struct brief *brief, bool form, struct buffer *blob)
{
    struct outlined outlined;
    find_outlined(outlines, brief, &outlined);
    if (outlines->cores) /* without an outline too: most of what is asked of them is told then */
        cores_put(outlines->cores, rank, brief, form, outlined.bits, outlined.other_count, outlined.order);
    return outlined.other_count <= OUTLINE_OTHERS_MOST ? append_outline(outlines, brief, &outlined, blob) : WIRECOPY_OK;
}

/* Where what a group is seen as stands, and behind it the upper bits of the others. */
static const struct seen_as *seen_of(const struct outlines *outlines, const struct heading *heading)
{
    return (const struct seen_as *)(const void *)((const uint64_t *)(const void *)(heading + 1) + outlines->words);
}

static const uint16_t *upper_of(const struct outlines *outlines, const struct heading *heading)
{
    return (const uint16_t *)(const void *)(seen_of(outlines, heading) + heading->seen);
}

/* Puts the outline at the beginning of blob, and the numbers behind it. */
static enum wirecopy_status put_outline(struct outlines *outlines, char *blob, size_t size)
{
    struct heading *heading = (struct heading *)(void *)blob;
    enum wirecopy_status status;
    heading->late_at = (uint32_t)(scratch_size(outlines->late) / sizeof(uint16_t));
    status = scratch_append(outlines->scratch, blob, size);
    return status == WIRECOPY_OK ? scratch_append(outlines->late, blob + size, late_count(heading->count) * sizeof(uint16_t)) : status;
}

/* Notes what is at hand beside the core of a group, for which outlines leave memory. */
static enum wirecopy_status put_beside(struct outlines *outlines, uint32_t rank, const char *blob, uint64_t source)
{
    const struct heading *heading = (const struct heading *)(const void *)blob;
    enum wirecopy_status status = others_put(outlines->others, rank, blob ? upper_of(outlines, heading) : NULL, blob ? heading->others : 0);
    cores_put_outlet(outlines->cores, source);
    scratch_yield(outlines->scratch, outlines->left + others_expected(outlines->others, rank));
    return status;
}

enum wirecopy_status outlines_put(struct outlines *outlines, uint32_t rank, char *blob, size_t size, uint64_t source)
{
    size_t late = size ? in_units(late_count(((const struct heading *)(const void *)blob)->count)) * sizeof(uint16_t) : 0;
    bool fits = (scratch_size(outlines->scratch) + size) / UNIT < UINT32_MAX && (scratch_size(outlines->late) + late) / sizeof(uint16_t) < UINT32_MAX;
    enum wirecopy_status status;
    size -= late;
    outlines->at[rank + 1] = outlines->at[rank] + (fits ? (uint32_t)(size / UNIT) : 0);
    status = outlines->cores ? put_beside(outlines, rank, size > 0 ? blob : NULL, source) : WIRECOPY_OK;
    return status == WIRECOPY_OK && size > 0 && fits ? put_outline(outlines, blob, size) : status;
}

/* Those of the first briefs, which are there already. */
static enum wirecopy_status make_first(struct outlines *outlines, const struct briefs *briefs, const struct sets *sets, uint32_t count)
{
    struct brief_room room = {0};
    struct buffer blob = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t rank = 0; rank < count && status == WIRECOPY_OK; rank++) {
        struct brief brief;
        bool found;
        status = briefs_view(briefs, rank, &room, &brief, &found);
        blob.size = 0;
        if (status == WIRECOPY_OK && found)
            status = outlines_append(outlines, rank, &brief, sets->left_out->flags[rank] & GROUP_FORM, &blob);
        if (status == WIRECOPY_OK)
            status = outlines_put(outlines, rank, blob.data, blob.size, found ? brief.seen.as->source : 0);
    }
    brief_room_release(&room);
    buffer_release(&blob);
    return status;
}

/* Texts and strings make way for cores: without them most pairs ask for two outlines. */
static enum wirecopy_status make_way_for_cores(const struct left_out *left_out, struct scratch *briefs, uint64_t bytes)
{
    enum wirecopy_status status;
    uint64_t lacking;
    if (bytes / CORES_SHARE > left_out->memory_bytes)
        return WIRECOPY_OK;
    status = left_out_use(left_out, bytes);
    lacking = scratch_space_take(left_out->space, 0);
    if (status == WIRECOPY_OK && lacking > 0)
        status = scratch_spill(briefs, lacking);
    scratch_space_return(left_out->space, bytes);
    return status;
}

enum wirecopy_status outlines_begin(const struct briefs *briefs, const struct sets *sets, uint32_t count, struct outlines **outlines_out)
{
    struct outlines *outlines = memory_allocate_zero(1, sizeof *outlines);
    uint64_t memory_bytes = sets->left_out->memory_bytes;
    bool pays;
    enum wirecopy_status status;
    *outlines_out = NULL;
    if (!outlines)
        return WIRECOPY_NO_MEMORY;
    outlines->space = sets->left_out->space;
    status = choose_bits(outlines, briefs, count, &pays);
    if (status != WIRECOPY_OK || !pays) {
        outlines_free(outlines);
        return status;
    }
    outlines->claimed = scratch_space_claim(outlines->space, ((uint64_t)sets->count + 1) * sizeof *outlines->at);
    outlines->at = memory_allocate_zero((size_t)sets->count + 1, sizeof *outlines->at);
    status = outlines->at ? scratch_create(outlines->space, &outlines->scratch) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        status = scratch_create(outlines->space, &outlines->late);
    if (status == WIRECOPY_OK) {
        outlines->left = 2 * memory_bytes < LEFT_MOST ? 2 * memory_bytes : LEFT_MOST;
        scratch_keep(outlines->scratch); /* they are looked at here and there */
        scratch_yield(outlines->scratch, outlines->left);
        status = make_way_for_cores(sets->left_out, briefs_scratch(briefs), cores_wanted(sets->count, outlines->words));
    }
    if (status == WIRECOPY_OK)
        status = cores_create(outlines->space, sets->count, outlines->words, &outlines->cores);
    if (status == WIRECOPY_OK && outlines->cores)
        status = others_create(outlines->space, sets->count, &outlines->others);
    if (status == WIRECOPY_OK)
        status = make_first(outlines, briefs, sets, count);
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
    outline_out->words = outlines->words;
    outline_out->brief = (struct brief){.count = heading->count, .alone = heading->alone, .two_numbers = heading->two_numbers};
    outline_out->brief.words_at = heading->words_at;
    outline_out->brief.words = (struct group_words){.count = heading->words, .body_begin = heading->body_begin, .body_count = heading->body_count};
    outline_out->brief.seen.as = seen_of(outlines, heading);
    outline_out->brief.seen.count = heading->seen;
    outline_out->upper = upper_of(outlines, heading);
    outline_out->early = outline_out->upper + in_units(heading->others);
    outline_out->others = (const uint64_t *)(const void *)(outline_out->early + in_units(early_count(heading->count)));
    outline_out->brief.seen.titles = (const uint32_t *)(const void *)(outline_out->others + heading->others);
    outline_out->other_count = heading->others;
    outline_out->late_at = heading->late_at;
    return WIRECOPY_OK;
}

void outlines_yield(struct outlines *outlines, uint64_t bytes)
{
    scratch_yield(outlines->late, bytes);
}

enum wirecopy_status outlines_shingles(const struct outlines *outlines, const struct outline *outline, struct buffer *late_room, struct buffer *room)
{
    size_t count = outline->brief.count;
    const uint16_t *late = NULL;
    const void *view;
    uint64_t *shingles;
    enum wirecopy_status status;
    room->size = 0;
    status = buffer_reserve(room, (count + 1) * sizeof *shingles);
    if (status == WIRECOPY_OK && late_count(count) > 0) {
        status = scratch_view(outlines->late, (uint64_t)outline->late_at * sizeof *late, late_count(count) * sizeof *late, late_room, &view);
        late = view;
    }
    if (status != WIRECOPY_OK)
        return status;
    shingles = (uint64_t *)(void *)room->data;
    for (size_t i = 0; i < count; i++) {
        uint32_t number = i < OUTLINE_EARLY ? outline->early[i] : late[i - OUTLINE_EARLY];
        shingles[i] = number & OUTLINE_IS_OTHER ? outline->others[number & ~(uint32_t)OUTLINE_IS_OTHER] : outlines->shingles[number - 1];
    }
    return WIRECOPY_OK;
}

void outlines_prefetch(const struct outlines *outlines, uint32_t rank)
{
    uint64_t begin = (uint64_t)outlines->at[rank] * UNIT, size = (uint64_t)outlines->at[rank + 1] * UNIT - begin;
    scratch_prefetch(outlines->scratch, begin, size < NEAR_BYTES ? (size_t)size : NEAR_BYTES);
}

const struct cores *outlines_cores(const struct outlines *outlines)
{
    return outlines->cores;
}

const struct others *outlines_others(const struct outlines *outlines)
{
    return outlines->others;
}
