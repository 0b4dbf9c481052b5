/*
 * Marks. Takes: a record as it stands in the input, and what became of its article. Gives: the record with that in it, in its own format: a member
 * of an object of JSON, cells before those of a row of CSV. Promises: all bytes of the record stay as they were, and its line break last.
 */
#ifndef WIRECOPY_REPORT_MARKS_H
#define WIRECOPY_REPORT_MARKS_H

#include "report/sink.h"
#include "wirecopy.h"

struct mark {
    const char *cluster, *relation; /* relation: "" where there is none */
    double resemblance;
    bool kept;
    struct wirecopy_bytes kept_for; /* an id */
};

/* An object with a member "wirecopy" more. false: it is none, and nothing was put. */
bool marks_put_in_object(struct sink *sink, struct wirecopy_bytes object, const struct mark *mark);

/* A header, or a row, with the cells of a mark first, where it is too short or too long too. */
void marks_put_in_header(struct sink *sink, struct wirecopy_bytes header, char delimiter);
void marks_put_in_row(struct sink *sink, struct wirecopy_bytes row, char delimiter, const struct mark *mark);

#endif
