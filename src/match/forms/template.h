/* The template rule: the same form with other facts is not the same story. Private to this room. */
#ifndef WIRECOPY_MATCH_FORMS_TEMPLATE_H
#define WIRECOPY_MATCH_FORMS_TEMPLATE_H

#include "match/forms/align.h"
#include "match/sets/briefs.h"
#include "match/forms/coarse.h"
#include "match/verify.h"

/* A notice has few words; in a longer text a name that one headline has and the other not is one of many. */
enum { NOTICE_SHINGLES = 100 };

/* Of such a resemblance two are one text, whatever numbers they have. */
#define NEARLY_EQUAL 0.97

/* The buffers of one thread; briefs are the caller's. {0} at first. */
struct template_room {
    const struct brief *briefs[2]; /* of the pair's smaller rank and its larger; NULL: there is none */
    const struct briefs *all;      /* where their words are, which those do not show; NULL: they do */
    struct brief_room rooms[2];    /* for these words */
    struct seen_list a, b;
    struct seen_room seen_rooms[2];
    struct buffer copies[2], names[2];
    struct text_view view;
    struct coarse_room coarse;
    struct alignment_room alignment;
    enum wirecopy_reason reason; /* which step of the rule decided the last pair */
    struct group_words words[2];
    bool has_bodies; /* words are the pair's */
    bool has_a;      /* words[0] are those of rank_a: pairs of one a come one behind the other */
    uint32_t rank_a;
    bool kept[2]; /* words are those of kept_ranks, from the rooms */
    uint32_t kept_ranks[2];
};
void template_room_release(struct template_room *room);

/*
 * Whether issues of a form under one title, of known days and minutes, surely are corrections: within a day, and not at the hour of the day
 * before.
 */
bool template_is_corrected(const int32_t days[2], const int64_t minutes[2]);

/* Whether two days of one outlet's articles are so far apart that the later one may be a later issue. */
bool template_is_days_later(const int32_t days[2]);

/* Whether minutes of publication are at one hour of two days, as those of issues under one title are. */
bool template_is_at_one_hour(const int64_t minutes[2]);

/*
 * Whether a pair that passes and shares no more is a template where it is of one outlet, on days that are so far apart and not at one address,
 * whatever its titles are; one_title: both have the same, and it may be at one hour of two days too.
 */
bool template_refuses_later(const struct match *most, bool one_title);

/* Judges a pair that passes the match rule: VERDICT_TEMPLATE, VERDICT_MATCH or VERDICT_UPDATE. */
enum wirecopy_status template_judge(const struct left_out *left_out, struct template_room *room, const struct match *match,
                                    enum verdict *verdict_out);

#endif
