"""A publication writes the promises down first: killed, refused or run twice at once, the lock and the site agree."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from generator.build import Workshop
from generator.config import Locations
from generator.problems import DizaoError
from generator.promise_lock import LOCK, read
from generator.promises import keeper
from generator.promises.ledger import LEDGER, SCRIPT
from generator.publication import mend, publish_site
from generator.publish import disk
from generator.publish.lock import locked
from tests.kills import killed_at

ROOT = Path(__file__).parent.parent
DAY = date(2024, 6, 15)
"""In the past, whatever the clock says: nothing is published on a day that has not come."""
SITE = {
    "content/site.yaml": "名称: 示例社区\n联系: {单位: 示例居委会}\n",
    "content/communities/here.yaml": "名称: 示例社区\n区: 示例区\n街道: 示例街道\n",
}
PROMISE = "内容: {text}\n责任: 居委会\n作出: 2024-01-01\n期限: 2024-06-30\n社区: here\n"


class Site:
    """A site in a folder."""

    def __init__(self, root: Path, *promises: str) -> None:
        self.root = root
        self.places = Locations(root, root / "output")
        for name, text in SITE.items():
            self.write(name, text)
        self.promise(*promises)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def promise(self, *names: str) -> None:
        for name in names:
            self.write(f"content/commitments/{name}.yaml", PROMISE.format(text=f"修好{name}"))

    def publish(self, day: date = DAY, **options: Any) -> int:
        workshop = Workshop(self.places, as_of=day, use_cache=False)
        return publish_site(workshop, self.places, workshop.build(), **options).locked

    @property
    def lock(self) -> bytes:
        path = self.root / LOCK
        return path.read_bytes() if path.exists() else b""

    def names(self) -> list[str]:
        return [line.fact.promise.removeprefix("commitments/") for line in read(self.lock).lines]

    def output(self) -> dict[str, bytes]:
        files = (path for path in (self.root / "output").rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path, "bench", "lamp")


# -- what is published ---------------------------------------------------------------------------------


def test_the_ledger_is_the_lock_byte_for_byte(site: Site) -> None:
    assert site.publish() == 2
    assert (site.places.output / LEDGER).read_bytes() == site.lock
    assert read(site.lock).is_sound


def test_a_site_without_promises_has_no_ledger_to_verify(tmp_path: Path) -> None:
    site = Site(tmp_path)
    assert site.publish() == 0
    assert not (site.root / LOCK).exists()
    assert not (site.places.output / LEDGER).exists()
    assert "verify.py" not in (site.places.output / "commitments/index.html").read_text("utf-8")


def test_looking_at_the_site_writes_nothing_down(site: Site) -> None:
    assert site.publish(writes_lock=False) == 0
    assert not (site.root / LOCK).exists()


def test_a_look_at_a_day_to_come_writes_nothing_down(site: Site) -> None:
    ahead = date.today() + timedelta(days=3)  # noqa: DTZ011
    assert site.publish(ahead) == 0
    assert not (site.root / LOCK).exists()


def test_what_git_did_to_line_ends_is_undone_by_the_next_line(site: Site) -> None:
    site.publish()
    before = site.lock
    (site.root / LOCK).write_bytes(b"\xef\xbb\xbf" + before.replace(b"\n", b"\r\n"))
    assert site.publish() == 0
    assert (site.places.output / LEDGER).read_bytes() == before
    site.promise("door")
    site.publish()
    assert site.lock.startswith(before)


# -- anybody can verify it -----------------------------------------------------------------------------


def verify(folder: Path, *noted: str) -> subprocess.CompletedProcess[str]:
    names = (Path(SCRIPT).name, Path(LEDGER).name)
    command = [sys.executable, "-I", *(str(folder / name) for name in names), *noted]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture
def downloaded(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    site.publish()
    site.promise("door")
    site.publish(DAY + timedelta(days=1))
    folder = tmp_path_factory.mktemp("downloaded")
    for name in (LEDGER, SCRIPT):
        shutil.copy(site.places.output / name, folder)
    return folder


def test_the_published_script_finds_a_whole_ledger_sound(downloaded: Path) -> None:
    done = verify(downloaded)
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 行 / lines: 完好 / sound" in done.stdout


@pytest.mark.parametrize(
    "damage",
    [
        lambda rows: [rows[0].replace("2024-06-30", "2024-12-31"), *rows[1:]],
        lambda rows: [rows[0], rows[2]],
        lambda rows: rows[1:],
        lambda rows: [rows[1], rows[0], rows[2]],
        lambda rows: ["0" + rows[0][1:], *rows[1:]],
        lambda rows: [*rows, "一行字\n"],
        lambda rows: [rows[0][:90] + "\n", *rows[1:]],
    ],
)
def test_the_published_script_finds_what_was_altered(
    damage: Callable[[list[str]], list[str]], downloaded: Path
) -> None:
    ledger = downloaded / Path(LEDGER).name
    rows = ledger.read_text("utf-8").splitlines(keepends=True)
    ledger.write_text("".join(damage(rows)), "utf-8")
    done = verify(downloaded)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "被改过" in done.stdout


def test_the_published_script_finds_the_hash_that_somebody_noted(downloaded: Path) -> None:
    noted = (downloaded / Path(LEDGER).name).read_text("utf-8").splitlines()[1][:64]
    assert verify(downloaded, noted).returncode == 0
    ledger = downloaded / Path(LEDGER).name
    ledger.write_text("".join(ledger.read_text("utf-8").splitlines(keepends=True)[:1]), "utf-8")
    done = verify(downloaded, noted)
    assert done.returncode == 1
    assert "不见了" in done.stdout


@pytest.mark.skipif(not all(map(shutil.which, ("sh", "head", "cut", "tr", "sha256sum"))), reason="needs coreutils")
def test_the_page_says_how_to_verify_a_line_with_coreutils_and_it_is_so(site: Site, downloaded: Path) -> None:
    page = (site.places.output / "commitments/index.html").read_text("utf-8")
    command = "head -n 1 ledger.txt | cut -c 66- | tr -d &#39;\\n&#39; | sha256sum"
    assert command in page.replace("'", "&#39;")
    last = (downloaded / "ledger.txt").read_text("utf-8").splitlines()[-1][:64]
    assert last in page
    for number, row in enumerate((downloaded / "ledger.txt").read_text("utf-8").splitlines(), 1):
        line = f"head -n {number} ledger.txt | tail -n 1 | cut -c 66- | tr -d '\\n' | sha256sum"
        done = subprocess.run(["sh", "-c", line], cwd=downloaded, capture_output=True, encoding="utf-8", check=True)
        assert done.stdout.split()[0] == row[:64]


# -- refused, killed, twice at once --------------------------------------------------------------------


def test_a_lock_that_lost_lines_of_the_published_one_is_not_published(site: Site) -> None:
    site.publish()
    before, output = site.lock, site.output()
    for content in (b"", before.splitlines(keepends=True)[0]):
        (site.root / LOCK).write_bytes(content)
        with pytest.raises(DizaoError) as refused:
            site.publish()
        assert (refused.value.problem.code, refused.value.exit_code) == ("lock-lines-lost", 1)
        assert site.output() == output
    (site.root / LOCK).unlink()
    with pytest.raises(DizaoError):
        site.publish(writes_lock=False)
    assert mend(Workshop(site.places, as_of=DAY, use_cache=False), site.places) == (True, ())
    assert site.lock == before
    assert site.publish() == 0


def test_a_publication_that_is_refused_leaves_the_lock_as_it_was(site: Site) -> None:
    site.publish()
    before = site.lock
    site.promise("door")
    (site.root / "output/commitments/door").mkdir()
    (site.root / "output/commitments/door/index.html").write_text("mine", "utf-8")
    with pytest.raises(DizaoError) as refused:
        site.publish()
    assert refused.value.problem.code == "output-foreign"
    assert site.lock == before


def test_a_first_publication_that_is_refused_leaves_no_lock(site: Site) -> None:
    (site.root / "output").mkdir()
    (site.root / "output/mine.txt").write_text("mine", "utf-8")
    with pytest.raises(DizaoError):
        site.publish()
    assert not (site.root / LOCK).exists()


@pytest.mark.parametrize("operation", ["write", "replace"])
def test_a_lock_that_cannot_be_written_stops_the_publication(
    operation: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.publish()
    before, output = site.lock, site.output()
    site.promise("door")

    def full(*arguments: Any, **options: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk, operation, full)
        with pytest.raises(DizaoError) as refused:
            site.publish()
    assert (refused.value.problem.code, refused.value.exit_code) == ("lock-unwritable", 3)
    assert (site.lock, site.output()) == (before, output)
    assert site.publish() == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_killed_at_any_moment_the_lock_is_whole_and_whatever_is_public_is_in_it(tmp_path: Path) -> None:
    made = Site(tmp_path / "made", "bench", "lamp")
    made.publish()
    made.promise("door")
    old = made.lock
    kills = 0
    while True:
        site = Site(tmp_path / f"killed-{kills}")
        shutil.copytree(made.root, site.root, dirs_exist_ok=True)
        if not killed_at(kills, lambda: site.publish(DAY + timedelta(days=1))):  # noqa: B023
            break
        kills += 1
        assert read(site.lock).is_sound
        assert site.lock == old or site.lock.startswith(old)
        assert site.names() in (["bench", "lamp"], ["bench", "lamp", "door"])
        if (site.root / "output/commitments/door/index.html").exists():
            assert "door" in site.names()
        site.publish(DAY + timedelta(days=1))
        assert site.names() == ["bench", "lamp", "door"]
        assert (site.places.output / LEDGER).read_bytes() == site.lock
        assert site.publish(DAY + timedelta(days=2)) == 0
        shutil.rmtree(site.root)
    assert kills > 20


def test_a_half_written_file_beside_the_lock_is_nobodys_problem(site: Site) -> None:
    (site.root / "content/.promises.lock.tmp").write_bytes(b"half")
    assert site.publish() == 2
    assert not (site.root / "content/.promises.lock.tmp").exists()


def test_who_waits_for_the_lock_too_long_is_told_by_whom_it_is_held(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "_PATIENCE", 0.1)
    (site.root / ".dizao").mkdir()
    with locked(site.root / ".dizao", 0.0), pytest.raises(DizaoError) as refused:
        site.publish()
    assert (refused.value.problem.code, refused.value.exit_code) == ("lock-busy", 3)
    assert refused.value.problem.arguments["pid"] == str(os.getpid())
    assert not (site.root / LOCK).exists()


def test_builds_at_once_write_each_promise_once(tmp_path: Path) -> None:
    site = Site(tmp_path / "site", *(f"p{number}" for number in range(12)))
    command = [sys.executable, "-m", "generator.cli", "build", "--as-of", str(DAY), "--output"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "zh_CN.UTF-8"}
    running = [
        subprocess.Popen([*command, str(tmp_path / name)], cwd=site.root, env=environment, stderr=subprocess.PIPE)
        for name in ("one", "two", "one")
    ]
    said = [process.communicate(timeout=120)[1].decode("utf-8") for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], said
    assert read(site.lock).is_sound
    assert Counter(site.names()) == {f"p{number}": 1 for number in range(12)}
    for name in ("one", "two"):
        assert (tmp_path / name / LEDGER).read_bytes() == site.lock
