/* Whole texts by NEON: see fold_pairs.h. */
#include "text/fold/fold_kernels.h"

#if defined(__AARCH64EL__)
#include "text/fold/fold_bytes_neon.h"

#include "text/fold/fold_pairs.h"

KERNEL_TARGET struct ascii_folded fold_pairs_neon(const uint8_t *text, size_t size, char *out, uint32_t page, struct fold_lines *lines)
{
    (void)page; /* all pages are at hand */
    return pairs_fold_all(text, size, out, lines);
}

KERNEL_TARGET size_t fold_breaks_neon(const uint8_t *text, size_t begin, size_t end, uint32_t *positions)
{
    return pairs_breaks(text, begin, end, positions);
}

#endif
