"""Connected components by joins of DataFrames: large-star and small-star in turn (Kiveris et al. 2014), until nothing changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._tasks import roots

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

EDGES = "u binary, v binary"

# So many edges fit one task, some 300 bytes each there; the rounds of joins are for more.
ONE_TASK = 1 << 20

# A round halves the depth or more; of a chain of a billion there are some 30.
MOST_ROUNDS = 100


def _least_neighbour(edges: DataFrame) -> DataFrame:
    """Each edge both ways, with the least of u and of all that u has edges to."""
    from pyspark.sql import functions as f

    both = edges.unionByName(edges.select(f.col("v").alias("u"), f.col("u").alias("v")))
    least = both.groupBy("u").agg(f.least(f.col("u"), f.min("v")).alias("least"))
    return both.join(least, "u")


def _large_star(edges: DataFrame) -> DataFrame:
    from pyspark.sql import functions as f

    found = _least_neighbour(edges).where("v > u").select(f.col("v").alias("u"), f.col("least").alias("v"))
    return found.where("u != v").distinct()


def _small_star(edges: DataFrame) -> DataFrame:
    from pyspark.sql import functions as f

    down = edges.select(f.greatest("u", "v").alias("u"), f.least("u", "v").alias("v"))
    least = down.groupBy("u").agg(f.min("v").alias("least"))
    stars = down.join(least, "u").select(f.col("v").alias("u"), f.col("least").alias("v"))
    return stars.unionByName(least.select("u", f.col("least").alias("v"))).where("u != v").distinct()


def _sum(edges: DataFrame) -> tuple[int, int]:
    """What changes where edges do."""
    from pyspark.sql import functions as f

    row = edges.agg(f.count("*"), f.sum(f.xxhash64("u", "v").cast("decimal(20,0)"))).first()
    assert row is not None
    return row[0], int(row[1] or 0)


def components(edges: DataFrame, one_task: int = ONE_TASK) -> DataFrame:
    """Of each text that has an edge (u, v) the least of its component: text, part."""
    from pyspark.sql import functions as f

    forest = edges.mapInArrow(roots, EDGES).localCheckpoint()
    before = _sum(forest)
    if before[0] <= one_task:
        forest = forest.coalesce(1).mapInArrow(roots, EDGES).localCheckpoint()
    else:
        for _ in range(MOST_ROUNDS):
            forest = _small_star(_large_star(forest)).localCheckpoint()
            after = _sum(forest)
            if after == before:
                break
            before = after
        else:
            raise RuntimeError("the components were not found: please report it")
    return forest.select(f.col("u").alias("text"), f.col("v").alias("part")).unionByName(
        forest.select(f.col("v").alias("text"), f.col("v").alias("part")).distinct()
    )
