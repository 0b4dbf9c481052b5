/* Words are compared with lists character by character. */
#include "text/spellings_model.h"

#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

struct word {
    int32_t *at;
    size_t count;
};

static bool letter(int32_t c)
{
    return c == 0x200C || (c >= 0x620 && c <= 0x6FF && !(c >= 0x660 && c <= 0x66D) && c != 0x6D4 && !(c >= 0x6F0 && c <= 0x6F9));
}

/* The word that ends before a character of a text, and the one that begins there. */
static struct word word_before(int32_t *text, size_t i)
{
    size_t begin = i;
    while (begin > 0 && letter(text[begin - 1]))
        begin--;
    return (struct word){text + begin, i - begin};
}

static struct word word_from(int32_t *text, size_t count, size_t i)
{
    size_t end = i;
    while (end < count && letter(text[end]))
        end++;
    return (struct word){text + i, end - i};
}

/* Whether a word is one of those in a list with a blank behind each. */
static bool listed(struct word word, const char *list)
{
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)list;
    while (*at) {
        size_t same = 0, count = 0;
        int32_t c = 0;
        for (at += utf8proc_iterate(at, -1, &c); c != ' '; at += utf8proc_iterate(at, -1, &c)) {
            same += count < word.count && word.at[count] == c;
            count++;
        }
        if (same == count && count == word.count)
            return true;
    }
    return false;
}

static bool has_any(struct word word, const char *letters)
{
    for (size_t i = 0; i < word.count; i++)
        if (listed((struct word){word.at + i, 1}, letters))
            return true;
    return false;
}

static bool persian(struct word word)
{
    return has_any(word, "ی ");
}

static bool urdu(struct word word)
{
    return has_any(word, "ہ ے ں ھ ڈ ڑ ٹ ") || listed(word, "کا کی کو اور والی والا بھی تھی ");
}

static bool beginning(struct word before, struct word word)
{
    return !urdu(word) && (listed(before, "می نمی ") || (listed(before, "مي نمي ") && persian(word)));
}

static bool ending(struct word before, struct word word, struct word after)
{
    if (before.count == 0)
        return false;
    if (listed(word, "های هایی هایش هایشان هایم هایمان هایت هایتان "))
        return true;
    if (listed(word, "ها هاي هايي تر اند "))
        return (persian(before) || persian(after)) && !urdu(before) && !urdu(after);
    return listed(word, "ای ") && before.at[before.count - 1] == 0x647;
}

void model_join_persian(int32_t *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct word before, word, after = {text, 0};
        size_t behind;
        if (text[i] != ' ')
            continue;
        before = word_before(text, i);
        word = word_from(text, count, i + 1);
        behind = i + 1 + word.count;
        if (behind < count && text[behind] == ' ')
            after = word_from(text, count, behind + 1);
        if (word.count == 0)
            continue;
        if (beginning(before, word)) {
            memmove(before.at + 1, before.at, before.count * sizeof *text);
            *before.at = ' ';
        } else if (ending(before, word, after)) {
            memmove(text + i, word.at, word.count * sizeof *text);
            i += word.count;
            text[i--] = ' ';
        }
    }
}

size_t model_join_nasals(int32_t *folded, size_t count)
{
    static const int32_t nasals[] = {0x919, 0x91E, 0x923, 0x928, 0x92E};
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        int32_t c = folded[i];
        for (size_t k = 0; k < sizeof nasals / sizeof *nasals && i + 2 < count; k++)
            if (folded[i] == nasals[k] && folded[i + 1] == 0x94D && folded[i + 2] < nasals[k] && folded[i + 2] >= nasals[k] - 4) {
                c = 0x902;
                i++;
                break;
            }
        folded[kept++] = c;
    }
    return kept;
}
