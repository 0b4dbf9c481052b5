/* Types and values of columns. */
#include "python/arrow.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool read_kind(const char *format, enum column_kind *kind, unsigned *width)
{
    static const struct {
        char letter;
        enum column_kind kind;
        unsigned width;
    } letters[] = {
        {'n', COLUMN_NULL, 0},    {'u', COLUMN_TEXT, 0},    {'z', COLUMN_TEXT, 0},    {'U', COLUMN_LARGE_TEXT, 0}, {'Z', COLUMN_LARGE_TEXT, 0},
        {'c', COLUMN_WHOLE, 1},   {'C', COLUMN_NATURAL, 1}, {'s', COLUMN_WHOLE, 2},   {'S', COLUMN_NATURAL, 2},    {'i', COLUMN_WHOLE, 4},
        {'I', COLUMN_NATURAL, 4}, {'l', COLUMN_WHOLE, 8},   {'L', COLUMN_NATURAL, 8}, {'f', COLUMN_FLOAT, 4},      {'g', COLUMN_DOUBLE, 8},
    };
    if (format[0] != '\0' && format[1] == '\0')
        for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
            if (letters[i].letter == format[0]) {
                *kind = letters[i].kind;
                *width = letters[i].width;
                return true;
            }
    if (strcmp(format, "vu") == 0 || strcmp(format, "vz") == 0) {
        *kind = COLUMN_TEXT_VIEW;
        return true;
    }
    return false;
}

/* "tdD", "tdm", "tsu:Europe/Paris" */
static bool read_time(struct column *column, const char *format)
{
    static const char units[] = "smun";
    static const int64_t ticks[] = {1, 1000, 1000000, 1000000000};
    const char *unit;
    if (strcmp(format, "tdD") == 0) {
        column->kind = COLUMN_DATE;
        return true;
    }
    if (strcmp(format, "tdm") == 0) {
        column->kind = COLUMN_TIMESTAMP;
        column->ticks = 1000;
        return true;
    }
    unit = format[0] == 't' && format[1] == 's' && format[2] ? strchr(units, format[2]) : NULL;
    if (!unit || format[3] != ':')
        return false;
    column->kind = COLUMN_TIMESTAMP;
    column->ticks = ticks[unit - units];
    column->zoned = format[4] != '\0';
    return true;
}

static bool is_text(enum column_kind kind)
{
    return kind == COLUMN_TEXT || kind == COLUMN_LARGE_TEXT || kind == COLUMN_TEXT_VIEW;
}

bool column_is_text(const struct column *column)
{
    return is_text(column->of);
}

bool column_read(struct column *column, const struct ArrowSchema *schema)
{
    unsigned width;
    column->kind = column->of = COLUMN_UNKNOWN;
    column->coded = schema->dictionary != NULL;
    if (strcmp(schema->format, "+l") == 0 || strcmp(schema->format, "+L") == 0) {
        column->kind = schema->format[1] == 'l' ? COLUMN_LIST : COLUMN_LARGE_LIST;
        return schema->n_children == 1 && read_kind(schema->children[0]->format, &column->of, &width) && is_text(column->of);
    }
    if (!read_kind(schema->format, &column->kind, &column->width) && !read_time(column, schema->format))
        return false;
    column->of = column->kind;
    if (!schema->dictionary)
        return true;
    return (column->kind == COLUMN_WHOLE || column->kind == COLUMN_NATURAL) && read_kind(schema->dictionary->format, &column->of, &width) &&
           is_text(column->of);
}

static bool is_null(const struct ArrowArray *array, int64_t at)
{
    const uint8_t *valid = array->n_buffers > 0 ? array->buffers[0] : NULL;
    return valid && array->null_count != 0 && !(valid[at >> 3] >> (at & 7) & 1);
}

/* A view: the size, then the text where it has at most 12 bytes, else its beginning, the number of its buffer and where it is there. */
static struct wirecopy_bytes view_at(const struct ArrowArray *array, int64_t at)
{
    const char *view = (const char *)array->buffers[1] + 16 * at;
    int32_t size, buffer, offset;
    memcpy(&size, view, sizeof size);
    if (size <= 12)
        return (struct wirecopy_bytes){view + 4, (size_t)size};
    memcpy(&buffer, view + 8, sizeof buffer);
    memcpy(&offset, view + 12, sizeof offset);
    return (struct wirecopy_bytes){(const char *)array->buffers[2 + buffer] + offset, (size_t)size};
}

/* The text at a place of an array, the offset included already. */
static struct wirecopy_bytes text_at(enum column_kind kind, const struct ArrowArray *array, int64_t at)
{
    const char *bytes;
    int64_t begin, end;
    if (kind == COLUMN_NULL || is_null(array, at))
        return (struct wirecopy_bytes){NULL, 0};
    if (kind == COLUMN_TEXT_VIEW)
        return view_at(array, at);
    if (kind == COLUMN_TEXT) {
        begin = ((const int32_t *)array->buffers[1])[at];
        end = ((const int32_t *)array->buffers[1])[at + 1];
    } else {
        begin = ((const int64_t *)array->buffers[1])[at];
        end = ((const int64_t *)array->buffers[1])[at + 1];
    }
    bytes = array->buffers[2];
    return (struct wirecopy_bytes){end > begin ? bytes + begin : "", (size_t)(end - begin)};
}

