/*
 * Words put together where a script has no spaces and a word is several clusters: Thai, Lao, Khmer, Burmese. Private to this room.
 *
 * Runs, gaps and neighbours of aligned words are counted in words; of clusters so many say a third, and "องศา ต่ำสุด" is no word but seven.
 */
#ifndef WIRECOPY_MATCH_FORMS_COARSE_H
#define WIRECOPY_MATCH_FORMS_COARSE_H

#include "match/forms/align.h"
#include "match/forms/seen.h"
#include "match/verify.h"

/* So many clusters are put together on average. */
enum { CLUSTERS_A_WORD = 3 };

/* {0} at first. */
struct coarse_room {
    bool coarse; /* the words of the last pair were put together */
    struct buffer words[2], begins[2];
    struct group_words made[2];
};
void coarse_room_release(struct coarse_room *room);

/* Whether the words of a group are mostly clusters of such scripts. */
bool has_clusters(const struct left_out *left_out, uint32_t rank);

/*
 * Puts words together, where a body begins and ends apart: after a cluster of larger hash and before one no smaller a word begins, and at
 * numbers, so that what surrounds a word decides of its ends only. begins: where each begins, and the end, uint32_t. Errors: WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status put_together(const struct group_words *clusters, struct buffer *words, struct buffer *begins, struct group_words *made_out);

/* The words of a pair as they are aligned, wholes and bodies: put together where both have clusters. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status list_aligned(struct coarse_room *room, const struct left_out *left_out, const struct match *match,
                                  const struct group_words words[2], struct word_list wholes[2], struct word_list bodies[2]);

/* Has gaps between the bodies of that pair, struct aligned_gap, say where they are among its clusters. */
void place_among_clusters(const struct coarse_room *room, struct buffer *gaps);

#endif
