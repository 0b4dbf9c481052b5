/*
 * Lines that strangers share: a line that three or more groups have is furniture where those groups are not copies of
 * each other, seen by the median containment of their shingle sets.
 *
 * The pairs are those of the six groups with the least content hash: a draw by hash, so that lines of the same articles
 * draw the same pairs, are judged once, and the sets that they need are few.
 */
#include "learn/strangers.h"

#include <string.h>

#include "base/parallel.h"
#include "base/sort.h"
#include "learn/rules.h"

bool strangers_judge(struct shingle_set *sets, size_t count)
{
    size_t pairs = count * (count - 1) / 2, apart = 0, alike = 0;
    /* the upper median, number floor(n / 2) from 0, is under a half where more than floor(n / 2) are */
    for (size_t i = 0; i + 1 < count; i++)
        for (size_t j = i + 1; j < count; j++) {
            size_t smaller = sets[i].count < sets[j].count ? sets[i].count : sets[j].count;
            if (2 * shingle_sets_shared(sets[i], sets[j]) < smaller || smaller == 0)
                apart++;
            else
                alike++;
            if (apart > pairs / 2)
                return true;
            if (alike >= pairs - pairs / 2)
                return false;
        }
    return apart > pairs / 2;
}

void strangers_memory_release(struct strangers_memory *memory)
{
    hash_set_release(&memory->furniture);
    hash_set_release(&memory->story);
}

/* A line that three or more groups have, and those of them that are drawn. */
struct suspect {
    uint64_t line;
    uint32_t drawn[STRANGERS_DRAWN];
    uint32_t count;
    uint32_t reserved;
};

static uint64_t suspect_key(const struct suspect *suspect)
{
    return hash_bytes(suspect->drawn, suspect->count * sizeof *suspect->drawn);
}

struct round {
    struct left_out *left_out;
    const struct strangers_memory *memory; /* the round before's verdicts */
    struct strangers_memory verdicts;      /* this round's */
    struct sieve sieve;
    struct sorter *sorter; /* first of (line, rank), then of suspects by the groups drawn */
    struct scratch *suspects;
    struct hash_set found; /* furniture lines of this round */
    struct buffer room;
};

static enum wirecopy_status count_lines(void *context, uint32_t rank, const struct text_view *view)
{
    struct round *round = context;
    (void)rank;
    for (size_t i = 0; i < view->line_count; i++)
        if (!line_is_out(round->left_out, view->first_line + i))
            sieve_add(&round->sieve, view->lines[i].hash);
    return WIRECOPY_OK;
}

static enum wirecopy_status collect_lines(void *context, uint32_t rank, const struct text_view *view)
{
    struct round *round = context;
    uint64_t *lines;
    size_t count = 0;
    enum wirecopy_status status;
    round->room.size = 0;
    status = buffer_reserve(&round->room, (view->line_count + 1) * sizeof *lines);
    if (status != WIRECOPY_OK)
        return status;
    lines = (uint64_t *)(void *)round->room.data;
    for (size_t i = 0; i < view->line_count; i++)
        if (!line_is_out(round->left_out, view->first_line + i) && sieve_met(&round->sieve, view->lines[i].hash, STRANGERS_LEAST))
            lines[count++] = view->lines[i].hash;
    sort_u64(lines, count);
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++)
        if (i == 0 || lines[i] != lines[i - 1])
            status = sorter_add(round->sorter, lines[i], rank);
    return status;
}

/* The lines that three groups have become suspects, sorted by the groups drawn, so that neighbours need the same sets. */
static enum wirecopy_status find_suspects(struct round *round)
{
    struct sorter *by_groups = NULL;
    struct buffer values = {0};
    enum wirecopy_status status = sorter_create(round->left_out->space, round->left_out->memory_bytes / 4, &by_groups);
    while (status == WIRECOPY_OK) {
        struct suspect suspect = {0};
        const uint64_t *ranks;
        size_t count;
        bool end;
        status = sorter_next_run(round->sorter, &suspect.line, &values, STRANGERS_DRAWN, &count, &end);
        if (status != WIRECOPY_OK || end)
            break;
        if (count < STRANGERS_LEAST)
            continue;
        ranks = (const uint64_t *)(const void *)values.data;
        suspect.count = count < STRANGERS_DRAWN ? (uint32_t)count : STRANGERS_DRAWN;
        for (uint32_t i = 0; i < suspect.count; i++)
            suspect.drawn[i] = (uint32_t)ranks[i];
        status = sorter_add(by_groups, (uint64_t)suspect.drawn[0] << 32 | suspect.drawn[1], scratch_size(round->suspects));
        if (status == WIRECOPY_OK)
            status = scratch_append(round->suspects, &suspect, sizeof suspect);
    }
    buffer_release(&values);
    sorter_free(round->sorter);
    round->sorter = by_groups;
    return status == WIRECOPY_OK ? sorter_finish(by_groups) : status;
}

