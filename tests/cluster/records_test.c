/* Records from memory: their names are ranked and their values become articles as those of files do. */
#include "cluster/corpus_testing.h"

#include <stdio.h>
#include <string.h>

#include "wirecopy.h"

static struct wirecopy_bytes bytes_of(const char *text)
{
    return (struct wirecopy_bytes){text, text ? strlen(text) : 0};
}

static struct wirecopy_value value_of(const struct wirecopy_options *options, const char *name, const char *text)
{
    struct wirecopy_value value = {.bytes = bytes_of(text)};
    wirecopy_field_rank(options, bytes_of(name), value.rank);
    return value;
}

static void names_are_ranked_as_in_files(void **state)
{
    struct wirecopy_options options;
    uint8_t text[WIRECOPY_FIELD_COUNT], body[WIRECOPY_FIELD_COUNT], rank[WIRECOPY_FIELD_COUNT];
    (void)state;
    assert_true(wirecopy_field_rank(NULL, bytes_of("text"), text));
    assert_true(wirecopy_field_rank(NULL, bytes_of("BODY"), body));
    assert_true(text[WIRECOPY_FIELD_TEXT] < body[WIRECOPY_FIELD_TEXT]);
    assert_int_equal(text[WIRECOPY_FIELD_ID], 255);
    assert_true(wirecopy_field_rank(NULL, bytes_of("url"), rank));
    assert_true(rank[WIRECOPY_FIELD_URL] < 255 && rank[WIRECOPY_FIELD_ID] < 255);
    assert_false(wirecopy_field_rank(NULL, bytes_of("colour"), rank));
    assert_int_equal(rank[WIRECOPY_FIELD_TEXT], 255);
    wirecopy_options_init(&options);
    options.text_field = "colour";
    assert_true(wirecopy_field_rank(&options, bytes_of("colour"), rank));
    assert_int_equal(rank[WIRECOPY_FIELD_TEXT], 0);
    assert_false(wirecopy_field_rank(&options, bytes_of("text"), rank));
}

static void the_best_value_of_a_field_is_taken(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    const struct wirecopy_value values[] = {value_of(NULL, "link", "https://www.post.example/1"),
                                            value_of(NULL, "body", "Another text"),
                                            value_of(NULL, "text", "A text"),
                                            value_of(NULL, "headline", "Head"),
                                            value_of(NULL, "title", ""),
                                            value_of(NULL, "id", NULL)};
    struct wirecopy_clustering *clustering;
    struct wirecopy_member member;
    (void)state;
    assert_int_equal(wirecopy_corpus_add_record(corpus, values, sizeof values / sizeof *values, "rows", 1), WIRECOPY_OK);
    clustering = must_cluster(corpus);
    assert_int_equal(wirecopy_clustering_member(clustering, 0, 0, &member), WIRECOPY_OK);
    assert_memory_equal(member.title.data, "Head", 4);
    assert_memory_equal(member.source.data, "post.example", 12);
    assert_memory_equal(member.id.data, "xxh:", 4);
    wirecopy_clustering_free(clustering);
}

/* As a document of Elasticsearch, whose title an option names. */
static void values_at_paths_serve_where_there_are_no_others(void **state)
{
    static const char *const expected[] = {"_source.text",   "a text",
                                           "_source.title",  "no",
                                           "_source.date",   "2024-03-05",
                                           "_source.domain", "no",
                                           "_source.url",    "https://post.example/1"};
    struct wirecopy_options options;
    struct wirecopy_corpus *corpus;
    struct wirecopy_value values[16];
    struct wirecopy_clustering *clustering;
    struct wirecopy_member member;
    const char *path;
    size_t count = 0;
    (void)state;
    wirecopy_options_init(&options);
    options.title_field = "headings.main";
    corpus = new_corpus_with(&options);
    values[count++] = (struct wirecopy_value){.kind = WIRECOPY_VALUE_OBJECT, .bytes = {NULL, 0}};
    wirecopy_field_rank(&options, bytes_of("text"), values[0].rank);
    assert_true(wirecopy_field_path(&options, 0, &path, values[count].rank));
    assert_string_equal(path, "headings.main");
    assert_int_equal(values[count].rank[WIRECOPY_FIELD_TITLE], 0);
    values[count].kind = WIRECOPY_VALUE_NUMBER;
    values[count++].bytes = bytes_of("1984");
    for (size_t i = 1; wirecopy_field_path(&options, i, &path, values[count].rank); i++)
        for (size_t k = 0; k < sizeof expected / sizeof *expected; k += 2)
            if (strcmp(path, expected[k]) == 0) {
                values[count].kind = WIRECOPY_VALUE_TEXT;
                values[count++].bytes = bytes_of(expected[k + 1]);
            }
    assert_int_equal(wirecopy_corpus_add_record(corpus, values, count, "rows", 1), WIRECOPY_OK);
    clustering = must_cluster(corpus);
    assert_int_equal(wirecopy_clustering_member(clustering, 0, 0, &member), WIRECOPY_OK);
    assert_memory_equal(member.title.data, "1984", 4);
    assert_memory_equal(member.source.data, "post.example", 12);
    assert_memory_equal(member.date.data, "2024-03-05", 10);
    assert_memory_equal(member.id.data, "https://post.example/1", 22);
    wirecopy_clustering_free(clustering);
}

