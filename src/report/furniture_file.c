/*
 * The furniture file, as learn/known.h has its form. A line is written as it was read, white space made single; where that would
 * be read as another line, its folded words are written, which are read as themselves.
 */
#include <stdlib.h>

#include "base/hash.h"
#include "base/sort/sort.h"
#include "report/report.h"
#include "text/fold/fold.h"

struct writing {
    struct wirecopy_clustering *clustering;
    struct sink *sink;
    struct folder *folder;
    struct buffer text; /* of the line at hand */
};

/* The outlet's name or the line's text without line breaks and other control characters, white space single. */
static enum wirecopy_status flatten(struct writing *w, struct wirecopy_bytes text)
{
    enum wirecopy_status status = buffer_reserve(&w->text, text.size + 1);
    w->text.size = 0;
    for (size_t i = 0; i < text.size && status == WIRECOPY_OK; i++) {
        bool blank = (unsigned char)text.data[i] <= ' ' || text.data[i] == '\x7F';
        if (!blank)
            w->text.data[w->text.size++] = text.data[i];
        else if (w->text.size > 0 && w->text.data[w->text.size - 1] != ' ')
            w->text.data[w->text.size++] = ' ';
    }
    if (w->text.size > 0 && w->text.data[w->text.size - 1] == ' ')
        w->text.size--;
    return status;
}

static enum wirecopy_status put_line(struct writing *w, struct wirecopy_bytes text)
{
    struct folded folded;
    uint64_t hash = 0, masked = 0;
    enum wirecopy_status status = fold_line_as_it_is(w->folder, text.data, text.size, &folded);
    if (status == WIRECOPY_OK && folded.line_count == 1) {
        hash = folded.lines->hash;
        masked = folded.lines->masked;
    }
    if (status == WIRECOPY_OK)
        status = flatten(w, text);
    if (status == WIRECOPY_OK)
        status = fold_line_as_it_is(w->folder, w->text.data, w->text.size, &folded);
    if (status == WIRECOPY_OK && (folded.line_count != 1 || folded.lines->hash != hash || folded.lines->masked != masked)) {
        status = fold_line_as_it_is(w->folder, text.data, text.size, &folded);
        w->text.size = 0;
        if (status == WIRECOPY_OK)
            status = buffer_append(&w->text, folded.bytes, folded.byte_count);
    }
    if (status != WIRECOPY_OK || w->text.size == 0)
        return status;
    if (*w->text.data == '#' || *w->text.data == '[' || *w->text.data == '\\')
        sink_put_char(w->sink, '\\');
    sink_put(w->sink, w->text.data, w->text.size);
    sink_put_char(w->sink, '\n');
    return w->sink->status;
}

/* The lines of a rule that is about no outlet. */
static enum wirecopy_status put_rule(struct writing *w, enum wirecopy_furniture_rule rule, const char *heading)
{
    uint64_t count = wirecopy_clustering_furniture_count(w->clustering);
    enum wirecopy_status status = w->sink->status;
    sink_put_string(w->sink, heading);
    for (uint64_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        struct wirecopy_furniture_line line;
        status = wirecopy_clustering_furniture_line(w->clustering, i, &line);
        if (status == WIRECOPY_OK && line.rule == rule)
            status = put_line(w, line.line);
    }
    return status;
}

/* An outlet that has lines of its own: where they are among the sorted records. */
struct outlet {
    size_t name_at, name_size, first, end;
    const struct buffer *names;
};

static int compare_outlets(const void *x, const void *y)
{
    const struct outlet *a = x, *b = y;
    size_t size = a->name_size < b->name_size ? a->name_size : b->name_size;
    int order = memcmp(a->names->data + a->name_at, b->names->data + b->name_at, size);
    return order ? order : a->name_size < b->name_size ? -1 : a->name_size > b->name_size;
}

/* An outlet's name, what would end the line or escape something as \xHH. */
static void put_name(struct sink *sink, struct wirecopy_bytes name)
{
    for (size_t i = 0; i < name.size; i++)
        if ((unsigned char)name.data[i] < ' ' || name.data[i] == '\\')
            sink_printf(sink, "\\x%02X", (unsigned char)name.data[i]);
        else
            sink_put_char(sink, name.data[i]);
}

static enum wirecopy_status put_outlets(struct writing *w, const struct sort_record *records, const struct outlet *outlets, size_t count,
                                        const char *section)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        const struct outlet *outlet = &outlets[i];
        sink_put_string(w->sink, section);
        put_name(w->sink, (struct wirecopy_bytes){outlet->names->data + outlet->name_at, outlet->name_size});
        sink_put_string(w->sink, "]\n");
        for (size_t r = outlet->first; r < outlet->end && status == WIRECOPY_OK; r++) {
            struct wirecopy_furniture_line line;
            status = wirecopy_clustering_furniture_line(w->clustering, records[r].value, &line);
            if (status == WIRECOPY_OK)
                status = put_line(w, line.line);
        }
    }
    return status;
}

