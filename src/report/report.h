/*
 * Report. Takes: a finished clustering. Gives: its views as text, JSON Lines or TSV, its clusters as a page of HTML, and the summary, to a write function.
 * Promises: the same clustering gives the same bytes; one pass over what is shown (two over the members of a cluster), in
 * memory that does not grow with it. Does not know: why a cluster is one, files, terminals (whoever writes says how wide and
 * whether coloured).
 *
 * wirecopy_report_options_init, wirecopy_clustering_report and wirecopy_clustering_summary of wirecopy.h are this room's.
 */
#ifndef WIRECOPY_REPORT_REPORT_H
#define WIRECOPY_REPORT_REPORT_H

#include "cluster/result/clustering.h"
#include "report/sink.h"

/* A view in JSON Lines or TSV. */
enum wirecopy_status rows_write(struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options, struct sink *sink);

/* The clusters as a page of HTML. */
enum wirecopy_status html_write(struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options, struct sink *sink);

/* A view for people. */
enum wirecopy_status text_write(struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options, struct sink *sink);

enum wirecopy_status summary_text_write(const struct summary *summary, struct sink *sink);
enum wirecopy_status summary_json_write(const struct summary *summary, struct sink *sink);

#endif
