/* Exit statuses of wirecopy; also in the man page. */
#ifndef WIRECOPY_CLI_EXITS_H
#define WIRECOPY_CLI_EXITS_H

enum {
    EXIT_FINE = 0,
    EXIT_SAYS_NO = 1,      /* of comparisons */
    EXIT_NOTHING_DONE = 2, /* wrong usage, or nothing came of it */
    EXIT_SOME_UNREAD = 3,  /* done, but some input could not be read */
    EXIT_OF_SIGNAL = 128,  /* and the signal's number: 130 after Ctrl-C */
};

#endif