static char told[200];

static void tell(void *context, const struct wirecopy_problem *problem)
{
    (void)context;
    snprintf(told, sizeof told, "%d %s:%u: %s", problem->kind, problem->path, (unsigned)problem->line, problem->reason);
}

static void a_record_without_a_text_is_told_and_counted(void **state)
{
    struct wirecopy_options options;
    struct wirecopy_corpus *corpus;
    const struct wirecopy_value no_text = value_of(NULL, "id", "a");
    struct wirecopy_value text = value_of(NULL, "text", "A text that is too long");
    (void)state;
    wirecopy_options_init(&options);
    options.on_problem = tell;
    options.max_record_bytes = 10;
    corpus = new_corpus_with(&options);
    assert_int_equal(wirecopy_corpus_add_record(corpus, &no_text, 1, "rows", 7), WIRECOPY_OK);
    assert_string_equal(told, "0 rows:7: no text field");
    assert_int_equal(wirecopy_corpus_add_record(corpus, &text, 1, "rows", 8), WIRECOPY_OK);
    assert_string_equal(told, "0 rows:8: longer than a record may be");
    text.kind = WIRECOPY_VALUE_NUMBER;
    assert_int_equal(wirecopy_corpus_add_record(corpus, &text, 1, "rows", 9), WIRECOPY_OK);
    assert_string_equal(told, "0 rows:9: the text is a number");
    assert_int_equal(wirecopy_corpus_input_counts(corpus).skipped_records, 3);
    assert_int_equal(wirecopy_corpus_input_counts(corpus).articles, 0);
    wirecopy_clustering_free(must_cluster(corpus)); /* the counts add up */

    options.strict = true;
    corpus = new_corpus_with(&options);
    assert_int_equal(wirecopy_corpus_add_record(corpus, NULL, 0, "rows", 0), WIRECOPY_BAD_INPUT);
    assert_string_equal(wirecopy_corpus_error(corpus), "rows: no text field");
    wirecopy_corpus_free(corpus);
}

static void texts_are_mended_as_those_of_files(void **state)
{
    static const char *const texts[] = {
        "Der Hafen bleibt geschlossen, weil die Kette nicht gehoben wurde – sagt Frau Müller.\nDer Bürgermeister äußerte sich nicht dazu.",
        "<p>Der Hafen bleibt geschlossen, weil die Kette <b>nicht</b> gehoben wurde &ndash; sagt Frau M&uuml;ller.</p><p>Der Bürgermeister äußerte "
        "sich nicht dazu.</p>",
        "Der Hafen bleibt geschlossen, weil die Kette nicht gehoben wurde \\u2013 sagt Frau M\\u00fcller.\\nDer B\\u00fcrgermeister \\u00e4u\\u00dferte "
        "sich nicht dazu.",
        "Der Hafen bleibt geschlossen, weil die Kette nicht gehoben wurde â€“ sagt Frau MÃ¼ller.\nDer BÃ¼rgermeister Ã¤uÃŸerte sich nicht dazu.",
    };
    struct wirecopy_clustering *clustering;
    (void)state;
    assert_int_equal(wirecopy_cluster_texts(texts, sizeof texts / sizeof *texts, NULL, &clustering), WIRECOPY_OK);
    assert_int_equal(wirecopy_clustering_count(clustering), 1);
    wirecopy_clustering_free(clustering);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_ranked_as_in_files),
        cmocka_unit_test(the_best_value_of_a_field_is_taken),
        cmocka_unit_test(values_at_paths_serve_where_there_are_no_others),
        cmocka_unit_test(a_record_without_a_text_is_told_and_counted),
        cmocka_unit_test(texts_are_mended_as_those_of_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