/* Lines by outlet, outlets by name. */
static enum wirecopy_status put_by_outlet(struct writing *w, enum wirecopy_furniture_rule rule, const char *section)
{
    struct buffer records = {0}, names = {0}, outlets = {0};
    struct wirecopy_furniture_line line;
    struct sort_record *record;
    size_t count;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t i = 0; i < wirecopy_clustering_furniture_count(w->clustering) && status == WIRECOPY_OK; i++) {
        status = wirecopy_clustering_furniture_line(w->clustering, i, &line);
        if (status == WIRECOPY_OK && line.rule == rule) {
            struct sort_record of_line = {hash_bytes(line.outlet.data, line.outlet.size), i};
            status = buffer_append(&records, &of_line, sizeof of_line);
        }
    }
    record = (struct sort_record *)(void *)records.data;
    count = records.size / sizeof *record;
    if (count > 0)
        sort_records(record, count);
    for (size_t i = 0, end; i < count && status == WIRECOPY_OK; i = end) {
        struct outlet outlet = {.name_at = names.size, .first = i, .names = &names};
        for (end = i + 1; end < count && record[end].key == record[i].key; end++)
            continue;
        outlet.end = end;
        status = wirecopy_clustering_furniture_line(w->clustering, record[i].value, &line);
        outlet.name_size = line.outlet.size;
        if (status == WIRECOPY_OK)
            status = buffer_append(&names, line.outlet.data, line.outlet.size);
        if (status == WIRECOPY_OK)
            status = buffer_append(&outlets, &outlet, sizeof outlet);
    }
    if (status == WIRECOPY_OK && count > 0) {
        qsort(outlets.data, outlets.size / sizeof(struct outlet), sizeof(struct outlet), compare_outlets);
        status = put_outlets(w, record, (const struct outlet *)(const void *)outlets.data, outlets.size / sizeof(struct outlet), section);
    }
    buffer_release(&records);
    buffer_release(&names);
    buffer_release(&outlets);
    return status;
}

static enum wirecopy_status put_file(struct writing *w)
{
    enum wirecopy_status status;
    sink_put_string(w->sink, "# What outlets wrap around their stories, and what is left out when stories are compared. One line each; case,\n"
                             "# punctuation and marks do not count. Edit it, and give it to wirecopy with --furniture. A line that begins with\n"
                             "# a number sign is a comment; \\#, \\[ and \\\\ are how other lines begin with such a character.\n"
                             "wirecopy furniture 1\n");
    status = put_rule(w, WIRECOPY_FURNITURE_BUILT_IN, "\n# These go from every article.\n[everywhere]\n");
    if (status == WIRECOPY_OK)
        sink_put_string(w->sink, "\n# These go from the articles of one outlet.\n");
    if (status == WIRECOPY_OK)
        status = put_by_outlet(w, WIRECOPY_FURNITURE_RECURRING, "\n[outlet ");
    if (status == WIRECOPY_OK)
        status = put_rule(w, WIRECOPY_FURNITURE_STRANGERS,
                          "\n# These go from every article of which a tenth of the words or more is left then.\n[strangers]\n");
    if (status == WIRECOPY_OK)
        status = put_rule(w, WIRECOPY_FURNITURE_STRANGERS_AGAIN, "\n# Likewise, when those are gone.\n[strangers again]\n");
    if (status == WIRECOPY_OK)
        status = put_rule(w, WIRECOPY_FURNITURE_STRANGERS_LAST, "\n# Likewise, when those are gone too.\n[strangers at last]\n");
    if (status == WIRECOPY_OK)
        sink_put_string(w->sink, "\n# These lines stay, with any numbers; an article that is half of them is a form filled in.\n");
    if (status == WIRECOPY_OK)
        status = put_by_outlet(w, WIRECOPY_FURNITURE_FORM, "\n[form ");
    return status;
}

enum wirecopy_status wirecopy_clustering_write_furniture(struct wirecopy_clustering *clustering, wirecopy_write *write, void *context)
{
    struct sink sink;
    struct writing w = {.clustering = clustering, .sink = &sink};
    enum wirecopy_status status;
    if (!clustering_plan(clustering)) /* an empty file would say that nothing is furniture */
        return clustering_note(clustering, status_fail(WIRECOPY_INVALID, "the lines were not kept: see options.keep_lines"));
    status = sink_init(&sink, write, context);
    if (status != WIRECOPY_OK)
        return clustering_note(clustering, status);
    status = folder_create(&w.folder);
    if (status == WIRECOPY_OK)
        status = put_file(&w);
    status = sink_finish(&sink, status);
    folder_free(w.folder);
    buffer_release(&w.text);
    return clustering_note(clustering, status);
}
