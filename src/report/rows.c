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

/* What stands before a field's value. Names are constants: inlined, each is a few stores. */
__attribute__((always_inline)) static inline void row_field(struct row *row, const char *name)
{
    size_t size = strlen(name);
    if (row->json) {
        char *begin = sink_room(row->sink, size + 4), *out = begin;
        *out = ',';
        out += row->begun;
        *out = '"';
        memcpy(out + 1, name, size);
        memcpy(out + 1 + size, "\":", 2);
        sink_take(row->sink, (size_t)(out - begin) + size + 3);
    } else if (row->begun) {
        sink_put_char(row->sink, '\t');
    }
    row->begun = true;
}

__attribute__((always_inline)) static inline void row_text(struct row *row, const char *name, struct wirecopy_bytes text)
{
    row_field(row, name);
    if (row->json)
        json_put_string(row->sink, text);
    else
        tsv_put_cell(row->sink, text);
}

/* A word of ours, which needs no escapes; "" is absent. */
__attribute__((always_inline)) static inline void row_word(struct row *row, const char *name, const char *word)
{
    row_field(row, name);
    if (!row->json)
        sink_put_string(row->sink, word);
    else if (*word)
        json_put_plain(row->sink, bytes_of(word));
    else
        sink_put(row->sink, "null", 4);
}

__attribute__((always_inline)) static inline void row_share(struct row *row, const char *name, double share)
{
    row_field(row, name);
    sink_put_share(row->sink, share);
}

static void row_likeness(struct row *row, enum wirecopy_relation relation, double resemblance, double containment, double contained)
{
    static const char like_itself[] = ",\"resemblance\":1.0000,\"containment\":1.0000,\"contained\":1.0000";
    row_word(row, "relation", wirecopy_relation_word(relation));
    if (row->json && resemblance == 1 && containment == 1 && contained == 1) { /* most articles are only that */
        sink_put(row->sink, like_itself, sizeof like_itself - 1);
        return;
    }
    row_share(row, "resemblance", resemblance);
    row_share(row, "containment", containment);
    row_share(row, "contained", contained);
}

/* A word for a bit. */
struct bit_word {
    uint32_t bit;
    const char *json, *tsv;
};

/* The words of the bits that are set: a list in JSON, words with spaces between them in TSV. */
static void row_bits(struct row *row, const char *name, uint32_t bits, const struct bit_word *words, size_t count)
{
    bool some = false;
    row_field(row, name);
    if (row->json)
        sink_put_char(row->sink, '[');
    for (size_t i = 0; i < count; i++) {
        if (!(bits & words[i].bit))
            continue;
        if (some)
            sink_put_char(row->sink, row->json ? ',' : ' ');
        sink_put_string(row->sink, row->json ? words[i].json : words[i].tsv);
        some = true;
    }
    if (row->json)
        sink_put_char(row->sink, ']');
}

static void row_warnings(struct row *row, uint32_t warnings)
{
    static const struct bit_word words[] = {{WIRECOPY_WARNING_CHAIN, "\"chain\"", "chain"}, {WIRECOPY_WARNING_GIANT, "\"giant\"", "giant"}};
    row_bits(row, "warnings", warnings, words, sizeof words / sizeof *words);
}

static void row_reasons(struct row *row, uint32_t reasons)
{
    static const struct bit_word words[] = {{WIRECOPY_ORIGIN_EARLIEST, "\"earliest\"", "earliest"},
                                            {WIRECOPY_ORIGIN_LINK, "\"link\"", "link"},
                                            {WIRECOPY_ORIGIN_CREDIT, "\"credit\"", "credit"},
                                            {WIRECOPY_ORIGIN_CONTAINMENT, "\"containment\"", "containment"}};
    row_bits(row, "origin_reasons", reasons, words, sizeof words / sizeof *words);
}

__attribute__((always_inline)) static inline void row_number(struct row *row, const char *name, uint64_t number)
{
    row_field(row, name);
    sink_put_number(row->sink, number);
}

/* Hours with two decimals; absent below 0. */
__attribute__((always_inline)) static inline void row_hours(struct row *row, const char *name, double hours)
{
    row_field(row, name);
    if (hours >= 0)
        sink_printf(row->sink, "%.2f", hours);
    else if (row->json)
        sink_put(row->sink, "null", 4);
}

/* What stands before the members of a cluster: its spread, and ids, kept because they are borrowed for one call only. */
struct head {
    struct wirecopy_spread spread;
    struct buffer representative, origin, first_copy;
};

