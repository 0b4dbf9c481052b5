/* Documents of word processors and what else is packed as they are; and what is told to be no text. */
#include <stdio.h>

#include "read/reading.h"

/* Writes a zip of members: names and contents in turn, NULL at the end. */
static void pack(const char *name, const char *const *members)
{
    char line[3000];
    write_text("pack.py", "import sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], 'w') as z:\n"
                          "    for i in range(2, len(sys.argv), 2): z.writestr(sys.argv[i], sys.argv[i + 1])\n");
    snprintf(line, sizeof line, "cd '%s' && python3 pack.py %s", at(""), name);
    for (; *members; members++)
        snprintf(line + strlen(line), sizeof line - strlen(line), " '%s'", *members);
    assert_int_equal(system(line), 0);
}

#define WORD(body)                                                                                                                  \
    "<?xml version=\"1.0\"?>\r\n<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>" body \
    "</w:body></w:document>"
#define P(runs) "<w:p>" runs "</w:p>\n"
#define R(words) "<w:r><w:t>" words "</w:t></w:r>"
#define OPEN(body)                                                                                             \
    "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:text=\"t\"><office:body>\n" body \
    "</office:body></office:document-content>"

static void documents_are_articles(void **state)
{
    static const struct {
        const char *xml, *article;
    } cases[] = {
        {WORD(P(R("One ") R("line.")) P("") P(R("a") "<w:r><w:br/><w:tab/></w:r>" R("b"))), "One line.\na\n b\n"},
        {WORD(P("<w:pPr><w:pStyle w:val=\"Title\"/></w:pPr>" R("Ice")) P("<w:pPr><w:pStyle w:val=\"Title\"/></w:pPr>" R("b"))), "b\n title=Ice"},
        {WORD(P("<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>" R("left") "<w:r><w:instrText>PAGE</w:instrText></w:r>")), "left\n"},
        {WORD("<w:tbl><w:tr><w:tc>" P(R("cell")) "</w:tc></w:tr></w:tbl>"), "cell\n"},
        {WORD(""), ""},
        {OPEN("<text:h>Ice</text:h><text:p>One<text:s/>two<text:line-break/><text:span>three</text:span></text:p>"), "Ice\nOne two\nthree\n"},
        {OPEN("<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:p>left</text:p>"), "left\n"},
        {OPEN("<text:p>a<office:annotation><text:p>remark</text:p></office:annotation></text:p>"), "a\n"},
        {OPEN("<text:p text:style-name=\"Title\">Ice</text:p><text:p>b</text:p>"), "b\n title=Ice"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char expected[200];
        const struct reader_options options = {.max_record_bytes = 1000};
        write_text("in.xml", cases[i].xml);
        snprintf(expected, sizeof expected, "article in.xml | %s\n", cases[i].article);
        assert_string_equal(read_with("in.xml", &options), expected);
    }
    write_text("in.xml", "<w:document><w:body><w:p><w:r><w:t>cut");
    assert_string_equal(read_one("in.xml"), "repaired in.xml:0 broken XML\narticle in.xml | cut\n\n");
}

static void packages_are_one_article_or_told(void **state)
{
    static const char document[] = WORD(P(R("One."))), content[] = OPEN("<text:p>One.</text:p>"), sheet[] = OPEN("");
    static const char *const docx[] = {"[Content_Types].xml", "<Types/>", "word/styles.xml", "<w:styles/>", "word/document.xml", document, NULL};
    static const char *const odt[] = {"mimetype", "application/vnd.oasis.opendocument.text", "styles.xml", "<x/>", "content.xml", content, NULL};
    static const char *const epub[] = {"mimetype", "application/epub+zip", "META-INF/container.xml", "<c/>", "a/1.xhtml", "<html><p>One.</p></html>",
                                       NULL};
    static const char *const xlsx[] = {"docProps/app.xml", "<x/>", "xl/workbook.xml", "<x/>", NULL};
    static const char *const ods[] = {"mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", sheet, NULL};
    static const char *const files[] = {"mimetype", "A story of types.", "word/document.xml", "Another.", NULL};
    const struct {
        const char *name, *const *members, *read;
    } packages[] = {
        {"in.docx", docx, "article in.docx | One.\n\n"},
        {"in.odt", odt, "article in.odt | One.\n\n"},
        {"in.epub", epub, "article in.epub/a/1.xhtml | One.\n\n"},
        {"in.xlsx", xlsx, "file in.xlsx:0 a spreadsheet, slides or the like: save its text, or CSV, first\n"},
        {"in.ods", ods, "file in.ods:0 a spreadsheet, slides or the like: save its text, or CSV, first\n"},
        {"in.zip", files, "article in.zip/mimetype | A story of types.\narticle in.zip/word/document.xml | Another.\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++) {
        pack(packages[i].name, packages[i].members);
        assert_string_equal(read_one(packages[i].name), packages[i].read);
    }
}

static void what_is_no_text_is_told_with_what_to_do(void **state)
{
    static const struct {
        const char *begins, *told;
    } cases[] = {
        {"%PDF-1.4\n1 0 obj\n", "a PDF: take the text out of it first"},
        {"{\\rtf1 Text", "RTF: save it as a text or as .docx first"},
        {"PAR1\x15", "Parquet: write it as JSON Lines or CSV first"},
        {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Office document: save it as a text or as .docx first"},
        {"\xFF\xD8\xFF\xE0", "a picture"},
    };
    static const char *const texts[] = {"PDF is a format.", "%PDF-A is another.", "{\\rtf} is a word of it.", "PAR1 is a mark.", "WARC/1.0 is old."};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char expected[200];
        snprintf(expected, sizeof expected, "file in:0 %s\n", cases[i].told);
        assert_string_equal(read_content(cases[i].begins), expected);
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char expected[200];
        snprintf(expected, sizeof expected, "article in | %s\n", texts[i]);
        assert_string_equal(read_content(texts[i]), expected);
    }
    write_text("page.CSS", "p { color: red }");
    assert_string_equal(read_one("page.CSS"), "file page.CSS:0 a style sheet\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_room, remove_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(documents_are_articles),
        TEST(packages_are_one_article_or_told),
        TEST(what_is_no_text_is_told_with_what_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
