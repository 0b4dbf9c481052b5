#define _GNU_SOURCE
/* The names that crawlers and corpora give their fields, and what becomes of a record's values. */
#include "read/fields.h"

#include <string.h>

enum { NAME_BYTES = 20 };

struct guess {
    char name[NAME_BYTES]; /* lower case, filled up with zero bytes */
    enum field field;
};

/*
 * In order of preference within a field: the row's number is its rank. Beside words that anyone would choose these are the names of
 * news-please, trafilatura, newspaper, Fundus, JSON Feed and other exports of feeds, NewsAPI, Media Cloud, GDELT, and common corpora. An
 * address serves as an id only where no id does.
 */
/* clang-format off */
static const struct guess guesses[] = {
    {"text", FIELD_TEXT}, {"plaintext", FIELD_TEXT}, {"plain_text", FIELD_TEXT}, {"body", FIELD_TEXT}, {"content", FIELD_TEXT},
    {"maintext", FIELD_TEXT}, {"main_text", FIELD_TEXT}, {"article", FIELD_TEXT}, {"raw_content", FIELD_TEXT}, {"articlebody", FIELD_TEXT},
    {"article_body", FIELD_TEXT}, {"article_text", FIELD_TEXT}, {"full_text", FIELD_TEXT}, {"fulltext", FIELD_TEXT}, {"text_content", FIELD_TEXT},
    {"content_text", FIELD_TEXT}, {"clean_text", FIELD_TEXT}, {"cleaned_text", FIELD_TEXT}, {"text_cleaned", FIELD_TEXT}, {"body_text", FIELD_TEXT},
    {"story_text", FIELD_TEXT}, {"news_text", FIELD_TEXT}, {"raw_text", FIELD_TEXT}, {"content_html", FIELD_TEXT}, {"paragraphs", FIELD_TEXT},
    {"contents", FIELD_TEXT}, {"content_elements", FIELD_TEXT},
    {"id", FIELD_ID}, {"_id", FIELD_ID}, {"article_id", FIELD_ID}, {"articleid", FIELD_ID}, {"doc_id", FIELD_ID}, {"docid", FIELD_ID},
    {"docno", FIELD_ID}, {"uuid", FIELD_ID}, {"guid", FIELD_ID}, {"stories_id", FIELD_ID}, {"story_id", FIELD_ID}, {"news_id", FIELD_ID},
    {"post_id", FIELD_ID}, {"record_id", FIELD_ID}, {"gkgrecordid", FIELD_ID}, {"uri", FIELD_ID}, {"url", FIELD_ID},
    {"documentidentifier", FIELD_ID},
    {"title", FIELD_TITLE}, {"headline", FIELD_TITLE}, {"name", FIELD_TITLE}, {"article_title", FIELD_TITLE}, {"news_title", FIELD_TITLE},
    {"webtitle", FIELD_TITLE}, {"heading", FIELD_TITLE}, {"title_page", FIELD_TITLE}, {"title_rss", FIELD_TITLE},
    {"source", FIELD_SOURCE}, {"domain", FIELD_SOURCE}, {"publisher", FIELD_SOURCE}, {"outlet", FIELD_SOURCE}, {"site", FIELD_SOURCE},
    {"hostname", FIELD_SOURCE}, {"source-hostname", FIELD_SOURCE}, {"sitename", FIELD_SOURCE}, {"site_name", FIELD_SOURCE},
    {"source_domain", FIELD_SOURCE}, {"source_name", FIELD_SOURCE}, {"publication", FIELD_SOURCE}, {"media_name", FIELD_SOURCE},
    {"sourcecommonname", FIELD_SOURCE}, {"newspaper", FIELD_SOURCE}, {"meta_site_name", FIELD_SOURCE}, {"publisher_name", FIELD_SOURCE},
    {"news_source", FIELD_SOURCE}, {"provider", FIELD_SOURCE}, {"website", FIELD_SOURCE}, {"source_url", FIELD_SOURCE}, {"media_url", FIELD_SOURCE},
    {"date", FIELD_DATE}, {"published", FIELD_DATE}, {"date_publish", FIELD_DATE}, {"published_at", FIELD_DATE}, {"publishedat", FIELD_DATE},
    {"pubdate", FIELD_DATE}, {"pub_date", FIELD_DATE}, {"publish_date", FIELD_DATE}, {"publishdate", FIELD_DATE}, {"publishing_date", FIELD_DATE},
    {"publish_time", FIELD_DATE}, {"publication_time", FIELD_DATE}, {"webpublicationdate", FIELD_DATE}, {"datetimepub", FIELD_DATE},
    {"published_date", FIELD_DATE}, {"publication_date", FIELD_DATE}, {"datepublished", FIELD_DATE}, {"date_published", FIELD_DATE},
    {"firstpublished", FIELD_DATE}, {"published_on", FIELD_DATE}, {"posted_at", FIELD_DATE}, {"issued", FIELD_DATE}, {"datetime", FIELD_DATE},
    {"date_time", FIELD_DATE}, {"created_at", FIELD_DATE}, {"seendate", FIELD_DATE}, {"timestamp", FIELD_DATE}, {"time", FIELD_DATE},
    {"created", FIELD_DATE}, {"@timestamp", FIELD_DATE}, {"warc_date", FIELD_DATE}, {"date_download", FIELD_DATE},
    {"url", FIELD_URL}, {"link", FIELD_URL}, {"uri", FIELD_URL}, {"canonical", FIELD_URL}, {"canonical_url", FIELD_URL},
    {"canonical_link", FIELD_URL}, {"article_url", FIELD_URL}, {"web_url", FIELD_URL}, {"weburl", FIELD_URL}, {"page_url", FIELD_URL}, {"permalink", FIELD_URL},
    {"href", FIELD_URL}, {"requested_url", FIELD_URL}, {"documentidentifier", FIELD_URL},
};

