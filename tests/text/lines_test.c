/* Where lines and sentences end, and when line breaks mean nothing. "|" stands between lines. */
#include "text/fold_testing.h"
#include "text/utf8.h"

static void every_line_break_ends_a_line(void **state)
{
    struct folder *folder = must_create(NULL);
    (void)state;
    assert_string_equal(lines_of(folder, "a b\nc\r\nd\re\vf\fg\xC2\x85h\xE2\x80\xA8i\xE2\x80\xA9j\n\n\n"), "a b|c|d|e|f|g|h|i|j");
    assert_string_equal(lines_of(folder, ""), "");
    assert_string_equal(lines_of(folder, "\n \n...\n"), ""); /* lines without words are left out */
    /* clang-format off */
    assert_string_equal(lines_of(folder, "a\tb\x1C" "c"), "a b c");
    /* clang-format on */
    folder_free(folder);
}

static void sentences_end_where_the_rules_say(void **state)
{
    static const char *const rows[][2] = {
        {"It rained. It snowed! Did it? Yes.", "it rained|it snowed|did it|yes"},
        {"It cost 3.5 million at example.org/page.html today.", "it cost 3 5 million at example org page html today"},
        {"He said \"no.\" She left.", "he said no she left"}, /* a quotation mark is no white space */
        {"End.\xC2\xA0Next.\xE3\x80\x80Then", "end|next|then"},
        {"هل وصل الوزير؟ نعم. غادر", "هل وصل الوزير|نعم|غادر"},
        {"هل وصل؟نعم", "هل وصل نعم"},
        {"बंदरगाह बंद है। नाव रुकी॥ सब लौटे", "बंदरगाह बंद है|नाव रुकी|सब लौटे"},
        {"বন্দর বন্ধ।নৌকা থামল", "বন্দর বন্ধ নৌকা থামল"},
        {"بندرگاہ بند ہے۔ کشتی رک گئی۔ سب", "بندرگاه بند هے|كشتي رك گئي|سب"},
        {"نە نۉ", "نه نۉ"}, /* a letter whose bytes are like those of the Urdu stop */
        {"ផែ។ ទូក", "ផែ|ទូ ក"},
        {"Նավահանգիստը փակ է։ Նավը կանգնեց։", "նավահանգիստը փակ է|նավը կանգնեց"},
        {"ወደቡ ተዘጋ። ጀልባው ቆመ።", "ወደቡ ተዘጋ|ጀልባው ቆመ"},
        {"ကမ်းပိတ်။လှေရပ်။ ပြန်", "က မ်း ပိ တ်|လှေ ရ ပ်|ပြ န်"},
        {"か။", "か"},                               /* its last bytes are like those of the Burmese stop */
        {"གྲུ་ཁ་བཀག། གྲུ་བསྡད།། ལོག", "གྲུ ཁ བཀག|གྲུ བསྡད|ལོག"}, /* one stroke or two */
        {"他来了。她走了！为什么？不知道", "他 来 了|她 走 了|为 什 么|不 知 道"},
        {"終わり。\n次", "终 わ り|次"},
        {"Wait... what?! No", "wait|what|no"},
        {"J. Smith", "j|smith"},
    };
    struct folder *folder = must_create(NULL);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(lines_of(folder, rows[i][0]), rows[i][1]);
    folder_free(folder);
}

/* count lines of width characters, each a word "aaa...", with what stands at the end of each. */
static size_t paragraph(char *out, size_t count, size_t width, const char *character, const char *end)
{
    char *begin = out;
    for (size_t i = 0; i < count; i++) {
        for (size_t w = 0; w < width; w++)
            out += sprintf(out, "%s", character);
        out += sprintf(out, "%s\n", end);
    }
    return (size_t)(out - begin);
}

static size_t line_count_of(struct folder *folder, const char *text, size_t size)
{
    struct folded folded;
    assert_int_equal(fold_text(folder, text, size, &folded), WIRECOPY_OK);
    return folded.line_count;
}

