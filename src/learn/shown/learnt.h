/*
 * What was learnt, for people: every furniture line, every line of a form and every common shingle, where it stands and how often.
 * Takes: the rules when they are done, and the lines' own texts, which are kept where somebody asked for it. Gives: rows in scratch.
 * Promises: the same rows for any order of arrival; memory is bounded. Does not know: how they are shown.
 */
#ifndef WIRECOPY_LEARN_SHOWN_LEARNT_H
#define WIRECOPY_LEARN_SHOWN_LEARNT_H

#include "learn/common/common.h"
#include "learn/shown/kept_texts.h"
#include "learn/lines/known.h"
#include "learn/lines/rules.h"

/* In the order in which they are applied; a furniture file has them as its sections, but for common shingles, which a plan file has. */
enum learnt_rule {
    LEARNT_EVERYWHERE,
    LEARNT_OUTLET,
    LEARNT_STRANGERS,
    LEARNT_STRANGERS_AGAIN,
    LEARNT_STRANGERS_LAST,
    LEARNT_FORM,
    LEARNT_COMMON,
    LEARNT_RULES
};

struct learnt_row {
    uint64_t source;  /* of the outlet, where the rule is about one; else 0; of LEARNT_COMMON the shingle */
    uint64_t text_at; /* in texts */
    uint32_t text_size;
    uint32_t rule;     /* enum learnt_rule */
    uint32_t articles; /* that have the line */
    uint32_t days;     /* distinct ones among their dates */
    uint32_t outlets;  /* distinct ones among them */
    uint32_t example;  /* an article that has it; of LEARNT_OUTLET and LEARNT_FORM one of the outlet */
};

struct learnt {
    struct kept_texts *kept;      /* the caller's; NULL: nobody asked */
    struct scratch *rows, *texts; /* NULL until there are some */
    uint64_t count;
};

/* The rules as they stand at the end; lines of the furniture file stand among them. */
struct learnt_from {
    struct left_out *left_out;
    const struct shortlist *shortlist; /* where it has all lines that rules took or marked; NULL: all lines are gone through */
    const struct built_in *built_in;
    const struct recurring *recurring, *forms;
    const struct hash_set *strangers; /* STRANGERS_ROUNDS */
};

/* Adds rows, and puts them in order: lines before common shingles, the most articles first. kept is set, the rest {0} at first. */
enum wirecopy_status learnt_gather(struct learnt *learnt, const struct learnt_from *from);

/* learnt_common.c: adds those of common shingles, as articles have them that lost their furniture. Cost: the words of the corpus twice. */
enum wirecopy_status learnt_gather_common(struct learnt *learnt, const struct left_out *left_out, const struct common *common);

/*
 * The same where somebody else goes through the words: he says of each group once which common shingles it has, in any order of groups. Ended with
 * his status, which is returned unless something fails. One thread at a time. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
struct common_shown;
enum wirecopy_status common_shown_begin(struct learnt *learnt, const struct left_out *left_out, const struct common *common,
                                        struct common_shown **shown_out);
enum wirecopy_status common_shown_note(struct common_shown *shown, uint32_t rank, const uint64_t *shingles, size_t count);
enum wirecopy_status common_shown_end(struct common_shown *shown, enum wirecopy_status status);
void learnt_release(struct learnt *learnt);

/* Saves rows and texts, and restores them where the articles are the same. Errors: as saved.h. */
enum wirecopy_status learnt_save(const struct learnt *learnt, struct saving *saving);
enum wirecopy_status learnt_restore(struct learnt *learnt, struct saved *saved, struct scratch_space *space);

enum wirecopy_status learnt_row(const struct learnt *learnt, uint64_t number, struct learnt_row *row);

/* The row's text, in room. */
enum wirecopy_status learnt_text(const struct learnt *learnt, const struct learnt_row *row, struct buffer *room, struct wirecopy_bytes *text_out);

#endif
