/*
 * The strangers' test for common shingles: of most pairs of groups their imprints tell that they are apart; only where these do not decide
 * are the sets made and compared.
 */
#include "learn/common/common_judging.h"

#include "learn/common/imprint.h"
#include "learn/huge.h"

/* More than are judged at a time: an article of megabytes has all the phrases, and its set takes a second to make. */
enum { SETS_HELD = STRANGERS_DRAWN + 3 };

/* A group's set as it stands before common shingles are left out. */
struct held_set {
    uint32_t rank;
    struct buffer room;
    struct shingle_set set;
};

/* Sets of usual size stay: the groups of least content hash are drawn for most suspects. As many as a sixteenth of the memory holds. */
enum { USUAL_SHINGLES = 1024, USUAL_HELD_MOST = 256, USUAL_HELD_LEAST = 8, USUAL_SHARE = 16 };

struct usual_set {
    struct held_set held;
    uint64_t used; /* in which judging last */
};

/* Imprints take no more than this share of the memory. */
enum { IMPRINTS_SHARE = 4 };

struct common_judging {
    const struct left_out *left_out;
    char *imprints; /* by rank, of imprint_words each */
    size_t imprint_words;
    uint32_t imprint_count;
    bool later;              /* they are made when they are asked for */
    struct usual_set *usual; /* by rank, modulo usual_count */
    size_t usual_count;
    uint64_t judging; /* how many so far */
    struct text_view view;
    struct buffer words, shingles;
    struct held_set held[SETS_HELD];  /* of groups that were judged lately, the large ones longer */
    struct hash_set strangers, story; /* verdicts, by the groups drawn */
};

enum wirecopy_status common_judging_create(const struct left_out *left_out, uint32_t imprinted, bool later, struct common_judging **judging_out)
{
    struct common_judging *judging = memory_allocate_zero(1, sizeof *judging);
    uint64_t places = left_out->memory_bytes / USUAL_SHARE / (2 * USUAL_SHINGLES * sizeof(uint64_t));
    uint64_t most;
    *judging_out = judging;
    if (!judging)
        return WIRECOPY_NO_MEMORY;
    judging->left_out = left_out;
    judging->later = later;
    judging->usual_count = places < USUAL_HELD_LEAST ? USUAL_HELD_LEAST : places > USUAL_HELD_MOST ? USUAL_HELD_MOST : (size_t)places;
    judging->usual = memory_allocate_zero(judging->usual_count, sizeof *judging->usual);
    judging->imprint_words = imprint_words(texts_word_count(left_out->texts) / left_out->articles->count);
    most = left_out->memory_bytes / IMPRINTS_SHARE / imprint_bytes(judging->imprint_words);
    judging->imprint_count = imprinted < most ? imprinted : (uint32_t)most;
    judging->imprints = memory_allocate_zero(judging->imprint_count, imprint_bytes(judging->imprint_words));
    return judging->usual && judging->imprints ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
}

void common_judging_free(struct common_judging *judging)
{
    if (!judging)
        return;
    text_view_release(&judging->view);
    buffer_release(&judging->words);
    buffer_release(&judging->shingles);
    for (uint32_t i = 0; i < SETS_HELD; i++)
        buffer_release(&judging->held[i].room);
    for (size_t i = 0; judging->usual && i < judging->usual_count; i++)
        buffer_release(&judging->usual[i].held.room);
    memory_free(judging->usual);
    memory_free(judging->imprints);
    hash_set_release(&judging->strangers);
    hash_set_release(&judging->story);
    memory_free(judging);
}

static struct imprint *imprint_of(const struct common_judging *judging, uint32_t rank)
{
    return (struct imprint *)(void *)(judging->imprints + rank * imprint_bytes(judging->imprint_words));
}

void common_judging_imprint(const struct common_judging *judging, uint32_t rank, const uint64_t *shingles, size_t count)
{
    if (rank < judging->imprint_count)
        imprint_take(imprint_of(judging, rank), judging->imprint_words, shingles, count);
}

/* Makes the imprints of groups that have none. */
static enum wirecopy_status make_imprints(struct common_judging *judging, const uint32_t drawn[STRANGERS_DRAWN])
{
    const struct left_out *left_out = judging->left_out;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = 0; i < STRANGERS_DRAWN && status == WIRECOPY_OK; i++) {
        const uint32_t *words;
        uint64_t *shingles;
        size_t word_count, count;
        if (drawn[i] >= judging->imprint_count || imprint_of(judging, drawn[i])->shingles > 0 || group_is_huge(left_out, drawn[i]))
            continue;
        status = left_out_words(left_out, drawn[i], &judging->view, &judging->words, &words, &word_count);
        if (status == WIRECOPY_OK)
            status = shingles_hash(left_out->shingling, words, word_count, &judging->shingles, &shingles, &count);
        if (status == WIRECOPY_OK)
            common_judging_imprint(judging, drawn[i], shingles, count);
    }
    return status;
}

