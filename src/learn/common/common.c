/*
 * Common shingles, found in three steps that each look at less: a sieve over a few thousand groups names the suspects, their
 * groups are counted over the sample, and those of enough groups are judged by the strangers' test.
 */
#include "learn/common/common.h"

#include <stdlib.h>
#include <string.h>

#include "base/sort/sort.h"
#include "learn/common/common_judging.h"
#include "learn/huge.h"
#include "learn/streams.h"

/* More than one group in ONE_IN, and more than LEAST_GROUPS. */
enum { LEAST_GROUPS = 20, ONE_IN = 200 };

/*
 * Suspects stand at least SUSPECT_LEAST times in the first SIEVED groups. A shingle of the threshold's frequency stands in 20
 * of them; that it stands in fewer than 4 has a chance of 3 in a million.
 */
enum { SIEVED = 4096, SUSPECT_LEAST = 4, SIEVE_PLACES_A_SHINGLE = 2 };

/* A sieve of more than this share of the memory lies in a file, and is as large as it should be, up to this: of fewer places each would be met too often. */
enum { SIEVE_SHARE = 4, SIEVE_FILE_MOST = 1 << 24 };

/*
 * So few huge groups are not sieved: each is one of those that have a shingle, and would fill a sieve that is as large as its text. Among all
 * groups a shingle is met so many times less without them; among the first of many they are too few to tell.
 */
enum { HUGE_UNSIEVED_MOST = 4 };

/* Places of the table of suspects, at least; a power of two. */
enum { SUSPECT_PLACES_LEAST = 1024 };

/*
 * Where suspects are more than memory holds, those of some shingles are counted and judged before those of others, by their uppermost bits: a walk
 * over the sample each.
 */
enum { ROUNDS_MOST = 16, ROUND_SHIFT = 60, TABLE_SHARE = 2 };

/* So many places of the sieve, and of the suspects, are on their way at a time. */
enum { SIEVE_AHEAD = 24, SUSPECTS_AHEAD = 24 };

/* Shingles that are chosen from at a time; and what their kernel can ask of. */
enum { CHOSEN_FROM = 256, MET_BITS_MOST = 30 };

/* A place of the table of suspects: who stands there, how many groups have it so far, and the last of them. Four are a line of memory. */
struct suspect {
    uint64_t shingle;
    uint32_t number; /* in order of their coming, from 1; 0: a free place */
    uint16_t groups, last;
};

/* No group. */
enum { NOBODY = UINT16_MAX };
_Static_assert((int)COMMON_SAMPLE < (int)NOBODY, "groups that are looked at have 16 bits");

/* The first groups that have a suspect. */
struct drawn {
    uint16_t ranks[STRANGERS_DRAWN];
};

struct search {
    const struct left_out *left_out;
    struct common_judging *judging;
    uint32_t sample, sieved, more_than, counted_over;
    uint32_t least;    /* times that a suspect was met in the sieve, at least */
    uint32_t huge;     /* groups that are not sieved */
    uint64_t expected; /* shingles that are sieved */
    struct sieve sieve;
    uint64_t *met; /* a bit for each place of the sieve: whether it was met so often */
    unsigned met_bits;
    uint32_t rounds, round;
    uint64_t claimed;         /* of scratch's memory */
    struct suspect *suspects; /* open addressing */
    size_t mask;
    struct drawn *drawn; /* of each suspect, by its number */
    size_t count, capacity;
};

/* All of them; how they are chosen is not what is asked. */
static size_t imprint_group(const void *context, uint32_t rank, uint64_t *shingles, size_t count)
{
    if (!group_is_huge(((const struct search *)context)->left_out, rank)) /* its pieces are no set */
        common_judging_imprint(((const struct search *)context)->judging, rank, shingles, count);
    return count;
}

static enum wirecopy_status sieve_group(void *context, uint32_t rank, const uint64_t *shingles, size_t count, size_t known)
{
    struct sieve *sieve = &((struct search *)context)->sieve;
    (void)rank;
    for (size_t i = 0; i < count; i++) {
        if (i + SIEVE_AHEAD < known)
            sieve_prefetch(sieve, shingles[i + SIEVE_AHEAD]);
        sieve_add(sieve, shingles[i]);
    }
    return WIRECOPY_OK;
}

/* Counts the huge groups among those to be sieved, which stay out of it where they are few, and their words; at most. */
static uint64_t leave_huge_out(struct search *search)
{
    const struct left_out *left_out = search->left_out;
    uint64_t words = 0;
    for (uint32_t rank = 0; rank < search->sieved && search->huge <= HUGE_UNSIEVED_MOST; rank++)
        if (group_is_huge(left_out, rank)) {
            search->huge++;
            words += texts_words_at_most(left_out->texts, groups_text(left_out->groups, rank));
        }
    if (search->huge <= HUGE_UNSIEVED_MOST)
        return words;
    search->huge = 0;
    return 0;
}

