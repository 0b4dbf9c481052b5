/* Every text is made of syllables by number, in one of a few scripts, so that nothing is anybody's. */
#include "model/random_corpus.h"

#include <stdio.h>
#include <string.h>

enum { OUTLETS = 4, STORIES = 12, SENTENCES = 12, FURNITURE = 3, SHARED = 6, TEXT = 1 << 14 };

/* Appends to text where there is room. */
static void append(char *text, size_t size, const char *more)
{
    size_t used = strlen(text);
    if (used + strlen(more) + 1 < size)
        memcpy(text + used, more, strlen(more) + 1);
}

static void append_word(char *text, size_t size, uint32_t script, uint32_t word)
{
    static const char *const syllables[3][8] = {{"ba", "ke", "lo", "mi", "nu", "pra", "sti", "vo"},
                                                {"با", "كي", "لو", "مي", "نو", "را", "ست", "فو"},
                                                {"天", "地", "人", "水", "火", "山", "木", "金"}};
    for (unsigned i = 0; i < 4; i++)
        append(text, size, syllables[script][word >> 3 * i & 7]);
}

/* What stands in a sentence where its story says something else each time: numbers, or names. */
struct slots {
    uint64_t seed;
    bool names;
    uint64_t before; /* every other number is one of the issue before; 0: none is */
};

/* A sentence of a stream that seed names: the same seed, the same sentence; what stands in its slots comes from another one. */
static void append_sentence(char *text, uint32_t script, uint64_t seed, struct slots slots)
{
    struct random words = {seed}, fillings = {slots.seed + (slots.names ? seed : 0)}, before = {slots.before};
    bool old = false;
    uint32_t count = 6 + random_below(&words, 12);
    for (uint32_t i = 0; i < count; i++) {
        char number[16];
        if (random_below(&words, 7) == 0) {
            if (slots.names) {
                append(text, TEXT, " ");
                append_word(text, TEXT, script, random_below(&fillings, 4096));
                continue;
            }
            snprintf(number, sizeof number, " %u", random_below(old ? &before : &fillings, 500));
            old = slots.before && !old;
            append(text, TEXT, number);
            continue;
        }
        append(text, TEXT, " ");
        append_word(text, TEXT, script, random_below(&words, 4) ? random_below(&words, 4096) : random_below(&words, 12));
    }
    append(text, TEXT, script == 2 ? "。\n" : ".\n");
}

struct plan {
    uint64_t seed;
    uint32_t outlet, form, day;
};

static void put_meta(struct random *random, struct model_input *input, int number, const struct plan *plan, uint32_t story)
{
    if (random_below(random, 8))
        snprintf(input->source, sizeof input->source, "outlet-%u", plan->outlet);
    if (random_below(random, 8))
        snprintf(input->date, sizeof input->date, "2024-%02u-%02u", 3 + plan->day / 28, 1 + plan->day % 28);
    if (*input->date && random_below(random, 3)) { /* often at the outlet's hour, where its daily forms come out */
        char time[16];
        snprintf(time, sizeof time, "T%02u:%02u:00Z", random_below(random, 2) ? 8 + plan->outlet : random_below(random, 24),
                 random_below(random, 60));
        append(input->date, sizeof input->date, time);
    }
    if (random_below(random, 4))
        snprintf(input->url, sizeof input->url, "u/%u", random_below(random, 3) ? (uint32_t)number : story);
    if (random_below(random, 5))
        for (uint32_t i = 0; i < 5; i++) {
            append(input->title, sizeof input->title, i ? " " : "");
            append_word(input->title, sizeof input->title, 0, random_below(random, 6) ? story * 5 + i : random_below(random, 64));
        }
}

