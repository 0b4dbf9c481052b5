/* The rules of what is left out, one file each, as left_out.c runs them. Private to this room. */
#ifndef WIRECOPY_LEARN_RULES_H
#define WIRECOPY_LEARN_RULES_H

#include "learn/left_out.h"

/* Lines of the list for corpora too small to learn from: taken out wherever they stand. */
enum wirecopy_status built_in_take_out(struct left_out *left_out);

/* Days on which outlets published: of one url the earliest, of one group's texts without a url the earliest by outlet. */
struct calendar {
    int32_t *day; /* by article: the day that counts for the recurring rule; NO_DAY where none does */
};
enum wirecopy_status calendar_init(struct calendar *calendar, const struct left_out *left_out);
void calendar_release(struct calendar *calendar);

/* Lines that one outlet has on at least 5 days, 14 or more from first to last: out of that outlet's articles. */
enum wirecopy_status recurring_take_out(struct left_out *left_out, const struct calendar *calendar);

/* The same with numbers masked: these lines stay, and mark the groups that are forms. */
enum wirecopy_status forms_mark(struct left_out *left_out, const struct calendar *calendar);

/* What is remembered from one round of strangers to the next. {0} at first. */
struct strangers_memory {
    struct hash_set furniture, story; /* verdicts, by hash of the articles drawn */
};
void strangers_memory_release(struct strangers_memory *memory);

/* One round of the rule of lines that strangers share. */
enum wirecopy_status strangers_take_out(struct left_out *left_out, struct strangers_memory *memory);

#endif
