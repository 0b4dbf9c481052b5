/*
 * The corpus without its copies: a second reading of the same paths, in the same order, so that the n-th article is the n-th
 * that was added. Its text's hash must be the one of then.
 */
#include <stdio.h>

#include <unistd.h>

#include "cluster/result/keep.h"
#include "read/reader.h"
#include "report/json.h"
#include "report/marks.h"
#include "report/report.h"

struct dedup {
    struct wirecopy_clustering *clustering;
    const struct wirecopy_dedup_options *options;
    struct keeping keeping;
    struct sink out, dropped;
    bool has_out, has_dropped;
    bool in_list, has_item; /* a list of JSON was begun and not ended, and an item written */
    bool flat;              /* something was no list: what comes is none in the output */
    struct buffer header;   /* the one that was written last */
    struct buffer footer;   /* what is still to be written of the feed that was begun; none where none was */
    struct buffer kept_id;  /* of find_kept, and how that article stands to the representative */
    enum wirecopy_relation kept_relation;
    double kept_resemblance;
    struct wirecopy_dedup_counts counts;
    uint32_t next;                        /* the article's number */
    size_t own;                           /* articles of the corpus, without the reference's */
    char unread[STATUS_DETAIL_BYTES / 2]; /* the file that could not be read this time, and why; "" where there was none */
};

static void put_word(struct sink *sink, const char *name, const char *word)
{
    sink_put_string(sink, name);
    json_put_string(sink, (struct wirecopy_bytes){*word ? word : NULL, strlen(word)});
}

/* Of the article that is kept for another, what outlives the next look at an article. */
static enum wirecopy_status find_kept(struct dedup *d, uint32_t number)
{
    struct wirecopy_member kept;
    struct wirecopy_cluster cluster;
    enum wirecopy_status status = clustering_article(d->clustering, d->keeping.kept_for[number], &kept, &cluster);
    d->kept_id.size = 0;
    d->kept_relation = status == WIRECOPY_OK ? kept.relation : WIRECOPY_RELATION_NONE;
    d->kept_resemblance = status == WIRECOPY_OK ? kept.resemblance : 1;
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&d->kept_id, kept.id.size + 1);
    return status == WIRECOPY_OK ? buffer_append(&d->kept_id, kept.id.data, kept.id.size) : status;
}

static enum wirecopy_relation mirrored(enum wirecopy_relation relation)
{
    return relation == WIRECOPY_RELATION_EXCERPT     ? WIRECOPY_RELATION_EXPANSION
           : relation == WIRECOPY_RELATION_EXPANSION ? WIRECOPY_RELATION_EXCERPT
                                                     : relation;
}

/*
 * Members stand to the representative. One that has its text, itself too, and goes for another stands to that as it to the representative;
 * one that goes for another with its own text, which need not stand for the cluster, is exact. After find_kept.
 */
static void compare_to_kept(const struct dedup *d, uint32_t number, struct wirecopy_member *member)
{
    uint32_t kept = d->keeping.kept_for[number];
    if (kept != number && clustering_are_equal(d->clustering, number, kept)) {
        member->relation = WIRECOPY_RELATION_EXACT;
        member->resemblance = 1;
    } else if ((member->is_representative || member->relation == WIRECOPY_RELATION_EXACT) && d->kept_relation != WIRECOPY_RELATION_NONE &&
               kept != number) {
        member->relation = mirrored(d->kept_relation);
        member->resemblance = d->kept_resemblance;
    }
}

static enum wirecopy_status report_dropped(struct dedup *d, uint32_t number)
{
    struct wirecopy_member member;
    struct wirecopy_cluster cluster;
    struct sink *sink = &d->dropped;
    enum wirecopy_status status = find_kept(d, number);
    if (status == WIRECOPY_OK)
        status = clustering_article(d->clustering, number, &member, &cluster);
    if (status != WIRECOPY_OK)
        return status;
    compare_to_kept(d, number, &member);
    sink_put_string(sink, "{\"dropped\":");
    json_put_string(sink, member.id);
    sink_put_string(sink, ",\"kept\":");
    json_put_string(sink, (struct wirecopy_bytes){d->kept_id.data, d->kept_id.size});
    put_word(sink, ",\"cluster\":", cluster.id);
    put_word(sink, ",\"relation\":", wirecopy_relation_word(member.relation));
    sink_put_string(sink, ",\"resemblance\":");
    sink_put_share(sink, member.resemblance);
    sink_put_string(sink, clustering_is_reference(d->clustering, d->keeping.kept_for[number]) ? ",\"against\":true}\n" : "}\n");
    return sink->status;
}

static void end_feed(struct dedup *d)
{
    if (!d->footer.size)
        return;
    sink_put(&d->out, d->footer.data, d->footer.size);
    d->footer.size = d->header.size = 0;
}

