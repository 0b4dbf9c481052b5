/* The file is small and read whole; an owner is known by the hash of its name, as an outlet that owns itself is. */
#include "cluster/result/owners.h"

#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/sort/sort.h"

/* A name in lower case, as hosts are compared; other letters than ASCII ones stay. */
static uint64_t name_hash(struct wirecopy_bytes name)
{
    char room[256];
    size_t size = name.size < sizeof room ? name.size : sizeof room;
    for (size_t i = 0; i < size; i++)
        room[i] = (char)(name.data[i] >= 'A' && name.data[i] <= 'Z' ? name.data[i] | 32 : name.data[i]);
    return size < sizeof room ? hash_bytes(room, size) | 1 : hash_bytes(name.data, name.size) | 1;
}

static struct wirecopy_bytes trimmed(const char *begin, const char *end)
{
    while (begin < end && (*begin == ' ' || *begin == '\t'))
        begin++;
    while (begin < end && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    return (struct wirecopy_bytes){begin, (size_t)(end - begin)};
}

struct reading {
    struct owners *owners;
    struct edited_file file;
};

static const struct sort_record *find(const struct owners *owners, uint64_t name)
{
    const struct sort_record *rows = (const struct sort_record *)(const void *)owners->rows.data;
    size_t low = 0, high = owners->rows.size / sizeof *rows;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (rows[middle].key < name)
            low = middle + 1;
        else
            high = middle;
    }
    return low < owners->rows.size / sizeof *rows && rows[low].key == name ? &rows[low] : NULL;
}

static enum wirecopy_status take_line(void *context, struct wirecopy_bytes line)
{
    struct reading *reading = context;
    const char *end = line.data + line.size, *tab = memchr(line.data, '\t', line.size);
    struct wirecopy_bytes outlet = trimmed(line.data, tab ? tab : end), owner = trimmed(tab ? tab : end, end);
    struct sort_record row;
    if (outlet.size == 0 && owner.size == 0)
        return WIRECOPY_OK;
    if (outlet.size == 0 || owner.size == 0)
        return edited_file_refuse(&reading->file, "a line has an outlet, a tab and its owner");
    row = (struct sort_record){name_hash(outlet), owner_of(owner)};
    return buffer_append(&reading->owners->rows, &row, sizeof row);
}

/* Puts the rows in order; of an outlet that stands there twice both have to say the same. */
static enum wirecopy_status put_in_order(struct owners *owners, const char *path)
{
    struct sort_record *rows = (struct sort_record *)(void *)owners->rows.data;
    size_t count = owners->rows.size / sizeof *rows;
    if (count > 0)
        sort_records(rows, count);
    for (size_t i = 1; i < count; i++)
        if (rows[i].key == rows[i - 1].key && rows[i].value != rows[i - 1].value)
            return status_fail(WIRECOPY_BAD_INPUT, "%s: an outlet has two owners there", path);
    return WIRECOPY_OK;
}

enum wirecopy_status owners_read(struct owners *owners, const char *path)
{
    struct reading reading = {.owners = owners, .file = {.path = path}};
    enum wirecopy_status status;
    *owners = (struct owners){0};
    status = edited_file_read(&reading.file, take_line, &reading);
    owners->fingerprint = reading.file.fingerprint;
    if (status == WIRECOPY_OK)
        status = put_in_order(owners, path);
    if (status != WIRECOPY_OK)
        owners_release(owners);
    return status;
}

void owners_release(struct owners *owners)
{
    buffer_release(&owners->rows);
    *owners = (struct owners){0};
}

uint64_t owners_of(const struct owners *owners, struct wirecopy_bytes source)
{
    char room[OWNER_BYTES];
    const struct sort_record *row;
    if (!source.data || source.size == 0 || owners->rows.size == 0)
        return owner_of(source);
    row = find(owners, name_hash(source));
    if (!row)
        row = find(owners, name_hash(owner_registered(source, room)));
    return row ? row->value : owner_of(source);
}
