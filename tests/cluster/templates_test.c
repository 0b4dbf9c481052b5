/* What parts two articles that share enough: numbers, names, and a form that is printed again. */
#include "cluster/corpus_testing.h"

#include <stdio.h>
#include <string.h>

/* A report of 10 sentences with a number after each, of which so many were corrected. */
static void report(struct text *text, unsigned corrected)
{
    for (unsigned n = 0; n < 10; n++) {
        char numbers[64];
        text_sentence(text, 0, n);
        snprintf(numbers, sizeof numbers, "in all it was %u tons.", n < corrected ? 5000 + n : 1000 + n);
        text_line(text, numbers);
    }
}

static void add_report(struct wirecopy_corpus *corpus, const char *id, unsigned corrected, unsigned own_story, unsigned own)
{
    struct text text = {0};
    report(&text, corrected);
    text_sentences(&text, own_story, own);
    add(corpus, id, &text, id, "2024-05-01", NULL);
    text_release(&text);
}

/* Its copies say 0 and 2 of 10 numbers otherwise, and it says 4: 2 of 10 match one of the three, 4 of 10 are a template of two. */
static struct wirecopy_corpus *corrected_reports(void)
{
    struct wirecopy_corpus *corpus = new_corpus();
    add_report(corpus, "first", 0, 1, 1);
    add_report(corpus, "mirror", 0, 2, 1);
    add_report(corpus, "between", 2, 3, 1);
    add_report(corpus, "last", 4, 4, 3);
    return corpus;
}

static void more_templates_than_matches_keep_a_copy_out(void **state)
{
    (void)state;
    assert_int_equal(size_with(corrected_reports(), "last"), 1);
    assert_int_equal(size_with(corrected_reports(), "between"), 3);
}

/* The same report with 4 of its 10 numbers corrected, so many days later, at the same address or another. */
static uint32_t size_of_correction(const char *day, const char *title, const char *url)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct text texts[2] = {{{0}}, {{0}}};
    uint32_t size;
    for (unsigned i = 0; i < 2; i++) {
        struct wirecopy_article article = {.id = {i ? "later" : "report", i ? 5 : 6}, .source = {"post", 4}, .url = {"post/1", 6}};
        report(&texts[i], 4 * i);
        article.text = (struct wirecopy_bytes){texts[i].bytes.data, texts[i].bytes.size};
        article.date = (struct wirecopy_bytes){i ? day : "2024-05-01", 10};
        article.title = (struct wirecopy_bytes){i ? title : "what the mill made", strlen(i ? title : "what the mill made")};
        if (i)
            article.url = (struct wirecopy_bytes){url, strlen(url)};
        assert_int_equal(wirecopy_corpus_add(corpus, &article), WIRECOPY_OK);
    }
    size = size_with(corpus, "later");
    text_release(&texts[0]);
    text_release(&texts[1]);
    return size;
}

static void a_correction_at_its_own_address_is_no_template(void **state)
{
    (void)state;
    assert_int_equal(size_of_correction("2024-05-04", "what the mill made", "post/1"), 2);
    assert_int_equal(size_of_correction("2024-05-04", "what the mill made", "post/2"), 1);
    assert_int_equal(size_of_correction("2024-05-05", "what the mill made", "post/1"), 1);
    assert_int_equal(size_of_correction("2024-05-04", "what the mill lost", "post/1"), 1);
}

/* A notice of some sentences, each with a name and a number or words after it. */
struct notice {
    const char *source, *date, *title, *name;
    unsigned own_story, shared, own;
};

static void put_notice(struct wirecopy_corpus *corpus, const char *id, const struct notice *notice)
{
    struct wirecopy_article article = {.id = {id, strlen(id)}, .source = {notice->source, strlen(notice->source)}};
    struct text text = {0};
    for (unsigned n = 0; n < notice->shared; n++) {
        char line[128];
        text_sentence(&text, 0, n);
        snprintf(line, sizeof line, "so said the %s of it all, not the town, and gave no number.", notice->name);
        text_line(&text, n ? "" : line);
    }
    text_sentences(&text, notice->own_story, notice->own);
    article.text = (struct wirecopy_bytes){text.bytes.data, text.bytes.size};
    article.title = (struct wirecopy_bytes){notice->title, strlen(notice->title)};
    article.date = (struct wirecopy_bytes){notice->date, strlen(notice->date)};
    assert_int_equal(wirecopy_corpus_add(corpus, &article), WIRECOPY_OK);
    text_release(&text);
}

