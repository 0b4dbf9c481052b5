/* Datelines: a place, a day and an agency before the story begins. */
#include "text/credits/credit_forms.h"

#include <string.h>

enum { PLACE_BYTES = 100, PLACE_WORDS = 9, DATED_WORDS = 5, COLON_WORDS = 4, BRACKET_BYTES = 90, REPORTER_BYTES = 40 };

/* Words in a bracket beside an agency in scripts without spaces: "［東京　３日　ロイター］". */
enum { PLACE_AND_DAY = 3 };

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

/* Bytes of a full stop of Hindi, which ends a dateline too: "नई दिल्ली (एजेंसी)।" */
static size_t danda_at(const char *at, const char *end)
{
    return end - at >= (ptrdiff_t)strlen("।") && memcmp(at, "।", strlen("।")) == 0 ? strlen("।") : 0;
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

/* Whether a place ends with a month in Hindi behind a comma: one day in three is a word there, "नयी दिल्ली, तीन मई". */
static bool ends_with_hindi_month(struct piece place)
{
    static const char *const months[] = {"जनवरी", "फरवरी",  "मार्च",  "अप्रैल",  "मई",   "जून",    "जुलाई",  "अगस्त",
                                         "सितंबर", "सितम्बर", "अक्टूबर", "अक्तूबर", "नवंबर", "नवम्बर", "दिसंबर", "दिसम्बर"};
    size_t size = (size_t)(place.end - place.begin);
    if (!memchr(place.begin, ',', size) || credit_words(place, DATED_WORDS) > DATED_WORDS)
        return false;
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        size_t month = strlen(months[i]);
        if (size > month && memcmp(place.end - month, months[i], month) == 0 && place.end[-(ptrdiff_t)month - 1] == ' ')
            return true;
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

/*
 * Whether a place before a bracket and what stands at after behind it make a dateline. A colon also follows who is quoted. Slashes around an
 * agency are a dateline's, "لندن /كونا/".
 */
static bool is_dateline_place(struct piece place, const char *bracket, const char *after, const char *end)
{
    bool colon = after < end && (*after == ':' || (*after == ' ' && after + 1 < end && after[1] == ':')), dated = is_dated(place);
    size_t most = colon && !dated && !in_capitals(place) ? COLON_WORDS : PLACE_WORDS;
    if (*bracket == '/' && credit_words(place, DATED_WORDS) <= DATED_WORDS)
        return true;
    return credit_words(place, most) <= most &&
           (credit_ends_place(after, end) || in_capitals(place) || (!colon && (dated || ends_with_hindi_month(place))) || danda_at(after, end) > 0);
}

/* Whether a sentence goes on behind a bracket, as in a line that begins with the second half of "the Associated Press (AP) said". */
static bool goes_on_small(const char *at, const char *end)
{
    return end - at >= 2 && *at == ' ' && at[1] >= 'a' && at[1] <= 'z';
}

/* "LONDON, May 3 (Reuters) -", "(AP)", "【東京共同】" */
static bool bracketed_dateline(struct credit_search *s, struct piece line)
{
    const char *limit = line.end - line.begin > PLACE_BYTES ? line.begin + PLACE_BYTES : line.end;
    struct credit_named named;
    for (const char *at = line.begin; at < limit; at++) {
        const char *after = credit_may_open(*at) ? credit_bracket_at(s, at, line.end, PLACE_AND_DAY, &named) : NULL;
        struct piece place;
        if (!after)
            continue;
        place = credit_trim((struct piece){line.begin, at});
        after = behind_reporter(after, line.end);
        if (place.begin < place.end ? !is_dateline_place(place, at, after, line.end) : goes_on_small(after, line.end))
            return false;
        return credit_take(s, &named, line.begin, credit_skip_dashes(after + danda_at(after, line.end), line.end));
    }
    return false;
}

/* Behind the writer whom RIA Novosti names: "МОСКВА, 3 мая - РИА Новости, Иван Иванов."; at where none is. */
static const char *behind_writer(struct piece before, const char *at, const char *end)
{
    enum { WRITER_WORDS = 3 };
    const char *most = end - at > CREDIT_DASHED_BYTES ? at + CREDIT_DASHED_BYTES : end, *stop;
    if (at >= end || *at != ',' || !credit_follows_dash(before) || !(stop = memchr(at, '.', (size_t)(most - at))))
        return at;
    return credit_words((struct piece){at, stop}, WRITER_WORDS) <= WRITER_WORDS ? stop : at;
}

/* Whether what stands at at ends a dateline that has an agency behind a dash: "القاهرة - وكالات:", "موسكو- سبوتنيك." */
static bool ends_dashed(struct piece before, const char *at, const char *end)
{
    return at < end && (*at == ':' || *at == '.') && credit_follows_dash(before);
}

/* "دمشق - رويترز -", "Reuters –", "Москва. 12 мая. ТАСС." */
static bool dashed_dateline(struct credit_search *s, struct piece line)
{
    const char *begin = credit_skip_marks(line.begin, line.end), *after;
    const char *limit = line.end - begin > CREDIT_DASHED_BYTES ? begin + CREDIT_DASHED_BYTES : line.end;
    for (const char *at = begin; at < limit; at = credit_skip_marks(credit_word_end(s, at, line.end), line.end)) {
        struct credit_named named = {.count = 1};
        named.agencies[0] = credit_agency_word_at(s, at, line.end, &after);
        if (!named.agencies[0] || credit_words((struct piece){begin, at}, 5) > 5 ||
            (at > begin && !credit_follows_mark((struct piece){begin, at}) && !credit_follows_year((struct piece){begin, at})))
            continue;
        after = behind_writer((struct piece){begin, at}, after, line.end);
        if (credit_spaced_dash_at(after, line.end) || ends_dashed((struct piece){begin, at}, after, line.end) ||
            (at > begin && (uint8_t)*at / 2 == 0xD0 / 2 && after < line.end && *after == '.'))
            return credit_take(s, &named, line.begin, credit_skip_dashes(after, line.end));
    }
    return false;
}

/* Whether what stands between an agency and "电" is a dateline's: nothing, some characters, or a day, and no comma. "据新华社报道，电力" has one. */
static bool is_telegram_place(struct piece place)
{
    enum { KIND_BYTES = 12 };
    bool day = place.end - place.begin <= KIND_BYTES;
    for (const char *at = place.begin; at < place.end; at++) {
        if (credit_mark_at(at, place.end) > 0 && credit_blank_at(at, place.end) == 0)
            return false;
        day |= digit_at(at, place.end) || strncmp(at, "日", strlen("日")) == 0;
    }
    return day;
}

/* "新华社北京5月3日电（记者...）", "据新华社电" */
static bool telegram(struct credit_search *s, struct piece line)
{
    static const char *const ends[] = {"电", "電", "讯", "訊"};
    const char *begin = credit_behind_according(credit_skip_marks(line.begin, line.end), line.end), *at, *place;
    const char *limit = line.end - begin > CREDIT_DASHED_BYTES ? begin + CREDIT_DASHED_BYTES : line.end;
    struct credit_named named = {.count = 1};
    if (begin == line.end || !credit_unspaced(begin) || !(named.agencies[0] = credit_agency_at(s->finder, begin, line.end, &at)))
        return false;
    for (place = at; at < limit; at++)
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
            const char *after = at + strlen(ends[i]), *close = after;
            if (line.end < after || memcmp(at, ends[i], strlen(ends[i])) != 0)
                continue;
            if (!is_telegram_place((struct piece){place, at}))
                return false;
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

/* Whether an agency stands behind a dash. */
static bool names_behind(const struct credit_search *s, const char *dash, const char *end)
{
    const char *at = credit_skip_marks(dash, end), *after;
    return at < end && credit_agency_at(s->finder, at, end, &after);
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
            dash = credit_may_end(s->finder, (struct piece){line.begin, credit_trim_blanks((struct piece){line.begin, at})}) ||
                   names_behind(s, at, line.end);
    }
    return (bracket && bracketed_dateline(s, line)) || (dash && dashed_dateline(s, line)) || telegram(s, line);
}

/* "القاهرة - وكالات", "دمشق-سانا", "الرياض 3 مايو 2024 م واس": a place before a dash, or a place and a year, and then agencies only. */
bool credit_placed(const struct credit_search *s, struct piece line, struct credit_named *named)
{
    enum { LINE_PLACE_WORDS = 3, LINE_DATED_WORDS = 11 };
    const char *end = line.end, *after;
    for (const char *at = line.begin; at < end; at = credit_skip_marks(credit_word_end(s, at, end), end)) {
        struct piece before = {line.begin, credit_before_quote(line.begin, at)};
        if (at == line.begin || !credit_agency_word_at(s, at, end, &after) || !credit_only_agencies(s, (struct piece){at, end}, 0, named))
            continue;
        if (credit_follows_dash(before))
            return at - line.begin <= CREDIT_DASHED_BYTES && !credit_unspaced(line.begin) && credit_only_agencies(s, line, LINE_PLACE_WORDS, named);
        return credit_skip_marks(after, end) == end && credit_follows_year(before) && credit_words(before, LINE_DATED_WORDS) <= LINE_DATED_WORDS;
    }
    return false;
}
