/* What the commands that cluster share: gathering inputs, refusing outputs, running, and the closing summary. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/exits.h"
#include "cli/heap.h"
#include "cli/output.h"
#include "cli/request.h"
#include "cli/stop.h"
#include "cli/terminal.h"
#include "wirecopy.h"

/* What may be meant where no PATH was given. */
static const char *what_else(const struct command *command)
{
    if (command == &plan_command)
        return "; for a corpus that is not there: wirecopy plan --articles N";
    return command == &cluster_command && !isatty(STDIN_FILENO) ? "; to read standard input: wirecopy cluster -" : "";
}

bool request_gather(struct request *request, char **operands, size_t count)
{
    struct inputs *inputs = &request->inputs;
    if (request->from && (count > 0 || request->files_from)) {
        say("--from takes what was saved in place of a PATH");
        point_to_help(request->command);
        return false;
    }
    if (request->from && request->of_reading) {
        say("--from takes what was saved as it was read then: --%s cannot change that", request->of_reading);
        point_to_help(request->command);
        return false;
    }
    if (request->from)
        return true;
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
        say("no PATH was given%s", what_else(request->command));
    point_to_help(request->command);
    return false;
}

/* Whether the files for what was learnt are none of the inputs, and no two outputs are one file. */
static bool learnt_outputs_allowed(const struct request *request, const char *const *list, size_t lists)
{
    const char *const *paths = (const char *const *)request->inputs.paths;
    const char *outputs[] = {request->output, request->summary, request->write_furniture, request->write_plan, request->svg};
    enum { OUTPUTS = sizeof outputs / sizeof *outputs };
    for (size_t i = 2; i < OUTPUTS; i++)
        for (size_t j = 0; j < i; j++)
            if (outputs[i] && outputs[j] && output_same(outputs[i], outputs[j])) {
                say("two outputs are to go to %s", outputs[i]);
                return false;
            }
    for (size_t i = 2; i < OUTPUTS; i++)
        if (outputs[i] && (!output_allowed(outputs[i], paths, request->inputs.count) || !output_allowed(outputs[i], list, lists)))
            return false;
    return true;
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
    return learnt_outputs_allowed(request, &list, lists) && output_allowed(request->output, paths, request->inputs.count) &&
           output_allowed(request->output, &list, lists) &&
           (!request->summary || (output_allowed(request->summary, paths, request->inputs.count) && output_allowed(request->summary, &list, lists)));
}

/* The exit status of a call that failed; says why, but for what the user did. */
int request_failed(enum wirecopy_status status, const char *detail, const char *where)
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
int request_output_failed(const struct output *output, enum wirecopy_status status, const char *detail)
{
    if (output->error == EPIPE && !output->target)
        return EXIT_OF_SIGNAL + SIGPIPE; /* as a program that the signal ends: whoever read has enough */
    return request_failed(status, output->error ? strerror(output->error) : detail, output->error ? output_label(output) : NULL);
}

/* The summary on standard error, which nobody may be reading. */
static int write_to_standard_error(void *context, const char *data, size_t size)
{
    (void)context;
    fwrite(data, 1, size, stderr);
    return 0;
}

int request_end_output(struct output *output, enum wirecopy_status status, const char *detail)
{
    int exit_status;
    if (status == WIRECOPY_OK)
        return output_commit(output) ? EXIT_FINE : EXIT_NOTHING_DONE;
    exit_status = request_output_failed(output, status, detail);
    output_discard(output);
    return exit_status;
}

typedef enum wirecopy_status write_learnt(struct wirecopy_clustering *clustering, wirecopy_write *write, void *context);

static int write_file(const char *path, write_learnt *write, struct wirecopy_clustering *clustering)
{
    struct output output;
    enum wirecopy_status status;
    if (!path)
        return EXIT_FINE;
    if (!output_open(&output, path))
        return EXIT_NOTHING_DONE;
    output_leave_plain(&output);
    status = write(clustering, output_write, &output);
    return request_end_output(&output, status, wirecopy_clustering_error(clustering));
}

int request_write_learnt(const struct request *request, struct wirecopy_clustering *clustering)
{
    int exit_status = write_file(request->write_furniture, wirecopy_clustering_write_furniture, clustering);
    return exit_status == EXIT_FINE ? write_file(request->write_plan, wirecopy_clustering_write_plan, clustering) : exit_status;
}