static void text_wrapped_at_a_column_is_joined(void **state)
{
    struct folder *folder = must_create(NULL);
    (void)state;
    assert_string_equal(lines_of(folder, "The minister said on Monday that the harbour would stay\n"
                                         "closed until the ice had gone. The ships wait outside of\n"
                                         "the bay, and the crews are fed by boats of the town that\n"
                                         "lies on the other side.\n"
                                         "  A new paragraph begins with two spaces, and it is long\n"
                                         "enough\n"
                                         "\n"
                                         "Another one follows the blank line and goes on for some\n"
                                         "time\n"
                                         "\tA tab"),
                        "the minister said on monday that the harbour would stay closed until the ice had gone|"
                        "the ships wait outside of the bay and the crews are fed by boats of the town that lies on the other side|"
                        "a new paragraph begins with two spaces and it is long enough|"
                        "another one follows the blank line and goes on for some time|a tab");
    folder_free(folder);
}

static void a_narrow_column_is_joined_and_a_list_is_not(void **state)
{
    static const char *const column =
        "The minister said on Monday\nthat the harbour would stay\nclosed until the ice had gone.\nThe ships wait outside "
        "of the\nbay, and the crews are fed by\nboats of the town that lies on\nthe other side, where there is\nno "
        "ice and where a market is\nheld each day of the winter.";
    static const char *const list = "Bread of rye and of wheat\nMilk\nButter and a little cheese\nApples from the hill\nTea\nCoffee for the "
                                    "guests\nA bag of salt and one of sugar\nLamp oil\nSoap and candles\nRope";
    static const char *const words = "Harbourmasterhouses\nLighthousekeepers\nShipwrightsapprentices\nHarbourmasterhouses\nLighthousekeepers\n"
                                     "Shipwrightsapprentices\nHarbourmasterhouses\nLighthousekeepers\nShipwrightsapprentices";
    struct folder *folder = must_create(NULL);
    char shorter[400];
    (void)state;
    assert_int_equal(line_count_of(folder, column, strlen(column)), 2);
    assert_int_equal(line_count_of(folder, list, strlen(list)), 10);
    assert_int_equal(line_count_of(folder, words, strlen(words)), 9);
    snprintf(shorter, sizeof shorter, "%.*s", (int)(strrchr(column, '\n') - column), column); /* too few lines to tell */
    assert_int_equal(line_count_of(folder, shorter, strlen(shorter)), 8);
    folder_free(folder);
}

/* A wrapped text of which three lines end in a hyphen, the first of them as given, or two where it is none. */
static const char *with_hyphens(struct folder *folder, const char *first)
{
    static char text[1000];
    snprintf(text, sizeof text,
             "The minister said on Monday that the big har%s\nbour stays closed until the ice is gone, and Anglo-\nAmerican ships "
             "wait outside of it; the crews are pro-\nvided for by boats of the town, which on calmer mor-\nnings bring a well-\n\nknown cook, the "
             "mayor's own, and all that is needed for\na meal at the table",
             first);
    return lines_of(folder, text);
}

static void words_that_were_cut_at_a_column_are_joined_again(void **state)
{
    static const char *const cut =
        "the minister said on monday that the big harbour stays closed until the ice is gone and anglo american ships wait outside "
        "of it the crews are provided for by boats of the town which on calmer mornings bring a well|known cook the mayor s own "
        "and all that is needed for a meal at the table";
    static const char *const uncut =
        "the minister said on monday that the big har bour stays closed until the ice is gone and anglo american ships wait "
        "outside of it the crews are pro vided for by boats of the town which on calmer mor nings bring a well|known cook the "
        "mayor s own and all that is needed for a meal at the table";
    struct folder *folder = must_create(NULL);
    (void)state;
    assert_string_equal(with_hyphens(folder, "-"), cut);
    assert_string_equal(with_hyphens(folder, "\xE2\x80\x90"), cut);
    assert_string_equal(with_hyphens(folder, "\xC2\xAD"), cut);
    assert_string_equal(with_hyphens(folder, ""), uncut); /* two may be compounds */
    assert_string_equal(with_hyphens(folder, " -"), uncut);
    folder_free(folder);
}

