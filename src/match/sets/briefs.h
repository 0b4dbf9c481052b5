/*
 * Briefs: all that verifying asks of a group, made once. Takes: the groups of a corpus. Gives: any group's shingles, what it is seen as
 * and, where its numbers may have to be compared, its words. Promises: what making them anew would give; in scratch, in order of
 * rank, so that pairs in order read them from front to back, unless there are outlines. Does not know: pairs.
 *
 * Near copies of one story and issues of one form meet by the dozen each: their sets would be made again and again.
 */
#ifndef WIRECOPY_MATCH_SETS_BRIEFS_H
#define WIRECOPY_MATCH_SETS_BRIEFS_H

#include "base/storage/scratch.h"
#include "learn/sets.h"
#include "match/forms/seen.h"

/* A group with more has no brief. Larger ones are seldom compared, and would take the place of many. */
enum { BRIEF_SHINGLES_MOST = (1 << 16) / (sizeof(uint64_t) + sizeof(uint32_t)) - 1 };

struct brief {
    const uint64_t *shingles; /* distinct, in order of the text */
    size_t count;
    struct seen_list seen;
    bool alone;        /* the group has one member */
    bool two_numbers;  /* among the words that are aligned */
    bool has_words;    /* else words.words are to be found anew */
    uint32_t words_at; /* bytes from where it begins to its words; 0: it has none */
    struct group_words words;
};

struct briefs;

/* None yet. Free it with briefs_free. */
enum wirecopy_status briefs_create(struct briefs **briefs_out);
void briefs_free(struct briefs *briefs);

/*
 * Makes those of all groups, by all threads; of no short set, and of no huge one. Where outlines pay, as the first
 * so many groups tell, most others have one in the place of a brief, which then has its words alone. sampled: a multiple
 * of 64. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum { BRIEFS_SAMPLED = 1 << 10 };
enum wirecopy_status briefs_make(struct briefs *briefs, const struct sets *sets, uint32_t sampled);

/* How large they will be, all in all, and mostly somewhat less. */
uint64_t briefs_bytes(const struct sets *sets);

/* Whether they were made. */
bool briefs_are_made(const struct briefs *briefs);

/* What one brief is borrowed from: {0} at first, one thread's. */
struct brief_room {
    struct scratch_window window;
    struct buffer one; /* that was read alone; what was read ahead stays */
    uint64_t end;      /* of the last one */
    uint32_t near;     /* how many came right behind the one before, one after the other */
};
void brief_room_release(struct brief_room *room);

/* Shows bytes of a scratch; reads on where they are asked for one behind the other. */
enum wirecopy_status brief_room_read(struct brief_room *room, const struct scratch *scratch, uint64_t begin, uint64_t end, const void **view);

/*
 * Shows the brief of a group, good until the room is used again; *found_out is false where there is none. Any number of threads, each
 * with its room. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status briefs_view(const struct briefs *briefs, uint32_t rank, struct brief_room *room, struct brief *brief_out, bool *found_out);

/*
 * Shows the words of a group alone, of whose brief all but the words is known; *found_out is false where it has none. As briefs_view.
 */
enum wirecopy_status briefs_words(const struct briefs *briefs, uint32_t rank, const struct brief *brief, struct brief_room *room,
                                  struct group_words *words_out, bool *found_out);

/* Where those that are made lie; they may be put into a file while nobody looks at one. */
struct scratch *briefs_scratch(const struct briefs *briefs);

/* Outlines of them, NULL where there are none. */
struct outlines;
const struct outlines *briefs_outlines(const struct briefs *briefs);

#endif
