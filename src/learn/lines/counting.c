/*
 * The first walk over all lines, by all threads: any of them reads articles and tells which lines are built in; the sieve, which is larger than
 * the caches, is filled by one at a time, whose places are brought near.
 */
#include "base/parallel.h"
#include "learn/lines/rules.h"

/* So many places of the sieve are on their way at a time. */
enum { SIEVE_AHEAD = 24 };

/* What is counted so many times, one behind the other. */
struct run {
    uint32_t times;
    uint32_t count;
};

/* A line that is built in. */
struct taken_line {
    uint64_t number, hash;
};

struct slot {
    uint32_t begin, end;
    struct text_view view;
    struct buffer hashes, runs; /* uint64_t, of lines as they are and masked; struct run, of them */
    struct buffer taken;        /* struct taken_line */
};

struct walk {
    struct left_out *left_out;
    struct built_in *built_in;
    struct sieve *met;
    uint32_t next;
};

static enum wirecopy_status take_piece(void *context, void *slot_pointer, bool *end)
{
    struct walk *walk = context;
    struct slot *slot = slot_pointer;
    slot->begin = walk->next;
    slot->end = walk->next = piece_end(walk->left_out, slot->begin);
    *end = slot->begin == slot->end;
    return WIRECOPY_OK;
}

static enum wirecopy_status note_taken(struct slot *slot, size_t place)
{
    struct taken_line taken = {slot->view.first_line + place, slot->view.lines[place].hash};
    return buffer_append(&slot->taken, &taken, sizeof taken);
}

/* Notes what is to be counted of a text whose lines are shown, which was published so many times. */
static enum wirecopy_status note_lines(const struct walk *walk, struct slot *slot, uint32_t times)
{
    struct run run = {.times = times};
    uint64_t *hashes;
    enum wirecopy_status status;
    if (slot->view.line_count == 0)
        return WIRECOPY_OK;
    status = buffer_reserve(&slot->hashes, 2 * slot->view.line_count * sizeof *hashes);
    if (status != WIRECOPY_OK)
        return status;
    hashes = (uint64_t *)(void *)(slot->hashes.data + slot->hashes.size);
    for (size_t i = 0; i < slot->view.line_count && status == WIRECOPY_OK; i++) {
        const struct line *line = &slot->view.lines[i];
        if (hash_set_has(&walk->built_in->lines, line->hash)) {
            status = note_taken(slot, i);
            continue;
        }
        if (line_is_out(walk->left_out, slot->view.first_line + i))
            continue;
        hashes[run.count++] = line->hash;
        hashes[run.count] = line->masked;
        run.count += line->masked != line->hash;
    }
    slot->hashes.size += run.count * sizeof *hashes;
    return status == WIRECOPY_OK ? buffer_append(&slot->runs, &run, sizeof run) : status;
}

/* What a text of megabytes asks for lies in files. */
static enum wirecopy_status look_at_text(const struct walk *walk, struct slot *slot, uint32_t number, uint32_t copies)
{
    const struct left_out *left_out = walk->left_out;
    bool large = texts_bytes(left_out->texts, number) >= OUTSIZED_BYTES;
    const char *before = large ? memory_outsized(scratch_space_directory(left_out->space)) : NULL;
    enum wirecopy_status status = texts_lines(left_out->texts, number, &slot->view);
    if (status == WIRECOPY_OK)
        status = note_lines(walk, slot, copies);
    if (large)
        memory_outsized(before);
    return status;
}

static enum wirecopy_status look(void *context, void *slot_pointer)
{
    const struct walk *walk = context;
    const struct left_out *left_out = walk->left_out;
    struct slot *slot = slot_pointer;
    enum wirecopy_status status = piece_begin(left_out, slot->end, &slot->view);
    slot->hashes.size = slot->runs.size = slot->taken.size = 0;
    for (uint32_t number = slot->begin; number < slot->end && status == WIRECOPY_OK; number++) {
        uint32_t rank;
        if (!groups_leads(left_out->groups, number, (uint32_t)left_out->articles->count, &rank))
            continue;
        status = look_at_text(walk, slot, number, groups_size(left_out->groups, rank));
    }
    return status;
}

static void count_hashes(struct sieve *met, const struct slot *slot)
{
    const uint64_t *hashes = (const uint64_t *)(const void *)slot->hashes.data, *all_end;
    const struct run *runs = (const struct run *)(const void *)slot->runs.data;
    if (slot->hashes.size == 0)
        return;
    all_end = hashes + slot->hashes.size / sizeof *hashes;
    for (size_t i = 0; i < slot->runs.size / sizeof *runs; i++)
        for (const uint64_t *end = hashes + runs[i].count; hashes < end; hashes++) {
            if (all_end - hashes > SIEVE_AHEAD)
                sieve_prefetch(met, hashes[SIEVE_AHEAD]);
            sieve_add_times(met, *hashes, runs[i].times);
        }
}

static enum wirecopy_status count(void *context, void *slot_pointer)
{
    struct walk *walk = context;
    const struct slot *slot = slot_pointer;
    const struct taken_line *taken = (const struct taken_line *)(const void *)slot->taken.data;
    enum wirecopy_status status = WIRECOPY_OK;
    count_hashes(walk->met, slot);
    for (size_t i = 0; i < slot->taken.size / sizeof *taken && status == WIRECOPY_OK; i++) {
        take_line_out(walk->left_out, taken[i].number);
        status = hash_set_add(&walk->built_in->met, taken[i].hash);
    }
    return status;
}

enum wirecopy_status count_lines(struct left_out *left_out, struct built_in *built_in, struct sieve *met)
{
    struct walk walk = {left_out, built_in, met, 0};
    uint32_t slot_count = left_out_slots(left_out);
    struct slot *slots = memory_allocate_zero(slot_count, sizeof *slots);
    struct assembly_line line = {take_piece, look, count, &walk, memory_allocate(slot_count, sizeof *line.slots), left_out->control, slot_count};
    enum wirecopy_status status = slots && line.slots ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < slot_count && status == WIRECOPY_OK; i++) {
        line.slots[i] = &slots[i];
        slots[i].view.ahead = true;
    }
    if (status == WIRECOPY_OK)
        status = parallel_run(&line, left_out->threads);
    for (uint32_t i = 0; slots && i < slot_count; i++) {
        text_view_release(&slots[i].view);
        buffer_release(&slots[i].hashes);
        buffer_release(&slots[i].runs);
        buffer_release(&slots[i].taken);
    }
    memory_free(slots);
    memory_free(line.slots);
    return status;
}
