/* wirecopy cluster: from a request to a run, from a run to its outputs. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/exits.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/request.h"
#include "cli/stop.h"
#include "cli/terminal.h"
#include "wirecopy.h"

static bool gather_inputs(struct request *request, char **operands, size_t count)
{
    struct inputs *inputs = &request->inputs;
    for (size_t i = 0; i < count; i++)
        if (!inputs_add(inputs, operands[i]))
            return false;
    if (request->files_from && strcmp(request->files_from, "-") == 0 && inputs_have_standard(inputs)) {
        say("standard input cannot be both a PATH and the list of --files-from");
        return false;
    }
    if (request->files_from && !inputs_add_from(inputs, request->files_from))
        return false;
    if (inputs->count > 0)
        return true;
    if (request->files_from)
        say("%s names no file", request->files_from);
    else
        say("no PATH was given%s", isatty(STDIN_FILENO) ? "" : "; to read standard input: wirecopy cluster -");
    point_to_help(&cluster_command);
    return false;
}

static bool outputs_allowed(const struct request *request)
{
    const char *const *paths = (const char *const *)request->inputs.paths;
    const char *list = request->files_from;
    size_t lists = list ? 1 : 0;
    if (request->summary && output_same(request->output, request->summary)) {
        say("the result and the summary cannot both go to %s", output_same(request->output, "-") ? "standard output" : request->output);
        return false;
    }
    return output_allowed(request->output, paths, request->inputs.count) && output_allowed(request->output, &list, lists) &&
           (!request->summary || (output_allowed(request->summary, paths, request->inputs.count) && output_allowed(request->summary, &list, lists)));
}

/* The exit status of a call that failed; says why, but for what the user did. */
static int failed(enum wirecopy_status status, const char *detail, const char *where)
{
    if (stop_signal())
        return EXIT_OF_SIGNAL + stop_signal();
    if (!*detail)
        detail = wirecopy_status_message(status);
    if (where)
        say("%s: %s", where, detail);
    else
        say("%s", detail);
    return EXIT_NOTHING_DONE;
}

/* The exit status of an output that was not written to its end. */
static int output_failed(const struct output *output, enum wirecopy_status status, const char *detail)
{
    if (output->error == EPIPE && !output->target)
        return EXIT_OF_SIGNAL + SIGPIPE; /* as a program that the signal ends: whoever read has enough */
    return failed(status, output->error ? strerror(output->error) : detail, output->error ? output_label(output) : NULL);
}

static struct wirecopy_report_options report_options(const struct request *request)
{
    struct wirecopy_report_options report;
    bool to_terminal = strcmp(request->output, "-") == 0;
    wirecopy_report_options_init(&report, request->view, request->format);
    report.color = request->color == ALWAYS || (request->color == AUTO && to_terminal && terminal_takes_color());
    report.width = request->has_width ? request->width : to_terminal ? terminal_width() : 0;
    report.templates = request->templates;
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
    if (status != WIRECOPY_OK) {
        int exit_status = output_failed(&output, status, wirecopy_clustering_error(clustering));
        output_discard(&output);
        return exit_status;
    }
    return output_commit(&output) ? EXIT_FINE : EXIT_NOTHING_DONE;
}

/* The summary on standard error, which nobody may be reading. */
static int write_to_standard_error(void *context, const char *data, size_t size)
{
    (void)context;
    fwrite(data, 1, size, stderr);
    return 0;
}

static int write_summary(const struct request *request, struct wirecopy_clustering *clustering)
{
    struct output output;
    enum wirecopy_status status;
    if (!request->summary) {
        if (!request->quiet && request->messages.on_terminal && strcmp(request->output, "-") == 0)
            fputc('\n', stderr); /* the two stand on one screen */
        if (!request->quiet)
            wirecopy_clustering_summary(clustering, WIRECOPY_FORMAT_TEXT, write_to_standard_error, NULL);
        return EXIT_FINE;
    }
    if (!output_open(&output, request->summary))
        return EXIT_NOTHING_DONE;
    status = wirecopy_clustering_summary(clustering, WIRECOPY_FORMAT_JSONL, output_write, &output);
    if (status != WIRECOPY_OK) {
        int exit_status = output_failed(&output, status, wirecopy_clustering_error(clustering));
        output_discard(&output);
        return exit_status;
    }
    return output_commit(&output) ? EXIT_FINE : EXIT_NOTHING_DONE;
}

