/*
 * Credits by their form. Each of the first and last lines is tried against the forms below, the surest first:
 *
 *     whole     nothing but agencies, fillers and marks: "(AP)", "By The Associated Press", "France 24 / AFP", "© 2024 Reuters"
 *     intro     "Source: Reuters", "المصدر: وكالات", "نقلا عن ..."
 *     tailed    "X contributed to this report.", "Reporting by X; Editing by Y"
 *     dateline  "LONDON, May 3 (Reuters) -", "دمشق - رويترز -", "新华社北京5月3日电（记者...）": what stands before the story goes
 *     mark      "... he said. (AFP)", "... he said. – Reuters"
 *
 * A name in running text ("told Reuters") has none of these forms, and stays.
 */
#define _GNU_SOURCE
#include "text/credits.h"

#include <string.h>

#include "text/credit_scan.h"

/* Where reposts have them: under a headline and a date, or above a site's own tail. */
enum { HEAD_LINES = 6, TAIL_LINES = 12 };

/* Longest forms in bytes; a letter of most scripts takes two or three. */
enum {
    WHOLE_BYTES = 120,
    TAILED_BYTES = 300,
    PLACE_BYTES = 100,
    PLACE_WORDS = 9,
    COLON_WORDS = 4,
    BRACKET_BYTES = 90,
    DASHED_BYTES = 60,
    REPORTER_BYTES = 40,
    ANY_WORDS = 8,
    YEAR_DIGITS = 4
};

struct search {
    const struct credit_finder *finder;
    const char *text;
    struct credits *credits;
};

/* The agencies of one credit. */
struct named {
    const struct credit_agency *agencies[CREDIT_SPANS];
    size_t count;
};

static void put_name(struct credits *c, const char *text, size_t size)
{
    for (const char *at = c->name, *end = c->name + c->name_size; at < end;) { /* names are told once */
        const char *comma = memchr(at, ',', (size_t)(end - at)), *to = comma ? comma : end;
        if ((size_t)(to - at) == size && memcmp(at, text, size) == 0)
            return;
        at = to + 2;
    }
    if (c->name_size + 2 + size > sizeof c->name)
        return;
    if (c->name_size > 0) {
        memcpy(c->name + c->name_size, ", ", 2);
        c->name_size += 2;
    }
    memcpy(c->name + c->name_size, text, size);
    c->name_size += size;
}

static bool take(struct search *s, const struct named *named, const char *begin, const char *end)
{
    struct credit_span span = {(size_t)(begin - s->text), (size_t)(end - s->text)};
    if (s->credits->count == CREDIT_SPANS)
        return false;
    s->credits->spans[s->credits->count++] = span;
    for (size_t i = 0; i < named->count; i++)
        put_name(s->credits, named->agencies[i]->name, strlen(named->agencies[i]->name));
    return true;
}

/* Scripts without spaces begin here, in UTF-8's leads. */
static bool unspaced(const char *at)
{
    return (uint8_t)*at >= 0xE3;
}

static const struct credit_agency *agency_word_at(const struct search *s, const char *at, const char *end, const char **after)
{
    const struct credit_agency *agency = credit_agency_at(s->finder, at, end, after);
    return agency && (*after == end || credit_mark_at(*after, end) > 0 || unspaced(at)) ? agency : NULL;
}

/* Behind a filler or a year; NULL where neither stands at at. */
static const char *filler_at(const char *at, const char *end)
{
    const char *after = at;
    while (after < end && *after >= '0' && *after <= '9')
        after++;
    if (after > at)
        return after - at == YEAR_DIGITS ? after : NULL;
    for (size_t i = 0; credit_fillers[i]; i++)
        if ((*at | ' ') == (*credit_fillers[i] | ' ') && credit_word_at(at, end, credit_fillers[i], &after))
            return after;
    return NULL;
}

/* Behind a word; in scripts without spaces an agency ends it too. */
static const char *word_end(const struct search *s, const char *at, const char *end)
{
    const char *after;
    bool first = true;
    while (at < end && credit_mark_at(at, end) == 0 && (first || !unspaced(at) || !credit_agency_at(s->finder, at, end, &after))) {
        at++;
        first = false;
    }
    return at;
}

