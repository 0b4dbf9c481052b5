/* What the index promises to whoever links with the library. */
#include "index/index_testing.h"

#include <stdio.h>
#include <string.h>

static void copies_of_what_is_stored_are_told(void **state)
{
    char folder[64];
    struct wirecopy_index *index;
    struct told told;
    (void)state;
    new_folder(folder);
    create_index(folder, 30);
    index = open_index(folder, false);
    told = ask(index, "new", 7, 12);
    assert_int_equal(told.matches, 1);
    assert_string_equal(told.id, "s7");
    assert_int_equal(told.relation, WIRECOPY_RELATION_EXACT);
    told = ask(index, "new", 7, 5);
    assert_int_equal(told.matches, 1);
    assert_int_equal(told.relation, WIRECOPY_RELATION_EXCERPT);
    assert_true(told.contained > 0.2 && told.contained < 0.8);
    assert_int_equal(ask(index, "new", 77, 12).matches, 0);
    assert_int_equal(ask(index, "s7", 7, 12).matches, 1); /* stored under the same id: it is told that it is there */
    wirecopy_index_close(index);
    remove_folder(folder);
}

static struct wirecopy_index_added add_one(struct wirecopy_index *index, const char *id, unsigned story, bool replace)
{
    struct wirecopy_corpus *corpus = one_article(index, id, story, 12, "two.example");
    struct wirecopy_index_added added;
    assert_int_equal(wirecopy_index_add(index, corpus, replace, &added), WIRECOPY_OK);
    wirecopy_corpus_free(corpus);
    return added;
}

static void an_id_names_one_article(void **state)
{
    char folder[64];
    struct wirecopy_index *index;
    struct wirecopy_index_info info;
    (void)state;
    new_folder(folder);
    create_index(folder, 10);
    index = open_index(folder, true);
    assert_int_equal(add_one(index, "s3", 3, false).repeats, 1);
    assert_int_equal(add_one(index, "s3", 50, false).refused, 1);
    assert_int_equal(ask(index, "new", 50, 12).matches, 0);
    assert_int_equal(add_one(index, "s3", 50, true).replaced, 1);
    assert_int_equal(ask(index, "new", 50, 12).matches, 1);
    assert_int_equal(ask(index, "new", 3, 12).matches, 0);
    assert_int_equal(add_one(index, "s99", 3, true).added, 1);
    assert_string_equal(ask(index, "new", 3, 12).id, "s99");
    assert_int_equal(wirecopy_index_describe(index, &info), WIRECOPY_OK);
    assert_int_equal(info.articles, 11);
    wirecopy_index_close(index);
    must_be_whole(folder);
    remove_folder(folder);
}

static void count_missing(void *context, struct wirecopy_bytes id)
{
    assert_memory_equal(id.data, "nobody", id.size);
    ++*(size_t *)context;
}

static void what_is_removed_matches_nothing(void **state)
{
    static const struct wirecopy_bytes ids[] = {{"s4", 2}, {"nobody", 6}, {"s4", 2}, {"s5", 2}};
    char folder[64], message[200];
    struct wirecopy_index *index;
    uint64_t removed;
    size_t missing = 0;
    (void)state;
    new_folder(folder);
    create_index(folder, 10);
    index = open_index(folder, true);
    assert_int_equal(add_one(index, "copy", 4, false).added, 1);
    assert_int_equal(wirecopy_index_remove(index, ids, 4, count_missing, &missing, &removed), WIRECOPY_OK);
    assert_int_equal(removed, 2);
    assert_int_equal(missing, 1);
    assert_string_equal(ask(index, "new", 4, 12).id, "copy");
    assert_int_equal(ask(index, "new", 5, 12).matches, 0);
    wirecopy_index_close(index);
    must_be_whole(folder);
    assert_int_equal(wirecopy_index_compact(folder, message, sizeof message), WIRECOPY_OK);
    must_be_whole(folder);
    index = open_index(folder, false);
    assert_string_equal(ask(index, "new", 4, 12).id, "copy");
    wirecopy_index_close(index);
    remove_folder(folder);
}

static void articles_do_not_match_themselves_once_they_are_stored(void **state)
{
    char folder[64];
    struct wirecopy_index *index;
    struct wirecopy_corpus *corpus;
    struct wirecopy_index_added added;
    struct told told = {.asked = 0};
    (void)state;
    new_folder(folder);
    create_index(folder, 10);
    index = open_index(folder, true);
    corpus = one_article(index, "new", 60, 12, "two.example");
    assert_int_equal(wirecopy_index_add(index, corpus, false, &added), WIRECOPY_OK);
    assert_int_equal(wirecopy_index_query(index, corpus, true, take_matches, &told), WIRECOPY_OK);
    assert_int_equal(told.asked, 1);
    assert_int_equal(told.matches, 0);
    wirecopy_corpus_free(corpus);
    wirecopy_index_close(index);
    remove_folder(folder);
}

