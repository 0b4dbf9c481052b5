/* The way from wirecopy.h to the writers. */
#include "report/report.h"
#include "report/wrap.h"

void wirecopy_report_options_init(struct wirecopy_report_options *options, enum wirecopy_view view, enum wirecopy_format format)
{
    *options =
        (struct wirecopy_report_options){.view = view, .format = format, .singles = format == WIRECOPY_FORMAT_JSONL || format == WIRECOPY_FORMAT_TSV};
}

static bool in_range(const struct wirecopy_report_options *options)
{
    return (unsigned)options->view <= WIRECOPY_VIEW_OUTLETS && (unsigned)options->format <= WIRECOPY_FORMAT_HTML;
}

enum wirecopy_status wirecopy_clustering_report(struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options,
                                                wirecopy_write *write, void *context)
{
    static enum wirecopy_status (*const writers[])(struct wirecopy_clustering *, const struct wirecopy_report_options *, struct sink *) = {
        [WIRECOPY_FORMAT_TEXT] = text_write,
        [WIRECOPY_FORMAT_JSONL] = rows_write,
        [WIRECOPY_FORMAT_TSV] = rows_write,
        [WIRECOPY_FORMAT_HTML] = html_write,
    };
    struct sink sink;
    enum wirecopy_status status;
    if (!in_range(options))
        return clustering_note(clustering, status_fail(WIRECOPY_INVALID, "there is no such view or format"));
    if (options->format == WIRECOPY_FORMAT_HTML && options->view != WIRECOPY_VIEW_CLUSTERS)
        return clustering_note(clustering, status_fail(WIRECOPY_INVALID, "a page of HTML shows clusters"));
    status = sink_init(&sink, write, context);
    if (status != WIRECOPY_OK)
        return clustering_note(clustering, status);
    status = writers[options->format](clustering, options, &sink);
    return clustering_note(clustering, sink_finish(&sink, status));
}

/* A summary's label takes ten columns: what is broken goes on beneath what follows it. */
enum { SUMMARY_INDENT = 10 };

static enum wirecopy_status write_wrapped(const struct summary *summary, uint32_t width, struct sink *sink)
{
    struct wrap wrap;
    enum wirecopy_status status = wrap_begin(&wrap, sink, width, SUMMARY_INDENT);
    if (status != WIRECOPY_OK)
        return status;
    sink_fail(&wrap.lines, summary_text_write(summary, &wrap.lines));
    return wrap_end(&wrap);
}

enum wirecopy_status wirecopy_clustering_summary(struct wirecopy_clustering *clustering, enum wirecopy_format format, uint32_t width,
                                                 wirecopy_write *write, void *context)
{
    const struct summary *summary = clustering_summary(clustering);
    struct sink sink;
    enum wirecopy_status status;
    if (format != WIRECOPY_FORMAT_TEXT && format != WIRECOPY_FORMAT_JSONL)
        return clustering_note(clustering, status_fail(WIRECOPY_INVALID, "a summary is text or JSON"));
    status = sink_init(&sink, write, context);
    if (status != WIRECOPY_OK)
        return clustering_note(clustering, status);
    status = format == WIRECOPY_FORMAT_TEXT ? write_wrapped(summary, width, &sink) : summary_json_write(summary, &sink);
    return clustering_note(clustering, sink_finish(&sink, status));
}
