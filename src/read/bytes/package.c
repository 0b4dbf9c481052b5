/* The names of ISO/IEC 29500-2 (Office), 26300 (OpenDocument) and 23736 (EPUB); the latter two put their media type first, uncompressed. */
#include "read/bytes/package.h"

#include <string.h>

#include "read/formats.h"

static bool begins_with(const char *data, size_t size, const char *words)
{
    return size >= strlen(words) && memcmp(data, words, strlen(words)) == 0;
}

enum package package_of(const char *name, const char *head, size_t size)
{
    static const char *const office[] = {"[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml"};
    static const char open_text[] = "application/vnd.oasis.opendocument.text", open_document[] = "application/vnd.oasis.opendocument.";
    for (size_t i = 0; i < sizeof office / sizeof *office; i++)
        if (strcmp(name, office[i]) == 0)
            return PACKAGE_OFFICE;
    if (strcmp(name, "mimetype") != 0)
        return PACKAGE_NONE;
    if (begins_with(head, size, open_text))
        return PACKAGE_OPEN_TEXT;
    if (begins_with(head, size, open_document))
        return PACKAGE_OPEN_OTHER;
    return begins_with(head, size, "application/epub+zip") ? PACKAGE_BOOK : PACKAGE_NONE;
}

/* word/document.xml; some writers number it. */
static bool is_word_document(const char *name)
{
    static const char begin[] = "word/document";
    if (strncmp(name, begin, strlen(begin)) != 0)
        return false;
    name += strlen(begin);
    return strcmp(name + strspn(name, "0123456789"), ".xml") == 0;
}

bool package_has_text(enum package package, const char *name)
{
    switch (package) {
    case PACKAGE_NONE:
        return true;
    case PACKAGE_OFFICE:
        return is_word_document(name);
    case PACKAGE_OPEN_TEXT:
        return strcmp(name, "content.xml") == 0;
    case PACKAGE_OPEN_OTHER:
        return false;
    case PACKAGE_BOOK:
        return name_ends_in(name, ".xhtml") || name_ends_in(name, ".html") || name_ends_in(name, ".htm");
    }
    return false;
}

bool package_is_article(enum package package)
{
    return package == PACKAGE_OFFICE || package == PACKAGE_OPEN_TEXT;
}
