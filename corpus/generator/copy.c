/*
 * Copies, by recipe. Most are edited as outlets edit; a quarter aim at the border of the match rule (resemblance 0.35
 * or containment 0.6), mostly a little inside: what they keep is chosen so that, after the shingles lost at each seam
 * and to the furniture of both outlets, the better of the two measures comes out within a tenth of the border.
 * bench/compare_corpora.py measures how many do.
 */
#include "copy.h"

#include <stdlib.h>
#include <string.h>

/* A paragraph of the plan that the story does not have. */
enum { FRESH_PARAGRAPH = INT32_MAX };

/* What the border recipes keep, in per mille; measured, see above. */
enum {
    BORDER_KEEP_LEAST = 560,
    BORDER_KEEP_MOST = 650, /* of a copy as long as its story */
    BORDER_EXCERPT_LEAST = 660,
    BORDER_EXCERPT_MOST = 720, /* of a copy of half its story's length */
    BORDER_REPLACED_LEAST = 135,
    BORDER_REPLACED_MOST = 170, /* words replaced: the cube of the rest survives */
    LIGHTLY_REPLACED = 20,      /* where all copies must differ */
    EDIT_CHANCE = 300           /* of each kind of edit */
};

struct copying {
    struct copier *copier;
    const struct prose *prose;
    const struct story *story;
    struct random random;
    uint32_t replaced; /* words, per mille */
    bool cut;          /* and says so at its end */
};

void copier_release(struct copier *copier)
{
    story_release(&copier->other);
    free(copier->plan);
    *copier = (struct copier){0};
}

static void plan_add(struct copier *copier, uint32_t paragraph)
{
    if (copier->plan_count == copier->plan_capacity) {
        copier->plan_capacity = copier->plan_capacity * 2 + 64;
        copier->plan = must_resize(copier->plan, copier->plan_capacity, sizeof *copier->plan);
    }
    copier->plan[copier->plan_count++] = paragraph;
}

static void plan_insert(struct copier *copier, size_t place, uint32_t paragraph)
{
    plan_add(copier, paragraph);
    memmove(copier->plan + place + 1, copier->plan + place, (copier->plan_count - 1 - place) * sizeof *copier->plan);
    copier->plan[place] = paragraph;
}

static void plan_remove(struct copier *copier, size_t place)
{
    memmove(copier->plan + place, copier->plan + place + 1, (copier->plan_count - 1 - place) * sizeof *copier->plan);
    copier->plan_count--;
}

static void plan_all(struct copying *copying)
{
    for (size_t p = 0; p < copying->story->body.piece_count; p++)
        plan_add(copying->copier, (uint32_t)p);
}

/* Everything, as it was. */
static void copy_whole(struct copying *copying)
{
    plan_all(copying);
}

/* A desk's edits, each in three of ten copies: cut from the end, drop, move, add, reword a little. */
static void copy_edited(struct copying *copying)
{
    struct copier *copier = copying->copier;
    struct random *random = &copying->random;
    plan_all(copying);
    if (copier->plan_count > 3 && random_chance(random, EDIT_CHANCE)) {
        copier->plan_count = copier->plan_count * random_between(random, 40, 85) / 100 + 1;
        copying->cut = true;
    }
    if (copier->plan_count > 4 && random_chance(random, EDIT_CHANCE))
        for (size_t drop = copier->plan_count * random_between(random, 5, 25) / 100 + 1; drop; drop--)
            plan_remove(copier, 1 + random_below(random, (uint32_t)copier->plan_count - 1));
    if (copier->plan_count > 4 && random_chance(random, EDIT_CHANCE / 2)) {
        uint32_t moved = copier->plan[copier->plan_count - 1];
        copier->plan_count--;
        plan_insert(copier, random_between(random, 1, (uint32_t)copier->plan_count - 1), moved);
    }
    if (random_chance(random, EDIT_CHANCE))
        for (uint32_t add = random_between(random, 1, 2); add; add--)
            plan_insert(copier, random_between(random, 1, (uint32_t)copier->plan_count), FRESH_PARAGRAPH);
    if (random_chance(random, EDIT_CHANCE))
        copying->replaced = random_between(random, 10, 50);
}

/*
 * Keeps that share of the words of the first paragraphs (so many of all), spread evenly, and writes the others anew.
 */
static void keep_share(struct copying *copying, size_t paragraphs, uint32_t per_mille)
{
    const struct text *body = &copying->story->body;
    uint64_t seen = 0, kept = 0, phase = random_below(&copying->random, 1000) * 30;
    for (size_t p = 0; p < paragraphs; p++) {
        uint64_t words = body->pieces[p].words;
        seen += words;
        bool keep = (kept + words / 2) * 1000 <= seen * per_mille + (p + 1 < paragraphs ? phase : 0);
        plan_add(copying->copier, keep ? (uint32_t)p : FRESH_PARAGRAPH);
        kept += keep ? words : 0;
    }
}

