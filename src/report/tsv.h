/*
 * TSV cells. Takes: any bytes. Gives: a cell in a sink. Promises: no tab and no line end within a cell; a cell can be
 * undone: \t \n \r \\ stand for what they do in C, \xHH for the character with that number: a control, and a leading = + - @, so that
 * no spreadsheet computes the cell. Does not know: rows.
 */
#ifndef WIRECOPY_REPORT_TSV_H
#define WIRECOPY_REPORT_TSV_H

#include "report/sink.h"

/* A cell; empty where data is NULL. Ill-formed UTF-8 becomes U+FFFD. */
void tsv_put_cell(struct sink *sink, struct wirecopy_bytes text);

/* A piece of a cell that holds several, with single spaces between them: as a cell, and \s for a space. */
void tsv_put_item(struct sink *sink, struct wirecopy_bytes text);

#endif