static uint32_t size_of_notices(const struct notice *one, const struct notice *other)
{
    struct wirecopy_corpus *corpus = new_corpus();
    put_notice(corpus, "one", one);
    put_notice(corpus, "other", other);
    return size_with(corpus, "one");
}

static void a_notice_with_another_name_is_another_notice(void **state)
{
    struct notice one = {"post", "2024-05-01", "mill raises its price", "mill", 1, 3, 2},
                  other = {"post", "2024-05-01", "quarry lifts what stone costs", "quarry", 2, 3, 2};
    (void)state;
    assert_int_equal(size_of_notices(&one, &other), 1);
    other.title = "mill raises what its flour costs"; /* shares half */
    assert_int_equal(size_of_notices(&one, &other), 2);
    other.title = "stone costs more"; /* and the text names no stone */
    assert_int_equal(size_of_notices(&one, &other), 2);
    other = (struct notice){"courier", "2024-05-01", "quarry lifts what stone costs", "quarry", 2, 3, 2};
    assert_int_equal(size_of_notices(&one, &other), 2);
    other.source = "post";
    one.shared = other.shared = 5;
    one.own = other.own = 1;
    assert_int_equal(size_of_notices(&one, &other), 1); /* much alike */
    one.shared = other.shared = 7;
    one.own = other.own = 0;
    assert_int_equal(size_of_notices(&one, &other), 2); /* nearly equal */
    one.shared = other.shared = 9;                      /* an article, no notice */
    one.own = other.own = 3;
    assert_int_equal(size_of_notices(&one, &other), 2);
}

/* The same form of two outlets or one, a day later: each number is one of the day before, or new. */
static uint32_t size_of_rolled(const char *source, const char *title)
{
    static const char *const numbers[2][4] = {{"375", "460", "12", "17"}, {"341", "375", "9", "12"}};
    struct wirecopy_corpus *corpus = new_corpus();
    for (unsigned i = 0; i < 2; i++) {
        struct wirecopy_article article = {.id = {i ? "later" : "first", 5}, .source = {i ? source : "post", strlen(i ? source : "post")}};
        struct text text = {0};
        char line[200];
        text_sentences(&text, 0, 2);
        snprintf(line, sizeof line, "what lay in the stores of the mill was %s thousand tons, and it had been %s thousand tons the day before.",
                 numbers[i][0], numbers[i][1]);
        text_line(&text, line);
        snprintf(line, sizeof line, "what lay in the stores at the port was %s thousand tons, and it had been %s thousand tons the day before.",
                 numbers[i][2], numbers[i][3]);
        text_line(&text, line);
        text_sentences(&text, 1 + i, 2);
        article.text = (struct wirecopy_bytes){text.bytes.data, text.bytes.size};
        article.date = (struct wirecopy_bytes){i ? "2024-05-02T12:00:00Z" : "2024-05-01T08:00:00Z", 20};
        article.title = (struct wirecopy_bytes){i ? title : "what the stores hold", strlen(i ? title : "what the stores hold")};
        assert_int_equal(wirecopy_corpus_add(corpus, &article), WIRECOPY_OK);
        text_release(&text);
    }
    return size_with(corpus, "later");
}

static void an_issue_that_says_what_the_last_one_said_is_another_one(void **state)
{
    (void)state;
    assert_int_equal(size_of_rolled("post", "what the stores hold"), 1);
    assert_int_equal(size_of_rolled("post", "mill has less in store"), 1);
    assert_int_equal(size_of_rolled("courier", "what the stores hold"), 2); /* an update of another outlet's */
}

