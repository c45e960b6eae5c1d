"""After any sequence of edits the site that was kept up to date equals one built from nothing.

Names, bytes, owners, problems, and the day of the next change.
"""
# ruff: noqa: E501 -- the files of the small site stand here as editors write them

from __future__ import annotations

import atexit
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.build import BuildResult, Workshop
from generator.config import Locations, theme_folder
from generator.watch import Changes
from tests.kills import killed_at
from tests.made import pages_made

FILES = {
    "content/site.yaml": "名称: 示例社区\n网址: https://here.example/\n联系: {单位: 示例居委会}\n另有语言: 英文\n主题:\n  - {id: safety, 名称: 安全}\n  - {id: green, 名称: 绿化}\n",
    "content/communities/here.yaml": "名称: 示例社区\n区: 示例区\n街道: 示例街道\n",
    "content/partners/firm.yaml": "名称: 示例公司\n类型: 企业\n社区: here\n",
    "content/projects/light.yaml": (
        "标题: 楼道灯\n社区: here\n类别: 消防安全\n状态: 完成\n主题: [安全]\n共建单位: [firm]\n发起: {会议: talk, 诉求: n-1}\n"
        "五共:\n  决策共谋: {摘要: 商量过, 会议: talk}\n"
        "承诺:\n  - {id: check, 内容: 每季检查, 责任: 居委会, 作出: 2026-01-01, 周期: {间隔: 每季, 起: 2026-01}, "
        "各期: [{期: 2026-Q1, 完成: 2026-03-01, 佐证: [{类型: 纪要, 日期: 2026-03-01, 采信: 是}]}]}\n"
        "  - {id: fix, 内容: 修好坏灯, 责任: 居委会, 作出: 2026-02-01, 期限: 2026-06-30}\n"
    ),
    "content/meetings/talk.yaml": (
        "标题: 商量会\n社区: here\n类型: 征求意见会\n日期: 2026-01-10\n议题: 灯\n召集: 居委会\n"
        "诉求:\n  - {id: n-1, 内容: 楼道太暗, 状态: 已答复, 结果: [projects/light]}\n"
        "决定:\n  - {内容: 装灯, 项目: light, 承诺: [light-fix]}\n"
    ),
    "content/drills/spring.yaml": (
        "标题: 春季演练\n社区: here\n类型: 疏散\n日期: 2026-04-01\n地点: 院子\n组织: 居委会\n疏散秒数: 200\n疏散目标秒数: 240\n"
        "问题:\n  - {内容: 通道太窄, 承诺: light-fix}\n图片:\n  - {文件: media/a.svg, 图片说明: 一张图}\n"
    ),
    "content/inspections/march.yaml": (
        "标题: 三月自查\n社区: here\n类型: 消防自查\n日期: 2026-03\n范围: 楼道\n巡查人: 志愿者\n"
        "隐患:\n  - {id: f-1, 类别: 压力异常, 状态: 发现, 期限: 2026-05-01}\n"
    ),
    "content/consents/yes.yaml": "类型: 单独同意\n同意人: 本人\n公开渠道: [网站, 订阅, 开放数据]\n签署: 2026-01-01\n到期: 2026-12-31\n",
    "content/care/plum.yaml": (
        "化名: 梅花奶奶\n社区: here\n类别: 独居老人\n月份: 2026-02\n概述: 有人常去看看\n状态: 帮扶中\n授权: yes\n发布: 已发布\n"
        "撰写: 网格员\n审核: {角色: 副书记, 日期: 2026-02-20}\n保存到: 2027-06-30\n内部备注: 只给同事\n"
    ),
    "content/commitments/alone.yaml": "内容: 建一个凉亭\n责任: 居委会\n作出: 2026-03-01\n期限: 2026-09\n社区: here\n出自: meetings/talk\n",
    "content/outcomes/light.yaml": "名称: 满意率\n单位: '%'\n方法: 问卷\n社区: here\n项目: [light]\n数据:\n  - {期: 2026-Q1, 数值: 80}\n",
    "content/stories/one.md": "---\n标题: 一盏灯\n日期: 2026-05-01\n相关: [projects/light, care/plum]\n主题: [安全]\n社区: here\n---\n\n## 开头\n\n见[灯](../projects/light.yaml)。\n\n![图](../media/a.svg)\n",
    "content/stories/one.en.md": "---\ntitle: A lamp\n---\n\n## Start\n\nThe [lamp](../projects/light.yaml) of [ours](one.en.md).\n",
    "content/pages/about.md": "---\n标题: 关于\n---\n\n正文\n",
    "content/media/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>',
    "templates/story.html": "",
}