/* Whether the piece is agencies, fillers and marks, and at most strange words more, as an outlet's own name or a place. */
static bool only_agencies(const struct search *s, struct piece piece, size_t strange, struct named *named)
{
    named->count = 0;
    for (const char *at = credit_skip_marks(piece.begin, piece.end); at < piece.end; at = credit_skip_marks(at, piece.end)) {
        const char *after;
        const struct credit_agency *agency = agency_word_at(s, at, piece.end, &after);
        if (agency && named->count < CREDIT_SPANS) {
            named->agencies[named->count++] = agency;
        } else if ((after = filler_at(at, piece.end)) == NULL) {
            if (strange-- == 0 || (*at >= 'a' && *at <= 'z')) /* names have capitals where there are any */
                return false;
            after = word_end(s, at, piece.end);
        }
        at = after;
    }
    return named->count > 0;
}

/* How many words a whole line may have beside agencies: "France 24 / AFP", "By A. Writer, Associated Press". */
static size_t strange_words(struct piece line)
{
    const char *after;
    if (memchr(line.begin, '/', (size_t)(line.end - line.begin)))
        return 3;
    return credit_word_at(credit_skip_marks(line.begin, line.end), line.end, "by", &after) ? 4 : 0;
}

/* A line that begins small and ends with a stop is the rest of a wrapped sentence ("from AA."). */
static bool is_running_text(struct piece line)
{
    return *line.begin >= 'a' && *line.begin <= 'z' && memchr(line.begin, '.', (size_t)(line.end - line.begin));
}

static bool whole(struct search *s, struct piece line)
{
    struct named named;
    if (line.end - line.begin > WHOLE_BYTES || is_running_text(line) || !only_agencies(s, line, strange_words(line), &named))
        return false;
    return take(s, &named, line.begin, line.end);
}

static bool intro(struct search *s, struct piece line)
{
    const char *begin = credit_skip_marks(line.begin, line.end), *after;
    struct named named;
    for (size_t i = 0; line.end - line.begin <= WHOLE_BYTES && credit_intros[i].text; i++) {
        struct piece who;
        if (begin == line.end || (*begin | ' ') != (*credit_intros[i].text | ' ') || !credit_word_at(begin, line.end, credit_intros[i].text, &after))
            continue;
        who = credit_trim((struct piece){after, line.end});
        if (only_agencies(s, who, 0, &named))
            return take(s, &named, line.begin, line.end);
        if (!credit_intros[i].takes_any || who.begin == who.end || credit_words(who, ANY_WORDS) > ANY_WORDS || !take(s, &named, line.begin, line.end))
            continue;
        put_name(s->credits, who.begin, (size_t)(who.end - who.begin));
        return true;
    }
    return false;
}

/* Lines about reporters, with an agency among them. */
static bool tailed(struct search *s, struct piece line)
{
    struct named named = {.count = 0};
    const char *after;
    if (line.end - line.begin > TAILED_BYTES || !credit_holds(line, "eport"))
        return false;
    if (credit_holds(line, "eporting by") && credit_holds(line, "diting by")) {
        if (!take(s, &named, line.begin, line.end))
            return false;
        put_name(s->credits, "Reuters", strlen("Reuters"));
        return true;
    }
    if (!credit_holds(line, "ontributed to this report"))
        return false;
    for (const char *at = line.begin; at < line.end && named.count < CREDIT_SPANS; at++)
        if (at == line.begin || credit_mark_at(at - 1, line.end) > 0) {
            const struct credit_agency *agency = agency_word_at(s, at, line.end, &after);
            if (agency)
                named.agencies[named.count++] = agency;
        }
    return named.count > 0 && take(s, &named, line.begin, line.end);
}

/* Whether a bracket, or a dash with white space before it, may begin with this byte; most do not, and are passed at once. */
static bool may_open(char c)
{
    return c == '(' || c == '[' || c == '/' || (uint8_t)c == 0xE3 || (uint8_t)c == 0xEF;
}

static bool may_be_dash(char c)
{
    return c == ' ' || c == '-' || c == '\t' || c == '\r' || (uint8_t)c == 0xC2 || (uint8_t)c == 0xE2 || (uint8_t)c == 0xE3;
}

