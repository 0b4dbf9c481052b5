/* libarchive's functions, by the name of its file. */
#include "read/bytes/archives.h"

static const char *const names[] = {ARCHIVE_FUNCTIONS(LIBRARY_NAME)};
struct archives archives = {ARCHIVE_FUNCTIONS(LIBRARY_FUNCTION)};
static struct library library = {.file = LIBRARY_FILE, .names = names, .count = sizeof names / sizeof *names, .functions = &archives};

enum wirecopy_status archives_load(void)
{
    return library_load(&library);
}
