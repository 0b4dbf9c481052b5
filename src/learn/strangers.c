/*
 * Lines that strangers share: a line that three or more groups have is furniture where those groups are not copies of
 * each other, seen by the median containment of their shingle sets.
 *
 * The pairs are those of the five groups with the least content hash: a draw by hash, so that lines of the same articles
 * draw the same pairs, are judged once, and the sets that they need are few. Four in five are told by inklings, see suspects.c; here are
 * the others.
 */
#include "learn/strangers.h"

#include <string.h>

#include "base/parallel.h"
#include "base/sort/sort.h"
#include "learn/huge.h"
#include "learn/sharing.h"
#include "learn/lines/suspects.h"

void strangers_compare(struct strangers_tally *tally, size_t shared, size_t smaller, size_t count, size_t one_in)
{
    size_t pairs = count * (count - 1) / 2;
    if (smaller == 0 || one_in * shared < smaller)
        tally->apart++;
    else
        tally->alike++;
    /* the upper median, number floor(n / 2) from 0, is under that share where more than floor(n / 2) are */
    tally->decided = tally->apart > pairs / 2 || tally->alike >= pairs - pairs / 2;
}

bool strangers_judge(const struct shingle_set *sets, size_t count)
{
    struct strangers_tally tally = {0, 0, false};
    for (size_t set = 1; set < count; set++)
        for (size_t i = 0; i < set && !tally.decided; i++)
            strangers_compare(&tally, shingle_sets_shared(sets[i], sets[set]), sets[i].count < sets[set].count ? sets[i].count : sets[set].count,
                              count, STRANGERS_ONE_IN);
    return tally.apart > count * (count - 1) / 4;
}

enum wirecopy_status strangers_init(struct strangers *strangers, struct left_out *left_out, const struct recurring *recurring,
                                    const struct sieve *met)
{
    *strangers = (struct strangers){.left_out = left_out, .recurring = recurring, .met = met};
    return sorter_create(left_out->space, left_out->memory_bytes / 4, &strangers->sorter);
}

void strangers_release(struct strangers *strangers)
{
    parallel_wait(strangers->listing);
    sorter_free(strangers->sorter);
    scratch_free(strangers->lists);
    buffer_release(&strangers->pieces);
    scratch_free(strangers->suspects);
    for (unsigned round = 0; round < STRANGERS_ROUNDS; round++)
        hash_set_release(&strangers->found[round]);
    hash_set_release(&strangers->furniture);
    hash_set_release(&strangers->story);
    if (strangers->left_out)
        scratch_space_return(strangers->left_out->space, strangers->used);
    *strangers = (struct strangers){0};
}

/*
 * What is found is up to two thirds of what is listed, in places of which more than half are free. Up to this share of the buffers it is within
 * them; others make way for more while nobody looks at what they have.
 */
enum { FOUND_BYTES_A_LINE = 2 * sizeof(uint64_t), FOUND_SHARE = 4 };

enum wirecopy_status strangers_use(struct strangers *strangers)
{
    uint64_t bytes = strangers->listed_lines * FOUND_BYTES_A_LINE;
    if (bytes <= strangers->left_out->memory_bytes / FOUND_SHARE)
        return WIRECOPY_OK;
    strangers->used = bytes;
    return left_out_use(strangers->left_out, bytes);
}

/* Lines of the same groups are judged once, and those that open them. */
static uint64_t suspect_key(const struct suspect *suspect)
{
    return hash_bytes(suspect->drawn, suspect->count * sizeof *suspect->drawn) + (suspect->one_in == STRANGERS_OPENING_ONE_IN);
}

/* A round's judging: what it learns, beside what the round before knew. */
struct judging {
    struct strangers *strangers;
    struct hash_set furniture, story; /* verdicts */
};

