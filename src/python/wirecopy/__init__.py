"""Finds republished articles: the same story carried by several outlets, cut, extended and wrapped in each outlet's own furniture.

    import wirecopy

    for cluster in wirecopy.cluster("corpus/news"):
        print(cluster.size, cluster.representative.title, cluster.origin)
        for member in cluster:
            print("   ", member.id, member.relation, member.resemblance, member.date)

Articles are files (JSON Lines, CSV, text, HTML, WARC, ...), dicts, strings, or the rows of a table of pyarrow, polars, pandas or DuckDB.
They may be of any language. An Index keeps them on disk, and says of what a new one is a copy. Every option of the command line is a
keyword here, with _ in place of -; see Options.
"""

from ._clustering import Audit, Cluster, Clustering, DedupCounts, FurnitureLine, Member, Spread
from ._comparison import Compared, Comparison, Evaluation, Mistake, Plan, Plans, Run
from ._corpus import Corpus, InputCounts, cluster, compare, dedup, evaluate, plan
from ._index import Added, Answer, Index, IndexInfo, Match, Removed
from ._inputs import Article
from ._options import IndexOptions, Options
from ._problems import InputWarning, Problem, Progress
from ._wirecopy import (
    VERSION as __version__,
    BadInputError,
    Error,
    FileError,
    InternalError,
    InUseError,
    InvalidError,
    NoMemoryError,
    NothingReadError,
    StoppedError,
    TooLargeError,
)

__all__ = [
    "Added",
    "Answer",
    "Article",
    "Audit",
    "BadInputError",
    "Cluster",
    "Clustering",
    "Compared",
    "Comparison",
    "Corpus",
    "DedupCounts",
    "Error",
    "Evaluation",
    "FileError",
    "FurnitureLine",
    "InUseError",
    "Index",
    "IndexInfo",
    "IndexOptions",
    "InputCounts",
    "InputWarning",
    "InternalError",
    "InvalidError",
    "Match",
    "Member",
    "Mistake",
    "NoMemoryError",
    "NothingReadError",
    "Options",
    "Plan",
    "Plans",
    "Problem",
    "Progress",
    "Removed",
    "Run",
    "Spread",
    "StoppedError",
    "TooLargeError",
    "cluster",
    "compare",
    "dedup",
    "evaluate",
    "plan",
    "__version__",
]

for _name in __all__:
    if isinstance(globals()[_name], type):
        globals()[_name].__module__ = "wirecopy"  # where people find it
del _name