THEME = Path(tempfile.mkdtemp(prefix="dizao-theme-")) / "theme"
shutil.copytree(theme_folder(), THEME)  # what is edited here while the tests run does not concern them
atexit.register(shutil.rmtree, THEME.parent)


class Site:
    """A site in a folder, with the edits that an editor may make."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.today = date(2026, 6, 15)
        self.workshop: Workshop | None = None
        self.with_workers = False
        for name, text in FILES.items():
            self.write(name, text or (THEME / name.removeprefix("templates/")).read_text("utf-8"))

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def places(self) -> Locations:
        return Locations(self.root, self.root / "output", THEME)

    def kept(self, changes: Changes | None) -> BuildResult:
        """Build with what is remembered."""
        if self.workshop is None:
            self.workshop, changes = Workshop(self.places(), as_of=self.today), None
            workers = self.workshop.database.workers
            if self.with_workers and workers:
                workers.least = 1  # however small this site is
        self.workshop._as_of = self.today
        return self.workshop.build(changes)

    def restart(self) -> None:
        """End the process: save, forget."""
        if self.workshop is not None:
            self.workshop.save()
        self.workshop = None

    def from_nothing(self) -> BuildResult:
        return Workshop(self.places(), as_of=self.today, use_cache=False).build()

    def publish(self, result: BuildResult) -> None:
        assert self.workshop is not None
        self.workshop.publish(result)

    def published(self) -> dict[str, bytes]:
        output = self.root / "output"
        files = (file for file in output.rglob("*") if file.is_file() and not file.name.startswith(".dizao"))
        return {file.relative_to(output).as_posix(): file.read_bytes() for file in files}

    def die_while_publishing(self, after: int) -> None:
        """Build and publish in a process that is killed after some operations on the disk; forget all it knew."""
        self.restart()

        def publish() -> None:
            workshop = Workshop(self.places(), as_of=self.today)
            result = workshop.build()
            if result.is_sound:
                workshop.publish(result)
                workshop.save()

        killed_at(after, publish)

    def damage_cache(self, how: str) -> None:
        self.restart()
        cache = self.places().cache
        if not cache.is_file():
            return
        content = cache.read_bytes()
        match how:
            case "cut":
                cache.write_bytes(content[: len(content) // 2])
            case "garbage":
                middle = len(content) // 2
                cache.write_bytes(content[:middle] + b"garbage" * 20 + content[middle + 140 :])
            case "gone":
                cache.unlink()
            case "other-version":
                with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(cache)) as file, file:
                    file.execute("UPDATE head SET program = 'another'")
            case "values-lost":
                with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(cache)) as file, file:
                    file.execute("DELETE FROM value WHERE number % 3 = 0")

    def damage_output(self, how: str, seed: int) -> None:
        found = (self.root / "output").rglob("*")
        files = sorted(file for file in found if file.is_file() and not file.name.startswith(".dizao"))
        if not files:
            return
        chosen = files[seed % len(files)]
        match how:
            case "delete":
                chosen.unlink()
            case "alter":
                chosen.write_bytes(b"altered by hand")
            case "folder" if chosen.parent != self.root / "output":
                shutil.rmtree(chosen.parent)
            case "all":
                shutil.rmtree(self.root / "output")


def assert_equal(kept: BuildResult, fresh: BuildResult) -> None:
    assert kept.problems == fresh.problems
    assert kept.next_change_on == fresh.next_change_on
    kept_files = {artifact.path: artifact for artifact in kept.artifacts.values()}
    fresh_files = {artifact.path: artifact for artifact in fresh.artifacts.values()}
    assert sorted(kept_files) == sorted(fresh_files)
    for path, artifact in fresh_files.items():
        if kept_files[path].digest != artifact.digest or len(artifact.digest) != 32:
            assert kept_files[path].content().decode("utf-8", "replace") == artifact.content().decode(
                "utf-8", "replace"
            )
        assert kept_files[path].owner == artifact.owner


@contextmanager
def new_site() -> Iterator[Site]:
    folder = tempfile.mkdtemp(prefix="dizao-")
    try:
        yield Site(Path(folder))
    finally:
        shutil.rmtree(folder)


NAMES = sorted(name for name in FILES if name != "content/site.yaml")
WORDS = st.sampled_from(["灯", "新的标题", "Light", "a: b", "", "消防", "「引号」"])
REPLACEMENTS = [
    ("标题: ", "标题: 改了"),
    ("名称: ", "名称: 改了"),
    ("here", "nowhere"),
    ("light", "lamp"),
    ("期限: 2026-06-30", "期限: 2026-06-20"),
    ("期限: 2026-06-30", "期限: 2026-13-01"),
    ("日期: 2026", "日期: 2025"),
    ("安全", "绿化"),
    ("id: safety", "id: safe"),
    ("已发布", "草稿"),
    ("完成", "实施中"),
    ("到期: 2026-12-31", "到期: 2026-06-14"),
    ("网站", "公告栏"),
    ("只给同事", "改了备注"),
    ("正文", "**新的**正文 [灯](../projects/light.yaml)"),
    ("见[灯]", "看[灯]"),
    ("rect", "circle"),
    ("rect", "script"),
    ("提前提醒天数: 14", "提前提醒天数: 3"),
    ("名称: 示例社区\n", "名称: 示例社区\n语言: en\n"),
    ("另有语言: 英文\n", ""),
    ("A lamp", "Another lamp"),
    ("## Start", "## The start"),
    ("</h2>", " </h2>"),
    ("{%", "{{%"),
    ("base.html", "gone.html"),
    ("{{ ", "{{ nothing.at.all "),
    ("---\n", "--\n"),
    ("\n", "\n\n"),
]

edits = st.one_of(
    st.tuples(st.just("replace"), st.sampled_from([*NAMES, "content/site.yaml"]), st.sampled_from(REPLACEMENTS)),
    st.tuples(st.just("delete"), st.sampled_from(NAMES), st.none()),
    st.tuples(st.just("restore"), st.sampled_from([*NAMES, "content/site.yaml"]), st.none()),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(["lamp", "other", "Bad Name", "灯", "one.en"])),
    st.tuples(st.just("copy"), st.sampled_from(NAMES), st.sampled_from(["second", "third", "about.en", "one.fr"])),
    st.tuples(st.just("move"), st.sampled_from(NAMES), st.sampled_from(["2026", "old"])),
    st.tuples(st.just("retitle"), st.sampled_from(NAMES), WORDS),
    st.tuples(st.just("theme"), st.sampled_from(["macros.html", "base.html", "menu.html", "footer.html", "list.html", "home.html", "project.html"]), st.booleans()),
    st.tuples(st.just("days"), st.just(""), st.integers(-40, 120)),
    st.tuples(st.just("restart"), st.just(""), st.none()),
    st.tuples(st.just("kill"), st.just(""), st.integers(0, 150)),
    st.tuples(st.just("cache"), st.sampled_from(["cut", "garbage", "gone", "other-version", "values-lost"]), st.none()),
    st.tuples(st.just("output"), st.sampled_from(["delete", "alter", "folder", "all"]), st.integers(0, 999)),
    st.tuples(st.just("drop-folder"), st.sampled_from(["content/stories", "content/partners", "templates"]), st.none()),
)  # fmt: skip


Edit = tuple[str, str, object]


def apply(site: Site, edit: Edit) -> set[str]:
    """Do one edit; return the paths that a watcher would report."""
    what, name, value = edit
    path = site.root / name
    match what:
        case "replace" if path.is_file() and isinstance(value, tuple):
            text = path.read_text("utf-8")
            before, after = value
            path.write_text(text.replace(before, after, 1), "utf-8")
        case "retitle" if path.is_file():
            lines = path.read_text("utf-8").split("\n")
            lines[0 if lines[0] != "---" else 1] = f"标题: {value}"
            path.write_text("\n".join(lines), "utf-8")
        case "delete":
            path.unlink(missing_ok=True)
        case "restore":
            site.write(name, FILES[name] or (THEME / name.removeprefix("templates/")).read_text("utf-8"))
        case "rename" | "copy" if path.is_file():
            target = path.with_name(f"{value}{path.suffix}")
            if target == path:
                return set()
            shutil.copyfile(path, target)
            if what == "rename":
                path.unlink()
            return {str(path), str(target)}
        case "move" if path.is_file():
            target = path.parent / str(value) / path.name
            target.parent.mkdir(exist_ok=True)
            path.rename(target)
            return {str(path), str(target)}
        case "theme":
            target = site.root / "templates" / name
            target.parent.mkdir(exist_ok=True)
            source = (THEME / name).read_text("utf-8")
            target.write_text(source.replace("</", "<!-- x --></", 1) if value else source, "utf-8")
            return {str(target)}
        case "days" if isinstance(value, int):
            site.today += timedelta(days=value)
            return set()
        case "restart":
            site.restart()
            return set()
        case "kill" if isinstance(value, int):
            site.die_while_publishing(value)
            return set()
        case "cache":
            site.damage_cache(name)
            return set()
        case "output" if isinstance(value, int):
            site.damage_output(name, value)
            return set()
        case "drop-folder":
            gone = {str(file) for file in path.rglob("*")}
            shutil.rmtree(path, ignore_errors=True)
            return gone | {str(path)}
    return {str(path)}


# Not shrunk: one sequence takes a second, and its edits can be read as they are.
@settings(
    max_examples=int(os.environ.get("DIZAO_EXAMPLES", "20")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    print_blob=True,
)
@given(
    st.lists(st.lists(edits, min_size=1, max_size=3), min_size=1, max_size=5),
    st.booleans(),
    st.sampled_from([False, False, False, True]),
)
def test_incremental_site_equals_a_clean_one(rounds: list[list[Edit]], sweeps: bool, with_workers: bool) -> None:
    with new_site() as site:
        site.with_workers = with_workers
        last = site.kept(None)
        assert_equal(last, site.from_nothing())
        site.publish(last)
        for edits_of_round in rounds:
            paths = {path for edit in edits_of_round for path in apply(site, edit)}
            damaged = any(what in ("output", "kill") for what, _, _ in edits_of_round)
            before = site.published()
            kept, fresh = site.kept(Changes(frozenset(paths), sweeps or damaged)), site.from_nothing()
            assert_equal(kept, fresh)
            if kept.is_sound:
                site.publish(kept)
                assert site.published() == {path: artifact.content() for path, artifact in fresh.artifacts.items()}
            else:
                assert site.published() == before


def test_the_small_site_is_sound() -> None:
    with new_site() as site:
        result = site.from_nothing()
        assert result.is_sound
        assert len(result.artifacts) > 40


@pytest.mark.parametrize("name", NAMES)
def test_deleting_a_file_leaves_no_page_and_no_link_to_it(name: str) -> None:
    with new_site() as site:
        before = {artifact.path for artifact in site.kept(None).artifacts.values()}
        (site.root / name).unlink()
        after = site.kept(Changes(frozenset({str(site.root / name)}), sweep=False))
        assert_equal(after, site.from_nothing())
        gone = before - {artifact.path for artifact in after.artifacts.values()}
        for artifact in after.artifacts.values():
            if artifact.path.endswith(".html"):
                html = artifact.content().decode()
                for path in gone:
                    address = path.removesuffix("index.html")
                    assert f'/{address}"' not in html
                    assert f'"{address}"' not in html


def test_a_body_edit_makes_one_page_again() -> None:
    with new_site() as site:
        site.kept(None)
        path = site.root / "content/stories/one.md"
        path.write_text(path.read_text("utf-8").replace("开头", "新的开头"), "utf-8")
        result = site.kept(Changes(frozenset({str(path)}), sweep=False))
        assert pages_made(result) == ["stories/one/", "en/stories/one/"]


def test_a_body_edit_of_a_translation_makes_one_page_again() -> None:
    with new_site() as site:
        site.kept(None)
        path = site.root / "content/stories/one.en.md"
        path.write_text(path.read_text("utf-8").replace("Start", "The start"), "utf-8")
        result = site.kept(Changes(frozenset({str(path)}), sweep=False))
        assert pages_made(result) == ["en/stories/one/"]


def test_an_internal_note_makes_no_page_again() -> None:
    with new_site() as site:
        site.kept(None)
        path = site.root / "content/care/plum.yaml"
        path.write_text(path.read_text("utf-8").replace("只给同事", "另一个秘密"), "utf-8")
        result = site.kept(Changes(frozenset({str(path)}), sweep=False))
        assert [key for name, key in result.ran if name in ("page_html", "card")] == []


def test_a_day_on_which_no_status_changes_makes_no_page_again() -> None:
    with new_site() as site:
        site.kept(None)
        site.today += timedelta(days=1)  # 2026-06-16, when the promise "fix" becomes due soon
        changed = site.kept(Changes(frozenset(), sweep=False))
        assert "commitments/light-fix/" in pages_made(changed)
        site.today += timedelta(days=1)
        assert not pages_made(site.kept(Changes(frozenset(), sweep=False)))


def test_a_template_three_levels_down_reaches_every_page_that_uses_it() -> None:
    with new_site() as site:
        site.kept(None)
        source = (THEME / "macros.html").read_text("utf-8")
        path = site.root / "templates/macros.html"
        path.write_text(source.replace("<h1", '<h1 data-new="1"', 1), "utf-8")
        result = site.kept(Changes(frozenset({str(path)}), sweep=False))
        assert_equal(result, site.from_nothing())
        pages = {path: artifact.content() for path, artifact in result.artifacts.items() if path.endswith(".html")}
        without = [path for path, html in pages.items() if b"data-new" not in html]
        own = [path for path in without if "board/" not in path]
        assert sorted(own) == ["en/index.html", "index.html"]  # as sheets do, these print a heading of their own


def test_the_second_build_writes_nothing(tmp_path: Path) -> None:
    site = Site(tmp_path)
    for expected in (True, False):
        workshop = Workshop(site.places(), as_of=site.today)
        published = workshop.publish(workshop.build())
        workshop.save()
        assert bool(published.written) is expected
        assert not published.deleted


@pytest.mark.parametrize("kept", ["output", ".dizao"])
def test_losing_the_output_or_the_cache_costs_nothing_but_time(tmp_path: Path, kept: str) -> None:
    site = Site(tmp_path)
    workshop = Workshop(site.places(), as_of=site.today)
    workshop.publish(workshop.build())
    workshop.save()

    def tree() -> dict[str, bytes]:
        files = (tmp_path / "output").rglob("*")
        return {str(file): file.read_bytes() for file in files if file.is_file() and ".dizao" not in str(file)}

    before = tree()
    shutil.rmtree(tmp_path / ({"output", ".dizao"} - {kept}).pop())
    workshop = Workshop(site.places(), as_of=site.today)
    workshop.publish(workshop.build())
    workshop.save()
    assert tree() == before
