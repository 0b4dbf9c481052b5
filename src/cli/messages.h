/*
 * Messages. Takes: what there is to tell. Gives: lines on standard error. Promises: file names and data in a message cannot
 * steer the terminal; of each kind of problem ten are told and the rest counted. Does not know: commands.
 */
#ifndef WIRECOPY_CLI_MESSAGES_H
#define WIRECOPY_CLI_MESSAGES_H

#include "wirecopy.h"

/* "wirecopy: " and the message, as one line. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Without the name of the program. */
void say_plain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What problems and progress go to; the context of a corpus's options. {0} tells nothing but problems. */
struct messages {
    bool quiet;           /* repairs are not told */
    bool strict;          /* the problem that ends the run is told by whoever ends it */
    bool progress;        /* show progress */
    bool on_terminal;     /* standard error is one: the progress line is written over */
    uint64_t input_bytes; /* of all input files, 0 where it is not known */
    struct problem_count {
        char reason[120];
        uint64_t count;
    } problems[32];
    size_t problem_kinds;
    bool lacked_text; /* a record had no field that was taken for its text */
    char stage[32];   /* the one that progress is of */
    double stage_began, last_shown;
};

void messages_init(struct messages *messages);

/* on_problem and on_progress of struct wirecopy_options, with a struct messages as context. */
void tell_problem(void *context, const struct wirecopy_problem *problem);
void tell_progress(void *context, const struct wirecopy_progress *progress);

/* Ends the progress line, and counts the problems that were not told. */
void messages_finish(struct messages *messages);

#endif
