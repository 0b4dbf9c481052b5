/* wirecopy help */
#include "cli/exits.h"
#include "cli/messages.h"
#include "cli/options.h"

static int run(int count, char **arguments)
{
    int first_operand = 0;
    const char *value;
    const struct command *command;
    switch (next_option(&help_command, count, arguments, &first_operand, &value)) {
    case OPTION_END:
        break;
    case 'h':
        return print_help(&help_command);
    default:
        return EXIT_NOTHING_DONE;
    }
    if (first_operand == count)
        return print_overview();
    if (count - first_operand > 1) {
        say("help explains one command");
        return point_to_help(&help_command);
    }
    command = find_command(arguments[first_operand]);
    return command ? print_help(command) : refuse_command(arguments[first_operand]);
}

static const struct option_row rows[] = {
    {0, NULL, NULL, "Options"},
    {'h', "help", NULL, "this text"},
    {.code = 0},
};

const struct command help_command = {
    .name = "help",
    .gist = "explain a command",
    .usage = "help [COMMAND]",
    .about = "Explains a command; without one, lists the commands.",
    .rows = rows,
    .run = run,
};
