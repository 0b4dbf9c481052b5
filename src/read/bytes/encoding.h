/*
 * Encodings. Takes: bytes in an encoding that has a name. Gives: UTF-8. Promises: any bytes are text; what is ill-formed
 * becomes U+FFFD, and that there was some is known. Does not know: files and formats.
 */
#ifndef WIRECOPY_READ_BYTES_ENCODING_H
#define WIRECOPY_READ_BYTES_ENCODING_H

#include "base/memory.h"

/*
 * Whether an encoding has that name: those of IANA and of the web, in either case. Where the web has learnt to take a name for a
 * larger encoding (gb2312 for GB18030, iso-8859-1 for windows-1252), so do we.
 */
bool encoding_is_known(const char *name);

/* The encoding that a byte-order mark tells, of mark_size bytes; NULL where there is none. */
const char *encoding_of_mark(const char *data, size_t size, size_t *mark_size);

/* UTF-16 without a mark, as its zeros tell: every second byte of the first few is one, as in ASCII, and no character is. NULL: something else. */
const char *encoding_of_zeros(const char *data, size_t size);

/*
 * The encoding that bytes are in: UTF-8 where they are well-formed, whatever is said; else said where it is known; else otherwise; else
 * as encoding_unnamed. The two may be NULL. NULL: out of memory.
 */
const char *encoding_choose(const char *data, size_t size, const char *said, const char *otherwise);

/*
 * The encoding of bytes that are not well-formed and of which nobody says it: UTF-8 where damage explains it, else the one that they look
 * most like. NULL: out of memory. Cost: linear.
 */
const char *encoding_unnamed(const char *data, size_t size);

/* Appends all of data as UTF-8. An unknown name is taken for windows-1252. Errors: WIRECOPY_NO_MEMORY, also where name is NULL. Cost: linear. */
enum wirecopy_status encoding_decode(const char *name, const char *data, size_t size, struct buffer *out);

/* Bytes that come bit by bit, from read; as container_read. */
typedef enum wirecopy_status encoded_read(void *context, char *data, size_t size, size_t *got, const char **failure);
struct decoder;

/* *decoder_out is NULL where the name is UTF-8's: there is nothing to decode. Errors: WIRECOPY_NO_MEMORY, WIRECOPY_INVALID (no such encoding). */
enum wirecopy_status decoder_open(const char *name, encoded_read *read, void *context, struct decoder **decoder_out);

/* Bytes that were read already; ended: nothing follows, and where failure is not NULL (borrowed) it says why. */
enum wirecopy_status decoder_give(struct decoder *decoder, const char *data, size_t size, bool ended, const char *failure);

/* Reads on; size is at least 64. *got is 0 at the end, and where reading failed *failure says why with the last bytes. */
enum wirecopy_status decoder_read(struct decoder *decoder, char *data, size_t size, size_t *got, const char **failure);

/* Whether anything was ill-formed so far. */
bool decoder_met_ill_formed(const struct decoder *decoder);

void decoder_close(struct decoder *decoder);

#endif
