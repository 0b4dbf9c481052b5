/*
 * The rules of what is left out, one file each, as learning.c runs them: each looks at lines in walks that they share, so that
 * lines are gone through few times. Private to this room.
 */
#ifndef WIRECOPY_LEARN_LINES_RULES_H
#define WIRECOPY_LEARN_LINES_RULES_H

#include "learn/lines/known.h"
#include "learn/left_out.h"

/* built_in.c: the folded lines of the list for corpora too small to learn from, and those that are known to go everywhere. */
struct built_in {
    struct hash_set lines, met;
};
enum wirecopy_status built_in_init(struct built_in *built_in, bool list, const struct known *known);
void built_in_release(struct built_in *built_in);

/* Takes its lines out of an article. */
enum wirecopy_status built_in_take(struct built_in *built_in, struct left_out *left_out, const struct shown_lines *shown);

/* calendar.c: days on which outlets published: of one url the earliest, of one group's texts without a url the earliest by outlet. */
struct calendar {
    const struct left_out *left_out;
    int32_t *day;  /* by article: the day that counts for the recurring rule; NO_DAY where none does */
    uint64_t used; /* of scratch's memory */
};
enum wirecopy_status calendar_init(struct calendar *calendar, const struct left_out *left_out);
void calendar_release(struct calendar *calendar);

/* A day on which an outlet published a group. */
struct publication {
    uint64_t source;
    int32_t day;
};

/* The distinct (source, day) on which a group that is shown was published, into room. */
enum wirecopy_status calendar_publications(const struct calendar *calendar, uint32_t rank, const struct shown_lines *shown, struct buffer *room,
                                           const struct publication **list_out, size_t *count_out);

/*
 * recurring.c: lines that one outlet has on at least 5 days, 14 or more from first to last. With masked they are known with
 * their numbers masked, and only those that hold numbers are looked at. Of the lines that were met often enough the days are
 * collected, then judged.
 */
struct recurring {
    const struct left_out *left_out;
    bool masked;
    const struct sieve *met; /* how often each line was met; borrowed */
    struct sorter *sorter;   /* days by (source, line) */
    struct hash_set found;   /* of (source, line) */
};
enum wirecopy_status recurring_init(struct recurring *recurring, const struct left_out *left_out, bool masked, const struct sieve *met);
void recurring_release(struct recurring *recurring);

/* Whether a line, known as the search knows it, was met often enough; it may be if not. */
bool recurring_may_be(const struct recurring *recurring, uint64_t line);
enum wirecopy_status recurring_collect(struct recurring *recurring, const struct publication *list, size_t count, const struct shown_lines *shown);
enum wirecopy_status recurring_judge(struct recurring *recurring);

/* Whether any member's outlet has the line, known as it is or masked, among its recurring ones. */
bool recurring_has(const struct recurring *recurring, uint32_t rank, uint64_t line);
/* The same of a group that is shown: where its lines say its outlet, its members, which lie anywhere, are not looked at. */
bool recurring_has_shown(const struct recurring *recurring, uint32_t rank, const struct shown_lines *shown, uint64_t line);
/* Has what recurring_has asks of groups brought near. */
enum { BROUGHT_NEAR_MOST = 32 };
void recurring_bring_near(const struct recurring *recurring, const uint32_t *ranks, size_t count);

/* strangers.c: lines that strangers share, in rounds. Those met in three groups are collected and listed once. */
struct strangers {
    struct left_out *left_out;
    const struct recurring *recurring; /* its lines were taken out before the first round */
    const struct sieve *met;           /* how often each line was met; borrowed */
    struct sorter *sorter;             /* ranks by line; later suspects by the groups drawn */
    struct scratch *lists;             /* of each line that three groups have: it, how many, and their ranks */
    struct buffer pieces;              /* uint64_t: where some of them that are looked at together begin */
    struct parallel_task *listing;     /* they are made, by another thread; NULL: by none */
    enum wirecopy_status listed;       /* what became of it */
    char list_detail[STATUS_DETAIL_BYTES];
    struct scratch *suspects;
    struct hash_set found[STRANGERS_ROUNDS]; /* furniture lines of each round */
    struct hash_set furniture, story;        /* verdicts of the last round, by hash of the groups drawn */
    unsigned round;
    uint64_t listed_lines; /* in lists */
    uint64_t used;         /* of scratch's memory, for what is found */
};
enum wirecopy_status strangers_init(struct strangers *strangers, struct left_out *left_out, const struct recurring *recurring,
                                    const struct sieve *met);
void strangers_release(struct strangers *strangers);

