/* The options of "wirecopy cluster": one row each in --help, one case each where it is set. */
#include "cli/request.h"

#include <stdio.h>
#include <string.h>

#include "cli/exits.h"
#include "cli/values.h"

enum {
    EMIT = 256,
    SUMMARY,
    COLOR,
    WIDTH,
    SINGLES,
    NO_SINGLES,
    SHOW,
    RULE,
    RESEMBLANCE,
    CONTAINMENT,
    WINDOW,
    KEYS,
    SEED,
    NO_FURNITURE,
    NO_BUILT_IN_FURNITURE,
    FURNITURE,
    LEARN,
    WRITE_FURNITURE,
    PLAN,
    WRITE_PLAN,
    SVG,
    ARTICLES,
    FILES_FROM,
    TEXT_FIELD,
    ID_FIELD,
    TITLE_FIELD,
    SOURCE_FIELD,
    DATE_FIELD,
    URL_FIELD,
    FORMAT_IN,
    ENCODING,
    MAX_RECORD,
    STRICT,
    THREADS,
    MEMORY,
    SCRATCH,
    KERNEL,
    AUDIT,
    SAVE,
    FROM,
    KEEP,
    DROP,
    MARK,
    DRY_RUN,
    REPORT,
    IN,
    PROGRESS,
    NO_PROGRESS,
};

static void request_init(struct request *request, const struct command *command)
{
    *request = (struct request){.command = command, .output = "-", .resemblance = -1, .containment = -1};
    wirecopy_options_init(&request->options);
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
        request->templates |= chosen == 0;
        request->passages = request->options.passages = request->passages || chosen == 1;
        at += size;
        if (!*at)
            return true;
    }
}

