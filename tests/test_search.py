"""Search: what of a page is found, which indexes are published with which pages, and what a reader finds."""
# ruff: noqa: E501 -- the files of the small site stand here as editors write them

from __future__ import annotations

import gzip
import os
import random
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from functools import partial
from html import unescape
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from generator.build import BuildResult, Workshop
from generator.config import Locations
from generator.publish import Published
from generator.search import Done, Job, index, run
from generator.search.text import document_of
from generator.watch import Changes
from tests.browsing import Handler

ROOT = Path(__file__).parent.parent
DAY = date(2026, 11, 23)
FILES = {
    "content/site.yaml": "名称: 示例社区\n联系: {单位: 示例居委会}\n主题: [{编号: safety, 名称: 安全}]\n",
    "content/communities/here.yaml": "名称: 甲社区\n区: 示例区\n街道: 示例街道\n",
    "content/communities/there.yaml": "名称: 乙社区\n区: 示例区\n街道: 示例街道\n",
    "content/stories/lamp.md": "---\n标题: 一盏灯\n日期: 2026-05-01\n社区: here\n相关: [communities/here]\n---\n\n楼道里的声控灯修好了。\n",
    "content/stories/tree.md": "---\n标题: 一棵树\n日期: 2025-05-01\n社区: there\n相关: [communities/there]\n---\n\n院子里的老槐树剪过了。\n",
    "content/pages/about.md": "---\n标题: 关于本站\n---\n\n怎么看这个网站。\n",
}


