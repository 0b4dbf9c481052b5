/* Whole texts by AVX2: see fold_pairs.h. */
#include "text/fold/fold_kernels.h"

#if defined(__x86_64__)
#include "text/fold/fold_bytes_avx2.h"

#include "text/fold/fold_pairs.h"

KERNEL_TARGET struct ascii_folded fold_pairs_avx2(const uint8_t *text, size_t size, char *out, uint32_t page, struct fold_lines *lines)
{
    (void)page; /* all pages are at hand */
    return pairs_fold_all(text, size, out, lines);
}

KERNEL_TARGET size_t fold_breaks_avx2(const uint8_t *text, size_t begin, size_t end, uint32_t *positions)
{
    return pairs_breaks(text, begin, end, positions);
}

#endif
