/*
 * Outlets. Takes: a corpus's prose, how many articles it will have. Gives: outlets with names, sizes and habits, and
 * the furniture that each wraps around its stories. Promises: an outlet's furniture is its number's alone, and that
 * of a page also its day's and the page's own. Does not know: what is a copy.
 */
#ifndef GENERATOR_OUTLET_H
#define GENERATOR_OUTLET_H

#include "prose.h"
#include "story.h"

enum { OUTLET_NAME_BYTES = 48 };

struct outlet {
    uint64_t key, weight_before; /* the sum of the weights of the outlets before it */
    char name[OUTLET_NAME_BYTES];
    uint8_t teasers, typography;
    uint16_t label_chance, byline_chance, inside_chance, tail_chance, block_chance, blurb_chance; /* per mille of its pages */
};

struct outlets {
    struct outlet *list;
    uint32_t count;
    uint64_t weight, stories; /* of all */
    struct story blurb;       /* kept from page to page */
};

void outlets_init(struct outlets *outlets, const struct prose *prose, uint64_t articles);
void outlets_release(struct outlets *outlets);

/* Draws an outlet by its size. */
const struct outlet *outlets_draw(const struct outlets *outlets, uint64_t key);

/* Appends the body in the outlet's furniture: labels before, lines inside, teasers and tails after. */
void outlet_page(struct outlets *outlets, const struct outlet *outlet, const struct prose *prose, const struct text *body, uint32_t day,
                 uint64_t page_key, struct text *page);

#endif
