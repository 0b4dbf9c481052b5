/* wirecopy eval */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/exits.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/terminal.h"
#include "cli/values.h"
#include "wirecopy.h"

/* Standard output, whose buffer is flushed at the end. */
static int print(void *context, const char *data, size_t size)
{
    (void)context;
    return fwrite(data, 1, size, stdout) == size ? 0 : EIO;
}

static int evaluate(const char *found, const char *truth, enum wirecopy_format format, size_t worst)
{
    struct wirecopy_evaluation evaluation;
    char message[1200];
    enum wirecopy_status status;
    if (strcmp(found, "-") == 0 && strcmp(truth, "-") == 0) {
        say("standard input cannot be both FOUND and TRUTH");
        return EXIT_NOTHING_DONE;
    }
    status = wirecopy_evaluate(found, truth, worst, &evaluation, message, sizeof message);
    if (status != WIRECOPY_OK) {
        say("%s", message);
        return EXIT_NOTHING_DONE;
    }
    status = wirecopy_evaluation_report(&evaluation, format, terminal_width(STDOUT_FILENO), print, NULL);
    wirecopy_evaluation_release(&evaluation);
    if (status == WIRECOPY_OK || status == WIRECOPY_IO)
        return finish_printing();
    say("%s", wirecopy_status_message(status));
    return EXIT_NOTHING_DONE;
}

enum { WORST = 256, WORST_DEFAULT = 5, WORST_MOST = 1000000 };

static int run(int count, char **arguments)
{
    static const char *const formats[] = {"text", "jsonl"};
    int option, first_operand = 0, format = 0;
    uint64_t worst = WORST_DEFAULT;
    const char *value;
    while ((option = next_option(&eval_command, count, arguments, &first_operand, &value)) != OPTION_END) {
        switch (option) {
        case 'f':
            format = choose("--format", value, formats, sizeof formats / sizeof *formats);
            if (format < 0)
                return point_to_help(&eval_command);
            break;
        case WORST:
            if (!value_number("--worst", value, WORST_MOST, &worst))
                return point_to_help(&eval_command);
            break;
        case 'h':
            return print_help(&eval_command);
        default:
            return EXIT_NOTHING_DONE;
        }
    }
    if (count - first_operand != 2) {
        say("eval takes two files: FOUND and TRUTH");
        return point_to_help(&eval_command);
    }
    return evaluate(arguments[first_operand], arguments[first_operand + 1], format == 1 ? WIRECOPY_FORMAT_JSONL : WIRECOPY_FORMAT_TEXT,
                    (size_t)worst);
}

static const struct option_row rows[] = {
    {0, NULL, NULL, "Options"},
    {'f', "format", "FORMAT", "text (the default) or jsonl: one JSON object"},
    {WORST, "worst", "N", "list N of the worst mistakes of each kind; 5"},
    {'h', "help", NULL, "this text"},
    {.code = 0},
};

const struct command eval_command = {
    .name = "eval",
    .gist = "compare found clusters with known ones",
    .usage = "eval [OPTIONS] FOUND TRUTH",
    .about = "Says how well found clusters agree with known ones: pairwise precision, recall\n"
             "and F1, the adjusted Rand index, B-cubed F1, homogeneity, completeness and the\n"
             "V-measure; then where they agree least: found clusters that hold several true\n"
             "ones, and true ones that lie in several, those with the most wrong pairs first.\n\n"
             "FOUND is what 'wirecopy cluster --emit articles --format jsonl' writes: \"id\" and\n"
             "\"cluster\" on each line. TRUTH is the same, or labelled pairs: \"a\", \"b\" and\n"
             "\"label\" on each line, of which same, update and excerpt belong together. Only\n"
             "articles of TRUTH are looked at. Either may be compressed; - is standard input.",
    .rows = rows,
    .examples = "  wirecopy eval found.jsonl truth.jsonl.gz\n"
                "  wirecopy cluster news.jsonl --emit articles --format jsonl |\n"
                "      wirecopy eval - truth.jsonl\n",
    .run = run,
};
