"""The plan: which tables are made of which, what is joined and shuffled, and what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

from .._options import Options
from ._lessons import Lessons, learn
from ._needed import need, need_frame, refuse

if TYPE_CHECKING:
    from pyspark import Broadcast, StorageLevel
    from pyspark.sql import DataFrame

PARCELS = "text binary, id binary, parcels binary"
TEXTS = "text binary, parcels binary"
KEYS = "key long, text binary, counts int"
MET = "a binary, b binary, counts_a int, counts_b int, band boolean, lost int"
PAIRS = "a binary, b binary"
JUDGED = "a binary, b binary, matches boolean"
ARTICLES = (
    "id string, cluster string, role string, relation string, resemblance double, containment double, contained double, "
    "source string, date string, title string, credit string"
)
PAIRS_VIEW = "a string, b string, relation string, resemblance double, containment double, contained double"


class Steps(NamedTuple):
    """What all steps are told."""

    lessons: Broadcast[Lessons]
    least_shared: int
    partitions: int
    storage: StorageLevel
    one_task: int

    def together(self, frame: DataFrame, *by: str) -> DataFrame:
        """The rows that have the first column in common in one task, in order of all."""
        return frame.repartition(self.partitions, by[0]).sortWithinPartitions(*by)


def _written_out(articles: DataFrame) -> DataFrame:
    """Dates as texts, so that the driver and tasks read the same: a timestamp with the session's zone."""
    from pyspark.sql import functions as f

    columns = []
    for field in articles.schema.fields:
        column, kind = f.col(f"`{field.name}`"), field.dataType.typeName()
        if kind == "timestamp":
            column = f.date_format(column, "yyyy-MM-dd'T'HH:mm:ssXXX")
        elif kind in ("date", "timestamp_ntz"):
            column = column.cast("string")
        columns.append(column.alias(field.name))
    return articles.select(*columns)


def _settled(articles: DataFrame, steps: Steps) -> DataFrame:
    """The parcels of all articles; ids are told apart."""
    from . import _tasks

    parcels = articles.mapInArrow(_tasks.parcels(steps.lessons), PARCELS).persist(steps.storage)
    several = parcels.groupBy("id").count().where("count > 1").select("id").persist(steps.storage)
    if several.limit(1).count() == 0:
        return parcels
    apart = steps.together(parcels.join(several, "id", "left_semi").select("text", "id", "parcels"), "id", "text")
    settled = apart.mapInArrow(_tasks.settle(steps.lessons), PARCELS)
    return parcels.join(several, "id", "left_anti").select("text", "id", "parcels").unionByName(settled)


def _candidates(texts: DataFrame, steps: Steps) -> DataFrame:
    """The pairs that share enough keys. Keys are joined by the shuffle; what crowds of them are worth is counted by text."""
    from pyspark.sql import functions as f

    from . import _tasks

    keys = steps.together(texts.mapInArrow(_tasks.keys(steps.lessons), KEYS), "key", "text")
    met = (
        keys.mapInArrow(_tasks.meetings(steps.lessons), MET)
        .groupBy("a", "b")
        .agg(
            f.first("counts_a").alias("counts_a"),
            f.first("counts_b").alias("counts_b"),
            f.sum(f.when(f.col("band"), 0).otherwise(1)).cast("int").alias("shared"),
            f.max("band").alias("band"),
            f.sum("lost").cast("int").alias("lost"),
        )
        .where(f"b is null or band or shared >= {steps.least_shared}")
        .persist(steps.storage)
    )
    lost = met.where("b is null")
    pairs = met.where("b is not null").drop("lost")
    for side in "ab":
        of_side = lost.select(f.col("a").alias(side), f.col("lost").alias(f"sampled_{side}"), f.col("shared").alias(f"all_{side}"))
        pairs = pairs.join(of_side, side, "left")
    return pairs.fillna(0, [f"{what}_{side}" for side in "ab" for what in ("sampled", "all")]).mapInArrow(
        _tasks.candidates(steps.lessons), PAIRS
    )


def _judged(texts: DataFrame, pairs: DataFrame, steps: Steps) -> DataFrame:
    """The pairs that pass the match rule."""
    from pyspark.sql import functions as f

    from . import _tasks

    joined = pairs
    for side in "ab":
        joined = joined.join(texts.select(f.col("text").alias(side), f.col("parcels").alias(f"parcels_{side}")), side)
    return joined.select("a", "b", "parcels_a", "parcels_b").mapInArrow(_tasks.judge(steps.lessons), JUDGED).persist(steps.storage)


