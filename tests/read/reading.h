/*
 * What the reader's tests share: files in a directory that goes away, and all that was read as lines of text, so that
 * a test says what it expects in words.
 */
#ifndef WIRECOPY_TESTS_READ_READING_H
#define WIRECOPY_TESTS_READ_READING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "read/reader.h"

/* Makes a directory of its own for a test, removes it with all in it; as cmocka's setup and teardown. */
int make_room(void **state);
int remove_room(void **state);

/* The path of an entry of the room; borrowed until the program ends. */
const char *at(const char *name);

/* Writes an entry of the room; directories in its name are made. */
void write_bytes(const char *name, const void *data, size_t size);
void write_text(const char *name, const char *text);

/*
 * Reads paths to the end, with max_record_bytes 1,000. One line each: "article ID | TEXT", with " title=", " source=",
 * " date=", " url=", " day=" where they are known and a test asks for all, "record PATH:LINE REASON",
 * "file PATH:LINE REASON", "repaired PATH:LINE REASON", and at the end "nothing read" where that is the status. Paths are
 * those within the room; an absent id is "-". Borrowed until the next call.
 */
const char *read_paths(const char *const *paths, size_t count);
const char *read_one(const char *name);
const char *read_with(const char *name, const struct reader_options *options);

/* The same of one file of this content. */
const char *read_content(const char *content);

#endif
