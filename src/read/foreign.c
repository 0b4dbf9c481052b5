/*
 * What is seen to be no text of any kind read here: told in words that say what to do instead. It has to be seen before plain text is
 * tried, since PDF and RTF may begin with nothing but text. Scripts and style sheets, which lie beside saved pages, are told by their names.
 */
#include "read/formats.h"

#include <string.h>

struct foreign {
    const char *reason;
};

#define MAGIC(bytes, reason)             \
    {                                    \
        bytes, sizeof(bytes) - 1, reason \
    }

static const struct kind {
    const char *magic;
    size_t size;
    const char *reason;
} kinds[] = {
    MAGIC("%PDF-1.", "a PDF: take the text out of it first"),
    MAGIC("%PDF-2.", "a PDF: take the text out of it first"),
    MAGIC("{\\rtf1", "RTF: save it as a text or as .docx first"),
    MAGIC("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Office document: save it as a text or as .docx first"),
    MAGIC("PAR1\x15", "Parquet: write it as JSON Lines or CSV first"),
    MAGIC("ARROW1\0", "Arrow: write it as JSON Lines or CSV first"),
    MAGIC("Obj\1", "Avro: write it as JSON Lines or CSV first"),
    MAGIC("ORC\3", "ORC: write it as JSON Lines or CSV first"),
    MAGIC("SQLite format 3\0", "an SQLite database: write its table as JSON Lines or CSV first"),
    MAGIC("7z\xBC\xAF\x27\x1C", "a 7z archive: unpack it first"),
    MAGIC("Rar!\x1A\x07", "a RAR archive: unpack it first"),
    MAGIC("\x89PNG\r\n\x1A\n", "a picture"),
    MAGIC("\xFF\xD8\xFF", "a picture"),
    MAGIC("GIF87a", "a picture"),
    MAGIC("GIF89a", "a picture"),
};

static const struct ending {
    const char *ending, *reason;
} endings[] = {{".css", "a style sheet"}, {".js", "a script"}, {".mjs", "a script"}, {".svg", "a picture"}};

static const char *reason_of(const char *data, size_t size, const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (size >= kinds[i].size && memcmp(data, kinds[i].magic, kinds[i].size) == 0)
            return kinds[i].reason;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (name_ends_in(name, endings[i].ending))
            return endings[i].reason;
    return NULL;
}

int foreign_score(const struct head *head)
{
    return reason_of(head->data, head->size, head->name) ? 100 : 0;
}

enum wirecopy_status foreign_open(const struct source *source, void **state_out)
{
    const struct input *input = source->input;
    struct foreign *foreign = memory_allocate_zero(1, sizeof *foreign);
    if (!foreign)
        return WIRECOPY_NO_MEMORY;
    foreign->reason = reason_of(input->data + input->begin, input->end - input->begin, source->name);
    *state_out = foreign;
    return WIRECOPY_OK;
}

enum read_result foreign_next(void *state, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct foreign *foreign = state;
    (void)article;
    *status = WIRECOPY_OK;
    if (!foreign->reason)
        return READ_END;
    *problem = (struct wirecopy_problem){WIRECOPY_PROBLEM_FILE, NULL, 0, foreign->reason};
    foreign->reason = NULL;
    return READ_PROBLEM;
}

void foreign_close(void *state)
{
    memory_free(state);
}
