/* wirecopy dedup: the corpus without its copies. */
#include <stdio.h>
#include <string.h>

#include "cli/exits.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/request.h"
#include "wirecopy.h"

/* The outputs of a run; what is not asked for is NULL in the call. */
struct outputs {
    struct output kept, dropped;
    bool has_kept, has_dropped;
};

static bool open_outputs(const struct request *request, struct outputs *outputs)
{
    const char *dropped = request->dry_run ? request->output : request->report;
    *outputs = (struct outputs){.has_kept = !request->dry_run, .has_dropped = dropped != NULL};
    if (outputs->has_kept && !output_open(&outputs->kept, request->output))
        return false;
    if (!outputs->has_dropped || output_open(&outputs->dropped, dropped))
        return true;
    if (outputs->has_kept)
        output_discard(&outputs->kept);
    return false;
}

static void discard(struct outputs *outputs)
{
    if (outputs->has_kept)
        output_discard(&outputs->kept);
    if (outputs->has_dropped)
        output_discard(&outputs->dropped);
}

static void say_counts(const struct request *request, const struct wirecopy_dedup_counts *counts)
{
    const char *what = request->dry_run      ? "would go"
                       : request->dedup.mark ? (counts->dropped == 1 ? "marked as a copy" : "marked as copies")
                                             : "dropped";
    char against[64] = "";
    if (request->against.count > 0)
        snprintf(against, sizeof against, ", %llu of them for the reference", (unsigned long long)counts->against);
    say_plain("dedup     %llu %s kept, %llu %s%s", (unsigned long long)counts->kept, counts->kept == 1 ? "article" : "articles",
              (unsigned long long)counts->dropped, what, against);
}

static int write_all(struct request *request, struct wirecopy_corpus *corpus, struct wirecopy_clustering *clustering)
{
    struct wirecopy_dedup_counts dedup;
    struct outputs outputs;
    int exit_status;
    enum wirecopy_status status;
    if (!open_outputs(request, &outputs))
        return EXIT_NOTHING_DONE;
    if (outputs.has_kept) {
        request->dedup.write = output_write;
        request->dedup.write_context = &outputs.kept;
    }
    if (outputs.has_dropped) {
        request->dedup.report = output_write;
        request->dedup.report_context = &outputs.dropped;
    }
    status = wirecopy_clustering_dedup(clustering, (const char *const *)request->inputs.paths, request->inputs.count, &request->dedup, &dedup);
    if (status != WIRECOPY_OK) {
        const struct output *broken = outputs.has_dropped && outputs.dropped.error ? &outputs.dropped : &outputs.kept;
        exit_status = outputs.has_kept || outputs.has_dropped ? request_output_failed(broken, status, wirecopy_clustering_error(clustering))
                                                              : request_failed(status, wirecopy_clustering_error(clustering), NULL);
        discard(&outputs);
        return exit_status;
    }
    if (outputs.has_dropped && !output_end(&outputs.dropped)) { /* before the other takes its name */
        if (outputs.has_kept)
            output_discard(&outputs.kept);
        return EXIT_NOTHING_DONE;
    }
    if (outputs.has_kept && !output_commit(&outputs.kept)) {
        if (outputs.has_dropped)
            output_discard(&outputs.dropped);
        return EXIT_NOTHING_DONE;
    }
    if (outputs.has_dropped && !output_commit(&outputs.dropped))
        return EXIT_NOTHING_DONE;
    exit_status = request_summary(request, clustering);
    if (!request->quiet)
        say_counts(request, &dedup);
    return request_end(corpus, exit_status);
}

/* Whether a name can be an output beside the corpus, the reference and the other output. */
static bool is_output(const struct request *request, const char *name)
{
    return output_allowed(name, (const char *const *)request->inputs.paths, request->inputs.count) &&
           output_allowed(name, (const char *const *)request->against.paths, request->against.count);
}

static bool is_possible(const struct request *request)
{
    if (inputs_have_standard(&request->against)) {
        say("the reference cannot be standard input: give it a file");
        return false;
    }
    if (request->report && output_same(request->output, request->report)) {
        say("the corpus and the report cannot both go to %s", request->report);
        return false;
    }
    return is_output(request, request->output) && (!request->report || is_output(request, request->report)) &&
           (!request->summary || is_output(request, request->summary));
}

/* Standard input is read twice. */
static bool keep_standard_input(const struct request *request)
{
    char message[1200] = "";
    enum wirecopy_status status = WIRECOPY_OK;
    if (inputs_have_standard(&request->inputs))
        status = wirecopy_spool_standard_input(&request->options, message, sizeof message);
    if (status != WIRECOPY_OK)
        request_failed(status, message, NULL);
    return status == WIRECOPY_OK;
}

static int run(int count, char **arguments)
{
    struct request request;
    struct wirecopy_corpus *corpus;
    struct wirecopy_clustering *clustering;
    int exit_status = EXIT_NOTHING_DONE, first_operand = request_read(&request, &dedup_command, count, arguments, &exit_status);
    if (first_operand < 0)
        return exit_status;
    if (request_gather(&request, arguments + first_operand, (size_t)(count - first_operand)) && is_possible(&request) && request_ready(&request) &&
        keep_standard_input(&request)) {
        exit_status = request_run(&request, &corpus, &clustering);
        if (exit_status == EXIT_FINE) {
            exit_status = write_all(&request, corpus, clustering);
            wirecopy_clustering_free(clustering);
            wirecopy_corpus_free(corpus);
        }
    }
    request_release(&request);
    return exit_status;
}

const struct command dedup_command = {
    .name = "dedup",
    .gist = "write a corpus without its copies",
    .usage = "dedup [OPTIONS] PATH...",
    .about = "Finds the copies as 'wirecopy cluster' does and writes the corpus without them:\n"
             "the records of JSON, CSV, WARC, mbox and feeds byte for byte as they were, in\n"
             "their order; of files that are one article each, the paths below PATH. What\n"
             "goes is said by --report. With --against, what another corpus has goes too.\n"
             "Standard input is kept in scratch. At the end it is checked that every cluster\n"
             "kept exactly what it should.",
    .rows = dedup_rows,
    .examples = "  wirecopy dedup news.jsonl.gz -o unique.jsonl --report dropped.jsonl\n"
                "  wirecopy dedup crawl.warc.gz -o unique.warc\n"
                "  wirecopy dedup news.csv --keep oldest --drop exact -o unique.csv\n"
                "  wirecopy dedup today.jsonl --against old/ -o new.jsonl --report known.jsonl\n"
                "  zcat *.gz | wirecopy dedup - --keep origin > unique.jsonl\n"
                "  wirecopy dedup crawl/*.jsonl --dry-run | head\n",
    .run = run,
};
