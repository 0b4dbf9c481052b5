/* Standard input that is to be read twice goes to a file without a name, which takes its place. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/control.h"
#include "base/memory.h"
#include "base/storage/nameless.h"

enum { PIECE_BYTES = 1 << 18 };

static enum wirecopy_status write_piece(int file, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t written = write(file, data, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return status_fail(WIRECOPY_IO, "standard input could not be kept in scratch: %s", strerror(errno));
        data += written;
        size -= (size_t)written;
    }
    return WIRECOPY_OK;
}

static enum wirecopy_status copy_input(int file, const struct control *control)
{
    char *piece = memory_allocate(PIECE_BYTES, 1);
    enum wirecopy_status status = piece ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    while (status == WIRECOPY_OK) {
        ssize_t got = read(STDIN_FILENO, piece, PIECE_BYTES);
        if (got == 0)
            break;
        if (got < 0 && errno != EINTR)
            status = status_fail(WIRECOPY_IO, "standard input: %s", strerror(errno));
        if (got > 0)
            status = write_piece(file, piece, (size_t)got);
        if (status == WIRECOPY_OK)
            status = control_poll(control);
    }
    memory_free(piece);
    return status;
}

enum wirecopy_status wirecopy_spool_standard_input(const struct wirecopy_options *options, char *message, size_t message_size)
{
    struct control control = {.should_stop = options->should_stop, .context = options->context};
    const char *directory = nameless_directory(options->scratch_directory);
    struct stat info;
    enum wirecopy_status status;
    int file;
    if (fstat(STDIN_FILENO, &info) == 0 && S_ISREG(info.st_mode) && lseek(STDIN_FILENO, 0, SEEK_CUR) == 0)
        return WIRECOPY_OK; /* it can be read again as it is */
    file = nameless_open(directory);
    status = file < 0 ? status_fail(WIRECOPY_IO, "cannot create scratch in %s: %s", directory, strerror(errno)) : copy_input(file, &control);
    if (status == WIRECOPY_OK && (lseek(file, 0, SEEK_SET) != 0 || dup2(file, STDIN_FILENO) < 0))
        status = status_fail(WIRECOPY_IO, "standard input: %s", strerror(errno));
    if (file >= 0)
        close(file);
    if (status != WIRECOPY_OK && message_size > 0)
        snprintf(message, message_size, "%s", status_detail());
    return status;
}
