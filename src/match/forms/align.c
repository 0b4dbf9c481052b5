/*
 * The longest common subsequence of all suffixes at once, 64 words of a in one step, row by row over b from its end; then
 * one walk from the start. A row's bit for place i is 0 where L(i, j) > L(i + 1, j), L being the length for the suffixes
 * from i and j: there the walk must advance in b, anywhere else advancing in a loses nothing.
 */
#include "match/forms/align.h"

#include <string.h>

#include "match/forms/moved.h"

enum { GAP_MOST = 8 };

void alignment_room_release(struct alignment_room *room)
{
    buffer_release(&room->rows);
    buffer_release(&room->positions);
    buffer_release(&room->triples);
    buffer_release(&room->own_gaps);
    buffer_release(&room->moved[0]);
    buffer_release(&room->moved[1]);
    buffer_release(&room->masked[0]);
    buffer_release(&room->masked[1]);
    shingle_index_release(&room->index);
}

/* A distinct word, 1 + its number; 0: none. */
struct place {
    uint32_t word, number;
};

/* Where each word of a stands: a bit a place, of each distinct word a row of bits. Bit p is place count - 1 - p, since both texts run backwards. */
struct places {
    size_t stride, mask;
    struct place *slots;
    uint64_t *bits; /* by number */
};

/* The slot of a word, or that where it would stand. */
static inline struct place *place_slot(const struct places *places, uint32_t word)
{
    size_t slot = (word >> 1) * 0x9e3779b1u >> 8 & places->mask;
    while (places->slots[slot].word != word && places->slots[slot].number)
        slot = (slot + 1) & places->mask;
    return &places->slots[slot];
}

static enum wirecopy_status places_init(struct places *places, struct buffer *room, const uint32_t *a, size_t count)
{
    size_t slots = 64, stride = row_stride((count + 63) / 64), distinct = 0;
    enum wirecopy_status status;
    while (slots < 2 * count)
        slots *= 2;
    room->size = 0;
    status = buffer_reserve(room, count * stride * sizeof *places->bits + slots * sizeof *places->slots);
    if (status != WIRECOPY_OK)
        return status;
    places->stride = stride;
    places->mask = slots - 1;
    places->bits = (uint64_t *)(void *)room->data;
    places->slots = (struct place *)(void *)(places->bits + count * stride);
    memset(places->slots, 0, slots * sizeof *places->slots);
    for (size_t i = 0; i < count; i++) {
        struct place *place = place_slot(places, a[i]);
        size_t bit = count - 1 - i;
        if (place->number) {
            places->bits[(place->number - 1) * stride + bit / 64] |= UINT64_C(1) << bit % 64;
            continue;
        }
        memset(places->bits + distinct * stride, 0, stride * sizeof *places->bits);
        places->bits[distinct * stride + bit / 64] = UINT64_C(1) << bit % 64; /* not read before: what was zeroed just now is slow to read */
        *place = (struct place){a[i], (uint32_t)++distinct};
    }
    return WIRECOPY_OK;
}

/*
 * Numbers count from the first to the last run of so many aligned words, numbers between them not counted, where there is one: before
 * and after it stand the two outlets' own headlines, dates and feet, which share a word by chance, and where line breaks are gone they
 * are in the text's first and last line. A year and a month are four words where a character is one (2022 年 11 月), and none of the story.
 * 3 to 4 are alike on our sets; 6 lets forms pass whose words between numbers are few.
 */
enum { LONG_RUN = 4 };

/* Names are looked for in wider gaps too, over runs of words that any two sentences share. */
enum { WIDE_GAP_MOST = 16, NARROWING_RUN = 3 };

struct counted {
    size_t same, different, gap_bytes;
    size_t others, early; /* gaps without numbers, and what of different stands before all of these */
};

/* The counts of a walk along an alignment. */
struct walk {
    const uint32_t *a, *b;
    size_t a_count, b_count;
    size_t gap_a, gap_b;            /* where the gap that is open began */
    bool inside;                    /* a long run was met */
    struct counted now, then;       /* then: at the end of the last long run */
    struct buffer *gaps;            /* NULL: nobody asks */
    const uint8_t *moved[2];        /* NULL, or by place of a and of b whether a number only moved */
    const struct named_text *named; /* NULL, or a and b */
    size_t wide_a, wide_b;          /* where the wide gap that is open began */
    bool swapped;                   /* a gap had a name of each */
    size_t every;                   /* 0, or between runs of so many gaps are wanted whose numbers do not differ too */
    struct number_places *places;   /* NULL, or of a and b, which are masked */
};

static bool has_one_of(const struct word_list *names, const uint32_t *words, size_t begin, size_t end)
{
    while (begin < end && !word_list_has(names, words[begin]))
        begin++;
    return begin < end;
}

