/* Any bytes are a file whose format is told by its first bytes; see read_twice.h. */
#include "fuzz/read_twice.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct reader_options options = {.max_record_bytes = 1 << 16};
    read_twice(data, size, &options);
    return 0;
}
