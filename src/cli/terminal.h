/* What is known of the terminal, if a stream is one. */
#ifndef WIRECOPY_CLI_TERMINAL_H
#define WIRECOPY_CLI_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>

/* Whether standard output is a terminal that shows colours, and nobody minds (https://no-color.org). */
bool terminal_takes_color(void);

/* The columns of a stream: COLUMNS where it is set, else what the terminal says, else 80; 0 where it is none. */
uint32_t terminal_width(int stream);

#endif
