/*
 * A run from a save with another furniture file gives the bytes of a run over the input with that file, whatever was edited; and it does not
 * make anew what the save holds.
 */
#include "cluster/save_testing.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "wirecopy.h"

static char furniture[128], first_furniture[128];
enum { STORIES = 110, COPIES = 3 };

/* A phrase that one line has in 33 articles and another in 12 more: together they are a crowd of its keys, either alone is nearly one. */
#define PHRASE "as the board of the old mill said on Tuesday evening in a long letter to all of its members"

/* A line that goes from 42 articles, and stands in others' own sentences: without its rule its words are common, and these lose them too. */
#define QUOTED "who reads as far as this knows the old ferry master and all three of his grey dogs by name"

static void add_quoted(struct text *text, unsigned story, unsigned cut)
{
    char line[200];
    snprintf(line, sizeof line, "The lady with the letter %c in her hat wrote: " QUOTED " and more", 'A' + story / 8);
    if (story % 8 == 3)
        text_line(text, QUOTED);
    if (story % 8 == 5 && cut == 0)
        text_line(text, line);
}

static void add_furniture(struct text *text, unsigned story, unsigned outlet)
{
    char line[200];
    snprintf(line, sizeof line, "Outlet number %c brings the news of the harbour to your table each morning, " PHRASE, 'A' + outlet);
    text_line(text, line);
    text_line(text, "Read on: what the harbour town will look like in ten years from now");
    if (story % 10 == 0)
        text_line(text, "More below, " PHRASE);
    if (story % 25 == 1)
        text_line(text, "We asked again and again, " PHRASE);
    if (outlet == 2)
        snprintf(line, sizeof line, "Wheat %u cents, barley %u cents and rye %u cents a bushel at noon", 10 + story, 7 * story % 50, story % 17);
    if (outlet == 2)
        text_line(text, line);
}

/* Many copies of one story, each with a line of its own: just enough that its keys are crowds, sampled ones or those of bands. */
static void fill_crowd(struct wirecopy_corpus *corpus, unsigned story, unsigned copies)
{
    for (unsigned i = 0; i < copies; i++) {
        struct text text = {0};
        char id[32], source[32];
        snprintf(id, sizeof id, "crowd%u-%u", story, i);
        snprintf(source, sizeof source, "outlet%u.example", i % 12);
        text_sentences(&text, story, 8);
        if (i % 5 == 0) /* what stands there twice is one key */
            text_sentence(&text, story, i % 8);
        text_line(&text, id);
        add(corpus, id, &text, source, i % 2 ? "2024-09-03" : "2024-09-04", NULL);
        text_release(&text);
    }
}

static void fill(struct wirecopy_corpus *corpus)
{
    for (unsigned story = 0; story < STORIES; story++)
        for (unsigned cut = 0; cut < COPIES; cut++) {
            struct text text = {0};
            char id[32], source[32], date[32];
            unsigned outlet = (story + 5 * cut) % 12;
            snprintf(id, sizeof id, "s%u-%u", story, cut);
            snprintf(source, sizeof source, "outlet%u.example", outlet);
            snprintf(date, sizeof date, "2024-09-%02u", 1 + (story + cut) % 28);
            text_sentences(&text, story,
                           story % 18 == 9  ? 1
                           : story % 9 == 0 ? 2
                                            : 9 - 2 * cut); /* some are too short for keys without their furniture */
            add_furniture(&text, story, outlet);
            add_quoted(&text, story, cut);
            add(corpus, id, &text, source, date, NULL);
            text_release(&text);
        }
    fill_crowd(corpus, 500, 35);
    fill_crowd(corpus, 501, 74);
    fill_crowd(corpus, 502, 110); /* stays a crowd */
}

static struct wirecopy_options options_of(const char *save, const char *file)
{
    struct wirecopy_options options = options_by_hand(save);
    options.furniture_file = file;
    return options;
}

static struct buffer from_scratch(const struct wirecopy_options *options)
{
    struct wirecopy_corpus *corpus = new_corpus_with(options);
    fill(corpus);
    return views_of(must_cluster(corpus), false);
}

static struct buffer from_save(const struct wirecopy_options *options)
{
    return views_of(must_cluster(open_save(options)), false);
}

static void write_file(const char *path, const char *data, size_t size)
{
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(data, 1, size, out), size);
    assert_int_equal(fclose(out), 0);
}

