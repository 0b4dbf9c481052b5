/*
 * A folder: its buffers, and the order of the steps. Costs what its parts cost, all of them linear in the text; buffers grow to
 * some four times the largest text and stay.
 */
#include "text/credits/credits.h"
#include "text/entities.h"
#include "text/fold/folding.h"
#include "text/spellings.h"
#include "text/utf8.h"

/* Positions in a text are 32 bits. */
static const size_t MOST_BYTES = UINT32_MAX;

enum wirecopy_status folder_reserve(struct folder *folder, size_t more)
{
    size_t needed;
    char *block = folder->bytes ? folder->bytes - BYTES_BEFORE : NULL;
    enum wirecopy_status status;
    if (__builtin_add_overflow(folder->byte_count + BYTES_BEFORE + BYTES_BEYOND, more, &needed))
        return status_no_memory();
    if (needed <= folder->bytes_capacity)
        return WIRECOPY_OK;
    status = array_reserve(&block, &folder->bytes_capacity, needed, 1);
    if (status != WIRECOPY_OK)
        return status;
    memset(block, ' ', BYTES_BEFORE);
    folder->bytes = block + BYTES_BEFORE;
    return WIRECOPY_OK;
}

static void start(struct folder *folder)
{
    folder->byte_count = folder->word_count = folder->line_count = 0;
    folder->batch_begin = folder->pending_count = 0;
    folder->solo = folder->wide = false;
    folder->line_texts.size = 0;
}

static struct folded finish(const struct folder *folder)
{
    return (struct folded){
        .bytes = folder->bytes,
        .byte_count = folder->byte_count ? folder->byte_count - 1 : 0, /* without the last line's space */
        .words = folder->words,
        .word_count = folder->word_count,
        .lines = folder->lines,
        .line_texts = folder->keep_line_texts ? (const struct line_text *)(const void *)folder->line_texts.data : NULL,
        .line_count = folder->line_count,
    };
}

static enum wirecopy_status fold_line(struct folder *folder, const uint8_t *begin, const uint8_t *end)
{
    size_t byte_count = folder->byte_count;
    struct line_text text = {(const char *)begin, (size_t)(end - begin)};
    enum wirecopy_status status;
    if (begin == end)
        return WIRECOPY_OK;
    status = fold_span(folder, begin, (size_t)(end - begin));
    if (status == WIRECOPY_OK && folder->keep_line_texts && folder->byte_count > byte_count) /* a line without words is none */
        status = buffer_append(&folder->line_texts, &text, sizeof text);
    return status == WIRECOPY_OK ? words_end_line(folder, byte_count) : status;
}

/* Joins words that are spelt in two ways, on a copy where there are any; what is known of the text's breaks is so of the copy. */
static enum wirecopy_status respell(struct folder *folder, const uint8_t **text, size_t size)
{
    enum wirecopy_status status;
    if (!spellings_differ(*text, size))
        return WIRECOPY_OK;
    folder->respelt.size = 0;
    status = buffer_append(&folder->respelt, *text, size);
    if (status != WIRECOPY_OK || !spellings_join((uint8_t *)folder->respelt.data, size))
        return status;
    if (folder->known == *text && folder->known_size == size)
        folder->known = (const uint8_t *)folder->respelt.data;
    *text = (const uint8_t *)folder->respelt.data;
    return WIRECOPY_OK;
}

/* Makes a text well-formed, which is rarely needed; then *text is in a buffer of the folder. */
static enum wirecopy_status make_well_formed(struct folder *folder, const uint8_t **text, size_t *size)
{
    enum wirecopy_status status = WIRECOPY_OK;
    if (*size > MOST_BYTES)
        return status_fail(WIRECOPY_TOO_LARGE, "a text has 4 GiB or more");
    start(folder);
    status = folder_reserve(folder, *size + *size / 8 + 1);
    if (status == WIRECOPY_OK && *size > 0 && !folder->trusting && folder->kernel->valid(*text, *size) < *size) {
        status = utf8_repair(*text, *size, &folder->repaired);
        *text = (const uint8_t *)folder->repaired.data;
        *size = folder->repaired.size;
    }
    return status;
}

