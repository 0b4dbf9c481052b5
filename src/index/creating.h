/*
 * An index while it is made. Takes: a corpus of which it is known what is left out and which keys there are. Gives: its tables, from front to back. Promises: the
 * same bytes for the same articles in any order, by any threads and kernel, with one allowance of memory. Does not know: how it was learnt. Private to this room.
 */
#ifndef WIRECOPY_INDEX_CREATING_H
#define WIRECOPY_INDEX_CREATING_H

#include "base/sort/distribution.h"
#include "cluster/pipeline.h"
#include "index/index.h"
#include "index/record.h"
#include "match/pairs/group_keys.h"

/* Parts of all sampled keys, and of all bands together. */
enum { PART_BITS = 8 };

struct creating {
    const char *directory;
    struct wirecopy_corpus *corpus;
    struct wirecopy_index index;
    const struct pipeline_view *view;
    struct buffer furniture, plan; /* the texts of the two files */
    struct left_out left_out;      /* by the furniture file */
    struct sets sets;
    struct group_keys keys;
    struct record_room room;
    struct buffer record, members;
    struct distribution postings; /* key << 32 | prefix, in parts by kind and the upper bits of keys */
    unsigned band_bits;           /* of a band's keys */
    struct scratch *kept;         /* of each group: struct kept_keys, and as many keys */
    struct sorter *ids;           /* by the upper half of an id's hash: a place in entries */
    struct scratch *entries;      /* struct created_id */
    uint64_t written, most;       /* bytes of the transaction at hand; when it ends */
    bool begun;                   /* the directory has something of ours */
};

/* Write the tables, in this order, each from front to back; what is behind the last transaction that was begun is the caller's to keep. */
enum wirecopy_status write_groups(struct creating *creating); /* articles; their keys are put aside */
enum wirecopy_status write_ids(struct creating *creating);
enum wirecopy_status write_postings(struct creating *creating); /* and notes crowds, where no plan file says them */
enum wirecopy_status write_entries(struct creating *creating);  /* of groups */

#endif
