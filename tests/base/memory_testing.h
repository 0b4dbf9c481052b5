/* How much of the process's memory is its own, as the system counts it. */
#ifndef WIRECOPY_TESTS_MEMORY_TESTING_H
#define WIRECOPY_TESTS_MEMORY_TESTING_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline size_t anonymous_bytes(void)
{
    FILE *status = fopen("/proc/self/status", "r");
    char line[256];
    size_t kilobytes = 0;
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, "RssAnon:", 8) == 0)
            kilobytes = strtoul(line + 8, NULL, 10);
    if (status)
        fclose(status);
    return kilobytes << 10;
}

#endif