static bool are_all_of(const struct word_list *title, const uint32_t *words, size_t begin, size_t end)
{
    while (begin < end && word_list_has(title, words[begin]))
        begin++;
    return begin == end;
}

/* Whether a gap that ends before i and j has a name of each text. */
static bool has_names(const struct walk *walk, size_t begin_a, size_t i, size_t begin_b, size_t j, size_t most)
{
    const struct named_text *x = &walk->named[0], *y = &walk->named[1];
    if (i - begin_a < 1 || i - begin_a > most || j - begin_b < 1 || j - begin_b > most || !has_one_of(&x->names, walk->a, begin_a, i) ||
        !has_one_of(&y->names, walk->b, begin_b, j))
        return false;
    return (begin_a >= x->body_begin && begin_b >= y->body_begin) || !are_all_of(&x->title, walk->a, begin_a, i) ||
           !are_all_of(&y->title, walk->b, begin_b, j);
}

/* Looks for names in the gaps that end before a run from i and j on. */
static void find_names(struct walk *walk, size_t i, size_t j, size_t run)
{
    walk->swapped |= has_names(walk, walk->gap_a, i, walk->gap_b, j, GAP_MOST);
    if (run < NARROWING_RUN)
        return;
    walk->swapped |= has_names(walk, walk->wide_a, i, walk->wide_b, j, WIDE_GAP_MOST);
    walk->wide_a = i + run;
    walk->wide_b = j + run;
}

/* Compares the numbers of a masked run from i and j on. */
static void compare_run(struct number_places *places, const uint32_t *masked, size_t i, size_t j, size_t run)
{
    for (size_t k = 0; k < run; k++) {
        bool same = places->words[0][i + k] == places->words[1][j + k];
        if (!is_number(masked[k]))
            continue;
        places->same += same;
        places->own_counts[0] += !same && places->own[0][i + k];
        places->own_counts[1] += !same && places->own[1][j + k];
    }
}

/* Puts the numbers of a gap that count into numbers. */
static size_t take_numbers(const uint32_t *words, const uint8_t *moved, size_t begin, size_t end, uint32_t *numbers)
{
    size_t count = 0;
    for (size_t i = begin; i < end; i++)
        if (is_number(words[i]) && !(moved && moved[i]))
            numbers[count++] = words[i];
    return count;
}

static bool has_number_between(const uint32_t *words, size_t begin, size_t end)
{
    while (begin < end && !is_number(words[begin]))
        begin++;
    return begin < end;
}

/* Closes the gap that ends before i and j. */
static enum wirecopy_status close_gap(struct walk *walk, size_t i, size_t j)
{
    uint32_t numbers_a[GAP_MOST], numbers_b[GAP_MOST];
    size_t count_a, count_b, both = 0, smaller;
    if (i - walk->gap_a < 1 || i - walk->gap_a > GAP_MOST || j - walk->gap_b < 1 || j - walk->gap_b > GAP_MOST)
        return WIRECOPY_OK;
    count_a = take_numbers(walk->a, walk->moved[0], walk->gap_a, i, numbers_a);
    count_b = take_numbers(walk->b, walk->moved[1], walk->gap_b, j, numbers_b);
    smaller = count_a < count_b ? count_a : count_b;
    for (size_t x = 0; x < count_a; x++)
        for (size_t y = 0; y < count_b; y++)
            if (numbers_a[x] == numbers_b[y]) { /* as multisets: each is used once */
                both++;
                numbers_b[y] = numbers_b[--count_b];
                break;
            }
    walk->now.different += smaller - both;
    walk->now.early += walk->now.others == 0 ? smaller - both : 0;
    walk->now.others += smaller == 0 && !has_number_between(walk->a, walk->gap_a, i) && !has_number_between(walk->b, walk->gap_b, j);
    if (walk->gaps && (walk->every || smaller > both)) {
        struct aligned_gap gap = {(uint32_t)walk->gap_a, (uint32_t)i, (uint32_t)walk->gap_b, (uint32_t)j};
        walk->now.gap_bytes += sizeof gap;
        return buffer_append(walk->gaps, &gap, sizeof gap);
    }
    return WIRECOPY_OK;
}

/* Aligns the words of a from i on with those of b from j on, as long as they are equal: at least one. The next gap begins behind them. */
static enum wirecopy_status align_run(struct walk *walk, size_t i, size_t j)
{
    const uint32_t *a = walk->a + i, *b = walk->b + j;
    size_t long_run = walk->every ? walk->every : LONG_RUN;
    size_t most = walk->a_count - i < walk->b_count - j ? walk->a_count - i : walk->b_count - j, run = 0, numbers = 0;
    enum wirecopy_status status = i != walk->gap_a || j != walk->gap_b ? close_gap(walk, i, j) : WIRECOPY_OK;
    for (; run < most && a[run] == b[run]; run++)
        numbers += is_number(a[run]);
    walk->now.same += numbers;
    if (walk->named)
        find_names(walk, i, j, run);
    if (walk->places && run - numbers >= LONG_RUN)
        compare_run(walk->places, a, i, j, run);
    if (run - numbers >= long_run && !walk->inside) { /* what was before does not count */
        walk->inside = true;
        walk->now = (struct counted){.same = numbers};
        if (walk->gaps)
            walk->gaps->size = 0;
    }
    if (run - numbers >= long_run)
        walk->then = walk->now;
    walk->gap_a = i + run;
    walk->gap_b = j + run;
    return status;
}

