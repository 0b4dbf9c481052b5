/*
 * Making an index. What a corpus teaches is written as the furniture file and the plan file say it, and read again: what is left out and which keys there
 * are follows from the two files only, as it will for articles that come later. Then all tables are written from front to back, each in the order of
 * its keys.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "cluster/result/arrangement.h"
#include "index/creating.h"
#include "learn/huge.h"
#include "learn/learning.h"

/* A transaction ends when it has so many bytes, which are in memory until then; fewer where there is little. */
enum { TRANSACTION_BYTES = 1 << 25, TRANSACTION_LEAST = 1 << 19, TRANSACTION_SHARE = 32 };

static int append(void *context, const char *data, size_t size)
{
    return buffer_append(context, data, size) == WIRECOPY_OK ? 0 : ENOMEM;
}

typedef enum wirecopy_status write_learnt(struct wirecopy_clustering *clustering, wirecopy_write *write, void *context);

/* Has a writer of clusterings write what was learnt. */
static enum wirecopy_status write_text(struct creating *c, write_learnt *write, const struct known_plan *plan, struct buffer *out)
{
    struct wirecopy_clustering *learnt = memory_allocate_zero(1, sizeof *learnt);
    enum wirecopy_status status;
    if (!learnt)
        return WIRECOPY_NO_MEMORY;
    learnt->holdings = c->corpus->holdings; /* all that the writers look at; none of it is its own */
    learnt->learnt = *c->view->learnt;
    learnt->plan = *plan;
    learnt->has_plan = c->corpus->options.keep_lines;
    status = write(learnt, append, out);
    buffer_release(&learnt->meta);
    buffer_release(&learnt->other_meta);
    buffer_release(&learnt->learnt_text);
    memory_free(learnt);
    return status;
}

/* The furniture file: the one that was given, or what was learnt. */
static enum wirecopy_status take_furniture(struct creating *c)
{
    const struct wirecopy_options *options = &c->corpus->options;
    struct known *known = &c->index.known;
    enum wirecopy_status status = WIRECOPY_OK;
    if (!options->furniture)
        return WIRECOPY_OK;
    status = options->furniture_file ? file_read_whole(options->furniture_file, &c->furniture)
                                     : write_text(c, wirecopy_clustering_write_furniture, c->view->kept, &c->furniture);
    if (status == WIRECOPY_OK)
        status = known_read_text(known, "the furniture", (struct wirecopy_bytes){c->furniture.data, c->furniture.size});
    return status == WIRECOPY_OK && options->built_in_furniture ? built_in_lines(&known->everywhere, known->folder) : status;
}

/* The plan: the file that was given, or what was learnt; then crowds are known only when postings are written. */
static enum wirecopy_status take_plan(struct creating *c)
{
    const struct wirecopy_options *options = &c->corpus->options;
    struct known_plan *plan = &c->index.plan;
    enum wirecopy_status status = WIRECOPY_OK;
    if (options->plan_file) {
        status = file_read_whole(options->plan_file, &c->plan);
        if (status == WIRECOPY_OK)
            status = known_plan_read_text(plan, options->plan_file, (struct wirecopy_bytes){c->plan.data, c->plan.size});
    } else {
        *plan = (struct known_plan){.plan = c->view->kept->plan, .seed = c->view->kept->seed, .shingle_words = c->view->kept->shingle_words};
        status = hash_set_add_all(&plan->common, &c->view->kept->common);
    }
    if (status == WIRECOPY_OK && plan->plan.all_pairs)
        status = status_fail(WIRECOPY_INVALID, "an index has keys: all pairs are none");
    if (status == WIRECOPY_OK && (plan->shingle_words != options->shingle_words || plan->seed != options->seed))
        status = status_fail(WIRECOPY_INVALID, "the plan file is of other words a shingle or another seed");
    return status;
}

/* What the index is made with. */
static enum wirecopy_status set_parameters(struct creating *c)
{
    const struct wirecopy_options *options = &c->corpus->options;
    struct wirecopy_index *index = &c->index;
    struct index_parameters *p = &index->parameters;
    const struct plan *plan = &index->plan.plan;
    memset(p, 0, sizeof *p); /* no byte of it is chance */
    p->shingle_words = options->shingle_words;
    p->resemblance = options->resemblance;
    p->containment = options->containment;
    p->seed = options->seed;
    p->furniture_fingerprint = options->furniture ? index->known.fingerprint : 0;
    p->known_lines = index->known.lines;
    p->bands = plan->bands;
    p->rows = plan->rows;
    p->sampled_one_in = plan->sampled_one_in;
    p->sampled_least = plan->sampled_least;
    p->crowd = plan->crowd;
    p->furniture = (options->furniture ? INDEX_LEAVES_OUT : 0) | (options->built_in_furniture ? INDEX_HAS_LIST : 0);
    return index_ready(index);
}

/* Leaves out what the furniture file says. */
static enum wirecopy_status leave_out(struct creating *c)
{
    struct wirecopy_index *index = &c->index;
    enum wirecopy_status status;
    c->left_out = (struct left_out){.texts = c->view->left_out->texts,
                                    .articles = c->view->left_out->articles,
                                    .groups = c->view->groups,
                                    .space = c->view->left_out->space,
                                    .memory_bytes = c->view->left_out->memory_bytes,
                                    .threads = c->view->left_out->threads,
                                    .shingling = index->shingling,
                                    .control = &index->control,
                                    .known = &index->known};
    status = left_out_init(&c->left_out);
    if (status == WIRECOPY_OK && index->parameters.furniture & INDEX_LEAVES_OUT)
        status = left_out_take_known(&c->left_out);
    c->sets = (struct sets){.left_out = &c->left_out, .common = index->common, .count = c->view->groups->count};
    return status == WIRECOPY_OK ? huge_sets_create(&c->sets.huge) : status;
}

