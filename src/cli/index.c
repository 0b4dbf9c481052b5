/* wirecopy index: the persistent index, by what is to be done with it. */
#include "cli/index.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/exits.h"
#include "cli/output.h"

enum action { CREATE, ADD, QUERY, REMOVE, INFO, CHECK, COMPACT, ACTIONS };
static const char *const actions[ACTIONS] = {"create", "add", "query", "remove", "info", "check", "compact"};

static void tell_missing(void *context, struct wirecopy_bytes id)
{
    (void)context;
    say("%.*s: no such article is stored", (int)(id.size < 1000 ? id.size : 1000), id.data);
}

/* The inputs are ids. */
static int remove_ids(struct request *request, const char *directory)
{
    struct wirecopy_index *index = index_open(request, directory, true);
    size_t count = request->inputs.count;
    struct wirecopy_bytes *ids = index ? calloc(count, sizeof *ids) : NULL;
    uint64_t removed = 0;
    enum wirecopy_status status;
    char room[COUNT_BYTES];
    if (!index)
        return EXIT_NOTHING_DONE;
    for (size_t i = 0; ids && i < count; i++)
        ids[i] = (struct wirecopy_bytes){request->inputs.paths[i], strlen(request->inputs.paths[i])};
    status = ids ? wirecopy_index_remove(index, ids, count, tell_missing, NULL, &removed) : WIRECOPY_NO_MEMORY;
    messages_finish(&request->messages);
    free(ids);
    if (status != WIRECOPY_OK)
        return index_failed(index, status);
    wirecopy_index_close(index);
    if (!request->quiet)
        say_plain("removed   %s %s", index_number(removed, room), removed == 1 ? "article" : "articles");
    return removed < count ? EXIT_SOME_UNREAD : EXIT_FINE;
}

static const char *describe_json(const struct wirecopy_index_info *info, char *room, size_t size)
{
    snprintf(room, size,
             "{\"articles\":%llu,\"texts\":%llu,\"postings\":%llu,\"keys\":\"%s\",\"resemblance\":%g,\"containment\":%g,\"shingle_words\":%u,"
             "\"furniture\":%s,\"furniture_lines\":%llu,\"common_shingles\":%llu,\"file_bytes\":%llu,\"used_bytes\":%llu,\"version\":%u,"
             "\"fingerprint\":\"%s\"}\n",
             (unsigned long long)info->articles, (unsigned long long)info->texts, (unsigned long long)info->postings, info->keys, info->resemblance,
             info->containment, info->shingle_words, info->furniture ? "true" : "false", (unsigned long long)info->furniture_lines,
             (unsigned long long)info->common_shingles, (unsigned long long)info->file_bytes, (unsigned long long)info->used_bytes, info->version,
             info->fingerprint);
    return room;
}

static const char *describe_text(const struct wirecopy_index_info *info, char *room, size_t size)
{
    char articles[COUNT_BYTES], texts[COUNT_BYTES], postings[COUNT_BYTES], lines[COUNT_BYTES], phrases[COUNT_BYTES];
    snprintf(room, size,
             "articles  %s, of %s texts\n"
             "keys      %s: %s of them\n"
             "rule      resemblance of %.2f or more, or containment of %.2f or more; shingles of %u words\n"
             "left out  %s%s lines of furniture and forms, %s common phrases\n"
             "disk      %.1f MB, of which %.1f MB hold something\n"
             "version   %u; made with %s\n",
             index_number(info->articles, articles), index_number(info->texts, texts), info->keys, index_number(info->postings, postings),
             info->resemblance, info->containment, info->shingle_words,
             info->furniture ? "" : "nothing: ", index_number(info->furniture_lines, lines), index_number(info->common_shingles, phrases),
             1e-6 * (double)info->file_bytes, 1e-6 * (double)info->used_bytes, info->version, info->fingerprint);
    return room;
}

typedef enum wirecopy_status write_made_with(struct wirecopy_index *index, wirecopy_write *write, void *context);

static int write_file(struct wirecopy_index *index, const char *path, write_made_with *write)
{
    struct output output;
    if (!path)
        return EXIT_FINE;
    if (!output_open(&output, path))
        return EXIT_NOTHING_DONE;
    output_leave_plain(&output);
    return request_end_output(&output, write(index, output_write, &output), wirecopy_index_error(index));
}