/* Behind a bracket that opens at at and is one of agencies, a place of a script without spaces beside them; NULL where there is none. */
static const char *bracket_at(const struct search *s, const char *at, const char *end, struct named *named)
{
    size_t opening = credit_opens_at(at, end), closing = 0;
    const char *begin = at + opening, *most = end - at > BRACKET_BYTES ? at + BRACKET_BYTES : end, *close = begin;
    if (opening == 0)
        return NULL;
    while (close < most && ((closing = credit_closes_at(close, end)) == 0 || (*close == '/') != (*at == '/')))
        close++;
    if (close == most || closing == 0 || !only_agencies(s, (struct piece){begin, close}, unspaced(begin) ? 1 : 0, named))
        return NULL;
    return close + closing;
}

/* Whether a dateline's place begins in capitals, so that no dash has to tell where it ends. */
static bool in_capitals(struct piece place)
{
    size_t capitals = 0;
    for (const char *at = place.begin; at < place.end && *at >= 'A' && *at <= 'Z'; at++)
        capitals++;
    return capitals >= 3;
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
    return credit_words(place, most) <= most && (credit_ends_place(after, end) || in_capitals(place));
}

/* "LONDON, May 3 (Reuters) -", "(AP)", "【東京共同】" */
static bool bracketed_dateline(struct search *s, struct piece line)
{
    const char *limit = line.end - line.begin > PLACE_BYTES ? line.begin + PLACE_BYTES : line.end;
    struct named named;
    for (const char *at = line.begin; at < limit; at++) {
        const char *after = may_open(*at) ? bracket_at(s, at, line.end, &named) : NULL;
        struct piece place;
        if (!after)
            continue;
        place = credit_trim((struct piece){line.begin, at});
        after = behind_reporter(after, line.end);
        if (place.begin < place.end && !is_dateline_place(place, after, line.end))
            return false;
        return take(s, &named, line.begin, credit_skip_dashes(after, line.end));
    }
    return false;
}

/* "دمشق - رويترز -", "Reuters –", "Москва. 12 мая. ТАСС." */
static bool dashed_dateline(struct search *s, struct piece line)
{
    const char *begin = credit_skip_marks(line.begin, line.end), *after;
    const char *limit = line.end - begin > DASHED_BYTES ? begin + DASHED_BYTES : line.end;
    for (const char *at = begin; at < limit; at = credit_skip_marks(word_end(s, at, line.end), line.end)) {
        struct named named = {.count = 1};
        named.agencies[0] = agency_word_at(s, at, line.end, &after);
        if (!named.agencies[0] || (at > begin && !credit_follows_mark((struct piece){begin, at})) || credit_words((struct piece){begin, at}, 5) > 5)
            continue;
        if (credit_spaced_dash_at(after, line.end) || (at > begin && (uint8_t)*at / 2 == 0xD0 / 2 && after < line.end && *after == '.'))
            return take(s, &named, line.begin, credit_skip_dashes(after, line.end));
    }
    return false;
}

/* "新华社北京5月3日电（记者...）" */
static bool telegram(struct search *s, struct piece line)
{
    static const char *const ends[] = {"电", "電", "讯", "訊"};
    const char *begin = credit_skip_marks(line.begin, line.end), *at;
    const char *limit = line.end - begin > DASHED_BYTES ? begin + DASHED_BYTES : line.end;
    struct named named = {.count = 1};
    if (begin == line.end || !unspaced(begin) || !(named.agencies[0] = credit_agency_at(s->finder, begin, line.end, &at)))
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
            return take(s, &named, line.begin, credit_skip_marks(after, line.end));
        }
    return false;
}

