/* Words are syllables by number, so that two stories share none. */
#include "cluster/corpus_testing.h"

#include <stdio.h>
#include <string.h>

void text_line(struct text *text, const char *line)
{
    assert_int_equal(buffer_append(&text->bytes, line, strlen(line)), WIRECOPY_OK);
    assert_int_equal(buffer_append(&text->bytes, "\n", 1), WIRECOPY_OK);
}

void text_sentence(struct text *text, unsigned story, unsigned n)
{
    static const char *const syllables[] = {"ba", "ke", "lo", "mi", "nu", "pra", "sti", "vo", "da", "ge", "ho", "ji", "ku", "ra", "si", "to"};
    char line[512], *end = line;
    for (unsigned w = 0; w < 12; w++) {
        unsigned long long word = ((unsigned long long)story * 4096 + n) * 16 + w;
        for (unsigned i = 0; i < 9; i++)
            for (const char *from = syllables[word >> 4 * i & 15]; *from; from++)
                *end++ = *from;
        *end++ = w == 11 ? '.' : ' ';
    }
    *end = '\0';
    text_line(text, line);
}

void text_sentences(struct text *text, unsigned story, unsigned count)
{
    for (unsigned n = 0; n < count; n++)
        text_sentence(text, story, n);
}

void text_release(struct text *text)
{
    buffer_release(&text->bytes);
}

static struct wirecopy_bytes bytes_of(const char *string)
{
    return (struct wirecopy_bytes){string, string ? strlen(string) : 0};
}

void add(struct wirecopy_corpus *corpus, const char *id, const struct text *text, const char *source, const char *date, const char *url)
{
    struct wirecopy_article article = {.text = {text->bytes.size ? text->bytes.data : "", text->bytes.size},
                                       .id = bytes_of(id),
                                       .source = bytes_of(source),
                                       .date = bytes_of(date),
                                       .url = bytes_of(url)};
    assert_int_equal(wirecopy_corpus_add(corpus, &article), WIRECOPY_OK);
}

void add_stories(struct wirecopy_corpus *corpus, unsigned first, unsigned count)
{
    for (unsigned i = first; i < first + count; i++) {
        struct text text = {0};
        char id[32], source[32], date[32];
        snprintf(id, sizeof id, "story-%05u", i);
        snprintf(source, sizeof source, "outlet-%u", i % 17);
        snprintf(date, sizeof date, "2024-%02u-%02u", 1 + i / 28 % 12, 1 + i % 28);
        text_sentences(&text, i, 12);
        add(corpus, id, &text, source, date, NULL);
        text_release(&text);
    }
}

struct wirecopy_corpus *new_corpus_with(const struct wirecopy_options *options)
{
    struct wirecopy_corpus *corpus;
    assert_int_equal(wirecopy_corpus_create(options, &corpus), WIRECOPY_OK);
    return corpus;
}

struct wirecopy_corpus *new_corpus(void)
{
    return new_corpus_with(NULL);
}

struct wirecopy_clustering *must_cluster(struct wirecopy_corpus *corpus)
{
    struct wirecopy_clustering *clustering = NULL;
    enum wirecopy_status status = wirecopy_corpus_cluster(corpus, &clustering);
    if (status != WIRECOPY_OK)
        fail_msg("%s", wirecopy_corpus_error(corpus));
    wirecopy_corpus_free(corpus);
    return clustering;
}

struct wirecopy_member member_of(struct wirecopy_clustering *clustering, const char *id, uint32_t *size_out)
{
    struct wirecopy_member member;
    for (size_t c = 0; c < wirecopy_clustering_count(clustering); c++) {
        struct wirecopy_cluster cluster;
        assert_int_equal(wirecopy_clustering_cluster(clustering, c, &cluster), WIRECOPY_OK);
        for (size_t m = 0; m < cluster.size; m++) {
            assert_int_equal(wirecopy_clustering_member(clustering, c, m, &member), WIRECOPY_OK);
            if (member.id.size == strlen(id) && memcmp(member.id.data, id, member.id.size) == 0) {
                if (size_out)
                    *size_out = cluster.size;
                return member;
            }
        }
    }
    fail_msg("there is no article %s", id);
    return member;
}

uint32_t size_with(struct wirecopy_corpus *corpus, const char *id)
{
    uint32_t size;
    struct wirecopy_clustering *clustering = must_cluster(corpus);
    member_of(clustering, id, &size);
    wirecopy_clustering_free(clustering);
    return size;
}
