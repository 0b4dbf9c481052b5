/* Tones, visible text, days. */
#include "report/page.h"

#include <stdio.h>

#include "text/entities.h"

void begin_tone(const struct page *page, enum tone tone)
{
    static const char *const codes[] = {[PLAIN] = "", [BOLD] = "\x1b[1m", [DIM] = "\x1b[2m", [WARN] = "\x1b[33m"};
    if (page->color)
        sink_put_string(page->sink, codes[tone]);
}

void end_tone(const struct page *page, enum tone tone)
{
    if (page->color && tone != PLAIN)
        sink_put_string(page->sink, "\x1b[0m");
}

void put_spaces(struct sink *sink, uint32_t count)
{
    while (count-- > 0)
        sink_put_char(sink, ' ');
}

uint32_t put_visible(struct page *page, struct wirecopy_bytes text, uint32_t most, uint32_t least)
{
    struct visible shown;
    enum wirecopy_status status = visible_text(text, most, &page->visible, &shown);
    sink_fail(page->sink, status);
    if (status != WIRECOPY_OK)
        return 0;
    sink_put(page->sink, page->visible.data, shown.bytes);
    if (shown.columns < least)
        put_spaces(page->sink, least - shown.columns);
    return shown.columns;
}

uint32_t put_title(struct page *page, struct wirecopy_bytes title, uint32_t most)
{
    enum wirecopy_status status;
    if (title.size == 0 || !memchr(title.data, '&', title.size))
        return put_visible(page, title, most, 0);
    status = entities_decode((const uint8_t *)title.data, title.size, &page->decoded);
    sink_fail(page->sink, status);
    return status == WIRECOPY_OK ? put_visible(page, (struct wirecopy_bytes){page->decoded.data, page->decoded.size}, most, 0) : 0;
}

uint32_t page_width(const struct page *page)
{
    return page->width == 0 || page->width >= LEAST_WIDTH ? page->width : LEAST_WIDTH;
}

uint32_t source_columns_of(const struct page *page, uint32_t others)
{
    uint32_t width = page_width(page), left = width > others + LEAST_SOURCE_COLUMNS ? width - others : LEAST_SOURCE_COLUMNS;
    return width == 0 || left > MOST_SOURCE_COLUMNS ? MOST_SOURCE_COLUMNS : left;
}

uint32_t columns_after(const struct page *page, uint32_t used)
{
    uint32_t width = page_width(page);
    return width == 0 ? 0 : width > used + 1 ? width - used : 1;
}

/* A number as so many digits. */
static void put_digits(char *at, uint32_t number, unsigned digits)
{
    while (digits-- > 0) {
        at[digits] = (char)('0' + number % 10);
        number /= 10;
    }
}

void put_number_right(struct sink *sink, uint64_t number, uint32_t columns)
{
    uint32_t digits = 1;
    for (uint64_t rest = number; rest >= 10; rest /= 10)
        digits++;
    if (digits < columns)
        put_spaces(sink, columns - digits);
    sink_put_number(sink, number);
}

void put_left(struct sink *sink, const char *text, uint32_t columns)
{
    size_t size = strlen(text);
    sink_put(sink, text, size);
    if (size < columns)
        put_spaces(sink, columns - (uint32_t)size);
}

/* Hinnant's civil_from_days. */
void day_text(int32_t day, char text[DAY_BYTES])
{
    int64_t shifted = (int64_t)day + 719468; /* days since 0000-03-01 */
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t of_era = shifted - era * 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * of_year + 2) / 153; /* from March */
    int64_t year = year_of_era + era * 400 + (month >= 10);
    month = month < 10 ? month + 3 : month - 9;
    day = (int32_t)(of_year - (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + 1);
    if (year < 0 || year > 9999) {
        snprintf(text, DAY_BYTES, "%04d-%02d-%02d", (int)year, (int)month, day);
        return;
    }
    put_digits(text, (uint32_t)year, 4);
    text[4] = text[7] = '-';
    put_digits(text + 5, (uint32_t)month, 2);
    put_digits(text + 8, (uint32_t)day, 2);
    text[10] = '\0';
}

void put_day(struct sink *sink, int32_t day)
{
    char text[DAY_BYTES];
    day_text(day, text);
    sink_put_string(sink, text);
}

void put_columns_heading(struct page *page, const char *heading)
{
    begin_tone(page, DIM);
    sink_put_string(page->sink, heading);
    end_tone(page, DIM);
    sink_put_char(page->sink, '\n');
}
