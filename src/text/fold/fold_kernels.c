/* The kernels, and which of them this machine runs. */
#include "text/fold/fold_kernels.h"

#include <string.h>

#include "base/machine.h"

const struct fold_kernel fold_kernels[] = {
#if defined(__x86_64__)
    {"avx512", machine_has_avx512_vbmi, fold_pairs_avx512, fold_wide_avx512, fold_breaks_avx512, fold_valid_avx512, fold_candidates_avx512,
     fold_words_avx512, fold_line_hash_avx512},
    {"avx2", machine_has_avx2, fold_pairs_avx2, fold_wide_avx2, fold_breaks_avx2, fold_valid_avx2, fold_candidates_avx2, fold_words_avx2,
     fold_line_hash_avx2},
#elif defined(__AARCH64EL__)
    {"neon", machine_is_any, fold_pairs_neon, NULL, fold_breaks_neon, fold_valid_neon, fold_candidates_neon, fold_words_neon,
     fold_line_hash_portable},
#endif
    {"portable", machine_is_any, NULL, NULL, NULL, fold_valid_portable, fold_candidates_portable, fold_words_portable, fold_line_hash_portable},
};

const size_t fold_kernel_count = sizeof fold_kernels / sizeof *fold_kernels;

const struct fold_kernel *fold_kernel_find(const char *name)
{
    for (size_t i = 0; i < fold_kernel_count; i++)
        if ((!name || strcmp(name, fold_kernels[i].name) == 0) && fold_kernels[i].runs())
            return &fold_kernels[i];
    return NULL;
}
