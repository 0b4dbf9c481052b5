/* Archives: tar and zip, plain and compressed, with members of every format, and each way to be broken. */
#include <stdio.h>

#include "read/reading.h"

static void run(const char *command)
{
    char line[2000];
    snprintf(line, sizeof line, "cd '%s' && %s", at(""), command);
    assert_int_equal(system(line), 0);
}

static void make_members(void)
{
    write_text("box/one.jsonl", "{\"id\":\"a\",\"text\":\"one\"}\n{\"id\":\"b\",\"text\":\"two\"}\n");
    write_text("box/sub/story.txt", "A story.");
    write_text("box/table.csv", "id,text\nc,three\n");
}

static const char *const all = "article a | one\narticle b | two\n";

static void members_are_read_as_files_are(void **state)
{
    (void)state;
    make_members();
    run("tar cf t.tar box/one.jsonl box/sub/story.txt box/table.csv && gzip -k t.tar && xz -k t.tar");
    run("python3 -c \"import zipfile as z; f = z.ZipFile('t.zip', 'w', z.ZIP_DEFLATED)\nfor n in ['box/one.jsonl', 'box/sub/story.txt', 'box/table.csv']: f.write(n)\nf.close()\"");
    run("tar cf old.tar --format=v7 box/one.jsonl box/sub/story.txt box/table.csv && tar cf posix.tar --format=posix box/one.jsonl box/sub/story.txt box/table.csv");
    static const char *const names[] = {"t.tar", "t.tar.gz", "t.tar.xz", "t.zip", "old.tar", "posix.tar"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char expected[300];
        snprintf(expected, sizeof expected, "%sarticle %s/box/sub/story.txt | A story.\narticle c | three\n", all, names[i]);
        assert_string_equal(read_one(names[i]), expected);
    }
}

static void members_may_be_compressed_and_unnamed_ones_harmless(void **state)
{
    (void)state;
    make_members();
    run("gzip box/one.jsonl && tar cf t.tar --transform 's,^box,../../box,' -P box/one.jsonl.gz box/sub");
    assert_string_equal(read_one("t.tar"), "article a | one\narticle b | two\narticle t.tar/../../box/sub/story.txt | A story.\n");
}

/* What an archive lists and does not hold is not lost without a word. */
static void links_and_archives_within_are_told(void **state)
{
    (void)state;
    make_members();
    run("mkdir links && cp box/sub/story.txt links/a && ln links/a links/b && ln -s a links/c && tar cf links.tar links/a links/b links/c");
    assert_string_equal(read_one("links.tar"), "article links.tar/links/a | A story.\nfile links.tar/links/b:0 archive: links are not followed\n"
                                               "file links.tar/links/c:0 archive: links are not followed\n");
    run("gzip -k links.tar && tar cf outer.tar links.tar.gz links.tar box/one.jsonl");
    assert_string_equal(read_one("outer.tar"), "file outer.tar/links.tar.gz:0 an archive within an archive is not opened\n"
                                               "file outer.tar/links.tar:0 an archive within an archive is not opened\n"
                                               "article a | one\narticle b | two\n");
}

static void a_bad_record_is_told_with_its_member(void **state)
{
    (void)state;
    write_text("in.jsonl", "{\"id\":\"a\",\"text\":\"one\"}\n{broken\n");
    run("tar cf t.tar in.jsonl");
    assert_string_equal(read_one("t.tar"), "article a | one\nrecord t.tar/in.jsonl:2 broken JSON\n");
}

static void what_came_before_a_broken_place_stays(void **state)
{
    const char *log;
    (void)state;
    make_members();
    run("tar cf t.tar box/sub/story.txt box/one.jsonl && head -c 1700 t.tar >cut.tar");
    log = read_one("cut.tar");
    assert_non_null(strstr(log, "article cut.tar/box/sub/story.txt | A story.\n"));
    assert_non_null(strstr(log, "file cut.tar"));
    run("head -c 700 t.tar | gzip >cut.tar.gz && (cat t.tar | head -c 2500 | gzip; true) | head -c 200 >broken.tar.gz");
    assert_non_null(strstr(read_one("broken.tar.gz"), "file broken.tar.gz"));
}

#define ZIP "import zipfile, io; f = zipfile.ZipFile('z.zip', 'w', zipfile.ZIP_DEFLATED);"

/* A sum that does not fit tells of the member; the name of a member has none. */
static void a_flipped_bit_in_a_zip_is_told(void **state)
{
    static const char script[] =
        "python3 -c \"" ZIP
        " f.writestr('a.jsonl', ''.join('{\\\"id\\\":%d,\\\"text\\\":\\\"%d\\\"}\\n' % (i, i * i) for i in range(30))); f.close();"
        "b = bytearray(open('z.zip', 'rb').read()); b[150] ^= 16; open('z.zip', 'wb').write(b)\"";
    (void)state;
    run(script);
    assert_non_null(strstr(read_one("z.zip"), "file z.zip"));
}