/* The same, and decodes its entities. */
static enum wirecopy_status prepare(struct folder *folder, const uint8_t **text, size_t *size)
{
    enum wirecopy_status status = make_well_formed(folder, text, size);
    if (status == WIRECOPY_OK && *size > 0 && memchr(*text, '&', *size)) {
        bool known = folder->known == *text && folder->known_size == *size;
        status =
            known ? entities_decode_beside(*text, *size, &folder->decoded, &folder->stops, &known) : entities_decode(*text, *size, &folder->decoded);
        *text = (const uint8_t *)folder->decoded.data;
        *size = folder->decoded.size;
        folder->known = known ? *text : NULL;
        folder->known_size = *size;
    }
    if (status == WIRECOPY_OK && *size > MOST_BYTES)
        return status_fail(WIRECOPY_TOO_LARGE, "a text has 4 GiB or more when repaired");
    return status == WIRECOPY_OK ? respell(folder, text, *size) : status;
}

static enum wirecopy_status fold_pieces(struct folder *folder, const uint8_t *text, size_t size)
{
    enum wirecopy_status status = WIRECOPY_OK;
    const uint8_t *begin = text, *end = text + size;
    for (size_t i = 0; status == WIRECOPY_OK && i < folder->stops.count; i++) {
        const struct stop *stop = &folder->stops.at[i];
        const uint8_t *before = text + stop->begin, *after = before + stop->length;
        if (stop->kind == STOP_BEFORE_WHITE && (after == end || !utf8_white_at(after)))
            continue;
        status = fold_line(folder, begin, stop->kind == STOP_BREAK ? before : after);
        begin = after;
    }
    return status == WIRECOPY_OK ? fold_line(folder, begin, end) : status;
}

/* Whether texts are folded at once, not line by line. */
static bool folds_whole(const struct folder *folder)
{
    return folder->kernel->breaks && !folder->keep_line_texts;
}

enum wirecopy_status folder_find_breaks(struct folder *folder, const char *text, size_t size, const struct stops **breaks_out)
{
    const uint8_t *at = (const uint8_t *)text;
    enum wirecopy_status status;
    *breaks_out = NULL;
    folder->known = NULL;
    if (!folds_whole(folder) || !folder->trusting || size > MOST_BYTES)
        return WIRECOPY_OK;
    status = stops_find(&folder->stops, folder->kernel->breaks, at, size);
    if (status != WIRECOPY_OK)
        return status;
    folder->known = at;
    folder->known_size = size;
    *breaks_out = &folder->stops;
    return WIRECOPY_OK;
}

void folder_cut_breaks(struct folder *folder, const struct credits *credits, const char *text, size_t size)
{
    if (!folder->known)
        return;
    stops_cut(&folder->stops, credits->spans, credits->count);
    folder->known = (const uint8_t *)text;
    folder->known_size = size;
}

/* Folds a text whose entities are decoded; stops: where its lines end, or where its breaks are, which serves kernels that fold whole texts. */
static enum wirecopy_status fold_decoded(struct folder *folder, const uint8_t *text, size_t size)
{
    const bool whole = folds_whole(folder), known = whole && text && folder->known == text && folder->known_size == size;
    fold_candidates_kernel *candidates = whole ? folder->kernel->breaks : folder->kernel->candidates;
    enum wirecopy_status status = known ? WIRECOPY_OK : stops_find(&folder->stops, candidates, text, size);
    folder->known = NULL;
    if (status == WIRECOPY_OK && lines_hard_wrapped(&folder->stops, text, size)) {
        status = lines_join(&folder->stops, text, size, &folder->joined);
        text = (const uint8_t *)folder->joined.data;
        size = folder->joined.size;
        if (status == WIRECOPY_OK && !whole)
            status = stops_find(&folder->stops, candidates, text, size);
    }
    if (status != WIRECOPY_OK)
        return status;
    return whole ? fold_lines(folder, text, size) : fold_pieces(folder, text, size);
}

