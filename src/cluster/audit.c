/*
 * The audit: an index from the shingles of the sampled articles to these articles, and one walk of all articles past it, which
 * counts what each shares with each of them. What the match rule may pass is then verified as every candidate is.
 */
#include "cluster/audit.h"

#include <math.h>
#include <string.h>

#include "base/parallel.h"
#include "base/sort/sort.h"

/* Articles between two turns of a thread. */
enum { ARTICLES_A_PIECE = 256 };

/* A shingle of the sample takes a record and about two places of the index. */
enum { BYTES_A_SHINGLE = 32 };

/* The stream from which articles are drawn. */
#define AUDIT_KEY 0x6175646974u

/* The index of a piece of the sample. */
struct sampled {
    struct sort_record *records; /* shingle, place in ranks; sorted */
    size_t record_count, record_capacity;
    uint32_t *places; /* where the run of a shingle begins in records, + 1; 0: free */
    size_t mask;
    uint32_t *ranks, *sizes; /* of each: its group, its shingles */
    uint32_t count;
};

struct audit {
    const struct matches *matches;
    const struct verifying *verifying;
    const uint32_t *drawn; /* the whole sample, in order of rank */
    uint32_t drawn_count;
    struct sampled sampled;
    struct wirecopy_audit *result;
};

struct slot {
    struct verifier *verifier;
    struct set_room room;
    uint32_t *counts, *touched; /* by place in the sample: shingles shared; those that share any */
    uint64_t matches, missed;
};

/* The ranks of the count groups with the least hashes of their content, in order. */
static enum wirecopy_status draw(const struct left_out *left_out, uint32_t count, uint32_t **drawn_out)
{
    size_t held = 0, room = 2 * (size_t)count;
    struct sort_record *best = memory_allocate(room, sizeof *best);
    uint32_t *drawn = memory_allocate(count, sizeof *drawn);
    if (!best || !drawn) {
        memory_free(best);
        memory_free(drawn);
        return WIRECOPY_NO_MEMORY;
    }
    for (uint32_t rank = 0; rank < left_out->groups->count; rank++) {
        struct hash128 content = left_out->articles->rows[groups_leader(left_out->groups, rank)].content;
        best[held++] = (struct sort_record){hash_seeded(&content, sizeof content, AUDIT_KEY), rank};
        if (held == room || rank + 1 == left_out->groups->count) {
            sort_records(best, held);
            held = held < count ? held : count;
        }
    }
    for (uint32_t i = 0; i < count; i++)
        drawn[i] = (uint32_t)best[i].value;
    sort_u32(drawn, count);
    memory_free(best);
    *drawn_out = drawn;
    return WIRECOPY_OK;
}

static bool is_drawn(const struct audit *audit, uint32_t rank)
{
    size_t low = 0, high = audit->drawn_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (audit->drawn[middle] < rank)
            low = middle + 1;
        else
            high = middle;
    }
    return low < audit->drawn_count && audit->drawn[low] == rank;
}

static void sampled_release(struct sampled *sampled)
{
    memory_free(sampled->records);
    memory_free(sampled->places);
    memory_free(sampled->ranks);
    memory_free(sampled->sizes);
    *sampled = (struct sampled){0};
}

/* Where the run of a shingle begins, or would. */
static uint32_t *place_of(const struct sampled *sampled, uint64_t shingle)
{
    size_t i = shingle & sampled->mask;
    while (sampled->places[i] != 0 && sampled->records[sampled->places[i] - 1].key != shingle)
        i = (i + 1) & sampled->mask;
    return &sampled->places[i];
}

static enum wirecopy_status index_records(struct sampled *sampled)
{
    size_t places = 1024;
    while (places < 2 * sampled->record_count)
        places *= 2;
    sampled->places = memory_allocate_zero(places, sizeof *sampled->places);
    if (!sampled->places)
        return WIRECOPY_NO_MEMORY;
    sampled->mask = places - 1;
    sort_records(sampled->records, sampled->record_count);
    for (size_t i = 0; i < sampled->record_count; i++)
        if (i == 0 || sampled->records[i].key != sampled->records[i - 1].key)
            *place_of(sampled, sampled->records[i].key) = (uint32_t)i + 1;
    return WIRECOPY_OK;
}

