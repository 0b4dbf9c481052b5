/* A huge text is compared from scratch as it would be in memory. */
#include "learn/huge.h"

#include <stdio.h>
#include <string.h>

#include "cluster/corpus_testing.h"
#include "cluster/pipeline.h"
#include "match/verifier.h"

enum { HUGE_SENTENCES = HUGE_WORDS / 12 + 1000, EXCERPTS = 12 };

/* One text of 45,000 sentences, of which some come again, and others that have some of its sentences and some of their own. */
static struct wirecopy_corpus *corpus_with_a_huge_text(const char *last_line)
{
    struct wirecopy_options options;
    struct wirecopy_corpus *corpus;
    struct text text = {0};
    wirecopy_options_init(&options);
    options.memory_bytes = (uint64_t)16 << 20;
    corpus = new_corpus_with(&options);
    for (unsigned n = 0; n < HUGE_SENTENCES; n++)
        text_sentence(&text, 1, n % 5 ? n : n / 2);
    if (last_line)
        text_line(&text, last_line);
    add(corpus, "huge", &text, "archive.example", "2024-05-01", NULL);
    text_release(&text);
    for (unsigned i = 0; i < EXCERPTS; i++) {
        char id[16];
        snprintf(id, sizeof id, "excerpt-%u", i);
        for (unsigned n = 0; n < 12 - i; n++)
            text_sentence(&text, 1, 1000 * i + 5 * n + 1);
        for (unsigned n = 0; n < i; n++)
            text_sentence(&text, 10 + i, n);
        add(corpus, id, &text, "outlet.example", "2024-05-01", NULL);
        text_release(&text);
    }
    return corpus;
}

static uint32_t huge_of(const struct pipeline_view *view)
{
    uint32_t rank = 0;
    while (rank < view->groups->count && !group_is_huge(view->left_out, rank))
        rank++;
    assert_true(rank < view->groups->count);
    return rank;
}

/* A set that was made up to a limit tells the same of what is under it. */
static void compare_with_limited(const struct pipeline_view *view)
{
    struct huge_set huge = {.count = 0}, limited = {.count = 0};
    const struct sets all = {.left_out = view->left_out}; /* common shingles too, as lines of strangers are judged */
    const uint64_t limit = UINT64_MAX >> 2;
    uint32_t rank = huge_of(view);
    unsigned had = 0;
    assert_int_equal(huge_set_make(&huge, &all, rank, UINT64_MAX, SIZE_MAX), WIRECOPY_OK);
    assert_int_equal(huge_set_make(&limited, &all, rank, limit, HUGE_WORDS / 16), WIRECOPY_OK);
    assert_int_equal(limited.all, huge.all);
    assert_in_range(limited.count, huge_set_under(&huge, limit), huge.all / 3);
    for (unsigned n = 7; n <= HUGE_PLACE_BITS; n++)
        assert_int_equal(huge_set_under(&limited, UINT64_MAX >> n), huge_set_under(&huge, UINT64_MAX >> n));
    for (size_t i = 0; i < huge_set_under(&huge, limit); i += 997) {
        uint64_t shingles[2];
        size_t shared, shared_limited;
        assert_int_equal(scratch_read(huge.shingles, i * sizeof *shingles, shingles, sizeof *shingles), WIRECOPY_OK);
        shingles[1] = shingles[0] + 1;
        assert_int_equal(huge_set_shared(&huge, shingles, 2, &shared), WIRECOPY_OK);
        assert_int_equal(huge_set_shared(&limited, shingles, 2, &shared_limited), WIRECOPY_OK);
        assert_int_equal(shared_limited, shared);
        had += shared > 0;
    }
    assert_true(had > 100);
    huge_set_release(&limited);
    huge_set_release(&huge);
}

