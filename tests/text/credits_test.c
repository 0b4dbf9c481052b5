/* Wire credits: what is one, what is none, and what stays of the text. In a row: the text, what is left of it, whose it is. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "text/credits/credit_scan.h"
#include "text/credits/credits.h"
#include "text/lines.h"

struct row {
    const char *text, *left, *name;
};

static void check_with(const char *kernel, const struct row *rows, size_t count)
{
    static struct credit_finder finder;
    struct buffer out = {0};
    credit_finder_init(&finder, kernel);
    for (size_t i = 0; i < count; i++) {
        struct credits credits;
        credits_find(&finder, rows[i].text, strlen(rows[i].text), &credits);
        assert_int_equal(credits_cut(&credits, rows[i].text, strlen(rows[i].text), &out), WIRECOPY_OK);
        assert_int_equal(buffer_append(&out, "", 1), WIRECOPY_OK);
        credits.name[credits.name_size] = '\0';
        if (strcmp(out.data, rows[i].left) != 0 || strcmp(credits.name, rows[i].name) != 0)
            print_error("%s\n  left: %s\n  name: %s\n", rows[i].text, out.data, credits.name);
        assert_string_equal(out.data, rows[i].left);
        assert_string_equal(credits.name, rows[i].name);
    }
    buffer_release(&out);
}

static void check(const struct row *rows, size_t count)
{
    check_with(NULL, rows, count);
    check_with("portable", rows, count);
}

static void datelines_go_with_their_place(void **state)
{
    static const struct row rows[] = {
        {"LONDON (Reuters) - The port froze.", "The port froze.", "Reuters"},
        {"FRISCO, Texas (AP) — The team won.", "The team won.", "AP"},
        {"MELBOURNE, Australia (AP) The final was long.", "The final was long.", "AP"},
        {"Headline\n2024-01-02\n\nNEW DELHI, May 3 (PTI) The court sat.", "Headline\n2024-01-02\n\nThe court sat.", "PTI"},
        {"New Delhi, May 3 (PTI) The court sat.", "The court sat.", "PTI"},
        {"नयी दिल्ली, ३ मई (भाषा) बंदरगाह बंद है।", "बंदरगाह बंद है।", "PTI"},
        {"ঢাকা, ৩ মে, ২০২৪ (বাসস) বন্দর বন্ধ।", "বন্দর বন্ধ।", "BSS"},
        {"الرياض، 3 مايو (واس) الميناء مغلق.", "الميناء مغلق.", "SPA"},
        {"The port, said the minister of trade and industry (PTI) on Monday, is shut.",
         "The port, said the minister of trade and industry (PTI) on Monday, is shut.", ""},
        {"The port is shut (PTI) since Monday.", "The port is shut (PTI) since Monday.", ""},
        {"وأدى ذلك، بحسب وكالة (وام) الرسمية إلى تأخير.", "وأدى ذلك، بحسب وكالة (وام) الرسمية إلى تأخير.", ""},
        {"(AP) The port froze.", "The port froze.", "AP"},
        {"Berlin (dpa/Reuters) - Der Hafen ist zu.", "Der Hafen ist zu.", "dpa, Reuters"},
        {"Madrid, 3 may (EFE).- El puerto está cerrado.", "El puerto está cerrado.", "EFE"},
        {"Reuters – The port froze.", "The port froze.", "Reuters"},
        {"دبي، الإمارات العربية المتحدة (CNN)-- أغلق الميناء.", "أغلق الميناء.", "CNN"},
        {"دمشق - رويترز - أغلق الميناء.", "أغلق الميناء.", "Reuters"},
        {"الرياض (واس): أغلق الميناء.", "أغلق الميناء.", "SPA"},
        {"МОСКВА, 5 июня. /ТАСС/. Порт закрыт.", "Порт закрыт.", "TASS"},
        {"Москва. 12 мая. ТАСС. Порт закрыт.", "Порт закрыт.", "TASS"},
        {"МОСКВА, 12 мая — РИА Новости. Порт закрыт.", "Порт закрыт.", "RIA Novosti"},
        {"新华社北京5月3日电（记者 张三）港口关闭了。", "港口关闭了。", "Xinhua"},
        {"（中央社台北3日電）港口關閉了。", "港口關閉了。", "CNA"},
        {"【東京共同】港が閉鎖された。", "港が閉鎖された。", "Kyodo"},
        {"(서울=연합뉴스) 아무개 기자 = 항구가 닫혔다.", "항구가 닫혔다.", "Yonhap"},
        {"ANKARA (AA) - Liman kapandı.", "Liman kapandı.", "Anadolu"},
        {"नई दिल्ली (पीटीआई) - बंदरगाह बंद है।", "बंदरगाह बंद है।", "PTI"},
        {"ירושלים (רויטרס) - הנמל סגור.", "הנמל סגור.", "Reuters"},
        {"ZAGREB (Hina) - Luka je zatvorena.", "Luka je zatvorena.", "HINA"},
        {"МИНСК, 5 июня /БЕЛТА/. Порт закрыт.", "Порт закрыт.", "BelTA"},
        {"(ANSA) - ROMA, 12 MAG - Il porto è chiuso.", "ROMA, 12 MAG - Il porto è chiuso.", "ANSA"},
        {"Berlin/München (dpa/tmn) - Der Hafen ist zu.", "Der Hafen ist zu.", "dpa"},
        {"القاهرة - وكالات: أغلق الميناء.", "أغلق الميناء.", "agencies"},
        {"موسكو- سبوتنيك. أغلق الميناء.", "أغلق الميناء.", "RIA Novosti"},
        {"لندن /كونا/ أغلق الميناء القديم اليوم.", "أغلق الميناء القديم اليوم.", "KUNA"},
        {"أبوظبي في 3 مايو / وام / أغلق الميناء القديم اليوم.", "أغلق الميناء القديم اليوم.", "WAM"},
        {"नयी दिल्ली, तीन मई (भाषा) बंदरगाह बंद है।", "बंदरगाह बंद है।", "PTI"},
        {"New Delhi [India], May 3 (ANI): The court sat.", "The court sat.", "ANI"},
        {"NEW YORK, May 3, 2024 (AFP/APP): The port froze.", "The port froze.", "AFP, APP"},
        {"नई दिल्ली (एजेंसी)। बंदरगाह बंद है।", "बंदरगाह बंद है।", "agencies"},
        {"МОСКВА, 3 мая - РИА Новости, Иван Иванов. Порт закрыт.", "Порт закрыт.", "RIA Novosti"},
        {"رام الله 3-5-2024 وفا- أغلق الميناء.", "أغلق الميناء.", "WAFA"},
        {"据新华社电 港口关闭了。", "港口关闭了。", "Xinhua"},
        {"据新华社北京5月3日电（记者 张三）港口关闭了。", "港口关闭了。", "Xinhua"},
        {"〔中央社〕港口關閉了。", "港口關閉了。", "CNA"},
        {"［東京　３日　ロイター］ - 港が閉鎖された。", "港が閉鎖された。", "Reuters"},
        {"【ロンドンAFP時事】港が閉鎖された。", "港が閉鎖された。", "AFP"},
        {"【5月3日 AFP】港が閉鎖された。", "港が閉鎖された。", "AFP"},
    };
    (void)state;
    check(rows, sizeof rows / sizeof *rows);
}

static void lines_that_are_nothing_else_go(void **state)
{
    static const struct row rows[] = {
        {"The port froze.\n Reuter\n", "The port froze.\n\n", "Reuters"},
        {"By The Associated Press\nThe port froze.", "\nThe port froze.", "AP"},
        {"The port froze.\n(AFP)", "The port froze.\n", "AFP"},
        {"The port froze.\n\xC2\xA9 2024 Agence France-Presse", "The port froze.\n", "AFP"},
        {"The port froze.\n(With inputs from PTI, ANI)", "The port froze.\n", "PTI, ANI"},
        {"أغلق الميناء.\nالمصدر: وكالات\nتعليقات", "أغلق الميناء.\n\nتعليقات", "agencies"},
        {"أغلق الميناء.\nفرانس 24 / أ ف ب", "أغلق الميناء.\n", "AFP"},
        {"أغلق الميناء.\n*نقلا عن الخليج اليوم", "أغلق الميناء.\n", "الخليج اليوم"},
        {"港口关闭了。\n来源：新华社", "港口关闭了。\n", "Xinhua"},
        {"बंदरगाह बंद है।\nस्रोत: एजेंसियां", "बंदरगाह बंद है।\n", "agencies"},
        {"বন্দর বন্ধ।\nসূত্র: রয়টার্স", "বন্দর বন্ধ।\n", "Reuters"},
        {"بندر بسته شد.\nمنبع: خبرگزاری فارس", "بندر بسته شد.\n", "Fars"},
        {"بندرگاہ بند ہے۔\nبشکریہ: اے ایف پی", "بندرگاہ بند ہے۔\n", "AFP"},
        {"הנמל סגור.\nמקור: סוכנויות", "הנמל סגור.\n", "agencies"},
        {"Το λιμάνι έκλεισε.\nΠηγή: ΑΠΕ-ΜΠΕ", "Το λιμάνι έκλεισε.\n", "AMNA"},
        {"Port jest zamknięty.\nŹródło: PAP", "Port jest zamknięty.\n", "PAP"},
        {"항구가 닫혔다.\n출처: 뉴스1", "항구가 닫혔다.\n", "News1"},
        {"港口关闭了。\n来源：综合", "港口关闭了。\n", "agencies"},
        {"The port froze.\nSource: Reuters / AP", "The port froze.\n", "Reuters, AP"},
        {"The port froze.\nThe Associated Press contributed to this report.", "The port froze.\n", "AP"},
        {"The port froze.\n(Reporting by A. Writer; Editing by B. Editor)", "The port froze.\n", "Reuters"},
        {"The port froze.\r\nReuters\r\n", "The port froze.\r\n\n", "Reuters"},
        {"The port froze.\nAP Harbour Desk /A", "The port froze.\n", "AP"}, /* all of its end tells */
        {"The port froze.\nReuters 1986", "The port froze.\n", "Reuters"},
        {"The port froze.\nReuters 34", "The port froze.\nReuters 34", ""},
        {"القاهرة - وكالات\nأغلق الميناء.", "\nأغلق الميناء.", "agencies"},
        {"القاهرة ـ أ ف ب\nأغلق الميناء.", "\nأغلق الميناء.", "AFP"},
        {"دمشق-سانا\nأغلق الميناء.", "\nأغلق الميناء.", "SANA"},
        {"الرياض 3 مايو 2024 م واس\nأغلق الميناء.", "\nأغلق الميناء.", "SPA"},
        {"غزة - «وكالات»\nأغلق الميناء.", "\nأغلق الميناء.", "agencies"},
        {"The port froze.\nPTI SKL DIV", "The port froze.\n", "PTI"},
        {"The port froze.\nPTI SKL DIV\nMore", "The port froze.\nPTI SKL DIV\nMore", ""},
        {"The port froze.\nPTI says so", "The port froze.\nPTI says so", ""},
        {"बंदरगाह बंद है।\nभाषा राजेश नरेश\n", "बंदरगाह बंद है।\n\n", "PTI"},
        {"बंदरगाह बंद है।\nभाषा राजेश की है।", "बंदरगाह बंद है।\nभाषा राजेश की है।", ""},
        {"The port froze.\n(AP Photo/Jane Doe)", "The port froze.\n", ""}, /* whose the picture is */
        {"El puerto está cerrado.\nPor AP", "El puerto está cerrado.\n", "AP"},
        {"Oil falls - Reuters\nThe port froze.", "Oil falls - Reuters\nThe port froze.", ""},
        {"Der Hafen ist zu.\nder/dpa", "Der Hafen ist zu.\n", "dpa"},
        {"Der Hafen ist zu.\n(kib/AFP)", "Der Hafen ist zu.\n", "AFP"},
        {"Der Hafen ist zu.\n(mehr oder AFP)", "Der Hafen ist zu.\n(mehr oder AFP)", ""},
        {"Von Eva Muster, dpa\nDer Hafen ist zu.", "\nDer Hafen ist zu.", "dpa"},
        {"Порт закрыт.\nПо материалам ТАСС", "Порт закрыт.\n", "TASS"},
        {"Cảng đóng cửa.\n(Theo Reuters)", "Cảng đóng cửa.\n", "Reuters"},
        {"O porto fechou.\n*Com informações da Reuters", "O porto fechou.\n", "Reuters"},
    };
    (void)state;
    check(rows, sizeof rows / sizeof *rows);
}

