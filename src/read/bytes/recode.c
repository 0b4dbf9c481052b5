/* Old archives are in the encodings of their time, and seldom say which. */
#include "read/bytes/recode.h"

#include <stdio.h>
#include <string.h>

#include "read/bytes/encoding.h"
#include "read/json/json.h"

static bool is_utf8(struct wirecopy_bytes bytes)
{
    return bytes.size == 0 || json_is_utf8(bytes.data, bytes.size);
}

static enum wirecopy_status recode_field(const char *encoding, struct wirecopy_bytes *field, struct buffer *out)
{
    enum wirecopy_status status;
    if (is_utf8(*field))
        return WIRECOPY_OK;
    out->size = 0;
    status = encoding_decode(encoding, field->data, field->size, out);
    if (status == WIRECOPY_OK)
        *field = (struct wirecopy_bytes){out->data, out->size};
    return status;
}

enum wirecopy_status recode(struct recoding *recoding, struct raw_article *article, const char **told)
{
    struct wirecopy_bytes *fields[RECODED_FIELDS] = {&article->text, &article->title, &article->source, &article->date, &article->url, &article->id};
    size_t count = article->record.data ? RECODED_FIELDS : RECODED_FIELDS - 1; /* a file's path is as it is */
    struct wirecopy_bytes odd;
    const char *encoding;
    enum wirecopy_status status = WIRECOPY_OK;
    *told = NULL;
    if (article->well_formed)
        return WIRECOPY_OK;
    article->well_formed = is_utf8(article->text) && is_utf8(article->title);
    if (article->well_formed)
        return WIRECOPY_OK;
    odd = is_utf8(article->text) ? article->title : article->text;
    encoding = encoding_unnamed(odd.data, odd.size);
    *told = "ill-formed UTF-8";
    if (!encoding)
        return status_no_memory();
    if (strcmp(encoding, "UTF-8") == 0)
        return WIRECOPY_OK;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++)
        status = recode_field(encoding, fields[i], &recoding->fields[i]);
    article->well_formed = status == WIRECOPY_OK;
    snprintf(recoding->reason, sizeof recoding->reason, "not UTF-8: read as %s, since no encoding was named", encoding);
    *told = recoding->reason;
    return status;
}

void recoding_release(struct recoding *recoding)
{
    for (size_t i = 0; i < RECODED_FIELDS; i++)
        buffer_release(&recoding->fields[i]);
}