static void some_may_be_asked_about(void **state)
{
    static const struct {
        size_t first, count, asked;
    } some[] = {{0, 2, 2}, {2, 5, 1}, {0, SIZE_MAX, 3}, {1, 1, 1}, {3, 1, 0}, {SIZE_MAX, SIZE_MAX, 0}, {1, 0, 0}};
    char folder[64];
    struct wirecopy_index *index;
    struct wirecopy_corpus *corpus;
    struct text text = {{0}};
    (void)state;
    new_folder(folder);
    create_index(folder, 10);
    index = open_index(folder, false);
    corpus = one_article(index, "a", 60, 12, NULL);
    text_sentences(&text, 61, 12);
    add(corpus, "b", &text, NULL, NULL, NULL);
    text_release(&text);
    text_sentences(&text, 4, 12);
    add(corpus, "c", &text, NULL, NULL, NULL);
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        struct told told = {.asked = 0};
        assert_int_equal(wirecopy_index_query_some(index, corpus, false, some[i].first, some[i].count, take_matches, &told), WIRECOPY_OK);
        assert_int_equal(told.asked, some[i].asked);
        if (some[i].first == 2)
            assert_string_equal(told.id, "s4");
    }
    wirecopy_corpus_free(corpus);
    wirecopy_index_close(index);
    text_release(&text);
    remove_folder(folder);
}

static enum wirecopy_status stop_here(void *context, const struct wirecopy_indexed *asked, const struct wirecopy_index_match *matches, size_t count)
{
    (void)context;
    (void)asked;
    (void)matches;
    (void)count;
    return WIRECOPY_STOPPED;
}

static void wrong_use_is_refused(void **state)
{
    char folder[64], message[200] = "";
    struct wirecopy_index *index = NULL;
    struct wirecopy_corpus *corpus = new_corpus();
    struct wirecopy_index_added added;
    struct text text = {{0}};
    (void)state;
    new_folder(folder);
    text_sentences(&text, 1, 12);
    add(corpus, "a", &text, NULL, NULL, NULL);
    assert_int_equal(wirecopy_index_open(folder, NULL, false, &index, message, sizeof message), WIRECOPY_BAD_INPUT);
    assert_non_null(strstr(message, "no index"));
    assert_int_equal(wirecopy_index_create(folder, corpus), WIRECOPY_INVALID); /* its lines were not kept */
    wirecopy_corpus_free(corpus);
    create_index(folder, 5);
    index = open_index(folder, false);
    corpus = one_article(index, "new", 9, 12, NULL);
    assert_int_equal(wirecopy_index_add(index, corpus, false, &added), WIRECOPY_INVALID);
    assert_int_equal(added.added, 0);
    assert_int_equal(wirecopy_index_query(index, corpus, false, stop_here, NULL), WIRECOPY_STOPPED);
    wirecopy_corpus_free(corpus);
    wirecopy_index_close(index);
    text_release(&text);
    remove_folder(folder);
}

/* A group's text loses what is furniture of any of its members' outlets: who comes or goes changes its keys. */
static void exact_copies_of_other_outlets_change_keys(void **state)
{
    static const char furniture[] = "wirecopy furniture 1\n[outlet two.example]\n";
    char folder[64], path[128];
    struct wirecopy_options options;
    struct wirecopy_corpus *corpus;
    struct wirecopy_index *index;
    struct text text = {{0}};
    static const struct wirecopy_bytes id = {"copy", 4};
    uint64_t removed;
    FILE *file;
    (void)state;
    new_folder(folder);
    snprintf(path, sizeof path, "%s.furniture", folder);
    file = fopen(path, "w");
    assert_non_null(file);
    text_sentence(&text, 3, 0);
    fprintf(file, "%s%.*s", furniture, (int)text.bytes.size, text.bytes.data);
    assert_int_equal(fclose(file), 0);
    wirecopy_options_init(&options);
    options.keep_lines = true;
    options.furniture_file = path;
    corpus = new_corpus_with(&options);
    text.bytes.size = 0;
    text_sentences(&text, 3, 12);
    add(corpus, "first", &text, "one.example", NULL, NULL);
    assert_int_equal(wirecopy_index_create(folder, corpus), WIRECOPY_OK);
    wirecopy_corpus_free(corpus);
    index = open_index(folder, true);
    assert_int_equal(add_one(index, "copy", 3, false).added, 1);
    wirecopy_index_close(index);
    must_be_whole(folder);
    index = open_index(folder, true);
    assert_int_equal(wirecopy_index_remove(index, &id, 1, NULL, NULL, &removed), WIRECOPY_OK);
    wirecopy_index_close(index);
    must_be_whole(folder);
    remove(path);
    text_release(&text);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_of_what_is_stored_are_told),
        cmocka_unit_test(an_id_names_one_article),
        cmocka_unit_test(what_is_removed_matches_nothing),
        cmocka_unit_test(articles_do_not_match_themselves_once_they_are_stored),
        cmocka_unit_test(some_may_be_asked_about),
        cmocka_unit_test(wrong_use_is_refused),
        cmocka_unit_test(exact_copies_of_other_outlets_change_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
