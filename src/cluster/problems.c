/* What was wrong with the input: counted by its reason, told, and under strict reading an error. */
#include <stdio.h>
#include <string.h>

#include "cluster/corpus.h"

static void count_problem(struct summary *summary, const struct wirecopy_problem *problem)
{
    struct summary_problem *row = summary->problems;
    size_t i = 0;
    summary->skipped_records += problem->kind == WIRECOPY_PROBLEM_RECORD;
    summary->bad_files += problem->kind == WIRECOPY_PROBLEM_FILE;
    summary->repaired += problem->kind == WIRECOPY_PROBLEM_REPAIRED;
    for (; i < summary->problem_kinds && i < SUMMARY_PROBLEMS; i++, row++)
        if (row->kind == problem->kind && strncmp(row->reason, problem->reason, sizeof row->reason - 1) == 0)
            break;
    if (i == SUMMARY_PROBLEMS)
        return;
    if (i == summary->problem_kinds) {
        *row = (struct summary_problem){.kind = problem->kind, .first_line = problem->line};
        snprintf(row->reason, sizeof row->reason, "%s", problem->reason);
        snprintf(row->first_path, sizeof row->first_path, "%s", problem->path);
        summary->problem_kinds++;
    }
    row->count++;
}

enum wirecopy_status corpus_take_problem(struct wirecopy_corpus *corpus, const struct wirecopy_problem *problem)
{
    count_problem(&corpus->summary, problem);
    if (corpus->options.on_problem)
        corpus->options.on_problem(corpus->options.context, problem);
    if (!corpus->options.strict || problem->kind == WIRECOPY_PROBLEM_REPAIRED)
        return WIRECOPY_OK;
    if (problem->line)
        return status_fail(WIRECOPY_BAD_INPUT, "%s:%llu: %s", problem->path, (unsigned long long)problem->line, problem->reason);
    return status_fail(WIRECOPY_BAD_INPUT, "%s: %s", problem->path, problem->reason);
}
