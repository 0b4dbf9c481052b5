/*
 * What an index was made with, under names: its parameters, how much it holds, the furniture and the plan file as text, and both as the sets that are
 * made of them, so that a query does not read a file of a hundred thousand lines.
 */
#include "index/index.h"

#include "learn/learning.h"

static const char MAGIC_WORD[] = "wirecopy index";

static struct wirecopy_bytes named(const char *name)
{
    return (struct wirecopy_bytes){name, strlen(name)};
}

static enum wirecopy_status put(struct wirecopy_index *index, const char *name, const void *data, size_t size)
{
    return store_put(index->store, STORE_ABOUT, named(name), (struct wirecopy_bytes){data, size}, false);
}

static enum wirecopy_status damaged(void)
{
    return status_fail(WIRECOPY_BAD_INPUT, "what the index was made with is damaged");
}

/* The value of a name, which is of that size. */
static enum wirecopy_status take(struct wirecopy_index *index, const char *name, void *data, size_t size)
{
    struct wirecopy_bytes value;
    bool found;
    enum wirecopy_status status = store_look(index->store, STORE_ABOUT, named(name), &value, &found);
    if (status != WIRECOPY_OK)
        return status;
    if (!found || value.size != size)
        return damaged();
    memcpy(data, value.data, size);
    return WIRECOPY_OK;
}

/* A set as it lies in memory, behind how large it is. */
struct set_head {
    uint64_t checksum, places, count, has_zero;
};

static enum wirecopy_status put_set(struct wirecopy_index *index, const char *name, const struct hash_set *set)
{
    struct set_head head = {0, set->places ? set->mask + 1 : 0, set->count, set->has_zero};
    struct buffer bytes = {0};
    enum wirecopy_status status;
    head.checksum = hash_bytes(set->places, head.places * sizeof *set->places) ^ head.count;
    status = buffer_append(&bytes, &head, sizeof head);
    if (status == WIRECOPY_OK && set->places)
        status = buffer_append(&bytes, set->places, head.places * sizeof *set->places);
    if (status == WIRECOPY_OK)
        status = put(index, name, bytes.data, bytes.size);
    buffer_release(&bytes);
    return status;
}

static enum wirecopy_status take_set(struct wirecopy_index *index, const char *name, struct hash_set *set)
{
    struct wirecopy_bytes value;
    struct set_head head;
    bool found;
    enum wirecopy_status status = store_look(index->store, STORE_ABOUT, named(name), &value, &found);
    if (status != WIRECOPY_OK)
        return status;
    if (!found || value.size < sizeof head)
        return damaged();
    memcpy(&head, value.data, sizeof head);
    if (head.places != (value.size - sizeof head) / sizeof *set->places || (head.places & (head.places - 1)) || head.count > head.places)
        return damaged();
    *set = (struct hash_set){.count = head.count, .has_zero = head.has_zero};
    if (head.places == 0)
        return head.count == 0 ? WIRECOPY_OK : damaged();
    set->mask = head.places - 1;
    set->places = memory_allocate(head.places, sizeof *set->places);
    if (!set->places)
        return WIRECOPY_NO_MEMORY;
    memcpy(set->places, value.data + sizeof head, head.places * sizeof *set->places);
    return head.checksum == (hash_bytes(set->places, head.places * sizeof *set->places) ^ head.count) ? WIRECOPY_OK : damaged();
}

enum { SETS = 9 };

/* All sets, with their names. */
static void list_sets(struct wirecopy_index *index, const char *names[SETS], struct hash_set *sets[SETS])
{
    static const char *const all[SETS] = {"everywhere", "strangers", "strangers again", "strangers at last", "by outlet", "forms",
                                          "common",     "crowds",    "buckets"};
    struct known *known = &index->known;
    struct hash_set *const of[SETS] = {&known->everywhere,   &known->strangers[0],        &known->strangers[1],
                                       &known->strangers[2], &known->by_outlet,           &known->forms,
                                       &index->plan.common,  &index->plan.crowds.sampled, &index->plan.crowds.bands};
    _Static_assert(STRANGERS_ROUNDS == 3, "a name for each round");
    for (unsigned i = 0; i < SETS; i++) {
        names[i] = all[i];
        sets[i] = of[i];
    }
}