static void lines_about_rights_go(void **state)
{
    static const struct row rows[] = {
        {"The port froze.\nCopyright 2024 The Associated Press. All rights reserved. This material may not be published.", "The port froze.\n", "AP"},
        {"The port froze.\n  © 2024 The Associated Press. All Rights Reserved.", "The port froze.\n", "AP"},
        {"Der Hafen ist zu.\n© dpa-infocom, dpa:240503-99-123456/2", "Der Hafen ist zu.\n", "dpa"},
        {"항구가 닫혔다.\n<저작권자(c) 연합뉴스, 무단 전재-재배포, AI 학습 및 활용 금지>", "항구가 닫혔다.\n", "Yonhap"},
        {"港が閉鎖された。\n(c)AFP/Jane DOE", "港が閉鎖された。\n", "AFP"},
        {"Il porto è chiuso.\nRiproduzione riservata © Copyright ANSA", "Il porto è chiuso.\n", "ANSA"},
        {"The port froze.\nThis report by The Canadian Press was first published May 3, 2024.", "The port froze.\n", "The Canadian Press"},
        {"The port froze.\nCopyright law says what Reuters may print.", "The port froze.\nCopyright law says what Reuters may print.", ""},
        {"The port froze.\n© 2024 The Port Gazette, which is no part of Reuters.",
         "The port froze.\n© 2024 The Port Gazette, which is no part of Reuters.", ""},
    };
    (void)state;
    check(rows, sizeof rows / sizeof *rows);
}