/* Keeps the id of a member; none where there is no such member. An empty id is not an absent one. */
static enum wirecopy_status keep_id(struct wirecopy_clustering *clustering, size_t number, size_t member, struct buffer *kept)
{
    struct wirecopy_member about;
    enum wirecopy_status status;
    kept->size = 0;
    if (member == SIZE_MAX)
        return WIRECOPY_OK;
    status = wirecopy_clustering_member(clustering, number, member, &about);
    if (status == WIRECOPY_OK)
        status = buffer_reserve(kept, about.id.size + 1);
    return status == WIRECOPY_OK ? buffer_append(kept, about.id.data, about.id.size) : status;
}

static enum wirecopy_status read_head(struct wirecopy_clustering *clustering, size_t number, struct head *head)
{
    enum wirecopy_status status = wirecopy_clustering_spread(clustering, number, &head->spread);
    if (status == WIRECOPY_OK)
        status = keep_id(clustering, number, 0, &head->representative);
    if (status == WIRECOPY_OK && head->spread.origin == 0) {
        head->origin.size = 0;
        status = buffer_append(&head->origin, head->representative.data, head->representative.size);
    } else if (status == WIRECOPY_OK) {
        status = keep_id(clustering, number, head->spread.origin, &head->origin);
    }
    return status == WIRECOPY_OK ? keep_id(clustering, number, head->spread.first_copy, &head->first_copy) : status;
}

__attribute__((always_inline)) static inline void row_id(struct row *row, const char *name, bool known, const struct buffer *id)
{
    row_text(row, name, (struct wirecopy_bytes){known ? id->data : NULL, id->size});
}

/* The ids of the clusters whose stories a digest holds too: in JSON a field where there are some, in TSV a list that may be empty. */
static enum wirecopy_status row_also_holds(struct row *row, struct wirecopy_clustering *clustering, const struct wirecopy_member *member)
{
    enum wirecopy_status status = WIRECOPY_OK;
    if (row->json && member->also_holds_count == 0)
        return WIRECOPY_OK;
    row_field(row, "also_holds");
    if (row->json)
        sink_put_char(row->sink, '[');
    for (size_t i = 0; i < member->also_holds_count && status == WIRECOPY_OK; i++) {
        struct wirecopy_cluster cluster;
        status = wirecopy_clustering_cluster(clustering, member->also_holds[i], &cluster);
        if (i > 0)
            sink_put_char(row->sink, row->json ? ',' : ' ');
        if (row->json)
            json_put_string(row->sink, bytes_of(cluster.id));
        else
            sink_put_string(row->sink, cluster.id);
    }
    if (row->json)
        sink_put_char(row->sink, ']');
    return status;
}

static enum wirecopy_status put_member(struct row *cluster, struct wirecopy_clustering *clustering, const struct wirecopy_member *member,
                                       const struct wirecopy_spread *spread)
{
    struct row row = *cluster;
    enum wirecopy_status status;
    if (!row.json) {
        tsv_put_item(row.sink, member->id);
        return WIRECOPY_OK;
    }
    row_begin(&row);
    row_text(&row, "id", member->id);
    row_text(&row, "source", member->source);
    row_text(&row, "date", member->date);
    row_text(&row, "title", member->title);
    row_text(&row, "credit", member->credit);
    row_likeness(&row, member->relation, member->resemblance, member->containment, member->contained);
    row_hours(&row, "hours", wirecopy_spread_hours(spread, member));
    status = row_also_holds(&row, clustering, member);
    row_end(&row);
    return status;
}

static enum wirecopy_status row_members(struct row *row, struct wirecopy_clustering *clustering, size_t number, size_t size,
                                        const struct wirecopy_spread *spread)
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
        status = put_member(row, clustering, &member, spread);
        if (status != WIRECOPY_OK)
            return status;
    }
    if (row->json)
        sink_put_char(row->sink, ']');
    return row->sink->status;
}

static enum wirecopy_status put_cluster(struct row *row, struct wirecopy_clustering *clustering, size_t number,
                                        const struct wirecopy_cluster *cluster, struct head *head)
{
    enum wirecopy_status status = read_head(clustering, number, head);
    if (status != WIRECOPY_OK)
        return status;
    row_begin(row);
    row_word(row, "cluster", cluster->id);
    row_number(row, "size", cluster->size);
    row_id(row, "representative", true, &head->representative);
    row_id(row, "origin", head->spread.origin != SIZE_MAX, &head->origin);
    row_share(row, "weakest", cluster->weakest);
    row_warnings(row, cluster->warnings);
    row_share(row, "diameter", cluster->diameter);
    row_reasons(row, head->spread.reasons);
    row_id(row, "first_copy", head->spread.first_copy != SIZE_MAX, &head->first_copy);
    row_number(row, "outlets", cluster->outlets);
    row_number(row, "independent_outlets", head->spread.independent);
    status = row_members(row, clustering, number, cluster->size, &head->spread);
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
        clustering_bring_near(clustering, number);
        status = wirecopy_clustering_cluster(clustering, number, &cluster);
        if (status == WIRECOPY_OK && cluster.size < 2 && !options->singles)
            break; /* the largest come first */
        if (status == WIRECOPY_OK)
            status = put_cluster(row, clustering, number, &cluster, &head);
    }
    buffer_release(&head.representative);
    buffer_release(&head.origin);
    buffer_release(&head.first_copy);
    return status;
}

