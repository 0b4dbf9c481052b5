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
    struct wirecopy_options options;
    enum wirecopy_view view;
    enum wirecopy_format format;
    enum choice color, singles;
    bool templates, quiet, has_width;
    uint32_t width;
    double resemblance, containment; /* said on their own, which beats --rule; below 0: not said */
    const char *output, *summary, *files_from;
    struct inputs inputs;
    struct messages messages;
};

/* The options' rows, for --help too. */
extern const struct option_row request_rows[];

/*
 * Fills a request. Returns where the operands begin; below 0 where there is nothing to run (--help, or a mistake), and
 * *exit_status says how it ends.
 */
int request_read(struct request *request, int count, char **arguments, int *exit_status);

#endif
