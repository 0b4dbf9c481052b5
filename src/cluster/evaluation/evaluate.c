/*
 * Reading found clusters and a truth. Ids and clusters are known by 128-bit hashes, some 60 bytes an article in memory; names
 * that may have to be told lie in scratch. The figures are figures.c's, the mistakes mistakes.c's.
 */
#define _POSIX_C_SOURCE 200809L
#include "cluster/evaluation/evaluate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/sort/sort.h"
#include "read/bytes/input.h"
#include "read/json/json.h"

/* Longer lines than any row of ours: an id and a cluster. */
enum { MOST_LINE_BYTES = 1 << 24 };

/* Names beyond so many bytes lie in a file. */
enum { NAMES_IN_MEMORY = 32 << 20 };

enum { FIELD_ID, FIELD_CLUSTER, FIELD_A, FIELD_B, FIELD_LABEL, FIELD_COUNT };

static const char *const field_names[FIELD_COUNT] = {"id", "cluster", "a", "b", "label"};

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
        if (line->number == 1)
            return status_fail(WIRECOPY_BAD_INPUT, "%s:1: %s: it is no JSON Lines, as wirecopy cluster --emit articles --format jsonl writes them",
                               path, reason);
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
    status = names_number(&found->ids, values[FIELD_ID], &article, &is_new);
    if (status == WIRECOPY_OK && !is_new)
        return bad_line(place, "an id that was met before");
    if (status == WIRECOPY_OK)
        status = names_number(&found->clusters, values[FIELD_CLUSTER], &cluster, &is_new);
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
    *has = names_find(&truth->found->ids, id, &article);
    if (*has) {
        *cluster = truth->found->cluster_of[article];
        return WIRECOPY_OK;
    }
    if (truth->missing.count == 0)
        snprintf(truth->first_missing, sizeof truth->first_missing, "%.*s", id.size < 70 ? (int)id.size : 70, id.data);
    return names_number(&truth->missing, id, &article, &is_new);
}

static enum wirecopy_status take_article(struct truth *truth, const struct wirecopy_bytes *values, const struct place *place)
{
    uint32_t article, cluster, found;
    bool is_new, has = false;
    enum wirecopy_status status = names_number(&truth->ids, values[FIELD_ID], &article, &is_new);
    if (status == WIRECOPY_OK && !is_new)
        return bad_line(place, "an id that was met before");
    if (status == WIRECOPY_OK)
        status = names_number(&truth->clusters, values[FIELD_CLUSTER], &cluster, &is_new);
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
    bool has_a, has_b = false, together = says_together(values[FIELD_LABEL]), found;
    enum wirecopy_status status = found_cluster(truth, values[FIELD_A], &of_a, &has_a);
    if (status == WIRECOPY_OK)
        status = found_cluster(truth, values[FIELD_B], &of_b, &has_b);
    if (status != WIRECOPY_OK)
        return status;
    found = has_a && has_b && of_a == of_b;
    truth->labelled++;
    truth->together += together;
    truth->found_together += found;
    truth->both += found && together;
    if (!has_a || !has_b || found == together ||
        truth->mistakes->of_kind[found ? WIRECOPY_MISTAKE_JOINED_PAIR : WIRECOPY_MISTAKE_PARTED_PAIR] >= truth->mistakes->most)
        return WIRECOPY_OK;
    return mistakes_add_pair(truth->mistakes, truth->found, values[FIELD_A], of_a, values[FIELD_B], of_b, values[FIELD_LABEL]);
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

static enum wirecopy_status evaluate_clusters(struct truth *truth, struct wirecopy_evaluation *evaluation)
{
    struct table table = {.cells = truth->cells,
                          .count = truth->cell_count,
                          .truth_sizes = memory_allocate_zero(truth->clusters.count, sizeof *table.truth_sizes),
                          .found_sizes = memory_allocate_zero(truth->found->clusters.count, sizeof *table.found_sizes),
                          .sorted = memory_allocate(truth->cell_count, sizeof *table.sorted)};
    enum wirecopy_status status = table.truth_sizes && table.found_sizes && table.sorted ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK) {
        for (size_t i = 0; i < table.count; i++) {
            table.truth_sizes[table.cells[i] >> 32]++;
            table.found_sizes[(uint32_t)table.cells[i]]++;
        }
        memcpy(table.sorted, table.cells, table.count * sizeof *table.sorted);
        sort_u64(table.sorted, table.count);
        evaluation_of_clusters(&table, truth, evaluation);
        status = mistakes_of_clusters(truth->mistakes, &table, truth);
    }
    memory_free(table.truth_sizes);
    memory_free(table.found_sizes);
    memory_free(table.sorted);
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
    evaluation_of_pairs(truth->both, truth->found_together, truth->together, evaluation);
    return WIRECOPY_OK;
}

/* Names are kept where mistakes are to be told. */
static enum wirecopy_status keep_names(struct found *found, struct truth *truth, struct scratch_space **space)
{
    enum wirecopy_status status = scratch_space_create(NULL, NAMES_IN_MEMORY, space);
    if (status == WIRECOPY_OK)
        status = names_keep(&found->clusters, *space);
    if (status == WIRECOPY_OK)
        status = names_keep(&truth->clusters, *space);
    return status == WIRECOPY_OK ? names_keep(&truth->ids, *space) : status;
}

enum wirecopy_status wirecopy_evaluate(const char *found_path, const char *truth_path, size_t worst, struct wirecopy_evaluation *evaluation_out,
                                       char *message, size_t message_size)
{
    struct found found = {0};
    struct mistakes mistakes = {.most = worst};
    struct truth truth = {.found = &found, .mistakes = &mistakes};
    struct wirecopy_evaluation evaluation = {0};
    struct scratch_space *space = NULL;
    enum wirecopy_status status = worst > 0 ? keep_names(&found, &truth, &space) : WIRECOPY_OK;
    if (status == WIRECOPY_OK)
        status = evaluate(found_path, truth_path, &found, &truth, &evaluation);
    names_release(&found.ids);
    names_release(&found.clusters);
    names_release(&truth.ids);
    names_release(&truth.clusters);
    names_release(&truth.missing);
    memory_free(found.cluster_of);
    memory_free(truth.cells);
    scratch_space_free(space);
    evaluation.mistakes = mistakes.list;
    evaluation.mistake_count = mistakes.count;
    if (status == WIRECOPY_OK)
        *evaluation_out = evaluation;
    else
        wirecopy_evaluation_release(&evaluation);
    if (status != WIRECOPY_OK && message_size > 0)
        snprintf(message, message_size, "%s", status_detail());
    return status;
}