/* Puts the header of a row, or the head of a feed, where it is another than the last. */
static enum wirecopy_status put_header(struct dedup *d, const struct raw_article *article)
{
    struct wirecopy_bytes header = article->header;
    enum wirecopy_status status;
    bool begun = !article->footer.data || d->footer.size; /* a feed may have an empty head */
    if (!header.data || (begun && d->header.size == header.size && (header.size == 0 || memcmp(d->header.data, header.data, header.size) == 0)))
        return WIRECOPY_OK;
    end_feed(d);
    if (d->options->mark)
        marks_put_in_header(&d->out, header, article->delimiter);
    else
        sink_put(&d->out, header.data, header.size);
    d->header.size = 0;
    status = buffer_append(&d->header, header.data, header.size);
    return status == WIRECOPY_OK ? buffer_append(&d->footer, article->footer.data, article->footer.size) : status;
}

/* A record with what became of it. */
static enum wirecopy_status put_marked(struct dedup *d, const struct raw_article *article, uint32_t number, bool kept)
{
    struct wirecopy_member member;
    struct wirecopy_cluster cluster;
    struct mark mark;
    enum wirecopy_status status = find_kept(d, number);
    if (status == WIRECOPY_OK)
        status = clustering_article(d->clustering, number, &member, &cluster);
    if (status != WIRECOPY_OK)
        return status;
    compare_to_kept(d, number, &member);
    mark = (struct mark){cluster.id, wirecopy_relation_word(member.relation), member.resemblance, kept, {d->kept_id.data, d->kept_id.size}};
    if (article->delimiter) {
        status = put_header(d, article);
        marks_put_in_row(&d->out, article->record, article->delimiter, &mark);
    } else if (!marks_put_in_object(&d->out, article->record, &mark)) {
        return status_fail(WIRECOPY_BAD_INPUT, "only records of JSON and CSV can be marked");
    }
    return status == WIRECOPY_OK ? d->out.status : status;
}

/* A record, or the path of a file that is one article. */
static enum wirecopy_status put_kept(struct dedup *d, const struct raw_article *article)
{
    struct wirecopy_bytes record = article->record;
    enum wirecopy_status status;
    if (!record.data) {
        if (!article->id.data)
            return status_fail(WIRECOPY_BAD_INPUT, "an article that is no record and has no path cannot be written");
        if (memchr(article->id.data, '\n', article->id.size))
            return status_fail(WIRECOPY_BAD_INPUT, "a path with a line break in it cannot be written as a line");
        sink_put(&d->out, article->id.data, article->id.size);
        sink_put_char(&d->out, '\n');
        return d->out.status;
    }
    status = put_header(d, article);
    sink_put(&d->out, article->lead.data, article->lead.size);
    sink_put(&d->out, record.data, record.size);
    return status == WIRECOPY_OK ? d->out.status : status;
}

/* Ends the list, or begins one. What was a list stays one, though all of it may go; not behind other records, where it would be no record. */
static void set_in_list(struct dedup *d, bool in_list)
{
    if (in_list != d->in_list)
        sink_put_string(&d->out, in_list ? "[" : d->has_item ? "\n]\n" : "]\n");
    d->in_list = in_list;
    d->has_item &= in_list;
}

/* What an article leaves in the output. */
static enum wirecopy_status put_article(struct dedup *d, const struct raw_article *article, uint32_t number, bool kept)
{
    struct wirecopy_bytes record = article->record;
    enum wirecopy_status status;
    d->flat |= !article->listed;
    set_in_list(d, !d->flat);
    if (d->options->mark && (!record.data || article->lead.data))
        return status_fail(WIRECOPY_BAD_INPUT, "only records of JSON and CSV can be marked");
    if (!article->footer.data)
        end_feed(d);
    else if (put_header(d, article) != WIRECOPY_OK) /* a feed stays one, though all of it may go */
        return status_no_memory();
    if (!kept && !d->options->mark)
        return d->out.status;
    if (d->in_list) {
        sink_put_string(&d->out, d->has_item ? ",\n" : "\n");
        d->has_item = true;
    }
    status = d->options->mark ? put_marked(d, article, number, kept) : put_kept(d, article);
    if (status == WIRECOPY_OK && record.size && !d->in_list && !article->footer.data && record.data[record.size - 1] != '\n')
        sink_put_char(&d->out, '\n');
    if (article->lead.size >= 5 && memcmp(article->lead.data, "WARC/", 5) == 0) /* packed alone, so that it can be read alone */
        sink_end_stream(&d->out);
    return status == WIRECOPY_OK ? d->out.status : status;
}

