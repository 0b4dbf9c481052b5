/* Those of several are sorted by (size, least rank); articles alone, which most are, come in the order of ranks, and are not. */
#include "cluster/result/cluster_order.h"

static bool apart(const struct left_out *left_out, uint32_t rank)
{
    return left_out->flags[rank] & GROUP_FURNITURE_ONLY;
}

static uint64_t size_of_cluster(const struct groups *groups, const struct members *members)
{
    uint64_t size = 0;
    for (uint32_t i = 0; i < members->sorted; i++)
        size += groups_size(groups, members->ranks[i]);
    return size;
}

static enum wirecopy_status add_cluster(struct sorter *sorter, enum kind kind, uint64_t size, uint32_t least, uint32_t what)
{
    return sorter_add(sorter, (UINT32_MAX - size) << 32 | least, (uint64_t)kind << KIND_SHIFT | what);
}

static enum wirecopy_status list_several(const struct cluster_order *order)
{
    const struct groups *groups = order->left_out->groups;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < order->quorum->count && status == WIRECOPY_OK; i++) {
        const struct members *members = &order->quorum->clusters[i].members;
        if (members_count(members) > 0)
            status = add_cluster(order->sorter, KIND_QUORUM, size_of_cluster(groups, members), members->ranks[0], (uint32_t)i);
    }
    for (uint32_t rank = 0; rank < groups->count && status == WIRECOPY_OK; rank++)
        if (groups_size(groups, rank) > 1 && order->quorum->cluster_of[rank] == QUORUM_ALONE && !apart(order->left_out, rank))
            status = add_cluster(order->sorter, KIND_GROUP, groups_size(groups, rank), rank, rank);
    return status == WIRECOPY_OK ? sorter_finish(order->sorter) : status;
}

enum wirecopy_status cluster_order_begin(struct cluster_order *order, const struct quorum *quorum, const struct left_out *left_out)
{
    enum wirecopy_status status;
    *order = (struct cluster_order){.quorum = quorum, .left_out = left_out};
    status = sorter_create(left_out->space, left_out->memory_bytes, &order->sorter);
    if (status == WIRECOPY_OK)
        status = list_several(order);
    return status == WIRECOPY_OK ? sorter_next(order->sorter, &order->held, &order->none) : status;
}

/* Goes to the next article alone, from where the last one was; false where there is none. */
static bool find_alone(struct cluster_order *order)
{
    const struct groups *groups = order->left_out->groups;
    for (; order->rank < groups->count; order->rank++, order->member = 0)
        if (order->quorum->cluster_of[order->rank] == QUORUM_ALONE) {
            uint32_t size = groups_size(groups, order->rank);
            if (apart(order->left_out, order->rank) ? order->member < size : size == 1 && order->member == 0)
                return true;
        }
    return false;
}

enum wirecopy_status cluster_order_next(struct cluster_order *order, uint64_t *cluster_out, bool *end_out)
{
    bool several = !order->none && order->held.key >> 32 < UINT32_MAX - 1;
    bool alone = !several && find_alone(order);
    *end_out = order->none && !alone;
    if (alone && (order->none || order->rank < (uint32_t)order->held.key)) {
        bool article = apart(order->left_out, order->rank);
        *cluster_out = article ? (uint64_t)KIND_MEMBER << KIND_SHIFT | (order->left_out->groups->first[order->rank] + order->member)
                               : (uint64_t)KIND_GROUP << KIND_SHIFT | order->rank;
        order->member++;
        return WIRECOPY_OK;
    }
    *cluster_out = order->held.value;
    return *end_out ? WIRECOPY_OK : sorter_next(order->sorter, &order->held, &order->none);
}

void cluster_order_end(struct cluster_order *order)
{
    sorter_free(order->sorter);
}
