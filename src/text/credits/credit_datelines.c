/* Datelines: a place, a day and an agency before the story begins. */
#include "text/credits/credit_forms.h"

#include <string.h>

enum { PLACE_BYTES = 100, PLACE_WORDS = 9, DATED_WORDS = 5, COLON_WORDS = 4, BRACKET_BYTES = 90, REPORTER_BYTES = 40 };

/* Whether a dateline's place begins in capitals, so that no dash has to tell where it ends. */
static bool in_capitals(struct piece place)
{
    size_t capitals = 0;
    for (const char *at = place.begin; at < place.end && *at >= 'A' && *at <= 'Z'; at++)
        capitals++;
    return capitals >= 3;
}

/* Whether a digit of ASCII, Arabic, Persian, Devanagari or Bengali stands at at. */
static bool digit_at(const char *at, const char *end)
{
    static const char *const zeros[] = {"0", "\u0660", "\u06F0", "\u0966", "\u09E6"}; /* the last byte counts */
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++) {
        size_t size = strlen(zeros[i]) - 1;
        if ((size_t)(end - at) > size && memcmp(at, zeros[i], size) == 0 && (uint8_t)(at[size] - zeros[i][size]) < 10)
            return true;
    }
    return false;
}

/* Whether a place is short, with a comma and a day behind it: Indian agencies put no dash behind their brackets, "New Delhi, May 3 (PTI) The". */
static bool is_dated(struct piece place)
{
    static const char arabic_comma[] = "،";
    bool comma = false;
    for (const char *at = place.begin; at < place.end; at++) {
        if (comma && digit_at(at, place.end))
            return credit_words(place, DATED_WORDS) <= DATED_WORDS;
        comma |= *at == ',' || ((size_t)(place.end - at) >= strlen(arabic_comma) && memcmp(at, arabic_comma, strlen(arabic_comma)) == 0);
    }
    return false;
}

/* Behind the reporter whom Korean datelines name between bracket and story. */
static const char *behind_reporter(const char *at, const char *end)
{
    static const char reporter[] = "기자";
    const char *most = end - at > REPORTER_BYTES ? at + REPORTER_BYTES : end;
    for (const char *look = at, *after; look < most; look++)
        if (credit_word_at(look, end, reporter, &after))
            return after;
    return at;
}

/* Whether a place before a bracket and what stands at after behind it make a dateline. A colon also follows who is quoted. */
static bool is_dateline_place(struct piece place, const char *after, const char *end)
{
    bool colon = after < end && (*after == ':' || (*after == ' ' && after + 1 < end && after[1] == ':'));
    size_t most = colon ? COLON_WORDS : PLACE_WORDS;
    return credit_words(place, most) <= most && (credit_ends_place(after, end) || in_capitals(place) || (!colon && is_dated(place)));
}

/* "LONDON, May 3 (Reuters) -", "(AP)", "【東京共同】" */
static bool bracketed_dateline(struct credit_search *s, struct piece line)
{
    const char *limit = line.end - line.begin > PLACE_BYTES ? line.begin + PLACE_BYTES : line.end;
    struct credit_named named;
    for (const char *at = line.begin; at < limit; at++) {
        const char *after = credit_may_open(*at) ? credit_bracket_at(s, at, line.end, &named) : NULL;
        struct piece place;
        if (!after)
            continue;
        place = credit_trim((struct piece){line.begin, at});
        after = behind_reporter(after, line.end);
        if (place.begin < place.end && !is_dateline_place(place, after, line.end))
            return false;
        return credit_take(s, &named, line.begin, credit_skip_dashes(after, line.end));
    }
    return false;
}

/* "دمشق - رويترز -", "Reuters –", "Москва. 12 мая. ТАСС." */
static bool dashed_dateline(struct credit_search *s, struct piece line)
{
    const char *begin = credit_skip_marks(line.begin, line.end), *after;
    const char *limit = line.end - begin > CREDIT_DASHED_BYTES ? begin + CREDIT_DASHED_BYTES : line.end;
    for (const char *at = begin; at < limit; at = credit_skip_marks(credit_word_end(s, at, line.end), line.end)) {
        struct credit_named named = {.count = 1};
        named.agencies[0] = credit_agency_word_at(s, at, line.end, &after);
        if (!named.agencies[0] || (at > begin && !credit_follows_mark((struct piece){begin, at})) || credit_words((struct piece){begin, at}, 5) > 5)
            continue;
        if (credit_spaced_dash_at(after, line.end) || (at > begin && (uint8_t)*at / 2 == 0xD0 / 2 && after < line.end && *after == '.'))
            return credit_take(s, &named, line.begin, credit_skip_dashes(after, line.end));
    }
    return false;
}

/* "新华社北京5月3日电（记者...）" */
static bool telegram(struct credit_search *s, struct piece line)
{
    static const char *const ends[] = {"电", "電", "讯", "訊"};
    const char *begin = credit_skip_marks(line.begin, line.end), *at;
    const char *limit = line.end - begin > CREDIT_DASHED_BYTES ? begin + CREDIT_DASHED_BYTES : line.end;
    struct credit_named named = {.count = 1};
    if (begin == line.end || !credit_unspaced(begin) || !(named.agencies[0] = credit_agency_at(s->finder, begin, line.end, &at)))
        return false;
    for (; at < limit; at++)
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
            const char *after = at + strlen(ends[i]), *close = after;
            if (line.end < after || memcmp(at, ends[i], strlen(ends[i])) != 0)
                continue;
            if (credit_opens_at(after, line.end) > 0) /* reporters, in a bracket */
                while (close < line.end && close - after < BRACKET_BYTES && credit_closes_at(close, line.end) == 0)
                    close++;
            if (close < line.end && credit_closes_at(close, line.end) > 0)
                after = close;
            return credit_take(s, &named, line.begin, credit_skip_marks(after, line.end));
        }
    return false;
}

/* Whether a full stop before limit may follow a name in Cyrillic. */
static bool has_cyrillic_stop(const struct credit_search *s, struct piece line, const char *limit)
{
    const char *at = line.begin;
    for (; at < limit && (at = memchr(at, '.', (size_t)(limit - at))) != NULL; at++)
        if (at - line.begin >= 2 && (uint8_t)at[-2] / 2 == 0xD0 / 2 && credit_may_end(s->finder, (struct piece){line.begin, at}))
            return true;
    return false;
}

/* What is dear to look for is looked for where its marks stand: a bracket that opens, a dash or a stop behind what may be a name. */
bool credit_dateline(struct credit_search *s, struct piece line, bool cyrillic)
{
    const char *limit = credit_opening_piece(credit_skip_marks(line.begin, line.end), line).end;
    bool bracket = false, dash = cyrillic && has_cyrillic_stop(s, line, limit);
    for (const char *at = credit_next_sign(line.begin, limit); at < limit; at = credit_next_sign(at + 1, limit)) {
        if (credit_opens_at(at, line.end) > 0)
            bracket = true;
        else if (!dash && credit_dash_at(at, line.end) > 0)
            dash = credit_may_end(s->finder, (struct piece){line.begin, credit_trim_blanks((struct piece){line.begin, at})});
    }
    return (bracket && bracketed_dateline(s, line)) || (dash && dashed_dateline(s, line)) || telegram(s, line);
}
