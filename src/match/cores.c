/* Some words, then the first shingles, then the bits, of each group one behind the other. */
#include "match/cores.h"

#include <string.h>

#include "base/bits.h"
#include "match/template.h"

/* The first word: a count of shingles, flags, and half of the outlet's hash. Where two halves are unlike, so are the outlets. 0: no core. */
enum { CORE_TWO_NUMBERS = 1 << 16, CORE_OTHERWISE = 1 << 17, CORE_FORM = 1 << 18, COUNT_MOST = UINT16_MAX, SOURCE_SHIFT = 32 };

/* What a form was published as: the hash of its title, 0: nothing is told of it; and its minute above its day. */
enum { TITLE_AT = 1, TIME_AT, EARLY_AT };

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
    size_t words, bits_at; /* of each; where its bits begin */
    unsigned early;        /* first shingles of each */
    uint64_t *room, *all;  /* all begins at a cache line of the room */
};

static uint64_t cores_bytes(uint32_t count, size_t words, size_t early)
{
    return (uint64_t)count * (EARLY_AT + early + words) * sizeof(uint64_t) + LINE_BYTES;
}

enum wirecopy_status cores_create(struct scratch_space *space, uint32_t count, size_t words, struct cores **cores_out)
{
    size_t least = EARLY_AT + EARLY_LEAST + words, early = EARLY_LEAST + (LINE_WORDS - least % LINE_WORDS) % LINE_WORDS;
    uint64_t bytes, claimed;
    struct cores *cores;
    *cores_out = NULL;
    early = early < EARLY_MOST ? early : EARLY_MOST;
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
    cores->claimed = claimed;
    cores->bits_at = EARLY_AT + early;
    cores->words = cores->bits_at + words;
    cores->early = early * NUMBERS_A_WORD < CORE_EARLY ? (unsigned)early * NUMBERS_A_WORD : CORE_EARLY;
    cores->all = cores->room + (LINE_BYTES - (uintptr_t)cores->room % LINE_BYTES) % LINE_BYTES / sizeof *cores->all;
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

/* Notes what a form was published as, where all of it is known. */
static void put_form(uint64_t *core, const struct seen_list *seen)
{
    const struct seen_as *as = seen->as;
    if (as->title_count == 0 || as->day == NO_DAY || as->minute < 0 || as->minute > UINT32_MAX)
        return;
    core[TITLE_AT] = hash_bytes(title_of(seen, as), as->title_count * sizeof *seen->titles);
    core[TIME_AT] = (uint64_t)as->minute << 32 | (uint32_t)as->day;
}

void cores_put(struct cores *cores, uint32_t rank, const struct brief *brief, bool form, const uint64_t *bits, const uint16_t *early)
{
    uint64_t *core = cores->all + rank * cores->words, flags = 0;
    if (brief->count > COUNT_MOST)
        return;
    flags |= brief->two_numbers ? CORE_TWO_NUMBERS : 0;
    flags |= brief->alone ? 0 : CORE_OTHERWISE;
    flags |= form ? CORE_FORM : 0;
    core[0] = brief->seen.as->source << SOURCE_SHIFT | flags | brief->count;
    if (form)
        put_form(core, &brief->seen);
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

/* Whether two are no template, so far as that hangs on how they were published: one is no form, or both are under one title, within a day. */
static bool are_no_template(const uint64_t *x, const uint64_t *y)
{
    int32_t days[2] = {(int32_t)(uint32_t)x[TIME_AT], (int32_t)(uint32_t)y[TIME_AT]};
    int64_t minutes[2] = {(int64_t)(x[TIME_AT] >> 32), (int64_t)(y[TIME_AT] >> 32)};
    if (!((x[0] | y[0]) & CORE_FORM)) /* two outlets, and not two that have numbers to compare */
        return !(x[0] & y[0] & CORE_TWO_NUMBERS) && x[0] >> SOURCE_SHIFT != y[0] >> SOURCE_SHIFT;
    return x[TITLE_AT] && x[TITLE_AT] == y[TITLE_AT] && template_is_corrected(days, minutes);
}

bool cores_compare(const struct cores *cores, uint32_t a, uint32_t b, struct core_pair *pair_out)
{
    const uint64_t *x = cores->all + a * cores->words, *y = cores->all + b * cores->words;
    if (!x[0] || !y[0] || ((x[0] | y[0]) & CORE_OTHERWISE) || !are_no_template(x, y))
        return false;
    *pair_out = (struct core_pair){.size_a = x[0] & COUNT_MOST,
                                   .size_b = y[0] & COUNT_MOST,
                                   .shared = bits_in_both(x + cores->bits_at, y + cores->bits_at, cores->words - cores->bits_at),
                                   .early = begins_early(cores, x, y) && begins_early(cores, y, x)};
    return true;
}

void cores_prefetch(const struct cores *cores, uint32_t rank)
{
    const uint64_t *core = cores->all + rank * cores->words;
    for (size_t w = 0; w < cores->words; w += LINE_BYTES / sizeof *core)
        __builtin_prefetch(core + w);
    __builtin_prefetch(core + cores->words - 1);
}