enum wirecopy_status fold_text(struct folder *folder, const char *text, size_t size, struct folded *folded_out)
{
    const uint8_t *at = (const uint8_t *)text;
    enum wirecopy_status status = prepare(folder, &at, &size);
    if (status == WIRECOPY_OK)
        status = fold_decoded(folder, at, size);
    if (status == WIRECOPY_OK)
        status = words_flush(folder);
    if (status == WIRECOPY_OK)
        *folded_out = finish(folder);
    return status;
}

enum wirecopy_status fold_line_as_it_is(struct folder *folder, const char *text, size_t size, struct folded *folded_out)
{
    const uint8_t *at = (const uint8_t *)text;
    enum wirecopy_status status = make_well_formed(folder, &at, &size);
    if (status == WIRECOPY_OK)
        status = respell(folder, &at, size);
    if (status == WIRECOPY_OK)
        status = fold_line(folder, at, at + size);
    if (status == WIRECOPY_OK)
        status = words_flush(folder);
    if (status == WIRECOPY_OK)
        *folded_out = finish(folder);
    return status;
}

/* The elements of HTML that stand in titles. Other words between < and > are the title's own: a company's sign, as wires write it. */
static bool is_tag_name(const uint8_t *name, size_t size)
{
    static const char names[] = " a abbr b big br cite code del div em font h1 h2 h3 h4 h5 h6 i img ins li mark nobr p q s small span strike strong "
                                "sub sup tt u ul wbr ";
    char padded[16];
    if (size == 0 || size > sizeof padded - 3)
        return false;
    padded[0] = ' ';
    for (size_t i = 0; i < size; i++)
        padded[1 + i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + ('a' - 'A') : name[i]);
    memcpy(padded + 1 + size, " ", 2);
    return strstr(names, padded);
}

/* Whether what stands between < and > is a tag: "b", "/b", "br/", "span class=x". */
static bool is_tag(const uint8_t *begin, const uint8_t *end)
{
    const uint8_t *name = begin < end && *begin == '/' ? begin + 1 : begin, *after = name;
    while (after < end && (((*after | ' ') >= 'a' && (*after | ' ') <= 'z') || (*after >= '0' && *after <= '9')))
        after++;
    return is_tag_name(name, (size_t)(after - name)) && (after == end || *after == ' ' || *after == '/' || *after == '\n' || *after == '\t');
}

/* Replaces out by the text, each tag as a space. */
static enum wirecopy_status without_markup(const uint8_t *text, size_t size, struct buffer *out)
{
    const uint8_t *end = text + size;
    enum wirecopy_status status = WIRECOPY_OK;
    out->size = 0;
    while (status == WIRECOPY_OK && text < end) {
        const uint8_t *open = memchr(text, '<', (size_t)(end - text)), *close;
        if (!open)
            return buffer_append(out, text, (size_t)(end - text));
        for (close = open + 1; close < end && *close != '<' && *close != '>'; close++)
            ;
        if (close < end && *close == '>' && is_tag(open + 1, close)) {
            status = buffer_append(out, text, (size_t)(open - text));
            if (status == WIRECOPY_OK)
                status = buffer_append(out, " ", 1);
            close++;
        } else {
            status = buffer_append(out, text, (size_t)(close - text));
        }
        text = close;
    }
    return status;
}

