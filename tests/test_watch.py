from __future__ import annotations

import errno
import os
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from generator.watch import Changes, Watcher, observers, roots

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux")

INOTIFY = "watchdog.observers.inotify_c.InotifyFD"
QUIET = 0.2
"""Seconds without a report that count as: there is nothing more."""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "stories").mkdir(parents=True)
    (folder / "stories" / "a.md").write_text("old", encoding="utf-8")
    (folder / "stories" / "b.md").write_text("old", encoding="utf-8")
    return folder


def reports(watcher: Watcher, *, quiet: float = QUIET) -> list[Changes]:
    """Everything that is reported until nothing comes for ``quiet`` seconds."""
    found = []
    while (changes := watcher.wait(quiet)) is not None:
        found.append(changes)
    return found


def until_swept(watcher: Watcher, *, within: float = 5.0) -> Changes:
    ends = time.monotonic() + within
    while (left := ends - time.monotonic()) > 0:
        changes = watcher.wait(left)
        if changes is not None and changes.sweep:
            return changes
    raise AssertionError("no sweep")


def paths(found: list[Changes]) -> list[set[str]]:
    return [set(changes.paths) for changes in found]


@contextmanager
def written_by(work: Callable[[], None]) -> Iterator[None]:
    thread = threading.Thread(target=work)
    thread.start()
    yield
    thread.join()


# -- one save is one report -----------------------------------------------------------------------


def save_in_place(path: Path) -> None:
    path.write_text("new", encoding="utf-8")


def save_by_renaming(path: Path) -> None:
    aside = path.with_name("a.md.tmp")
    aside.write_text("new", encoding="utf-8")
    aside.replace(path)


def save_by_renaming_an_unknown_name(path: Path) -> None:
    aside = path.parent.parent.parent / "elsewhere"
    aside.write_text("new", encoding="utf-8")
    aside.replace(path)


def save_like_vim(path: Path) -> None:
    probe = path.with_name("4913")
    probe.write_bytes(b"")
    probe.unlink()
    swap = path.with_name(".a.md.swp")
    swap.write_text("swap", encoding="utf-8")
    backup = path.with_name("a.md~")
    path.rename(backup)
    path.write_text("new", encoding="utf-8")
    path.chmod(0o644)
    backup.unlink()
    swap.unlink()


def save_like_vim_keeping_the_file(path: Path) -> None:
    shutil.copy(path, path.with_name("a.md~"))
    path.write_text("new", encoding="utf-8")
    path.with_name("a.md~").unlink()


def save_like_jetbrains(path: Path) -> None:
    new, old = path.with_name("a.md___jb_tmp___"), path.with_name("a.md___jb_old___")
    new.write_text("new", encoding="utf-8")
    path.rename(old)
    new.rename(path)
    old.unlink()


def save_like_emacs(path: Path) -> None:
    path.with_name(".#a.md").symlink_to("somebody@somewhere.1234")
    path.with_name("#a.md#").write_text("draft", encoding="utf-8")
    path.rename(path.with_name("a.md~"))
    path.write_text("new", encoding="utf-8")
    path.with_name("#a.md#").unlink()
    path.with_name(".#a.md").unlink()


def save_like_sed(path: Path) -> None:
    aside = path.with_name("sedX4k9Qz")
    aside.write_text("new", encoding="utf-8")
    aside.rename(path)


def save_like_sed_with_backup(path: Path) -> None:
    aside = path.with_name("sedX4k9Qz")
    aside.write_text("new", encoding="utf-8")
    path.rename(path.with_name("a.md.bak"))
    aside.rename(path)


def save_like_finder(path: Path) -> None:
    path.write_text("new", encoding="utf-8")
    path.with_name(".DS_Store").write_bytes(b"Bud1")
    path.with_name("._a.md").write_bytes(b"x")


SAVES = [
    save_in_place,
    save_by_renaming,
    save_by_renaming_an_unknown_name,
    save_like_vim,
    save_like_vim_keeping_the_file,
    save_like_jetbrains,
    save_like_emacs,
    save_like_sed,
    save_like_sed_with_backup,
    save_like_finder,
]


