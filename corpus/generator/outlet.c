/*
 * Outlets as in us-outlets-2016: a ninth of them make 96 % of the articles, the others few each. Most of their
 * furniture is short and frequent, as there, and some of it long and rare (menus, share forms): what makes unrelated
 * articles of one outlet look alike. Lines are spelt anew from their keys each time, so that outlets cost a few
 * bytes.
 */
#include "outlet.h"

#include <math.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

/* 90 outlets for 7,043 articles, ten of them large, as in us-outlets-2016; they grow with the root of the articles. */
enum { OUTLETS_AT_LEAST = 12, LARGE_OUTLETS_AT_LEAST = 10, ARTICLES_OF_THE_MODEL = 7043, OUTLETS_OF_THE_MODEL = 90, LARGE_OUTLETS_ARE_ONE_IN = 9 };

/* Lines known by their numbers under an outlet's key (or the corpus's, for what outlets share). */
enum {
    LINES_LABEL = 100,
    LINES_INSIDE = 200,
    LINES_TAIL = 300,
    LINES_BLOCK = 400,
    LINES_REPORTER = 1000,
    LINES_SHARED = 5000,
    LINES_TEASER = 100000 /* eight for each day */
};

enum { LABELS = 8, REPORTERS = 40, BLOCKS = 4, BLOCK_LINES_MOST = 12, SHARED_LINES = 60, SHARED_CHANCE = 120 };

static void name_outlet(struct outlet *outlet)
{
    static const char consonants[] = "bdfgklmnprstvz", vowels[] = "aeiou";
    static const char *const kinds[] = {"news", "times", "post", "daily", "press", "wire", "herald", "today"};
    struct random random = {outlet->key};
    char *at = outlet->name;
    for (uint32_t syllables = random_between(&random, 3, 4); syllables; syllables--) {
        *at++ = consonants[random_below(&random, sizeof consonants - 1)];
        *at++ = vowels[random_below(&random, sizeof vowels - 1)];
    }
    snprintf(at, sizeof outlet->name - (size_t)(at - outlet->name), "%s.example", kinds[random_below(&random, 8)]);
}

/*
 * How outlets differ: some label every page, some none; half have teasers; one in ten has blurbs. Dealt in turn, not
 * drawn, so that the ten large outlets of a small corpus are the same mixture under every seed.
 */
static void deal_habits(struct outlet *outlet, uint32_t number)
{
    static const uint16_t label_chances[4] = {0, 30, 150, 400}, byline_chances[4] = {0, 0, 100, 500};
    static const uint16_t inside_chances[4] = {0, 40, 150, 500}, tail_chances[4] = {0, 30, 100, 300};
    static const uint8_t teasers[6] = {0, 0, 0, 1, 2, 3}, typographies[8] = {0, 0, 0, 1, 1, 2, 3, 4};
    outlet->label_chance = label_chances[number % 4];
    outlet->byline_chance = byline_chances[number * 3 % 4];
    outlet->inside_chance = inside_chances[number / 2 % 4];
    outlet->tail_chance = tail_chances[number / 3 % 4];
    outlet->block_chance = (uint16_t)(1 + number * 3 % 10);
    outlet->blurb_chance = number % 10 == 3 ? 60 : 0;
    outlet->teasers = teasers[number % 6];
    outlet->typography = typographies[number * 3 % 8];
}

/* Large ones from 1,000 down to 400; the others share 36 thousandths of the whole, by Zipf's law with a flat head. */
static uint64_t weight_of(uint32_t number, uint32_t large)
{
    if (number < large)
        return UINT64_C(1000000) * (1000 - 600 * number / large);
    return UINT64_C(1000000) * large * 16 / (number - large + 12);
}

void outlets_init(struct outlets *outlets, const struct prose *prose, uint64_t articles)
{
    uint32_t count = (uint32_t)(OUTLETS_OF_THE_MODEL * sqrt((double)articles / ARTICLES_OF_THE_MODEL));
    *outlets = (struct outlets){.count = count < OUTLETS_AT_LEAST ? OUTLETS_AT_LEAST : count, .stories = articles};
    outlets->list = must_resize(NULL, outlets->count, sizeof *outlets->list);
    uint32_t large = (outlets->count + LARGE_OUTLETS_ARE_ONE_IN - 1) / LARGE_OUTLETS_ARE_ONE_IN;
    if (large < LARGE_OUTLETS_AT_LEAST)
        large = LARGE_OUTLETS_AT_LEAST;
    for (uint32_t number = 0; number < outlets->count; number++) {
        struct outlet *outlet = &outlets->list[number];
        *outlet = (struct outlet){.key = random_key(random_mix(prose->key), number), .weight_before = outlets->weight};
        name_outlet(outlet);
        deal_habits(outlet, number);
        outlets->weight += weight_of(number, large);
    }
}

