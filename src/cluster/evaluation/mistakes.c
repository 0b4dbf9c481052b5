/*
 * Where found clusters and the truth disagree most: found clusters that hold several true ones, and true ones that were split,
 * those with the most wrong pairs first. One walk over the table finds the parts of the chosen ones, one over the articles an
 * example of each. Ties are broken by the hashes of names, so that the order of the files does not matter.
 */
#include "cluster/evaluation/evaluate.h"

#include <stdlib.h>
#include <string.h>

/* One side of the table: clusters of the side, and what they hold of the other's. */
struct side {
    const struct names *names, *others;
    const uint32_t *sizes;
    unsigned shift, other_shift; /* of a cell */
    enum wirecopy_mistake_kind kind;
};

static uint32_t of_side(const struct side *side, uint64_t cell)
{
    return (uint32_t)(cell >> side->shift);
}

static uint32_t of_other(const struct side *side, uint64_t cell)
{
    return (uint32_t)(cell >> side->other_shift);
}

/* A cluster with wrong pairs. */
struct wrong {
    uint64_t pairs;
    struct hash128 name;
    uint32_t cluster;
};

static int compare_wrong(const void *x, const void *y)
{
    const struct wrong *a = x, *b = y;
    if (a->pairs != b->pairs)
        return a->pairs > b->pairs ? -1 : 1;
    return hash128_compare(a->name, b->name);
}

/* What a chosen cluster holds of another one. */
struct part {
    size_t chosen; /* its place among the mistakes of this kind */
    uint64_t articles;
    struct hash128 name;
    uint32_t other;
};

static int compare_parts(const void *x, const void *y)
{
    const struct part *a = x, *b = y;
    if (a->chosen != b->chosen)
        return a->chosen < b->chosen ? -1 : 1;
    if (a->articles != b->articles)
        return a->articles > b->articles ? -1 : 1;
    return hash128_compare(a->name, b->name);
}

/* The clusters of one side with wrong pairs, the worst first, at most most of them. */
static enum wirecopy_status choose_worst(const struct side *side, const struct table *table, size_t most, struct buffer *chosen, size_t *count_out)
{
    uint64_t *right = memory_allocate_zero(side->names->count, sizeof *right);
    struct wrong *all;
    size_t count;
    enum wirecopy_status status = right ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (size_t i = 0, next; i < table->count && status == WIRECOPY_OK; i = next) {
        for (next = i + 1; next < table->count && table->sorted[next] == table->sorted[i];)
            next++;
        right[of_side(side, table->sorted[i])] += pairs_among(next - i);
    }
    for (size_t i = 0; i < side->names->count && status == WIRECOPY_OK; i++) {
        struct wrong wrong = {pairs_among(side->sizes[i]) - right[i], side->names->keys[i], (uint32_t)i};
        if (wrong.pairs > 0)
            status = buffer_append(chosen, &wrong, sizeof wrong);
    }
    memory_free(right);
    all = (struct wrong *)(void *)chosen->data;
    count = chosen->size / sizeof *all;
    if (status == WIRECOPY_OK && count > 1)
        qsort(all, count, sizeof *all, compare_wrong);
    *count_out = count < most ? count : most;
    return status;
}

/* The parts of the chosen clusters; place_of says where a cluster is among them. */
static enum wirecopy_status find_parts(const struct side *side, const struct table *table, const uint32_t *place_of, struct buffer *parts)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0, next; i < table->count && status == WIRECOPY_OK; i = next) {
        uint32_t place = place_of[of_side(side, table->sorted[i])], other = of_other(side, table->sorted[i]);
        struct part part;
        for (next = i + 1; next < table->count && table->sorted[next] == table->sorted[i];)
            next++;
        if (place == UINT32_MAX)
            continue;
        part = (struct part){place, next - i, side->others->keys[other], other};
        status = buffer_append(parts, &part, sizeof part);
    }
    if (status == WIRECOPY_OK && parts->size > 0)
        qsort(parts->data, parts->size / sizeof(struct part), sizeof(struct part), compare_parts);
    return status;
}

/* What is told of a chosen cluster, and which article is the example of each part: the one whose id has the least hash. */
struct telling {
    struct wirecopy_mistake *mistake;
    uint32_t others[WIRECOPY_MISTAKE_PARTS], examples[WIRECOPY_MISTAKE_PARTS];
};

static void find_examples(const struct side *side, const struct table *table, const struct names *ids, const uint32_t *place_of,
                          struct telling *tellings)
{
    for (uint32_t article = 0; article < table->count; article++) {
        uint32_t place = place_of[of_side(side, table->cells[article])], other = of_other(side, table->cells[article]);
        struct telling *telling = place == UINT32_MAX ? NULL : &tellings[place];
        for (size_t i = 0; telling && i < telling->mistake->shown; i++)
            if (telling->others[i] == other &&
                (telling->examples[i] == UINT32_MAX || hash128_compare(ids->keys[article], ids->keys[telling->examples[i]]) < 0))
                telling->examples[i] = article;
    }
}

static enum wirecopy_status name_all(const struct side *side, const struct names *ids, const struct wrong *wrong, struct telling *telling)
{
    struct wirecopy_mistake *mistake = telling->mistake;
    enum wirecopy_status status = names_text(side->names, wrong->cluster, &mistake->cluster);
    for (size_t i = 0; i < mistake->shown && status == WIRECOPY_OK; i++) {
        status = names_text(side->others, telling->others[i], &mistake->part[i].cluster);
        if (status == WIRECOPY_OK)
            status = names_text(ids, telling->examples[i], &mistake->part[i].example);
    }
    return status;
}

