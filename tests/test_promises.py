"""Nobody rewrites a promise in silence: each way to change one is caught, or shown to residents."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator import catalog
from generator.build import BuildResult, Workshop
from generator.config import Locations
from generator.i18n import describe
from generator.models.parts import Promise
from generator.models.schema import fields_of
from generator.privacy import public
from generator.problems import DizaoError, Problem
from generator.promise_lock import LOCK, Fact, extended, history_of, read
from generator.promises.check import to_lock
from generator.publication import Publication, accept, publish_site, with_what_is_not_locked
from generator.values import parse_quantity
from generator.watch import Changes
from tests.made import pages_made

START = date(2024, 6, 15)
"""In the past, whatever the clock says: nothing is published on a day that has not come."""
BENCH = "content/commitments/bench.yaml"
SITE = {
    "content/site.yaml": "名称: 示例社区\n联系: {单位: 示例居委会}\n",
    "content/communities/here.yaml": "名称: 示例社区\n区: 示例区\n街道: 示例街道\n",
    "content/partners/firm.yaml": "名称: 示例物业\n类型: 物业\n",
    "content/partners/other.yaml": "名称: 另一家\n类型: 物业\n",
    BENCH: (
        "内容: {zh: 修好三张长椅, en: Mend three benches}\n责任: 居委会\n责任单位: firm\n作出: 2024-01-01\n"
        "期限: 2024-06-30\n社区: here\n衡量: {指标: 修好的长椅, 目标: 3张}\n"
    ),
    "content/projects/light.yaml": (
        "标题: 楼道灯\n社区: here\n类别: 消防安全\n状态: 实施\n承诺:\n"
        "  - {编号: lamp, 内容: 装好楼道灯, 责任: 居委会, 作出: 2024-01-01, 期限: 2024-12-31}\n"
        "  - 编号: round\n    内容: 每季查一遍\n    责任: 居委会\n    作出: 2024-01-01\n    类型: 周期承诺\n"
        "    周期: {间隔: 每季, 起: 2024-01, 止: 2025-12}\n"
        "    各期:\n      - {期: 2024-Q1, 完成: 2024-04-02, 佐证: [{类型: 纪要, 日期: 2024-04-02, 采信: 是}]}\n"
    ),
    "content/commitments/wish.yaml": "内容: 盼着有一块花园\n类型: 愿景\n社区: here\n",
}
LIGHT = "content/projects/light.yaml"
NEW = "内容: 建一块花园\n责任: 居委会\n作出: 2024-06-15\n期限: 2025-06-30\n社区: here\n"


class Site:
    """A site in a folder, published day by day by one process after another."""

    def __init__(self, root: Path, files: dict[str, str] | None = None) -> None:
        self.root = root
        self.places = Locations(root, root / "output")
        for name, text in (SITE if files is None else files).items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def read(self, name: str) -> str:
        return (self.root / name).read_text("utf-8")

    def edit(self, name: str, before: str, after: str) -> None:
        text = self.read(name)
        assert before in text
        self.write(name, text.replace(before, after, 1))

    def add(self, name: str, text: str) -> None:
        self.write(name, self.read(name) + text)

    def workshop(self, day: date = START) -> Workshop:
        return Workshop(self.places, as_of=day, use_cache=False)

    def check(self, day: date = START) -> list[Problem]:
        return [problem for problem in self.workshop(day).build().problems if problem.level == "error"]

    def codes(self, day: date = START) -> list[str]:
        return [problem.code for problem in self.check(day)]

    def publish(self, day: date = START) -> Publication:
        workshop = self.workshop(day)
        result = workshop.build()
        assert result.is_sound, [describe(problem, "zh") for problem in result.problems]
        return publish_site(workshop, self.places, result)

    def accept(self, *names: str, reason: str = "录入时写错了", day: date = START, erases: bool = False) -> int:
        workshop = self.workshop(day)
        workshop.build()
        return accept(workshop, self.places, names, reason, erases=erases)

    def facts(self) -> list[tuple[str, str]]:
        lines = read((self.root / LOCK).read_bytes()).lines
        return [(line.fact.event, line.fact.promise.removeprefix("commitments/")) for line in lines]

    def page(self, name: str) -> str:
        return (self.root / "output" / name / "index.html").read_text("utf-8")

    def promise(self, name: str, day: date = START) -> catalog.Commitment:
        found = public(self.workshop(day).database, f"commitments/{name}")
        assert isinstance(found, catalog.Commitment)
        return found


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Site(tmp_path_factory.mktemp("site"))
    made.publish()
    return made.root


@pytest.fixture
def site(first_day: Path, tmp_path: Path) -> Site:
    """A site that was published once, on the first day."""
    shutil.copytree(first_day, tmp_path, dirs_exist_ok=True)
    return Site(tmp_path, {})


# -- what is written down ------------------------------------------------------------------------------


def test_the_first_publication_writes_down_every_promise_and_no_wish(site: Site) -> None:
    assert site.facts() == [
        ("published", "bench"),
        ("published", "light-lamp"),
        ("published", "light-round"),
        ("completed", "light-round"),
    ]


def test_a_promise_is_written_down_as_residents_read_it(site: Site) -> None:
    fact = read((site.root / LOCK).read_bytes()).lines[0].fact
    assert (fact.text, fact.text_en, fact.owner, fact.partner) == (
        "修好三张长椅", "Mend three benches", "居委会", "partners/firm"
    )  # fmt: skip
    assert (fact.made, fact.due, fact.metric, fact.target) == ("2024-01-01", "2024-06-30", "修好的长椅", "3张")
    assert (fact.record, fact.on) == ("commitments/bench", START)


def test_a_second_publication_writes_nothing(site: Site) -> None:
    before = (site.root / LOCK).read_bytes()
    publication = site.publish(START + timedelta(days=20))
    assert publication.locked == 0
    assert (site.root / LOCK).read_bytes() == before


def test_a_draft_is_not_written_down_before_it_is_published(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.add(BENCH, "发布: 草稿\n")
    site.publish()
    assert ("published", "bench") not in site.facts()
    site.edit(BENCH, "2024-06-30", "2024-09-30")
    site.edit(BENCH, "草稿", "已发布")
    site.publish()
    assert ("published", "bench") in site.facts()


def test_a_wish_that_becomes_a_promise_is_one_from_that_day_on(site: Site) -> None:
    site.write("content/commitments/wish.yaml", NEW)
    site.publish()
    assert site.facts()[-1] == ("published", "wish")


def test_the_lock_holds_nothing_that_is_not_public(tmp_path: Path) -> None:
    site = Site(tmp_path)
    promise = "{编号: p, 内容: canary-text, 责任: canary-owner, 作出: 2024-01-01, 期限: 2024-06-30}"
    site.write(
        "content/commitments/draft.yaml",
        SITE[BENCH].replace("修好", "canary-").replace("居委会", "canary") + "发布: 草稿\n",
    )
    site.write(
        "content/projects/hidden.yaml",
        f"标题: canary\n社区: here\n类别: 停车\n状态: 实施\n发布: 待审\n承诺: [{promise}]\n",
    )
    site.write("content/partners/canary.yaml", "名称: canary\n类型: 物业\n发布: 草稿\n")
    site.edit(BENCH, "责任单位: firm", "责任单位: canary")
    site.add(
        BENCH,
        "内部备注: canary-note\n佐证: [{类型: 照片, 日期: 2024-02-01, 说明: 现场, 有人物: 是, 网址: 'https://canary.example/'}]\n",
    )
    care = "化名: 桂花奶奶\n社区: here\n类别: 独居老人\n月份: 2024-05\n概述: 有人去看\n状态: 帮扶中\n发布: 已撤下\n"
    site.write("content/care/one.yaml", care + "撤下: {日期: 2024-06-01, 原因: canary-reason}\n")
    site.publish()
    assert site.facts()[0] == ("published", "bench")
    for path in (site.root / LOCK, *(site.root / "output").rglob("*")):
        assert not path.is_file() or b"canary" not in path.read_bytes(), path


def test_a_promise_in_a_care_case_never_reaches_the_lock(site: Site) -> None:
    lamp = next(line for line in site.read(LIGHT).splitlines(keepends=True) if "lamp" in line)
    site.edit(LIGHT, lamp, "")
    care = "化名: 桂花奶奶\n社区: here\n类别: 独居老人\n月份: 2024-05\n概述: 有人去看\n状态: 帮扶中\n发布: 已撤下\n"
    site.write("content/care/light.yaml", f"{care}撤下: {{日期: 2024-06-01, 原因: 不便公开}}\n承诺:\n{lamp}")
    assert "promise-hidden" in site.codes()
    assert to_lock(site.workshop().database) == ()


# -- each way to change a promise ----------------------------------------------------------------------

Rewrite = Callable[[Site], None]


def _edit(name: str, before: str, after: str) -> Rewrite:
    return lambda site: site.edit(name, before, after)


def _drop(name: str) -> Rewrite:
    return lambda site: (site.root / name).unlink()


REWRITES: dict[str, tuple[Rewrite, str, str]] = {
    "the due date later": (_edit(BENCH, "期限: 2024-06-30", "期限: 2024-12-31"), "2024-06-30", "2024-12-31"),
    "the due date earlier": (_edit(BENCH, "期限: 2024-06-30", "期限: 2024-06-01"), "2024-06-30", "2024-06-01"),
    "the due date less exact": (_edit(BENCH, "期限: 2024-06-30", "期限: 2024"), "2024-06-30", "2024"),
    "the due date gone": (_edit(BENCH, "期限: 2024-06-30\n", ""), "2024-06-30", "没有写"),
    "the due date unknown": (_edit(BENCH, "期限: 2024-06-30", "期限: 原文未注明"), "2024-06-30", "没有写"),
    "softer words": (_edit(BENCH, "zh: 修好", "zh: 争取修好"), "修好三张长椅", "争取修好三张长椅"),
    "fewer of them": (_edit(BENCH, "zh: 修好三张", "zh: 修好两张"), "修好三张长椅", "修好两张长椅"),
    "the translation": (_edit(BENCH, "Mend three", "See about three"), "Mend three benches", "See about three benches"),
    "the translation gone": (_edit(BENCH, ", en: Mend three benches", ""), "Mend three benches", "没有写"),
    "another owner": (_edit(BENCH, "责任: 居委会", "责任: 热心居民"), "居委会", "热心居民"),
    "no owner": (_edit(BENCH, "责任: 居委会", "责任: 原文未注明"), "居委会", "没有写"),
    "another partner": (_edit(BENCH, "责任单位: firm", "责任单位: other"), "partners/firm", "partners/other"),
    "no partner": (_edit(BENCH, "责任单位: firm\n", ""), "partners/firm", "没有写"),
    "a smaller target": (_edit(BENCH, "目标: 3张", "目标: 2张"), "3张", "2张"),
    "a vaguer target": (_edit(BENCH, "目标: 3张", "目标: 若干"), "3张", "若干"),
    "another measure": (_edit(BENCH, "指标: 修好的长椅", "指标: 看过的长椅"), "修好的长椅", "看过的长椅"),
    "no measure": (_edit(BENCH, "衡量: {指标: 修好的长椅, 目标: 3张}\n", ""), "3张", "没有写"),
    "the day it was made": (_edit(BENCH, "作出: 2024-01-01", "作出: 2024-06-01"), "2024-01-01", "2024-06-01"),
    "a wish instead": (_edit(BENCH, "期限: 2024-06-30\n", "类型: 愿景\n"), "有期承诺", "愿景"),
    "a sample instead": (_edit(BENCH, "社区: here", "示例: 是\n社区: here"), "没有写", "是"),
    "hidden as a draft": (_edit(BENCH, "社区: here", "发布: 草稿\n社区: here"), "修好三张长椅", ""),
    "taken down without a reason": (_edit(BENCH, "社区: here", "发布: 已撤下\n社区: here"), "修好三张长椅", ""),
    "deleted": (_drop(BENCH), "修好三张长椅", ""),
    "deleted with its record": (_drop(LIGHT), "装好楼道灯", ""),
    "deleted from its record": (_edit(LIGHT, "编号: lamp, 内容: 装好楼道灯", "编号: x, 内容: 别的"), "装好楼道灯", ""),
    "hidden with its record": (_edit(LIGHT, "状态: 实施\n", "状态: 实施\n发布: 草稿\n"), "装好楼道灯", ""),
    "in the place of another": (_edit(LIGHT, "内容: 装好楼道灯", "内容: 看看路灯"), "装好楼道灯", "看看路灯"),
    "less often": (_edit(LIGHT, "间隔: 每季", "间隔: 每年"), "每季", "每年"),
    "from later on": (_edit(LIGHT, "起: 2024-01", "起: 2024-04"), "2024-01", "2024-04"),
    "until earlier": (_edit(LIGHT, "止: 2025-12", "止: 2024-09"), "2025-12", "2024-09"),
    "a round done earlier": (_edit(LIGHT, "完成: 2024-04-02", "完成: 2024-03-20"), "2024-04-02", "2024-03-20"),
    "a round not done": (_edit(LIGHT, "完成: 2024-04-02, ", ""), "2024-04-02", "没有写"),
    "one date instead of rounds": (_edit(LIGHT, "类型: 周期承诺", "类型: 有期承诺"), "周期承诺", "有期承诺"),
}  # fmt: skip


@pytest.mark.parametrize("how", REWRITES)
def test_a_promise_that_is_rewritten_is_caught_with_both_versions(how: str, site: Site) -> None:
    rewrite, before, after = REWRITES[how]
    published = {path: path.read_bytes() for path in (site.root / "output").rglob("*") if path.is_file()}
    rewrite(site)
    found = [problem for problem in site.check() if problem.code.startswith("promise-")]
    assert found
    messages = [describe(problem, "zh")[0] for problem in found]
    assert any(before in message and after in message for message in messages), messages
    assert all(re.search(rf"{LOCK}:[1-9]", message) for message in messages)
    assert all(problem.where.line >= 1 for problem in found)
    for path, content in published.items():
        assert path.read_bytes() == content


def _alter_lock(alter: Callable[[bytes], bytes | None]) -> Rewrite:
    def rewrite(site: Site) -> None:
        content = alter((site.root / LOCK).read_bytes())
        (site.root / LOCK).unlink() if content is None else (site.root / LOCK).write_bytes(content)
        site.edit(BENCH, "期限: 2024-06-30", "期限: 2024-12-31")

    return rewrite


COVERED_UP: dict[str, Rewrite] = {
    "the lock edited along": _alter_lock(lambda lock: lock.replace(b"2024-06-30", b"2024-12-31")),
    "its line cut out of the lock": _alter_lock(lambda lock: b"".join(lock.splitlines(keepends=True)[1:])),
    "the end of the lock cut off": _alter_lock(lambda lock: b""),
    "the lock deleted": _alter_lock(lambda lock: None),
    "the lock begun anew": _alter_lock(
        lambda lock: extended(
            read(b""),
            [Fact(event="published", promise="commitments/bench", record="commitments/bench", kind="dated")],
            START,
        )
    ),
    "the lock restored from before the promise": _alter_lock(lambda lock: extended(read(b""), [], START)),
}


@pytest.mark.parametrize("how", COVERED_UP)
def test_a_rewriting_that_the_lock_is_altered_for_is_not_published(how: str, site: Site) -> None:
    published = {path: path.read_bytes() for path in (site.root / "output").rglob("*") if path.is_file()}
    COVERED_UP[how](site)
    if not site.check():  # the lock itself looks whole: what is already public gives it away
        with pytest.raises(DizaoError) as refused:
            site.publish()
        assert refused.value.problem.code == "lock-lines-lost"
    for path, content in published.items():
        assert path.read_bytes() == content


def test_whoever_deletes_lock_and_output_too_begins_a_ledger_that_no_noted_hash_is_in(site: Site) -> None:
    noted = {line.hash for line in read((site.root / LOCK).read_bytes()).lines}
    _alter_lock(lambda lock: None)(site)
    shutil.rmtree(site.root / "output")
    site.publish(START + timedelta(days=30))
    lines = read((site.root / LOCK).read_bytes()).lines
    assert noted.isdisjoint(line.hash for line in lines)
    assert {line.fact.on for line in lines} == {START + timedelta(days=30)}


def test_every_part_of_a_promise_is_locked_or_is_not_a_term_of_it() -> None:
    locked = {
        "text", "owner", "made_at", "kind", "due", "measure", "partner", "completed_at", "amendments", "withdrawn",
        "recurs", "occurrences",
    }  # fmt: skip
    shown = {"id", "evidence"}
    """The id is the name of the promise; evidence is judged by what it is today, and only adds to what was promised."""
    assert {field.name for field in fields_of(Promise)} == locked | shown


CHANGED = "变更: [{日期: 2024-06-20, 原因: 缺料, 新期限: 2024-09-30}]\n"
ENDED = "撤回: {日期: 2024-06-20, 原因: 院子要改造}\n"


@pytest.mark.parametrize(
    ("what", "before", "after"),
    [
        (CHANGED, CHANGED, ""),
        (CHANGED, "2024-09-30", "2024-10-31"),
        (CHANGED, "日期: 2024-06-20", "日期: 2024-06-01"),
        (CHANGED, "缺料", "下雨"),
        (CHANGED, "新期限: 2024-09-30", "新期限: 2024-09-30, 新责任: 物业"),
        (ENDED, ENDED, ""),
        (ENDED, "院子要改造", "没有钱"),
        (ENDED, "2024-06-20", "2024-02-01"),
    ],
)
def test_what_was_said_of_a_promise_later_cannot_be_rewritten_either(
    what: str, before: str, after: str, site: Site
) -> None:
    site.add(BENCH, what)
    site.publish(date(2024, 6, 21))
    site.edit(BENCH, before, after)
    assert set(site.codes(date(2024, 6, 21))) <= {"promise-rewritten", "promise-change-rewritten"}
    assert site.codes(date(2024, 6, 21))


def test_a_due_date_cannot_be_moved_in_the_shade_of_an_amendment(site: Site) -> None:
    """With both changed the promise would be judged by the new date, however late it was."""
    site.edit(BENCH, "期限: 2024-06-30", "期限: 2024-09-30")
    site.add(BENCH, "变更: [{日期: 2024-07-10, 原因: 缺料, 新期限: 2024-09-30}]\n")
    assert site.codes(date(2024, 7, 11)) == ["promise-rewritten"]


def test_a_file_that_cannot_be_read_says_so_and_nothing_of_promises(site: Site) -> None:
    site.edit(BENCH, "期限: 2024-06-30", "期限: 2024-06-31")
    assert site.codes() == ["impossible-date"]
    site.write(BENCH, "内容：修好三张长椅\n")
    assert not [code for code in site.codes() if code.startswith("promise-")]


# -- what may change -----------------------------------------------------------------------------------


def test_an_amendment_with_date_and_reason_is_no_problem_and_is_shown(site: Site) -> None:
    new = "新期限: 2024-09-30, 新内容: 修好两张长椅, 新责任: 物业, 新衡量: {指标: 长椅, 目标: 2张}"
    site.add(BENCH, f"变更: [{{日期: 2024-06-20, 原因: 缺料, {new}}}]\n")
    site.publish(date(2024, 6, 20))
    assert site.facts()[-1] == ("amended", "bench")
    for page in (site.page("commitments/bench"), site.page("commitments")):
        assert "2024年6月20日" in page
        assert "期限由2024年6月30日改为2024年9月30日" in page
        assert "内容由“修好三张长椅”改为“修好两张长椅”" in page
        assert "责任由居委会改为物业" in page
        assert "目标由“修好的长椅3张”改为“长椅2张”" in page
        assert "原因：缺料" in page
    assert "<h1>修好两张长椅</h1>" in site.page("commitments/bench")
    promise = site.promise("bench", date(2024, 6, 20))
    assert (str(promise.owner), promise.partner, str(promise.due)) == ("物业", "", "2024-09-30")


def test_two_amendments_of_one_day_are_two(site: Site) -> None:
    other = "  - {日期: 2024-06-20, 原因: 缺料, 新内容: 修好两张长椅}\n"
    site.add(BENCH, f"变更:\n{other}  - {{日期: 2024-06-20, 原因: 换人, 新责任: 物业}}\n")
    site.publish(date(2024, 6, 20))
    assert site.publish(date(2024, 6, 21)).locked == 0
    site.edit(BENCH, other, "")
    assert site.codes(date(2024, 6, 21)) == ["promise-change-rewritten"]


def test_an_amendment_holds_from_its_day_on(site: Site) -> None:
    site.add(BENCH, "变更: [{日期: 2024-06-20, 原因: 缺料, 新内容: 修好两张长椅}]\n")
    assert str(site.promise("bench", date(2024, 6, 19)).text) == "修好三张长椅"
    assert str(site.promise("bench", date(2024, 6, 20)).text) == "修好两张长椅"


def test_a_record_may_be_moved_and_renamed_with_the_ids_of_its_promises(site: Site) -> None:
    (site.root / "content/projects/2024").mkdir()
    (site.root / LIGHT).rename(site.root / "content/projects/2024/lights.yaml")
    assert not site.check()
    site.publish()
    assert site.facts()[-2:] == [("moved", "light-lamp"), ("moved", "light-round")]
    assert site.publish().locked == 0
    site.edit("content/projects/2024/lights.yaml", "2024-12-31", "2025-12-31")
    assert site.codes() == ["promise-rewritten"]


def test_a_promise_may_move_from_its_record_into_a_file_of_its_own(site: Site) -> None:
    line = next(line for line in site.read(LIGHT).splitlines(keepends=True) if "lamp" in line)
    site.edit(LIGHT, line, "")
    alone = "内容: 装好楼道灯\n责任: 居委会\n作出: 2024-01-01\n期限: 2024-12-31\n社区: here\n"
    site.write("content/commitments/light-lamp.yaml", alone)
    site.publish()
    assert site.facts()[-1] == ("moved", "light-lamp")


def test_a_promise_under_a_new_name_is_the_old_one_only_word_for_word(site: Site) -> None:
    text = site.read(BENCH)
    (site.root / BENCH).unlink()
    site.write("content/commitments/seats.yaml", text.replace("三张", "两张"))
    assert site.codes() == ["promise-vanished"]
    site.write("content/commitments/seats.yaml", text)
    site.publish()
    assert site.facts()[-1] == ("moved", "bench")


def test_a_record_that_was_taken_down_with_a_reason_is_remembered_on_the_ledger(site: Site) -> None:
    site.add(LIGHT, "发布: 已撤下\n撤下: {日期: 2024-06-15, 原因: 并入街道的工程}\n")
    site.publish()
    assert site.facts()[-2:] == [("removed", "light-lamp"), ("removed", "light-round")]
    ledger = site.page("commitments")
    assert "已撤下的承诺" in ledger
    assert "装好楼道灯" in ledger
    assert "并入街道的工程" in ledger
    assert site.publish().locked == 0
    site.edit(LIGHT, "已撤下", "已发布")
    site.publish()
    assert site.facts()[-2:] == [("restored", "light-lamp"), ("restored", "light-round")]


def test_a_withdrawn_promise_stays_with_its_reason(site: Site) -> None:
    site.add(BENCH, ENDED)
    site.publish(date(2024, 6, 20))
    assert site.facts()[-1] == ("withdrawn", "bench")
    assert "原因：院子要改造" in site.page("commitments/bench")


def test_a_translation_may_be_added_and_is_bound_from_then_on(site: Site) -> None:
    site.edit(LIGHT, "内容: 装好楼道灯", "内容: {zh: 装好楼道灯, en: Light the stairs}")
    site.publish()
    assert site.facts()[-1] == ("supplemented", "light-lamp")
    site.edit(LIGHT, "Light the stairs", "Look at the stairs")
    assert site.codes() == ["promise-rewritten"]


def test_a_partner_whose_page_is_taken_down_changes_no_promise(site: Site) -> None:
    site.add("content/partners/firm.yaml", "发布: 草稿\n")
    assert site.codes() == []


def test_another_look_of_the_same_words_is_no_change(site: Site) -> None:
    site.edit(BENCH, "目标: 3张", "目标: 3 张")
    site.edit(BENCH, "期限: 2024-06-30", "期限: 2024年6月30日")
    site.edit(BENCH, "责任: 居委会", "责任: >-\n  居委会")
    assert site.codes() == []


def test_a_site_may_be_built_for_a_day_before_its_lock(site: Site) -> None:
    """The round was not begun on that day, so that it was done is not public then; the lock knows it all the same."""
    assert site.codes(date(2023, 12, 1)) == []


# -- lateness ------------------------------------------------------------------------------------------

DONE = "完成: 2024-09-01\n佐证: [{类型: 纪要, 日期: 2024-09-01, 采信: 是}]\n"


def status(site: Site, day: date) -> tuple[str, tuple[str, ...]]:
    standing = site.promise("bench", day).standing
    assert standing is not None
    return standing.status, standing.flags


def test_a_change_that_was_published_in_time_moves_the_date_it_is_judged_by(site: Site) -> None:
    site.add(BENCH, CHANGED)
    site.publish(date(2024, 6, 25))
    site.add(BENCH, DONE)
    assert status(site, date(2024, 10, 1)) == ("kept", ("amended",))


def test_a_change_that_is_dated_back_never_erases_lateness(site: Site) -> None:
    site.publish(date(2024, 7, 1))
    assert status(site, date(2024, 7, 10)) == ("overdue", ())
    site.add(BENCH, CHANGED)
    assert status(site, date(2024, 7, 10)) == ("on_track", ("amended_after_due",)), "before it is published"
    site.publish(date(2024, 7, 10))
    assert status(site, date(2024, 7, 10)) == ("on_track", ("amended_after_due",))
    site.add(BENCH, DONE)
    site.publish(date(2024, 9, 2))
    assert status(site, date(2024, 10, 1)) == ("kept_late", ("amended_after_due",))
    page = site.page("commitments/bench")
    assert "期限2024年6月30日" in page
    assert "2024年7月10日公布" in page


def test_changes_that_are_as_old_as_the_promise_count_by_their_own_days(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.add(BENCH, CHANGED + DONE)
    site.publish(date(2024, 10, 1))
    assert status(site, date(2024, 10, 1)) == ("kept", ("amended",))


def test_rounds_that_were_missed_stay_missed_when_the_withdrawal_is_dated_back(site: Site) -> None:
    day = date(2024, 11, 1)
    site.publish(day)
    site.edit(LIGHT, "    内容: 每季查一遍", "    撤回: {日期: 2024-02-01, 原因: 没有人}\n    内容: 每季查一遍")
    site.publish(day)
    promise = site.promise("light-round", day)
    assert [period.standing.status for period in promise.periods if period.name in ("2024-Q2", "2024-Q3")] == [
        "overdue",
        "overdue",
    ]


# What is drawn here takes a second a piece and can be read as it is: it is not shrunk.
by_the_second = settings(
    max_examples=int(os.environ.get("DIZAO_EXAMPLES", "10")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    print_blob=True,
)


def test_a_round_that_was_reported_only_after_its_end_says_when(site: Site) -> None:
    done = "      - {期: 2024-Q2, 完成: 2024-06-20, 佐证: [{类型: 纪要, 日期: 2024-06-20, 采信: 是}]}\n"
    site.add(LIGHT, done)
    site.publish(date(2024, 8, 1))
    assert "2024年6月20日（2024年8月1日公布）" in site.page("commitments/light-round")


@by_the_second
@given(
    st.lists(st.tuples(st.integers(-30, 120), st.integers(-20, 60), st.integers(10, 200)), max_size=3),
    st.integers(0, 200),
)
def test_what_was_seen_overdue_and_done_later_is_never_kept(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int, int]], done: int
) -> None:
    """Whatever is amended, however it is dated, and whenever it is published."""
    site = Site(tmp_path_factory.mktemp("site"))
    site.publish()
    due = date(2024, 6, 30)
    seen_overdue: list[date] = []

    def look(day: date) -> None:
        seen_overdue.extend([day] if status(site, day)[0] == "overdue" else [])

    amendments: list[tuple[date, date]] = []
    text = site.read(BENCH)
    for published, back, moved in sorted(changes):
        day = due + timedelta(days=published)
        look(day)
        amendments.append((day - timedelta(days=back), due + timedelta(days=moved)))
        written = ", ".join(f"{{日期: {at}, 原因: 缺料, 新期限: {new}}}" for at, new in sorted(amendments))
        site.write(BENCH, f"{text}变更: [{written}]\n")
        if not site.check(day):
            site.publish(day)
    finished = due + timedelta(days=done)
    look(finished)
    site.add(BENCH, DONE.replace("2024-09-01", str(finished)))
    assert status(site, finished)[0] != "kept" or not [day for day in seen_overdue if day <= finished]


# -- taking a correction over --------------------------------------------------------------------------


def test_a_correction_is_accepted_with_its_reason_and_shown(site: Site) -> None:
    site.edit(BENCH, "责任: 居委会", "责任: 社区居委会")
    assert site.accept("bench") == 1
    assert site.codes() == []
    site.publish()
    for page in (site.page("commitments/bench"), site.page("corrections")):
        assert "「责任」原为「居委会」，更正为「社区居委会」。原因：录入时写错了" in page
    site.edit(BENCH, "责任: 社区居委会", "责任: 居委会")
    assert site.codes() == ["promise-rewritten"]


def test_a_completion_that_was_wrong_is_taken_back(site: Site) -> None:
    site.add(BENCH, DONE)
    site.publish(date(2024, 9, 2))
    site.edit(BENCH, DONE, "")
    assert site.codes(date(2024, 9, 3)) == ["promise-rewritten"]
    site.accept("commitments/bench", day=date(2024, 9, 3), reason="第三张没有修好")
    site.publish(date(2024, 9, 3))
    assert status(site, date(2024, 9, 3))[0] == "overdue"
    assert "「完成」「2024-09-01」不再作数。原因：第三张没有修好" in site.page("commitments/bench")


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("bench", "期限: 2024-06-30", "期限: 2024-12-31"),
        ("bench", "期限: 2024-06-30\n", "类型: 愿景\n"),
        ("light-round", "间隔: 每季", "间隔: 每年"),
        ("light-round", "起: 2024-01", "起: 2024-04"),
    ],
)
def test_what_decides_on_lateness_cannot_be_accepted(name: str, before: str, after: str, site: Site) -> None:
    site.edit(BENCH if name == "bench" else LIGHT, before, after)
    lock = (site.root / LOCK).read_bytes()
    with pytest.raises(DizaoError) as refused:
        site.accept(name)
    assert (refused.value.problem.code, refused.value.exit_code) == ("cannot-accept", 1)
    assert (site.root / LOCK).read_bytes() == lock


@pytest.mark.parametrize(
    ("before", "after"),
    [("新期限: 2024-09-30", "新期限: 2024-12-31"), ("日期: 2024-06-20", "日期: 2024-06-01"), (CHANGED, "")],
)
def test_an_amendment_that_moved_a_date_cannot_be_taken_back(before: str, after: str, site: Site) -> None:
    site.add(BENCH, CHANGED)
    site.publish(date(2024, 6, 21))
    site.edit(BENCH, before, after)
    with pytest.raises(DizaoError) as refused:
        site.accept("bench", day=date(2024, 6, 22))
    assert refused.value.problem.code == "cannot-accept"


def test_a_promise_that_must_go_is_removed_with_a_reason_that_stays(site: Site) -> None:
    (site.root / BENCH).unlink()
    site.accept("bench", reason="重复登记")
    assert site.codes() == []
    site.publish()
    assert "修好三张长椅" in site.page("commitments")
    assert "重复登记" in site.page("commitments")


def test_there_must_be_something_to_accept(site: Site) -> None:
    for names, code in ((("bench",), "nothing-to-accept"), (("bensh",), "unknown-promise")):
        with pytest.raises(DizaoError) as refused:
            site.accept(*names)
        assert (refused.value.problem.code, refused.value.exit_code) == (code, 2)


def test_a_name_that_slipped_into_a_promise_leaves_every_published_byte(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.edit(BENCH, "zh: 修好三张长椅", "zh: 给示例某修好三张长椅")
    site.publish()
    site.edit(BENCH, "zh: 给示例某修好三张长椅", "zh: 修好三张长椅")
    site.accept("bench", reason="误写了姓名", erases=True)
    site.publish()
    for path in (*(site.root / "output").rglob("*"), site.root / LOCK):
        assert not path.is_file() or "示例某".encode() not in path.read_bytes(), path
    assert site.publish().locked == 0
    site.edit(BENCH, "三张长椅", "两张长椅")
    assert site.codes() == ["promise-rewritten"]


# -- frozen, as a query, and hostile -------------------------------------------------------------------


def test_frozen_names_every_promise_that_is_not_written_down(site: Site) -> None:
    amendment = "变更: [{日期: 2024-06-15, 原因: 缺料, 新期限: 2025-01-31}]"
    site.edit(LIGHT, "期限: 2024-12-31", f"期限: 2024-12-31, {amendment}")
    site.write("content/commitments/new.yaml", NEW)
    workshop = site.workshop()
    result = with_what_is_not_locked(workshop, workshop.build())
    assert not result.is_sound
    missing = [problem for problem in result.problems if problem.code == "promise-not-locked"]
    assert [(problem.where.path, problem.arguments["text"]) for problem in missing] == [
        ("content/commitments/new.yaml", "建一块花园"),
        (LIGHT, "装好楼道灯"),
    ]
    site.publish()
    workshop = site.workshop()
    assert with_what_is_not_locked(workshop, workshop.build()).is_sound


def _ran(result: BuildResult, name: str) -> list[str]:
    return [key for query, key in result.ran if query == name]


def test_a_line_more_makes_no_page_again_but_the_ledger(site: Site) -> None:
    workshop = site.workshop()
    workshop.build()
    lock = site.root / LOCK
    fact = Fact(event="published", promise="commitments/x", record="commitments/x", kind="dated", text="别的")
    lock.write_bytes(extended(read(lock.read_bytes()), [fact, Fact(event="removed", promise="commitments/x")], START))
    result = workshop.build(Changes(frozenset({str(lock)}), sweep=False))
    assert pages_made(result) == ["commitments/"]
    assert not _ran(result, "public")


def test_an_edit_elsewhere_compares_no_promise(site: Site) -> None:
    workshop = site.workshop()
    workshop.build()
    site.edit("content/communities/here.yaml", "示例街道", "另一街道")
    result = workshop.build(Changes(frozenset({str(site.root / "content/communities/here.yaml")}), sweep=False))
    assert not _ran(result, "unlocked_of_share")
    assert not _ran(result, "ledger")


def _cut_lock(site: Site) -> None:
    (site.root / LOCK).write_bytes((site.root / LOCK).read_bytes()[:300])


def _as_it_was(site: Site) -> None:
    for name, text in SITE.items():
        site.write(name, text)


EDITS: list[Rewrite] = [
    *(rewrite for rewrite, _, _ in REWRITES.values()),
    lambda site: site.add(BENCH, CHANGED),
    lambda site: site.add(BENCH, DONE),
    _drop(LOCK),
    _cut_lock,
    _as_it_was,
]


@by_the_second
@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(-60, 200), st.booleans()), min_size=1, max_size=5))
def test_a_site_that_is_kept_up_to_date_says_what_a_new_one_says(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[tuple[Rewrite, int, bool]]
) -> None:
    site = Site(tmp_path_factory.mktemp("site"))
    kept = site.workshop()
    kept.build()
    for edit, days, publishes in rounds:
        try:
            edit(site)
        except (AssertionError, FileNotFoundError):
            continue  # an earlier edit has taken away what this one is about
        kept._as_of = START + timedelta(days=days)
        fresh = site.workshop(kept._as_of)
        one = kept.build(Changes(frozenset(), sweep=True))
        two = fresh.build()
        assert one.problems == two.problems
        assert {path: made.digest for path, made in one.artifacts.items()} == {
            path: made.digest for path, made in two.artifacts.items()
        }
        assert one.next_change_on == two.next_change_on
        assert to_lock(kept.database) == to_lock(fresh.database)
        if publishes and one.is_sound:
            with_lock = publish_or_refused(kept, site, one)
            if with_lock is not None:
                again = site.workshop(kept._as_of).build()
                assert {path: made.digest for path, made in with_lock.artifacts.items()} == {
                    path: made.digest for path, made in again.artifacts.items()
                }


def publish_or_refused(workshop: Workshop, site: Site, result: BuildResult) -> BuildResult | None:
    try:
        return publish_site(workshop, site.places, result).result
    except DizaoError as error:
        assert error.problem.code == "lock-lines-lost"
        return None


_LINES = st.fixed_dictionaries(
    {},
    optional={
        "promise": st.sampled_from(["commitments/bench", "commitments/light-round", "commitments/gone"]),
        "to": st.sampled_from(["commitments/bench", "commitments/x"]),
        "record": st.sampled_from(["commitments/bench", "projects/light", "care/x", "nonsense"]),
        "kind": st.sampled_from(["dated", "aspiration", "nonsense"]),
        "text": st.sampled_from(["修好三张长椅", "{x}", "%(n)s", "<b>"]),
        "due": st.sampled_from(["2024-06-30", "--10-14"]),
        "at": st.sampled_from(["2024-06-30", "2024"]),
        "round": st.sampled_from(["2024-Q1", "2099", "2024-13"]),
        "about": st.sampled_from(["published", "nonsense"]),
        "interval": st.sampled_from(["P1M", "nonsense"]),
        "was": st.just({"text": "{y}"}),
        "now": st.sampled_from([{"text": "新"}, {"at": "2024-07-01"}, {"due": "2024-07-01"}]),
    },
)


@by_the_second
@given(st.lists(st.tuples(st.sampled_from(["published", "amended", "completed", "withdrawn", "moved", "removed",
    "restored", "supplemented", "corrected", "voided"]), _LINES, st.booleans()), max_size=6))  # fmt: skip
def test_whatever_a_lock_says_ends_in_words_and_pages(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[Any, dict[str, Any], bool]]
) -> None:
    site = Site(tmp_path_factory.mktemp("site"))
    site.publish()
    lock = site.root / LOCK
    hashes = tuple(line.hash for line in read(lock.read_bytes()).lines)
    facts = [Fact(event=event, of=hashes if is_about else (), **parts) for event, parts, is_about in said]
    lock.write_bytes(extended(read(lock.read_bytes()), facts, START))
    workshop = site.workshop()
    result = workshop.build()
    assert all(describe(problem, language) for problem in result.problems for language in ("zh", "en"))
    assert not [problem for problem in result.problems if problem.code.startswith(("template", "page"))]
    assert all(artifact.content() for artifact in result.artifacts.values())


def test_the_history_is_found_by_the_name_of_today(site: Site) -> None:
    database = site.workshop().database
    history = history_of(database, "commitments/light-lamp")
    assert history is not None
    assert history.record == "projects/light"


@pytest.mark.parametrize("text", ["3张", "600余件", "约30人", "至多5次", "若干棵", "3.5万元", "一万二千户", "120㎡"])
def test_a_quantity_is_written_down_so_that_it_can_be_read_again(text: str) -> None:
    quantity = parse_quantity(text)
    assert parse_quantity(str(quantity)) == quantity
