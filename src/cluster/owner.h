/* Whose an outlet is. Private to this room. */
#ifndef WIRECOPY_CLUSTER_OWNER_H
#define WIRECOPY_CLUSTER_OWNER_H

#include <stdint.h>

#include "wirecopy.h"

/*
 * The hash of an outlet's owner, 0 where there is no outlet. Of a host that is the domain that somebody registered: ar.paper.example
 * and www2.paper.example are one owner's, one.blogspot.com and two.blogspot.com are not. Any other name is its own owner.
 */
uint64_t owner_of(struct wirecopy_bytes source);

#endif
