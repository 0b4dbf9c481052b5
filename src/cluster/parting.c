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

/* Of a group while it is parted: its parts, their keys, and those of crowds in order of time, all beside what there is of the whole. */
enum { BYTES_A_GROUP = 64 };

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

/* Takes so many bytes, for which what lies in scratch makes way; the caller gives them back. */
static enum wirecopy_status make_way(const struct parting *whole, uint64_t bytes)
{
    const struct left_out *left_out = whole->left_out;
    struct candidates *candidates = whole->candidates;
    uint64_t lacking;
    enum wirecopy_status status = candidates_use(candidates, bytes, &lacking);
    if (status == WIRECOPY_OK && lacking > 0)
        status = distribution_put_aside(&candidates->pairs);
    if (status == WIRECOPY_OK && lacking > 0 && candidates->glances)
        status = glances_make_way(candidates->glances, lacking);
    scratch_space_take(left_out->space, 0); /* what came back is the system's again */
    return status;
}

enum wirecopy_status part_by_window(const struct parting *parting, int64_t window_minutes)
{
    struct parts parts = {0};
    struct scratch_space *space = parting->left_out->space;
    uint64_t bytes = parting->groups->count * (uint64_t)BYTES_A_GROUP;
    enum wirecopy_status status = make_way(parting, bytes);
    if (status == WIRECOPY_OK)
        status = make_parts(&parts, parting, window_minutes);
    scratch_space_return(space, bytes);
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
