/* The walk: order, ids, links, and what cannot be read. */
#define _GNU_SOURCE
#include "read/reading.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void entries_come_in_order_of_their_bytes(void **state)
{
    (void)state;
    write_text("d/b.txt", "b");
    write_text("d/B.txt", "B");
    write_text("d/a/2.txt", "a2");
    write_text("d/a/10.txt", "a10");
    write_text("d/a.txt", "a");
    write_text("d/\xC3\xA9.txt", "e");
    assert_string_equal(read_one("d"), "article B.txt | B\narticle a/10.txt | a10\narticle a/2.txt | a2\narticle a.txt | a\narticle b.txt | b\n"
                                       "article \xC3\xA9.txt | e\n");
}

static void ids_are_relative_to_the_path_that_was_named(void **state)
{
    const char *paths[4];
    (void)state;
    write_text("d/e/f.txt", "f");
    paths[0] = at("d/");
    paths[1] = at("d/e");
    paths[2] = at("d/e/f.txt");
    paths[3] = at("d/./e//");
    assert_string_equal(read_paths(paths, 4), "article e/f.txt | f\narticle f.txt | f\narticle f.txt | f\narticle f.txt | f\n");
}

static void formats_are_seen_in_each_file_of_a_directory(void **state)
{
    (void)state;
    write_text("d/1.txt", "plain");
    write_text("d/2.txt", "{\"id\":2,\"text\":\"json\"}");
    write_text("d/3.jsonl", "{\"id\":3,\"text\":\"json\"}");
    write_bytes("d/4.bin", "\0\1\2", 3);
    assert_string_equal(read_one("d"), "article 1.txt | plain\narticle 2 | json\narticle 3 | json\nfile d/4.bin:0 not text\n");
}

static void hidden_entries_are_left_out_unless_named(void **state)
{
    (void)state;
    write_text("d/.hidden", "h");
    write_text("d/.git/x", "x");
    write_text("d/seen", "s");
    assert_string_equal(read_one("d"), "article seen | s\n");
    assert_string_equal(read_one("d/.hidden"), "article .hidden | h\n");
    assert_string_equal(read_one("d/.git"), "article x | x\n");
}

static void empty_directories_hold_nothing(void **state)
{
    (void)state;
    assert_int_equal(mkdir(at("d"), 0700), 0);
    assert_int_equal(mkdir(at("d/e"), 0700), 0);
    assert_string_equal(read_one("d"), "");
}

static void links_are_followed_and_loops_end(void **state)
{
    (void)state;
    write_text("d/a/1.txt", "one");
    write_text("e/2.txt", "two");
    assert_int_equal(symlink("..", at("d/a/loop")), 0);
    assert_int_equal(symlink(".", at("d/a/self")), 0);
    assert_int_equal(symlink("../e", at("d/z")), 0);
    assert_int_equal(symlink("../e/2.txt", at("d/y")), 0);
    assert_int_equal(symlink("nowhere", at("d/x")), 0);
    assert_int_equal(symlink("w", at("d/w")), 0);
    assert_string_equal(read_one("d"), "article a/1.txt | one\nfile d/w:0 Too many levels of symbolic links\n"
                                       "file d/x:0 No such file or directory\narticle y | two\narticle z/2.txt | two\n");
}

static void a_missing_path_is_told_and_the_rest_is_read(void **state)
{
    const char *paths[2];
    (void)state;
    write_text("a", "text");
    paths[0] = at("missing");
    paths[1] = at("a");
    assert_string_equal(read_paths(paths, 2), "file missing:0 No such file or directory\narticle a | text\n");
}

static void nothing_read_is_told_only_where_no_path_could_be_opened(void **state)
{
    const char *paths[2];
    (void)state;
    paths[0] = at("missing");
    paths[1] = "";
    assert_string_equal(read_paths(paths, 2), "file missing:0 No such file or directory\nfile :0 No such file or directory\nnothing read\n");
    assert_string_equal(read_paths(paths, 0), "");
    write_bytes("binary", "\0", 1);
    assert_string_equal(read_one("binary"), "file binary:0 not text\n");
}

static void unreadable_entries_are_told(void **state)
{
    bool root = geteuid() == 0;
    const char *log;
    (void)state;
    write_text("d/1", "one");
    write_text("d/2", "two");
    write_text("d/3/4", "four");
    assert_int_equal(chmod(at("d/2"), 0), 0);
    assert_int_equal(chmod(at("d/3"), 0), 0);
    assert_int_equal(chmod(at(""), 0755), 0);
    assert_int_equal(chmod(at("d"), 0755), 0);
    if (root) /* reads everything: somebody else does not */
        assert_int_equal(seteuid(65534), 0);
    log = read_one("d");
    if (root)
        assert_int_equal(seteuid(0), 0);
    assert_string_equal(log, "article 1 | one\nfile d/2:0 Permission denied\nfile d/3:0 Permission denied\n");
    assert_int_equal(chmod(at("d/3"), 0700), 0);
}

