/* wirecopy index create, add and query: the actions that read articles. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/exits.h"
#include "cli/index.h"
#include "cli/output.h"
#include "cli/terminal.h"

struct wirecopy_index *index_open(const struct request *request, const char *directory, bool writing)
{
    struct wirecopy_index *index = NULL;
    char message[1200] = "";
    enum wirecopy_status status = wirecopy_index_open(directory, &request->options, writing, &index, message, sizeof message);
    if (status == WIRECOPY_OK)
        return index;
    request_failed(status, message, NULL);
    return NULL;
}

int index_failed(struct wirecopy_index *index, enum wirecopy_status status)
{
    int exit_status = request_failed(status, wirecopy_index_error(index), NULL);
    wirecopy_index_close(index);
    return exit_status;
}

const char *index_number(uint64_t number, char room[COUNT_BYTES])
{
    char digits[24];
    int count = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number), at = 0;
    for (int i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0)
            room[at++] = ',';
        room[at++] = digits[i];
    }
    room[at] = '\0';
    return room;
}

/* Reads the request's paths into a corpus; an exit status. */
static int read_paths(struct request *request, struct wirecopy_corpus *corpus)
{
    enum wirecopy_status status = wirecopy_corpus_add_paths(corpus, (const char *const *)request->inputs.paths, request->inputs.count);
    messages_finish(&request->messages);
    if (status != WIRECOPY_OK)
        return request_failed(status, wirecopy_corpus_error(corpus), NULL);
    return request_has_articles(request, corpus) ? EXIT_FINE : EXIT_NOTHING_DONE;
}

/* Says how much an index holds. */
static void tell_size(struct request *request, const char *directory)
{
    struct wirecopy_index *index = request->quiet ? NULL : index_open(request, directory, false);
    struct wirecopy_index_info info;
    char articles[COUNT_BYTES], texts[COUNT_BYTES], keys[COUNT_BYTES];
    if (index && wirecopy_index_describe(index, &info) == WIRECOPY_OK)
        say_plain("index     %s %s of %s %s, %s keys; %.1f MB on disk", index_number(info.articles, articles),
                  info.articles == 1 ? "article" : "articles", index_number(info.texts, texts), info.texts == 1 ? "text" : "texts",
                  index_number(info.postings, keys), 1e-6 * (double)info.file_bytes);
    wirecopy_index_close(index);
}

int index_create(struct request *request, const char *directory)
{
    struct wirecopy_corpus *corpus;
    int exit_status;
    enum wirecopy_status status;
    request->options.keep_lines = true;
    status = wirecopy_corpus_create(&request->options, &corpus);
    if (status != WIRECOPY_OK)
        return request_failed(status, wirecopy_corpus_error(NULL), NULL);
    exit_status = read_paths(request, corpus);
    if (exit_status == EXIT_FINE) {
        status = wirecopy_index_create(directory, corpus);
        messages_finish(&request->messages);
        if (status != WIRECOPY_OK)
            exit_status = request_failed(status, wirecopy_corpus_error(corpus), NULL);
    }
    if (exit_status == EXIT_FINE)
        tell_size(request, directory);
    exit_status = request_end(corpus, exit_status);
    wirecopy_corpus_free(corpus);
    return exit_status;
}

/* Writes the matches of a corpus. */
static int report(const struct request *request, struct wirecopy_index *index, struct wirecopy_corpus *corpus, bool stored)
{
    struct wirecopy_report_options options;
    struct output output;
    enum wirecopy_status status;
    bool to_terminal = strcmp(request->output, "-") == 0;
    wirecopy_report_options_init(&options, WIRECOPY_VIEW_PAIRS, request->format);
    options.color = request->color == ALWAYS || (request->color == AUTO && to_terminal && terminal_takes_color());
    options.width = request->has_width ? request->width : to_terminal ? terminal_width(STDOUT_FILENO) : 0;
    if (!output_open(&output, request->output))
        return EXIT_NOTHING_DONE;
    status = wirecopy_index_report(index, corpus, stored, &options, output_write, &output);
    return request_end_output(&output, status, wirecopy_index_error(index));
}

/* Opens an index and reads the paths for it. EXIT_FINE: both are the caller's to free. */
static int open_and_read(struct request *request, const char *directory, bool writing, struct wirecopy_index **index_out,
                         struct wirecopy_corpus **corpus_out)
{
    struct wirecopy_index *index = index_open(request, directory, writing);
    enum wirecopy_status status;
    int exit_status;
    if (!index)
        return EXIT_NOTHING_DONE;
    status = wirecopy_index_corpus(index, &request->options, corpus_out);
    if (status != WIRECOPY_OK)
        return index_failed(index, status);
    exit_status = read_paths(request, *corpus_out);
    if (exit_status != EXIT_FINE) {
        wirecopy_corpus_free(*corpus_out);
        wirecopy_index_close(index);
    }
    *index_out = index;
    return exit_status;
}

static void tell_added(const struct request *request, const struct wirecopy_index_added *added)
{
    char rooms[4][COUNT_BYTES];
    if (!request->quiet)
        say_plain("added     %s %s, %s replaced, %s %s, %s refused", index_number(added->added, rooms[0]), added->added == 1 ? "article" : "articles",
                  index_number(added->replaced, rooms[1]), index_number(added->repeats, rooms[2]), added->repeats == 1 ? "repeat" : "repeats",
                  index_number(added->refused, rooms[3]));
}

int index_add(struct request *request, const char *directory)
{
    struct wirecopy_index *index = NULL;
    struct wirecopy_corpus *corpus = NULL;
    struct wirecopy_index_added added;
    enum wirecopy_status status;
    int exit_status = open_and_read(request, directory, true, &index, &corpus);
    if (exit_status != EXIT_FINE)
        return exit_status;
    status = wirecopy_index_add(index, corpus, request->replace, &added);
    messages_finish(&request->messages);
    if (status != WIRECOPY_OK)
        exit_status = request_failed(status, wirecopy_index_error(index), NULL);
    else if (request->has_output)
        exit_status = report(request, index, corpus, true);
    tell_added(request, &added);
    exit_status = request_end(corpus, exit_status);
    wirecopy_corpus_free(corpus);
    wirecopy_index_close(index);
    return exit_status == EXIT_FINE && added.refused > 0 ? EXIT_SOME_UNREAD : exit_status;
}

int index_query(struct request *request, const char *directory)
{
    struct wirecopy_index *index = NULL;
    struct wirecopy_corpus *corpus = NULL;
    int exit_status = open_and_read(request, directory, false, &index, &corpus);
    if (exit_status != EXIT_FINE)
        return exit_status;
    exit_status = report(request, index, corpus, false);
    messages_finish(&request->messages);
    exit_status = request_end(corpus, exit_status);
    wirecopy_corpus_free(corpus);
    wirecopy_index_close(index);
    return exit_status;
}
