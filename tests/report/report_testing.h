/*
 * A clustering made by hand, for the tests of report: it stands in for cluster/clustering.c. Text that was written is
 * collected, and compared as a string.
 */
#ifndef WIRECOPY_TESTS_REPORT_TESTING_H
#define WIRECOPY_TESTS_REPORT_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "cluster/result/clustering.h"

/* The literal, zero bytes included, as bytes. */
#define BYTES(literal) ((struct wirecopy_bytes){"" literal, sizeof(literal) - 1})

struct fake_cluster {
    struct wirecopy_cluster about;
    const struct wirecopy_member *members;
};

struct wirecopy_clustering {
    const struct fake_cluster *clusters; /* their members, in order, are the articles too */
    size_t cluster_count;
    const struct wirecopy_pair *pairs;
    size_t pair_count;
    bool asked_for_templates;
    uint64_t calls, fail_at; /* the call to a member, article or pair that fails; 0: none */
    struct summary summary;
    char error[STATUS_DETAIL_BYTES];
};

/* What a write function got. */
struct written {
    struct buffer text; /* ended by a zero byte that is not counted */
    uint64_t calls, fail_at;
    int error; /* what the failing call gives */
};

wirecopy_write collect;
void written_release(struct written *written);

/* Three copies of one story, then a story of its own. */
extern const struct fake_cluster harbour_clusters[2];
extern const struct wirecopy_pair harbour_pairs[2];
struct wirecopy_clustering harbour(void);

/* The text of a report; asserts that it succeeds. The caller releases it. */
struct written report_of(struct wirecopy_clustering *clustering, enum wirecopy_view view, enum wirecopy_format format);
struct written report_with(struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options);

/* Asserts that a report is this, and releases it. */
void assert_written(struct written written, const char *expected);

#endif
