"""Facts of the registers that gates ask for by name. A module here with functions marked :func:`source` needs no list.

Each function takes (file, moment) and answers plain values; it runs only when a gate, a prefill or a paper asks.
"""
from zhiheng.records.queries.sources.registry import asked_of, source

__all__ = ["asked_of", "source"]
