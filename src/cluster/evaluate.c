/*
 * How found clusters agree with a truth. Pairwise figures come from counts of a contingency table, never from pairs, so the
 * cost is a sort of the articles. Ids and clusters are known by 128-bit hashes: 44 bytes an article in memory.
 *
 * Hubert and Arabie (1985) for the adjusted Rand index; Bagga and Baldwin (1998), Amigo et al. (2009) for B-cubed.
 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/sort.h"
#include "read/input.h"
#include "read/json.h"

/* Longer lines than any row of ours: an id and a cluster. */
enum { MOST_LINE_BYTES = 1 << 24, FIRST_PLACES = 1024 };

enum { FIELD_ID, FIELD_CLUSTER, FIELD_A, FIELD_B, FIELD_LABEL, FIELD_COUNT };

static const char *const field_names[FIELD_COUNT] = {"id", "cluster", "a", "b", "label"};

/* Texts and the numbers given to them, 0, 1, 2 ... in order of arrival. Open addressing; at most two thirds are taken. */
struct names {
    struct hash128 *keys; /* of each number */
    size_t count, capacity;
    uint32_t *places; /* number + 1; 0: free */
    size_t mask;
};

static void names_release(struct names *names)
{
    memory_free(names->keys);
    memory_free(names->places);
}

/* The place of a key, or the free one where it belongs. */
static uint32_t *place_of(const struct names *names, struct hash128 key)
{
    size_t i = key.low & names->mask;
    while (names->places[i] != 0 && hash128_compare(names->keys[names->places[i] - 1], key) != 0)
        i = (i + 1) & names->mask;
    return &names->places[i];
}

static enum wirecopy_status make_places(struct names *names)
{
    size_t count = names->places ? 2 * (names->mask + 1) : FIRST_PLACES;
    uint32_t *places = memory_allocate_zero(count, sizeof *places);
    if (!places)
        return WIRECOPY_NO_MEMORY;
    memory_free(names->places);
    names->places = places;
    names->mask = count - 1;
    for (size_t i = 0; i < names->count; i++)
        *place_of(names, names->keys[i]) = (uint32_t)i + 1;
    return WIRECOPY_OK;
}

/* The number of text, a new one where it was not known; *is_new says which. */
static enum wirecopy_status number_of(struct names *names, struct wirecopy_bytes text, uint32_t *number, bool *is_new)
{
    struct hash128 key = hash_bytes_128(text.data, text.size);
    enum wirecopy_status status = WIRECOPY_OK;
    uint32_t *place;
    if (names->count >= INT32_MAX)
        return status_fail(WIRECOPY_TOO_LARGE, "more than 2^31 articles");
    if (!names->places || 3 * names->count >= 2 * names->mask)
        status = make_places(names);
    if (status == WIRECOPY_OK)
        status = array_reserve(&names->keys, &names->capacity, names->count + 1, sizeof *names->keys);
    if (status != WIRECOPY_OK)
        return status;
    place = place_of(names, key);
    *is_new = *place == 0;
    if (*is_new) {
        names->keys[names->count] = key;
        *place = (uint32_t)++names->count;
    }
    *number = *place - 1;
    return WIRECOPY_OK;
}

/* Whether text is known, and its number. */
static bool find_number(const struct names *names, struct wirecopy_bytes text, uint32_t *number)
{
    if (!names->places)
        return false;
    *number = *place_of(names, hash_bytes_128(text.data, text.size)) - 1;
    return *number != UINT32_MAX;
}

/* Found clusters: the cluster's number by the article's. */
struct found {
    struct names ids, clusters;
    uint32_t *cluster_of;
    size_t capacity;
};

/* A truth as it is read. */
struct truth {
    const struct found *found;
    struct names ids, clusters;
    uint64_t *cells; /* of clusters: (truth's number << 32 | found one's), one an article */
    size_t cell_count, cell_capacity;
    uint64_t labelled, together, found_together, both; /* of labelled pairs: all, by the truth, by the clusters, by both */
    struct names missing;                              /* articles that found does not have */
    char first_missing[80];
};