static void marks_behind_the_last_sentence_go(void **state)
{
    static const struct row rows[] = {
        {"The port froze. (AFP)", "The port froze. ", "AFP"},
        {"LONDON (Reuters) - The port froze. – Reuters", "The port froze. ", "Reuters"},
        {"أغلق الميناء. (رويترز)", "أغلق الميناء. ", "Reuters"},
        {"港口关闭了。（新华社）", "港口关闭了。", "Xinhua"},
        {"港口关闭了，船只停在外面，没有人知道什么时候重新开放。（新华社）。", "港口关闭了，船只停在外面，没有人知道什么时候重新开放。", "Xinhua"},
        {"港口关闭了，船只停在外面，没有人知道什么时候重新开放。—新华社", "港口关闭了，船只停在外面，没有人知道什么时候重新开放。", "Xinhua"},
    };
    (void)state;
    check(rows, sizeof rows / sizeof *rows);
}

static void names_in_running_text_stay(void **state)
{
    static const char *const texts[] = {
        "The minister told Reuters that the port froze.",
        "Reuters said the port froze.",
        "Reuters Holdings Plc said it will sell its share.",
        "AP-style rules were changed.",
        "A spokesman for the agency (AFP) said no more.",
        "He left the agency (AFP).",
        "CNN has cut ties with a commentator.",
        "Source: a person who knows the port",
        "American Airlines and (AAL) fell.",
        "A man of PA, who works for dpa and others, said so in a long line that goes on.",
        "وقالت رويترز إن الميناء أغلق.",
        "The merger was approved\nby its shareholders and regulatory agencies.",
        "He bought it\nfrom AA.",
        "- PA: 132,000",
        "وقال سبان لوكالة الأنباء الألمانية (د.ب.أ) : أغلق الميناء.",
        "据新华社报道，港口关闭了。",
        "据新华社报道，国家电力公司关闭了港口。",
        "新华社评论员走访了国家电力公司。",
        "A cabinet was named, the news agency of the country\n(AP) said.\nIt sits.",
        "It was equal to the launching of\nSputnik.\nSo he said.",
        "港口关闭了，船只停在外面，没有人知道什么时候重新开放，本报记者告诉新华社。",
        " C 1750 2239(1720 2282)  AA 2200 2650(2250 2600)\nAB 2000 2350(2100 2419)",
        "The corporate treasurer told\nReuters.",
        "Извор реке је на планини.",
        "Vir elektrike je sonce.",
        "स्रोत के अनुसार बंदरगाह बंद है।",
        "कंपनी ने एजेंसी से कहा कि बंदरगाह बंद है।",
        "Reuters",
        "",
        "\n\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        static struct credit_finder finder;
        struct credits credits;
        credit_finder_init(&finder, NULL);
        credits_find(&finder, texts[i], strlen(texts[i]), &credits);
        if (credits.count)
            print_error("%s\n", texts[i]);
        assert_int_equal(credits.count, 0);
    }
}

