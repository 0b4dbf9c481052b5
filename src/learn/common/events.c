/* Of texts that differ in few lines only what stands between the same beginning and the same end is looked for among all; else both are sorted. */
#include "learn/common/events.h"

struct comparing {
    struct buffer *events;
    const struct left_out *before, *now;
    struct set_room *room;
};

enum wirecopy_status events_set(const struct left_out *left_out, uint32_t rank, struct set_room *room, struct buffer *out, struct shingle_set *set)
{
    const uint32_t *words;
    size_t count;
    enum wirecopy_status status = left_out_words(left_out, rank, &room->view, &room->words, &words, &count);
    return status == WIRECOPY_OK ? shingle_set_build(left_out->shingling, words, count, out, set) : status;
}

enum wirecopy_status events_stream(const struct left_out *left_out, uint32_t rank, struct set_room *room, struct shingle_stream *stream)
{
    const uint32_t *words;
    size_t count;
    enum wirecopy_status status = left_out_words(left_out, rank, &room->view, &room->words, &words, &count);
    return status == WIRECOPY_OK ? shingles_hash(left_out->shingling, words, count, &room->shingles, &stream->shingles, &stream->count) : status;
}

static enum wirecopy_status add_event(struct comparing *c, uint64_t shingle, uint32_t rank, bool gained)
{
    struct event event = {shingle, rank, gained};
    return buffer_append(c->events, &event, sizeof event);
}

/* So many shingles are looked for one by one; bits tell most others from them. */
enum { FEW_SHINGLES = 64, FEW_MARKS = 1024 };

/* Adds those of a few that are not among all of the others, each once. */
static enum wirecopy_status add_missing(struct comparing *c, struct shingle_stream few, struct shingle_stream all, uint32_t rank, bool gained)
{
    uint64_t marks[FEW_MARKS / 64] = {0};
    bool found[FEW_SHINGLES] = {false};
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < few.count; i++)
        marks[few.shingles[i] / 64 % (FEW_MARKS / 64)] |= UINT64_C(1) << few.shingles[i] % 64;
    for (size_t j = 0; j < all.count; j++)
        for (size_t i = 0; i < few.count && marks[all.shingles[j] / 64 % (FEW_MARKS / 64)] >> all.shingles[j] % 64 & 1; i++)
            found[i] |= few.shingles[i] == all.shingles[j];
    for (size_t i = 0; i < few.count && status == WIRECOPY_OK; i++) {
        for (size_t before = 0; before < i && !found[i]; before++)
            found[i] = few.shingles[before] == few.shingles[i];
        if (!found[i])
            status = add_event(c, few.shingles[i], rank, gained);
    }
    return status;
}

/* Where texts differ in few lines, what stands before and behind these is as it was; *few_out is false where they differ in more. */
static enum wirecopy_status compare_streams(struct comparing *c, uint32_t rank, bool *few_out)
{
    struct shingle_stream was = {NULL, 0}, is = {NULL, 0};
    size_t before = 0, behind = 0, least;
    enum wirecopy_status status = events_stream(c->before, rank, &c->room[0], &was);
    if (status == WIRECOPY_OK)
        status = events_stream(c->now, rank, &c->room[1], &is);
    least = was.count < is.count ? was.count : is.count;
    while (before < least && was.shingles[before] == is.shingles[before])
        before++;
    while (behind < least - before && was.shingles[was.count - 1 - behind] == is.shingles[is.count - 1 - behind])
        behind++;
    *few_out = was.count - before - behind <= FEW_SHINGLES && is.count - before - behind <= FEW_SHINGLES;
    if (status == WIRECOPY_OK && *few_out)
        status = add_missing(c, (struct shingle_stream){was.shingles + before, was.count - before - behind}, is, rank, false);
    if (status == WIRECOPY_OK && *few_out)
        status = add_missing(c, (struct shingle_stream){is.shingles + before, is.count - before - behind}, was, rank, true);
    return status;
}

/* What one group lost and gained. */
static enum wirecopy_status compare_group(struct comparing *c, uint32_t rank)
{
    struct shingle_set was, is;
    size_t i = 0, j = 0;
    bool few;
    enum wirecopy_status status = compare_streams(c, rank, &few);
    if (status != WIRECOPY_OK || few)
        return status;
    status = events_set(c->before, rank, &c->room[0], &c->room[0].shingles, &was);
    if (status == WIRECOPY_OK)
        status = events_set(c->now, rank, &c->room[1], &c->room[1].shingles, &is);
    while (status == WIRECOPY_OK && (i < was.count || j < is.count)) {
        if (j == is.count || (i < was.count && was.shingles[i] < is.shingles[j]))
            status = add_event(c, was.shingles[i++], rank, false);
        else if (i == was.count || is.shingles[j] < was.shingles[i])
            status = add_event(c, is.shingles[j++], rank, true);
        else
            i++, j++;
    }
    return status;
}

enum wirecopy_status events_add(struct buffer *events, const struct left_out *before, const struct left_out *now, uint32_t rank,
                                struct set_room room[2])
{
    struct comparing comparing = {events, before, now, room};
    return compare_group(&comparing, rank);
}
