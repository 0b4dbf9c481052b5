/* Compression of what is written: libarchive's filters behind its raw format, which takes whatever it gets for one file. */
#include <errno.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "read/bytes/archives.h"

enum { PACKED_BLOCK_BYTES = 1 << 16 };

struct wirecopy_packer {
    struct archive *archive; /* a stream that was begun; else NULL */
    wirecopy_write *write;
    void *context;
    int filter, error; /* error: of the write that failed */
    bool written;      /* a stream was ended */
};

static la_ssize_t give_packed(struct archive *archive, void *context, const void *data, size_t size)
{
    struct wirecopy_packer *packer = context;
    packer->error = packer->write(packer->context, data, size);
    if (packer->error != 0)
        archives.archive_set_error(archive, packer->error, "cannot be written");
    return packer->error == 0 ? (la_ssize_t)size : -1;
}

enum wirecopy_status wirecopy_packer_create(const char *name, wirecopy_write *write, void *context, struct wirecopy_packer **packer_out)
{
    static const char *const endings[] = {".gz", ".zst", ".xz", ".bz2", ".lz4"};
    static const int filters[] = {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_BZIP2, ARCHIVE_FILTER_LZ4};
    *packer_out = NULL;
    for (size_t i = 0, size = strlen(name); i < sizeof endings / sizeof *endings; i++)
        if (size >= strlen(endings[i]) && strcasecmp(name + size - strlen(endings[i]), endings[i]) == 0) {
            enum wirecopy_status status = archives_load();
            *packer_out = status == WIRECOPY_OK ? memory_allocate_zero(1, sizeof **packer_out) : NULL;
            if (!*packer_out)
                return status == WIRECOPY_OK ? WIRECOPY_NO_MEMORY : status;
            **packer_out = (struct wirecopy_packer){.filter = filters[i], .write = write, .context = context};
        }
    return WIRECOPY_OK;
}

/* Levels are the usual ones but that of xz, which takes 94 MiB. */
static enum wirecopy_status begin_stream(struct wirecopy_packer *packer)
{
    struct archive *archive = packer->archive = archives.archive_write_new();
    struct archive_entry *entry = archives.archive_entry_new();
    bool good = archive && entry && archives.archive_write_set_format_raw(archive) == ARCHIVE_OK &&
                archives.archive_write_add_filter(archive, packer->filter) == ARCHIVE_OK;
    if (good && packer->filter == ARCHIVE_FILTER_GZIP)
        good = archives.archive_write_set_filter_option(archive, "gzip", "timestamp", NULL) == ARCHIVE_OK;
    if (good && packer->filter == ARCHIVE_FILTER_XZ)
        good = archives.archive_write_set_filter_option(archive, "xz", "compression-level", "1") == ARCHIVE_OK;
    good = good && archives.archive_write_set_bytes_per_block(archive, PACKED_BLOCK_BYTES) == ARCHIVE_OK;
    good = good && archives.archive_write_set_bytes_in_last_block(archive, 1) == ARCHIVE_OK &&
           archives.archive_write_open(archive, packer, NULL, give_packed, NULL) == ARCHIVE_OK;
    if (good)
        archives.archive_entry_set_filetype(entry, AE_IFREG);
    good = good && archives.archive_write_header(archive, entry) == ARCHIVE_OK;
    archives.archive_entry_free(entry);
    if (!good && (!archive || !entry || archives.archive_errno(archive) == ENOMEM))
        return status_no_memory();
    return good ? WIRECOPY_OK : status_fail(packer->error ? WIRECOPY_IO : WIRECOPY_INTERNAL, "%s", archives.archive_error_string(archive));
}

static enum wirecopy_status end_stream(struct wirecopy_packer *packer)
{
    bool good = !packer->archive || archives.archive_write_close(packer->archive) == ARCHIVE_OK;
    archives.archive_write_free(packer->archive);
    packer->archive = NULL;
    packer->written = true;
    return good ? WIRECOPY_OK : WIRECOPY_IO;
}

int wirecopy_packer_write(void *context, const char *data, size_t size)
{
    struct wirecopy_packer *packer = context;
    enum wirecopy_status status = WIRECOPY_OK;
    if (size == 0 && packer->archive)
        status = end_stream(packer);
    else if (size > 0 && !packer->archive)
        status = begin_stream(packer);
    if (status == WIRECOPY_OK && size > 0 && archives.archive_write_data(packer->archive, data, size) != (la_ssize_t)size)
        status = WIRECOPY_IO;
    return status == WIRECOPY_OK          ? 0
           : packer->error                ? packer->error
           : status == WIRECOPY_NO_MEMORY ? ENOMEM
           : status == WIRECOPY_INTERNAL  ? ENOSYS
                                          : EIO;
}

enum wirecopy_status wirecopy_packer_finish(struct wirecopy_packer *packer)
{
    enum wirecopy_status status = packer->archive || packer->written ? WIRECOPY_OK : begin_stream(packer); /* nothing, packed, is something */
    return status == WIRECOPY_OK ? end_stream(packer) : status;
}

void wirecopy_packer_free(struct wirecopy_packer *packer)
{
    if (!packer)
        return;
    archives.archive_write_free(packer->archive);
    memory_free(packer);
}
