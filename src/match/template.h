/* The template rule: the same form with other facts is not the same story. Private to this room. */
#ifndef WIRECOPY_MATCH_TEMPLATE_H
#define WIRECOPY_MATCH_TEMPLATE_H

#include "match/align.h"
#include "match/verify.h"

#define NO_MINUTE INT64_MIN

/* A distinct (source, date, url, title) under which a group was published. */
struct seen_as {
    uint64_t source, url;
    int64_t minute; /* of publication, since 1970; NO_MINUTE where no time of day is known */
    int32_t day;
    uint32_t title_at, title_count; /* in the words of its list */
};

/* At most so many: those of the members that come first by id. */
enum { SEEN_AS_MOST = 8 };

struct seen_list {
    struct seen_as as[SEEN_AS_MOST];
    size_t count;
    struct buffer titles; /* the words of titles, sorted */
};

/* The buffers of one thread. {0} at first. */
struct template_room {
    struct seen_list a, b;
    struct buffer meta, words_a, words_b, names[2];
    struct text_view view;
    struct alignment_room alignment;
    enum wirecopy_reason reason; /* which step of the rule decided the last pair */
    size_t body_a, body_b;       /* where the aligned words begin among those that are left */
    struct word_list bodies[2];  /* the aligned words of a and of b */
    struct word_list whole_a;    /* all of a's; pairs of one a come one behind the other */
    bool has_a;                  /* those of rank_a are at hand */
    uint32_t rank_a;
};
void template_room_release(struct template_room *room);

/* Judges a pair that passes the match rule: VERDICT_TEMPLATE, VERDICT_MATCH or VERDICT_UPDATE. */
enum wirecopy_status template_judge(const struct left_out *left_out, struct template_room *room, const struct match *match,
                                    enum verdict *verdict_out);

#endif
