/* Shingles: sets by sorting and sets by an index say the same of any two streams; every kernel gives the portable kernel's bits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "text/fold_testing.h"
#include "text/shingles.h"

enum { MOST = 700 };

/* A stream that repeats itself and shares some with those of other seeds; 0 is among the shingles, and many fall on one place. */
static size_t make_stream(uint64_t seed, uint64_t *stream)
{
    size_t count = hash_counter(seed, 0) % MOST;
    for (size_t i = 0; i < count; i++) {
        uint64_t which = hash_counter(seed, i + 1) % MOST;
        stream[i] = which % 3 ? hash_counter(1, which) : which << 32;
    }
    return count;
}

static void an_index_tells_what_two_sets_share(void **state)
{
    static uint64_t a[MOST], b[MOST], sorted_a[MOST], sorted_b[MOST], spare[MOST];
    struct shingle_index index = {0}, other = {0}, filtered = {0};
    size_t met = 0;
    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        size_t count_a = make_stream(seed, a), count_b = make_stream(seed + 1000, b);
        struct shingle_set set_a, set_b;
        memcpy(sorted_a, a, sizeof a);
        memcpy(sorted_b, b, sizeof b);
        set_a = (struct shingle_set){sorted_a, shingles_sort(sorted_a, spare, count_a)};
        set_b = (struct shingle_set){sorted_b, shingles_sort(sorted_b, spare, count_b)};
        assert_int_equal(shingle_index_build(&index, a, count_a), WIRECOPY_OK);
        assert_int_equal(shingle_index_build(&other, b, count_b), WIRECOPY_OK);
        assert_int_equal(index.count, set_a.count);
        assert_int_equal(other.count, set_b.count);
        assert_int_equal(shingle_index_shared(&index, b, other.count), shingle_sets_shared(set_a, set_b));
        assert_int_equal(shingle_index_shared(&other, a, index.count), shingle_sets_shared(set_a, set_b));
        met += shingle_sets_shared(set_a, set_b);
        filtered.kernel = &shingle_kernels[seed % shingle_kernel_count];
        if (!filtered.kernel->runs())
            filtered.kernel = shingle_kernel_find(NULL);
        assert_int_equal(shingle_index_build_distinct(&filtered, a, index.count), WIRECOPY_OK);
        assert_int_equal(shingle_index_shared(&filtered, b, other.count), shingle_sets_shared(set_a, set_b));
    }
    assert_true(met > 10000);
    shingle_index_release(&filtered);
    shingle_index_release(&index);
    shingle_index_release(&other);
}

static void the_first_of_equal_shingles_stay_in_order(void **state)
{
    enum { LARGE = 6000 };
    static uint64_t stream[LARGE], kept[LARGE];
    struct shingle_index index = {0}, room = {0};
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        size_t count = hash_counter(seed, 0) % (seed % 9 ? MOST : LARGE), distinct;
        for (size_t i = 0; i < count; i++) { /* from none that come again to most of them, alike in their lowest bits or not */
            uint64_t which = hash_counter(seed, i + 1) % (count << seed % 5);
            stream[i] = kept[i] = hash_counter(1, which) >> (seed % 4 ? 0 : 45);
        }
        room.kernel = seed % 2 ? shingle_kernel_find(NULL) : NULL;
        assert_int_equal(shingle_index_build(&index, stream, count), WIRECOPY_OK);
        assert_int_equal(shingle_index_keep_distinct(&room, kept, count, &distinct), WIRECOPY_OK);
        assert_int_equal(distinct, index.count);
        assert_memory_equal(kept, stream, distinct * sizeof *kept);
    }
    shingle_index_release(&index);
    shingle_index_release(&room);
}

enum { FILTER_BITS_MOST = 18 };

/* Words, and shingles behind the least of them, as many values as a page ends with. */
struct kernel_room {
    uint32_t *words;
    uint64_t shingles[MOST + SHINGLES_BEHIND], wanted[MOST + SHINGLES_BEHIND], kept[MOST + SHINGLES_BEHIND];
    uint32_t places[MOST + SHINGLES_BEHIND], wanted_places[MOST + SHINGLES_BEHIND];
    uint64_t filter[(1 << FILTER_BITS_MOST) / 64];
};

/* The marks of the sampled shingles are set, beside what was set, and no others. */
static void marks_are_named(const struct shingle_kernel *kernel, const uint32_t *words, size_t count)
{
    uint64_t bits[SHINGLE_MARK_WORDS] = {1, 2, 0, UINT64_C(1) << 63}, wanted[SHINGLE_MARK_WORDS] = {1, 2, 0, UINT64_C(1) << 63};
    for (size_t i = 0; i < count; i++) {
        uint32_t name = (words[i] * SHINGLE_NAME_FACTOR + words[i + 1]) * SHINGLE_NAME_FACTOR + words[i + 2];
        if (name >> 29 == 0)
            wanted[name >> 27] |= UINT64_C(1) << (name >> 21) % 64;
    }
    kernel->mark(words, count, bits);
    assert_memory_equal(bits, wanted, sizeof bits);
}