/* The same title at the same hour of the next day. */
static void a_daily_form_is_another_one_each_day(void **state)
{
    struct notice one = {"post", "2024-05-01T08:00:00Z", "ships in the canal today", "mill", 1, 4, 1},
                  other = {"post", "2024-05-02T09:29:00Z", "ships in the canal today", "mill", 2, 4, 1};
    (void)state;
    assert_int_equal(size_of_notices(&one, &other), 1);
    other.date = "2024-05-02T09:31:00Z";
    assert_int_equal(size_of_notices(&one, &other), 2);
    other.date = "2024-05-03T06:31:00Z";
    assert_int_equal(size_of_notices(&one, &other), 1);
    other.date = "2024-05-01T08:10:00Z"; /* a correction */
    assert_int_equal(size_of_notices(&one, &other), 2);
    other.date = "2024-05-02"; /* no hour is known */
    assert_int_equal(size_of_notices(&one, &other), 2);
    other.date = "2024-05-02T08:00:00Z";
    other.title = "canal full of fish";
    assert_int_equal(size_of_notices(&one, &other), 2);
    other.title = one.title;
    other.source = "courier";
    assert_int_equal(size_of_notices(&one, &other), 2);
}

/* A long article of an outlet, taken up again weeks later; a form has few words, and keeps its title. */
static void an_article_taken_up_again_is_no_form(void **state)
{
    struct notice one = {"post", "2024-05-01", "the mill and its people", "mill", 1, 25, 5},
                  other = {"post", "2024-06-30", "a year of the town", "mill", 2, 25, 5};
    (void)state;
    assert_int_equal(size_of_notices(&one, &other), 2);
    other.title = "the mill and its people again";
    assert_int_equal(size_of_notices(&one, &other), 1);
    other.title = "";
    assert_int_equal(size_of_notices(&one, &other), 1);
    other.title = "a year of the town";
    one.shared = other.shared = 22;
    assert_int_equal(size_of_notices(&one, &other), 1);
}

/* A report of so many sentences, in which two numbers differ from another one's. */
static uint32_t size_of_reports(unsigned sentences)
{
    struct wirecopy_corpus *corpus = new_corpus();
    for (unsigned i = 0; i < 2; i++) {
        struct text text = {0};
        for (unsigned n = 0; n < sentences; n++) {
            char line[64];
            text_sentence(&text, 0, n);
            snprintf(line, sizeof line, "in all it was %u.", n < 2 ? 100 * (i + 1) + n : 77);
            text_line(&text, n < 4 ? line : "");
        }
        text_sentences(&text, 1 + i, 1);
        add(corpus, i ? "later" : "report", &text, i ? "post" : "courier", "2024-05-01", NULL);
        text_release(&text);
    }
    return size_with(corpus, "later");
}

static void two_numbers_make_a_form_of_a_short_text_only(void **state)
{
    (void)state;
    assert_int_equal(size_of_reports(5), 1);
    assert_int_equal(size_of_reports(9), 2);
}

/* Appends a notice of up to 8 sentences with a name after each, by number. */
static void form_notice(struct text *text, const unsigned *whose, unsigned sentences)
{
    static const char *const names[] = {"arvin", "belka", "corso", "damir", "edlon", "firat", "gavra", "hanke"};
    for (unsigned n = 0; n < sentences; n++) {
        char line[64];
        text_sentence(text, 0, n);
        snprintf(line, sizeof line, "so said %s%c of the board.", names[n], (char)('a' + whose[n]));
        text_line(text, line);
    }
}

/* 5 notices; whose names they have is told by row. Of no day; of one outlet where url is not NULL. */
static struct wirecopy_corpus *form_notices(unsigned whose[5][8], bool mirrored, const char *url)
{
    struct wirecopy_corpus *corpus = new_corpus();
    for (unsigned i = 0; i < (mirrored ? 6U : 5U); i++) {
        static const char *const ids[] = {"first", "b", "c", "d", "e", "mirror"};
        struct text text = {0};
        form_notice(&text, whose[i % 5], 8);
        if (i == 5)
            text_sentences(&text, 9, 1);
        add(corpus, ids[i], &text, url ? "post" : NULL, NULL, url);
        text_release(&text);
    }
    return corpus;
}

