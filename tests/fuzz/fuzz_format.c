/* Any bytes are a file of each format: the first byte names it, and whether an encoding is given. See read_twice.h. */
#include "fuzz/read_twice.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const encodings[] = {NULL, "utf-16", "windows-1256", "gb18030"};
    struct reader_options options = {.max_record_bytes = 1 << 16};
    if (size == 0)
        return 0;
    options.input = (enum wirecopy_input)(data[0] % 64 % WIRECOPY_INPUT_COUNT);
    options.encoding = encodings[data[0] / 64];
    read_twice(data + 1, size - 1, &options);
    return 0;
}
