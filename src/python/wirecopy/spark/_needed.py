"""What has to be there: pyspark and pyarrow, which nobody else needs, and options that go with a corpus in parts."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from typing import Any

from .._wirecopy import InvalidError

REFUSED = {
    "window": "every text would be in several parts",
    "learn": "what the furniture file does not have would have to be learnt from all articles",
    "save": "the articles are not in one place",
    "audit": "the articles are not in one place",
    "show": "pairs that are no matches are not kept",
    "keys": "they are those of the plan; write one by the command line's --keys and --write-plan",
    "progress": "Spark shows how far its jobs are",
    "problem": "callbacks do not go to other machines: they are warnings there",
    "keep_lines": "what is learnt is written by the command line",
    "format_in": "a DataFrame is no file",
    "encoding": "a DataFrame's texts have been decoded",
    "strict": "rows without a text are no articles",
    "threads": "Spark has several tasks on a machine",
    "owners": "whose outlets are changes no row",
}


def need() -> None:
    """Says what is missing, and where it is from."""
    for name in ("pyspark", "pyarrow", "pandas"):
        if importlib.util.find_spec(name) is None:
            raise ImportError(f"wirecopy.spark needs {name}: pip install 'wirecopy[spark]'", name=name)


def need_frame(articles: Any) -> None:
    if not hasattr(articles, "mapInArrow"):
        raise TypeError(f"articles are a DataFrame of pyspark 3.5 or later, not {type(articles).__module__}.{type(articles).__qualname__}")
    if not getattr(articles, "sparkSession", None):
        raise TypeError("the DataFrame has no session")


def refuse(options: Mapping[str, Any]) -> None:
    for name, why in REFUSED.items():
        if options.get(name):
            raise InvalidError(f"wirecopy.spark has no option {name}: {why}")
