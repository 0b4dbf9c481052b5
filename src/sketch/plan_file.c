/* Reading the plan file, which is read whole: of a million articles it is some hundred kilobytes. */
#include "sketch/plan_file.h"

#include <string.h>

#include "base/file.h"
#include "sketch/minhash.h"
#include "text/fold/fold.h"
#include "text/shingles.h"

const struct plan_number plan_numbers[PLAN_NUMBERS] = {
    [PLAN_SHINGLE_WORDS] = {"shingle_words", 1, 16},
    [PLAN_SEED] = {"seed", 0, UINT64_MAX},
    [PLAN_BANDS] = {"bands", 0, COMPONENTS_MAX},
    [PLAN_ROWS] = {"rows", 0, COMPONENTS_MAX},
    [PLAN_SAMPLED_ONE_IN] = {"sampled_one_in", 0, 1024},
    [PLAN_SAMPLED_LEAST] = {"sampled_least", 1, 64},
    [PLAN_CROWD] = {"crowd", 2, 1 << 20},
    [PLAN_ALL_PAIRS] = {"all_pairs", 0, 1},
};

enum section { HEADING, NUMBERS, COMMON, CROWDS, BUCKETS };

struct reading {
    struct known_plan *known;
    struct edited_file file;
    struct folder *folder;
    enum section section;
    uint32_t given; /* a bit for each number that was */
};

uint64_t known_plan_number(const struct known_plan *known, unsigned number)
{
    const uint64_t numbers[PLAN_NUMBERS] = {
        [PLAN_SHINGLE_WORDS] = known->shingle_words,
        [PLAN_SEED] = known->seed,
        [PLAN_BANDS] = known->plan.bands,
        [PLAN_ROWS] = known->plan.rows,
        [PLAN_SAMPLED_ONE_IN] = known->plan.sampled_one_in,
        [PLAN_SAMPLED_LEAST] = known->plan.sampled_least,
        [PLAN_CROWD] = known->plan.crowd,
        [PLAN_ALL_PAIRS] = known->plan.all_pairs,
    };
    return numbers[number];
}

static void set_number(struct known_plan *known, unsigned number, uint64_t value)
{
    switch (number) {
    case PLAN_SHINGLE_WORDS:
        known->shingle_words = (uint32_t)value;
        break;
    case PLAN_SEED:
        known->seed = value;
        break;
    case PLAN_BANDS:
        known->plan.bands = (uint32_t)value;
        break;
    case PLAN_ROWS:
        known->plan.rows = (uint32_t)value;
        break;
    case PLAN_SAMPLED_ONE_IN:
        known->plan.sampled_one_in = (uint32_t)value;
        break;
    case PLAN_SAMPLED_LEAST:
        known->plan.sampled_least = (uint32_t)value;
        break;
    case PLAN_CROWD:
        known->plan.crowd = (uint32_t)value;
        break;
    default:
        known->plan.all_pairs = value;
    }
}

/* Whether text is a number in that base of at most digits digits; sets *value. */
static bool number_of(struct wirecopy_bytes text, unsigned base, size_t digits, uint64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        unsigned digit = c >= '0' && c <= '9' ? (unsigned)(c - '0') : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10) : base;
        if (digit >= base || __builtin_mul_overflow(*value, base, value) || __builtin_add_overflow(*value, digit, value))
            return false;
    }
    return text.size > 0 && text.size <= digits;
}

static enum wirecopy_status take_number(struct reading *reading, struct wirecopy_bytes line)
{
    const char *space = memchr(line.data, ' ', line.size);
    size_t name = space ? (size_t)(space - line.data) : line.size;
    for (unsigned i = 0; space && i < PLAN_NUMBERS; i++) {
        uint64_t value;
        if (strlen(plan_numbers[i].name) != name || memcmp(plan_numbers[i].name, line.data, name) != 0)
            continue;
        if (!number_of((struct wirecopy_bytes){space + 1, line.size - name - 1}, 10, 20, &value) || value < plan_numbers[i].least ||
            value > plan_numbers[i].most)
            return edited_file_refuse(&reading->file, "the number is out of its range");
        set_number(reading->known, i, value);
        reading->given |= 1u << i;
        return WIRECOPY_OK;
    }
    return edited_file_refuse(&reading->file, "no such number belongs to a plan");
}

