/* What is put into a record: the same five things in JSON and CSV. */
#include "report/marks.h"

#include "report/json.h"

static void put_word(struct sink *sink, const char *name, const char *word)
{
    sink_put_string(sink, name);
    json_put_string(sink, (struct wirecopy_bytes){*word ? word : NULL, strlen(word)});
}

bool marks_put_in_object(struct sink *sink, struct wirecopy_bytes object, const struct mark *mark)
{
    size_t brace = object.size, before;
    while (brace > 0 && object.data[brace - 1] != '}')
        brace--;
    if (brace == 0)
        return false;
    brace--;
    before = brace;
    while (before > 0 && strchr(" \t\r\n", object.data[before - 1]))
        before--;
    sink_put(sink, object.data, brace);
    sink_put_string(sink, before > 0 && object.data[before - 1] == '{' ? "\"wirecopy\":{" : ",\"wirecopy\":{");
    put_word(sink, "\"cluster\":", mark->cluster);
    put_word(sink, ",\"relation\":", mark->relation);
    sink_put_string(sink, ",\"resemblance\":");
    sink_put_share(sink, mark->resemblance);
    sink_put_string(sink, mark->kept ? ",\"kept\":true" : ",\"kept\":false");
    sink_put_string(sink, ",\"kept_for\":");
    json_put_string(sink, mark->kept_for);
    sink_put_char(sink, '}');
    sink_put(sink, object.data + brace, object.size - brace);
    return true;
}

void marks_put_in_header(struct sink *sink, struct wirecopy_bytes header, char delimiter)
{
    static const char *const names[] = {"wirecopy_cluster", "wirecopy_relation", "wirecopy_resemblance", "wirecopy_kept", "wirecopy_kept_for"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        sink_put_string(sink, names[i]);
        sink_put_char(sink, delimiter);
    }
    sink_put(sink, header.data, header.size);
}

/* A cell in quotes, its own doubled (RFC 4180): an id may hold anything. */
static void put_quoted(struct sink *sink, struct wirecopy_bytes cell)
{
    sink_put_char(sink, '"');
    for (size_t i = 0; i < cell.size; i++) {
        if (cell.data[i] == '"')
            sink_put_char(sink, '"');
        sink_put_char(sink, cell.data[i]);
    }
    sink_put_char(sink, '"');
}

void marks_put_in_row(struct sink *sink, struct wirecopy_bytes row, char delimiter, const struct mark *mark)
{
    sink_put_string(sink, mark->cluster);
    sink_put_char(sink, delimiter);
    sink_put_string(sink, mark->relation);
    sink_put_char(sink, delimiter);
    sink_put_share(sink, mark->resemblance);
    sink_put_char(sink, delimiter);
    sink_put_string(sink, mark->kept ? "true" : "false");
    sink_put_char(sink, delimiter);
    put_quoted(sink, mark->kept_for);
    sink_put_char(sink, delimiter);
    sink_put(sink, row.data, row.size);
}
