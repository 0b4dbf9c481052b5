/*
 * Where every notice of a form matches every other, no pair and no quorum tells that they are no copies: what tells is that a third one
 * differs from both in the very places where these differ. A cluster of it is taken apart; then what is one notice is joined again: in two
 * papers, corrected, or on a page that its outlet keeps up to date.
 */
#include "cluster/quorum/forms.h"

#include <string.h>

#include "base/parallel.h"
#include "learn/again.h"
#include "match/forms/one_form.h"

/* Clusters that are looked at together. */
enum { CLUSTERS_A_PIECE = 32 };

/* Groups of one that are looked at. */
enum { RANKS_MOST = FORM_LOOKS * FORM_LOOKED };

struct looking {
    const struct quorum *quorum;
    const struct left_out *left_out;
    const struct known_forms *known;
    bool *forms; /* by cluster */
};

/*
 * The groups of a cluster that are looked at, and their number: too few are none. The first of its members; of a large one the next looks are at
 * members far apart.
 */
static uint32_t list_looked(const struct members *members, uint32_t *ranks)
{
    uint32_t all = members_count(members), count = 0, looks = all / FORM_LOOKED < FORM_LOOKS ? all / FORM_LOOKED : FORM_LOOKS;
    if (all < FORM_LEAST)
        return 0;
    for (; count < all && count < FORM_LOOKED; count++)
        ranks[count] = members_at(members, count);
    for (uint32_t look = 1; look < looks; look++)
        for (uint32_t k = 0; k < FORM_LOOKED; k++)
            ranks[count++] = members_at(members, FORM_LOOKED + (uint32_t)((uint64_t)(all - FORM_LOOKED) * (k * (looks - 1) + look - 1) /
                                                                          (FORM_LOOKED * (looks - 1))));
    return count;
}

/* By what a cluster is known; false where one of its groups changed. */
static bool name_of(const struct looking *looking, const uint32_t *ranks, uint32_t count, uint64_t *name_out)
{
    uint32_t texts[RANKS_MOST];
    for (uint32_t k = 0; k < count; k++) {
        if (looking->known->changed && group_changed(looking->known->changed, ranks[k]))
            return false;
        texts[k] = groups_text(looking->left_out->groups, ranks[k]);
    }
    *name_out = hash_bytes(texts, count * sizeof *texts);
    return true;
}

static enum wirecopy_status is_form(const struct looking *looking, struct one_form_room *room, const struct members *members, bool *is)
{
    uint32_t ranks[RANKS_MOST], count = list_looked(members, ranks);
    uint64_t name;
    *is = false;
    if (count == 0 || (looking->known->none.count > 0 && name_of(looking, ranks, count, &name) && hash_set_has(&looking->known->none, name)))
        return WIRECOPY_OK;
    return are_one_form(looking->left_out, room, ranks, count, is);
}

static enum wirecopy_status look(void *context, void *room, uint32_t begin, uint32_t end)
{
    const struct looking *looking = context;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = begin; i < end && status == WIRECOPY_OK; i++)
        status = is_form(looking, room, &looking->quorum->clusters[i].members, &looking->forms[i]);
    return status;
}

/* Adds those that are no forms to what is known. */
static enum wirecopy_status note_none(const struct looking *looking, struct known_forms *known)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < looking->quorum->count && known->noted && status == WIRECOPY_OK; i++) {
        uint32_t ranks[RANKS_MOST], count = list_looked(&looking->quorum->clusters[i].members, ranks);
        uint64_t name;
        if (count > 0 && !looking->forms[i] && name_of(looking, ranks, count, &name))
            status = hash_set_add(&known->none, name);
    }
    return status;
}

/* Which clusters are forms, by cluster; one does not depend on another. The caller frees it, also where this fails. */
static enum wirecopy_status find_forms(const struct quorum *quorum, const struct left_out *left_out, struct known_forms *known, bool **forms_out)
{
    struct looking looking = {quorum, left_out, known, memory_allocate(quorum->count, sizeof *looking.forms)};
    uint32_t slot_count = left_out_slots(left_out);
    struct one_form_room *rooms = memory_allocate_zero(slot_count, sizeof *rooms);
    void **slots = memory_allocate(slot_count, sizeof *slots);
    struct sweep sweep = {look, NULL, &looking, slots, (uint32_t)quorum->count, CLUSTERS_A_PIECE, left_out->control, slot_count};
    enum wirecopy_status status = looking.forms && rooms && slots ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < slot_count && status == WIRECOPY_OK; i++)
        slots[i] = &rooms[i];
    if (status == WIRECOPY_OK)
        status = parallel_sweep(&sweep, left_out->threads);
    if (status == WIRECOPY_OK)
        status = note_none(&looking, known);
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

enum wirecopy_status forms_part(struct quorum *quorum, const struct matches *matches, const struct verifying *verifying, struct known_forms *known,
                                uint64_t *parted_out)
{
    size_t clusters = quorum->count;
    uint32_t groups = verifying->left_out->groups->count, *parted = NULL;
    struct whole *wholes = NULL;
    struct one_form_room room = {0};
    bool *forms;
    enum wirecopy_status status = find_forms(quorum, verifying->left_out, known, &forms);
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