static bool set_output_option(struct request *request, int option, const char *value)
{
    static const char *const views[] = {"clusters", "articles", "pairs", "outlets"}, *const formats[] = {"text", "jsonl", "tsv"},
                             *const choices[] = {"auto", "always", "never"};
    int chosen = 0;
    bool good = true;
    switch (option) {
    case EMIT:
        good = set_choice("--emit", value, views, 4, &chosen);
        request->view = (enum wirecopy_view)chosen;
        break;
    case 'f':
        good = set_choice("--format", value, formats, 3, &chosen);
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
    static const char *const keeps[] = {"representative", "first", "oldest", "newest", "longest"}, *const drops[] = {"all", "copies", "exact"};
    int chosen = 0;
    bool good = true;
    switch (option) {
    case KEEP:
        good = set_choice("--keep", value, keeps, 5, &chosen);
        request->dedup.keep = (enum wirecopy_keep)chosen;
        break;
    case DROP:
        good = set_choice("--drop", value, drops, 3, &chosen);
        request->dedup.drop = (enum wirecopy_drop)chosen;
        break;
    case MARK:
        request->dedup.mark = true;
        break;
    case DRY_RUN:
        request->dry_run = true;
        break;
    case REPORT:
        request->report = value;
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
        return value_number("--seed", value, UINT64_MAX, &options->seed);
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
    case SVG:
        request->svg = value;
        return true;
    case ARTICLES:
        return value_number("--articles", value, INT32_MAX, &request->articles);
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

int request_read(struct request *request, const struct command *command, int count, char **arguments, int *exit_status)
{
    int option, first_operand = 0;
    const char *value;
    request_init(request, command);
    while ((option = next_option(command, count, arguments, &first_operand, &value)) != OPTION_END) {
        if (option == 'h') {
            *exit_status = print_help(command);
            return -1;
        }
        if (option == OPTION_WRONG || !set_reading_option(request, option, value)) {
            *exit_status = option == OPTION_WRONG ? EXIT_NOTHING_DONE : point_to_help(command);
            return -1;
        }
    }
    if (request->resemblance >= 0)
        request->options.resemblance = request->resemblance;
    if (request->containment >= 0)
        request->options.containment = request->containment;
    return first_operand;
}

/* Rows that several commands have. */
/* clang-format off */
#define RULE_ROWS \
    {0, NULL, NULL, "What is a copy"}, \
    {RULE, "rule", "RULE", "usual (the default), strict, loose, or least\nresemblance and containment: 0.35,0.6"}, \
    {RESEMBLANCE, "resemblance", "X", "least resemblance of two copies, 0 to 1"}, \
    {CONTAINMENT, "containment", "X", "or least share of the smaller in the larger"}, \
    {WINDOW, "window", "TIME", "only articles published within it of each other:\n12h, 30d or 2w; those without a date as ever"}, \
    {'k', "shingle-words", "N", "compare runs of N words; 3"}, \
    {NO_FURNITURE, "no-furniture", NULL, "leave nothing out: keep teasers, menus, buttons"}, \
    {NO_BUILT_IN_FURNITURE, "no-built-in-furniture", NULL, "leave out only what is learnt from the corpus"}, \
    {FURNITURE, "furniture", "FILE", "leave out what FILE says, and learn nothing of it"}, \
    {LEARN, "learn", NULL, "with --furniture: learn what FILE does not have"}, \
    {PLAN, "plan", "FILE", "take common phrases and keys from FILE, and learn\nnone"}, \
    {KEYS, "keys", "KEYS", "which pairs are looked at: planned (the default),\nall, or bands and samples such as 64x2+1/8"}, \
    {SEED, "seed", "N", "of signatures and samples; 0"}, \
    {AUDIT, "audit", "N", "compare N articles with all others, to say what\nshare of the matches the keys missed"}
#define INPUT_ROWS \
    {0, NULL, NULL, "Input"}, \
    {FILES_FROM, "files-from", "FILE", "read the names in FILE too, one a line;\n- is standard input"}, \
    {TEXT_FIELD, "text-field", "NAME", "the field that holds the text; else it is guessed"}, \
    {ID_FIELD, "id-field", "NAME", "likewise"}, \
    {TITLE_FIELD, "title-field", "NAME", "likewise"}, \
    {SOURCE_FIELD, "source-field", "NAME", "likewise: the outlet"}, \
    {DATE_FIELD, "date-field", "NAME", "likewise"}, \
    {URL_FIELD, "url-field", "NAME", "likewise"}, \
    {FORMAT_IN, "format-in", "FORMAT", "of all files, where it is not to be seen from their\ncontent: plain, jsonl, json, csv, html, warc,\nfeed, markdown or eml"}, \
    {ENCODING, "encoding", "NAME", "of text that does not say its own; UTF-8"}, \
    {MAX_RECORD, "max-record", "SIZE", "skip longer records; 64M"}, \
    {STRICT, "strict", NULL, "end at the first record or file that is bad"}
#define RESOURCE_ROWS \
    {0, NULL, NULL, "Resources (the result is the same)"}, \
    {THREADS, "threads", "N", "0, the default: as many as there are processors"}, \
    {MEMORY, "memory", "SIZE", "of buffers, beyond 64 bytes an article; 256M"}, \
    {SCRATCH, "scratch", "DIR", "where the rest goes; TMPDIR, else /tmp"}, \
    {KERNEL, "kernel", "NAME", "portable, neon, avx2 or avx512; else the best"}
/* clang-format on */

const struct option_row cluster_rows[] = {
    {0, NULL, NULL, "Output"},
    {EMIT, "emit", "VIEW", "clusters (the default), articles, pairs or\noutlets: what each has of its own and of others"},
    {'f', "format", "FORMAT", "text (the default), jsonl or tsv"},
    {'o', "output", "FILE", "where the result goes; - is standard output"},
    {SUMMARY, "summary", "FILE", "the closing summary goes there, as JSON"},
    {WRITE_FURNITURE, "write-furniture", "FILE", "write what was left out there, to be edited and\ngiven to --furniture"},
    {WRITE_PLAN, "write-plan", "FILE", "write common phrases and keys there, to be given\nto --plan"},
    {SINGLES, "singles", NULL, "show articles without copies as clusters of one\n(jsonl and tsv do)"},
    {NO_SINGLES, "no-singles", NULL, "leave them out (text does)"},
    {SHOW, "show", "WHICH",
     "pairs that are no match too: templates (one form\nwith other facts), passages (a part is shared);\nor templates,passages"},
    {COLOR, "color", "WHEN", "auto (the default), always or never"},
    {WIDTH, "width", "N", "cut titles so that text has N columns; 0: never"},
    {'q', "quiet", NULL, "no summary, no progress, no word of repairs"},
    {PROGRESS, "progress", NULL, "show progress even where standard error is no\nterminal"},
    {NO_PROGRESS, "no-progress", NULL, "show none"},
    RULE_ROWS,
    INPUT_ROWS,
    {0, NULL, NULL, "Again"},
    {SAVE, "save", "DIR", "keep there what was read and sketched"},
    {FROM, "from", "DIR", "take that in place of a PATH: cluster by another\nrule, or go on with a run that was interrupted"},
    RESOURCE_ROWS,
    {0, NULL, NULL, "Other"},
    {'h', "help", NULL, "this text"},
    {.code = 0},
};

const struct option_row compare_rows[] = {
    {0, NULL, NULL, "Output"},
    {IN, "in", "PATH", "the articles are in this corpus, and known by\ntheir ids; as often as there are paths"},
    {'f', "format", "FORMAT", "text (the default) or jsonl"},
    {'o', "output", "FILE", "where the comparison goes; - is standard output"},
    {COLOR, "color", "WHEN", "auto (the default), always or never"},
    {WIDTH, "width", "N", "columns of the text; 100 where there is no\nterminal"},
    {'q', "quiet", NULL, "no progress, no word of repairs"},
    {PROGRESS, "progress", NULL, "show progress even where standard error is no\nterminal"},
    {NO_PROGRESS, "no-progress", NULL, "show none"},
    RULE_ROWS,
    INPUT_ROWS,
    RESOURCE_ROWS,
    {0, NULL, NULL, "Other"},
    {'h', "help", NULL, "this text"},
    {.code = 0},
};

const struct option_row furniture_rows[] = {
    {0, NULL, NULL, "Output"},
    {'f', "format", "FORMAT", "text (the default), jsonl or tsv"},
    {'o', "output", "FILE", "where the lines go; - is standard output"},
    {WRITE_FURNITURE, "write-furniture", "FILE", "write them there, to be edited and given to\n--furniture"},
    {WRITE_PLAN, "write-plan", "FILE", "write common phrases and keys there, to be given\nto --plan"},
    {SUMMARY, "summary", "FILE", "the closing summary goes there, as JSON"},
    {WIDTH, "width", "N", "cut lines so that text has N columns; 0: never"},
    {'q', "quiet", NULL, "no summary, no progress, no word of repairs"},
    {PROGRESS, "progress", NULL, "show progress even where standard error is no\nterminal"},
    {NO_PROGRESS, "no-progress", NULL, "show none"},
    RULE_ROWS,
    INPUT_ROWS,
    RESOURCE_ROWS,
    {0, NULL, NULL, "Other"},
    {'h', "help", NULL, "this text"},
    {.code = 0},
};

const struct option_row plan_rows[] = {
    {0, NULL, NULL, "Output"},
    {ARTICLES, "articles", "N", "for so many articles of news, in place of PATH"},
    {'f', "format", "FORMAT", "text (the default) or jsonl: one object a plan"},
    {'o', "output", "FILE", "where the plans go; - is standard output"},
    {SVG, "svg", "FILE", "draw their curves there"},
    {'q', "quiet", NULL, "no progress, no word of repairs"},
    {PROGRESS, "progress", NULL, "show progress even where standard error is no\nterminal"},
    {NO_PROGRESS, "no-progress", NULL, "show none"},
    RULE_ROWS,
    INPUT_ROWS,
    RESOURCE_ROWS,
    {0, NULL, NULL, "Other"},
    {'h', "help", NULL, "this text"},
    {.code = 0},
};

const struct option_row dedup_rows[] = {
    {0, NULL, NULL, "Output"},
    {'o', "output", "FILE", "where the corpus without copies goes; - is\nstandard output"},
    {KEEP, "keep", "WHICH", "of each cluster: representative (the default),\nfirst, oldest, newest or longest"},
    {DROP, "drop", "WHAT", "all others (the default); copies: not updates and\nexpansions; exact: exact copies only"},
    {MARK, "mark", NULL, "JSON: write every record, with a member that says\nwhether it would stay"},
    {DRY_RUN, "dry-run", NULL, "write nothing but what would go, and for whom"},
    {REPORT, "report", "FILE", "what went, and for whom, one line of JSON each"},
    {SUMMARY, "summary", "FILE", "the closing summary goes there, as JSON"},
    {'q', "quiet", NULL, "no summary, no progress, no word of repairs"},
    {PROGRESS, "progress", NULL, "show progress even where standard error is no\nterminal"},
    {NO_PROGRESS, "no-progress", NULL, "show none"},
    RULE_ROWS,
    INPUT_ROWS,
    RESOURCE_ROWS,
    {0, NULL, NULL, "Other"},
    {'h', "help", NULL, "this text"},
    {.code = 0},
};
