/*
 * Credits by their form. Each of the first and last lines is tried against the forms below, the surest first:
 *
 *     whole     nothing but agencies, fillers and marks: "(AP)", "By The Associated Press", "France 24 / AFP", "© 2024 Reuters"
 *     intro     "Source: Reuters", "المصدر: وكالات", "نقلا عن ..."
 *     rights    "Copyright 2024 The Associated Press. All rights reserved. ..."
 *     tailed    "X contributed to this report.", "Reporting by X; Editing by Y"
 *     dateline  "LONDON, May 3 (Reuters) -", "دمشق - رويترز -", "新华社北京5月3日电（记者...）": what stands before the story goes
 *     mark      "... he said. (AFP)", "... he said. – Reuters"
 *
 * A name in running text ("told Reuters") has none of these forms, and stays.
 */
#define _GNU_SOURCE
#include "text/credits/credits.h"

#include <string.h>

#include "text/credits/credit_forms.h"
#include "text/lines.h"

/* Where reposts have them: under a headline and a date, or above a site's own tail. */
enum { HEAD_LINES = 6, TAIL_LINES = 12 };

/* Longest forms in bytes; a letter of most scripts takes two or three. */
enum { WHOLE_BYTES = 120, ANY_WORDS = 8 };

/* A line to look at, with the forms that it may have where it stands. */
struct place {
    struct piece line;
    const char *first; /* behind the marks that it begins with */
    const char *last;  /* before the marks that it ends with; NULL: not looked for yet */
    bool names;        /* whether an agency or such may end there */
    bool head, tail;
};