static enum wirecopy_status sieve_groups(struct search *search)
{
    const struct left_out *left_out = search->left_out;
    uint64_t words = texts_word_count(left_out->texts), huge_words = leave_huge_out(search);
    uint64_t expected = (words - (huge_words < words ? huge_words : words)) / left_out->articles->count * search->sieved;
    bool outsized = SIEVE_PLACES_A_SHINGLE * expected > left_out->memory_bytes / SIEVE_SHARE;
    uint64_t most = outsized && left_out->memory_bytes / 2 < SIEVE_FILE_MOST ? SIEVE_FILE_MOST : left_out->memory_bytes / 2;
    const char *before = outsized ? memory_outsized(scratch_space_directory(left_out->space)) : NULL;
    enum wirecopy_status status = sieve_init(&search->sieve, expected, most, left_out->threads);
    search->expected = expected;
    if (outsized)
        memory_outsized(before);
    if (status != WIRECOPY_OK)
        return status;
    return search->huge ? streams_each_but_huge(left_out, search->sieved, imprint_group, sieve_group, search)
                        : streams_each(left_out, search->sieved, imprint_group, sieve_group, search);
}

/* The place of a suspect, or a free one. */
static struct suspect *place_of(const struct search *search, uint64_t shingle)
{
    size_t i = shingle >> 32 & search->mask;
    while (search->suspects[i].number != 0 && search->suspects[i].shingle != shingle)
        i = (i + 1) & search->mask;
    return &search->suspects[i];
}

static enum wirecopy_status widen(struct search *search)
{
    struct suspect *before = search->suspects;
    size_t places = 2 * (search->mask + 1);
    struct suspect *suspects = memory_allocate_zero(places, sizeof *suspects);
    if (!suspects)
        return WIRECOPY_NO_MEMORY;
    if (before)
        memory_touch(suspects, places * sizeof *suspects);
    search->suspects = suspects;
    search->mask = places - 1;
    for (size_t i = 0; before && i < places / 2; i++)
        if (before[i].number != 0)
            *place_of(search, before[i].shingle) = before[i];
    memory_free(before);
    return WIRECOPY_OK;
}

static enum wirecopy_status add_suspect(struct search *search, uint64_t shingle, struct suspect *place)
{
    enum wirecopy_status status = array_reserve(&search->drawn, &search->capacity, search->count + 1, sizeof *search->drawn);
    if (status != WIRECOPY_OK)
        return status;
    search->drawn[search->count++] = (struct drawn){{0}};
    *place = (struct suspect){.shingle = shingle, .number = (uint32_t)search->count, .last = NOBODY};
    return WIRECOPY_OK;
}

/* A suspect of the first groups is noted; of the others only those that were. */
static enum wirecopy_status count_shingle(struct search *search, uint32_t rank, uint64_t shingle)
{
    struct suspect *suspect;
    enum wirecopy_status status = WIRECOPY_OK;
    if (shingle == 0)
        return status;
    if (2 * search->count > search->mask)
        status = widen(search);
    if (status != WIRECOPY_OK)
        return status;
    suspect = place_of(search, shingle);
    if (suspect->number == 0 && rank >= search->sieved)
        return WIRECOPY_OK;
    if (suspect->number == 0)
        status = add_suspect(search, shingle, suspect);
    if (status != WIRECOPY_OK || suspect->last == rank)
        return status;
    suspect->last = (uint16_t)rank;
    if (suspect->groups < STRANGERS_DRAWN)
        search->drawn[suspect->number - 1].ranks[suspect->groups] = (uint16_t)rank;
    suspect->groups++;
    return WIRECOPY_OK;
}

/* Those that the sieve met so often, of the round. */
static size_t choose_met(const void *context, uint32_t rank, uint64_t *shingles, size_t count)
{
    const struct search *search = context;
    const struct shingle_kernel *kernel = search->left_out->shingling.kernel;
    uint32_t places[CHOSEN_FROM + SHINGLES_BEHIND];
    size_t kept = 0;
    (void)rank;
    for (size_t i = 0; i < count; i += CHOSEN_FROM) {
        size_t found = kernel->find(shingles + i, count - i < CHOSEN_FROM ? count - i : CHOSEN_FROM, search->met, search->met_bits, places);
        for (size_t j = 0; j < found; j++) {
            shingles[kept] = shingles[i + places[j]];
            kept += (shingles[kept] >> ROUND_SHIFT & (search->rounds - 1)) == search->round;
        }
    }
    return kept;
}