static enum wirecopy_status prepare(struct creating *c)
{
    struct scratch_space *space = c->view->left_out->space;
    uint64_t memory_bytes = c->view->left_out->memory_bytes;
    uint32_t bands = c->index.plan.plan.bands;
    enum wirecopy_status status;
    while (bands << (c->band_bits + 1) <= 1 << PART_BITS && bands > 0)
        c->band_bits++;
    status = distribution_init(&c->postings, space, ((size_t)1 << PART_BITS) + ((size_t)bands << c->band_bits), 64);
    if (status == WIRECOPY_OK)
        status = sorter_create(space, memory_bytes / 4, &c->ids);
    if (status == WIRECOPY_OK)
        status = scratch_create(space, &c->entries);
    if (status == WIRECOPY_OK)
        status = scratch_create(space, &c->kept);
    if (status == WIRECOPY_OK)
        status = store_open(c->directory, STORE_BEGINS, &c->index.store);
    if (status != WIRECOPY_OK)
        return status;
    c->begun = true;
    store_hurry(c->index.store);
    return WIRECOPY_OK;
}

/* A pipeline_visit. */
static enum wirecopy_status create(void *context, const struct pipeline_view *view)
{
    struct creating *c = context;
    enum wirecopy_status status;
    c->view = view;
    c->most = c->corpus->options.memory_bytes / TRANSACTION_SHARE;
    c->most = c->most < TRANSACTION_LEAST ? TRANSACTION_LEAST : c->most > TRANSACTION_BYTES ? TRANSACTION_BYTES : c->most;
    c->index.options = c->corpus->options;
    status = take_furniture(c);
    if (status == WIRECOPY_OK)
        status = take_plan(c);
    if (status == WIRECOPY_OK)
        status = set_parameters(c);
    if (status == WIRECOPY_OK)
        status = leave_out(c);
    if (status == WIRECOPY_OK)
        status = prepare(c);
    if (status == WIRECOPY_OK)
        status = write_groups(c);
    if (status == WIRECOPY_OK)
        status = write_ids(c);
    if (status == WIRECOPY_OK)
        status = write_postings(c);
    if (status == WIRECOPY_OK)
        status = write_entries(c);
    if (status == WIRECOPY_OK && !c->corpus->options.plan_file)
        status = write_text(c, wirecopy_clustering_write_plan, &c->index.plan, &c->plan);
    c->index.parameters.plan_fingerprint = hash_bytes(c->plan.data, c->plan.size);
    if (status == WIRECOPY_OK && c->written > 0)
        status = store_keep(c->index.store);
    if (status == WIRECOPY_OK)
        status = store_settle(c->index.store);
    if (status == WIRECOPY_OK) /* only now it is an index */
        status = store_room(c->index.store, 4 * (c->furniture.size + c->plan.size) + TRANSACTION_BYTES);
    if (status == WIRECOPY_OK)
        status = store_begin(c->index.store, true);
    if (status == WIRECOPY_OK)
        status = about_write(&c->index, (struct wirecopy_bytes){c->furniture.data, c->furniture.size},
                             (struct wirecopy_bytes){c->plan.data, c->plan.size});
    return status == WIRECOPY_OK ? store_keep(c->index.store) : status;
}

static void creating_release(struct creating *c)
{
    store_close(c->index.store);
    known_release(&c->index.known);
    known_plan_release(&c->index.plan);
    common_release(&c->index.common);
    huge_sets_free(c->sets.huge);
    distribution_release(&c->postings);
    sorter_free(c->ids);
    scratch_free(c->entries);
    scratch_free(c->kept);
    left_out_release(&c->left_out);
    group_keys_release(&c->keys);
    record_room_release(&c->room);
    buffer_release(&c->record);
    buffer_release(&c->members);
}

/* Takes what was begun away. */
static void forget(const char *directory)
{
    static const char *const names[] = {"data.mdb", "lock.mdb"};
    char path[4096];
    for (size_t i = 0; i < 2; i++)
        if (snprintf(path, sizeof path, "%s/%s", directory, names[i]) < (int)sizeof path)
            unlink(path);
    rmdir(directory);
}

/* What is made while the pipeline's holdings are there goes before they do. */
static enum wirecopy_status create_and_release(void *context, const struct pipeline_view *view)
{
    struct creating *c = context;
    enum wirecopy_status status = create(c, view);
    creating_release(c);
    if (status != WIRECOPY_OK && c->begun)
        forget(c->directory);
    return status;
}

enum wirecopy_status wirecopy_index_create(const char *directory, struct wirecopy_corpus *corpus)
{
    struct creating creating = {.directory = directory, .corpus = corpus};
    const struct wirecopy_options *options = &corpus->options;
    bool learns = !options->furniture_file || !options->plan_file;
    enum wirecopy_status status;
    if (options->window_hours || options->keys == WIRECOPY_KEYS_ALL || options->learn_furniture || options->save_directory)
        status = status_fail(WIRECOPY_INVALID, "an index has no window, all pairs for keys, furniture that is learnt beside a file, or save");
    else if (learns && !options->keep_lines)
        status = status_fail(WIRECOPY_INVALID, "the lines of what an index is to learn were not kept: see options.keep_lines");
    else
        status = pipeline_show_plan(corpus, create_and_release, &creating);
    buffer_release(&creating.furniture);
    buffer_release(&creating.plan);
    return corpus_note(corpus, status);
}
