/*
 * The files of a store. Takes: its directory. Gives: whether there is one that this machine can read, and another file in the place of the old one.
 * Promises: a file and the library's lock beside it, which belong together, are opened together. Does not know: what is in them. Private to the store.
 */
#ifndef WIRECOPY_INDEX_STORE_FILES_H
#define WIRECOPY_INDEX_STORE_FILES_H

#include "base/status.h"
#include "index/store_shared.h"

enum { STORE_PATH_BYTES = 4096 };

/* Makes the directory of a new store, or sees that it is empty. Errors: WIRECOPY_IO, WIRECOPY_INVALID. */
enum wirecopy_status store_folder_begin(const char *directory);

/* Whether there is a store, of this machine's kind. Errors: WIRECOPY_IO, WIRECOPY_BAD_INPUT. */
enum wirecopy_status store_file_look(const char *directory);

/* Has other processes wait: those that open its files, and for_replacing those that replace them too. Give what it returns to store_folder_unlock. */
int store_folder_lock(const char *directory, bool for_replacing);
void store_folder_unlock(int lock);

/* Whether an open file is the one in the directory; true where that cannot be told. */
bool store_file_is(const char *directory, int descriptor);

/* The number of an open file. Errors: WIRECOPY_IO. */
enum wirecopy_status store_file_number(int descriptor, struct file_number *number_out);

/* That of the file in the directory; false where it cannot be told. */
bool store_file_number_of(const char *directory, struct file_number *number_out);

/* Where a copy of the file is made; none is there any more, as of a run that was killed. Errors: WIRECOPY_IO. */
enum wirecopy_status store_copy_path(const char *directory, char path[STORE_PATH_BYTES]);

/* Has the copy take the place of the file. Errors: WIRECOPY_IO: then it is gone, and all is as it was. */
enum wirecopy_status store_file_replace(const char *directory);

#endif
