/*
 * corpus-generate: news corpora of any size with known truth, for benchmarks and tests. Reads its options, then
 * writes the articles one by one and, beside them, which story each belongs to. The same options give the same bytes.
 */
#include "article.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] = "usage: corpus-generate --articles N --out FILE.jsonl [--truth FILE.truth.jsonl] [options]\n"
                            "\n"
                            "Writes N invented news articles as JSON Lines: id, source, date, url, title, text. FILE may be - for standard output.\n"
                            "The same options give the same bytes.\n"
                            "\n"
                            "  --articles N     how many, 1 to 1000000000\n"
                            "  --out FILE       the articles\n"
                            "  --truth FILE     id and cluster of each, as JSON Lines; copies of one story have the same cluster\n"
                            "  --seed S         another seed, another corpus (1)\n"
                            "  --script SCRIPT  latin or han (latin)\n"
                            "  --words N        words of a story on average, 20 to 10000 (400: articles of some 2.5 kB)\n"
                            "  --shape SHAPE    plain            as real corpora are (the default)\n"
                            "                   shared-furniture every article has the same thirty lines besides\n"
                            "                   exact-copies     one story, not edited\n"
                            "                   near-copies      one story, edited by each\n"
                            "                   one-line         stories of one sentence\n"
                            "                   forms            issues of one form, with other numbers\n"
                            "                   giant-article    plain, but one article is of 60 MB\n"
                            "  --help           this\n";

struct options {
    struct settings settings;
    const char *out, *truth;
};

static void refuse(const char *what, const char *value)
{
    fprintf(stderr, "corpus-generate: %s%s%s (see --help)\n", what, value ? ": " : "", value ? value : "");
    exit(2);
}

static uint64_t number_of(const char *option, const char *value, uint64_t least, uint64_t most)
{
    char *end;
    errno = 0;
    unsigned long long number = strtoull(value, &end, 10);
    if (*value < '0' || *value > '9' || *end || errno || number < least || number > most)
        refuse(option, value);
    return number;
}

static int choice_of(const char *option, const char *value, const char *const *names)
{
    for (int choice = 0; names[choice]; choice++)
        if (!strcmp(names[choice], value))
            return choice;
    refuse(option, value);
    return 0;
}

static void set_option(struct options *options, const char *option, const char *value)
{
    /* In the order of the enums. */
    static const char *const scripts[] = {"latin", "han", NULL};
    static const char *const shapes[] = {"plain", "shared-furniture", "exact-copies", "near-copies", "one-line", "forms", "giant-article", NULL};
    if (!strcmp(option, "--articles"))
        options->settings.articles = number_of(option, value, 1, 1000000000);
    else if (!strcmp(option, "--seed"))
        options->settings.seed = number_of(option, value, 0, UINT64_MAX);
    else if (!strcmp(option, "--words"))
        options->settings.mean_words = (uint32_t)number_of(option, value, 20, 10000);
    else if (!strcmp(option, "--script"))
        options->settings.script = (enum script)choice_of(option, value, scripts);
    else if (!strcmp(option, "--shape"))
        options->settings.shape = (enum shape)choice_of(option, value, shapes);
    else if (!strcmp(option, "--out"))
        options->out = value;
    else if (!strcmp(option, "--truth"))
        options->truth = value;
    else
        refuse("unknown option", option);
}

static struct options read_options(int argc, char **argv)
{
    struct options options = {.settings = {.seed = 1, .mean_words = 400}};
    for (int a = 1; a < argc; a += 2) {
        if (!strcmp(argv[a], "--help")) {
            fputs(usage, stdout);
            exit(0);
        }
        if (a + 1 == argc)
            refuse(strncmp(argv[a], "--", 2) ? "unknown argument" : "no value, or unknown option", argv[a]);
        set_option(&options, argv[a], argv[a + 1]);
    }
    if (!options.settings.articles || !options.out)
        refuse("--articles and --out are needed", NULL);
    if (options.truth && !strcmp(options.out, options.truth))
        refuse("--out and --truth are the same", options.out);
    return options;
}

int main(int argc, char **argv)
{
    struct options options = read_options(argc, argv);
    struct maker *maker = maker_create(&options.settings);
    struct sink out, truth;
    sink_open(&out, options.out);
    if (options.truth)
        sink_open(&truth, options.truth);
    for (uint64_t position = 0; position < options.settings.articles; position++) {
        struct record record;
        uint64_t cluster;
        maker_article(maker, position, &record, &cluster);
        record_write(&out, &record);
        if (options.truth)
            truth_write(&truth, position, cluster);
    }
    sink_close(&out);
    if (options.truth)
        sink_close(&truth);
    maker_free(maker);
    return 0;
}
