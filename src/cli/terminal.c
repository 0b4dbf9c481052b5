/* The terminal, by isatty, TIOCGWINSZ and the environment. */
#define _GNU_SOURCE

#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Of a terminal that does not say; beyond MOST_COLUMNS COLUMNS is a mistake. */
enum { USUAL_COLUMNS = 80, MOST_COLUMNS = 10000 };

bool terminal_takes_color(void)
{
    const char *no_color = getenv("NO_COLOR"), *kind = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(no_color && *no_color) && kind && strcmp(kind, "dumb") != 0;
}

uint32_t terminal_width(int stream)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size;
    unsigned long asked = columns ? strtoul(columns, NULL, 10) : 0;
    if (!isatty(stream))
        return 0;
    if (asked > 0 && asked <= MOST_COLUMNS)
        return (uint32_t)asked;
    return ioctl(stream, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : USUAL_COLUMNS;
}
