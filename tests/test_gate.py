"""What a consent allows of a care case: where it appears, how exactly, and until when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.build import BuildResult, Workshop
from generator.catalog import CareCase
from generator.config import Locations
from generator.privacy import may_appear_in, public

AS_OF = date(2026, 11, 23)
CONSENT = "类型: 单独同意\n同意人: 本人\n公开渠道: [网站{channels}]\n签署: 2026-01-01\n到期: 2027-01-01\n"
CASE = """化名: 花田
社区: a
类别: 独居老人
月份: 2026-05
概述: 邻居常来帮忙
状态: 结案
结案月份: 2026-08
发布: 已发布
授权: c
撰写: 网格员
审核: {角色: 社区副书记, 日期: 2026-06-01}
更新: 2026-09-09
更正: [{日期: 2026-09-08, 内容: 改了一个字}]
帮扶:
  - {类型: 探访, 月份: 2026-06, 谁: 社区书记李建国, 署名授权: helper}
"""
NAMED = "社区书记李建国".encode()


class Place:
    """A small site with one care case."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("site.yaml", "名称: 网站\n联系: {单位: 居委会}\n")
        self.write("communities/a.yaml", "名称: 甲社区\n区: 乙区\n街道: 丙街道\n")
        self.write("consents/c.yaml", CONSENT.format(channels=", 开放数据"))
        self.write("consents/helper.yaml", CONSENT.format(channels=""))
        self.write("care/x.yaml", CASE)

    def write(self, name: str, text: str) -> None:
        path = self.root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def build(self, day: date = AS_OF) -> tuple[Workshop, BuildResult]:
        workshop = Workshop(Locations(self.root, self.root / "output"), as_of=day, use_cache=False)
        return workshop, workshop.build()

    def case(self) -> CareCase:
        workshop, result = self.build()
        assert result.is_sound, result.problems
        found = public(workshop.database, "care/x")
        assert isinstance(found, CareCase)
        return found


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_case_appears_where_its_consent_says_and_anything_else_everywhere(place: Place) -> None:
    workshop, _ = place.build()
    channels = ("web", "feed", "poster", "dataset")
    assert [may_appear_in(workshop.database, "care/x", it) for it in channels] == [True, False, False, True]
    assert all(may_appear_in(workshop.database, "communities/a", it) for it in channels)
    assert not may_appear_in(workshop.database, "communities/none", "web")


def test_a_case_appears_nowhere_once_its_consent_has_ended(place: Place) -> None:
    workshop, result = place.build(date(2027, 1, 1))
    assert result.is_sound
    assert not any(may_appear_in(workshop.database, "care/x", it) for it in ("web", "dataset"))


def test_dates_of_a_case_are_cut_to_months(place: Place) -> None:
    case = place.case()
    dates = (case.month, case.closed_month, case.supports[0].month, case.updated_at, case.corrections[0].at)
    assert [str(when) for when in dates] == ["2026-05", "2026-08", "2026-06", "2026-09", "2026-09"]


def test_dates_of_a_case_are_cut_to_years_where_no_more_was_agreed_to(place: Place) -> None:
    place.write("consents/c.yaml", CONSENT.format(channels="") + "日期精度: 年\n")
    case = place.case()
    dates = (case.month, case.closed_month, case.supports[0].month, case.updated_at, case.corrections[0].at)
    assert {str(when) for when in dates} == {"2026"}


def test_days_are_told_where_they_were_agreed_to(place: Place) -> None:
    place.write("consents/c.yaml", CONSENT.format(channels="") + "日期精度: 日\n")
    place.write("care/x.yaml", CASE + "结果: 8月3日回了家\n")
    assert str(place.case().corrections[0].at) == "2026-09-08"


def test_the_community_is_left_out_where_no_place_was_agreed_to(place: Place) -> None:
    assert place.case().community == "communities/a"
    place.write("consents/c.yaml", CONSENT.format(channels="") + "地点精度: 不写\n")
    assert place.case().community == ""


def test_a_helper_is_named_while_a_consent_of_their_own_holds(place: Place) -> None:
    _, result = place.build(date(2026, 12, 31))
    assert result.is_sound
    page = result.artifacts["care/x/index.html"].content()
    assert NAMED in page
    _, result = place.build(date(2027, 1, 1))
    assert result.is_sound
    assert not any(NAMED in artifact.content() for artifact in result.artifacts.values())


@pytest.mark.parametrize("consent", ["类型: 服务同意", "公开渠道: [公告栏]", "签署: 2026-12-01", "同意人: 代理人"])
def test_a_helper_is_not_named_on_a_consent_to_something_else(consent: str, place: Place) -> None:
    key = consent.partition(":")[0]
    lines = CONSENT.format(channels="").splitlines()
    place.write("consents/helper.yaml", "\n".join(consent if line.startswith(key) else line for line in lines))
    _, result = place.build()
    assert [problem.code for problem in result.problems if problem.level == "error"] == ["P12"]


def test_no_consent_in_the_settings_can_lift_what_is_always_blocked(place: Place) -> None:
    place.write("site.yaml", "名称: 网站\n联系: {单位: 居委会}\n可以公开: [抑郁症]\n")
    place.write("care/x.yaml", CASE + "结果: 抑郁症好多了\n")
    _, result = place.build()
    assert "P06" in {problem.code for problem in result.problems}
