/* The n-th allocation fails, for n from 1 until none does: an index is made, added to, asked and taken from. Each call says so or succeeds, and the index is whole. */
#include "index/index_testing.h"

/* Every allocation in so many is tried, with another first one for each call. */
enum { STRIDE = 7 };

static bool create_fails(const char *folder, uint64_t at)
{
    struct wirecopy_options options;
    struct wirecopy_corpus *corpus;
    enum wirecopy_status status;
    wirecopy_options_init(&options);
    options.keep_lines = true;
    options.threads = 1;
    corpus = new_corpus_with(&options);
    add_stories(corpus, 0, 6);
    memory_fail_at(at);
    status = wirecopy_index_create(folder, corpus);
    memory_fail_at(0);
    assert_true(status == WIRECOPY_OK || status == WIRECOPY_NO_MEMORY || status == WIRECOPY_IO);
    wirecopy_corpus_free(corpus);
    return status != WIRECOPY_OK;
}

static void an_index_is_made_or_not(void **state)
{
    char folder[64];
    bool fails = true;
    (void)state;
    for (uint64_t at = 1; fails; at += STRIDE) {
        new_folder(folder);
        fails = create_fails(folder, at);
        if (!fails)
            must_be_whole(folder);
        remove_folder(folder);
    }
}

/* The status of adding an article, asking for another and removing one, where the at-th allocation fails. */
static enum wirecopy_status change(const char *folder, uint64_t at)
{
    static const struct wirecopy_bytes id = {"s2", 2};
    struct wirecopy_index *index = open_index(folder, true);
    struct wirecopy_corpus *adds = one_article(index, "new", 40, 12, "two.example"), *asks = one_article(index, "asks", 3, 8, "three.example");
    struct wirecopy_index_added added;
    struct told told = {.asked = 0};
    uint64_t removed;
    enum wirecopy_status status;
    memory_fail_at(at);
    status = wirecopy_index_add(index, adds, false, &added);
    if (status == WIRECOPY_OK)
        status = wirecopy_index_query(index, asks, false, take_matches, &told);
    if (status == WIRECOPY_OK)
        assert_string_equal(told.id, "s3");
    if (status == WIRECOPY_OK)
        status = wirecopy_index_remove(index, &id, 1, NULL, NULL, &removed);
    memory_fail_at(0);
    assert_true(status == WIRECOPY_OK || status == WIRECOPY_NO_MEMORY);
    wirecopy_corpus_free(adds);
    wirecopy_corpus_free(asks);
    wirecopy_index_close(index);
    return status;
}

static void a_change_is_made_or_not(void **state)
{
    enum wirecopy_status status = WIRECOPY_NO_MEMORY;
    (void)state;
    for (uint64_t at = 1; status != WIRECOPY_OK; at += STRIDE) {
        char folder[64];
        new_folder(folder);
        create_index(folder, 6);
        status = change(folder, at);
        must_be_whole(folder);
        remove_folder(folder);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(an_index_is_made_or_not), cmocka_unit_test(a_change_is_made_or_not)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
