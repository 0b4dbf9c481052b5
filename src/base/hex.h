/* Hexadecimal digits. Takes: a character. Gives: its value, -1 where it is none. Promises: either case. Does not know: what is written in them. */
#ifndef WIRECOPY_BASE_HEX_H
#define WIRECOPY_BASE_HEX_H

static inline int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

#endif
