/* Some words, then the first shingles, then the bits, of each group one behind the other. */
#include "match/sets/cores.h"

#include <string.h>

#include "base/bits.h"
#include "match/forms/template.h"

/*
 * The first word: a count of shingles, flags, how many of them have no bit, and half of the outlet's hash. Where two halves are unlike, so are
 * the outlets. 0: no core.
 */
enum {
    CORE_TWO_NUMBERS = 1 << 16,
    CORE_OTHERWISE = 1 << 17,
    CORE_FORM = 1 << 18,
    COUNT_MOST = UINT16_MAX,
    OTHERS_SHIFT = 20,
    OTHERS_MOST = (1 << 12) - 1,
    SOURCE_SHIFT = 32
};

/*
 * What it was published as: the hash of a form's title, 0: nothing is told of it; and its minute above some bits of its url above its day and 1,
 * 0: nothing is told of them.
 */
enum { TITLE_AT = 1, TIME_AT, EARLY_AT };
enum { DAY_BITS = 26, URL_BITS = 11, URL_KNOWN = 1 << (URL_BITS - 1), MINUTE_BITS = 64 - DAY_BITS - URL_BITS };

/* Outlets whose halves are compared with each other, a power of two: where there are more, equal halves say nothing. */
enum { OUTLETS_MOST = 1 << 10 };

/* The first shingles' numbers, so many a word; one that is too large is as none. Words of them at the least, and at the most. */
enum {
    NUMBER_BITS = 10,
    NUMBERS_A_WORD = 6,
    NUMBER_MOST = (1 << NUMBER_BITS) - 1,
    EARLY_LEAST = 2,
    EARLY_MOST = (CORE_EARLY + NUMBERS_A_WORD - 1) / NUMBERS_A_WORD
};

/* A cache line, and the words of one: of near copies a core is one, mostly. What is left of the last line is for more of the first shingles. */
enum { LINE_BYTES = 64, LINE_WORDS = LINE_BYTES / sizeof(uint64_t) };

struct cores {
    struct scratch_space *space;
    uint64_t claimed;
    size_t words, bits_at;              /* of each; where its bits begin */
    unsigned early;                     /* first shingles of each */
    uint64_t *room, *all;               /* all begins at a cache line of the room */
    uint16_t *outlet_bits;              /* of each; 0: it has no core, or no outlet. Behind all */
    uint64_t outlets[2 * OUTLETS_MOST]; /* those that were met, by their halves; 0: none */
    size_t outlet_count;
    bool outlets_told; /* equal halves are one outlet's */
};

static uint64_t cores_bytes(uint32_t count, size_t words, size_t early)
{
    return (uint64_t)count * ((EARLY_AT + early + words) * sizeof(uint64_t) + sizeof(uint16_t)) + LINE_BYTES;
}

/* First shingles of each, where there is memory for them. */
static size_t early_wanted(size_t words)
{
    size_t least = EARLY_AT + EARLY_LEAST + words, early = EARLY_LEAST + (LINE_WORDS - least % LINE_WORDS) % LINE_WORDS;
    return early < EARLY_MOST ? early : EARLY_MOST;
}

uint64_t cores_wanted(uint32_t count, size_t words)
{
    return cores_bytes(count, words, early_wanted(words));
}

enum wirecopy_status cores_create(struct scratch_space *space, uint32_t count, size_t words, struct cores **cores_out)
{
    size_t early = early_wanted(words);
    uint64_t bytes, claimed;
    struct cores *cores;
    *cores_out = NULL;
    bytes = cores_bytes(count, words, early);
    claimed = scratch_space_claim(space, bytes);
    if (claimed < bytes) { /* fewer first shingles are better than no cores */
        scratch_space_return(space, claimed);
        early = EARLY_LEAST;
        bytes = cores_bytes(count, words, early);
        claimed = scratch_space_claim(space, bytes);
    }
    if (claimed < bytes) {
        scratch_space_return(space, claimed);
        return WIRECOPY_OK;
    }
    cores = memory_allocate_zero(1, sizeof *cores);
    if (cores)
        cores->room = memory_allocate_zero((size_t)bytes, 1);
    if (!cores || !cores->room) {
        scratch_space_return(space, claimed);
        memory_free(cores);
        return WIRECOPY_NO_MEMORY;
    }
    cores->space = space;
    cores->outlets_told = true;
    cores->claimed = claimed;
    cores->bits_at = EARLY_AT + early;
    cores->words = cores->bits_at + words;
    cores->early = early * NUMBERS_A_WORD < CORE_EARLY ? (unsigned)early * NUMBERS_A_WORD : CORE_EARLY;
    cores->all = cores->room + (LINE_BYTES - (uintptr_t)cores->room % LINE_BYTES) % LINE_BYTES / sizeof *cores->all;
    cores->outlet_bits = (uint16_t *)(void *)(cores->all + count * cores->words);
    *cores_out = cores;
    return WIRECOPY_OK;
}

