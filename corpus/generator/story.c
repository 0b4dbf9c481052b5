/*
 * Stories from their numbers. Six consecutive numbers are one event: the same topic, people and quotable sentences,
 * and days close to each other. Lengths follow those of us-outlets-2016.
 */
#include "story.h"

enum { EVENT_NUMBERS = 6, EVENT_DAYS = 5 };

/* Per mille of a story's sentences that stand in others of its event as well: some quote a lot, most little. */
static const uint16_t quote_chances[4] = {0, 20, 60, 200};

/*
 * The lengths of the 7,043 articles of us-outlets-2016, in per cent of their mean, at 0, 1/16, 2/16 .. of the
 * articles; the ends are the least and most common thousandths.
 */
static const uint16_t length_quantiles[17] = {10, 23, 35, 44, 51, 60, 67, 76, 85, 96, 106, 119, 133, 153, 179, 217, 386};

/* Keys of what a story consists of, and of what is no numbered story. */
enum { KEY_EVENT = 2, KEY_STORY = 3, KEY_FORM = 4, KEY_HEADLINE = 1, KEY_ISSUE = 1 << 30 };

void story_release(struct story *story)
{
    text_release(&story->headline);
    text_release(&story->body);
}

/* Sets all but the texts, which it empties. */
static void story_begin(struct story *story, const struct prose *prose, uint64_t number)
{
    uint64_t event_key = random_key(random_key(prose->key, KEY_EVENT), number / EVENT_NUMBERS);
    story->key = random_key(random_key(prose->key, KEY_STORY), number);
    story->day = (uint32_t)((event_key >> 32) % (CORPUS_DAYS - EVENT_DAYS) + story->key % EVENT_DAYS);
    voice_init(&story->voice, prose, event_key);
    story->voice.quotes = quote_chances[story->key >> 20 & 3];
    text_clear(&story->headline);
    text_clear(&story->body);
}

static uint64_t draw_length(struct random *random, uint32_t mean_words)
{
    uint32_t bits = random_bits(random), class = bits >> 28, within = bits >> 12 & 0xffff;
    uint32_t low = length_quantiles[class], high = length_quantiles[class + 1];
    return mean_words * (((uint64_t)low << 16) + (uint64_t)(high - low) * within) / (100 << 16);
}

static void write_body(struct story *story, const struct prose *prose, struct random *random, uint64_t words)
{
    for (uint64_t written = 0; written < words;) {
        prose_paragraph(prose, &story->voice, random, prose_paragraph_length(random), &story->body);
        written += story->body.pieces[story->body.piece_count - 1].words;
    }
}

void story_make_of_length(struct story *story, const struct prose *prose, uint64_t number, uint64_t words)
{
    story_begin(story, prose, number);
    struct random random = {story->key};
    prose_headline(prose, &story->voice, random_key(story->key, KEY_HEADLINE), &story->headline);
    write_body(story, prose, &random, words);
}

void story_make(struct story *story, const struct prose *prose, uint64_t number, uint32_t mean_words)
{
    struct random random = {random_key(random_key(prose->key, KEY_STORY), number) + 1};
    story_make_of_length(story, prose, number, draw_length(&random, mean_words));
}

void story_headline(const struct prose *prose, uint64_t number, struct text *text)
{
    struct voice voice;
    voice_init(&voice, prose, random_key(random_key(prose->key, KEY_EVENT), number / EVENT_NUMBERS));
    uint64_t key = random_key(random_key(prose->key, KEY_STORY), number);
    prose_headline(prose, &voice, random_key(key, KEY_HEADLINE), text);
}

/*
 * "Words of the family 12.5 words 1,024 words 7": two to four stretches of words, a number after each. Two issues
 * share half their shingles or so: the usual rule lets some pairs pass, and only the template rule keeps them apart.
 */
static void put_form_line(const struct prose *prose, uint64_t line_key, struct random *numbers, struct text *text)
{
    struct random random = {line_key};
    uint32_t stretches = random_between(&random, 2, 4), words = 0;
    char *at = text_reserve(text, 4 * 11 * (WORD_BYTES + 1) + 16);
    for (; stretches; stretches--) {
        uint32_t count = random_between(&random, 3, 10);
        words += count + 1;
        for (; count; count--)
            at = lexicon_space(&prose->lexicon, prose_any_word(prose, &random, at));
        at = lexicon_space(&prose->lexicon, prose_number(numbers, at));
    }
    at -= prose->lexicon.script == SCRIPT_LATIN;
    text_end_piece(text, at, words);
}

void story_make_issue(struct story *story, const struct prose *prose, uint64_t family, uint32_t issue)
{
    uint64_t family_key = random_key(random_key(prose->key, KEY_FORM), family);
    story_begin(story, prose, family);
    story->key = random_key(family_key, KEY_ISSUE + issue);
    story->day = (uint32_t)(family_key % 7 + issue * 7 % (CORPUS_DAYS - 7));
    prose_headline(prose, &story->voice, family_key, &story->headline);
    struct random random = {family_key}, numbers = {story->key};
    for (uint32_t line = 0, lines = random_between(&random, 8, 20); line < lines; line++)
        put_form_line(prose, random_key(family_key, line), &numbers, &story->body);
}

void story_make_line(struct story *story, const struct prose *prose, uint64_t number)
{
    story_begin(story, prose, number);
    struct random random = {story->key};
    prose_headline(prose, &story->voice, random_key(story->key, KEY_HEADLINE), &story->headline);
    prose_paragraph(prose, &story->voice, &random, 1, &story->body);
}