static void words_are_cut_in_other_scripts_too(void **state)
{
    static const struct {
        const char *before, *behind; /* the parts of a word that was cut */
    } rows[] = {
        {"мин", "істр"}, /* Ukrainian */
        {"кыз", "ғалдақ"}, {"comu", "țară"}, {"kita", "əl"}, {"նավա", "հանգիստ"}, {"ნავ", "სადგური"},
    };
    static const char *const hyphens[] = {"-", "\xD6\x8A", "\xC2\xAD"};
    struct folder *folder = must_create(NULL);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t h = 0; h < sizeof hyphens / sizeof *hyphens; h++) {
            char text[1000], word[100], together[100];
            const char *folded;
            size_t size = 0;
            for (int line = 0; line < 6; line++)
                size += (size_t)snprintf(text + size, sizeof text - size, "%s one two three four five six seven eight nine ten %s%s\n",
                                         line ? rows[i].behind : "zero", rows[i].before, hyphens[h]);
            snprintf(text + size, sizeof text - size, "%s and that is all", rows[i].behind);
            snprintf(word, sizeof word, "%s%s", rows[i].before, rows[i].behind);
            snprintf(together, sizeof together, " %s one two", lines_of(folder, word));
            folded = lines_of(folder, text);
            if (!strstr(folded, together))
                fail_msg("no '%s' in '%s'", together, folded);
        }
    folder_free(folder);
}

static void the_wrap_rule_keeps_its_bounds(void **state)
{
    static const struct {
        size_t count, width;
        const char *end;
        size_t lines;
    } rows[] = {
        {8, 60, "", 1},  {8, 40, "", 1},   {8, 39, "", 8},  {8, 100, "", 1},  {8, 101, "", 8},
        {4, 60, "", 1},  {3, 60, "", 3},                                                       /* four lines at least */
        {8, 60, ".", 8}, {8, 60, "”", 8},  {8, 60, "؟", 8}, {8, 60, "।", 8},  {8, 60, "۔", 8}, /* ends of sentences */
        {8, 60, ",", 1}, {8, 60, "  ", 1}, {8, 99, ",", 1}, {8, 100, ",", 8},                  /* trailing spaces do not count */
    };
    static const char *const characters[] = {"a", "ع", "я", "é"}; /* lengths are in code points */
    struct folder *folder = must_create(NULL);
    char text[40000];
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t c = 0; c < sizeof characters / sizeof *characters; c++)
            assert_int_equal(line_count_of(folder, text, paragraph(text, rows[i].count, rows[i].width, characters[c], rows[i].end)), rows[i].lines);
    folder_free(folder);
}

static void a_few_short_lines_do_not_hide_a_wrap_but_many_do(void **state)
{
    struct folder *folder = must_create(NULL);
    char text[40000];
    size_t size;
    (void)state;
    size = paragraph(text, 6, 60, "a", "");
    size += paragraph(text + size, 4, 10, "b", "");
    assert_int_equal(line_count_of(folder, text, size), 1);
    size += paragraph(text + size, 8, 10, "b", "");
    assert_int_equal(line_count_of(folder, text, size), 18);
    /* the last line is left out: with it, these would be four full lines against five short ones */
    size = paragraph(text, 4, 60, "a", "");
    size += paragraph(text + size, 5, 10, "b", "");
    assert_int_equal(line_count_of(folder, text, size), 1);
    size += paragraph(text + size, 1, 10, "b", "");
    assert_int_equal(line_count_of(folder, text, size), 10);
    folder_free(folder);
}

static void six_in_ten_full_lines_must_be_open(void **state)
{
    struct folder *folder = must_create(NULL);
    char text[40000];
    size_t size;
    (void)state;
    size = paragraph(text, 3, 60, "a", "");
    size += paragraph(text + size, 2, 60, "b", ".");
    size += paragraph(text + size, 1, 5, "c", "");
    assert_int_equal(line_count_of(folder, text, size), 3); /* 3 of 5: joined, then cut after two full stops */
    size = paragraph(text, 2, 60, "a", "");
    size += paragraph(text + size, 2, 60, "b", ".");
    size += paragraph(text + size, 1, 5, "c", "");
    assert_int_equal(line_count_of(folder, text, size), 5); /* 2 of 4 */
    folder_free(folder);
}

static void carriage_returns_count_as_one_break(void **state)
{
    struct folder *folder = must_create(NULL);
    char text[4000], *to = text;
    (void)state;
    for (int i = 0; i < 6; i++)
        to += sprintf(to, "this line of the story is wrapped at some sixty columns and\r\n");
    assert_int_equal(line_count_of(folder, text, (size_t)(to - text)), 1);
    folder_free(folder);
}

