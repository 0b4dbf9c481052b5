/*
 * Stopping. Takes: SIGINT, SIGTERM, SIGHUP. Gives: a flag. Promises: a first signal lets the run end in order, within two
 * seconds; a second one ends it at once. Either way no half-written file stays. Does not know: commands.
 */
#ifndef WIRECOPY_CLI_STOP_H
#define WIRECOPY_CLI_STOP_H

#include <stdbool.h>

/* From here on the signals set the flag; SIGPIPE is ignored, so that a closed pipe is a failed write. */
void stop_watch(void);

/* The signal that came, 0 where none did. */
int stop_signal(void);

/* should_stop of struct wirecopy_options. */
bool stop_wanted(void *context);

/* The file that a second signal has to remove; NULL for none. Must stand until the next call. */
void stop_remember_temporary(const char *path);

#endif
