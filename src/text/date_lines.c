/*
 * A date line has a year, a day, and a month by name or number; hours and minutes may follow. Without a month's name the numbers
 * have to stand as dates do, so that "5.2 pct in 1986" is none.
 */
#include "text/date_lines.h"

#include <stdlib.h>

#include "text/fold/fold.h"

const char date_words_text[] =
    /* English */
    "at on of the am pm a p m h gmt utc est edt cst cdt pst pdt et pt ist cet cest bst hrs hours time date day "
    "updated published posted publication last modified first "
    "mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday\n"
    /* Arabic, Persian, Urdu, Hebrew */
    "ص م في يوم الساعة صباحا مساء ظهرا بتوقيت غرينتش جرينتش مكة القاهرة نشر نشرت تاريخ النشر آخر تحديث هـ تم الموافق "
    "الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد "
    "ساعت تاریخ انتشار روز شنبه یکشنبه دوشنبه سه پنجشنبه جمعه ق ظ ب "
    "بجے شام صبح بروز پیر منگل بدھ جمعرات ہفتہ اتوار "
    "ב בשעה יום פורסם עודכן לאחרונה עדכון אחרון שעה תאריך א ג ד ה ו ראשון שני שלישי רביעי חמישי שישי שבת\n"
    /* Spanish, Portuguese, French, Italian, Romanian */
    "de del el la las los a hora horas publicado publicada actualizado actualizada última actualización fecha hs lunes martes miércoles jueves viernes sábado domingo "
    "em às as do da data atualizado atualizada segunda terça quarta quinta sexta feira "
    "le du à mis jour publié modifié heure heures lundi mardi mercredi jeudi vendredi samedi dimanche "
    "il alle ore pubblicato pubblicata aggiornato ultimo aggiornamento lunedì martedì mercoledì giovedì venerdì sabato domenica "
    "la ora publicat actualizat ultima actualizare luni marţi miercuri joi vineri sâmbătă duminică\n"
    /* German, Dutch, Swedish, Danish, Norwegian */
    "am um den der vom uhr veröffentlicht aktualisiert zuletzt erstellt stand datum montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so "
    "op om uur gepubliceerd bijgewerkt maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
    "kl den publicerad uppdaterad senast publisert oppdatert offentliggjort opdateret måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag\n"
    /* Russian, Ukrainian, Polish, Greek */
    "г года год в мск час опубликовано обновлено дата публикации время понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье "
    "р року о об оновлено опубліковано понеділок вівторок середа четвер п ятниця субота неділя "
    "r roku godz o dnia opublikowano zaktualizowano aktualizacja poniedziałek wtorek środa czwartek piątek sobota niedziela "
    "στις ώρα δημοσίευση ενημέρωση τελευταία μμ πμ δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή\n"
    /* Turkish, Indonesian, Vietnamese, Hindi */
    "tarihi tarih saat güncelleme güncellenme giriş son yayınlanma yayın oluşturulma pazartesi salı çarşamba perşembe cuma cumartesi pazar "
    "pukul wib wita wit senin selasa rabu kamis jumat sabtu minggu tanggal diterbitkan dipublikasikan diperbarui terbit isnin khamis ahad "
    "ngày năm lúc giờ thứ hai ba tư chủ nhật cập nhật sáu bảy tháng "
    "को बजे पर दिन प्रकाशित अपडेट अपडेटेड समय तारीख वीरवार सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार\n"
    /* Bengali, Urdu, Marathi, Gujarati, Punjabi, Tamil, Telugu, Kannada, Malayalam */
    "প্রকাশ প্রকাশিত আপডেট হালনাগাদ সর্বশেষ সময় এএম পিএম শনিবার রবিবার সোমবার মঙ্গলবার বুধবার বৃহস্পতিবার শুক্রবার "
    "شائع اپ ڈیٹ گریگورین "
    "मंगळवार बुधवार गुरुवार वाजता સોમવાર મંગળવાર બુધવાર ગુરુવાર શુક્રવાર શનિવાર રવિવાર ਸੋਮਵਾਰ ਮੰਗਲਵਾਰ ਬੁੱਧਵਾਰ ਵੀਰਵਾਰ ਸ਼ੁੱਕਰਵਾਰ ਸ਼ਨੀਵਾਰ ਐਤਵਾਰ "
    "திங்கள் செவ்வாய் புதன் வியாழன் வெள்ளி சனி ஞாயிறு సోమవారం మంగళవారం బుధవారం గురువారం శుక్రవారం శనివారం ఆదివారం "
    "ಸೋಮವಾರ ಮಂಗಳವಾರ ಬುಧವಾರ ಗುರುವಾರ ಶುಕ್ರವಾರ ಶನಿವಾರ ಭಾನುವಾರ തിങ്കൾ ചൊവ്വ ബുധൻ വ്യാഴം വെള്ളി ശനി ഞായർ\n"
    /* Czech, Slovak, Hungarian, Finnish, Bulgarian, Serbian, Croatian, Slovenian */
    "pondělí úterý středa čtvrtek pátek sobota neděle publikováno aktualizováno pondelok utorok streda štvrtok piatok nedeľa publikované aktualizované "
    "hétfő kedd szerda csütörtök péntek szombat vasárnap közzétéve frissítve óra "
    "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai julkaistu päivitetty klo "
    "понеделник вторник сряда четвъртък събота неделя публикувана обновена ч понедељак уторак среда четвртак петак субота недеља објављено "
    "ponedjeljak ponedeljak utorak srijeda sreda četvrtak petak subota nedjelja nedelja objavljeno ponedeljek torek četrtek petek nedelja ob u\n"
    /* Catalan, Lithuanian, Latvian, Estonian, Albanian, Armenian, Georgian, Swahili, Filipino */
    "dilluns dimarts dimecres dijous divendres dissabte diumenge les publicat actualitzat m d gada esmaspäev teisipäev kolmapäev neljapäev reede laupäev pühapäev "
    "e hënë martë mërkurë enjte premte shtunë diel երկուշաբթի երեքշաբթի չորեքշաբթի հինգշաբթի ուրբաթ շաբաթ კვირა ორშაბათი სამშაბათი ოთხშაბათი ხუთშაბათი პარასკევი შაბათი "
    "jumatatu jumanne jumatano alhamisi ijumaa jumamosi jumapili lunes martes miyerkules huwebes biyernes sabado linggo\n"
    /* Chinese and Japanese, where a character is a word; Korean, behind a space */
    "年 月 日 号 號 时 時 分 秒 点 點 周 週 星 期 上 下 中 午 晚 早 发 發 布 佈 表 刊 更 新 于 於 间 間 公 開 最 終 配 信 来 源 曜 火 水 木 金 土 "
    "년 월 일 시 분 오전 오후 입력 수정 등록 기사입력 기사수정 최종수정 최종 승인 송고 게시 월요일 화요일 수요일 목요일 금요일 토요일 일요일\n";

