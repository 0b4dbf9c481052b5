/* One line of JSON: members, numbers as written, repairs, and each way to be bad. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "read/json/json.h"

/* json_read of a line that lies in memory of exactly its size and padding, the padding full of brackets. */
static enum json_result read_line(struct json *json, const char *line, size_t size, char **copy, const char **reason)
{
    *copy = malloc(size + JSON_PADDING);
    assert_non_null(*copy);
    memcpy(*copy, line, size);
    memset(*copy + size, '}', JSON_PADDING);
    return json_read(json, *copy, size, reason);
}

static void members_come_in_order(void **state)
{
    static const char line[] =
        " { \"a\" : \"x\\u0000y\", \"b\":-1.50 ,\"c\":null,\"d\":true,\"e\":[1,{\"a\":2}],\"f\":{\"a\":[]},\"a\":\"\", \"\\u0061\\n\":2}";
    static const struct {
        const char *key, *text;
        enum json_kind kind;
    } expected[] = {{"a", "x", JSON_STRING}, {"b", "-1.50", JSON_NUMBER}, {"c", NULL, JSON_NULL}, {"d", NULL, JSON_BOOLEAN},
                    {"e", NULL, JSON_LIST},  {"f", NULL, JSON_OBJECT},    {"a", "", JSON_STRING}, {"a\n", "2", JSON_NUMBER}};
    struct json *json;
    struct json_member member;
    const char *reason;
    char *copy;
    (void)state;
    assert_int_equal(json_create(&json), WIRECOPY_OK);
    assert_int_equal(read_line(json, line, sizeof line - 1, &copy, &reason), JSON_GOOD);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_true(json_next(json, &member));
        assert_int_equal(member.place, i);
        assert_int_equal(member.kind, expected[i].kind);
        assert_int_equal(member.key.size, strlen(expected[i].key));
        assert_memory_equal(member.key.data, expected[i].key, member.key.size);
        if (member.kind == JSON_NUMBER)
            assert_int_equal(json_number(json, &member, &member.text), WIRECOPY_OK);
        if (expected[i].text)
            assert_memory_equal(member.text.data, expected[i].text, strlen(expected[i].text));
        else
            assert_null(member.text.data);
        if (i == 0)
            assert_memory_equal(member.text.data, "x\0y", 3);
    }
    assert_false(json_next(json, &member));
    assert_false(json_next(json, &member));
    free(copy);
    json_free(json);
}

struct row {
    const char *line;
    enum json_result result;
    const char *reason, *value; /* of "v" */
};

static void check(const struct row *rows, size_t count)
{
    struct json *json;
    assert_int_equal(json_create(&json), WIRECOPY_OK);
    for (size_t i = 0; i < count; i++) {
        static const char *const names[] = {"v"};
        const char *reason;
        struct wirecopy_bytes value = {0};
        char *copy;
        enum json_result result = read_line(json, rows[i].line, strlen(rows[i].line), &copy, &reason);
        if (result != rows[i].result || (rows[i].reason && (!reason || strcmp(reason, rows[i].reason) != 0)))
            fail_msg("%s: %d %s", rows[i].line, result, reason ? reason : "");
        assert_int_equal(json_read_fields(json, copy, strlen(rows[i].line), names, 1, &value, &reason), result);
        if (rows[i].value && (value.size != strlen(rows[i].value) || memcmp(value.data, rows[i].value, value.size) != 0))
            fail_msg("%s: %.*s", rows[i].line, (int)value.size, value.data ? value.data : "");
        if (!rows[i].value)
            assert_null(value.data);
        free(copy);
    }
    json_free(json);
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof *(rows))

