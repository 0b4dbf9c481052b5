/* Folding against a slow model, and against itself. */
#include "text/fold_testing.h"

#include "base/hash.h"
#include "text/date_lines.h"
#include "text/fold/fold_kernels.h"
#include "text/fold_model.h"
#include "text/utf8.h"

static const char *hex(const char *text, size_t size)
{
    static char out[2][4096];
    static int turn;
    char *to = out[turn ^= 1];
    size_t n = size < 1000 ? size : 1000;
    for (size_t i = 0; i < n; i++)
        snprintf(to + 3 * i, 4, "%02X ", (uint8_t)text[i]);
    to[3 * n] = '\0';
    return to;
}

static void must_equal(const char *what, const char *text, size_t size, const char *got, size_t got_size, const char *want, size_t want_size)
{
    if (got_size == want_size && memcmp(got, want, want_size) == 0)
        return;
    print_error("%s\n text %s\n got  %s\n", what, hex(text, size), hex(got, got_size));
    fail_msg(" want %s", hex(want, want_size));
}

/* The words and the line say what the bytes say. */
static void must_be_hashed_right(const struct folded *folded)
{
    const char *from = folded->bytes, *end = folded->bytes + folded->byte_count;
    if (folded->byte_count == 0) {
        assert_int_equal(folded->word_count, 0);
        assert_int_equal(folded->line_count, 0);
        return;
    }
    assert_int_equal(folded->line_count, 1);
    assert_int_equal(folded->lines[0].word_count, folded->word_count);
    if (folded->lines[0].hash == DATE_LINE_HASH) /* tested by date_lines_test.c */
        assert_in_range(folded->word_count, 3, DATE_LINE_WORDS);
    else
        assert_true(folded->lines[0].hash == hash_bytes(folded->bytes, folded->byte_count));
    for (size_t i = 0; i < folded->word_count; i++) {
        const char *begin = from;
        uint32_t digit = 0;
        for (; from < end && *from != ' '; from++)
            digit |= *from >= '0' && *from <= '9';
        assert_true(from > begin);
        assert_int_equal(folded->words[i], (uint32_t)(hash_bytes(begin, (size_t)(from - begin)) >> 33) << 1 | digit);
        from++;
    }
    assert_true(from == end + 1);
}

/* The promises for one line: fast is slow, and twice is once. */
static void must_keep_promises(struct folder *folder, const char *text, size_t size)
{
    struct folded folded;
    size_t model_size, once_size;
    char *model = model_fold(text, size, &model_size), *once;
    assert_int_equal(fold_title(folder, text, size, &folded), WIRECOPY_OK);
    must_equal("the fast path differs from the model", text, size, folded.bytes, folded.byte_count, model, model_size);
    must_be_hashed_right(&folded);
    free(model);
    once_size = folded.byte_count;
    once = malloc(once_size + 1);
    assert_non_null(once);
    memcpy(once, folded.bytes, once_size);
    assert_int_equal(fold_title(folder, once, once_size, &folded), WIRECOPY_OK);
    must_equal("folding twice differs from folding once", text, size, folded.bytes, folded.byte_count, once, once_size);
    assert_int_equal(fold_text(folder, once, once_size, &folded), WIRECOPY_OK);
    must_equal("folding twice as a text differs from folding once", text, size, folded.bytes, folded.byte_count, once, once_size);
    free(once);
}

static void every_code_point_folds_as_the_model_says(void **state)
{
    /* "%" is the code point: alone, between letters, after letters of several scripts, doubled, before and after marks, near addresses */
    static const char *const contexts[] = {
        "% a%b %% e%\xCC\x81 1%2",
        "\xD9\x8A%\xD9\x94 \xD8\xA7\xD9\x80%\xD9\x8E% \xE3\x81\x8B%\xE3\x82\x99",
        "\xE0\xB8\x99% \xE4\xB8\xAD%\xE6\x96\x87 \xE1\x84\x80% \xEA\xB0\x80%",
        "\xE0\xA4\x95%\xE0\xA4\xBC\xE0\xA5\x8D x\xCC\xA3%\xCC\x82 \xE0\xB9\x8D%\xE0\xB8\xB2",
        "www%x http%//x a%b.com/c @%x u@%",
    };
    struct folder *folder = must_create(NULL);
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c++) {
        char text[256], of_c[4];
        size_t length;
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        length = utf8_encode(c, of_c);
        for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++) {
            size_t size = 0;
            if (c >= 0x40000 && c < 0xE0000 && (c & 0x3F) != i) /* never assigned: one in 64 is enough */
                continue;
            for (const char *from = contexts[i]; *from; from++) {
                if (*from == '%') {
                    memcpy(text + size, of_c, length);
                    size += length;
                } else {
                    text[size++] = *from;
                }
            }
            must_keep_promises(folder, text, size);
        }
    }
    folder_free(folder);
}

