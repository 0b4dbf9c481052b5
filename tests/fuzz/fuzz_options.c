/*
 * Any arguments, a line each, are understood or refused with a status of 2, and what is understood is in range or refused. The first byte
 * chooses the command; none is run.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/exits.h"
#include "cli/request.h"

enum { MOST_ARGUMENTS = 32, MOST_BYTES = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct command *const chosen[] = {&cluster_command, &compare_command, &dedup_command, &furniture_command, &plan_command};
    static FILE *silence;
    char room[MOST_BYTES], name[] = "command", *arguments[MOST_ARGUMENTS + 2], message[256], *at = room;
    struct request request;
    int count = 0, exit_status = EXIT_NOTHING_DONE, first;
    if (!silence) { /* help and mistakes are many */
        silence = freopen("/dev/null", "w", stdout);
        stderr = fopen("/dev/null", "w");
    }
    if (size == 0 || size > MOST_BYTES - 1)
        return 0;
    memcpy(room, data + 1, size - 1);
    room[size - 1] = '\0';
    arguments[count++] = name;
    while (at && count <= MOST_ARGUMENTS)
        arguments[count++] = strsep(&at, "\n");
    arguments[count] = NULL;
    first = request_read(&request, chosen[data[0] % (sizeof chosen / sizeof *chosen)], count, arguments, &exit_status);
    if (first < 0 && exit_status != EXIT_FINE && exit_status != EXIT_NOTHING_DONE)
        abort();
    if (first > count)
        abort();
    if (first >= 0 && wirecopy_options_check(&request.options, message, sizeof message) != WIRECOPY_OK && !*message)
        abort();
    if (first >= 0)
        request_release(&request);
    return 0;
}
