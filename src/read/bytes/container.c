#define _GNU_SOURCE
/*
 * libarchive's archives, member by member; and its filters behind its raw format, which takes one compressed
 * stream (several, one after the other, too) for one file. gz goes to gzip.c. libarchive gives nothing of the 64 or 128 KiB in which a stream breaks. A
 * bomb costs time only: nobody downstream holds more than a record.
 */
#include "read/bytes/container.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "read/bytes/archives.h"
#include "read/bytes/gzip.h"
#include "read/bytes/input.h"

enum { BLOCK_BYTES = 1 << 17 }; /* compressed bytes a read: few system calls, and all stays in the second-level cache */

struct container {
    struct gzip *gzip; /* where it is gz; nothing below is used then */
    struct archive *archive;
    struct byte_source source;
    bool head_is_pending; /* block holds the head, which libarchive has not seen */
    size_t head_size, block_size;
    int64_t given; /* bytes that libarchive got, the block the last of them */
    bool ended;
    char failure[128];
    char block[BLOCK_BYTES];
};

struct magic {
    const char *bytes;
    size_t size;
};

/* bz2: "BZh", a digit, and the first block's mark or the end's; the rest as their formats say. */
static const struct magic gzip_magic = {"\x1f\x8b\x08", 3};
/* clang-format off */
static const struct magic magics[] = {
    {"\x28\xb5\x2f\xfd", 4}, {"\xfd" "7zXZ\0", 6},
    {"\x04\x22\x4d\x18", 4}, {"\x02\x21\x4c\x18", 4},
};
/* clang-format on */
static const struct magic bz2_marks[] = {{"\x31\x41\x59\x26\x53\x59", 6}, {"\x17\x72\x45\x38\x50\x90", 6}};

static bool starts_with(const char *head, size_t size, struct magic magic)
{
    return size >= magic.size && memcmp(head, magic.bytes, magic.size) == 0;
}

bool container_recognises(const char *head, size_t size)
{
    if (starts_with(head, size, gzip_magic))
        return true;
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (starts_with(head, size, magics[i]))
            return true;
    if (!starts_with(head, size, (struct magic){"BZh", 3}) || size < 4 || head[3] < '1' || head[3] > '9')
        return false;
    return starts_with(head + 4, size - 4, bz2_marks[0]) || starts_with(head + 4, size - 4, bz2_marks[1]);
}

static la_ssize_t give_block(struct archive *archive, void *context, const void **block)
{
    struct container *container = context;
    const char *failure = NULL;
    size_t got;
    *block = container->block;
    if (container->head_is_pending) {
        container->head_is_pending = false;
        container->given = (int64_t)container->head_size;
        container->block_size = container->head_size;
        return (la_ssize_t)container->head_size;
    }
    got = byte_source_read(&container->source, container->block, BLOCK_BYTES, &failure);
    if (failure) {
        archives.archive_set_error(archive, EIO, "%s", failure);
        return -1;
    }
    container->given += (int64_t)got;
    if (got > 0) /* at the end the last block stays, for check_end */
        container->block_size = got;
    return (la_ssize_t)got;
}

/* The formats and filters; each that this libarchive lacks is missing at run time and leaves the file unreadable. */
static bool open_archive(struct container *container)
{
    struct archive *archive = container->archive;
    archives.archive_read_support_filter_zstd(archive);
    archives.archive_read_support_filter_xz(archive);
    archives.archive_read_support_filter_bzip2(archive);
    archives.archive_read_support_filter_lz4(archive);
    archives.archive_read_support_format_raw(archive);
    archives.archive_read_support_format_empty(archive);
    return archives.archive_read_open(archive, container, NULL, give_block, NULL) == ARCHIVE_OK;
}

static enum wirecopy_status broken(struct container *container, const char **failure)
{
    const char *words = archives.archive_error_string(container->archive);
    container->ended = true;
    if (archives.archive_errno(container->archive) == ENOMEM)
        return status_no_memory();
    container->failure[0] = '\0';
    strncat(container->failure, words && *words ? words : "broken compression", sizeof container->failure - 1);
    *failure = container->failure;
    return WIRECOPY_OK;
}

enum wirecopy_status container_open(const struct byte_source *source, const char *head, size_t head_size, struct container **container_out)
{
    struct container *container = memory_allocate(1, sizeof *container);
    enum wirecopy_status status = WIRECOPY_OK;
    if (!container)
        return WIRECOPY_NO_MEMORY;
    memset(container, 0, offsetof(struct container, block));
    if (starts_with(head, head_size, gzip_magic)) {
        status = gzip_open(source, head, head_size, &container->gzip);
    } else {
        container->source = *source;
        container->head_is_pending = true;
        container->head_size = head_size;
        memcpy(container->block, head, head_size);
        status = archives_load();
        if (status == WIRECOPY_OK)
            container->archive = archives.archive_read_new();
        if (status == WIRECOPY_OK && !container->archive)
            status = status_no_memory();
    }
    if (status != WIRECOPY_OK) {
        memory_free(container);
        return status;
    }
    *container_out = container;
    return WIRECOPY_OK;
}

