/* wirecopy compare: why two articles are copies of one story, or not. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/exits.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/request.h"
#include "cli/terminal.h"
#include "wirecopy.h"

static int write_result(const struct request *request, const struct wirecopy_comparison *comparison)
{
    bool to_terminal = strcmp(request->output, "-") == 0;
    bool color = request->color == ALWAYS || (request->color == AUTO && to_terminal && terminal_takes_color());
    uint32_t width = request->has_width ? request->width : to_terminal ? terminal_width(STDOUT_FILENO) : 0;
    struct output output;
    enum wirecopy_status status;
    int exit_status;
    if (!output_open(&output, request->output))
        return EXIT_NOTHING_DONE;
    status = wirecopy_comparison_write(comparison, request->format, color, width, output_write, &output);
    exit_status = request_end_output(&output, status, wirecopy_status_message(status));
    return exit_status == EXIT_FINE && !comparison->match ? EXIT_SAYS_NO : exit_status;
}

/* The ids of the two articles, within a corpus; with no data, the inputs are the two. */
static int compare(struct request *request, const struct wirecopy_bytes *ids)
{
    struct wirecopy_corpus *corpus;
    struct wirecopy_comparison *comparison;
    int exit_status;
    enum wirecopy_status status = wirecopy_corpus_create(&request->options, &corpus);
    if (status != WIRECOPY_OK)
        return request_failed(status, wirecopy_corpus_error(NULL), NULL);
    status = wirecopy_corpus_watch(corpus, ids[0]);
    if (status == WIRECOPY_OK)
        status = wirecopy_corpus_watch(corpus, ids[1]);
    if (status == WIRECOPY_OK)
        status = wirecopy_corpus_add_paths(corpus, (const char *const *)request->inputs.paths, request->inputs.count);
    if (status == WIRECOPY_OK && !ids[0].data && wirecopy_corpus_input_counts(corpus).articles != 2) {
        say("%s and %s do not hold one article each; to compare two of a corpus: wirecopy compare --in PATH ID ID", request->inputs.paths[0],
            request->inputs.paths[1]);
        wirecopy_corpus_free(corpus);
        return EXIT_NOTHING_DONE;
    }
    if (status == WIRECOPY_OK)
        status = wirecopy_corpus_compare(corpus, ids[0], ids[1], &comparison);
    messages_finish(&request->messages);
    if (status != WIRECOPY_OK) {
        exit_status = request_failed(status, wirecopy_corpus_error(corpus), NULL);
        wirecopy_corpus_free(corpus);
        return exit_status;
    }
    wirecopy_corpus_free(corpus);
    exit_status = write_result(request, comparison);
    wirecopy_comparison_free(comparison);
    return exit_status;
}

/* With --in the operands are ids, without it files. */
static int run(int count, char **arguments)
{
    struct request request;
    struct wirecopy_bytes ids[2] = {{NULL, 0}, {NULL, 0}};
    int exit_status = EXIT_NOTHING_DONE, first = request_read(&request, &compare_command, count, arguments, &exit_status);
    bool good;
    if (first < 0)
        return exit_status;
    if (count - first != 2) {
        say(request.inputs.count > 0 ? "compare takes the ids of two articles after --in" : "compare takes two files, or --in PATH and two ids");
        request_release(&request);
        return point_to_help(&compare_command);
    }
    if (request.format == WIRECOPY_FORMAT_TSV) {
        say("a comparison is text, jsonl or html, not tsv");
        request_release(&request);
        return point_to_help(&compare_command);
    }
    for (int i = 0; i < 2 && (request.inputs.count > 0 || request.files_from); i++)
        ids[i] = (struct wirecopy_bytes){arguments[first + i], strlen(arguments[first + i])};
    good = ids[0].data ? request_gather(&request, NULL, 0) : request_gather(&request, arguments + first, 2);
    if (good && request_ready(&request))
        exit_status = compare(&request, ids);
    request_release(&request);
    return exit_status;
}

const struct command compare_command = {
    .name = "compare",
    .gist = "say why two articles are copies, or not",
    .usage = "compare [OPTIONS] FILE FILE\n"
             "       wirecopy compare [OPTIONS] --in PATH [--in PATH]... ID ID",
    .about = "Compares two articles as 'wirecopy cluster' does and shows why they are copies\n"
             "of one story or not, and both texts side by side. They are two files with an\n"
             "article each, or two articles of a corpus, by their ids: then what the corpus\n"
             "teaches is left out, and the answer is that of 'wirecopy cluster --emit pairs'.\n"
             "Exit status: 0 where they match; 1 where they do not; 2 where nothing was done.",
    .rows = compare_rows,
    .examples = "  wirecopy compare story.txt reprint.txt\n"
                "  wirecopy compare --in news.jsonl.gz a17 b4\n"
                "  wirecopy compare --in crawl/ --format jsonl a17 b4 | jq .reason\n",
    .run = run,
};
