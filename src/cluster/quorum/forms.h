/*
 * Forms among clusters. Takes: clusters. Gives: those that are not issues of one form. Promises: the answer depends on the clusters'
 * texts and matches only. Does not know: why a cluster was joined. Private to this room.
 */
#ifndef WIRECOPY_CLUSTER_QUORUM_FORMS_H
#define WIRECOPY_CLUSTER_QUORUM_FORMS_H

#include "cluster/quorum/quorum.h"

/* Clusters that are no forms, by a hash of which texts are looked at of them; what was left out of these has to be the same. */
struct known_forms {
    struct hash_set none;
    const struct changed_groups *changed; /* of which other lines are left out than of what is known; NULL: none */
    bool noted;                           /* those that are found are added */
};

/*
 * Parts each cluster whose members are notices of one form, and counts them; of these only those that are one notice stay together. Cost: a few
 * alignments for each cluster of three groups or more; a pass over the matches where one is parted. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status forms_part(struct quorum *quorum, const struct matches *matches, const struct verifying *verifying, struct known_forms *known,
                                uint64_t *parted_out);

#endif
