/*
 * Which story stands where. The articles are numbered story by story, in blocks whose pattern is one of eight drawn
 * at start; the order in the file is a permutation of the numbers: a Feistel network over the next power of four,
 * walked until it falls among them (Black and Rogaway 2002). So a place costs some 20 ns, whatever the size.
 */
#include "layout.h"

#include "random.h"

enum {
    FEISTEL_ROUNDS = 4,
    FORM_ISSUES = 16,
    FORM_EVERY = 680,
    FORM_FAMILIES = BLOCK_ARTICLES / FORM_EVERY, /* the last 16 of 680 articles: 2.4 % */
    REPUBLISHED = 58                             /* per mille of stories; 12 % of the articles then have a copy, 7 % in us-outlets-2016 */
};

/*
 * Sizes of clusters of two or more, from 2 to 7, in 10,000ths; they fall with the fourth power or so. In
 * us-outlets-2016 nineteen of twenty are pairs, and none is over 4; corpora of more outlets have larger ones.
 */
static const uint16_t size_shares[] = {7900, 1400, 440, 160, 70, 30};

/* Stories that go round the world: only the last pattern has them, and one block in 64. */
enum { VIRAL_CHANCE = 3, VIRAL_LEAST = 9, VIRAL_MOST = 200, VIRAL_PATTERN = PATTERNS - 1, VIRAL_BLOCKS_ARE_ONE_IN = 64 };

static uint32_t draw_size(struct random *random, bool viral)
{
    if (viral && random_chance(random, VIRAL_CHANCE)) { /* over 9 the size's share falls with its square: 9 / u */
        uint32_t size = (VIRAL_LEAST << 16) / (1 + random_below(random, 1 << 16));
        return size > VIRAL_MOST ? VIRAL_MOST : size;
    }
    if (!random_chance(random, REPUBLISHED))
        return 1;
    uint32_t draw = random_below(random, 10000), size = 2;
    for (; draw >= size_shares[size - 2]; size++)
        draw -= size_shares[size - 2];
    return size;
}

/* Whether a place of a block is kept for an issue of a form. */
static bool is_issue(uint32_t within)
{
    return within % FORM_EVERY >= FORM_EVERY - FORM_ISSUES;
}

static void draw_pattern(uint16_t *first_of_story, struct random *random, bool viral)
{
    for (uint32_t article = 0; article < BLOCK_ARTICLES;) {
        uint32_t first = article, left = is_issue(article) ? 1 : draw_size(random, viral);
        for (; left && article < BLOCK_ARTICLES && is_issue(article) == is_issue(first); left--)
            first_of_story[article++] = (uint16_t)first;
    }
}

void layout_init(struct layout *layout, uint64_t articles, uint64_t key, enum shape shape)
{
    layout->articles = articles;
    layout->key = key;
    layout->shape = shape;
    layout->half_bits = 1;
    while (layout->half_bits < 31 && UINT64_C(1) << 2 * layout->half_bits < articles)
        layout->half_bits++;
    struct random random = {random_key(key, 1)};
    for (int pattern = 0; pattern < PATTERNS; pattern++)
        draw_pattern(layout->first_of_story[pattern], &random, pattern == VIRAL_PATTERN);
}

static uint64_t permute(const struct layout *layout, uint64_t number)
{
    uint64_t mask = (UINT64_C(1) << layout->half_bits) - 1;
    do {
        uint64_t left = number >> layout->half_bits, right = number & mask;
        for (uint32_t round = 0; round < FEISTEL_ROUNDS; round++) {
            uint64_t next = left ^ (random_key(layout->key + round, right) & mask);
            left = right;
            right = next;
        }
        number = left << layout->half_bits | right;
    } while (number >= layout->articles);
    return number;
}

static struct place plain_place(const struct layout *layout, uint64_t number)
{
    uint64_t block = number / BLOCK_ARTICLES;
    uint32_t within = number % BLOCK_ARTICLES;
    bool viral = block % VIRAL_BLOCKS_ARE_ONE_IN == VIRAL_BLOCKS_ARE_ONE_IN - 1;
    uint64_t pattern = viral ? VIRAL_PATTERN : random_key(layout->key, block) % VIRAL_PATTERN;
    uint32_t first = layout->first_of_story[pattern][within];
    struct place place = {KIND_STORY, block * BLOCK_ARTICLES + first, within - first, 0, 0};
    if (is_issue(within)) {
        place.kind = KIND_ISSUE;
        place.family = block * FORM_FAMILIES + within / FORM_EVERY;
        place.issue = within % FORM_EVERY - (FORM_EVERY - FORM_ISSUES);
    }
    return place;
}

struct place layout_place(const struct layout *layout, uint64_t position)
{
    uint64_t number = permute(layout, position);
    switch (layout->shape) {
    case SHAPE_EXACT_COPIES:
    case SHAPE_NEAR_COPIES:
        return (struct place){KIND_STORY, 0, (uint32_t)number, 0, 0};
    case SHAPE_ONE_LINE:
        return (struct place){KIND_LINE, number, 0, 0, 0};
    case SHAPE_FORMS:
        return (struct place){KIND_ISSUE, number, 0, 0, (uint32_t)number};
    case SHAPE_GIANT_ARTICLE:
        if (position == layout->articles / 2)
            return (struct place){KIND_GIANT, layout->articles + BLOCK_ARTICLES, 0, 0, 0};
        break;
    case SHAPE_PLAIN:
    case SHAPE_SHARED_FURNITURE:
        break;
    }
    return plain_place(layout, number);
}
