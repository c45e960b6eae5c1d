"""What lies behind a symbolic link is never read into the site, and never written or deleted."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import pytest

from generator.build import BuildResult, Workshop
from generator.config import Locations, refuse_links
from generator.engine import Files
from generator.pictures import Album
from generator.problems import DizaoError
from generator.publish import Artifact, digest_of, publish, recover
from tests.kills import killed_at

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege on Windows")

SECRET = "name-that-must-not-get-out"
SITE = {
    "content/site.yaml": "名称: 示例社区\n联系: {单位: 示例居委会}\n",
    "content/communities/here.yaml": "名称: 示例社区\n区: 示例区\n街道: 示例街道\n",
    "content/pages/about.md": "---\n标题: 关于\n---\n\n正文。\n",
    "content/media/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0h2"/></svg>',
    "templates/assets/own.css": "p { color: red }",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in SITE.items():
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_text(text, "utf-8")
    return tmp_path / "site"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A copy of the site that somebody keeps elsewhere, with a secret in every file of it."""
    for name, text in SITE.items():
        path = tmp_path / "elsewhere" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("示例居委会", SECRET).replace("正文", SECRET).replace("red", SECRET), "utf-8")
    return tmp_path / "elsewhere"


def build(site: Path, workshop: Workshop | None = None) -> BuildResult:
    return (workshop or Workshop(Locations(site, site / "output"), as_of=date(2024, 6, 15), use_cache=False)).build()


def holds_the_secret(result: BuildResult) -> bool:
    return any(SECRET.encode() in artifact.content() for artifact in result.artifacts.values())


PLACES = [
    "content", "content/pages", "content/pages/about.md", "content/site.yaml", "content/media",
    "templates", "templates/assets", "templates/assets/own.css",
]  # fmt: skip
"""At the root, in the middle, at the leaf."""


@pytest.mark.parametrize("place", PLACES)
def test_a_link_is_told_and_not_followed(place: str, site: Path, elsewhere: Path) -> None:
    (site / place).rename(site.parent / "old")
    (site / place).symlink_to(elsewhere / place)
    result = build(site)
    assert ("symlink", place) in {(problem.code, problem.where.path) for problem in result.problems}
    assert not result.is_sound
    assert not holds_the_secret(result)


@pytest.mark.parametrize("place", PLACES)
def test_what_becomes_a_link_after_the_start_is_not_followed_either(place: str, site: Path, elsewhere: Path) -> None:
    workshop = Workshop(Locations(site, site / "output"), as_of=date(2024, 6, 15), use_cache=False)
    assert build(site, workshop).is_sound
    (site / place).rename(site.parent / "old")
    (site / place).symlink_to(elsewhere / place)
    result = build(site, workshop)
    assert not result.is_sound
    assert not holds_the_secret(result)
    (site / place).unlink()
    (site.parent / "old").rename(site / place)
    assert build(site, workshop).is_sound


@pytest.mark.parametrize("place", ["content", "content/pages", "content/pages/about.md"])
def test_what_becomes_a_link_between_listing_and_reading_is_not_read(place: str, site: Path, elsewhere: Path) -> None:
    files = Files({"content": site / "content"})
    assert files.value("content/pages/about.md")
    (site / place).rename(site.parent / "old")
    (site / place).symlink_to(elsewhere / place)
    assert files.value("content/pages/about.md") is None
    assert Files({"content": site / "content"}).value("content/pages/about.md") is None


def test_a_hidden_link_lends_no_picture_to_a_page(site: Path, elsewhere: Path) -> None:
    (site / "content/media/.hidden").symlink_to(elsewhere / "content/media")
    page = "---\n标题: 关于\n---\n\n![一张图](../media/.hidden/a.svg)\n"
    (site / "content/pages/about.md").write_text(page, "utf-8")
    result = build(site)
    assert not result.is_sound
    assert [path for path in result.artifacts if path.startswith("media/")] == []


def test_a_pipe_and_a_device_are_no_files(site: Path) -> None:
    os.mkfifo(site / "content/media/pipe.svg")
    page = "---\n标题: 关于\n---\n\n![一张图](../media/pipe.svg)\n"
    (site / "content/pages/about.md").write_text(page, "utf-8")
    assert "broken-image" in {problem.code for problem in build(site).problems}
    assert Files({"content": site / "content"}).value("content/media/pipe.svg") is None


