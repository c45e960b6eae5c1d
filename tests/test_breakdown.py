"""Promises kept against made, group by group; hazards by how long they took."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from generator.build import BuildResult, Workshop
from generator.catalog import Finding
from generator.config import Locations
from generator.listings import age_of
from generator.values import FuzzyDate

AS_OF = date(2026, 11, 23)
PROOF = "佐证: [{类型: 纪要, 日期: 2025-02-20, 采信: 是, 说明: 记录}]"
PROMISES = {
    "kept": f"责任: 物业\n作出: 2025-01-01\n期限: 2025-03-01\n完成: 2025-02-20\n{PROOF}\n",
    "late": f"责任: 物业\n作出: 2025-01-01\n期限: 2025-02-01\n完成: 2025-02-20\n{PROOF}\n",
    "over": "责任: 居委会\n作出: 2026-01-01\n期限: 2026-02-01\n",
    "open": "责任: 居委会\n作出: 2026-01-01\n期限: 2027-02-01\n",
    "unproved": "责任: 居委会\n作出: 2026-01-01\n期限: 2026-12-30\n完成: 2026-03-01\n",
    "wish": "类型: 愿景\n",
}


def built(root: Path, records: dict[str, str]) -> BuildResult:
    settings = "名称: 网站\n联系: {单位: 居委会}\n告示: 否\n"
    town = {name: f"名称: {name}社区\n区: 乙区\n街道: 丙街道\n" for name in ("a", "b")}
    for name, text in {"site": settings, **{f"communities/{name}": it for name, it in town.items()}, **records}.items():
        path = root / "content" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    result = Workshop(Locations(root, root / "output"), as_of=AS_OF, use_cache=False).build()
    assert result.is_sound, result.problems
    return result


def promised(root: Path) -> BuildResult:
    return built(root, {f"commitments/{name}": f"内容: {name}\n社区: a\n{it}" for name, it in PROMISES.items()})


def rows_of(result: BuildResult, url: str) -> list[list[str]]:
    """The rows of all tables of a page, cell by cell in plain words."""
    html = result.artifacts[f"{url}index.html"].content().decode()
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    cells = (re.findall(r"<t[hd] [^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows)
    return [[unescape(re.sub(r"<[^>]*>", "", cell)).strip() for cell in row] for row in cells]


def test_what_was_kept_stands_against_what_was_due_and_what_cannot_be_judged_beside_it(tmp_path: Path) -> None:
    rows = rows_of(promised(tmp_path), "commitments/")
    assert ["2026年", "3项", "1项：已逾期1项", "待核实1项、按期推进1项"] in rows
    assert ["2025年", "2项", "2项：已兑现1项、逾期兑现1项", "没有"] in rows
    assert ["居委会", "3项", "1项：已逾期1项", "待核实1项、按期推进1项"] in rows
    assert ["物业", "2项", "2项：已兑现1项、逾期兑现1项", "没有"] in rows


def test_each_row_leads_to_its_promises(tmp_path: Path) -> None:
    result = promised(tmp_path)
    html = result.artifacts["commitments/index.html"].content().decode()
    for link in re.findall(r'href="(by/[^"]+)"', html):
        assert f"commitments/{link}index.html" in result.artifacts
    assert {row[0] for row in rows_of(result, "commitments/by/year-2025/")[1:]} == {"kept", "late"}
    assert not any("物业" in path for path in result.artifacts)


def test_a_group_of_one_is_no_comparison(tmp_path: Path) -> None:
    result = built(tmp_path, {"commitments/one": "内容: 一\n社区: a\n责任: 物业\n作出: 2026-01-01\n期限: 2027-01-01\n"})
    assert not any(path.startswith("commitments/by/") for path in result.artifacts)
    assert rows_of(result, "commitments/") == []


def finding(state: str, found: str, fixed: str) -> Finding:
    days = [FuzzyDate(*map(int, day.split("-"))) if day else None for day in (found, fixed)]
    return Finding(state=state, found_at=days[0], fixed_at=days[1])


@pytest.mark.parametrize(
    ("state", "found", "fixed", "age"),
    [
        ("fixed", "2026-01-01", "2026-01-01", "days_7"),
        ("fixed", "2026-01-01", "2026-01-08", "days_7"),
        ("rechecked", "2026-01-01", "2026-01-09", "days_30"),
        ("fixed", "2026-01-01", "2026-01-31", "days_30"),
        ("fixed", "2026-01-01", "2026-02-01", "days_90"),
        ("fixed", "2026-01-01", "2026-04-01", "days_90"),
        ("fixed", "2026-01-01", "2026-04-02", "days_more"),
        ("fixed", "2026-01", "2026-04-02", "days_unknown"),
        ("fixed", "2026-01-01", "", "days_unknown"),
        ("fixing", "2026-01-01", "", "open"),
        ("reopened", "2026-01-01", "2026-01-03", "open"),
    ],
)
def test_a_hazard_is_as_old_as_it_took_to_put_right(state: str, found: str, fixed: str, age: str) -> None:
    assert age_of(finding(state, found, fixed), None) == age
    assert age_of(finding(state, "", fixed), FuzzyDate(*map(int, found.split("-")))) == age


def test_the_list_of_inspections_says_how_long_hazards_took(tmp_path: Path) -> None:
    hazard = "隐患: [{编号: a, 类别: 堵塞通道, 状态: 已整改, 说明: 杂物, 发现: 2026-01-01, 整改: 2026-01-04}]"
    text = f"标题: 查楼道\n社区: a\n类型: 消防自查\n日期: 2026-01-01\n范围: 楼道\n巡查人: 物业\n{hazard}\n"
    rows = rows_of(built(tmp_path, {"inspections/one": text}), "inspections/")
    assert ["7天以内", "1项", "查楼道"] in rows
    assert ["还没有整改", "没有", "没有"] in rows
