/* How a member stands to a representative. Takes: sizes, a verdict. Gives: one relation, the first that fits. */
#ifndef WIRECOPY_MATCH_RELATION_H
#define WIRECOPY_MATCH_RELATION_H

#include "match/verify.h"

/*
 * The relation of a member of member_size shingles to another article of other_size, of different folded text: update,
 * own-update, excerpt, expansion, else copy. same_outlet: both have the same known source.
 */
enum wirecopy_relation relation_of(enum verdict verdict, bool same_outlet, uint32_t shared, uint32_t member_size, uint32_t other_size);

#endif