/* Settles what counts at the end of both texts. */
static enum wirecopy_status finish(struct walk *walk)
{
    if (!walk->inside)
        return close_gap(walk, walk->a_count, walk->b_count);
    walk->now = walk->then;
    if (walk->gaps)
        walk->gaps->size = walk->then.gap_bytes;
    return WIRECOPY_OK;
}

/* The table of two texts: a row for each word of b, and one behind them. Behind it stands which word of a each is. */
static enum wirecopy_status make_rows(struct alignment_room *room, const uint32_t *a, size_t count, const uint32_t *b, size_t rows)
{
    size_t width = (count + 63) / 64;
    struct places places;
    uint32_t *numbers;
    enum wirecopy_status status = places_init(&places, &room->positions, a, count);
    room->rows.size = 0;
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&room->rows, (rows + 1) * places.stride * sizeof(uint64_t) + (rows + 1) * sizeof *numbers);
    if (status != WIRECOPY_OK)
        return status;
    numbers = (uint32_t *)(void *)((uint64_t *)(void *)room->rows.data + (rows + 1) * places.stride);
    for (size_t r = 0; r < rows; r++)
        numbers[r] = place_slot(&places, b[r])->number;
    (room->kernel ? room->kernel : align_kernel_find(NULL))->rows(places.bits, width, numbers, rows, (uint64_t *)(void *)room->rows.data);
    return WIRECOPY_OK;
}

/* How many words two texts have in common at their ends. */
static size_t common_end(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count)
{
    size_t most = a_count < b_count ? a_count : b_count, common = 0;
    while (common < most && a[a_count - 1 - common] == b[b_count - 1 - common])
        common++;
    return common;
}

/*
 * What is equal up to the end needs no table either: with the shorter rest of two within it, all of that rest can be aligned, so that
 * only the longer rest can advance and lose nothing.
 */
static enum wirecopy_status align(struct alignment_room *room, struct walk *walk, size_t start)
{
    const uint32_t *a = walk->a + start, *b = walk->b + start;
    size_t a_left = walk->a_count - start, b_left = walk->b_count - start, end = common_end(a, a_left, b, b_left);
    size_t count = a_left - end, rows = b_left - end, stride = row_stride((count + 63) / 64), i = 0, j = 0;
    const uint64_t *table;
    enum wirecopy_status status = room->aligned ? WIRECOPY_OK : make_rows(room, a, count, b, rows);
    table = (const uint64_t *)(const void *)room->rows.data;
    room->aligned = status == WIRECOPY_OK;
    while (i < a_left && j < b_left && status == WIRECOPY_OK) {
        size_t bit = count - 1 - i;
        if (a[i] == b[j]) {
            status = align_run(walk, start + i, start + j);
            i = walk->gap_a - start;
            j = walk->gap_b - start;
        } else if (i < count && j < rows ? table[j * stride + bit / 64] >> bit % 64 & 1 : a_left - i > b_left - j) {
            i++;
        } else {
            j++;
        }
    }
    return status;
}

/* Walks along the alignment of two whole texts; what is equal from the start needs no table. */
static enum wirecopy_status walk_along(struct alignment_room *room, struct walk *walk)
{
    enum wirecopy_status status = WIRECOPY_OK;
    if (walk->a_count > 0 && walk->b_count > 0 && walk->a[0] == walk->b[0])
        status = align_run(walk, 0, 0);
    return status == WIRECOPY_OK && walk->gap_a < walk->a_count && walk->gap_a < walk->b_count ? align(room, walk, walk->gap_a) : status;
}

/* Two words at a time, since most texts of near copies have no number. */
bool has_two_numbers(const struct word_list *text)
{
    uint64_t pairs = 0;
    size_t i = 0;
    for (; i + 8 <= text->count; i += 8) {
        uint64_t words[4];
        memcpy(words, text->words + i, sizeof words);
        for (size_t k = 0; k < 4; k++)
            pairs += words[k] & (UINT64_C(1) << 32 | 1);
    }
    for (; i < text->count; i++)
        pairs += text->words[i] & WORD_HAS_DIGIT;
    return (pairs & UINT32_MAX) + (pairs >> 32) >= 2;
}

