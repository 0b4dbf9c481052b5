/* From an article as it was read to its words and lines in scratch. */
#include "cluster/folding.h"

#include <stdio.h>
#include <string.h>

#include "base/sort/sort.h"
#include "learn/shown/learnt.h"
#include "read/bytes/encoding.h"
#include "read/json/json.h"
#include "text/script.h"
#include "text/shingles.h"

enum wirecopy_status folding_create(const struct wirecopy_corpus *corpus, const struct folding *other, struct folding **folding_out)
{
    struct folding *folding = memory_allocate_zero(1, sizeof *folding);
    enum wirecopy_status status = folding ? folder_create_beside(other ? other->folder : NULL, &folding->folder) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK && corpus->options.kernel)
        status = folder_use_kernel(folding->folder, corpus->options.kernel);
    if (status == WIRECOPY_OK) {
        credit_finder_init(&folding->credits, corpus->options.kernel);
        folding->shingling = (struct shingling){shingle_kernel_find(corpus->options.kernel), corpus->options.shingle_words};
        folding->inklings = corpus->holdings.inklings != NULL;
        folding->incoming = memory_allocate(BATCH_ARTICLES, sizeof *folding->incoming);
        folding->outgoing = memory_allocate(BATCH_ARTICLES, sizeof *folding->outgoing);
        if (!folding->incoming || !folding->outgoing)
            status = WIRECOPY_NO_MEMORY;
    }
    if (status != WIRECOPY_OK) {
        folding_free(folding);
        return status;
    }
    *folding_out = folding;
    return WIRECOPY_OK;
}

void folding_free(struct folding *folding)
{
    if (!folding)
        return;
    folder_free(folding->folder);
    buffer_release(&folding->strings);
    buffer_release(&folding->lines);
    buffer_release(&folding->words);
    buffer_release(&folding->title_words);
    buffer_release(&folding->uncredited);
    buffer_release(&folding->kept);
    mending_release(&folding->mending);
    memory_free(folding->incoming);
    memory_free(folding->outgoing);
    memory_free(folding);
}

/* Puts the distinct words of a folded title, sorted, behind those of the batch. */
static enum wirecopy_status keep_title(struct folding *folding, struct wirecopy_bytes title, size_t *count_out)
{
    struct folded folded;
    uint32_t *words;
    size_t count = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    *count_out = 0;
    if (!title.data)
        return WIRECOPY_OK;
    folder_words_only(folding->folder, true);
    status = fold_title(folding->folder, title.data, title.size, &folded);
    folder_words_only(folding->folder, false);
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&folding->title_words, (folded.word_count + 1) * sizeof *words);
    if (status != WIRECOPY_OK || folded.word_count == 0)
        return status;
    words = (uint32_t *)(void *)(folding->title_words.data + folding->title_words.size);
    memcpy(words, folded.words, folded.word_count * sizeof *words);
    sort_u32(words, folded.word_count);
    for (size_t i = 0; i < folded.word_count; i++)
        if (i == 0 || words[i] != words[count - 1])
            words[count++] = words[i];
    folding->title_words.size += count * sizeof *words;
    *count_out = count;
    return WIRECOPY_OK;
}

/* Folds a text without its wire credits, which are noted; all of it where nothing is left out. */
static enum wirecopy_status fold_uncredited(struct folding *folding, const struct wirecopy_options *options, struct wirecopy_bytes text,
                                            struct folded *folded, struct outgoing *out)
{
    struct credits credits;
    const struct stops *breaks;
    enum wirecopy_status status = folder_find_breaks(folding->folder, text.data, text.size, &breaks);
    if (status != WIRECOPY_OK)
        return status;
    credits_find_in_lines(&folding->credits, text.data, text.size, breaks, &credits);
    memcpy(out->credit, credits.name, credits.name_size);
    out->credit_size = credits.name_size;
    out->has_credits = credits.count > 0;
    if (options->furniture && credits.count > 0) {
        status = credits_cut(&credits, text.data, text.size, &folding->uncredited);
        if (status != WIRECOPY_OK)
            return status;
        if (credits_part_characters(&credits, text.data, text.size))
            folder_cut_breaks(folding->folder, &credits, folding->uncredited.data, folding->uncredited.size);
        else
            folder_trust(folding->folder, false);
        text = (struct wirecopy_bytes){folding->uncredited.data, folding->uncredited.size};
        out->kept_at = options->keep_lines ? folding->kept.size : ABSENT;
        if (options->keep_lines)
            status = buffer_append(&folding->kept, text.data, text.size);
        if (status != WIRECOPY_OK)
            return status;
    }
    out->kept_size = text.size;
    return fold_text(folding->folder, text.data, text.size, folded);
}

enum wirecopy_status folding_fold(struct folding *folding, const struct wirecopy_options *options, const struct raw_article *raw,
                                  struct outgoing *out)
{
    struct folded folded;
    size_t title_at = folding->title_words.size;
    enum wirecopy_status status;
    *out = (struct outgoing){.raw_hash = hash_bytes_128(raw->text.data, raw->text.size), .kept_at = ABSENT};
    folder_trust(folding->folder, raw->well_formed);
    status = fold_uncredited(folding, options, raw->text, &folded, out);
    if (status != WIRECOPY_OK)
        return status;
    out->lines = folded.line_count;
    out->words = folded.word_count;
    out->content = hash_bytes_128(folded.bytes, folded.byte_count);
    if (folded.word_count == 0)
        out->flags |= ARTICLE_EMPTY;
    if (!shingles_at_least(folded.words, folded.word_count, options->shingle_words, SHORT_SHINGLES))
        out->flags |= ARTICLE_SHORT;
    if (mostly_clusters(folded.bytes, folded.byte_count))
        out->flags |= ARTICLE_CLUSTERS;
    if (folding->inklings)
        inkling_make(folding->shingling, folded.words, folded.word_count, &out->inkling);
    status = buffer_append(&folding->lines, folded.lines, folded.line_count * sizeof *folded.lines);
    if (status == WIRECOPY_OK)
        status = buffer_append(&folding->words, folded.words, folded.word_count * sizeof *folded.words);
    if (status == WIRECOPY_OK)
        status = keep_title(folding, raw->title, &out->title_words);
    if (status == WIRECOPY_OK && out->flags & ARTICLE_SHORT) /* "Qtly div 20 cts vs 20 cts prior" is every company's */
        out->content = hash_seeded_128(out->title_words ? folding->title_words.data + title_at : "", out->title_words * sizeof(uint32_t),
                                       out->content.high ^ out->content.low);
    return status;
}

