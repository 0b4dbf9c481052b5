/* What the options of "wirecopy cluster" and its like ask for: one case each where it is set. */
#include "cli/request.h"

#include <stdio.h>
#include <string.h>

#include "cli/exits.h"
#include "cli/request_codes.h"
#include "cli/values.h"

static void request_init(struct request *request, const struct command *command)
{
    *request = (struct request){.command = command, .output = "-", .resemblance = -1, .containment = -1};
    wirecopy_options_init(&request->options);
    request->options.template_numbers = false;
    messages_init(&request->messages);
    request->messages.progress = request->messages.on_terminal;
}

static bool set_choice(const char *option, const char *value, const char *const *choices, size_t count, int *chosen)
{
    *chosen = choose(option, value, choices, count);
    return *chosen >= 0;
}

static bool set_number_32(const char *option, const char *value, uint32_t *number)
{
    uint64_t taken;
    if (!value_number(option, value, UINT32_MAX, &taken))
        return false;
    *number = (uint32_t)taken;
    return true;
}

/* A list of pairs that are no matches. */
static bool set_shown(struct request *request, const char *value)
{
    static const char *const pairs[] = {"templates", "passages"};
    char word[16];
    for (const char *at = value;; at++) {
        size_t size = strcspn(at, ",");
        int chosen;
        snprintf(word, sizeof word, "%.*s", (int)size, at);
        if (!set_choice("--show", word, pairs, 2, &chosen))
            return false;
        request->templates = request->options.template_numbers = request->templates || chosen == 0;
        request->passages = request->options.passages = request->passages || chosen == 1;
        at += size;
        if (!*at)
            return true;
    }
}

static bool set_output_option(struct request *request, int option, const char *value)
{
    static const char *const views[] = {"clusters", "articles", "pairs", "outlets"}, *const formats[] = {"text", "jsonl", "tsv", "html"},
                             *const choices[] = {"auto", "always", "never"};
    int chosen = 0;
    bool good = true;
    switch (option) {
    case EMIT:
        good = set_choice("--emit", value, views, 4, &chosen);
        request->view = (enum wirecopy_view)chosen;
        break;
    case 'f':
        good = set_choice("--format", value, formats, 4, &chosen);
        request->format = (enum wirecopy_format)chosen;
        break;
    case COLOR:
        good = set_choice("--color", value, choices, 3, &chosen);
        request->color = (enum choice)chosen;
        break;
    case WIDTH:
        request->has_width = true;
        good = set_number_32("--width", value, &request->width);
        break;
    case 'o':
        request->has_output = true;
        request->output = value;
        break;
    case SUMMARY:
        request->summary = value;
        break;
    case SINGLES:
        request->singles = ALWAYS;
        break;
    case NO_SINGLES:
        request->singles = NEVER;
        break;
    case SHOW:
        good = set_shown(request, value);
        break;
    case 'q':
        request->quiet = request->messages.quiet = true;
        request->messages.progress = false;
        break;
    case PROGRESS:
        request->messages.progress = true;
        break;
    case NO_PROGRESS:
        request->messages.progress = false;
        break;
    }
    return good;
}

static bool set_dedup_option(struct request *request, int option, const char *value)
{
    static const char *const keeps[] = {"representative", "first", "oldest", "newest", "longest", "origin"}, *const drops[] = {"all", "copies",
                                                                                                                               "exact"};
    int chosen = 0;
    bool good = true;
    switch (option) {
    case KEEP:
        good = set_choice("--keep", value, keeps, 6, &chosen);
        request->dedup.keep = (enum wirecopy_keep)chosen;
        break;
    case DROP:
        good = set_choice("--drop", value, drops, 3, &chosen);
        request->dedup.drop = (enum wirecopy_drop)chosen;
        break;
    case AGAINST:
        return inputs_add(&request->against, value);
    case MARK:
        request->dedup.mark = true;
        break;
    case DRY_RUN:
        request->dry_run = true;
        break;
    case REPORT:
        request->report = value;
        break;
    case REPLACE:
        request->replace = true;
        break;
    default:
        return set_output_option(request, option, value);
    }
    return good;
}

