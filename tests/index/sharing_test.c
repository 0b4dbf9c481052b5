/* Several indexes of one directory in one process: what one thread reads stays there, whatever another one writes, opens or closes. */
#include "index/index_testing.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "index/store_shared.h"

static void what_is_open_twice_is_one_index(void **state)
{
    char folder[64];
    struct wirecopy_index *reader, *writer, *other;
    struct wirecopy_corpus *corpus;
    struct wirecopy_index_added added;
    (void)state;
    new_folder(folder);
    create_index(folder, 10);
    reader = open_index(folder, false);
    writer = open_index(folder, true);
    other = open_index(folder, false);
    corpus = one_article(writer, "new", 60, 12, "two.example");
    assert_int_equal(wirecopy_index_add(writer, corpus, false, &added), WIRECOPY_OK);
    wirecopy_corpus_free(corpus);
    assert_string_equal(ask(reader, "asked", 60, 12).id, "new");
    wirecopy_index_close(writer);
    assert_string_equal(ask(reader, "asked", 60, 12).id, "new");
    wirecopy_index_close(reader);
    assert_string_equal(ask(other, "asked", 3, 12).id, "s3");
    wirecopy_index_close(other);
    must_be_whole(folder);
    remove_folder(folder);
}

/* Within an answer: what a thread does that is asking. */
struct within {
    const char *folder;
    struct wirecopy_index *other;
    enum wirecopy_status wrote, asked;
};

static enum wirecopy_status look_within(void *context, const struct wirecopy_indexed *asked, const struct wirecopy_index_match *matches, size_t count)
{
    struct within *within = context;
    struct wirecopy_corpus *corpus = one_article(within->other, "more", 61, 12, "two.example");
    struct wirecopy_index *opened = open_index(within->folder, false);
    struct wirecopy_index_added added;
    struct told told = {.asked = 0};
    (void)asked;
    (void)matches;
    (void)count;
    within->asked = wirecopy_index_query(opened, corpus, false, take_matches, &told);
    within->wrote = wirecopy_index_add(within->other, corpus, false, &added);
    wirecopy_index_close(opened);
    wirecopy_corpus_free(corpus);
    return WIRECOPY_OK;
}

static void who_would_wait_for_himself_is_told(void **state)
{
    char folder[64];
    struct wirecopy_index *index;
    struct wirecopy_corpus *corpus;
    struct within within = {.folder = folder, .wrote = WIRECOPY_OK, .asked = WIRECOPY_INTERNAL};
    (void)state;
    new_folder(folder);
    create_index(folder, 10);
    index = open_index(folder, false);
    within.other = open_index(folder, true);
    corpus = one_article(index, "asked", 3, 12, NULL);
    assert_int_equal(wirecopy_index_query(index, corpus, false, look_within, &within), WIRECOPY_OK);
    assert_int_equal(within.asked, WIRECOPY_OK);
    assert_int_equal(within.wrote, WIRECOPY_INVALID);
    assert_non_null(strstr(wirecopy_index_error(within.other), "in use by a call of this thread"));
    wirecopy_corpus_free(corpus);
    wirecopy_index_close(index);
    wirecopy_index_close(within.other);
    remove_folder(folder);
}

static void who_opened_for_reading_does_not_write(void **state)
{
    static const struct wirecopy_bytes id = {"s3", 2};
    char folder[64];
    struct wirecopy_index *index;
    uint64_t removed;
    bool holds = false;
    (void)state;
    new_folder(folder);
    create_index(folder, 10);
    index = open_index(folder, false);
    assert_int_equal(wirecopy_index_remove(index, &id, 1, NULL, NULL, &removed), WIRECOPY_INVALID);
    assert_non_null(strstr(wirecopy_index_error(index), "was opened for reading"));
    assert_int_equal(wirecopy_index_holds(index, id, &holds), WIRECOPY_OK);
    assert_true(holds);
    assert_int_equal(wirecopy_index_holds(index, (struct wirecopy_bytes){"s33", 3}, &holds), WIRECOPY_OK);
    assert_false(holds);
    wirecopy_index_close(index);
    remove_folder(folder);
}

static void what_was_compacted_is_opened_again(void **state)
{
    char folder[64], message[200];
    struct wirecopy_index *old, *fresh;
    struct wirecopy_corpus *corpus;
    struct wirecopy_index_added added;
    (void)state;
    new_folder(folder);
    create_index(folder, 10);
    old = open_index(folder, true);
    assert_true(wirecopy_index_is_current(old));
    assert_int_equal(wirecopy_index_compact(folder, message, sizeof message), WIRECOPY_OK);
    assert_false(wirecopy_index_is_current(old));
    fresh = open_index(folder, true);
    corpus = one_article(fresh, "new", 60, 12, "two.example");
    assert_int_equal(wirecopy_index_add(old, corpus, false, &added), WIRECOPY_IO);
    assert_int_equal(wirecopy_index_add(fresh, corpus, false, &added), WIRECOPY_OK);
    assert_int_equal(added.added, 1);
    assert_int_equal(ask(old, "asked", 60, 12).matches, 0);
    assert_int_equal(ask(old, "asked", 3, 12).matches, 1);
    assert_int_equal(ask(fresh, "asked", 60, 12).matches, 1);
    wirecopy_corpus_free(corpus);
    wirecopy_index_close(old);
    wirecopy_index_close(fresh);
    must_be_whole(folder);
    remove_folder(folder);
}