static void cut_off_and_ill_formed_texts_are_read_within_their_bounds(void **state)
{
    static const char text[] = "\xE3\x80(新华社\xE7\x94\nLONDON (Reut\n\xD8\n(\xF0\x9F";
    static struct credit_finder finder;
    (void)state;
    credit_finder_init(&finder, NULL);
    for (size_t size = 0; size < sizeof text; size++) {
        char *exact = test_malloc(size + 1);
        struct credits credits;
        memcpy(exact, text + sizeof text - 1 - size, size);
        credits_find(&finder, exact, size, &credits);
        assert_true(credits.count <= CREDIT_SPANS);
        test_free(exact);
    }
}

/* Line breaks as folding finds them: those of ASCII, and U+2028. */
static void find_breaks(const char *text, struct stop *at, struct stops *breaks)
{
    *breaks = (struct stops){.at = at};
    for (size_t i = 0; text[i]; i++)
        if ((text[i] >= '\n' && text[i] <= '\r') || strncmp(text + i, "\xE2\x80\xA8", 3) == 0)
            at[breaks->count++] = (struct stop){(uint32_t)i, (uint8_t)text[i] >= 0x80 ? 3 : 1, STOP_BREAK};
}

enum { CHANCE_BYTES = 4096 };

/* Texts of lines by chance, with blank ones, carriage returns and other line breaks among them. */
static void text_by_chance(uint64_t *chance, int count, char text[CHANCE_BYTES])
{
    static const char *const pieces[] = {"LONDON (Reuters) - The port froze.",
                                         "(AP)",
                                         "By The Associated Press",
                                         "It thawed. (AFP)",
                                         "Source: Reuters",
                                         "He said so.",
                                         "",
                                         " ",
                                         "\r",
                                         "\xE2\x80\xA8",
                                         "\v",
                                         "\n",
                                         "\n",
                                         "\n",
                                         "\n",
                                         "\n"};
    *text = '\0';
    for (int p = 0; p < count; p++) {
        *chance = *chance * UINT64_C(6364136223846793005) + 1;
        strcat(text, pieces[(*chance >> 33) % (sizeof pieces / sizeof *pieces)]);
    }
}

