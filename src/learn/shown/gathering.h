/*
 * What gathering lines and gathering common shingles share. Takes: every occurrence of what was learnt, by what it is. Gives: a row for
 * each, counted, with an example whose own text is to be found. Promises: the same rows for any order of arrival. Does not know: what
 * the rows are about. Private to this room.
 *
 * A sorter is filled with (what, place in groups->members); gathering_draft counts its runs and fills it with (leader of the example,
 * row), in order of arrival.
 */
#ifndef WIRECOPY_LEARN_SHOWN_GATHERING_H
#define WIRECOPY_LEARN_SHOWN_GATHERING_H

#include "base/sort/sort.h"
#include "learn/shown/learnt.h"
#include "text/fold/fold.h"

struct gathering {
    struct learnt *learnt;
    const struct left_out *left_out;
    const struct learnt_from *from; /* of lines */
    struct sorter *sorter;          /* member by what it has; then row by the leader of its example */
    struct scratch *drafts;         /* struct draft, by row from first_row on */
    uint64_t first_row;
    /* the visit of examples */
    struct sort_record wanted;
    bool ended;
    struct scratch_window window;
    struct folder *folder; /* cuts the text of an example into lines */
    struct folded folded;
    struct buffer days;
};

/* A row before its example was visited. */
struct draft {
    uint64_t what;
    uint32_t rank, articles, days, outlets;
};

/* learnt, left_out and from are set, the rest {0}. */
enum wirecopy_status gathering_begin(struct gathering *g);

/* Counts what was added to the sorter, makes room for its rows, and shows the first example that is wanted. */
enum wirecopy_status gathering_draft(struct gathering *g);

/* In its place, where nothing was added to the sorter: drafts in order of what they are, and then the rest of it. */
enum wirecopy_status gathering_add_draft(struct gathering *g, const struct draft *draft);
enum wirecopy_status gathering_drafted(struct gathering *g);

/* The draft of the row that is wanted. */
enum wirecopy_status gathering_wanted(const struct gathering *g, struct draft *draft);

/* Fills the wanted row, of which rule, source and example are known, and goes on to the next. */
enum wirecopy_status gathering_put(struct gathering *g, struct learnt_row row, const struct draft *draft, struct wirecopy_bytes text);

/*
 * Visits the example of each row that is wanted, in order of arrival, until its row is filled. shown: its lines; of each gathering_text_of has the
 * text meanwhile.
 */
typedef enum wirecopy_status gathering_visit(void *context, uint32_t rank, const struct shown_lines *shown);
enum wirecopy_status gathering_examples(struct gathering *g, gathering_visit *visit, void *context);

/* The text of the i-th line of the example. */
struct wirecopy_bytes gathering_text_of(const struct gathering *g, size_t i);

/* Puts all rows in order, unless status is a failure, and releases what gathering took; returns the status. */
enum wirecopy_status gathering_end(struct gathering *g, enum wirecopy_status status);

#endif
