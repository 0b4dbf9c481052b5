/* The agency of a spelling: whoever reports many clusters asks for each outlet's name, so that spellings are indexed by their hashes, once. */
#include <string.h>

#include "base/hash.h"
#include "base/parallel.h"
#include "text/credits/credits.h"

/* Twice as many as there are spellings, or more; a power of two. */
enum { SLOTS = 1 << 12 };

/* 1 + agency * CREDIT_SPELLINGS + spelling; 0: free. */
static uint16_t slots[SLOTS];
static _Atomic bool slots_filled;

static const char *spelling_at(uint16_t slot)
{
    return credit_agencies[(slot - 1) / CREDIT_SPELLINGS].spellings[(slot - 1) % CREDIT_SPELLINGS];
}

static void fill_slots(void)
{
    for (size_t agency = 0; agency < credit_agency_count; agency++)
        for (size_t i = 0; i < CREDIT_SPELLINGS && credit_agencies[agency].spellings[i]; i++) {
            const char *text = credit_agencies[agency].spellings[i];
            size_t at = hash_bytes(text, strlen(text)) % SLOTS;
            while (slots[at])
                at = (at + 1) % SLOTS;
            slots[at] = (uint16_t)(1 + agency * CREDIT_SPELLINGS + i);
        }
}

/* A spelling of two agencies is that of the first, which was filled in first. */
const char *credits_agency_name(const char *spelling, size_t size)
{
    if (size == 0)
        return NULL;
    parallel_once(&slots_filled, fill_slots);
    for (size_t at = hash_bytes(spelling, size) % SLOTS; slots[at]; at = (at + 1) % SLOTS) {
        const char *text = spelling_at(slots[at]), *name = credit_agencies[(slots[at] - 1) / CREDIT_SPELLINGS].name;
        if (strlen(text) == size && memcmp(text, spelling, size) == 0)
            return strcmp(name, "agencies") == 0 ? NULL : name;
    }
    return NULL;
}
