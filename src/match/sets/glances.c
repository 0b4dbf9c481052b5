/* Bits after Bloom (1970), one a shingle. */
#include "match/sets/glances.h"

#include <string.h>

#include "base/bits.h"

/*
 * Four bits a word of the corpus, so that of unrelated articles one in thirty cannot be told apart; no less than a line of memory, and no
 * more than keeps a piece of them in the second cache.
 */
enum { WORDS_A_BYTE = 2, BYTES_LEAST = 64, BYTES_MOST = 1024 };

/* What each stage has for its buffers is lent but for so much: where there is little memory none of it is free. */
enum { NOT_LENT = 8 << 20 };

struct glances {
    struct scratch *scratch;
    size_t words;       /* of bits */
    uint64_t all_bytes; /* of all of them */
    uint64_t lent;      /* of memory, beyond scratch's share */
    struct scratch_space *space;
};

/* As large as the corpus asks; NULL where there is no memory. */
static struct glances *allocate(const struct left_out *left_out)
{
    struct glances *glances = memory_allocate_zero(1, sizeof *glances);
    uint64_t words = texts_word_count(left_out->texts), bytes = BYTES_LEAST;
    while (bytes < BYTES_MOST && bytes * WORDS_A_BYTE * left_out->articles->count < words)
        bytes *= 2;
    if (glances) {
        glances->words = (bytes - sizeof(struct glance)) / sizeof(uint64_t);
        glances->all_bytes = bytes * texts_count(left_out->texts);
        glances->space = left_out->space;
    }
    return glances;
}

enum wirecopy_status glances_create(const struct left_out *left_out, struct glances **glances_out)
{
    struct glances *glances = allocate(left_out);
    enum wirecopy_status status;
    if (!glances)
        return WIRECOPY_NO_MEMORY;
    status = texts_make_way(left_out->texts, glances->all_bytes);
    if (status == WIRECOPY_OK)
        status = scratch_create(left_out->space, &glances->scratch);
    if (status == WIRECOPY_OK) {
        scratch_keep(glances->scratch);
        /* until clusters are joined, tables and buffers leave as much of their memory free as one stage has for its buffers */
        glances->lent =
            scratch_space_lend(left_out->space, glances->all_bytes, left_out->memory_bytes > NOT_LENT ? left_out->memory_bytes - NOT_LENT : 0);
        *glances_out = glances;
    } else {
        glances_free(glances);
    }
    return status;
}

enum wirecopy_status glances_save(const struct glances *glances, struct saving *saving)
{
    return saving_put_scratch(saving, glances->scratch);
}

enum wirecopy_status glances_restore(const struct left_out *left_out, struct saved *saved, struct glances **glances_out)
{
    struct glances *glances = allocate(left_out);
    enum wirecopy_status status = glances ? saved_take_scratch(saved, left_out->space, true, &glances->scratch) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK && scratch_size(glances->scratch) != glances->all_bytes)
        status = status_fail(WIRECOPY_BAD_INPUT, "the saved glances contradict themselves");
    if (status == WIRECOPY_OK)
        *glances_out = glances;
    else
        glances_free(glances);
    return status;
}

/* What was lent goes back. */
static void claim_lent(struct glances *glances)
{
    glances->lent -= scratch_space_claim(glances->space, glances->lent);
}

void glances_free(struct glances *glances)
{
    if (!glances)
        return;
    glances_drop(glances);
    memory_free(glances);
}

void glances_drop(struct glances *glances)
{
    scratch_free(glances->scratch);
    glances->scratch = NULL;
    claim_lent(glances);
}

enum wirecopy_status glances_narrow(struct glances *glances)
{
    enum wirecopy_status status = WIRECOPY_OK;
    if (glances->scratch && glances->lent > 0)
        status = scratch_spill(glances->scratch, glances->lent);
    claim_lent(glances);
    return status;
}

