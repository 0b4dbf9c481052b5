/*
 * What is left out of the comparison. Takes: the corpus as it was read and grouped. Gives: which lines are furniture,
 * which groups are forms, and the words and shingle sets that remain. Promises: the same outcome for any order of
 * arrival, any memory and any number of threads. Does not know: signatures, clusters.
 *
 * A line's occurrence is one bit among all lines of the corpus; the words themselves are never rewritten.
 */
#ifndef WIRECOPY_LEARN_LEFT_OUT_H
#define WIRECOPY_LEARN_LEFT_OUT_H

#include "base/control.h"
#include "base/storage/saved.h"
#include "base/set.h"
#include "learn/exact.h"
#include "text/shingles.h"
#include "text/texts.h"

enum group_flags {
    GROUP_FORM = 1,           /* at least half of its words stand in lines of a form */
    GROUP_FURNITURE_ONLY = 2, /* it had words, and all were taken out */
    GROUP_CHANGED = 4,        /* lost lines in the round before: see strangers */
    GROUP_PROTECTED = 8,      /* kept its lines by the nine-tenths rule */
    GROUP_CUT = 16            /* lost an eighth of its text while lines of strangers are learnt: its inkling is another one's */
};

/* What the rules did, for the summary. */
struct left_out_counts {
    uint64_t built_in_lines, recurring_lines, stranger_lines; /* distinct lines, recurring ones by outlet */
    uint64_t known_lines;                                     /* of the furniture file */
    uint64_t lines_taken_out, words_taken_out;                /* occurrences, in one article a group */
};

struct known;
struct learnt;
struct line_rules;

/* Everything the rules look at; made by left_out_init, the rest borrowed. */
struct left_out {
    const struct texts *texts;
    const struct articles *articles;
    const struct groups *groups;
    struct scratch_space *space;
    uint64_t memory_bytes; /* of buffers, for one rule at a time */
    uint64_t used;         /* of the space's memory, for what stays in memory of each article */
    uint32_t threads;
    struct shingling shingling;
    const struct control *control; /* NULL: nobody stops it */
    struct scratch *inklings;      /* of texts, see inklings.h, its own; NULL: they are made where they are needed */
    const struct known *known;     /* what a furniture file says; NULL: there is none */
    struct learnt *learnt;         /* what is learnt goes there for people to see; NULL: nobody asked */
    uint8_t *removed;              /* a bit a line of the corpus */
    uint8_t *flags;                /* group_flags by rank */
    struct left_out_counts counts;
    struct line_rules *rules;                      /* what lines went by is put there, for again.h; NULL: nobody asked */
    bool keep_rules;                               /* left_out_rule will be asked */
    struct hash_set built_in_rule, recurring_rule; /* lines that went by these rules, where they are kept */
};

/* As parallel_slots; but one a thread where there is little memory, since slots hold much. */
uint32_t left_out_slots(const struct left_out *left_out);

/*
 * Whether texts of a save, where many but not all are asked for in order, are read from front to back: those that memory holds are looked at where
 * they lie.
 */
static inline bool left_out_reads_ahead(const struct left_out *left_out)
{
    return texts_word_count(left_out->texts) * sizeof(uint32_t) > left_out->memory_bytes;
}

/* Nothing is left out yet. The fields from texts to control are the caller's to set first. */
enum wirecopy_status left_out_init(struct left_out *left_out);
void left_out_release(struct left_out *left_out);

/*
 * Counts memory of somebody's own as used, beyond what scratch has too: texts and strings go to files where it is more than is left. Give it back to
 * the space.
 */
enum wirecopy_status left_out_use(const struct left_out *left_out, uint64_t bytes);

/* The inklings are not asked for any more. */
void left_out_drop_inklings(struct left_out *left_out);

/* As left_out_init left it. */
void left_out_forget(struct left_out *left_out);

/* Saves what the rules found; restoring takes the place of left_out_learn. Errors: as saved.h. */
enum wirecopy_status left_out_save(const struct left_out *left_out, struct saving *saving);
enum wirecopy_status left_out_restore(struct left_out *left_out, struct saved *saved);

/* Bits of two articles can stand in one byte, which one thread writes while another reads its own. */
static inline bool line_is_out(const struct left_out *left_out, uint64_t line)
{
    return __atomic_load_n(&left_out->removed[line / 8], __ATOMIC_RELAXED) >> line % 8 & 1;
}

/*
 * Of a text that is shown piece by piece, the next words of lines that stay, which stand side by side: at most most, none at the end. Good until they
 * are asked for again. Errors: as text_lines_more.
 */
struct staying_lines {
    struct text_lines lines;
    uint64_t ahead; /* words that stay, of lines that were gone over */
};
enum wirecopy_status left_out_next_words(const struct left_out *left_out, struct staying_lines *staying, size_t most, const uint32_t **words_out,
                                         size_t *count_out);

static inline void take_line_out(struct left_out *left_out, uint64_t line)
{
    __atomic_fetch_or(&left_out->removed[line / 8], (uint8_t)(1 << line % 8), __ATOMIC_RELAXED);
}

/* Says of a group whose lines went whether so much went that it is GROUP_CUT. */
struct shown_lines;
void left_out_note_cut(struct left_out *left_out, uint32_t rank, const struct shown_lines *shown);

/* The words of a group's leader that remain, into room; view is scratch space of the caller's. Any number of threads. */
enum wirecopy_status left_out_words(const struct left_out *left_out, uint32_t rank, struct text_view *view, struct buffer *room,
                                    const uint32_t **words_out, size_t *count_out);

/* texts_lines of an article's text; those of one of megabytes lie in a file. */
enum wirecopy_status left_out_lines(const struct left_out *left_out, uint32_t number, struct text_view *view);

/* The lines of a group's leader, or those that matter yet. */
struct shown_lines {
    const struct line *lines;
    size_t count;
    bool some;                         /* only some of the text's lines are shown; each says its place */
    uint64_t first_line;               /* the number of the text's first line among all lines of the corpus */
    uint32_t other_lines, other_words; /* of the lines that are not shown, which all stay */
    uint64_t source;                   /* the outlet of the only member of the group; 0: not known, or there are more */
    uint32_t leader;                   /* where source is set: the number of that member */
};

/* The number of the i-th line shown among all lines of the corpus. */
static inline uint64_t shown_number(const struct shown_lines *shown, size_t i)
{
    return shown->first_line + (shown->some ? shown->lines[i].place : i);
}

/*
 * Walks through the groups in order of arrival of their leaders, so that scratch is read from front to back, and shows
 * each leader's lines.
 */
typedef enum wirecopy_status left_out_visit(void *context, uint32_t rank, const struct shown_lines *shown);
enum wirecopy_status left_out_walk(const struct left_out *left_out, left_out_visit *visit, void *context);

#endif
