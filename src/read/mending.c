/* One repair after the other, of what the one before gave. */
#include "read/mending.h"

#include "read/markup/fragments.h"

/* Exports of feeds and of publishing systems hold pages in their fields: as with those, tags are no words, and lines stay lines. */
static enum wirecopy_status take_markup(struct mending *mending, struct raw_article *article)
{
    enum fragment kind = fragment_kind(article->text);
    enum wirecopy_status status;
    if (kind == FRAGMENT_NONE)
        return WIRECOPY_OK;
    status = fragment_read(kind, article->text, &mending->fragment, &mending->page);
    article->well_formed = false;
    article->text = (struct wirecopy_bytes){mending->page.text.size ? mending->page.text.data : "", mending->page.text.size};
    return status;
}

enum wirecopy_status mending_mend(struct mending *mending, struct raw_article *article, bool named_encoding, bool record)
{
    enum wirecopy_status status = escaped_repair(&mending->escaped, article);
    if (status == WIRECOPY_OK && !named_encoding)
        status = mojibake_repair(&mending->mojibake, article);
    if (status != WIRECOPY_OK)
        return status;
    raw_article_complete(article, mending->host);
    return record ? take_markup(mending, article) : WIRECOPY_OK;
}

void mending_release(struct mending *mending)
{
    escaped_release(&mending->escaped);
    mojibake_release(&mending->mojibake);
    html_page_release(&mending->page);
    buffer_release(&mending->fragment);
}