static void a_pipe_is_read_only_where_it_is_named(void **state)
{
    pid_t child;
    (void)state;
    write_text("d/1", "one");
    assert_int_equal(mkfifo(at("d/2"), 0600), 0);
    assert_string_equal(read_one("d"), "article 1 | one\nfile d/2:0 not a regular file\n");
    child = fork();
    if (child == 0) {
        FILE *pipe = fopen(at("d/2"), "w");
        if (!pipe)
            _exit(1);
        fputs("through a pipe", pipe);
        fclose(pipe);
        _exit(0);
    }
    assert_string_equal(read_one("d/2"), "article 2 | through a pipe\n");
}

/* Runs body with content as standard input. */
static const char *read_standard_input(const char *content)
{
    static const char *const paths[] = {"-"};
    int saved = dup(STDIN_FILENO);
    const char *log;
    write_text("stdin", content);
    assert_non_null(freopen(at("stdin"), "rb", stdin));
    log = read_paths(paths, 1);
    assert_int_equal(dup2(saved, STDIN_FILENO), STDIN_FILENO); /* it was left open */
    close(saved);
    return log;
}

static void standard_input_is_any_format_and_no_file(void **state)
{
    (void)state;
    assert_string_equal(read_standard_input("{\"text\":\"json\"}\noops\n"), "article - | json\nrecord -:2 broken JSON\n");
    assert_string_equal(read_standard_input("plain"), "article - | plain\n");
    assert_string_equal(read_standard_input(""), "");
}

static void names_need_not_be_utf8(void **state)
{
    (void)state;
    write_text("d/\xFF\xFE", "one");
    write_text("d/a\nb", "two");
    write_text("d/caf\xE9", "three");
    assert_string_equal(read_one("d"), "article a\nb | two\narticle caf\xE9 | three\narticle \xFF\xFE | one\n");
}

static void two_paths_may_hold_the_same_names(void **state)
{
    const char *paths[2];
    (void)state;
    write_text("d/x", "one");
    write_text("e/x", "two");
    paths[0] = at("d");
    paths[1] = at("e");
    assert_string_equal(read_paths(paths, 2), "article x | one\narticle x | two\n"); /* intake makes their ids two */
}

/* Changes made while the first file is open. */
static void files_that_vanish_grow_or_shrink_are_read_as_they_are(void **state)
{
    static const struct reader_options options = {.max_record_bytes = 10000000};
    const char *path = at("d");
    struct reader *reader;
    struct raw_article article;
    struct wirecopy_problem problem;
    enum wirecopy_status status;
    FILE *file;
    size_t articles = 0;
    (void)state;
    write_text("d/1.jsonl", "");
    file = fopen(at("d/1.jsonl"), "w");
    assert_non_null(file);
    for (int i = 0; i < 40000; i++)
        fprintf(file, "{\"id\":%d,\"text\":\"%020d\"}\n", i, i);
    fflush(file);
    write_text("d/2", "two");
    write_text("d/3", "three");
    write_text("d/4/5", "five");
    assert_int_equal(reader_open(&path, 1, &options, &reader), WIRECOPY_OK);
    assert_int_equal(reader_next(reader, &article, &problem, &status), READ_ARTICLE);
    fputs("{\"id\":\"late\",\"text\":\"grown\"}\n", file);
    fclose(file);
    assert_int_equal(remove(at("d/2")), 0);
    assert_int_equal(remove(at("d/4/5")), 0);
    assert_int_equal(remove(at("d/4")), 0);
    assert_int_equal(truncate(at("d/3"), 2), 0);
    for (articles = 1; reader_next(reader, &article, &problem, &status) == READ_ARTICLE; articles++)
        ;
    assert_int_equal(articles, 40001); /* what came late is there */
    assert_string_equal(problem.reason, "No such file or directory");
    assert_non_null(strstr(problem.path, "d/2"));
    assert_int_equal(reader_next(reader, &article, &problem, &status), READ_ARTICLE);
    assert_memory_equal(article.text.data, "th", article.text.size);
    assert_int_equal(reader_next(reader, &article, &problem, &status), READ_PROBLEM);
    assert_non_null(strstr(problem.path, "d/4"));
    assert_int_equal(reader_next(reader, &article, &problem, &status), READ_END);
    reader_close(reader);
}

static void deep_trees_are_walked(void **state)
{
    char name[800] = "d";
    (void)state;
    for (int i = 0; i < 300; i++)
        strcat(name, "/x");
    strcat(name, "/end");
    write_text(name, "deep");
    assert_string_equal(strrchr(read_one("d"), '/'), "/end | deep\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_room, remove_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(entries_come_in_order_of_their_bytes),
        TEST(ids_are_relative_to_the_path_that_was_named),
        TEST(formats_are_seen_in_each_file_of_a_directory),
        TEST(hidden_entries_are_left_out_unless_named),
        TEST(empty_directories_hold_nothing),
        TEST(links_are_followed_and_loops_end),
        TEST(a_missing_path_is_told_and_the_rest_is_read),
        TEST(nothing_read_is_told_only_where_no_path_could_be_opened),
        TEST(unreadable_entries_are_told),
        TEST(a_pipe_is_read_only_where_it_is_named),
        TEST(standard_input_is_any_format_and_no_file),
        TEST(names_need_not_be_utf8),
        TEST(two_paths_may_hold_the_same_names),
        TEST(files_that_vanish_grow_or_shrink_are_read_as_they_are),
        TEST(deep_trees_are_walked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
