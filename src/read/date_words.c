/*
 * Words are looked up in one table. What stands before the first number says nothing of the date (weekdays, "publié le"); a word between its
 * numbers has to be known; behind the year a word that is not known may be about the time.
 */
#include "read/date_words.h"

#include <stdlib.h>
#include <string.h>

#include "read/bytes/escaped.h"
#include "read/scan.h"

enum { KEY_BYTES = 27 };

/* What a word means that is no month, which are 1 to 12. */
enum {
    UNKNOWN,
    NOTHING = 13,
    KEPT,       /* as English has it */
    NUMBERED,   /* the number behind it is that of a month */
    OF_OUR_ERA, /* behind a year */
    POLISH      /* November; in Croatian, which puts a full stop behind the day, it is October */
};

struct word {
    char key[KEY_BYTES];
    uint8_t meaning;
};

/*
 * In order of bytes; in lower case, letters without accents, those of Arabic as they are joined below. French, Spanish, Portuguese, Italian,
 * Catalan, Romanian; German, Dutch, Swedish, Danish, Norwegian; Polish, Czech, Slovak; Finnish, Hungarian; Turkish; Indonesian, Malay; Russian,
 * Ukrainian, Belarusian, Bulgarian; Greek; Arabic of all three kinds, Persian and Urdu; Hindi; Vietnamese. No other word means two months.
 */
