/* What was read in the wrong encoding and written again is put right, and nothing else is touched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "read/bytes/encoding.h"
#include "read/bytes/mojibake.h"

static struct wirecopy_bytes bytes(const char *text)
{
    return (struct wirecopy_bytes){text, strlen(text)};
}

static void must_become(const char *text, const char *title, const char *text_then, const char *title_then)
{
    struct mojibake mojibake = {0};
    struct raw_article article = {.text = bytes(text), .title = bytes(title)};
    assert_int_equal(mojibake_repair(&mojibake, &article), WIRECOPY_OK);
    if (article.text.size != strlen(text_then) || memcmp(article.text.data, text_then, article.text.size) != 0)
        fail_msg("%s\nbecame %.*s\nnot %s", text, (int)article.text.size, article.text.data, text_then);
    if (article.title.size != strlen(title_then) || memcmp(article.title.data, title_then, article.title.size) != 0)
        fail_msg("%s\nbecame %.*s\nnot %s", title, (int)article.title.size, article.title.data, title_then);
    mojibake_release(&mojibake);
}

/* UTF-8 that is read in that encoding. */
static void misread(const char *text, const char *encoding, struct buffer *out)
{
    out->size = 0;
    assert_int_equal(encoding_decode(encoding, text, strlen(text), out), WIRECOPY_OK);
    assert_int_equal(buffer_append(out, "", 1), WIRECOPY_OK);
}

static const struct {
    const char *encoding, *text;
} meant[] = {
    {"windows-1252", "The mayor’s office said the bridge is safe — for now — and that’s final"},
    {"windows-1252", "L’été à la mairie, où l’on a décidé où passer : près du marché"},
    {"windows-1252", "Das Rathaus schließt die Brücke für zwei Monate, früher als geplant"},
    {"windows-1252", "أعلنت البلدية أن الجسر سيغلق مدة شهرين"},
    {"windows-1252", "新桥将关闭两个月"},
    {"windows-1251", "Порт закрыт из-за ветра — сообщили в мэрии"},
    {"windows-1251", "Der Hafen schließt früher für große Schiffe"},
};
enum { MEANT = sizeof meant / sizeof *meant };

static void what_was_misread_is_put_right(void **state)
{
    struct buffer once = {0}, twice = {0};
    (void)state;
    for (size_t i = 0; i < MEANT; i++) {
        misread(meant[i].text, meant[i].encoding, &once);
        must_become(once.data, "", meant[i].text, "");
        must_become(once.data, once.data, meant[i].text, meant[i].text);
        must_become(once.data, "plain", meant[i].text, "plain");
        misread(once.data, meant[i].encoding, &twice);
        if (!strstr(twice.data, "\xEF\xBF\xBD")) /* nothing was lost on the way */
            must_become(twice.data, "", meant[i].text, "");
        must_become(meant[i].text, meant[i].text, meant[i].text, meant[i].text); /* and nothing is done to what is right */
    }
    buffer_release(&once);
    buffer_release(&twice);
}

static void what_cleaners_lost_on_the_way_is_known(void **state)
{
    (void)state;
    /* a space for a no-break space; nothing for a soft hyphen; nothing, a control character and U+FFFD for what windows-1252 lacks */
    must_become("Ã©tÃ© Ã la mairie, Ã  cÃ´tÃ©", "", "été à la mairie, à côté", "");
    must_become("El rÃo creciÃ³ y cayÃ³ segÃºn vecinos", "", "El río creció y cayó según vecinos", "");
    must_become("â€œIt isnâ€™t safe,â€ he said, â€œbut itâ€™s open.â€", "", "“It isn’t safe,” he said, “but it’s open.”", "");
    must_become("â€œItâ€™s safe,â€\xC2\x9D he said, â€œopenâ€\xEF\xBF\xBD", "", "“It’s safe,” he said, “open\xEF\xBF\xBD", "");
}

static void controls_of_iso_8859_1_are_bytes(void **state)
{
    (void)state;
    must_become("the mayor\xC3\xA2\xC2\x80\xC2\x99s Stra\xC3\x83\xC2\x9F"
                "e: \xC3\x83\xC2\x9C"
                "ber",
                "", "the mayor’s Straße: Über", "");
}

static void a_text_that_is_right_stays(void **state)
{
    static const char *const texts[] = {
        "",
        "plain",
        "Ã©",                                               /* too little to say so */
        "“Ã©” is what “é” becomes, said Zoë, über alles",   /* a text about it */
        "SÃO PAULO, AMANHÃ» E DEPOIS, NÃO HÁ AÇÃO À NOITE", /* Portuguese in capitals */
        "В\xC2\xA0Москве закрыли порт, в\xC2\xA0Туле открыли",
        "Â\xC2\xA0 bientôt, à la forêt, où l’été va",
        "\xC3\xA9\xC3\xA8 \xC3\xFF bad \xF8\x88\x80 bytes",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        must_become(texts[i], "Ã©tÃ©", texts[i], "Ã©tÃ©");
}

static void text_that_ends_within_a_character_is_read_to_its_end(void **state)
{
    struct buffer once = {0};
    (void)state;
    misread(meant[3].text, meant[3].encoding, &once);
    for (size_t size = 0; size <= once.size; size++) {
        struct mojibake mojibake = {0};
        char *copy = size ? test_malloc(size) : NULL; /* so that a read beyond it is seen */
        struct raw_article article = {.text = {copy, size}};
        if (size)
            memcpy(copy, once.data, size);
        assert_int_equal(mojibake_repair(&mojibake, &article), WIRECOPY_OK);
        mojibake_release(&mojibake);
        test_free(copy);
    }
    buffer_release(&once);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_misread_is_put_right),
        cmocka_unit_test(what_cleaners_lost_on_the_way_is_known),
        cmocka_unit_test(controls_of_iso_8859_1_are_bytes),
        cmocka_unit_test(a_text_that_is_right_stays),
        cmocka_unit_test(text_that_ends_within_a_character_is_read_to_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