static void bad_zips_give_what_they_can(void **state)
{
    const char *log;
    (void)state;
    run("python3 -c \"" ZIP " f.writestr('../../a.txt', 'one'); f.writestr('/b.txt', 'two'); f.writestr('c.txt', '3' * 900); f.close();"
        "b = open('z.zip', 'rb').read(); open('cut.zip', 'wb').write(b[:130])\"");
    log = read_one("z.zip");
    assert_non_null(strstr(log, "article z.zip/../../a.txt | one\n"));
    assert_non_null(strstr(log, "b.txt | two\n"));
    log = read_one("cut.zip");
    assert_non_null(strstr(log, "article cut.zip/../../a.txt | one\n"));
    assert_non_null(strstr(log, "file cut.zip"));
    assert_null(strstr(log, "333"));
    /* nor is what is encrypted */
    run("python3 -c \"" ZIP " f.writestr('in.zip', open('cut.zip', 'rb').read()); f.writestr('a.txt', 'one'); f.close()\"");
    assert_string_equal(read_one("z.zip"), "file z.zip/in.zip:0 an archive within an archive is not opened\narticle z.zip/a.txt | one\n");
    run("python3 -c \"" ZIP
        " f.writestr('a.txt', 'one'); f.close(); b = bytearray(open('z.zip', 'rb').read()); b[6] |= 1; open('z.zip', 'wb').write(b)\"");
    log = read_one("z.zip");
    assert_non_null(strstr(log, "file z.zip"));
    assert_null(strstr(log, "| one"));
}

static void names_of_members_are_in_any_letters(void **state)
{
    const char *log;
    (void)state;
    run("python3 -c \"" ZIP " f.writestr('\u0627\u0644/\u4e00.txt', 'one'); f.writestr('b/\u00e9.jsonl', '{\\\"text\\\":\\\"two\\\"}'); f.close()\"");
    log = read_one("z.zip");
    assert_string_equal(log, "article z.zip/\u0627\u0644/\u4e00.txt | one\narticle - | two\n");
    run("python3 -c \"" ZIP " i = zipfile.ZipInfo('caf?.txt'); f.writestr(i, 'one'); f.close();"
        "b = open('z.zip', 'rb').read().replace(b'caf?', b'caf\\xe9'); open('z.zip', 'wb').write(b)\""); /* as old programs write them */
    log = read_one("z.zip");
    assert_string_equal(log, "article z.zip/caf\xE9.txt | one\n");
}

static void a_bomb_in_a_zip_harms_no_other_member(void **state)
{
    const char *log;
    (void)state;
    run("python3 -c \"" ZIP
        " f.writestr('a.jsonl', b'{\\\"text\\\":\\\"one\\\"}\\n' + bytes([10]) * 200000000); f.writestr('b.txt', 'two'); f.close()\"");
    log = read_one("z.zip");
    assert_non_null(strstr(log, "article - | one\nfile z.zip/a.jsonl"));
    assert_non_null(strstr(log, "taken for a bomb\narticle z.zip/b.txt | two\n"));
    run("(printf '{\"text\":\"one\"}\\n'; head -c 200000000 /dev/zero) | gzip >b.gz");
    assert_string_equal(read_one("b.gz"),
                        "article - | one\nrecord b.gz:2 longer than a record may be\nfile b.gz:3 it expands more than 200 times: taken for a bomb\n");
}

static void an_archive_of_nothing_is_nothing(void **state)
{
    (void)state;
    run("mkdir -p empty && tar cf t.tar empty && tar cf n.tar -T /dev/null");
    assert_string_equal(read_one("t.tar"), "");
}

/* The mark of tar, where a header has it, is a part of words. */
static void mustard_is_no_archive(void **state)
{
    char text[700], expected[800];
    (void)state;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    memcpy(text + 250, " (mustard) ", 11);
    for (size_t begin = 0; begin < 8; begin++) {
        write_text("a.txt", text + begin);
        snprintf(expected, sizeof expected, "article a.txt | %s\n", text + begin);
        assert_string_equal(read_one("a.txt"), expected);
    }
    memcpy(text + 257, "ustar 00 12  7 ", 15);
    write_text("a.txt", text);
    snprintf(expected, sizeof expected, "article a.txt | %s\n", text);
    assert_string_equal(read_one("a.txt"), expected);
}

static void a_bomb_is_refused(void **state)
{
    const char *log;
    (void)state;
    run("(echo '{\"text\":\"one\"}'; head -c 300000000 /dev/zero | tr '\\0' '\\n') | bzip2 >bomb.bz2 && tar cf bomb.tar bomb.bz2");
    log = read_one("bomb.bz2");
    assert_non_null(strstr(log, "article - | one\nfile bomb.bz2"));
    assert_non_null(strstr(log, "taken for a bomb"));
    assert_non_null(strstr(read_one("bomb.tar"), "taken for a bomb"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(members_are_read_as_files_are, make_room, remove_room),
        cmocka_unit_test_setup_teardown(members_may_be_compressed_and_unnamed_ones_harmless, make_room, remove_room),
        cmocka_unit_test_setup_teardown(a_bad_record_is_told_with_its_member, make_room, remove_room),
        cmocka_unit_test_setup_teardown(what_came_before_a_broken_place_stays, make_room, remove_room),
        cmocka_unit_test_setup_teardown(a_flipped_bit_in_a_zip_is_told, make_room, remove_room),
        cmocka_unit_test_setup_teardown(bad_zips_give_what_they_can, make_room, remove_room),
        cmocka_unit_test_setup_teardown(names_of_members_are_in_any_letters, make_room, remove_room),
        cmocka_unit_test_setup_teardown(a_bomb_in_a_zip_harms_no_other_member, make_room, remove_room),
        cmocka_unit_test_setup_teardown(an_archive_of_nothing_is_nothing, make_room, remove_room),
        cmocka_unit_test_setup_teardown(links_and_archives_within_are_told, make_room, remove_room),
        cmocka_unit_test_setup_teardown(a_bomb_is_refused, make_room, remove_room),
        cmocka_unit_test_setup_teardown(mustard_is_no_archive, make_room, remove_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
