/*
 * Fields. Takes: the names that records give their values. Gives: which value is the text, the id, the title, ... Promises:
 * the order of preference stands in one table. Does not know: formats.
 */
#ifndef WIRECOPY_READ_FIELDS_H
#define WIRECOPY_READ_FIELDS_H

#include "read/reader.h"

enum field { FIELD_TEXT, FIELD_ID, FIELD_TITLE, FIELD_SOURCE, FIELD_DATE, FIELD_URL, FIELD_COUNT };

/* Rank of a name that is not one of a field, and of a path where a value may stand that no option names. */
enum { FIELD_NOT = 255, FIELD_NESTED = 254 };

/* How good a name is for each field: 0 is best. */
struct field_ranks {
    uint8_t rank[FIELD_COUNT];
};

/* Ranks a name; false where it is none of any field. A name that options give is exact; guessed ones ignore ASCII case. */
bool fields_rank(const struct reader_options *options, struct wirecopy_bytes name, struct field_ranks *ranks);

/* The name that options give a field; NULL: it is guessed. */
const char *fields_named(const struct reader_options *options, enum field field);

/* The best values of one record so far. */
struct field_choice {
    struct wirecopy_bytes value[FIELD_COUNT];
    uint8_t rank[FIELD_COUNT];
    const char *wrong_text; /* what else than a text the text field is */
};

void fields_begin(struct field_choice *choice);

/* Whether a value with these ranks could be chosen: what is not wanted need not be read. */
bool fields_want(const struct field_choice *choice, const struct field_ranks *ranks);

/*
 * Offers a value. It is chosen for each field for which no better one was (of equal ones the first). An empty value counts
 * as absent, but for the text.
 */
void fields_offer(struct field_choice *choice, const struct field_ranks *ranks, struct wirecopy_bytes value);

/*
 * Offers a value that can be no text, being of another kind. Where it is the best for the text, the record is bad; but one that is only
 * missing (null) leaves the text to the next name.
 */
void fields_offer_wrong(struct field_choice *choice, const struct field_ranks *ranks, enum wirecopy_value_kind kind);

/*
 * Where exports keep values within other values, such as the documents of Elasticsearch or the times of MongoDB: paths as json_find takes
 * them, those of a field in order of preference. A NULL path ends the list.
 */
struct field_path {
    const char *path;
    enum field field;
};
const struct field_path *fields_paths(void);

/* Whether a field has no value yet, and no option names it: then what stands at a path may be its value. An address says whose outlet it is. */
bool fields_lack(const struct reader_options *options, const struct field_choice *choice, enum field field);

/* Gives such a field its value. */
void fields_take(struct field_choice *choice, enum field field, struct wirecopy_bytes value);

/* Fills the article's strings and returns NULL; where there is no text, returns why the record is bad. */
const char *fields_end(const struct field_choice *choice, struct raw_article *article);

#endif
