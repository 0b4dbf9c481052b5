/* Words that are spelt in two ways are one; what only looks like them, in other languages, is left as it is; on every kernel, as the model has it. */
#include "text/fold_testing.h"

#include "text/fold/fold_kernels.h"
#include "text/fold_model.h"

static void must_fold_alike(const char *const *texts, size_t count)
{
    struct folder *folder = must_create(NULL);
    for (size_t i = 1; i < count; i++) {
        char *first = strdup(lines_of(folder, texts[0]));
        assert_string_equal(lines_of(folder, texts[i]), first);
        for (char *end = first; (end = strchr(end, '|')) != NULL;)
            *end = ' ';
        assert_string_equal(title_of(folder, texts[i]), first);
        free(first);
    }
    folder_free(folder);
}
#define ALIKE(...) must_fold_alike((const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void half_spaces_of_persian_are_blanks_or_nothing(void **state)
{
    (void)state;
    ALIKE("می\u200cشود", "می شود", "میشود");
    ALIKE("نمی\u200cدانست و می\u200cگوید", "نمی دانست و می گوید", "نمیدانست و میگوید");
    ALIKE("ایستگاه\u200cها", "ایستگاه ها", "ایستگاهها");
    ALIKE("کتاب\u200cها نیز", "کتاب ها نیز", "کتابها نیز");
    ALIKE("روزنامه\u200cهای ایران", "روزنامه های ایران", "روزنامههای ایران", "روزنامه هاي ایران");
    ALIKE("استان\u200cهایی، که", "استان هایی، که", "استانهایی که");
    ALIKE("خانه\u200cای در", "خانه ای در", "خانهای در");
    ALIKE("دیده\u200cاند که", "دیده اند که", "دیدهاند که");
    ALIKE("نیک\u200cتر از", "نیک تر از", "نیکتر از");
    ALIKE("مي\u200cگوید", "مي گوید", "می گوید");
    ALIKE("«می شود» (سیم ها)", "می\u200cشود سیم\u200cها");
}

static void other_languages_of_its_script_stay_as_they_are(void **state)
{
    static const char *const rows[][2] = {
        {"مي زيادة كاتبة", "مي زياده كاتبه"}, /* Arabic: a name */
        {"ها هو ذا", "ها هو ذا"},             /* here he is */
        {"لم تر النور", "لم تر النور"},       /* did not see */
        {"نمی کا تناسب", "نمي كا تناسب"},     /* Urdu: moisture */
        {"زیادہ تر لوگ", "زياده تر لوگ"},     /* mostly */
        {"ای میل کریں", "اي ميل كريں"},       /* e-mail */
        {"می, شود", "مي شود"},
        {"می\nشود", "مي|شود"},
        {"هامی شود", "هامي شود"},
        {"کتاب هارا", "كتاب هارا"},
    };
    struct folder *folder = must_create(NULL);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(lines_of(folder, rows[i][0]), rows[i][1]);
    folder_free(folder);
}

static void nasals_of_devanagari_are_anusvaras(void **state)
{
    (void)state;
    ALIKE("हिंदी", "हिन्दी", "हिन्\u200dदी");
    ALIKE("सितंबर संबंध", "सितम्बर सम्बन्ध");
    ALIKE("गंगा पंच घंटा", "गङ्गा पञ्च घण्टा");
    ALIKE("दिसंबर। चंद्र 5", "दिसम्बर। चन्द्र 5");
}

static void nasals_before_other_letters_stay(void **state)
{
    static const char *const rows[] = {"अन्न", "सम्मेलन", "जन्म", "कन्या", "अन्य", "पण्डन्क", "न्", "म्"};
    struct folder *folder = must_create(NULL);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i], "पण्डन्क") != 0)
            assert_string_equal(lines_of(folder, rows[i]), rows[i]);
    assert_string_equal(lines_of(folder, "पण्डन्क"), "पंडन्क");
    folder_free(folder);
}

/* Some thousands of random lines, in texts long enough for several batches, on each kernel. */
static void every_kernel_joins_as_the_model_does(void **state)
{
    static const char *const bits[] = {"می", "نمی", "شود", "ها", "های",    "تر", "ای", "اند", "مي", "کا", "کتاب", "خانه",
                                       " ",  " ",   " ",   "  ", "\u200c", "،",  "۵",  "x",   "ہے", "ي",  "न्",    "द",
                                       "म्",  "ब",   "ण्",   "ट",  "\u200d", "्",   "ङ",  "हि",  "क्",  "中", "ก",    "й"};
    enum { LINES = 300, MOST = 30, LINE_BYTES = 400 };
    uint64_t random = random_seed();
    (void)state;
    for (int round = 0; round < 20; round++) {
        static char text[LINES * LINE_BYTES], expected[LINES * LINE_BYTES];
        size_t size = 0, expected_size = 0;
        for (int line = 0; line < LINES; line++) {
            size_t begin = size, model_size;
            char *model;
            for (uint32_t i = random_below(&random, MOST); i > 0; i--) {
                const char *bit = bits[random_below(&random, sizeof bits / sizeof *bits)];
                memcpy(text + size, bit, strlen(bit));
                size += strlen(bit);
            }
            model = model_fold(text + begin, size - begin, &model_size);
            if (model_size > 0)
                expected_size += (size_t)sprintf(expected + expected_size, "%s%s", expected_size ? "|" : "", model);
            free(model);
            memcpy(text + size, "\n\n", 2);
            size += 2;
        }
        for (size_t k = 0; k < fold_kernel_count; k++) {
            struct folder *folder;
            if (!fold_kernels[k].runs())
                continue;
            folder = must_create(fold_kernels[k].name);
            assert_string_equal(lines_of_bytes(folder, text, size), expected);
            folder_trust(folder, true);
            assert_string_equal(lines_of_bytes(folder, text, size), expected);
            folder_free(folder);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_spaces_of_persian_are_blanks_or_nothing), cmocka_unit_test(other_languages_of_its_script_stay_as_they_are),
        cmocka_unit_test(nasals_of_devanagari_are_anusvaras),           cmocka_unit_test(nasals_before_other_letters_stay),
        cmocka_unit_test(every_kernel_joins_as_the_model_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
