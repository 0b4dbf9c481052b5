/* The relations in their order, as DESIGN words them; shares are compared in whole numbers. */
#include "match/relation.h"

/* Whether a set of part shingles stands in one of whole: containment 0.8 or more, and at most 0.8 as large. */
static bool stands_in(uint32_t shared, uint32_t part, uint32_t whole)
{
    return 10 * (uint64_t)shared >= 8 * (uint64_t)part && 10 * (uint64_t)part <= 8 * (uint64_t)whole;
}

enum wirecopy_relation relation_of(enum verdict verdict, bool same_outlet, uint32_t shared, uint32_t member_size, uint32_t other_size)
{
    if (verdict == VERDICT_TEMPLATE)
        return WIRECOPY_RELATION_TEMPLATE;
    if (verdict == VERDICT_UPDATE)
        return WIRECOPY_RELATION_UPDATE;
    if (same_outlet)
        return WIRECOPY_RELATION_OWN_UPDATE;
    if (stands_in(shared, member_size, other_size))
        return WIRECOPY_RELATION_EXCERPT;
    if (stands_in(shared, other_size, member_size))
        return WIRECOPY_RELATION_EXPANSION;
    return WIRECOPY_RELATION_COPY;
}

const char *wirecopy_relation_word(enum wirecopy_relation relation)
{
    switch (relation) {
#define WORD_ROW(name, word) \
    case name:               \
        return word;
        WIRECOPY_RELATIONS(WORD_ROW)
#undef WORD_ROW
    case WIRECOPY_RELATION_COUNT:
        break;
    }
    return "";
}

const char *wirecopy_reason_word(enum wirecopy_reason reason)
{
    switch (reason) {
#define WORD_ROW(name, word, meaning) \
    case name:                        \
        return word;
        WIRECOPY_REASONS(WORD_ROW)
#undef WORD_ROW
    case WIRECOPY_REASON_COUNT:
        break;
    }
    return "";
}

const char *wirecopy_reason_meaning(enum wirecopy_reason reason)
{
    switch (reason) {
#define MEANING_ROW(name, word, meaning) \
    case name:                           \
        return meaning;
        WIRECOPY_REASONS(MEANING_ROW)
#undef MEANING_ROW
    case WIRECOPY_REASON_COUNT:
        break;
    }
    return "";
}

const char *wirecopy_run_word(enum wirecopy_run_kind kind)
{
    switch (kind) {
#define WORD_ROW(name, word) \
    case name:               \
        return word;
        WIRECOPY_RUNS(WORD_ROW)
#undef WORD_ROW
    case WIRECOPY_RUN_KIND_COUNT:
        break;
    }
    return "";
}

const char *wirecopy_taken_word(enum wirecopy_taken taken)
{
    switch (taken) {
#define WORD_ROW(name, word) \
    case name:               \
        return word;
        WIRECOPY_TAKERS(WORD_ROW)
#undef WORD_ROW
    case WIRECOPY_TAKEN_COUNT:
        break;
    }
    return "";
}