enum wirecopy_status fold_title(struct folder *folder, const char *title, size_t size, struct folded *folded_out)
{
    const uint8_t *at = (const uint8_t *)title;
    enum wirecopy_status status = prepare(folder, &at, &size);
    if (status == WIRECOPY_OK && size > 0 && memchr(at, '<', size)) {
        status = without_markup(at, size, &folder->joined);
        at = (const uint8_t *)folder->joined.data;
        size = folder->joined.size;
    }
    if (status == WIRECOPY_OK)
        status = fold_line(folder, at, at + size);
    if (status == WIRECOPY_OK)
        status = words_flush(folder);
    if (status == WIRECOPY_OK)
        *folded_out = finish(folder);
    return status;
}

enum wirecopy_status fold_piece(struct folder *folder, const char *piece, size_t size, struct folded *folded_out)
{
    const uint8_t *at = (const uint8_t *)piece;
    enum wirecopy_status status;
    start(folder);
    status = folder_reserve(folder, size + size / 8 + 1);
    if (status == WIRECOPY_OK)
        status = respell(folder, &at, size);
    if (status == WIRECOPY_OK)
        status = fold_line(folder, at, at + size);
    if (status == WIRECOPY_OK)
        status = words_flush(folder);
    if (status == WIRECOPY_OK)
        *folded_out = finish(folder);
    return status;
}

/* The lists of words are folded as any text is; the second one with what the first one says. */
static enum wirecopy_status learn_lists(struct folder *folder)
{
    struct folded folded;
    enum wirecopy_status status = fold_text(folder, number_words_text, strlen(number_words_text), &folded);
    for (size_t i = 0; status == WIRECOPY_OK && i < folded.word_count; i++)
        number_words_add(&folder->number_words, folded.words[i]);
    if (status == WIRECOPY_OK)
        status = fold_text(folder, date_words_text, strlen(date_words_text), &folded);
    if (status == WIRECOPY_OK)
        date_words_set(&folder->date_words, folded.words, folded.word_count);
    return status;
}

enum wirecopy_status folder_create(struct folder **folder_out)
{
    return folder_create_beside(NULL, folder_out);
}

enum wirecopy_status folder_create_beside(const struct folder *known, struct folder **folder_out)
{
    enum wirecopy_status status = WIRECOPY_OK;
    struct folder *folder = memory_allocate_zero(1, sizeof *folder);
    if (!folder)
        return WIRECOPY_NO_MEMORY;
    folder->kernel = fold_kernel_find(NULL);
    if (known) {
        folder->number_words = known->number_words;
        folder->date_words = known->date_words;
    } else {
        status = learn_lists(folder);
    }
    if (status != WIRECOPY_OK) {
        folder_free(folder);
        return status;
    }
    *folder_out = folder;
    return WIRECOPY_OK;
}

enum wirecopy_status folder_use_kernel(struct folder *folder, const char *name)
{
    const struct fold_kernel *kernel = fold_kernel_find(name);
    if (!kernel)
        return status_fail(WIRECOPY_INVALID, "no kernel %s runs on this machine", name ? name : "at all");
    folder->kernel = kernel;
    folder->known = NULL;
    return WIRECOPY_OK;
}

void folder_trust(struct folder *folder, bool well_formed)
{
    folder->trusting = well_formed;
}

void folder_words_only(struct folder *folder, bool words_only)
{
    folder->words_only = words_only;
}

void folder_keep_line_texts(struct folder *folder, bool keep)
{
    folder->keep_line_texts = keep;
}

void folder_free(struct folder *folder)
{
    if (!folder)
        return;
    buffer_release(&folder->repaired);
    buffer_release(&folder->decoded);
    buffer_release(&folder->respelt);
    buffer_release(&folder->joined);
    buffer_release(&folder->casefolded);
    buffer_release(&folder->masked);
    buffer_release(&folder->line_texts);
    fold_slow_release(folder);
    memory_free(folder->bytes ? folder->bytes - BYTES_BEFORE : NULL);
    memory_free(folder->stops.at);
    memory_free(folder->pending);
    memory_free(folder->ends);
    memory_free(folder->line_words);
    memory_free(folder->marks);
    memory_free(folder->words);
    memory_free(folder->lines);
    memory_free(folder);
}