/*
 * Elasticsearch and OpenSearch, MongoDB, WordPress, the Guardian's and the New York Times' interfaces, Drupal and Strapi, rows of Hugging Face,
 * RedPajama and Dolma, OSCAR, Webz.io, NewsAPI.
 */
static const struct field_path nested[] = {
    {"_source.text", FIELD_TEXT}, {"_source.body", FIELD_TEXT}, {"_source.content", FIELD_TEXT}, {"_source.maintext", FIELD_TEXT},
    {"_source.article", FIELD_TEXT}, {"_source.full_text", FIELD_TEXT}, {"content.rendered", FIELD_TEXT}, {"fields.bodyText", FIELD_TEXT},
    {"fields.body", FIELD_TEXT}, {"attributes.body.value", FIELD_TEXT}, {"attributes.body", FIELD_TEXT}, {"attributes.content", FIELD_TEXT},
    {"attributes.text", FIELD_TEXT}, {"row.text", FIELD_TEXT}, {"row.content", FIELD_TEXT}, {"row.article", FIELD_TEXT},
    {"_id.$oid", FIELD_ID}, {"_source.id", FIELD_ID}, {"_source.url", FIELD_ID}, {"meta.url", FIELD_ID}, {"metadata.url", FIELD_ID},
    {"warc_headers.warc-target-uri", FIELD_ID}, {"row.id", FIELD_ID}, {"row.url", FIELD_ID},
    {"_source.title", FIELD_TITLE}, {"_source.headline", FIELD_TITLE}, {"title.rendered", FIELD_TITLE}, {"fields.headline", FIELD_TITLE},
    {"headline.main", FIELD_TITLE}, {"meta.title", FIELD_TITLE}, {"metadata.title", FIELD_TITLE}, {"attributes.title", FIELD_TITLE},
    {"row.title", FIELD_TITLE}, {"row.headline", FIELD_TITLE},
    {"_source.date", FIELD_DATE}, {"_source.published", FIELD_DATE}, {"_source.published_at", FIELD_DATE}, {"_source.publish_date", FIELD_DATE},
    {"_source.date_publish", FIELD_DATE}, {"_source.pubDate", FIELD_DATE}, {"_source.timestamp", FIELD_DATE}, {"_source.@timestamp", FIELD_DATE},
    {"date.$date", FIELD_DATE}, {"date.$date.$numberLong", FIELD_DATE}, {"published.$date", FIELD_DATE}, {"published_at.$date", FIELD_DATE},
    {"publish_date.$date", FIELD_DATE}, {"meta.date", FIELD_DATE}, {"metadata.date", FIELD_DATE}, {"meta.timestamp", FIELD_DATE},
    {"metadata.timestamp", FIELD_DATE}, {"warc_headers.warc-date", FIELD_DATE}, {"attributes.publishedAt", FIELD_DATE},
    {"attributes.created", FIELD_DATE}, {"attributes.date", FIELD_DATE}, {"row.date", FIELD_DATE},
    {"_source.url", FIELD_URL}, {"_source.link", FIELD_URL}, {"meta.url", FIELD_URL}, {"metadata.url", FIELD_URL},
    {"warc_headers.warc-target-uri", FIELD_URL}, {"attributes.url", FIELD_URL}, {"row.url", FIELD_URL},
    {"_source.source", FIELD_SOURCE}, {"_source.domain", FIELD_SOURCE}, {"_source.publisher", FIELD_SOURCE}, {"thread.site", FIELD_SOURCE},
    {"source.name", FIELD_SOURCE}, {"row.source", FIELD_SOURCE},
    {NULL, FIELD_COUNT},
};
/* clang-format on */