int request_summary(const struct request *request, struct wirecopy_clustering *clustering)
{
    struct output output;
    enum wirecopy_status status;
    if (!request->summary) {
        if (!request->quiet && request->messages.on_terminal && strcmp(request->output, "-") == 0 && isatty(STDOUT_FILENO))
            fputc('\n', stderr); /* the two stand on one screen */
        if (!request->quiet)
            wirecopy_clustering_summary(clustering, WIRECOPY_FORMAT_TEXT, terminal_width(STDERR_FILENO), write_to_standard_error, NULL);
        return EXIT_FINE;
    }
    if (!output_open(&output, request->summary))
        return EXIT_NOTHING_DONE;
    status = wirecopy_clustering_summary(clustering, WIRECOPY_FORMAT_JSONL, 0, output_write, &output);
    return request_end_output(&output, status, wirecopy_clustering_error(clustering));
}

static bool options_in_range(const struct request *request)
{
    char message[256];
    if (wirecopy_options_check(&request->options, message, sizeof message) == WIRECOPY_OK)
        return true;
    say("%s", message);
    point_to_help(request->command);
    return false;
}

static bool watch(struct request *request)
{
    struct wirecopy_options *options = &request->options;
    options->on_problem = tell_problem;
    options->on_progress = tell_progress;
    options->should_stop = stop_wanted;
    options->context = &request->messages;
    heap_keep(options->memory_bytes);
    stop_watch();
    return true;
}

bool request_ready_without_inputs(struct request *request)
{
    return options_in_range(request) && watch(request);
}

bool request_ready(struct request *request)
{
    if (!options_in_range(request) || !outputs_allowed(request))
        return false;
    if (request->messages.progress)
        request->messages.input_bytes = inputs_bytes(&request->inputs);
    return watch(request);
}

bool request_has_articles(const struct request *request, const struct wirecopy_corpus *corpus)
{
    if (wirecopy_corpus_input_counts(corpus).articles > 0)
        return true;
    say("no article was found in %s%s", request->from ? request->from : request->inputs.paths[0], request->inputs.count > 1 ? " and the others" : "");
    if (request->messages.lacked_text)
        say("name the field that holds the text: --text-field NAME");
    return false;
}

/* Reads and clusters into a corpus that was made. */
static int read_and_cluster(struct request *request, struct wirecopy_corpus *corpus, struct wirecopy_clustering **clustering_out)
{
    enum wirecopy_status status = WIRECOPY_OK;
    if (!request->from)
        status = wirecopy_corpus_add_paths(corpus, (const char *const *)request->inputs.paths, request->inputs.count);
    if (status == WIRECOPY_OK && request->against.count > 0 && wirecopy_corpus_input_counts(corpus).articles > 0)
        status = wirecopy_corpus_add_reference(corpus, (const char *const *)request->against.paths, request->against.count);
    messages_finish(&request->messages);
    if (status != WIRECOPY_OK)
        return request_failed(status, wirecopy_corpus_error(corpus), NULL);
    if (!request_has_articles(request, corpus))
        return EXIT_NOTHING_DONE;
    status = wirecopy_corpus_cluster(corpus, clustering_out);
    messages_finish(&request->messages);
    return status == WIRECOPY_OK ? EXIT_FINE : request_failed(status, wirecopy_corpus_error(corpus), NULL);
}

int request_run(struct request *request, struct wirecopy_corpus **corpus_out, struct wirecopy_clustering **clustering_out)
{
    char message[1200] = "";
    int exit_status;
    enum wirecopy_status status = request->from ? wirecopy_corpus_open(&request->options, request->from, corpus_out, message, sizeof message)
                                                : wirecopy_corpus_create(&request->options, corpus_out);
    if (status != WIRECOPY_OK)
        return request_failed(status, request->from ? message : wirecopy_corpus_error(NULL), NULL);
    exit_status = read_and_cluster(request, *corpus_out, clustering_out);
    if (exit_status != EXIT_FINE)
        wirecopy_corpus_free(*corpus_out);
    return exit_status;
}

int request_end(const struct wirecopy_corpus *corpus, int exit_status)
{
    struct wirecopy_input_counts counts = wirecopy_corpus_input_counts(corpus);
    return exit_status == EXIT_FINE && counts.skipped_records + counts.bad_files > 0 ? EXIT_SOME_UNREAD : exit_status;
}

int request_serve(struct request *request, request_writer *write)
{
    struct wirecopy_corpus *corpus = NULL;
    struct wirecopy_clustering *clustering = NULL;
    int exit_status = request_ready(request) ? request_run(request, &corpus, &clustering) : EXIT_NOTHING_DONE;
    if (exit_status != EXIT_FINE)
        return exit_status;
    exit_status = write(request, clustering);
    if (exit_status == EXIT_FINE)
        exit_status = request_write_learnt(request, clustering);
    if (exit_status == EXIT_FINE)
        exit_status = request_summary(request, clustering);
    exit_status = request_end(corpus, exit_status);
    wirecopy_clustering_free(clustering);
    wirecopy_corpus_free(corpus);
    return exit_status;
}
