/*
 * The one door to iconv. Its names are those of the C library; the table adds what web pages call them, after the Encoding Standard of
 * WHATWG. iconv stops at what is ill-formed: one code unit of it becomes U+FFFD, and decoding goes on behind it.
 */
#include "read/bytes/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#include "read/bytes/guess.h"
#include "read/bytes/ill_formed.h"
#include "read/json/json.h"

enum { RAW_BYTES = 1 << 16, NAME_MOST_BYTES = 40 };

/* Fewer letters than these look like any encoding: they are then taken for what Western pages are in, as on the web. */
enum { STRAYS_LEAST = 8 };

/* A name is taken for the encoding that holds all that pages under that name hold. */
static const struct alias {
    const char *name, *encoding;
} aliases[] = {
    {"utf8", "UTF-8"},
    {"unicode-1-1-utf-8", "UTF-8"},
    {"utf-16", "UTF-16LE"}, /* without a mark: as on the web */
    {"utf16", "UTF-16LE"},
    {"unicode", "UTF-16LE"},
    {"ucs-2", "UTF-16LE"},
    {"iso-10646-ucs-2", "UTF-16LE"},
    {"utf-32", "UTF-32LE"},
    {"utf32", "UTF-32LE"},
    {"ascii", "CP1252"},
    {"us-ascii", "CP1252"},
    {"iso-8859-1", "CP1252"},
    {"iso8859-1", "CP1252"},
    {"iso_8859-1", "CP1252"},
    {"latin1", "CP1252"},
    {"latin-1", "CP1252"},
    {"iso-8859-9", "CP1254"},
    {"latin5", "CP1254"},
    {"iso-8859-8-i", "ISO-8859-8"},
    {"iso-8859-11", "CP874"},
    {"tis-620", "CP874"},
    {"windows-874", "CP874"},
    {"x-cp1251", "CP1251"},
    {"x-cp1252", "CP1252"},
    {"win-1251", "CP1251"},
    {"koi8", "KOI8-R"},
    {"x-mac-cyrillic", "MAC-CYRILLIC"},
    {"x-mac-roman", "MACINTOSH"},
    {"shift_jis", "CP932"},
    {"shift-jis", "CP932"},
    {"sjis", "CP932"},
    {"x-sjis", "CP932"},
    {"ms_kanji", "CP932"},
    {"windows-31j", "CP932"},
    {"x-euc-jp", "EUC-JP"},
    {"gb2312", "GB18030"},
    {"gb_2312-80", "GB18030"},
    {"gbk", "GB18030"},
    {"x-gbk", "GB18030"},
    {"cp936", "GB18030"},
    {"euc-kr", "CP949"},
    {"ks_c_5601-1987", "CP949"},
    {"korean", "CP949"},
    {"windows-949", "CP949"},
    {"uhc", "CP949"},
    {"big5", "BIG5-HKSCS"},
    {"x-x-big5", "BIG5-HKSCS"},
};

struct decoder {
    iconv_t conversion;
    size_t unit_bytes; /* of the encoding */
    encoded_read *read;
    void *context;
    struct buffer raw; /* from taken on not yet decoded */
    size_t taken;
    bool ended, flushed; /* nothing is to be read; iconv was told so */
    bool ill_formed;
    const char *failure;
};

static const char *encoding_named(const char *name)
{
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (strcasecmp(aliases[i].name, name) == 0)
            return aliases[i].encoding;
    return name;
}

static bool is_utf8(const char *encoding)
{
    return strcasecmp(encoding, "UTF-8") == 0;
}

/* iconv takes more for a name than there is: a slash begins options, and an empty one is the locale's. */
static bool looks_like_a_name(const char *name)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:+";
    size_t size = strlen(name);
    return size > 0 && size <= NAME_MOST_BYTES && strspn(name, letters) == size;
}

static enum wirecopy_status open_conversion(const char *encoding, iconv_t *conversion)
{
    if (!looks_like_a_name(encoding))
        return status_fail(WIRECOPY_INVALID, "there is no such encoding");
    *conversion = iconv_open("UTF-8", encoding);
    if ((intptr_t)*conversion != -1)
        return WIRECOPY_OK;
    return errno == ENOMEM ? status_no_memory() : status_fail(WIRECOPY_INVALID, "there is no encoding '%s'", encoding);
}

