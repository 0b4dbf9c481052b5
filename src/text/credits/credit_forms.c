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

/* Behind a filler or a year; NULL where neither stands at at. */
static const char *filler_at(const struct credit_search *s, const char *at, const char *end)
{
    const char *after = at;
    while (after < end && *after >= '0' && *after <= '9')
        after++;
    if (after > at)
        return after - at == YEAR_DIGITS ? after : NULL;
    return credit_filler_at(s->finder, at, end);
}

const char *credit_word_end(const struct credit_search *s, const char *at, const char *end)
{
    const char *after;
    bool first = true;
    while (at < end && (credit_in_word(*at) || credit_mark_at(at, end) == 0) &&
           (first || !credit_unspaced(at) || !credit_agency_at(s->finder, at, end, &after))) {
        at++;
        first = false;
    }
    return at;
}

bool credit_only_agencies(const struct credit_search *s, struct piece piece, size_t strange, struct credit_named *named)
{
    named->count = 0;
    for (const char *at = credit_skip_marks(piece.begin, piece.end); at < piece.end; at = credit_skip_marks(at, piece.end)) {
        const char *after;
        const struct credit_agency *agency = credit_agency_word_at(s, at, piece.end, &after);
        if (agency && named->count < CREDIT_SPANS) {
            named->agencies[named->count++] = agency;
        } else if ((after = filler_at(s, at, piece.end)) == NULL) {
            if (strange-- == 0 || (*at >= 'a' && *at <= 'z')) /* names have capitals where there are any */
                return false;
            after = credit_word_end(s, at, piece.end);
        }
        at = after;
    }
    return named->count > 0;
}

/* Whether the word at at is an agency or a filler, as the first one of what is nothing else. Needs at < end. */
static bool may_name(const struct credit_search *s, const char *at, const char *end)
{
    const char *after;
    return credit_agency_word_at(s, at, end, &after) || filler_at(s, at, end);
}

const char *credit_bracket_at(const struct credit_search *s, const char *at, const char *end, struct credit_named *named)
{
    size_t opening = credit_opens_at(at, end), closing = 0;
    const char *begin = at + opening, *most = end - at > BRACKET_BYTES ? at + BRACKET_BYTES : end, *close = begin, *word;
    if (opening == 0)
        return NULL;
    word = credit_skip_marks(begin, end);
    if (word < end && !credit_unspaced(begin) && !may_name(s, word, end)) /* in scripts without spaces all may be */
        return NULL;
    while (close < most && ((closing = credit_closes_at(close, end)) == 0 || (*close == '/') != (*at == '/')))
        close++;
    if (close == most || closing == 0 || !credit_only_agencies(s, (struct piece){begin, close}, credit_unspaced(begin) ? 1 : 0, named))
        return NULL;
    return close + closing;
}
