/*
 * Results. Takes: nothing. Gives: the status of a call and a sentence of detail. Promises: the detail belongs to the
 * thread that failed and stands until its next failure. Does not know: who is told.
 */
#ifndef WIRECOPY_BASE_STATUS_H
#define WIRECOPY_BASE_STATUS_H

#include "wirecopy.h"

enum { STATUS_DETAIL_BYTES = 1024 };

/* Notes the detail, cut to STATUS_DETAIL_BYTES, and returns status. */
enum wirecopy_status status_fail(enum wirecopy_status status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Out of memory; needs no memory itself. */
enum wirecopy_status status_no_memory(void);

/* The detail of this thread's last failure, "" before any. */
const char *status_detail(void);

/* Forgets this thread's detail. */
void status_clear(void);

#endif