static enum wirecopy_status compare_sets_made(void *context, const struct pipeline_view *view)
{
    struct huge_set huge = {.count = 0};
    struct set_room room = {0};
    struct shingle_set set;
    uint32_t rank = huge_of(view);
    size_t shared;
    (void)context;
    assert_int_equal(huge_set_make(&huge, view->sets, rank, UINT64_MAX, SIZE_MAX), WIRECOPY_OK);
    assert_int_equal(sets_view(view->sets, rank, &room, &set), WIRECOPY_OK);
    assert_int_equal(huge.count, set.count);
    for (size_t i = 0; i < set.count; i += 997) {
        uint64_t shingle, others[2] = {set.shingles[i], set.shingles[i] + 1};
        assert_int_equal(scratch_read(huge.shingles, i * sizeof shingle, &shingle, sizeof shingle), WIRECOPY_OK);
        assert_int_equal(shingle, set.shingles[i]);
        assert_int_equal(huge_set_shared(&huge, others, 2, &shared), WIRECOPY_OK);
        assert_int_equal(shared, 1 + shingle_set_has(set, others[1]));
    }
    for (unsigned n = 0; n <= HUGE_PLACE_BITS; n += 7) {
        size_t under = 0;
        while (under < set.count && set.shingles[under] <= UINT64_MAX >> n)
            under++;
        assert_int_equal(huge_set_under(&huge, UINT64_MAX >> n), under);
    }
    assert_true(huge.all > huge.count); /* some sentences come again */
    compare_with_limited(view);
    huge_set_release(&huge);
    set_room_release(&room);
    return WIRECOPY_OK;
}

/* The judgement of a pair whose sets were made. */
static enum wirecopy_status compare_pairs(void *context, const struct pipeline_view *view)
{
    uint32_t rank = huge_of(view);
    struct verifier *verifier;
    unsigned matches = 0, apart = 0;
    (void)context;
    assert_int_equal(verifier_create(view->verifying, &verifier), WIRECOPY_OK);
    for (uint32_t other = 0; other < view->groups->count; other++) {
        uint32_t a = rank < other ? rank : other, b = rank < other ? other : rank;
        struct match from_scratch, from_sets;
        if (a == b)
            continue;
        assert_int_equal(verify_pair(verifier, a, b, &from_scratch), WIRECOPY_OK);
        assert_int_equal(compare_sets(verifier, a, b, &from_sets), WIRECOPY_OK);
        assert_int_equal(from_scratch.shared, from_sets.shared);
        assert_int_equal(from_scratch.size_a, from_sets.size_a);
        assert_int_equal(from_scratch.size_b, from_sets.size_b);
        matches += from_scratch.verdict == VERDICT_MATCH;
        apart += from_scratch.verdict == VERDICT_APART;
    }
    assert_true(matches > 0 && apart > 0);
    verifier_free(verifier);
    return WIRECOPY_OK;
}

/* Where the first two neighbours of a set stand that another has too. */
static size_t begins_in(const struct kept_set *set, const struct kept_set *other)
{
    struct shingle_index index = {.kernel = NULL};
    size_t first = 0, neighbours = 0;
    assert_int_equal(shingle_index_build_distinct(&index, other->shingles, other->count), WIRECOPY_OK);
    for (; first < set->count && neighbours < 2; first++)
        neighbours = shingle_index_number(&index, set->shingles[first]) ? neighbours + 1 : 0;
    shingle_index_release(&index);
    return first - (neighbours == 2 ? 2 : 0);
}

/* What is told about where the huge text of a rank begins to be like another. */
struct told_beginnings {
    unsigned early, late, asked;
};

