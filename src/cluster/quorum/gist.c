/*
 * The gist of a cluster: the shingles that most of its members have; of two it is what both have, of one alone all that it has. What an
 * outlet cuts, adds and rewords is its own, what most copies have is the story. So a third outlet's version that shares enough with only one of
 * two still belongs to them where all three open with the same sentences; where it shares a statement that one of the two quotes, it does not.
 */
#include "cluster/quorum/gist.h"

#include "base/sort/sort.h"

static const double GISTS_SHARE = 0.5; /* of the rule's thresholds; from a third to all of them four in five of the joins stay */

void gist_room_release(struct gist_room *room)
{
    buffer_release(&room->gists[0]);
    buffer_release(&room->gists[1]);
    buffer_release(&room->shared);
}

static struct shingle_set shingles_in(const struct buffer *buffer)
{
    const uint64_t *shingles = (const uint64_t *)(const void *)buffer->data;
    return (struct shingle_set){shingles, buffer->size / sizeof *shingles};
}

/* Keeps of sorted shingles, each once, those that come at least so often. */
static void keep_frequent(struct buffer *buffer, size_t least)
{
    uint64_t *shingles = (uint64_t *)(void *)buffer->data;
    size_t count = buffer->size / sizeof *shingles, kept = 0;
    for (size_t begin = 0, end; begin < count; begin = end) {
        end = begin + 1;
        while (end < count && shingles[end] == shingles[begin])
            end++;
        if (end - begin >= least)
            shingles[kept++] = shingles[begin];
    }
    buffer->size = kept * sizeof *shingles;
}

static enum wirecopy_status find_gist(struct verifier *verifier, const struct gist_side *side, struct buffer *gist)
{
    enum wirecopy_status status = WIRECOPY_OK;
    gist->size = 0;
    for (uint32_t i = 0; i < side->count && status == WIRECOPY_OK; i++) {
        struct shingle_set set;
        status = verify_view_set(verifier, side->ranks[i], &set);
        if (status == WIRECOPY_OK)
            status = buffer_append(gist, set.shingles, set.count * sizeof *set.shingles);
    }
    if (status != WIRECOPY_OK || gist->size == 0)
        return status;
    sort_u64((uint64_t *)(void *)gist->data, gist->size / sizeof(uint64_t));
    keep_frequent(gist, side->count / 2 + 1);
    return WIRECOPY_OK;
}

/* What both gists have. */
static enum wirecopy_status find_shared(struct shingle_set x, struct shingle_set y, struct buffer *shared)
{
    enum wirecopy_status status = WIRECOPY_OK;
    shared->size = 0;
    for (size_t i = 0, j = 0; i < x.count && j < y.count && status == WIRECOPY_OK;) {
        uint64_t one = x.shingles[i], other = y.shingles[j];
        if (one == other)
            status = buffer_append(shared, &one, sizeof one);
        i += one <= other;
        j += other <= one;
    }
    return status;
}

/* Whether most members of a side open with a set. */
static enum wirecopy_status most_open(struct verifier *verifier, const struct gist_side *side, struct shingle_set shared, size_t least, bool *most)
{
    uint32_t open = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = 0; i < side->count && status == WIRECOPY_OK; i++) {
        bool opens;
        status = verify_opens_with(verifier, side->ranks[i], shared, least, &opens);
        open += status == WIRECOPY_OK && opens;
    }
    *most = 2 * open > side->count;
    return status;
}

static bool any_is_long(const struct left_out *left_out, const struct gist_side *side)
{
    bool is = false;
    for (uint32_t i = 0; i < side->count; i++)
        is |= texts_words_at_most(left_out->texts, groups_text(left_out->groups, side->ranks[i])) > GIST_WORDS;
    return is;
}

enum wirecopy_status gists_open_alike(struct gist_room *room, const struct match *match, const struct gist_side *x, const struct gist_side *y,
                                      bool *alike_out)
{
    struct shingle_set gist_x, gist_y, shared;
    struct match gists = {.a = match->a, .b = match->b};
    size_t least = verify_opening_least(room->verifier, match);
    enum wirecopy_status status;
    *alike_out = false;
    if (any_is_long(room->verifying->left_out, x) || any_is_long(room->verifying->left_out, y))
        return WIRECOPY_OK;
    status = find_gist(room->verifier, x, &room->gists[0]);
    if (status == WIRECOPY_OK)
        status = find_gist(room->verifier, y, &room->gists[1]);
    gist_x = shingles_in(&room->gists[0]);
    gist_y = shingles_in(&room->gists[1]);
    if (status == WIRECOPY_OK)
        status = find_shared(gist_x, gist_y, &room->shared);
    shared = shingles_in(&room->shared);
    gists.size_a = (uint32_t)gist_x.count;
    gists.size_b = (uint32_t)gist_y.count;
    gists.shared = (uint32_t)shared.count;
    if (status != WIRECOPY_OK || !match_reaches(&gists, room->verifying->rule, GISTS_SHARE))
        return status;
    status = most_open(room->verifier, x, shared, least, alike_out);
    return status == WIRECOPY_OK && *alike_out ? most_open(room->verifier, y, shared, least, alike_out) : status;
}
