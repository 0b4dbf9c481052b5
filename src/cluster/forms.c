/*
 * Where every notice of a form matches every other, no pair and no quorum tells that they are no copies: what tells is that a third one
 * differs from both in the very places where these differ. A cluster of it is taken apart; then what is one notice is joined again: in two
 * papers, corrected, or on a page that its outlet keeps up to date.
 */
#include "cluster/forms.h"

#include <string.h>

#include "base/parallel.h"
#include "match/one_form.h"

/* Clusters that are looked at together. */
enum { CLUSTERS_A_PIECE = 32 };

struct looking {
    const struct quorum *quorum;
    const struct left_out *left_out;
    bool *forms; /* by cluster */
};

/* The first of its members; of a large one the next looks are at members far apart. */
static enum wirecopy_status is_form(const struct left_out *left_out, struct one_form_room *room, const struct members *members, bool *is)
{
    uint32_t ranks[FORM_LOOKS * FORM_LOOKED], all = members_count(members), count = 0;
    uint32_t looks = all / FORM_LOOKED < FORM_LOOKS ? all / FORM_LOOKED : FORM_LOOKS;
    *is = false;
    if (all < FORM_LEAST)
        return WIRECOPY_OK;
    for (; count < all && count < FORM_LOOKED; count++)
        ranks[count] = members_at(members, count);
    for (uint32_t look = 1; look < looks; look++)
        for (uint32_t k = 0; k < FORM_LOOKED; k++)
            ranks[count++] = members_at(members, FORM_LOOKED + (uint32_t)((uint64_t)(all - FORM_LOOKED) * (k * (looks - 1) + look - 1) /
                                                                          (FORM_LOOKED * (looks - 1))));
    return are_one_form(left_out, room, ranks, count, is);
}

static enum wirecopy_status look(void *context, void *room, uint32_t begin, uint32_t end)
{
    const struct looking *looking = context;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = begin; i < end && status == WIRECOPY_OK; i++)
        status = is_form(looking->left_out, room, &looking->quorum->clusters[i].members, &looking->forms[i]);
    return status;
}

/* Which clusters are forms, by cluster; one does not depend on another. The caller frees it, also where this fails. */
static enum wirecopy_status find_forms(const struct quorum *quorum, const struct left_out *left_out, bool **forms_out)
{
    struct looking looking = {quorum, left_out, memory_allocate(quorum->count, sizeof *looking.forms)};
    uint32_t slot_count = left_out_slots(left_out);
    struct one_form_room *rooms = memory_allocate_zero(slot_count, sizeof *rooms);
    void **slots = memory_allocate(slot_count, sizeof *slots);
    struct sweep sweep = {look, NULL, &looking, slots, (uint32_t)quorum->count, CLUSTERS_A_PIECE, left_out->control, slot_count};
    enum wirecopy_status status = looking.forms && rooms && slots ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < slot_count && status == WIRECOPY_OK; i++)
        slots[i] = &rooms[i];
    if (status == WIRECOPY_OK)
        status = parallel_sweep(&sweep, left_out->threads);
    for (uint32_t i = 0; rooms && i < slot_count; i++)
        one_form_room_release(&rooms[i]);
    memory_free(rooms);
    memory_free(slots);
    *forms_out = looking.forms;
    return status;
}

/* What a part of a notice is joined with, by group: of all that it stands in the one that shares most with it, since a part without facts stands in all. */
struct whole {
    uint32_t rank, shared; /* 0 shared: none */
};

static void note_whole(const struct match *match, struct whole *wholes)
{
    bool a_is_part = match->size_a < match->size_b;
    struct whole *whole = &wholes[a_is_part ? match->a : match->b];
    if (is_part_of_notice(match) && match->shared > whole->shared)
        *whole = (struct whole){a_is_part ? match->b : match->a, match->shared};
}

static enum wirecopy_status join_wholes(struct quorum *quorum, const struct matches *matches, const struct whole *wholes, uint32_t groups)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t part = 0; part < groups && status == WIRECOPY_OK; part++) {
        uint64_t whole = wholes[part].rank;
        struct match match;
        if (wholes[part].shared == 0)
            continue;
        status = matches_find(matches, part < whole ? (uint64_t)part << 32 | whole : whole << 32 | part, &match);
        if (status == WIRECOPY_OK)
            status = quorum_join(quorum, &match);
    }
    return status;
}

/* Joins again what is one notice and was in one of the clusters that were parted, by group in parted; notes the wholes of parts. */
static enum wirecopy_status join_notices(struct quorum *quorum, const struct matches *matches, const struct left_out *left_out,
                                         struct one_form_room *room, const uint32_t *parted, struct whole *wholes)
{
    struct scratch_window window = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t row = 0; row < matches->count && status == WIRECOPY_OK; row++) {
        struct match match;
        bool one = false;
        status = matches_row_ahead(matches, row, &window, &match);
        if (status != WIRECOPY_OK || match.verdict == VERDICT_TEMPLATE || parted[match.a] == QUORUM_ALONE || parted[match.a] != parted[match.b])
            continue;
        status = are_one_notice(left_out, room, &match, &one);
        if (status == WIRECOPY_OK && one)
            status = quorum_join(quorum, &match);
        else
            note_whole(&match, wholes);
    }
    scratch_window_release(&window);
    return status;
}

enum wirecopy_status forms_part(struct quorum *quorum, const struct matches *matches, const struct verifying *verifying, uint64_t *parted_out)
{
    size_t clusters = quorum->count;
    uint32_t groups = verifying->left_out->groups->count, *parted = NULL;
    struct whole *wholes = NULL;
    struct one_form_room room = {0};
    bool *forms;
    enum wirecopy_status status = find_forms(quorum, verifying->left_out, &forms);
    *parted_out = 0;
    for (size_t i = 0; i < clusters && status == WIRECOPY_OK; i++) {
        if (!forms[i])
            continue;
        if (!parted) {
            parted = memory_allocate(groups, sizeof *parted);
            wholes = memory_allocate_zero(groups, sizeof *wholes);
            if (!parted || !wholes) {
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
        status = join_notices(quorum, matches, verifying->left_out, &room, parted, wholes);
    if (parted && status == WIRECOPY_OK)
        status = join_wholes(quorum, matches, wholes, groups);
    for (size_t i = clusters; i < quorum->count; i++)
        members_settle(&quorum->clusters[i].members);
    memory_free(parted);
    memory_free(wholes);
    memory_free(forms);
    one_form_room_release(&room);
    return status;
}
