/* Indexes for tests. */
#define _GNU_SOURCE
#include "index/index_testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void new_folder(char name[64])
{
    const char *where = getenv("TMPDIR");
    snprintf(name, 64, "%.40s/index.XXXXXX", where ? where : "/tmp");
    assert_non_null(mkdtemp(name));
}

void remove_folder(const char *name)
{
    static const char *const files[] = {"data.mdb", "lock.mdb"};
    char path[128];
    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", name, files[i]);
        unlink(path);
    }
    rmdir(name);
}

void create_index(const char *folder, unsigned stories)
{
    struct wirecopy_options options;
    struct wirecopy_corpus *corpus;
    wirecopy_options_init(&options);
    options.keep_lines = true;
    options.threads = 1;
    corpus = new_corpus_with(&options);
    for (unsigned story = 0; story < stories; story++) {
        struct text text = {{0}};
        char id[16];
        snprintf(id, sizeof id, "s%u", story);
        text_sentences(&text, story, 12);
        add(corpus, id, &text, "one.example", "2024-01-01", NULL);
        text_release(&text);
    }
    if (wirecopy_index_create(folder, corpus) != WIRECOPY_OK)
        fail_msg("%s", wirecopy_corpus_error(corpus));
    wirecopy_corpus_free(corpus);
}

struct wirecopy_index *open_index(const char *folder, bool writing)
{
    struct wirecopy_index *index = NULL;
    char message[1200] = "";
    if (wirecopy_index_open(folder, NULL, writing, &index, message, sizeof message) != WIRECOPY_OK)
        fail_msg("%s", message);
    return index;
}

struct wirecopy_corpus *one_article(struct wirecopy_index *index, const char *id, unsigned story, unsigned sentences, const char *source)
{
    struct wirecopy_corpus *corpus;
    struct text text = {{0}};
    assert_int_equal(wirecopy_index_corpus(index, NULL, &corpus), WIRECOPY_OK);
    text_sentences(&text, story, sentences);
    add(corpus, id, &text, source, "2024-01-02", NULL);
    text_release(&text);
    return corpus;
}

enum wirecopy_status take_matches(void *context, const struct wirecopy_indexed *asked, const struct wirecopy_index_match *matches, size_t count)
{
    struct told *told = context;
    assert_non_null(asked->id.data);
    told->asked++;
    told->matches = count;
    if (count > 0) {
        snprintf(told->id, sizeof told->id, "%.*s", (int)matches->article.id.size, matches->article.id.data);
        told->relation = matches->relation;
        told->contained = matches->contained;
    }
    return WIRECOPY_OK;
}

struct told ask(struct wirecopy_index *index, const char *id, unsigned story, unsigned sentences)
{
    struct told told = {.asked = 0};
    struct wirecopy_corpus *corpus = one_article(index, id, story, sentences, "asks.example");
    assert_int_equal(wirecopy_index_query(index, corpus, false, take_matches, &told), WIRECOPY_OK);
    assert_int_equal(told.asked, 1);
    wirecopy_corpus_free(corpus);
    return told;
}

static void wrong(void *context, const char *what)
{
    (void)context;
    print_error("%s\n", what);
}

void must_be_whole(const char *folder)
{
    struct wirecopy_index *index = open_index(folder, false);
    assert_int_equal(wirecopy_index_check(index, wrong, NULL), WIRECOPY_OK);
    wirecopy_index_close(index);
}
