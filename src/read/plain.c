/* Plain text: one file is one article, without a title, under the file's path as its id. */
#include "read/formats.h"

#include <string.h>

struct plain {
    struct source source;
    bool done;
};

int plain_score(const struct head *head)
{
    (void)head;
    return 1;
}

enum wirecopy_status plain_open(const struct source *source, void **state_out)
{
    struct plain *plain = memory_allocate_zero(1, sizeof *plain);
    if (!plain)
        return WIRECOPY_NO_MEMORY;
    plain->source = *source;
    *state_out = plain;
    return WIRECOPY_OK;
}

enum read_result plain_next(void *state, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct plain *plain = state;
    const struct input *input = plain->source.input;
    size_t head = input->end - input->begin;
    struct wirecopy_bytes text;
    enum read_result result;
    if (plain->done)
        return READ_END;
    plain->done = true;
    if (!is_text(input->data + input->begin, head < HEAD_BYTES ? head : HEAD_BYTES)) {
        *problem = (struct wirecopy_problem){WIRECOPY_PROBLEM_FILE, NULL, 0, "not text"};
        return READ_PROBLEM;
    }
    result = read_whole(&plain->source, &text, problem, status);
    if (result == READ_ARTICLE)
        *article = (struct raw_article){.text = behind_mark(text), .id = plain->source.article_id, .day = NO_DAY};
    return result;
}

void plain_close(void *state)
{
    memory_free(state);
}
