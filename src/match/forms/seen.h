/* What a group is seen as, and which of its words are aligned: what the template rule looks at. Private to this room. */
#ifndef WIRECOPY_MATCH_FORMS_SEEN_H
#define WIRECOPY_MATCH_FORMS_SEEN_H

#include "learn/left_out.h"

#define NO_MINUTE INT64_MIN

/* A distinct (source, date, url, title) under which a group was published. */
struct seen_as {
    uint64_t source, url;
    int64_t minute; /* of publication, since 1970; NO_MINUTE where no time of day is known */
    int32_t day;
    uint32_t title_at, title_count; /* in the words of its list */
};

/* At most so many: those of the members that come first by id. */
enum { SEEN_AS_MOST = 8 };

/* What a group is seen as; borrowed. */
struct seen_list {
    const struct seen_as *as;
    size_t count;
    const uint32_t *titles; /* the words of titles, each title's sorted */
};

/* NULL where there is none. */
static inline const uint32_t *title_of(const struct seen_list *list, const struct seen_as *as)
{
    return as->title_count > 0 ? list->titles + as->title_at : NULL;
}

/* Words that two titles share and words that they have, for their Jaccard similarity. */
void compare_titles(const struct seen_list *a, const struct seen_as *x, const struct seen_list *b, const struct seen_as *y, size_t *shared,
                    size_t *all);

/* What a list is borrowed from, which is one corpus's. {0} at first. */
struct seen_room {
    struct seen_as as[SEEN_AS_MOST];
    struct buffer titles;
    struct scratch_window meta;
    struct seen_list last; /* of the rank below, asked for again and again; as is NULL: of none */
    uint32_t rank;
};
void seen_room_release(struct seen_room *room);

/* Lists what a group is seen as: the distinct ones of its members, the first SEEN_AS_MOST in order of id. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status list_seen(const struct left_out *left_out, uint32_t rank, struct seen_room *room, struct seen_list *list_out);

/*
 * The words of a group that are left, and of them the body: those from the first to the last line of LONG_LINE_WORDS or more; all,
 * where no line is so long. Borrowed from the view or the room they were made with.
 */
struct group_words {
    const uint32_t *words;
    size_t count, body_begin, body_count;
};
enum wirecopy_status find_group_words(const struct left_out *left_out, uint32_t rank, struct text_view *view, struct buffer *room,
                                      struct group_words *words_out);

/* The same, where left_out_words was asked with this view last. */
void group_words_shown(const struct left_out *left_out, const struct text_view *view, struct group_words *words_out);

/* The same without the words, for a text too long to be shown. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status count_group_words(const struct left_out *left_out, uint32_t rank, struct group_words *words_out);

#endif