static void ask_beginnings(struct verifier *verifier, uint32_t rank, uint32_t other, struct told_beginnings *beginnings)
{
    uint32_t a = rank < other ? rank : other, b = rank < other ? other : rank;
    size_t at;
    struct match match;
    bool huge_first;
    assert_int_equal(compare_sets(verifier, a, b, &match), WIRECOPY_OK);
    huge_first = verifier->last[0]->rank == rank;
    at = begins_in(verifier->last[!huge_first], verifier->last[huge_first]);
    assert_int_equal(compare_pair(verifier, a, b, &match), WIRECOPY_OK);
    assert_non_null(verifier->huge);
    for (size_t i = 0; i < 6; i++) {
        const size_t afters[] = {0, at / 2, at - (at > 0), at, 2 * at, 4 * at + 50};
        bool begins_after, told;
        assert_int_equal(huge_text_begins_after(verifier, afters[i], &begins_after, &told), WIRECOPY_OK);
        if (told)
            assert_int_equal(begins_after, at > afters[i]);
        beginnings->early += told && !begins_after;
        beginnings->late += told && begins_after;
        beginnings->asked++;
    }
}

static enum wirecopy_status compare_beginnings(void *context, const struct pipeline_view *view)
{
    uint32_t rank = huge_of(view);
    struct told_beginnings beginnings = {0};
    struct verifier *verifier;
    (void)context;
    assert_int_equal(verifier_create(view->verifying, &verifier), WIRECOPY_OK);
    for (uint32_t other = 0; other < view->groups->count; other++)
        if (other != rank)
            ask_beginnings(verifier, rank, other, &beginnings);
    assert_true(beginnings.early > 0 && beginnings.late > 0 && 2 * (beginnings.early + beginnings.late) > beginnings.asked);
    verifier_free(verifier);
    return WIRECOPY_OK;
}

static void a_huge_text_has_the_set_that_it_would_have_in_memory(void **state)
{
    struct wirecopy_corpus *corpus = corpus_with_a_huge_text(NULL);
    (void)state;
    assert_int_equal(pipeline_show(corpus, compare_sets_made, NULL), WIRECOPY_OK);
    wirecopy_corpus_free(corpus);
}

static void a_huge_text_shares_with_others_what_it_would_in_memory(void **state)
{
    struct wirecopy_corpus *corpus = corpus_with_a_huge_text(NULL);
    (void)state;
    assert_int_equal(pipeline_show(corpus, compare_pairs, NULL), WIRECOPY_OK);
    wirecopy_corpus_free(corpus);
}

static void a_huge_text_begins_to_be_like_others_where_it_would_in_memory(void **state)
{
    struct wirecopy_corpus *corpus = corpus_with_a_huge_text(NULL);
    (void)state;
    assert_int_equal(pipeline_show(corpus, compare_beginnings, NULL), WIRECOPY_OK);
    wirecopy_corpus_free(corpus);
}

static enum wirecopy_status compare_huge_texts(void *context, const struct pipeline_view *view)
{
    struct verifier *verifier;
    struct match from_scratch, from_sets;
    (void)context;
    assert_int_equal(view->groups->count, 2);
    assert_int_equal(verifier_create(view->verifying, &verifier), WIRECOPY_OK);
    assert_int_equal(verify_pair(verifier, 0, 1, &from_scratch), WIRECOPY_OK);
    assert_int_equal(compare_sets(verifier, 0, 1, &from_sets), WIRECOPY_OK);
    assert_int_equal(from_scratch.shared, from_sets.shared);
    assert_int_equal(from_scratch.size_a, from_sets.size_a);
    assert_int_equal(from_scratch.size_b, from_sets.size_b);
    assert_true(from_scratch.shared > 0 && from_scratch.shared < from_scratch.size_a);
    assert_int_equal(from_scratch.verdict, VERDICT_MATCH);
    verifier_free(verifier);
    return WIRECOPY_OK;
}

static void two_huge_texts_share_what_they_would_in_memory(void **state)
{
    struct wirecopy_options options;
    struct wirecopy_corpus *corpus;
    (void)state;
    wirecopy_options_init(&options);
    options.memory_bytes = (uint64_t)16 << 20;
    corpus = new_corpus_with(&options);
    for (unsigned i = 0; i < 2; i++) {
        struct text text = {0};
        for (unsigned n = 0; n < HUGE_SENTENCES; n++)
            text_sentence(&text, n % 7 == 0 ? 1 + i : 1, n);
        add(corpus, i ? "copy" : "huge", &text, i ? "outlet.example" : "archive.example", "2024-05-01", NULL);
        text_release(&text);
    }
    assert_int_equal(pipeline_show(corpus, compare_huge_texts, NULL), WIRECOPY_OK);
    wirecopy_corpus_free(corpus);
}

