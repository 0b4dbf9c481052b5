/* The options: their defaults, and the ranges that wirecopy.h states. */
#include "cluster/corpus.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/parallel.h"
#include "read/bytes/encoding.h"
#include "sketch/plan_file.h"
#include "sketch/planner.h"
#include "text/fold/fold_kernels.h"

/* Under 16 MiB the buffers of one stage would be smaller than the blocks they read. */
static const uint64_t LEAST_MEMORY_BYTES = 16u << 20;
enum { MOST_SHINGLE_WORDS = 16, MOST_SAMPLED_ONE_IN = 1024, MOST_THREADS = 256, MOST_AUDITED = 1000000 };
enum { MOST_WINDOW_HOURS = 24 * 366000 }; /* a thousand years */

void wirecopy_options_init(struct wirecopy_options *options)
{
    *options = (struct wirecopy_options){
        .shingle_words = 3,
        .keys = WIRECOPY_KEYS_PLANNED,
        .furniture = true,
        .built_in_furniture = true,
        .template_numbers = true,
        .today = INT32_MIN,
        .max_record_bytes = (uint64_t)64 << 20,
        .memory_bytes = (uint64_t)256 << 20,
    };
    wirecopy_options_set_rule(options, WIRECOPY_RULE_USUAL);
}

void wirecopy_options_set_rule(struct wirecopy_options *options, enum wirecopy_rule rule)
{
    static const struct match_rule rules[] =
        {[WIRECOPY_RULE_USUAL] = {0.35, 0.6}, [WIRECOPY_RULE_STRICT] = {0.5, 0.8}, [WIRECOPY_RULE_LOOSE] = {0.25, 0.5}};
    options->resemblance = rules[rule].resemblance;
    options->containment = rules[rule].containment;
}

static enum wirecopy_status refuse(char *message, size_t message_size, const char *format, ...) __attribute__((format(printf, 3, 4)));

static enum wirecopy_status refuse(char *message, size_t message_size, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, message_size, format, arguments);
    va_end(arguments);
    return WIRECOPY_INVALID;
}

static bool is_share(double value)
{
    return value >= 0 && value <= 1;
}

static enum wirecopy_status check_keys(const struct wirecopy_options *options, char *message, size_t message_size)
{
    if (options->keys != WIRECOPY_KEYS_BY_HAND)
        return WIRECOPY_OK;
    if (options->bands == 0 && options->sampled_one_in == 0)
        return refuse(message, message_size, "keys by hand need bands or sampled keys");
    if (options->bands > 0 &&
        (options->rows == 0 || options->bands > COMPONENTS_MAX || options->rows > COMPONENTS_MAX || options->bands * options->rows > COMPONENTS_MAX))
        return refuse(message, message_size, "bands times rows is 1 to %d, not %u times %u", COMPONENTS_MAX, options->bands, options->rows);
    if (options->sampled_one_in > MOST_SAMPLED_ONE_IN)
        return refuse(message, message_size, "sampled keys are one shingle in 1 to %d, not in %u", MOST_SAMPLED_ONE_IN, options->sampled_one_in);
    return WIRECOPY_OK;
}

static enum wirecopy_status check_kernel(const char *name, char *message, size_t message_size)
{
    static const char *const known[] = {"portable", "neon", "avx2", "avx512"}; /* on some machine */
    if (!name || (minhash_variant_named(name) && fold_kernel_find(name)))
        return WIRECOPY_OK;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(name, known[i]) == 0)
            return refuse(message, message_size, "the kernel %s does not run on this machine", name);
    return refuse(message, message_size, "there is no kernel '%s'; there are portable, neon, avx2 and avx512", name);
}

/* Scratch goes to disk late, or never: a folder that is not there would be noticed after hours. */
static enum wirecopy_status check_scratch(const char *folder, char *message, size_t message_size)
{
    struct stat info;
    if (!folder)
        return WIRECOPY_OK;
    if (stat(folder, &info) == 0) {
        errno = ENOTDIR;
        if (S_ISDIR(info.st_mode) && access(folder, W_OK | X_OK) == 0)
            return WIRECOPY_OK;
    }
    return refuse(message, message_size, "scratch files cannot lie in '%s': %s", folder, strerror(errno));
}

