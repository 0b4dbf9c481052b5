/* What the forms of credits are made of: agencies, fillers, brackets. */
#include "text/credits/credit_forms.h"

#include <string.h>

enum { BRACKET_BYTES = 90, YEAR_DIGITS = 4 };

void credit_put_name(struct credits *c, const char *text, size_t size)
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

bool credit_take(struct credit_search *s, const struct credit_named *named, const char *begin, const char *end)
{
    struct credit_span span = {(size_t)(begin - s->text), (size_t)(end - s->text)};
    if (s->credits->count == CREDIT_SPANS)
        return false;
    s->credits->spans[s->credits->count++] = span;
    for (size_t i = 0; i < named->count; i++)
        credit_put_name(s->credits, named->agencies[i]->name, strlen(named->agencies[i]->name));
    return true;
}

const struct credit_agency *credit_agency_word_at(const struct credit_search *s, const char *at, const char *end, const char **after)
{
    const struct credit_agency *agency = credit_agency_at(s->finder, at, end, after);
    return agency && (*after == end || credit_mark_at(*after, end) > 0 || credit_unspaced(at)) ? agency : NULL;
}

const char *credit_year_at(const char *at, const char *end)
{
    const char *after = at;
    while (after < end && *after >= '0' && *after <= '9')
        after++;
    return after - at == YEAR_DIGITS ? after : NULL;
}

bool credit_follows_year(struct piece piece)
{
    static const char era[] = "م";
    const char *end = credit_trim_end(piece), *digits;
    if ((size_t)(end - piece.begin) > strlen(era) && memcmp(end - strlen(era), era, strlen(era)) == 0)
        end = credit_trim_blanks((struct piece){piece.begin, end - strlen(era)});
    for (digits = end; digits > piece.begin && digits[-1] >= '0' && digits[-1] <= '9';)
        digits--;
    return end - digits == YEAR_DIGITS;
}

/* Behind a filler or a year; NULL where neither stands at at. */
static const char *filler_at(const struct credit_search *s, const char *at, const char *end)
{
    return at < end && *at >= '0' && *at <= '9' ? credit_year_at(at, end) : credit_filler_at(s->finder, at, end);
}

const char *credit_word_end(const struct credit_search *s, const char *at, const char *end)
{
    const char *after;
    bool first = true, unspaced = at < end && credit_unspaced(at);
    while (at < end && (credit_in_word(*at) || credit_mark_at(at, end) == 0) &&
           (first || !(credit_unspaced(at) || (unspaced && *at >= 'A' && *at <= 'Z')) || !credit_agency_at(s->finder, at, end, &after))) {
        at++;
        first = false;
    }
    return at;
}

/* Behind the desk or the writer that a few small letters beside a slash stand for: "dpa/lno", "(kib/AFP)"; NULL where none is. */
static const char *desk_at(const char *at, const char *begin, const char *end)
{
    enum { DESK_LEAST = 2, DESK_MOST = 4 };
    const char *after = at;
    while (after < end && *after >= 'a' && *after <= 'z')
        after++;
    if (after - at < DESK_LEAST || after - at > DESK_MOST || (after < end && credit_mark_at(after, end) == 0))
        return NULL;
    return (after < end && *after == '/') || (at > begin && at[-1] == '/') ? after : NULL;
}

bool credit_only_agencies(const struct credit_search *s, struct piece piece, size_t strange, struct credit_named *named)
{
    named->count = 0;
    for (const char *at = credit_skip_marks(piece.begin, piece.end); at < piece.end; at = credit_skip_marks(at, piece.end)) {
        const char *after;
        const struct credit_agency *agency = credit_agency_word_at(s, at, piece.end, &after);
        if (agency && named->count < CREDIT_SPANS) {
            named->agencies[named->count++] = agency;
        } else if ((after = filler_at(s, at, piece.end)) == NULL && (after = desk_at(at, piece.begin, piece.end)) == NULL) {
            if (strange-- == 0 || (*at >= 'a' && *at <= 'z')) /* names have capitals where there are any */
                return false;
            after = credit_word_end(s, at, piece.end);
        }
        at = after;
    }
    return named->count > 0;
}

/* Whether the word at at is an agency, a filler or a desk, as the first one of what is nothing else. Needs at < end. */
static bool may_name(const struct credit_search *s, const char *at, const char *end)
{
    const char *after;
    return credit_agency_word_at(s, at, end, &after) || filler_at(s, at, end) || desk_at(at, at, end);
}

/* Whether what stands in a bracket is agencies, and a word beside them in scripts without spaces; or so many words before one. */
static bool is_bracket(const struct credit_search *s, struct piece within, bool unspaced, size_t strange, struct credit_named *named)
{
    if (credit_only_agencies(s, within, unspaced ? 1 : 0, named))
        return true;
    return unspaced && strange > 1 && credit_may_end(s->finder, (struct piece){within.begin, credit_trim_end(within)}) &&
           credit_only_agencies(s, within, strange, named);
}

const char *credit_bracket_at(const struct credit_search *s, const char *at, const char *end, size_t strange, struct credit_named *named)
{
    size_t opening = credit_opens_at(at, end), closing = 0;
    const char *begin = at + opening, *most = end - at > BRACKET_BYTES ? at + BRACKET_BYTES : end, *close = begin, *word;
    bool unspaced = credit_unspaced(at) || (begin < end && credit_unspaced(begin));
    if (opening == 0)
        return NULL;
    word = credit_skip_marks(begin, end);
    if (word < end && !unspaced && !may_name(s, word, end)) /* in scripts without spaces all may be */
        return NULL;
    while (close < most && ((closing = credit_closes_at(close, end)) == 0 || (*close == '/') != (*at == '/')))
        close++;
    if (close == most || closing == 0 || !is_bracket(s, (struct piece){begin, close}, unspaced, strange, named))
        return NULL;
    return close + closing;
}
