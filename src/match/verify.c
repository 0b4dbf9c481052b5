/* Verification: two sorted sets are merged and counted; what passes goes to the template rule. */
#include "match/verify.h"

#include "match/template.h"

struct verifier {
    const struct verifying *verifying;
    struct buffer room_a, room_b;
    struct shingle_set set_a; /* pairs come in order of a: its set is kept */
    uint32_t rank_a;
    bool has_a;
    struct template_room template_room;
};

enum wirecopy_status verifier_create(const struct verifying *verifying, struct verifier **verifier_out)
{
    struct verifier *verifier = memory_allocate_zero(1, sizeof *verifier);
    if (!verifier)
        return WIRECOPY_NO_MEMORY;
    verifier->verifying = verifying;
    *verifier_out = verifier;
    return WIRECOPY_OK;
}

void verifier_free(struct verifier *verifier)
{
    if (!verifier)
        return;
    buffer_release(&verifier->room_a);
    buffer_release(&verifier->room_b);
    template_room_release(&verifier->template_room);
    memory_free(verifier);
}

static bool passes(struct match_rule rule, const struct match *m)
{
    if (m->size_a < SHORT_SHINGLES || m->size_b < SHORT_SHINGLES)
        return false;
    return (m->shared >= SHARED_FOR_RESEMBLANCE && match_resemblance(m) >= rule.resemblance) ||
           (m->shared >= SHARED_FOR_CONTAINMENT && match_containment(m) >= rule.containment);
}

enum wirecopy_status verify_overlap(struct verifier *verifier, uint32_t a, uint32_t b, struct match *match_out)
{
    const struct verifying *v = verifier->verifying;
    struct shingle_set set_b;
    enum wirecopy_status status = WIRECOPY_OK;
    if (!verifier->has_a || verifier->rank_a != a) {
        verifier->has_a = false;
        status = sets_view(v->sets, a, &verifier->room_a, &verifier->set_a);
        verifier->rank_a = a;
        verifier->has_a = status == WIRECOPY_OK;
    }
    if (status == WIRECOPY_OK)
        status = sets_view(v->sets, b, &verifier->room_b, &set_b);
    if (status != WIRECOPY_OK)
        return status;
    *match_out = (struct match){.a = a, .b = b, .size_a = (uint32_t)verifier->set_a.count, .size_b = (uint32_t)set_b.count};
    match_out->shared = (uint32_t)shingle_sets_shared(verifier->set_a, set_b);
    match_out->verdict = passes(v->rule, match_out) ? VERDICT_MATCH : VERDICT_APART;
    return WIRECOPY_OK;
}

enum wirecopy_status verify_pair(struct verifier *verifier, uint32_t a, uint32_t b, struct match *match_out)
{
    enum wirecopy_status status = verify_overlap(verifier, a, b, match_out);
    enum verdict verdict;
    if (status != WIRECOPY_OK || match_out->verdict == VERDICT_APART)
        return status;
    status = template_judge(verifier->verifying->left_out, &verifier->template_room, a, b, match_resemblance(match_out), &verdict);
    match_out->verdict = verdict;
    return status;
}
