/* XXH3 of long inputs with AVX-512: see hash_long.h. */
#include "base/hash_long.h"

#if defined(__x86_64__)

HASH_LONG(avx512)

#endif
