/* Options by getopt_long, whose tables are made from the rows. */
#define _GNU_SOURCE

#include "cli/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "cli/exits.h"
#include "cli/messages.h"

enum { MOST_ROWS = 64, MOST_WORD = 40, HELP_COLUMN = 30 };

unsigned edit_distance(const char *one, const char *other)
{
    unsigned rows[3][MOST_WORD + 1]; /* of the two prefixes before this one, and of this one */
    size_t size = strlen(other);
    if (size > MOST_WORD || strlen(one) > MOST_WORD)
        return MOST_WORD;
    for (size_t j = 0; j <= size; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= strlen(one); i++) {
        unsigned *row = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= size; j++) {
            unsigned least = last[j - 1] + (one[i - 1] != other[j - 1]);
            if (last[j] + 1 < least)
                least = last[j] + 1;
            if (row[j - 1] + 1 < least)
                least = row[j - 1] + 1;
            if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] && before[j - 2] + 1 < least)
                least = before[j - 2] + 1;
            row[j] = least;
        }
    }
    return rows[strlen(one) % 3][size];
}

/* The best of the words offered so far, for a word that was written. */
struct nearest {
    const char *written, *best;
    unsigned distance;
};

static void offer(struct nearest *nearest, const char *word)
{
    size_t size = strlen(nearest->written);
    unsigned distance = edit_distance(nearest->written, word);
    if (size >= 2 && strncmp(word, nearest->written, size) == 0)
        distance = 1; /* cut off */
    if (nearest->best && distance >= nearest->distance)
        return;
    nearest->best = word;
    nearest->distance = distance;
}

/* The best word where it is near enough to be meant: at most a third of the letters and one more are other. */
static const char *near_enough(const struct nearest *nearest)
{
    return nearest->best && nearest->distance <= 1 + strlen(nearest->written) / 3 ? nearest->best : NULL;
}

const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

int refuse_command(const char *name)
{
    struct nearest nearest = {.written = name};
    for (size_t i = 0; i < command_count; i++)
        offer(&nearest, commands[i]->name);
    if (near_enough(&nearest))
        say("there is no command '%s'; did you mean '%s'?", name, near_enough(&nearest));
    else
        say("there is no command '%s'", name);
    return point_to_help(NULL);
}

int point_to_help(const struct command *command)
{
    say_plain("Try 'wirecopy %s%s--help'.", command ? command->name : "", command ? " " : "");
    return EXIT_NOTHING_DONE;
}

int choose(const char *option, const char *value, const char *const *choices, size_t count)
{
    struct nearest nearest = {.written = value};
    char list[200] = "";
    for (size_t i = 0; i < count; i++) {
        if (strcmp(value, choices[i]) == 0)
            return (int)i;
        offer(&nearest, choices[i]);
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", i == 0 ? "" : i + 1 == count ? " or " : ", ", choices[i]);
    }
    if (near_enough(&nearest))
        say("%s cannot be '%s'; did you mean '%s'?", option, value, near_enough(&nearest));
    else
        say("%s is %s, not '%s'", option, list, value);
    return -1;
}

/* getopt's two tables. */
struct tables {
    char letters[2 * MOST_ROWS + 2];
    struct option names[MOST_ROWS + 1];
};

static void make_tables(const struct command *command, struct tables *tables)
{
    char *letter = tables->letters;
    size_t count = 0;
    *letter++ = ':'; /* tell a missing value apart, and print nothing */
    for (size_t i = 0; command->rows[i].help && count < MOST_ROWS; i++) {
        const struct option_row *row = &command->rows[i];
        if (!row->name)
            continue;
        tables->names[count++] = (struct option){row->name, row->argument ? required_argument : no_argument, NULL, row->code};
        if (row->code < 256) {
            *letter++ = (char)row->code;
            if (row->argument)
                *letter++ = ':';
        }
    }
    *letter = '\0';
    tables->names[count] = (struct option){0};
}

static const struct option_row *row_of(const struct command *command, int code)
{
    for (size_t i = 0; command->rows[i].help; i++)
        if (command->rows[i].name && command->rows[i].code == code)
            return &command->rows[i];
    return NULL;
}