const struct field_path *fields_paths(void)
{
    return nested;
}

/* The name in lower case, filled up with zero bytes; false where it cannot be one of the table. */
static bool lower_name(struct wirecopy_bytes name, char lower[NAME_BYTES])
{
    if (name.size == 0 || name.size > NAME_BYTES)
        return false;
    memset(lower, 0, NAME_BYTES);
    for (size_t i = 0; i < name.size; i++) {
        if (name.data[i] == '\0')
            return false;
        lower[i] = (char)(name.data[i] >= 'A' && name.data[i] <= 'Z' ? name.data[i] | 32 : name.data[i]);
    }
    return true;
}

static bool is_named(const char *option, struct wirecopy_bytes name)
{
    return strlen(option) == name.size && memcmp(option, name.data, name.size) == 0;
}

const char *fields_named(const struct reader_options *options, enum field field)
{
    const char *const named[FIELD_COUNT] = {
        [FIELD_TEXT] = options->text_field,     [FIELD_ID] = options->id_field,     [FIELD_TITLE] = options->title_field,
        [FIELD_SOURCE] = options->source_field, [FIELD_DATE] = options->date_field, [FIELD_URL] = options->url_field,
    };
    return named[field];
}

bool fields_rank(const struct reader_options *options, struct wirecopy_bytes name, struct field_ranks *ranks)
{
    const char *named[FIELD_COUNT];
    char lower[NAME_BYTES];
    bool any = false;
    memset(ranks->rank, FIELD_NOT, sizeof ranks->rank);
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        named[f] = fields_named(options, f);
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        if (named[f] && is_named(named[f], name)) {
            ranks->rank[f] = 0;
            any = true;
        }
    if (!lower_name(name, lower))
        return any;
    for (size_t i = 0; i < sizeof guesses / sizeof *guesses; i++)
        if (memcmp(guesses[i].name, lower, NAME_BYTES) == 0 && !named[guesses[i].field]) {
            ranks->rank[guesses[i].field] = (uint8_t)i;
            any = true;
        }
    return any;
}