static void fields_are_strings_and_numbers_as_written(void **state)
{
    static const struct row rows[] = {
        {"{}", JSON_GOOD, NULL, NULL},
        {"{\"w\":1}", JSON_GOOD, NULL, NULL},
        {"{\"v\":\"x\"}\r", JSON_GOOD, NULL, "x"},
        {"{\"v\":\"first\",\"v\":\"second\"}", JSON_GOOD, NULL, "first"},
        {"{\"v\":null,\"v\":\"second\"}", JSON_GOOD, NULL, "second"},
        {"{\"v\":[\"x\"]}", JSON_GOOD, NULL, NULL},
        {"{\"v\":0}", JSON_GOOD, NULL, "0"},
        {"{\"v\":-0.0 }", JSON_GOOD, NULL, "-0.0"},
        {"{\"v\":007}", JSON_BAD, "broken JSON: a bad number", NULL},
        {"{\"v\":1.}", JSON_BAD, "broken JSON: a bad number", NULL},
        {"{\"v\":1e}", JSON_BAD, "broken JSON: a bad number", NULL},
        {"{\"v\":+1}", JSON_BAD, NULL, NULL},
        {"{\"v\":1x}", JSON_BAD, NULL, NULL},
        {"{\"v\":1E+2\t,\"w\":2}", JSON_GOOD, NULL, "1E+2"},
        {"{\"w\":{\"v\":1},\"v\":18446744073709551616}", JSON_GOOD, NULL, "18446744073709551616"},
        {"{\"v\":123456789012345678901234567890123456789012345678901234567890}", JSON_GOOD, NULL,
         "123456789012345678901234567890123456789012345678901234567890"},
        {"{\"w\":1e999,\"v\":-1e-999}", JSON_GOOD, NULL, "-1e-999"},
        {"{\"w\":\"1e999 \\\" 01\",\"v\":99999999999999999999}", JSON_GOOD, NULL, "99999999999999999999"},
        {"{\"w\":1e999,\"v\":01}", JSON_BAD, "broken JSON: a bad number", NULL},
        {"{\"w\":1e999,\"v\":1", JSON_BAD, NULL, NULL},
    };
    (void)state;
    CHECK(rows);
}

static void what_is_no_number_is_no_value(void **state)
{
    static const struct row rows[] = {
        {"{\"a\":NaN,\"v\":\"NaN, Infinity\"}", JSON_GOOD, NULL, "NaN, Infinity"},
        {"{\"a\":[Infinity,-Infinity , NaN],\"b\":{\"c\":NaN}, \"v\":1e999}", JSON_GOOD, NULL, "1e999"},
        {"{\"a\": NaN ,\"v\":\"\\ud800\"}", JSON_REPAIRED, "a lone surrogate", "\xEF\xBF\xBD"},
        {"{\"v\":\"\xFF\",\"w\":\"\\udc00\",\"a\":NaN}", JSON_REPAIRED, "ill-formed UTF-8 and a lone surrogate", "\xEF\xBF\xBD"},
        {"{\"v\":NaN1}", JSON_BAD, "broken JSON", NULL},
        {"{\"v\":nan}", JSON_BAD, NULL, NULL},
        {"{\"v\":-NaN}", JSON_BAD, "broken JSON: a bad number", NULL},
        {"{\"v\":NaN", JSON_BAD, NULL, NULL},
        {"{\"v\":\"\\\"NaN\\\\\", NaN}", JSON_BAD, NULL, NULL},
        {"{NaN:1}", JSON_BAD, NULL, NULL},
    };
    struct json *json;
    struct json_member member;
    const char *reason;
    char *copy;
    (void)state;
    CHECK(rows);
    assert_int_equal(json_create(&json), WIRECOPY_OK);
    assert_int_equal(read_line(json, "{\"v\":NaN}", 9, &copy, &reason), JSON_GOOD);
    assert_true(json_next(json, &member));
    assert_int_equal(member.kind, JSON_NULL);
    free(copy);
    json_free(json);
}

