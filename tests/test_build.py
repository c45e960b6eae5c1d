"""What a build knows of the days to come."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from generator.build import Workshop
from generator.config import Locations
from generator.engine import Store
from generator.problems import DizaoError
from generator.watch import Changes

PROMISE = """
    内容: 公告栏换大字
    责任: 居委会
    作出: 2026-01-05
    期限: {due}
"""


def write(site: Path, name: str, text: str) -> Path:
    path = site / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")
    return path


def days_of(site: Path, day: str, workshop: Workshop | None = None) -> list[str]:
    """Return the days of the published calendar of a site, built on ``day``."""
    built = (
        workshop or Workshop(Locations(site, site / "out"), as_of=date.fromisoformat(day), use_cache=False)
    ).build()
    calendar = json.loads(built.artifacts["status-calendar.json"].content())
    assert built.next_change_on == (date.fromisoformat(calendar["rebuild_on"][0]) if calendar["rebuild_on"] else None)
    return list(calendar["rebuild_on"])


def test_the_calendar_lists_the_days_on_which_a_page_changes_by_itself(tmp_path: Path) -> None:
    write(tmp_path, "site.yaml", "名称: 试验\n提前提醒天数: 14\n")
    write(tmp_path, "commitments/board.yaml", PROMISE.format(due="2026-12-31"))
    write(tmp_path, "commitments/lamps.yaml", PROMISE.format(due="2026-06-30"))
    assert days_of(tmp_path, "2026-06-20") == ["2026-07-01", "2026-12-17"]
    assert days_of(tmp_path, "2026-12-17") == ["2027-01-01"]
    assert days_of(tmp_path, "2027-01-01") == []


def test_a_day_of_a_record_that_is_gone_leaves_the_calendar(tmp_path: Path) -> None:
    write(tmp_path, "site.yaml", "名称: 试验\n")
    write(tmp_path, "commitments/board.yaml", PROMISE.format(due="2026-12-31"))
    path = write(tmp_path, "commitments/lamps.yaml", PROMISE.format(due="2026-11-30"))
    workshop = Workshop(Locations(tmp_path, tmp_path / "out"), as_of=date(2026, 10, 1), use_cache=False)
    assert days_of(tmp_path, "", workshop) == ["2026-11-16", "2026-12-17"]
    path.unlink()
    built = workshop.build(Changes(frozenset({str(path)}), sweep=False))
    assert json.loads(built.artifacts["status-calendar.json"].content()) == {
        "rebuild_on": ["2026-12-17"],
        "daily": False,
    }


# -- memos that are kept while the site is published ------------------------------------------------------------------


def _in_this_process_only(parent: int, save: Callable[..., None]) -> Callable[..., None]:
    def guarded(*given: object) -> None:
        if os.getpid() != parent:
            raise OSError("no room")
        save(*given)

    return guarded


@pytest.mark.parametrize("how", ["meanwhile", "it fails", "nothing can be forked"])
def test_memos_are_kept_in_whatever_process(tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "site.yaml", "名称: 试验\n")
    write(tmp_path, "commitments/board.yaml", PROMISE.format(due="2026-12-31"))
    places = Locations(tmp_path, tmp_path / "output")
    monkeypatch.setattr("generator.build._MUCH", 0)
    saved_by: list[int] = []
    save = Store.save

    def noted(*given: Any) -> None:
        saved_by.append(os.getpid())
        save(*given)

    monkeypatch.setattr(Store, "save", noted)
    if how == "it fails":
        monkeypatch.setattr(Store, "save", _in_this_process_only(os.getpid(), Store.save))
    elif how == "nothing can be forked":
        monkeypatch.setattr("generator.engine.errand.can_fork", lambda: False)
    workshop = Workshop(places, as_of=date(2026, 6, 1))
    workshop.publish(workshop.build(), saves=True)
    workshop.save()
    assert saved_by == ([] if how == "meanwhile" else [os.getpid()])
    assert Workshop(places, as_of=date(2026, 6, 1)).build().ran == ()


def test_a_publication_that_fails_leaves_no_process_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "site.yaml", "名称: 试验\n")
    write(tmp_path, "output/mine.txt", "theirs")
    places = Locations(tmp_path, tmp_path / "content" / "output")
    monkeypatch.setattr("generator.build._MUCH", 0)
    begun: list[int] = []
    fork = os.fork

    def noted() -> int:
        begun.append(fork())
        return begun[-1]

    monkeypatch.setattr("generator.engine.errand.os.fork", noted)
    workshop = Workshop(places, as_of=date(2026, 6, 1))
    with pytest.raises(DizaoError):
        workshop.publish(workshop.build(), saves=True)
    assert len(begun) == 1
    with pytest.raises(ChildProcessError):
        os.waitpid(begun[0], os.WNOHANG)
