/*
 * A page for people. Takes: pieces of text, some of them of articles. Gives: lines in a sink, with tones where there is colour.
 * Promises: text of articles is made visible and cut to its columns. Does not know: what a line says. Private to this room.
 */
#ifndef WIRECOPY_REPORT_PAGE_H
#define WIRECOPY_REPORT_PAGE_H

#include "report/report.h"
#include "report/visible.h"

enum {
    MOST_SOURCE_COLUMNS = 28, /* nearly every host; a longer name is cut */
    RELATION_COLUMNS = 14,    /* "representative" */
    DATE_COLUMNS = 10,
    INDENT = 3,
    LEAST_SOURCE_COLUMNS = 14,
    LEAST_WIDTH = 40, /* a narrower terminal breaks lines itself */
};

enum tone { PLAIN, BOLD, DIM, WARN };

struct page {
    struct sink *sink;
    struct wirecopy_clustering *clustering;
    bool color;
    uint32_t width;        /* 0: unlimited */
    struct buffer visible; /* room of visible_text */
    struct buffer title;   /* of the representative */
    struct buffer decoded; /* room of put_title */
};

void begin_tone(const struct page *page, enum tone tone);
void end_tone(const struct page *page, enum tone tone);
void put_spaces(struct sink *sink, uint32_t count);

/* Puts what may be shown of text in at most most columns (0: no limit), filled up with spaces to least; returns its columns. */
uint32_t put_visible(struct page *page, struct wirecopy_bytes text, uint32_t most, uint32_t least);

/* The same of a title, its entities decoded, as it was compared: "AT&amp;T" is read "AT&T". */
uint32_t put_title(struct page *page, struct wirecopy_bytes title, uint32_t most);

/* The columns of a line; 0: unlimited. */
uint32_t page_width(const struct page *page);

/* Columns that are left on a line after used; 0: no limit. */
uint32_t columns_after(const struct page *page, uint32_t used);

/* A day as YYYY-MM-DD, ended by a zero byte, and the same put. */
enum { DAY_BYTES = 40 };
void day_text(int32_t day, char text[DAY_BYTES]);
void put_day(struct sink *sink, int32_t day);

/* A number or a text in at least so many columns, at the right or at the left of them. The text takes a column a byte. */
void put_number_right(struct sink *sink, uint64_t number, uint32_t columns);
void put_left(struct sink *sink, const char *text, uint32_t columns);

/* The columns of a table's outlets: fewer where the page is narrow. */
uint32_t source_columns_of(const struct page *page, uint32_t others);

/* The line that heads a table. */
void put_columns_heading(struct page *page, const char *heading);

/* outlets_text.c: a table of the outlets. */
enum wirecopy_status put_outlets(struct page *page, const struct wirecopy_report_options *options);

/* spread_text.c: the line of a cluster that says where its story comes from. */
enum wirecopy_status put_origin(struct page *page, size_t cluster, const struct wirecopy_spread *spread);

/* spread_text.c: how long after the first a member came, in SINCE_COLUMNS. */
enum { SINCE_COLUMNS = 7 };
void put_since(struct sink *sink, const struct wirecopy_spread *spread, const struct wirecopy_member *member);

#endif
