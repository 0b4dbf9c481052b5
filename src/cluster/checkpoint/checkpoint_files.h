/* Opening a file of a save where it fits. Private to what restores and saves checkpoints. */
#ifndef WIRECOPY_CLUSTER_CHECKPOINT_CHECKPOINT_FILES_H
#define WIRECOPY_CLUSTER_CHECKPOINT_CHECKPOINT_FILES_H

#include "cluster/checkpoint/checkpoint.h"

/* The fingerprint of a file: the checksum of the one before, and of the options. */
uint64_t checkpoint_fingerprint(uint64_t before, uint64_t options);

/* Opens a file of the chain; NULL where there is none that was made from this one before, with these options. Errors: as saved.h. */
enum wirecopy_status checkpoint_open(const char *directory, const char *name, uint64_t before, uint64_t options, struct saved **saved_out);

#endif
