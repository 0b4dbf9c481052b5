/* What becomes of words in many languages, of addresses, of numbers; and that nothing is quadratic. */
#include "text/fold_testing.h"

#include "base/hash.h"

struct row {
    const char *text, *folded;
};

static void check(const struct row *rows, size_t count)
{
    struct folder *folder = must_create(NULL);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(title_of(folder, rows[i].text), rows[i].folded);
    folder_free(folder);
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof *(rows))

static void words_of_many_languages(void **state)
{
    static const struct row rows[] = {
        {"The BBC's \"Don’t Look\" – 1,234.5 km²", "the bbc s don t look 1 234 5 km2"},
        {"snake_case and C++", "snake case and c"},
        /* Spanish, French, German, Turkish, Vietnamese, Romanian, Polish: case, accents, ligatures, dots and strokes go */
        {"¿QUÉ PASÓ EN ESPAÑA?", "que paso en espana"},
        {"L’ŒUVRE DE LA FORÊT", "l oeuvre de la foret"},
        {"STRASSE Straße STRAẞE", "strasse strasse strasse"},
        {"İSTANBUL ISPARTA ılık", "istanbul isparta ilik"},
        {"TIẾNG VIỆT", "tieng viet"},
        {"Țara țara Ţara ŞI și", "tara tara tara si si"},
        {"Łódź Đorđe ǼØ", "lodz dorde aeo"},
        {"ﬁnance ﬂow ĳs", "finance flow ijs"},
        /* Greek: final sigma is a sigma; capitals have no tonos, and old print has other accents */
        {"ΟΔΥΣΣΕΥΣ Οδυσσεύς", "οδυσσευσ οδυσσευσ"},
        {"ΜΑΪΟΣ Μάιος ΜΆΪΟΣ Μάϊος", "μαιοσ μαιοσ μαιοσ μαιοσ"},
        {"Ἑλλὰς Ελλάς ᾠδή", "ελλασ ελλασ ωιδη"},
        /* Cyrillic: letters that Serbian writes in Latin are these, the others stay */
        {"МОСКВА ЁЛКА Щука", "moskva elka щuka"},
        {"Љубичаста џунгла Ђорђе, Ljubičasta džungla Đorđe", "ljubicasta dzungla dorde ljubicasta dzungla dorde"},
        {"пʼять п’ять п'ять oʻzbek o‘zbek", "p яtь p яtь p яtь o zbek o zbek"},
        /* Arabic: harakat, tatweel and letter variants */
        {"قَالَ الـمُـدِيـرُ", "قال المدير"},
        {"أحمد إبراهيم آمنة ٱلله", "احمد ابراهيم امنه الله"},
        {"مصطفى على ١٢٣٤", "مصطفي علي 1234"},
        {"ﻻ ﷲ ﺳﻼم", "لا الله سلام"},
        {"مؤتمر رئيس شيء", "مؤتمر رئيس شيء"},
        {"مدرسة جديدة", "مدرسه جديده"},
        /* Persian: half-space, yeh and kaf; Urdu digits */
        {"می‌روم کتاب ایران ۱۴۰۲", "ميروم كتاب ايران 1402"},
        {"پاکستان میں", "پاكستان ميں"},
        /* Hebrew: points go, quotation marks part */
        {"שָׁלוֹם עֲלֵיכֶם", "שלום עליכם"},
        {"צה\"ל", "צה ל"},
        /* Hindi, Bengali, Tamil: marks belong to words; digits */
        {"हिन्दी समाचार २०२४।", "हिंदी समाचार 2024"},
        {"বাংলা ১২", "বাংলা 12"},
        {"தமிழ் செய்தி", "தமிழ் செய்தி"},
        /* Malayalam: chillus, old and new, and three ways of "nta" */
        {"അവൻ അവന്\xE2\x80\x8D", "അവന അവന"},
        {"എന്റെ എൻറെ എന്\xE2\x80\x8Dറെ", "എനറെ എനറെ എനറെ"},
        {"വാർത്തകൾ വാര്‍ത്തകള്‍", "വാരതതകള വാരതതകള"},
        /* scripts without spaces: one cluster a word */
        {"中文新闻2024年", "中 文 新 闻 2024 年"},
        {"日本語のニュース", "日 本 语 の ニ ュ ー ス"},
        {"臺灣發展裡裏頭髮說説", "台 湾 发 展 里 里 头 发 说 说"},
        {"皇后隨後著作", "皇 后 随 后 着 作"},
        {"㊎\xEF\xA4\x81", "金 更"},
        {"ｶﾞｿﾘﾝ ＡＢＣ１２３", "ガ ソ リ ン abc123"},
        {"ข่าวน้ำท่วม ๒๕๖๗", "ข่ า ว น้ํา ท่ ว ม 2567"},
        {"ພາສາລາວ ນ້ຳ", "ພ າ ສ າ ລ າ ວ ນ້ໍາ"},
        {"မြန်မာ", "မြ န် မာ"},
        {"ភាសាខ្មែរ", "ភា សា ខ្ មែ រ"},
        {"abc中def", "abc 中 def"},
        /* Korean has spaces; syllables and letters are the same text */
        {"한국어 뉴스", "한국어 뉴스"},
        {"한국어", "한국어"},
        /* others */
        {"አማርኛ ዜና", "አማርኛ ዜና"},
        {"ፀሐይ ጸሀይ ሠላም ሰላም ዓለም አለም ኅብረት ሕብረት ኃይል ሃይል ሀይል", "ጸሀይ ጸሀይ ሰላም ሰላም አለም አለም ህብረት ህብረት ሀይል ሀይል ሀይል"},
        {"Ħamrun Əliyev Ǝliyev Әliyev Ðồng Đồng Ɖồng", "hamrun əliyev əliyev əliyev dong dong dong"},
        {"Ծանոթ ՀԱՅ", "ծանոթ հայ"},
        {"ᲥᲐᲠᲗᲣᲚᲘ ქართული", "ქართული ქართული"},
        {"ᏣᎳᎩ", "ᏣᎳᎩ"},
    };
    (void)state;
    CHECK(rows);
}