@pytest.mark.parametrize("save", SAVES, ids=lambda save: save.__name__)
def test_a_save_is_one_report_of_the_real_path(content: Path, save: Callable[[Path], None]) -> None:
    page = content / "stories" / "a.md"
    with Watcher([content], settle=0.1) as watcher:
        save(page)
        assert reports(watcher) == [Changes(frozenset({str(page)}), sweep=False)]


@pytest.mark.skipif(shutil.which("sed") is None or sys.platform != "linux", reason="GNU sed")
@pytest.mark.parametrize("option", ["-i", "-i.bak"])
def test_the_real_sed_is_one_report(content: Path, option: str) -> None:
    page = content / "stories" / "a.md"
    with Watcher([content], settle=0.1) as watcher:
        subprocess.run(["sed", option, "s/old/new/", str(page)], check=True)
        assert paths(reports(watcher)) == [{str(page)}]


@on_linux
def test_a_save_is_reported_within_20_milliseconds(content: Path) -> None:
    delays = []
    with Watcher([content]) as watcher:
        for save in [save_in_place, save_by_renaming] * 6:
            save(content / "stories" / "a.md")
            start = time.perf_counter()
            assert watcher.wait(2.0) is not None
            delays.append(time.perf_counter() - start)
            watcher.wait(0.02)
    assert statistics.median(delays) < 0.02, delays


def test_edits_while_nobody_waits_are_kept(content: Path) -> None:
    with Watcher([content]) as watcher:
        save_in_place(content / "stories" / "a.md")
        save_in_place(content / "stories" / "b.md")
        time.sleep(0.1)  # a build
        assert set().union(*paths(reports(watcher))) == {
            str(content / "stories" / "a.md"),
            str(content / "stories" / "b.md"),
        }


def test_several_files_saved_at_once_are_one_report(content: Path) -> None:
    with Watcher([content], settle=0.1) as watcher:
        names = {content / "stories" / f"{number}.md" for number in range(40)}
        for name in names:
            name.write_text("new", encoding="utf-8")
        assert paths(reports(watcher)) == [{str(name) for name in names}]


def test_a_rename_reports_both_ends_together(content: Path) -> None:
    old, new = content / "stories" / "a.md", content / "stories" / "c.md"
    with Watcher([content]) as watcher:
        old.rename(new)
        assert paths(reports(watcher)) == [{str(old), str(new)}]


def test_a_deleted_file_is_reported(content: Path) -> None:
    with Watcher([content]) as watcher:
        (content / "stories" / "a.md").unlink()
        assert paths(reports(watcher)) == [{str(content / "stories" / "a.md")}]


def test_a_file_moved_out_of_the_site_is_reported_and_holds_up_nothing(content: Path) -> None:
    with Watcher([content]) as watcher:
        (content / "stories" / "a.md").rename(content.parent / "bin.md")
        save_in_place(content / "stories" / "b.md")
        found = reports(watcher)
        assert set().union(*paths(found)) == {str(content / "stories" / name) for name in ("a.md", "b.md")}


@on_linux
def test_reading_changes_nothing(content: Path) -> None:
    with Watcher([content]) as watcher:
        (content / "stories" / "a.md").read_bytes()
        list(content.rglob("*"))
        os.utime(content / "stories")
        assert watcher.wait(QUIET) is None


def test_noise_and_ignored_paths_are_not_reported(content: Path) -> None:
    (content / ".git").mkdir()
    with Watcher([content], ignore=lambda path: path.endswith(".log")) as watcher:
        (content / ".git" / "index").write_text("x", encoding="utf-8")
        (content / "stories" / ".a.md.swp").write_text("x", encoding="utf-8")
        (content / "stories" / "build.log").write_text("x", encoding="utf-8")
        assert watcher.wait(QUIET) is None


# -- a file is reported when it is whole ----------------------------------------------------------