static enum wirecopy_status changed(const struct dedup *d)
{
    if (*d->unread)
        return status_fail(WIRECOPY_BAD_INPUT, "the input cannot be read a second time: %s", d->unread);
    return status_fail(WIRECOPY_BAD_INPUT, "the input has changed since it was read");
}

static enum wirecopy_status take(struct dedup *d, const struct raw_article *article)
{
    struct hash128 raw, now = hash_bytes_128(article->text.data, article->text.size);
    uint32_t number = d->next++;
    enum wirecopy_status status;
    bool kept;
    if (number >= d->own)
        return changed(d);
    status = clustering_raw_hash(d->clustering, number, &raw);
    if (status == WIRECOPY_OK && hash128_compare(raw, now) != 0)
        return changed(d);
    kept = d->keeping.kept_for[number] == number;
    d->counts.kept += kept;
    d->counts.dropped += !kept;
    d->counts.against += clustering_is_reference(d->clustering, d->keeping.kept_for[number]);
    if (status == WIRECOPY_OK && d->has_out)
        status = put_article(d, article, number, kept);
    return status == WIRECOPY_OK && d->has_dropped && !kept ? report_dropped(d, number) : status;
}

static enum wirecopy_status read_again(struct dedup *d, const char *const *paths, size_t count)
{
    struct reader *reader = NULL;
    const char *before =
        memory_outsized(clustering_scratch_directory(d->clustering)); /* a record of megabytes lies in files, as when it was read first */
    enum wirecopy_status status = reader_open(paths, count, clustering_reader_options(d->clustering), &reader);
    while (status == WIRECOPY_OK) {
        struct raw_article article;
        struct wirecopy_problem problem;
        enum read_result result = reader_next(reader, &article, &problem, &status);
        if (result == READ_FAILED && status == WIRECOPY_NOTHING_READ)
            status = changed(d);
        if (result == READ_END || result == READ_FAILED)
            break;
        if (result == READ_PROBLEM && problem.kind == WIRECOPY_PROBLEM_FILE)
            snprintf(d->unread, sizeof d->unread, "%s: %s", problem.path, problem.reason);
        if (result == READ_ARTICLE)
            status = take(d, &article);
    }
    reader_close(reader);
    memory_outsized(before);
    if (d->has_out) {
        end_feed(d);
        set_in_list(d, false);
    }
    return status == WIRECOPY_OK && d->next != d->own ? changed(d) : status;
}

static enum wirecopy_status open_sinks(struct dedup *d)
{
    const struct wirecopy_dedup_options *options = d->options;
    enum wirecopy_status status = options->write ? sink_init(&d->out, options->write, options->write_context) : WIRECOPY_OK;
    d->has_out = options->write && status == WIRECOPY_OK;
    if (status == WIRECOPY_OK && options->report) {
        status = sink_init(&d->dropped, options->report, options->report_context);
        d->has_dropped = status == WIRECOPY_OK;
    }
    return status;
}

enum wirecopy_status wirecopy_clustering_dedup(struct wirecopy_clustering *clustering, const char *const *paths, size_t count,
                                               const struct wirecopy_dedup_options *options, struct wirecopy_dedup_counts *counts_out)
{
    struct dedup d = {.clustering = clustering, .options = options, .own = clustering_own_count(clustering)};
    enum wirecopy_status status;
    *counts_out = d.counts;
    if ((unsigned)options->keep > WIRECOPY_KEEP_ORIGIN || (unsigned)options->drop > WIRECOPY_DROP_EXACT)
        return clustering_note(clustering,
                               status_fail(WIRECOPY_INVALID, "there is no such %s", options->keep > WIRECOPY_KEEP_ORIGIN ? "keep" : "drop"));
    for (size_t i = 0; i < count; i++)
        if (strcmp(paths[i], "-") == 0 && lseek(STDIN_FILENO, 0, SEEK_SET) != 0)
            return clustering_note(clustering, status_fail(WIRECOPY_INVALID, "standard input cannot be read a second time"));
    status = keeping_init(&d.keeping, clustering, options->keep, options->drop);
    if (status == WIRECOPY_OK)
        status = open_sinks(&d);
    if (status == WIRECOPY_OK)
        status = read_again(&d, paths, count);
    if (status == WIRECOPY_OK)
        status = keeping_check(&d.keeping, clustering, options->drop);
    if (d.has_out)
        status = sink_finish(&d.out, status);
    if (d.has_dropped)
        status = sink_finish(&d.dropped, status);
    keeping_release(&d.keeping);
    buffer_release(&d.header);
    buffer_release(&d.footer);
    buffer_release(&d.kept_id);
    *counts_out = d.counts;
    if (status == WIRECOPY_OK)
        clustering_note_dedup(clustering, d.counts);
    return clustering_note(clustering, status);
}