static void credits_are_the_same_where_line_breaks_are_known(void **state)
{
    static struct credit_finder finder;
    uint64_t chance = 1;
    size_t found = 0;
    (void)state;
    credit_finder_init(&finder, NULL);
    for (int i = 0; i < 5000; i++) {
        char text[CHANCE_BYTES];
        struct stop at[CHANCE_BYTES];
        struct stops breaks;
        struct credits want, got;
        text_by_chance(&chance, i % 60, text);
        find_breaks(text, at, &breaks);
        credits_find(&finder, text, strlen(text), &want);
        credits_find_in_lines(&finder, text, strlen(text), &breaks, &got);
        assert_int_equal(got.count, want.count);
        assert_int_equal(got.name_size, want.name_size);
        assert_memory_equal(got.spans, want.spans, want.count * sizeof *want.spans);
        assert_memory_equal(got.name, want.name, want.name_size);
        found += want.count;
    }
    assert_true(found > 5000);
}

static void line_breaks_are_known_of_what_is_left_without_credits(void **state)
{
    static struct credit_finder finder;
    struct buffer left = {0};
    uint64_t chance = 2;
    size_t cut = 0;
    (void)state;
    credit_finder_init(&finder, NULL);
    for (int i = 0; i < 5000; i++) {
        char text[CHANCE_BYTES];
        struct stop at[CHANCE_BYTES], at_left[CHANCE_BYTES];
        struct stops breaks, want;
        struct credits credits;
        text_by_chance(&chance, i % 60, text);
        find_breaks(text, at, &breaks);
        cut += breaks.count;
        credits_find(&finder, text, strlen(text), &credits);
        assert_int_equal(credits_cut(&credits, text, strlen(text), &left), WIRECOPY_OK);
        assert_int_equal(buffer_append(&left, "", 1), WIRECOPY_OK);
        find_breaks(left.data, at_left, &want);
        stops_cut(&breaks, credits.spans, credits.count);
        assert_int_equal(breaks.count, want.count);
        assert_int_equal(breaks.breaks, want.count);
        cut -= want.count;
        for (size_t k = 0; k < want.count; k++) {
            assert_int_equal(breaks.at[k].begin, want.at[k].begin);
            assert_int_equal(breaks.at[k].length, want.at[k].length);
        }
    }
    assert_true(cut > 0); /* some stand within credits */
    buffer_release(&left);
}

static void every_spelling_is_found(void **state)
{
    static struct credit_finder finder;
    (void)state;
    assert_true(credit_agency_count * CREDIT_SPELLINGS <= CREDIT_LINKS);
    credit_finder_init(&finder, NULL);
    for (size_t a = 0; a < credit_agency_count; a++)
        for (size_t i = 0; i < CREDIT_SPELLINGS && credit_agencies[a].spellings[i]; i++) {
            struct credits credits;
            char text[200];
            int size = snprintf(text, sizeof text, "(%s) Story", credit_agencies[a].spellings[i]);
            credits_find(&finder, text, (size_t)size, &credits);
            assert_int_equal(credits.count, 1);
            assert_int_equal(credits.name_size, strlen(credit_agencies[a].name));
            assert_memory_equal(credits.name, credit_agencies[a].name, credits.name_size);
        }
}

