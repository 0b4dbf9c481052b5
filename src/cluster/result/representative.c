/* The medoid of a cluster by exact resemblance (Kaufman and Rousseeuw 1987), over a sample where the cluster is large. */
#include "cluster/result/representative.h"

enum wirecopy_status comparer_overlap(struct comparer *comparer, uint32_t a, uint32_t b, struct match *match_out)
{
    bool found;
    enum wirecopy_status status = matches_look(comparer->matches, (uint64_t)a << 32 | b, &comparer->step, match_out, &found);
    return status == WIRECOPY_OK && !found ? verify_overlap(comparer->verifier, a, b, match_out) : status;
}

enum wirecopy_status comparer_pair(struct comparer *comparer, uint32_t a, uint32_t b, struct match *match_out)
{
    bool found;
    enum wirecopy_status status = matches_look(comparer->matches, (uint64_t)a << 32 | b, &comparer->step, match_out, &found);
    if (status == WIRECOPY_OK && !found) /* a glance has the numbers of matches only */
        found = verify_tells_match(comparer->verifier, a, b, match_out) && match_out->verdict != VERDICT_APART;
    return status == WIRECOPY_OK && !found ? verify_pair(comparer->verifier, a, b, match_out) : status;
}

enum wirecopy_status representative_find(struct comparer *comparer, const struct groups *groups, const uint32_t *ranks, size_t count,
                                         uint32_t *representative_out, double *least_out)
{
    double sums[JUDGED_MOST];
    size_t judged = count < JUDGED_MOST ? count : JUDGED_MOST, best = 0;
    *least_out = 1;
    for (size_t i = 0; i < judged; i++)
        sums[i] = groups_size(groups, ranks[i]) - 1; /* its own exact copies */
    for (size_t i = 0; i < judged; i++)
        for (size_t j = i + 1; j < judged; j++) {
            struct match match;
            enum wirecopy_status status = comparer_overlap(comparer, ranks[i], ranks[j], &match);
            if (status != WIRECOPY_OK)
                return status;
            if (match_resemblance(&match) < *least_out)
                *least_out = match_resemblance(&match);
            sums[i] += match_resemblance(&match) * groups_size(groups, ranks[j]);
            sums[j] += match_resemblance(&match) * groups_size(groups, ranks[i]);
        }
    for (size_t i = 1; i < judged; i++)
        if (sums[i] > sums[best])
            best = i;
    *representative_out = ranks[best];
    return WIRECOPY_OK;
}