/* The size of the cluster of the first of them. */
static uint32_t size_of_form_notices(unsigned whose[5][8], bool mirrored, const char *url)
{
    return size_with(form_notices(whose, mirrored, url), "first");
}

/* How many clusters of them the summary says were taken apart. */
static uint64_t forms_parted(unsigned whose[5][8], const char *url)
{
    struct wirecopy_clustering *clustering = must_cluster(form_notices(whose, false, url));
    uint64_t parted = clustering_summary(clustering)->forms_parted;
    wirecopy_clustering_free(clustering);
    return parted;
}

static void notices_of_a_form_without_numbers_are_no_copies(void **state)
{
    unsigned whose[5][8];
    (void)state;
    for (unsigned i = 0; i < 5; i++)
        for (unsigned n = 0; n < 8; n++)
            whose[i][n] = i;
    assert_int_equal(size_of_form_notices(whose, false, NULL), 1);
    assert_int_equal(size_of_form_notices(whose, true, NULL), 2);         /* one in two papers */
    assert_int_equal(size_of_form_notices(whose, false, "post/live"), 5); /* a page that is kept up to date */
    assert_int_equal(forms_parted(whose, NULL), 1);
    for (unsigned i = 0; i < 5; i++) /* of each story two names are spelled as in no other, in other places */
        for (unsigned n = 0; n < 8; n++)
            whose[i][n] = n % 5 == i;
    assert_int_equal(size_of_form_notices(whose, false, NULL), 5);
    assert_int_equal(forms_parted(whose, NULL), 0);
}

/* 9 notices whose names are each one of four: some two have a name in common, no two all; and the first without its last sentences. */
static void notices_that_choose_from_short_lists_are_no_copies(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    (void)state;
    for (unsigned i = 0; i < 10; i++) {
        static const char *const ids[] = {"first", "b", "c", "d", "e", "f", "g", "h", "i", "cut"};
        unsigned whose[8], of = i % 9;
        struct text text = {0};
        for (unsigned n = 0; n < 8; n++)
            whose[n] = (of * of * (n + 3) + of * (n + 1) + of / 4 + n) % 4;
        form_notice(&text, whose, i < 9 ? 8 : 5);
        add(corpus, ids[i], &text, NULL, NULL, NULL);
        text_release(&text);
    }
    assert_int_equal(size_with(corpus, "first"), 2);
}

/* Where words between names are endings or few, no four of them stand in a row. */
static void match_report(struct text *text, bool arabic, unsigned number, const char names[6][4])
{
    char line[1024];
    if (arabic)
        snprintf(line, sizeof line,
                 "فاز %s على %s بنتيجة %u-1 في الدوري يوم %s وسجل %s الهدف في الدقيقة %u أمام %u متفرج. وعادل %s النتيجة من ركلة جزاء لكن %s منح "
                 "الفوز لفريقه في أواخر الشوط الثاني بعد تمريرة عرضية من اليسار. وقال مدرب الفريق المضيف إن فريقه عمل بجد واستحق النقاط الثلاث.",
                 names[0], names[1], number, names[2], names[3], 10 + number, 30 + number, names[4], names[5]);
    else
        snprintf(
            line, sizeof line,
            "%s обыграл %s со счётом %u:1 в матче чемпионата %s, %s забил на %u минуте при %u зрителях. %s сравнял счёт с пенальти, но %s принёс "
            "победу своей команде в конце второго тайма после подачи слева. Тренер хозяев сказал, что команда много работала и заслужила три очка.",
            names[0], names[1], number, names[2], names[3], 10 + number, 30 + number, names[4], names[5]);
    text_line(text, line);
}

