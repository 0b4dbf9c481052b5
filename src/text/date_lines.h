/*
 * Date lines: lines that are a date, and nothing else ("15 November 2022, 10:25 pm", "2022-11-17 10:59", "2022年11月17日 星期四").
 * Takes: a line's folded words. Gives: whether it is one. Promises: the words that may stand beside a date are a table of the
 * common languages; of others' words a line may have two. Does not know: which day it is.
 *
 * Each outlet has its own above the story. They are no part of it, and as numbers that differ they make copies look like issues of a form.
 */
#ifndef WIRECOPY_TEXT_DATE_LINES_H
#define WIRECOPY_TEXT_DATE_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What all date lines have for a hash, so that rules of lines take them for one line. */
#define DATE_LINE_HASH UINT64_C(0x5DA7E11E5DA7E11E)

/* Lines of more words are text. */
enum { DATE_LINE_WORDS = 14, DATE_WORDS = 1024 };

/* Words that stand beside dates, sorted. */
struct date_words {
    uint32_t words[DATE_WORDS];
    size_t count;
};

/* The words listed, as text to fold, ended by a zero byte. */
extern const char date_words_text[];

/* Takes the folded words of the list; those beyond DATE_WORDS are left out. */
void date_words_set(struct date_words *set, const uint32_t *words, size_t count);

/* One word of a line: its bytes, its 32 bits, and whether it is masked in forms. */
struct date_word {
    const char *bytes;
    size_t size;
    uint32_t word;
    bool masked;
};

bool date_line_is(const struct date_words *set, const struct date_word *words, size_t count);

#endif
