/* Reading the furniture file. It is small beside a corpus, and is read whole. */
#include "learn/lines/known.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "text/fold/fold.h"

enum section { NONE, EVERYWHERE, STRANGERS, STRANGERS_AGAIN, STRANGERS_LAST, OUTLET, FORM };

struct reading {
    struct known *known;
    struct edited_file file;
    bool begun; /* the first line was met */
    enum section section;
    uint64_t outlet;
    struct buffer room;
};

uint64_t outlet_hash(const char *name, size_t size)
{
    return hash_bytes(name, size) | 1;
}

static int hex_value(char digit)
{
    return digit >= '0' && digit <= '9' ? digit - '0' : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

/* Sets the outlet where the section's name begins with word and a space; \xHH in a name is the byte of that number. */
static bool names_outlet(struct reading *reading, struct wirecopy_bytes name, const char *word, enum wirecopy_status *status)
{
    size_t size = strlen(word);
    const char *at = name.data + size, *end = name.data + name.size;
    reading->room.size = 0;
    if (name.size <= size || memcmp(name.data, word, size) != 0)
        return false;
    *status = buffer_reserve(&reading->room, name.size);
    if (*status != WIRECOPY_OK)
        return true;
    while (at < end) {
        int high = end - at >= 4 && at[0] == '\\' && at[1] == 'x' ? hex_value(at[2]) : -1, low = high >= 0 ? hex_value(at[3]) : -1;
        reading->room.data[reading->room.size++] = low >= 0 ? (char)(high * 16 + low) : *at;
        at += low >= 0 ? 4 : 1;
    }
    reading->outlet = outlet_hash(reading->room.data, reading->room.size);
    return true;
}

static enum wirecopy_status begin_section(struct reading *reading, struct wirecopy_bytes line)
{
    struct wirecopy_bytes name = {line.data + 1, line.size - 2};
    enum wirecopy_status status = WIRECOPY_OK;
    if (line.size < 2 || line.data[line.size - 1] != ']')
        return edited_file_refuse(&reading->file, "a section's name ends with ]");
    if (edited_line_is(name, "everywhere"))
        reading->section = EVERYWHERE;
    else if (edited_line_is(name, "strangers"))
        reading->section = STRANGERS;
    else if (edited_line_is(name, "strangers again"))
        reading->section = STRANGERS_AGAIN;
    else if (edited_line_is(name, "strangers at last"))
        reading->section = STRANGERS_LAST;
    else if (names_outlet(reading, name, "outlet ", &status))
        reading->section = OUTLET;
    else if (names_outlet(reading, name, "form ", &status))
        reading->section = FORM;
    else
        return edited_file_refuse(
            &reading->file,
            "there is no such section; there are everywhere, strangers, strangers again, strangers at last, outlet NAME and form NAME");
    return status;
}

/* A form's line with a number for each # that stands alone. */
static enum wirecopy_status put_numbers(struct reading *reading, struct wirecopy_bytes *line)
{
    enum wirecopy_status status;
    reading->room.size = 0;
    status = buffer_append(&reading->room, line->data, line->size);
    if (status != WIRECOPY_OK)
        return status;
    for (size_t i = 0; i < line->size; i++)
        if (line->data[i] == '#' && (i == 0 || line->data[i - 1] == ' ') && (i + 1 == line->size || line->data[i + 1] == ' '))
            reading->room.data[i] = '0';
    line->data = reading->room.data;
    return WIRECOPY_OK;
}

static enum wirecopy_status add_line(struct reading *reading, struct wirecopy_bytes line)
{
    struct known *known = reading->known;
    struct folded folded;
    enum wirecopy_status status = WIRECOPY_OK;
    if (*line.data == '\\') {
        line.data++;
        line.size--;
    }
    if (reading->section == FORM)
        status = put_numbers(reading, &line);
    if (status == WIRECOPY_OK)
        status = fold_line_as_it_is(reading->known->folder, line.data, line.size, &folded);
    if (status != WIRECOPY_OK)
        return status;
    if (folded.line_count != 1)
        return edited_file_refuse(&reading->file, "no word is left of this line");
    known->lines++;
    switch (reading->section) {
    case EVERYWHERE:
        return hash_set_add(&known->everywhere, folded.lines->hash);
    case STRANGERS:
    case STRANGERS_AGAIN:
    case STRANGERS_LAST:
        return hash_set_add(&known->strangers[reading->section - STRANGERS], folded.lines->hash);
    case OUTLET:
        return hash_set_add(&known->by_outlet, key_of_outlet(reading->outlet, folded.lines->hash));
    case FORM:
        if (folded.lines->masked == folded.lines->hash)
            return edited_file_refuse(&reading->file, "a form's line holds a number");
        return hash_set_add(&known->forms, key_of_outlet(reading->outlet, folded.lines->masked));
    case NONE:
        break;
    }
    return edited_file_refuse(&reading->file, "a section such as [everywhere] comes before the first line");
}

static enum wirecopy_status take_line(void *context, struct wirecopy_bytes line)
{
    struct reading *reading = context;
    if (!reading->begun) {
        reading->begun = true;
        return edited_line_is(line, "wirecopy furniture 1")
                   ? WIRECOPY_OK
                   : edited_file_refuse(&reading->file, "a furniture file begins with 'wirecopy furniture 1'");
    }
    return *line.data == '[' ? begin_section(reading, line) : add_line(reading, line);
}

enum wirecopy_status known_read_text(struct known *known, const char *name, struct wirecopy_bytes text)
{
    struct reading reading = {.known = known, .file = {.path = name}};
    enum wirecopy_status status;
    *known = (struct known){0};
    status = folder_create(&known->folder);
    if (status == WIRECOPY_OK)
        status = edited_bytes_read(&reading.file, text, take_line, &reading);
    known->fingerprint = reading.file.fingerprint;
    if (status == WIRECOPY_OK && !reading.begun)
        status = edited_file_refuse(&reading.file, "a furniture file begins with 'wirecopy furniture 1'");
    buffer_release(&reading.room);
    if (status != WIRECOPY_OK)
        known_release(known);
    return status;
}

enum wirecopy_status known_read(struct known *known, const char *path)
{
    struct buffer text = {0};
    enum wirecopy_status status = file_read_whole(path, &text);
    *known = (struct known){0};
    if (status == WIRECOPY_OK)
        status = known_read_text(known, path, (struct wirecopy_bytes){text.data, text.size});
    buffer_release(&text);
    return status;
}

void known_release(struct known *known)
{
    hash_set_release(&known->everywhere);
    for (unsigned round = 0; round < STRANGERS_ROUNDS; round++)
        hash_set_release(&known->strangers[round]);
    hash_set_release(&known->by_outlet);
    hash_set_release(&known->forms);
    folder_free(known->folder);
    known->folder = NULL;
}
