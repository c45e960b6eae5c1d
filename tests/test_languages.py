"""A site in two languages: every page in both, and what has no translation says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest

from generator.build import BuildResult, Workshop
from generator.config import Locations
from generator.problems import Where
from generator.views.foreign import Foreign
from generator.views.words import Words
from generator.watch import Changes
from tests.made import pages_made

ROOT = Path(__file__).parent.parent
AS_OF = date(2026, 11, 23)
HAN = re.compile("[\u4e00-\u9fff]")
SITE = "名称: {zh: 试点社区, en: Pilot Community}\n联系: {单位: 居委会}\n另有语言: 英文\n"
FILES = {
    "site.yaml": SITE,
    "communities/a.yaml": "名称: {zh: 甲社区, en: Community A}\n区: 乙区\n街道: 丙街道\n",
    "stories/lamp.md": "---\n标题: 一盏灯\n日期: 2026-05-01\n相关: communities/a\n---\n\n正文，见[那篇](tree.md)。\n",
    "stories/lamp.en.md": (
        "---\ntitle: A lamp\nsummary: It is lit\n---\n\n## On\n\n"
        "See [that one](tree.md), and [here](lamp.en.md#on).\n\n![The lamp](../media/lamp.svg)\n"
    ),
    "stories/tree.md": "---\n标题: 一棵树\n日期: 2026-04-01\n相关: communities/a\n---\n\n## 树\n\n没有译文的正文。\n",
    "pages/about.md": "---\n标题: 关于\n---\n\n正文。\n",
    "media/lamp.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="1" height="1"/></svg>',
}


class Site:
    """A small site in two languages, kept by one workshop."""

    def __init__(self, root: Path, **changed: str) -> None:
        self.root = root
        for name, text in FILES.items():
            self.write(name, changed.get(Path(name).stem.replace(".", "_"), text))
        self.workshop = Workshop(Locations(root, root / "output"), as_of=AS_OF, use_cache=False)

    def write(self, name: str, text: str) -> str:
        path = self.root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return str(path)

    def build(self, *changed: str) -> BuildResult:
        return self.workshop.build(Changes(frozenset(changed), sweep=False) if changed else None)

    def page(self, address: str) -> str:
        return self.build().artifacts[f"{address}index.html"].content().decode()


def told(result: BuildResult) -> list[tuple[str, Where]]:
    return [(problem.code, problem.where) for problem in result.problems]


def rendered(result: BuildResult) -> set[str]:
    return set(pages_made(result))


def link_after(html: str, text: str) -> str:
    found = re.search(rf'<a href="([^"]*)"[^>]*>{text}</a>', html)
    assert found, text
    return found[1]


@pytest.fixture(scope="module")
def shipped() -> dict[str, str]:
    result = Workshop(Locations(ROOT, ROOT / "output"), as_of=AS_OF, use_cache=False).build()
    assert result.is_sound
    return {path: it.content().decode() for path, it in result.artifacts.items() if path.endswith(".html")}


# -- pages and ways --------------------------------------------------------------------------------------


def test_every_page_exists_in_both_languages(shipped: dict[str, str]) -> None:
    english = {path.removeprefix("en/") for path in shipped if path.startswith("en/")}
    assert english == {path for path in shipped if not path.startswith("en/")}
    assert len(english) > 150


def test_every_page_leads_to_itself_in_the_other_language(shipped: dict[str, str]) -> None:
    for path, html in shipped.items():
        link, language = re.findall(r'<a class="tool" href="([^"]*)" hreflang="([^"]*)" lang="\2"', html)[0]
        is_english = path.startswith("en/")
        other = path.removeprefix("en/") if is_english else f"en/{path}"
        assert language == ("zh-CN" if is_english else "en")
        assert f'<html lang="{"en" if is_english else "zh-CN"}"' in html
        assert urljoin(f"https://x/{path}", link) == f"https://x/{other.removesuffix('index.html')}"


def test_every_link_of_the_second_language_leads_somewhere(shipped: dict[str, str]) -> None:
    files = set(Workshop(Locations(ROOT, ROOT / "output"), as_of=AS_OF, use_cache=False).build().artifacts)
    for path, html in shipped.items():
        for link in re.findall(r' (?:href|src)="([^"#:]+)"', html) if path.startswith("en/") else ():
            target = urljoin(f"https://x/{path}", link).removeprefix("https://x/")
            assert (f"{target}index.html" if target.endswith("/") or not target else target) in files, (path, link)


def test_search_engines_learn_of_both_languages_by_whole_addresses(tmp_path: Path) -> None:
    site = Site(tmp_path, site=SITE + "网址: https://example.org/a/\n")
    for address in ("stories/lamp/", "en/stories/lamp/"):
        found = re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', site.page(address))
        first, second = "https://example.org/a/stories/lamp/", "https://example.org/a/en/stories/lamp/"
        assert found == [("zh-CN", first), ("en", second), ("x-default", first)]
    assert 'rel="alternate" hreflang' not in site.build().artifacts["404.html"].content().decode()


def test_without_the_address_of_the_site_search_engines_are_told_nothing(tmp_path: Path) -> None:
    assert 'rel="alternate" hreflang' not in Site(tmp_path).page("")


def test_a_page_that_was_not_found_leads_on_from_anywhere_in_its_language(tmp_path: Path) -> None:
    site = Site(tmp_path, site=SITE + "网址: https://example.org/a/\n")
    english = site.build().artifacts["en/404.html"].content().decode()
    assert 'href="/a/en/stories/"' in english
    assert 'href="/a/404.html" hreflang="zh-CN"' in english
    assert 'href="/a/assets/site-' in english
    assert 'href="/a/en/404.html" hreflang="en"' in site.build().artifacts["404.html"].content().decode()


def test_a_site_with_one_language_has_no_trace_of_another(tmp_path: Path) -> None:
    site = Site(tmp_path, site=SITE.replace("另有语言: 英文\n", ""), lamp_en="")
    (tmp_path / "content/stories/lamp.en.md").unlink()
    (tmp_path / "content/stories/lamp.md").write_text(FILES["stories/tree.md"], "utf-8")
    result = site.build()
    assert result.is_sound
    assert not [path for path in result.artifacts if path.startswith("en/")]
    assert "hreflang" not in site.page("")


def test_no_page_takes_the_place_of_a_language(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("pages/en.md", "---\n标题: 英文\n---\n\n正文。\n")
    result = site.build()
    assert ("address-collision", Where("content/pages/en.md", 1)) in told(result)
    assert "Pilot Community" in result.artifacts["en/index.html"].content().decode()


# -- what is translated, and what is not ---------------------------------------------------------------


class _Unmarked(HTMLParser):
    """Collects Chinese that nothing says to be Chinese."""

    _VOID = frozenset({"meta", "link", "img", "br", "hr", "input", "path", "rect", "circle"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        language = given.get("lang") or (self._open[-1][1] if self._open else "")
        for name, value in given.items():
            if HAN.search(value) and name not in ("content", "href", "id") and not language.startswith("zh"):
                self.found.append((f"{tag} {name}", value))
            assert "<span" not in value
        if tag not in self._VOID:
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if HAN.search(data) and not self._open[-1][1].startswith("zh") and self._open[-1][0] not in ("title", "script"):
            self.found.append((self._open[-1][0], data))


def test_whatever_is_chinese_on_an_english_page_is_marked_as_chinese(shipped: dict[str, str]) -> None:
    marked = 0
    for path, html in shipped.items():
        if path.startswith("en/"):
            reader = _Unmarked()
            reader.feed(html)
            assert reader.found == [], path
            marked += html.count("<span lang=zh-CN>")
            assert "<span" not in re.findall(r"<title>(.*?)</title>", html)[0]
    assert marked > 1000


def test_a_translation_is_shown_on_its_page_and_wherever_it_is_named(tmp_path: Path) -> None:
    site = Site(tmp_path)
    page = site.page("en/stories/lamp/")
    assert '<div class="prose">\n<h2 id="on">On</h2>' in page
    assert '<p class="lead">It is lit</p>' in page
    assert "has not been translated" not in page
    assert re.search(r">\s*A lamp</a>", site.page("en/stories/"))
    assert "A lamp" not in site.page("stories/") + site.page("stories/lamp/")
    assert "Pilot Community" in page
    assert "Community A" in site.page("en/communities/")


def test_what_is_not_translated_is_shown_in_its_language_and_one_note_says_so(tmp_path: Path) -> None:
    page = Site(tmp_path).page("en/stories/tree/")
    assert page.count("This page has not been translated into English. What follows is in Chinese.") == 1
    assert "<h1><span lang=zh-CN>一棵树</span></h1>" in page
    assert '<div class="prose" lang="zh-CN">' in page
    assert "<title>一棵树 | Pilot Community</title>" in page


def test_a_page_that_is_translated_in_part_says_so(tmp_path: Path) -> None:
    page = Site(tmp_path).page("en/communities/a/")
    assert "Some of this page has not been translated into English and is shown in Chinese." in page
    assert "<span lang=zh-CN>乙区</span>" in page


def test_what_is_written_without_a_language_is_in_the_first_one(tmp_path: Path) -> None:
    site = Site(
        tmp_path, site="name: Pilot\ncontact: {office: Office}\nlanguage: en\nsecond_language: zh\n", lamp_en=""
    )
    (tmp_path / "content/stories/lamp.en.md").unlink()
    site.write("stories/lamp.md", FILES["stories/lamp.md"].replace("一盏灯", "A lamp"))
    site.write("stories/lamp.zh.md", "---\n标题: 一盏灯\n---\n\n中文。\n")
    assert site.build().is_sound
    assert "<h1>A lamp</h1>" in site.page("stories/lamp/")
    assert "<h1>一盏灯</h1>" in site.page("zh/stories/lamp/")
    assert "这一页没有中文版，下面的内容是英文。" in site.page("zh/stories/tree/")
    assert "<span lang=en>Office</span>" in site.page("zh/")


def test_a_link_to_a_translation_leads_to_the_page_in_the_language_of_the_reader(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("stories/tree.en.md", "---\ntitle: A tree\n---\n\nText.\n")
    site.write("stories/lamp.md", FILES["stories/lamp.md"].replace("tree.md", "tree.en.md"))
    assert told(site.build()) == []
    assert link_after(site.page("stories/lamp/"), "那篇") == "../tree/"
    assert link_after(site.page("en/stories/lamp/"), "that one") == "../tree/"
    assert link_after(site.page("en/stories/lamp/"), "here") == "./#on"


def test_an_anchor_is_looked_for_in_the_language_of_the_link(tmp_path: Path) -> None:
    site = Site(tmp_path)
    path = site.write("stories/lamp.en.md", FILES["stories/lamp.en.md"].replace("#on", "#off"))
    assert [code for code, _ in told(site.build(path))] == ["broken-anchor"]


def test_foreign_words_stay_marked_inside_other_words() -> None:
    words = Words("en", "zh")
    told_by = words("由{role}提供", role=words.unit("个"))
    assert isinstance(told_by, Foreign)
    assert "<span lang=zh-CN>个</span>" in told_by.__html__()
    assert "<" not in str(told_by)
    assert words.joined("，", ("a<b", words.unit("个"))).__html__() == "a&lt;b, <span lang=zh-CN>个</span>"  # type: ignore[attr-defined]


# -- the gate ------------------------------------------------------------------------------------------


def test_a_translation_is_looked_through_for_personal_data(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.build()
    path = site.write("stories/lamp.en.md", "---\ntitle: A lamp\nsummary: call 13800138000\n---\n\nOr\n13900139000.\n")
    found = [where for code, where in told(site.build(path)) if code.startswith("personal-data")]
    assert [(where.path, where.line) for where in found] == [
        ("content/stories/lamp.en.md", 3),
        ("content/stories/lamp.en.md", 7),
    ]


def test_the_translation_of_a_draft_is_not_published(tmp_path: Path) -> None:
    site = Site(tmp_path, lamp=FILES["stories/lamp.md"].replace("相关", "发布: 草稿\n相关"))
    texts = [it.content() for it in site.build().artifacts.values()]
    assert not [text for text in texts if b"A lamp" in text or b"It is lit" in text or b"See [" in text]
    assert not [path for path in site.build().artifacts if path.startswith("media/")]


def test_a_picture_that_only_a_translation_shows_is_published(tmp_path: Path) -> None:
    site = Site(tmp_path)
    (shown,) = (path for path in site.build().artifacts if path.startswith("media/"))
    assert f'src="../../../{shown}"' in site.page("en/stories/lamp/")


def test_a_page_belongs_to_the_file_that_its_words_are_from(tmp_path: Path) -> None:
    artifacts = Site(tmp_path).build().artifacts
    assert artifacts["en/stories/lamp/index.html"].owner == "stories/lamp.en"
    assert artifacts["stories/lamp/index.html"].owner == artifacts["stories/lamp/index.html"].owner == "stories/lamp"


# -- what an edit costs --------------------------------------------------------------------------------


@cache
def _edits() -> tuple[tuple[str, str, str, set[str]], ...]:
    english = {"en/", "en/stories/", "en/stories/lamp/", "en/stories/tree/", "en/communities/a/", "en/years/2026/"}
    return (
        ("stories/lamp.en.md", "See", "Look at", {"en/stories/lamp/"}),
        ("stories/lamp.en.md", "A lamp", "The lamp", english),
        ("stories/lamp.en.md", "It is lit", "It shines", english),
    )


@pytest.mark.parametrize("edit", range(3))
def test_an_edit_of_a_translation_makes_pages_of_its_language_again_and_no_other(tmp_path: Path, edit: int) -> None:
    name, before, after, most = _edits()[edit]
    site = Site(tmp_path)
    site.build()
    assert before in FILES[name]
    result = site.build(site.write(name, FILES[name].replace(before, after)))
    assert "en/stories/lamp/" in rendered(result) <= most
    assert not [key for query, key in result.ran if query in ("public", "card")]


def test_a_new_translation_reaches_the_pages_of_its_language(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.build()
    result = site.build(site.write("stories/tree.en.md", "---\ntitle: A tree\n---\n\nText.\n"))
    assert {"en/stories/tree/", "en/stories/", "en/stories/lamp/"} <= rendered(result)
    assert not [key for key in rendered(result) if not key.startswith("en/")]


# -- the code ------------------------------------------------------------------------------------------


def _views() -> Iterator[tuple[str, str]]:
    for path in (ROOT / "generator/views").glob("*.py"):
        yield path.name, path.read_text("utf-8")


def test_every_view_speaks_the_language_of_its_page() -> None:
    """``words_in(site(db).language)`` would be right on half of the pages; ``words_of(db, plan)`` is on all."""
    assert [name for name, code in _views() if "words_in(" in code and name != "words.py"] == []
