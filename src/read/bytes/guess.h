/*
 * Guesses. Takes: text in an encoding that nobody named. Gives: the one that it looks most like. Promises: the same for the same
 * bytes, and a name that encoding_decode knows. Does not know: formats.
 */
#ifndef WIRECOPY_READ_BYTES_GUESS_H
#define WIRECOPY_READ_BYTES_GUESS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The encoding that text which is not UTF-8 looks most like, by the letters that come often and those that come together (Li and
 * Momoi 2001); GUESS_WESTERN, what Western pages are in, where none stands out. static; NULL: out of memory. Cost: linear in the first
 * GUESS_BYTES.
 */
#define GUESS_WESTERN "windows-1252"
enum { GUESS_BYTES = 1 << 16 };
const char *guess_encoding(const char *data, size_t size);

#ifdef __cplusplus
}
#endif

#endif