static int by_value(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return left < right ? -1 : left > right;
}

void date_words_set(struct date_words *set, const uint32_t *words, size_t count)
{
    set->count = count < DATE_WORDS ? count : DATE_WORDS;
    for (size_t i = 0; i < set->count; i++)
        set->words[i] = words[i];
    qsort(set->words, set->count, sizeof *set->words, by_value);
}

/* What was found of a line so far. */
struct found {
    unsigned years, names, others;            /* names: of months, or number words */
    unsigned numbers[DATE_LINE_WORDS], count; /* in order, years too */
};

/* Years of the common calendars: the Islamic or Persian, the Gregorian, the Buddhist. */
static bool is_year(unsigned value)
{
    return (value >= 1300 && value < 1500) || (value >= 1900 && value < 2100) || (value >= 2400 && value < 2600);
}

/* So many bytes beside its digits may a word of a date have: "17th", "10h30", "2022년". */
enum { LETTER_BYTES = 6 };

/* The numbers of a word that has digits: a year, or what counts days, hours and minutes. */
static bool take_numbers(struct found *found, const struct date_word *word)
{
    size_t letters = 0;
    for (size_t i = 0, digits; i < word->size; i += digits) {
        unsigned value = 0;
        for (digits = 0; i + digits < word->size && digits <= 4 && word->bytes[i + digits] >= '0' && word->bytes[i + digits] <= '9'; digits++)
            value = 10 * value + (unsigned)(word->bytes[i + digits] - '0');
        if (digits == 0) {
            digits = 1;
            letters++;
            continue;
        }
        if (found->count == DATE_LINE_WORDS || !(digits == 4 ? is_year(value) : digits <= 2 && value < 60))
            return false;
        found->years += digits == 4;
        found->numbers[found->count++] = value;
    }
    return letters <= LETTER_BYTES;
}

static bool is_day(unsigned value)
{
    return value >= 1 && value <= 31;
}

static bool is_month(unsigned value)
{
    return value >= 1 && value <= 12;
}

/* Whether a year stands first, or third, beside a day and a month in any order. */
static bool has_numeric_date(const struct found *found)
{
    for (unsigned i = 0; i + 2 < found->count; i++) {
        const unsigned *n = found->numbers + i;
        if (is_year(n[0]) && is_month(n[1]) && is_day(n[2]))
            return true;
        if (is_year(n[2]) && ((is_month(n[0]) && is_day(n[1])) || (is_day(n[0]) && is_month(n[1]))))
            return true;
    }
    return false;
}

static bool has_day(const struct found *found)
{
    for (unsigned i = 0; i < found->count; i++)
        if (is_day(found->numbers[i]))
            return true;
    return false;
}

bool date_line_is(const struct date_words *set, const struct date_word *words, size_t count)
{
    enum { MOST_OTHERS = 2 };
    struct found found = {0};
    if (count > DATE_LINE_WORDS)
        return false;
    for (size_t i = 0; i < count; i++) /* most lines with numbers end here, before any word is looked up */
        if (words[i].word & WORD_HAS_DIGIT && !take_numbers(&found, &words[i]))
            return false;
    if (found.years == 0 || found.years > 2)
        return false;
    for (size_t i = 0; i < count && found.others <= MOST_OTHERS; i++) {
        if (words[i].word & WORD_HAS_DIGIT)
            continue;
        if (words[i].masked)
            found.names++;
        else
            found.others += !bsearch(&words[i].word, set->words, set->count, sizeof *set->words, by_value);
    }
    return has_numeric_date(&found) ? found.others <= 1 : found.names > 0 && has_day(&found) && found.others <= MOST_OTHERS;
}
