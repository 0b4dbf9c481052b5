/*
 * Stopping. Takes: SIGINT, SIGTERM, SIGHUP. Gives: a flag. Promises: a first signal lets the run end in order, within two
 * seconds; a second one ends it at once. Either way no half-written file stays. Does not know: commands.
 */
#ifndef WIRECOPY_CLI_STOP_H
#define WIRECOPY_CLI_STOP_H

#include <stdbool.h>

/* From here on the signals set the flag; SIGPIPE and SIGXFSZ are ignored, so that a closed pipe and a file over the limit are failed writes. */
void stop_watch(void);

/* The signal that came, 0 where none did. */
int stop_signal(void);

/* should_stop of struct wirecopy_options. */
bool stop_wanted(void *context);

/* A file that a second signal has to remove, until it is forgotten; the path must stand so long. */
void stop_remember_temporary(const char *path);
void stop_forget_temporary(const char *path);

#endif