static void symbols_part_words_and_leave_nothing(void **state)
{
    static const struct row rows[] = {
        {"a😀b 👍🏽 👩‍👩‍👧 🇫🇷 ❤️ c", "a b c"},
        {"€5 $6 ½ Ⅷ ™ ℃", "5 6 1 2 viii tm c"},
        /* clang-format off */
        {"a\xEF\xBF\xBD" "b", "a b"},
        {"a\xFF" "b \xE2\x82 c\xC3", "a b c"},
        {"co\xC2\xADop\xE2\x80\x8B" "era\xEF\xBB\xBFtion", "cooperation"},
        /* clang-format on */
        {"...", ""},
    };
    (void)state;
    CHECK(rows);
}

static void addresses_are_dropped(void **state)
{
    static const struct row rows[] = {
        {"see http://example.org/a?b=c for more", "see for more"},
        {"see HTTPS://Example.ORG.", "see"},
        {"(www.example.org) said", "said"},
        {"www. example", "www example"},
        {"http:// example", "http example"},
        {"visit example.com/page now", "visit now"},
        {"example.com", "example com"},
        {"write to me@example.org, please", "write to please"},
        {"by @some_name: hello", "by hello"},
        {"by @اسم_الكاتب: hello", "by hello"},
        {"a @ b @", "a b"},
        {"@ @@", ""},
        {"ｈｔｔｐ：／／ｅｘａｍｐｌｅ．ｏｒｇ x", "x"},
        {"w\xE2\x80\x8Bww.example.org x", "x"}, /* a zero-width space */
        {"www\xC2\xAD.example.org http\xC5\xBF://example.org me\xC2\xAD@example.org quite a long line x",
         "quite a long line x"}, /* soft hyphens, long s */
        {"me＠example.org x", "x"},
        {"نقلا عن:http://example.org/x وقال", "نقلا عن وقال"},
        {"www…then", ""},
        {"details: sites: now. law.", "details sites now law"},
        {"them/us com/x", "them us com x"},
        {"中文http://example.org/中文 文", "中 文 文"},
    };
    (void)state;
    CHECK(rows);
}

