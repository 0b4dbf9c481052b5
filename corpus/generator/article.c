/*
 * One article: the layout says which story and which copy; the story is written anew from its number, edited if it is
 * a copy, and set into the page of an outlet. Nothing is kept between articles but room.
 */
#include "article.h"

#include <stdlib.h>

enum {
    GIANT_BYTES = 60000000,       /* one article that is longer than most corpora */
    GIANT_WORD_MILLIBYTES = 5700, /* a word with its space, as measured; Han words are a little longer */
    SHARED_FURNITURE_LINES = 30,
    RECAPTURED = 150, /* per mille of copies: the same page of the same outlet, some days later */
    SAME_HEADLINE = 450,
    OTHER_HEADLINE = 450, /* per mille of copies; the rest has none */
    SECONDS_A_DAY = 86400
};

/* Keys of what an article consists of. */
enum { KEY_OUTLET = 11, KEY_COPY = 12, KEY_PAGE = 13, KEY_FAMILY = 14, KEY_LAYOUT = 15, KEY_PROSE = 16 };

struct maker *maker_create(const struct settings *settings)
{
    struct maker *maker = must_resize(NULL, 1, sizeof *maker);
    maker->settings = *settings;
    maker->story = (struct story){0};
    maker->copier = (struct copier){.all_differ = settings->shape == SHAPE_NEAR_COPIES};
    maker->copy = maker->page = maker->title = maker->shared_furniture = (struct text){0};
    prose_init(&maker->prose, settings->script, random_key(settings->seed, KEY_PROSE));
    layout_init(&maker->layout, settings->articles, random_key(settings->seed, KEY_LAYOUT), settings->shape);
    outlets_init(&maker->outlets, &maker->prose, settings->articles);
    for (uint32_t line = 0; line < SHARED_FURNITURE_LINES; line++)
        prose_label(&maker->prose, random_key(maker->prose.key, line), 2 + line % 8, &maker->shared_furniture);
    return maker;
}

void maker_free(struct maker *maker)
{
    outlets_release(&maker->outlets);
    story_release(&maker->story);
    copier_release(&maker->copier);
    text_release(&maker->copy);
    text_release(&maker->page);
    text_release(&maker->title);
    text_release(&maker->shared_furniture);
    free(maker);
}

static void make_story(struct maker *maker, const struct place *place)
{
    switch (place->kind) {
    case KIND_STORY:
        story_make(&maker->story, &maker->prose, place->story, maker->settings.mean_words);
        break;
    case KIND_ISSUE:
        story_make_issue(&maker->story, &maker->prose, place->family, place->issue);
        break;
    case KIND_LINE:
        story_make_line(&maker->story, &maker->prose, place->story);
        break;
    case KIND_GIANT:
        story_make_of_length(&maker->story, &maker->prose, place->story, GIANT_BYTES / GIANT_WORD_MILLIBYTES * 1000);
        break;
    }
}

/* A copy's headline: the story's, one of its outlet's own, or none. */
static void make_title(struct maker *maker, struct random *random, bool edited)
{
    uint32_t draw = random_below(random, 1000);
    text_clear(&maker->title);
    if (!edited || draw < SAME_HEADLINE)
        text_copy_piece(&maker->title, &maker->story.headline, 0);
    else if (draw < SAME_HEADLINE + OTHER_HEADLINE)
        prose_headline(&maker->prose, &maker->story.voice, random_next(random), &maker->title);
}

static void set_page(struct maker *maker, const struct outlet *outlet, const struct text *body, uint32_t day, uint64_t page_key)
{
    enum shape shape = maker->settings.shape;
    text_clear(&maker->page);
    if (shape == SHAPE_EXACT_COPIES || shape == SHAPE_ONE_LINE) {
        for (size_t p = 0; p < body->piece_count; p++)
            text_copy_piece(&maker->page, body, p);
        return;
    }
    outlet_page(&maker->outlets, outlet, &maker->prose, body, day, page_key, &maker->page);
    for (size_t p = 0; shape == SHAPE_SHARED_FURNITURE && p < maker->shared_furniture.piece_count; p++)
        text_copy_piece(&maker->page, &maker->shared_furniture, p);
}

/* The story, or the copy of it that the key makes. */
static const struct text *make_body(struct maker *maker, uint64_t copy_key, bool edited)
{
    if (!edited)
        return &maker->story.body;
    text_clear(&maker->copy);
    copy_make(&maker->copier, &maker->prose, &maker->story, copy_key, maker->settings.mean_words, &maker->copy);
    return &maker->copy;
}

void maker_article(struct maker *maker, uint64_t position, struct record *record, uint64_t *cluster)
{
    static const uint8_t delays[8] = {0, 0, 0, 0, 1, 1, 2, 5};
    struct place place = layout_place(&maker->layout, position);
    make_story(maker, &place);
    const struct story *story = &maker->story;
    uint64_t copy_key = random_key(random_key(story->key, KEY_COPY), place.copy);
    uint64_t home_key = story->key;
    if (place.kind == KIND_ISSUE) /* all issues of a form are of one outlet */
        home_key = random_key(random_key(maker->prose.key, KEY_FAMILY), place.family);
    struct random random = {random_key(copy_key, KEY_PAGE)};
    bool copied = place.copy > 0, recaptured = copied && random_chance(&random, RECAPTURED);
    bool exact = maker->settings.shape == SHAPE_EXACT_COPIES, edited = copied && !exact;
    bool own_address = copied && !recaptured;
    const struct outlet *outlet = outlets_draw(&maker->outlets, random_key(own_address ? copy_key : home_key, KEY_OUTLET));
    uint32_t day = story->day + (copied ? delays[random_below(&random, 8)] : 0);
    make_title(maker, &random, edited);
    set_page(maker, outlet, make_body(maker, copy_key, edited), day, copy_key);
    *cluster = place.story;
    *record = (struct record){
        .number = position,
        .day = day,
        .second = random_below(&random, SECONDS_A_DAY),
        .source = outlet->name,
        .address = own_address ? copy_key : story->key,
        .address_day = own_address ? day : story->day,
        .typography = exact ? 0 : outlet->typography,
        .title = &maker->title,
        .page = &maker->page,
    };
}