/*
 * Notices whose numbers come from short lists agree in all but one by chance, but other names stand around it: one number in four, and words in
 * so many places without numbers, one of which stands before it. A number that stands before all of them is an outlet's, or in its date.
 */
enum { FEW_LEAST = 2, ONE_IN = 4, OTHERS_LEAST = 3 };

static bool many_differ(const struct alignment_room *room, size_t different, size_t least)
{
    if (least == FEW_LEAST && different == 1 && room->early == 0 && room->others >= OTHERS_LEAST)
        return room->same < ONE_IN;
    return different >= least && 10 * different >= 3 * (room->same + different);
}

/* Whether the numbers differ whatever only moved: what the other text has nowhere did not move. */
static bool differ_for_certain(const struct alignment_room *room, struct word_list a, struct word_list b, size_t least)
{
    const struct aligned_gap *gaps = (const struct aligned_gap *)(const void *)room->own_gaps.data;
    struct number_filter in_a, in_b;
    size_t different = 0;
    number_filter_fill(&in_a, room->wholes ? &room->wholes[0] : &a);
    number_filter_fill(&in_b, room->wholes ? &room->wholes[1] : &b);
    for (size_t k = 0; k < room->own_gaps.size / sizeof *gaps && !many_differ(room, different, least); k++) {
        size_t missing_a = count_missing(&in_b, a.words, gaps[k].begin_a, gaps[k].end_a);
        size_t missing_b = count_missing(&in_a, b.words, gaps[k].begin_b, gaps[k].end_b);
        different += missing_a < missing_b ? missing_a : missing_b;
    }
    return many_differ(room, different, least);
}

/* Counts S and D into the room; moved: those that only moved are known, and do not count. */
static enum wirecopy_status count_along(struct alignment_room *room, struct word_list a, struct word_list b, bool moved)
{
    struct walk walk = {.a = a.words, .b = b.words, .a_count = a.count, .b_count = b.count, .gaps = room->gaps ? room->gaps : &room->own_gaps};
    enum wirecopy_status status;
    walk.gaps->size = 0;
    for (size_t i = 0; moved && i < 2; i++)
        walk.moved[i] = (const uint8_t *)room->moved[i].data;
    status = walk_along(room, &walk);
    if (status == WIRECOPY_OK)
        status = finish(&walk);
    room->same = walk.now.same;
    room->different = walk.now.different;
    room->others = walk.now.others;
    room->early = walk.now.early;
    return status;
}

enum wirecopy_status numbers_differ(struct alignment_room *room, struct word_list a, struct word_list b, size_t least, bool *differ_out)
{
    enum wirecopy_status status;
    *differ_out = false;
    room->same = room->different = room->others = room->early = 0;
    room->aligned = false;
    if (!room->gaps && (!has_two_numbers(&a) || !has_two_numbers(&b))) /* D cannot reach the least */
        return WIRECOPY_OK;
    status = count_along(room, a, b, false);
    *differ_out = status == WIRECOPY_OK && many_differ(room, room->different, least);
    if (*differ_out && (room->gaps || !differ_for_certain(room, a, b, least))) {
        bool any = false;
        status = find_moved(room, &a, room->wholes ? &room->wholes[1] : &b, &room->moved[0], &any);
        if (status == WIRECOPY_OK)
            status = find_moved(room, &b, room->wholes ? &room->wholes[0] : &a, &room->moved[1], &any);
        if (status == WIRECOPY_OK && any)
            status = count_along(room, a, b, true);
        *differ_out = many_differ(room, room->different, least);
    }
    return status;
}

enum wirecopy_status names_swapped(struct alignment_room *room, const struct named_text texts[2], bool *swapped_out)
{
    const struct word_list *a = &texts[0].text, *b = &texts[1].text;
    struct walk walk = {.a = a->words, .b = b->words, .a_count = a->count, .b_count = b->count, .named = texts};
    enum wirecopy_status status;
    room->aligned = false;
    status = walk_along(room, &walk);
    *swapped_out = walk.swapped;
    return status;
}

enum wirecopy_status compare_places(struct alignment_room *room, struct word_list a, struct word_list b, struct number_places *places)
{
    struct walk walk = {.a = a.words, .b = b.words, .a_count = a.count, .b_count = b.count, .places = places};
    room->aligned = false;
    return walk_along(room, &walk);
}

enum wirecopy_status find_gaps(struct alignment_room *room, struct word_list a, struct word_list b, size_t run, struct buffer *gaps)
{
    struct walk walk = {.a = a.words, .b = b.words, .a_count = a.count, .b_count = b.count, .gaps = gaps, .every = run};
    enum wirecopy_status status;
    gaps->size = 0;
    room->aligned = false;
    status = walk_along(room, &walk);
    if (status == WIRECOPY_OK)
        status = finish(&walk);
    if (!walk.inside)
        gaps->size = 0;
    return status;
}
