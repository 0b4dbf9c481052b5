/*
 * Tables with the Arrow C stream interface (pyarrow, polars, pandas 2.2, DuckDB), read as the interface's page lays them out:
 * https://arrow.apache.org/docs/format/CStreamInterface.html. Texts are not copied before the library folds them.
 */
#include "python/arrow.h"

#include <string.h>

enum { MOST_COLUMNS = 64 }; /* that may be of a field */

struct table {
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    struct column columns[MOST_COLUMNS];
    size_t column_count;
    bool series; /* one column alone, of texts, whose rows' numbers are their ids */
};

static bool stream_failed(struct table *table, const char *what)
{
    const char *error = table->stream.get_last_error ? table->stream.get_last_error(&table->stream) : NULL;
    PyErr_Format(PyExc_OSError, "the table's %s cannot be had: %s", what, error ? error : "it does not say why");
    return false;
}

/* Moves the stream out of its capsule. */
static bool open_stream(struct table *table, PyObject *source)
{
    PyObject *capsule = PyObject_CallMethod(source, "__arrow_c_stream__", NULL);
    struct ArrowArrayStream *stream = capsule ? PyCapsule_GetPointer(capsule, "arrow_array_stream") : NULL;
    if (stream && !stream->release) {
        PyErr_SetString(PyExc_ValueError, "the table's stream was read already");
        stream = NULL;
    }
    if (stream) {
        table->stream = *stream;
        stream->release = NULL;
    }
    Py_XDECREF(capsule);
    return stream != NULL;
}

/* Adds a column that is of a field; one that cannot be read is refused where it might be the text. */
static bool add_column(struct table *table, const struct batch *batch, size_t place)
{
    const struct ArrowSchema *schema = table->schema.children[place];
    const char *name = schema->name ? schema->name : "";
    struct column column = {.place = place};
    if (!wirecopy_field_rank(&batch->session->options, (struct wirecopy_bytes){name, strlen(name)}, column.rank))
        return true;
    if (!column_read(&column, schema)) {
        if (column.rank[WIRECOPY_FIELD_TEXT] == 255)
            return true;
        PyErr_Format(PyExc_TypeError, "column %s is of Arrow's type '%s': a text is of type string, large_string, string_view, or a list of these",
                     name, schema->format);
        return false;
    }
    if (column.kind == COLUMN_LIST || column.kind == COLUMN_LARGE_LIST)
        for (size_t f = 0; f < WIRECOPY_FIELD_COUNT; f++)
            if (f != WIRECOPY_FIELD_TEXT)
                column.rank[f] = 255;
    if (table->column_count < MOST_COLUMNS)
        table->columns[table->column_count++] = column;
    return true;
}

/* A column alone: texts. */
static bool read_series(struct table *table)
{
    struct column *column = &table->columns[table->column_count++];
    table->series = true;
    memset(column->rank, 255, sizeof column->rank);
    column->rank[WIRECOPY_FIELD_TEXT] = 0;
    if (column_read(column, &table->schema) && column_is_text(column))
        return true;
    PyErr_Format(PyExc_TypeError, "a stream of Arrow's type '%s' is neither a table with columns nor a column of texts", table->schema.format);
    return false;
}

static bool read_schema(struct table *table, const struct batch *batch)
{
    bool has_text = false;
    if (table->stream.get_schema(&table->stream, &table->schema) != 0) {
        table->schema.release = NULL;
        return stream_failed(table, "columns");
    }
    if (strcmp(table->schema.format, "+s") != 0)
        return read_series(table);
    for (int64_t i = 0; i < table->schema.n_children; i++)
        if (!add_column(table, batch, (size_t)i))
            return false;
    for (size_t i = 0; i < table->column_count; i++)
        has_text |= table->columns[i].rank[WIRECOPY_FIELD_TEXT] != 255;
    if (!has_text)
        PyErr_SetString(batch->session->state->errors[WIRECOPY_INVALID], "no column of the table holds a text: name it by text_field");
    return has_text;
}

/* The value of a column; what had to be made for it is held by the batch. */
static bool add_value(struct batch *batch, const struct column *column, const struct ArrowArray *array, int64_t row)
{
    char room[ROOM_BYTES];
    struct wirecopy_bytes value = {NULL, 0};
    PyObject *made = NULL;
    if (column->kind == COLUMN_LIST || column->kind == COLUMN_LARGE_LIST) {
        made = column_items(column, array, row);
        if (!made)
            return !PyErr_Occurred();
    } else {
        value = column_value(column, array, row, room);
        if (!value.data)
            return true;
        if (value.data == room) {
            made = PyBytes_FromStringAndSize(room, (Py_ssize_t)value.size);
            if (!made)
                return false;
        }
    }
    if (made)
        value = (struct wirecopy_bytes){PyBytes_AsString(made), (size_t)PyBytes_Size(made)};
    return (!made || batch_hold(batch, made)) && batch_value(batch, column->rank, WIRECOPY_VALUE_TEXT, value);
}

/* Adds the values of a row. */
static bool add_row(const struct table *table, struct batch *batch, const struct ArrowArray *chunk, int64_t row, uint64_t number)
{
    const uint8_t *valid = chunk->n_buffers > 0 ? chunk->buffers[0] : NULL;
    int64_t at = row + chunk->offset;
    if (table->series)
        return add_value(batch, &table->columns[0], chunk, row) && records_add_id(batch, number);
    if (valid && chunk->null_count != 0 && !(valid[at >> 3] >> (at & 7) & 1))
        return true; /* a row that is null: it has no text */
    for (size_t i = 0; i < table->column_count; i++)
        if (!add_value(batch, &table->columns[i], chunk->children[table->columns[i].place], at))
            return false;
    return true;
}

/* Adds the rows of a chunk, from which values are borrowed until the batch is flushed. */
static bool add_rows(const struct table *table, struct batch *batch, const struct ArrowArray *chunk, uint64_t *number)
{
    for (int64_t row = 0; row < chunk->length; row++, ++*number)
        if (!batch_begin(batch, *number + 1) || !add_row(table, batch, chunk, row, *number))
            return false;
    return batch_flush(batch);
}

/* What is released may be Python's own, which wants no exception about. */
static void release_chunk(struct ArrowArray *chunk)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    chunk->release(chunk);
    PyErr_Restore(type, value, traceback);
}

static void release_table(struct table *table)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    if (table->schema.release)
        table->schema.release(&table->schema);
    if (table->stream.release)
        table->stream.release(&table->stream);
    PyErr_Restore(type, value, traceback);
}

static bool add_all(struct table *table, struct batch *batch, uint64_t *number)
{
    for (;;) {
        struct ArrowArray chunk = {.release = NULL};
        int failed;
        bool good;
        Py_BEGIN_ALLOW_THREADS /* a table may be made while it is read */
            failed = table->stream.get_next(&table->stream, &chunk);
        Py_END_ALLOW_THREADS if (failed) return stream_failed(table, "rows");
        if (!chunk.release)
            return true;
        good = add_rows(table, batch, &chunk, number);
        release_chunk(&chunk);
        if (!good)
            return false;
    }
}

PyObject *arrow_add(struct batch *batch, PyObject *source, uint64_t first)
{
    struct table *table = PyMem_Calloc(1, sizeof *table);
    uint64_t number = first;
    bool good;
    if (!table)
        return PyErr_NoMemory();
    good = open_stream(table, source) && read_schema(table, batch) && add_all(table, batch, &number);
    release_table(table);
    PyMem_Free(table);
    return good ? PyLong_FromUnsignedLongLong(number - first) : NULL;
}