static enum wirecopy_status count_group(void *context, uint32_t rank, const uint64_t *shingles, size_t count, size_t known)
{
    struct search *search = context;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        if (i + SUSPECTS_AHEAD < known)
            __builtin_prefetch(&search->suspects[shingles[i + SUSPECTS_AHEAD] >> 32 & search->mask]);
        status = count_shingle(search, rank, shingles[i]);
    }
    return status;
}

/* Of the sieve only whether it met a shingle so often is asked from now on. */
static enum wirecopy_status note_met(struct search *search)
{
    size_t places = search->sieve.mask + 1;
    search->met = memory_allocate(places / 64, sizeof *search->met);
    if (!search->met)
        return WIRECOPY_NO_MEMORY;
    while (places >> search->met_bits > 1)
        search->met_bits++;
    sieve_met_bits(&search->sieve, search->least, search->met);
    sieve_release(&search->sieve);
    for (; search->met_bits > MET_BITS_MOST; search->met_bits--) /* each half of too many places says what the other does too */
        for (size_t i = 0, half = ((size_t)1 << (search->met_bits - 1)) / 64; i < half; i++)
            search->met[i] |= search->met[i + half];
    return WIRECOPY_OK;
}

/* As many suspects as the places of the sieve say; as many others fall on each of these as on any, or some more, since rare ones are most of them. */
static uint64_t expected_suspects(const struct search *search)
{
    uint64_t places = (uint64_t)1 << search->met_bits, met = 0;
    for (size_t i = 0; i < places / 64; i++)
        met += (uint64_t)__builtin_popcountll(search->met[i]);
    return met + 2 * met * search->expected / places;
}

/* Places for so many suspects, of which half stay free. */
static size_t places_for(uint64_t suspects)
{
    size_t places = SUSPECT_PLACES_LEAST;
    while (places < 2 * suspects)
        places *= 2;
    return places;
}

/* Says in how many rounds suspects are counted, and how many places those of one have. */
static void plan_rounds(struct search *search)
{
    const struct left_out *left_out = search->left_out;
    uint64_t suspects = expected_suspects(search), room = left_out->memory_bytes / TABLE_SHARE, bytes,
             met_bytes = (UINT64_C(1) << search->met_bits) / 8;
    for (search->rounds = 1;; search->rounds *= 2) {
        uint64_t some = suspects / search->rounds;
        search->mask = places_for(some) - 1;
        bytes = met_bytes + (search->mask + 1) * sizeof *search->suspects + some * (sizeof *search->drawn + sizeof(const struct suspect *));
        if (search->rounds == 1 && bytes > room)
            search->claimed = scratch_space_claim(left_out->space, bytes - room);
        if (bytes <= room + search->claimed || search->rounds == ROUNDS_MOST)
            return;
    }
}

static enum wirecopy_status find_suspects(struct search *search)
{
    search->least = search->more_than + 1 < SUSPECT_LEAST ? search->more_than + 1 : SUSPECT_LEAST;
    if (search->sieved == search->sample) /* nothing beyond what was sieved: what is not met often enough there is not common */
        search->least = (search->left_out->rules ? search->counted_over : search->more_than) + 1 - search->huge;
    return note_met(search);
}

/* Counts the groups of the suspects of a round. */
static enum wirecopy_status count_groups(struct search *search)
{
    search->count = 0;
    if (!search->suspects)
        search->suspects = memory_allocate_zero(search->mask + 1, sizeof *search->suspects);
    else
        memset(search->suspects, 0, (search->mask + 1) * sizeof *search->suspects);
    if (!search->suspects)
        return WIRECOPY_NO_MEMORY;
    return streams_each(search->left_out, search->sample, choose_met, count_group, search);
}

static void widen_ranks(const struct drawn *drawn, uint32_t ranks[STRANGERS_DRAWN])
{
    for (size_t i = 0; i < STRANGERS_DRAWN; i++)
        ranks[i] = drawn->ranks[i];
}

/* Keeps the count of a suspect, where somebody asked. */
static enum wirecopy_status keep_count(const struct search *search, const struct suspect *suspect, bool strangers, struct buffer *counted)
{
    struct counted_shingle row = {.shingle = suspect->shingle, .groups = suspect->groups, .strangers = strangers};
    widen_ranks(&search->drawn[suspect->number - 1], row.drawn);
    if (!search->left_out->rules || suspect->groups <= search->counted_over)
        return WIRECOPY_OK;
    return buffer_append(counted, &row, sizeof row);
}

