"""Large values wait on the disk, and go when nobody needs them any more."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from generator.engine import Shelf
from generator.publish import MANIFEST, Artifact, digest_of, publish

DIGEST = bytes(range(16))
PAGE = bytes.fromhex(digest_of(b"page"))


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


def test_what_a_killed_process_of_the_same_number_left_is_not_believed(tmp_path: Path) -> None:
    Shelf(tmp_path / "work-1", is_owner=False).put(DIGEST, b"pa")
    assert Shelf(tmp_path / "work-1").get(DIGEST) is None


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
    shelf.put(PAGE, b"page")
    shelf.put(DIGEST, b"of no use")
    output = tmp_path / "site" / "output"

    def unneeded() -> bytes:
        raise AssertionError

    made = Artifact("index.html", digest_of(b"page"), "pages/home", unneeded)
    publish(output, [made], site=output.parent, shelf=shelf.values)
    assert published(output) == {"index.html": b"page"}
    assert shelf.get(PAGE) is None
    assert shelf.put(PAGE, b"page")


def test_two_files_of_the_same_bytes_take_one_from_the_shelf(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "work-1")
    shelf.put(PAGE, b"page")
    output = tmp_path / "site" / "output"
    made = [Artifact(path, digest_of(b"page"), "pages/home", lambda: b"page") for path in ("a.html", "b.html")]
    publish(output, made, site=output.parent, shelf=shelf.values)
    assert published(output) == {"a.html": b"page", "b.html": b"page"}


@pytest.mark.parametrize("reason", [errno.ENOENT, errno.EXDEV, errno.EACCES], ids=["missing", "other-disk", "in-use"])
def test_what_cannot_be_moved_from_the_shelf_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: int
) -> None:
    def refuse(source: str, target: str) -> None:
        raise OSError(reason, os.strerror(reason), source)

    shelf = Shelf(tmp_path / "work-1")
    shelf.put(PAGE, b"page")
    output = tmp_path / "site" / "output"
    made = Artifact("index.html", digest_of(b"page"), "pages/home", lambda: b"page")
    monkeypatch.setattr(os, "rename", refuse)
    publish(output, [made], site=output.parent, shelf=shelf.values)
    assert published(output) == {"index.html": b"page"}


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege on Windows")
def test_a_shelf_that_is_a_link_gives_nothing(tmp_path: Path) -> None:
    """What lies behind it is not what a worker wrote."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / digest_of(b"page")).write_bytes(b"other")
    (tmp_path / "shelf").symlink_to(tmp_path / "elsewhere")
    output = tmp_path / "site" / "output"
    made = Artifact("index.html", digest_of(b"page"), "pages/home", lambda: b"page")
    publish(output, [made], site=output.parent, shelf=tmp_path / "shelf")
    assert published(output) == {"index.html": b"page"}
    assert (tmp_path / "elsewhere" / digest_of(b"page")).read_bytes() == b"other"


def published(output: Path) -> dict[str, bytes]:
    files = {path.relative_to(output).as_posix(): path for path in output.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if name != MANIFEST}