/*
 * Containments are estimated on the shingles under a limit, the same for all groups of a suspect: some ESTIMATED_ON of the
 * smallest of the first three (FracMinHash, Irber et al. 2022), all where it has fewer than twice as many. The standard error is then
 * 0.06 at the most, and it is the median of ten that decides.
 */
enum { ESTIMATED_ON = 64 };

/* What one thread has. Verdicts are kept since neighbouring suspects have the same groups. */
enum { KEPT_VERDICTS = 64, SUSPECTS_A_PIECE = 64 };

struct kept_verdict {
    uint64_t key;
    bool used, furniture;
};

/* All shingles of a group, kept until another one is drawn at its place: suspects come in order of the groups drawn. */
struct drawn_group {
    bool made;
    uint32_t rank;
    struct buffer shingles;
    size_t count;
};

struct bench {
    uint64_t places[SUSPECTS_A_PIECE]; /* of the suspects in their scratch */
    struct suspect suspects[SUSPECTS_A_PIECE];
    bool furniture[SUSPECTS_A_PIECE];
    size_t count;
    struct text_view view;
    struct buffer words, some;
    struct drawn_group drawn[STRANGERS_DRAWN];
    struct sharing sharing;
    struct huge_set huge; /* of huge_rank up to huge_limit, if its places are there: it is asked for what others have */
    uint32_t huge_rank;
    uint32_t huge_at; /* the place of a suspect's only huge group among those drawn; STRANGERS_DRAWN: it has none, or several */
    uint64_t huge_limit;
    struct kept_verdict verdicts[KEPT_VERDICTS];
};

static enum wirecopy_status take_suspects(void *context, void *slot, bool *end)
{
    const struct strangers *strangers = ((struct judging *)context)->strangers;
    struct bench *bench = slot;
    bench->count = 0;
    while (bench->count < SUSPECTS_A_PIECE) {
        struct sort_record record;
        bool ended;
        enum wirecopy_status status = sorter_next(strangers->sorter, &record, &ended);
        if (status != WIRECOPY_OK)
            return status;
        if (ended)
            break;
        bench->places[bench->count++] = record.value;
    }
    *end = bench->count == 0;
    return WIRECOPY_OK;
}

/* Finds the only huge group of a suspect: as a table it would be made anew for each suspect, of more than all others have. */
static void find_huge(const struct left_out *left_out, struct bench *bench, const struct suspect *suspect)
{
    uint32_t found = 0;
    bench->huge_at = STRANGERS_DRAWN;
    for (uint32_t i = 0; i < suspect->count; i++)
        if (group_is_huge(left_out, suspect->drawn[i])) {
            bench->huge_at = i;
            found++;
        }
    if (found != 1)
        bench->huge_at = STRANGERS_DRAWN;
}

/* The limit under which a set of so many shingles has some ESTIMATED_ON. */
static uint64_t limit_of(size_t least)
{
    uint64_t limit = UINT64_MAX;
    for (; least >= 2 * ESTIMATED_ON; least /= 2)
        limit /= 2;
    return limit;
}

/* Makes the huge group's set up to the limit of the others' least; mostly it was made for the suspect before. */
static enum wirecopy_status make_huge(const struct left_out *left_out, struct bench *bench, uint32_t rank, size_t least)
{
    struct sets sets = {.left_out = left_out};
    enum wirecopy_status status = WIRECOPY_OK;
    uint64_t limit = limit_of(least);
    while (status == WIRECOPY_OK && !(bench->huge.places && bench->huge_rank == rank && bench->huge_limit >= limit)) {
        huge_set_release(&bench->huge);
        bench->huge_rank = rank;
        bench->huge_limit = limit;
        status = huge_set_make(&bench->huge, &sets, rank, limit, HUGE_WORDS); /* of a larger size nobody asks, since the others are smaller */
        limit = limit_of(bench->huge.all < least ? bench->huge.all : least);  /* after all that is left out it may have the least */
    }
    return status;
}