/* clang-format off */
static const struct word words[] = {
    {"a", NOTHING}, {"aar", NOTHING}, {"abr", 4}, {"abril", 4}, {"ago", 8}, {"agost", 8}, {"agosto", 8}, {"ags", 8}, {"agt", 8},
    {"agu", 8}, {"agustos", 8}, {"agustus", 8}, {"alle", NOTHING}, {"am", KEPT}, {"anno", NOTHING}, {"ano", NOTHING}, {"aout", 8},
    {"apr", 4}, {"april", 4}, {"aprila", 4}, {"aprile", 4}, {"aprilie", 4}, {"aprilis", 4}, {"ara", 12}, {"aralik", 12},
    {"as", NOTHING}, {"at", KEPT}, {"aug", 8}, {"august", 8}, {"augusta", 8}, {"augusti", 8}, {"augustus", 8}, {"augusztus", 8},
    {"avr", 4}, {"avril", 4}, {"brezna", 3}, {"bst", KEPT}, {"cervence", 7}, {"cervna", 6}, {"cest", KEPT}, {"cet", KEPT}, {"cze", 6},
    {"czerwca", 6}, {"czerwiec", 6}, {"de", NOTHING}, {"dec", 12}, {"december", 12}, {"decembra", 12}, {"decembre", 12},
    {"decembrie", 12}, {"del", NOTHING}, {"den", NOTHING}, {"des", 12}, {"desember", 12}, {"desembre", 12}, {"dez", 12},
    {"dezember", 12}, {"dezembro", 12}, {"di", NOTHING}, {"dic", 12}, {"dicembre", 12}, {"diciembre", 12}, {"dis", 12},
    {"disember", 12}, {"dnia", NOTHING}, {"do", NOTHING}, {"dubna", 4}, {"edt", KEPT}, {"eest", KEPT}, {"eet", KEPT}, {"eki", 10},
    {"ekim", 10}, {"el", NOTHING}, {"elokuuta", 8}, {"em", NOTHING}, {"ene", 1}, {"enero", 1}, {"er", NOTHING}, {"est", KEPT},
    {"eyl", 9}, {"eylul", 9}, {"feb", 2}, {"febbr", 2}, {"febbraio", 2}, {"feber", 2}, {"febrer", 2}, {"febrero", 2}, {"februar", 2},
    {"februara", 2}, {"februari", 2}, {"februarie", 2}, {"february", 2}, {"fev", 2}, {"fevereiro", 2}, {"fevr", 2}, {"fevrier", 2},
    {"gen", 1}, {"gener", 1}, {"genn", 1}, {"gennaio", 1}, {"giu", 6}, {"giugno", 6}, {"gmt", KEPT}, {"godz", NOTHING}, {"gru", 12},
    {"grudnia", 12}, {"grudzien", 12}, {"h", NOTHING}, {"haz", 6}, {"haziran", 6}, {"heinakuuta", 7}, {"helmikuuta", 2},
    {"hs", NOTHING}, {"huhtikuuta", 4}, {"ian", 1}, {"ianuarie", 1}, {"iul", 7}, {"iulie", 7}, {"iun", 6}, {"iunie", 6},
    {"jaar", NOTHING}, {"jam", NOTHING}, {"jan", 1}, {"janeiro", 1}, {"janner", 1}, {"januar", 1}, {"januara", 1}, {"januari", 1},
    {"january", 1}, {"janv", 1}, {"janvier", 1}, {"joulukuuta", 12}, {"juil", 7}, {"juillet", 7}, {"juin", 6}, {"jul", 7}, {"jula", 7},
    {"julai", 7}, {"julho", 7}, {"juli", 7}, {"julio", 7}, {"juliol", 7}, {"julius", 7}, {"july", 7}, {"jun", 6}, {"juna", 6},
    {"june", 6}, {"junho", 6}, {"juni", 6}, {"junio", 6}, {"junius", 6}, {"juny", 6}, {"kas", 11}, {"kasim", 11}, {"kesakuuta", 6},
    {"kl", NOTHING}, {"klo", NOTHING}, {"kvetna", 5}, {"kwi", 4}, {"kwiecien", 4}, {"kwietnia", 4}, {"la", NOTHING}, {"las", NOTHING},
    {"le", NOTHING}, {"ledna", 1}, {"lipca", 7}, {"lipiec", 7}, {"listopad", POLISH}, {"listopada", POLISH}, {"listopadu", 11},
    {"lokakuuta", 10}, {"los", NOTHING}, {"luc", NOTHING}, {"lug", 7}, {"luglio", 7}, {"lut", 2}, {"lutego", 2}, {"luty", 2},
    {"maaliskuuta", 3}, {"maart", 3}, {"mac", 3}, {"maerz", 3}, {"mag", 5}, {"magg", 5}, {"maggio", 5}, {"mai", 5}, {"maig", 5},
    {"maio", 5}, {"maj", 5}, {"maja", 5}, {"majus", 5}, {"mar", 3}, {"marc", 3}, {"marca", 3}, {"march", 3}, {"marcius", 3},
    {"marco", 3}, {"maret", 3}, {"marraskuuta", 11}, {"mars", 3}, {"mart", 3}, {"martie", 3}, {"marts", 3}, {"marz", 3}, {"marzec", 3},
    {"marzo", 3}, {"may", 5}, {"mayis", 5}, {"mayo", 5}, {"mei", 5}, {"mesz", KEPT}, {"mez", KEPT}, {"mrt", 3}, {"mrz", 3},
    {"msk", KEPT}, {"nam", NOTHING}, {"nd", KEPT}, {"ngay", NOTHING}, {"nis", 4}, {"nisan", 4}, {"noiembrie", 11}, {"nov", 11},
    {"november", 11}, {"novembra", 11}, {"novembre", 11}, {"novembro", 11}, {"noviembre", 11}, {"o", NOTHING}, {"oca", 1}, {"ocak", 1},
    {"oct", 10}, {"october", 10}, {"octobre", 10}, {"octombrie", 10}, {"octubre", 10}, {"of", KEPT}, {"ogos", 8}, {"okt", 10},
    {"oktober", 10}, {"oktobra", 10}, {"om", NOTHING}, {"ora", NOTHING}, {"ore", NOTHING}, {"ott", 10}, {"ottobre", 10}, {"out", 10},
    {"outubro", 10}, {"paz", 10}, {"pazdziernik", 10}, {"pazdziernika", 10}, {"pm", KEPT}, {"prosince", 12}, {"pukul", NOTHING},
    {"rd", KEPT}, {"re", NOTHING}, {"rijna", 10}, {"ro", NOTHING}, {"roku", NOTHING}, {"saat", NOTHING}, {"saati", NOTHING}, {"sep", 9},
    {"sept", 9}, {"september", 9}, {"septembra", 9}, {"septembre", 9}, {"septembrie", 9}, {"septiembre", 9}, {"set", 9},
    {"setembre", 9}, {"setembro", 9}, {"setiembre", 9}, {"sett", 9}, {"settembre", 9}, {"sie", 8}, {"sierpien", 8}, {"sierpnia", 8},
    {"srpna", 8}, {"st", KEPT}, {"sty", 1}, {"styczen", 1}, {"stycznia", 1}, {"sub", 2}, {"subat", 2}, {"syyskuuta", 9},
    {"szeptember", 9}, {"t", KEPT}, {"tammikuuta", 1}, {"tem", 7}, {"temmuz", 7}, {"th", KEPT}, {"thang", NUMBERED}, {"the", NOTHING},
    {"toukokuuta", 5}, {"trt", KEPT}, {"uhr", NOTHING}, {"um", NOTHING}, {"unora", 2}, {"ut", KEPT}, {"utc", KEPT}, {"uur", NOTHING},
    {"wib", KEPT}, {"wrz", 9}, {"wrzesien", 9}, {"wrzesnia", 9}, {"z", KEPT}, {"zari", 9}, {"ª", NOTHING}, {"°", NOTHING},
    {"º", NOTHING}, {"απρ", 4}, {"απριλιοσ", 4}, {"απριλιου", 4}, {"αυγ", 8}, {"αυγουστοσ", 8}, {"αυγουστου", 8}, {"δεκ", 12},
    {"δεκεμβριοσ", 12}, {"δεκεμβριου", 12}, {"η", NOTHING}, {"ησ", NOTHING}, {"ιαν", 1}, {"ιανουαριοσ", 1}, {"ιανουαριου", 1},
    {"ιουλ", 7}, {"ιουλιοσ", 7}, {"ιουλιου", 7}, {"ιουν", 6}, {"ιουνιοσ", 6}, {"ιουνιου", 6}, {"μαι", 5}, {"μαιοσ", 5}, {"μαιου", 5},
    {"μαρ", 3}, {"μαρτιοσ", 3}, {"μαρτιου", 3}, {"νοε", 11}, {"νοεμβριοσ", 11}, {"νοεμβριου", 11}, {"οκτ", 10}, {"οκτωβριοσ", 10},
    {"οκτωβριου", 10}, {"σεπ", 9}, {"σεπτεμβριοσ", 9}, {"σεπτεμβριου", 9}, {"στισ", NOTHING}, {"φεβ", 2}, {"φεβρουαριοσ", 2},
    {"φεβρουαριου", 2}, {"авг", 8}, {"август", 8}, {"августа", 8}, {"апр", 4}, {"апрель", 4}, {"апреля", 4}, {"април", 4}, {"бер", 3},
    {"березень", 3}, {"березня", 3}, {"в", NOTHING}, {"вер", 9}, {"верасня", 9}, {"вересень", 9}, {"вересня", 9}, {"г", NOTHING},
    {"го", NOTHING}, {"год", NOTHING}, {"года", NOTHING}, {"груд", 12}, {"грудень", 12}, {"грудня", 12}, {"дек", 12}, {"декабрь", 12},
    {"декабря", 12}, {"декември", 12}, {"е", NOTHING}, {"жніўня", 8}, {"жовт", 10}, {"жовтень", 10}, {"жовтня", 10}, {"июл", 7},
    {"июль", 7}, {"июля", 7}, {"июн", 6}, {"июнь", 6}, {"июня", 6}, {"кастрычніка", 10}, {"квіт", 4}, {"квітень", 4}, {"квітня", 4},
    {"красавіка", 4}, {"лип", 7}, {"липень", 7}, {"липня", 7}, {"листопад", 11}, {"листопада", 11}, {"лют", 2}, {"лютага", 2},
    {"лютий", 2}, {"лютого", 2}, {"ліпеня", 7}, {"лістапада", 11}, {"май", 5}, {"мар", 3}, {"март", 3}, {"марта", 3}, {"мая", 5},
    {"ноември", 11}, {"ноя", 11}, {"нояб", 11}, {"ноябрь", 11}, {"ноября", 11}, {"о", NOTHING}, {"ого", NOTHING}, {"ое", NOTHING},
    {"окт", 10}, {"октомври", 10}, {"октябрь", 10}, {"октября", 10}, {"р", NOTHING}, {"року", NOTHING}, {"сакавіка", 3}, {"сен", 9},
    {"сент", 9}, {"сентябрь", 9}, {"сентября", 9}, {"септември", 9}, {"серп", 8}, {"серпень", 8}, {"серпня", 8}, {"снежня", 12},
    {"студзеня", 1}, {"січ", 1}, {"січень", 1}, {"січня", 1}, {"трав", 5}, {"травень", 5}, {"травня", 5}, {"фев", 2}, {"февр", 2},
    {"февраль", 2}, {"февраля", 2}, {"февруари", 2}, {"черв", 6}, {"червень", 6}, {"червня", 6}, {"чэрвеня", 6}, {"юли", 7}, {"юни", 6},
    {"янв", 1}, {"январь", 1}, {"января", 1}, {"януари", 1}, {"اب", 8}, {"ابريل", 4}, {"اذار", 3}, {"اغسطس", 8}, {"افريل", 4},
    {"اكتبر", 10}, {"اكتوبر", 10}, {"الساعة", NOTHING}, {"اوت", 8}, {"اوريل", 4}, {"ايار", 5}, {"ايلول", 9}, {"اپريل", 4}, {"اگست", 8},
    {"اگوست", 8}, {"تشرين الاول", 10}, {"تشرين الثاني", 11}, {"تموز", 7}, {"جانفي", 1}, {"جنوري", 1}, {"جوان", 6}, {"جولائي", 7},
    {"جولاي", 7}, {"جون", 6}, {"جويلية", 7}, {"حزيران", 6}, {"دجنبر", 12}, {"دسامبر", 12}, {"دسمبر", 12}, {"ديسمبر", 12},
    {"ساعت", NOTHING}, {"سبتمبر", 9}, {"ستمبر", 9}, {"سنة", NOTHING}, {"سنه", NOTHING}, {"سپتامبر", 9}, {"شباط", 2}, {"شتنبر", 9},
    {"عام", NOTHING}, {"غشت", 8}, {"فبراير", 2}, {"فروري", 2}, {"فوريه", 2}, {"في", NOTHING}, {"فيفري", 2}, {"كانون الاول", 12},
    {"كانون الثاني", 1}, {"م", OF_OUR_ERA}, {"مئي", 5}, {"مارس", 3}, {"مارچ", 3}, {"ماي", 5}, {"مايو", 5}, {"من", NOTHING}, {"مه", 5},
    {"مي", 5}, {"نوامبر", 11}, {"نوفمبر", 11}, {"نومبر", 11}, {"نونبر", 11}, {"نيسان", 4}, {"يناير", 1}, {"يوليه", 7}, {"يوليو", 7},
    {"يوليوز", 7}, {"يوم", NOTHING}, {"يونيه", 6}, {"يونيو", 6}, {"ژانويه", 1}, {"ژوئن", 6}, {"ژوئيه", 7}, {"अक्टूबर", 10},
    {"अक्तूबर", 10}, {"अगस्त", 8}, {"अप्रैल", 4}, {"जनवरी", 1}, {"जुलाई", 7}, {"जून", 6}, {"दिसंबर", 12}, {"दिसम्बर", 12},
    {"नवंबर", 11}, {"नवम्बर", 11}, {"फरवरी", 2}, {"बजे", NOTHING}, {"मई", 5}, {"मार्च", 3}, {"सन", NOTHING}, {"सितंबर", 9},
    {"सितम्बर", 9},
};
/* clang-format on */