/* A glance misses no name: alone on a line, before or behind another word, with a mark behind it. */
static void a_glance_sees_every_name(void **state)
{
    static const char *const before[] = {"", "x ", "3", "(", "\xE2\x80\x94"}, *const behind[] = {"", ".", ")", " 5", "\xE2\x80\x9D"};
    static struct credit_finder finder;
    (void)state;
    credit_finder_init(&finder, NULL);
    for (size_t a = 0; a < credit_agency_count; a++)
        for (size_t i = 0; i < CREDIT_SPELLINGS && credit_agencies[a].spellings[i]; i++)
            for (size_t j = 0; j < 5 * 5; j++) {
                char text[200] = "\n\n\n\n";
                int begin = 4 + snprintf(text + 4, sizeof text - 4, "%s", before[j / 5]);
                int size = begin + snprintf(text + begin, sizeof text - (size_t)begin, "%s%s", credit_agencies[a].spellings[i], behind[j % 5]);
                assert_true(j % 5 == 3 || credit_may_end_at_a_glance(&finder, text + size));
                assert_true(credit_may_begin_at_a_glance(&finder, text + begin, text + size));
            }
    for (size_t i = 0; credit_fillers[i]; i++) {
        char text[200];
        int size = snprintf(text, sizeof text, "\n\n\n\n%s", credit_fillers[i]);
        assert_true(credit_may_end_at_a_glance(&finder, text + size));
        assert_true(credit_may_begin_at_a_glance(&finder, text + 4, text + size));
    }
    assert_true(credit_may_end_at_a_glance(&finder, strchr("in 1987", '\0')));
    assert_true(!credit_may_end_at_a_glance(&finder, strchr("on a march", '\0')));
}

/* Of each length, with one thing at each place and the end of the block right behind. */
static void kernels_see_the_same(void **state)
{
    static const char *const things[] = {"", "/", "epo", "ep", "(", "[", "-", "\xE2", "\xE3", "\xEF", "\xD0", "\xD1"};
    credit_look_kernel *kernel = credit_look_find(NULL);
    (void)state;
    for (size_t size = 0; size < 140; size++)
        for (size_t i = 0; i < sizeof things / sizeof *things; i++)
            for (size_t at = 0; at + strlen(things[i]) <= size; at++) {
                char *text = test_malloc(size), *end = text + size;
                bool slash = strcmp(things[i], "/") == 0 || strcmp(things[i], "epo") == 0, opening = *things[i] && strcmp(things[i], "ep") != 0;
                memset(text, 'x', size);
                memcpy(text + at, things[i], strlen(things[i]));
                assert_true(credit_look_portable(text, end, true) == (opening ? text + at : end));
                assert_true(credit_look_portable(text, end, false) == (slash ? text + at : end));
                assert_true(kernel(text, end, true) == (opening ? text + at : end));
                assert_true(kernel(text, end, false) == (slash ? text + at : end));
                test_free(text);
            }
}

static void credits_say_whether_they_end_between_characters(void **state)
{
    const char text[] = "caf\xC3\xA9";
    struct credits credits = {.spans = {{0, 3}}, .count = 1};
    (void)state;
    assert_true(credits_part_characters(&credits, text, strlen(text)));
    credits.spans[0].end = strlen(text);
    assert_true(credits_part_characters(&credits, text, strlen(text)));
    credits.spans[0] = (struct credit_span){4, 5};
    assert_true(!credits_part_characters(&credits, text, strlen(text)));
    credits.spans[0] = (struct credit_span){0, 4};
    assert_true(!credits_part_characters(&credits, text, strlen(text)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(datelines_go_with_their_place),
        cmocka_unit_test(kernels_see_the_same),
        cmocka_unit_test(a_glance_sees_every_name),
        cmocka_unit_test(lines_that_are_nothing_else_go),
        cmocka_unit_test(lines_about_rights_go),
        cmocka_unit_test(marks_behind_the_last_sentence_go),
        cmocka_unit_test(names_in_running_text_stay),
        cmocka_unit_test(cut_off_and_ill_formed_texts_are_read_within_their_bounds),
        cmocka_unit_test(credits_are_the_same_where_line_breaks_are_known),
        cmocka_unit_test(line_breaks_are_known_of_what_is_left_without_credits),
        cmocka_unit_test(every_spelling_is_found),
        cmocka_unit_test(credits_say_whether_they_end_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
