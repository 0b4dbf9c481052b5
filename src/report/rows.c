/*
 * Rows for programs: a view's fields, once, for both formats. A row costs under a microsecond; see json.h.
 *
 * In TSV a cluster is one line too: its warnings and members are lists in one cell, single spaces between the items and \s
 * for a space within one, so that a list is split first and each item undone then.
 */
#include "report/json.h"
#include "report/report.h"
#include "report/tsv.h"

static struct wirecopy_bytes bytes_of(const char *string)
{
    return (struct wirecopy_bytes){string, strlen(string)};
}

/* A row, or an object in one, that is being written. */
struct row {
    struct sink *sink;
    bool json;
    bool begun; /* a field was put */
};

static void row_begin(struct row *row)
{
    row->begun = false;
    if (row->json)
        sink_put_char(row->sink, '{');
}

static void row_end(struct row *row)
{
    if (row->json)
        sink_put_char(row->sink, '}');
}

/* What stands before a field's value. */
static void row_field(struct row *row, const char *name)
{
    if (row->begun)
        sink_put_char(row->sink, row->json ? ',' : '\t');
    row->begun = true;
    if (row->json) {
        sink_put_char(row->sink, '"');
        sink_put_string(row->sink, name);
        sink_put(row->sink, "\":", 2);
    }
}

static void row_text(struct row *row, const char *name, struct wirecopy_bytes text)
{
    row_field(row, name);
    if (row->json)
        json_put_string(row->sink, text);
    else
        tsv_put_cell(row->sink, text);
}

/* A word of ours; "" is absent. */
static void row_word(struct row *row, const char *name, const char *word)
{
    row_text(row, name, *word ? bytes_of(word) : (struct wirecopy_bytes){NULL, 0});
}

static void row_share(struct row *row, const char *name, double share)
{
    row_field(row, name);
    sink_put_share(row->sink, share);
}

static void row_likeness(struct row *row, enum wirecopy_relation relation, double resemblance, double containment, double contained)
{
    row_word(row, "relation", wirecopy_relation_word(relation));
    row_share(row, "resemblance", resemblance);
    row_share(row, "containment", containment);
    row_share(row, "contained", contained);
}

static void row_warnings(struct row *row, uint32_t warnings)
{
    static const struct {
        uint32_t bit;
        const char *json, *tsv;
    } words[] = {{WIRECOPY_WARNING_CHAIN, "\"chain\"", "chain"}, {WIRECOPY_WARNING_GIANT, "\"giant\"", "giant"}};
    bool some = false;
    row_field(row, "warnings");
    if (row->json)
        sink_put_char(row->sink, '[');
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!(warnings & words[i].bit))
            continue;
        if (some)
            sink_put_char(row->sink, row->json ? ',' : ' ');
        sink_put_string(row->sink, row->json ? words[i].json : words[i].tsv);
        some = true;
    }
    if (row->json)
        sink_put_char(row->sink, ']');
}

/* What stands before the members of a cluster: ids, kept because they are borrowed for one call only. */
struct head {
    struct buffer representative, origin;
    bool has_origin;
};

static enum wirecopy_status keep(struct buffer *kept, struct wirecopy_bytes bytes)
{
    enum wirecopy_status status = buffer_reserve(kept, bytes.size + 1); /* so that an empty id is not an absent one */
    kept->size = 0;
    return status == WIRECOPY_OK ? buffer_append(kept, bytes.data, bytes.size) : status;
}

/* The origin is the earliest dated member; where two share the first day none is. */
static enum wirecopy_status read_head(struct wirecopy_clustering *clustering, size_t number, size_t size, struct head *head)
{
    enum wirecopy_status status = WIRECOPY_OK;
    int32_t first_day = INT32_MAX;
    head->has_origin = false;
    for (size_t i = 0; i < size && status == WIRECOPY_OK; i++) {
        struct wirecopy_member member;
        status = wirecopy_clustering_member(clustering, number, i, &member);
        if (status == WIRECOPY_OK && i == 0)
            status = keep(&head->representative, member.id);
        if (status != WIRECOPY_OK || member.day == INT32_MIN || member.day > first_day)
            continue;
        head->has_origin = member.day < first_day;
        if (head->has_origin)
            status = keep(&head->origin, member.id);
        first_day = member.day;
    }
    return status;
}

static void put_member(struct row *cluster, const struct wirecopy_member *member)
{
    struct row row = *cluster;
    if (!row.json) {
        tsv_put_item(row.sink, member->id);
        return;
    }
    row_begin(&row);
    row_text(&row, "id", member->id);
    row_text(&row, "source", member->source);
    row_text(&row, "date", member->date);
    row_text(&row, "title", member->title);
    row_likeness(&row, member->relation, member->resemblance, member->containment, member->contained);
    row_end(&row);
}

