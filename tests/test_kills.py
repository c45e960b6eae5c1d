"""A real site is published while somebody reads it: killed at every step, with a full disk, read-only, twice at once.

A bounded number of kills by default; with ``DIZAO_KILLS=all`` every step of either direction (``docs/隐私.md`` has
the figure).
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from generator.build import Workshop
from generator.config import Locations
from generator.promise_lock import LOCK, read
from generator.publish import Artifact, digest_of, publish, recover
from generator.publish.lock import locked
from tests.kills import OPERATIONS, killed_at

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked and killed")

ROOT = Path(__file__).parent.parent
ALL = os.environ.get("DIZAO_KILLS") == "all"
DAY = date(2024, 6, 15)
"""In the past, whatever the clock says: nothing is published on a day that has not come."""
Files = Mapping[str, bytes]

# Without search: in which order Pagefind takes up pages depends on the file system, and with it the bytes of an index.
SITE = {
    "content/site.yaml": "名称: 示例社区\n联系: {单位: 示例居委会}\n搜索: 否\n",
    "content/communities/here.yaml": "名称: 示例社区\n区: 示例区\n街道: 示例街道\n",
    "content/partners/firm.yaml": "名称: 示例物业\n类型: 物业\n",
    **{
        f"content/commitments/p{number}.yaml": f"内容: 修好第{number}盏灯\n责任: 居委会\n责任单位: firm\n"
        "作出: 2024-01-01\n期限: 2024-12-31\n社区: here\n"
        for number in range(4)
    },
    **{
        f"content/stories/s{number}.md": f"---\n标题: 第{number}件事\n日期: 2024-05-0{number + 1}\n"
        f"相关: commitments/p0\n---\n\n{'楼道亮了。' * 40}\n"
        for number in range(6)
    },
}


def write_site(root: Path) -> Locations:
    for name, text in SITE.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return Locations(root, root / "output")


def edit_site(root: Path) -> None:
    """Make another site of it: every page changes, some come, some go."""
    (root / "content/site.yaml").write_text(
        SITE["content/site.yaml"].replace("名称: 示例", "名称: 另一个示例"), "utf-8"
    )
    (root / "content/stories/s0.md").rename(root / "content/stories/t0.md")
    (root / "content/stories/s1.md").unlink()


def built(root: Path) -> Files:
    """Return the files of the site as a build makes them."""
    workshop = Workshop(Locations(root, root / "output"), as_of=DAY, use_cache=False)
    result = workshop.build()
    assert result.is_sound
    return {path: artifact.content() for path, artifact in result.artifacts.items()}


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Files, Files]:
    root = tmp_path_factory.mktemp("versions")
    write_site(root)
    before = built(root)
    edit_site(root)
    return before, built(root)


def put(output: Path, files: Files) -> None:
    made = [Artifact(path, digest_of(text), "test", lambda text=text: text) for path, text in files.items()]  # type: ignore[misc]
    publish(output, made, site=output.parent)


def tree(output: Path) -> dict[str, bytes]:
    files = {path.relative_to(output).as_posix(): path for path in output.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if not name.startswith(".dizao-")}


# -- a reader who never stops --------------------------------------------------------------------------


class Reader:
    """A process that reads every file of the site, again and again, and notes what is not whole."""

    def __init__(self, output: Path, versions: tuple[Files, Files]) -> None:
        self._report = output.parent / "report.json"
        self._end, stop = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            os.close(stop)
            try:
                self._read(output, versions)
            finally:
                os._exit(0)
        self._stop = stop

    def _read(self, output: Path, versions: tuple[Files, Files]) -> None:
        before, after = versions
        os.set_blocking(self._end, False)
        torn: list[str] = []
        reads = 0
        while True:
            with contextlib.suppress(BlockingIOError):
                os.read(self._end, 1)
                break
            for path in before.keys() | after.keys():
                try:
                    content: bytes | None = (output / path).read_bytes()
                except (FileNotFoundError, NotADirectoryError):
                    content = None
                reads += 1
                # What is in both versions is always there; what is in one may be missing.
                if content not in {before.get(path), after.get(path)}:
                    torn.append(path)
        self._report.write_text(json.dumps([reads, torn]), "utf-8")

    def report(self) -> tuple[int, list[str]]:
        """End reading; return how often a file was read, and every path that was not whole."""
        os.close(self._stop)
        os.waitpid(self._child, 0)
        os.close(self._end)
        reads, torn = json.loads(self._report.read_text("utf-8"))
        return reads, torn


def test_killed_at_any_step_every_file_is_whole_for_a_reader_and_the_next_start_ends_in_one_of_both_sites(
    tmp_path: Path, versions: tuple[Files, Files], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # no power is lost here
    output = tmp_path / "output"
    put(output, versions[0])
    reader = Reader(output, versions)
    kills = outcomes_old = 0
    points = []
    try:
        for before, after in (versions, versions[::-1]):
            for step in itertools.count(0, 1 if ALL else 17):
                is_over = False
                for torn in (False, True) if ALL else (bool(step % 2),):
                    put(output, before)
                    is_over = not killed_at(step, lambda: put(output, after), torn=torn)  # noqa: B023
                    kills += not is_over
                    recover(output)
                    found = tree(output)
                    assert found in (before, after), step
                    outcomes_old += found == before
                if is_over:
                    points.append(step)
                    break
    finally:
        reads, torn_files = reader.report()
    assert torn_files == []
    assert reads > 100 * kills
    assert 0 < outcomes_old < kills
    assert kills >= (400 if ALL else 16)
    if ALL:
        sys.stdout.write(f"\n{points} fault points, {kills} kills, {reads} reads\n")


def test_whatever_alters_the_output_is_one_of_the_operations_that_kills_are_counted_by(
    tmp_path: Path, versions: tuple[Files, Files]
) -> None:
    output = tmp_path / "output"
    put(output, versions[0])
    report = tmp_path / "report.json"
    child = os.fork()
    if child == 0:
        try:
            report.write_text(json.dumps(_alterations(output, versions[1])), "utf-8")
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    counted, others = json.loads(report.read_text("utf-8"))
    assert counted > 100
    assert others == []


def _alterations(output: Path, files: Files) -> tuple[int, list[str]]:
    """Publish, and return how many operations there were, and what was altered by nothing that is one."""
    inside: list[str] = []
    operations: list[str] = []
    others: list[str] = []
    # An operation may be made of several calls: whatever comes between it and the next one is told apart by the file.
    patch = pytest.MonkeyPatch()
    for name in OPERATIONS:
        real = getattr(sys.modules["generator.publish.disk"], name)

        def operation(*arguments: object, _name: str = name, _real: object = real, **more: object) -> object:
            inside.append(_name)
            operations.append(_name)
            try:
                return _real(*arguments, **more)  # type: ignore[operator]
            finally:
                inside.pop()

        patch.setattr(f"generator.publish.disk.{name}", operation)

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            flags = arguments[2] if isinstance(arguments[2], int) else 0
            alters = bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC))
        else:
            alters = event in {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"}
        path = str(arguments[0]) if arguments else ""
        if alters and not inside and path.startswith(f"{output}/") and not path.endswith(".dizao-lock"):
            others.append(f"{event} {path}")

    sys.addaudithook(hear)
    put(output, files)
    return len(operations), others


# -- the command, as a process -------------------------------------------------------------------------

KILLED = (
    "import sys; from tests.kills import kill_at; kill_at(int(sys.argv.pop(1))); from generator.cli import main; main()"
)


def run(*command: str, cwd: Path, limit: int = 0) -> subprocess.CompletedProcess[str]:
    def limited() -> None:
        import resource

        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "zh_CN.UTF-8"}
    return subprocess.run(
        [sys.executable, *command], cwd=cwd, env=environment, capture_output=True, encoding="utf-8", timeout=60,
        check=False, preexec_fn=limited,
    )  # fmt: skip


def build(site: Path, limit: int = 0) -> subprocess.CompletedProcess[str]:
    return run("-m", "generator.cli", "build", "--as-of", str(DAY), cwd=site, limit=limit)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that was published, and then edited."""
    root = tmp_path / "site"
    write_site(root)
    assert build(root).returncode == 0
    edit_site(root)
    (root / "content/commitments/p9.yaml").write_text(
        SITE["content/commitments/p0.yaml"].replace("第0", "第9"), "utf-8"
    )
    return root