class Site:
    """A small site of two communities."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name, text in FILES.items():
            self.write(name, text)
        self.places = Locations(root, root / "output")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def build(self, *, with_index: bool = True) -> tuple[BuildResult, Published]:
        """Build and publish as a new process does."""
        workshop = Workshop(self.places, as_of=DAY)
        result = workshop.build()
        result = workshop.indexed(result) if with_index else result
        assert result.is_sound
        published = workshop.publish(result)
        workshop.save()
        return result, published

    def names(self, folder: str = "search") -> set[str]:
        """Return the names of indexes that are published whole."""
        return {path.parent.name for path in (self.root / "output" / folder).glob("*/pagefind-entry.json")}

    def words(self) -> str:
        """Return all that the published indexes hold."""
        fragments = (self.root / "output/search").glob("*/fragment/*")
        return "".join(gzip.decompress(path.read_bytes()).decode().replace(" ", "") for path in fragments)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site")


# -- what is found ---------------------------------------------------------------------------------------


def test_each_han_character_is_a_word_and_other_words_stay_whole() -> None:
    page = '<main id="main" data-search="kind:stories year:2026" data-search-line="故事，2026年"><h1>A座<em>灯</em></h1>&lt;12345热线</main>'
    found = document_of(page.encode())
    assert found is not None
    assert "<h1>A 座 <em> 灯 </em></h1>&lt;12345 热  线 " in found
    assert '<meta data-pagefind-meta="title[content]" content="A座灯">' in found
    assert '<meta data-pagefind-filter="year[content]" content="2026">' in found


def test_a_list_is_not_found() -> None:
    assert document_of(b'<main id="main"><h1>x</h1></main>') is None


def test_the_index_holds_nothing_that_the_pages_do_not(site: Site) -> None:
    site.write(
        "content/stories/draft.md",
        "---\n标题: 还没写完\n日期: 2026-05-02\n社区: here\n相关: [communities/here]\n发布: 草稿\n---\n\n不该出现的话。\n",
    )
    result, _ = site.build()
    pages = " ".join(
        re.sub(r"\s", "", unescape(re.sub("<[^>]*>", "", artifact.content().decode())))
        for path, artifact in result.artifacts.items()
        if path.endswith(".html")
    )
    words = re.findall(HAN + "+", site.words())
    assert any("楼道里的声控灯修好了" in word for word in words)
    assert [word for word in words if word not in pages] == []


# -- which indexes are public ----------------------------------------------------------------------------


def _noted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Job, Done]]:
    """Return a list that will hold the jobs that are done from now on."""
    noted: list[tuple[Job, Done]] = []

    def noting(job: Job) -> Done:
        noted.append((job, run(job)))
        return noted[-1][1]

    monkeypatch.setattr("generator.build.run", noting)
    return noted


def test_each_community_has_an_index_and_an_edit_makes_one_anew(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.build()
    assert site.names() == {"pagefind", "zh-common", "zh-of-here", "zh-of-there"}
    made = _noted(monkeypatch)
    site.write("content/stories/lamp.md", FILES["content/stories/lamp.md"].replace("修好了", "全亮了"))
    _, published = site.build()
    assert [(job.name, done.is_made) for job, done in made] == [("zh-of-here", True)]
    assert not [path for path in published.written if path.startswith(("search/zh-of-there", "search/zh-common"))]
    assert not [path for path in published.deleted if path.startswith(("search/zh-of-there", "search/zh-common"))]
    assert "全亮了" in site.words()
    assert "修好了" not in site.words()


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    built = []
    for name in ("one", "other"):
        site = Site(tmp_path / name / "site")
        site.build()
        output = site.root / "output"
        built.append({path.relative_to(output): path.read_bytes() for path in output.rglob("*") if path.is_file()})
        built[-1].pop(Path(".dizao-manifest.json"))
    assert built[0] == built[1]


def test_pages_whose_words_are_the_same_need_no_new_index(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.build()
    base = (ROOT / "templates/base.html").read_text("utf-8")
    site.write("templates/base.html", base.replace("</footer>", "<p>页脚</p></footer>"))
    made = _noted(monkeypatch)
    site.build()
    assert [done.is_made for _, done in made] == [False, False, False]
    assert site.names() == {"pagefind", "zh-common", "zh-of-here", "zh-of-there"}


def test_a_page_that_leaves_takes_its_index_along_in_the_same_commit(site: Site) -> None:
    site.build()
    (site.root / "content/stories/lamp.md").unlink()
    site.build(with_index=False)  # as serve publishes: the index comes later
    assert site.names() >= {"pagefind", "zh-common"}
    assert "zh-of-here" not in site.names()
    assert "声控灯" not in site.words()
    assert '"missing": ' in (site.root / "output/search/indexes.json").read_text()
    site.build()
    assert site.names() == {"pagefind", "zh-common", "zh-of-here", "zh-of-there"}
    assert "声控灯" not in site.words()


@pytest.mark.parametrize("harm", ["missing", "failing", "killed"])
def test_without_pagefind_the_site_is_published_and_tells_of_nothing_that_is_gone(
    site: Site, harm: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    site.build()
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\n" + ("kill -9 $$\n" if harm == "killed" else "echo out of order >&2; exit 3\n"))
    broken.chmod(0o755)
    version = "" if harm == "missing" else index.program()[1]
    monkeypatch.setattr(index, "program", lambda: ("" if harm == "missing" else str(broken), version))
    (site.root / "content/stories/lamp.md").unlink()
    result, _ = site.build()
    told = [problem.code for problem in result.problems if problem.code.startswith("search-")]
    assert told == ["search-missing" if harm == "missing" else "search-failed"]
    assert "zh-of-here" not in site.names()
    assert "声控灯" not in site.words()
    assert "zh-of-here" not in (site.root / "output/search/indexes.json").read_text()
    assert "stories/" in (site.root / "output/search/index.html").read_text("utf-8")


def test_a_site_may_do_without(site: Site) -> None:
    site.build()
    site.write("content/site.yaml", FILES["content/site.yaml"] + "搜索: 否\n")
    result, _ = site.build()
    assert not [path for path in result.artifacts if path.startswith(("search/", "years/"))]
    assert not (site.root / "output/search").exists()
    assert "data-search" not in (site.root / "output/stories/lamp/index.html").read_text("utf-8")


def test_a_private_name_in_an_index_is_found_though_its_letters_are_apart(site: Site, tmp_path: Path) -> None:
    private = tmp_path / "site-private"
    private.mkdir()
    (private / "names.yaml").write_text("姓名: 欧阳明月\n", "utf-8")
    workshop = Workshop(Locations(site.root, site.root / "output", private=private), as_of=DAY)
    result = workshop.build()
    job = next(
        job
        for job in workshop._search.jobs(partial(workshop._file_to_index, tmp_path / "p"))
        if job.name == "zh-of-here"
    )
    page = result.artifacts["stories/lamp/index.html"].content().decode().replace("声控灯", "欧阳明月")
    (tmp_path / "page.html").write_text(page, "utf-8")
    from generator.publish import digest_of

    digest = digest_of(page.encode())
    path = "stories/lamp/index.html"
    altered = Job(job.name, {path: digest}, {path: str(tmp_path / "page.html")}, job.command, job.folder)
    done = run(altered)
    assert done.is_made
    # As if Pagefind had read what the pages do not say.
    workshop.take_index(Job(job.name, job.pages, job.files, job.command, job.folder), done)
    leaks = [
        problem for problem in workshop.build(Changes(frozenset(), sweep=False)).problems if "leak" in problem.code
    ]
    assert leaks


def test_serve_publishes_pages_first_and_the_index_by_itself(site: Site) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "zh_CN.UTF-8", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "generator.cli", "watch", "--site", str(site.root)]
    log = site.root.parent / "log.txt"
    with log.open("wb") as stream, subprocess.Popen(command, env=environment, stderr=stream) as process:
        ends = time.monotonic() + 20
        while "搜索索引已更新" not in log.read_text("utf-8") and time.monotonic() < ends:
            time.sleep(0.05)
        process.terminate()
    said = log.read_text("utf-8")
    assert said.index("已更新：写入") < said.index("搜索索引已更新")
    assert site.names() == {"pagefind", "zh-common", "zh-of-here", "zh-of-there"}


# -- in a browser ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Serve the shipped site with its index, below a sub-path; yield its address and folder."""
    root = tmp_path_factory.mktemp("shipped")
    shutil.copytree(ROOT / "content", root / "site/content")
    places = Locations(root / "site", root / "web/sub")
    workshop = Workshop(places, as_of=DAY)
    workshop.publish(workshop.indexed(workshop.build()))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(root / "web"))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/sub/", root / "web/sub"
        server.shutdown()
        thread.join()