static void ill_formed_text_is_repaired(void **state)
{
    static const struct row rows[] = {
        {"{\"v\":\"a\xFFz\"}", JSON_REPAIRED, "ill-formed UTF-8", "a\xEF\xBF\xBDz"},
        {"{\"v\":\"a\xC3\"}", JSON_REPAIRED, "ill-formed UTF-8", "a\xEF\xBF\xBD"},
        {"{\"v\":\"\xE2\x82 \xF0\x9F\x98\"}", JSON_REPAIRED, "ill-formed UTF-8", "\xEF\xBF\xBD \xEF\xBF\xBD"},
        {"{\"v\":\"\xC0\x80\"}", JSON_REPAIRED, "ill-formed UTF-8", "\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"{\"v\":\"\xED\xA0\x80\"}", JSON_REPAIRED, "ill-formed UTF-8", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"{\"v\":\"\xF4\x90\x80\x80\"}", JSON_REPAIRED, "ill-formed UTF-8", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"{\"v\":\"\xD8\xA7\xF0\x9F\x98\x80\xE2\x82\xAC\xFE\"}", JSON_REPAIRED, "ill-formed UTF-8",
         "\xD8\xA7\xF0\x9F\x98\x80\xE2\x82\xAC\xEF\xBF\xBD"},
        {"{\"v\":\"\\ud83d\\ude00\"}", JSON_GOOD, NULL, "\xF0\x9F\x98\x80"},
        {"{\"v\":\"a\\ud800z\"}", JSON_REPAIRED, "a lone surrogate", "a\xEF\xBF\xBDz"},
        {"{\"v\":\"a\\uDC00z\"}", JSON_REPAIRED, "a lone surrogate", "a\xEF\xBF\xBDz"},
        {"{\"v\":\"\\ud800\"}", JSON_REPAIRED, "a lone surrogate", "\xEF\xBF\xBD"},
        {"{\"v\":\"\\ud800\\ud83d\\ude00\"}", JSON_REPAIRED, "a lone surrogate", "\xEF\xBF\xBD\xF0\x9F\x98\x80"},
        {"{\"v\":\"\\ud83d\\\\ude00\"}", JSON_REPAIRED, "a lone surrogate", "\xEF\xBF\xBD\\ude00"},
        {"{\"v\":\"\\\\ud800 \\udfff\"}", JSON_REPAIRED, "a lone surrogate", "\\ud800 \xEF\xBF\xBD"},
        {"{\"\\ud800\":\"\xFF\",\"v\":1e999}", JSON_REPAIRED, "ill-formed UTF-8 and a lone surrogate", "1e999"},
        {"{\"v\":\"\\ud800\\x\"}", JSON_BAD, "broken JSON: a bad escape in a string", NULL},
        {"{\"v\":\"\\ud8\"}", JSON_BAD, "broken JSON: a bad escape in a string", NULL},
        {"{\"v\":\"\xFF\\x\"}", JSON_BAD, "broken JSON: a bad escape in a string", NULL},
        {"{\"v\":\"\xFF\" 1}", JSON_BAD, "broken JSON", NULL},
        {"\xFF{\"v\":1}", JSON_BAD, NULL, NULL},
    };
    (void)state;
    CHECK(rows);
}

static void what_is_no_object_is_bad(void **state)
{
    static const struct row rows[] = {
        {"", JSON_BAD, "broken JSON", NULL},
        {"[1]", JSON_BAD, "not a JSON object", NULL},
        {"\"v\"", JSON_BAD, "not a JSON object", NULL},
        {"1", JSON_BAD, "not a JSON object", NULL},
        {"null", JSON_BAD, "not a JSON object", NULL},
        {"nul", JSON_BAD, NULL, NULL},
        {"{", JSON_BAD, "broken JSON", NULL},
        {"}", JSON_BAD, "broken JSON", NULL},
        {"{}{}", JSON_BAD, "broken JSON", NULL},
        {"{\"v\":1}}", JSON_BAD, "broken JSON", NULL},
        {"{\"v\":1,}", JSON_BAD, "broken JSON", NULL},
        {"{\"v\" 1}", JSON_BAD, "broken JSON", NULL},
        {"{\"v\":1 \"w\":2}", JSON_BAD, "broken JSON", NULL},
        {"{v:1}", JSON_BAD, "broken JSON", NULL},
        {"{'v':1}", JSON_BAD, "broken JSON", NULL},
        {"{\"v\":tru}", JSON_BAD, NULL, NULL},
        {"{\"v\":nan}", JSON_BAD, NULL, NULL},
        {"{\"v\":[1,2}", JSON_BAD, "broken JSON", NULL},
        {"{\"v\":\"x}", JSON_BAD, "broken JSON: a string is not closed", NULL},
        {"{\"v\":\"x\\\"}", JSON_BAD, "broken JSON: a string is not closed", NULL},
        {"{\"v\":\"x\ty\"}", JSON_BAD, "broken JSON: a control character in a string", NULL},
    };
    (void)state;
    CHECK(rows);
}

static void deep_nesting_is_bad(void **state)
{
    enum { DEPTH = 100000 };
    struct json *json;
    const char *reason;
    char *line = malloc(2 * DEPTH + 16), *copy;
    (void)state;
    assert_non_null(line);
    assert_int_equal(json_create(&json), WIRECOPY_OK);
    memcpy(line, "{\"v\":", 5);
    memset(line + 5, '[', DEPTH);
    memset(line + 5 + DEPTH, ']', DEPTH);
    line[5 + 2 * DEPTH] = '}';
    assert_int_equal(read_line(json, line, 2 * DEPTH + 6, &copy, &reason), JSON_BAD);
    assert_string_equal(reason, "broken JSON: nested too deeply");
    free(copy);
    assert_int_equal(read_line(json, line, DEPTH + 5, &copy, &reason), JSON_BAD);
    free(copy);
    assert_int_equal(read_line(json, line + 5 + DEPTH - 500, 1000, &copy, &reason), JSON_BAD);
    assert_string_equal(reason, "not a JSON object");
    free(copy);
    free(line);
    json_free(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_come_in_order),         cmocka_unit_test(fields_are_strings_and_numbers_as_written),
        cmocka_unit_test(what_is_no_number_is_no_value), cmocka_unit_test(ill_formed_text_is_repaired),
        cmocka_unit_test(what_is_no_object_is_bad),      cmocka_unit_test(deep_nesting_is_bad),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