/* All shingles of the i-th group drawn, unless it is the huge one. */
static enum wirecopy_status hash_group(const struct left_out *left_out, struct bench *bench, const struct suspect *suspect, uint32_t i)
{
    struct drawn_group *drawn = &bench->drawn[i];
    const uint32_t *words;
    uint64_t *shingles;
    size_t count;
    enum wirecopy_status status;
    if ((drawn->made && drawn->rank == suspect->drawn[i]) || i == bench->huge_at)
        return WIRECOPY_OK;
    status = left_out_words(left_out, suspect->drawn[i], &bench->view, &bench->words, &words, &count);
    if (status == WIRECOPY_OK)
        status = shingles_hash(left_out->shingling, words, count, &drawn->shingles, &shingles, &drawn->count);
    drawn->made = status == WIRECOPY_OK;
    drawn->rank = suspect->drawn[i];
    return status;
}

/* Counts how many of a set's shingles the huge one has; leaves each of them once. */
static enum wirecopy_status share_with_huge(struct bench *bench, size_t set, uint64_t *some, size_t *count)
{
    size_t kept = 0, huge = bench->huge_at;
    sort_u64(some, *count);
    for (size_t i = 0; i < *count; i++)
        if (kept == 0 || some[i] != some[kept - 1])
            some[kept++] = some[i];
    *count = kept;
    return huge_set_shared(&bench->huge, some, kept, &bench->sharing.shared[huge < set ? huge : set][huge < set ? set : huge]);
}

/* Adds the shingles of a group that are under the limit. */
static enum wirecopy_status add_set(const struct left_out *left_out, struct bench *bench, size_t set, uint64_t limit)
{
    const struct drawn_group *drawn = &bench->drawn[set];
    const uint64_t *all = (const uint64_t *)(const void *)drawn->shingles.data;
    uint64_t *some;
    size_t count;
    enum wirecopy_status status;
    if (set == bench->huge_at) {
        bench->sharing.size[set] = huge_set_under(&bench->huge, limit);
        return WIRECOPY_OK;
    }
    bench->some.size = 0;
    status = buffer_reserve(&bench->some, (drawn->count + SHINGLES_BEHIND) * sizeof *some);
    if (status != WIRECOPY_OK)
        return status;
    some = (uint64_t *)(void *)bench->some.data;
    count = left_out->shingling.kernel->under(all, drawn->count, limit, some);
    if (bench->huge_at < STRANGERS_DRAWN)
        status = share_with_huge(bench, set, some, &count);
    return status == WIRECOPY_OK ? sharing_add(&bench->sharing, set, some, count) : status;
}

/* Compares a set that was added with those before it, until it is decided. */
static void compare_set(const struct sharing *sharing, struct strangers_tally *tally, size_t set, const struct suspect *suspect)
{
    for (size_t i = 0; i < set && !tally->decided; i++)
        strangers_compare(tally, sharing->shared[i][set], sharing->size[i] < sharing->size[set] ? sharing->size[i] : sharing->size[set],
                          suspect->count, suspect->one_in);
}

/*
 * The smallest of an outlet's articles can be the line and little else, as a flash is whose words are the teaser of other pages: all of them
 * contain it, whatever they are. Where the others are strangers, the line is no story's.
 */
static bool are_apart_without_smallest(const struct sharing *sharing, const struct suspect *suspect)
{
    struct strangers_tally tally = {0, 0, false};
    uint32_t smallest = 0;
    for (uint32_t i = 1; i < suspect->count; i++)
        if (sharing->size[i] < sharing->size[smallest])
            smallest = i;
    for (uint32_t set = 1; set < suspect->count; set++)
        for (uint32_t i = 0; i < set; i++)
            if (i != smallest && set != smallest)
                strangers_compare(&tally, sharing->shared[i][set], sharing->size[i] < sharing->size[set] ? sharing->size[i] : sharing->size[set],
                                  suspect->count - 1, suspect->one_in);
    return tally.apart > (suspect->count - 1) * (suspect->count - 2) / 4;
}

