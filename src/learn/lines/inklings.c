/*
 * Bits after Bloom (1970), one a shingle of a sample that is the same in all texts (FracMinHash, Irber et al. 2022). What two share is estimated by the
 * bits that both have, less those that both would have by chance.
 */
#include "learn/lines/inklings.h"

#include "base/bits.h"

/* Longer ones have nearly all bits set. */
enum { WORDS_MOST = 1 << 13 };

/* Texts between two looks at whether to stop. */
enum { POLLED_EVERY = 1024 };

static void fill(struct inkling *inkling)
{
    for (size_t i = 0; i < SHINGLE_MARK_WORDS; i++)
        inkling->bits[i] = UINT64_MAX;
}

void inkling_make(struct shingling by, const uint32_t *words, size_t word_count, struct inkling *inkling)
{
    size_t count = shingles_count(word_count, by.words), width = word_count < by.words ? word_count : by.words;
    *inkling = (struct inkling){{0}};
    if (word_count > WORDS_MOST) {
        fill(inkling);
        return;
    }
    if (width == 3) { /* the usual width */
        by.kernel->mark(words, count, inkling->bits);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t name = shingle_name(words + i, width), mark = name / SHINGLE_NAMES_A_MARK;
        if (name < SHINGLE_NAMES_MARKED)
            inkling->bits[mark / 64] |= UINT64_C(1) << mark % 64;
    }
}

/*
 * Of m bits a and b are set; were the least share allowed, s of them, set by the same shingles, then of the m - s others both would have
 * set (a - s)(b - s) / (m - s) by chance. How many both have has the variance of the sample, s (1 - 1 / one_in), and that of chance. All of it
 * in whole numbers, so that no machine rounds otherwise.
 */
bool inklings_apart(const struct inkling *a, const struct inkling *b, uint32_t one_in)
{
    int64_t set_a = bits_in_both(a->bits, a->bits, SHINGLE_MARK_WORDS), set_b = bits_in_both(b->bits, b->bits, SHINGLE_MARK_WORDS),
            both = bits_in_both(a->bits, b->bits, SHINGLE_MARK_WORDS), least = set_a < set_b ? set_a : set_b;
    int64_t s = 7 * least / (8 * (int64_t)one_in), m = SHINGLE_MARKS - s, own_a = set_a - s, own_b = set_b - s; /* an eighth may be gone */
    int64_t fewer = (s - both) * m + own_a * own_b;                                                             /* than are expected, times m */
    int64_t sample = s * (one_in - 1) * m * m * m, chance = own_a * own_b * (m - own_a) * (m - own_b) * one_in;
    return fewer > 0 && fewer * fewer * m * one_in > 2 * (sample + chance); /* both of these times m^3 one_in */
}

enum wirecopy_status inklings_put(struct scratch *inklings, uint32_t number, const struct inkling *inkling)
{
    return scratch_write(inklings, number * (uint64_t)sizeof *inkling, inkling, sizeof *inkling);
}

/* Whether a text has surely more words than are looked at, as each of its lines has one: what is as long as a corpus is not shown at once. */
static bool is_long(const struct texts *texts, uint32_t number)
{
    enum { HEADING_WORDS = 4 };
    return texts_words_at_most(texts, number) > HEADING_WORDS + 2 * WORDS_MOST;
}

static enum wirecopy_status look_and_make(const struct texts *texts, uint32_t number, struct shingling by, struct text_view *view,
                                          struct inkling *inkling)
{
    enum wirecopy_status status = texts_words(texts, number, view);
    if (status == WIRECOPY_OK)
        inkling_make(by, view->words, view->word_count, inkling);
    return status;
}

enum wirecopy_status inklings_complete(struct scratch *inklings, const struct texts *texts, struct shingling by, const struct control *control)
{
    struct text_view view = {.ahead = true};
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t number = scratch_size(inklings) / sizeof(struct inkling); number < texts_count(texts) && status == WIRECOPY_OK; number++) {
        struct inkling inkling;
        if (number % POLLED_EVERY == 0)
            status = control_poll(control);
        if (status == WIRECOPY_OK && is_long(texts, (uint32_t)number))
            fill(&inkling);
        else if (status == WIRECOPY_OK)
            status = look_and_make(texts, (uint32_t)number, by, &view, &inkling);
        if (status == WIRECOPY_OK)
            status = inklings_put(inklings, (uint32_t)number, &inkling);
    }
    text_view_release(&view);
    return status;
}

enum wirecopy_status inklings_get(const struct scratch *inklings, uint32_t number, struct inkling *inkling)
{
    return scratch_read(inklings, number * (uint64_t)sizeof *inkling, inkling, sizeof *inkling);
}

void inklings_prefetch(const struct scratch *inklings, uint32_t number)
{
    scratch_prefetch(inklings, number * (uint64_t)sizeof(struct inkling), sizeof(struct inkling));
}
