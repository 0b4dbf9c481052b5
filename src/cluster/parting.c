/* The whole is kept until its parts are there, and looked at under its old groups. */
#include "cluster/parting.h"

#include "learn/parted.h"

/* The parts of everything, which are released where one of them fails. */
struct parts {
    struct groups groups;
    struct left_out left_out;
    struct sets sets;
    struct candidates candidates;
    struct likeness likeness; /* but for whole_of it is the whole's */
};

static enum wirecopy_status make_parts(struct parts *parts, const struct parting *whole, int64_t window_minutes)
{
    enum wirecopy_status status = groups_part(&parts->groups, whole->groups, whole->left_out->articles, window_minutes);
    if (status != WIRECOPY_OK)
        return status;
    parts->left_out = *whole->left_out;
    parts->left_out.flags = NULL;
    status = left_out_part(&parts->left_out, whole->left_out, &parts->groups);
    parts->sets = (struct sets){&parts->left_out, whole->sets->common, parts->groups.count, whole->sets->huge};
    if (status == WIRECOPY_OK && whole->likeness->pairs)
        status = likeness_within(&parts->likeness, whole->likeness, &parts->groups, whole->groups->count);
    if (status == WIRECOPY_OK)
        status = candidates_within(&parts->candidates, whole->candidates, &parts->sets);
    if (status == WIRECOPY_OK)
        return status;
    memory_free(parts->likeness.whole_of);
    memory_free(parts->left_out.flags);
    groups_release(&parts->groups);
    return status;
}

enum wirecopy_status part_by_window(const struct parting *parting, int64_t window_minutes)
{
    struct parts parts = {0};
    enum wirecopy_status status = make_parts(&parts, parting, window_minutes);
    if (status != WIRECOPY_OK)
        return status;
    parts.candidates.glances = parting->candidates->glances; /* which are those of texts */
    parting->candidates->glances = NULL;
    candidates_release(parting->candidates);
    memory_free(parting->left_out->flags);
    groups_release(parting->groups);
    *parting->groups = parts.groups;
    parting->left_out->flags = parts.left_out.flags;
    parting->sets->count = parts.sets.count;
    *parting->candidates = parts.candidates;
    parting->candidates->sets = parting->sets;
    *parting->likeness = parts.likeness;
    return WIRECOPY_OK;
}