/*
 * Beside 64 bytes stages keep up to 32 of an article, as where it is in one of many small clusters, and a bit a line. Scratch leaves free what
 * most corpora need of it: as soon as something in scratch goes to a file, and for good.
 */
enum { LEFT_FREE_AN_ARTICLE = 16, ASKED_TOGETHER = 1 << 16 };

static void leave_free(struct holdings *holdings, size_t lines)
{
    holdings->owed += LEFT_FREE_AN_ARTICLE + lines / 8;
    if (holdings->owed >= ASKED_TOGETHER)
        holdings->owed -= scratch_space_claim(holdings->space, holdings->owed);
}

/* An id that is no UTF-8, as UTF-8. Two such can come to look the same: "#" and a hash of what they were keeps them apart. */
static enum wirecopy_status make_id(struct wirecopy_bytes raw, struct buffer *id)
{
    char behind[18];
    enum wirecopy_status status = encoding_decode("UTF-8", raw.data, raw.size, id);
    snprintf(behind, sizeof behind, "#%016llx", (unsigned long long)hash_bytes(raw.data, raw.size));
    return status == WIRECOPY_OK ? buffer_append(id, behind, sizeof behind - 1) : status;
}

enum wirecopy_status folding_put(struct wirecopy_corpus *corpus, const struct raw_article *raw, const struct outgoing *out, const struct line *lines,
                                 const uint32_t *words, const uint32_t *title_words)
{
    struct folded_article article = {.raw = *raw,
                                     .raw_hash = out->raw_hash,
                                     .credit = {out->credit_size ? out->credit : NULL, out->credit_size},
                                     .flags = out->flags | (corpus->referring ? ARTICLE_REFERENCE : 0),
                                     .content = out->content,
                                     .title_words = title_words,
                                     .title_word_count = out->title_words};
    struct buffer id = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    if (raw->id.data && !json_is_utf8(raw->id.data, raw->id.size)) {
        status = make_id(raw->id, &id);
        article.raw.id = (struct wirecopy_bytes){id.data, id.size};
    }
    if (status == WIRECOPY_OK && corpus->watch.scratch)
        status = watch_keep(corpus, &article);
    if (status == WIRECOPY_OK)
        status = articles_add(&corpus->holdings.articles, &article);
    buffer_release(&id);
    if (status == WIRECOPY_OK) {
        if (corpus->holdings.inklings)
            status = inklings_put(corpus->holdings.inklings, (uint32_t)texts_count(corpus->holdings.texts), &out->inkling);
        if (status == WIRECOPY_OK)
            status = texts_add(corpus->holdings.texts, lines, out->lines, words, out->words);
        if (status != WIRECOPY_OK)
            corpus->holdings.articles.count--; /* the two stay in step */
    }
    if (status != WIRECOPY_OK)
        return status;
    leave_free(&corpus->holdings, out->lines);
    corpus->summary.articles++;
    corpus->summary.bytes += raw->text.size;
    corpus->summary.words += out->words;
    corpus->summary.lines += out->lines;
    corpus->summary.credited += out->credit_size > 0;
    corpus->summary.with_credits += out->has_credits;
    return WIRECOPY_OK;
}

enum wirecopy_status folding_put_text(struct wirecopy_corpus *corpus, const struct folding *folding, const struct raw_article *raw,
                                      const struct outgoing *out)
{
    struct kept_texts **kept = &corpus->holdings.kept;
    const char *text = out->kept_at == ABSENT ? raw->text.data : folding->kept.data + out->kept_at;
    enum wirecopy_status status = WIRECOPY_OK;
    if (*kept)
        status = kept_texts_add(*kept, (struct wirecopy_bytes){text, out->kept_size});
    if (status != WIRECOPY_OK) {
        kept_texts_free(*kept);
        *kept = NULL;
    }
    return status;
}

void folding_forget(struct folding *folding)
{
    folding->strings.size = folding->lines.size = folding->words.size = folding->title_words.size = folding->kept.size = 0;
    folding->count = 0;
}

enum wirecopy_status folding_add(struct folding *folding, struct wirecopy_corpus *corpus, const struct raw_article *raw)
{
    struct outgoing out;
    enum wirecopy_status status;
    folding_forget(folding);
    status = folding_fold(folding, &corpus->options, raw, &out);
    if (status == WIRECOPY_OK)
        status = folding_put(corpus, raw, &out, (const struct line *)(const void *)folding->lines.data,
                             (const uint32_t *)(const void *)folding->words.data, (const uint32_t *)(const void *)folding->title_words.data);
    corpus->summary.records += status == WIRECOPY_OK;
    return status == WIRECOPY_OK ? folding_put_text(corpus, folding, raw, &out) : status;
}
