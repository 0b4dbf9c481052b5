#define _GNU_SOURCE
/*
 * Feeds, RSS and Atom, and news items as agencies send them, alone or several in a file: each item is an article. A scan of tags finds where an item ends, and each is parsed by itself, so that a bad one harms
 * no other and a feed may be of any length. Its content goes before its summary; the link's host is the outlet.
 */
#include "read/formats.h"

#include <string.h>
#include <strings.h>

#include "read/bytes/encoding.h"
#include "read/markup/feed_item.h"
#include "read/markup/tags.h"
#include "read/markup/wiki.h"
#include "read/markup/wire.h"

/* What stands around items is kept, so that a feed can be written with some of them; what is longer than this is not. */
enum { BETWEEN_MOST_BYTES = 1 << 20 };

struct feed {
    struct source source;
    bool begun;
    const char *const *items; /* what they are called */
    uint64_t line;            /* line breaks taken, and one */
    uint64_t number;          /* items taken */
    struct feed_item item;
    bool has_head;              /* the first item was found */
    struct buffer head, footer; /* before it, and what ends the elements that this leaves open; no footer: it was too long */
    struct buffer between;      /* before the next item, from the one before it or from the beginning */
    bool between_lost;          /* that was too long */
    bool has_pending;           /* an article whose repair was just told */
    struct raw_article pending;
};

static const char *const feed_items[] = {"item", "entry", "rss:item", "atom:entry", NULL};

/* What feeds begin with, and what their items are called. */
static const struct root {
    const char *name;
    const char *const *items;
} roots[] = {
    {"<rss", feed_items},      {"<feed", feed_items},        {"<rdf:RDF", feed_items}, {"<atom:feed", feed_items}, {"<nitf", wire_items},
    {"<newsItem", wire_items}, {"<newsMessage", wire_items}, {"<NewsML", wire_items},  {"<mediawiki", wiki_items},
};

/* Skips white space, declarations, a document type and comments. */
static const char *root_of(const char *data, const char *end)
{
    for (;;) {
        size_t size;
        const char *closing, *subset;
        while (data < end && strchr(" \t\r\n", *data) && *data)
            data++;
        size = (size_t)(end - data);
        if (!tags_begin_with(data, size, "<?") && !tags_begin_with(data, size, "<!"))
            return data;
        closing = tags_find(data, end, tags_begin_with(data, size, "<!--") ? "-->" : ">");
        subset = tags_begin_with(data, size, "<!DOCTYPE") && closing ? tags_find(data, closing, "[") : NULL;
        if (subset)
            closing = tags_find(subset, end, "]") ? tags_find(tags_find(subset, end, "]"), end, ">") : NULL;
        if (!closing)
            return end;
        data = closing + (*closing == '-' ? 3 : 1);
    }
}

/* What the items are called of a feed that begins so; NULL where it is none. */
static const char *const *items_of(const char *data, size_t size)
{
    const char *end = data + size;
    if (size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0)
        data += 3;
    data = root_of(data, end);
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        size_t name = strlen(roots[i].name);
        if (tags_begin_with(data, (size_t)(end - data), roots[i].name) && (size_t)(end - data) > name && strchr(" \t\r\n>", data[name]) && data[name])
            return roots[i].items;
    }
    return NULL;
}

int feed_score(const struct head *head)
{
    return items_of(head->data, head->size) ? 98 : 0;
}

enum wirecopy_status feed_open(const struct source *source, void **state_out)
{
    struct feed *feed = memory_allocate_zero(1, sizeof *feed);
    if (!feed)
        return WIRECOPY_NO_MEMORY;
    feed->source = *source;
    feed->line = 1;
    *state_out = feed;
    return WIRECOPY_OK;
}

/* XML says its encoding in its first line; what is decoded already has lost its meaning. */
static enum wirecopy_status begin(struct feed *feed)
{
    struct input *input = feed->source.input;
    char name[ENCODING_NAME_BYTES] = "";
    const char *encoding = feed->source.options->encoding;
    feed->begun = true;
    feed->items = items_of(input->data + input->begin, input->end - input->begin);
    if (!feed->items)
        feed->items = feed_items;
    if (input->decoder || encoding_of_mark(input->data + input->begin, input->end - input->begin, &(size_t){0}))
        return WIRECOPY_OK;
    if (tags_begin_with(input->data + input->begin, input->end - input->begin, "<?xml"))
        html_declared_encoding(input->data + input->begin, input->end - input->begin, name);
    if (*name && encoding_is_known(name) && strncasecmp(name, "utf-16", 6) != 0)
        encoding = name;
    return encoding ? input_decode(input, encoding) : WIRECOPY_OK;
}