# -- what the program keeps for itself -----------------------------------------------------------------


@pytest.mark.parametrize("name", [".dizao", ".dizao/pictures", ".dizao/cache.sqlite", ".dizao/scanned"])
def test_a_folder_of_our_own_that_is_a_link_is_refused(name: str, site: Path, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/holiday.jpg").write_text("precious", "utf-8")
    (site / name).parent.mkdir(exist_ok=True)
    (site / name).symlink_to(tmp_path / "photos")
    with pytest.raises(DizaoError) as refused:
        refuse_links(site)
    assert (refused.value.problem.code, refused.value.exit_code) == ("own-folder-linked", 2)


def test_the_album_throws_away_nothing_that_it_has_not_made(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_text("precious", "utf-8")
    (tmp_path / ("0" * 64)).write_text("ours", "utf-8")
    Album(tmp_path).keep_only([])
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


# -- the output ----------------------------------------------------------------------------------------

OLD = {"index.html": "old", "a/b/index.html": "old", "a/gone/index.html": "old"}
NEW = {"index.html": "new", "a/b/index.html": "new", "a/b/c/index.html": "new"}


def put(output: Path, files: dict[str, str]) -> None:
    made = [
        Artifact(path, digest_of(text.encode()), "test", lambda text=text: text.encode())  # type: ignore[misc]
        for path, text in files.items()
    ]
    publish(output, made, site=output.parent / "site")


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("place", ["a", "a/b"])
def test_a_recovery_writes_and_deletes_nothing_through_a_link_that_came_after_the_kill(
    place: str, site: Path, tmp_path: Path
) -> None:
    seen = 0
    for step in range(60):
        output = tmp_path / f"output-{step}"
        put(output, OLD)
        if not killed_at(step, lambda: put(output, NEW)):  # noqa: B023
            break
        if not (output / ".dizao-journal.json").exists():
            continue
        elsewhere = tmp_path / f"elsewhere-{step}"
        (output / place).rename(elsewhere)
        (output / place).symlink_to(elsewhere)
        before = everything(elsewhere)
        with pytest.raises(DizaoError) as refused:
            recover(output)
        assert refused.value.problem.code == "output-interrupted"
        assert everything(elsewhere) == before
        seen += 1
        (output / place).unlink()
        elsewhere.rename(output / place)
        assert recover(output)
        put(output, NEW)
        assert {path: text.decode() for path, text in everything(output).items() if not path.startswith(".")} == NEW
    assert seen > 3


@pytest.mark.parametrize(
    "name",
    [
        ".dizao-manifest.json",
        ".dizao-manifest.json.new",
        ".dizao-stage",
        ".dizao-stage/shelf",
        ".dizao-stage/shelf/0",
    ],
)
def test_our_own_files_in_the_output_are_not_written_through_a_link(name: str, site: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    put(output, OLD)
    precious = tmp_path / "precious"
    if name.startswith(".dizao-stage"):
        (precious / "shelf").mkdir(parents=True)
        (precious / "new-0").write_text("precious", "utf-8")
        (precious / "shelf/0").write_text("precious", "utf-8")
        (output / name).parent.mkdir(parents=True, exist_ok=True)
    else:
        precious.write_text("precious", "utf-8")
    (output / name).unlink(missing_ok=True)
    (output / name).symlink_to(precious)
    try:
        put(output, NEW)
        put(output, OLD)
    except DizaoError as error:
        assert error.problem.code in {"output-unwritable", "output-foreign", "output-interrupted"}
    saved = precious / "new-0" if precious.is_dir() else precious
    assert saved.read_text("utf-8") == "precious"
    assert not precious.is_dir() or (precious / "shelf/0").read_text("utf-8") == "precious"


def test_the_promise_lock_is_not_written_through_a_link(site: Path, tmp_path: Path) -> None:
    from generator.promises import keeper

    (tmp_path / "precious").write_text("precious", "utf-8")
    (site / "content/.promises.lock.tmp").symlink_to(tmp_path / "precious")
    with pytest.raises(DizaoError) as refused:
        keeper.write(site, b"a line\n")
    assert refused.value.problem.code == "lock-unwritable"
    assert (tmp_path / "precious").read_text("utf-8") == "precious"
