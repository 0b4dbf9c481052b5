/* Records that a caller has in memory, such as rows of a table: their values become articles by the rules for those of files. */
#include <string.h>

#include "cluster/corpus.h"
#include "read/fields.h"

/* The options of a reader that are about fields. */
static struct reader_options naming(const struct wirecopy_options *options)
{
    if (!options)
        return (struct reader_options){.text_field = NULL};
    return (struct reader_options){.text_field = options->text_field,
                                   .id_field = options->id_field,
                                   .title_field = options->title_field,
                                   .source_field = options->source_field,
                                   .date_field = options->date_field,
                                   .url_field = options->url_field};
}

bool wirecopy_field_rank(const struct wirecopy_options *options, struct wirecopy_bytes name, uint8_t rank_out[WIRECOPY_FIELD_COUNT])
{
    struct reader_options reading = naming(options);
    struct field_ranks ranks;
    bool any = fields_rank(&reading, name, &ranks);
    memcpy(rank_out, ranks.rank, sizeof ranks.rank);
    return any;
}

bool wirecopy_field_path(const struct wirecopy_options *options, size_t number, const char **path_out, uint8_t rank_out[WIRECOPY_FIELD_COUNT])
{
    struct reader_options reading = naming(options);
    memset(rank_out, FIELD_NOT, WIRECOPY_FIELD_COUNT);
    for (unsigned f = 0; f < FIELD_COUNT; f++) {
        const char *named = fields_named(&reading, f);
        if (!named || !strchr(named, '.') || number-- > 0)
            continue;
        *path_out = named;
        rank_out[f] = 0;
        return true;
    }
    for (const struct field_path *path = fields_paths(); path->path; path++) {
        if (fields_named(&reading, path->field) || number-- > 0)
            continue;
        *path_out = path->path;
        rank_out[path->field] = FIELD_NESTED;
        return true;
    }
    return false;
}

/* Offers a value for what its ranks say; one at a path that no option names serves where there is no other. */
static void offer(const struct reader_options *reading, struct field_choice *choice, const struct wirecopy_value *value)
{
    struct field_ranks ranks;
    memcpy(ranks.rank, value->rank, sizeof ranks.rank);
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        if (ranks.rank[f] == FIELD_NESTED) {
            if (value->bytes.size > 0 && (value->kind == WIRECOPY_VALUE_TEXT || f != FIELD_TEXT) && fields_lack(reading, choice, f))
                fields_take(choice, f, value->bytes);
            return;
        }
    if (value->kind != WIRECOPY_VALUE_TEXT) {
        fields_offer_wrong(choice, &ranks, (enum wirecopy_value_kind)value->kind);
        ranks.rank[FIELD_TEXT] = FIELD_NOT;
    }
    if (value->bytes.data)
        fields_offer(choice, &ranks, value->bytes);
}

static enum wirecopy_status skip(struct wirecopy_corpus *corpus, const char *path, uint64_t line, const char *reason)
{
    const struct wirecopy_problem problem = {WIRECOPY_PROBLEM_RECORD, path, line, reason};
    corpus->summary.records++;
    return corpus_note(corpus, corpus_take_problem(corpus, &problem));
}

enum wirecopy_status wirecopy_corpus_add_record(struct wirecopy_corpus *corpus, const struct wirecopy_value *values, size_t count, const char *path,
                                                uint64_t line)
{
    const struct reader_options reading = corpus_reader_options(corpus);
    struct field_choice choice;
    struct raw_article raw;
    struct wirecopy_article article;
    const char *wrong;
    fields_begin(&choice);
    for (size_t i = 0; i < count; i++)
        offer(&reading, &choice, &values[i]);
    wrong = fields_end(&choice, &raw);
    if (wrong)
        return skip(corpus, path, line, wrong);
    if (raw.text.size > corpus->options.max_record_bytes)
        return skip(corpus, path, line, "longer than a record may be");
    article = (struct wirecopy_article){.text = raw.text, .id = raw.id, .title = raw.title, .source = raw.source, .date = raw.date, .url = raw.url};
    return wirecopy_corpus_add(corpus, &article);
}
