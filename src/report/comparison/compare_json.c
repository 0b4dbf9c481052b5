/* A comparison as one JSON object: all of struct wirecopy_comparison, the runs with their text. */
#include "report/comparison/compare.h"
#include "report/json.h"

static void put_name(struct sink *sink, const char *name)
{
    sink_put_char(sink, '"');
    sink_put_string(sink, name);
    sink_put(sink, "\":", 2);
}

/* The fields are all behind another one. */
static void put_text(struct sink *sink, const char *name, struct wirecopy_bytes text)
{
    sink_put_char(sink, ',');
    put_name(sink, name);
    json_put_string(sink, text);
}

static void put_word(struct sink *sink, const char *name, const char *word)
{
    put_text(sink, name, (struct wirecopy_bytes){*word ? word : NULL, strlen(word)});
}

static void put_number(struct sink *sink, const char *name, uint64_t number)
{
    sink_put_char(sink, ',');
    put_name(sink, name);
    sink_put_number(sink, number);
}

static void put_share(struct sink *sink, const char *name, double share)
{
    sink_put_char(sink, ',');
    put_name(sink, name);
    sink_put_share(sink, share);
}

static void put_bool(struct sink *sink, const char *name, bool value)
{
    sink_put_char(sink, ',');
    put_name(sink, name);
    sink_put_string(sink, value ? "true" : "false");
}

static void put_runs(struct sink *sink, const struct wirecopy_compared *article)
{
    sink_put_char(sink, ',');
    put_name(sink, "runs");
    sink_put_char(sink, '[');
    for (size_t i = 0; i < article->run_count; i++) {
        const struct wirecopy_run *run = &article->runs[i];
        if (i > 0)
            sink_put_char(sink, ',');
        sink_put_string(sink, "{\"kind\":\"");
        sink_put_string(sink, wirecopy_run_word(run->kind));
        sink_put_char(sink, '"');
        if (run->taken != WIRECOPY_TAKEN_NOT)
            put_word(sink, "rule", wirecopy_taken_word(run->taken));
        put_number(sink, "words", run->words);
        put_text(sink, "text", (struct wirecopy_bytes){article->text.data + run->begin, run->end - run->begin});
        sink_put_char(sink, '}');
    }
    sink_put_char(sink, ']');
}

static void put_article(struct sink *sink, const struct wirecopy_compared *article)
{
    sink_put_char(sink, '{');
    put_name(sink, "id");
    json_put_string(sink, article->id);
    put_text(sink, "source", article->source);
    put_text(sink, "date", article->date);
    put_text(sink, "title", article->title);
    put_text(sink, "url", article->url);
    put_text(sink, "credit", article->credit);
    put_number(sink, "words", article->words);
    put_number(sink, "words_out", article->words_out);
    put_number(sink, "shingles", article->shingles);
    put_number(sink, "common", article->common);
    put_bool(sink, "form", article->form);
    put_runs(sink, article);
    sink_put_char(sink, '}');
}

static void put_keys(struct sink *sink, const struct wirecopy_comparison *c)
{
    sink_put_string(sink, ",\"keys\":{");
    put_name(sink, "plan");
    json_put_string(sink, (struct wirecopy_bytes){c->keys, strlen(c->keys)});
    put_number(sink, "bands", c->bands);
    sink_put_string(sink, ",\"bands_met\":[");
    for (size_t i = 0; i < c->band_met_count; i++) {
        if (i > 0)
            sink_put_char(sink, ',');
        sink_put_number(sink, c->bands_met[i]);
    }
    sink_put_char(sink, ']');
    put_number(sink, "sampled_one_in", c->sampled_one_in);
    put_number(sink, "sampled_a", c->a.sampled);
    put_number(sink, "sampled_b", c->b.sampled);
    sink_put_string(sink, ",\"sampled_met\":[");
    for (size_t i = 0; i < c->sampled_met_count; i++) {
        sink_printf(sink, "%s{\"key\":\"%08x\"", i > 0 ? "," : "", c->sampled_met[i].key);
        put_text(sink, "words", c->sampled_met[i].words);
        sink_put_char(sink, '}');
    }
    sink_put_char(sink, ']');
    put_bool(sink, "candidate", c->candidate);
    put_share(sink, "chance", c->chance);
    sink_put_char(sink, '}');
}

static void put_numbers(struct sink *sink, const struct wirecopy_comparison *c)
{
    sink_put_string(sink, ",\"numbers\":");
    if (!c->aligned) {
        sink_put(sink, "null", 4);
        return;
    }
    sink_put_char(sink, '{');
    put_name(sink, "same");
    sink_put_number(sink, c->same);
    put_number(sink, "different", c->different);
    sink_put_string(sink, ",\"gaps\":[");
    for (size_t i = 0; i < c->gap_count; i++) {
        sink_put_string(sink, i > 0 ? ",{" : "{");
        put_name(sink, "a");
        json_put_string(sink, c->gaps[i].a);
        put_text(sink, "b", c->gaps[i].b);
        sink_put_char(sink, '}');
    }
    sink_put_string(sink, "]}");
}

enum wirecopy_status compare_json_write(const struct wirecopy_comparison *c, struct sink *sink)
{
    sink_put_char(sink, '{');
    put_name(sink, "match");
    sink_put_string(sink, c->match ? "true" : "false");
    put_word(sink, "relation", wirecopy_relation_word(c->relation));
    put_word(sink, "reason", wirecopy_reason_word(c->reason));
    put_word(sink, "why", wirecopy_reason_meaning(c->reason));
    put_share(sink, "resemblance", c->resemblance);
    put_share(sink, "containment", c->containment);
    put_share(sink, "contained", c->contained);
    put_number(sink, "shared", c->shared);
    put_share(sink, "least_resemblance", c->least_resemblance);
    put_share(sink, "least_containment", c->least_containment);
    put_share(sink, "asked", c->asked);
    put_share(sink, "estimate", c->estimate);
    put_number(sink, "components", c->components);
    put_keys(sink, c);
    put_numbers(sink, c);
    put_bool(sink, "learnt", c->learnt);
    sink_put_string(sink, ",\"a\":");
    put_article(sink, &c->a);
    sink_put_string(sink, ",\"b\":");
    put_article(sink, &c->b);
    sink_put_string(sink, "}\n");
    return sink->status;
}
