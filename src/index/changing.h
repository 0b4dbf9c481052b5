/*
 * Changes of an index. Takes: records to put and ids to drop. Gives: an index as if it had been made with them. Promises: a transaction, whole or not
 * at all; the same tables for any order of changes that comes to the same articles. Does not know: where articles come from.
 */
#ifndef WIRECOPY_INDEX_CHANGING_H
#define WIRECOPY_INDEX_CHANGING_H

#include "index/index.h"

/* An article that is stored. */
struct stored_article {
    struct hash128 id, content;
};

/* {0} is none; release it at the end. */
struct change {
    struct buffer records, ends; /* to put, as articles_of_group appends them; their ids are not stored, or dropped by the same change */
    struct buffer dropped;       /* struct stored_article: distinct */
};
void change_release(struct change *change);

/* Makes a change, within what was begun for writing. Errors: of the store, WIRECOPY_BAD_INPUT, WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status change_make(struct wirecopy_index *index, const struct change *change);

/*
 * Begins to write, has list say what to change, who may look at the index as it is then, makes the change, and keeps it. All of it is done again where the
 * map had to be widened.
 */
typedef enum wirecopy_status change_list(void *context, struct change *change);
enum wirecopy_status change_keep(struct wirecopy_index *index, change_list *list, void *context);

/* Appends the postings of a group to out (struct sort_record). */
struct group_keys;
enum wirecopy_status list_postings(const struct wirecopy_index *index, const struct group_keys *keys, struct hash128 content, struct buffer *out);

#endif