/* Looks for the line's last word, once. */
static void find_last(const struct credit_search *s, struct place *place)
{
    if (!place->last)
        place->last = credit_last_word(s->finder, place->line, &place->names);
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

/* A line that begins small and has a stop is the rest of a wrapped sentence ("from AA."); so is one that ends with it behind a small letter. */
static bool is_running_text(const struct credit_search *s, struct piece line)
{
    if (is_small(*line.begin))
        return memchr(line.begin, '.', (size_t)(line.end - line.begin)) != NULL;
    return line.end[-1] == '.' && line.begin - s->text >= 2 && line.begin[-1] == '\n' && is_small(line.begin[-2]);
}

/* Whether a byline begins the line. */
static bool is_byline(const struct place *place)
{
    static const char *const words[] = {"by", "von", "par", "por", "door"};
    const char *after;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (credit_word_at(place->first, place->line.end, words[i], &after))
            return true;
    return false;
}

/* signs: whether the line has any. It may have some words beside agencies: "France 24 / AFP", "By A. Writer, Associated Press". */
static bool whole(struct credit_search *s, struct place *place, bool signs)
{
    struct piece line = place->line;
    struct credit_named named;
    const char *after;
    size_t strange = 0;
    if (signs && memchr(line.begin, '/', (size_t)(line.end - line.begin)))
        strange = 3;
    else if (credit_word_at(place->first, line.end, "by", &after))
        strange = 4;
    if (strange == 0) {
        find_last(s, place);
        if (!place->names)
            return false; /* nearly always */
        if (is_byline(place))
            strange = 4;
    }
    if (is_running_text(s, line))
        return false;
    if (!credit_only_agencies(s, line, strange, &named) &&
        !(place->names && place->head && credit_placed(s, (struct piece){place->first, line.end}, &named)))
        return false;
    if (credit_holds(line, "Photo") || credit_holds(line, "PHOTO"))
        named.count = 0; /* whose the picture is */
    return credit_take(s, &named, line.begin, line.end);
}

/* Whether the intro numbered *i, or a later one, stands at at; sets *i to it, and *after behind it. */
static bool intro_at(const char *at, const char *end, size_t *i, const char **after)
{
    for (; credit_intros[*i].text; ++*i)
        if ((*at | ' ') == (*credit_intros[*i].text | ' ') && credit_word_at(at, end, credit_intros[*i].text, after))
            return true;
    return false;
}

static bool intro(struct credit_search *s, const struct place *place)
{
    struct piece line = place->line;
    const char *begin = place->first, *after;
    struct credit_named named;
    if (!credit_may_introduce(s->finder, begin, line.end))
        return false;
    for (size_t i = 0; intro_at(begin, line.end, &i, &after); i++) {
        struct piece who = credit_trim((struct piece){after, line.end});
        if (credit_only_agencies(s, who, 0, &named))
            return credit_take(s, &named, line.begin, line.end);
        if (!credit_intros[i].takes_any || who.begin == who.end || credit_words(who, ANY_WORDS) > ANY_WORDS ||
            !credit_take(s, &named, line.begin, line.end))
            continue;
        credit_put_name(s->credits, who.begin, (size_t)(who.end - who.begin));
        return true;
    }
    return false;
}

/* Whether a dash with white space before it may begin at at: white space within words does not. */
static bool may_be_dash(const char *at, const char *end)
{
    if (*at == ' ' || *at == '\t' || *at == '\r')
        return at + 1 == end || !credit_in_word(at[1]);
    return *at == '-' || (uint8_t)*at == 0xC2 || (uint8_t)*at == 0xE2 || (uint8_t)*at == 0xE3;
}

/* Whether a bracket closes among the marks from at to the end of a line. */
static bool holds_closing(const char *at, const char *end)
{
    for (; at < end; at += credit_mark_at(at, end))
        if (credit_closes_at(at, end) > 0)
            return true;
    return false;
}

/* "... he said. (AFP)", "... he said. – Reuters": only behind the end of a sentence. */
static bool end_mark(struct credit_search *s, struct place *place)
{
    const struct piece line = place->line;
    const char *least = line.end - line.begin > CREDIT_DASHED_BYTES ? line.end - CREDIT_DASHED_BYTES : line.begin;
    struct credit_named named;
    bool bracket;
    if (line.end - line.begin >= 2 && line.end[-1] == '.' && ((line.end[-2] | ' ') >= 'a' && (line.end[-2] | ' ') <= 'z'))
        return false; /* as nearly every line ends */
    find_last(s, place);
    bracket = holds_closing(place->last, line.end);
    if ((!bracket && !place->names) || credit_next_sign(least, line.end) == line.end)
        return false;
    for (const char *at = line.end - 1; at >= least && at > line.begin; at--) {
        const char *after = bracket && credit_may_open(*at) ? credit_bracket_at(s, at, line.end, 1, &named) : NULL;
        if (!after && place->names && may_be_dash(at, line.end) && credit_spaced_dash_at(at, line.end) &&
            credit_only_agencies(s, (struct piece){at, line.end}, 0, &named))
            after = line.end;
        if (after && credit_skip_marks(after, line.end) == line.end)
            return credit_follows_sentence((struct piece){line.begin, at}) && credit_take(s, &named, at, line.end);
    }
    return false;
}

/* What a look for signs of credits has seen of some lines: the first sign from where it was asked for, or where it stopped. */
struct look {
    const char *found, *stopped, *end;
};

/* Looks on until the first sign from from on is known, or that there is none before to. */
static void look_on(const struct credit_search *s, struct look *look, const char *from, const char *to)
{
    enum { AT_ONCE = 1024 };
    while (look->found < to && (look->found < from || look->found == look->stopped)) {
        const char *at = look->found < from ? from : look->found;
        look->stopped = look->end - at > AT_ONCE ? at + AT_ONCE : look->end;
        look->found = s->finder->look(at, look->stopped, true);
        if (look->found == look->stopped && look->stopped < look->end)
            look->found = look->stopped -= 2; /* more of "epo" may stand behind */
    }
}

/* Whether a piece holds a sign; each asked of stands behind the last one. */
static inline bool holds_sign(const struct credit_search *s, struct look *look, struct piece piece)
{
    if (piece.begin < piece.end && (look->found < piece.begin || look->found == look->stopped))
        look_on(s, look, piece.begin, piece.end);
    return piece.begin < piece.end && look->found < piece.end;
}

/* What a glance says of a line: whether it may have a form, for all that is seen. */
struct glance {
    bool begins, introduces; /* an agency or a filler may begin it, and one end it; an intro or "by" may begin it */
    bool ends;               /* an agency or such may end it, or a bracket close there */
    bool sign;               /* where signs count there is one */
};

/* The piece of a line whose signs count: of long ones its opening, or its end. */
static inline struct piece signed_piece(const struct place *place, bool ends)
{
    struct piece line = place->line;
    if (!place->tail)
        return credit_opening_piece(place->first, line);
    if (line.end - line.begin <= CREDIT_TAILED_BYTES || place->head)
        return line;
    return (struct piece){ends ? line.end - CREDIT_DASHED_BYTES : line.end, line.end};
}

/* Whether a line that may have a form has none, by what each of them needs. */
static bool is_plain(const struct credit_search *s, struct place *place, struct glance glance)
{
    struct piece line = place->line;
    const char *after;
    size_t i = 0;
    if (glance.introduces && (credit_word_at(place->first, line.end, "by", &after) || intro_at(place->first, line.end, &i, &after)))
        return false;
    if (glance.sign && place->head)
        return false;
    if (glance.begins || (glance.sign && glance.ends))
        find_last(s, place);
    if (glance.begins && place->names)
        return false;
    if (!glance.sign)
        return true;
    if (glance.ends && (place->names || holds_closing(place->last, line.end)))
        return false;
    return line.end - line.begin > CREDIT_TAILED_BYTES || s->finder->look(line.begin, line.end, false) == line.end;
}

/* The same of a line in a script without spaces, of which single bytes tell little. */
static bool is_plain_unspaced(const struct credit_search *s, struct place *place)
{
    struct piece line = place->line;
    bool small = line.end - line.begin <= WHOLE_BYTES;
    const char *after;
    if (small && credit_may_introduce(s->finder, place->first, line.end))
        return false;
    if (place->head && (!credit_opening_is_plain(credit_opening_piece(place->first, line)) ||
                        credit_agency_at(s->finder, credit_behind_according(place->first, line.end), line.end, &after)))
        return false;
    if (!small && !place->tail)
        return true;
    find_last(s, place);
    if (place->names || !place->tail)
        return !place->names;
    return !holds_closing(place->last, line.end) &&
           (line.end - line.begin > CREDIT_TAILED_BYTES || s->finder->look(line.begin, line.end, false) == line.end);
}

/* Whether a line has none of the forms; most are told by a glance at their first bytes, their last ones, and one look at several lines for signs. */
static inline bool is_plain_at_a_glance(const struct credit_search *s, struct place *place, struct look *look)
{
    struct piece line = place->line;
    struct glance glance = {false, false, true, false};
    if (place->tail && line.end - line.begin <= CREDIT_TAILED_BYTES &&
        (credit_may_tell_rights(place->first, line) || credit_may_be_signed(place->first, line)))
        return false;
    if (credit_unspaced(place->first))
        return is_plain_unspaced(s, place);
    if (line.end - s->text >= CREDIT_GLANCED)
        glance.ends = credit_may_end_at_a_glance(s->finder, line.end);
    if (line.end - line.begin <= WHOLE_BYTES) {
        glance.introduces = credit_may_introduce(s->finder, place->first, line.end);
        glance.begins = glance.ends & credit_may_begin_at_a_glance(s->finder, place->first, line.end);
    }
    glance.sign = holds_sign(s, look, signed_piece(place, glance.ends));
    return !(glance.begins | glance.introduces | glance.sign) || is_plain(s, place, glance);
}

/* The forms of a line, one after the other; its opening tells that most lines have most of them not. */
static void look_at(struct credit_search *s, struct place *place, struct look *look)
{
    size_t before = s->credits->count, size = (size_t)(place->line.end - place->line.begin);
    struct credit_opening opening = {true, true}; /* so that "/" is looked for */
    if (is_plain_at_a_glance(s, place, look))
        return;
    if (place->head)
        opening = credit_opening(credit_opening_piece(place->first, place->line));
    if (size <= WHOLE_BYTES && (whole(s, place, opening.signs) || intro(s, place)))
        return;
    if (place->head && (opening.signs || opening.cyrillic || credit_unspaced(place->first)) && credit_dateline(s, place->line, opening.cyrillic))
        *place = (struct place){.line = {s->text + s->credits->spans[before].end, place->line.end}, .tail = place->tail};
    if (place->tail && size <= CREDIT_TAILED_BYTES && place->line.begin < place->line.end && s->credits->count == before &&
        (credit_rights(s, place->first, place->line) || credit_signed(s, place->first, place->line)))
        return;
    if (place->tail && place->line.begin < place->line.end && !credit_tailed(s, place->line))
        end_mark(s, place);
}

/* Where a text's line feeds are: known already, or looked for one by one. */
struct feeds {
    const char *text, *end;
    const struct stops *known; /* line feeds among them; or NULL */
    size_t next, last;         /* the first one that was not given from the front, and from the back */
};

/* The next one from the front; at: behind the one before. NULL where none is. */
static const char *next_feed(struct feeds *feeds, const char *at)
{
    if (!feeds->known)
        return memchr(at, '\n', (size_t)(feeds->end - at));
    while (feeds->next < feeds->known->count) {
        at = feeds->text + feeds->known->at[feeds->next++].begin;
        if (*at == '\n')
            return at;
    }
    return NULL;
}

/* The same from the back; before: where the one behind it stands. */
static const char *feed_before(struct feeds *feeds, const char *before)
{
    if (!feeds->known)
        return memrchr(feeds->text, '\n', (size_t)(before - feeds->text));
    while (feeds->last > 0) {
        before = feeds->text + feeds->known->at[--feeds->last].begin;
        if (*before == '\n')
            return before;
    }
    return NULL;
}

/* The first lines that are not blank; sets *end_out behind them. */
static size_t find_heads(struct feeds *feeds, struct place *places, const char **end_out)
{
    const char *text = feeds->text;
    size_t count = 0;
    while (count < HEAD_LINES && text < feeds->end) {
        const char *stop = next_feed(feeds, text);
        struct piece line = {text, stop ? stop : feeds->end};
        const char *first = credit_skip_marks(line.begin, line.end);
        text = stop ? stop + 1 : feeds->end;
        if (first < line.end)
            places[count++] = (struct place){.line = line, .first = first, .head = true};
    }
    *end_out = text;
    return count;
}

/* The last lines that are not blank, before end of the places, and behind the first ones; those of both ends are marked there. Returns the first. */
static struct place *find_tails(struct feeds *feeds, struct place *heads, size_t head_count, const char *heads_end, struct place *end)
{
    const char *at = feeds->end, *least = feeds->end;
    struct place *first = end;
    for (size_t count = 0; count < TAIL_LINES && at > feeds->text;) { /* from the last one up */
        const char *stop = feed_before(feeds, at);
        struct piece line = {stop ? stop + 1 : feeds->text, at};
        const char *word = credit_skip_marks(line.begin, line.end);
        at = stop ? stop : feeds->text;
        if (word == line.end)
            continue;
        count++;
        least = line.begin;
        if (line.begin >= heads_end)
            *--first = (struct place){.line = line, .first = word, .tail = true};
    }
    for (size_t i = 0; i < head_count && least < feeds->end; i++)
        heads[i].tail = heads[i].line.begin >= least;
    return first;
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
    credits_find_in_lines(finder, text, size, NULL, credits);
}

void credits_find_in_lines(const struct credit_finder *finder, const char *text, size_t size, const struct stops *breaks, struct credits *credits)
{
    struct credit_search s = {finder, text, text + size, credits};
    struct place places[HEAD_LINES + TAIL_LINES], *end = places + HEAD_LINES + TAIL_LINES;
    struct feeds feeds = {text, text + size, breaks, 0, breaks ? breaks->count : 0};
    const char *heads_end = text;
    struct look look;
    size_t heads = size > 0 ? find_heads(&feeds, places, &heads_end) : 0;
    struct place *tails = size > 0 ? find_tails(&feeds, places, heads, heads_end, end) : end;
    credits->count = credits->name_size = 0;
    look = (struct look){text, text, heads_end};
    for (size_t i = 0; i < heads; i++)
        look_at(&s, &places[i], &look);
    look = (struct look){text, text, text + size};
    for (; tails < end; tails++)
        look_at(&s, tails, &look);
    if (credits->count > 0 && !something_is_left(credits, text, size))
        credits->count = 0; /* the article is its credit */
}

bool credits_part_characters(const struct credits *credits, const char *text, size_t size)
{
    for (size_t i = 0; i < credits->count; i++) {
        const struct credit_span *span = &credits->spans[i];
        if ((span->begin < size && (text[span->begin] & 0xC0) == 0x80) || (span->end < size && (text[span->end] & 0xC0) == 0x80))
            return false;
    }
    return true;
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
