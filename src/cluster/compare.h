/*
 * The two texts of a comparison. Takes: what was left out, and both texts. Gives: runs of words by what became of them. Promises:
 * the runs are all of a text, in order. Does not know: why the pair is a match. Private to this room.
 */
#ifndef WIRECOPY_CLUSTER_COMPARE_H
#define WIRECOPY_CLUSTER_COMPARE_H

#include "cluster/pipeline.h"
#include "text/locate.h"

/* One of the two texts while its runs are made; {0} at first. */
struct compared_text {
    uint32_t rank;
    struct buffer meta;     /* the strings of its article */
    struct buffer text;     /* as people read it */
    struct text_view view;  /* its words and lines */
    struct buffer places;   /* struct place, by word */
    struct buffer left;     /* by word that is left: its number among all words, uint32_t */
    struct buffer shingles; /* of the words that are left, in order, uint64_t */
    struct buffer sorted;   /* the same, a set */
    struct set_room room;
    struct shingle_set set; /* what was compared */
    struct buffer kinds;    /* by word: enum wirecopy_run_kind, uint8_t */
    struct buffer taken;    /* by word: enum wirecopy_taken, uint8_t */
    struct buffer line_of;  /* by word: its line, uint32_t */
    struct buffer runs;     /* struct wirecopy_run */
};
void compared_text_release(struct compared_text *text);

/* Finds words, places and shingles; meta, text (as it was read) and rank are set. text is then as people read it. */
enum wirecopy_status compared_text_read(struct compared_text *text, const struct pipeline_view *view, struct folder *folder);

/* Makes the runs, when both texts were read. */
enum wirecopy_status compared_text_mark(struct compared_text *text, const struct compared_text *other, const struct pipeline_view *view);

/* The bytes of words from begin up to end among those that are left. */
struct wirecopy_bytes compared_text_words(const struct compared_text *text, size_t begin, size_t end);

#endif
