/* What is known of the terminal, if standard output is one. */
#ifndef WIRECOPY_CLI_TERMINAL_H
#define WIRECOPY_CLI_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>

/* Whether standard output is a terminal that shows colours, and nobody minds (https://no-color.org). */
bool terminal_takes_color(void);

/* Its columns: COLUMNS where it is set, else what it says, else 80; 0 where standard output is no terminal. */
uint32_t terminal_width(void);

#endif
