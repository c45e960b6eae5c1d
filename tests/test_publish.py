"""Publishing: what is replaced, what is refused, and what is left after a kill at any moment."""

from __future__ import annotations

import contextlib
import errno
import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from generator.engine import can_fork
from generator.problems import KINDS, DizaoError, Problem
from generator.publish import MANIFEST, Artifact, Published, Publisher, clean, digest_of, publish, recover, unsafe_path
from generator.publish import disk as publish_disk
from tests.kills import intercept, killed_at

Files = Mapping[str, str]
Put = Callable[[Path, Files], Published]

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is forked and killed")
needs_symlinks = pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege on Windows")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "content").mkdir(parents=True)
    (folder / "content" / "site.yaml").write_text("标题: 测试", encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def a_quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip waiting for the disk: a killed process loses nothing without it, and here no power is lost."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def output(site: Path) -> Path:
    return site / "output"


def artifact(path: str, text: str, owner: str = "pages/test") -> Artifact:
    content = text.encode()
    return Artifact(path, digest_of(content), owner, lambda: content)


def artifacts(files: Files) -> list[Artifact]:
    return [artifact(path, text) for path, text in files.items()]


def put(output: Path, files: Files, wait: float = 0.0) -> Published:
    return publish(output, artifacts(files), site=output.parent, wait=wait)


def put_shelved(output: Path, files: Files) -> Published:
    """Publish files of which every other one lies on a shelf."""
    shelf = output.parent / "shelf"
    made = artifacts(files)
    for number, one in enumerate(made[::2]):
        (shelf / str(number % 2)).mkdir(parents=True, exist_ok=True)
        (shelf / str(number % 2) / one.digest).write_bytes(one.content())
    return publish(output, made, site=output.parent, shelf=shelf)


with_and_without_shelf = pytest.mark.parametrize("put_new", [put, put_shelved], ids=["written", "shelved"])


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def pages(output: Path) -> dict[str, str]:
    return {path: content.decode() for path, content in everything(output).items() if not path.startswith(".dizao-")}


def folders(output: Path) -> set[str]:
    return {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_dir()}


def own_files(output: Path) -> set[str]:
    return {path.name for path in output.iterdir() if path.name.startswith(".dizao-")}


@contextlib.contextmanager
def error(code: str, exit_code: int) -> Iterator[list[Problem]]:
    found: list[Problem] = []
    with pytest.raises(DizaoError) as caught:
        yield found
    found.append(caught.value.problem)
    assert (found[0].code, caught.value.exit_code) == (code, exit_code)
    KINDS[code].message.format(**found[0].arguments)


# -- what is written, kept and deleted ---------------------------------------------------------------


def test_the_first_publish_writes_every_artifact(output: Path) -> None:
    result = put(output, {"index.html": "home", "projects/x/index.html": "x"})
    assert result == Published(("index.html", "projects/x/index.html"), (), 0, ())
    assert pages(output) == {"index.html": "home", "projects/x/index.html": "x"}
    assert own_files(output) == {MANIFEST}


def test_an_unchanged_site_is_neither_written_nor_read(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(output, {"index.html": "home", "a/index.html": "a"})
    before = everything(output)
    steps = record_steps(monkeypatch)

    def unneeded() -> bytes:
        raise AssertionError("the bytes were asked for")

    same = [Artifact(path, digest_of(before[path]), "pages/test", unneeded) for path in ("index.html", "a/index.html")]
    assert publish(output, same, site=output.parent) == Published((), (), 2, ())
    assert steps == []
    assert everything(output) == before


def test_only_the_changed_file_is_written(output: Path) -> None:
    put(output, {"index.html": "home", "a/index.html": "a"})
    untouched = (output / "index.html").stat()
    assert put(output, {"index.html": "home", "a/index.html": "new"}) == Published(("a/index.html",), (), 1, ())
    assert (output / "a/index.html").read_text() == "new"
    assert (output / "index.html").stat() == untouched


def test_what_is_no_longer_made_is_deleted_with_its_empty_folders(output: Path) -> None:
    put(output, {"index.html": "home", "tags/old/page/index.html": "old", "tags/new/index.html": "new"})
    result = put(output, {"index.html": "home", "tags/new/index.html": "new"})
    assert result.deleted == ("tags/old/page/index.html",)
    assert folders(output) == {"tags", "tags/new"}


def test_an_empty_folder_that_somebody_else_made_is_kept(output: Path) -> None:
    put(output, {"index.html": "home"})
    (output / "theirs").mkdir()
    put(output, {"index.html": "home", "theirs/page.html": "ours"})
    assert put(output, {"index.html": "home"}).deleted == ("theirs/page.html",)
    assert (output / "theirs").is_dir()


def test_a_file_deleted_by_hand_is_restored(output: Path) -> None:
    put(output, {"a/index.html": "a", "b/index.html": "b"})
    (output / "a/index.html").unlink()
    (output / "a").rmdir()
    assert put(output, {"a/index.html": "a", "b/index.html": "b"}).written == ("a/index.html",)
    assert pages(output) == {"a/index.html": "a", "b/index.html": "b"}


def test_a_file_altered_by_hand_is_restored(output: Path) -> None:
    put(output, {"index.html": "home"})
    (output / "index.html").write_text("hand")  # as long as before: its time gives it away
    os.utime(output / "index.html", ns=(1, 1))
    assert put(output, {"index.html": "home"}).written == ("index.html",)
    assert (output / "index.html").read_text() == "home"


def test_a_file_touched_by_hand_is_read_once_and_trusted_again(output: Path) -> None:
    put(output, {"index.html": "home"})
    os.utime(output / "index.html", ns=(1, 1))
    assert put(output, {"index.html": "home"}).written == ()
    manifest = (output / MANIFEST).read_bytes()
    assert put(output, {"index.html": "home"}).written == ()
    assert (output / MANIFEST).read_bytes() == manifest


def test_a_page_made_from_something_else_keeps_its_file(output: Path) -> None:
    publish(output, [artifact("index.html", "home", owner="pages/a")], site=output.parent)
    before = (output / "index.html").stat()
    publish(output, [artifact("index.html", "home", owner="pages/b")], site=output.parent)
    assert (output / "index.html").stat() == before
    # Anybody may read the manifest of a published site, so it does not tell what pages are made of.
    assert "pages/" not in (output / MANIFEST).read_text()


def test_a_file_may_become_a_folder_and_a_folder_a_file(output: Path) -> None:
    put(output, {"a": "file", "b/c/index.html": "page", "b/d.html": "page"})
    put(output, {"a/index.html": "page", "b": "file"})
    assert pages(output) == {"a/index.html": "page", "b": "file"}
    put(output, {"a": "file", "b/c/index.html": "page", "b/d.html": "page"})
    assert pages(output) == {"a": "file", "b/c/index.html": "page", "b/d.html": "page"}


def test_a_name_may_change_its_case(output: Path) -> None:
    put(output, {"Media/A.jpg": "image"})
    result = put(output, {"Media/a.jpg": "image"})
    assert (result.written, result.deleted) == (("Media/a.jpg",), ("Media/A.jpg",))
    assert pages(output) == {"Media/a.jpg": "image"}


def test_a_site_without_pages_is_published_all_the_same(output: Path) -> None:
    put(output, {"index.html": "home"})
    assert put(output, {}).deleted == ("index.html",)
    assert pages(output) == {}
    assert put(output.parent / "other", {}) == Published((), (), 0, ())
    assert own_files(output.parent / "other") == {MANIFEST}


def test_a_failing_artifact_leaves_the_old_site(output: Path) -> None:
    put(output, {"index.html": "home"})
    before = everything(output)

    def fail() -> bytes:
        raise RuntimeError("no bytes")

    with pytest.raises(RuntimeError):
        publish(output, [artifact("a.html", "a"), Artifact("index.html", "0", "x", fail)], site=output.parent)
    assert everything(output) == before


def test_bytes_that_are_not_what_the_digest_says_are_not_published(output: Path) -> None:
    with pytest.raises(ValueError, match=r"'index\.html' is not what its digest says"):
        publish(output, [Artifact("index.html", digest_of(b"a"), "x", lambda: b"b")], site=output.parent)
    assert everything(output) == {}


# -- whose files they are ----------------------------------------------------------------------------


def test_foreign_files_are_kept_and_reported(output: Path) -> None:
    put(output, {"index.html": "home", "docs/index.html": "docs"})
    (output / "CNAME").write_text("example.org")
    (output / "photos").mkdir()
    (output / "docs" / "notes.txt").write_text("mine")
    result = put(output, {"index.html": "home"})
    assert result.kept_foreign == ("CNAME", "docs/", "docs/notes.txt", "photos/")
    assert pages(output) == {"index.html": "home", "CNAME": "example.org", "docs/notes.txt": "mine"}


def test_a_foreign_file_in_the_way_is_named_and_nothing_is_written(output: Path) -> None:
    put(output, {"index.html": "home"})
    (output / "about.html").write_text("mine")
    before = everything(output)
    with error("output-foreign", 2) as problems:
        put(output, {"index.html": "new", "about.html": "ours"})
    assert problems[0].arguments["files"] == ("about.html",)
    assert everything(output) == before


def test_a_foreign_file_with_the_same_bytes_is_taken_over(output: Path) -> None:
    put(output, {"index.html": "home"})
    (output / "about.html").write_text("about")
    assert put(output, {"index.html": "home", "about.html": "about"}) == Published((), (), 2, ())
    assert put(output, {"index.html": "home"}).deleted == ("about.html",)


def test_a_foreign_file_where_a_folder_must_be_is_an_error(output: Path) -> None:
    put(output, {"index.html": "home"})
    (output / "a").write_text("mine")
    with error("output-foreign", 2) as problems:
        put(output, {"index.html": "home", "a/index.html": "a"})
    assert problems[0].arguments["files"] == ("a",)


def test_a_folder_with_foreign_files_is_not_replaced_by_a_file(output: Path) -> None:
    put(output, {"a/index.html": "a"})
    (output / "a" / "mine.txt").write_text("mine")
    before = everything(output)
    with error("output-foreign", 2) as problems:
        put(output, {"a": "file"})
    assert problems[0].arguments["files"] == ("a/mine.txt",)
    assert everything(output) == before


def test_a_folder_that_took_the_place_of_our_file_is_kept_when_the_file_goes(output: Path) -> None:
    put(output, {"index.html": "home", "a.html": "a"})
    (output / "a.html").unlink()
    (output / "a.html").mkdir()
    (output / "a.html" / "mine.txt").write_text("mine")
    assert put(output, {"index.html": "home"}).deleted == ()
    assert (output / "a.html" / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\n", b'{"dizao":99,"files":{},"folders":[]}\n', b"[]\n"])
def test_a_damaged_manifest_owns_nothing(output: Path, damage: bytes) -> None:
    put(output, {"index.html": "home", "a.html": "a"})
    (output / MANIFEST).write_bytes(damage)
    with error("output-foreign", 2):
        put(output, {"index.html": "new"})
    assert pages(output) == {"index.html": "home", "a.html": "a"}
    # The same bytes prove themselves, so the same site heals it.
    assert put(output, {"index.html": "home", "a.html": "a"}).written == ()
    assert put(output, {"index.html": "new"}).deleted == ("a.html",)


def test_a_line_cut_short_at_the_end_of_the_manifest_is_ignored(output: Path) -> None:
    put(output, {"index.html": "home"})
    put(output, {"index.html": "home", "a.html": "a"})
    with (output / MANIFEST).open("ab") as file:
        file.write(b'{"drop":["index.html"')
    assert put(output, {"index.html": "two", "a.html": "a"}).written == ("index.html",)
    assert put(output, {}).deleted == ("a.html", "index.html")


def test_a_manifest_cannot_make_us_delete_outside_of_the_output(output: Path, tmp_path: Path) -> None:
    put(output, {"index.html": "home"})
    precious = tmp_path / "precious.txt"
    precious.write_text("precious")
    manifest = json.loads((output / MANIFEST).read_text())
    manifest["files"]["../../precious.txt"] = manifest["files"]["index.html"]
    manifest["files"][str(precious)] = manifest["files"]["index.html"]
    (output / MANIFEST).write_text(json.dumps(manifest) + "\n")
    assert put(output, {"index.html": "new"}).deleted == ()
    clean(output)
    assert precious.read_text() == "precious"


def test_many_changes_are_folded_into_one_snapshot(output: Path) -> None:
    publisher = Publisher(output, site=output.parent)
    for number in range(600):
        page = artifact("index.html", f"{number}", owner="a-rather-long-name/" * 10)
        publisher.publish({page.path: page}, {page.path})
    assert (output / MANIFEST).stat().st_size < 80_000
    assert put(output, {}).deleted == ("index.html",)


# -- paths -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "", "/", "/etc/passwd", "..", "../x", "a/../x", "a/./x", "a//x", "a/", ".", "a\\x", "..\\x", "C:/x", "C:x",
        "a\0b", "%2e%2e/x", "a/%2e%2e%2fx", "%252e%252e/x", "a%5cx", "中文.html", "a\nb", "a?b", "a*b", 'a"b', "a<b",
        "a|b", "con", "CON", "prn.txt", "nul.html", "projects/aux/index.html", "com1", "LPT9.txt", "conin$", "a.", "a ",
        "a./x", "a /x",
        ".dizao-manifest.json", ".dizao-stage/new-0", ".DIZAO-lock", ".git/config", "a/.git/hooks", "x" * 256,
    ],
)  # fmt: skip
def test_an_unsafe_path_is_a_mistake_in_the_program(output: Path, path: str) -> None:
    assert unsafe_path(path)
    with pytest.raises(ValueError, match="cannot publish"):
        publish(output, [artifact(path, "x")], site=output.parent)
    assert everything(output) == {}


@pytest.mark.parametrize(
    "path",
    [
        "index.html", "projects/tree-pruning/index.html", "a/b/c/d/e.f.g", "data/open_data.json", ".nojekyll",
        ".well-known/security.txt", "console/index.html", "media/Photo (1)+x@2x.webp", "com10/x", "x" * 255,
        "auxiliary", "con-x/index.html", "nul_/x", ".gitignore", "0",
    ],
)  # fmt: skip
def test_a_safe_path_is_published(output: Path, path: str) -> None:
    assert unsafe_path(path) is None
    assert put(output, {path: "x"}).written == (path,)
    assert pages(output) == {path: "x"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.html", "a.html"), ("a.html", "A.html"), ("Dir/x.html", "dir/X.html"), ("a", "a/index.html"),
        ("a/b", "A/B/c/d"), ("a/b/c", "A"),
    ],
)  # fmt: skip
def test_two_artifacts_that_collide_are_a_mistake_in_the_program(output: Path, one: str, other: str) -> None:
    for order in ((one, other), (other, one)):
        with pytest.raises(ValueError, match=r"same path|cannot publish"):
            publish(output, [artifact(path, "x") for path in order], site=output.parent)
    assert everything(output) == {}


