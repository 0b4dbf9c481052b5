/* The portable kernel, and the table of all of them. Cost: some 1.2 ns a word of a row. */
#include "match/forms/align_rows.h"

#include <string.h>

#include "base/machine.h"

/* A row from the row after it. */
static void next_row(const uint64_t *matches, size_t width, const uint64_t *after, uint64_t *row)
{
    uint64_t carry = 0;
    for (size_t w = 0; w < width; w++) { /* what is carried waits for nothing but what was carried */
        uint64_t v = after[w], u = v & matches[w], without = v + u;
        row[w] = (without + carry) | (v & ~u);
        carry = (without < v) | (carry & (without == UINT64_MAX));
    }
}

void align_rows_portable(const uint64_t *bits, size_t width, const uint32_t *numbers, size_t rows, uint64_t *table)
{
    size_t stride = row_stride(width);
    memset(table + rows * stride, 0xff, width * sizeof *table);
    for (size_t r = rows; r-- > 0;) {
        const uint64_t *after = table + (r + 1) * stride;
        if (numbers[r])
            next_row(bits + (numbers[r] - 1) * stride, width, after, table + r * stride);
        else
            memcpy(table + r * stride, after, width * sizeof *table);
    }
}

const struct align_kernel align_kernels[] = {
#if defined(__x86_64__)
    {"avx512", machine_has_avx512, align_rows_avx512},
    {"avx2", machine_has_avx2, align_rows_avx2},
#endif
    {"portable", machine_is_any, align_rows_portable},
};
const size_t align_kernel_count = sizeof align_kernels / sizeof *align_kernels;

const struct align_kernel *align_kernel_find(const char *name)
{
    for (size_t i = 0; i < align_kernel_count; i++)
        if ((!name || strcmp(name, align_kernels[i].name) == 0) && align_kernels[i].runs())
            return &align_kernels[i];
    return &align_kernels[align_kernel_count - 1];
}