/* The base letters of U+00C0 to U+017F. */
static const char latin[] = "aaaaaaaceeeeiiiidnooooo?ouuuuy?saaaaaaaceeeeiiiidnooooo?ouuuuy?y"
                            "aaaaaaccccccccddddeeeeeeeeeegggggggghh??iiiiiiiiii??jjkk?llllll?"
                            "?llnnnnnn???oooooooorrrrrrsssssssstttt??uuuuuuuuuuuuwwyyyzzzzzz?";

/* One letter for all its forms, in pairs. */
static const uint16_t joined[][2] = {
    {0x0386, 0x03B1}, {0x0388, 0x03B5}, {0x0389, 0x03B7}, {0x038A, 0x03B9}, {0x038C, 0x03BF}, {0x038E, 0x03C5}, {0x038F, 0x03C9}, {0x0390, 0x03B9},
    {0x03AA, 0x03B9}, {0x03AB, 0x03C5}, {0x03AC, 0x03B1}, {0x03AD, 0x03B5}, {0x03AE, 0x03B7}, {0x03AF, 0x03B9}, {0x03B0, 0x03C5}, {0x03C2, 0x03C3},
    {0x03CA, 0x03B9}, {0x03CB, 0x03C5}, {0x03CC, 0x03BF}, {0x03CD, 0x03C5}, {0x03CE, 0x03C9}, {0x0401, 0x0435}, {0x0451, 0x0435}, {0x0622, 0x0627},
    {0x0623, 0x0627}, {0x0625, 0x0627}, {0x0649, 0x064A}, {0x0671, 0x0627}, {0x06A9, 0x0643}, {0x06CC, 0x064A}, {0x0901, 0x0902}, {0x095E, 0x092B},
};