SEARCHED = """async (queries) => {
  const form = document.getElementById('find'), status = document.getElementById('find-status'), found = [];
  for (const query of queries) {
    form.elements.q.value = query;
    const start = performance.now();
    await new Promise((done) => {
      const seen = new MutationObserver(() => {
        if (status.textContent === form.dataset.searching) return;
        seen.disconnect();
        done();
      });
      seen.observe(status, { childList: true });
      form.requestSubmit();
    });
    const links = [...document.querySelectorAll('#found a')].map((link) => link.pathname);
    found.push([links, performance.now() - start, status.textContent]);
  }
  return found;
}"""
HAN = "[\u4e00-\u9fff]"


def _texts(folder: Path) -> dict[str, str]:
    """Return the matter of every page that can be found, by its address."""
    texts = {}
    for path in folder.rglob("index.html"):
        if path.is_relative_to(folder / "en"):
            continue  # which a search page of its own finds
        page = path.read_text("utf-8")
        if " data-search=" in page:
            main = page[page.index("<main") : page.index("</main>")]
            main = re.sub(r'<section[^>]*aria-labelledby="(?:related|sources)".*?</section>', "", main, flags=re.DOTALL)
            address = f"{path.parent.relative_to(folder).as_posix()}/"
            texts[address] = unescape(re.sub(r"<[^>]*>", "\n", main))
    return texts


def queries_of(texts: dict[str, str], count: int, seed: int) -> list[tuple[str, str]]:
    """Cut queries out of pages, each with the page: rows of two to eight characters that at most five pages have.

    A word that more pages have cannot be asked to lead to one of them within the first five.
    """
    rows = [(url, row) for url, text in sorted(texts.items()) for row in re.findall(HAN + "{3,}", text)]
    dice = random.Random(seed)
    found: list[tuple[str, str]] = []
    while len(found) < count:
        url, row = dice.choice(rows)
        length = dice.randint(2, min(8, len(row)))
        start = dice.randint(0, len(row) - length)
        query = row[start : start + length]
        if sum(query in text for text in texts.values()) <= 5:
            found.append((url, query))
    return found