/* Says whether anything but zero bytes is left behind the last stream, as of gz: what is no further stream of bz2 libarchive leaves without a word. */
static void check_end(struct container *container, const char **failure)
{
    int64_t left = container->given - archives.archive_filter_bytes(container->archive, -1);
    size_t begin = left < (int64_t)container->block_size ? container->block_size - (size_t)left : 0;
    for (;;) {
        for (size_t i = begin; i < container->block_size; i++)
            if (container->block[i] != 0) {
                *failure = "other bytes after the end";
                return;
            }
        begin = 0;
        container->block_size = byte_source_read(&container->source, container->block, BLOCK_BYTES, failure);
        if (container->block_size == 0 || *failure)
            return;
    }
}

enum wirecopy_status container_read(struct container *container, char *data, size_t size, size_t *got, const char **failure)
{
    struct archive_entry *entry;
    la_ssize_t taken;
    if (container->gzip)
        return gzip_read(container->gzip, data, size, got, failure);
    *got = 0;
    if (container->ended)
        return WIRECOPY_OK;
    if (container->head_is_pending) {
        int result;
        if (!open_archive(container))
            return broken(container, failure);
        result = archives.archive_read_next_header(container->archive, &entry);
        if (result == ARCHIVE_EOF) {
            container->ended = true;
            return WIRECOPY_OK;
        }
        if (result != ARCHIVE_OK && result != ARCHIVE_WARN)
            return broken(container, failure);
        /* Too little of a stream for its filter to know it (13 bytes of bz2), or a filter that this libarchive lacks. */
        if (archives.archive_filter_code(container->archive, 0) == ARCHIVE_FILTER_NONE)
            return broken(container, failure);
    }
    do
        taken = archives.archive_read_data(container->archive, data, size);
    while (taken == ARCHIVE_RETRY || taken == ARCHIVE_WARN);
    if (taken < 0)
        return broken(container, failure);
    container->ended = taken == 0;
    *got = (size_t)taken;
    if (container->ended)
        check_end(container, failure);
    return WIRECOPY_OK;
}

void container_close(struct container *container)
{
    if (!container)
        return;
    gzip_close(container->gzip);
    if (container->archive)
        archives.archive_read_free(container->archive);
    memory_free(container);
}

struct members {
    struct archive *archive;
    struct input *input;
    locale_t letters; /* of the members' names; 0: the system has none of UTF-8 */
    uint64_t number;
    bool given;    /* what the input's window held was given to libarchive, which is done with it at the next call */
    bool doubtful; /* the current member is not what its sum or size says, or a link; failure says how */
    char failure[128];
    char name[32]; /* of a member whose own cannot be told */
};

/* tar's first header: its mark, as POSIX or GNU writes it, with the zero byte that no text has ("mustard" is one); before the mark came, in 1988, its sum. */
enum { TAR_MARK_AT = 257, TAR_SUM_AT = 148, TAR_SUM_BYTES = 8, TAR_HEADER_BYTES = 512 };

/* Whether octal digits, spaces before them and a zero byte or a space behind, say what the bytes of the header sum up to, with spaces for themselves. */
static bool has_tar_sum(const char *head, size_t size)
{
    unsigned long said = 0, sum = TAR_SUM_BYTES * ' ';
    size_t at = TAR_SUM_AT, end = TAR_SUM_AT + TAR_SUM_BYTES;
    if (size < TAR_HEADER_BYTES)
        return false;
    while (at < end && head[at] == ' ')
        at++;
    for (; at < end && head[at] >= '0' && head[at] <= '7'; at++)
        said = 8 * said + (unsigned long)(head[at] - '0');
    if (said == 0 || at == end || head[at] != '\0')
        return false;
    for (size_t i = 0; i < TAR_HEADER_BYTES; i++)
        sum += i < TAR_SUM_AT || i >= end ? (unsigned char)head[i] : 0;
    return said == sum;
}

bool members_recognise(const char *head, size_t size)
{
    static const struct magic zip = {"PK\x03\x04", 4}, empty_zip = {"PK\x05\x06", 4}, posix = {"ustar", 6}, gnu = {"ustar  ", 8};
    if (starts_with(head, size, zip) || starts_with(head, size, empty_zip))
        return true;
    if (size > TAR_MARK_AT &&
        (starts_with(head + TAR_MARK_AT, size - TAR_MARK_AT, posix) || starts_with(head + TAR_MARK_AT, size - TAR_MARK_AT, gnu)))
        return true;
    return has_tar_sum(head, size);
}