/* Accents, points and what joins letters, which writers leave out at will. */
static bool is_mark(uint32_t c)
{
    return (c >= 0x300 && c < 0x370) || (c >= 0x64B && c <= 0x655) || c == 0x640 || c == 0x93C || c == 0x200C || c == 0x200D;
}

static uint32_t fold(uint32_t c)
{
    for (size_t i = 0; i < sizeof joined / sizeof *joined; i++)
        if (joined[i][0] == c)
            return joined[i][1];
    if (c >= 'A' && c <= 'Z')
        return c + 0x20;
    if (c >= 0xC0 && c < 0xC0 + sizeof latin - 1)
        return (uint32_t)latin[c - 0xC0];
    if ((c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F))
        return c + 0x20;
    return c >= 0x400 && c <= 0x40F ? c + 0x50 : c;
}

/* A character of two or three bytes, or one; what is ill-formed is some character or other. */
static uint32_t decode(const char *text, size_t length)
{
    static const uint8_t leads[] = {0xFF, 0xFF, 0x1F, 0x0F, 0x07};
    uint32_t c = (uint8_t)*text & (length < 5 ? leads[length] : 0);
    for (size_t i = 1; i < length; i++)
        c = c << 6 | ((uint8_t)text[i] & 0x3F);
    return c;
}