static enum wirecopy_status add_set(struct sampled *sampled, uint32_t rank, struct shingle_set set)
{
    enum wirecopy_status status =
        array_reserve(&sampled->records, &sampled->record_capacity, sampled->record_count + set.count, sizeof *sampled->records);
    if (status != WIRECOPY_OK)
        return status;
    for (size_t i = 0; i < set.count; i++)
        sampled->records[sampled->record_count++] = (struct sort_record){set.shingles[i], sampled->count};
    sampled->ranks[sampled->count] = rank;
    sampled->sizes[sampled->count++] = (uint32_t)set.count;
    return WIRECOPY_OK;
}

/* Indexes the drawn articles from *next on, as many as memory holds; those that match exact copies only are left out. */
static enum wirecopy_status sample_piece(struct audit *audit, uint32_t *next)
{
    const struct sets *sets = audit->verifying->sets;
    struct sampled *sampled = &audit->sampled;
    struct set_room room = {0};
    uint64_t most = audit->verifying->left_out->memory_bytes / BYTES_A_SHINGLE;
    enum wirecopy_status status;
    *sampled = (struct sampled){0};
    sampled->ranks = memory_allocate(audit->drawn_count, sizeof *sampled->ranks);
    sampled->sizes = memory_allocate(audit->drawn_count, sizeof *sampled->sizes);
    status = sampled->ranks && sampled->sizes ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (; *next < audit->drawn_count && sampled->record_count < most && status == WIRECOPY_OK; ++*next) {
        struct shingle_set set;
        status = sets_view(sets, audit->drawn[*next], &room, &set);
        if (status == WIRECOPY_OK && set.count >= SHORT_SHINGLES)
            status = add_set(sampled, audit->drawn[*next], set);
    }
    set_room_release(&room);
    return status == WIRECOPY_OK ? index_records(sampled) : status;
}

/* Whether a pair is among the matches; their rows are in order of (a, b). */
static enum wirecopy_status is_found(const struct matches *matches, uint32_t a, uint32_t b, bool *found)
{
    uint64_t low = 0, high = matches->count;
    struct match row;
    enum wirecopy_status status = WIRECOPY_OK;
    *found = false;
    while (low < high && status == WIRECOPY_OK) {
        uint64_t middle = low + (high - low) / 2;
        status = matches_row(matches, middle, &row);
        if (row.a < a || (row.a == a && row.b < b))
            low = middle + 1;
        else
            high = middle;
        if (status == WIRECOPY_OK && row.a == a && row.b == b) {
            *found = true;
            return WIRECOPY_OK;
        }
    }
    return status;
}

/* Verifies a pair that the match rule may pass. A pair of two drawn articles is counted with the smaller rank. */
static enum wirecopy_status judge(const struct audit *audit, struct slot *slot, uint32_t place, uint32_t rank, uint32_t size)
{
    uint32_t drawn = audit->sampled.ranks[place];
    struct match_rule rule = audit->verifying->rule;
    struct match match = {.size_a = audit->sampled.sizes[place], .size_b = size, .shared = slot->counts[place]};
    bool found;
    enum wirecopy_status status;
    if (!verify_may_pass(&match, rule))
        return WIRECOPY_OK;
    if (rank == drawn || (rank < drawn && is_drawn(audit, rank)))
        return WIRECOPY_OK;
    status = verify_pair(slot->verifier, rank < drawn ? rank : drawn, rank < drawn ? drawn : rank, &match);
    if (status != WIRECOPY_OK || match.verdict == VERDICT_APART || match.verdict == VERDICT_TEMPLATE)
        return status;
    status = is_found(audit->matches, match.a, match.b, &found);
    slot->matches++;
    slot->missed += !found;
    return status;
}

/* Counts what one article shares with each of the sample, and judges where that is enough. */
static enum wirecopy_status compare_one(const struct audit *audit, struct slot *slot, uint32_t rank)
{
    const struct sampled *sampled = &audit->sampled;
    struct shingle_set set;
    uint32_t touched = 0;
    enum wirecopy_status status = sets_view(audit->verifying->sets, rank, &slot->room, &set);
    if (status != WIRECOPY_OK || set.count < SHORT_SHINGLES)
        return status;
    for (size_t i = 0; i < set.count; i++) {
        uint32_t first = *place_of(sampled, set.shingles[i]);
        if (first == 0)
            continue;
        for (size_t r = first - 1; r < sampled->record_count && sampled->records[r].key == set.shingles[i]; r++) {
            uint32_t place = (uint32_t)sampled->records[r].value;
            if (slot->counts[place]++ == 0)
                slot->touched[touched++] = place;
        }
    }
    for (uint32_t i = 0; i < touched; i++) {
        if (status == WIRECOPY_OK)
            status = judge(audit, slot, slot->touched[i], rank, (uint32_t)set.count);
        slot->counts[slot->touched[i]] = 0;
    }
    return status;
}