static bool set_rule_option(struct request *request, int option, const char *value)
{
    struct wirecopy_options *options = &request->options;
    switch (option) {
    case RULE:
        return value_rule(value, options);
    case RESEMBLANCE:
        return value_share("--resemblance", value, &request->resemblance);
    case CONTAINMENT:
        return value_share("--containment", value, &request->containment);
    case WINDOW:
        return value_window(value, &options->window_hours);
    case 'k':
        return set_number_32("--shingle-words", value, &options->shingle_words);
    case KEYS:
        return value_keys(value, options);
    case SEED:
        return value_seed(value, &options->seed);
    case NO_FURNITURE:
        options->furniture = false;
        return true;
    case NO_BUILT_IN_FURNITURE:
        options->built_in_furniture = false;
        return true;
    case FURNITURE:
        options->furniture_file = value;
        return true;
    case LEARN:
        options->learn_furniture = true;
        return true;
    case PLAN:
        options->plan_file = value;
        return true;
    case OWNERS:
        options->owners_file = value;
        return true;
    case SVG:
        request->svg = value;
        return true;
    case ARTICLES:
        if (!value_number("--articles", value, INT32_MAX, &request->articles))
            return false;
        if (request->articles == 0)
            say("--articles is 1 or more, not '%s'", value);
        return request->articles > 0;
    case WRITE_PLAN:
        request->write_plan = value;
        options->keep_lines = true;
        return true;
    case WRITE_FURNITURE:
        request->write_furniture = value;
        options->keep_lines = true;
        return true;
    default:
        return set_dedup_option(request, option, value);
    }
}

static bool set_reading_option(struct request *request, int option, const char *value)
{
    struct wirecopy_options *options = &request->options;
    switch (option) {
    case FILES_FROM:
        request->files_from = value;
        return true;
    case IN:
        return inputs_add(&request->inputs, value);
    case TEXT_FIELD:
        options->text_field = value;
        return true;
    case ID_FIELD:
        options->id_field = value;
        return true;
    case TITLE_FIELD:
        options->title_field = value;
        return true;
    case SOURCE_FIELD:
        options->source_field = value;
        return true;
    case DATE_FIELD:
        options->date_field = value;
        return true;
    case URL_FIELD:
        options->url_field = value;
        return true;
    case FORMAT_IN:
        return value_input(value, options);
    case ENCODING:
        options->encoding = value;
        return true;
    case MAX_RECORD:
        return value_size("--max-record", value, &options->max_record_bytes);
    case STRICT:
        options->strict = request->messages.strict = true;
        return true;
    case THREADS:
        return set_number_32("--threads", value, &options->threads);
    case MEMORY:
        return value_size("--memory", value, &options->memory_bytes);
    case SCRATCH:
        options->scratch_directory = value;
        return true;
    case SAVE:
        options->save_directory = value;
        return true;
    case FROM:
        request->from = value;
        return true;
    case AUDIT:
        return set_number_32("--audit", value, &options->audit);
    case KERNEL:
        options->kernel = value;
        return true;
    default:
        return set_rule_option(request, option, value);
    }
}

void request_release(struct request *request)
{
    inputs_release(&request->inputs);
    inputs_release(&request->against);
}

/* Notes what an option is about. */
static void note_kind(struct request *request, int option)
{
    const struct option_row *row = request->command->rows;
    bool of_reading = option >= TEXT_FIELD && option <= STRICT;
    bool of_rule = option == 'k' || (option >= RULE && option <= PLAN && option != WRITE_FURNITURE);
    if (!of_reading && !of_rule)
        return;
    while (row->code != option)
        row++;
    if (of_reading)
        request->of_reading = row->name;
    else
        request->of_rule = row->name;
}

int request_read(struct request *request, const struct command *command, int count, char **arguments, int *exit_status)
{
    int option, first_operand = 0;
    const char *value;
    request_init(request, command);
    while ((option = next_option(command, count, arguments, &first_operand, &value)) != OPTION_END) {
        note_kind(request, option);
        if (option == 'h')
            *exit_status = print_help(command);
        else if (option == OPTION_WRONG)
            *exit_status = EXIT_NOTHING_DONE;
        else if (!set_reading_option(request, option, value))
            *exit_status = point_to_help(command);
        else
            continue;
        request_release(request);
        return -1;
    }
    if (request->resemblance >= 0)
        request->options.resemblance = request->resemblance;
    if (request->containment >= 0)
        request->options.containment = request->containment;
    return first_operand;
}
