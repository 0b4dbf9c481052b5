/* Records that a caller has in memory, such as rows of a table: their values become articles by the rules for those of files. */
#include <string.h>

#include "cluster/corpus.h"
#include "read/fields.h"

bool wirecopy_field_rank(const struct wirecopy_options *options, struct wirecopy_bytes name, uint8_t rank_out[WIRECOPY_FIELD_COUNT])
{
    struct reader_options reading = {.text_field = NULL};
    struct field_ranks ranks;
    bool any;
    if (options)
        reading = (struct reader_options){.text_field = options->text_field,
                                          .id_field = options->id_field,
                                          .title_field = options->title_field,
                                          .source_field = options->source_field,
                                          .date_field = options->date_field,
                                          .url_field = options->url_field};
    any = fields_rank(&reading, name, &ranks);
    memcpy(rank_out, ranks.rank, sizeof ranks.rank);
    return any;
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
    struct field_choice choice;
    struct field_ranks ranks;
    struct raw_article raw;
    struct wirecopy_article article;
    const char *wrong;
    fields_begin(&choice);
    for (size_t i = 0; i < count; i++)
        if (values[i].bytes.data) {
            memcpy(ranks.rank, values[i].rank, sizeof ranks.rank);
            fields_offer(&choice, &ranks, values[i].bytes);
        }
    wrong = fields_end(&choice, &raw);
    if (wrong)
        return skip(corpus, path, line, wrong);
    if (raw.text.size > corpus->options.max_record_bytes)
        return skip(corpus, path, line, "longer than a record may be");
    article = (struct wirecopy_article){.text = raw.text, .id = raw.id, .title = raw.title, .source = raw.source, .date = raw.date, .url = raw.url};
    return wirecopy_corpus_add(corpus, &article);
}
