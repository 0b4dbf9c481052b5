/* wirecopy eval */
#include <stdio.h>
#include <string.h>

#include "cli/exits.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "wirecopy.h"

static void print_text(const struct wirecopy_evaluation *evaluation)
{
    if (evaluation->labelled > 0)
        printf("%-20s %llu\n", "labelled pairs", (unsigned long long)evaluation->labelled);
    else
        printf("%-20s %llu\n", "articles", (unsigned long long)evaluation->articles);
    printf("%-20s %llu\n", "pairs together", (unsigned long long)evaluation->pairs);
    printf("%-20s %.4f\n", "precision", evaluation->precision);
    printf("%-20s %.4f\n", "recall", evaluation->recall);
    printf("%-20s %.4f\n", "F1", evaluation->f1);
    if (evaluation->labelled > 0)
        return;
    printf("%-20s %.4f\n", "adjusted Rand index", evaluation->adjusted_rand);
    printf("%-20s %.4f\n", "B-cubed F1", evaluation->b_cubed_f1);
}

static void print_json(const struct wirecopy_evaluation *evaluation)
{
    if (evaluation->labelled > 0)
        printf("{\"labelled_pairs\":%llu,", (unsigned long long)evaluation->labelled);
    else
        printf("{\"articles\":%llu,", (unsigned long long)evaluation->articles);
    printf("\"pairs_together\":%llu,\"precision\":%.4f,\"recall\":%.4f,\"f1\":%.4f", (unsigned long long)evaluation->pairs, evaluation->precision,
           evaluation->recall, evaluation->f1);
    if (evaluation->labelled == 0)
        printf(",\"adjusted_rand\":%.4f,\"b_cubed_f1\":%.4f", evaluation->adjusted_rand, evaluation->b_cubed_f1);
    puts("}");
}

static int evaluate(const char *found, const char *truth, bool json)
{
    struct wirecopy_evaluation evaluation;
    char message[1200];
    enum wirecopy_status status;
    if (strcmp(found, "-") == 0 && strcmp(truth, "-") == 0) {
        say("standard input cannot be both FOUND and TRUTH");
        return EXIT_NOTHING_DONE;
    }
    status = wirecopy_evaluate(found, truth, &evaluation, message, sizeof message);
    if (status != WIRECOPY_OK) {
        say("%s", message);
        return EXIT_NOTHING_DONE;
    }
    if (json)
        print_json(&evaluation);
    else
        print_text(&evaluation);
    if (fflush(stdout) == 0)
        return EXIT_FINE;
    say("standard output could not be written");
    return EXIT_NOTHING_DONE;
}

static int run(int count, char **arguments)
{
    static const char *const formats[] = {"text", "jsonl"};
    int option, first_operand = 0, format = 0;
    const char *value;
    while ((option = next_option(&eval_command, count, arguments, &first_operand, &value)) != OPTION_END) {
        switch (option) {
        case 'f':
            format = choose("--format", value, formats, sizeof formats / sizeof *formats);
            if (format < 0)
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
    return evaluate(arguments[first_operand], arguments[first_operand + 1], format == 1);
}

static const struct option_row rows[] = {
    {0, NULL, NULL, "Options"},
    {'f', "format", "FORMAT", "text (the default) or jsonl: one JSON object"},
    {'h', "help", NULL, "this text"},
    {.code = 0},
};

const struct command eval_command = {
    .name = "eval",
    .gist = "compare found clusters with known ones",
    .usage = "eval [OPTIONS] FOUND TRUTH",
    .about = "Says how well found clusters agree with known ones: pairwise precision, recall\n"
             "and F1, the adjusted Rand index and B-cubed F1.\n\n"
             "FOUND is what 'wirecopy cluster --emit articles --format jsonl' writes: \"id\" and\n"
             "\"cluster\" on each line. TRUTH is the same, or labelled pairs: \"a\", \"b\" and\n"
             "\"label\" on each line, of which same, update and excerpt belong together. Only\n"
             "articles of TRUTH are looked at. Either may be compressed, and - is standard input.",
    .rows = rows,
    .examples = "  wirecopy eval found.jsonl truth.jsonl.gz\n"
                "  wirecopy cluster news.jsonl --emit articles --format jsonl | wirecopy eval - truth.jsonl\n",
    .run = run,
};