static int tell_info(struct request *request, const char *directory)
{
    struct wirecopy_index *index = index_open(request, directory, false);
    struct wirecopy_index_info info;
    struct output output;
    char room[1500];
    const char *text;
    enum wirecopy_status status;
    int exit_status;
    if (!index)
        return EXIT_NOTHING_DONE;
    status = wirecopy_index_describe(index, &info);
    if (status != WIRECOPY_OK)
        return index_failed(index, status);
    exit_status = write_file(index, request->write_furniture, wirecopy_index_write_furniture);
    if (exit_status == EXIT_FINE)
        exit_status = write_file(index, request->write_plan, wirecopy_index_write_plan);
    text = request->format == WIRECOPY_FORMAT_JSONL ? describe_json(&info, room, sizeof room) : describe_text(&info, room, sizeof room);
    if (exit_status == EXIT_FINE && !output_open(&output, request->output))
        exit_status = EXIT_NOTHING_DONE;
    else if (exit_status == EXIT_FINE)
        exit_status = request_end_output(&output, output_write(&output, text, strlen(text)) ? WIRECOPY_IO : WIRECOPY_OK, "");
    wirecopy_index_close(index);
    return exit_status;
}

static void tell_wrong(void *context, const char *what)
{
    say("%s: %s", *(const char *const *)context, what);
}

static int check(struct request *request, const char *directory)
{
    struct wirecopy_index *index = index_open(request, directory, false);
    enum wirecopy_status status;
    if (!index)
        return EXIT_NOTHING_DONE;
    status = wirecopy_index_check(index, tell_wrong, &directory);
    messages_finish(&request->messages);
    if (status == WIRECOPY_BAD_INPUT) {
        say("%s: %s", directory, wirecopy_index_error(index));
        wirecopy_index_close(index);
        return EXIT_SAYS_NO;
    }
    if (status != WIRECOPY_OK)
        return index_failed(index, status);
    wirecopy_index_close(index);
    if (!request->quiet)
        say_plain("%s is whole", directory);
    return EXIT_FINE;
}

/* What lies in the file's pages may be so wrong that looking at it ends the process: another one looks. */
static int check_apart(struct request *request, const char *directory)
{
    int how;
    pid_t child = fork();
    if (child < 0)
        return check(request, directory);
    if (child == 0) {
        int exit_status = check(request, directory);
        fflush(stderr);
        _exit(exit_status);
    }
    while (waitpid(child, &how, 0) < 0)
        continue;
    if (WIFEXITED(how))
        return WEXITSTATUS(how);
    if (WTERMSIG(how) == SIGINT || WTERMSIG(how) == SIGTERM || WTERMSIG(how) == SIGKILL)
        return EXIT_OF_SIGNAL + WTERMSIG(how);
    say("%s: the index is damaged: it cannot be read to its end", directory);
    return EXIT_SAYS_NO;
}

static int compact(const struct request *request, const char *directory)
{
    char message[1200] = "";
    enum wirecopy_status status = wirecopy_index_compact(directory, message, sizeof message);
    (void)request;
    return status == WIRECOPY_OK ? EXIT_FINE : request_failed(status, message, NULL);
}

/* Whether the options belong to what is to be done. */
static bool options_fit(const struct request *request, enum action action)
{
    const char *wrong = NULL;
    if (action != CREATE && request->of_rule)
        wrong = request->of_rule;
    else if (action != CREATE && action != ADD && action != QUERY && request->of_reading)
        wrong = request->of_reading;
    else if (action != ADD && request->replace)
        wrong = "replace";
    else if (action != INFO && (request->write_furniture || request->write_plan))
        wrong = request->write_furniture ? "write-furniture" : "write-plan";
    else if (action != ADD && action != QUERY && action != INFO && request->has_output)
        wrong = "output";
    if (wrong)
        say("--%s is not for wirecopy index %s", wrong, actions[action]);
    else if (request->format == WIRECOPY_FORMAT_HTML || (request->format == WIRECOPY_FORMAT_TSV && action == INFO))
        say("matches are shown as text, jsonl or tsv, and what an index is as text or jsonl");
    else
        return true;
    return false;
}

