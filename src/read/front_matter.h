/*
 * Front matter: values of YAML and of TOML. Takes: what stands behind a name. Gives: its text, as it was meant. Promises: what is no text is
 * absent. Does not know: which names are fields, nor the rest of either language.
 */
#ifndef WIRECOPY_READ_FRONT_MATTER_H
#define WIRECOPY_READ_FRONT_MATTER_H

#include "base/memory.h"

/* The line at data, without its end and the blanks before that; *next is behind it. */
struct wirecopy_bytes front_line(const char *data, const char *end, const char **next);

/* Without the blanks around it. */
struct wirecopy_bytes front_trim(struct wirecopy_bytes value);

/*
 * The value at data, behind its name's sign (':' in YAML, '=' in TOML): quoted, plain or in a block, without its comment; over several lines
 * where those below it are set in. end is that of the front matter. room: where it is put; FRONT_GROWTH times the bytes of the front matter are
 * room enough for all of its values. Empty where it is a list, a table, null or the like.
 */
enum { FRONT_GROWTH = 4 };
struct wirecopy_bytes front_value(const char *data, const char *end, char sign, struct buffer *room);

#endif
