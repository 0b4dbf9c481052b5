/*
 * Who has the lines that rules go by. Takes: articles' lines, once all rules are known. Gives: each of those lines with each group that has it.
 * Promises: none is missed, whether or not it went. Does not know: what is asked of them.
 */
#ifndef WIRECOPY_LEARN_LINES_HOLDERS_H
#define WIRECOPY_LEARN_LINES_HOLDERS_H

#include "learn/lines/rules.h"

/* A group that has a line. */
struct line_holder {
    uint64_t hash; /* the line's, or where masked that of the line with its numbers masked */
    uint32_t rank;
    uint32_t masked; /* it is one of a form */
};

/* The lines of rules but for those that go from every article; borrowed. */
struct rule_lines {
    const struct recurring *recurring, *forms;
    const struct hash_set *strangers[2 * STRANGERS_ROUNDS];
    size_t sets; /* of strangers */
};

/* Appends those that are shown of a group. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status holders_note(struct scratch *holders, const struct rule_lines *lines, uint32_t rank, const struct shown_lines *shown);

/* Marks the groups that have one of some lines, which a function tells; a bit a rank. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
typedef bool holders_ask(const void *context, const struct line_holder *holder);
enum wirecopy_status holders_find(const struct scratch *holders, holders_ask *ask, const void *context, uint32_t groups, uint8_t *bits);

#endif
