/*
 * Records. Takes: an article's fields. Gives: JSON Lines in a file, through one large buffer. Promises: a failed
 * write ends the program with a message that names the file. Does not know: how articles are made.
 */
#ifndef GENERATOR_RECORD_H
#define GENERATOR_RECORD_H

#include <stdint.h>
#include <stdio.h>

#include "text.h"

struct sink {
    FILE *file;
    const char *path;
    char *bytes;
    size_t size, capacity;
};

/* "-" is standard output. */
void sink_open(struct sink *sink, const char *path);
void sink_close(struct sink *sink);

struct record {
    uint64_t number; /* in the file */
    uint32_t day, second;
    const char *source;
    uint64_t address;     /* what the url ends in */
    uint32_t address_day; /* and the day it names */
    uint32_t typography;
    const struct text *title, *page; /* the title is its first piece; none, where there is none */
};

enum { TYPOGRAPHIES = 5 };

void record_write(struct sink *sink, const struct record *record);
void truth_write(struct sink *sink, uint64_t number, uint64_t cluster);

#endif