# -- where publishing is refused -----------------------------------------------------------------------


def refuse(output: Path, site: Path) -> str:
    with error("output-refused", 2) as problems:
        publish(output, artifacts({"index.html": "x"}), site=site)
    return str(problems[0].arguments["reason"])


def test_the_root_of_the_disk_is_refused(site: Path) -> None:
    assert "根目录" in refuse(Path(site.anchor), site)


def test_the_home_folder_and_its_parents_are_refused(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "people" / "wang"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    assert "个人文件夹" in refuse(home, site)
    assert "个人文件夹" in refuse(home.parent, site)
    publish(home / "public", artifacts({"index.html": "x"}), site=site)


def test_the_site_and_its_parents_are_refused(site: Path) -> None:
    assert "站点文件夹" in refuse(site, site)
    assert "站点文件夹" in refuse(site.parent, site)
    assert "站点文件夹" in refuse(site / "content" / "..", site)


@pytest.mark.parametrize("name", ["content", "content/media", "templates", "generator/x", "Content", ".git", ".dizao"])
def test_source_folders_and_all_inside_them_are_refused(site: Path, name: str) -> None:
    before = everything(site)
    refuse(site / name, site)
    assert everything(site) == before


def test_the_working_folder_of_git_is_refused(site: Path, tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    repository.mkdir()
    (repository / ".git").write_text("gitdir: elsewhere")
    assert "Git" in refuse(repository, site)


def test_the_inside_of_git_is_refused_wherever_it_is(site: Path, tmp_path: Path) -> None:
    (tmp_path / "other" / ".git" / "hooks").mkdir(parents=True)
    assert "Git" in refuse(tmp_path / "other" / ".git" / "hooks", site)


def test_a_file_is_refused(site: Path) -> None:
    (site / "output").write_text("x")
    assert "不是文件夹" in refuse(site / "output", site)


def test_a_folder_that_is_not_empty_and_not_ours_is_refused_untouched(site: Path) -> None:
    (site / "photos").mkdir()
    (site / "photos" / "one.jpg").write_text("x")
    with error("output-not-ours", 2):
        publish(site / "photos", artifacts({"index.html": "x"}), site=site)
    assert everything(site / "photos") == {"one.jpg": b"x"}


def test_a_sibling_whose_name_begins_like_a_source_folder_is_allowed(site: Path) -> None:
    for place in (site / "content-public", site.parent / "site-public", site / "output-evil"):
        publish(place, artifacts({"index.html": "x"}), site=site)
        assert pages(place) == {"index.html": "x"}


@needs_symlinks
def test_a_link_is_refused_as_output_and_on_the_way_to_it(site: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (site / "output").symlink_to(elsewhere)
    (site / "build").symlink_to(elsewhere)
    assert "符号链接" in refuse(site / "output", site)
    assert "符号链接" in refuse(site / "build" / "public", site)
    assert everything(elsewhere) == {}


@needs_symlinks
def test_links_that_run_in_a_circle_are_an_error_in_words(site: Path, tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    with error("output-unwritable", 3):
        publish(tmp_path / "one" / "public", artifacts({"index.html": "x"}), site=site)


@needs_symlinks
def test_content_that_lies_elsewhere_behind_a_link_is_refused_too(site: Path, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (site / "templates").symlink_to(tmp_path / "shared")
    assert "源文件" in refuse(tmp_path / "shared", site)


@needs_symlinks
def test_nothing_is_written_or_deleted_through_a_link_inside_the_output(output: Path, tmp_path: Path) -> None:
    put(output, {"index.html": "home", "a/b/index.html": "a"})
    elsewhere = tmp_path / "elsewhere"
    (output / "a").rename(elsewhere)
    (output / "a").symlink_to(elsewhere)
    before = everything(elsewhere)
    for files in ({"index.html": "home", "a/b/index.html": "new"}, {"index.html": "home"}, {"a/c/index.html": "new"}):
        with error("output-refused", 2):
            put(output, files)
    clean(output)
    assert everything(elsewhere) == before


@needs_symlinks
def test_a_link_in_the_place_of_a_file_is_named_and_not_followed(output: Path, tmp_path: Path) -> None:
    put(output, {"index.html": "home"})
    (tmp_path / "secret").write_text("home")
    (output / "index.html").unlink()
    (output / "index.html").symlink_to(tmp_path / "secret")
    with error("output-foreign", 2):
        put(output, {"index.html": "new"})
    assert (tmp_path / "secret").read_text() == "home"


# -- one publisher at a time -------------------------------------------------------------------------

HOLDER = """
import sys, time
from pathlib import Path
from generator.publish.lock import locked
with locked(Path(sys.argv[1]), 0.0):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@contextlib.contextmanager
def held(output: Path, seconds: float) -> Iterator[subprocess.Popen[str]]:
    arguments = [sys.executable, "-c", HOLDER, str(output), str(seconds)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            yield holder
        finally:
            holder.kill()


def test_a_second_publisher_says_who_is_busy(output: Path) -> None:
    put(output, {"index.html": "home"})
    with held(output, 60) as holder:
        for action in (lambda: put(output, {"index.html": "new"}), lambda: clean(output)):
            with error("output-busy", 3) as problems:
                action()
            assert problems[0].arguments["pid"] == str(holder.pid)
    assert pages(output) == {"index.html": "home"}


def test_a_second_publisher_waits_for_the_first(output: Path) -> None:
    put(output, {"index.html": "home"})
    with held(output, 0.3):
        assert put(output, {"index.html": "new"}, wait=30).written == ("index.html",)


def test_a_killed_holder_leaves_no_lock_behind(output: Path) -> None:
    put(output, {"index.html": "home"})
    with held(output, 60) as holder:
        holder.kill()
        holder.wait()
        put(output, {"index.html": "new"})
    assert own_files(output) == {MANIFEST}


def test_publishers_at_the_same_time_leave_one_whole_site(output: Path) -> None:
    program = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from test_publish import put
for turn in range(8):
    put(Path(sys.argv[1]), {{f"{{n}}/{{sys.argv[2]}}-{{n % 2}}.html": sys.argv[2] * 50 for n in range(12)}}, wait=60)
"""
    runs = [
        subprocess.Popen([sys.executable, "-c", program, str(output), name], cwd=Path(__file__).parents[1])
        for name in "abc"
    ]
    assert [run.wait() for run in runs] == [0, 0, 0]
    (winner,) = {text[0] for text in pages(output).values()}
    assert pages(output) == {f"{n}/{winner}-{n % 2}.html": winner * 50 for n in range(12)}
    assert own_files(output) == {MANIFEST}


# -- kills, failures and interruptions at every step ---------------------------------------------------

OLD: Files = {
    "index.html": "old home", "feed.xml": "old feed", "same/index.html": "same", "tags/gone/index.html": "gone",
    "tags/kept/index.html": "kept", "file": "a file", "folder/one.html": "1", "folder/deep/two.html": "2",
    "Media/A.jpg": "image", "last/index.html": "last", **{f"stories/{n}/index.html": f"story {n}" for n in range(6)},
}  # fmt: skip
NEW: Files = {
    "index.html": "new home", "feed.xml": "new feed", "same/index.html": "same", "tags/kept/index.html": "kept",
    "file/index.html": "a folder", "folder": "a file", "Media/a.jpg": "image", "fresh/page/index.html": "fresh",
    **{f"stories/{n}/index.html": f"story {n}, {n % 3}" for n in range(3)},
    **{f"stories/{n}/index.html": f"story {n}" for n in range(3, 8)},
}  # fmt: skip
IN_BOTH = OLD.keys() & NEW.keys()


def record_steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    steps: list[str] = []
    intercept(monkeypatch, lambda name, _: steps.append(name))
    return steps


def assert_no_page_is_missing(output: Path) -> None:
    found = pages(output)
    assert all(found.get(path) in {OLD[path], NEW[path]} for path in IN_BOTH)


def assert_publishing_goes_on(output: Path) -> None:
    put(output, NEW)
    assert pages(output) == dict(NEW)
    assert put(output, NEW).written == ()
    put(output, {})
    assert everything(output).keys() == {MANIFEST}


def is_decided(output: Path) -> bool:
    return (output / ".dizao-journal.json").exists()


def old_sites(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """Yield a fresh copy of the old site for every step that is to be tried."""
    for step in itertools.count():
        output = tmp_path / f"{step}" / "output"
        output.parent.mkdir()
        put(output, OLD)
        yield step, output


@needs_fork
@with_and_without_shelf
@pytest.mark.parametrize("torn", [False, True], ids=["between-operations", "within-writes"])
def test_a_kill_at_any_step_leaves_the_old_site_or_one_that_the_next_start_completes(
    tmp_path: Path, torn: bool, put_new: Put
) -> None:
    outcomes = []
    for step, output in old_sites(tmp_path):
        killed = killed_at(step, lambda: put_new(output, NEW), torn=torn)  # noqa: B023
        assert_no_page_is_missing(output)
        decided, done = is_decided(output), pages(output) == dict(NEW)
        assert decided or done or pages(output) == dict(OLD)
        assert recover(output) == decided
        assert pages(output) == dict(NEW if decided or done else OLD)
        assert own_files(output) <= {MANIFEST, ".dizao-lock"}
        assert_publishing_goes_on(output)
        assert folders(output) == set()
        outcomes.append((decided, done))
        if not killed:
            break
    # The decision is one moment: before it, all is old; after it, all becomes new.
    stages = [(False, False), (True, False), (True, True), (False, True)]
    assert outcomes == sorted(outcomes, key=stages.index)
    assert set(outcomes) == set(stages)


@needs_fork
def test_the_next_publish_completes_what_was_killed_without_being_asked(tmp_path: Path) -> None:
    for step, output in old_sites(tmp_path):
        if not killed_at(step, lambda: put(output, NEW)):  # noqa: B023
            break
        put(output, {"index.html": "third"})
        assert pages(output) == {"index.html": "third"}
        assert folders(output) == set()
        assert own_files(output) == {MANIFEST}


@needs_fork
@with_and_without_shelf
def test_a_recovery_may_be_killed_at_any_step_too(tmp_path: Path, put_new: Put) -> None:
    for step, output in old_sites(tmp_path):
        if not killed_at(step, lambda: put_new(output, NEW)):  # noqa: B023
            break
        if not is_decided(output) or step % 4:
            continue
        for again in itertools.count(step % 3, 3):  # each time from where the last kill left it
            if not killed_at(again, lambda: recover(output)):  # noqa: B023
                break
            assert_no_page_is_missing(output)
        recover(output)
        assert pages(output) == dict(NEW)
        assert_publishing_goes_on(output)


@needs_fork
def test_a_kill_during_the_very_first_publish_leaves_a_folder_that_is_still_ours(tmp_path: Path) -> None:
    for step in itertools.count():
        output = tmp_path / f"{step}" / "output"
        output.parent.mkdir()
        killed = killed_at(step, lambda: put(output, OLD))  # noqa: B023
        put(output, NEW)
        assert pages(output) == dict(NEW)
        if not killed:
            break


@needs_fork
def test_cleaning_may_be_killed_at_any_step(tmp_path: Path) -> None:
    for step, output in old_sites(tmp_path):
        (output / "CNAME").write_text("example.org")
        killed = killed_at(step, lambda: clean(output))  # noqa: B023
        clean(output)
        assert pages(output) == {"CNAME": "example.org"}
        assert folders(output) == set()
        if not killed:
            break


@needs_fork
def test_processes_killed_at_random_moments_never_leave_a_mixture(tmp_path: Path) -> None:
    output = tmp_path / "output"
    versions = [{f"{n}/index.html": f"{name} {n}" for n in range(60)} | {f"only-{name}.html": name} for name in "ab"]
    put(output, versions[0])
    program = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from test_publish import put
versions = {versions!r}
print("ready", flush=True)
while True:
    for files in versions:
        put(Path(sys.argv[1]), files)
"""
    for turn in range(6):
        arguments = [sys.executable, "-c", program, str(output)]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]) as publisher:
            assert publisher.stdout is not None
            publisher.stdout.readline()
            time.sleep(0.02 + turn * 0.0037)
            publisher.kill()
        recover(output)
        assert pages(output) in versions


@with_and_without_shelf
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES], ids=["disk-full", "no-permission"])
def test_an_error_at_any_step_leaves_the_old_site_byte_for_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, put_new: Put
) -> None:
    failures = 0
    for step, output in old_sites(tmp_path):
        before = everything(output)
        counter = itertools.count()

        def fail(name: str, _: tuple[object, ...], step: int = step, counter: Iterator[int] = counter) -> None:
            if next(counter) == step:
                raise OSError(number, "no", name)

        with monkeypatch.context() as patched:
            intercept(patched, fail)
            try:
                put_new(output, NEW)
            except DizaoError as caught:
                assert (caught.problem.code, caught.exit_code) == ("output-unwritable", 3)
                assert everything(output) == before
                failures += 1
            else:  # the step was one of the clearing up
                assert pages(output) == dict(NEW)
        assert_publishing_goes_on(output)
        if next(counter) <= step:
            break
    assert failures >= 40


def test_a_disk_that_stays_full_leaves_the_old_site_byte_for_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step, output in old_sites(tmp_path):
        before = everything(output)
        counter = itertools.count()

        def fail(name: str, _: tuple[object, ...], step: int = step, counter: Iterator[int] = counter) -> None:
            if next(counter) >= step and name in {"write", "append", "keep_copy"}:
                raise OSError(errno.ENOSPC, "no", name)

        with monkeypatch.context() as patched:
            intercept(patched, fail)
            try:
                put(output, NEW)
            except DizaoError as caught:
                assert caught.problem.code == "output-unwritable"
                assert everything(output) == before
            else:
                break
    assert pages(output) == dict(NEW)


def test_a_disk_that_dies_for_good_is_put_right_once_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = set()
    for step, output in old_sites(tmp_path):
        counter = itertools.count()

        def fail(name: str, _: tuple[object, ...], step: int = step, counter: Iterator[int] = counter) -> None:
            if next(counter) >= step:
                raise OSError(errno.EIO, "no", name)

        with monkeypatch.context() as patched:
            intercept(patched, fail)
            with contextlib.suppress(DizaoError):
                try:
                    put(output, NEW)
                except DizaoError as caught:
                    codes.add(caught.problem.code)
                    raise
        assert_no_page_is_missing(output)
        assert_publishing_goes_on(output)
        if next(counter) <= step:
            break
    assert codes == {"output-unwritable", "output-interrupted"}


@needs_fork
def test_putting_things_back_may_be_killed_at_any_step(tmp_path: Path) -> None:
    def fail_late(output: Path) -> None:
        # The last operation before the journal is closed: all is in place, and must be put back.
        def fail(path: str, *_: object, **__: object) -> None:
            raise OSError(errno.ENOSPC, "no", path)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("generator.publish.manifest.disk.append", fail)
            with error("output-unwritable", 3):
                put(output, NEW)

    for step, output in old_sites(tmp_path):
        killed = killed_at(step, lambda: fail_late(output))  # noqa: B023
        undoing, decided = (output / ".dizao-undo.json").exists(), is_decided(output)
        for again in itertools.count(step % 3, 3):
            if not undoing or not killed_at(again, lambda: recover(output)):  # noqa: B023
                break
        recover(output)
        assert pages(output) == dict(NEW if decided else OLD)
        assert_publishing_goes_on(output)
        if not killed:
            break


def test_an_interruption_by_the_keyboard_leaves_a_whole_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for step, output in old_sites(tmp_path):
        counter = itertools.count()

        def interrupt(_: str, __: tuple[object, ...], step: int = step, counter: Iterator[int] = counter) -> None:
            if next(counter) == step:
                raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            intercept(patched, interrupt)
            with contextlib.suppress(KeyboardInterrupt):
                put(output, NEW)
        assert pages(output) in (dict(OLD), dict(NEW))
        assert own_files(output) == {MANIFEST}
        assert_publishing_goes_on(output)
        if next(counter) <= step:
            break


NESTED = {f"{kind}/{number}/index.html": f"{kind} {number}" for kind in ("projects", "stories") for number in "abcd"}


def test_many_folders_are_made_by_two_processes(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.publish.commit._MANY", 4)
    made = record_steps(monkeypatch)
    put(output, NESTED)
    assert pages(output) == NESTED
    # The stage, the folders of folders, and in this process half of the rest, or all where it cannot fork.
    assert made.count("make_folder") == 1 + 2 + (4 if can_fork() else 8)


@pytest.mark.parametrize("where", ["in the other process", "in both"])
def test_folders_that_the_other_process_could_not_make_are_made_here_or_told(
    output: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setattr("generator.publish.commit._MANY", 4)
    here, make = os.getpid(), publish_disk.make_folder

    def fail(path: str) -> None:
        if path.endswith("/projects/b") and (where == "in both" or os.getpid() != here):
            raise OSError(errno.ENOSPC, "full")
        make(path)

    monkeypatch.setattr(publish_disk, "make_folder", fail)
    if where == "in both":
        with error("output-unwritable", 3):
            put(output, NESTED)
        assert not pages(output)
        assert not folders(output)
    else:
        put(output, NESTED)
        assert pages(output) == NESTED


def test_the_first_publish_that_fails_leaves_nothing_behind(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "no")

    with monkeypatch.context() as patched:
        patched.setattr(publish_disk, "write", fail)
        with error("output-unwritable", 3) as problems:
            put(output, OLD)
    assert "磁盘满了" in str(problems[0].arguments["reason"])
    assert everything(output) == {}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_an_error_in_words(output: Path) -> None:
    put(output, {"a/index.html": "a", "index.html": "home"})
    before = everything(output)
    (output / "a").chmod(0o555)
    try:
        with error("output-unwritable", 3):
            put(output, {"a/index.html": "new", "index.html": "new"})
        assert everything(output) == before
    finally:
        (output / "a").chmod(0o755)


def test_new_files_come_before_pages_that_change_and_deletes_come_last(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(output, {"index.html": "links to old.css", "old.css": "old"})
    moves: list[str] = []

    def note(name: str, arguments: tuple[object, ...]) -> None:
        if name == "replace":
            source, target = (str(path).removeprefix(f"{output.as_posix()}/") for path in arguments)
            moves.append(source if "gone-" in target else target)

    intercept(monkeypatch, note)
    put(output, {"index.html": "links to new.css", "new.css": "new"})
    assert [move for move in moves if not move.startswith(".dizao-")] == ["new.css", "index.html", "old.css"]


def test_a_staged_file_cut_short_by_a_loss_of_power_is_not_published(output: Path) -> None:
    put(output, {"index.html": "old"})
    if not hasattr(os, "fork"):
        pytest.skip("a process is forked and killed")
    for step in itertools.count():
        killed_at(step, lambda: put(output, {"index.html": "new", "a.html": "a"}))
        if is_decided(output):
            break
    (output / ".dizao-stage" / "new-1").write_bytes(b"")
    assert recover(output)
    assert pages(output) == {"a.html": "a", "index.html": "old"}
    assert put(output, {"index.html": "new", "a.html": "a"}).written == ("index.html",)


def _journal_of(path: str, staged: str) -> bytes:
    journal = {"puts": [[path, ["0", 1, 0], False, staged]], "note": {}, "drops": [], "forget": [], "first": 0}
    return json.dumps(journal | {"clear": [], "make": []}).encode()


@pytest.mark.parametrize(
    "content", [b"", b"{", _journal_of("../x", "new-0"), _journal_of("x", "../../x"), _journal_of("x", "shelf/../../x")]
)
def test_a_damaged_journal_is_dropped_and_the_next_publish_puts_all_right(output: Path, content: bytes) -> None:
    put(output, OLD)
    (output / ".dizao-journal.json").write_bytes(content)
    assert recover(output)
    assert pages(output) == dict(OLD)
    assert_publishing_goes_on(output)


def test_recovering_what_needs_no_recovery_does_nothing(output: Path) -> None:
    assert not recover(output)
    assert not output.exists()
    put(output, OLD)
    before = everything(output)
    assert not recover(output)
    assert everything(output) == before


def test_recovering_leaves_a_living_publisher_alone(output: Path) -> None:
    put(output, OLD)
    (output / ".dizao-stage").mkdir()
    with held(output, 60):
        assert not recover(output)
        assert (output / ".dizao-stage").is_dir()


# -- cleaning ----------------------------------------------------------------------------------------


def test_cleaning_deletes_what_is_ours_and_keeps_the_rest(output: Path) -> None:
    put(output, {"index.html": "home", "a/b/index.html": "a"})
    (output / "CNAME").write_text("example.org")
    (output / "a" / "notes.txt").write_text("mine")
    assert clean(output) == ("a/b/index.html", "index.html")
    assert everything(output) == {"CNAME": b"example.org", "a/notes.txt": b"mine"}
    with error("output-not-ours", 2):
        put(output, {"index.html": "home"})


def test_cleaning_a_folder_that_is_not_ours_does_nothing(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    assert clean(tmp_path) == ()
    assert clean(tmp_path / "missing") == ()
    assert everything(tmp_path) == {"index.html": b"mine"}


def test_a_clean_folder_may_be_published_into_again(output: Path) -> None:
    put(output, OLD)
    clean(output)
    assert everything(output) == {}
    put(output, NEW)
    assert pages(output) == dict(NEW)


# -- publishing again and again ------------------------------------------------------------------------


@pytest.fixture
def publisher(output: Path) -> Publisher:
    return Publisher(output, site=output.parent)


def by_path(files: Files) -> dict[str, Artifact]:
    return {path: artifact(path, text) for path, text in files.items()}


def test_only_touched_files_are_looked_at(output: Path, publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"{n}/index.html": "page" for n in range(50)}
    publisher.publish(by_path(files))
    looked: list[str] = []
    real = os.lstat

    def lstat(path: str | Path) -> os.stat_result:
        looked.append(os.fspath(path))
        return real(path)

    changed = by_path(files | {"7/index.html": "new"})
    monkeypatch.setattr("generator.publish.comparison.os.lstat", lstat)
    assert publisher.publish(changed, {"7/index.html"}) == Published(("7/index.html",), (), 49, ())
    assert {path for path in looked if "index" in path} == {f"{output}/7/index.html"}


def test_touched_files_come_change_and_go(output: Path, publisher: Publisher) -> None:
    publisher.publish(by_path({"a.html": "a", "b.html": "b", "c": "c"}))
    result = publisher.publish(by_path({"a.html": "2", "c/d.html": "d"}), {"a.html", "b.html", "c", "c/d.html"})
    assert (result.written, result.deleted) == (("c/d.html", "a.html"), ("c", "b.html"))
    assert pages(output) == {"a.html": "2", "c/d.html": "d"}
    assert publisher.publish(by_path({"a.html": "2", "c/d.html": "d"}), ()).written == ()


def test_a_touched_file_that_stayed_equal_is_not_written(publisher: Publisher) -> None:
    publisher.publish(by_path({"a.html": "a"}))
    assert publisher.publish(by_path({"a.html": "a"}), {"a.html", "never.html"}) == Published((), (), 1, ())


def test_what_another_process_published_meanwhile_is_noticed(output: Path, publisher: Publisher) -> None:
    files = {"a.html": "a", "b.html": "b"}
    publisher.publish(by_path(files))
    put(output, {"a.html": "theirs", "c.html": "theirs"})
    publisher.publish(by_path(files | {"b.html": "new"}), {"b.html"})
    assert pages(output) == {"a.html": "a", "b.html": "new"}


def test_an_output_folder_deleted_meanwhile_is_made_anew(output: Path, publisher: Publisher) -> None:
    files = {"a.html": "a", "b/index.html": "b"}
    publisher.publish(by_path(files))
    clean(output)
    output.rmdir()
    publisher.publish(by_path(files), set())
    assert pages(output) == files


def test_a_publisher_goes_on_after_an_error(
    output: Path, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.publish(by_path({"a.html": "a"}))
    for step in range(12):
        counter = itertools.count()

        def fail(name: str, _: tuple[object, ...], step: int = step, counter: Iterator[int] = counter) -> None:
            if next(counter) == step:
                raise OSError(errno.ENOSPC, "no", name)

        files = {"a.html": f"a{step}", f"{step}.html": "new"}
        with monkeypatch.context() as patched:
            intercept(patched, fail)
            with contextlib.suppress(DizaoError):
                publisher.publish(by_path(files), {"a.html", f"{step}.html", f"{step - 1}.html"})
        publisher.publish(by_path(files), set())
        assert pages(output) == files


def test_a_collision_among_touched_files_is_found_and_forgotten(output: Path, publisher: Publisher) -> None:
    publisher.publish(by_path({"a.html": "a"}))
    with pytest.raises(ValueError, match="cannot publish both"):
        publisher.publish(by_path({"a.html": "a", "A.html": "b"}), {"A.html"})
    publisher.publish(by_path({"b.html": "b"}), {"a.html", "b.html"})
    assert pages(output) == {"b.html": "b"}


def test_the_same_site_is_the_same_bytes_in_any_order(output: Path) -> None:
    files = dict(reversed(list(NEW.items())))
    put(output, NEW)
    publish(output.parent / "other", artifacts(files), site=output.parent)
    assert pages(output) == pages(output.parent / "other")
