/* A plan in words. */
#include "sketch/keys.h"

#include <stdio.h>

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
