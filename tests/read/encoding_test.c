/* Encodings: by name and by mark, whatever their bytes are, and that no reader sees anything but UTF-8. */
#include "read/bytes/encoding.h"

#include <stdio.h>

#include "read/reading.h"

/* The same letters in each encoding. */
static const struct sample {
    const char *name, *bytes, *utf8;
} samples[] = {
    {"windows-1256", "\xC7\xE1\xE3\xED\xE4\xC7\xC1", "\u0627\u0644\u0645\u064A\u0646\u0627\u0621"},
    {"iso-8859-6", "\xC7\xE4\xE5\xEA\xE6\xC7\xC1", "\u0627\u0644\u0645\u064A\u0646\u0627\u0621"},
    {"windows-1251", "\xE3\xE0\xE2\xE0\xED\xFC", "\u0433\u0430\u0432\u0430\u043D\u044C"},
    {"koi8-r", "\xC7\xC1\xD7\xC1\xCE\xD8", "\u0433\u0430\u0432\u0430\u043D\u044C"},
    {"KOI8-U", "\xD0\xCF\xD2\xD4", "\u043F\u043E\u0440\u0442"},
    {"iso-8859-2", "p\xB3\xB1", "p\u0142\u0105"},
    {"windows-1250", "p\xB3\xB9", "p\u0142\u0105"},
    {"iso-8859-7", "\xEB\xE9", "\u03BB\u03B9"},
    {"iso-8859-1", "caf\xE9 \x93q\x94", "caf\u00E9 \u201Cq\u201D"}, /* the quotes are those of windows-1252 */
    {"latin1", "caf\xE9", "caf\u00E9"},
    {"us-ascii", "caf\xE9", "caf\u00E9"},
    {"windows-1255", "\xEE\xE6\xE7", "\u05DE\u05D6\u05D7"},
    {"tis-620", "\xB7\xE8\xD2", "\u0E17\u0E48\u0E32"},
    {"windows-1258", "h\xE0", "h\u00E0"}, /* a letter is held back until the mark that may follow */
    {"shift_jis", "\x8D\x60\x81\x5C \x87\x40", "\u6E2F\u2015 \u2460"},
    {"EUC-JP", "\xB9\xC1", "\u6E2F"},
    {"iso-2022-jp", "\x1B$B9A\x1B(B.", "\u6E2F."},
    {"gb18030", "\xB8\xDB\xBF\xDA", "\u6E2F\u53E3"},
    {"gb2312", "\xE9\x54\xBF\xDA", "\u9580\u53E3"}, /* the first is of GBK only */
    {"big5", "\xB4\xE4\xA4\x66", "\u6E2F\u53E3"},
    {"euc-kr", "\xC7\xD7\xB1\xB8", "\uD56D\uAD6C"},
    {"ks_c_5601-1987", "\xC7\xD7\xB1\xB8", "\uD56D\uAD6C"},
    {"UTF8", "caf\xC3\xA9", "caf\u00E9"},
};

static void every_usual_name_is_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct buffer out = {0};
        assert_true(encoding_is_known(samples[i].name));
        assert_int_equal(encoding_decode(samples[i].name, samples[i].bytes, strlen(samples[i].bytes), &out), WIRECOPY_OK);
        assert_int_equal(out.size, strlen(samples[i].utf8));
        assert_memory_equal(out.data, samples[i].utf8, out.size);
        buffer_release(&out);
    }
}