/* Ranges that random text is drawn from, several a script. */
static const uint32_t alphabets[][2] = {
    {0x20, 0x25},       {0x27, 0x3B},       {0x3D, 0x7F},       {0x61, 0x7A},       {0x61, 0x7A},       {0x30, 0x39},       {0x80, 0xFF},
    {0x100, 0x24F},     {0x2B0, 0x2FF},     {0x300, 0x36F},     {0x300, 0x345},     {0x370, 0x3FF},     {0x400, 0x52F},     {0x590, 0x5F4},
    {0x600, 0x6FF},     {0x640, 0x670},     {0x621, 0x64A},     {0x700, 0x7FF},     {0x8A0, 0x8FF},     {0x900, 0x97F},     {0x980, 0xD7F},
    {0xE00, 0xEFF},     {0xE30, 0xE50},     {0xF00, 0xFDA},     {0x1000, 0x109F},   {0x1100, 0x11FF},   {0x1780, 0x17FF},   {0x1800, 0x180F},
    {0x1AB0, 0x1AFF},   {0x1B00, 0x1B7F},   {0x1DC0, 0x1DFF},   {0x1E00, 0x1FFF},   {0x2000, 0x20FF},   {0x2100, 0x218F},   {0x2460, 0x24FF},
    {0x3000, 0x30FF},   {0x3099, 0x309C},   {0x3130, 0x33FF},   {0x4E00, 0x4E40},   {0xA66F, 0xA69F},   {0xA8E0, 0xA8FF},   {0xAC00, 0xAC60},
    {0xF900, 0xFAFF},   {0xFB00, 0xFDFF},   {0xFE00, 0xFE6F},   {0xFE70, 0xFEFF},   {0xFF00, 0xFFEF},   {0x10400, 0x1044F}, {0x11080, 0x110C2},
    {0x11300, 0x11374}, {0x1D150, 0x1D1AD}, {0x1D400, 0x1D7FF}, {0x1E800, 0x1E95F}, {0x1EE00, 0x1EEF1}, {0x1F100, 0x1F2FF}, {0x1F600, 0x1F64F},
    {0x20000, 0x20020}, {0x2F800, 0x2FA1D}, {0xE0000, 0xE01EF},
};

static const char *const pieces[] = {
    " ",
    " ",
    " ",
    "@",
    ".",
    ":",
    "/",
    "_",
    "http://",
    "https://",
    "WWW.",
    ".com/",
    "com",
    "www",
    "m",
    "w",
    "\xE2\x80\xA6",
    "\xE2\x80\x8C",
    "\xE2\x80\x8F",
    "\xD9\x80",
    "\xD9\x8E",
    "\xD9\x94",
    "\xCC\x81",
    "\xCC\xB8",
    "\xEF\xBC\xA0",
    "\xEF\xBC\x8F",
    "\xC2\xB4",
    "\xE3\x80\x80",
    "\xC2\xAD",
    "\xC5\xBF",
    "\xC3\xA9",
};

static size_t random_text(uint64_t *seed, char *text, size_t most, bool ill_formed)
{
    const size_t alphabet_count = sizeof alphabets / sizeof *alphabets, piece_count = sizeof pieces / sizeof *pieces;
    size_t size = 0, of[3];
    for (size_t i = 0; i < 3; i++) /* few at a time, so that what belongs together meets */
        of[i] = random_below(seed, (uint32_t)alphabet_count);
    while (size + 16 < most) {
        uint32_t kind = random_below(seed, 16);
        if (kind == 0) {
            const char *piece = pieces[random_below(seed, (uint32_t)piece_count)];
            memcpy(text + size, piece, strlen(piece));
            size += strlen(piece);
        } else if (kind == 1 && ill_formed) {
            text[size++] = (char)(0x80 + random_below(seed, 0x80));
        } else if (kind == 2) {
            text[size++] = ' ';
        } else {
            const uint32_t *range = alphabets[of[random_below(seed, 3)]];
            size += utf8_encode(range[0] + random_below(seed, range[1] - range[0] + 1), text + size);
        }
    }
    return size;
}

static void random_text_folds_as_the_model_says(void **state)
{
    uint64_t seed = random_seed();
    (void)state;
    for (size_t k = 0; k < fold_kernel_count; k++) {
        struct folder *folder;
        if (!fold_kernels[k].runs())
            continue;
        folder = must_create(fold_kernels[k].name);
        for (int round = 0; round < 40000; round++) {
            char text[256];
            must_keep_promises(folder, text, random_text(&seed, text, 20 + random_below(&seed, 200), round % 4 == 0));
        }
        folder_free(folder);
    }
}

