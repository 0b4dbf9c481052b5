/* Bytes for the tests of folding's kernels. */
#ifndef WIRECOPY_TESTS_TEXT_FOLD_BYTES_TESTING_H
#define WIRECOPY_TESTS_TEXT_FOLD_BYTES_TESTING_H

#include "text/fold_testing.h"
#include "text/utf8.h"

/* Han, by chance pure, with its marks, the characters just outside of it, and others. */
static inline void fill_han(uint64_t *seed, uint8_t *bytes, size_t size)
{
    /* clang-format off */
    static const char *const pieces[] = {
        "\xE4\xB8\x80", "\xE9\xBF\xBF", "\xE3\x80\x82", "\xE3\x80\x81", "\xEF\xBC\x8C", "\xE2\x80\x9C", "\xE2\x80\x9D",
        "\n", "7", "a b", "\"", "-\r\n", "\v", "\f", "\r", "Zz", "9",
        "a. b", "! ", "? ", "http://x.org/y", "a.com/x", "com/x", "a@b.org", "www.x",
        "\xE4\xB7\xBF", "\xEA\x80\x80", "\xE3\x80\x83", "\xEF\xBC\x9F", "\xE3\x81\x82", "\xEF\xBC\xA1", "\xC3\xA9", "\xF0\xA0\x80\x80",
    };
    /* clang-format on */
    static const uint32_t some[] = {7, 17, sizeof pieces / sizeof *pieces}; /* marks; and ASCII that stays in a block; and all */
    uint32_t kinds = some[random_below(seed, 3)], others = 1 + random_below(seed, 60);
    for (size_t i = 0; i < size;) {
        char han[] = {(char)(0xE4 + random_below(seed, 6)), (char)(0x80 + random_below(seed, 64)), (char)(0x80 + random_below(seed, 64)), '\0'};
        const char *piece = random_below(seed, others) == 0 ? pieces[random_below(seed, kinds)] : han;
        size_t length = strlen(piece) < size - i ? strlen(piece) : size - i;
        memcpy(bytes + i, piece, length);
        i += length;
    }
}

/* Characters of two bytes of all pages, or most of one; letters of Vietnamese, joiners, and what stands near them in addresses. */
static inline void fill_pages(uint64_t *seed, uint8_t *bytes, size_t size)
{
    static const char *const pieces[] = {"\xE1\xBA\xBF", "\xE1\xBB\x97",
                                         "\xE1\xBA\x9B", "\xE1\xBA\x9E",
                                         "\xE1\xBA\x96", "\xE1\xB9\xBF",
                                         "\xE1\xBC\x80", "\xE2\x80\x8C",
                                         "\xE2\x80\x8D", "\xE2\x80\x8E",
                                         "\xE2\x80\x8F", "\xE2\x80\x8B",
                                         "\xE2\x80\x94", "a",
                                         "nh",           " ",
                                         ". ",           "w",
                                         "http",         ":",
                                         "www.x"};
    uint32_t page = random_below(seed, 30), strangers = 1 + random_below(seed, 30), others = 1 + random_below(seed, 8);
    for (size_t i = 0; i < size;) {
        uint32_t lead = random_below(seed, strangers) ? page : random_below(seed, 30);
        char two[] = {(char)(0xC2 + lead), (char)(0x80 + random_below(seed, 64)), '\0'};
        const char *piece = random_below(seed, others) ? two : pieces[random_below(seed, sizeof pieces / sizeof *pieces)];
        size_t length = strlen(piece) < size - i ? strlen(piece) : size - i;
        memcpy(bytes + i, piece, length);
        i += length;
    }
}

