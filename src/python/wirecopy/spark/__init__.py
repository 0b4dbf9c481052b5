"""Finds the copies among the articles of a DataFrame of Apache Spark: of more articles than one machine reads in a night.

    from wirecopy.spark import cluster

    rows = cluster(spark.read.json("news.jsonl"), rule="strict")
    rows.write.parquet("clusters")

pyspark (3.5), pyarrow and pandas are needed on the driver and on every executor, and so is wirecopy: pip install 'wirecopy[spark]'. On one
machine the command line is many times as fast.
"""

from ._cluster import cluster, pairs

__all__ = ["cluster", "pairs"]
