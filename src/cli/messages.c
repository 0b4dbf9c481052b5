/* Lines on standard error. */
#define _GNU_SOURCE

#include "cli/messages.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_TOLD = 10, MOST_MESSAGE_BYTES = 4096 };

static bool progress_line_shown;

static void clear_progress_line(void)
{
    if (progress_line_shown)
        fputs("\r\x1b[K", stderr);
    progress_line_shown = false;
}

/* Control characters, C1 too (C2 80 to C2 9F), become question marks. */
static void make_harmless(char *text)
{
    for (unsigned char *at = (unsigned char *)text; *at; at++) {
        if (*at == 0xC2 && at[1] >= 0x80 && at[1] < 0xA0)
            at[0] = at[1] = '?';
        else if (*at < 0x20 || *at == 0x7F)
            *at = '?';
    }
}

static void put_line(const char *begin, const char *format, va_list arguments)
{
    char text[MOST_MESSAGE_BYTES];
    vsnprintf(text, sizeof text, format, arguments);
    make_harmless(text);
    clear_progress_line();
    fprintf(stderr, "%s%s\n", begin, text);
}

void say(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    put_line("wirecopy: ", format, arguments);
    va_end(arguments);
}

void say_plain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    put_line("", format, arguments);
    va_end(arguments);
}

void messages_init(struct messages *messages)
{
    *messages = (struct messages){.on_terminal = isatty(STDERR_FILENO)};
}

/* The count of a reason; the last row counts all that have no row. */
static struct problem_count *count_of(struct messages *messages, const char *reason)
{
    size_t rows = sizeof messages->problems / sizeof *messages->problems;
    for (size_t i = 0; i < messages->problem_kinds; i++)
        if (strncmp(messages->problems[i].reason, reason, sizeof messages->problems[i].reason - 1) == 0)
            return &messages->problems[i];
    if (messages->problem_kinds == rows)
        return &messages->problems[rows - 1];
    snprintf(messages->problems[messages->problem_kinds].reason, sizeof messages->problems[0].reason, "%s",
             messages->problem_kinds + 1 < rows ? reason : "other reasons");
    return &messages->problems[messages->problem_kinds++];
}

void tell_problem(void *context, const struct wirecopy_problem *problem)
{
    struct messages *messages = context;
    bool repaired = problem->kind == WIRECOPY_PROBLEM_REPAIRED;
    const char *repair = repaired ? "repaired: " : "";
    messages->lacked_text |= strcmp(problem->reason, "no text field") == 0;
    if ((messages->quiet && repaired) || (messages->strict && !repaired))
        return;
    if (++count_of(messages, problem->reason)->count > MOST_TOLD)
        return;
    if (problem->line > 0)
        say("%s:%llu: %s%s", problem->path, (unsigned long long)problem->line, repair, problem->reason);
    else
        say("%s: %s%s", problem->path, repair, problem->reason);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* " 45 %, 12 s left" where a total is known; "" before there is anything to say. */
static void describe_rest(char *text, size_t size, double done, double total, double seconds)
{
    double share = total > 0 ? done / total : 0;
    text[0] = '\0';
    if (share <= 0 || share > 1)
        return;
    if (seconds < 1 || share < 0.01)
        snprintf(text, size, ", %.0f %%", 100 * share);
    else
        snprintf(text, size, ", %.0f %%, %.0f s left", 100 * share, seconds * (1 - share) / share);
}

static void show(struct messages *messages, const char *line)
{
    clear_progress_line();
    fprintf(stderr, messages->on_terminal ? "%s" : "%s\n", line);
    progress_line_shown = messages->on_terminal;
    fflush(stderr);
}

void tell_progress(void *context, const struct wirecopy_progress *progress)
{
    struct messages *messages = context;
    double time = now(), seconds, wait = messages->on_terminal ? 0.1 : 1; /* seconds between two lines */
    char rest[60], line[200];
    if (!messages->progress)
        return;
    if (strncmp(messages->stage, progress->stage, sizeof messages->stage - 1) != 0) {
        snprintf(messages->stage, sizeof messages->stage, "%s", progress->stage);
        messages->stage_began = time;
    } else if (time - messages->last_shown < wait) {
        return;
    }
    messages->last_shown = time;
    seconds = time - messages->stage_began;
    if (progress->total > 0)
        describe_rest(rest, sizeof rest, (double)progress->done, (double)progress->total, seconds);
    else
        describe_rest(rest, sizeof rest, (double)progress->bytes_read, (double)messages->input_bytes, seconds);
    snprintf(line, sizeof line, "%s: %llu", progress->stage, (unsigned long long)progress->done);
    if (seconds >= 0.1)
        snprintf(line + strlen(line), sizeof line - strlen(line), ", %.0f a second", (double)progress->done / seconds);
    snprintf(line + strlen(line), sizeof line - strlen(line), "%s", rest);
    show(messages, line);
}

void messages_finish(struct messages *messages)
{
    clear_progress_line();
    for (size_t i = 0; i < messages->problem_kinds; i++) {
        const struct problem_count *problem = &messages->problems[i];
        if (problem->count > MOST_TOLD)
            say("%llu more: %s", (unsigned long long)(problem->count - MOST_TOLD), problem->reason);
    }
    messages->problem_kinds = 0;
}