static void match_reports_of_a_form_are_no_copies(void **state)
{
    (void)state;
    for (int arabic = 0; arabic < 2; arabic++) {
        struct wirecopy_corpus *corpus = new_corpus();
        for (unsigned i = 0; i < 5; i++) {
            static const char *const ids[] = {"first", "b", "c", "d", "e"};
            struct text text = {0};
            char names[6][4];
            for (unsigned n = 0; n < 6; n++)
                snprintf(names[n], sizeof names[n], "%c%c%c", (char)('a' + i), (char)('k' + n), (char)('p' + i));
            match_report(&text, arabic, i + 2, names);
            add(corpus, ids[i], &text, NULL, NULL, NULL);
            text_release(&text);
        }
        assert_int_equal(size_with(corpus, "first"), 1);
    }
}

/* Forecasts without numbers in scripts without spaces, where a word may be several of those that are cut. */
static const char *const forecasts[] =
    {"พยากรณ์อากาศ%s: วัน%sท้องฟ้าเหนือ%sจะ%s อุณหภูมิจะสูงกว่าวันก่อน ช่วงบ่ายลมมีความเร็วปานกลาง "
     "กรมอุตุนิยมวิทยาเตือนผู้ขับขี่ให้ระมัดระวังบนถนนใกล้%s ซึ่งคาดว่าจะมีพายุในช่วงค่ำ",
     "ພະຍາກອນອາກາດ%s: ວັນ%sທ້ອງຟ້າເໜືອ%sຈະ%s ອຸນຫະພູມຈະສູງກວ່າມື້ກ່ອນ ຕອນບ່າຍລົມຈະມີຄວາມໄວປານກາງ "
     "ກົມອຸຕຸນິຍົມເຕືອນຜູ້ຂັບຂີ່ໃຫ້ລະມັດລະວັງຢູ່ຖະໜົນໃກ້%s ເຊິ່ງຄາດວ່າຈະມີພາຍຸໃນຕອນແລງ",
     "ការព្យាករណ៍អាកាសធាតុ%s៖ នៅថ្ងៃ%sផ្ទៃមេឃលើ%sនឹង%s សីតុណ្ហភាពនឹងខ្ពស់ជាងថ្ងៃមុន នៅពេលរសៀលខ្យល់នឹងមានល្បឿនមធ្យម "
     "នាយកដ្ឋានឧតុនិយមណែនាំអ្នកបើកបរឲ្យប្រុងប្រយ័ត្ននៅលើផ្លូវជិត%s ដែលរំពឹងថានឹងមានព្យុះនៅពេលល្ងាច",
     "%sの天気予報:%sの%s上空は%sで、気温は前日より高くなる見込みです。午後は風が強まるでしょう。"
     "気象台は、夕方に雷雨が予想される%s付近の道路では運転に注意するよう呼びかけています。",
     "%s天气预报:%s的%s上空将%s,气温将比前一天高。下午风力将逐渐加大。气象台提醒驾驶员,傍晚%s附近道路预计有雷暴,请注意行车安全。"};
static const char *const forecast_names[][3][5] =
    {{{"มหาสารคาม", "นครราชสีมา", "สุราษฎร์ธานี", "ประจวบคีรีขันธ์", "พระนครศรีอยุธยา"},
      {"จันทร์", "อังคาร", "พุธ", "ศุกร์", "เสาร์"},
      {"แจ่มใสตลอดทั้งวัน", "มีเมฆบางส่วนเป็นแห่งๆ", "ครึ้มและมีฝนเล็กน้อย", "มีหมอกควันในตอนเช้า", "มีแดดจัดและอากาศร้อน"}},
     {{"ວຽງຈັນ", "ຫຼວງພະບາງ", "ປາກເຊ", "ຊຳເໜືອ", "ທ່າແຂກ"}, {"ຈັນ", "ອັງຄານ", "ພຸດ", "ສຸກ", "ເສົາ"}, {"ແຈ່ມໃສ", "ມີເມກບາງສ່ວນ", "ມືດຄຶ້ມ", "ມີໝອກຄວັນ", "ມີແດດ"}},
     {{"ភ្នំពេញ", "សៀមរាប", "បាត់ដំបង", "កំពត", "ក្រចេះ"}, {"ចន្ទ", "អង្គារ", "ពុធ", "សុក្រ", "សៅរ៍"}, {"ស្រឡះ", "មានពពកខ្លះ", "មេឃងងឹត", "មានអ័ព្ទ", "មានពន្លឺថ្ងៃ"}},
     {{"札幌", "仙台", "金沢", "名古屋", "京都"}, {"月曜日", "火曜日", "水曜日", "木曜日", "金曜日"}, {"晴れ", "くもり", "雨", "うす曇り", "快晴"}},
     {{"北京", "上海", "广州", "成都", "武汉"}, {"周一", "周二", "周三", "周四", "周五"}, {"晴朗", "多云", "阴天", "有雾霾", "下小雨"}}};