void fields_begin(struct field_choice *choice)
{
    *choice = (struct field_choice){.wrong_text = NULL};
    memset(choice->rank, FIELD_NOT, sizeof choice->rank);
}

bool fields_want(const struct field_choice *choice, const struct field_ranks *ranks)
{
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        if (ranks->rank[f] < choice->rank[f])
            return true;
    return false;
}

void fields_offer(struct field_choice *choice, const struct field_ranks *ranks, struct wirecopy_bytes value)
{
    for (unsigned f = 0; f < FIELD_COUNT; f++) {
        if (ranks->rank[f] >= choice->rank[f] || (value.size == 0 && f != FIELD_TEXT))
            continue;
        choice->rank[f] = ranks->rank[f];
        choice->value[f] = value;
        if (f == FIELD_TEXT)
            choice->wrong_text = NULL;
    }
}

static const char *wrong_text(enum wirecopy_value_kind kind)
{
    switch (kind) {
    case WIRECOPY_VALUE_NULL:
        return "the text is null";
    case WIRECOPY_VALUE_NUMBER:
        return "the text is a number";
    case WIRECOPY_VALUE_BOOLEAN:
        return "the text is true or false";
    case WIRECOPY_VALUE_LIST:
        return "the text is a list";
    case WIRECOPY_VALUE_OBJECT:
        return "the text is an object";
    case WIRECOPY_VALUE_TEXT:
        break;
    }
    return NULL;
}

void fields_offer_wrong(struct field_choice *choice, const struct field_ranks *ranks, enum wirecopy_value_kind kind)
{
    if (ranks->rank[FIELD_TEXT] >= choice->rank[FIELD_TEXT])
        return;
    if (kind == WIRECOPY_VALUE_NULL) {
        if (choice->rank[FIELD_TEXT] == FIELD_NOT && !choice->wrong_text)
            choice->wrong_text = wrong_text(kind);
        return;
    }
    choice->rank[FIELD_TEXT] = ranks->rank[FIELD_TEXT];
    choice->value[FIELD_TEXT] = (struct wirecopy_bytes){0};
    choice->wrong_text = wrong_text(kind);
}

bool fields_lack(const struct reader_options *options, const struct field_choice *choice, enum field field)
{
    return !choice->value[field].data && !fields_named(options, field) && !(field == FIELD_SOURCE && choice->value[FIELD_URL].data);
}

void fields_take(struct field_choice *choice, enum field field, struct wirecopy_bytes value)
{
    choice->value[field] = value;
    choice->rank[field] = FIELD_NESTED;
    if (field == FIELD_TEXT)
        choice->wrong_text = NULL;
}

/* A source that is a page's whole address, as trafilatura has it; a host alone, or its front page, is none. */
static bool is_page(struct wirecopy_bytes source)
{
    const char *host = source.size > 8 ? memmem(source.data, 9, "://", 3) : NULL, *slash;
    if (!host || memchr(source.data, ' ', source.size))
        return false;
    slash = memchr(host + 3, '/', source.size - (size_t)(host + 3 - source.data));
    return slash && slash + 1 < source.data + source.size;
}

const char *fields_end(const struct field_choice *choice, struct raw_article *article)
{
    if (!choice->value[FIELD_TEXT].data)
        return choice->wrong_text ? choice->wrong_text : "no text field";
    *article = (struct raw_article){
        .text = choice->value[FIELD_TEXT],
        .id = choice->value[FIELD_ID],
        .title = choice->value[FIELD_TITLE],
        .source = choice->value[FIELD_SOURCE],
        .date = choice->value[FIELD_DATE],
        .url = choice->value[FIELD_URL],
        .day = NO_DAY,
    };
    if (choice->rank[FIELD_SOURCE] != 0 && article->source.data && !article->url.data && is_page(article->source)) {
        article->url = article->source;
        article->id = article->id.data ? article->id : article->source;
    }
    return NULL;
}