static void every_pair_of_kinds_of_ill_formed_bytes_folds_as_the_model_says(void **state)
{
    static const char *const parts[] = {"\x80",
                                        "\xBF",
                                        "\xC0",
                                        "\xC1",
                                        "\xC2",
                                        "\xDF",
                                        "\xE0",
                                        "\xE0\x80",
                                        "\xE0\x9F",
                                        "\xE0\xA0",
                                        "\xE2\x80",
                                        "\xED\xA0",
                                        "\xED\xA0\x80",
                                        "\xED\x9F",
                                        "\xEF\xBF",
                                        "\xF0",
                                        "\xF0\x80",
                                        "\xF0\x8F",
                                        "\xF0\x90",
                                        "\xF0\x9F\x98",
                                        "\xF4\x90",
                                        "\xF4\x8F",
                                        "\xF4\x8F\xBF",
                                        "\xF5",
                                        "\xF8\x88\x80\x80\x80",
                                        "\xFE",
                                        "\xFF",
                                        "a",
                                        "\xC3\xA9",
                                        "\xCC\x81",
                                        "\xE4\xB8\xAD",
                                        "\xF0\x9F\x98\x80",
                                        " "};
    const size_t count = sizeof parts / sizeof *parts;
    struct folder *folder = must_create(NULL);
    (void)state;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++) {
            char text[64];
            int size = snprintf(text, sizeof text, "%s%sa%sx%s", parts[i], parts[j], parts[i], parts[j]);
            must_keep_promises(folder, text, (size_t)size);
        }
    folder_free(folder);
}

/* Whether forms of a text fold alike: not where U+0345 stands, whose folding to a letter comes before it can move (Unicode says so). */
static bool has_iota_subscript(const char *text, size_t size)
{
    size_t apart_size;
    char *apart = model_normalize(text, size, "NFKD", &apart_size);
    bool has = false;
    for (size_t i = 0; i + 1 < apart_size; i++)
        has |= (uint8_t)apart[i] == 0xCD && (uint8_t)apart[i + 1] == 0x85;
    free(apart);
    return has;
}

static void all_forms_of_a_text_fold_alike(void **state)
{
    static const char *const forms[] = {"NFC", "NFD", "NFKC", "NFKD"};
    uint64_t seed = random_seed();
    struct folder *folder = must_create(NULL);
    (void)state;
    for (int round = 0; round < 20000; round++) {
        char text[200], *want;
        size_t size = random_text(&seed, text, 20 + random_below(&seed, 150), false), want_size;
        struct folded folded;
        if (has_iota_subscript(text, size))
            continue;
        assert_int_equal(fold_title(folder, text, size, &folded), WIRECOPY_OK);
        want_size = folded.byte_count;
        want = malloc(want_size + 1);
        assert_non_null(want);
        memcpy(want, folded.bytes, want_size);
        for (size_t f = 0; f < 4; f++) {
            size_t form_size;
            char *form = model_normalize(text, size, forms[f], &form_size);
            bool markup = memchr(form, '<', form_size) || memchr(form, '&', form_size); /* from full-width signs; then it is another text */
            if (!markup) {
                assert_int_equal(fold_title(folder, form, form_size, &folded), WIRECOPY_OK);
                must_equal(forms[f], text, size, folded.bytes, folded.byte_count, want, want_size);
            }
            free(form);
        }
        free(want);
    }
    folder_free(folder);
}

/* A text has lines and sentences, but the words are those of its lines. */
static void folding_a_folded_text_changes_no_word(void **state)
{
    uint64_t seed = random_seed();
    struct folder *folder = must_create(NULL);
    (void)state;
    for (int round = 0; round < 5000; round++) {
        char text[600], *once;
        size_t size = random_text(&seed, text, 600, true), once_size;
        struct folded folded;
        for (size_t i = 40; i < size; i += 57)
            if ((uint8_t)text[i] < 0x80)
                text[i] = "\n.!\r&;#<>"[random_below(&seed, 9)];
        assert_int_equal(fold_text(folder, text, size, &folded), WIRECOPY_OK);
        once_size = folded.byte_count;
        once = malloc(once_size + 1);
        assert_non_null(once);
        memcpy(once, folded.bytes, once_size);
        assert_int_equal(fold_text(folder, once, once_size, &folded), WIRECOPY_OK);
        must_equal("folding a folded text changes it", text, size, folded.bytes, folded.byte_count, once, once_size);
        free(once);
    }
    folder_free(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_folds_as_the_model_says),
        cmocka_unit_test(random_text_folds_as_the_model_says),
        cmocka_unit_test(every_pair_of_kinds_of_ill_formed_bytes_folds_as_the_model_says),
        cmocka_unit_test(all_forms_of_a_text_fold_alike),
        cmocka_unit_test(folding_a_folded_text_changes_no_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
