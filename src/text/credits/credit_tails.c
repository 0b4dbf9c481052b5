/* What stands below a story: whose rights it is, and who reported. */
#define _GNU_SOURCE
#include "text/credits/credit_forms.h"

#include <string.h>

/* Lines about reporters, with an agency among them. */
bool credit_tailed(struct credit_search *s, struct piece line)
{
    struct credit_named named = {.count = 0};
    const char *after;
    if (line.end - line.begin > CREDIT_TAILED_BYTES || !credit_holds_report(line))
        return false;
    if (credit_holds(line, "eporting by") && credit_holds(line, "diting by")) {
        if (!credit_take(s, &named, line.begin, line.end))
            return false;
        credit_put_name(s->credits, "Reuters", strlen("Reuters"));
        return true;
    }
    if (!credit_holds(line, "ontributed to this report") && !(credit_holds(line, "eport by ") && credit_holds(line, "was first published")))
        return false;
    for (const char *at = line.begin; at < line.end && named.count < CREDIT_SPANS; at++)
        if (at == line.begin || credit_mark_at(at - 1, line.end) > 0) {
            const struct credit_agency *agency = credit_agency_word_at(s, at, line.end, &after);
            if (agency)
                named.agencies[named.count++] = agency;
        }
    return named.count > 0 && credit_take(s, &named, line.begin, line.end);
}

/* "Copyright 2024 The Associated Press. All rights reserved. ...", "© dpa-infocom, dpa:...", "<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>" */
bool credit_rights(struct credit_search *s, const char *first, struct piece line)
{
    static const char *const words[] = {"copyright", "저작권자", "c", "ⓒ", "by"};
    const char *end = line.end, *at = first, *after = at;
    struct credit_named named = {.count = 1};
    if (!credit_may_tell_rights(first, line))
        return false;
    while (at < end && !(named.agencies[0] = credit_agency_word_at(s, at, end, &after))) {
        size_t i = 0;
        while (i < sizeof words / sizeof *words && !credit_word_at(at, end, words[i], &after))
            i++;
        if (i == sizeof words / sizeof *words && (after = credit_year_at(at, end)) == NULL)
            return false;
        at = credit_skip_marks(after, end);
    }
    return at < end && credit_take(s, &named, line.begin, end);
}

bool credit_signed(struct credit_search *s, const char *first, struct piece line)
{
    enum { SIGNED_WORDS = 4, INITIALS_MOST = 5 };
    struct credit_named named = {.count = 1};
    const char *at, *end = credit_trim_end(line);
    if (!credit_may_be_signed(first, line) || end < credit_trim_blanks(line) || credit_skip_marks(line.end, s->end) < s->end ||
        credit_holds(line, "।") || credit_words((struct piece){first, end}, SIGNED_WORDS) > SIGNED_WORDS ||
        !(named.agencies[0] = credit_agency_word_at(s, first, end, &at)))
        return false;
    for (const char *word = at, *c = at; *first == 'P' && c < end; c++) { /* initials only */
        if (*c == ' ')
            word = c + 1;
        else if (*c < 'A' || *c > 'Z' || c - word >= INITIALS_MOST)
            return false;
    }
    return credit_take(s, &named, line.begin, line.end);
}