static void equal_lines_have_equal_hashes_and_masks(void **state)
{
    static const struct {
        const char *text, *masked;
    } rows[] = {
        {"Qtly div 20 cts vs 15 cts prior", "qtly div # cts vs # cts prior"},
        {"Pay April 15, record March two", "pay # # record # #"},
        {"Am 3. Mai zwölf Grad", "am # # # grad"},
        {"كان يوم ٥ آذار 2018 باردا جدا مع مطر", "كان يوم # # # باردا جدا مع مطر"},
        {"٣ أغسطس", "# #"},
        {"12 января", "# #"},
        {"五月二十日", "# 月 # # 日"},
        {"१५ अगस्त", "# #"},
        {"15 Ağustos", "# #"},
        {"15 de agosto", "# de #"},
        {"no numbers here", "no numbers here"},
    };
    struct folder *folder = must_create(NULL);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct folded folded;
        assert_int_equal(fold_title(folder, rows[i].text, strlen(rows[i].text), &folded), WIRECOPY_OK);
        assert_int_equal(folded.line_count, 1);
        assert_true(folded.lines[0].hash == hash_bytes(folded.bytes, folded.byte_count));
        assert_true(folded.lines[0].masked == hash_bytes(rows[i].masked, strlen(rows[i].masked)));
    }
    folder_free(folder);
}

static void titles_lose_their_tags_and_keep_what_stands_in_angle_brackets(void **state)
{
    static const struct {
        const char *title, *folded;
    } rows[] = {
        {"The <i>Beagle</i> sails", "the beagle sails"},
        {"The &lt;b class=\"x\"&gt;Beagle&lt;/b&gt;&lt;br/&gt;sails", "the beagle sails"},
        {"A<SUB>2</SUB>B", "a 2 b"},
        {"&lt;HARBOUR OIL LTD> 2ND QTR LOSS", "harbour oil ltd 2nd qtr loss"},
        {"HARBOUR OIL &lt;HOL.L> SEES LOSS", "harbour oil hol l sees loss"},
        {"Bold <bolder> and <b boldest", "bold bolder and b boldest"},
        {"3 < 4 > 2 <> <", "3 4 2"},
    };
    struct folder *folder = must_create(NULL);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct folded folded;
        assert_int_equal(fold_title(folder, rows[i].title, strlen(rows[i].title), &folded), WIRECOPY_OK);
        assert_int_equal(folded.byte_count, strlen(rows[i].folded));
        assert_memory_equal(folded.bytes, rows[i].folded, folded.byte_count);
    }
    folder_free(folder);
}

static void words_with_digits_are_marked(void **state)
{
    struct folder *folder = must_create(NULL);
    struct folded folded;
    const char *text = "G20 met on the 3rd ١٢ twelve";
    static const uint32_t want[] = {1, 0, 0, 0, 1, 1, 0};
    (void)state;
    assert_int_equal(fold_title(folder, text, strlen(text), &folded), WIRECOPY_OK);
    assert_int_equal(folded.word_count, 7);
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(folded.words[i] & WORD_HAS_DIGIT, want[i]);
    folder_free(folder);
}