/* Bytes of the letter at, with no meaning of its own in a date; 0 where there is none. */
static size_t letter_at(const char *at, const char *end)
{
    size_t length;
    if (at == end)
        return 0;
    if ((uint8_t)*at < 0x80)
        return is_letter(*at);
    length = date_character(at, (size_t)(end - at));
    return date_has_sign(at, length) ? 0 : length;
}

/* Puts the word at into a key; too long a one into none. Returns its bytes. */
static size_t fold_word(const char *at, const char *end, char key[KEY_BYTES])
{
    size_t size = 0, taken = 0, length;
    memset(key, 0, KEY_BYTES);
    for (; (length = letter_at(at + taken, end)) > 0; taken += length) {
        char letter[4];
        uint32_t c = decode(at + taken, length);
        size_t written = is_mark(c) ? 0 : escaped_encode(fold(c), letter);
        if (size + written < KEY_BYTES)
            memcpy(key + size, letter, written);
        size += written;
    }
    if (size >= KEY_BYTES)
        memset(key, 0, KEY_BYTES);
    return taken;
}

static int compare_words(const void *a, const void *b)
{
    return strcmp(a, ((const struct word *)b)->key);
}

static int meaning_of(const char *key)
{
    const struct word *found = bsearch(key, words, sizeof words / sizeof *words, sizeof *words, compare_words);
    return found ? found->meaning : UNKNOWN;
}

/* A date on its way into English. */
struct translation {
    const char *at, *end;
    char room[DATE_BYTES];
    size_t size, month_place;
    int month;
    size_t numbers, digits; /* numbers so far; digits of the last one */
    bool within_number;
    bool has_year, skipped, failed, timed;
};

static void put(struct translation *t, const char *data, size_t size)
{
    if (size > DATE_BYTES - t->size)
        size = DATE_BYTES - t->size;
    memcpy(t->room + t->size, data, size);
    t->size += size;
}

/* What parts two names of one month goes: "آذار/مارس", "مارس (آذار)". */
static void put_month(struct translation *t, int month)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    if (t->month == month) {
        while (t->size > 0 && memchr(" /(-", t->room[t->size - 1], 4))
            t->size--;
        t->at += t->at < t->end && *t->at == ')';
        return;
    }
    if (t->month == 3 && t->month_place == 0 && t->numbers > 0)
        memset(t->room, ' ', 3); /* a Tuesday: "mar. 5 mai 2020" */
    else if (t->month != 0)
        t->failed = true;
    if (t->month == 0 && t->numbers == 0)
        t->size = 0;
    t->month = month;
    t->month_place = t->size;
    put(t, names + (size_t)3 * (size_t)(month - 1), 3);
}

/* The number behind "tháng". */
static void put_numbered(struct translation *t)
{
    size_t digits;
    struct scan scan = {t->at, t->end};
    int month;
    skip_blanks(&scan);
    month = take_number(&scan, &digits);
    t->failed |= month < 1 || month > 12;
    if (t->failed)
        return;
    put_month(t, month);
    t->at = scan.at;
}

