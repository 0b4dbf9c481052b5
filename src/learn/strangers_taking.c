/* What the rule takes from a group. Of several groups each may be asked about by a thread of its own. */
#include "learn/lines/suspects.h"
#include "learn/strangers.h"

/* An article of which the rule would take more than nine tenths of the words keeps them: else three throw-away pages could erase a rival's story. */
void strangers_take_of(struct left_out *left_out, const struct hash_set *found, uint32_t rank, const struct shown_lines *shown)
{
    uint64_t words = shown->other_words, taken = 0;
    left_out->flags[rank] &= (uint8_t)~GROUP_CHANGED;
    for (size_t i = 0; i < shown->count; i++)
        hash_set_prefetch(found, shown->lines[i].hash);
    for (size_t i = 0; i < shown->count; i++)
        if (!line_is_out(left_out, shown_number(shown, i))) {
            words += shown->lines[i].word_count;
            taken += hash_set_has(found, shown->lines[i].hash) ? shown->lines[i].word_count : 0;
        }
    if (taken == 0)
        return;
    if (10 * (words - taken) < words) {
        left_out->flags[rank] |= GROUP_PROTECTED;
        return;
    }
    for (size_t i = 0; i < shown->count; i++)
        if (hash_set_has(found, shown->lines[i].hash))
            take_line_out(left_out, shown_number(shown, i));
    left_out->flags[rank] |= GROUP_CHANGED;
    left_out_note_cut(left_out, rank, shown);
}

void strangers_take(struct strangers *strangers, uint32_t rank, const struct shown_lines *shown)
{
    strangers_take_of(strangers->left_out, &strangers->found[strangers->round], rank, shown);
}