static enum wirecopy_status compare(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    const struct audit *audit = context;
    const struct groups *groups = audit->verifying->left_out->groups;
    struct slot *slot = slot_pointer;
    enum wirecopy_status status = WIRECOPY_OK;
    slot->matches = slot->missed = 0;
    for (uint32_t number = begin; number < end && status == WIRECOPY_OK; number++) {
        uint32_t rank = groups->rank_of[number];
        if (rank != UINT32_MAX && groups_leader(groups, rank) == number)
            status = compare_one(audit, slot, rank);
    }
    return status;
}

static enum wirecopy_status add_up(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    struct wirecopy_audit *result = ((struct audit *)context)->result;
    const struct slot *slot = slot_pointer;
    (void)begin;
    (void)end;
    result->matches += slot->matches;
    result->missed += slot->missed;
    return WIRECOPY_OK;
}

/* One walk of all articles past a piece of the sample. */
static enum wirecopy_status compare_all(struct audit *audit)
{
    const struct left_out *left_out = audit->verifying->left_out;
    struct slot *slots = memory_allocate_zero(left_out->threads, sizeof *slots);
    void **pointers = memory_allocate(left_out->threads, sizeof *pointers);
    struct sweep sweep = {compare, add_up, audit, pointers, (uint32_t)left_out->articles->count, ARTICLES_A_PIECE, left_out->control, 0};
    enum wirecopy_status status = slots && pointers ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < left_out->threads && status == WIRECOPY_OK; i++) {
        pointers[i] = &slots[i];
        slots[i].room.view.ahead = true;
        slots[i].counts = memory_allocate_zero(audit->sampled.count + 1, sizeof *slots[i].counts);
        slots[i].touched = memory_allocate(audit->sampled.count + 1, sizeof *slots[i].touched);
        status = slots[i].counts && slots[i].touched ? verifier_create(audit->verifying, &slots[i].verifier) : WIRECOPY_NO_MEMORY;
    }
    if (status == WIRECOPY_OK)
        status = parallel_sweep(&sweep, left_out->threads);
    for (uint32_t i = 0; slots && i < left_out->threads; i++) {
        verifier_free(slots[i].verifier);
        set_room_release(&slots[i].room);
        memory_free(slots[i].counts);
        memory_free(slots[i].touched);
    }
    memory_free(slots);
    memory_free(pointers);
    return status;
}

void audit_interval(struct wirecopy_audit *audit)
{
    const double z = 1.959963984540054; /* 97.5 % of the normal distribution lie below it */
    double n = (double)audit->matches, p = n > 0 ? (double)audit->missed / n : 0, middle, half;
    audit->share = p;
    audit->low = 0;
    audit->high = 1;
    if (audit->matches == 0)
        return;
    middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    if (audit->missed > 0)
        audit->low = middle - half;
    if (audit->missed < audit->matches)
        audit->high = middle + half;
}

enum wirecopy_status audit_run(const struct matches *matches, const struct verifying *verifying, uint32_t sample, struct wirecopy_audit *audit_out)
{
    uint32_t groups = verifying->left_out->groups->count, *drawn = NULL;
    struct wirecopy_audit result = {.articles = sample < groups ? sample : groups};
    struct audit audit = {.matches = matches, .verifying = verifying, .drawn_count = (uint32_t)result.articles, .result = &result};
    enum wirecopy_status status = result.articles > 0 ? draw(verifying->left_out, audit.drawn_count, &drawn) : WIRECOPY_OK;
    audit.drawn = drawn;
    for (uint32_t next = 0; status == WIRECOPY_OK && next < audit.drawn_count;) {
        status = sample_piece(&audit, &next);
        if (status == WIRECOPY_OK && audit.sampled.count > 0)
            status = compare_all(&audit);
        sampled_release(&audit.sampled);
    }
    memory_free(drawn);
    audit_interval(&result);
    if (status == WIRECOPY_OK)
        *audit_out = result;
    return status;
}
