/*
 * What is said of a cluster before its members, and of a member before its id. Takes: a cluster. Gives: its extent in figures, words for what
 * is odd about it, and for how a member stands. Promises: the same words on every kind of page. Does not know: lines, tables. Private to this room.
 */
#ifndef WIRECOPY_REPORT_ABOUT_H
#define WIRECOPY_REPORT_ABOUT_H

#include "report/page.h"

/* What the members of a cluster have in common. */
struct span {
    uint32_t source_columns; /* the widest source */
    bool dated;              /* a member has a date, readable or not */
    int32_t first, last;     /* days; INT32_MAX, INT32_MIN where none is known */
    double most_hours;       /* from the earliest member to the last; 0 where fewer than two have dates */
    struct wirecopy_spread spread;
};

/* others: columns of a member's line beside its source. Errors: as wirecopy_clustering_member. */
enum wirecopy_status read_span(struct page *page, size_t number, size_t size, uint32_t others, struct span *span);

/* Keeps the title of the representative; whether a member's is the same. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status keep_first_title(struct page *page, struct wirecopy_bytes title);
bool title_is_first(const struct page *page, struct wirecopy_bytes title);

/* What a member is called: its title, else its id, in at most most columns (0: no limit). */
void put_name(struct page *page, const struct wirecopy_member *member, uint32_t most);

/* A line: articles, outlets, days, how alike. */
void put_extent(struct page *page, const struct wirecopy_cluster *cluster, const struct span *span);

/* The warnings of a cluster, one after the other: the words for number, from 0; NULL where there are no more. */
const char *warning_words(uint32_t warnings, unsigned number);

/* The whole percentage that a share reaches. A share a rounding error under it is taken for it. */
unsigned percent_of(double share);

/* A word for how a member stands to its cluster. */
const char *standing(const struct wirecopy_member *member, bool single);

/* The day of a member, else what its date says, in DATE_COLUMNS. */
void put_date(struct page *page, const struct wirecopy_member *member);

/*
 * Visits the other clusters whose stories a digest holds, each with its representative; the digest's strings are gone then. Errors:
 * WIRECOPY_NO_MEMORY, and as wirecopy_clustering_member.
 */
typedef void visit_held(void *context, uint32_t number, const struct wirecopy_cluster *cluster, const struct wirecopy_member *first);
enum wirecopy_status each_held(struct wirecopy_clustering *clustering, const struct wirecopy_member *digest, visit_held *visit, void *context);

#endif
