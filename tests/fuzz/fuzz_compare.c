/*
 * Any two texts are compared and shown, and what is shown holds together: runs are all of their text, no control character is
 * written, and comparing the other way round mirrors the figures. First byte: the width; a zero byte
 * parts the texts.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"
#include "wirecopy.h"

static void must(int holds)
{
    if (!holds)
        abort();
}

static void check_article(const struct wirecopy_compared *article)
{
    size_t at = 0;
    uint32_t words = 0;
    for (size_t i = 0; i < article->run_count; i++) {
        must(article->runs[i].begin == at && article->runs[i].end >= at && article->runs[i].words > 0);
        at = article->runs[i].end;
        words += article->runs[i].words;
    }
    must(article->run_count == 0 || at == article->text.size);
    must(words == article->words);
    must(utf8_valid((const uint8_t *)article->text.data, article->text.size) == article->text.size);
}

/* Nothing that could steer a terminal: of the controls only the line break. */
static int look(void *context, const char *data, size_t size)
{
    (void)context;
    for (size_t i = 0; i < size; i++)
        must((uint8_t)data[i] >= 0x20 || data[i] == '\n');
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wirecopy_comparison *there, *back;
    struct wirecopy_article a = {.id = {"a", 1}}, b = {.id = {"b", 1}};
    struct wirecopy_options options;
    const uint8_t *zero;
    if (size < 1)
        return 0;
    zero = memchr(data + 1, '\0', size - 1);
    a.text = (struct wirecopy_bytes){(const char *)data + 1, zero ? (size_t)(zero - data) - 1 : size - 1};
    b.text = zero ? (struct wirecopy_bytes){(const char *)zero + 1, size - (size_t)(zero + 1 - data)} : a.text;
    wirecopy_options_init(&options);
    options.threads = 1;
    options.memory_bytes = 16 << 20;
    must(wirecopy_compare(&a, &b, &options, &there) == WIRECOPY_OK);
    must(wirecopy_compare(&b, &a, &options, &back) == WIRECOPY_OK);
    check_article(&there->a);
    check_article(&there->b);
    must(there->match == back->match && there->reason == back->reason && there->shared == back->shared);
    must(there->containment == back->contained && there->contained == back->containment);
    must(there->same == back->same && there->different == back->different);
    must(wirecopy_comparison_write(there, WIRECOPY_FORMAT_TEXT, false, data[0], look, NULL) == WIRECOPY_OK);
    must(wirecopy_comparison_write(there, WIRECOPY_FORMAT_JSONL, false, 0, look, NULL) == WIRECOPY_OK);
    must(wirecopy_comparison_write(there, WIRECOPY_FORMAT_HTML, false, 0, look, NULL) == WIRECOPY_OK);
    wirecopy_comparison_free(there);
    wirecopy_comparison_free(back);
    return 0;
}
