/*
 * The registered domain of a host, by rules in place of the Public Suffix List, which is long and changes monthly: two labels; three
 * where the last is a country's and the one before it a kind (co.uk, com.eg); one more where a host lets pages to many (blogspot.com).
 */
#include "cluster/result/owner.h"

#include <string.h>

#include "base/hash.h"
#include "text/credits/credits.h"

enum { LABELS_MOST = 5 };

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c | 32 : c);
}

/* Whether text is a host name: letters, digits, '-' and non-ASCII bytes in two labels or more, the last of them no number. */
static bool is_host(struct wirecopy_bytes text)
{
    bool dotted = false, number = true;
    if (text.size == 0 || text.size > OWNER_BYTES || text.data[0] == '.' || text.data[text.size - 1] == '.')
        return false;
    for (size_t i = 0; i < text.size; i++) {
        char c = lower(text.data[i]);
        bool digit = c >= '0' && c <= '9';
        if (c == '.') {
            if (text.data[i - 1] == '.')
                return false;
            dotted = number = true;
        } else if (!digit && !(c >= 'a' && c <= 'z') && c != '-' && (unsigned char)c < 0x80) {
            return false;
        }
        number &= c == '.' || digit;
    }
    return dotted && !number;
}

/* Whether the label that stands from begin to end is one of words, which end with NULL. */
static bool label_is(const char *begin, const char *end, const char *const *words)
{
    for (; *words; words++)
        if (strlen(*words) == (size_t)(end - begin) && memcmp(begin, *words, (size_t)(end - begin)) == 0)
            return true;
    return false;
}

/* How many labels at the end of a host in lower case are its owner's; starts[i] is where the i-th label from the end begins. */
static size_t labels_of_owner(const char *const *starts, size_t count, const char *end)
{
    static const char *const kinds[] = {"ac",  "co",  "com", "edu", "go", "gob", "gov", "gub", "info",
                                        "ltd", "mil", "ne",  "net", "or", "org", "web", NULL};
    static const char *const lets[] = {"blogfa",    "blogspot", "canalblog", "ghost",   "github", "hatenablog", "livejournal", "medium",
                                       "over-blog", "substack", "tumblr",    "typepad", "weebly", "wixsite",    "wordpress",   NULL};
    bool country = end - starts[0] == 2, kind = count > 2 && country && label_is(starts[1], starts[0] - 1, kinds);
    size_t labels = kind ? 3 : 2;
    if (count > labels && label_is(starts[labels - 1], starts[labels - 2] - 1, lets))
        labels++;
    return labels < count ? labels : count;
}

struct wirecopy_bytes owner_registered(struct wirecopy_bytes source, char room[OWNER_BYTES])
{
    const char *starts[LABELS_MOST], *owner;
    size_t count = 0, size = source.size;
    if (!is_host(source))
        return source;
    for (size_t i = 0; i < size; i++)
        room[i] = lower(source.data[i]);
    for (size_t i = size; i-- > 0 && count < LABELS_MOST;)
        if (i == 0 || room[i - 1] == '.')
            starts[count++] = room + i;
    owner = starts[labels_of_owner(starts, count, room + size) - 1];
    return (struct wirecopy_bytes){owner, (size_t)(room + size - owner)};
}

uint64_t owner_of(struct wirecopy_bytes source)
{
    char room[OWNER_BYTES];
    struct wirecopy_bytes owner;
    if (!source.data || source.size == 0)
        return 0;
    owner = owner_registered(source, room);
    return hash_bytes(owner.data, owner.size) | 1;
}

uint64_t credit_key(struct wirecopy_bytes name)
{
    char kept[OWNER_BYTES];
    size_t size = 0;
    for (size_t i = 0; name.data && i < name.size && size < sizeof kept; i++) {
        char c = lower(name.data[i]);
        if ((unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            kept[size++] = c;
    }
    return size ? hash_bytes(kept, size) | 1 : 0;
}

/* Agencies whose hosts have another name than their credits. */
static struct wirecopy_bytes credited_as(struct wirecopy_bytes label)
{
    static const struct {
        const char *label, *name;
    } rows[] = {{"aa", "Anadolu"},
                {"aninews", "ANI"},
                {"antaranews", "Antara"},
                {"apnews", "AP"},
                {"azertag", "Azertac"},
                {"bssnews", "BSS"},
                {"chinanews", "China News Service"},
                {"ctk", "ČTK"},
                {"dpa-international", "dpa"},
                {"ebc", "Agência Brasil"},
                {"farsnews", "Fars"},
                {"iha", "İHA"},
                {"kyodonews", "Kyodo"},
                {"mehrnews", "Mehr"},
                {"nannews", "NAN"},
                {"ptinews", "PTI"},
                {"ria", "RIA Novosti"},
                {"sputnikarabic", "RIA Novosti"},
                {"sputniknews", "RIA Novosti"},
                {"tasnimnews", "Tasnim"},
                {"telam", "Télam"},
                {"uniindia", "UNI"},
                {"vnanet", "VNA"},
                {"xinhuanet", "Xinhua"},
                {"yna", "Yonhap"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strlen(rows[i].label) == label.size && memcmp(rows[i].label, label.data, label.size) == 0)
            return (struct wirecopy_bytes){rows[i].name, strlen(rows[i].name)};
    return label;
}

uint64_t outlet_credit_key(struct wirecopy_bytes source)
{
    char room[OWNER_BYTES];
    struct wirecopy_bytes name;
    const char *dot, *agency;
    if (!source.data || source.size == 0)
        return 0;
    name = owner_registered(source, room);
    if (name.data == source.data) { /* no host */
        agency = credits_agency_name(source.data, source.size);
        return credit_key(agency ? (struct wirecopy_bytes){agency, strlen(agency)} : source);
    }
    dot = memchr(name.data, '.', name.size);
    return credit_key(dot ? credited_as((struct wirecopy_bytes){name.data, (size_t)(dot - name.data)}) : name);
}
