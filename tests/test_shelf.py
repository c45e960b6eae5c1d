"""Large values wait on the disk, and go when nobody needs them any more."""

from __future__ import annotations

import os
from pathlib import Path

from generator.engine import Shelf
from generator.publish import Artifact, digest_of, publish

DIGEST = bytes(range(16))


def test_a_value_comes_back_by_its_digest(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "work-1")
    assert shelf.put(DIGEST, b"page")
    assert shelf.get(DIGEST) == b"page"
    assert shelf.get(bytes(16)) is None


def test_the_folder_goes_with_its_owner_only(tmp_path: Path) -> None:
    owner, guest = Shelf(tmp_path / "work-1"), Shelf(tmp_path / "work-1", is_owner=False)
    guest.put(DIGEST, b"page")
    del guest
    assert owner.get(DIGEST) == b"page"
    del owner
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_takes_nothing_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    shelf = Shelf(tmp_path / "file" / "work-1")
    assert not shelf.put(DIGEST, b"page")
    assert shelf.get(DIGEST) is None


def test_what_a_killed_process_left_goes_after_a_day(tmp_path: Path) -> None:
    old, young = tmp_path / "work-2", tmp_path / "work-3"
    for folder in (old, young):
        folder.mkdir()
    os.utime(old, (0, 0))
    Shelf(tmp_path / "work-1").clear()
    assert list(tmp_path.iterdir()) == [young]


def test_what_is_on_the_shelf_is_moved_into_the_output(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "work-1")
    shelf.put(DIGEST, b"page")
    output = tmp_path / "site" / "output"

    def unneeded() -> bytes:
        raise AssertionError

    made = Artifact("index.html", digest_of(b"page"), "pages/home", unneeded, shelf.path(DIGEST))
    publish(output, [made], site=output.parent)
    assert (output / "index.html").read_bytes() == b"page"
    assert shelf.get(DIGEST) is None


def test_what_is_not_on_the_shelf_is_made_again(tmp_path: Path) -> None:
    output = tmp_path / "site" / "output"
    made = Artifact("index.html", digest_of(b"page"), "pages/home", lambda: b"page", str(tmp_path / "nothing"))
    publish(output, [made], site=output.parent)
    assert (output / "index.html").read_bytes() == b"page"
