/* A plan in words, and what a match would share of the keys. */
#include "sketch/keys.h"

#include <math.h>
#include <stdio.h>

/* A match falls so far below by chance three times in a hundred thousand: less than the keys miss anyway. */
static const double DEVIATIONS = 4;

int16_t keys_shared_least(int keys, double share)
{
    return (int16_t)ceil(keys * share - DEVIATIONS * sqrt(keys * share * (1 - share)));
}

void keys_needed_init(struct keys_needed *needed, const struct plan *plan, double resemblance, double containment)
{
    /* of the smaller set: resemblance r means that the two share at least r / (1 + r) of their sizes' sum */
    double by_resemblance = 2 * resemblance / (1 + resemblance), share = by_resemblance < containment ? by_resemblance : containment;
    needed->any = plan->sampled_one_in > 0;
    for (int n = 0; n <= KEY_COUNT_MOST; n++)
        needed->of[n] = keys_shared_least(n, share);
}

void band_keys(const uint32_t *minima, const struct plan *plan, uint32_t *keys)
{
    if (plan->rows == 2) /* the usual number */
        hash_pairs(minima, plan->bands, keys);
    else
        for (uint32_t band = 0; band < plan->bands; band++)
            keys[band] = band_key(minima, band, plan->rows);
}

void plan_describe(const struct plan *plan, char *text, size_t text_size)
{
    char bands[48] = "", sampled[48] = "";
    if (plan->all_pairs) {
        snprintf(text, text_size, "all pairs");
        return;
    }
    if (plan->bands)
        snprintf(bands, sizeof bands, "%u bands of %u rows", plan->bands, plan->rows);
    if (plan->sampled_one_in)
        snprintf(sampled, sizeof sampled, "sampled keys of 1/%u", plan->sampled_one_in);
    snprintf(text, text_size, "%s%s%s", bands, *bands && *sampled ? ", " : "", sampled);
}