def test_a_file_truncated_and_written_later_is_reported_when_written(content: Path) -> None:
    page = content / "stories" / "a.md"

    def write() -> None:
        page.write_bytes(b"")
        time.sleep(0.15)
        page.write_text("new", encoding="utf-8")

    with Watcher([content]) as watcher, written_by(write):
        changes = watcher.wait(3.0)
        assert changes == Changes(frozenset({str(page)}), sweep=False)
        assert page.read_text(encoding="utf-8") == "new"
        assert watcher.wait(QUIET) is None


@on_linux
def test_a_file_still_being_written_is_reported_when_closed(content: Path) -> None:
    page = content / "stories" / "a.md"

    def write() -> None:
        with page.open("wb", buffering=0) as file:
            for _ in range(4):
                file.write(b"x" * 1000)
                time.sleep(0.06)

    with Watcher([content]) as watcher, written_by(write):
        assert paths([changes for changes in [watcher.wait(3.0)] if changes]) == [{str(page)}]
        assert page.stat().st_size == 4000
        assert watcher.wait(QUIET) is None


def test_a_file_without_end_is_reported_at_the_cap_and_again_at_its_end(content: Path) -> None:
    page = content / "stories" / "a.md"
    closing = threading.Event()

    def write() -> None:
        with page.open("wb", buffering=0) as file:
            file.write(b"x")
            closing.wait(5.0)
            file.write(b"x")

    with Watcher([content], cap=0.2) as watcher, written_by(write):
        assert watcher.wait(3.0) is not None
        closing.set()
        assert watcher.wait(3.0) is not None


def test_a_long_copy_does_not_hold_up_another_save(content: Path) -> None:
    closing = threading.Event()

    def copy() -> None:
        with (content / "film.mp4").open("wb", buffering=0) as file:
            while not closing.wait(0.002):
                file.write(b"x")

    with Watcher([content], cap=5.0) as watcher, written_by(copy):
        time.sleep(0.05)
        save_in_place(content / "stories" / "a.md")
        start = time.monotonic()
        changes = watcher.wait(3.0)
        taken = time.monotonic() - start
        closing.set()
        assert changes is not None
        assert str(content / "stories" / "a.md") in changes.paths
        assert taken < 1.0


def test_an_empty_file_is_reported_at_the_cap(content: Path) -> None:
    with Watcher([content], cap=0.3) as watcher:
        (content / "stories" / "c.md").write_bytes(b"")
        assert watcher.wait(0.1) is None
        assert watcher.wait(3.0) == Changes(frozenset({str(content / "stories" / "c.md")}), sweep=False)


def test_a_sweep_waits_for_a_file_that_is_being_written(content: Path) -> None:
    page = content / "stories" / "a.md"

    def write() -> None:
        page.write_bytes(b"")
        (content / "drills").mkdir()
        time.sleep(0.15)
        page.write_text("new", encoding="utf-8")

    with Watcher([content]) as watcher, written_by(write):
        changes = watcher.wait(3.0)
        assert changes is not None
        assert changes.sweep
        assert page.read_text(encoding="utf-8") == "new"


# -- what could be missed ends in a sweep ---------------------------------------------------------


def test_a_folder_that_comes_moves_or_goes_is_a_sweep(content: Path) -> None:
    folder, other = content / "drills", content / "exercises"
    with Watcher([content]) as watcher:
        folder.mkdir()
        (folder / "x.yaml").write_text("x", encoding="utf-8")
        assert str(folder) in until_swept(watcher).paths
        reports(watcher)
        folder.rename(other)
        assert until_swept(watcher).paths >= {str(folder), str(other)}
        (other / "y.yaml").write_text("y", encoding="utf-8")
        assert any(str(other / "y.yaml") in found for found in paths(reports(watcher)))
        shutil.rmtree(other)
        assert str(other) in until_swept(watcher).paths


def test_a_large_burst_is_a_sweep_and_is_followed_by_another(content: Path) -> None:
    with Watcher([content], settle=0.05) as watcher:
        for number in range(500):
            (content / "stories" / f"{number}.md").write_text("x", encoding="utf-8")
        until_swept(watcher)
        reports(watcher)
        assert until_swept(watcher) == Changes(frozenset(), sweep=True)


