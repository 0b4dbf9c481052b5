/*
 * Where every notice of a form matches every other, no pair and no quorum tells that they are no copies: what tells is that a third one
 * differs from both in the very places where these differ. A cluster of it is taken apart; then its nearly equal pairs are joined again,
 * as one notice in two papers is.
 */
#include "cluster/forms.h"

#include <string.h>

#include "match/one_form.h"

static const double NEARLY_EQUAL = 0.9; /* resemblance */

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

/* Joins again what is nearly equal and was in one of the clusters that were parted, by group in parted. */
static enum wirecopy_status join_nearly_equal(struct quorum *quorum, const struct matches *matches, const uint32_t *parted)
{
    struct scratch_window window = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t row = 0; row < matches->count && status == WIRECOPY_OK; row++) {
        struct match match;
        status = matches_row_ahead(matches, row, &window, &match);
        if (status == WIRECOPY_OK && match.verdict != VERDICT_TEMPLATE && parted[match.a] != QUORUM_ALONE && parted[match.a] == parted[match.b] &&
            match_resemblance(&match) >= NEARLY_EQUAL)
            status = quorum_join(quorum, &match);
    }
    scratch_window_release(&window);
    return status;
}

enum wirecopy_status forms_part(struct quorum *quorum, const struct matches *matches, const struct verifying *verifying)
{
    size_t clusters = quorum->count;
    uint32_t groups = verifying->left_out->groups->count, *parted = NULL;
    struct one_form_room room = {0};
    enum wirecopy_status status = WIRECOPY_OK;
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
    }
    if (parted && status == WIRECOPY_OK)
        status = join_nearly_equal(quorum, matches, parted);
    for (size_t i = clusters; i < quorum->count; i++)
        members_settle(&quorum->clusters[i].members);
    memory_free(parted);
    one_form_room_release(&room);
    return status;
}
