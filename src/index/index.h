/*
 * The index: articles on disk, and the keys by which copies of one that is asked about are found. Takes: articles that were read. Gives: the matches of
 * any article among those that are stored. Promises: with the furniture, the common shingles and the keys that it was made with, the answer about two
 * articles depends on the two and their exact copies only, never on what else is stored, or when it came. Does not know: clusters, formats of output.
 *
 * Tables, by their keys: ABOUT, by names; ARTICLES, by content hash, id hash and number of piece, so that exact copies, and articles in order of rank,
 * lie together; IDS, by id hash, the content hash; GROUPS, by content hash, what a group has of keys; POSTINGS and RECENT, see postings.h.
 *
 * Keys of crowds: where cluster looks at some pairs only of those that many articles bring together, an index looks at all of them, since it asks about
 * one article at a time. So it finds all that cluster finds, and of stories with very many copies more of their pairs. That a key is a crowd's is as the
 * plan says: such keys are counted among those that are shared, and not among those that a match has to share.
 */
#ifndef WIRECOPY_INDEX_INDEX_H
#define WIRECOPY_INDEX_INDEX_H

#include "cluster/corpus.h"
#include "index/store.h"
#include "match/verify.h"
#include "sketch/minhash.h"

/* Raise it where what lies in tables, or what it means, changes: also where folding or keys do. */
enum { INDEX_VERSION = 4 };

/* What an index was made with, as it lies in the file. */
struct index_parameters {
    char magic[16]; /* "wirecopy index" */
    uint32_t version, shingle_words;
    double resemblance, containment;
    uint64_t seed, furniture_fingerprint, plan_fingerprint, fingerprint;
    uint64_t known_lines;
    uint32_t bands, rows, sampled_one_in, sampled_least, crowd;
    uint32_t furniture; /* INDEX_LEAVES_OUT, INDEX_HAS_LIST: whether any is left out, and the built-in list is part of it */
};
enum { INDEX_LEAVES_OUT = 1, INDEX_HAS_LIST = 2 };

/* What it holds, likewise. */
struct index_counts {
    uint64_t articles, groups, postings, recent; /* recent: postings in RECENT, which are among the others */
};

struct wirecopy_index {
    struct store *store;
    struct index_parameters parameters;
    struct index_counts counts; /* as the transaction at hand has them */
    struct known known;         /* of the furniture, the built-in list among it */
    struct known_plan plan;
    struct common common; /* of its shingles */
    struct keys_needed needed;
    struct family family;
    minhash_kernel *kernel;
    struct shingling shingling;
    struct wirecopy_options options; /* resources and messages */
    struct control control;
    char error[STATUS_DETAIL_BYTES];
};

/* Notes the status's detail as the index's error. */
enum wirecopy_status index_note(struct wirecopy_index *index, enum wirecopy_status status);

/*
 * index.c: takes a corpus that wirecopy_index_corpus made, for good; to be stored: its ids are settled. Errors: WIRECOPY_INVALID, WIRECOPY_IO,
 * WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status index_take_corpus(struct wirecopy_index *index, struct wirecopy_corpus *corpus, bool to_be_stored);

/* The rule of the index. */
static inline struct match_rule index_rule(const struct wirecopy_index *index)
{
    return (struct match_rule){index->parameters.resemblance, index->parameters.containment};
}

/* about.c: writes what an index is made with, and reads it. texts: of the furniture and the plan file. */
enum wirecopy_status about_write(struct wirecopy_index *index, struct wirecopy_bytes furniture, struct wirecopy_bytes plan);
enum wirecopy_status about_read(struct wirecopy_index *index);
enum wirecopy_status about_write_counts(struct wirecopy_index *index);
enum wirecopy_status about_read_counts(struct wirecopy_index *index);

/* The text of the furniture file or the plan file, shown as store_look does. */
enum wirecopy_status about_text(struct wirecopy_index *index, const char *name, struct wirecopy_bytes *text_out);

/* Readies what about_read read, or what was set, for use. */
enum wirecopy_status index_ready(struct wirecopy_index *index);

/* Content hashes and id hashes as keys: in order of bytes they are in order of hash128_compare. */
enum { HASH_BYTES = 16, ARTICLE_KEY_BYTES = 2 * HASH_BYTES, PIECE_KEY_BYTES = ARTICLE_KEY_BYTES + 4 };
void hash_to_key(struct hash128 hash, char key[HASH_BYTES]);
struct hash128 hash_of_key(const char key[HASH_BYTES]);
void number_to_key(uint32_t number, char key[4]);
uint32_t number_of_key(const char key[4]);

/* What a group has, in GROUPS. */
struct group_entry {
    uint32_t members;
    uint16_t sampled, whole; /* key_counts */
};

/* articles_table.c: a stored article's record, in pieces, so that pages are full. */
enum wirecopy_status articles_put(struct wirecopy_index *index, struct hash128 content, struct hash128 id, struct wirecopy_bytes bytes,
                                  bool behind_all);
enum wirecopy_status articles_drop(struct wirecopy_index *index, struct hash128 content, struct hash128 id);

/* Appends the records of all members of a group to out, each at a multiple of 8, and to ends where each ends (uint64_t). */
enum wirecopy_status articles_of_group(struct wirecopy_index *index, struct hash128 content, struct buffer *out, struct buffer *ends);

/* What is known by an id: where its article is, and the hash of the text that it came with. */
struct id_entry {
    struct hash128 content, raw;
};

/* Sets *found to whether an id is stored, and what is known by it. */
enum wirecopy_status ids_find(struct wirecopy_index *index, struct hash128 id, struct id_entry *entry_out, bool *found);
enum wirecopy_status ids_put(struct wirecopy_index *index, struct hash128 id, const struct id_entry *entry, bool behind_all);

/* Appends the content hashes of stored groups that begin with a prefix to out (struct hash128). */
enum wirecopy_status groups_with_prefix(struct wirecopy_index *index, uint32_t prefix, struct buffer *out);

/* The upper bits of a content hash by which postings know a group. */
static inline uint32_t content_prefix(struct hash128 content)
{
    return (uint32_t)(content.high >> 32);
}

#endif