def test_a_burst_during_builds_ends_in_a_sweep_that_sees_everything(content: Path) -> None:
    seen: set[str] = set()

    def switch() -> None:
        for number in range(500):
            (content / "stories" / f"{number}.md").write_text("x", encoding="utf-8")
            time.sleep(0.0005)

    with Watcher([content]) as watcher:
        with written_by(switch):
            while (changes := watcher.wait(1.2)) is not None:
                time.sleep(0.05)  # a build, which reads what is there
                if changes.sweep:
                    seen = {name.name for name in (content / "stories").iterdir()}
                seen |= {Path(path).name for path in changes.paths}
        assert seen >= {f"{number}.md" for number in range(500)}


@on_linux
def test_dropped_notices_are_a_sweep_and_watching_goes_on(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text(encoding="ascii"))
    release = threading.Event()
    handle = observers._Reader.handle_event

    def slow(self: Any, event: Any) -> None:
        assert release.wait(30.0)
        handle(self, event)

    monkeypatch.setattr(observers._Reader, "handle_event", slow)
    page, other = content / "stories" / "a.md", content / "stories" / "c.md"
    with Watcher([content]) as watcher:
        for _ in range(limit // 4 + 1000):
            page.rename(other)
            other.rename(page)
        late = content / "late"
        late.mkdir()  # after the queue is full: the system says nothing of it
        release.set()
        until_swept(watcher)
        reports(watcher)
        (late / "x.yaml").write_text("x", encoding="utf-8")
        assert {str(late / "x.yaml")} in paths(reports(watcher))


def test_an_idle_watch_sweeps(content: Path) -> None:
    with Watcher([content], idle_sweep=0.1) as watcher:
        assert watcher.wait(3.0) == Changes(frozenset(), sweep=True)
        assert watcher.wait(3.0) == Changes(frozenset(), sweep=True)


# -- the watch itself -----------------------------------------------------------------------------


def test_a_root_made_later_is_picked_up(content: Path) -> None:
    templates = content.parent / "deep" / "down" / "templates"
    with Watcher([content, templates]) as watcher:
        templates.mkdir(parents=True)
        until_swept(watcher)
        reports(watcher)
        (templates / "page.html").write_text("x", encoding="utf-8")
        assert paths(reports(watcher)) == [{str(templates / "page.html")}]


def test_a_root_deleted_and_made_again_is_picked_up(content: Path) -> None:
    with Watcher([content]) as watcher:
        shutil.rmtree(content)
        until_swept(watcher)
        content.mkdir()
        until_swept(watcher)
        reports(watcher)
        (content / "site.yaml").write_text("x", encoding="utf-8")
        assert paths(reports(watcher)) == [{str(content / "site.yaml")}]


def test_a_root_replaced_by_another_folder_is_picked_up(content: Path) -> None:
    with Watcher([content]) as watcher:
        new = content.parent / "new"
        new.mkdir()
        content.rename(content.parent / "old")
        new.rename(content)
        until_swept(watcher)
        reports(watcher)
        (content / "site.yaml").write_text("x", encoding="utf-8")
        assert paths(reports(watcher)) == [{str(content / "site.yaml")}]


def test_a_root_that_is_a_file_or_inside_another_root_is_reported_once(content: Path) -> None:
    settings = content.parent / "dizao.yaml"
    settings.write_text("old", encoding="utf-8")
    with Watcher([settings, content, content / "stories"], settle=0.05) as watcher:
        save_by_renaming(settings)
        assert paths(reports(watcher)) == [{str(settings)}]
        save_in_place(content / "stories" / "a.md")
        assert paths(reports(watcher)) == [{str(content / "stories" / "a.md")}]
        (content.parent / "unrelated.txt").write_text("x", encoding="utf-8")
        assert watcher.wait(QUIET) is None


def test_paths_are_named_as_the_caller_names_the_root(content: Path) -> None:
    link = content.parent / "link"
    try:
        link.symlink_to(content, target_is_directory=True)
    except OSError:
        pytest.skip("no symbolic links here")
    with Watcher([link]) as watcher:
        save_in_place(content / "stories" / "a.md")
        assert paths(reports(watcher)) == [{str(link / "stories" / "a.md")}]


@pytest.mark.parametrize("poll", [False, True])
def test_links_that_lead_back_do_not_hang(content: Path, poll: bool) -> None:
    try:
        for name in ("loop", "again"):
            (content / name).symlink_to(".", target_is_directory=True)
            (content / "stories" / name).symlink_to("..", target_is_directory=True)
        (content / "self").symlink_to("self")
    except OSError:
        pytest.skip("no symbolic links here")
    start = time.monotonic()
    with Watcher([content], poll=poll) as watcher:
        assert time.monotonic() - start < 1.0
        save_in_place(content / "stories" / "a.md")
        changes = watcher.wait(5.0)
        assert changes == Changes(frozenset({str(content / "stories" / "a.md")}), sweep=False)


@on_linux
def test_a_dead_watch_is_replaced_and_a_sweep_follows(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    died = threading.Event()
    handle = observers._Reader.handle_event

    def die_once(self: Any, event: Any) -> None:
        if not died.is_set():
            died.set()
            raise RuntimeError("the reader dies")
        handle(self, event)

    monkeypatch.setattr(observers._Reader, "handle_event", die_once)
    with Watcher([content]) as watcher:
        save_in_place(content / "stories" / "a.md")
        until_swept(watcher)
        assert not watcher.polling
        reports(watcher)
        save_in_place(content / "stories" / "b.md")
        assert paths(reports(watcher)) == [{str(content / "stories" / "b.md")}]


@on_linux
def test_a_watch_that_keeps_dying_gives_way_to_polling(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.watch.watcher._LOOK_EVERY", 0.05)
    said: list[str] = []

    def die(self: Any) -> None:
        raise RuntimeError("the reader dies")

    monkeypatch.setattr(f"{INOTIFY}.run", die)
    monkeypatch.setattr(observers, "_answers", lambda folder: True)
    with Watcher([content], say=said.append) as watcher:
        until_swept(watcher)
        while not watcher.polling:
            watcher.wait(0.1)
        assert said == ["收不到文件变化的通知（监视反复中断），改为每秒检查一次。"]


@on_linux
def test_the_limit_of_the_system_gives_way_to_polling(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    add = observers.InotifyFD.add_callback  # type: ignore[attr-defined]

    def refuse(self: Any, path: bytes, *rest: Any) -> Any:
        if path.endswith(b"stories"):
            raise OSError(errno.ENOSPC, "inotify watch limit reached")
        return add(self, path, *rest)

    monkeypatch.setattr(f"{INOTIFY}.add_callback", refuse)
    with Watcher([content], say=said.append) as watcher:
        until_swept(watcher)
        assert watcher.polling
        assert said == ["收不到文件变化的通知（文件夹太多，超出了系统允许监视的数量），改为每秒检查一次。"]
        save_in_place(content / "stories" / "a.md")
        changes = watcher.wait(5.0)
        assert changes is not None
        assert str(content / "stories" / "a.md") in changes.paths


@on_linux
def test_too_many_watches_in_the_system_give_way_to_polling(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def refuse() -> int:
        raise OSError(errno.EMFILE, "inotify instance limit reached")

    monkeypatch.setattr(f"{INOTIFY}._create_inotify_fd", staticmethod(refuse))
    with Watcher([content], say=said.append) as watcher:
        assert watcher.polling
        assert len(said) == 1


@on_linux
def test_a_system_that_does_not_answer_gives_way_to_polling(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(observers._Probe, "handle_event", lambda self, event: None)
    words = {"系统没有回应": "the system did not answer"}
    with Watcher([content], say=said.append, translate=lambda text: words.get(text, text)) as watcher:
        assert watcher.polling
        assert said == ["收不到文件变化的通知（the system did not answer），改为每秒检查一次。"]


@on_linux
def test_the_self_test_hears_a_folder_being_opened_and_writes_nothing(content: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in [content, *content.rglob("*")]}
    with Watcher([content]) as watcher:
        assert not watcher.polling
        assert watcher.wait(0.05) is None
    assert {path: path.stat().st_mtime_ns for path in [content, *content.rglob("*")]} == before


MOUNTS = """\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:30 / /mnt/c rw,noatime - 9p C:\\134 rw
31 22 0:31 / /srv/my\\040site rw - nfs4 server:/x rw
32 22 0:32 / /home/me/box rw - fuse.sshfs me@there:/ rw
33 22 0:33 / /mnt/cd rw - xfs /dev/sdb rw
"""


@pytest.mark.parametrize(
    ("folder", "kind", "remote"),
    [
        ("/home/site", "ext4", False),
        ("/mnt/c/site", "9p", True),
        ("/mnt/cd/site", "xfs", False),
        ("/srv/my site/content", "nfs4", True),
        ("/home/me/box", "fuse.sshfs", True),
    ],
)
def test_file_systems_that_others_write_to_are_known(tmp_path: Path, folder: str, kind: str, remote: bool) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS, encoding="utf-8")
    assert roots.file_system(folder, mounts) == kind
    assert bool(roots.REMOTE.fullmatch(kind)) is remote


@on_linux
def test_a_shared_folder_is_polled_from_the_start(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(observers, "file_system", lambda folder: "cifs")
    with Watcher([content], say=said.append) as watcher:
        assert watcher.polling
        assert said == ["收不到文件变化的通知（文件夹在网络盘或共享盘上），改为每秒检查一次。"]


# -- polling --------------------------------------------------------------------------------------


def test_polling_reports_saves_renames_and_deletions(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(observers, "_POLL_EVERY", 0.1)
    a, b, c = (content / "stories" / name for name in ("a.md", "b.md", "c.md"))
    with Watcher([content], poll=True) as watcher:
        save_by_renaming(a)
        assert set().union(*paths(reports(watcher, quiet=0.5))) == {str(a)}
        b.rename(c)
        assert set().union(*paths(reports(watcher, quiet=0.5))) == {str(b), str(c)}
        c.unlink()
        assert set().union(*paths(reports(watcher, quiet=0.5))) == {str(c)}
        (content / ".obsidian").mkdir()
        (content / ".obsidian" / "workspace.json").write_text("x", encoding="utf-8")
        assert reports(watcher, quiet=0.5) == []


def test_polling_waits_for_a_growing_file(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(observers, "_POLL_EVERY", 0.05)
    page = content / "stories" / "a.md"

    def write() -> None:
        with page.open("wb", buffering=0) as file:
            for _ in range(4):
                file.write(b"x" * 1000)
                time.sleep(0.1)

    with Watcher([content], poll=True) as watcher, written_by(write):
        assert watcher.wait(3.0) is not None
        assert page.stat().st_size == 4000


def test_without_notices_of_closing_a_growing_file_is_compared_with_itself(content: Path) -> None:
    page = content / "stories" / "a.md"
    with Watcher([content]) as watcher:
        watcher._hears_closing = False  # as on Windows and macOS
        save_in_place(page)
        assert paths(reports(watcher)) == [{str(page)}]


# -- stopping -------------------------------------------------------------------------------------


def test_stop_wakes_the_one_who_waits(content: Path) -> None:
    with Watcher([content]) as watcher:
        timer = threading.Timer(0.05, watcher.stop)
        timer.start()
        start = time.monotonic()
        assert watcher.wait(None) is None
        assert time.monotonic() - start < 1.0
        assert watcher.stopped
        assert watcher.wait(None) is None
        timer.join()


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_stop_may_be_called_from_a_signal_handler(content: Path) -> None:
    with Watcher([content]) as watcher:
        before = signal.signal(signal.SIGUSR1, lambda number, frame: watcher.stop())
        try:
            timer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGUSR1))
            timer.start()
            assert watcher.wait(5.0) is None
            timer.join()
        finally:
            signal.signal(signal.SIGUSR1, before)


def test_leaving_ends_every_thread(content: Path) -> None:
    before = threading.active_count()
    with Watcher([content]):
        assert threading.active_count() > before
    assert threading.active_count() == before
