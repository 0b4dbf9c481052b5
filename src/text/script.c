/* In UTF-8 the first two bytes of a character tell its script; half of a text in others are spaces and marks. */
#include "text/script.h"

#include <stdint.h>

enum { PLACES = 32, FEW_PLACES = 8 };

static bool is_cluster(const uint8_t *character)
{
    return (character[0] == 0xE0 && character[1] >= 0xB8 && character[1] <= 0xBB)       /* Thai, Lao */
           || (character[0] == 0xE1 && (character[1] == 0x80 || character[1] == 0x81))  /* Burmese */
           || (character[0] == 0xE1 && (character[1] == 0x9E || character[1] == 0x9F)); /* Khmer */
}

/* How many of so many places, evenly apart, have a character of such a script at them or within the next bytes. */
static size_t count_clusters(const char *folded, size_t size, size_t places)
{
    size_t clusters = 0;
    for (size_t k = 0; k < places; k++) {
        const uint8_t *at = (const uint8_t *)folded + k * (size - 4) / places;
        clusters += is_cluster(at) || is_cluster(at + 1) || is_cluster(at + 2);
    }
    return clusters;
}

bool mostly_clusters(const char *folded, size_t size)
{
    if (size < 8 || count_clusters(folded, size, FEW_PLACES) < FEW_PLACES / 4)
        return false;
    return 2 * count_clusters(folded, size, PLACES) >= PLACES;
}