bool encoding_is_known(const char *name)
{
    const char *encoding = encoding_named(name);
    iconv_t conversion = NULL;
    if (is_utf8(encoding))
        return true;
    if (open_conversion(encoding, &conversion) != WIRECOPY_OK)
        return false;
    iconv_close(conversion);
    return true;
}

const char *encoding_of_mark(const char *data, size_t size, size_t *mark_size)
{
    /* clang-format off */
    static const struct {
        const char *bytes;
        size_t size;
        const char *encoding;
    } marks[] = {
        {"\xEF\xBB\xBF", 3, "UTF-8"},
        {"\xFF\xFE\0\0", 4, "UTF-32LE"}, {"\0\0\xFE\xFF", 4, "UTF-32BE"}, /* before that of UTF-16, which begins like it */
        {"\xFF\xFE", 2, "UTF-16LE"}, {"\xFE\xFF", 2, "UTF-16BE"},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (size >= marks[i].size && memcmp(data, marks[i].bytes, marks[i].size) == 0) {
            *mark_size = marks[i].size;
            return marks[i].encoding;
        }
    return NULL;
}

const char *encoding_of_zeros(const char *data, size_t size)
{
    enum { FIRST_BYTES = 16 };
    bool little;
    if (size < FIRST_BYTES)
        return NULL;
    little = data[1] == '\0';
    for (size_t i = 0; i + 1 < size; i += 2) {
        char upper = data[i + little], lower = data[i + !little];
        if ((upper == '\0' && lower == '\0') || (i < FIRST_BYTES && upper != '\0'))
            return NULL;
    }
    return little ? "UTF-16LE" : "UTF-16BE";
}

const char *encoding_unnamed(const char *data, size_t size)
{
    struct utf8_signs signs = ill_formed_signs(data, size);
    if (signs.strays < signs.characters)
        return "UTF-8";
    return signs.strays < STRAYS_LEAST ? GUESS_WESTERN : guess_encoding(data, size);
}

const char *encoding_choose(const char *data, size_t size, const char *said, const char *otherwise)
{
    const char *named = said && encoding_is_known(said) ? said : otherwise;
    bool shifts = size > 0 && named && strstr(named, "2022") && memchr(data, 0x1B, size); /* ISO 2022 is ASCII and escapes */
    if (!shifts && json_is_utf8(data, size))
        return "UTF-8";
    return named ? named : encoding_unnamed(data, size);
}

static size_t unit_of(const char *encoding)
{
    if (strncasecmp(encoding, "UTF-16", 6) == 0 || strncasecmp(encoding, "UCS-2", 5) == 0)
        return 2;
    return strncasecmp(encoding, "UTF-32", 6) == 0 || strncasecmp(encoding, "UCS-4", 5) == 0 ? 4 : 1;
}

enum wirecopy_status decoder_open(const char *name, encoded_read *read, void *context, struct decoder **decoder_out)
{
    const char *encoding = encoding_named(name);
    struct decoder *decoder;
    iconv_t conversion = NULL;
    enum wirecopy_status status;
    *decoder_out = NULL;
    if (is_utf8(encoding))
        return WIRECOPY_OK;
    status = open_conversion(encoding, &conversion);
    if (status != WIRECOPY_OK)
        return status;
    decoder = memory_allocate_zero(1, sizeof *decoder);
    if (!decoder) {
        iconv_close(conversion);
        return WIRECOPY_NO_MEMORY;
    }
    *decoder = (struct decoder){.conversion = conversion, .unit_bytes = unit_of(encoding), .read = read, .context = context};
    *decoder_out = decoder;
    return WIRECOPY_OK;
}

enum wirecopy_status decoder_give(struct decoder *decoder, const char *data, size_t size, bool ended, const char *failure)
{
    decoder->ended = ended;
    decoder->failure = failure;
    return buffer_append(&decoder->raw, data, size);
}

/* What is left to write. */
struct target {
    char *at;
    size_t room;
};

/* Puts U+FFFD for bytes that are ill-formed; false where there is no room. */
static bool replace(struct decoder *decoder, struct target *target, size_t *left, size_t bytes)
{
    size_t skipped = *left < bytes ? *left : bytes;
    if (target->room < 3)
        return false;
    memcpy(target->at, "\xEF\xBF\xBD", 3);
    target->at += 3;
    target->room -= 3;
    decoder->ill_formed = true;
    decoder->taken += skipped;
    *left -= skipped;
    return true;
}

/* Decodes what was read, as far as there is room; what may be the beginning of a character is left while more may come. */
static void convert(struct decoder *decoder, struct target *target)
{
    size_t left = decoder->raw.size - decoder->taken;
    while (left > 0) {
        char *in = decoder->raw.data + decoder->taken;
        size_t result = iconv(decoder->conversion, &in, &left, &target->at, &target->room);
        int error = errno;
        decoder->taken = (size_t)(in - decoder->raw.data);
        if (result != (size_t)-1 || error == E2BIG || (error == EINVAL && !decoder->ended))
            return;
        if (!replace(decoder, target, &left, error == EINVAL ? left : decoder->unit_bytes)) /* EINVAL: the input ends within a character */
            return;
    }
    if (decoder->ended && !decoder->flushed) /* some encodings hold a letter back for the mark that may follow */
        decoder->flushed = iconv(decoder->conversion, NULL, NULL, &target->at, &target->room) != (size_t)-1 || errno != E2BIG;
}

/* Reads the next raw bytes behind those that are left. */
static enum wirecopy_status read_raw(struct decoder *decoder)
{
    struct buffer *raw = &decoder->raw;
    size_t got = 0;
    enum wirecopy_status status;
    if (decoder->taken > 0) {
        memmove(raw->data, raw->data + decoder->taken, raw->size - decoder->taken);
        raw->size -= decoder->taken;
        decoder->taken = 0;
    }
    status = buffer_reserve(raw, RAW_BYTES);
    if (status == WIRECOPY_OK)
        status = decoder->read(decoder->context, raw->data + raw->size, RAW_BYTES, &got, &decoder->failure);
    raw->size += got;
    decoder->ended = got == 0 || decoder->failure;
    return status;
}

enum wirecopy_status decoder_read(struct decoder *decoder, char *data, size_t size, size_t *got, const char **failure)
{
    struct target target = {.room = size};
    enum wirecopy_status status = WIRECOPY_OK;
    target.at = data;
    for (;;) {
        convert(decoder, &target);
        if (target.at > data || (decoder->ended && decoder->taken == decoder->raw.size && decoder->flushed))
            break;
        if (!decoder->ended)
            status = read_raw(decoder);
        if (status != WIRECOPY_OK)
            break;
    }
    *got = (size_t)(target.at - data);
    if (decoder->ended && decoder->taken == decoder->raw.size && decoder->flushed)
        *failure = decoder->failure;
    return status;
}

bool decoder_met_ill_formed(const struct decoder *decoder)
{
    return decoder->ill_formed;
}

void decoder_close(struct decoder *decoder)
{
    if (!decoder)
        return;
    iconv_close(decoder->conversion);
    buffer_release(&decoder->raw);
    memory_free(decoder);
}

enum wirecopy_status encoding_decode(const char *name, const char *data, size_t size, struct buffer *out)
{
    const char *failure = NULL;
    struct decoder *decoder = NULL;
    size_t got = 1;
    enum wirecopy_status status = name ? decoder_open(name, NULL, NULL, &decoder) : status_no_memory();
    if (status == WIRECOPY_INVALID)
        status = decoder_open(GUESS_WESTERN, NULL, NULL, &decoder);
    if (status != WIRECOPY_OK)
        return status;
    if (!decoder)
        return ill_formed_replace(data, size, out);
    status = decoder_give(decoder, data, size, true, NULL); /* so nothing is read */
    while (status == WIRECOPY_OK && got > 0) {
        status = buffer_reserve(out, size / 2 + 64);
        if (status == WIRECOPY_OK)
            status = decoder_read(decoder, out->data + out->size, out->capacity - out->size, &got, &failure);
        out->size += status == WIRECOPY_OK ? got : 0;
    }
    decoder_close(decoder);
    return status;
}
