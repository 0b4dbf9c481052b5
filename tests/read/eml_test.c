/* Letters: what is decoded, which part is the text, and a table of what is ill-formed. */
#include <stdio.h>

#include "read/reading.h"

static const char *all_of(const char *content)
{
    static const struct reader_options options = {.max_record_bytes = 5000};
    write_text("in.eml", content);
    return read_with("in.eml", &options);
}

#define HEAD "From: \"The Post\" <news@post.example>\r\nSubject: Ice\r\nDate: Tue, 05 Mar 2024 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
#define ABOUT " title=Ice source=post.example date=Tue, 05 Mar 2024 10:00:00 +0000 day=19787\n"

static void a_letter_is_an_article(void **state)
{
    (void)state;
    assert_string_equal(all_of(HEAD "\r\nOne.\r\nTwo.\r\n"), "article in.eml | One.\r\nTwo.\r\n" ABOUT);
    assert_string_equal(read_content(HEAD "\nIts name is not needed.\n"), "article in | Its name is not needed.\n\n");
    assert_string_equal(all_of("From: a@b.example\nArchived-At: <https://b.example/1>\n\nOne."),
                        "article in.eml | One. source=b.example url=https://b.example/1\n");
}

static void fields_are_decoded(void **state)
{
    static const struct {
        const char *written, *title;
    } cases[] = {
        {"Subject: =?utf-8?B?0LPQsNCy0LDQvdGM?=", "\u0433\u0430\u0432\u0430\u043D\u044C"},
        {"Subject: =?koi8-r?Q?=C7=C1_=D7?= b", "\u0433\u0430 \u0432 b"},
        {"Subject: =?UTF-8?Q?caf=C3?=\r\n =?UTF-8?Q?=A9?=", "caf\u00E9"}, /* a letter cut in two */
        {"Subject: =?utf-8*en?q?a?= =?koi8-r?b?x8E=?=", "a\u0433\u0430"},
        {"Subject: a\r\n  folded\r\n\tline", "a folded line"},
        {"subject:no space", "no space"},
        {"Subject: =?x?Q?", "=?x?Q?"},
        {"Subject: =?utf-8?X?a?=", "=?utf-8?X?a?="},
        {"Subject: =?none?Q?caf=E9?=", "caf\u00E9"},
        {"Subject: caf\xE9", "caf\u00E9"},
        {"Subject: caf\u00E9", "caf\u00E9"},
        {"Subject: =?utf-8?Q?a=ZZb=?=", "a=ZZb"},
        {"Subject: =?utf-8?Q?a=0Ab?=", "a b"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char content[300], expected[300];
        snprintf(content, sizeof content, "From: x\r\n%s\r\n\r\n.", cases[i].written);
        snprintf(expected, sizeof expected, "article in.eml | . title=%s\n", cases[i].title);
        assert_string_equal(all_of(content), expected);
    }
}

#define TYPE(type) "Content-Type: " type "\r\n"
#define TRANSFER(encoding) "Content-Transfer-Encoding: " encoding "\r\n"

static void bodies_are_decoded(void **state)
{
    static const struct {
        const char *letter, *text;
    } cases[] = {
        {TYPE("text/plain; charset=\"koi8-r\"") TRANSFER("quoted-printable") "\r\n=C7=C1 long =\r\nline\r\n", "\u0433\u0430 long line\r\n"},
        {TYPE("text/plain; charset=utf-8") TRANSFER("base64") "\r\n0LPQsA==\r\n", "\u0433\u0430"},
        {TYPE("text/plain") TRANSFER("base64") "\r\nYQ==\r\nYg==", "ab"}, /* one after the other */
        {TYPE("text/plain") TRANSFER("base64") "\r\n!Y Q", "a"},
        {TYPE("text/plain; charset=windows-1251") TRANSFER("8bit") "\r\n\xE3\xE0", "\u0433\u0430"},
        {TYPE("text/plain; charset=nonsense") "\r\ncaf\xE9", "caf\u00E9"},
        {TYPE("text/html; charset=koi8-r") "\r\n<p>\xC7\xC1</p><p>b</p>", "\u0433\u0430\nb\n"},
        {TYPE("text/html") TRANSFER("quoted-printable") "\r\n<meta charset=3Dkoi8-r><p>=C7=C1</p>", "\u0433\u0430\n"},
        {TYPE("application/pdf") "\r\n%PDF", ""},
        {TRANSFER("quoted-printable") "\r\na=3Db= \r\nc =", "a=bc "},
        {TRANSFER("unheard-of") "\r\na=3Db", "a=3Db"},
        {"\r\n", ""},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char content[1000], expected[1000];
        snprintf(content, sizeof content, HEAD "%s", cases[i].letter);
        snprintf(expected, sizeof expected, "article in.eml | %s" ABOUT, cases[i].text);
        assert_string_equal(all_of(content), expected);
    }
}

#define MIXED TYPE("multipart/mixed; boundary=\"==x\"") "\r\npreamble\r\n"
#define PART "--==x\r\n"
#define PLAIN TYPE("text/plain")
#define PAGE TYPE("text/html")

static void the_first_text_is_taken_or_a_page(void **state)
{
    static const struct {
        const char *letter, *text;
    } cases[] = {
        {MIXED PART PAGE "\r\n<p>page\r\n" PART PLAIN "\r\ntext\r\n--==x--\r\nepilogue", "text\r\n"},
        {MIXED PART PAGE "\r\n<p>page\r\n" PART PLAIN "\r\n \r\n--==x--\r\n", "page\n"},
        {MIXED PART "\r\nno header\r\n" PART PLAIN "\r\ntext\r\n--==x--", "no header\r\n"},
        {MIXED PART "Content-Disposition: attachment; filename=a.txt\r\n\r\nattached\r\n" PART PLAIN "\r\ntext", "text"},
        {MIXED PART TYPE("multipart/alternative; boundary=y") "\r\n--y\r\n" PAGE "\r\n<p>page\r\n--y\r\n" PLAIN "\r\ntext\r\n--y--\r\n" PART PLAIN
                                                              "\r\nsecond\r\n--==x--",
         "text\r\n"},
        {MIXED PART TYPE("image/png") TRANSFER("base64") "\r\nAAAA\r\n--==x--", ""},
        {MIXED "no part at all", ""},
        {MIXED "--==x", ""},
        {TYPE("multipart/mixed") "\r\n--x\r\n\r\nno boundary", ""},
        {TYPE("multipart/mixed; boundary=\"\"") "\r\n--\r\n\r\nan empty one", ""},
        {MIXED PART PLAIN "\r\ncut o", "cut o"},
        {MIXED PART PLAIN "\r\na --==x is no boundary\r\n" PART, "a --==x is no boundary\r\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char content[2000], expected[1000];
        snprintf(content, sizeof content, HEAD "%s", cases[i].letter);
        snprintf(expected, sizeof expected, "article in.eml | %s" ABOUT, cases[i].text);
        assert_string_equal(all_of(content), expected);
    }
}

static void letters_within_letters_end(void **state)
{
    static char content[5000] = HEAD;
    char *end = content + strlen(content);
    (void)state;
    for (int i = 0; i < 60; i++)
        end += sprintf(end, TYPE("multipart/mixed; boundary=x%d") "\r\n--x%d\r\n", i, i);
    assert_string_equal(all_of(content), "article in.eml | " ABOUT);
}

static void other_texts_are_no_letters(void **state)
{
    static const char *const texts[] = {"From: me\nSubject: no letter\n\nIt says nothing else.", "From here: to there\n\nText",
                                        "Date: 1\nMessage-ID: 2\n\nText", "Text\nFrom: a\nDate: b\nReceived: c\n"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char expected[200] = "article in | ";
        strcat(strcat(expected, texts[i]), "\n");
        assert_string_equal(read_content(texts[i]), expected);
    }
    write_text("in.eml", "No letter, whatever its name.");
    assert_string_equal(read_one("in.eml"), "article in.eml | No letter, whatever its name.\n");
}

static void a_long_letter_is_skipped(void **state)
{
    static char content[6000] = HEAD "\r\n";
    (void)state;
    memset(content + strlen(content), 'x', 5500);
    assert_string_equal(all_of(content), "record in.eml:0 longer than a record may be\n");
}

#define FROM "From news@post.example Tue Mar  5 10:00:00 2024\n"

static void an_mbox_holds_many(void **state)
{
    static char content[7000] = FROM HEAD "\n";
    (void)state;
    assert_string_equal(all_of(FROM HEAD "\nOne.\nFrom here on.\n\nFrom now on.\n\n" FROM HEAD TYPE("text/html") "\n<p>Two.</p>\n\n"),
                        "article in.eml#1 | One.\nFrom here on.\n\nFrom now on.\n\n" ABOUT "article in.eml#2 | Two.\n" ABOUT);
    assert_string_equal(read_content(FROM "From: a@b.example\n\nIts name is not needed.\n\n" FROM "\n" FROM "Subject: b\n\nTwo."),
                        "article in#1 | Its name is not needed.\n\n\narticle in#2 | \narticle in#3 | Two.\n");
    memset(content + strlen(content), 'x', 5500);
    strcat(content, "\n\n" FROM HEAD "\nTwo.\n");
    assert_string_equal(all_of(content), "record in.eml:1 longer than a record may be\narticle in.eml#2 | Two.\n" ABOUT);
    assert_string_equal(read_content("From the harbour, at 10:00:00 and later.\nNo letter.\n"),
                        "article in | From the harbour, at 10:00:00 and later.\nNo letter.\n\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_room, remove_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_letter_is_an_article),     TEST(fields_are_decoded),         TEST(bodies_are_decoded),       TEST(the_first_text_is_taken_or_a_page),
        TEST(letters_within_letters_end), TEST(other_texts_are_no_letters), TEST(a_long_letter_is_skipped), TEST(an_mbox_holds_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