/* The row of the articles' view. */
struct article_rows {
    struct row *row;
    struct wirecopy_clustering *clustering;
};

static enum wirecopy_status put_article(void *context, const struct wirecopy_member *article, const struct wirecopy_cluster *cluster)
{
    const struct article_rows *rows = context;
    struct row *row = rows->row;
    enum wirecopy_status status;
    row_begin(row);
    row_text(row, "id", article->id);
    row_word(row, "cluster", cluster->id);
    row_word(row, "role", cluster->size < 2 ? "single" : article->is_representative ? "representative" : "copy");
    row_likeness(row, article->relation, article->resemblance, article->containment, article->contained);
    row_text(row, "source", article->source);
    row_text(row, "date", article->date);
    row_text(row, "title", article->title);
    row_text(row, "credit", article->credit);
    status = row_also_holds(row, rows->clustering, article);
    row_end(row);
    sink_put_char(row->sink, '\n');
    return status == WIRECOPY_OK ? row->sink->status : status;
}

static enum wirecopy_status put_articles(struct row *row, struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options)
{
    struct article_rows rows = {row, clustering};
    (void)options;
    return clustering_each_article(clustering, put_article, &rows);
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
    return clustering_each_pair(clustering, (struct pair_choice){options->templates, options->passages}, put_pair, row);
}

static enum wirecopy_status put_outlet(void *context, const struct clustering_outlet *outlet)
{
    struct row *row = context, from = *row;
    row_begin(row);
    row_text(row, "outlet", outlet->name);
    row_number(row, "articles", outlet->articles);
    row_number(row, "original", outlet->original);
    row_number(row, "own", outlet->own);
    row_number(row, "republished", outlet->republished);
    row_number(row, "unknown", outlet->unknown);
    row_number(row, "single", outlet->single);
    row_number(row, "from_outlets", outlet->from_outlets);
    row_field(row, "from");
    if (row->json)
        sink_put_char(row->sink, '[');
    for (uint32_t i = 0; i < outlet->from_count; i++) {
        if (i > 0)
            sink_put_char(row->sink, row->json ? ',' : ' ');
        if (row->json) {
            row_begin(&from);
            row_text(&from, "outlet", outlet->from[i].name);
            row_number(&from, "articles", outlet->from[i].articles);
            row_end(&from);
        } else {
            tsv_put_item(row->sink, outlet->from[i].name);
            sink_put_string(row->sink, outlet->from[i].name.size ? "=" : "\\x3d"); /* = does not begin an item */
            sink_put_number(row->sink, outlet->from[i].articles);
        }
    }
    if (row->json)
        sink_put_char(row->sink, ']');
    row_end(row);
    sink_put_char(row->sink, '\n');
    return row->sink->status;
}

static enum wirecopy_status put_outlets(struct row *row, struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options)
{
    (void)options;
    return clustering_each_outlet(clustering, put_outlet, row);
}

enum wirecopy_status rows_write(struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options, struct sink *sink)
{
    static const struct {
        const char *tsv_header; /* the names that its function gives, in their order */
        enum wirecopy_status (*put)(struct row *row, struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options);
    } views[] = {
        [WIRECOPY_VIEW_CLUSTERS] =
            {"cluster\tsize\trepresentative\torigin\tweakest\twarnings\tdiameter\torigin_reasons\tfirst_copy\toutlets\tindependent_outlets\tmembers\n",
             put_clusters},
        [WIRECOPY_VIEW_ARTICLES] = {"id\tcluster\trole\trelation\tresemblance\tcontainment\tcontained\tsource\tdate\ttitle\tcredit\talso_holds\n",
                                    put_articles},
        [WIRECOPY_VIEW_PAIRS] = {"a\tb\trelation\tresemblance\tcontainment\tcontained\n", put_pairs},
        [WIRECOPY_VIEW_OUTLETS] = {"outlet\tarticles\toriginal\town\trepublished\tunknown\tsingle\tfrom_outlets\tfrom\n", put_outlets},
    };
    struct row row = {.sink = sink, .json = options->format == WIRECOPY_FORMAT_JSONL};
    if (!row.json)
        sink_put_string(sink, views[options->view].tsv_header);
    return views[options->view].put(&row, clustering, options);
}