static void forecasts_in_scripts_without_spaces_are_no_copies(void **state)
{
    (void)state;
    for (size_t script = 0; script < sizeof forecasts / sizeof *forecasts; script++) {
        static const char *const ids[] = {"first", "b", "c", "d", "e", "mirror"};
        struct wirecopy_corpus *corpus = new_corpus();
        for (unsigned i = 0; i < 6; i++) {
            const char *const(*names)[5] = forecast_names[script];
            char line[2048];
            struct text text = {0};
            snprintf(line, sizeof line, forecasts[script], names[0][i % 5], names[1][i % 5], names[0][i % 5], names[2][i % 5], names[0][(i + 2) % 5]);
            text_line(&text, line);
            if (i == 5)
                text_line(&text, names[1][2]);
            add(corpus, ids[i], &text, NULL, NULL, NULL);
            text_release(&text);
        }
        assert_int_equal(size_with(corpus, "first"), 2);
    }
}

/* Today's low is yesterday's high, and stands beside the same clusters, as parts of other words. */
static void forecasts_of_other_days_differ_where_words_are_clusters(void **state)
{
    static const char *const pairs[][2] =
        {{"พยากรณ์อากาศระยอง: วันพฤหัสบดีท้องฟ้าเหนือระยองจะแจ่มใส อุณหภูมิสูงสุด 37 องศา ต่ำสุด 9 องศา ช่วงบ่ายลมเหนือมีความเร็วถึง 70 กิโลเมตรต่อชั่วโมง "
          "และมีโอกาสฝนตกร้อยละ 39 กรมอุตุนิยมวิทยาเตือนผู้ขับขี่ให้ระมัดระวังบนถนนใกล้ตาก ซึ่งคาดว่าจะมีฝนปรอยในช่วงค่ำ",
          "พยากรณ์อากาศภูเก็ต: วันเสาร์ท้องฟ้าเหนือภูเก็ตจะมีแดดจัด อุณหภูมิสูงสุด 9 องศา ต่ำสุด 2 องศา ช่วงบ่ายลมเหนือมีความเร็วถึง 38 กิโลเมตรต่อชั่วโมง "
          "และมีโอกาสฝนตกร้อยละ 17 กรมอุตุนิยมวิทยาเตือนผู้ขับขี่ให้ระมัดระวังบนถนนใกล้ขอนแก่น ซึ่งคาดว่าจะมีหมอกในช่วงค่ำ"},
         {"ພະຍາກອນອາກາດວຽງຈັນ: ວັນເສົາທ້ອງຟ້າເໜືອວຽງຈັນຈະມີແດດ ອຸນຫະພູມສູງສຸດ 17 ອົງສາ ຕ່ຳສຸດ 15 ອົງສາ ຕອນບ່າຍລົມເໜືອຈະມີຄວາມໄວເຖິງ 49 ກິໂລແມັດຕໍ່ຊົ່ວໂມງ ແລະ "
          "ມີໂອກາດຝົນຕົກ 38 ເປີເຊັນ ກົມອຸຕຸນິຍົມເຕືອນຜູ້ຂັບຂີ່ໃຫ້ລະມັດລະວັງຢູ່ຖະໜົນໃກ້ສະຫວັນນະເຂດ ເຊິ່ງຄາດວ່າຈະມີຝົນແຮງໃນຕອນແລງ",
          "ພະຍາກອນອາກາດອັດຕະປື: ວັນເສົາທ້ອງຟ້າເໜືອອັດຕະປືຈະແຈ່ມໃສ ອຸນຫະພູມສູງສຸດ 8 ອົງສາ ຕ່ຳສຸດ 17 ອົງສາ ຕອນບ່າຍລົມໃຕ້ຈະມີຄວາມໄວເຖິງ 58 ກິໂລແມັດຕໍ່ຊົ່ວໂມງ ແລະ "
          "ມີໂອກາດຝົນຕົກ 19 ເປີເຊັນ ກົມອຸຕຸນິຍົມເຕືອນຜູ້ຂັບຂີ່ໃຫ້ລະມັດລະວັງຢູ່ຖະໜົນໃກ້ຊຳເໜືອ ເຊິ່ງຄາດວ່າຈະມີຝົນຝອຍໃນຕອນແລງ"},
         {"ការព្យាករណ៍អាកាសធាតុកោះកុង៖ នៅថ្ងៃអង្គារផ្ទៃមេឃលើកោះកុងនឹងស្រឡះ សីតុណ្ហភាពខ្ពស់បំផុត 8 អង្សា និងទាបបំផុត 4 អង្សា នៅពេលរសៀលខ្យល់ពីទិសកើតនឹងមានល្បឿនដល់ "
          "69 គីឡូម៉ែត្រក្នុងមួយម៉ោង ហើយឱកាសភ្លៀងគឺ 63 ភាគរយ នាយកដ្ឋានឧតុនិយមណែនាំអ្នកបើកបរឲ្យប្រុងប្រយ័ត្ននៅលើផ្លូវជិតព្រៃវែង ដែលរំពឹងថានឹងមានព្យុះ",
          "ការព្យាករណ៍អាកាសធាតុកំពត៖ នៅថ្ងៃសុក្រផ្ទៃមេឃលើកំពតនឹងស្រឡះ សីតុណ្ហភាពខ្ពស់បំផុត 17 អង្សា និងទាបបំផុត 8 អង្សា នៅពេលរសៀលខ្យល់ពីទិសត្បូងនឹងមានល្បឿនដល់ "
          "64 គីឡូម៉ែត្រក្នុងមួយម៉ោង ហើយឱកាសភ្លៀងគឺ 3 ភាគរយ នាយកដ្ឋានឧតុនិយមណែនាំអ្នកបើកបរឲ្យប្រុងប្រយ័ត្ននៅលើផ្លូវជិតពោធិ៍សាត់ ដែលរំពឹងថានឹងមានព្យុះ"}};
    (void)state;
    for (size_t script = 0; script < sizeof pairs / sizeof *pairs; script++) {
        struct wirecopy_corpus *corpus = new_corpus();
        for (size_t i = 0; i < 2; i++) {
            struct text text = {0};
            text_line(&text, pairs[script][i]);
            add(corpus, i ? "other" : "first", &text, NULL, NULL, NULL);
            text_release(&text);
        }
        assert_int_equal(size_with(corpus, "first"), 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_templates_than_matches_keep_a_copy_out),
        cmocka_unit_test(a_correction_at_its_own_address_is_no_template),
        cmocka_unit_test(a_notice_with_another_name_is_another_notice),
        cmocka_unit_test(an_issue_that_says_what_the_last_one_said_is_another_one),
        cmocka_unit_test(a_daily_form_is_another_one_each_day),
        cmocka_unit_test(an_article_taken_up_again_is_no_form),
        cmocka_unit_test(two_numbers_make_a_form_of_a_short_text_only),
        cmocka_unit_test(notices_that_choose_from_short_lists_are_no_copies),
        cmocka_unit_test(notices_of_a_form_without_numbers_are_no_copies),
        cmocka_unit_test(match_reports_of_a_form_are_no_copies),
        cmocka_unit_test(forecasts_in_scripts_without_spaces_are_no_copies),
        cmocka_unit_test(forecasts_of_other_days_differ_where_words_are_clusters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
