/*
 * What becomes of the same odd texts in each format: a row of the table a text, a column a format. Formats of many records have a good one before
 * it and one behind it, and both must be read.
 */
#include <stdio.h>

#include "read/reading.h"

enum { PLAIN, MARKDOWN, HTML, EML, JSONL, JSON, CSV, FEED, WARC, FORMATS };

#define HTTP "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"

/* What stands before the records, before the text, behind it, and behind all; and how a good record is read. */
static const struct form {
    const char *name, *file, *head, *begin, *end, *foot, *good;
} forms[FORMATS] = {
    [PLAIN] = {"plain", "in.txt", "", "", "", "", NULL},
    [MARKDOWN] = {"markdown", "in.md", "---\ntitle: x\n---\n", "", "", "", NULL},
    [HTML] = {"html", "in.html", "<html><body>", "", "", "</body></html>", NULL},
    [EML] = {"eml", "in.eml",
             "From: a@b.example\nTo: c@d.example\nSubject: x\nDate: Tue, 5 Mar 2024 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n", "",
             "", "", NULL},
    [JSONL] = {"jsonl", "in.jsonl", "", "{\"text\":\"", "\"}\n", "", "article - | good\n"},
    [JSON] = {"json", "in.json", "[", "{\"text\":\"", "\"},\n", "{\"text\":\"last\"}]", "article - | good\n"},
    [CSV] = {"csv", "in.csv", "id,text\n", "1,\"", "\"\n", "", "article 1 | good\n"},
    [FEED] = {"feed", "in.xml", "<?xml version='1.0'?><rss><channel>\n", "<item><guid>g</guid><description>", "</description></item>\n",
              "</channel></rss>", "article g | good\n\n"},
    [WARC] = {"warc", "in.warc", "", NULL, NULL, "", "article u | good\n\n"},
};

struct piece {
    const char *data;
    size_t size;
};
#define PIECE(string)              \
    {                              \
        string, sizeof(string) - 1 \
    }

#define CONTROL "record 2: broken JSON: a control character in a string"

/* A text that is left as it is, is repaired when it is folded. */
static const struct row {
    const char *what;
    struct piece text;
    const char *told[FORMATS]; /* the text; or a problem with its line */
} rows[] = {
    {"ill-formed UTF-8",
     PIECE("a\377\342\202 b"),
     {
         [PLAIN] = "repaired 0: not UTF-8: read as windows-1252, since no encoding was named\na\u00FF\u00E2\u201A b",
         [MARKDOWN] = "repaired 0: not UTF-8: read as windows-1252, since no encoding was named\na\u00FF\u00E2\u201A b",
         [HTML] = "a\u00FF\u00E2\u201A b",
         [EML] = "a\uFFFD\uFFFD b",
         [JSONL] = "repaired 2: ill-formed UTF-8\na\uFFFD\uFFFD b",
         [JSON] = "repaired 2: ill-formed UTF-8\na\uFFFD\uFFFD b",
         [CSV] = "repaired 0: not UTF-8: read as windows-1252, since no encoding was named\na\u00FF\u00E2\u201A b",
         [FEED] = "repaired 3: ill-formed UTF-8\na\uFFFD\uFFFD b",
         [WARC] = "a\uFFFD\uFFFD b",
     }},
    {"a zero byte",
     PIECE("a\0b"),
     {
         [PLAIN] = "file 0: not text",
         [MARKDOWN] = "file 0: not text",
         [HTML] = "a b",
         [EML] = "a<0>b",
         [JSONL] = CONTROL,
         [JSON] = CONTROL,
         [CSV] = "a<0>b",
         [FEED] = "a b",
         [WARC] = "a b",
     }},
    {"a carriage return",
     PIECE("a\rb"),
     {
         [PLAIN] = "a\rb",
         [MARKDOWN] = "a\rb",
         [HTML] = "a b",
         [EML] = "a\rb",
         [JSONL] = CONTROL,
         [JSON] = CONTROL,
         [CSV] = "a\rb",
         [FEED] = "a b",
         [WARC] = "a b",
     }},
    {"NEL",
     PIECE("a\302\205b"),
     {
         [PLAIN] = "a\302\205b",
         [MARKDOWN] = "a\302\205b",
         [HTML] = "a\302\205b",
         [EML] = "a\302\205b",
         [JSONL] = "a\302\205b",
         [JSON] = "a\302\205b",
         [CSV] = "a\302\205b",
         [FEED] = "a\302\205b",
         [WARC] = "a\302\205b",
     }},
    {"U+2028",
     PIECE("a\u2028b"),
     {
         [PLAIN] = "a\u2028b",
         [MARKDOWN] = "a\u2028b",
         [HTML] = "a\u2028b",
         [EML] = "a\u2028b",
         [JSONL] = "a\u2028b",
         [JSON] = "a\u2028b",
         [CSV] = "a\u2028b",
         [FEED] = "a\u2028b",
         [WARC] = "a\u2028b",
     }},
    {"a tag of a line break",
     PIECE("a<br>b"),
     {
         [PLAIN] = "a<br>b",
         [MARKDOWN] = "a<br>b",
         [HTML] = "a\nb",
         [EML] = "a<br>b",
         [JSONL] = "a\nb",
         [JSON] = "a\nb",
         [CSV] = "a\nb",
         [FEED] = "repaired 3: broken XML\na\nb",
         [WARC] = "a\nb",
     }},
    {"entities encoded twice",
     PIECE("a &amp;amp; b"),
     {
         [PLAIN] = "a &amp;amp; b",
         [MARKDOWN] = "a &amp;amp; b",
         [HTML] = "a &amp; b",
         [EML] = "a &amp;amp; b",
         [JSONL] = "a &amp;amp; b",
         [JSON] = "a &amp;amp; b",
         [CSV] = "a &amp;amp; b",
         [FEED] = "a & b",
         [WARC] = "a &amp; b",
     }},
    {"an escape of terminals and a bidi override",
     PIECE("a\033[31m\u202Eb"),
     {
         [PLAIN] = "a\033[31m\u202Eb",
         [MARKDOWN] = "a\033[31m\u202Eb",
         [HTML] = "a[31m\u202Eb",
         [EML] = "a\033[31m\u202Eb",
         [JSONL] = CONTROL,
         [JSON] = CONTROL,
         [CSV] = "a\033[31m\u202Eb",
         [FEED] = "a [31m\u202Eb",
         [WARC] = "a[31m\u202Eb",
     }},
    {"a byte-order mark",
     PIECE("\uFEFFa"),
     {
         [PLAIN] = "a",
         [MARKDOWN] = "\uFEFFa",
         [HTML] = "\uFEFFa",
         [EML] = "\uFEFFa",
         [JSONL] = "\uFEFFa",
         [JSON] = "\uFEFFa",
         [CSV] = "\uFEFFa",
         [FEED] = "a",
         [WARC] = "\uFEFFa",
     }},
    {"nothing",
     PIECE(""),
     {
         [PLAIN] = "",
         [MARKDOWN] = "",
         [HTML] = "",
         [EML] = "",
         [JSONL] = "",
         [JSON] = "",
         [CSV] = "",
         [FEED] = "record 3: no text in the item",
         [WARC] = "",
     }},
    {"white space",
     PIECE(" \t "),
     {
         [PLAIN] = " \t ",
         [MARKDOWN] = " \t ",
         [HTML] = "",
         [EML] = " \t ",
         [JSONL] = CONTROL,
         [JSON] = CONTROL,
         [CSV] = " \t ",
         [FEED] = "",
         [WARC] = "",
     }},
};

