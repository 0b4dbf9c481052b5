/*
 * Saved files. Takes: sections of bytes, under a name and a fingerprint. Gives: them back, in the same order, in another run.
 * Promises: a file is whole or not there; one that was cut is refused, and what was altered before it is used. Does not know: what the
 * sections mean.
 *
 * A file is a head, sections (size, bytes, zeros up to a multiple of 8), the XXH3 of each block of this, and a foot that says where
 * these begin, and what their XXH3 is. Blocks are checked as they are read: most of a save is not read by most runs.
 */
#ifndef WIRECOPY_BASE_STORAGE_SAVED_H
#define WIRECOPY_BASE_STORAGE_SAVED_H

#include "base/storage/scratch.h"
#include "base/set.h"

/* Raise it where the meaning of any section changes. */
enum { SAVED_VERSION = 32 };

struct saving;

/* Begins the file of that name in a directory, under a temporary name. fingerprint: of all that it was made from. */
enum wirecopy_status saving_begin(const char *directory, const char *name, uint64_t fingerprint, struct saving **saving_out);

/* Adds a section. Errors: WIRECOPY_IO. */
enum wirecopy_status saving_put(struct saving *saving, const void *data, uint64_t size);
enum wirecopy_status saving_put_scratch(struct saving *saving, const struct scratch *scratch);

/* Adds a section of a size that is a multiple of 8 in pieces: all its bytes follow by saving_add. */
enum wirecopy_status saving_put_pieces(struct saving *saving, uint64_t size);
enum wirecopy_status saving_add(struct saving *saving, const void *data, uint64_t size);

/* saved_set.c: adds a set of hashes, as two sections. */
enum wirecopy_status saving_put_set(struct saving *saving, const struct hash_set *set);

/* Ends the file: where status is WIRECOPY_OK it takes its name, else it vanishes. Returns the first failure; *checksum_out is the foot's. */
enum wirecopy_status saving_end(struct saving *saving, enum wirecopy_status status, uint64_t *checksum_out);

struct saved;

/*
 * Opens the file of that name. *saved_out is NULL where there is none. Errors, here and where it is read: WIRECOPY_BAD_INPUT (it is no such
 * file, of another version, cut or altered), WIRECOPY_IO.
 */
enum wirecopy_status saved_open(const char *directory, const char *name, struct saved **saved_out);
void saved_close(struct saved *saved);

uint64_t saved_fingerprint(const struct saved *saved);
uint64_t saved_checksum(const struct saved *saved);

/* The size of the next section. Errors, here and below: WIRECOPY_BAD_INPUT, where there is none or it has another size; WIRECOPY_IO. */
enum wirecopy_status saved_next(struct saved *saved, uint64_t *size_out);

/* Takes the next section, of that size. */
enum wirecopy_status saved_take(struct saved *saved, void *data, uint64_t size);

/* Takes the next section into a block of count elements, which the caller frees with memory_free. */
enum wirecopy_status saved_take_array(struct saved *saved, size_t element_bytes, void *array_pointer, size_t *count_out);

/* Takes the next two sections as a set, which the caller releases; on failure there is nothing to release. */
enum wirecopy_status saved_take_set(struct saved *saved, struct hash_set *set);

/* Takes the next section as scratch that can be read only; see scratch_adopt. */
enum wirecopy_status saved_take_scratch(struct saved *saved, struct scratch_space *space, bool kept, struct scratch **scratch_out);

#endif
