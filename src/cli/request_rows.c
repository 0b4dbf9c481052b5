/* The options of the commands that read a corpus, as --help shows them. */
#include "cli/request.h"
#include "cli/request_codes.h"

/* Rows that several commands have. */
/* clang-format off */
#define RULE_ROWS_FIRST \
    {0, NULL, NULL, "What is a copy"}, \
    {RULE, "rule", "RULE", "usual (the default), strict, loose, or least\nresemblance and containment: 0.35,0.6"}, \
    {RESEMBLANCE, "resemblance", "X", "least resemblance of two copies, 0 to 1"}, \
    {CONTAINMENT, "containment", "X", "or least share of the smaller in the larger"}
#define WINDOW_ROW {WINDOW, "window", "TIME", "only articles published within it of each other:\n12h, 30d or 2w; those without a date as ever"}
#define RULE_ROWS_MIDDLE \
    {'k', "shingle-words", "N", "compare runs of N words; 3"}, \
    {NO_FURNITURE, "no-furniture", NULL, "leave nothing out: keep teasers, menus, buttons"}, \
    {NO_BUILT_IN_FURNITURE, "no-built-in-furniture", NULL, "leave out only what is learnt from the corpus"}, \
    {FURNITURE, "furniture", "FILE", "leave out what FILE says, and learn nothing of it"}
#define LEARN_ROW {LEARN, "learn", NULL, "with --furniture: learn what FILE does not have"}
#define RULE_ROWS_LAST \
    {PLAN, "plan", "FILE", "take common phrases and keys from FILE, and learn\nnone"}, \
    {KEYS, "keys", "KEYS", "which pairs are looked at: planned (the default),\nall, or bands and samples such as 16x2+1/5"}, \
    {SEED, "seed", "N", "of signatures and samples, or random; 0"}
#define RULE_ROWS \
    RULE_ROWS_FIRST, \
    WINDOW_ROW, \
    RULE_ROWS_MIDDLE, \
    LEARN_ROW, \
    RULE_ROWS_LAST
#define AUDIT_ROW {AUDIT, "audit", "N", "compare N articles with all others, to say what\nshare of the matches the keys missed"}
#define INPUT_ROWS \
    {0, NULL, NULL, "Input"}, \
    {FILES_FROM, "files-from", "FILE", "read the names in FILE too, one a line;\n- is standard input"}, \
    {TEXT_FIELD, "text-field", "NAME", "the field that holds the text; else it is guessed"}, \
    {ID_FIELD, "id-field", "NAME", "likewise"}, \
    {TITLE_FIELD, "title-field", "NAME", "likewise"}, \
    {SOURCE_FIELD, "source-field", "NAME", "likewise: the outlet"}, \
    {DATE_FIELD, "date-field", "NAME", "likewise"}, \
    {URL_FIELD, "url-field", "NAME", "likewise"}, \
    {FORMAT_IN, "format-in", "FORMAT", "of all files, where it is not to be seen from\ntheir content: plain, jsonl, json, csv, html,\nwarc, feed, markdown, eml or office"}, \
    {ENCODING, "encoding", "NAME", "of text that does not say it; UTF-8, or guessed"}, \
    {MAX_RECORD, "max-record", "SIZE", "skip longer records; 64M"}, \
    {STRICT, "strict", NULL, "end at the first record or file that is bad"}
#define RESOURCE_ROWS \
    {0, NULL, NULL, "Resources (the result is the same)"}, \
    {THREADS, "threads", "N", "0, the default: as many as there are processors"}, \
    {MEMORY, "memory", "SIZE", "of buffers, beyond 64 bytes an article; 256M"}, \
    {SCRATCH, "scratch", "DIR", "where the rest goes; TMPDIR, else /tmp"}, \
    {KERNEL, "kernel", "NAME", "portable, neon, avx2 or avx512; else the best"}
#define CORPUS_ROWS \
    RULE_ROWS, \
    INPUT_ROWS, \
    RESOURCE_ROWS
#define CLUSTERING_ROWS \
    RULE_ROWS, \
    AUDIT_ROW, \
    INPUT_ROWS, \
    RESOURCE_ROWS
#define QUIET_ROWS(what) \
    {'q', "quiet", NULL, what}, \
    {PROGRESS, "progress", NULL, "show progress even where standard error is no\nterminal"}, \
    {NO_PROGRESS, "no-progress", NULL, "show none"}
#define LAST_ROWS \
    {0, NULL, NULL, "Other"}, \
    {'h', "help", NULL, "this text"}, \
    {.code = 0}
/* clang-format on */

