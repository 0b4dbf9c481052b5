/* Signals. */
#define _GNU_SOURCE

#include "cli/stop.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "cli/exits.h"

enum { SECONDS_TO_END = 2 };

static volatile sig_atomic_t signal_number;
enum { MOST_TEMPORARIES = 4 }; /* outputs of one run: a corpus, a report, a summary */
static const char *volatile temporaries[MOST_TEMPORARIES];

static void end_at_once(int number)
{
    for (size_t i = 0; i < MOST_TEMPORARIES; i++)
        if (temporaries[i])
            unlink(temporaries[i]);
    _exit(EXIT_OF_SIGNAL + number);
}

static void note(int number)
{
    if (signal_number != 0)
        end_at_once(number);
    signal_number = number;
    alarm(SECONDS_TO_END); /* a read from a silent pipe does not look at the flag */
}

static void lose_patience(int number)
{
    (void)number;
    end_at_once(signal_number);
}

/* A signal that is ignored from the start (nohup) stays so. */
static void watch(int number)
{
    struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART}, before;
    sigemptyset(&action.sa_mask);
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction(number, &action, NULL);
}

void stop_watch(void)
{
    signal(SIGALRM, lose_patience);
    watch(SIGINT);
    watch(SIGTERM);
    watch(SIGHUP);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

int stop_signal(void)
{
    return signal_number;
}

bool stop_wanted(void *context)
{
    (void)context;
    return signal_number != 0;
}

void stop_remember_temporary(const char *path)
{
    size_t i = 0;
    while (i + 1 < MOST_TEMPORARIES && temporaries[i])
        i++;
    temporaries[i] = path;
}

void stop_forget_temporary(const char *path)
{
    for (size_t i = 0; i < MOST_TEMPORARIES; i++)
        if (temporaries[i] == path)
            temporaries[i] = NULL;
}