static enum wirecopy_status end_numbers(const struct reading *reading)
{
    const struct plan *plan = &reading->known->plan;
    if (reading->given != (1u << PLAN_NUMBERS) - 1)
        return edited_file_refuse(&reading->file, "a number of the plan is missing");
    if (plan->bands > 0 && (plan->rows == 0 || plan->bands * plan->rows > COMPONENTS_MAX))
        return edited_file_refuse(&reading->file, "bands times rows is out of its range");
    return plan->bands || plan->sampled_one_in || plan->all_pairs ? WIRECOPY_OK : edited_file_refuse(&reading->file, "the plan has no keys");
}

static enum wirecopy_status begin_section(struct reading *reading, struct wirecopy_bytes line)
{
    enum wirecopy_status status = reading->section == NUMBERS ? end_numbers(reading) : WIRECOPY_OK;
    if (status != WIRECOPY_OK)
        return status;
    if (edited_line_is(line, "[common]"))
        reading->section = COMMON;
    else if (edited_line_is(line, "[crowds]"))
        reading->section = CROWDS;
    else if (edited_line_is(line, "[buckets]"))
        reading->section = BUCKETS;
    else
        return edited_file_refuse(&reading->file, "there is no such section; there are [common], [crowds] and [buckets]");
    return WIRECOPY_OK;
}

/* A shingle by its hash, behind which its words may stand, or by its words alone. */
static enum wirecopy_status take_shingle(struct reading *reading, struct wirecopy_bytes line)
{
    enum { DIGITS = 16 };
    struct folded folded;
    uint64_t shingle;
    enum wirecopy_status status;
    if (line.size >= DIGITS && number_of((struct wirecopy_bytes){line.data, DIGITS}, 16, DIGITS, &shingle) &&
        (line.size == DIGITS || line.data[DIGITS] == ' ' || line.data[DIGITS] == '\t'))
        return hash_set_add(&reading->known->common, shingle);
    status = fold_line_as_it_is(reading->folder, line.data, line.size, &folded);
    if (status != WIRECOPY_OK)
        return status;
    if (folded.word_count != reading->known->shingle_words)
        return edited_file_refuse(&reading->file, "a shingle is 16 hexadecimal digits, or as many words as shingle_words says");
    return hash_set_add(&reading->known->common, shingle_hash(folded.words, folded.word_count));
}

static enum wirecopy_status take_key(struct reading *reading, struct wirecopy_bytes line)
{
    enum { DIGITS = 8 };
    struct known_crowds *crowds = &reading->known->crowds;
    uint64_t key;
    if (line.size != DIGITS || !number_of(line, 16, DIGITS, &key))
        return edited_file_refuse(&reading->file, "a key has 8 hexadecimal digits");
    return hash_set_add(reading->section == CROWDS ? &crowds->sampled : &crowds->bands, key);
}

static enum wirecopy_status take_line(void *context, struct wirecopy_bytes line)
{
    struct reading *reading = context;
    if (reading->section == HEADING) {
        reading->section = NUMBERS;
        return edited_line_is(line, "wirecopy plan 5") ? WIRECOPY_OK
                                                       : edited_file_refuse(&reading->file, "a plan file begins with 'wirecopy plan 5'");
    }
    if (*line.data == '[')
        return begin_section(reading, line);
    return reading->section == NUMBERS  ? take_number(reading, line)
           : reading->section == COMMON ? take_shingle(reading, line)
                                        : take_key(reading, line);
}

enum wirecopy_status known_plan_read_text(struct known_plan *known, const char *name, struct wirecopy_bytes text)
{
    struct reading reading = {.known = known, .file = {.path = name}};
    enum wirecopy_status status = folder_create(&reading.folder);
    *known = (struct known_plan){0};
    if (status == WIRECOPY_OK)
        status = edited_bytes_read(&reading.file, text, take_line, &reading);
    known->fingerprint = reading.file.fingerprint;
    if (status == WIRECOPY_OK && reading.section == HEADING)
        status = edited_file_refuse(&reading.file, "a plan file begins with 'wirecopy plan 5'");
    if (status == WIRECOPY_OK && reading.section == NUMBERS)
        status = end_numbers(&reading);
    folder_free(reading.folder);
    if (status != WIRECOPY_OK)
        known_plan_release(known);
    return status;
}

enum wirecopy_status known_plan_read(struct known_plan *known, const char *path)
{
    struct buffer text = {0};
    enum wirecopy_status status = file_read_whole(path, &text);
    *known = (struct known_plan){0};
    if (status == WIRECOPY_OK)
        status = known_plan_read_text(known, path, (struct wirecopy_bytes){text.data, text.size});
    buffer_release(&text);
    return status;
}

void known_plan_release(struct known_plan *known)
{
    hash_set_release(&known->common);
    hash_set_release(&known->crowds.sampled);
    hash_set_release(&known->crowds.bands);
}