/* One line of a file; values are absent where a field is. */
struct place {
    const char *path;
    uint64_t line;
};
typedef enum wirecopy_status take_line(void *context, const struct wirecopy_bytes *values, const struct place *place);

static enum wirecopy_status bad_line(const struct place *place, const char *reason)
{
    return status_fail(WIRECOPY_BAD_INPUT, "%s:%llu: %s", place->path, (unsigned long long)place->line, reason);
}

static bool blank(const struct line *line)
{
    for (size_t i = 0; i < line->size; i++)
        if (line->data[i] != ' ' && line->data[i] != '\t')
            return false;
    return true;
}

static enum wirecopy_status read_line(struct json *json, const struct line *line, const char *path, take_line *take, void *context)
{
    struct wirecopy_bytes values[FIELD_COUNT];
    struct place place = {path, line->number};
    const char *reason;
    if (line->kind == LINE_TOO_LONG)
        return bad_line(&place, "a line of more than 16 MiB");
    if (blank(line))
        return WIRECOPY_OK;
    switch (json_read_fields(json, line->data, line->size, field_names, FIELD_COUNT, values, &reason)) {
    case JSON_FAILED:
        return WIRECOPY_NO_MEMORY;
    case JSON_BAD:
        return bad_line(&place, reason);
    default:
        return take(context, values, &place);
    }
}

static enum wirecopy_status read_lines(struct input *input, struct json *json, const char *path, take_line *take, void *context)
{
    for (;;) {
        struct line line;
        enum wirecopy_status status = input_line(input, MOST_LINE_BYTES, &line);
        if (status != WIRECOPY_OK)
            return status;
        if (line.kind == LINE_NONE)
            return input->failure ? status_fail(WIRECOPY_IO, "%s: %s", path, input->failure) : WIRECOPY_OK;
        status = read_line(json, &line, path, take, context);
        if (status != WIRECOPY_OK)
            return status;
    }
}

/* Hands each line of a file to take. */
static enum wirecopy_status read_rows(const char *path, take_line *take, void *context)
{
    struct input input = {.file = -1};
    struct json *json = NULL;
    int file = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    enum wirecopy_status status;
    if (file < 0)
        return status_fail(WIRECOPY_IO, "%s: %s", path, strerror(errno));
    status = input_open(&input, file);
    if (status == WIRECOPY_OK)
        status = json_create(&json);
    if (status == WIRECOPY_OK)
        status = read_lines(&input, json, path, take, context);
    json_free(json);
    input_release(&input);
    return status;
}

static enum wirecopy_status take_found(void *context, const struct wirecopy_bytes *values, const struct place *place)
{
    struct found *found = context;
    uint32_t article, cluster;
    bool is_new;
    enum wirecopy_status status;
    if (!values[FIELD_ID].data || !values[FIELD_CLUSTER].data)
        return bad_line(place, "no \"id\" and \"cluster\" (wirecopy cluster --emit articles --format jsonl writes them)");
    status = number_of(&found->ids, values[FIELD_ID], &article, &is_new);
    if (status == WIRECOPY_OK && !is_new)
        return bad_line(place, "an id that was met before");
    if (status == WIRECOPY_OK)
        status = number_of(&found->clusters, values[FIELD_CLUSTER], &cluster, &is_new);
    if (status == WIRECOPY_OK)
        status = array_reserve(&found->cluster_of, &found->capacity, found->ids.count, sizeof *found->cluster_of);
    if (status == WIRECOPY_OK)
        found->cluster_of[article] = cluster;
    return status;
}

/* The found cluster of an article of the truth; *has is false, and the article noted, where there is none. */
static enum wirecopy_status found_cluster(struct truth *truth, struct wirecopy_bytes id, uint32_t *cluster, bool *has)
{
    uint32_t article;
    bool is_new;
    *has = find_number(&truth->found->ids, id, &article);
    if (*has) {
        *cluster = truth->found->cluster_of[article];
        return WIRECOPY_OK;
    }
    if (truth->missing.count == 0)
        snprintf(truth->first_missing, sizeof truth->first_missing, "%.*s", id.size < 70 ? (int)id.size : 70, id.data);
    return number_of(&truth->missing, id, &article, &is_new);
}

