/* A number is found again by hashes of three words in a row; where some bits of it say that the other text has it nowhere, none is made. */
#include "match/forms/moved.h"

#include <string.h>

#include "base/hash.h"

/* Three words in a row: a number with its neighbours. */
enum { TRIPLE = 3 };

static uint64_t triple_at(const struct word_list *text, size_t i)
{
    return hash_bytes(text->words + i, TRIPLE * sizeof *text->words);
}

static bool has_number(const struct word_list *text, size_t i)
{
    return (text->words[i] | text->words[i + 1] | text->words[i + 2]) & WORD_HAS_DIGIT;
}

static size_t filter_bit(uint32_t word)
{
    return word >> 1 & (NUMBER_BITS - 1);
}

void number_filter_fill(struct number_filter *filter, const struct word_list *text)
{
    memset(filter, 0, sizeof *filter);
    for (size_t i = 0; i < text->count; i++)
        if (is_number(text->words[i]))
            filter->bits[filter_bit(text->words[i]) / 64] |= UINT64_C(1) << filter_bit(text->words[i]) % 64;
}

/* Whether the text of the filter may have all numbers of the triple at i. */
static bool may_have(const struct number_filter *filter, const uint32_t *triple)
{
    for (size_t i = 0; i < TRIPLE; i++)
        if (is_number(triple[i]) && !(filter->bits[filter_bit(triple[i]) / 64] >> filter_bit(triple[i]) % 64 & 1))
            return false;
    return true;
}

/* Indexes the triples of a text that hold a number. */
static enum wirecopy_status index_triples(struct alignment_room *room, const struct word_list *text)
{
    size_t count = text->count < TRIPLE ? 0 : text->count - TRIPLE + 1, kept = 0;
    uint64_t *triples;
    enum wirecopy_status status;
    room->triples.size = 0;
    status = buffer_reserve(&room->triples, (count + 1) * sizeof *triples);
    if (status != WIRECOPY_OK)
        return status;
    triples = (uint64_t *)(void *)room->triples.data;
    for (size_t i = 0; i < count; i++)
        if (has_number(text, i))
            triples[kept++] = triple_at(text, i);
    return shingle_index_build(&room->index, triples, kept);
}

enum wirecopy_status find_moved(struct alignment_room *room, const struct word_list *text, const struct word_list *other, struct buffer *moved,
                                bool *any)
{
    struct number_filter filter;
    uint8_t *is_moved;
    bool indexed = false;
    enum wirecopy_status status;
    moved->size = 0;
    status = buffer_reserve(moved, text->count + 1);
    if (status != WIRECOPY_OK)
        return status;
    is_moved = (uint8_t *)moved->data;
    memset(is_moved, 0, text->count);
    number_filter_fill(&filter, other);
    for (size_t end = 1, number = 0; end <= text->count && status == WIRECOPY_OK; end++) { /* number: where the last one ends, 0: none */
        size_t i = end - TRIPLE;
        uint64_t triple;
        if (is_number(text->words[end - 1]))
            number = end;
        if (end < TRIPLE || number <= i || !may_have(&filter, text->words + i))
            continue;
        if (!indexed)
            status = index_triples(room, other);
        indexed = true;
        triple = triple_at(text, i);
        if (status == WIRECOPY_OK && shingle_index_shared(&room->index, &triple, 1)) {
            memset(is_moved + i, 1, TRIPLE);
            *any = true;
        }
    }
    return status;
}

size_t count_missing(const struct number_filter *other, const uint32_t *words, size_t begin, size_t end)
{
    size_t missing = 0;
    for (size_t i = begin; i < end; i++)
        missing += is_number(words[i]) && !(other->bits[filter_bit(words[i]) / 64] >> filter_bit(words[i]) % 64 & 1);
    return missing;
}