static int write_all(struct request *request, struct wirecopy_corpus *corpus, struct wirecopy_clustering *clustering)
{
    struct wirecopy_input_counts counts = wirecopy_corpus_input_counts(corpus);
    int exit_status = write_result(request, clustering);
    if (exit_status == EXIT_FINE)
        exit_status = write_summary(request, clustering);
    if (exit_status == EXIT_FINE && counts.skipped_records + counts.bad_files > 0)
        exit_status = EXIT_SOME_UNREAD;
    return exit_status;
}

static int cluster(struct request *request, struct wirecopy_corpus *corpus)
{
    struct wirecopy_clustering *clustering;
    int exit_status;
    enum wirecopy_status status = wirecopy_corpus_add_paths(corpus, (const char *const *)request->inputs.paths, request->inputs.count);
    messages_finish(&request->messages);
    if (status != WIRECOPY_OK)
        return failed(status, wirecopy_corpus_error(corpus), NULL);
    if (wirecopy_corpus_input_counts(corpus).articles == 0) {
        say("no article was found in %s%s", request->inputs.paths[0], request->inputs.count > 1 ? " and the others" : "");
        return EXIT_NOTHING_DONE;
    }
    status = wirecopy_corpus_cluster(corpus, &clustering);
    messages_finish(&request->messages);
    if (status != WIRECOPY_OK)
        return failed(status, wirecopy_corpus_error(corpus), NULL);
    exit_status = write_all(request, corpus, clustering);
    wirecopy_clustering_free(clustering);
    return exit_status;
}

static int run_request(struct request *request)
{
    struct wirecopy_options *options = &request->options;
    struct wirecopy_corpus *corpus;
    char message[256];
    int exit_status;
    enum wirecopy_status status = wirecopy_options_check(options, message, sizeof message);
    if (status != WIRECOPY_OK) {
        say("%s", message);
        return point_to_help(&cluster_command);
    }
    if (!outputs_allowed(request))
        return EXIT_NOTHING_DONE;
    if (request->messages.progress)
        request->messages.input_bytes = inputs_bytes(&request->inputs);
    options->on_problem = tell_problem;
    options->on_progress = tell_progress;
    options->should_stop = stop_wanted;
    options->context = &request->messages;
    stop_watch();
    status = wirecopy_corpus_create(options, &corpus);
    if (status != WIRECOPY_OK)
        return failed(status, "", NULL);
    exit_status = cluster(request, corpus);
    wirecopy_corpus_free(corpus);
    return exit_status;
}

static int run(int count, char **arguments)
{
    struct request request;
    int exit_status = EXIT_NOTHING_DONE, first_operand;
    first_operand = request_read(&request, count, arguments, &exit_status);
    if (first_operand < 0)
        return exit_status;
    if (gather_inputs(&request, arguments + first_operand, (size_t)(count - first_operand)))
        exit_status = run_request(&request);
    inputs_release(&request.inputs);
    return exit_status;
}

const struct command cluster_command = {
    .name = "cluster",
    .gist = "find the copies in a corpus",
    .usage = "cluster [OPTIONS] PATH...",
    .about =
        "Finds the copies among the articles under PATH: files, directories, - for standard\n"
        "input. A file is text (one article), JSON Lines, JSON, CSV, HTML or WARC, compressed\n"
        "or not, or a tar or zip of these; what it is is seen from its content. The result goes to standard output, a summary to standard error.\n"
        "Exit status: 0; 2 where nothing was done; 3 where some input could not be read.",
    .rows = request_rows,
    .examples = "  wirecopy cluster articles/\n"
                "  wirecopy cluster news.jsonl.gz --format jsonl -o clusters.jsonl\n"
                "  wirecopy cluster news.jsonl --emit articles --format tsv | sort -k2\n"
                "  zcat *.gz | wirecopy cluster - --rule strict --text-field body\n"
                "  find . -name '*.txt' | wirecopy cluster --files-from - --emit pairs\n",
    .run = run,
};