static enum wirecopy_status take_article(struct truth *truth, const struct wirecopy_bytes *values, const struct place *place)
{
    uint32_t article, cluster, found;
    bool is_new, has = false;
    enum wirecopy_status status = number_of(&truth->ids, values[FIELD_ID], &article, &is_new);
    if (status == WIRECOPY_OK && !is_new)
        return bad_line(place, "an id that was met before");
    if (status == WIRECOPY_OK)
        status = number_of(&truth->clusters, values[FIELD_CLUSTER], &cluster, &is_new);
    if (status == WIRECOPY_OK)
        status = found_cluster(truth, values[FIELD_ID], &found, &has);
    if (status != WIRECOPY_OK || !has)
        return status;
    status = array_reserve(&truth->cells, &truth->cell_capacity, truth->cell_count + 1, sizeof *truth->cells);
    if (status == WIRECOPY_OK)
        truth->cells[truth->cell_count++] = (uint64_t)cluster << 32 | found;
    return status;
}

static bool says_together(struct wirecopy_bytes label)
{
    static const char *const words[] = {"same", "update", "excerpt"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (label.size == strlen(words[i]) && memcmp(label.data, words[i], label.size) == 0)
            return true;
    return false;
}

static enum wirecopy_status take_pair(struct truth *truth, const struct wirecopy_bytes *values)
{
    uint32_t of_a = 0, of_b = 0;
    bool has_a, has_b = false, together = says_together(values[FIELD_LABEL]);
    enum wirecopy_status status = found_cluster(truth, values[FIELD_A], &of_a, &has_a);
    if (status == WIRECOPY_OK)
        status = found_cluster(truth, values[FIELD_B], &of_b, &has_b);
    truth->labelled++;
    truth->together += together;
    if (has_a && has_b && of_a == of_b) {
        truth->found_together++;
        truth->both += together;
    }
    return status;
}

static enum wirecopy_status take_truth(void *context, const struct wirecopy_bytes *values, const struct place *place)
{
    struct truth *truth = context;
    bool pair = values[FIELD_A].data && values[FIELD_B].data && values[FIELD_LABEL].data;
    bool article = values[FIELD_ID].data && values[FIELD_CLUSTER].data;
    if ((pair && truth->ids.count > 0) || (!pair && truth->labelled > 0))
        return bad_line(place, "clusters and labelled pairs in one file");
    if (!pair && !article)
        return bad_line(place, "neither \"id\" and \"cluster\" nor \"a\", \"b\" and \"label\"");
    return pair ? take_pair(truth, values) : take_article(truth, values, place);
}

static void set_shares(struct wirecopy_evaluation *evaluation, uint64_t both, uint64_t found, uint64_t truth)
{
    double precision = found > 0 ? (double)both / (double)found : 1, recall = truth > 0 ? (double)both / (double)truth : 1;
    evaluation->pairs = truth;
    evaluation->precision = precision;
    evaluation->recall = recall;
    evaluation->f1 = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
}

static uint64_t pairs_among(uint64_t articles)
{
    return articles * (articles - (articles > 0)) / 2;
}

/* How many articles each cluster of one side has. */
static uint32_t *sizes_of(const struct truth *truth, size_t clusters, unsigned shift)
{
    uint32_t *sizes = memory_allocate_zero(clusters, sizeof *sizes);
    for (size_t i = 0; sizes && i < truth->cell_count; i++)
        sizes[(uint32_t)(truth->cells[i] >> shift)]++;
    return sizes;
}

static uint64_t pairs_of(const uint32_t *sizes, size_t count)
{
    uint64_t pairs = 0;
    for (size_t i = 0; i < count; i++)
        pairs += pairs_among(sizes[i]);
    return pairs;
}

/* The figures from the table of cells, sorted, and its margins. */
static void compare(const struct truth *truth, const uint32_t *truth_sizes, const uint32_t *found_sizes, struct wirecopy_evaluation *evaluation)
{
    uint64_t truth_pairs = pairs_of(truth_sizes, truth->clusters.count), found_pairs = pairs_of(found_sizes, truth->found->clusters.count);
    uint64_t both = 0, all = pairs_among(truth->cell_count);
    double precision = 0, recall = 0, articles = (double)truth->cell_count, expected;
    for (size_t i = 0, next; i < truth->cell_count; i = next) {
        double same;
        for (next = i + 1; next < truth->cell_count && truth->cells[next] == truth->cells[i];)
            next++;
        same = (double)(next - i);
        both += pairs_among(next - i);
        precision += same * same / found_sizes[(uint32_t)truth->cells[i]] / articles;
        recall += same * same / truth_sizes[truth->cells[i] >> 32] / articles;
    }
    set_shares(evaluation, both, found_pairs, truth_pairs);
    evaluation->articles = truth->cell_count;
    expected = (double)truth_pairs * (double)found_pairs / (double)(all > 0 ? all : 1);
    evaluation->adjusted_rand = 1;
    if (truth_pairs != found_pairs || truth_pairs != both)
        evaluation->adjusted_rand = ((double)both - expected) / (((double)truth_pairs + (double)found_pairs) / 2 - expected);
    evaluation->b_cubed_f1 = 2 * precision * recall / (precision + recall); /* neither is 0: each article is with itself */
}

static enum wirecopy_status evaluate_clusters(const struct truth *truth, struct wirecopy_evaluation *evaluation)
{
    uint32_t *truth_sizes = sizes_of(truth, truth->clusters.count, 32), *found_sizes = sizes_of(truth, truth->found->clusters.count, 0);
    enum wirecopy_status status = truth_sizes && found_sizes ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK) {
        sort_u64(truth->cells, truth->cell_count);
        compare(truth, truth_sizes, found_sizes, evaluation);
    }
    memory_free(truth_sizes);
    memory_free(found_sizes);
    return status;
}

