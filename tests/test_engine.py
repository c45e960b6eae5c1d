"""The engine, without a disk: which queries run, one behaviour each."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.engine import Database, Days, Files, Graph, Input, Listed, Load, Stamp, Store, Tree, query
from generator.engine.limits import Overrun, TimeLimit


class Cells(Input):
    """An input of named texts."""

    def __init__(self, **cells: str) -> None:
        self.cells = cells

    def fingerprint(self, key: str) -> str:
        return self.cells.get(key, "<none>")

    def value(self, key: str) -> str | None:
        return self.cells.get(key)


@query
def t_words(db: Database, key: str) -> list[str]:
    return (db.read("cell", key) or "").split()


@query
def t_count(db: Database, key: str) -> int:
    return len(t_words(db, key))


@query
def t_total(db: Database) -> int:
    return t_count(db, "a") + t_count(db, "b")


@query
def t_first(db: Database) -> str:
    return t_words(db, "b")[0] if t_count(db, "a") else "none"


@query(keep=False)
def t_page(db: Database, key: str) -> bytes:
    return " ".join(t_words(db, key)).encode()


@query
def t_noting(db: Database, key: str) -> int:
    for word in t_words(db, key):
        if word.startswith("!"):
            db.note(word)
    return 0


@query
def t_noting_all(db: Database) -> int:
    return t_noting(db, "a") + (t_noting(db, "b") if t_count(db, "a") else 0)


@query
def t_circle(db: Database, key: str) -> int:
    return t_circle_back(db, key)


@query
def t_circle_back(db: Database, key: str) -> int:
    return t_circle(db, key)


def _ran(db: Database) -> list[str]:
    return [f"{name}:{key}" if key else name for name, key in db.runs]


def _change(db: Database, cells: Cells, **values: str) -> None:
    cells.cells.update(values)
    db.refresh([("cell", key) for key in values])


@pytest.fixture
def cells() -> Cells:
    return Cells(a="one two", b="three")


@pytest.fixture
def db(cells: Cells) -> Database:
    return Database({"cell": cells})


def test_a_query_runs_once(db: Database) -> None:
    assert t_total(db) == t_total(db) == 3
    assert sorted(_ran(db)) == ["t_count:a", "t_count:b", "t_total", "t_words:a", "t_words:b"]


def test_nothing_runs_when_nothing_changed(db: Database) -> None:
    t_total(db)
    db.refresh()
    assert t_total(db) == 3
    assert _ran(db) == []


def test_only_what_read_a_change_runs(db: Database, cells: Cells) -> None:
    t_total(db)
    _change(db, cells, b="three four")
    assert t_total(db) == 4
    assert _ran(db) == ["t_words:b", "t_count:b", "t_total"]


def test_an_equal_result_stops_the_change(db: Database, cells: Cells) -> None:
    t_total(db)
    _change(db, cells, a="uno dos")
    assert t_total(db) == 3
    assert _ran(db) == ["t_words:a", "t_count:a"]


def test_a_change_taken_back_unseen_runs_nothing(db: Database, cells: Cells) -> None:
    t_total(db)
    cells.cells["a"] = "changed"
    cells.cells["a"] = "one two"
    db.refresh()
    assert t_total(db) == 3
    assert _ran(db) == []


def test_a_dependency_that_is_no_longer_read_is_forgotten(db: Database, cells: Cells) -> None:
    assert t_first(db) == "three"
    _change(db, cells, a="")
    assert t_first(db) == "none"
    _change(db, cells, b="changed")
    assert t_first(db) == "none"
    assert _ran(db) == []


def test_verification_stops_at_the_first_change(db: Database, cells: Cells) -> None:
    """After "a" is emptied, looking further would take the first of no words."""
    t_first(db)
    _change(db, cells, a="", b="")
    assert t_first(db) == "none"
    assert "t_words:b" not in _ran(db)


def test_a_lookup_that_missed_is_remembered(db: Database, cells: Cells) -> None:
    assert t_count(db, "c") == 0
    _change(db, cells, c="now here")
    assert t_count(db, "c") == 2


def test_a_change_seen_only_later_is_not_lost(db: Database, cells: Cells) -> None:
    t_total(db)
    _change(db, cells, a="one")
    t_count(db, "b")
    db.refresh([])
    assert t_total(db) == 2


def test_large_values_are_made_again_only_when_asked_for(db: Database, cells: Cells) -> None:
    assert t_page(db, "a") == b"one two"
    digest = db.digest(t_page, "a")
    db.release()
    db.refresh()
    assert db.digest(t_page, "a") == digest
    assert t_page(db, "a") == b"one two"
    assert _ran(db) == []


def test_notes_come_back_with_a_memo_that_did_not_run(db: Database) -> None:
    db.inputs["cell"].cells["a"] = "one !bad"  # type: ignore[attr-defined]
    t_noting_all(db)
    db.refresh()
    t_noting_all(db)
    assert db.notes(t_noting_all) == ["!bad"]


def test_notes_of_what_is_no_longer_used_are_gone(db: Database, cells: Cells) -> None:
    cells.cells.update(a="one", b="!bad")
    t_noting_all(db)
    assert db.notes(t_noting_all) == ["!bad"]
    _change(db, cells, a="")
    t_noting_all(db)
    assert db.notes(t_noting_all) == []


def test_why_leads_from_a_query_to_the_input_that_changed(db: Database, cells: Cells) -> None:
    t_total(db)
    _change(db, cells, b="x y")
    t_total(db)
    assert [(cause.name, cause.key) for cause in db.why(t_total)] == [
        ("t_total", ""),
        ("t_count", "b"),
        ("t_words", "b"),
        ("cell", "b"),
    ]


def test_why_is_empty_for_what_did_not_run(db: Database) -> None:
    t_total(db)
    db.refresh()
    t_total(db)
    assert db.why(t_total) == []


def test_a_query_that_asks_for_itself_is_an_error(db: Database) -> None:
    with pytest.raises(RecursionError, match="asks for itself"):
        t_circle(db, "a")


@query
def t_forgiving(db: Database, key: str) -> int:
    try:
        return t_forgiving(db, key)
    except RecursionError:
        return t_count(db, key)


def test_a_query_that_lives_with_asking_for_itself_does_not_rest_on_itself(db: Database, cells: Cells) -> None:
    assert t_forgiving(db, "a") == t_count(db, "a")
    _change(db, cells, a="one two three four")
    assert t_forgiving(db, "a") == 4
    assert "t_forgiving" in {name for name, _ in db.runs}


def test_two_queries_of_one_name_are_refused() -> None:
    def t_words(db: Database, key: str) -> int:
        return 0

    t_words.__module__ = "somewhere.else"
    with pytest.raises(TypeError, match="t_words"):
        query(t_words)


FRAGILE = {"is_broken": False}


@query(firewall=True)
def t_fragile(db: Database, key: str) -> int:
    count = t_count(db, key)
    if FRAGILE["is_broken"]:
        raise RuntimeError(key)
    return count


@query
def t_fragile_total(db: Database) -> int:
    return t_fragile(db, "a") * 10 + t_fragile(db, "b")


def test_a_query_that_raises_once_leaves_nothing_stale(db: Database, cells: Cells) -> None:
    assert t_fragile_total(db) == 21
    FRAGILE["is_broken"] = True
    with pytest.raises(RuntimeError):
        _change(db, cells, a="one", b="three four")
    FRAGILE["is_broken"] = False
    db.refresh([])
    assert t_fragile_total(db) == 12


def test_a_stand_in_is_tried_again_in_the_next_revision(db: Database, cells: Cells) -> None:
    assert t_patient(db, "a") == -1
    cells.cells["patience"] = "yes"  # unseen: nothing that the query read has changed
    db.refresh([])
    PATIENT["is_quick"] = True
    assert t_patient(db, "a") == 2
    db.refresh([])
    assert t_patient(db, "a") == 2
    assert _ran(db) == []


PATIENT = {"is_quick": False}


def _impatient(db: Database, key: str, reason: str) -> int:
    return -1


@query(seconds=0.05, otherwise=_impatient)
def t_patient(db: Database, key: str) -> int:
    while not PATIENT["is_quick"]:
        pass
    return t_count(db, key)


@query(seconds=60, otherwise=_impatient)
def t_patient_outside(db: Database, key: str) -> int:
    return t_patient(db, key) * 10


def test_the_innermost_limit_counts_and_the_outer_one_goes_on(db: Database) -> None:
    PATIENT["is_quick"] = False
    assert t_patient_outside(db, "a") == -10
    assert TimeLimit._ends == []


def test_a_timer_ticks_only_while_something_is_limited() -> None:
    with TimeLimit(60):
        assert signal.getitimer(signal.ITIMER_REAL)[1] > 0
    time.sleep(0.25)
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    with pytest.raises(Overrun), TimeLimit(0.05):
        while True:
            pass


def test_a_process_that_has_limited_something_ends_as_it_should() -> None:
    """Python lets go of its signals before it ends, and a tick after that would kill the process."""
    program = (
        "from generator.engine.limits import TimeLimit\n"
        "class Late:\n"
        "    def __del__(self):\n"
        "        until = clock() + 0.3\n"
        "        while clock() < until: pass\n"
        "from time import monotonic as clock\n"
        "with TimeLimit(60): pass\n"
        "late = Late()\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


# -- between processes ---------------------------------------------------------------------------------


def _store(path: Path, fingerprint: str = "program 1") -> Store:
    return Store(path / "cache.sqlite", fingerprint, str)


def _load(store: Store, cells: Cells) -> Database:
    def make(stamps: dict[str, Stamp], load: Load, graph: Graph) -> Database:
        return Database({"cell": cells}, load, graph)

    return store.load(make)


def _saved(path: Path, cells: Cells, *asks: Callable[[Database], Any]) -> None:
    store = _store(path)
    db = _load(store, cells)
    db.refresh()
    for ask in asks:
        ask(db)
    store.save(db, {})


def test_a_new_process_runs_nothing_when_nothing_changed(tmp_path: Path, cells: Cells) -> None:
    _saved(tmp_path, cells, t_total)
    db = _load(_store(tmp_path), cells)
    db.refresh()
    assert t_total(db) == 3
    assert _ran(db) == []


def test_a_new_process_sees_what_changed_in_between(tmp_path: Path, cells: Cells) -> None:
    _saved(tmp_path, cells, t_total)
    cells.cells["b"] = "three four five"
    db = _load(_store(tmp_path), cells)
    db.refresh()
    assert t_total(db) == 5
    assert _ran(db) == ["t_words:b", "t_count:b", "t_total"]


def test_notes_survive_a_process(tmp_path: Path, cells: Cells) -> None:
    cells.cells["a"] = "!bad"
    _saved(tmp_path, cells, t_noting_all)
    db = _load(_store(tmp_path), cells)
    db.refresh()
    t_noting_all(db)
    assert db.notes(t_noting_all) == ["!bad"]
    assert _ran(db) == []


@pytest.mark.parametrize("damage", [b"", b"garbage" * 100, None])
def test_a_damaged_cache_is_dropped(tmp_path: Path, cells: Cells, damage: bytes | None) -> None:
    _saved(tmp_path, cells, t_total)
    file = tmp_path / "cache.sqlite"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2] if damage is None else damage)
    store = _store(tmp_path)
    db = _load(store, cells)
    db.refresh()
    assert t_total(db) == 3
    assert store.reason_dropped == ("damaged" if damage != b"" else "other-version")  # empty: a database without tables
    store.save(db, {})
    again = _load(_store(tmp_path), cells)
    again.refresh()
    assert t_total(again) == 3
    assert _ran(again) == []


def test_the_cache_of_another_program_is_dropped(tmp_path: Path, cells: Cells) -> None:
    _saved(tmp_path, cells, t_total)
    store = _store(tmp_path, "program 2")
    db = _load(store, cells)
    db.refresh()
    assert t_total(db) == 3
    assert store.reason_dropped == "other-version"
    assert _ran(db)


def test_a_stored_value_of_another_state_is_not_believed(tmp_path: Path, cells: Cells) -> None:
    """Two processes share the file: the one that saves last may have given a number to something else."""
    _saved(tmp_path, cells, t_total)
    db = _load(_store(tmp_path), cells)
    db.refresh()
    swapped: dict[int, bytes | None] = dict.fromkeys(db.graph.numbers(), b"\x07")
    db._load = swapped.get
    assert t_total(db) == 3


def test_what_is_no_longer_asked_for_leaves_the_store(tmp_path: Path, cells: Cells) -> None:
    _saved(tmp_path, cells, t_total, lambda db: t_count(db, "z"))
    cells.cells["a"] = "something else now"
    _saved(tmp_path, cells, t_total)
    db = _load(_store(tmp_path), cells)
    assert "z" not in db.graph.named["t_count"]


# -- inputs ----------------------------------------------------------------------------------------------


def test_files_are_compared_by_content_even_when_size_and_time_are_equal(tmp_path: Path) -> None:
    import os

    file = tmp_path / "a.txt"
    file.write_bytes(b"one")
    files = Files({"content": tmp_path})
    before = files.fingerprint("content/a.txt")
    stamp = file.stat()
    file.write_bytes(b"two")
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert files.fingerprint("content/a.txt") != before


def test_an_old_file_with_equal_size_and_time_is_not_read_again(tmp_path: Path) -> None:
    import os

    file = tmp_path / "a.txt"
    file.write_bytes(b"one")
    os.utime(file, (1_000_000_000, 1_000_000_000))
    files = Files({"content": tmp_path})
    before = files.fingerprint("content/a.txt")
    file.write_bytes(b"two")
    os.utime(file, (1_000_000_000, 1_000_000_000))
    assert files.fingerprint("content/a.txt") == before
    files.forget(["content/a.txt"])
    assert files.fingerprint("content/a.txt") != before


def test_a_file_that_is_not_there_has_a_fingerprint_too(tmp_path: Path) -> None:
    files = Files({"content": tmp_path})
    assert files.fingerprint("content/none.txt") == ""
    assert files.value("content/none.txt") is None


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (tmp_path / "inside" / "link.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "inside" / "folder").symlink_to(tmp_path)
    roots = {"content": tmp_path / "inside"}
    assert Files(roots).fingerprint("content/link.txt") == ""
    assert Files(roots).value("content/link.txt") is None
    tree = Tree(roots, lambda name: False)
    assert tree.value("content") == ("content/folder@", "content/link.txt@")
    assert not Listed(tree).value("content/link.txt")
    assert not Listed(tree).value("content/folder/secret.txt")
    assert not Listed(tree).value("content/../secret.txt")


def test_the_tree_lists_files_below_a_folder_in_order(tmp_path: Path) -> None:
    for name in ("b/2.md", "a.md", "b/1.md", "b/~noise"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", "utf-8")
    tree = Tree({"content": tmp_path}, lambda name: name.startswith("~"))
    assert tree.value("content") == ("content/a.md", "content/b/1.md", "content/b/2.md")
    assert tree.value("content/b") == ("content/b/1.md", "content/b/2.md")


def test_a_day_that_has_come_is_no_change_the_day_after() -> None:
    from datetime import date

    days = Days(date(2026, 6, 30))
    before = days.fingerprint("2026-06-30"), days.fingerprint("2026-07-01")
    days.today = date(2026, 7, 1)
    assert before == ("1", "0")
    assert (days.fingerprint("2026-06-30"), days.fingerprint("2026-07-01")) == ("1", "1")