/*
 * Containments are estimated on the shingles under a limit, the same for all groups of a suspect: some ESTIMATED_ON of the
 * smallest group (FracMinHash, Irber et al. 2022), all where it has fewer than twice as many. The standard error is then
 * 0.06 at the most, and it is the median of 15 that decides.
 */
enum { ESTIMATED_ON = 64 };

/* What one thread has. Verdicts are kept since neighbouring suspects have the same groups. */
enum { KEPT_VERDICTS = 64, SUSPECTS_A_PIECE = 64 };

struct kept_verdict {
    uint64_t key;
    bool used, furniture;
};

struct bench {
    struct suspect suspects[SUSPECTS_A_PIECE];
    bool furniture[SUSPECTS_A_PIECE];
    size_t count;
    struct text_view view;
    struct buffer words, shingles[STRANGERS_DRAWN]; /* of each group drawn: all its shingles, and room to sort some */
    struct kept_verdict verdicts[KEPT_VERDICTS];
};

static enum wirecopy_status take_suspects(void *context, void *slot, bool *end)
{
    struct round *round = context;
    struct bench *bench = slot;
    bench->count = 0;
    while (bench->count < SUSPECTS_A_PIECE) {
        struct sort_record record;
        bool ended;
        enum wirecopy_status status = sorter_next(round->sorter, &record, &ended);
        if (status == WIRECOPY_OK && !ended)
            status = scratch_read(round->suspects, record.value, &bench->suspects[bench->count++], sizeof *bench->suspects);
        if (status != WIRECOPY_OK)
            return status;
        if (ended)
            break;
    }
    *end = bench->count == 0;
    return WIRECOPY_OK;
}

/* The shingles of a group that are under the limit, as a set, behind all of them. */
static struct shingle_set set_under(struct buffer *room, size_t count, uint64_t limit)
{
    const uint64_t *all = (const uint64_t *)(const void *)room->data;
    uint64_t *some = (uint64_t *)(void *)room->data + count;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        some[kept] = all[i];
        kept += all[i] <= limit;
    }
    return (struct shingle_set){some, shingles_sort(some, some + kept, kept)};
}

static enum wirecopy_status judge_sets(const struct round *round, struct bench *bench, const struct suspect *suspect, bool *furniture)
{
    struct shingle_set sets[STRANGERS_DRAWN];
    size_t counts[STRANGERS_DRAWN], least = SIZE_MAX;
    uint64_t limit = UINT64_MAX;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = 0; i < suspect->count && status == WIRECOPY_OK; i++) {
        const uint32_t *words;
        uint64_t *shingles;
        size_t count;
        status = left_out_words(round->left_out, suspect->drawn[i], &bench->view, &bench->words, &words, &count);
        bench->shingles[i].size = 0;
        if (status == WIRECOPY_OK)
            status = buffer_reserve(&bench->shingles[i], (3 * count + 1) * sizeof *shingles);
        if (status == WIRECOPY_OK)
            status = shingles_hash(words, count, round->left_out->shingle_words, &bench->shingles[i], &shingles, &counts[i]);
        if (status == WIRECOPY_OK && counts[i] < least)
            least = counts[i];
    }
    if (status != WIRECOPY_OK)
        return status;
    for (; least >= 2 * ESTIMATED_ON; least /= 2)
        limit /= 2;
    for (uint32_t i = 0; i < suspect->count; i++)
        sets[i] = set_under(&bench->shingles[i], counts[i], limit);
    *furniture = strangers_judge(sets, suspect->count);
    return status;
}

static enum wirecopy_status judge_one(const struct round *round, struct bench *bench, const struct suspect *suspect, bool *furniture)
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
        changed |= (round->left_out->flags[suspect->drawn[i]] & GROUP_CHANGED) != 0;
    if (!changed && hash_set_has(&round->memory->furniture, key))
        *furniture = true;
    else if (!changed && hash_set_has(&round->memory->story, key))
        *furniture = false;
    else
        status = judge_sets(round, bench, suspect, furniture);
    *kept = (struct kept_verdict){key, status == WIRECOPY_OK, *furniture};
    return status;
}