/* Says why getopt refused a long option as it was written, such as "--emti=pairs". */
static void refuse_long(const struct command *command, const char *written, int code)
{
    char name[MOST_WORD + 1];
    struct nearest nearest = {.written = name};
    size_t begun = 0, size = strcspn(written + 2, "=");
    snprintf(name, sizeof name, "%.*s", size > MOST_WORD ? MOST_WORD : (int)size, written + 2);
    if (row_of(command, code)) {
        say("--%s takes no value", row_of(command, code)->name);
        return;
    }
    for (size_t i = 0; command->rows[i].help; i++) {
        if (!command->rows[i].name)
            continue;
        offer(&nearest, command->rows[i].name);
        begun += strncmp(command->rows[i].name, name, strlen(name)) == 0;
    }
    if (begun > 1)
        say("--%s can be the beginning of several options, such as --%s", name, nearest.best);
    else if (near_enough(&nearest))
        say("there is no option --%s; did you mean --%s?", name, nearest.best);
    else
        say("there is no option --%s", name);
}

static int refuse(const struct command *command, int result, const char *written)
{
    const struct option_row *row = row_of(command, optopt);
    if (result == ':' && row)
        say("--%s needs a value: %s", row->name, row->argument);
    else if (strncmp(written, "--", 2) == 0)
        refuse_long(command, written, optopt);
    else
        say("there is no option -%c", optopt);
    point_to_help(command);
    return OPTION_WRONG;
}

int next_option(const struct command *command, int count, char **arguments, int *first_operand, const char **value)
{
    struct tables tables;
    int result;
    make_tables(command, &tables);
    if (*first_operand == 0)
        optind = 0; /* glibc and musl: begin anew */
    opterr = 0;
    result = getopt_long(count, arguments, tables.letters, tables.names, NULL);
    *first_operand = optind;
    *value = optarg;
    if (result == -1)
        return OPTION_END;
    return result == '?' || result == ':' ? refuse(command, result, arguments[optind - 1]) : result;
}

/* "  -o, --output FILE" */
static int print_names(const struct option_row *row)
{
    int used = row->code < 256 ? printf("  -%c, --%s", row->code, row->name) : printf("      --%s", row->name);
    return row->argument ? used + printf(" %s", row->argument) : used;
}

static void print_row(const struct option_row *row)
{
    const char *line = row->help;
    int used;
    if (!row->name) {
        printf("\n%s:\n", row->help);
        return;
    }
    used = print_names(row);
    if (used > HELP_COLUMN - 2) {
        putchar('\n');
        used = 0;
    }
    while (*line) {
        size_t size = strcspn(line, "\n");
        printf("%*s%.*s\n", HELP_COLUMN - used, "", (int)size, line);
        line += size + (line[size] == '\n');
        used = 0;
    }
}

int finish_printing(void)
{
    errno = EIO; /* where it was an earlier write that failed */
    if (fflush(stdout) == 0 && !ferror(stdout))
        return EXIT_FINE;
    say("standard output: %s", strerror(errno));
    return EXIT_NOTHING_DONE;
}

int print_help(const struct command *command)
{
    printf("Usage: wirecopy %s\n\n%s\n", command->usage, command->about);
    for (size_t i = 0; command->rows[i].help; i++)
        print_row(&command->rows[i]);
    if (command->examples)
        printf("\nExamples:\n%s", command->examples);
    return finish_printing();
}

int print_overview(void)
{
    puts("wirecopy finds republished articles: the copies of one story in many outlets.\n\n"
         "Usage: wirecopy COMMAND [OPTIONS] ...\n\n"
         "Commands:");
    for (size_t i = 0; i < command_count; i++)
        printf("  %-10s %s\n", commands[i]->name, commands[i]->gist);
    puts("\n'wirecopy COMMAND --help' explains a command; 'man wirecopy' explains all of it.\n\n"
         "Examples:\n"
         "  wirecopy cluster articles/                    the copies among the files under articles/\n"
         "  wirecopy cluster news.jsonl.gz --format jsonl -o clusters.jsonl");
    return finish_printing();
}
