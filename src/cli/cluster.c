/* wirecopy cluster: from a request to a run, from a run to its outputs. */
#include <string.h>
#include <unistd.h>

#include "cli/exits.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/request.h"
#include "cli/terminal.h"
#include "wirecopy.h"

static struct wirecopy_report_options report_options(const struct request *request)
{
    struct wirecopy_report_options report;
    bool to_terminal = strcmp(request->output, "-") == 0;
    wirecopy_report_options_init(&report, request->view, request->format);
    report.color = request->color == ALWAYS || (request->color == AUTO && to_terminal && terminal_takes_color());
    report.width = request->has_width ? request->width : to_terminal ? terminal_width(STDOUT_FILENO) : 0;
    report.templates = request->templates;
    report.passages = request->passages;
    if (request->singles != AUTO)
        report.singles = request->singles == ALWAYS;
    return report;
}

static int write_result(const struct request *request, struct wirecopy_clustering *clustering)
{
    struct wirecopy_report_options report = report_options(request);
    struct output output;
    enum wirecopy_status status;
    if (!output_open(&output, request->output))
        return EXIT_NOTHING_DONE;
    status = wirecopy_clustering_report(clustering, &report, output_write, &output);
    return request_end_output(&output, status, wirecopy_clustering_error(clustering));
}

static int run(int count, char **arguments)
{
    struct request request;
    int exit_status = EXIT_NOTHING_DONE, first_operand;
    first_operand = request_read(&request, &cluster_command, count, arguments, &exit_status);
    if (first_operand < 0)
        return exit_status;
    if ((request.templates || request.passages) && request.view != WIRECOPY_VIEW_PAIRS) {
        say("--show is about pairs: it goes with --emit pairs");
        exit_status = point_to_help(&cluster_command);
    } else if (request.format == WIRECOPY_FORMAT_HTML && request.view != WIRECOPY_VIEW_CLUSTERS) {
        say("--format html is a page of clusters: it goes with --emit clusters");
        exit_status = point_to_help(&cluster_command);
    } else if (request_gather(&request, arguments + first_operand, (size_t)(count - first_operand))) {
        exit_status = request_serve(&request, write_result);
    }
    request_release(&request);
    return exit_status;
}

const struct command cluster_command = {
    .name = "cluster",
    .gist = "find the copies in a corpus",
    .usage = "cluster [OPTIONS] PATH... | --from DIR",
    .about = "Finds the copies among the articles under PATH: files, directories, - for\n"
             "standard input. A file is text, Markdown, HTML, .docx, .odt or a letter (one\n"
             "article each), JSON Lines, JSON, CSV, a feed, an mbox or WARC, compressed or\n"
             "not, or a tar or zip of these; what it is is seen from its content. The result\n"
             "goes to standard output, a summary to standard error.\n"
             "Exit status: 0; 2 where nothing was done; 3 where some input could not be read.",
    .rows = cluster_rows,
    .examples = "  wirecopy cluster articles/\n"
                "  wirecopy cluster news.jsonl.gz --format jsonl -o clusters.jsonl\n"
                "  wirecopy cluster articles/ --format html -o clusters.html\n"
                "  wirecopy cluster news.jsonl --emit articles --format tsv | sort -k2\n"
                "  zcat *.gz | wirecopy cluster - --rule strict --text-field body\n"
                "  find . -name '*.txt' | wirecopy cluster --files-from - --emit pairs\n",
    .run = run,
};