@pytest.mark.browser
def test_words_cut_out_of_pages_lead_to_these_pages_at_once(browser: Browser, shipped: tuple[str, Path]) -> None:
    address, folder = shipped
    queries = queries_of(_texts(folder), 200, seed=5)
    firsts = []
    for _ in range(3):  # the quickest of three: a busy machine is not what is measured
        page = browser.new_page()
        page.goto(address + "search/")
        page.locator("#q").focus()  # where the engine begins to load
        firsts.append(page.evaluate(SEARCHED, [queries[0][1]])[0][1])
    results = page.evaluate(SEARCHED, [query for _, query in queries])
    missed = [
        (url, query, links[:5])
        for (url, query), (links, _, _) in zip(queries, results, strict=True)
        if f"/sub/{url}" not in links[:5]
    ]
    times = sorted(time for _, time, _ in results)
    assert len(missed) <= 10, missed
    assert min(firsts) < 2_000  # 500 ms on a quiet machine (docs/architecture.md); how busy this one is, nobody knows
    assert times[-1] < 500
    page.close()


def _status(page: Page) -> str:
    page.wait_for_selector("#find-status:not(:empty):not(:has-text('……'))")
    return page.inner_text("#find-status")


@pytest.mark.browser
def test_a_search_is_made_with_the_keyboard_limited_and_passed_on_by_its_address(
    browser: Browser, shipped: tuple[str, Path]
) -> None:
    address, _ = shipped
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address)
    page.get_by_role("link", name="搜索").press("Enter")
    page.locator("#q").wait_for()  # the script shows the form; nothing that is hidden takes the focus
    page.locator("#q").focus()
    page.keyboard.type("灭火器")
    page.keyboard.press("Enter")
    whole = _status(page)
    assert re.fullmatch(r"找到\d+条。", whole)
    page.locator("summary").press("Enter")
    page.select_option("#by-kind", "inspections")
    page.wait_for_selector("#found li:first-child .card-kind:has-text('巡查')")
    assert "kind=inspections" in page.url
    lines = page.locator("#found .card-kind").all_inner_texts()
    assert lines
    assert all(line.startswith("巡查") for line in lines)
    assert re.match(r"巡查，\d{4}年\d+月\d+日", lines[0])
    other = browser.new_page()
    other.goto(page.url)
    assert _status(other) == page.inner_text("#find-status") != whole
    assert other.locator("#found mark").first.inner_text() == "灭"
    other.goto(address + "search/?q=没有人写过这几个字啊")
    assert "没有" in _status(other)
    assert not [line for line in complaints if "Security" in line]


@pytest.mark.browser
def test_where_it_cannot_search_the_page_says_so_and_has_its_lists(browser: Browser, shipped: tuple[str, Path]) -> None:
    address, _ = shipped
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "search/")
    assert not page.locator("#find").is_visible()
    assert page.get_by_text("这个浏览器不能搜索").is_visible()
    for name in ("项目", "2026年", "消防安全", "已兑现", "决策共谋", "何家垅社区"):
        assert page.locator("main").get_by_role("link", name=name).first.is_visible()
    context.close()
    page = browser.new_page()
    page.route("**/indexes.json", lambda route: route.abort())
    page.goto(address + "search/?q=灯")
    assert "用不了" in _status(page)
    assert page.get_by_role("link", name="2026年").is_visible()


@pytest.mark.browser
def test_the_worker_may_reach_no_other_host_and_load_no_script(browser: Browser, shipped: tuple[str, Path]) -> None:
    address, folder = shipped
    (folder / "search/pagefind/probe-pagefind-worker.js").write_text(
        "(async () => { const said = [];"
        "try { await fetch('http://127.0.0.2:9/'); said.push('fetched') } catch (e) { said.push('no fetch') }"
        "try { importScripts('pagefind-worker.js'); said.push('imported') } catch (e) { said.push('no import') }"
        "postMessage(said) })()"
    )
    page = browser.new_page()
    page.goto(address + "search/")
    said = page.evaluate(
        "() => new Promise((done) => { const worker = new Worker('pagefind/probe-pagefind-worker.js');"
        "worker.onmessage = (event) => done(event.data) })"
    )
    assert said == ["no fetch", "no import"]
