#define _GNU_SOURCE
/*
 * Letters: one file is one article, or, where it is an mbox (RFC 4155), many. Its subject is the title, its sender's host the outlet; its
 * text is the first part of plain text, or the first page where there is none. Attachments are no text.
 */
#include "read/formats.h"

#include <string.h>
#include <strings.h>

#include "read/bytes/encoding.h"
#include "read/markup/html.h"
#include "read/mime.h"

/* Parts within parts; what is deeper is no letter. */
enum { LEVELS = 8 };

struct eml {
    struct source source;
    bool begun, done, is_mbox;
    uint64_t number;          /* letters of an mbox, so far */
    struct buffer letter, id; /* of an mbox: the current one */
    struct buffer lead, next; /* the line before it, and that before the next one */
    struct buffer title, date, sender, url, type, transfer, disposition, raw, text;
    struct html_page page;
};

/* The name of a field at the beginning of a line: printable, and a colon behind it. */
static size_t field_name(const char *data, size_t size)
{
    size_t i = 0;
    while (i < size && data[i] > ' ' && data[i] < 0x7F && data[i] != ':')
        i++;
    return i > 0 && i < size && data[i] == ':' ? i : 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The line before each letter of an mbox: "From ", the sender, and a date with a time. */
static bool is_separator(const char *data, size_t size)
{
    if (size < 5 || memcmp(data, "From ", 5) != 0)
        return false;
    for (size_t i = 7; i + 2 < size && data[i] != '\n'; i++)
        if (data[i] == ':' && is_digit(data[i - 2]) && is_digit(data[i - 1]) && is_digit(data[i + 1]) && is_digit(data[i + 2]))
            return true;
    return false;
}

/* Its first lines are fields, and among them those that a letter has and a text has not; fewer will do where the name says so. */
int eml_score(const struct head *head)
{
    static const char *const usual[] = {"From", "Subject", "Date"}, *const only[] = {"Message-ID", "MIME-Version", "Received", "Return-Path"};
    bool is_mbox = is_separator(head->data, head->size);
    const char *first = is_mbox ? memchr(head->data, '\n', head->size) : NULL;
    size_t skipped = first ? (size_t)(first + 1 - head->data) : 0;
    const struct mime_part letter = mime_split((struct wirecopy_bytes){head->data + skipped, head->size - skipped});
    const char *at = letter.header.data, *end = at + letter.header.size;
    unsigned usuals = 0, onlys = 0;
    while (at < end) {
        const char *found = memchr(at, '\n', (size_t)(end - at)), *line_end = found ? found : end;
        size_t name = field_name(at, (size_t)(line_end - at));
        if (name == 0 && (at == letter.header.data || (*at != ' ' && *at != '\t')) && line_end != head->data + head->size)
            return 0;
        for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
            usuals += name == strlen(usual[i]) && strncasecmp(at, usual[i], name) == 0;
        for (size_t i = 0; i < sizeof only / sizeof *only; i++)
            onlys += name == strlen(only[i]) && strncasecmp(at, only[i], name) == 0;
        at = found ? found + 1 : end;
    }
    return (usuals >= 2 && onlys >= 1) || (usuals >= 1 && (is_mbox || name_ends_in(head->name, ".eml"))) ? 98 : 0;
}

enum wirecopy_status eml_open(const struct source *source, void **state_out)
{
    struct eml *eml = memory_allocate_zero(1, sizeof *eml);
    if (!eml)
        return WIRECOPY_NO_MEMORY;
    eml->source = *source;
    *state_out = eml;
    return WIRECOPY_OK;
}

static bool begins_with(const struct buffer *value, const char *words)
{
    return value->size >= strlen(words) && strncasecmp(value->data, words, strlen(words)) == 0;
}

/* A list of parts on the way down. */
struct level {
    struct wirecopy_bytes rest;
    char boundary[128]; /* RFC 2046: at most 70 bytes */
    size_t boundary_size;
};

/* What was found: parts of plain text and of HTML. */
struct found {
    struct mime_part plain, page;
    bool has_plain, has_page;
};

/* Looks at one part: it is wanted, or holds others, or neither. */
static enum wirecopy_status look(struct eml *eml, const struct mime_part *part, struct found *found, struct level levels[LEVELS], size_t *depth)
{
    struct wirecopy_bytes boundary;
    enum wirecopy_status status = mime_field(part, "Content-Type", NULL, &eml->type);
    if (status == WIRECOPY_OK)
        status = mime_field(part, "Content-Disposition", NULL, &eml->disposition);
    if (status != WIRECOPY_OK || begins_with(&eml->disposition, "attachment"))
        return status;
    boundary = mime_parameter(&eml->type, "boundary");
    if (begins_with(&eml->type, "multipart/")) {
        if (boundary.size == 0 || boundary.size > sizeof levels->boundary || *depth == LEVELS)
            return WIRECOPY_OK;
        levels[*depth] = (struct level){.rest = part->body, .boundary_size = boundary.size};
        memcpy(levels[*depth].boundary, boundary.data, boundary.size);
        ++*depth;
    } else if (begins_with(&eml->type, "text/html")) {
        found->page = found->has_page ? found->page : *part;
        found->has_page = true;
    } else if (eml->type.size == 0 || begins_with(&eml->type, "text/plain")) {
        found->plain = found->has_plain ? found->plain : *part;
        found->has_plain = true;
    }
    return status;
}

static enum wirecopy_status find_parts(struct eml *eml, const struct mime_part *letter, struct found *found)
{
    struct level levels[LEVELS];
    size_t depth = 0;
    enum wirecopy_status status = look(eml, letter, found, levels, &depth);
    while (depth > 0 && status == WIRECOPY_OK) {
        struct level *level = &levels[depth - 1];
        struct mime_part part;
        if (mime_next_part(&level->rest, (struct wirecopy_bytes){level->boundary, level->boundary_size}, &part))
            status = look(eml, &part, found, levels, &depth);
        else
            depth--;
    }
    return status;
}

/* Reads a part into eml->text; as a page or as it is. */
static enum wirecopy_status read_part(struct eml *eml, const struct mime_part *part, bool is_page)
{
    const char *otherwise = eml->source.options->encoding;
    char charset[ENCODING_NAME_BYTES] = "";
    struct wirecopy_bytes said;
    enum wirecopy_status status = mime_field(part, "Content-Type", NULL, &eml->type);
    if (status == WIRECOPY_OK)
        status = mime_field(part, "Content-Transfer-Encoding", NULL, &eml->transfer);
    eml->raw.size = eml->text.size = 0;
    if (status == WIRECOPY_OK)
        status = mime_decode(part->body, &eml->transfer, &eml->raw);
    if (status != WIRECOPY_OK || eml->raw.size == 0)
        return status;
    said = mime_parameter(&eml->type, "charset");
    if (said.size < ENCODING_NAME_BYTES && said.size > 0)
        memcpy(charset, said.data, said.size);
    if (is_page) {
        status = html_read(&eml->page, eml->raw.data, eml->raw.size, (struct html_encoding){*charset ? charset : NULL, otherwise});
        return status == WIRECOPY_OK ? buffer_append(&eml->text, eml->page.text.data, eml->page.text.size) : status;
    }
    return encoding_decode(encoding_choose(eml->raw.data, eml->raw.size, charset, otherwise), eml->raw.data, eml->raw.size, &eml->text);
}

static bool is_blank(const struct buffer *text)
{
    for (size_t i = 0; i < text->size; i++)
        if (!strchr(" \t\r\n", text->data[i]) || text->data[i] == '\0')
            return false;
    return true;
}

/* The host of an address such as "The Post" <news@post.example>. */
static struct wirecopy_bytes host_of(const struct buffer *sender)
{
    const char *at = sender->size ? memrchr(sender->data, '@', sender->size) : NULL, *end = sender->data + sender->size;
    size_t size = 0;
    if (!at)
        return (struct wirecopy_bytes){0};
    for (at++; at + size < end && !strchr(" >,;)\"", at[size]) && at[size];)
        size++;
    return (struct wirecopy_bytes){at, size};
}

static enum wirecopy_status read_letter(struct eml *eml, struct wirecopy_bytes bytes)
{
    static const char *const names[] = {"Subject", "Date", "From", "Archived-At"};
    struct buffer *const fields[] = {&eml->title, &eml->date, &eml->sender, &eml->url};
    const struct mime_part letter = mime_split(behind_mark(bytes));
    struct found found = {.has_plain = false};
    enum wirecopy_status status = find_parts(eml, &letter, &found);
    for (size_t i = 0; i < sizeof names / sizeof *names && status == WIRECOPY_OK; i++)
        status = mime_field(&letter, names[i], eml->source.options->encoding, fields[i]);
    if (status == WIRECOPY_OK && found.has_plain)
        status = read_part(eml, &found.plain, false);
    if (status == WIRECOPY_OK && found.has_page && (!found.has_plain || is_blank(&eml->text)))
        status = read_part(eml, &found.page, true);
    return status;
}

static enum wirecopy_status keep(struct buffer *buffer, struct wirecopy_bytes bytes)
{
    buffer->size = 0;
    return buffer_append(buffer, bytes.data, bytes.size);
}

/* Takes the letter's lines from the input as they stand, up to the next separator. READ_END: there is no more. */
static enum read_result take_letter(struct eml *eml, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct input *input = eml->source.input;
    uint64_t most = eml->source.options->max_record_bytes, begin = input->line + 1;
    bool after_blank = true, too_long = false;
    eml->letter.size = 0;
    *status = keep(&eml->lead, bytes_of(&eml->next));
    if (*status != WIRECOPY_OK)
        return READ_FAILED;
    for (;;) {
        struct line line;
        bool separator;
        *status = input_line(input, most, &line);
        if (*status != WIRECOPY_OK)
            return READ_FAILED;
        if (line.kind == LINE_NONE) {
            eml->done = true;
            if (input->failure) /* what it broke off in is no letter */
                return READ_END;
            break;
        }
        separator = line.kind == LINE_FULL && after_blank && is_separator(line.data, line.size);
        after_blank = line.kind == LINE_FULL && line.size == 0;
        too_long |= line.kind == LINE_TOO_LONG || (!separator && eml->letter.size + line.whole > most);
        if (separator)
            *status = keep(eml->letter.size > 0 || too_long ? &eml->next : &eml->lead, (struct wirecopy_bytes){line.data, line.whole});
        else if (!too_long)
            *status = buffer_append(&eml->letter, line.data, line.whole);
        if (*status != WIRECOPY_OK)
            return READ_FAILED;
        if (separator && (eml->letter.size > 0 || too_long))
            break;
    }
    eml->number += eml->letter.size > 0 || too_long;
    if (too_long) {
        *problem = (struct wirecopy_problem){WIRECOPY_PROBLEM_RECORD, NULL, begin, "longer than a record may be"};
        return READ_PROBLEM;
    }
    return eml->letter.size > 0 ? READ_ARTICLE : READ_END;
}

/* Takes the bytes of the next letter; *bytes are borrowed until the next call. */
static enum read_result next_letter(struct eml *eml, struct wirecopy_bytes *bytes, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    const struct input *input = eml->source.input;
    enum read_result result;
    if (eml->done)
        return READ_END;
    if (!eml->begun)
        eml->is_mbox = is_separator(input->data + input->begin, input->end - input->begin);
    eml->begun = true;
    if (!eml->is_mbox) {
        eml->done = true;
        return read_whole(&eml->source, bytes, problem, status);
    }
    result = take_letter(eml, problem, status);
    *bytes = (struct wirecopy_bytes){eml->letter.data, eml->letter.size};
    return result;
}

enum read_result eml_next(void *state, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct eml *eml = state;
    struct wirecopy_bytes bytes, url, id = eml->source.article_id;
    enum read_result result = next_letter(eml, &bytes, problem, status);
    if (result != READ_ARTICLE)
        return result;
    eml->text.size = 0;
    *status = read_letter(eml, bytes);
    if (*status == WIRECOPY_OK && eml->is_mbox)
        *status = name_numbered(&eml->source, eml->number, &eml->id, &id);
    if (*status != WIRECOPY_OK)
        return READ_FAILED;
    url = bytes_of(&eml->url);
    if (url.size > 2 && *url.data == '<')
        url = (struct wirecopy_bytes){url.data + 1, url.size - 2};
    *article = (struct raw_article){.text = {eml->text.size ? eml->text.data : "", eml->text.size},
                                    .id = id,
                                    .title = bytes_of(&eml->title),
                                    .source = host_of(&eml->sender),
                                    .date = bytes_of(&eml->date),
                                    .url = url,
                                    .record = eml->is_mbox ? bytes : (struct wirecopy_bytes){0},
                                    .lead = eml->is_mbox ? bytes_of(&eml->lead) : (struct wirecopy_bytes){0},
                                    .day = NO_DAY};
    return READ_ARTICLE;
}

void eml_close(void *state)
{
    struct eml *eml = state;
    struct buffer *const buffers[] = {&eml->title, &eml->date, &eml->sender, &eml->url, &eml->type, &eml->transfer, &eml->disposition,
                                      &eml->raw,   &eml->text, &eml->letter, &eml->id,  &eml->lead, &eml->next};
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        buffer_release(buffers[i]);
    html_page_release(&eml->page);
    memory_free(eml);
}
