/* wirecopy plan: which keys there may be, and what to expect of them. */
#include "cli/exits.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/request.h"
#include "wirecopy.h"

struct plans {
    struct wirecopy_plan plans[WIRECOPY_PLANS_MOST];
    size_t count;
};

static int write_output(const struct request *request, const struct plans *plans, bool svg)
{
    struct output output;
    enum wirecopy_status status;
    if (!output_open(&output, svg ? request->svg : request->output))
        return EXIT_NOTHING_DONE;
    status = svg ? wirecopy_plans_svg(plans->plans, plans->count, output_write, &output)
                 : wirecopy_plans_report(plans->plans, plans->count, request->format, output_write, &output);
    return request_end_output(&output, status, "");
}

static int write_all(const struct request *request, const struct plans *plans)
{
    int exit_status = write_output(request, plans, false);
    return exit_status == EXIT_FINE && request->svg ? write_output(request, plans, true) : exit_status;
}

/* Reads the corpus and measures. */
static int measure(struct request *request, struct plans *plans)
{
    struct wirecopy_corpus *corpus;
    int exit_status;
    enum wirecopy_status status = wirecopy_corpus_create(&request->options, &corpus);
    if (status != WIRECOPY_OK)
        return request_failed(status, wirecopy_corpus_error(NULL), NULL);
    status = wirecopy_corpus_add_paths(corpus, (const char *const *)request->inputs.paths, request->inputs.count);
    messages_finish(&request->messages);
    if (status == WIRECOPY_OK && !request_has_articles(request, corpus)) {
        wirecopy_corpus_free(corpus);
        return EXIT_NOTHING_DONE;
    }
    if (status == WIRECOPY_OK)
        status = wirecopy_corpus_plans(corpus, plans->plans, &plans->count);
    messages_finish(&request->messages);
    exit_status = status == WIRECOPY_OK ? request_end(corpus, EXIT_FINE) : request_failed(status, wirecopy_corpus_error(corpus), NULL);
    wirecopy_corpus_free(corpus);
    return exit_status;
}

static int run_request(struct request *request)
{
    struct plans plans = {.count = 0};
    int exit_status = EXIT_FINE, written;
    if (request->format > WIRECOPY_FORMAT_JSONL) {
        say("plans are shown as text or jsonl");
        return point_to_help(&plan_command);
    }
    if (!request_ready(request))
        return EXIT_NOTHING_DONE;
    if (request->articles > 0)
        wirecopy_plans_for(&request->options, request->articles, plans.plans, &plans.count);
    else
        exit_status = measure(request, &plans);
    if (exit_status != EXIT_FINE && exit_status != EXIT_SOME_UNREAD)
        return exit_status;
    written = write_all(request, &plans);
    return written == EXIT_FINE ? exit_status : written;
}

static int run(int count, char **arguments)
{
    struct request request;
    int exit_status = EXIT_NOTHING_DONE, first_operand;
    first_operand = request_read(&request, &plan_command, count, arguments, &exit_status);
    if (first_operand < 0)
        return exit_status;
    if (request.articles > 0 && (first_operand < count || request.files_from)) {
        say("--articles is for a corpus that is not there; without it the PATHs are measured");
        return point_to_help(&plan_command);
    }
    if (request.articles > 0 || request_gather(&request, arguments + first_operand, (size_t)(count - first_operand)))
        exit_status = run_request(&request);
    request_release(&request);
    return exit_status;
}

const struct command plan_command = {
    .name = "plan",
    .gist = "say what keys would find, and at what cost",
    .usage = "plan [OPTIONS] PATH... | --articles N",
    .about = "Measures on a sample of the articles under PATH what each choice of keys would\n"
             "find and what it would cost, or says it for N articles of news: the signatures'\n"
             "minima, the share of matches found (by resemblance, by the sizes of the two, by\n"
             "length), how many unrelated articles each is compared with, and the curve of\n"
             "the choice that clustering would make.\n"
             "Exit status: as of cluster.",
    .rows = plan_rows,
    .examples = "  wirecopy plan news.jsonl\n"
                "  wirecopy plan --articles 50000000 --rule strict --svg curve.svg\n"
                "  wirecopy plan news.jsonl --keys 64x2 --format jsonl\n",
    .run = run,
};
