/*
 * The one door to libarchive, whose functions are called through archives by their own names. Takes: nothing. Gives: them, once they are loaded:
 * libarchive and the libraries that it is linked with take a third of the time in which the program starts. Does not know: what is done with them.
 */
#ifndef WIRECOPY_READ_BYTES_ARCHIVES_H
#define WIRECOPY_READ_BYTES_ARCHIVES_H

#include <archive.h>
#include <archive_entry.h>

#include "base/library.h"

/* clang-format off */
#define ARCHIVE_FUNCTIONS(F) \
    F(archive_entry_filetype) F(archive_entry_free) F(archive_entry_hardlink) F(archive_entry_new) F(archive_entry_pathname) \
    F(archive_entry_pathname_utf8) F(archive_entry_set_filetype) F(archive_entry_size) F(archive_errno) F(archive_error_string) \
    F(archive_filter_bytes) F(archive_filter_code) F(archive_read_data) F(archive_read_free) F(archive_read_new) F(archive_read_next_header) \
    F(archive_read_open) F(archive_read_support_filter_bzip2) F(archive_read_support_filter_lz4) F(archive_read_support_filter_xz) \
    F(archive_read_support_filter_zstd) F(archive_read_support_format_empty) F(archive_read_support_format_raw) \
    F(archive_read_support_format_tar) F(archive_read_support_format_zip_streamable) F(archive_set_error) F(archive_write_add_filter) \
    F(archive_write_close) F(archive_write_data) F(archive_write_free) F(archive_write_header) F(archive_write_new) F(archive_write_open) \
    F(archive_write_set_bytes_in_last_block) F(archive_write_set_bytes_per_block) F(archive_write_set_filter_option) \
    F(archive_write_set_format_raw)
/* clang-format on */
extern struct archives {
    ARCHIVE_FUNCTIONS(LIBRARY_FIELD)
} archives;

/* Before anything is asked of them. Any number of threads. Errors: as library_load. */
enum wirecopy_status archives_load(void);

#endif