/* What is learnt, as a furniture file. */
static struct buffer learnt_file(void)
{
    struct wirecopy_options options = options_of(NULL, NULL);
    struct wirecopy_corpus *corpus;
    struct wirecopy_clustering *clustering;
    struct buffer written = {0};
    options.keep_lines = true;
    corpus = new_corpus_with(&options);
    fill(corpus);
    clustering = must_cluster(corpus);
    assert_int_equal(wirecopy_clustering_write_furniture(clustering, append, &written), WIRECOPY_OK);
    wirecopy_clustering_free(clustering);
    return written;
}

static bool is_body(const char *line)
{
    return *line && *line != '#' && *line != '[' && *line != '\n' && strncmp(line, "wirecopy", 8) != 0;
}

/* Writes the file with its line number without of furniture left out, and more behind it; returns whether there is such a line. */
static bool write_edited(const struct buffer *learnt, size_t without, const char *more)
{
    struct buffer edited = {0};
    size_t number = 0;
    const char *end = learnt->data + learnt->size;
    for (const char *line = learnt->data, *next; line < end; line = next) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        next = newline ? newline + 1 : end;
        if (!is_body(line) || (number++ != without && without != SIZE_MAX - 1))
            assert_int_equal(append(&edited, line, (size_t)(next - line)), 0);
    }
    assert_int_equal(append(&edited, more, strlen(more)), 0);
    write_file(furniture, edited.data, edited.size);
    buffer_release(&edited);
    return without < number;
}

/* A section of the file with one sentence of a story. */
static const char *story_line(const char *section, unsigned story)
{
    static char lines[4][400], *line;
    static unsigned next;
    struct text text = {0};
    line = lines[next++ % 4];
    text_sentence(&text, story, 1);
    assert_int_equal(append(&text.bytes, "", 1), 0);
    snprintf(line, sizeof *lines, "\n[%s]\n%s\n", section, text.bytes.data);
    text_release(&text);
    return line;
}

static unsigned different;

/* The file as it was written last, under other resources each time. */
static void must_be_as_from_scratch(struct wirecopy_options options, struct buffer *before)
{
    static unsigned turn;
    struct buffer scratch, save;
    options.threads = 1 + turn++ % 3;
    options.memory_bytes = turn % 2 ? 16 << 20 : 256 << 20;
    scratch = from_scratch(&options);
    save = from_save(&options);
    assert_string_equal(scratch.data, save.data);
    different += before->data && strcmp(before->data, scratch.data) != 0;
    buffer_release(before);
    buffer_release(&save);
    *before = scratch;
}

static void try_all_edits(struct wirecopy_options options)
{
    const char *const added[] = {"",
                                 "\n[everywhere]\nNobody has this line of so many words.\n",
                                 story_line("everywhere", 4),
                                 story_line("outlet outlet3.example", 500),
                                 story_line("outlet outlet3.example", 501),
                                 story_line("outlet outlet3.example", 502),
                                 "\n[outlet outlet3.example]\nMore below, " PHRASE "\n",
                                 "\n[strangers]\nWe asked again and again, " PHRASE "\n",
                                 "\n[form outlet1.example]\nWheat # cents, barley # cents and rye # cents a bushel at noon\n"};
    struct buffer learnt = learnt_file(), before = {0};
    size_t without = 0;
    different = 0;
    while (write_edited(&learnt, without++, ""))
        must_be_as_from_scratch(options, &before);
    assert_true(without > 5); /* lines of several kinds are learnt */
    for (size_t i = 0; i < sizeof added / sizeof *added; i++) {
        write_edited(&learnt, SIZE_MAX, added[i]);
        must_be_as_from_scratch(options, &before);
        write_edited(&learnt, 1, added[i]);
        must_be_as_from_scratch(options, &before);
    }
    write_edited(&learnt, SIZE_MAX - 1, "");
    must_be_as_from_scratch(options, &before);
    assert_true(different > 5); /* else the edits would prove little */
    buffer_release(&learnt);
    buffer_release(&before);
}

static void save(const char *file)
{
    struct wirecopy_options options = options_of(save_directory, file);
    struct buffer written = from_scratch(&options);
    buffer_release(&written);
}

static void every_edit_of_what_was_learnt_gives_the_bytes_of_a_run_from_scratch(void **state)
{
    (void)state;
    save(NULL);
    try_all_edits(options_of(NULL, furniture));
}

static void every_edit_of_a_given_file_gives_the_bytes_of_a_run_from_scratch(void **state)
{
    struct buffer learnt = learnt_file();
    (void)state;
    write_edited(&learnt, 2, "\n[outlet outlet3.example]\nMore below, " PHRASE "\n");
    assert_int_equal(rename(furniture, first_furniture), 0);
    save(first_furniture);
    try_all_edits(options_of(NULL, furniture));
    buffer_release(&learnt);
}

