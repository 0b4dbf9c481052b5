/* What is left out, saved: a bit a line, the groups' flags, the counts, and the common shingles with their filter. */
#include "base/saved.h"
#include "learn/sets.h"

enum wirecopy_status left_out_save(const struct left_out *left_out, struct saving *saving)
{
    enum wirecopy_status status = saving_put(saving, left_out->removed, texts_line_count(left_out->texts) / 8 + 1);
    if (status == WIRECOPY_OK)
        status = saving_put(saving, left_out->flags, left_out->groups->count);
    return status == WIRECOPY_OK ? saving_put(saving, &left_out->counts, sizeof left_out->counts) : status;
}

enum wirecopy_status left_out_restore(struct left_out *left_out, struct saved *saved)
{
    enum wirecopy_status status = saved_take(saved, left_out->removed, texts_line_count(left_out->texts) / 8 + 1);
    if (status == WIRECOPY_OK)
        status = saved_take(saved, left_out->flags, left_out->groups->count);
    return status == WIRECOPY_OK ? saved_take(saved, &left_out->counts, sizeof left_out->counts) : status;
}

enum { FILTER_BYTES = (1 << COMMON_FILTER_BITS) / 8 };

enum wirecopy_status sets_save(const struct sets *sets, struct saving *saving)
{
    const struct hash_set *shingles = &sets->common.shingles;
    uint64_t head[] = {shingles->count, shingles->has_zero, sets->common.filter != NULL};
    enum wirecopy_status status = saving_put(saving, head, sizeof head);
    if (status == WIRECOPY_OK)
        status = saving_put(saving, shingles->places, shingles->places ? (shingles->mask + 1) * sizeof *shingles->places : 0);
    return status == WIRECOPY_OK ? saving_put(saving, sets->common.filter, sets->common.filter ? FILTER_BYTES : 0) : status;
}

static enum wirecopy_status take_common(struct common *common, struct saved *saved)
{
    struct hash_set *shingles = &common->shingles;
    uint64_t head[3];
    size_t places = 0, words = 0;
    enum wirecopy_status status = saved_take(saved, head, sizeof head);
    if (status == WIRECOPY_OK)
        status = saved_take_array(saved, sizeof *shingles->places, &shingles->places, &places);
    if (status == WIRECOPY_OK)
        status = saved_take_array(saved, sizeof *common->filter, &common->filter, &words);
    if (status != WIRECOPY_OK)
        return status;
    if (places & (places - 1) || head[0] > places / 2 + 2 || (places == 0 && head[0] > head[1]) ||
        (head[2] && words != FILTER_BYTES / sizeof *common->filter))
        return status_fail(WIRECOPY_BAD_INPUT, "the saved common shingles contradict themselves");
    if (places == 0) {
        memory_free(shingles->places);
        shingles->places = NULL;
    }
    if (!head[2]) {
        memory_free(common->filter);
        common->filter = NULL;
    }
    shingles->count = (size_t)head[0];
    shingles->has_zero = head[1] != 0;
    shingles->mask = places ? places - 1 : 0;
    return WIRECOPY_OK;
}

enum wirecopy_status sets_restore(struct sets *sets, const struct left_out *left_out, struct saved *saved)
{
    enum wirecopy_status status;
    *sets = (struct sets){.left_out = left_out, .count = left_out->groups->count};
    status = take_common(&sets->common, saved);
    if (status != WIRECOPY_OK)
        sets_release(sets);
    return status;
}