def _clusters(texts: DataFrame, judged: DataFrame, steps: Steps, view: str) -> DataFrame:
    """What hangs together in one task each, and what is alone wherever it is."""
    from pyspark.sql import functions as f

    from . import _tasks
    from ._components import components

    matches = judged.where("matches").select(f.col("a").alias("u"), f.col("b").alias("v"))
    parts = components(matches, steps.one_task).persist(steps.storage)
    nothing = f.lit(None).cast("binary")
    held = texts.join(parts, "text").select("part", nothing.alias("a"), nothing.alias("b"), "parcels")
    inside = judged.join(parts.withColumnRenamed("text", "a"), "a").join(
        parts.select(f.col("text").alias("b"), f.col("part").alias("other")), "b"
    )
    paired = inside.where("part = other").select("part", "a", "b", nothing.alias("parcels"))
    schema = ARTICLES if view == "articles" else PAIRS_VIEW
    task = _tasks.clusters(steps.lessons, view)
    found = steps.together(held.unionByName(paired), "part").mapInArrow(task, schema)
    alone = texts.join(parts, "text", "left_anti").select(f.col("text").alias("part"), nothing.alias("a"), nothing.alias("b"), "parcels")
    return found.unionByName(alone.mapInArrow(task, schema))


def _run(
    articles: DataFrame,
    view: str,
    sample: int,
    partitions: int | None,
    storage: StorageLevel | None,
    one_task: int | None,
    options: Options,
) -> DataFrame:
    need()
    need_frame(articles)
    refuse(options)
    from pyspark import StorageLevel as Levels

    from . import _tasks
    from ._components import ONE_TASK

    articles = _written_out(articles)
    given = {name: value for name, value in options.items() if value is not None}
    lessons = learn(articles, given, sample)
    with lessons.corpus():  # what is wrong with options is said here
        pass
    session = articles.sparkSession
    steps = Steps(
        session.sparkContext.broadcast(lessons),
        lessons.least_shared(),
        partitions or int(session.conf.get("spark.sql.shuffle.partitions") or 200),
        storage or Levels.DISK_ONLY,
        ONE_TASK if one_task is None else one_task,
    )
    parcels = _settled(articles, steps)
    texts = steps.together(parcels.select("text", "parcels"), "text").mapInArrow(_tasks.texts(steps.lessons), TEXTS).persist(steps.storage)
    judged = _judged(texts, _candidates(texts, steps), steps)
    return _clusters(texts, judged, steps, view)


def cluster(
    articles: DataFrame,
    *,
    sample: int = 200_000,
    partitions: int | None = None,
    storage: StorageLevel | None = None,
    one_task: int | None = None,
    **options: Unpack[Options],
) -> DataFrame:
    """The articles of a DataFrame with their clusters: a row for each, as the command line's --emit articles has them: id, cluster,
    role, relation, resemblance, containment, contained, source, date, title, credit. What is no copy of anything is alone in its
    cluster.

    articles: a DataFrame whose columns are named as fields of files are: text, and id, title, source, date, url where there are
        such. Rows without a text are left out, with a warning in the executor's log.
    sample: furniture, common phrases and keys are learnt, by the driver, from as many articles, chosen by a hash of what they say;
        a corpus that is no larger is learnt from whole, and has the command line's clusters. With the options furniture and plan
        nothing is learnt, and the clusters are those of the command line with the same files, whatever the size.
    partitions: of each shuffle; spark.sql.shuffle.partitions.
    storage: where what is needed twice is kept, some 1.5 times the texts; StorageLevel.DISK_ONLY. spark.catalog.clearCache() gives
        it back.
    one_task: so many edges between copies are connected by one task, 300 bytes each; more are by joins.
    options: as wirecopy.Options has them, but for those that need all articles in one place: window, keys, learn, save, audit,
        show, owners, and those of files and threads.

    The call learns, and runs the jobs up to the components of copies; the rows are made when they are asked for. Shuffled are, once
    each, the articles as folded (some 1.2 times their text; of exact copies the words once from then on), the keys of each distinct
    text (some 100 of 28 bytes), the pairs that share keys (some 70 an article of 57 bytes, most by chance), the texts of those that
    share enough of them, and the texts that have copies: of generated news 5.7 times the input in all. A task of Python holds some
    32 MB of articles at a time, four times that at the most, and beyond it the largest of: an Arrow batch of the JVM's
    (spark.sql.execution.arrow.maxRecordsPerBatch rows: lower it where texts are long), who has one key, or all copies that hang
    together, of which 100,000 of a kilobyte took 0.8 GB. These have to be under 2 GiB.
    """
    return _run(articles, "articles", sample, partitions, storage, one_task, options)


def pairs(
    articles: DataFrame,
    *,
    sample: int = 200_000,
    partitions: int | None = None,
    storage: StorageLevel | None = None,
    one_task: int | None = None,
    **options: Unpack[Options],
) -> DataFrame:
    """The pairs that match, as the command line's --emit pairs has them: a, b, relation, resemblance, containment, contained. Otherwise as
    cluster."""
    return _run(articles, "pairs", sample, partitions, storage, one_task, options)