static void take_parts(const struct buffer *parts, struct telling *tellings)
{
    const struct part *all = (const struct part *)(const void *)parts->data;
    for (size_t i = 0; i < parts->size / sizeof *all; i++) {
        struct telling *telling = &tellings[all[i].chosen];
        struct wirecopy_mistake *mistake = telling->mistake;
        mistake->parts++;
        if (mistake->shown == WIRECOPY_MISTAKE_PARTS)
            continue;
        mistake->part[mistake->shown].articles = all[i].articles;
        telling->others[mistake->shown] = all[i].other;
        telling->examples[mistake->shown++] = UINT32_MAX;
    }
}

static enum wirecopy_status tell_chosen(struct mistakes *mistakes, const struct side *side, const struct table *table, const struct names *ids,
                                        const struct wrong *chosen, size_t count)
{
    uint32_t *place_of = memory_allocate(side->names->count, sizeof *place_of);
    struct telling *tellings = memory_allocate_zero(count, sizeof *tellings);
    struct buffer parts = {0};
    enum wirecopy_status status = place_of && tellings ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        status = array_reserve(&mistakes->list, &mistakes->capacity, mistakes->count + count, sizeof *mistakes->list);
    if (status == WIRECOPY_OK) {
        memset(place_of, 0xff, side->names->count * sizeof *place_of);
        for (size_t i = 0; i < count; i++) {
            tellings[i].mistake = &mistakes->list[mistakes->count++];
            *tellings[i].mistake =
                (struct wirecopy_mistake){.kind = side->kind, .articles = side->sizes[chosen[i].cluster], .wrong_pairs = chosen[i].pairs};
            place_of[chosen[i].cluster] = (uint32_t)i;
        }
        status = find_parts(side, table, place_of, &parts);
    }
    if (status == WIRECOPY_OK) {
        take_parts(&parts, tellings);
        find_examples(side, table, ids, place_of, tellings);
    }
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++)
        status = name_all(side, ids, &chosen[i], &tellings[i]);
    memory_free(place_of);
    memory_free(tellings);
    buffer_release(&parts);
    return status;
}

enum wirecopy_status mistakes_of_clusters(struct mistakes *mistakes, const struct table *table, const struct truth *truth)
{
    const struct names *found = &truth->found->clusters;
    const struct side sides[] = {
        {found, &truth->clusters, table->found_sizes, 0, 32, WIRECOPY_MISTAKE_MERGED},
        {&truth->clusters, found, table->truth_sizes, 32, 0, WIRECOPY_MISTAKE_SPLIT},
    };
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < sizeof sides / sizeof *sides && mistakes->most > 0 && status == WIRECOPY_OK; i++) {
        struct buffer chosen = {0};
        size_t count = 0;
        status = choose_worst(&sides[i], table, mistakes->most, &chosen, &count);
        if (status == WIRECOPY_OK && count > 0)
            status = tell_chosen(mistakes, &sides[i], table, &truth->ids, (const struct wrong *)(const void *)chosen.data, count);
        buffer_release(&chosen);
    }
    return status;
}

static enum wirecopy_status copy_text(struct wirecopy_bytes text, struct wirecopy_bytes *copy_out)
{
    char *copy = memory_allocate(text.size + 1, 1);
    if (!copy)
        return WIRECOPY_NO_MEMORY;
    if (text.size > 0)
        memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    *copy_out = (struct wirecopy_bytes){copy, text.size};
    return WIRECOPY_OK;
}

enum wirecopy_status mistakes_add_pair(struct mistakes *mistakes, const struct found *found, struct wirecopy_bytes a, uint32_t of_a,
                                       struct wirecopy_bytes b, uint32_t of_b, struct wirecopy_bytes label)
{
    const uint32_t clusters[] = {of_a, of_b};
    const struct wirecopy_bytes ids[] = {a, b};
    struct wirecopy_mistake *mistake;
    enum wirecopy_status status = array_reserve(&mistakes->list, &mistakes->capacity, mistakes->count + 1, sizeof *mistakes->list);
    if (status != WIRECOPY_OK)
        return status;
    mistake = &mistakes->list[mistakes->count++];
    *mistake = (struct wirecopy_mistake){.kind = of_a == of_b ? WIRECOPY_MISTAKE_JOINED_PAIR : WIRECOPY_MISTAKE_PARTED_PAIR,
                                         .articles = 2,
                                         .wrong_pairs = 1,
                                         .parts = 2,
                                         .shown = 2};
    mistakes->of_kind[mistake->kind]++;
    status = copy_text(label, &mistake->label);
    for (size_t i = 0; i < 2 && status == WIRECOPY_OK; i++) {
        mistake->part[i].articles = 1;
        status = copy_text(ids[i], &mistake->part[i].example);
        if (status == WIRECOPY_OK)
            status = names_text(&found->clusters, clusters[i], &mistake->part[i].cluster);
    }
    return status;
}

static void free_text(struct wirecopy_bytes text)
{
    memory_free((void *)text.data); /* ours, though the struct says const */
}

void wirecopy_evaluation_release(struct wirecopy_evaluation *evaluation)
{
    for (size_t i = 0; i < evaluation->mistake_count; i++) {
        struct wirecopy_mistake *mistake = &evaluation->mistakes[i];
        free_text(mistake->cluster);
        free_text(mistake->label);
        for (size_t j = 0; j < WIRECOPY_MISTAKE_PARTS; j++) {
            free_text(mistake->part[j].cluster);
            free_text(mistake->part[j].example);
        }
    }
    memory_free(evaluation->mistakes);
    *evaluation = (struct wirecopy_evaluation){0};
}
