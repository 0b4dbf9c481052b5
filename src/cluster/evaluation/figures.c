/*
 * The figures of an evaluation, from a contingency table of true and found clusters.
 *
 * Hubert and Arabie (1985) for the adjusted Rand index; Bagga and Baldwin (1998), Amigo et al. (2009) for B-cubed; Rosenberg and
 * Hirschberg (2007) for homogeneity, completeness and their harmonic mean, the V-measure.
 */
#include "cluster/evaluation/evaluate.h"

#include <math.h>

static double harmonic(double x, double y)
{
    return x + y > 0 ? 2 * x * y / (x + y) : 0;
}

void evaluation_of_pairs(uint64_t both, uint64_t found, uint64_t truth, struct wirecopy_evaluation *evaluation)
{
    evaluation->pairs = truth;
    evaluation->precision = found > 0 ? (double)both / (double)found : 1;
    evaluation->recall = truth > 0 ? (double)both / (double)truth : 1;
    evaluation->f1 = harmonic(evaluation->precision, evaluation->recall);
}

static uint64_t pairs_of(const uint32_t *sizes, size_t count)
{
    uint64_t pairs = 0;
    for (size_t i = 0; i < count; i++)
        pairs += pairs_among(sizes[i]);
    return pairs;
}

/* The entropy of clusters of these sizes among so many articles, in nats. */
static double entropy(const uint32_t *sizes, size_t count, double articles)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        if (sizes[i] > 0)
            sum -= sizes[i] / articles * log(sizes[i] / articles);
    return sum;
}

/* What is left of an entropy once the other side is known, as a share; 1 where there was none. */
static double explained(double whole, double left)
{
    return whole > 0 && left < whole ? 1 - left / whole : whole > 0 ? 0 : 1;
}

/* Sums over the cells of the table. */
struct sums {
    uint64_t both;                 /* pairs */
    double precision, recall;      /* of B-cubed */
    double truth_left, found_left; /* entropy of the true clusters given the found ones, and the reverse */
};

static struct sums sum_cells(const struct table *table)
{
    struct sums sums = {0};
    double articles = (double)table->count;
    for (size_t i = 0, next; i < table->count; i = next) {
        double same, found_size = table->found_sizes[(uint32_t)table->sorted[i]], truth_size = table->truth_sizes[table->sorted[i] >> 32];
        for (next = i + 1; next < table->count && table->sorted[next] == table->sorted[i];)
            next++;
        same = (double)(next - i);
        sums.both += pairs_among(next - i);
        sums.precision += same * same / found_size / articles;
        sums.recall += same * same / truth_size / articles;
        sums.truth_left -= same / articles * log(same / found_size);
        sums.found_left -= same / articles * log(same / truth_size);
    }
    return sums;
}

void evaluation_of_clusters(const struct table *table, const struct truth *truth, struct wirecopy_evaluation *evaluation)
{
    size_t truth_count = truth->clusters.count, found_count = truth->found->clusters.count;
    uint64_t truth_pairs = pairs_of(table->truth_sizes, truth_count), found_pairs = pairs_of(table->found_sizes, found_count);
    uint64_t all = pairs_among(table->count);
    struct sums sums = sum_cells(table);
    double articles = (double)table->count, expected = (double)truth_pairs * (double)found_pairs / (double)(all > 0 ? all : 1);
    evaluation_of_pairs(sums.both, found_pairs, truth_pairs, evaluation);
    evaluation->articles = table->count;
    evaluation->adjusted_rand = 1;
    if (truth_pairs != found_pairs || truth_pairs != sums.both)
        evaluation->adjusted_rand = ((double)sums.both - expected) / (((double)truth_pairs + (double)found_pairs) / 2 - expected);
    evaluation->b_cubed_f1 = harmonic(sums.precision, sums.recall);
    evaluation->homogeneity = explained(entropy(table->truth_sizes, truth_count, articles), sums.truth_left);
    evaluation->completeness = explained(entropy(table->found_sizes, found_count, articles), sums.found_left);
    evaluation->v_measure = harmonic(evaluation->homogeneity, evaluation->completeness);
}