void outlets_release(struct outlets *outlets)
{
    free(outlets->list);
    story_release(&outlets->blurb);
    *outlets = (struct outlets){0};
}

const struct outlet *outlets_draw(const struct outlets *outlets, uint64_t key)
{
    uint64_t wanted = random_mix(key) % outlets->weight;
    uint32_t low = 0, high = outlets->count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (outlets->list[middle].weight_before <= wanted)
            low = middle;
        else
            high = middle;
    }
    return &outlets->list[low];
}

/* The length of a line of furniture comes from its key as well. */
static void put_line(const struct prose *prose, uint64_t key, uint32_t least, uint32_t most, struct text *page)
{
    prose_label(prose, key, least + (uint32_t)(key >> 33) % (most - least + 1), page);
}

static void put_before(const struct outlet *outlet, const struct prose *prose, struct random *random, struct text *page)
{
    if (random_chance(random, outlet->label_chance))
        put_line(prose, random_key(outlet->key, LINES_LABEL + random_below(random, LABELS)), 1, 2, page);
    if (random_chance(random, outlet->byline_chance))
        prose_byline(prose, random_key(outlet->key, LINES_REPORTER + random_below(random, REPORTERS)), page);
}

/* Headlines of other stories: the same ones on all of the outlet's pages of a day. */
static void put_teasers(struct outlets *outlets, const struct outlet *outlet, const struct prose *prose, uint32_t day, struct random *random,
                        struct text *page)
{
    for (uint32_t teaser = 0; teaser < outlet->teasers; teaser++) {
        uint64_t today = random_key(outlet->key, LINES_TEASER + day * 8 + teaser);
        if (random_chance(random, 500))
            story_headline(prose, today % outlets->stories, page);
    }
    if (random_chance(random, outlet->blurb_chance)) {
        uint64_t today = random_key(outlet->key, LINES_TEASER + day * 8 + 7);
        story_make_of_length(&outlets->blurb, prose, today % outlets->stories, 1);
        text_copy_piece(page, &outlets->blurb.headline, 0);
        text_copy_piece(page, &outlets->blurb.body, 0);
    }
}

/* A menu or a share form: five to twelve lines, one of four an outlet has. */
static void put_block(const struct outlet *outlet, const struct prose *prose, struct random *random, struct text *page)
{
    uint64_t block = random_key(outlet->key, LINES_BLOCK + random_below(random, BLOCKS));
    for (uint32_t line = 0, lines = 5 + (uint32_t)(block % (BLOCK_LINES_MOST - 4)); line < lines; line++)
        put_line(prose, random_key(block, line), 1, 9, page);
}

void outlet_page(struct outlets *outlets, const struct outlet *outlet, const struct prose *prose, const struct text *body, uint32_t day,
                 uint64_t page_key, struct text *page)
{
    struct random random = {random_key(page_key, 1)};
    put_before(outlet, prose, &random, page);
    size_t inside = SIZE_MAX;
    if (random_chance(&random, outlet->inside_chance))
        inside = random_below(&random, (uint32_t)body->piece_count);
    for (size_t p = 0; p < body->piece_count; p++) {
        text_copy_piece(page, body, p);
        if (p == inside)
            put_line(prose, random_key(outlet->key, LINES_INSIDE + random_below(&random, 3)), 1, 6, page);
    }
    if (random_chance(&random, SHARED_CHANCE)) { /* the first of these most often */
        uint32_t line = random_below(&random, 1 + random_below(&random, SHARED_LINES));
        put_line(prose, random_key(prose->key, LINES_SHARED + line), 2, 8, page);
    }
    put_teasers(outlets, outlet, prose, day, &random, page);
    if (random_chance(&random, outlet->tail_chance))
        put_line(prose, random_key(outlet->key, LINES_TAIL + random_below(&random, 3)), 2, 7, page);
    if (random_chance(&random, outlet->block_chance))
        put_block(outlet, prose, &random, page);
}