def whole(root: Path) -> Files:
    """Return what a build from nothing makes of the site."""
    copy = root.parent / "copy"
    shutil.copytree(root / "content", copy / "content")
    assert build(copy).returncode == 0
    return tree(copy / "output")


@pytest.mark.parametrize("step", range(0, 240, 9) if ALL else (7, 150))
def test_a_build_that_was_killed_is_completed_by_the_next_one(site: Path, step: int) -> None:
    before = tree(site / "output")
    done = run("-c", KILLED, str(step), "build", "--as-of", str(DAY), cwd=site)
    assert done.returncode in {-9, 0}
    after = whole(site)
    assert all(content in {before.get(path), after.get(path)} for path, content in tree(site / "output").items())
    assert build(site).returncode == 0
    assert tree(site / "output") == after
    chain = read((site / LOCK).read_bytes())
    assert chain.is_sound
    assert len(chain.lines) == 5


# -- a disk that takes nothing more --------------------------------------------------------------------


@contextlib.contextmanager
def small_disk(place: Path, kilobytes: int) -> Iterator[None]:
    place.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", str(place)]
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or subprocess.run(mount, check=False).returncode:
        pytest.skip("only root may mount a small disk here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_leaves_the_site_as_it_is_and_space_repairs_everything(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk, 4_000):
        site = disk / "site"
        write_site(site)
        assert build(site).returncode == 0
        before, lock = tree(site / "output"), (site / LOCK).read_bytes()
        edit_site(site)
        (site / "content/commitments/p9.yaml").write_text(SITE["content/commitments/p0.yaml"], "utf-8")
        filler = disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
        for _ in range(2):
            done = build(site)
            assert done.returncode == 3, done.stderr
            assert "磁盘满了" in done.stderr
            assert "保持原样" in done.stderr
            assert "Traceback" not in done.stderr
            assert (tree(site / "output"), (site / LOCK).read_bytes()) == (before, lock)
        filler.unlink()
        assert build(site).returncode == 0
        after = tree(site / "output")
        assert read((site / LOCK).read_bytes()).is_sound
        shutil.copytree(site / "content", tmp_path / "copy" / "content")
    assert build(tmp_path / "copy").returncode == 0
    assert after == tree(tmp_path / "copy" / "output")


@pytest.mark.parametrize("limit", [400, 3_000])
def test_a_file_that_the_disk_cuts_short_is_never_published(site: Path, limit: int) -> None:
    before = tree(site / "output")
    done = build(site, limit=limit)
    assert done.returncode == 3, done.stderr
    assert "文件太大，磁盘放不下" in done.stderr
    assert "保持原样" in done.stderr
    assert tree(site / "output") == before
    assert build(site).returncode == 0
    assert tree(site / "output") == whole(site)


def test_a_disk_that_is_read_only_says_so_and_may_still_be_checked(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk, 4_000):
        site = disk / "site"
        write_site(site)
        assert build(site).returncode == 0
        before = tree(site / "output")
        edit_site(site)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        done = build(site)
        assert done.returncode == 3, done.stderr
        assert "磁盘是只读的" in done.stderr
        assert "保持原样" in done.stderr
        checked = run("-m", "generator.cli", "check", "--as-of", str(DAY), cwd=site)
        assert checked.returncode == 0, checked.stderr
        assert tree(site / "output") == before


def test_an_output_that_must_not_be_written_to_says_so(site: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    before = tree(site / "output")
    (site / "output").chmod(0o555)
    try:
        done = build(site)
        assert done.returncode == 3
        assert "没有写入权限" in done.stderr
        assert tree(site / "output") == before
    finally:
        (site / "output").chmod(0o755)


def test_a_second_build_at_once_says_who_is_busy_and_what_to_do(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(site / "output")
    program = "import generator.build; generator.build._PATIENCE = 0.3; from generator.cli import main; main()"
    with locked(site / "output", 0.0):
        began = time.monotonic()
        done = run("-c", program, "build", "--as-of", str(DAY), cwd=site)
        assert time.monotonic() - began < 30
    assert done.returncode == 3
    assert f"（进程 {os.getpid()}）" in done.stderr
    assert "等它结束，或停掉它再试" in done.stderr
    assert tree(site / "output") == before
    assert build(site).returncode == 0
    assert tree(site / "output") == whole(site)