static enum wirecopy_status count_furniture(void *context, const struct pipeline_view *view)
{
    *(uint64_t *)context = view->left_out->counts.stranger_lines;
    return WIRECOPY_OK;
}

static const char SHARED[] = "share this page with your friends and tell us what you think of it";

/* A line that a huge text and three others have, which have nothing else in common, and lines that it and three copies of some of it have. */
static void a_huge_text_is_a_stranger_to_others_but_not_to_its_excerpts(void **state)
{
    struct wirecopy_corpus *corpus = corpus_with_a_huge_text(SHARED);
    struct text text = {0};
    uint64_t furniture = 0;
    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        char id[16];
        snprintf(id, sizeof id, "stranger-%u", i);
        for (unsigned n = 0; n < 12; n++)
            text_sentence(&text, 100 + i, n);
        text_line(&text, SHARED);
        add(corpus, id, &text, "outlet.example", "2024-05-01", NULL);
        text_release(&text);
        snprintf(id, sizeof id, "copy-%u", i);
        for (unsigned n = 0; n < 12; n++)
            text_sentence(&text, n < 9 ? 1 : 200 + i, n < 9 ? 20001 + 5 * n : n);
        add(corpus, id, &text, "outlet.example", "2024-05-01", NULL);
        text_release(&text);
    }
    assert_int_equal(pipeline_show(corpus, count_furniture, &furniture), WIRECOPY_OK);
    assert_int_equal(furniture, 1);
    wirecopy_corpus_free(corpus);
}

static enum wirecopy_status count_common(void *context, const struct pipeline_view *view)
{
    *(uint64_t *)context = view->sets->common.shingles.count;
    return WIRECOPY_OK;
}

/* How many shingles are common where a huge text and so many others, which have nothing else in common, have three words among their own. */
static uint64_t common_with_a_huge_text(unsigned strangers)
{
    struct wirecopy_corpus *corpus = corpus_with_a_huge_text("as was said before in the archive");
    struct text text = {0};
    uint64_t common = 0;
    for (unsigned i = 0; i < strangers; i++) {
        char id[16], line[128];
        snprintf(id, sizeof id, "stranger-%u", i);
        snprintf(line, sizeof line, "own%u was said before own%u", i, i + 1000);
        for (unsigned n = 0; n < 12; n++)
            text_sentence(&text, 100 + i, n);
        text_line(&text, line);
        add(corpus, id, &text, "outlet.example", "2024-05-01", NULL);
        text_release(&text);
    }
    assert_int_equal(pipeline_show(corpus, count_common, &common), WIRECOPY_OK);
    wirecopy_corpus_free(corpus);
    return common;
}

/* A shingle of more than twenty is common: here of twenty and a huge text. */
static void a_huge_text_counts_among_those_that_have_a_common_shingle(void **state)
{
    (void)state;
    assert_int_equal(common_with_a_huge_text(20), 1);
    assert_int_equal(common_with_a_huge_text(19), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_huge_text_has_the_set_that_it_would_have_in_memory),
                                       cmocka_unit_test(a_huge_text_shares_with_others_what_it_would_in_memory),
                                       cmocka_unit_test(a_huge_text_counts_among_those_that_have_a_common_shingle),
                                       cmocka_unit_test(a_huge_text_begins_to_be_like_others_where_it_would_in_memory),
                                       cmocka_unit_test(two_huge_texts_share_what_they_would_in_memory),
                                       cmocka_unit_test(a_huge_text_is_a_stranger_to_others_but_not_to_its_excerpts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