void cores_free(struct cores *cores)
{
    if (!cores)
        return;
    memory_free(cores->room);
    scratch_space_return(cores->space, cores->claimed);
    memory_free(cores);
}

/* Notes, too, whether its half is another one's. */
void cores_put_outlet(struct cores *cores, uint64_t source)
{
    size_t slot = source % (2 * OUTLETS_MOST);
    if (!source || !cores->outlets_told)
        return;
    while (cores->outlets[slot] && (uint32_t)cores->outlets[slot] != (uint32_t)source)
        slot = (slot + 1) % (2 * OUTLETS_MOST);
    if (!cores->outlets[slot]) {
        cores->outlets[slot] = source;
        cores->outlets_told = ++cores->outlet_count <= OUTLETS_MOST;
    }
    cores->outlets_told &= cores->outlets[slot] == source;
}

/* Those that are looked at first, of half of its hash. */
static uint16_t bits_of_outlet(uint32_t half)
{
    uint32_t bits = half >> 16;
    return (uint16_t)(half && !bits ? 1 : bits);
}

/* Notes what a group was published as, as far as it is known. */
static void put_published(uint64_t *core, const struct seen_list *seen, bool form)
{
    const struct seen_as *as = seen->as;
    bool minute_known = as->minute >= 0 && as->minute >> MINUTE_BITS == 0;
    uint64_t url = as->url ? URL_KNOWN | (as->url & (URL_KNOWN - 1)) : 0;
    if (as->day < 0 || (as->day + INT64_C(1)) >> DAY_BITS)
        return;
    core[TIME_AT] = (minute_known ? (uint64_t)as->minute << (DAY_BITS + URL_BITS) : 0) | url << DAY_BITS | (uint64_t)(as->day + INT64_C(1));
    if (form && minute_known && as->title_count > 0)
        core[TITLE_AT] = hash_bytes(title_of(seen, as), as->title_count * sizeof *seen->titles);
}

void cores_put(struct cores *cores, uint32_t rank, const struct brief *brief, bool form, const uint64_t *bits, uint32_t others, const uint16_t *early)
{
    uint64_t *core = cores->all + rank * cores->words, flags = 0;
    if (brief->count > COUNT_MOST || others > OTHERS_MOST)
        return;
    flags |= brief->two_numbers ? CORE_TWO_NUMBERS : 0;
    flags |= brief->alone ? 0 : CORE_OTHERWISE;
    flags |= form ? CORE_FORM : 0;
    core[0] = brief->seen.as->source << SOURCE_SHIFT | (uint64_t)others << OTHERS_SHIFT | flags | brief->count;
    cores->outlet_bits[rank] = bits_of_outlet((uint32_t)brief->seen.as->source);
    put_published(core, &brief->seen, form);
    for (unsigned i = 0; i < cores->early; i++)
        core[EARLY_AT + i / NUMBERS_A_WORD] |= (uint64_t)(early[i] <= NUMBER_MOST ? early[i] : 0) << i % NUMBERS_A_WORD * NUMBER_BITS;
    memcpy(core + cores->bits_at, bits, (cores->words - cores->bits_at) * sizeof *bits);
}

/* Whether two neighbours among the first shingles of one are the other's too. */
static bool begins_early(const struct cores *cores, const uint64_t *one, const uint64_t *other)
{
    const uint64_t *bits = other + cores->bits_at;
    bool before = false;
    for (unsigned i = 0; i < cores->early; i++) {
        uint64_t number = one[EARLY_AT + i / NUMBERS_A_WORD] >> i % NUMBERS_A_WORD * NUMBER_BITS & NUMBER_MOST;
        bool shared = number && bits[(number - 1) / 64] >> (number - 1) % 64 & 1;
        if (shared && before)
            return true;
        before = shared;
    }
    return false;
}

static void days_of(const uint64_t *x, const uint64_t *y, int32_t days[2])
{
    const uint64_t mask = (UINT64_C(1) << DAY_BITS) - 1;
    days[0] = (int32_t)(x[TIME_AT] & mask);
    days[1] = (int32_t)(y[TIME_AT] & mask);
}

static void minutes_of(const uint64_t *x, const uint64_t *y, int64_t minutes[2])
{
    minutes[0] = (int64_t)(x[TIME_AT] >> (DAY_BITS + URL_BITS));
    minutes[1] = (int64_t)(y[TIME_AT] >> (DAY_BITS + URL_BITS));
}

/* Whether two are forms of one title, of which days and minutes are known. */
static bool have_one_title(const uint64_t *x, const uint64_t *y)
{
    return x[TITLE_AT] && x[TITLE_AT] == y[TITLE_AT];
}