static void same_as_portable(const struct shingle_kernel *kernel, struct kernel_room *room, uint64_t seed, size_t count)
{
    unsigned bits = 6 + (unsigned)(seed % (FILTER_BITS_MOST - 5));
    uint64_t limit = seed % 3 == 0 ? UINT64_MAX : UINT64_MAX >> seed % 5;
    size_t kept;
    struct guarded guarded = guarded_bytes((count + 2) * sizeof *room->words);
    struct guarded dropped = guarded_bytes((count + 7) / 8);
    room->words = (uint32_t *)(void *)guarded.bytes;
    for (size_t i = 0; i < count + 2; i++)
        room->words[i] = (uint32_t)(hash_counter(seed, i) >> 33) << 1 | (i % 7 == 0);
    kernel->hash(room->words, count, room->shingles);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(room->shingles[i], shingle_hash(room->words + i, 3));
    marks_are_named(kernel, room->words, count);
    guarded_release(&guarded);
    for (size_t i = 0; i < count; i += 3)
        room->filter[room->shingles[i] % (UINT64_C(1) << bits) / 64] |= UINT64_C(1) << room->shingles[i] % 64;
    kept = shingle_find_portable(room->shingles, count, room->filter, bits, room->wanted_places);
    assert_int_equal(kernel->find(room->shingles, count, room->filter, bits, room->places), kept);
    assert_memory_equal(room->places, room->wanted_places, kept * sizeof *room->places);
    assert_true(kept >= (count + 2) / 3);
    for (size_t i = 0; i < (count + 7) / 8; i++)
        ((uint8_t *)dropped.bytes)[i] = (uint8_t)(seed % 4 ? hash_counter(seed, i + 9) : 0);
    kept = shingle_drop_portable(room->shingles, count, (const uint8_t *)dropped.bytes, room->wanted);
    assert_int_equal(kernel->drop(room->shingles, count, (const uint8_t *)dropped.bytes, room->kept), kept);
    assert_memory_equal(room->kept, room->wanted, kept * sizeof *room->kept);
    assert_true(seed % 4 ? kept <= count : kept == count);
    guarded_release(&dropped);
    for (size_t i = 0; i < count; i += 5)
        assert_true(kernel->met(room->shingles, i + 1, room->shingles[i]) && !kernel->met(room->shingles, i, room->shingles[i]));
    kept = shingle_under_portable(room->shingles, count, limit, room->wanted);
    assert_int_equal(kernel->under(room->shingles, count, limit, room->shingles), kept); /* in place */
    assert_memory_equal(room->shingles, room->wanted, kept * sizeof *room->shingles);
}

static void every_kernel_gives_the_same_bits(void **state)
{
    static struct kernel_room room;
    (void)state;
    for (size_t k = 0; k < shingle_kernel_count; k++)
        for (uint64_t seed = 0; seed < 300 && shingle_kernels[k].runs(); seed++) {
            memset(room.filter, 0, sizeof room.filter);
            same_as_portable(&shingle_kernels[k], &room, seed, seed < 70 ? (size_t)seed : hash_counter(2, seed) % MOST);
        }
    assert_ptr_equal(shingle_kernel_find("no such kernel")->hash, shingle_hash_portable);
    assert_true(shingle_kernel_find(NULL)->runs());
}

/* From few words to many, of which some share their upper bits; told by comparing words, and no hashes. */
static void a_text_is_long_enough_by_its_distinct_shingles(void **state)
{
    enum { WORDS = 60, K = 3 };
    (void)state;
    for (uint64_t round = 0; round < 20000; round++) {
        uint32_t words[WORDS], kinds = 1 + (uint32_t)(hash_counter(3, round) % 40), place = hash_counter(4, round) % 2 ? 26 : 20;
        size_t count = hash_counter(5, round) % (WORDS + 1), least = 1 + hash_counter(6, round) % SHINGLES_COUNTED, distinct = 0;
        for (size_t i = 0; i < count; i++)
            words[i] = (uint32_t)(hash_counter(7 + round, i) % kinds) << place;
        for (size_t i = 0; i + K <= count; i++) {
            size_t j = 0;
            while (j < i && memcmp(words + i, words + j, K * sizeof *words) != 0)
                j++;
            distinct += j == i;
        }
        if (count > 0 && count < K) /* the whole of a short text is its one shingle */
            distinct = 1;
        assert_int_equal(shingles_at_least(words, count, K, least), distinct >= least);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(an_index_tells_what_two_sets_share),
                                       cmocka_unit_test(the_first_of_equal_shingles_stay_in_order),
                                       cmocka_unit_test(every_kernel_gives_the_same_bits),
                                       cmocka_unit_test(a_text_is_long_enough_by_its_distinct_shingles)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