/* The name of the item that the tag at data begins; NULL where it begins none. */
static const char *item_begins(const struct feed *feed, const char *data, size_t size)
{
    for (size_t i = 0; feed->items[i]; i++)
        if (tags_is(data, size, "<", feed->items[i]))
            return feed->items[i];
    return NULL;
}

static void take(struct feed *feed, size_t size)
{
    struct input *input = feed->source.input;
    const char *data = input->data + input->begin, *end = data + size;
    for (const char *at = data; at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
        feed->line++;
    input->begin += size;
}

static enum wirecopy_status take_between(struct feed *feed, size_t size)
{
    const struct input *input = feed->source.input;
    enum wirecopy_status status = WIRECOPY_OK;
    feed->between_lost |= feed->between.size + size > BETWEEN_MOST_BYTES;
    if (feed->between_lost)
        feed->between.size = 0;
    else
        status = buffer_append(&feed->between, input->data + input->begin, size);
    take(feed, size);
    return status;
}

/* A declaration names the encoding that the file had; what was decoded is UTF-8, as XML is that says nothing. */
static void forget_encoding(struct buffer *head)
{
    const char *end = head->data + head->size, *closing = tags_find(head->data, end, "?>"), *name = tags_find(head->data, closing, " encoding=");
    const char *value = name ? name + strlen(" encoding=") : NULL,
               *last = value && value < closing ? memchr(value + 1, *value, (size_t)(closing - value - 1)) : NULL;
    if (!last)
        return;
    memmove(head->data + (name - head->data), last + 1, (size_t)(end - last - 1));
    head->size -= (size_t)(last + 1 - name);
}

/* What stands before the first item is the feed's head, and no part of the item. */
static enum wirecopy_status take_head(struct feed *feed)
{
    struct buffer head = feed->between;
    enum wirecopy_status status;
    feed->between = feed->head;
    feed->head = head;
    feed->between.size = 0;
    feed->has_head = true;
    if (feed->between_lost)
        return WIRECOPY_OK;
    if (feed->source.input->decoder && head.size)
        forget_encoding(&feed->head);
    status = buffer_append(&feed->footer, "\n", 1);
    return status == WIRECOPY_OK ? tags_close(feed->head.data, feed->head.size, &feed->footer) : status;
}

/* Takes what stands before the next item; *name is NULL where there is none. */
static enum wirecopy_status find_item(struct feed *feed, const char **name)
{
    struct input *input = feed->source.input;
    struct tag_scan scan = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    *name = NULL;
    feed->between.size = 0;
    feed->between_lost = false;
    for (;;) {
        const char *data = input->data + input->begin;
        size_t size = input->end - input->begin;
        bool found = tags_next(&scan, data, size, input->ended);
        if (found)
            *name = item_begins(feed, data + scan.at, size - scan.at);
        if (*name) {
            status = take_between(feed, scan.at);
            return status == WIRECOPY_OK && !feed->has_head ? take_head(feed) : status;
        }
        if (found) {
            scan.at++;
            continue;
        }
        status = take_between(feed, scan.at);
        scan.at = 0;
        if (status == WIRECOPY_OK && input->ended)
            return take_between(feed, input->end - input->begin);
        if (status == WIRECOPY_OK)
            status = input_more(input);
        if (status != WIRECOPY_OK)
            return status;
    }
}

/* Takes the item that begins the window. One that is longer than a record may be is dropped without being held. */
static enum wirecopy_status take_item(struct feed *feed, const char *name, struct line *item, bool *cut)
{
    struct input *input = feed->source.input;
    struct tag_scan scan = {.at = 1};
    uint64_t most = feed->source.options->max_record_bytes;
    *item = (struct line){.kind = LINE_FULL, .number = feed->line};
    *cut = false;
    for (;;) {
        const char *data = input->data + input->begin;
        size_t size = input->end - input->begin;
        bool found = tags_next(&scan, data, size, input->ended), ended = false;
        enum wirecopy_status status;
        if (found) {
            bool closing = tags_is(data + scan.at, size - scan.at, "</", name), opening = tags_is(data + scan.at, size - scan.at, "<", name);
            const char *close = closing ? memchr(data + scan.at, '>', size - scan.at) : NULL;
            found = !closing || close || input->ended;
            ended = close || opening; /* the next one begins where this one should have ended */
            *cut = opening;
            scan.at = close ? (size_t)(close + 1 - data) : scan.at + (found && !ended);
        }
        if (scan.at > most)
            item->kind = LINE_TOO_LONG;
        if (ended || (!found && input->ended) || (!found && item->kind == LINE_TOO_LONG)) {
            size_t taken = ended ? scan.at : input->ended ? size : scan.at;
            item->data = data;
            item->size = taken;
            take(feed, taken);
            if (ended || input->ended) {
                *cut |= !ended;
                return WIRECOPY_OK;
            }
            scan.at = 0;
        }
        if (found)
            continue;
        status = input_more(input);
        if (status != WIRECOPY_OK)
            return status;
    }
}

static enum read_result tell(const struct line *item, enum wirecopy_problem_kind kind, const char *reason, struct wirecopy_problem *problem)
{
    *problem = (struct wirecopy_problem){kind, NULL, item->number, reason};
    return READ_PROBLEM;
}

static enum read_result read_item(struct feed *feed, const struct line *item, struct raw_article *article, struct wirecopy_problem *problem,
                                  enum wirecopy_status *status)
{
    const char *repair = NULL;
    feed->number++;
    *status = feed_item_read(&feed->item, (struct wirecopy_bytes){item->data, item->size}, article, &repair);
    if (*status == WIRECOPY_OK && !article->id.data)
        *status = name_numbered(&feed->source, feed->number, &feed->item.id, &article->id);
    if (*status != WIRECOPY_OK)
        return READ_FAILED;
    if (feed->footer.size) {
        article->record = (struct wirecopy_bytes){item->data, item->size};
        article->header = (struct wirecopy_bytes){feed->head.data ? feed->head.data : "", feed->head.size};
        article->footer = (struct wirecopy_bytes){feed->footer.data, feed->footer.size};
        article->lead = (struct wirecopy_bytes){feed->between.data ? feed->between.data : "", feed->between.size};
    }
    if (!article->text.data)
        return tell(item, WIRECOPY_PROBLEM_RECORD, repair ? "broken XML, and no text in it" : "no text in the item", problem);
    if (!repair)
        return READ_ARTICLE;
    feed->pending = *article;
    feed->has_pending = true;
    return tell(item, WIRECOPY_PROBLEM_REPAIRED, repair, problem);
}

enum read_result feed_next(void *state, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct feed *feed = state;
    struct line item;
    const char *name;
    bool cut;
    if (feed->has_pending) {
        feed->has_pending = false;
        *article = feed->pending;
        return READ_ARTICLE;
    }
    do {
        enum read_result result;
        *status = feed->begun ? WIRECOPY_OK : begin(feed);
        if (*status == WIRECOPY_OK)
            *status = find_item(feed, &name);
        if (*status == WIRECOPY_OK && !name)
            return READ_END;
        if (*status == WIRECOPY_OK)
            *status = take_item(feed, name, &item, &cut);
        if (*status != WIRECOPY_OK)
            return READ_FAILED;
        if (item.kind == LINE_TOO_LONG)
            return tell(&item, WIRECOPY_PROBLEM_RECORD, "longer than a record may be", problem);
        if (cut && feed->source.input->failure)
            return READ_END; /* what broke the file is told */
        if (cut)
            return tell(&item, WIRECOPY_PROBLEM_RECORD, "broken XML: the item does not end", problem);
        result = read_item(feed, &item, article, problem, status);
        if (result == READ_FAILED || !feed->item.is_none)
            return result;
        feed->has_pending = false;
    } while (true);
}

void feed_close(void *state)
{
    struct feed *feed = state;
    feed_item_release(&feed->item);
    buffer_release(&feed->head);
    buffer_release(&feed->footer);
    buffer_release(&feed->between);
    memory_free(feed);
}
