/* The program: which command is meant. */
#define _GNU_SOURCE

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/exits.h"
#include "cli/heap.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "wirecopy.h"

/* In the order in which --help lists them. A new command: its file, and its row here. */
const struct command *const commands[] = {&cluster_command, &compare_command, &dedup_command, &furniture_command,
                                          &plan_command,    &index_command,   &eval_command,  &help_command};
const size_t command_count = sizeof commands / sizeof *commands;

static int print_version(void)
{
    printf("wirecopy %s\n", wirecopy_version());
    return finish_printing();
}

/* An option where a command belongs. */
static int run_option(const char *option)
{
    if (strcmp(option, "--version") == 0 || strcmp(option, "-V") == 0)
        return print_version();
    if (strcmp(option, "--help") == 0 || strcmp(option, "-h") == 0)
        return print_overview();
    if (edit_distance(option, "--help") <= 2)
        say("there is no option %s; did you mean --help?", option);
    else if (edit_distance(option, "--version") <= 3)
        say("there is no option %s; did you mean --version?", option);
    else
        say("a command comes first, then its options: wirecopy cluster %s ...", option);
    return point_to_help(NULL);
}

int main(int count, char **arguments)
{
    const struct command *command;
    heap_keep(0);
    if (count < 2) {
        say("which command?");
        return point_to_help(NULL);
    }
    if (arguments[1][0] == '-' && arguments[1][1] != '\0')
        return run_option(arguments[1]);
    command = find_command(arguments[1]);
    if (command)
        return command->run(count - 1, arguments + 1);
    if (access(arguments[1], F_OK) == 0 || strcmp(arguments[1], "-") == 0) {
        say("'%s' is no command; to cluster it: wirecopy cluster %s", arguments[1], arguments[1]);
        return point_to_help(NULL);
    }
    return refuse_command(arguments[1]);
}
