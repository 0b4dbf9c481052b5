/* What the options of cluster take, strictly. */
#include "cli/values.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "cli/messages.h"
#include "cli/options.h"

/* The number at *text, which is moved behind it; false where there is none or it is over most. */
static bool take_number(const char **text, uint64_t most, uint64_t *number)
{
    bool hexadecimal = strncmp(*text, "0x", 2) == 0;
    const char *digits = *text + (hexadecimal ? 2 : 0);
    char *end;
    unsigned long long taken;
    if (strspn(digits, hexadecimal ? "0123456789abcdefABCDEF" : "0123456789") == 0)
        return false;
    errno = 0;
    taken = strtoull(digits, &end, hexadecimal ? 16 : 10);
    *text = end;
    *number = taken;
    return errno == 0 && taken <= most;
}

bool value_number(const char *option, const char *value, uint64_t most, uint64_t *number)
{
    const char *rest = value;
    bool small = take_number(&rest, most, number);
    if (rest == value || *rest != '\0')
        say("%s is a whole number, not '%s'", option, value);
    else if (!small)
        say("%s cannot be as large as %s", option, value);
    return small && *rest == '\0';
}

/* The share at *text, which is moved behind it. */
static bool take_share(const char **text, double *share)
{
    size_t size = strspn(*text, "0123456789.");
    char *end;
    *share = strtod(*text, &end);
    if (size == 0 || end != *text + size)
        return false;
    *text = end;
    return true;
}

bool value_seed(const char *value, uint64_t *seed)
{
    if (strcmp(value, "random") != 0)
        return value_number("--seed", value, UINT64_MAX, seed);
    if (getrandom(seed, sizeof *seed, 0) != (ssize_t)sizeof *seed) {
        say("--seed random: %s", strerror(errno));
        return false;
    }
    *seed = (*seed >> 11) + 1;
    return true;
}

bool value_share(const char *option, const char *value, double *share)
{
    const char *rest = value;
    if (take_share(&rest, share) && *rest == '\0')
        return true;
    say("%s is a number from 0 to 1 such as 0.5, not '%s'", option, value);
    return false;
}

bool value_size(const char *option, const char *value, uint64_t *bytes)
{
    static const char units[] = "KMG";
    const char *rest = value, *unit;
    uint64_t number;
    unsigned shift = 0;
    bool good = take_number(&rest, UINT64_MAX, &number);
    if (good && *rest && (unit = memchr(units, *rest & ~0x20, 3)) != NULL) {
        shift = 10 * (unsigned)(unit - units + 1);
        rest++;
    }
    if (good && *rest == '\0' && number <= UINT64_MAX >> shift) {
        *bytes = number << shift;
        return true;
    }
    say("%s is a number of bytes such as 64K, 256M or 2G, not '%s'", option, value);
    return false;
}

bool value_window(const char *value, uint32_t *hours)
{
    static const char units[] = "hdw";
    static const uint32_t hours_of[] = {1, 24, 168};
    const char *rest = value, *unit;
    uint64_t number;
    if (take_number(&rest, UINT32_MAX / 168, &number) && number > 0 && rest[0] && !rest[1] && (unit = strchr(units, *rest | 0x20)) != NULL) {
        *hours = (uint32_t)number * hours_of[unit - units];
        return true;
    }
    say("--window is hours, days or weeks such as 12h, 30d or 2w, not '%s'", value);
    return false;
}

bool value_rule(const char *value, struct wirecopy_options *options)
{
    static const char *const names[] = {[WIRECOPY_RULE_USUAL] = "usual", [WIRECOPY_RULE_STRICT] = "strict", [WIRECOPY_RULE_LOOSE] = "loose"};
    const char *rest = value;
    int rule;
    if ((*value >= '0' && *value <= '9') || *value == '.') {
        if (take_share(&rest, &options->resemblance) && *rest++ == ',' && take_share(&rest, &options->containment) && *rest == '\0')
            return true;
        say("--rule is a name, or resemblance and containment such as 0.35,0.6, not '%s'", value);
        return false;
    }
    rule = choose("--rule", value, names, sizeof names / sizeof *names);
    if (rule >= 0)
        wirecopy_options_set_rule(options, (enum wirecopy_rule)rule);
    return rule >= 0;
}

bool value_input(const char *value, struct wirecopy_options *options)
{
#define INPUT_WORD(name, word) word,
    static const char *const names[] = {WIRECOPY_INPUTS(INPUT_WORD)};
#undef INPUT_WORD
    int chosen = choose("--format-in", value, names, sizeof names / sizeof *names);
    if (chosen >= 0)
        options->input = (enum wirecopy_input)chosen;
    return chosen >= 0;
}

/* BxR, 1/S, BxR+1/S */
static bool take_keys(const char *text, uint64_t *bands, uint64_t *rows, uint64_t *sampled)
{
    *bands = *rows = *sampled = 0;
    if (strncmp(text, "1/", 2) != 0) {
        if (!take_number(&text, 512, bands) || *text++ != 'x' || !take_number(&text, 512, rows))
            return false;
        if (*text == '\0')
            return true;
        if (*text++ != '+')
            return false;
    }
    if (strncmp(text, "1/", 2) != 0)
        return false;
    text += 2;
    return take_number(&text, 1024, sampled) && *sampled > 0 && *text == '\0';
}

bool value_keys(const char *value, struct wirecopy_options *options)
{
    static const char *const names[] = {"planned", "all"};
    uint64_t bands, rows, sampled;
    int chosen;
    if (take_keys(value, &bands, &rows, &sampled)) {
        options->keys = WIRECOPY_KEYS_BY_HAND;
        options->bands = (uint32_t)bands;
        options->rows = (uint32_t)rows;
        options->sampled_one_in = (uint32_t)sampled;
        return true;
    }
    if (*value >= '0' && *value <= '9') {
        say("--keys by hand are bands and rows, samples, or both, such as 64x2, 1/8 or 16x2+1/5, not '%s'", value);
        return false;
    }
    chosen = choose("--keys", value, names, sizeof names / sizeof *names);
    if (chosen >= 0)
        options->keys = chosen == 0 ? WIRECOPY_KEYS_PLANNED : WIRECOPY_KEYS_ALL;
    return chosen >= 0;
}
