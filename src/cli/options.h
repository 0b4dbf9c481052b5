/*
 * Command-line options. Takes: a command's rows and the arguments. Gives: one option after another; the help. Promises: the
 * rows are what is parsed and what --help shows; a wrong option is told with the nearest right one. Does not know: what an
 * option means.
 */
#ifndef WIRECOPY_CLI_OPTIONS_H
#define WIRECOPY_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* One option; with only help, a heading above some; with nothing, the end of the rows. */
struct option_row {
    int code;             /* the letter of the short form, or a number over 255 */
    const char *name;     /* of the long form */
    const char *argument; /* what --help calls it; NULL: takes none */
    const char *help;     /* lines of at most 46 columns */
};

struct command {
    const char *name;
    const char *gist;  /* a few words, for the list of commands */
    const char *usage; /* what follows "wirecopy " */
    const char *about; /* a paragraph */
    const struct option_row *rows;
    const char *examples;                    /* lines, indented */
    int (*run)(int count, char **arguments); /* arguments[0] is the command's name; returns the exit status */
};

extern const struct command *const commands[];
extern const size_t command_count;
extern const struct command cluster_command, compare_command, dedup_command, eval_command, furniture_command, plan_command, index_command,
    help_command;

/* The command with this name, NULL where there is none. */
const struct command *find_command(const char *name);

/* Says that there is no such command, and the nearest one; returns the exit status. */
int refuse_command(const char *name);

/* --help of a command, and of the program; returns the exit status. */
int print_help(const struct command *command);
int print_overview(void);

/* Sees that all that was printed went out, and says where it did not; returns the exit status. */
int finish_printing(void);

enum { OPTION_END = -1, OPTION_WRONG = -2 };

/*
 * The next option: its row's code, with *value where it takes one (else NULL); OPTION_END: what is left are operands, from
 * *first_operand; OPTION_WRONG: it was told what is wrong. Starts anew where *first_operand is 0.
 */
int next_option(const struct command *command, int count, char **arguments, int *first_operand, const char **value);

/* The index of value in choices; -1, and told with the nearest right one, where it is none. option is such as "--emit". */
int choose(const char *option, const char *value, const char *const *choices, size_t count);

/* "Try 'wirecopy NAME --help'."; returns the exit status of a usage error. */
int point_to_help(const struct command *command);

/* Letters to insert, drop, exchange or swap with the next (Damerau 1964; one edit a place) between two short words. */
unsigned edit_distance(const char *one, const char *other);

#endif
