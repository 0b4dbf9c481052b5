/* Batches of records: one release of Python's lock for some hundred of them. */
#include "python/records.h"

#include <string.h>

bool batch_begin(struct batch *batch, uint64_t line)
{
    if ((batch->record_count == BATCH_RECORDS || batch->bytes >= BATCH_BYTES) && !batch_flush(batch))
        return false;
    batch->records[batch->record_count++] = (struct record){.begin = batch->count, .line = line};
    return true;
}

bool batch_value(struct batch *batch, const uint8_t rank[WIRECOPY_FIELD_COUNT], enum wirecopy_value_kind kind, struct wirecopy_bytes bytes)
{
    struct wirecopy_value *value;
    if (batch->count == batch->capacity) {
        size_t capacity = batch->capacity ? 2 * batch->capacity : 1024;
        struct wirecopy_value *values = PyMem_Realloc(batch->values, capacity * sizeof *values);
        if (!values) {
            PyErr_NoMemory();
            return false;
        }
        batch->values = values;
        batch->capacity = capacity;
    }
    value = &batch->values[batch->count++];
    memcpy(value->rank, rank, sizeof value->rank);
    value->kind = (uint8_t)kind;
    value->bytes = bytes;
    batch->bytes += bytes.size;
    batch->records[batch->record_count - 1].count++;
    return true;
}

bool batch_hold(struct batch *batch, PyObject *object)
{
    bool good;
    if (!batch->held)
        batch->held = PyList_New(0);
    good = batch->held && PyList_Append(batch->held, object) == 0;
    Py_DECREF(object);
    return good;
}

bool batch_flush(struct batch *batch)
{
    enum wirecopy_status status = WIRECOPY_OK;
    bool good;
    if (batch->record_count > 0) {
        session_let_go(batch->session);
        for (size_t i = 0; i < batch->record_count && status == WIRECOPY_OK && !atomic_load(&batch->session->stop); i++) {
            const struct record *record = &batch->records[i];
            uint64_t before = wirecopy_corpus_input_counts(batch->corpus).articles;
            status = wirecopy_corpus_add_record(batch->corpus, batch->values + record->begin, record->count, batch->path, record->line);
            batch->places->records = record->line;
            if (status == WIRECOPY_OK && wirecopy_corpus_input_counts(batch->corpus).articles > before &&
                !places_note(batch->places, record->line - 1, before))
                status = WIRECOPY_NO_MEMORY;
        }
        if (status == WIRECOPY_OK)
            session_tell_read(batch->session, wirecopy_corpus_input_counts(batch->corpus).articles);
        session_take_back(batch->session);
    }
    batch->count = batch->record_count = batch->bytes = 0;
    Py_CLEAR(batch->held);
    good = session_check(batch->session, status, wirecopy_corpus_error(batch->corpus));
    return good && PyErr_CheckSignals() == 0;
}

void batch_release(struct batch *batch)
{
    PyMem_Free(batch->values);
    Py_CLEAR(batch->held);
}