/* Which lines were learnt beside a file cannot be told from those of another. */
static void a_save_that_learnt_beside_a_file_does_not_mislead_other_files(void **state)
{
    struct buffer learnt = learnt_file(), before = {0}, written;
    struct wirecopy_options options;
    (void)state;
    write_edited(&learnt, 2, "");
    assert_int_equal(rename(furniture, first_furniture), 0);
    options = options_of(save_directory, first_furniture);
    options.learn_furniture = true;
    written = from_scratch(&options);
    buffer_release(&written);
    different = 0;
    for (size_t i = 0; i < 3; i++) {
        write_edited(&learnt, i ? SIZE_MAX - i : 1, i > 1 ? story_line("everywhere", 4) : "");
        must_be_as_from_scratch(options_of(NULL, furniture), &before);
    }
    assert_true(different > 0);
    buffer_release(&learnt);
    buffer_release(&before);
}

static void other_rules_keys_and_windows_beside_other_furniture_give_the_bytes_of_a_run_from_scratch(void **state)
{
    struct buffer learnt = learnt_file(), before = {0};
    (void)state;
    save(NULL);
    for (unsigned i = 0; i < 9; i++) {
        struct wirecopy_options options = options_of(NULL, furniture);
        write_edited(&learnt, i % 4, i % 2 ? story_line("everywhere", 4) : "");
        if (i == 0)
            wirecopy_options_set_rule(&options, WIRECOPY_RULE_STRICT);
        if (i == 1)
            wirecopy_options_set_rule(&options, WIRECOPY_RULE_LOOSE);
        options.resemblance = i == 2 ? 0.1 : options.resemblance;
        options.window_hours = i == 3 ? 48 : 0;
        options.seed = i == 4 ? 9 : 0;
        options.bands = i == 5 ? 12 : options.bands;
        options.keys = i == 6 ? WIRECOPY_KEYS_PLANNED : options.keys;
        options.learn_furniture = i == 7;
        options.built_in_furniture = i != 8;
        must_be_as_from_scratch(options, &before);
    }
    buffer_release(&learnt);
    buffer_release(&before);
}

/* That an altered file of keys is refused says that it is read; so nothing is made anew. */
static void keys_of_then_serve_another_furniture_file(void **state)
{
    struct wirecopy_options options = options_of(NULL, furniture);
    struct buffer learnt = learnt_file();
    struct wirecopy_corpus *corpus;
    struct wirecopy_clustering *clustering;
    char path[128], byte = 1;
    FILE *file;
    (void)state;
    save(NULL);
    write_edited(&learnt, SIZE_MAX, story_line("everywhere", 4));
    snprintf(path, sizeof path, "%s/sketches", save_directory);
    file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 900, SEEK_SET), 0);
    assert_int_equal(fwrite(&byte, 1, 1, file), 1);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(wirecopy_corpus_open(&options, save_directory, &corpus, NULL, 0), WIRECOPY_OK);
    assert_int_equal(wirecopy_corpus_cluster(corpus, &clustering), WIRECOPY_BAD_INPUT);
    assert_non_null(strstr(wirecopy_corpus_error(corpus), "sketches"));
    wirecopy_corpus_free(corpus);
    buffer_release(&learnt);
}

static void every_allocation_may_fail(void **state)
{
    struct wirecopy_options options = options_of(NULL, furniture);
    struct buffer learnt = learnt_file();
    (void)state;
    options.threads = 1;
    save(NULL);
    write_edited(&learnt, 1, story_line("everywhere", 4));
    fail_each_allocation(&options, 60);
    buffer_release(&learnt);
}

static int make_room(void **state)
{
    int status = save_room_make(state);
    snprintf(furniture, sizeof furniture, "%s", save_room_path("furniture.txt"));
    snprintf(first_furniture, sizeof first_furniture, "%s", save_room_path("first.txt"));
    return status;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_edit_of_what_was_learnt_gives_the_bytes_of_a_run_from_scratch),
        cmocka_unit_test(every_edit_of_a_given_file_gives_the_bytes_of_a_run_from_scratch),
        cmocka_unit_test(a_save_that_learnt_beside_a_file_does_not_mislead_other_files),
        cmocka_unit_test(other_rules_keys_and_windows_beside_other_furniture_give_the_bytes_of_a_run_from_scratch),
        cmocka_unit_test(keys_of_then_serve_another_furniture_file),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, make_room, save_room_remove);
}
