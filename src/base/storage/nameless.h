/* Files without a name. Takes: a directory. Gives: a file in it. Promises: nothing is left behind, however the process ends. */
#ifndef WIRECOPY_BASE_STORAGE_NAMELESS_H
#define WIRECOPY_BASE_STORAGE_NAMELESS_H

/* Opens one for reading and writing; -1 and errno where that fails. */
int nameless_open(const char *directory);

/* Where scratch lies: directory, else TMPDIR, else /tmp. */
const char *nameless_directory(const char *directory);

#endif
