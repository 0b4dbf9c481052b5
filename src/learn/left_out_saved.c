/* What is left out, saved: a bit a line, the groups' flags, the counts, the common shingles with their filter, and the lines for people. */
#include "base/storage/saved.h"
#include "learn/shown/learnt.h"
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

enum { FILTER_BYTES = COMMON_FILTER_WORDS * sizeof(uint64_t) };

enum wirecopy_status sets_save(const struct sets *sets, struct saving *saving)
{
    enum wirecopy_status status = saving_put_set(saving, &sets->common.shingles);
    if (status == WIRECOPY_OK)
        status = saving_put(saving, sets->common.filter, sets->common.filter ? FILTER_BYTES : 0);
    return status == WIRECOPY_OK ? saving_put(saving, sets->common.counted, sets->common.counted_count * sizeof *sets->common.counted) : status;
}

static enum wirecopy_status take_common(struct common *common, struct saved *saved)
{
    size_t words = 0;
    enum wirecopy_status status = saved_take_set(saved, &common->shingles);
    if (status == WIRECOPY_OK)
        status = saved_take_array(saved, sizeof *common->filter, &common->filter, &words);
    if (status == WIRECOPY_OK && words != (common->shingles.count ? FILTER_BYTES / sizeof *common->filter : 0))
        return status_fail(WIRECOPY_BAD_INPUT, "the saved common shingles contradict themselves");
    if (status == WIRECOPY_OK && words == 0) {
        memory_free(common->filter);
        common->filter = NULL;
    }
    if (status == WIRECOPY_OK)
        status = saved_take_array(saved, sizeof *common->counted, &common->counted, &common->counted_count);
    return status == WIRECOPY_OK ? common_make_places(common) : status;
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

/* Before the rows: how many, so that there may be none. */
enum wirecopy_status learnt_save(const struct learnt *learnt, struct saving *saving)
{
    uint64_t count = learnt->rows ? learnt->count : 0;
    enum wirecopy_status status = saving_put(saving, &count, sizeof count);
    if (status == WIRECOPY_OK && count > 0)
        status = saving_put_scratch(saving, learnt->rows);
    return status == WIRECOPY_OK && count > 0 ? saving_put_scratch(saving, learnt->texts) : status;
}

enum wirecopy_status learnt_restore(struct learnt *learnt, struct saved *saved, struct scratch_space *space)
{
    enum wirecopy_status status = saved_take(saved, &learnt->count, sizeof learnt->count);
    if (status == WIRECOPY_OK && learnt->count > 0)
        status = saved_take_scratch(saved, space, true, &learnt->rows);
    if (status == WIRECOPY_OK && learnt->count > 0)
        status = saved_take_scratch(saved, space, true, &learnt->texts);
    if (status == WIRECOPY_OK && learnt->count > 0 && scratch_size(learnt->rows) != learnt->count * sizeof(struct learnt_row))
        status = status_fail(WIRECOPY_BAD_INPUT, "the saved lines contradict themselves");
    return status;
}