/* Hands the window of the input to libarchive. */
static la_ssize_t give_window(struct archive *archive, void *context, const void **block)
{
    struct members *members = context;
    struct input *input = members->input;
    if (members->given)
        input->begin = input->end;
    members->given = true;
    while (input->begin == input->end && !input->ended)
        if (input_more(input) != WIRECOPY_OK) {
            archives.archive_set_error(archive, ENOMEM, "out of memory");
            return -1;
        }
    if (input->begin == input->end && input->failure) {
        archives.archive_set_error(archive, EIO, "%s", input->failure);
        return -1;
    }
    *block = input->data + input->begin;
    return (la_ssize_t)(input->end - input->begin);
}

enum wirecopy_status members_open(struct input *input, struct members **members_out)
{
    enum wirecopy_status status = archives_load();
    struct members *members = status == WIRECOPY_OK ? memory_allocate_zero(1, sizeof *members) : NULL;
    if (!members)
        return status == WIRECOPY_OK ? WIRECOPY_NO_MEMORY : status;
    members->input = input;
    members->letters = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    members->archive = archives.archive_read_new();
    if (!members->archive) {
        members_close(members);
        return status_no_memory();
    }
    archives.archive_read_support_format_tar(members->archive);
    archives.archive_read_support_format_zip_streamable(members->archive);
    archives.archive_read_support_format_empty(members->archive);
    *members_out = members; /* what is wrong with it is told by members_next */
    return WIRECOPY_OK;
}

static const char *words_of(struct members *members)
{
    const char *words = archives.archive_error_string(members->archive);
    snprintf(members->failure, sizeof members->failure, "archive: %s", words && *words ? words : "broken");
    return members->failure;
}

/* Whether a member is a file, or a link where an archive holds what it leads to elsewhere or not at all: that is told when it is read. */
static bool is_file(struct members *members, struct archive_entry *entry)
{
    bool link =
        archives.archive_entry_filetype(entry) == AE_IFLNK || (archives.archive_entry_hardlink(entry) && archives.archive_entry_size(entry) == 0);
    if (link) {
        snprintf(members->failure, sizeof members->failure, "archive: links are not followed");
        members->doubtful = true;
    }
    return link || archives.archive_entry_filetype(entry) == AE_IFREG;
}

/* libarchive takes names into the letters of the locale, and loses those that have others: of a program that sets no locale all but ASCII. */
static int next_header(struct members *members, struct archive_entry **entry)
{
    locale_t before = members->letters ? uselocale(members->letters) : (locale_t)0;
    int result = archives.archive_read_next_header(members->archive, entry);
    if (before)
        uselocale(before);
    return result;
}

bool members_next(struct members *members, const char **name, const char **failure)
{
    struct archive_entry *entry;
    *failure = NULL;
    members->doubtful = false;
    if (members->number == 0 && archives.archive_read_open(members->archive, members, NULL, give_window, NULL) != ARCHIVE_OK) {
        *failure = words_of(members);
        return false;
    }
    for (;;) {
        int result = next_header(members, &entry);
        members->number++;
        if (result == ARCHIVE_EOF)
            return false;
        if (result == ARCHIVE_RETRY)
            continue;
        if (result != ARCHIVE_OK && result != ARCHIVE_WARN) {
            *failure = words_of(members);
            return false;
        }
        if (!is_file(members, entry))
            continue;
        *name = archives.archive_entry_pathname(entry);
        if (!*name)
            *name = archives.archive_entry_pathname_utf8(entry);
        if (!*name) {
            snprintf(members->name, sizeof members->name, "member %llu", (unsigned long long)members->number);
            *name = members->name;
        }
        return true;
    }
}

size_t members_read(struct members *members, char *data, size_t size, const char **failure)
{
    la_ssize_t taken;
    do {
        taken = archives.archive_read_data(members->archive, data, size);
        if (taken == ARCHIVE_WARN) { /* a wrong sum; what was read before is still to be given */
            words_of(members);
            members->doubtful = true;
        }
    } while (taken == ARCHIVE_RETRY || taken == ARCHIVE_WARN);
    if (taken < 0 || (taken == 0 && members->doubtful)) {
        *failure = taken < 0 ? words_of(members) : members->failure;
        return 0;
    }
    return (size_t)taken;
}

void members_close(struct members *members)
{
    if (!members)
        return;
    if (members->archive)
        archives.archive_read_free(members->archive);
    if (members->letters)
        freelocale(members->letters);
    memory_free(members);
}
