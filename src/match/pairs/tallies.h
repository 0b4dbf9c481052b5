/*
 * Tallies: how many keys of giant crowds each article shares with their anchors. Takes: the ranks of such keys. Gives: the pairs, to be dealt.
 * Promises: the candidates that dealing each meeting would give. Does not know: other keys.
 * Private to this room.
 *
 * Of 200,000 copies of one story each meets the same few anchors by some hundred keys: a pair that is counted is dealt once.
 */
#ifndef WIRECOPY_MATCH_PAIRS_TALLIES_H
#define WIRECOPY_MATCH_PAIRS_TALLIES_H

#include "match/pairs/candidates.h"

struct tallies;

/*
 * None yet, and memory of the space for some, for which keys make way; *tallies_out can be freed on failure too, and is NULL where there is none.
 * Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status tallies_create(const struct candidates *candidates, struct scratch *keys, struct tallies **tallies_out);
void tallies_free(struct tallies *tallies);

/*
 * Counts an anchor's meetings with the ranks behind it in its crowd; *counted_out is false where that is not worth it or has no room: then they are
 * to be dealt. Errors: WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status tallies_count(struct tallies *tallies, uint32_t anchor, const uint32_t *ranks, size_t count, bool *counted_out);

/*
 * Deals all that was counted, once it is known what articles have of all keys. The plan has no bands: a pair that surely suffices is dealt as
 * one that met in a band, whatever else it shares. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status tallies_deal(const struct tallies *tallies, struct candidates *candidates);

#endif