/* Resemblance near the border: rewritten in parts. */
static void copy_rewritten(struct copying *copying)
{
    keep_share(copying, copying->story->body.piece_count, random_between(&copying->random, BORDER_KEEP_LEAST, BORDER_KEEP_MOST));
}

/* Containment near the border: half as long, and rewritten in parts. */
static void copy_excerpt(struct copying *copying)
{
    keep_share(copying, (copying->story->body.piece_count + 1) / 2, random_between(&copying->random, BORDER_EXCERPT_LEAST, BORDER_EXCERPT_MOST));
}

/* Resemblance near the border: a word in seven is another. */
static void copy_reworded(struct copying *copying)
{
    plan_all(copying);
    copying->replaced = random_between(&copying->random, BORDER_REPLACED_LEAST, BORDER_REPLACED_MOST);
}

/* In per mille of copies; what is left goes into a digest. */
static const struct recipe {
    uint32_t share;
    void (*plan)(struct copying *copying);
} recipes[] = {
    {210, copy_whole}, {440, copy_edited}, {130, copy_rewritten}, {80, copy_excerpt}, {100, copy_reworded}, {1000, copy_whole},
};

enum { RECIPES = sizeof recipes / sizeof *recipes, DIGEST = RECIPES - 1 };

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Copies a paragraph; so many words of a thousand, or ideographs, become other ones. */
static void copy_reworded_piece(struct copying *copying, size_t piece, struct text *text)
{
    struct piece source = copying->story->body.pieces[piece];
    const char *from = copying->story->body.bytes + source.begin, *end = copying->story->body.bytes + source.end;
    char *at = text_reserve(text, (size_t)(end - from) + (source.words + (size_t)(end - from) / 3) * WORD_BYTES);
    while (from < end) {
        bool ideograph = (unsigned char)*from >= 0xe4 && (unsigned char)*from <= 0xe9;
        const char *word = from;
        if (ideograph)
            from += 3;
        else
            while (from < end && is_letter(*from))
                from++;
        if (from == word) {
            *at++ = *from++;
        } else if (random_chance(&copying->random, copying->replaced)) {
            char *after = prose_any_word(copying->prose, &copying->random, at);
            at = ideograph ? at + 3 : after;
        } else {
            memcpy(at, word, (size_t)(from - word));
            at += from - word;
        }
    }
    text_end_piece(text, at, source.words);
}

static void write_plan(struct copying *copying, struct text *text)
{
    const struct copier *copier = copying->copier;
    for (size_t p = 0; p < copier->plan_count; p++) {
        if (copier->plan[p] == FRESH_PARAGRAPH)
            prose_paragraph(copying->prose, &copying->story->voice, &copying->random, prose_paragraph_length(&copying->random), text);
        else if (copying->replaced)
            copy_reworded_piece(copying, copier->plan[p], text);
        else
            text_copy_piece(text, &copying->story->body, copier->plan[p]);
    }
    if (copying->cut) {
        *text_reserve(text, 1) = MARK_ELLIPSIS;
        text->pieces[text->piece_count - 1].end = ++text->size;
    }
}

void copy_make(struct copier *copier, const struct prose *prose, const struct story *story, uint64_t copy_key, uint32_t mean_words, struct text *text)
{
    struct copying copying = {copier, prose, story, {copy_key}, 0, false};
    uint32_t draw = random_below(&copying.random, 1000);
    size_t recipe = 0;
    for (; recipe < DIGEST && draw >= recipes[recipe].share; recipe++)
        draw -= recipes[recipe].share;
    copier->plan_count = 0;
    recipes[recipe].plan(&copying);
    if (copier->all_differ && !copying.replaced)
        copying.replaced = LIGHTLY_REPLACED;
    bool other_first = recipe == DIGEST && random_chance(&copying.random, 500);
    if (recipe == DIGEST) /* with a story that no corpus has: the numbers of the upper half are free */
        story_make(&copier->other, prose, copy_key | UINT64_C(1) << 63, mean_words);
    for (size_t p = 0; other_first && p < copier->other.body.piece_count; p++)
        text_copy_piece(text, &copier->other.body, p);
    write_plan(&copying, text);
    for (size_t p = 0; recipe == DIGEST && !other_first && p < copier->other.body.piece_count; p++)
        text_copy_piece(text, &copier->other.body, p);
}