/* Strangers are mostly told after four groups; the others are then not even read. */
static enum wirecopy_status judge_sets(const struct left_out *left_out, struct bench *bench, const struct suspect *suspect, bool *furniture)
{
    struct strangers_tally tally = {0, 0, false};
    uint64_t limit;
    size_t least = SIZE_MAX, expected = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    find_huge(left_out, bench, suspect);
    for (uint32_t i = 0; i < STRANGERS_LEAST && status == WIRECOPY_OK; i++) {
        status = hash_group(left_out, bench, suspect, i);
        if (i != bench->huge_at) {
            least = bench->drawn[i].count < least ? bench->drawn[i].count : least;
            expected += bench->drawn[i].count;
        }
    }
    if (status == WIRECOPY_OK && bench->huge_at < STRANGERS_DRAWN)
        status = make_huge(left_out, bench, suspect->drawn[bench->huge_at], least);
    if (bench->huge_at < STRANGERS_LEAST && bench->huge.all < least)
        least = bench->huge.all;
    limit = limit_of(least);
    for (; least >= 2 * ESTIMATED_ON; least /= 2)
        expected /= 2;
    if (status == WIRECOPY_OK)
        status = sharing_begin(&bench->sharing, 2 * expected /* with the others */);
    for (uint32_t set = 0; set < suspect->count && (!tally.decided || suspect->without_smallest) && status == WIRECOPY_OK; set++) {
        if (set >= STRANGERS_LEAST)
            status = hash_group(left_out, bench, suspect, set);
        if (status == WIRECOPY_OK)
            status = add_set(left_out, bench, set, limit);
        if (status == WIRECOPY_OK)
            compare_set(&bench->sharing, &tally, set, suspect);
    }
    *furniture = tally.apart > suspect->count * (suspect->count - 1) / 4;
    if (status == WIRECOPY_OK && !*furniture && suspect->without_smallest)
        *furniture = are_apart_without_smallest(&bench->sharing, suspect);
    return status;
}

static enum wirecopy_status judge_one(const struct strangers *strangers, struct bench *bench, const struct suspect *suspect, bool *furniture)
{
    uint64_t key = suspect_key(suspect);
    struct kept_verdict *kept = &bench->verdicts[key % KEPT_VERDICTS];
    bool changed = false;
    enum wirecopy_status status = WIRECOPY_OK;
    if (kept->used && kept->key == key) {
        *furniture = kept->furniture;
        return WIRECOPY_OK;
    }
    for (uint32_t i = 0; i < suspect->count; i++)
        changed |= (strangers->left_out->flags[suspect->drawn[i]] & GROUP_CHANGED) != 0;
    if (!changed && hash_set_has(&strangers->furniture, key))
        *furniture = true;
    else if (!changed && hash_set_has(&strangers->story, key))
        *furniture = false;
    else
        status = judge_sets(strangers->left_out, bench, suspect, furniture);
    *kept = (struct kept_verdict){key, status == WIRECOPY_OK, *furniture};
    return status;
}

/*
 * Of the groups of a suspect further on where its members are, of one before it these, of one before that where their texts lie, of the next
 * these: each is found by the other.
 */
static void bring_near(const struct left_out *left_out, const struct bench *bench, size_t i)
{
    const struct groups *groups = left_out->groups;
    const struct suspect *next = &bench->suspects[i + 1];
    if (i + 4 < bench->count)
        for (uint32_t j = 0; j < next[3].count; j++)
            __builtin_prefetch(&groups->first[next[3].drawn[j]]);
    if (i + 3 < bench->count)
        for (uint32_t j = 0; j < next[2].count; j++)
            __builtin_prefetch(&groups->members[groups->first[next[2].drawn[j]]]);
    if (i + 2 < bench->count)
        for (uint32_t j = 0; j < next[1].count; j++)
            texts_prefetch_place(left_out->texts, groups_text(groups, next[1].drawn[j]));
    for (uint32_t j = 0; i + 1 < bench->count && j < next->count; j++)
        texts_prefetch(left_out->texts, groups_text(groups, next->drawn[j]));
}

