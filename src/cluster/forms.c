/*
 * Where every notice of a form matches every other, no pair and no quorum tells that they are no copies: what tells is that a third one
 * differs from both in the very places where these differ. A cluster of it is taken apart; then what is one notice is joined again: in two
 * papers, corrected, or on a page that its outlet keeps up to date.
 */
#include "cluster/forms.h"

#include <string.h>

#include "match/one_form.h"

static enum wirecopy_status is_form(const struct verifying *verifying, struct one_form_room *room, const struct members *members, bool *is)
{
    uint32_t ranks[FORM_LOOKED], count = members_count(members) < FORM_LOOKED ? members_count(members) : FORM_LOOKED;
    *is = false;
    if (count < FORM_LEAST)
        return WIRECOPY_OK;
    for (uint32_t k = 0; k < count; k++)
        ranks[k] = members_at(members, k);
    return are_one_form(verifying->left_out, room, ranks, count, is);
}

/* Joins again what is one notice and was in one of the clusters that were parted, by group in parted. */
static enum wirecopy_status join_notices(struct quorum *quorum, const struct matches *matches, const struct left_out *left_out,
                                         struct one_form_room *room, const uint32_t *parted)
{
    struct scratch_window window = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t row = 0; row < matches->count && status == WIRECOPY_OK; row++) {
        struct match match;
        bool one = false;
        status = matches_row_ahead(matches, row, &window, &match);
        if (status == WIRECOPY_OK && match.verdict != VERDICT_TEMPLATE && parted[match.a] != QUORUM_ALONE && parted[match.a] == parted[match.b])
            status = are_one_notice(left_out, room, &match, &one);
        if (status == WIRECOPY_OK && one)
            status = quorum_join(quorum, &match);
    }
    scratch_window_release(&window);
    return status;
}

enum wirecopy_status forms_part(struct quorum *quorum, const struct matches *matches, const struct verifying *verifying, uint64_t *parted_out)
{
    size_t clusters = quorum->count;
    uint32_t groups = verifying->left_out->groups->count, *parted = NULL;
    struct one_form_room room = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    *parted_out = 0;
    for (size_t i = 0; i < clusters && status == WIRECOPY_OK; i++) {
        bool is;
        status = is_form(verifying, &room, &quorum->clusters[i].members, &is);
        if (status != WIRECOPY_OK || !is)
            continue;
        if (!parted) {
            parted = memory_allocate(groups, sizeof *parted);
            if (!parted) {
                status = WIRECOPY_NO_MEMORY;
                break;
            }
            memset(parted, 0xff, groups * sizeof *parted);
        }
        for (uint32_t k = 0; k < quorum->clusters[i].members.sorted; k++)
            parted[quorum->clusters[i].members.ranks[k]] = (uint32_t)i;
        quorum_take_apart(quorum, (uint32_t)i);
        ++*parted_out;
    }
    if (parted && status == WIRECOPY_OK)
        status = join_notices(quorum, matches, verifying->left_out, &room, parted);
    for (size_t i = clusters; i < quorum->count; i++)
        members_settle(&quorum->clusters[i].members);
    memory_free(parted);
    one_form_room_release(&room);
    return status;
}
