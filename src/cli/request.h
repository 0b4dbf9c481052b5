/*
 * What "wirecopy cluster" was asked for. Takes: its arguments. Gives: a request. Promises: what is wrong was told. Does not
 * know: how a request is run.
 */
#ifndef WIRECOPY_CLI_REQUEST_H
#define WIRECOPY_CLI_REQUEST_H

#include "cli/inputs.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "wirecopy.h"

enum choice { AUTO, ALWAYS, NEVER };

/* What the options ask for. */
struct request {
    const struct command *command;
    struct wirecopy_options options;
    struct wirecopy_dedup_options dedup;
    bool dry_run;
    enum wirecopy_view view;
    enum wirecopy_format format;
    enum choice color, singles;
    bool templates, passages, quiet, has_width;
    uint32_t width;
    double resemblance, containment; /* said on their own, which beats --rule; below 0: not said */
    const char *output, *summary, *files_from, *report, *write_furniture, *write_plan, *svg, *from;
    const char *of_reading; /* the name of an option that says how files are read; NULL: none was given */
    const char *of_rule;    /* likewise one that says what is a copy */
    bool replace, has_output;
    uint64_t articles; /* of a corpus that is not there; 0: there is one */
    struct inputs inputs, against;
    struct messages messages;
};

/* The options' rows of each command, for --help too. */
extern const struct option_row cluster_rows[], compare_rows[], dedup_rows[], furniture_rows[], plan_rows[], index_rows[];

/*
 * Fills a request. Returns where the operands begin; below 0 where there is nothing to run (--help, or a mistake), and
 * *exit_status says how it ends, with nothing to release. Else the caller ends with request_release.
 */
int request_read(struct request *request, const struct command *command, int count, char **arguments, int *exit_status);

void request_release(struct request *request);

/* Gathers the inputs that are operands or in a list. False, and told, where there are none. */
bool request_gather(struct request *request, char **operands, size_t count);

/* Whether the options are in range and no output is an input; readies the callbacks. False, and told. */
bool request_ready(struct request *request);

/* The same where the inputs are no paths. */
bool request_ready_without_inputs(struct request *request);

/*
 * Reads and clusters what was asked for. EXIT_FINE: *corpus_out and *clustering_out are the caller's to free; else why not was
 * told, and there is nothing to free.
 */
int request_run(struct request *request, struct wirecopy_corpus **corpus_out, struct wirecopy_clustering **clustering_out);

/* EXIT_SOME_UNREAD in place of EXIT_FINE where some of a corpus's input could not be read. */
int request_end(const struct wirecopy_corpus *corpus, int exit_status);

/* Whether an article was read; says where none was. */
bool request_has_articles(const struct request *request, const struct wirecopy_corpus *corpus);

/* Writes what a command shows of a clustering; the exit status. */
typedef int request_writer(const struct request *request, struct wirecopy_clustering *clustering);

/* A command that clusters and shows: runs a request that was gathered, writes, then the learnt files and the summary, and frees all. */
int request_serve(struct request *request, request_writer *write);

/* The exit status of a call that failed; says why, but for what the user did. */
int request_failed(enum wirecopy_status status, const char *detail, const char *where);

/* The exit status of an output that was not written to its end. */
struct output;
int request_output_failed(const struct output *output, enum wirecopy_status status, const char *detail);

/* Ends an output: it takes its place where status is WIRECOPY_OK, else it vanishes, and why is told. The exit status. */
int request_end_output(struct output *output, enum wirecopy_status status, const char *detail);

/* The furniture file and the plan file, where they were asked for. */
int request_write_learnt(const struct request *request, struct wirecopy_clustering *clustering);

/* The summary, where it was asked for. */
int request_summary(const struct request *request, struct wirecopy_clustering *clustering);

#endif