/* Whether imprints tell that the groups are strangers. */
static bool certainly_strangers(const struct common_judging *judging, const uint32_t drawn[STRANGERS_DRAWN])
{
    enum { PAIRS = STRANGERS_DRAWN * (STRANGERS_DRAWN - 1) / 2 };
    uint32_t apart = 0, not_apart = 0;
    for (uint32_t i = 0; i < STRANGERS_DRAWN; i++)
        if (drawn[i] >= judging->imprint_count)
            return false;
    for (uint32_t i = 1; i < STRANGERS_DRAWN; i++)
        for (uint32_t j = 0; j < i && apart <= PAIRS / 2 && not_apart < PAIRS - PAIRS / 2; j++) {
            bool tells = imprints_apart(imprint_of(judging, drawn[i]), imprint_of(judging, drawn[j]), judging->imprint_words, STRANGERS_ONE_IN);
            apart += tells;
            not_apart += !tells;
        }
    return apart > PAIRS / 2;
}

/* The place of a group's set among those from i on; where none holds it, that of the smallest, which goes. */
static uint32_t held_place(const struct held_set *held, uint32_t i, uint32_t rank)
{
    uint32_t smallest = i;
    for (uint32_t j = i; j < SETS_HELD; j++) {
        if (held[j].set.shingles && held[j].rank == rank)
            return j;
        if (held[j].set.count < held[smallest].set.count)
            smallest = j;
    }
    return smallest;
}

/* Makes the set of a group in place i; those before it are in use. */
static enum wirecopy_status make_set(struct common_judging *judging, uint32_t i, uint32_t rank)
{
    struct held_set *held = &judging->held[i];
    const uint32_t *words;
    size_t count;
    enum wirecopy_status status;
    held->set = (struct shingle_set){NULL, 0};
    held->rank = rank;
    status = left_out_words(judging->left_out, rank, &judging->view, &judging->words, &words, &count);
    if (status == WIRECOPY_OK)
        status = shingle_set_build(judging->left_out->shingling, words, count, &held->room, &held->set);
    return status;
}

static void swap(struct held_set *x, struct held_set *y)
{
    struct held_set held = *x;
    *x = *y;
    *y = held;
}

/* The set of a group, the i-th of a judging, good until it ends. */
static enum wirecopy_status hold(struct common_judging *judging, uint32_t i, uint32_t rank, struct shingle_set *set_out)
{
    struct usual_set *usual = &judging->usual[rank % judging->usual_count];
    struct held_set *held = &judging->held[i];
    enum wirecopy_status status = WIRECOPY_OK;
    if (usual->held.set.shingles && usual->held.rank == rank) {
        usual->used = judging->judging;
        *set_out = usual->held.set;
        return WIRECOPY_OK;
    }
    swap(&judging->held[held_place(judging->held, i, rank)], held);
    if (!held->set.shingles || held->rank != rank)
        status = make_set(judging, i, rank);
    *set_out = held->set;
    if (status == WIRECOPY_OK && held->set.count <= USUAL_SHINGLES && usual->used != judging->judging) {
        swap(&usual->held, held);
        usual->used = judging->judging;
    }
    return status;
}

/* The same from their sets. */
static enum wirecopy_status compare_sets(struct common_judging *judging, const uint32_t drawn[STRANGERS_DRAWN], bool *strangers)
{
    struct shingle_set sets[STRANGERS_DRAWN];
    enum wirecopy_status status = WIRECOPY_OK;
    judging->judging++;
    for (uint32_t i = 0; i < STRANGERS_DRAWN && status == WIRECOPY_OK; i++)
        status = hold(judging, i, drawn[i], &sets[i]);
    if (status == WIRECOPY_OK)
        *strangers = strangers_judge(sets, STRANGERS_DRAWN);
    return status;
}

enum wirecopy_status common_judge(struct common_judging *judging, const uint32_t drawn[STRANGERS_DRAWN], bool *strangers)
{
    uint64_t key = hash_bytes(drawn, STRANGERS_DRAWN * sizeof *drawn); /* equal groups are judged once */
    enum wirecopy_status status = WIRECOPY_OK;
    *strangers = hash_set_has(&judging->strangers, key);
    if (*strangers || hash_set_has(&judging->story, key))
        return status;
    if (judging->later)
        status = make_imprints(judging, drawn);
    *strangers = certainly_strangers(judging, drawn);
    if (status == WIRECOPY_OK && !*strangers)
        status = compare_sets(judging, drawn, strangers);
    return status == WIRECOPY_OK ? hash_set_add(*strangers ? &judging->strangers : &judging->story, key) : status;
}