/* Makes something of a word with this meaning; glued: it stands right behind a digit. */
static void put_word(struct translation *t, int meaning, struct wirecopy_bytes word, bool glued)
{
    if (meaning == POLISH) {
        t->failed |= memchr(t->room, '.', t->size) != NULL;
        meaning = 11;
    }
    if (meaning == OF_OUR_ERA)
        meaning = t->digits == 4 ? NOTHING : UNKNOWN;
    if (meaning >= 1 && meaning <= 12) {
        put_month(t, meaning);
    } else if (meaning == NUMBERED) {
        put_numbered(t);
    } else if (t->numbers == 0 && t->month == 0) {
        t->skipped = true;
    } else if (meaning == KEPT) {
        put(t, word.data, word.size);
    } else if (meaning == NOTHING) {
        bool hours = t->has_year && glued && *word.data == 'h' && t->at < t->end && is_digit(*t->at);
        t->size -= t->size > 0 && t->room[t->size - 1] == '-'; /* "5-го" */
        put(t, hours ? ":" : " ", 1);
    } else if (t->has_year && !glued) {
        t->timed = false;
    } else {
        t->failed = true;
    }
}

/* Takes a word; one alone may mean nothing, and with the next one a month: "كانون الثاني". */
static void take_word_at(struct translation *t)
{
    struct wirecopy_bytes word = {t->at, 0};
    char key[KEY_BYTES], second[KEY_BYTES];
    bool glued = t->within_number;
    int meaning;
    word.size = fold_word(t->at, t->end, key);
    t->at += word.size;
    t->within_number = false;
    meaning = meaning_of(key);
    if (meaning == UNKNOWN && *key && t->at < t->end && *t->at == ' ') {
        size_t size = strlen(key), taken = 1 + fold_word(t->at + 1, t->end, second);
        if (*second && size + 1 + strlen(second) < KEY_BYTES) {
            key[size] = ' ';
            memcpy(key + size + 1, second, strlen(second) + 1);
            meaning = meaning_of(key);
            t->at += meaning == UNKNOWN ? 0 : taken;
        }
    }
    put_word(t, meaning, word, glued);
}

/* Takes a character that is no letter as it stands. */
static void take_sign(struct translation *t)
{
    size_t length = (uint8_t)*t->at < 0x80 ? 1 : date_character(t->at, (size_t)(t->end - t->at));
    bool digit = length == 1 ? is_digit(*t->at) : date_digit(t->at, length) != 0;
    if (digit && !t->within_number) {
        t->digits = 0;
        if (t->numbers++ == 0 && t->month == 0)
            t->size = 0;
    }
    t->within_number = digit;
    t->digits += digit;
    t->has_year |= digit && t->digits == 4;
    put(t, t->at, length);
    t->at += length;
}

/* Whether a date begins with three numbers with the same sign between them. */
static bool is_three_numbers(struct wirecopy_bytes date)
{
    struct scan scan = {date.data, date.data + date.size};
    size_t first, second, third;
    char sign;
    take_number(&scan, &first);
    sign = peek(&scan);
    if (first < 1 || first > 4 || (sign != '.' && sign != '-' && sign != '/') || !take(&scan, sign))
        return false;
    if (sign == '.')
        skip_blanks(&scan);
    take_number(&scan, &second);
    if (second < 1 || second > 2 || !take(&scan, sign))
        return false;
    if (sign == '.')
        skip_blanks(&scan);
    take_number(&scan, &third);
    return third >= 1 && third <= 4;
}

struct wirecopy_bytes date_in_english(struct wirecopy_bytes date, char room[DATE_BYTES], bool *timed)
{
    struct translation t = {.at = date.data, .end = date.data + (date.size < DATE_BYTES ? date.size : DATE_BYTES), .timed = true};
    struct wirecopy_bytes english;
    while (t.at < t.end && !t.failed)
        if (letter_at(t.at, t.end))
            take_word_at(&t);
        else
            take_sign(&t);
    *timed = t.timed;
    if (t.failed || t.numbers == 0)
        return (struct wirecopy_bytes){0};
    english = date_in_ascii((struct wirecopy_bytes){t.room, t.size}, room);
    return t.month || (t.skipped && is_three_numbers(english)) ? english : (struct wirecopy_bytes){0};
}