static enum wirecopy_status evaluate(const char *found_path, const char *truth_path, struct found *found, struct truth *truth,
                                     struct wirecopy_evaluation *evaluation)
{
    enum wirecopy_status status = read_rows(found_path, take_found, found);
    if (status == WIRECOPY_OK)
        status = read_rows(truth_path, take_truth, truth);
    if (status != WIRECOPY_OK)
        return status;
    if (truth->missing.count > 0)
        return status_fail(WIRECOPY_BAD_INPUT, "%s: %zu of the articles that %s names are missing, such as \"%s\"", found_path, truth->missing.count,
                           truth_path, truth->first_missing);
    if (truth->labelled == 0 && truth->cell_count == 0)
        return status_fail(WIRECOPY_BAD_INPUT, "%s: it is empty", truth_path);
    if (truth->cell_count > 0)
        return evaluate_clusters(truth, evaluation);
    evaluation->labelled = truth->labelled;
    set_shares(evaluation, truth->both, truth->found_together, truth->together);
    return WIRECOPY_OK;
}

enum wirecopy_status wirecopy_evaluate(const char *found_path, const char *truth_path, struct wirecopy_evaluation *evaluation_out, char *message,
                                       size_t message_size)
{
    struct found found = {0};
    struct truth truth = {.found = &found};
    struct wirecopy_evaluation evaluation = {0};
    enum wirecopy_status status = evaluate(found_path, truth_path, &found, &truth, &evaluation);
    names_release(&found.ids);
    names_release(&found.clusters);
    names_release(&truth.ids);
    names_release(&truth.clusters);
    names_release(&truth.missing);
    memory_free(found.cluster_of);
    memory_free(truth.cells);
    if (status == WIRECOPY_OK)
        *evaluation_out = evaluation;
    else if (message_size > 0)
        snprintf(message, message_size, "%s", status_detail());
    return status;
}