/* A telling of a story: most of its sentences, some changed, between the outlet's furniture. */
static void tell(struct random *random, const struct plan *plan, struct model_input *input, uint32_t story)
{
    uint32_t script = (uint32_t)(plan->seed + story) % 3, sentences = 3 + (uint32_t)((plan->seed + story) % SENTENCES), cut = random_below(random, 4);
    bool form = story % plan->form == 0, names = form && plan->seed % 3 == 0, rolls = form && plan->seed % 3 == 1;
    struct slots own = {form && random_below(random, 3) ? random_bits(random) : plan->seed + story, names, 0}, same = {plan->seed, false, 0};
    if (rolls) { /* an issue that says what the one before said */
        own.seed = plan->seed + story * 16 + random_below(random, 3);
        own.before = own.seed - 1;
    }
    cut = names && cut < 3 ? 0 : cut; /* a form is seldom cut */
    if (random_below(random, 6) == 0)
        append(input->text, TEXT, random_below(random, 2) ? "KEMI, Loland (AFP/dpa) -" : "Source: Reuters\n");
    for (uint32_t i = 0; i < FURNITURE; i++)
        if (random_below(random, 3))
            append_sentence(input->text, 0, plan->seed + 1000 + plan->outlet * FURNITURE + i, same);
    for (uint32_t i = 0; i < sentences; i++) {
        if (random_below(random, 6) < cut)
            continue;
        if (!form && *input->title && random_below(random, 8) == 0) { /* names of the title, or a headline */
            append(input->text, TEXT, input->title);
            append(input->text, TEXT, random_below(random, 3) ? "" : "\n");
        }
        append_sentence(input->text, script, plan->seed + 2000 + story * 64 + i, own);
        if (random_below(random, 12) == 0)
            append_sentence(input->text, script, random_bits(random), own);
    }
    for (uint32_t i = 0; i < SHARED; i++)
        if (random_below(random, 5) == 0)
            append_sentence(input->text, 0, plan->seed + 3000 + i, same);
    if (random_below(random, 6) == 0)
        append(input->text, TEXT, random_below(random, 2) ? "(AP)" : "وكالات");
}

/* Whether an earlier article has the text of number i: with its id too it would be a repeat. */
static bool told(const struct model_input *inputs, int i)
{
    for (int j = 0; j < i; j++)
        if (strcmp(inputs[j].text, inputs[i].text) == 0)
            return true;
    return false;
}

int random_corpus(struct random *random, struct model_input *inputs)
{
    struct plan plan = {.seed = random_bits(random) >> 8, .form = 2 + random_below(random, 4)};
    int count = 10 + (int)random_below(random, MODEL_ARTICLES - 10);
    uint32_t stories = 1 + random_below(random, STORIES);
    for (int i = 0; i < count; i++) {
        struct model_input *input = &inputs[i];
        uint32_t story = random_below(random, stories), kind = random_below(random, 24);
        memset(input, 0, sizeof *input);
        snprintf(input->id, sizeof input->id, "a%03u", (uint32_t)i);
        plan.outlet = random_below(random, OUTLETS);
        plan.day = random_below(random, random_below(random, 2) ? 84 : 4);
        put_meta(random, input, i, &plan, story);
        if (kind < 3 && i > 0) { /* an exact copy elsewhere, or a repeat */
            const struct model_input *other = &inputs[random_below(random, (uint32_t)i)];
            if (kind == 0)
                *input = *other;
            else
                memcpy(input->text, other->text, sizeof input->text);
        } else if (kind == 3) {
            append(input->text, TEXT, random_below(random, 2) ? " ... !" : "");
        } else if (kind == 4) { /* furniture only */
            for (uint32_t f = 0; f < FURNITURE; f++)
                append_sentence(input->text, 0, plan.seed + 1000 + plan.outlet * FURNITURE + f, (struct slots){plan.seed, false, 0});
        } else if (kind == 5) { /* short */
            append_sentence(input->text, 0, plan.seed + 4000 + random_below(random, 3), (struct slots){plan.seed, false, 0});
        } else {
            tell(random, &plan, input, story);
            if (kind == 6) /* a digest */
                tell(random, &plan, input, (story + 1) % stories);
            if (kind == 7 && i > 0 && !told(inputs, i)) /* another one has the id, but another text */
                memcpy(input->id, inputs[random_below(random, (uint32_t)i)].id, sizeof input->id);
        }
    }
    return count;
}
