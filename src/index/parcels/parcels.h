/*
 * Parcels: articles as bytes, for who clusters a corpus on many machines. Takes: a corpus of some articles. Gives: their parcels, and a corpus again; of
 * texts their keys, verdicts, clusters. Promises: what clustering finds in the whole, by the same furniture and plan, whichever come together.
 * Does not know: machines. Private to this folder; wirecopy.h has the calls.
 */
#ifndef WIRECOPY_INDEX_PARCELS_PARCELS_H
#define WIRECOPY_INDEX_PARCELS_PARCELS_H

#include "cluster/given.h"
#include "cluster/pipeline.h"

/* WIRECOPY_INVALID where the corpus's options are not those of its calls, or it was clustered. */
enum wirecopy_status parcels_serve(const struct wirecopy_corpus *corpus);

/* A hash as its bytes, which are in order of hash128_compare, and back. */
struct wirecopy_hash hash_shown(struct hash128 hash);
struct hash128 hash_taken(const struct wirecopy_hash *shown);

#endif
