"""What is published for programs: read by programs that others wrote, and free of what must not be in it."""

# ruff: noqa: E501 -- the files of the small site stand here as editors write them

from __future__ import annotations

import csv
import json
import re
import warnings
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from generator.build import BuildResult, Workshop
from generator.config import Locations
from generator.outputs.calendar import _folded
from generator.outputs.sitemap import _MOST
from tests.browsing import TODAY, copy_with_address

AS_OF = date(2026, 6, 15)
URL = "https://town.example/site/"

FILES = {
    "site.yaml": f"名称: 示例社区\n网址: {URL}\n联系: {{单位: 示例居委会}}\n主题: [{{id: safety, 名称: 安全}}]\n",
    "communities/here.yaml": "名称: 这里社区\n区: 示例区\n街道: 示例街道\n户数: 2800余户\n",
    "communities/there.yaml": "名称: 那里社区\n区: 示例区\n街道: 示例街道\n",
    "partners/firm.yaml": "名称: 示例机关\n类型: 机关\n社区: here\n",
    "projects/light.yaml": (
        "标题: 楼道灯\n社区: here\n类别: 消防安全\n状态: 完成\n结束: 2026-03-01\n概述: =1+1 是公式\n示例: 是\n"
        "成效: [{指标: 修灯, 数值: 若干, 单位: 盏}]\n"
        "承诺:\n  - {id: fix, 内容: 修好坏灯, 责任: 居委会, 作出: 2026-02-01, 期限: 2026-05-31, "
        "变更: [{日期: 2026-04-01, 原因: 缺零件, 新期限: 2026-06-10}]}\n"
        "  - {id: check, 内容: 每季检查, 责任: 居委会, 作出: 2026-01-01, 周期: {间隔: 每季, 起: 2026-01}, "
        "各期: [{期: 2026-Q1, 完成: 2026-03-01, 佐证: [{类型: 纪要, 日期: 2026-03-01, 采信: 是}]}]}\n"
        "  - {id: gone, 内容: 换成声控灯, 责任: 居委会, 作出: 2026-02-01, 期限: 2026-09-30, 撤回: {日期: 2026-05-02, 原因: 太费电}}\n"
    ),
    "drills/spring.yaml": (
        "标题: 春季演练\n社区: here\n类型: 疏散\n日期: 2026-04-01\n地点: 院子\n组织: 居委会\n疏散秒数: 200\n"
        "概述: 第一行，有逗号；有分号 \\ 有反斜杠，还有一句很长很长的话说明这次演练是怎么练的\n"
    ),
    "drills/autumn.yaml": "标题: 秋季演练\n社区: here\n类型: 疏散\n状态: 计划\n日期: 2026-10-14\n地点: 院子\n组织: 居委会\n",
    "drills/off.yaml": "标题: 取消的演练\n社区: here\n类型: 疏散\n状态: 取消\n日期: 2026-05-09\n地点: 院子\n组织: 居委会\n",
    "inspections/march.yaml": (
        "标题: 三月自查\n社区: here\n类型: 消防自查\n日期: --03-14\n范围: 楼道\n巡查人: 志愿者\n"
        "隐患: [{id: f-1, 类别: 压力异常, 状态: 发现, 期限: 2026-05-01}]\n"
    ),
    "meetings/talk.yaml": (
        "标题: 商量会\n社区: here\n类型: 征求意见会\n日期: 2026-01-10\n议题: 灯\n召集: 居委会\n"
        "诉求: [{id: n-1, 内容: '@楼道太暗', 状态: 已答复}]\n"
    ),
    "outcomes/light.yaml": "名称: 满意率\n单位: '%'\n方法: 问卷\n社区: here\n数据: [{期: 2026-Q1, 数值: 80.5}]\n",
    "consents/web.yaml": "类型: 单独同意\n同意人: 本人\n公开渠道: [网站]\n签署: 2026-01-01\n到期: 2026-12-31\n",
    "consents/all.yaml": "类型: 单独同意\n同意人: 本人\n公开渠道: [网站, 订阅, 开放数据]\n签署: 2026-01-01\n到期: 2026-12-31\n",
    "stories/one.md": (
        "---\n标题: 一盏灯 </script> & 一张桌\n日期: 2026-05-01\n社区: here\n相关: [projects/light]\n"
        "一句话说明: 楼道亮了\n---\n\n见[灯](../projects/light.yaml)。\n"
    ),
    "stories/coming.md": "---\n标题: 还没到日子的故事\n日期: 2026-07-01\n社区: there\n相关: [projects/light]\n---\n\n正文\n",
}  # fmt: skip