/* Whether two may be one outlet's. */
static bool may_be_one_outlets(const uint64_t *x, const uint64_t *y)
{
    return x[0] >> SOURCE_SHIFT == y[0] >> SOURCE_SHIFT;
}

/* Whether one outlet published two in a row, not at one hour of two days, so that what they were published as makes them no issues of anything. */
static bool are_in_a_row(const uint64_t *x, const uint64_t *y, const int32_t days[2], const int64_t minutes[2])
{
    return x[TIME_AT] && y[TIME_AT] && !template_is_days_later(days) && minutes[0] && minutes[1] && !template_is_at_one_hour(minutes);
}

/* Whether two are no notices, whose names would be compared. */
static bool are_no_notices(const uint64_t *x, const uint64_t *y)
{
    return (x[0] & COUNT_MOST) >= NOTICE_SHINGLES || (y[0] & COUNT_MOST) >= NOTICE_SHINGLES;
}

/* Whether two are no template, so far as that hangs on how they were published: one is no form, or both are under one title, within a day. */
static bool are_no_template(const uint64_t *x, const uint64_t *y, const int32_t days[2], const int64_t minutes[2])
{
    if ((x[0] | y[0]) & CORE_FORM)
        return have_one_title(x, y) && template_is_corrected(days, minutes);
    return !(x[0] & y[0] & CORE_TWO_NUMBERS) && (!may_be_one_outlets(x, y) || (are_in_a_row(x, y, days, minutes) && are_no_notices(x, y)));
}

/* Whether two are one outlet's, days apart or under one title at one hour of two days, and not at one address. */
static bool are_issues(const struct cores *cores, const uint64_t *x, const uint64_t *y, const int32_t days[2], const int64_t minutes[2])
{
    uint64_t url_x = x[TIME_AT] >> DAY_BITS & ((1 << URL_BITS) - 1), url_y = y[TIME_AT] >> DAY_BITS & ((1 << URL_BITS) - 1);
    return cores->outlets_told && x[0] >> SOURCE_SHIFT && x[0] >> SOURCE_SHIFT == y[0] >> SOURCE_SHIFT && x[TIME_AT] && y[TIME_AT] &&
           !(url_x & URL_KNOWN && url_x == url_y) && (template_is_days_later(days) || (have_one_title(x, y) && template_is_at_one_hour(minutes)));
}

static uint32_t others_of(const uint64_t *core)
{
    return core[0] >> OTHERS_SHIFT & OTHERS_MOST;
}

bool cores_may_be_issues(const struct cores *cores, uint32_t a, uint32_t b)
{
    return cores->outlet_bits[a] && cores->outlet_bits[a] == cores->outlet_bits[b];
}

bool cores_compare(const struct cores *cores, uint32_t a, uint32_t b, struct core_pair *pair_out)
{
    const uint64_t *x = cores->all + a * cores->words, *y = cores->all + b * cores->words;
    uint32_t shared;
    int32_t days[2];
    int64_t minutes[2];
    if (!x[0] || !y[0] || ((x[0] | y[0]) & CORE_OTHERWISE))
        return false;
    days_of(x, y, days);
    minutes_of(x, y, minutes);
    shared = bits_in_both(x + cores->bits_at, y + cores->bits_at, cores->words - cores->bits_at);
    *pair_out = (struct core_pair){.size_a = x[0] & COUNT_MOST,
                                   .size_b = y[0] & COUNT_MOST,
                                   .least = shared,
                                   .most = shared + (others_of(x) < others_of(y) ? others_of(x) : others_of(y)),
                                   .no_template = are_no_template(x, y, days, minutes),
                                   .issues = are_issues(cores, x, y, days, minutes),
                                   .one_outlet = may_be_one_outlets(x, y),
                                   .form = (x[0] | y[0]) & CORE_FORM,
                                   .one_title = have_one_title(x, y)};
    return true;
}

bool cores_begin_early(const struct cores *cores, uint32_t a, uint32_t b, bool either)
{
    const uint64_t *x = cores->all + a * cores->words, *y = cores->all + b * cores->words;
    bool one = begins_early(cores, x, y);
    return one == either ? one : begins_early(cores, y, x);
}

uint32_t cores_size(const struct cores *cores, uint32_t rank)
{
    return (uint32_t)(cores->all[rank * cores->words] & COUNT_MOST);
}

void cores_prefetch(const struct cores *cores, uint32_t rank)
{
    const uint64_t *core = cores->all + rank * cores->words;
    for (size_t w = 0; w < cores->words; w += LINE_BYTES / sizeof *core)
        __builtin_prefetch(core + w);
    __builtin_prefetch(core + cores->words - 1);
}