static int act(struct request *request, enum action action, const char *directory)
{
    switch (action) {
    case CREATE:
        return index_create(request, directory);
    case ADD:
        return index_add(request, directory);
    case QUERY:
        return index_query(request, directory);
    case REMOVE:
        return remove_ids(request, directory);
    case INFO:
        return tell_info(request, directory);
    case CHECK:
        return check_apart(request, directory);
    default:
        return compact(request, directory);
    }
}

/* What comes behind the options: the action, the directory, and paths or ids. */
static int run_operands(struct request *request, char **operands, int count)
{
    int action = count > 0 ? choose("what is to be done", operands[0], actions, ACTIONS) : -1;
    bool takes_more = action >= 0 && action <= REMOVE;
    if (count == 0)
        say("what is to be done: create, add, query, remove, info, check or compact?");
    if (action < 0)
        return point_to_help(request->command);
    if (count < 2 || !*operands[1]) {
        say("which index? wirecopy index %s DIR%s", actions[action], action == REMOVE ? " ID..." : takes_more ? " PATH..." : "");
        return point_to_help(request->command);
    }
    if (!takes_more && (count > 2 || request->files_from)) {
        say("wirecopy index %s takes a directory and nothing else", actions[action]);
        return point_to_help(request->command);
    }
    if (action == REMOVE && count == 2 && !request->files_from) {
        say("which articles? wirecopy index remove DIR ID...");
        return point_to_help(request->command);
    }
    if (!options_fit(request, (enum action)action))
        return point_to_help(request->command);
    if (takes_more && !request_gather(request, operands + 2, (size_t)count - 2))
        return EXIT_NOTHING_DONE;
    if (action == REMOVE ? !request_ready_without_inputs(request) : !request_ready(request))
        return EXIT_NOTHING_DONE;
    return act(request, (enum action)action, operands[1]);
}

static int run(int count, char **arguments)
{
    struct request request;
    int exit_status = EXIT_NOTHING_DONE, first = request_read(&request, &index_command, count, arguments, &exit_status);
    if (first < 0)
        return exit_status;
    exit_status = run_operands(&request, arguments + first, count - first);
    request_release(&request);
    return exit_status;
}

const struct command index_command = {
    .name = "index",
    .gist = "keep articles on disk, and ask what a new one is a copy of",
    .usage = "index create [OPTIONS] DIR PATH...\n"
             "       wirecopy index add|query [OPTIONS] DIR PATH...\n"
             "       wirecopy index remove [OPTIONS] DIR ID...\n"
             "       wirecopy index info|check|compact [OPTIONS] DIR",
    .about = "Keeps articles in the directory DIR, so that one that arrives can be asked about\n"
             "in milliseconds: is it a copy of something there, of what, and how much?\n"
             "  create   makes an index of the articles under PATH, and learns from them what\n"
             "           is left out and which keys bring copies together, as cluster does,\n"
             "           or takes it from --furniture and --plan; that is fixed then\n"
             "  add      stores more articles; with -o it tells what each of them matches\n"
             "  query    tells what articles match, the best first, and stores nothing\n"
             "  remove   removes articles, by their ids; --files-from FILE: a list of them\n"
             "  info     tells what an index holds, and what it was made with\n"
             "  check    looks whether all of it is whole; exit status 1 where it is not\n"
             "  compact  gives back what removed articles leave on the disk\n"
             "What matches is what 'cluster --emit pairs' finds with the same furniture and\n"
             "plan. The answer about two articles depends on these two and their exact\n"
             "copies, never on what else is stored: of stories with dozens of copies cluster\n"
             "looks at some pairs only, an index at all. Clusters, and what is judged by\n"
             "them, are not kept. An id names one article. Several may read while one adds;\n"
             "a second that adds waits. Exit status: 3 where some input could not be read,\n"
             "or some ids were refused or not there; else as of cluster.",
    .rows = index_rows,
    .examples = "  wirecopy index create archive/ news-2023.jsonl.gz news-2024.jsonl.gz\n"
                "  wirecopy index query archive/ incoming.jsonl --format jsonl\n"
                "  wirecopy index add archive/ today.jsonl -o known.txt\n"
                "  wirecopy index remove archive/ a17 b4\n"
                "  wirecopy index info archive/ --write-furniture f.txt --write-plan p.txt\n",
    .run = run,
};
