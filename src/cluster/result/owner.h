/* Whose an outlet is. Private to this room. */
#ifndef WIRECOPY_CLUSTER_RESULT_OWNER_H
#define WIRECOPY_CLUSTER_RESULT_OWNER_H

#include <stdint.h>

#include "wirecopy.h"

/*
 * The hash of an outlet's owner, 0 where there is no outlet. Of a host that is the domain that somebody registered: ar.paper.example
 * and www2.paper.example are one owner's, one.blogspot.com and two.blogspot.com are not. Any other name is its own owner.
 */
uint64_t owner_of(struct wirecopy_bytes source);

/* What a host's owner registered, in room, in lower case; the source itself where it is no host. */
enum { OWNER_BYTES = 253 };
struct wirecopy_bytes owner_registered(struct wirecopy_bytes source, char room[OWNER_BYTES]);

/*
 * The hash of the name by which others credit an outlet, 0 where there is none: of a host the first label of the registered domain
 * ("reuters" of ar.reuters.com), of any other name the whole; letters and digits only, ASCII ones without case.
 */
uint64_t outlet_credit_key(struct wirecopy_bytes source);

/* The same of a name in a credit: equal keys, equal names. */
uint64_t credit_key(struct wirecopy_bytes name);

#endif