static enum wirecopy_status row_members(struct row *row, struct wirecopy_clustering *clustering, size_t number, size_t size)
{
    row_field(row, "members");
    if (row->json)
        sink_put_char(row->sink, '[');
    for (size_t i = 0; i < size; i++) {
        struct wirecopy_member member;
        enum wirecopy_status status = wirecopy_clustering_member(clustering, number, i, &member);
        if (status != WIRECOPY_OK)
            return status;
        if (i > 0)
            sink_put_char(row->sink, row->json ? ',' : ' ');
        put_member(row, &member);
    }
    if (row->json)
        sink_put_char(row->sink, ']');
    return row->sink->status;
}

static enum wirecopy_status put_cluster(struct row *row, struct wirecopy_clustering *clustering, size_t number,
                                        const struct wirecopy_cluster *cluster, struct head *head)
{
    enum wirecopy_status status = read_head(clustering, number, cluster->size, head);
    if (status != WIRECOPY_OK)
        return status;
    row_begin(row);
    row_word(row, "cluster", cluster->id);
    row_field(row, "size");
    sink_put_number(row->sink, cluster->size);
    row_text(row, "representative", (struct wirecopy_bytes){head->representative.data, head->representative.size});
    row_text(row, "origin", (struct wirecopy_bytes){head->has_origin ? head->origin.data : NULL, head->origin.size});
    row_share(row, "weakest", cluster->weakest);
    row_warnings(row, cluster->warnings);
    status = row_members(row, clustering, number, cluster->size);
    row_end(row);
    sink_put_char(row->sink, '\n');
    return status;
}

static enum wirecopy_status put_clusters(struct row *row, struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options)
{
    size_t count = wirecopy_clustering_count(clustering);
    struct head head = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t number = 0; number < count && status == WIRECOPY_OK; number++) {
        struct wirecopy_cluster cluster;
        status = wirecopy_clustering_cluster(clustering, number, &cluster);
        if (status == WIRECOPY_OK && cluster.size < 2 && !options->singles)
            break; /* the largest come first */
        if (status == WIRECOPY_OK)
            status = put_cluster(row, clustering, number, &cluster, &head);
    }
    buffer_release(&head.representative);
    buffer_release(&head.origin);
    return status;
}

static enum wirecopy_status put_article(void *context, const struct wirecopy_member *article, const struct wirecopy_cluster *cluster)
{
    struct row *row = context;
    row_begin(row);
    row_text(row, "id", article->id);
    row_word(row, "cluster", cluster->id);
    row_word(row, "role", cluster->size < 2 ? "single" : article->is_representative ? "representative" : "copy");
    row_likeness(row, article->relation, article->resemblance, article->containment, article->contained);
    row_text(row, "source", article->source);
    row_text(row, "date", article->date);
    row_text(row, "title", article->title);
    row_end(row);
    sink_put_char(row->sink, '\n');
    return row->sink->status;
}

static enum wirecopy_status put_articles(struct row *row, struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options)
{
    (void)options;
    return clustering_each_article(clustering, put_article, row);
}

static enum wirecopy_status put_pair(void *context, const struct wirecopy_pair *pair)
{
    struct row *row = context;
    row_begin(row);
    row_text(row, "a", pair->a);
    row_text(row, "b", pair->b);
    row_likeness(row, pair->relation, pair->resemblance, pair->containment, pair->contained);
    row_end(row);
    sink_put_char(row->sink, '\n');
    return row->sink->status;
}

static enum wirecopy_status put_pairs(struct row *row, struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options)
{
    return clustering_each_pair(clustering, options->templates, put_pair, row);
}

enum wirecopy_status rows_write(struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options, struct sink *sink)
{
    static const struct {
        const char *tsv_header; /* the names that its function gives, in their order */
        enum wirecopy_status (*put)(struct row *row, struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options);
    } views[] = {
        [WIRECOPY_VIEW_CLUSTERS] = {"cluster\tsize\trepresentative\torigin\tweakest\twarnings\tmembers\n", put_clusters},
        [WIRECOPY_VIEW_ARTICLES] = {"id\tcluster\trole\trelation\tresemblance\tcontainment\tcontained\tsource\tdate\ttitle\n", put_articles},
        [WIRECOPY_VIEW_PAIRS] = {"a\tb\trelation\tresemblance\tcontainment\tcontained\n", put_pairs},
    };
    struct row row = {.sink = sink, .json = options->format == WIRECOPY_FORMAT_JSONL};
    if (!row.json)
        sink_put_string(sink, views[options->view].tsv_header);
    return views[options->view].put(&row, clustering, options);
}