static void damaged_utf8_is_utf8_and_the_rest_is_guessed(void **state)
{
    static const struct {
        const char *bytes, *name;
    } cases[] = {
        {"caf\xC3\xA9 na\xC3\xAFve caf\xE9", "UTF-8"},
        {"\xE2\x80", "UTF-8"},
        {"caf\xE9", "windows-1252"}, /* too few to tell */
        {"\xCF\xEE\xF0\xF2 \xEE\xF2\xEA\xF0\xFB\xEB\xF1\xFF", "windows-1251"},
        {"\xF0\xCF\xD2\xD4 \xCF\xD4\xCB\xD2\xD9\xCC\xD3\xD1", "koi8-r"},
        {"\xED\xA6\xD3\xD8\xCB\xC1 \xD2\xC1\xC4\xC1 \xD0\xCF\xD7\xA6\xC4\xCF\xCD\xC9\xCC\xC1, \xDD\xCF \xD3\xD4\xC1\xD2\xD5 \xD7\xC5\xD6\xD5 \xD0\xC5\xD2\xC5\xD4\xD7\xCF\xD2\xD1\xD4\xD8 \xCE\xC1 \xCF\xC2\xD3\xC5\xD2\xD7\xC1\xD4\xCF\xD2\xA6\xC0.",
         "koi8-u"},
        {"\xEF\xE5\xF0\xE5\xE4 \xF1\xEB\xEE\xE2\xE0\xEC\xE8 \x93\xEF\xEE\xF0\xF2\x94", "windows-1251"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(encoding_unnamed(cases[i].bytes, strlen(cases[i].bytes)), cases[i].name);
        assert_string_equal(encoding_choose(cases[i].bytes, strlen(cases[i].bytes), NULL, NULL), cases[i].name);
        assert_string_equal(encoding_choose(cases[i].bytes, strlen(cases[i].bytes), NULL, "windows-1256"), "windows-1256");
    }
}

static void other_names_are_not(void **state)
{
    static const char *const names[] =
        {"", "koi9", "utf-8//IGNORE", "utf-8/", " utf-8", "x", "a-name-that-is-much-longer-than-any-encoding-has-ever-had"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_false(encoding_is_known(names[i]));
}

static const char *decoded(const char *name, const char *bytes, size_t size)
{
    static char text[200];
    struct buffer out = {0};
    assert_int_equal(encoding_decode(name, bytes, size, &out), WIRECOPY_OK);
    assert_true(out.size < sizeof text);
    if (out.size)
        memcpy(text, out.data, out.size);
    text[out.size] = '\0';
    buffer_release(&out);
    return text;
}

#define BAD "\uFFFD"

static void ill_formed_bytes_become_replacement_characters(void **state)
{
    (void)state;
    assert_string_equal(decoded("gb18030", "\xB8\xDB\x81 a\xB8", 6), "\u6E2F" BAD " a" BAD);
    assert_string_equal(decoded("shift_jis", "a\x8D", 2), "a" BAD);
    assert_string_equal(decoded("shift_jis", "\x8D\nb", 3), BAD "\nb"); /* what follows is not swallowed */
    assert_string_equal(decoded("windows-1252", "a\x81z", 3), "a" BAD "z");
    assert_string_equal(decoded("utf-16le",
                                "a\0\x00\xDC"
                                "b\0\x00\xD8",
                                8),
                        "a" BAD "b" BAD);
    assert_string_equal(decoded("utf-16le", "a\0b", 3), "a" BAD);
    assert_string_equal(decoded("utf-16be", "\xD8\0\0a", 4), BAD "a");
    assert_string_equal(decoded("utf-32le", "\0\0\x11\0a\0\0\0b\0", 10), BAD "a" BAD);
    assert_string_equal(decoded("utf-8", "caf\xE9 \xF0\x9F\x98 \xC0\xAF", 12), "caf" BAD " " BAD " " BAD BAD);
    assert_string_equal(decoded("no such encoding", "caf\xE9", 4), "caf\u00E9");
    assert_string_equal(decoded("koi8-r", "", 0), "");
}

static void marks_tell_an_encoding(void **state)
{
    (void)state;
    write_bytes("16le",
                "\xFF\xFE"
                "a\0\xE9\0",
                6);
    write_bytes("16be", "\xFE\xFF\0a\0\xE9", 6);
    write_bytes("32le", "\xFF\xFE\0\0a\0\0\0\xE9\0\0\0", 12);
    write_bytes("32be", "\0\0\xFE\xFF\0\0\0a\0\0\0\xE9", 12);
    write_bytes("none", "\xFF\xFE", 2);
    assert_string_equal(read_one("16le"), "article 16le | a\u00E9\n");
    assert_string_equal(read_one("16be"), "article 16be | a\u00E9\n");
    assert_string_equal(read_one("32le"), "article 32le | a\u00E9\n");
    assert_string_equal(read_one("32be"), "article 32be | a\u00E9\n");
    assert_string_equal(read_one("none"), "article none | \n");
}

static const char *read_in(const char *content, const char *encoding)
{
    const struct reader_options options = {.max_record_bytes = 1000, .encoding = encoding};
    write_text("in", content);
    return read_with("in", &options);
}

static void every_reader_of_text_reads_every_encoding(void **state)
{
    (void)state;
    assert_string_equal(read_in("\xC7\xC1\xD7", "koi8-r"), "article in | \u0433\u0430\u0432\n");
    assert_string_equal(read_in("{\"id\":\"\xC7\",\"text\":\"\xC1\xD7\"}\n{\"text\":7}\n{\"text\":\"\xC1\"}\n", "koi8-r"),
                        "article \u0433 | \u0430\u0432\nrecord in:2 the text is a number\narticle - | \u0430\n");
    assert_string_equal(read_in("[{\"id\":\"\xC7\",\n\"text\":\"\xC1\xD7\"}]", "koi8-r"), "article \u0433 | \u0430\u0432\n");
    assert_string_equal(read_in("id,text\n\xC7,\"\xC1\n\xD7\"\n", "koi8-r"), "article \u0433 | \u0430\n\u0432\n");
    /* the second bytes of these are a backslash and a quote's neighbour: JSON and CSV are cut after decoding */
    assert_string_equal(read_in("{\"id\":\"1\",\"text\":\"\x95\x5C\x83\x5C\"}\n", "shift_jis"), "article 1 | \u8868\u30BD\n");
    assert_string_equal(read_in("id|text\n1|\x83\x7C\n", "shift_jis"), "article 1 | \u30DD\n");
    assert_string_equal(read_in("<html><body>caf\xE9</body></html>", "utf-8"), "article in | caf" BAD "\n\n");
    assert_string_equal(read_in("<html><body>\xC7\xC1</body></html>", "koi8-r"), "article in | \u0433\u0430\n\n");
    assert_string_equal(read_in("<html><meta charset=windows-1251><body>\xE3\xE0</body></html>", "koi8-r"), "article in | \u0433\u0430\n\n");
}

/* As Windows' tools write "Unicode" into files that are only appended to. */
static void zeros_tell_utf_16_without_a_mark(void **state)
{
    static const char text[] = "id;text\n1;one two three\n", json[] = "{\"id\":1,\"text\":\"one\"}\n";
    char bytes[2 * sizeof text];
    (void)state;
    for (int little = 0; little < 2; little++) {
        memset(bytes, 0, sizeof bytes);
        for (size_t i = 0; i + 1 < sizeof text; i++)
            bytes[2 * i + !little] = text[i];
        write_bytes("in.csv", bytes, 2 * (sizeof text - 1));
        assert_string_equal(read_one("in.csv"), "article 1 | one two three\n");
        memset(bytes, 0, sizeof bytes);
        for (size_t i = 0; i + 1 < sizeof json; i++)
            bytes[2 * i + !little] = json[i];
        write_bytes("in.jsonl", bytes, 2 * (sizeof json - 1));
        assert_string_equal(read_one("in.jsonl"), "article 1 | one\n");
    }
    write_bytes("in", "a\0b\0c\0d\0e\0f\0g\0h\0\0\0j", 19);
    assert_string_equal(read_one("in"), "file in:0 not text\n");
}

static void a_mark_goes_before_the_option(void **state)
{
    const struct reader_options options = {.max_record_bytes = 1000, .encoding = "koi8-r"};
    (void)state;
    assert_string_equal(read_in("\xEF\xBB\xBF"
                                "caf\xC3\xA9",
                                "koi8-r"),
                        "article in | caf\u00E9\n");
    write_bytes("in",
                "\xFF\xFE"
                "a\0",
                4);
    assert_string_equal(read_with("in", &options), "article in | a\n");
}

static void an_encoding_without_a_mark_may_be_told(void **state)
{
    const struct reader_options options = {.max_record_bytes = 1000, .encoding = "utf-16"};
    static const char json[] = "{\0\"\0t\0e\0x\0t\0\"\0:\0\"\0a\0\"\0}\0\n";
    (void)state;
    write_bytes("in", json, sizeof json);
    assert_string_equal(read_with("in", &options), "article - | a\n");
}

static void what_is_ill_formed_is_told_once_a_file_before_its_article(void **state)
{
    (void)state;
    assert_string_equal(read_in("{\"text\":\"a\x81z\"}\n{\"text\":\"a\x81z\"}\n", "windows-1252"),
                        "repaired in:0 ill-formed in its encoding\narticle - | a" BAD "z\narticle - | a" BAD "z\n");
    assert_string_equal(read_in("a\x81z", "windows-1252"), "repaired in:0 ill-formed in its encoding\narticle in | a" BAD "z\n");
}

/* Characters of two and four bytes stand across the ends of all blocks. */
static void no_character_is_lost_between_blocks(void **state)
{
    enum { LETTERS = 400001 };
    static char raw[4 * LETTERS + 1];
    const struct reader_options options = {.max_record_bytes = 10000000, .encoding = "gb18030"};
    const char *log;
    size_t size = 0, found = 0;
    (void)state;
    raw[size++] = 'x';
    for (size_t i = 0; i < LETTERS; i++) {
        memcpy(raw + size, i % 3 ? "\xB8\xDB" : "\x94\x39\xDA\x33", i % 3 ? 2 : 4); /* U+6E2F, U+1F4A9 */
        size += i % 3 ? 2 : 4;
    }
    write_bytes("in", raw, size);
    log = read_with("in", &options);
    assert_null(strstr(log, BAD));
    for (log = strchr(log, 'x'); *log; log++)
        found += ((unsigned char)*log & 0xC0) == 0xC0;
    assert_int_equal(found, LETTERS);
}

static void a_truncated_stream_gives_what_came_before_in_any_encoding(void **state)
{
    const struct reader_options options = {.max_record_bytes = 1000000, .encoding = "koi8-r"};
    char command[600];
    (void)state;
    snprintf(
        command, sizeof command,
        "cd '%s' && (printf '{\"text\":\"\\307\"}\\n{\"text\":\"'; head -c 300000 /dev/urandom | od -An -tx1 | tr -d '\\n ') | gzip | head -c 9000 >cut.gz",
        at(""));
    assert_int_equal(system(command), 0);
    assert_string_equal(read_with("cut.gz", &options), "article - | \u0433\nfile cut.gz:2 gzip: truncated\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_room, remove_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_usual_name_is_known),
        TEST(damaged_utf8_is_utf8_and_the_rest_is_guessed),
        TEST(other_names_are_not),
        TEST(ill_formed_bytes_become_replacement_characters),
        TEST(marks_tell_an_encoding),
        TEST(every_reader_of_text_reads_every_encoding),
        TEST(zeros_tell_utf_16_without_a_mark),
        TEST(a_mark_goes_before_the_option),
        TEST(an_encoding_without_a_mark_may_be_told),
        TEST(what_is_ill_formed_is_told_once_a_file_before_its_article),
        TEST(no_character_is_lost_between_blocks),
        TEST(a_truncated_stream_gives_what_came_before_in_any_encoding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