static int64_t whole_at(const struct column *column, const struct ArrowArray *array, int64_t at)
{
    const void *values = array->buffers[1];
    bool natural = column->kind == COLUMN_NATURAL;
    switch (column->width) {
    case 1:
        return natural ? ((const uint8_t *)values)[at] : ((const int8_t *)values)[at];
    case 2:
        return natural ? ((const uint16_t *)values)[at] : ((const int16_t *)values)[at];
    case 4:
        return natural ? (int64_t)((const uint32_t *)values)[at] : ((const int32_t *)values)[at];
    default:
        return ((const int64_t *)values)[at];
    }
}

/* Days since 1970-01-01 as a date of the Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
static int write_date(char *room, size_t size, int64_t days)
{
    int64_t shifted = days + 719468, era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    unsigned of_era = (unsigned)(shifted - era * 146097), year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365,
             of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153, day = of_year - (153 * month + 2) / 5 + 1;
    int64_t whole_year = (int64_t)year + era * 400 + (month >= 10);
    month = month < 10 ? month + 3 : month - 9;
    return snprintf(room, size, "%04" PRId64 "-%02u-%02u", whole_year, month, day);
}

/* A time of 00:00:00 without a zone is a date, as frames have days. */
static void write_time(const struct column *column, int64_t ticks, char room[ROOM_BYTES])
{
    int64_t seconds = ticks / column->ticks - (ticks % column->ticks < 0), days = seconds / 86400 - (seconds % 86400 < 0);
    unsigned of_day = (unsigned)(seconds - days * 86400);
    int size = write_date(room, ROOM_BYTES, days);
    if (of_day > 0 || column->zoned)
        snprintf(room + size, ROOM_BYTES - (size_t)size, "T%02u:%02u:%02u%s", of_day / 3600, of_day / 60 % 60, of_day % 60, column->zoned ? "Z" : "");
}

/* Whole ones as such: tables make fractions of whole numbers where some are missing. */
static bool write_fraction(double value, char room[ROOM_BYTES])
{
    if (value != value) /* NOLINT(misc-redundant-expression): it is not a number */
        return false;
    if (value >= -9007199254740992.0 && value <= 9007199254740992.0 && value == (double)(int64_t)value)
        snprintf(room, ROOM_BYTES, "%" PRId64, (int64_t)value);
    else
        snprintf(room, ROOM_BYTES, "%.17g", value);
    return true;
}

static bool write_number(const struct column *column, const struct ArrowArray *array, int64_t at, char room[ROOM_BYTES])
{
    switch (column->kind) {
    case COLUMN_WHOLE:
        snprintf(room, ROOM_BYTES, "%" PRId64, whole_at(column, array, at));
        return true;
    case COLUMN_NATURAL:
        snprintf(room, ROOM_BYTES, "%" PRIu64, (uint64_t)whole_at(column, array, at));
        return true;
    case COLUMN_FLOAT:
        return write_fraction((double)((const float *)array->buffers[1])[at], room);
    case COLUMN_DOUBLE:
        return write_fraction(((const double *)array->buffers[1])[at], room);
    case COLUMN_DATE:
        write_date(room, ROOM_BYTES, ((const int32_t *)array->buffers[1])[at]);
        return true;
    case COLUMN_TIMESTAMP:
        write_time(column, ((const int64_t *)array->buffers[1])[at], room);
        return true;
    default:
        return false;
    }
}

struct wirecopy_bytes column_value(const struct column *column, const struct ArrowArray *array, int64_t row, char room[ROOM_BYTES])
{
    int64_t at = row + array->offset;
    if (column->kind == COLUMN_NULL || (!is_text(column->kind) && is_null(array, at)))
        return (struct wirecopy_bytes){NULL, 0};
    if (column->coded)
        return text_at(column->of, array->dictionary, whole_at(column, array, at) + array->dictionary->offset);
    if (is_text(column->kind))
        return text_at(column->kind, array, at);
    if (!write_number(column, array, at, room))
        return (struct wirecopy_bytes){NULL, 0};
    return (struct wirecopy_bytes){room, strlen(room)};
}

PyObject *column_items(const struct column *column, const struct ArrowArray *array, int64_t row)
{
    const struct ArrowArray *items = array->children[0];
    int64_t at = row + array->offset, begin, end;
    size_t size = 0;
    char *to;
    PyObject *bytes;
    if (is_null(array, at))
        return NULL;
    if (column->kind == COLUMN_LIST) {
        begin = ((const int32_t *)array->buffers[1])[at];
        end = ((const int32_t *)array->buffers[1])[at + 1];
    } else {
        begin = ((const int64_t *)array->buffers[1])[at];
        end = ((const int64_t *)array->buffers[1])[at + 1];
    }
    for (int64_t i = begin; i < end; i++)
        size += text_at(column->of, items, i + items->offset).size + 1;
    if (size == 0)
        return NULL;
    bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)size - 1);
    to = bytes ? PyBytes_AsString(bytes) : NULL;
    for (int64_t i = begin; bytes && i < end; i++) {
        struct wirecopy_bytes text = text_at(column->of, items, i + items->offset);
        if (i > begin)
            *to++ = '\n';
        if (text.size > 0)
            memcpy(to, text.data, text.size);
        to += text.size;
    }
    return bytes;
}
