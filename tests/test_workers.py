"""Queries on worker processes: the same memos, whatever the way the processes begin, and whatever dies."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from generator.engine import Database, Graph, Input, Load, ProcessWorkers, Stamp, Store, query


class Numbers(Input):
    """An input in which every key is its own value."""

    def fingerprint(self, key: str) -> str:
        return key

    def value(self, key: str) -> int:
        return int(key)


@query
def w_double(db: Database, key: str) -> int:
    return int(db.read("number", key)) * 2


@query
def w_sum(db: Database, key: str) -> int:
    if key == "7":
        db.note("seven")
    return w_double(db, key) + w_shared(db)


@query
def w_shared(db: Database) -> int:
    return w_double(db, "1000")


@query
def w_process(db: Database) -> int:
    return os.getpid()


@query
def w_reader(db: Database, key: str) -> int:
    return w_process(db)


@query(keep=False)
def w_large(db: Database, key: str) -> bytes:
    return b"x" * w_double(db, key)


@query
def w_all(db: Database) -> list[int]:
    return [w_sum(db, str(number)) for number in range(300)]


def _given_up(db: Database, key: str, reason: str) -> int:
    db.note(f"{reason} {key}")
    return -1


@query(seconds=0.2, otherwise=_given_up)
def w_dangerous(db: Database, key: str) -> int:
    if key == "13":
        os._exit(9)
    if key == "14":
        while True:
            time.sleep(0.01)
    return w_double(db, key)


def make(stamps: dict[str, Stamp], load: Load, graph: Graph) -> Database:
    return Database({"number": Numbers()}, load, graph)


def load_copy(path: Path) -> Database:
    return Store(path, "", str).load(make)


def database(tmp_path: Path, method: str) -> Database:
    def store(db: Database) -> Callable[[], Database]:
        Store(tmp_path / "copy.sqlite", "", str).copy(db, {})
        return partial(load_copy, tmp_path / "copy.sqlite")

    db = make({}, lambda number: None, Graph())
    db.workers = ProcessWorkers(str, store, count=2, least=10, method=method)
    return db


METHODS = pytest.mark.parametrize("method", ["fork", "spawn"])


@METHODS
def test_workers_compute_what_the_process_itself_would(tmp_path: Path, method: str) -> None:
    db = database(tmp_path, method)
    db.prefetch(lambda: [(w_sum, str(number)) for number in range(300)])
    taken = len(db.runs)
    assert w_all(db) == [number * 2 + 2000 for number in range(300)]
    assert len(db.runs) == taken + 1
    assert db.notes(w_all) == ["seven"]


@METHODS
def test_workers_know_what_is_known_already(tmp_path: Path, method: str) -> None:
    db = database(tmp_path, method)
    w_process(db)
    db.prefetch(lambda: [(w_reader, str(number)) for number in range(300)])
    assert {w_reader(db, str(number)) for number in range(300)} == {os.getpid()}


@METHODS
def test_large_values_come_along(tmp_path: Path, method: str) -> None:
    db = database(tmp_path, method)
    db.prefetch(lambda: [(w_large, str(number)) for number in range(50)])
    assert w_large(db, "3") == b"xxxxxx"


@METHODS
def test_what_workers_made_is_checked_like_any_other_memo(tmp_path: Path, method: str) -> None:
    db = database(tmp_path, method)
    db.prefetch(lambda: [(w_sum, str(number)) for number in range(300)])
    w_all(db)
    db.refresh()
    w_all(db)
    assert db.runs == []


@METHODS
def test_a_number_that_is_free_is_given_to_one_node_only(tmp_path: Path, method: str) -> None:
    db = database(tmp_path, method)
    for number in range(1000, 1100):
        w_double(db, str(number))
    db.refresh(())
    db.sweep()
    assert db.workers is not None
    db.workers.compute(db, [("w_sum", str(number)) for number in range(300)])
    graph = db.graph
    for number in range(300):
        read = graph.dependencies[graph.named["w_sum"][str(number)]]
        assert [(graph.name(other), graph.keys[other]) for other in read] == [
            ("w_double", str(number)),
            ("w_shared", ""),
        ]


def test_few_queries_are_not_worth_a_process(tmp_path: Path) -> None:
    db = database(tmp_path, "fork")
    db.prefetch(lambda: [(w_sum, str(number)) for number in range(5)])
    assert db.runs == []


def test_a_few_heavy_queries_are_worth_a_process_each(tmp_path: Path) -> None:
    db = database(tmp_path, "fork")
    asks = [str(number) for number in range(5)]
    db.prefetch(lambda: [(w_sum, key) for key in asks], heavy=True)
    assert len(db.runs) > 5
    taken = len(db.runs)
    assert [w_sum(db, key) for key in asks] == [number * 2 + 2000 for number in range(5)]
    assert len(db.runs) == taken


def test_a_query_that_kills_its_worker_costs_only_itself(tmp_path: Path) -> None:
    db = database(tmp_path, "fork")
    asks = [str(number) for number in range(40) if number != 14]
    db.prefetch(lambda: [(w_dangerous, key) for key in asks])
    assert [w_dangerous(db, key) for key in asks] == [-1 if key == "13" else int(key) * 2 for key in asks]
    assert db.notes(w_dangerous, "13") == ["crash 13"]


def test_a_query_that_takes_too_long_costs_only_itself(tmp_path: Path) -> None:
    db = database(tmp_path, "fork")
    asks = [str(number) for number in range(40) if number != 13]
    db.prefetch(lambda: [(w_dangerous, key) for key in asks])
    assert [w_dangerous(db, key) for key in asks] == [-1 if key == "14" else int(key) * 2 for key in asks]
    assert db.notes(w_dangerous, "14") == ["time 14"]


def test_a_limit_holds_in_the_process_itself() -> None:
    db = make({}, lambda number: None, Graph())
    started = time.monotonic()
    assert w_dangerous(db, "14") == -1
    assert time.monotonic() - started < 2
    assert w_dangerous(db, "15") == 30
