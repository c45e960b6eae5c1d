"""A pseudonym has nothing to do with the name, as far as the private folder can tell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.build import BuildResult, Workshop
from generator.config import Locations
from generator.i18n import describe
from generator.problems import Problem

AS_OF = date(2026, 11, 23)
CONSENT = "类型: 单独同意\n同意人: 本人\n公开渠道: [网站]\n签署: 2026-01-01\n到期: 2027-01-01\n"
CASE = (
    "化名: {alias}\n社区: a\n类别: 照护者\n月份: 2026-05\n概述: 邻居常来帮忙\n状态: 结案\n发布: 已发布\n授权: c\n"
    "撰写: 网格员\n审核: {{角色: 社区副书记, 日期: 2026-06-01}}\n"
)
RECORD = "编号: c\n姓名: {name}\n住址: 示例路9号\n见证人: 网格员\n"


def build(root: Path, alias: str, private: dict[str, str], *, use_cache: bool = False) -> BuildResult:
    site = root / "site"
    files = {
        "site/content/site.yaml": "名称: 网站\n联系: {单位: 居委会}\n",
        "site/content/communities/a.yaml": "名称: 甲社区\n区: 乙区\n街道: 丙街道\n",
        "site/content/consents/c.yaml": CONSENT,
        "site/content/care/x.yaml": CASE.format(alias=alias),
    } | {f"private/{name}": text for name, text in private.items()}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    workshop = Workshop(Locations(site, site / "output", private=root / "private"), as_of=AS_OF, use_cache=use_cache)
    result = workshop.build()
    if use_cache:
        workshop.save()
    return result


def akin(result: BuildResult) -> list[Problem]:
    return [problem for problem in result.problems if problem.code == "P04-private"]


@pytest.mark.parametrize(
    ("alias", "name", "reason"),
    [
        ("梅花奶奶", "何春梅", "用了姓名里的字"),
        ("桂枝阿姨", "何贵芝", "和名字同音"),
        ("方糖爷爷", "何芳", "和名字同音"),
        ("何首乌奶奶", "何春梅", "用了姓名里的字"),
        ("HCM", "何春梅", ""),
    ],
)
def test_a_pseudonym_from_which_the_name_could_be_guessed_stops_the_publication(
    alias: str, name: str, reason: str, tmp_path: Path
) -> None:
    result = build(tmp_path, alias, {"consents/c.yaml": RECORD.format(name=name)})
    assert not result.is_sound
    if reason:
        (problem,) = akin(result)
        assert (problem.where.path, problem.where.line) == ("content/care/x.yaml", 1)
        said, _ = describe(problem, "zh")
        assert reason in said
        assert name not in said


@pytest.mark.parametrize("alias", ["桂花奶奶", "谷雨人家", "香樟人家", "石榴爷爷"])
def test_a_pseudonym_that_has_nothing_to_do_with_the_name_is_fine(alias: str, tmp_path: Path) -> None:
    assert akin(build(tmp_path, alias, {"consents/c.yaml": RECORD.format(name="何春梅")})) == []


def test_a_line_of_a_table_is_the_record_of_its_own_case_only(tmp_path: Path) -> None:
    table = "授权,姓名\nc,何春梅\nd,何桂花\n"
    assert akin(build(tmp_path, "桂树奶奶", {"names.csv": table})) == []
    assert akin(build(tmp_path, "春天奶奶", {"names.csv": table}))


def test_the_whole_name_of_anybody_is_no_pseudonym(tmp_path: Path) -> None:
    assert akin(build(tmp_path, "柳如烟", {"people.csv": "姓名,电话\n柳如烟,139-0000-0000\n"}))


def test_the_problem_is_there_until_it_is_mended_also_for_a_new_process(tmp_path: Path) -> None:
    private = {"consents/c.yaml": RECORD.format(name="何春梅")}
    assert [bool(akin(build(tmp_path, "梅花奶奶", private, use_cache=True))) for _ in range(2)] == [True, True]
    assert akin(build(tmp_path, "桂花奶奶", private, use_cache=True)) == []