const struct option_row cluster_rows[] = {
    {0, NULL, NULL, "Output"},
    {EMIT, "emit", "VIEW", "clusters (the default), articles, pairs or\noutlets: what each has of its own and of others"},
    {'f', "format", "FORMAT", "text (the default), jsonl, tsv, or html: a page of\nthe clusters"},
    {'o', "output", "FILE", "where the result goes; - is standard output"},
    {SUMMARY, "summary", "FILE", "the closing summary goes there, as JSON"},
    {WRITE_FURNITURE, "write-furniture", "FILE", "write what was left out there, to be edited and\ngiven to --furniture"},
    {WRITE_PLAN, "write-plan", "FILE", "write common phrases and keys there, to be given\nto --plan"},
    {SINGLES, "singles", NULL, "show articles without copies as clusters of one\n(jsonl and tsv do)"},
    {NO_SINGLES, "no-singles", NULL, "leave them out (text and html do)"},
    {SHOW, "show", "WHICH",
     "with --emit pairs: some that are no match too:\ntemplates (one form with other facts), passages\n(a part is shared); or templates,passages"},
    {OWNERS, "owners", "FILE", "whose outlets are: an outlet, a tab and its owner\non each line; an owner's outlets count once"},
    {COLOR, "color", "WHEN", "auto (the default), always or never"},
    {WIDTH, "width", "N", "cut titles and break lines so that text has N\ncolumns; 0: never; the terminal's, else 0"},
    QUIET_ROWS("no summary, no progress, no word of repairs"),
    RULE_ROWS,
    AUDIT_ROW,
    INPUT_ROWS,
    {0, NULL, NULL, "Again"},
    {SAVE, "save", "DIR", "keep there what was read and sketched"},
    {FROM, "from", "DIR", "take that in place of a PATH: cluster by another\nrule, or go on with a run that was interrupted"},
    RESOURCE_ROWS,
    LAST_ROWS,
};

const struct option_row compare_rows[] = {
    {0, NULL, NULL, "Output"},
    {IN, "in", "PATH", "the articles are in this corpus, and known by\ntheir ids; as often as there are paths"},
    {'f', "format", "FORMAT", "text (the default), jsonl, or html: a page"},
    {'o', "output", "FILE", "where the comparison goes; - is standard output"},
    {COLOR, "color", "WHEN", "auto (the default), always or never"},
    {WIDTH, "width", "N", "columns of the text; 100 where there is no\nterminal"},
    QUIET_ROWS("no progress, no word of repairs"),
    CORPUS_ROWS,
    LAST_ROWS,
};

const struct option_row furniture_rows[] = {
    {0, NULL, NULL, "Output"},
    {'f', "format", "FORMAT", "text (the default), jsonl or tsv"},
    {'o', "output", "FILE", "where the lines go; - is standard output"},
    {WRITE_FURNITURE, "write-furniture", "FILE", "write them there, to be edited and given to\n--furniture"},
    {WRITE_PLAN, "write-plan", "FILE", "write common phrases and keys there, to be given\nto --plan"},
    {SUMMARY, "summary", "FILE", "the closing summary goes there, as JSON"},
    {WIDTH, "width", "N", "cut lines so that text has N columns; 0: never;\nthe terminal's, else 0"},
    QUIET_ROWS("no summary, no progress, no word of repairs"),
    {0, NULL, NULL, "Again"},
    {FROM, "from", "DIR", "take what cluster --save kept there, in place of\na PATH"},
    CLUSTERING_ROWS,
    LAST_ROWS,
};

const struct option_row plan_rows[] = {
    {0, NULL, NULL, "Output"},
    {ARTICLES, "articles", "N", "for so many articles of news, in place of PATH"},
    {'f', "format", "FORMAT", "text (the default) or jsonl: one object a plan"},
    {'o', "output", "FILE", "where the plans go; - is standard output"},
    {SVG, "svg", "FILE", "draw their curves there"},
    QUIET_ROWS("no progress, no word of repairs"),
    CORPUS_ROWS,
    LAST_ROWS,
};

const struct option_row index_rows[] = {
    {0, NULL, NULL, "Output"},
    {'f', "format", "FORMAT", "of what add and query find: text (the default),\njsonl or tsv; of info: text or jsonl"},
    {'o', "output", "FILE", "where it goes; - is standard output, and of add\nthe default nowhere"},
    {COLOR, "color", "WHEN", "auto (the default), always or never"},
    {WIDTH, "width", "N", "cut titles so that text has N columns; 0: never;\nthe terminal's, else 0"},
    {WRITE_FURNITURE, "write-furniture", "FILE", "info: write the furniture there that the index\nwas made with"},
    {WRITE_PLAN, "write-plan", "FILE", "info: write its common phrases and keys there"},
    {REPLACE, "replace", NULL, "add: an article whose id is stored with another\ntext takes its place; else it is refused"},
    QUIET_ROWS("no figures, no progress, no word of repairs"),
    RULE_ROWS_FIRST,
    RULE_ROWS_MIDDLE,
    RULE_ROWS_LAST,
    INPUT_ROWS,
    RESOURCE_ROWS,
    LAST_ROWS,
};

const struct option_row dedup_rows[] = {
    {0, NULL, NULL, "Output"},
    {'o', "output", "FILE", "where the corpus without copies goes; - is\nstandard output"},
    {KEEP, "keep", "WHICH", "of each cluster: representative (the default),\nfirst, oldest, newest, longest or origin"},
    {AGAINST, "against", "REF", "drop what this other corpus has, too; may be given\nagain"},
    {DROP, "drop", "WHAT", "all others (the default); copies: not updates and\nexpansions; exact: exact copies only"},
    {MARK, "mark", NULL, "JSON, CSV: write every record, and in it whether\nit would stay, and for which other"},
    {DRY_RUN, "dry-run", NULL, "write nothing but what would go, and for whom"},
    {REPORT, "report", "FILE", "what went, and for whom, one line of JSON each"},
    {SUMMARY, "summary", "FILE", "the closing summary goes there, as JSON"},
    QUIET_ROWS("no summary, no progress, no word of repairs"),
    CLUSTERING_ROWS,
    LAST_ROWS,
};