/* Threads that ask, until the one that writes has ended; each opens the index again and again. */
struct asking_thread {
    const char *folder;
    _Atomic bool *over;
    unsigned asked;
    bool good;
};

static void *ask_again_and_again(void *context)
{
    struct asking_thread *thread = context;
    struct wirecopy_index *kept = open_index(thread->folder, false);
    thread->good = true;
    do {
        struct wirecopy_index *index = open_index(thread->folder, thread->asked % 2);
        struct told told = ask(index, "asked", thread->asked % 20, 12), again = ask(kept, "asked", thread->asked % 20, 12);
        thread->good &= told.matches == 1 && told.relation == WIRECOPY_RELATION_EXACT && again.matches == 1;
        thread->asked++;
        wirecopy_index_close(index);
    } while (!atomic_load(thread->over));
    wirecopy_index_close(kept);
    return NULL;
}

/* Many articles, so that the file grows beyond its map. */
static void readers_are_not_disturbed_by_a_writer(void **state)
{
    enum { READERS = 3, ROUNDS = 8, STORIES = 100 };
    char folder[64];
    struct wirecopy_index *writer;
    struct asking_thread threads[READERS];
    pthread_t ids[READERS];
    _Atomic bool over = false;
    (void)state;
    new_folder(folder);
    create_index(folder, 20);
    for (unsigned i = 0; i < READERS; i++) {
        threads[i] = (struct asking_thread){folder, &over, i, false};
        assert_int_equal(pthread_create(&ids[i], NULL, ask_again_and_again, &threads[i]), 0);
    }
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct wirecopy_corpus *corpus;
        struct wirecopy_index_added added;
        writer = open_index(folder, true);
        assert_int_equal(wirecopy_index_corpus(writer, NULL, &corpus), WIRECOPY_OK);
        for (unsigned i = 0; i < STORIES; i++) {
            struct text text = {{0}};
            char id[32];
            snprintf(id, sizeof id, "r%u-%u", round, i);
            text_sentences(&text, 1000 + round * STORIES + i, 60);
            add(corpus, id, &text, "two.example", "2024-01-02", NULL);
            text_release(&text);
        }
        assert_int_equal(wirecopy_index_add(writer, corpus, false, &added), WIRECOPY_OK);
        assert_int_equal(added.added, STORIES);
        wirecopy_corpus_free(corpus);
        wirecopy_index_close(writer);
    }
    atomic_store(&over, true);
    for (unsigned i = 0; i < READERS; i++) {
        pthread_join(ids[i], NULL);
        assert_true(threads[i].good);
        assert_true(threads[i].asked > i);
    }
    must_be_whole(folder);
    remove_folder(folder);
}

static void a_fork_opens_it_for_itself(void **state)
{
    char folder[64];
    struct wirecopy_index *index;
    pid_t child;
    int how;
    (void)state;
    new_folder(folder);
    create_index(folder, 10);
    index = open_index(folder, true);
    shared_lock(); /* as a thread has it that the fork does not have */
    child = fork();
    if (child == 0) {
        char message[200];
        struct wirecopy_index *own = NULL;
        bool holds = false;
        enum wirecopy_status status = wirecopy_index_open(folder, NULL, true, &own, message, sizeof message);
        if (status == WIRECOPY_OK)
            status = wirecopy_index_holds(own, (struct wirecopy_bytes){"s3", 2}, &holds);
        wirecopy_index_close(own);
        _exit(status == WIRECOPY_OK && holds ? 0 : 1);
    }
    shared_unlock();
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_int_equal(how, 0);
    assert_string_equal(ask(index, "asked", 3, 12).id, "s3");
    wirecopy_index_close(index);
    remove_folder(folder);
}

/* A thread that wants to be alone. */
struct alone {
    struct shared *shared;
    _Atomic bool was;
};

static void *be_alone(void *context)
{
    struct alone *alone = context;
    if (shared_begin_alone(alone->shared)) {
        atomic_store(&alone->was, atomic_load(&alone->shared->inside) << 1 == 0);
        shared_end_alone(alone->shared);
    }
    return NULL;
}

static void who_is_alone_waited_for_all(void **state)
{
    struct shared shared = {.inside = 0};
    struct alone alone = {&shared, false};
    struct visit first = {.of = NULL}, second = {.of = NULL};
    pthread_t thread;
    (void)state;
    shared_enter(&shared, &first);
    assert_false(shared_begin_alone(&shared));
    assert_int_equal(pthread_create(&thread, NULL, be_alone, &alone), 0);
    while (atomic_load(&shared.inside) == 1) /* until it waits */
        continue;
    shared_enter(&shared, &second); /* who is inside is not kept from entering again */
    shared_leave(&shared, &first);
    assert_true(shared_is_inside(&shared));
    assert_false(atomic_load(&alone.was));
    shared_leave(&shared, &second);
    pthread_join(thread, NULL);
    assert_true(atomic_load(&alone.was));
    assert_int_equal(atomic_load(&shared.inside), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_open_twice_is_one_index),       cmocka_unit_test(who_would_wait_for_himself_is_told),
        cmocka_unit_test(who_opened_for_reading_does_not_write), cmocka_unit_test(what_was_compacted_is_opened_again),
        cmocka_unit_test(readers_are_not_disturbed_by_a_writer), cmocka_unit_test(a_fork_opens_it_for_itself),
        cmocka_unit_test(who_is_alone_waited_for_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
