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

/* Text has no zero byte, and control characters (line breaks, tabs and the like apart) only by accident. */
enum { CONTROL_PERCENT = 10 };

static bool is_text(const char *data, size_t size)
{
    size_t controls = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)data[i];
        if (c == 0)
            return false;
        controls += (c < 0x20 && !(c >= '\b' && c <= '\r') && c != 0x1B) || c == 0x7F;
    }
    return controls * 100 <= size * CONTROL_PERCENT;
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

/* Reads to the end, or until the text is longer than a record may be. */
static enum wirecopy_status read_all(struct input *input, uint64_t most_bytes)
{
    enum wirecopy_status status = WIRECOPY_OK;
    while (status == WIRECOPY_OK && !input->ended && input->end - input->begin <= most_bytes)
        status = input_more(input);
    return status;
}

static enum read_result skip(struct input *input, enum wirecopy_problem_kind kind, const char *reason, struct wirecopy_problem *problem)
{
    input->begin = input->end;
    input->ended = true;
    problem->kind = kind;
    problem->line = 0;
    problem->reason = reason;
    return READ_PROBLEM;
}

enum read_result plain_next(void *state, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct plain *plain = state;
    struct input *input = plain->source.input;
    size_t head = input->end - input->begin;
    if (plain->done)
        return READ_END;
    plain->done = true;
    if (!is_text(input->data + input->begin, head < HEAD_BYTES ? head : HEAD_BYTES))
        return skip(input, WIRECOPY_PROBLEM_FILE, "not text", problem);
    if (head >= 3 && memcmp(input->data + input->begin, "\xEF\xBB\xBF", 3) == 0)
        input->begin += 3;
    *status = read_all(input, plain->source.options->max_record_bytes);
    if (*status != WIRECOPY_OK)
        return READ_FAILED;
    if (input->end - input->begin > plain->source.options->max_record_bytes)
        return skip(input, WIRECOPY_PROBLEM_RECORD, "longer than a record may be", problem);
    /* half a text is no article; nor is standard input that nobody wrote to */
    if (input->failure || (!plain->source.article_id.data && input->begin == input->end))
        return READ_END;
    *article = (struct raw_article){.text = {input->data + input->begin, input->end - input->begin}, .id = plain->source.article_id, .day = NO_DAY};
    input->begin = input->end;
    return READ_ARTICLE;
}

void plain_close(void *state)
{
    memory_free(state);
}