static void a_title_is_one_line_without_markup(void **state)
{
    static const char *const rows[][2] = {
        {"One. Two!\nThree。四", "one two three 四"},
        {"<b>Bold</b> move", "bold move"},
        {"a<b and c>d", "a d"},
        {"a < b < c> d", "a b c d"},
        {"1 < 2", "1 2"},
        {"<<x>>", "x"},
        {"", ""},
    };
    struct folder *folder = must_create(NULL);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(title_of(folder, rows[i][0]), rows[i][1]);
    folder_free(folder);
}

/* The wrap rule word for word, over lines of so many letters of which some end with a full stop. */
static bool is_wrapped(const size_t *lengths, const bool *ends, size_t count)
{
    size_t sorted[40], width, full = 0, open = 0;
    if (count < 4)
        return false;
    memcpy(sorted, lengths, (count - 1) * sizeof *sorted);
    for (size_t i = 0; i + 1 < count; i++)
        for (size_t j = i + 1; j + 1 < count; j++)
            if (sorted[j] < sorted[i]) {
                size_t more = sorted[i];
                sorted[i] = sorted[j];
                sorted[j] = more;
            }
    width = sorted[(count - 1) * 95 / 100];
    for (size_t i = 0; i + 1 < count; i++) {
        full += lengths[i] + 20 >= width;
        open += lengths[i] + 20 >= width && !ends[i];
    }
    return width >= 40 && width <= 100 && 2 * full >= count - 1 && 100 * open >= 60 * full;
}

static void the_wrap_rule_is_kept_by_any_text(void **state)
{
    struct folder *folder = must_create(NULL);
    (void)state;
    for (uint64_t i = 0, n = 0; i < 3000; i++) {
        char text[40 * 160], *to = text;
        size_t lengths[40], count = 2 + hash_counter(1, i) % 38, most = 30 + hash_counter(2, i) % 80, least = most - hash_counter(3, i) % 30;
        uint64_t closed = hash_counter(4, i) % 100;
        bool ends[40];
        for (size_t l = 0; l < count; l++, n++) {
            const char *letter = hash_counter(5, i) % 2 ? "a" : "\xD0\xB0";
            lengths[l] = 2 + (hash_counter(6, n) % 8 ? least + hash_counter(7, n) % (most - least + 1) : hash_counter(7, n) % 130);
            ends[l] = hash_counter(8, n) % 100 < closed;
            for (size_t c = 1; c < lengths[l]; c++)
                to += sprintf(to, "%s", strlen(letter) > 1 && lengths[l] > 75 ? "a" : letter);
            to += sprintf(to, "%s\n", ends[l] ? "." : "b");
        }
        assert_int_equal(line_count_of(folder, text, (size_t)(to - text)) < count, is_wrapped(lengths, ends, count));
    }
    folder_free(folder);
}

static void code_points_are_counted_whatever_the_length(void **state)
{
    uint8_t text[96];
    (void)state;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (uint8_t)hash_counter(9, i);
    for (size_t begin = 0; begin < 8; begin++)
        for (size_t end = begin; end < sizeof text; end++) {
            size_t count = 0;
            for (size_t i = begin; i < end; i++)
                count += (text[i] & 0xC0) != 0x80;
            assert_int_equal(utf8_count(text + begin, text + end), count);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_break_ends_a_line),
        cmocka_unit_test(sentences_end_where_the_rules_say),
        cmocka_unit_test(text_wrapped_at_a_column_is_joined),
        cmocka_unit_test(a_narrow_column_is_joined_and_a_list_is_not),
        cmocka_unit_test(words_that_were_cut_at_a_column_are_joined_again),
        cmocka_unit_test(words_are_cut_in_other_scripts_too),
        cmocka_unit_test(the_wrap_rule_keeps_its_bounds),
        cmocka_unit_test(a_few_short_lines_do_not_hide_a_wrap_but_many_do),
        cmocka_unit_test(six_in_ten_full_lines_must_be_open),
        cmocka_unit_test(the_wrap_rule_is_kept_by_any_text),
        cmocka_unit_test(code_points_are_counted_whatever_the_length),
        cmocka_unit_test(carriage_returns_count_as_one_break),
        cmocka_unit_test(a_title_is_one_line_without_markup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
