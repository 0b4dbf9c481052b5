/* wirecopy furniture: what a corpus teaches of its outlets' furniture. */
#include <string.h>
#include <unistd.h>

#include "cli/exits.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/request.h"
#include "cli/terminal.h"
#include "wirecopy.h"

static int write_lines(const struct request *request, struct wirecopy_clustering *clustering)
{
    struct wirecopy_report_options report;
    struct output output;
    enum wirecopy_status status;
    wirecopy_report_options_init(&report, WIRECOPY_VIEW_CLUSTERS, request->format);
    report.width = request->has_width ? request->width : strcmp(request->output, "-") == 0 ? terminal_width(STDOUT_FILENO) : 0;
    if (!output_open(&output, request->output))
        return EXIT_NOTHING_DONE;
    status = wirecopy_clustering_furniture(clustering, &report, output_write, &output);
    return request_end_output(&output, status, wirecopy_clustering_error(clustering));
}

static int run(int count, char **arguments)
{
    struct request request;
    int exit_status = EXIT_NOTHING_DONE, first_operand;
    first_operand = request_read(&request, &furniture_command, count, arguments, &exit_status);
    if (first_operand < 0)
        return exit_status;
    request.options.keep_lines = true;
    if (request.format == WIRECOPY_FORMAT_HTML) {
        say("lines are shown as text, jsonl or tsv");
        exit_status = point_to_help(&furniture_command);
    } else if (request_gather(&request, arguments + first_operand, (size_t)(count - first_operand)))
        exit_status = request_serve(&request, write_lines);
    request_release(&request);
    return exit_status;
}

const struct command furniture_command = {
    .name = "furniture",
    .gist = "show what is left out, and by which rule",
    .usage = "furniture [OPTIONS] PATH... | --from DIR",
    .about = "Learns from the articles under PATH what their outlets wrap around stories, and\n"
             "shows it, line by line, the most frequent first: how many articles have the\n"
             "line, on how many days, in how many outlets; the rule that found it; and whose\n"
             "it is.\n"
             "Rules: recurring (one outlet, many days), strangers (articles have it that are\n"
             "no copies), built-in, form (a line whose numbers change; it stays), and common\n"
             "(a phrase that many unlike articles have; it stays, but does not count).\n"
             "Exit status: as of cluster.",
    .rows = furniture_rows,
    .examples = "  wirecopy furniture news.jsonl | less -S\n"
                "  wirecopy furniture news.jsonl -q --write-furniture furniture.txt\n"
                "  wirecopy cluster more.jsonl --furniture furniture.txt\n",
    .run = run,
};
