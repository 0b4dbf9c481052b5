/*
 * Tables for drawing by Zipf's law: the cumulated weights are walked once, and the rank noted at each of 4,096 equal
 * steps. Two passes over the ranks at start, some 20 ms for a million. Only operations that IEEE 754 rounds exactly,
 * and no product is added to anything, so that no compiler can contract them: the same table everywhere.
 */
#include "zipf.h"

#include <math.h>

static double weight(const struct zipf_law *law, uint32_t rank)
{
    double x = (double)rank + law->shift, root = sqrt(x), fourth_root = sqrt(root), power = 1;
    uint32_t quarters = law->exponent_quarters;
    for (; quarters >= 4; quarters -= 4)
        power *= x;
    if (quarters & 2)
        power *= root;
    if (quarters & 1)
        power *= fourth_root;
    return 1 / power;
}

void zipf_init(struct zipf *zipf, const struct zipf_law *law)
{
    double total = 0, before = 0;
    for (uint32_t rank = 0; rank < law->ranks; rank++)
        total += weight(law, rank);
    uint32_t knot = 0;
    for (uint32_t rank = 0; rank < law->ranks; rank++) {
        double own = weight(law, rank), after = before + own;
        for (; knot < ZIPF_KNOTS; knot++) {
            double wanted = total * knot / ZIPF_KNOTS;
            if (wanted >= after)
                break;
            double part = (wanted - before) / own * (1 << ZIPF_FRACTION_BITS);
            zipf->knots[knot] = (rank << ZIPF_FRACTION_BITS) + (uint32_t)(part < 0 ? 0 : part);
        }
        before = after;
    }
    for (; knot <= ZIPF_KNOTS; knot++)
        zipf->knots[knot] = (law->ranks << ZIPF_FRACTION_BITS) - 1;
}