/* "... he said. (AFP)", "... he said. – Reuters": only behind the end of a sentence. */
static bool end_mark(struct search *s, struct piece line)
{
    const char *least = line.end - line.begin > DASHED_BYTES ? line.end - DASHED_BYTES : line.begin;
    struct named named;
    if (line.end - line.begin >= 2 && line.end[-1] == '.' && ((line.end[-2] | ' ') >= 'a' && (line.end[-2] | ' ') <= 'z'))
        return false; /* as nearly every line ends */
    for (const char *at = line.end - 1; at >= least && at > line.begin; at--) {
        const char *after = may_open(*at) ? bracket_at(s, at, line.end, &named) : NULL;
        if (!after && may_be_dash(*at) && credit_spaced_dash_at(at, line.end) && only_agencies(s, (struct piece){at, line.end}, 0, &named))
            after = line.end;
        if (after && credit_skip_marks(after, line.end) == line.end)
            return credit_follows_sentence((struct piece){line.begin, at}) && take(s, &named, at, line.end);
    }
    return false;
}

/* A line to look at, with the forms that it may have where it stands. */
struct place {
    struct piece line;
    bool head, tail;
};

static void look_at(struct search *s, struct place place)
{
    size_t before = s->credits->count;
    if (whole(s, place.line) || intro(s, place.line))
        return;
    if (place.head && (bracketed_dateline(s, place.line) || dashed_dateline(s, place.line) || telegram(s, place.line)))
        place.line.begin = s->text + s->credits->spans[before].end;
    if (place.tail && place.line.begin < place.line.end && !tailed(s, place.line))
        end_mark(s, place.line);
}

/* The first lines that are not blank; sets *end_out behind them. */
static size_t find_heads(const char *text, const char *end, struct place *places, const char **end_out)
{
    size_t count = 0;
    while (count < HEAD_LINES && text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        struct piece line = {text, stop ? stop : end};
        text = stop ? stop + 1 : end;
        if (credit_skip_marks(line.begin, line.end) < line.end)
            places[count++] = (struct place){line, true, false};
    }
    *end_out = text;
    return count;
}

/* The lines to look at, in order; those of both ends once. Returns how many. */
static size_t find_places(const char *text, size_t size, struct place places[HEAD_LINES + TAIL_LINES])
{
    struct piece tails[TAIL_LINES];
    const char *end = text + size, *heads_end;
    size_t count = find_heads(text, end, places, &heads_end), heads = count, tail_count = 0;
    while (tail_count < TAIL_LINES && end > text) { /* from the last one up */
        const char *stop = memrchr(text, '\n', (size_t)(end - text));
        struct piece line = {stop ? stop + 1 : text, end};
        end = stop ? stop : text;
        if (credit_skip_marks(line.begin, line.end) < line.end)
            tails[tail_count++] = line;
    }
    while (tail_count-- > 0) {
        if (tails[tail_count].begin >= heads_end)
            places[count++] = (struct place){tails[tail_count], false, true};
        for (size_t i = 0; i < heads; i++)
            places[i].tail |= places[i].line.begin == tails[tail_count].begin;
    }
    return count;
}

/* Whether the text holds anything but its credits. */
static bool something_is_left(const struct credits *credits, const char *text, size_t size)
{
    size_t at = 0;
    for (size_t i = 0; i < credits->count; i++) {
        if (credit_skip_marks(text + at, text + credits->spans[i].begin) < text + credits->spans[i].begin)
            return true;
        at = credits->spans[i].end;
    }
    return credit_skip_marks(text + at, text + size) < text + size;
}

void credits_find(const struct credit_finder *finder, const char *text, size_t size, struct credits *credits)
{
    struct search s = {finder, text, credits};
    struct place places[HEAD_LINES + TAIL_LINES];
    size_t count = size > 0 ? find_places(text, size, places) : 0;
    credits->count = credits->name_size = 0;
    for (size_t i = 0; i < count; i++)
        look_at(&s, places[i]);
    if (credits->count > 0 && !something_is_left(credits, text, size))
        credits->count = 0; /* the article is its credit */
}

enum wirecopy_status credits_cut(const struct credits *credits, const char *text, size_t size, struct buffer *out)
{
    size_t at = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    out->size = 0;
    for (size_t i = 0; i < credits->count && status == WIRECOPY_OK; i++) {
        status = buffer_append(out, text + at, credits->spans[i].begin - at);
        at = credits->spans[i].end;
    }
    return status == WIRECOPY_OK ? buffer_append(out, text + at, size - at) : status;
}