static void put(struct buffer *file, const char *data, size_t size)
{
    assert_int_equal(buffer_append(file, data, size), WIRECOPY_OK);
}

static void put_record(struct buffer *file, const struct form *form, const char *text, size_t size)
{
    char head[200];
    if (form != &forms[WARC]) {
        put(file, form->begin, strlen(form->begin));
        put(file, text, size);
        put(file, form->end, strlen(form->end));
        return;
    }
    snprintf(head, sizeof head, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: u\r\nContent-Length: %zu\r\n\r\n" HTTP "<html><body>",
             sizeof HTTP - 1 + 26 + size);
    put(file, head, strlen(head));
    put(file, text, size);
    put(file, "</body></html>\r\n\r\n", 18);
}

/* What is read of a text in a format, without the good records around it, which must be there. */
static const char *read_text(const struct form *form, const char *text, size_t size)
{
    static char told[4096];
    struct buffer file = {0};
    size_t good = form->good ? strlen(form->good) : 0;
    const char *log, *last = form == &forms[JSON] ? "article - | last\n" : "";
    put(&file, form->head, strlen(form->head));
    if (good)
        put_record(&file, form, "good", 4);
    put_record(&file, form, text, size);
    if (good)
        put_record(&file, form, "good", 4);
    put(&file, form->foot, strlen(form->foot));
    write_bytes(form->file, file.data, file.size);
    buffer_release(&file);
    log = read_one(form->file);
    snprintf(told, sizeof told, "%s", log + good);
    assert_true(strlen(log) >= 2 * good + strlen(last));
    assert_memory_equal(log, form->good, good);
    told[strlen(told) - strlen(last)] = '\0';
    if (good)
        assert_string_equal(told + strlen(told) - good, form->good);
    told[strlen(told) - good] = '\0';
    remove(at(form->file));
    return told;
}

/* "record PATH:LINE REASON" as "record LINE: REASON", "article ID | TEXT" as the text, without line ends behind it. */
static const char *in_short(const char *log)
{
    static char told[4096];
    char *end = told;
    for (const char *line = log, *next; *line; line = next) {
        const char *colon = strchr(line, ':'), *bar = strstr(line, " | "), *space;
        next = strchr(line, '\n') + 1;
        if (strncmp(line, "article ", 8) == 0) {
            end += sprintf(end, "%s", bar + 3); /* all of the rest is its text */
            break;
        }
        space = strchr(colon, ' ');
        end += sprintf(end, "%.*s %.*s:%.*s", (int)strcspn(line, " "), line, (int)(space - colon - 1), colon + 1, (int)(next - space), space);
    }
    while (end > told && end[-1] == '\n')
        end--;
    *end = '\0';
    return told;
}

static void odd_texts_are_read_or_told_in_every_format(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t f = 0; f < FORMATS; f++) {
            const char *told = in_short(read_text(&forms[f], rows[i].text.data, rows[i].text.size));
            if (strcmp(told, rows[i].told[f]) != 0)
                print_error("%s in %s\n", rows[i].what, forms[f].name);
            assert_string_equal(told, rows[i].told[f]);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(odd_texts_are_read_or_told_in_every_format, make_room, remove_room)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