enum wirecopy_status about_write(struct wirecopy_index *index, struct wirecopy_bytes furniture, struct wirecopy_bytes plan)
{
    const char *names[SETS];
    struct hash_set *sets[SETS];
    struct index_parameters *p = &index->parameters;
    enum wirecopy_status status = WIRECOPY_OK;
    memcpy(p->magic, MAGIC_WORD, sizeof MAGIC_WORD);
    p->version = INDEX_VERSION;
    p->fingerprint = 0;
    p->fingerprint = hash_bytes(p, sizeof *p);
    list_sets(index, names, sets);
    for (unsigned i = 0; i < SETS && status == WIRECOPY_OK; i++)
        status = put_set(index, names[i], sets[i]);
    if (status == WIRECOPY_OK)
        status = put(index, "furniture file", furniture.data, furniture.size);
    if (status == WIRECOPY_OK)
        status = put(index, "plan file", plan.data, plan.size);
    if (status == WIRECOPY_OK)
        status = about_write_counts(index);
    return status == WIRECOPY_OK ? put(index, "parameters", p, sizeof *p) : status;
}

enum wirecopy_status about_write_counts(struct wirecopy_index *index)
{
    return put(index, "counts", &index->counts, sizeof index->counts);
}

enum wirecopy_status about_read_counts(struct wirecopy_index *index)
{
    return take(index, "counts", &index->counts, sizeof index->counts);
}

/* Whether the parameters are those of an index that this program knows. */
static enum wirecopy_status check_parameters(struct wirecopy_index *index, struct wirecopy_bytes value)
{
    struct index_parameters *p = &index->parameters, zeroed;
    enum { BEGINS = offsetof(struct index_parameters, shingle_words) };
    memset(p, 0, sizeof *p);
    memcpy(p, value.data, value.size < sizeof *p ? value.size : sizeof *p);
    if (value.size < BEGINS || memcmp(p->magic, MAGIC_WORD, sizeof MAGIC_WORD) != 0)
        return status_fail(WIRECOPY_BAD_INPUT, "this is no index of wirecopy");
    if (p->version != INDEX_VERSION)
        return status_fail(WIRECOPY_BAD_INPUT, "the index has version %u, and this program reads version %d: make it anew", p->version,
                           INDEX_VERSION);
    zeroed = *p;
    zeroed.fingerprint = 0;
    return value.size == sizeof *p && p->fingerprint == hash_bytes(&zeroed, sizeof zeroed) ? WIRECOPY_OK : damaged();
}

enum wirecopy_status about_read(struct wirecopy_index *index)
{
    const char *names[SETS];
    struct hash_set *sets[SETS];
    struct wirecopy_bytes value;
    bool found;
    enum wirecopy_status status = store_look(index->store, STORE_ABOUT, named("parameters"), &value, &found);
    if (status == WIRECOPY_OK && !found)
        status = status_fail(WIRECOPY_BAD_INPUT, "this is no index of wirecopy, or was not made to its end");
    if (status == WIRECOPY_OK)
        status = check_parameters(index, value);
    if (status == WIRECOPY_OK)
        status = about_read_counts(index);
    list_sets(index, names, sets);
    for (unsigned i = 0; i < SETS && status == WIRECOPY_OK; i++)
        status = take_set(index, names[i], sets[i]);
    return status;
}

enum wirecopy_status about_text(struct wirecopy_index *index, const char *name, struct wirecopy_bytes *text_out)
{
    bool found;
    enum wirecopy_status status = store_look(index->store, STORE_ABOUT, named(name), text_out, &found);
    return status == WIRECOPY_OK && !found ? damaged() : status;
}

enum wirecopy_status index_ready(struct wirecopy_index *index)
{
    const struct index_parameters *p = &index->parameters;
    struct plan *plan = &index->plan.plan;
    struct match_rule rule = index_rule(index);
    *plan = (struct plan){.bands = p->bands,
                          .rows = p->rows,
                          .sampled_one_in = p->sampled_one_in,
                          .sampled_least = p->sampled_least,
                          .crowd = p->crowd,
                          .known = &index->plan.crowds};
    index->known.lines = p->known_lines;
    keys_needed_init(&index->needed, plan, rule.resemblance, rule.containment);
    family_init(&index->family, (size_t)p->bands * p->rows, p->seed);
    index->kernel = minhash_variant_named(index->options.kernel)->kernel;
    index->shingling = (struct shingling){shingle_kernel_find(index->options.kernel), p->shingle_words};
    index->control = (struct control){index->options.should_stop, index->options.on_progress, index->options.context};
    return common_init_known(&index->common, &index->plan.common);
}