/* In order of their coming, since those that come together are of the same groups. */
static enum wirecopy_status judge_suspects(struct search *search, struct hash_set *found, struct buffer *counted)
{
    const struct suspect **ordered = memory_allocate(search->count, sizeof(const struct suspect *));
    enum wirecopy_status status = ordered ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (size_t i = 0; ordered && i <= search->mask; i++)
        if (search->suspects[i].number != 0)
            ordered[search->suspects[i].number - 1] = &search->suspects[i];
    for (size_t i = 0; i < search->count && status == WIRECOPY_OK; i++) {
        const struct suspect *suspect = ordered[i];
        uint32_t ranks[STRANGERS_DRAWN];
        bool strangers = false;
        widen_ranks(&search->drawn[i], ranks);
        if (suspect->groups > search->more_than)
            status = common_judge(search->judging, ranks, &strangers);
        if (status == WIRECOPY_OK && strangers)
            status = hash_set_add(found, suspect->shingle);
        if (status == WIRECOPY_OK)
            status = keep_count(search, suspect, strangers, counted);
    }
    memory_free(ordered);
    return status;
}

static int compare_counted(const void *a, const void *b)
{
    const struct counted_shingle *x = a, *y = b;
    return x->shingle < y->shingle ? -1 : x->shingle > y->shingle;
}

/* Hands over what was counted, in order. */
static void take_counted(struct common *common, struct buffer *counted)
{
    common->counted = (struct counted_shingle *)(void *)counted->data;
    common->counted_count = counted->size / sizeof *common->counted;
    if (common->counted)
        qsort(common->counted, common->counted_count, sizeof *common->counted, compare_counted);
    *counted = (struct buffer){0};
}

static enum wirecopy_status make_filter(struct common *common)
{
    if (common->shingles.count == 0)
        return WIRECOPY_OK;
    common->filter = memory_allocate_zero(COMMON_FILTER_WORDS, sizeof *common->filter);
    if (!common->filter)
        return WIRECOPY_NO_MEMORY;
    for (size_t i = 0; i <= common->shingles.mask; i++) {
        size_t bit = common->shingles.places[i] & (((size_t)1 << COMMON_FILTER_BITS) - 1);
        if (common->shingles.places[i])
            common->filter[bit / 64] |= (uint64_t)1 << bit % 64;
    }
    return common_make_places(common);
}

static void search_release(struct search *search)
{
    sieve_release(&search->sieve);
    memory_free(search->met);
    memory_free(search->suspects);
    memory_free(search->drawn);
    scratch_space_return(search->left_out->space, search->claimed);
    common_judging_free(search->judging);
}

struct common_bounds common_bounds(uint32_t groups)
{
    struct common_bounds bounds = {.sample = groups < COMMON_SAMPLE ? groups : COMMON_SAMPLE, .sieved = groups < SIEVED ? groups : SIEVED};
    bounds.more_than = bounds.sample / ONE_IN > LEAST_GROUPS ? bounds.sample / ONE_IN : LEAST_GROUPS;
    bounds.counted_over = bounds.more_than / 2;
    return bounds;
}

enum wirecopy_status common_init(struct common *common, const struct left_out *left_out)
{
    uint32_t count = left_out->groups->count;
    struct common_bounds bounds = common_bounds(count);
    struct search search = {.left_out = left_out,
                            .sample = bounds.sample,
                            .sieved = bounds.sieved,
                            .more_than = bounds.more_than,
                            .counted_over = bounds.counted_over};
    struct buffer counted = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    *common = (struct common){0};
    if (count > LEAST_GROUPS)
        status = common_judging_create(left_out, bounds.sieved, false, &search.judging);
    if (status == WIRECOPY_OK && count > LEAST_GROUPS)
        status = sieve_groups(&search);
    if (status == WIRECOPY_OK && count > LEAST_GROUPS)
        status = find_suspects(&search);
    if (status == WIRECOPY_OK && count > LEAST_GROUPS)
        plan_rounds(&search);
    for (; status == WIRECOPY_OK && search.round < search.rounds; search.round++) {
        status = count_groups(&search);
        if (status == WIRECOPY_OK)
            status = judge_suspects(&search, &common->shingles, &counted);
    }
    search_release(&search);
    take_counted(common, &counted);
    if (status == WIRECOPY_OK)
        status = make_filter(common);
    if (status != WIRECOPY_OK)
        common_release(common);
    return status;
}

enum wirecopy_status common_init_known(struct common *common, const struct hash_set *known)
{
    enum wirecopy_status status;
    *common = (struct common){0};
    status = hash_set_add_all(&common->shingles, known);
    if (status == WIRECOPY_OK)
        status = make_filter(common);
    if (status != WIRECOPY_OK)
        common_release(common);
    return status;
}

void common_release(struct common *common)
{
    hash_set_release(&common->shingles);
    memory_free(common->filter);
    memory_free(common->places);
    memory_free(common->counted);
    *common = (struct common){0};
}
