/*
 * Suspects: lines that three or more groups have. Takes: lines as they are walked over. Gives: of each the groups by which it is judged,
 * neighbours by the same groups. Promises: a draw by hash, the same for any order of arrival. Private to the rule of strangers.
 */
#ifndef WIRECOPY_LEARN_LINES_SUSPECTS_H
#define WIRECOPY_LEARN_LINES_SUSPECTS_H

#include "learn/lines/rules.h"
#include "learn/strangers.h"

/* A line that three or more groups have, and those of them that are drawn. */
struct suspect {
    uint64_t line;
    uint32_t drawn[STRANGERS_DRAWN];
    uint32_t count;
    uint32_t one_in;       /* strangers share less than one in so many of the smaller's shingles */
    bool without_smallest; /* the others may tell alone that they are strangers */
};

/*
 * Of the lines that three groups still have those whose inklings tell that strangers share them are found at once; the others become suspects in
 * strangers->suspects, whose places strangers->sorter has, by the groups drawn.
 */
enum wirecopy_status strangers_find_suspects(struct strangers *strangers);

/* strangers.c: has others make way for what will be found among the lines that are listed. */
enum wirecopy_status strangers_use(struct strangers *strangers);

#endif