static enum wirecopy_status judge_suspects(void *context, void *slot)
{
    struct bench *bench = slot;
    for (size_t i = 0; i < bench->count; i++) {
        enum wirecopy_status status = judge_one(context, bench, &bench->suspects[i], &bench->furniture[i]);
        if (status != WIRECOPY_OK)
            return status;
    }
    return WIRECOPY_OK;
}

static enum wirecopy_status note_verdicts(void *context, void *slot)
{
    struct round *round = context;
    const struct bench *bench = slot;
    for (size_t i = 0; i < bench->count; i++) {
        bool furniture = bench->furniture[i];
        enum wirecopy_status status = hash_set_add(furniture ? &round->verdicts.furniture : &round->verdicts.story, suspect_key(&bench->suspects[i]));
        if (status == WIRECOPY_OK && furniture)
            status = hash_set_add(&round->found, bench->suspects[i].line);
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
        buffer_release(&bench->shingles[i]);
    text_view_release(&bench->view);
    buffer_release(&bench->words);
    memory_free(bench);
}

static enum wirecopy_status judge_all(struct round *round)
{
    uint32_t threads = round->left_out->threads;
    struct assembly_line line = {take_suspects, judge_suspects, note_verdicts, round, NULL, round->left_out->control};
    enum wirecopy_status status = WIRECOPY_OK;
    line.slots = memory_allocate_zero(threads, sizeof *line.slots);
    if (!line.slots)
        return WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < threads && status == WIRECOPY_OK; i++) {
        line.slots[i] = memory_allocate_zero(1, sizeof(struct bench));
        if (!line.slots[i])
            status = WIRECOPY_NO_MEMORY;
    }
    if (status == WIRECOPY_OK)
        status = parallel_run(&line, threads);
    for (uint32_t i = 0; i < threads; i++)
        bench_free(line.slots[i]);
    memory_free(line.slots);
    return status;
}

/* An article of which the rule would take more than nine tenths of the words keeps them: else three throw-away pages could erase a rival's story. */
static enum wirecopy_status take_shared(void *context, uint32_t rank, const struct text_view *view)
{
    struct round *round = context;
    struct left_out *left_out = round->left_out;
    uint64_t words = 0, taken = 0;
    left_out->flags[rank] &= (uint8_t)~GROUP_CHANGED;
    for (size_t i = 0; i < view->line_count; i++)
        if (!line_is_out(left_out, view->first_line + i)) {
            words += view->lines[i].word_count;
            taken += hash_set_has(&round->found, view->lines[i].hash) ? view->lines[i].word_count : 0;
        }
    if (taken == 0)
        return WIRECOPY_OK;
    if (10 * (words - taken) < words) {
        left_out->flags[rank] |= GROUP_PROTECTED;
        return WIRECOPY_OK;
    }
    for (size_t i = 0; i < view->line_count; i++)
        if (hash_set_has(&round->found, view->lines[i].hash))
            take_line_out(left_out, view->first_line + i);
    left_out->flags[rank] |= GROUP_CHANGED;
    return WIRECOPY_OK;
}

static enum wirecopy_status round_run(struct round *round)
{
    struct left_out *left_out = round->left_out;
    enum wirecopy_status status = sieve_init(&round->sieve, texts_line_count(left_out->texts), left_out->memory_bytes / 4);
    if (status == WIRECOPY_OK)
        status = left_out_walk(left_out, count_lines, round);
    if (status == WIRECOPY_OK)
        status = sorter_create(left_out->space, left_out->memory_bytes / 4, &round->sorter);
    if (status == WIRECOPY_OK)
        status = left_out_walk(left_out, collect_lines, round);
    sieve_release(&round->sieve);
    if (status == WIRECOPY_OK)
        status = sorter_finish(round->sorter);
    if (status == WIRECOPY_OK)
        status = scratch_create(left_out->space, &round->suspects);
    if (status == WIRECOPY_OK)
        status = find_suspects(round);
    if (status == WIRECOPY_OK)
        status = judge_all(round);
    left_out->counts.stranger_lines += round->found.count;
    if (status == WIRECOPY_OK)
        status = left_out_walk(left_out, take_shared, round);
    return status;
}

enum wirecopy_status strangers_take_out(struct left_out *left_out, struct strangers_memory *memory)
{
    struct round round = {.left_out = left_out, .memory = memory};
    enum wirecopy_status status = round_run(&round);
    sieve_release(&round.sieve);
    sorter_free(round.sorter);
    scratch_free(round.suspects);
    hash_set_release(&round.found);
    buffer_release(&round.room);
    strangers_memory_release(memory);
    *memory = round.verdicts;
    return status;
}
