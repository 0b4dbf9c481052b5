/*
 * Any bytes fold, on every kernel alike; folding what was folded changes nothing; and a line without entities and markup
 * folds as the slow model says. First byte: 0 to 127 a text, else a title.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/fold/fold.h"
#include "text/fold/fold_kernels.h"
#include "text/fold_model.h"

static void must(int holds)
{
    if (!holds)
        abort();
}

static struct folder *folder_of(size_t kernel)
{
    struct folder *folder = NULL;
    if (!fold_kernels[kernel].runs())
        return NULL;
    must(folder_create(&folder) == WIRECOPY_OK);
    must(folder_use_kernel(folder, fold_kernels[kernel].name) == WIRECOPY_OK);
    return folder;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct folder *folders[8];
    const char *text = (const char *)data + 1;
    char *once = NULL;
    size_t once_size = 0;
    int title;
    if (size-- == 0)
        return 0;
    title = data[0] >= 128;
    must(fold_kernel_count <= 8);
    for (size_t k = fold_kernel_count; k-- > 0;) { /* the portable one first */
        struct folded folded;
        if (!folders[k])
            folders[k] = folder_of(k);
        if (!folders[k])
            continue;
        must((title ? fold_title : fold_text)(folders[k], text, size, &folded) == WIRECOPY_OK);
        if (once) {
            must(folded.byte_count == once_size && memcmp(folded.bytes, once, once_size) == 0);
        } else {
            once_size = folded.byte_count;
            must((once = malloc(once_size + 1)) != NULL);
            memcpy(once, folded.bytes, once_size);
        }
        must(fold_text(folders[k], once, once_size, &folded) == WIRECOPY_OK);
        must(folded.byte_count == once_size && memcmp(folded.bytes, once, once_size) == 0);
        must(folded.line_count == (once_size > 0));
    }
    if (title && !memchr(text, '&', size) && !memchr(text, '<', size) && size < 20000) { /* the model is quadratic */
        size_t model_size;
        char *model = model_fold(text, size, &model_size);
        must(model_size == once_size && memcmp(model, once, once_size) == 0);
        free(model);
    }
    free(once);
    return 0;
}
