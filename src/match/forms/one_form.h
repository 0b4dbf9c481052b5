/*
 * Forms without numbers. Takes: some groups that are taken for copies of one story. Gives: whether they are one form with other words
 * instead. Promises: the answer depends on their texts and their order only. Does not know: clusters, pairs.
 *
 * Copies of a story were reworded by each outlet in other places, or one reworded what the others have alike. Notices of a form all
 * differ in the same places, and no two are alike there: who died, who was appointed, what the sky will be.
 */
#ifndef WIRECOPY_MATCH_FORMS_ONE_FORM_H
#define WIRECOPY_MATCH_FORMS_ONE_FORM_H

#include "learn/left_out.h"
#include "match/forms/align.h"
#include "match/forms/coarse.h"
#include "match/forms/seen.h"
#include "match/verify.h"

/* So many groups are looked at together, and so often others where there are more; two cannot tell. */
enum { FORM_LEAST = 3, FORM_LOOKED = 6, FORM_LOOKS = 5 };

/* One thread's buffers. {0} at first. */
struct one_form_room {
    struct seen_room seen[2];
    struct coarse_room coarse;
    struct alignment_room alignment;
    struct text_view view;
    struct buffer words, gaps, bodies[2];    /* of the first and of another */
    struct buffer fillings[FORM_LOOKED - 1]; /* uint64_t, by place of the first: what another has there instead; 0: the same, or nothing like it */
};
void one_form_room_release(struct one_form_room *room);

/*
 * Whether some groups, FORM_LEAST of them to FORM_LOOKS times FORM_LOOKED, are one form; never where one is too long to be aligned. Cost: an
 * alignment for each but the first, and mostly two of FORM_LOOKED: most copies are nearly equal. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status are_one_form(const struct left_out *left_out, struct one_form_room *room, const uint32_t *ranks, size_t count, bool *are_out);

/* Whether nearly all of the smaller of two groups of a form that match stands in the larger: a notice that was cut, unless it has no facts. */
bool is_part_of_notice(const struct match *match);

/*
 * Whether two groups of a form that match are one notice: nearly equal, a correction, or what an outlet has at one address, as the first of
 * their members have it. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status are_one_notice(const struct left_out *left_out, struct one_form_room *room, const struct match *match, bool *are_out);

#endif