/* Keys of other shingles or another seed would never meet those of the plan file. */
static enum wirecopy_status check_plan_file(const struct wirecopy_options *options, char *message, size_t message_size)
{
    struct known_plan known = {0};
    enum wirecopy_status status;
    if (!options->plan_file)
        return WIRECOPY_OK;
    status = known_plan_read(&known, options->plan_file);
    if (status != WIRECOPY_OK)
        snprintf(message, message_size, "%s", status_detail());
    else if (options->keys != WIRECOPY_KEYS_PLANNED)
        status = refuse(message, message_size, "a plan file says which keys there are, and others were asked for");
    else if (known.shingle_words != options->shingle_words || known.seed != options->seed)
        status = refuse(message, message_size, "%s is for shingles of %u words and the seed %llu", options->plan_file, known.shingle_words,
                        (unsigned long long)known.seed);
    known_plan_release(&known);
    return status;
}

enum wirecopy_status wirecopy_options_check(const struct wirecopy_options *options, char *message, size_t message_size)
{
    enum wirecopy_status status;
    if (message_size > 0)
        *message = '\0';
    if (!is_share(options->resemblance))
        return refuse(message, message_size, "the least resemblance is 0 to 1, not %g", options->resemblance);
    if (!is_share(options->containment))
        return refuse(message, message_size, "the least containment is 0 to 1, not %g", options->containment);
    if (options->shingle_words < 1 || options->shingle_words > MOST_SHINGLE_WORDS)
        return refuse(message, message_size, "shingles have 1 to %d words, not %u", MOST_SHINGLE_WORDS, options->shingle_words);
    if (options->window_hours > MOST_WINDOW_HOURS)
        return refuse(message, message_size, "the window is at most %u days, not %u hours", MOST_WINDOW_HOURS / 24, options->window_hours);
    if ((unsigned)options->keys > WIRECOPY_KEYS_ALL)
        return refuse(message, message_size, "there is no such choice of keys: %d", (int)options->keys);
    if (options->encoding && !encoding_is_known(options->encoding))
        return refuse(message, message_size, "there is no encoding '%s'; some are utf-16, windows-1252, iso-8859-2, koi8-r, shift_jis, gb18030",
                      options->encoding);
    if ((unsigned)options->input >= WIRECOPY_INPUT_COUNT)
        return refuse(message, message_size, "there is no such format of input: %d", (int)options->input);
    if (options->max_record_bytes == 0)
        return refuse(message, message_size, "the longest record that is read has at least 1 byte");
    if (options->memory_bytes < LEAST_MEMORY_BYTES)
        return refuse(message, message_size, "the memory is at least 16M");
    if (options->audit > MOST_AUDITED)
        return refuse(message, message_size, "at most %d articles are audited, not %u", MOST_AUDITED, options->audit);
    if (options->threads > MOST_THREADS)
        return refuse(message, message_size, "there are at most %d threads, not %u", MOST_THREADS, options->threads);
    status = check_keys(options, message, message_size);
    if (status == WIRECOPY_OK)
        status = check_scratch(options->scratch_directory, message, message_size);
    if (status == WIRECOPY_OK && options->learn_furniture && !options->furniture_file)
        status = refuse(message, message_size, "furniture is learnt anyway where there is no furniture file");
    if (status == WIRECOPY_OK && options->furniture_file && !options->furniture)
        status = refuse(message, message_size, "a furniture file says what is left out, and nothing is to be left out");
    if (status == WIRECOPY_OK)
        status = check_plan_file(options, message, message_size);
    return status == WIRECOPY_OK ? check_kernel(options->kernel, message, message_size) : status;
}

bool options_learn(const struct wirecopy_options *options)
{
    return options->furniture && (!options->furniture_file || options->learn_furniture);
}

uint32_t options_threads(const struct wirecopy_options *options)
{
    uint32_t threads = options->threads ? options->threads : parallel_processors();
    return threads < MOST_THREADS ? threads : MOST_THREADS;
}

#define TEXT_OF(number) #number
#define VERSION(major, minor, patch) TEXT_OF(major) "." TEXT_OF(minor) "." TEXT_OF(patch)

const char *wirecopy_version(void)
{
    return VERSION(WIRECOPY_VERSION_MAJOR, WIRECOPY_VERSION_MINOR, WIRECOPY_VERSION_PATCH);
}
