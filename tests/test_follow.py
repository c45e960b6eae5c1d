"""The real ``dizao serve``, as an editor uses it: a process, files saved under it, and a page open in Chromium."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
STORY = "---\n标题: 一盏灯\n日期: 2026-05-01\n相关: [communities/here]\n---\n\n## 开头\n\n楼道里很暗。\n"
FILES = {
    "content/site.yaml": "名称: 示例社区\n联系: {单位: 示例居委会}\n",
    "content/communities/here.yaml": "名称: 示例社区\n区: 示例区\n街道: 示例街道\n",
    "content/stories/lamp.md": STORY,
}
PATIENCE = 20.0


class Served:
    """A running ``dizao serve``, or another command that follows a site."""

    def __init__(self, site: Path, *arguments: str) -> None:
        self.site = site
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "zh_CN.UTF-8", "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "generator.cli", *(arguments or ("serve", "--port", "0"))]
        with open(site.parent / "log.txt", "wb") as log:
            self.process = subprocess.Popen(command, cwd=site, env=environment, stderr=log, stdout=subprocess.DEVNULL)
        try:
            self.until(lambda: "已更新" in self.said or "有问题" in self.said)
            found = re.search(r"http://[^ ]+", self.said)
            self.url = found[0].rstrip("/") + "/" if found else ""
        except AssertionError:
            self.close()
            raise

    @property
    def said(self) -> str:
        return (self.site.parent / "log.txt").read_text("utf-8", "replace")

    def until(self, is_true: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not is_true():
            assert time.monotonic() < end, self.said
            assert self.process.poll() is None, self.said
            time.sleep(0.02)

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def write(self, name: str, text: str) -> None:
        path = self.site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def end(self) -> float:
        """Press Ctrl-C; return the seconds it took to end."""
        started = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(10)
        return time.monotonic() - started

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    for name, text in FILES.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (tmp_path / "site-private").mkdir()
    server = Served(tmp_path / "site")
    yield server
    server.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


@pytest.mark.browser
def test_an_edit_shows_a_mistake_shows_and_mending_it_clears(served: Served, page: Page) -> None:
    story = "content/stories/lamp.md"
    page.goto(served.url + "stories/lamp/")
    assert "楼道里很暗" in page.inner_text("main")

    served.write(story, STORY.replace("楼道里很暗", "楼道里亮了"))
    page.locator("main", has_text="楼道里亮了").wait_for()

    served.write(story, STORY.replace("日期: 2026-05-01", "日期: <img src=x onerror=alert(1)>"))
    page.locator("body", has_text="content/stories/lamp.md:3:5").wait_for()
    shown = page.inner_text("body")
    assert "「日期」不是日期：「<img src=x onerror=alert(1)>」" in shown
    assert page.query_selector("img[onerror]") is None
    assert "楼道里亮了" in page.inner_text("main")

    served.write(story, STORY.replace("楼道里很暗", "又亮又暖"))
    page.locator("main", has_text="又亮又暖").wait_for()
    assert "lamp.md:3:5" not in page.inner_text("body")
    assert served.end() < 2


def test_the_terminal_tells_errors_first_and_what_kind_each_problem_is(served: Served) -> None:
    served.write("content/communities/here.yaml", FILES["content/communities/here.yaml"] + "户数: 100户\n人口: 100人\n")
    served.write("content/stories/lamp.md", STORY.replace("标题: ", "标题："))
    served.until(lambda: "有问题要先改正" in served.said)
    told = served.said[served.said.rindex("已更新") :]
    error = "content/stories/lamp.md:2:3 错误 「标题」后面的冒号是全角的\n    提示：改成半角冒号"
    assert error in told
    assert told.index(error) < told.index(" 提醒 平均每户")


def test_a_save_by_rename_is_seen(served: Served) -> None:
    new = served.site / "content/stories/.lamp.md.tmp"
    new.write_text(STORY.replace("很暗", "不暗了"), "utf-8")
    new.replace(served.site / "content/stories/lamp.md")
    served.until(lambda: "不暗了" in served.get("stories/lamp/")[1])


def test_a_renamed_file_moves_its_page_and_leaves_404(served: Served) -> None:
    (served.site / "content/stories/lamp.md").rename(served.site / "content/stories/light.md")
    served.until(lambda: served.get("stories/light/")[0] == 200)
    status, _ = served.get("stories/lamp/")
    assert status == 404


def test_a_renamed_and_a_deleted_folder_are_followed(served: Served) -> None:
    served.write("content/stories/2026/two.md", STORY.replace("一盏灯", "两盏灯"))
    served.until(lambda: served.get("stories/two/")[0] == 200)
    (served.site / "content/stories/2026").rename(served.site / "content/stories/old")
    served.write("content/stories/old/two.md", STORY.replace("一盏灯", "搬了家的灯"))
    served.until(lambda: "搬了家的灯" in served.get("stories/two/")[1])
    shutil.rmtree(served.site / "content/stories/old")
    served.until(lambda: served.get("stories/two/")[0] == 404)


def test_a_private_name_keeps_a_page_back_whichever_of_the_two_comes_last(served: Served) -> None:
    served.write("../site-private/a.yaml", "姓名: 欧阳示例\n")
    served.write("content/stories/lamp.md", STORY.replace("楼道里很暗", "欧阳示例来了"))
    served.until(lambda: "保密资料会被公开" in served.said)
    assert "楼道里很暗" in served.get("stories/lamp/")[1]
    (served.site / "../site-private/a.yaml").unlink()
    served.until(lambda: "欧阳示例来了" in served.get("stories/lamp/")[1])
    told = served.said.count("保密资料会被公开")
    served.write("../site-private/b.csv", "姓名\n欧阳示例\n")
    served.until(lambda: served.said.count("保密资料会被公开") > told)
    assert "欧阳示例" not in served.said


def test_five_hundred_files_at_once_all_arrive(served: Served) -> None:
    for number in range(500):
        served.write(f"content/stories/s{number}.md", STORY.replace("一盏灯", f"第{number}盏灯"))
    served.until(lambda: all(served.get(f"stories/s{number}/")[0] == 200 for number in (0, 250, 499)))
    served.write("content/stories/s250.md", STORY.replace("一盏灯", "改过的灯"))
    served.until(lambda: "改过的灯" in served.get("stories/s250/")[1])


def test_a_template_of_the_site_takes_the_place_of_the_theme(served: Served) -> None:
    theme = (ROOT / "templates/base.html").read_text("utf-8")
    served.write("templates/base.html", theme + "\n<!-- our own -->\n")
    served.until(lambda: "our own" in served.get("stories/lamp/")[1])
    (served.site / "templates/base.html").unlink()
    served.until(lambda: "our own" not in served.get("stories/lamp/")[1])


def test_a_site_that_cannot_be_built_yet_shows_why_and_recovers(tmp_path: Path) -> None:
    for name, text in {**FILES, "content/stories/lamp.md": STORY.replace("2026-05-01", "??")}.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    server = Served(tmp_path / "site")
    try:
        status, html = server.get("")
        assert status == 503
        assert "content/stories/lamp.md:3:5" in html
        server.write("content/stories/lamp.md", STORY)
        server.until(lambda: server.get("")[0] == 200)
    finally:
        server.close()


# -- the promise lock ----------------------------------------------------------------------------------

PROMISE = "内容: 修好长椅\n责任: 居委会\n作出: 2026-01-01\n期限: 2099-06-30\n社区: here\n"
BENCH, LOCK = "content/commitments/bench.yaml", "content/promises.lock"


def locked(server: Served) -> int:
    path = server.site / LOCK
    return len(path.read_text("utf-8").splitlines()) if path.exists() else 0


def test_watch_writes_each_promise_down_when_it_is_published(tmp_path: Path) -> None:
    for name, text in {**FILES, BENCH: PROMISE}.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    watching = Served(tmp_path / "site", "watch")
    try:
        watching.until(lambda: locked(watching) == 1)
        watching.write("content/commitments/lamp.yaml", PROMISE.replace("长椅", "楼道灯"))
        watching.until(lambda: locked(watching) == 2)
        page = watching.site / "output/commitments/bench/index.html"
        before = page.read_bytes()
        watching.write(BENCH, PROMISE.replace("2099-06-30", "2099-12-31"))
        watching.until(lambda: "「期限」公布时是「2099-06-30」" in watching.said)
        assert (page.read_bytes(), locked(watching)) == (before, 2)
        changed = "变更: [{日期: 2026-06-20, 原因: 缺料, 新期限: 2099-12-31}]\n"
        watching.write(BENCH, PROMISE + changed)
        watching.until(lambda: locked(watching) == 3 and "缺料" in page.read_text("utf-8"))
        assert watching.end() < 2
    finally:
        watching.close()


def test_serve_shows_a_promise_while_it_is_written_and_locks_nothing(served: Served) -> None:
    for text in ("修好", "修好长", "修好长椅"):
        served.write(BENCH, PROMISE.replace("修好长椅", text))
        served.until(lambda: f"<h1>{text}</h1>" in served.get("commitments/bench/")[1])  # noqa: B023
    assert locked(served) == 0