def _care(alias: str, consent: str) -> str:
    return (
        f"化名: {alias}\n社区: here\n类别: 独居老人\n月份: 2026-02\n概述: 邻里轮流去看看{alias}\n状态: 帮扶中\n授权: {consent}\n"
        "发布: 已发布\n撰写: 网格员\n审核: {角色: 副书记, 日期: 2026-02-20}\n保存到: 2027-06-30\n"
    )


FILES |= {"care/plum.yaml": _care("梅花奶奶", "web"), "care/lotus.yaml": _care("荷花奶奶", "all")}


def write(site: Path, **changed: str) -> None:
    for name, text in {**FILES, **changed}.items():
        path = site / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def built(site: Path, day: date = AS_OF) -> dict[str, bytes]:
    result = Workshop(Locations(site, site / "output"), as_of=day, use_cache=False).build()
    assert result.is_sound, [problem for problem in result.problems if problem.level == "error"]
    return contents(result)


def contents(result: BuildResult) -> dict[str, bytes]:
    return {path: artifact.content() for path, artifact in result.artifacts.items()}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    site = tmp_path_factory.mktemp("outputs")
    write(site)
    return built(site)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return what the shipped content makes once it has an address."""
    return built(copy_with_address(tmp_path_factory.mktemp("shipped"), URL), TODAY)


def for_programs(files: dict[str, bytes]) -> dict[str, bytes]:
    return {
        path: content for path, content in files.items() if not path.endswith((".html", ".svg", ".css", ".txt", ".py"))
    }


# -- feeds ----------------------------------------------------------------------------------------


def parsed(content: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library about itself
        import feedparser  # type: ignore[import-untyped]
    found = feedparser.parse(content)
    assert not found.bozo, found.get("bozo_exception")
    return found


def feeds(files: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    return ((path, content) for path, content in files.items() if path.endswith("feed.xml"))


@pytest.mark.parametrize("site", ["files", "shipped"])
def test_a_reader_of_feeds_takes_every_atom_feed(site: str, request: pytest.FixtureRequest) -> None:
    found = dict(feeds(request.getfixturevalue(site)))
    assert {"feed.xml", "commitments/feed.xml"} < set(found)
    for path, content in found.items():
        feed = parsed(content)
        assert feed.version == "atom10"
        assert feed.feed.id == f"{URL}{path}"
        assert feed.feed.language == "zh-CN"
        assert feed.feed.author
        assert 0 < len(feed.entries) <= 20
        ids = [entry.id for entry in feed.entries]
        assert len(set(ids)) == len(ids)
        for entry in feed.entries:
            assert entry.title
            assert entry.id.startswith(URL)
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00\+08:00", entry.updated)
            assert entry.updated >= entry.published
        assert feed.feed.updated == max(entry.updated for entry in feed.entries)
        assert [entry.published for entry in feed.entries] == sorted(
            (it.published for it in feed.entries), reverse=True
        )


def test_the_feed_carries_bodies_with_whole_addresses_and_marks_samples(files: dict[str, bytes]) -> None:
    entries = {entry.link: entry for entry in parsed(files["feed.xml"]).entries}
    story = entries[f"{URL}stories/one/"]
    assert f'<a href="{URL}projects/light/">灯</a>' in story.content[0].value
    assert story.title == "一盏灯 </script> & 一张桌"
    sample = entries[f"{URL}projects/light/"]
    assert sample.title == "【示例】楼道灯"
    assert "示例数据，非真实记录。" in sample.content[0].value


def test_a_community_has_a_feed_of_its_own_and_none_while_it_has_nothing_to_tell(files: dict[str, bytes]) -> None:
    titles = [entry.title for entry in parsed(files["communities/here/feed.xml"]).entries]
    assert "春季演练" in titles
    assert "communities/there/feed.xml" not in files, "its only story is of a day that has not come"
    assert "还没到日子的故事" not in files["feed.xml"].decode()


def test_what_becomes_of_promises_is_told_on_the_day_it_does(files: dict[str, bytes]) -> None:
    told = {(entry.published[:10], entry.title) for entry in parsed(files["commitments/feed.xml"]).entries}
    assert {
        ("2026-02-01", "【示例】新承诺：修好坏灯"),
        ("2026-04-01", "【示例】承诺有变更：修好坏灯"),
        ("2026-06-11", "【示例】已逾期：修好坏灯"),
        ("2026-05-02", "【示例】已撤回：换成声控灯"),
        ("2026-03-01", "【示例】已兑现：每季检查"),
    } <= told
    assert {entry.id for entry in parsed(files["commitments/feed.xml"]).entries} >= {
        f"{URL}commitments/light-fix/#overdue-2026-06-11"
    }


JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "language": {"const": "zh-CN"},
        "home_page_url": {"type": "string", "pattern": "^https://"},
        "feed_url": {"type": "string", "pattern": "^https://"},
        "authors": {"type": "array", "minItems": 1, "items": {"required": ["name"]}},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_html"],
                "additionalProperties": False,
                "properties": {
                    **{name: {"type": "string"} for name in ("id", "title", "content_html", "summary")},
                    "url": {"type": "string", "pattern": "^https://"},
                    "date_published": {"type": "string", "format": "date-time"},
                    "date_modified": {"type": "string", "format": "date-time"},
                    "tags": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}
"""What version 1.1 of the format says of the fields that we write."""


@pytest.mark.parametrize("site", ["files", "shipped"])
def test_json_feeds_have_the_form_of_version_1_1_and_tell_what_the_atom_feeds_do(
    site: str, request: pytest.FixtureRequest
) -> None:
    import jsonschema

    found = request.getfixturevalue(site)
    for path, content in feeds(found):
        feed = json.loads(found[path.replace(".xml", ".json")])
        jsonschema.validate(feed, JSON_FEED)
        assert [item["id"] for item in feed["items"]] == [entry.id for entry in parsed(content).entries]


# -- calendars ------------------------------------------------------------------------------------


def events(content: bytes) -> dict[str, Any]:
    import icalendar

    calendar = icalendar.Calendar.from_ical(content)
    found = list(calendar.walk("VEVENT"))
    assert not [error for event in found for error in event.errors]
    assert {"UID", "DTSTAMP", "DTSTART"} <= set.intersection(*(set(event) for event in found))
    by_uid = {str(event["UID"]): event for event in found}
    assert len(by_uid) == len(found)
    return by_uid


@pytest.mark.parametrize("site", ["files", "shipped"])
def test_lines_of_calendars_end_and_fold_as_they_must(site: str, request: pytest.FixtureRequest) -> None:
    for path, content in request.getfixturevalue(site).items():
        if path.endswith(".ics"):
            assert b"\n" not in content.replace(b"\r\n", b"")
            for line in content.split(b"\r\n"):
                assert len(line) <= 75
                line.decode()  # no character is cut
            assert events(content)


@pytest.mark.parametrize("text", ["灯" * 200, "a" * 75, "a" * 76, "é𠀀灯a" * 40, "短"])
def test_a_folded_line_unfolds_to_what_it_was(text: str) -> None:
    folded = _folded(text)
    assert folded.replace("\r\n ", "") == text
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))


def test_the_calendar_has_drills_and_deadlines_as_whole_days(files: dict[str, bytes]) -> None:
    found = events(files["calendar.ics"])
    drill = found["drills-autumn@town.example"]
    assert (drill.decoded("DTSTART"), drill.decoded("DTEND")) == (date(2026, 10, 14), date(2026, 10, 15))
    assert str(drill["SUMMARY"]) == "秋季演练"
    spring = str(found["drills-spring@town.example"]["DESCRIPTION"])
    assert spring == "第一行，有逗号；有分号 \\ 有反斜杠，还有一句很长很长的话说明这次演练是怎么练的"
    due = found["commitments-light-fix@town.example"]
    assert due.decoded("DTSTART") == date(2026, 6, 10)
    assert due["SEQUENCE"] == 1
    assert str(found["commitments-light-gone@town.example"]["STATUS"]) == "CANCELLED"
    assert str(found["drills-off@town.example"]["STATUS"]) == "CANCELLED"
    assert not [uid for uid in found if "march" in uid or "check" in uid], "a day without its year, a round"
    assert set(events(files["communities/here/calendar.ics"])) == set(found)


def test_an_event_keeps_its_uid_and_counts_its_amendments(tmp_path: Path) -> None:
    once = "内容: 建亭\n责任: 居委会\n作出: 2026-03-01\n期限: 2026-09-30\n社区: here\n"
    twice = f"{once}变更: [{{日期: 2026-05-01, 原因: 等料, 新期限: 2026-10-31}}, {{日期: 2026-06-01, 原因: 等人, 新期限: 2026-11-30}}]\n"
    seen = []
    for text in (once, twice):
        write(tmp_path, **{"commitments/alone.yaml": text})
        event = events(built(tmp_path)["calendar.ics"])["commitments-alone@town.example"]
        seen.append((event["SEQUENCE"], event.decoded("DTSTART"), event.decoded("DTSTAMP").isoformat()))
    assert seen == [
        (0, date(2026, 9, 30), "2026-02-28T16:00:00+00:00"),
        (2, date(2026, 11, 30), "2026-05-31T16:00:00+00:00"),
    ]


# -- sitemap and heads ----------------------------------------------------------------------------


@pytest.mark.parametrize("site", ["files", "shipped"])
def test_the_sitemap_names_every_page_but_those_of_care_cases(site: str, request: pytest.FixtureRequest) -> None:
    found = request.getfixturevalue(site)
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    tree = ElementTree.fromstring(found["sitemap.xml"])
    listed = [place.text or "" for place in tree.findall("s:url/s:loc", names)]
    shown = (path for path, content in found.items() if path.endswith("index.html") and b"noindex" not in content)
    pages = {f"{URL}{path.removesuffix('index.html')}" for path in shown}
    assert set(listed) == {page for page in pages if not re.match(rf"{URL}(en/)?care/[^/]+/", page)}
    assert len(listed) == len(set(listed))
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", it.text or "") for it in tree.findall("s:url/s:lastmod", names))
    assert found["robots.txt"].decode().endswith(f"Sitemap: {URL}sitemap.xml\n")


def test_a_large_sitemap_is_split(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _MOST == 50_000
    monkeypatch.setattr("generator.outputs.sitemap._MOST", 30)
    write(tmp_path)
    found = built(tmp_path)
    parts = [ElementTree.fromstring(found[f"sitemap-{number}.xml"]) for number in (1, 2)]
    assert len(parts[0]) == 30
    assert "sitemapindex" in ElementTree.fromstring(found["sitemap.xml"]).tag


def test_a_site_without_an_address_has_what_needs_none(tmp_path: Path) -> None:
    write(tmp_path, **{"site.yaml": FILES["site.yaml"].replace(f"网址: {URL}\n", "")})
    found = built(tmp_path)
    assert "sitemap.xml" not in found
    assert b"Sitemap" not in found["robots.txt"]
    assert not [path for path, content in found.items() if b"town.example" in content]
    feed = parsed(found["communities/here/feed.xml"])
    assert feed.feed.id.startswith("urn:uuid:")
    assert 'xml:base="../../"' in found["communities/here/feed.xml"].decode()
    assert b"og:url" not in found["index.html"]
    assert events(found["calendar.ics"])


def test_titles_fit_where_wechat_shows_them(files: dict[str, bytes]) -> None:
    titles = {
        path: re.search("<title>(.*)</title>", content.decode())[1]  # type: ignore[index]
        for path, content in files.items()
        if path.endswith(".html")
    }
    assert titles["drills/spring/index.html"] == "春季演练｜示例社区"
    assert titles["index.html"] == "示例社区"
    assert all(len(title) <= 20 for path, title in titles.items() if "/stories/" not in f"/{path}")


def test_every_page_names_the_feeds_that_are_there(files: dict[str, bytes]) -> None:
    link = re.compile(r'<link rel="alternate" type="application/(?:atom|feed)[^"]*" title="[^"]+" href="([^"]+)">')
    home = link.findall(files["index.html"].decode())
    assert home == ["feed.xml", "feed.json"]
    assert "feed.xml" in link.findall(files["communities/here/index.html"].decode())
    assert "feed.xml" in link.findall(files["commitments/index.html"].decode())
    subscribe = files["subscribe/index.html"].decode()
    for path in (path for path in files if path.endswith(("feed.xml", "feed.json", ".ics"))):
        assert f'href="../{path}"' in subscribe, path


# -- JSON-LD --------------------------------------------------------------------------------------


def linked_data(files: dict[str, bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, content in files.items():
        if path.endswith(".html"):
            for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', content.decode(), re.DOTALL):
                yield path, json.loads(data)


@pytest.mark.parametrize("site", ["files", "shipped"])
def test_json_ld_is_rdf_in_the_words_of_schema_org(site: str, request: pytest.FixtureRequest) -> None:
    from rdflib import RDF, SDO, Graph, Literal, URIRef

    vocabulary: Any = SDO

    def known(name: object) -> bool:
        return str(name).startswith(str(SDO)) and str(name).removeprefix(str(SDO)) in vocabulary

    seen = set()
    warnings.simplefilter("ignore", DeprecationWarning)  # of the library about itself; pytest puts it back
    for path, data in linked_data(request.getfixturevalue(site)):
        assert data["@context"] == "https://schema.org"
        # The context of schema.org is not fetched; its vocabulary is what rdflib knows of it.
        graph = Graph().parse(data=json.dumps({**data, "@context": {"@vocab": str(SDO)}}), format="json-ld")
        assert len(graph) > 3, path
        for _, name, value in graph:
            assert name == RDF.type or known(name), (path, name)
            if name == RDF.type:
                assert isinstance(value, URIRef)
                assert known(value), (path, value)
                assert value != SDO.Person
                seen.add(value.removeprefix(str(SDO)))
            assert not isinstance(value, Literal) or str(value).strip(), (path, name)
    wanted = {"Article", "Event", "Project", "PlanAction", "Report", "Place", "Observation", "Dataset", "DataDownload"}
    assert wanted | {"BreadcrumbList", "WebSite", "CollectionPage"} <= seen


def test_every_page_in_both_languages_has_json_ld_but_those_of_care_cases(shipped: dict[str, bytes]) -> None:
    found = dict(linked_data(shipped))
    for prefix in ("", "en/"):
        pages = {path for path in shipped if path.endswith(".html") and path.startswith("en/") == bool(prefix)}
        without = {path for path in pages - set(found) if not path.endswith("404.html")}
        assert without and all(re.match(rf"{prefix}care/[^/]+/index", path) for path in without), without
        assert len(pages) > 250
    home = [found[f"{prefix}index.html"]["@graph"][0] for prefix in ("", "en/")]
    assert [data["inLanguage"] for data in home] == ["zh-CN", "en"]


def test_json_ld_cannot_end_its_script_and_says_nothing_of_care_cases(files: dict[str, bytes]) -> None:
    found = dict(linked_data(files))
    assert found["stories/one/index.html"]["@graph"][0]["headline"] == "一盏灯 </script> & 一张桌"
    assert not [path for path in found if path.startswith("care/") and path != "care/index.html"]
    agency = found["partners/firm/index.html"]["@graph"][0]
    assert agency["@type"] == "GovernmentOrganization"
    overdue = found["commitments/light-fix/index.html"]["@graph"][0]
    assert overdue["actionStatus"] == "https://schema.org/FailedActionStatus"
    assert overdue["endTime"] == "2026-06-10"


# -- open data ------------------------------------------------------------------------------------


@pytest.mark.parametrize("site", ["files", "shipped"])
def test_a_validator_takes_the_data_package_and_all_its_rows(
    site: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    found = request.getfixturevalue(site)
    for path, content in found.items():
        if path.startswith("data/") and not path.endswith(".html"):
            (tmp_path / path.removeprefix("data/")).write_bytes(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library about itself
        from frictionless import validate

        report = validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])
    descriptor = json.loads(found["data/datapackage.json"])
    assert report.stats["tasks"] == len(descriptor["resources"]) > 10
    for resource in descriptor["resources"]:
        assert resource["$schema"] != resource["schema"]["$schema"]
        assert resource["type"] == "table"
        assert all(field["description"] for field in resource["schema"]["fields"])


@pytest.mark.parametrize("site", ["files", "shipped"])
def test_the_three_copies_of_a_table_say_the_same(site: str, request: pytest.FixtureRequest) -> None:
    found = request.getfixturevalue(site)
    for path, content in found.items():
        if path.endswith("-excel.csv"):
            plain = path.replace("-excel", "")
            assert content == b"\xef\xbb\xbf" + found[plain]
            rows = list(csv.DictReader(StringIO(found[plain].decode(), newline="")))
            items = json.loads(found[plain.replace(".csv", ".json")])
            assert [list(row) for row in rows] == [list(item) for item in items]
            for row, item in zip(rows, items, strict=True):
                assert {name for name, cell in row.items() if cell == ""} == {
                    name for name, value in item.items() if value is None
                }


def table(files: dict[str, bytes], name: str) -> dict[str, dict[str, str]]:
    rows = csv.DictReader(StringIO(files[f"data/{name}.csv"].decode(), newline=""))
    return {next(iter(row.values())): row for row in rows}


def test_numbers_keep_how_they_were_stated_and_what_is_unknown_is_empty(files: dict[str, bytes]) -> None:
    here = table(files, "communities")["here"]
    assert (here["households"], here["households_qualifier"], here["residents"]) == ("2800", "at_least", "")
    lamps = table(files, "project_results")["light"]
    assert (lamps["value"], lamps["value_qualifier"], lamps["unit"]) == ("", "several", "盏")
    assert table(files, "drills")["spring"]["first_action_s"] == ""
    assert table(files, "inspections")["march"]["date"] == "X" * 4 + "-03-14"
    assert table(files, "commitments")["light-fix"]["status"] == "overdue"
    assert json.loads(files["data/outcome_points.json"])[0]["value"] == 80.5


def test_no_cell_is_a_formula(files: dict[str, bytes]) -> None:
    assert table(files, "projects")["light"]["summary"] == "'=1+1 是公式"
    assert table(files, "needs")["talk"]["text"] == "'@楼道太暗"
    assert json.loads(files["data/projects.json"])[0]["summary"] == "=1+1 是公式"
    for path, content in files.items():
        if path.endswith(".csv"):
            cells = (cell for row in csv.reader(StringIO(content.decode("utf-8-sig"), newline="")) for cell in row)
            assert not [cell for cell in cells if re.match(r"\s*[=+@-](?!\d+(\.\d+)?$)", cell)]


def test_the_page_of_the_data_explains_every_table_and_says_how_to_open_it(files: dict[str, bytes]) -> None:
    page = files["data/index.html"].decode()
    for path in (path for path in files if path.startswith("data/") and not path.endswith(".html")):
        assert f'href="{path.removeprefix("data/")}"' in page, path
    assert "在浏览器打开" in page


# -- care cases -----------------------------------------------------------------------------------


def test_a_care_case_is_told_to_programs_only_as_its_consent_says(files: dict[str, bytes]) -> None:
    told = for_programs(files)
    assert not [path for path, content in told.items() if "梅花奶奶".encode() in content or b"care/plum" in content]
    in_feeds = {path for path, content in told.items() if "荷花奶奶".encode() in content}
    assert in_feeds == {"feed.xml", "feed.json", "communities/here/feed.xml", "communities/here/feed.json"}
    assert {row["shown"] for row in json.loads(files["data/care_counts.json"])} <= {"few", "withheld"}


def test_a_care_case_whose_consent_is_withdrawn_is_gone_from_every_file(tmp_path: Path) -> None:
    write(tmp_path)
    workshop = Workshop(Locations(tmp_path, tmp_path / "output"), as_of=AS_OF)
    before = contents(workshop.build())
    assert [path for path, content in before.items() if "荷花奶奶".encode() in content]
    write(tmp_path, **{"consents/all.yaml": FILES["consents/all.yaml"] + "撤回: 2026-06-01\n"})
    result = workshop.build()
    assert result.is_sound
    after = contents(result)
    assert not [path for path, content in after.items() if "荷花奶奶".encode() in content]
    assert {path for path, content in after.items() if b"care/lotus" in content} <= {
        "gone.json",
        "care/lotus/index.html",
    }
    assert after == built(tmp_path)
