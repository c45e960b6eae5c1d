"""Incremental queries: plain functions of a database and a key, run again only when something they read changed.

The engine knows nothing of what it computes. It is Salsa's idea in small: what a query reads is recorded in
order; a memo is checked in that order and the check stops at the first change; a rerun with an equal result
keeps its old ``changed_at``, so that nothing downstream runs (early cutoff).
"""

from .database import Cause, Database, Load, digest_of
from .errand import Errand
from .graph import Graph
from .inputs import Days, Files, Input, Listed, Stamp, Tree, is_link
from .limits import without_collection
from .queries import query
from .shelf import Shelf
from .store import Store
from .workers import ProcessWorkers, can_fork

__all__ = [
    "Cause",
    "Database",
    "Days",
    "Errand",
    "Files",
    "Graph",
    "Input",
    "Listed",
    "Load",
    "ProcessWorkers",
    "Shelf",
    "Stamp",
    "Store",
    "Tree",
    "can_fork",
    "digest_of",
    "is_link",
    "query",
    "without_collection",
]