/* Characters of three bytes of a few scripts, by chance one, with what stands between them and what is not like them. */
static inline void fill_scripts(uint64_t *seed, uint8_t *bytes, size_t size)
{
    static const struct {
        uint32_t first, count;
    } scripts[] = {
        {0xAC00, 11172}, {0xAC00, 11172}, {0x900, 128},  {0x905, 69},   {0x980, 128},    {0xE00, 128},  {0xE01, 57},
        {0x3040, 192},   {0x10A0, 96},    {0x1200, 384}, {0x1000, 160}, {0x1780, 128},   {0x1E00, 256}, {0xF00, 256},
        {0xFF00, 0xF0},  {0xA000, 1165},  {0xD780, 128}, {0x1100, 256}, {0x800, 0xF7FF},
    };
    /* clang-format off */
    static const char *const pieces[] = {
        " ", " ", " ", "\n", "a", "Zz 9", "7", ". ", "! ", "?", ".", "\xE2\x80\x9C", "\xE2\x80\x99", "\xE2\x80\x94", "\xE2\x80\x8D", "\xE2\x80\xA6",
        "\xDF\xB1", "\xE2\x83\x99", "\xE0\xA4\xBC", "\xE0\xA5\x8D", "\xE0\xA5\xA4", "\xE0\xA5\xA4 ", "\xE0\xB8\xB2", "\xE0\xB9\x8D", "\xE0\xB9\x8D\xE0\xB8\xB2", "\xE0\xB9\x88", "\xE0\xB8\xB8",
        "\xE4\xB8\x80", "\xE9\xBF\xBF", "\xE3\x80\x82", "\xEF\xBC\x81", "\xEF\xBC\x9A", "\xEF\xBC\xA0", "\xEF\xBC\x91", "\xE1\x85\xA1", "\xE3\x82\x99",
        "http://x.org", "www.", "com/", "p:", "m\xEF\xBC\x8F", "@", "\xC3\xA9", "\xCC\x81", "\xC2\x85", "\xE2\x80\xA8", "\xF0\x9F\x98\x80", "sixteen letters and more",
    };
    /* clang-format on */
    uint32_t of[3], others = 1 + random_below(seed, 30);
    for (size_t i = 0; i < 3; i++)
        of[i] = random_below(seed, random_below(seed, 3) ? 3 : sizeof scripts / sizeof *scripts);
    for (size_t i = 0; i < 3 && random_below(seed, 2); i++)
        of[i] = of[0] = 2 + random_below(seed, sizeof scripts / sizeof *scripts - 2);
    for (size_t i = 0; i < size;) {
        char character[4];
        uint32_t script = of[random_below(seed, 3)], c = scripts[script].first + random_below(seed, scripts[script].count);
        const char *piece = pieces[random_below(seed, sizeof pieces / sizeof *pieces)];
        size_t length = strlen(piece);
        if (random_below(seed, others) > 0) {
            length = utf8_encode(c >= 0xD800 && c <= 0xDFFF ? 0x4E00 : c, character);
            piece = character;
        }
        length = length < size - i ? length : size - i;
        memcpy(bytes + i, piece, length);
        i += length;
    }
}

/* Bytes that kernels look for, and others; kind: 0 to 7. */
enum { FILL_KINDS = 8 };
static inline void fill(uint64_t *seed, uint8_t *bytes, size_t size, int kind)
{
    static const char ascii[] = "abcXYZpswm019 ...,,  @:/\n\r!?_-'\"";
    static const char *const pairs[] = {"\xD8\xA7", "\xD9\x84", "\xD9\x85", "\xD9\x8A", "\xD9\x8E", "\xD9\x94", "\xD9\xA3", "\xD8\x8C", "\xDB\x8C",
                                        " ",        " ",        "7",        "a",        "\xC3\xA9", "\xC3\x89", "\xC2\xAB", "\xC2\xAD", "\xC3\x9F",
                                        "\xD0\x9F", "\xD1\x80", "\xD7\xA9", "\xD6\xB8", "\xCC\x81", "w",        ".",        "/"};
    static const char *const mixed[] = {"\xD8\x9F",     "\xD9\x85", "\xE3\x80\x82", "\xEF\xBC\x81",    "\xEF\xBC\x9F", "\xC2\x85", "\xE2\x80\xA8",
                                        "\xE2\x80\xA9", "a",        ". ",           "\xF0\x9F\x98\x80"};
    static const char *const marks[] = {"\xE2\x80\x9C", "\xE2\x80\x99", "\xE2\x80\x94", "\xE2\x80\x82", "\xE2\x80\xA6", "\n", "many letters "};
    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)ascii[random_below(seed, kind == 0 ? 10 : sizeof ascii - 1)];
    if (kind == 2)
        for (size_t i = 0; i < size;) {
            const char *piece = mixed[random_below(seed, sizeof mixed / sizeof *mixed)];
            size_t length = strlen(piece) < size - i ? strlen(piece) : size - i;
            memcpy(bytes + i, piece, length);
            i += length;
        }
    if (kind == 4) {
        size_t first = random_below(seed, 2) ? 0 : 8, count = first ? sizeof pairs / sizeof *pairs - first : 13;
        for (size_t i = 0; i < size;) {
            const char *piece = pairs[first + random_below(seed, (uint32_t)count)];
            size_t length = strlen(piece) < size - i ? strlen(piece) : size - i;
            memcpy(bytes + i, piece, length);
            i += length;
        }
    }
    if (kind == 4 && random_below(seed, 2)) /* here and there a mark of three bytes among them */
        for (size_t i = 0; i < size; i += 1 + random_below(seed, 40)) {
            const char *piece = marks[random_below(seed, sizeof marks / sizeof *marks)];
            size_t length = strlen(piece) < size - i ? strlen(piece) : size - i;
            memcpy(bytes + i, piece, length);
        }
    if (kind == 5)
        fill_han(seed, bytes, size);
    if (kind == 6)
        fill_pages(seed, bytes, size);
    if (kind == 7)
        fill_scripts(seed, bytes, size);
    if (kind == 3 && size > 0)
        for (size_t i = random_below(seed, 1 + (uint32_t)size / 20); i > 0; i--)
            bytes[random_below(seed, (uint32_t)size)] = (uint8_t)random_below(seed, 256);
}

#endif
