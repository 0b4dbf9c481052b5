/* Sets, saved: their places as they lie in memory, so that none is hashed again. */
#include "base/storage/saved.h"

enum wirecopy_status saving_put_set(struct saving *saving, const struct hash_set *set)
{
    uint64_t head[] = {set->count, set->has_zero};
    enum wirecopy_status status = saving_put(saving, head, sizeof head);
    return status == WIRECOPY_OK ? saving_put(saving, set->places, set->places ? (set->mask + 1) * sizeof *set->places : 0) : status;
}

enum wirecopy_status saved_take_set(struct saved *saved, struct hash_set *set)
{
    uint64_t head[2];
    size_t places = 0;
    enum wirecopy_status status = saved_take(saved, head, sizeof head);
    *set = (struct hash_set){0};
    if (status == WIRECOPY_OK)
        status = saved_take_array(saved, sizeof *set->places, &set->places, &places);
    if (status == WIRECOPY_OK && (places & (places - 1) || head[0] > places / 2 + 2 || (places == 0 && head[0] > 0)))
        status = status_fail(WIRECOPY_BAD_INPUT, "a saved set contradicts itself");
    if (status != WIRECOPY_OK || places == 0) {
        memory_free(set->places);
        *set = (struct hash_set){0};
        return status;
    }
    *set = (struct hash_set){set->places, places - 1, (size_t)head[0], head[1] != 0};
    return status;
}
