/* One character after the other by a table; what it does not have becomes a question mark, which no date has. */
#include "read/date_signs.h"

#include <string.h>

#include "read/scan.h"

/* A character, what stands for it in a date of ASCII, and whether blanks around it go too. */
struct sign {
    const char *sign, *meant;
    bool takes_blanks;
};

static const struct sign signs[] = {
    {"年", "-", true},      {"月", "-", true},      {"日", " ", false},     {"号", " ", false},     {"號", " ", false},     {"時", ":", true},
    {"时", ":", true},      {"点", ":", true},      {"點", ":", true},      {"分", " ", false},     {"년", "-", true},      {"월", "-", true},
    {"일", " ", false},     {"시", ":", true},      {"분", " ", false},     {"\u00A0", " ", false}, {"\u202F", " ", false}, {"\u2009", " ", false},
    {"\u3000", " ", false}, {"\u2010", "-", false}, {"\u2011", "-", false}, {"\u2012", "-", false}, {"\u2013", "-", false}, {"\u2212", "-", false},
    {"\u200E", "", false},  {"\u200F", "", false},  {"\u060C", ",", false}, {"\u00B7", " ", false}, {"\u2022", " ", false}, {"\u2014", "-", false},
};

/* The zeros of digits that dates are written with; nine others follow each. All are of two or three bytes, of which the last counts. */
static const char *const zeros[] = {"\u0660", "\u06F0", "\u0966", "\u09E6", "\u0E50", "\uFF10"};

size_t date_character(const char *text, size_t left)
{
    size_t length = 1;
    while (length < left && ((unsigned char)text[length] & 0xC0) == 0x80)
        length++;
    return length;
}

char date_digit(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++) {
        int over = (unsigned char)text[length - 1] - (unsigned char)zeros[i][length - 1 < strlen(zeros[i]) ? length - 1 : 0];
        if (length == strlen(zeros[i]) && memcmp(text, zeros[i], length - 1) == 0 && over >= 0 && over <= 9)
            return (char)('0' + over);
    }
    return 0;
}

/* What is meant by the character at text. */
static struct sign sign_at(const char *text, size_t length, char one[2])
{
    one[0] = date_digit(text, length);
    one[1] = '\0';
    if (one[0])
        return (struct sign){text, one, false};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strlen(signs[i].sign) == length && memcmp(signs[i].sign, text, length) == 0)
            return signs[i];
    if (length == 3 && memcmp(text, "\xEF\xBC", 2) == 0) { /* U+FF01 to U+FF3F: ASCII, as wide as Han */
        one[0] = (char)((unsigned char)text[2] - 0x60);
        return (struct sign){text, one, false};
    }
    return (struct sign){text, "?", false};
}

bool date_has_sign(const char *text, size_t length)
{
    char one[2];
    return *sign_at(text, length, one).meant != '?';
}

struct wirecopy_bytes date_in_ascii(struct wirecopy_bytes date, char room[DATE_BYTES])
{
    size_t size = 0, length;
    for (size_t i = 0; i < date.size; i += length) {
        char one[2] = {date.data[i], '\0'};
        struct sign sign = {one, one, false};
        length = 1;
        if ((unsigned char)date.data[i] >= 0x80) {
            length = date_character(date.data + i, date.size - i);
            sign = sign_at(date.data + i, length, one);
        }
        if (size == DATE_BYTES)
            break;
        while (sign.takes_blanks && size > 0 && room[size - 1] == ' ')
            size--;
        if (*sign.meant)
            room[size++] = *sign.meant;
        while (sign.takes_blanks && i + length < date.size && date.data[i + length] == ' ')
            length++;
    }
    return (struct wirecopy_bytes){room, size};
}