static enum wirecopy_status judge_suspects(void *context, void *slot)
{
    const struct strangers *strangers = ((struct judging *)context)->strangers;
    struct bench *bench = slot;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < bench->count && status == WIRECOPY_OK; i++)
        status = scratch_read(strangers->suspects, bench->places[i], &bench->suspects[i], sizeof bench->suspects[i]);
    for (size_t i = 0; i < bench->count && status == WIRECOPY_OK; i++) {
        bring_near(strangers->left_out, bench, i);
        status = judge_one(strangers, bench, &bench->suspects[i], &bench->furniture[i]);
    }
    return status;
}

static enum wirecopy_status note_verdicts(void *context, void *slot)
{
    struct judging *judging = context;
    struct strangers *strangers = judging->strangers;
    const struct bench *bench = slot;
    for (size_t i = 0; i < bench->count; i++) {
        bool furniture = bench->furniture[i];
        bool again = !furniture && bench->suspects[i].one_in == STRANGERS_AT_FIRST_ONE_IN; /* the second round asks for more */
        enum wirecopy_status status =
            again ? WIRECOPY_OK : hash_set_add(furniture ? &judging->furniture : &judging->story, suspect_key(&bench->suspects[i]));
        if (status == WIRECOPY_OK && furniture)
            status = hash_set_add(&strangers->found[strangers->round], bench->suspects[i].line);
        if (status != WIRECOPY_OK)
            return status;
    }
    return WIRECOPY_OK;
}

static void bench_free(struct bench *bench)
{
    if (!bench)
        return;
    for (uint32_t i = 0; i < STRANGERS_DRAWN; i++)
        buffer_release(&bench->drawn[i].shingles);
    sharing_release(&bench->sharing);
    huge_set_release(&bench->huge);
    text_view_release(&bench->view);
    buffer_release(&bench->words);
    buffer_release(&bench->some);
    memory_free(bench);
}

static enum wirecopy_status judge_all(struct judging *judging)
{
    const struct left_out *left_out = judging->strangers->left_out;
    uint32_t slot_count = left_out_slots(left_out);
    struct assembly_line line = {take_suspects, judge_suspects, note_verdicts, judging, NULL, left_out->control, slot_count};
    enum wirecopy_status status = WIRECOPY_OK;
    line.slots = memory_allocate_zero(slot_count, sizeof *line.slots);
    if (!line.slots)
        return WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < slot_count && status == WIRECOPY_OK; i++) {
        line.slots[i] = memory_allocate_zero(1, sizeof(struct bench));
        if (!line.slots[i])
            status = WIRECOPY_NO_MEMORY;
    }
    if (status == WIRECOPY_OK)
        status = parallel_run(&line, left_out->threads);
    for (uint32_t i = 0; i < slot_count; i++)
        bench_free(line.slots[i]);
    memory_free(line.slots);
    return status;
}

enum wirecopy_status strangers_judge_lines(struct strangers *strangers, unsigned round)
{
    struct judging judging = {.strangers = strangers};
    enum wirecopy_status status;
    strangers->round = round;
    status = strangers_find_suspects(strangers);
    if (status == WIRECOPY_OK)
        status = judge_all(&judging);
    sorter_free(strangers->sorter);
    scratch_free(strangers->suspects);
    strangers->sorter = NULL;
    strangers->suspects = NULL;
    hash_set_release(&strangers->furniture);
    hash_set_release(&strangers->story);
    strangers->furniture = judging.furniture;
    strangers->story = judging.story;
    strangers->left_out->counts.stranger_lines += strangers->found[round].count;
    return status;
}
