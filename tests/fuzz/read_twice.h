/* Reads bytes as a file without a name: each record is an article or a problem, reading ends, and a second reading finds the same; else it aborts. */
#ifndef WIRECOPY_TESTS_FUZZ_READ_TWICE_H
#define WIRECOPY_TESTS_FUZZ_READ_TWICE_H

#include <stdint.h>

#include "read/reader.h"

void read_twice(const uint8_t *data, size_t size, const struct reader_options *options);

#endif
