"""The shipped site as residents get it: complete, linked, calm, and without anything that must not be there."""

from __future__ import annotations

import gzip
import posixpath
import re
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from generator.build import BuildResult, Workshop
from generator.config import Locations
from generator.listings import card, members
from generator.promises.check import to_lock
from generator.promises.ledger import LEDGER
from generator.vocabulary import STAGES, STATUSES

ROOT = Path(__file__).parent.parent
AS_OF = date(2026, 11, 23)


class Page(HTMLParser):
    """What the tests ask of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: Counter[str] = Counter()
        self.inline: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.title = ""
        self.lang: str | None = None
        self._in_title = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags[tag] += 1
        self.links += [value for name, value in attrs if name in ("href", "src") and value]
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.inline += [name for name, _ in attrs if name == "style" or name.startswith("on")]
        if tag == "html":
            self.lang = attributes.get("lang")
        if tag == "img":
            self.images.append(attributes)
        # A browser runs no data, so the rule against inline scripts does not mean it.
        if tag == "script" and "src" not in attributes and attributes.get("type") != "application/ld+json":
            self.inline.append("script")
        if tag == "style":
            self.inline.append("style")
        self._in_title = tag == "title" and not self.title

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(Locations(ROOT, tmp_path_factory.mktemp("output") / "site"), as_of=AS_OF, use_cache=False)


@pytest.fixture(scope="module")
def result(workshop: Workshop) -> BuildResult:
    return workshop.build()


@pytest.fixture(scope="module")
def files(result: BuildResult) -> dict[str, bytes]:
    return {artifact.path: artifact.content() for artifact in result.artifacts.values()}


@pytest.fixture(scope="module")
def pages(files: dict[str, bytes]) -> dict[str, Page]:
    return {path: Page(content.decode()) for path, content in files.items() if path.endswith(".html")}


def test_the_content_has_no_error(result: BuildResult) -> None:
    assert result.is_sound, [problem for problem in result.problems if problem.level == "error"]


def test_the_lock_holds_every_promise_of_the_site_as_it_is(workshop: Workshop, result: BuildResult) -> None:
    assert len(result.artifacts[LEDGER].content().splitlines()) > 50
    assert to_lock(workshop.database) == ()


def test_every_page_has_content(files: dict[str, bytes]) -> None:
    assert all(len(content) > 100 for path, content in files.items() if path.endswith(".html"))


def test_no_page_has_inline_script_or_style_or_asks_another_host(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        assert not page.inline, path
        assert page.tags["iframe"] == 0
    sources = re.compile(r'(?:src|srcset)="(?:https?:)?//')
    assert not [path for path, page in pages.items() if any(sources.search(f'src="{link}"') for link in page.images)]


def test_every_page_has_one_h1_a_main_a_language_and_a_title_of_its_own(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        assert page.tags["h1"] == 1, path
        assert page.tags["main"] == 1, path
        assert page.lang == ("en" if path.startswith("en/") else "zh-CN"), path
        assert page.title.strip(), path
        assert len(page.ids) == len(set(page.ids)), path
    titles = Counter((page.lang, page.title) for path, page in pages.items())
    assert [title for title, count in titles.items() if count > 1] == []


def test_every_picture_says_what_it_shows_and_how_large_it_is(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        for image in page.images:
            assert image.get("alt") is not None, path
            assert image.get("width") and image.get("height"), (path, image)


def test_the_promises_show_every_status(workshop: Workshop, result: BuildResult) -> None:
    db = workshop.database
    promises = [shown for ref in members(db, "commitment") if (shown := card(db, ref))]
    assert {shown.standing.status for shown in promises if shown.standing} == {choice.key for choice in STATUSES}
    assert {shown.type for shown in promises} == {"dated", "recurring", "aspiration"}
    flags = {flag for shown in promises if shown.standing for flag in shown.standing.flags}
    assert flags >= {"amended", "amended_after_due", "past_due"}


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("project", 3),
        ("drill", 4),
        ("inspection", 4),
        ("meeting", 4),
        ("care_case", 3),
        ("commitment", 12),
        ("story", 8),
    ],
)
def test_there_are_enough_sample_records(workshop: Workshop, result: BuildResult, kind: str, least: int) -> None:
    db = workshop.database
    samples = [ref for ref in members(db, kind) if (shown := card(db, ref)) and shown.sample]
    assert len(samples) >= least


def test_drills_reach_over_three_years(workshop: Workshop, result: BuildResult) -> None:
    db = workshop.database
    dates = [shown.date for ref in members(db, "drill") if (shown := card(db, ref))]
    assert len({when.year for when in dates if when and when.year}) >= 3


def test_a_project_shows_its_five_stages_and_says_where_there_is_no_record(
    workshop: Workshop, files: dict[str, bytes]
) -> None:
    db = workshop.database
    partial = [
        ref
        for ref in members(db, "project")
        if (shown := card(db, ref)) and shown.figures.get("stages", 5) < len(STAGES)
    ]
    assert partial
    for ref in partial:
        html = files[f"{ref}/index.html"].decode()
        assert "暂无记录" in html
        assert all(stage.zh in html for stage in STAGES)


def test_the_relay_case_says_that_it_is_rewritten_and_names_no_day(files: dict[str, bytes]) -> None:
    html = files["care/relay/index.html"].decode()
    assert "依据公开报道改写，已去除身份与健康信息；授权记录为示例" in html
    assert "10月14日" not in html
    assert "示例" in html


def test_a_later_day_changes_only_what_has_a_status(result: BuildResult, tmp_path: Path) -> None:
    assert result.next_change_on is not None
    places = Locations(ROOT, tmp_path / "site")
    day_before = date.fromordinal(result.next_change_on.toordinal() - 1)
    later = Workshop(places, as_of=day_before, use_cache=False).build()
    assert _digests(later) == _digests(result)
    changed = Workshop(places, as_of=result.next_change_on, use_cache=False).build()
    assert _digests(changed) != _digests(result)


def _digests(result: BuildResult) -> dict[str, str]:
    return {path: artifact.digest for path, artifact in result.artifacts.items()}


def test_the_style_sheets_are_small(files: dict[str, bytes]) -> None:
    sizes = {path.split("/")[1].partition("-")[0]: len(files[path]) for path in files if path.endswith(".css")}
    assert set(sizes) == {"site", "sheet", "search"}
    assert sizes["site"] <= 20_000
    assert sizes["sheet"] <= 4_000  # only sheets for the notice board load it, besides the other
    assert sizes["search"] <= 1_500  # that of the search page


@pytest.mark.parametrize("path", ["index.html", "en/index.html"])
def test_the_home_page_with_all_it_asks_for_fits_a_slow_line(
    path: str, pages: dict[str, Page], files: dict[str, bytes]
) -> None:
    # How long that takes, `python -m tests.slow_line` measures.
    links = {posixpath.normpath(posixpath.join(posixpath.dirname(path), link)) for link in pages[path].links}
    asked = [path, *(link for link in links if re.fullmatch(r"assets/.*\.(css|js|svg)|manifest.webmanifest", link))]
    assert {link.partition("/")[2].partition("-")[0] for link in asked} >= {"site", "elder", "due", "away", "favicon"}
    assert sum(len(files[link]) for link in asked) <= 60_000, "as a host sends it that packs nothing"
    assert sum(len(gzip.compress(files[link], mtime=0)) for link in asked) <= 20_000