static void a_line_has_the_same_hashes_alone_and_among_thousands(void **state)
{
    enum { LINES = 3000 };
    struct folder *folder = must_create(NULL), *alone = must_create(NULL);
    char *text = malloc(LINES * 400), *to = text;
    size_t starts[LINES + 1], word = 0, line = 0;
    struct folded folded, one;
    (void)state;
    assert_non_null(text);
    for (int i = 0; i < LINES; i++) { /* of 1 to 40 words, some masked, a blank one now and then */
        starts[i] = (size_t)(to - text);
        for (int w = 0; w <= i * 7 % 40; w++)
            to += sprintf(to, "%s ", (w + i) % 9 == 0 ? "мая" : (w + i) % 5 == 0 ? "كتاب" : (w * i) % 31 == 3 ? "42nd" : "a-word");
        to += sprintf(to, i % 13 == 0 ? "\n\n" : "\n");
    }
    starts[LINES] = (size_t)(to - text);
    assert_int_equal(fold_text(folder, text, starts[LINES], &folded), WIRECOPY_OK);
    assert_int_equal(folded.line_count, LINES);
    for (; line < LINES; line++) {
        assert_int_equal(fold_title(alone, text + starts[line], starts[line + 1] - starts[line], &one), WIRECOPY_OK);
        assert_memory_equal(&folded.lines[line], &one.lines[0], sizeof *one.lines);
        assert_memory_equal(folded.words + word, one.words, one.word_count * sizeof *one.words);
        word += one.word_count;
    }
    assert_int_equal(word, folded.word_count);
    free(text);
    folder_free(alone);
    folder_free(folder);
}

/* part, count times, between head and tail: folds in time, and to so many words. */
static void repeated(struct folder *folder, const char *head, const char *part, size_t count, const char *tail, size_t words)
{
    size_t of_part = strlen(part), size = strlen(head) + count * of_part + strlen(tail);
    char *text = malloc(size + 1), *to = text + sprintf(text, "%s", head);
    struct folded folded;
    assert_non_null(text);
    for (size_t i = 0; i < count; i++, to += of_part)
        memcpy(to, part, of_part);
    strcpy(to, tail);
    assert_int_equal(fold_text(folder, text, size, &folded), WIRECOPY_OK);
    assert_int_equal(folded.word_count, words);
    free(text);
}

static void long_runs_take_linear_time(void **state)
{
    enum { MANY = 1000000 }; /* squared, each of these takes hours */
    struct folder *folder = must_create(NULL);
    (void)state;
    repeated(folder, "e", "\xCC\x81", MANY, "", 1);
    repeated(folder, "e", "\xCC\x81\xCC\xA3", MANY, "", 1); /* every second one must move to the front */
    repeated(folder, "\xD8\xA7", "\xD9\x8E", MANY, "\xD9\x94", 1);
    repeated(folder, "x", "\xD9\x80\xE2\x80\x8D", MANY, "\xCC\x81", 1);
    repeated(folder, "", "e\xCC\x81", MANY, "", 1);
    repeated(folder, "", "a", MANY, "", 1);
    repeated(folder, "", "\xE4\xB8\xAD", MANY, "", MANY);
    repeated(folder, "", "\xE0\xB8\x99\xE0\xB9\x89\xE0\xB8\xB3", MANY, "", MANY);
    repeated(folder, "", "@", MANY, "x", 0);
    repeated(folder, "", "x@y ", MANY, "z", 1);
    repeated(folder, "", "www. ", MANY, "z", MANY + 1);
    repeated(folder, "a@b", "c", MANY, "", 0);
    repeated(folder, "", "<", MANY, "z", 1);
    repeated(folder, "", "&", MANY, "z", 1);
    repeated(folder, "", "&x", MANY, "", MANY);
    repeated(folder, "", "\n", MANY, "z", 1);
    repeated(folder, "", ". ", MANY, "z", 1);
    repeated(folder, "", "\xFF", MANY, "z", 1);
    repeated(folder, "", "\xEF\xB7\xBA", MANY / 10, "", MANY / 10 * 3 + 1); /* four words in one character */
    folder_free(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_many_languages),
        cmocka_unit_test(symbols_part_words_and_leave_nothing),
        cmocka_unit_test(addresses_are_dropped),
        cmocka_unit_test(equal_lines_have_equal_hashes_and_masks),
        cmocka_unit_test(titles_lose_their_tags_and_keep_what_stands_in_angle_brackets),
        cmocka_unit_test(words_with_digits_are_marked),
        cmocka_unit_test(a_line_has_the_same_hashes_alone_and_among_thousands),
        cmocka_unit_test(long_runs_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
