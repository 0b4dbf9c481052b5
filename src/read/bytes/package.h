/*
 * Packages. Takes: what an archive begins with. Gives: whether it is one document, or a book, and which of its members are text.
 * Promises: an archive of anything else is none. Does not know: how they are read.
 */
#ifndef WIRECOPY_READ_BYTES_PACKAGE_H
#define WIRECOPY_READ_BYTES_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>

enum package {
    PACKAGE_NONE,       /* an archive of files, each read as if it lay in a directory */
    PACKAGE_OFFICE,     /* of Microsoft Office: .docx, .xlsx, .pptx */
    PACKAGE_OPEN_TEXT,  /* .odt */
    PACKAGE_OPEN_OTHER, /* .ods, .odp and the like */
    PACKAGE_BOOK        /* EPUB */
};

/* Told by the first member's name and its first bytes. */
enum package package_of(const char *name, const char *head, size_t size);

/* Whether a member holds text. */
bool package_has_text(enum package package, const char *name);

/* Whether its text is one article, under the name of the package. */
bool package_is_article(enum package package);

#endif