enum wirecopy_status glances_make_way(struct glances *glances, uint64_t bytes)
{
    enum wirecopy_status status = glances_narrow(glances);
    return status == WIRECOPY_OK && glances->scratch ? scratch_spill(glances->scratch, bytes) : status;
}

size_t glances_bytes(const struct glances *glances)
{
    return sizeof(struct glance) + glances->words * sizeof(uint64_t);
}

uint64_t glances_all_bytes(const struct glances *glances)
{
    return glances->all_bytes;
}

/* The bit of a shingle in so many words. */
static inline uint64_t bit_of(uint64_t shingle, size_t words)
{
    return (uint32_t)shingle * (uint64_t)(words * 64) >> 32;
}

static inline void set_bit_of(uint64_t shingle, size_t words, uint64_t *bits)
{
    uint64_t bit = bit_of(shingle, words);
    bits[bit / 64] |= UINT64_C(1) << bit % 64;
}

/* So many lists in turn, since a word that was changed just now is slow to change again; of fewer shingles than that many a word they do not pay. */
enum { LISTS = 4, LISTS_LEAST = 4 };

static void set_in_turn(const uint64_t *shingles, size_t count, size_t words, uint64_t *bits)
{
    uint64_t lists[LISTS][BYTES_MOST / sizeof *bits];
    for (size_t k = 0; k < LISTS; k++)
        memset(lists[k], 0, words * sizeof *bits);
    for (size_t i = 0; i < count; i += LISTS)
        for (size_t k = 0; k < LISTS; k++)
            set_bit_of(shingles[i + k], words, lists[k]);
    for (size_t w = 0; w < words; w++)
        bits[w] |= lists[0][w] | lists[1][w] | lists[2][w] | lists[3][w];
}

void glance_make(const struct glances *glances, const uint64_t *shingles, size_t count, struct glance *glance)
{
    size_t in_turn = count < LISTS_LEAST * glances->words ? 0 : count / LISTS * LISTS;
    glance->count = (uint32_t)count;
    if (in_turn > 0)
        set_in_turn(shingles, in_turn, glances->words, glance->bits);
    for (size_t i = in_turn; i < count; i++)
        set_bit_of(shingles[i], glances->words, glance->bits);
    glance->ones = bits_in_both(glance->bits, glance->bits, glances->words);
}

enum wirecopy_status glances_append(struct glances *glances, const void *data, uint32_t count)
{
    return scratch_append(glances->scratch, data, count * glances_bytes(glances));
}

void glance_room_release(struct glance_room *room)
{
    buffer_release(&room->room);
    *room = (struct glance_room){0};
}

enum wirecopy_status glances_view(const struct glances *glances, uint32_t number, struct glance_room *room)
{
    const void *view;
    enum wirecopy_status status;
    if (room->shown && room->number == number)
        return WIRECOPY_OK;
    room->shown = NULL;
    status = scratch_view(glances->scratch, number * (uint64_t)glances_bytes(glances), glances_bytes(glances), &room->room, &view);
    if (status != WIRECOPY_OK)
        return status;
    room->shown = view;
    room->number = number;
    return WIRECOPY_OK;
}

void glances_prefetch(const struct glances *glances, uint32_t number)
{
    scratch_prefetch(glances->scratch, number * (uint64_t)glances_bytes(glances), glances_bytes(glances));
}

size_t glances_has_most(const struct glances *glances, const struct glance *glance, const uint64_t *shingles, size_t count)
{
    size_t has = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t bit = bit_of(shingles[i], glances->words);
        has += glance->bits[bit / 64] >> bit % 64 & 1;
    }
    return has;
}

uint32_t glances_shared_most(const struct glances *glances, const struct glance *a, const struct glance *b)
{
    /* of one article's shingles each bit that the other lacks takes one at least */
    uint32_t more_a = a->count - a->ones, more_b = b->count - b->ones;
    return bits_in_both(a->bits, b->bits, glances->words) + (more_a < more_b ? more_a : more_b);
}