/* Whether a line was met in three groups; it may be if not. */
bool strangers_may_be(const struct strangers *strangers, uint64_t line);

/* The first lines of a text that are long enough to open a story, by their places; of those that are not out. */
enum { OPENING_LINES = 3 };
struct opening {
    uint32_t places[OPENING_LINES], count;
};
struct opening opening_of(const struct left_out *left_out, const struct shown_lines *shown);

/* Collects some of an article's lines: those that were met in three groups. */
enum wirecopy_status strangers_collect(struct strangers *strangers, uint32_t rank, const struct shown_lines *shown, const struct opening *opening);

/* Lists what was collected, once there is no more; meanwhile the caller can go on, but for what is collected and for the rounds, and has to end it. */
void strangers_begin_lists(struct strangers *strangers);
enum wirecopy_status strangers_end_lists(struct strangers *strangers);

/* Judges the lines as they stand when a round, from 0, begins; then strangers_take takes what was found out of each article. */
enum wirecopy_status strangers_judge_lines(struct strangers *strangers, unsigned round);
void strangers_take(struct strangers *strangers, uint32_t rank, const struct shown_lines *shown);

/* Takes lines of a set out of an article, of which at least a tenth has to be left. */
void strangers_take_of(struct left_out *left_out, const struct hash_set *found, uint32_t rank, const struct shown_lines *shown);

/* learning.c: marks a group as a form or as furniture only once lines are out, and counts what went of it. */
void left_out_mark(struct left_out *left_out, const struct recurring *forms, uint32_t rank, const struct shown_lines *shown,
                   struct left_out_counts *counts);

/*
 * shortlist.c: the lines that some rule may yet take or mark, kept aside article by article: most walks need not go through the
 * others, which are four in five.
 */
struct shortlist {
    struct scratch *scratch;
    struct buffer starts; /* uint64_t: where begins what was kept at a time */
};
enum wirecopy_status shortlist_init(struct shortlist *shortlist, struct scratch_space *space);
void shortlist_release(struct shortlist *shortlist);

/* Whether a line is kept aside. */
typedef bool shortlist_wants(const void *context, uint32_t rank, const struct line *line);

/* Picks of an article's lines those that are wanted or out; any thread, into its own list. *any_out: whether there were some. */
struct picked_lines {
    struct buffer lines;
    const struct left_out *left_out;
    shortlist_wants *wants;
    const void *context;
};
enum wirecopy_status shortlist_pick(struct picked_lines *picked, uint32_t rank, const struct shown_lines *all, bool *any_out);

/* Shows what was picked of one article, from at on, which goes on to the next one. */
void shortlist_shown(const struct picked_lines *picked, size_t *at, uint32_t *rank_out, struct shown_lines *shown_out);

/* Keeps what was picked aside; in order of arrival. */
enum wirecopy_status shortlist_keep(struct shortlist *shortlist, const struct picked_lines *picked);

/*
 * Walks through the articles that have such lines, by all threads. visit looks at one article's lines, takes out of them and counts what it did, which
 * is added to what was counted of all; then is shown them in order of arrival, by one thread at a time. Either may be NULL.
 */
typedef void shortlist_visit(void *context, uint32_t rank, const struct shown_lines *shown, struct left_out_counts *counts);
enum wirecopy_status shortlist_walk(const struct shortlist *shortlist, struct left_out *left_out, shortlist_visit *visit, left_out_visit *then,
                                    void *context);

/* counting.c: the built-in lines go, and every other line is counted, as it is and masked, as often as its text may have been published. */
enum wirecopy_status count_lines(struct left_out *left_out, struct built_in *built_in, struct sieve *met);

/*
 * picking.c: as left_out_walk, but by all threads: each article's lines are looked at by any of them, and what is wanted is shown to one, in
 * order, and kept aside.
 */
struct picking {
    shortlist_wants *wants;
    void (*bring_near)(const void *context, const struct shown_lines *shown); /* what wants will ask of */
    enum wirecopy_status (*visit)(void *context, uint32_t rank, const struct shown_lines *shown, const struct opening *opening);
    struct shortlist *shortlist;
    void *context;
};
enum wirecopy_status pick_lines(const struct left_out *left_out, const struct picking *picking);

/* picking.c: where a piece of articles ends that a thread takes at a time, as counting.c does too; begin where there are none left. */
uint32_t piece_end(const struct left_out *left_out, uint32_t begin);

/* Where threads take turns, has no lines behind the piece that ends there read ahead: another one reads these. Errors: WIRECOPY_IO. */
enum wirecopy_status piece_begin(const struct left_out *left_out, uint32_t end, struct text_view *view);

#endif
