"""The tables: which fields they have, what these mean and in which unit, and where their values come from.

Names of tables and fields are for good: programs of others rest on them. Everything is explained in both languages,
since a file is read far from the site that it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from .. import vocabulary as v
from ..values import FuzzyDate, Money, Quantity, Text
from ..vocabulary import Choice, Choices

Cell = str | int | Decimal | bool | None


class Row(NamedTuple):
    """What the fields of one row are taken from.

    ``record`` is public (of a story it is the card, as a body is no data), ``part`` one of its parts where the table has
    a row for each, ``page`` the address of its page.
    """

    record: Any
    part: Any
    number: int
    page: str


class Column(NamedTuple):
    """One field. ``type`` is that of Table Schema; ``refers`` the table that its values are ids of."""

    name: str
    type: str
    zh: str
    en: str
    value: Callable[[Row], Cell]
    refers: str = ""
    choices: Choices = ()
    pattern: str = ""
    required: bool = False


class Table(NamedTuple):
    """One table: a row for each record of ``kind``, or for each of its ``parts``. By ``key`` rows are told apart."""

    name: str
    kind: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    parts: Callable[[Any], Iterable[Any]]
    key: tuple[str, ...] = ("id",)


# -- fields ---------------------------------------------------------------------------------------

_NO_YEAR = "X" * 4
"""Stands for the year that nobody knows (EDTF, ISO 8601-2)."""
DATE = r"(\d{4}|X{4})(-\d{2}(-\d{2})?)?"
_DATE_ZH = "知道到哪里写到哪里：2026-06-30、2026-06、2026；没有年份的，年份的四位都写作X（EDTF）"
_DATE_EN = "as far as known: 2026-06-30, 2026-06, 2026; without its year, its four digits are X (EDTF)"


def plain_date(when: FuzzyDate | date | None) -> str | None:
    """Return a date as the files have it. One without its year would be taken for a formula or another day by Excel."""
    if when is None:
        return None
    text = str(when)
    return f"{_NO_YEAR}{text[1:]}" if text.startswith("--") else text


def _get(path: str, of_part: bool) -> Callable[[Row], Any]:
    names = path.split(".")
    if len(names) == 1:
        return attrgetter(f"part.{path}" if of_part else f"record.{path}")

    def get(row: Row) -> Any:
        value = row.part if of_part else row.record
        for name in names:
            value = getattr(value, name) if value is not None else None
        return value

    return get


def _column(
    name: str, kind: str, zh: str, en: str, turn: Callable[[Any], Cell], path: str, part: bool, **more: Any
) -> Column:
    get = _get(path or name, part)
    return Column(name, kind, zh, en, lambda row: turn(get(row)), **more)


def _text(name: str, zh: str, en: str, path: str = "", *, part: bool = False, required: bool = False) -> Column:
    turn = lambda value: str(value) if value else None  # noqa: E731
    return _column(name, "string", zh, en, turn, path, part, required=required)


def _titled(name: str, zh: str, en: str, path: str = "") -> tuple[Column, ...]:
    """Return a text in Chinese and, where the editors wrote one, in English."""
    english = lambda value: value.en or None if isinstance(value, Text) else None  # noqa: E731
    return (
        _text(name, zh, en, path, required=True),
        _column(f"{name}_en", "string", f"{zh}，英文", f"{en}, in English", english, path or name, part=False),
    )


def _when(name: str, zh: str, en: str, path: str = "", *, part: bool = False) -> Column:
    zh, en = f"{zh}，{_DATE_ZH}", f"{en}, {_DATE_EN}"
    return _column(name, "string", zh, en, plain_date, path, part, pattern=DATE)


def _day(name: str, zh: str, en: str, path: str = "", *, part: bool = False) -> Column:
    return _column(name, "date", zh, en, lambda value: str(value) if value else None, path, part)


def _choice(name: str, zh: str, en: str, choices: Choices, path: str = "", *, part: bool = False) -> Column:
    return _column(name, "string", zh, en, lambda value: value or None, path, part, choices=choices)


def _whole(name: str, zh: str, en: str, path: str = "", *, part: bool = False) -> Column:
    return _column(name, "integer", zh, en, lambda value: value, path, part)


def _flag(name: str, zh: str, en: str, path: str = "", *, part: bool = False) -> Column:
    return _column(name, "boolean", zh, en, bool, path, part, required=True)


def _money(name: str, zh: str, en: str) -> Column:
    yuan = lambda value: value.yuan if isinstance(value, Money) else None  # noqa: E731
    return _column(name, "number", f"{zh}，单位：元", f"{en}, in yuan (CNY)", yuan, name, part=False)


def _quantity(
    name: str, zh: str, en: str, unit: tuple[str, str] | None = None, path: str = "", *, part: bool = False
) -> tuple[Column, ...]:
    """Return a number, how it was stated, and its unit where that is not always the same."""
    value = lambda it: it.value if isinstance(it, Quantity) else None  # noqa: E731
    qualifier = lambda it: str(it.qualifier) if isinstance(it, Quantity) else None  # noqa: E731
    named = lambda it: (it.unit or None) if isinstance(it, Quantity) else None  # noqa: E731
    zh_unit, en_unit = (f"，单位：{unit[0]}", f", in {unit[1]}") if unit else ("", "")
    path = path or name
    columns = (
        _column(name, "number", f"{zh}{zh_unit}", f"{en}{en_unit}", value, path, part),
        _column(
            f"{name}_qualifier", "string", f"{zh}：数是怎么说的", f"{en}: how the number was stated", qualifier, path, part,
            choices=v.QUALIFIERS,
        ),
    )  # fmt: skip
    if unit:
        return columns
    return (*columns, _column(f"{name}_unit", "string", f"{zh}的单位", f"Unit of: {en}", named, path, part))


def _refers(name: str, table: str, zh: str, en: str, path: str = "", *, part: bool = False) -> Column:
    turn = lambda ref: ref.partition("/")[2] or None if ref else None  # noqa: E731
    return _column(name, "string", zh, en, turn, path, part, refers=table)


def _names(name: str, zh: str, en: str, path: str = "", *, part: bool = False) -> Column:
    zh, en = f"{zh}，用空格隔开", f"{en}, separated by blanks"
    return _column(name, "string", zh, en, lambda refs: " ".join(refs or ()) or None, path, part)


def _id_of(row: Row) -> str:
    return str(row.record.ref).rpartition("/")[2]


def _unit_of_result(row: Row) -> str | None:
    stated = row.part.unit or (row.part.value.unit if row.part.value else "")
    return str(stated) if stated else None


def _own(kind: str) -> tuple[Column, ...]:
    """Return the fields that every record begins with."""
    return (
        Column("id", "string", f"{kind}的编号，永不改变", "Id, which never changes", _id_of, required=True),
        Column("page", "string", "网页的地址", "Address of its page", lambda row: row.page, required=True),
    )


_COMMUNITY = _refers("community", "communities", "社区的编号", "Id of the community")
_SUMMARY = _text("summary", "一句话说明", "Summary")
_LAST = (
    _names("topics", "主题的编号", "Ids of topics"),
    _flag("sample", "是示例数据，不是真实记录", "This is a sample and no real record"),
    _when("updated_at", "内容最后核对的日期", "When the record was last checked"),
)
_PEOPLE, _HOUSEHOLDS = ("人", "people"), ("户", "households")


def _itself(record: Any) -> Iterable[Any]:
    return (record,)


def _parent(name: str, table: str, zh: str, en: str) -> Column:
    return Column(name, "string", zh, en, _id_of, refers=table, required=True)


_NUMBER = Column(
    "number",
    "integer",
    "在这条记录里的序号，从1起",
    "Position in its record, from 1",
    lambda row: row.number,
    required=True,
)


# -- tables ---------------------------------------------------------------------------------------

_OF_RECORDS: tuple[Table, ...] = (
    Table("communities", "community", "社区", "Communities", (
        *_own("社区"),
        *_titled("name", "名称", "Name"),
        _text("city", "城市", "City"), _text("district", "区", "District"), _text("street", "街道", "Subdistrict"),
        *_quantity("area", "面积", "Area", ("平方公里", "km²")),
        *_quantity("households", "户数", "Households", _HOUSEHOLDS),
        *_quantity("residents", "人口", "Residents", _PEOPLE),
        _text("built", "房屋建成年代", "When its houses were built"),
        *_LAST,
    ), _itself),
    Table("partners", "partner", "共建单位", "Partner units", (
        *_own("共建单位"),
        *_titled("name", "名称", "Name"),
        _choice("type", "类型", "Type", v.PARTNER_TYPES),
        _COMMUNITY,
        _text("relation", "和社区的关系", "Relation to the community"),
        _when("since", "从什么时候开始共建", "Partner since"),
        *_LAST,
    ), _itself),
    Table("projects", "project", "共建项目", "Projects", (
        *_own("项目"),
        *_titled("title", "标题", "Title"),
        _COMMUNITY,
        _choice("category", "类别", "Category", v.CATEGORIES),
        _choice("state", "状态", "State", v.PROJECT_STATES),
        _SUMMARY,
        _when("start", "开始", "Start"), _when("end", "结束", "End"),
        _money("budget", "预算", "Budget"), _money("cost", "花费", "Cost"),
        *_quantity("beneficiaries", "受益的户数或人数", "Households or people who benefit"),
        *(_flag(f"has_{one.key}", f"有{one.zh}的记录", f"Has a record of: {one.english}", f"stages.{one.key}") for one in v.STAGES),
        _names("partners", "共建单位的编号", "Ids of partner units"),
        *_LAST,
    ), _itself),
    Table("project_results", "project", "项目成效", "Results of projects", (
        _parent("project", "projects", "项目的编号", "Id of the project"), _NUMBER,
        _text("metric", "指标", "Metric", part=True),
        *_quantity("before", "之前的数值", "Value before", part=True)[:2],
        *_quantity("value", "数值", "Value", part=True)[:2],
        Column("unit", "string", "数值的单位", "Unit of the values", _unit_of_result),
        _text("method", "怎么量的", "How it was measured", part=True),
    ), lambda record: record.outcomes, ("project", "number")),
    Table("drills", "drill", "演练", "Drills", (
        *_own("演练"),
        *_titled("title", "标题", "Title"),
        _COMMUNITY,
        _choice("type", "类型", "Type", v.DRILL_TYPES), _choice("state", "状态", "State", v.DRILL_STATES),
        _when("date", "日期", "Date"), _text("place", "地点", "Place", "place.name"),
        _text("organiser", "组织单位", "Organiser"),
        _whole("first_action_s", "报警到开始行动的时间，单位：秒", "Time from the alarm to the first action, in seconds (s)"),
        _whole("evac_time_s", "疏散用时，单位：秒", "Evacuation time, in seconds (s)"),
        _whole("target_evac_s", "疏散目标时间，单位：秒", "Target of the evacuation time, in seconds (s)"),
        *_quantity("assembly_count", "集合点人数", "People at the assembly point", _PEOPLE),
        Column("problems", "integer", "发现的问题，单位：个", "Problems found", lambda row: len(row.record.problems), required=True),
        _refers("project", "projects", "所属项目的编号", "Id of its project"),
        *_LAST,
    ), _itself),
    Table("inspections", "inspection", "巡查", "Inspections", (
        *_own("巡查"),
        *_titled("title", "标题", "Title"),
        _COMMUNITY,
        _choice("type", "类型", "Type", v.INSPECTION_TYPES),
        _when("date", "日期", "Date"), _text("scope", "范围", "Scope"), _text("by_role", "由谁巡查", "Inspected by (role)"),
        *_quantity("items_checked", "检查的数量", "Items checked"), *_quantity("pass_count", "合格的数量", "Items that passed"),
        _refers("project", "projects", "所属项目的编号", "Id of its project"),
        *_LAST,
    ), _itself),
    Table("findings", "inspection", "隐患", "Findings", (
        _parent("inspection", "inspections", "巡查的编号", "Id of the inspection"), _NUMBER,
        _text("finding", "隐患的编号", "Id of the finding", "id", part=True),
        _choice("category", "类别", "Category", v.FINDING_CATEGORIES, part=True),
        _choice("severity", "程度", "Severity", v.SEVERITIES, part=True),
        _choice("state", "状态", "State", v.FINDING_STATES, part=True),
        *_quantity("count", "数量", "Count", part=True),
        _when("found_at", "发现日期", "Found on", part=True), _when("due", "整改期限", "To be fixed by", part=True),
        _when("fixed_at", "整改日期", "Fixed on", part=True), _when("recheck_at", "复查日期", "Rechecked on", part=True),
        _refers("commitment", "commitments", "整改承诺的编号", "Id of the promise to fix it", part=True),
    ), lambda record: record.findings, ("inspection", "number")),
    Table("meetings", "meeting", "会议", "Meetings", (
        *_own("会议"),
        *_titled("title", "标题", "Title"),
        _COMMUNITY,
        _choice("type", "类型", "Type", v.MEETING_TYPES),
        _when("date", "日期", "Date"), _text("topic", "议题", "Topic"), _text("convenor", "召集单位", "Convenor"),
        *_LAST,
    ), _itself),
    Table("needs", "meeting", "诉求和答复", "Requests and answers", (
        _parent("meeting", "meetings", "会议的编号", "Id of the meeting"), _NUMBER,
        _text("text", "诉求", "Request", part=True),
        _choice("via", "怎么提出的", "How it was raised", v.NEED_CHANNELS, part=True),
        _choice("state", "办到哪一步", "State", v.NEED_STATES, part=True),
        _text("answer", "答复", "Answer", part=True), _when("replied_at", "答复日期", "Answered on", part=True),
        _choice("satisfaction", "回访结果", "Satisfaction", v.SATISFACTION, part=True),
    ), lambda record: record.needs, ("meeting", "number")),
    Table("commitments", "commitment", "承诺", "Promises", (
        *_own("承诺"),
        *_titled("text", "内容", "What was promised"),
        _COMMUNITY,
        _choice("kind", "种类", "Kind", v.COMMITMENT_KINDS, "type"),
        _text("owner", "责任单位或岗位", "Owner (role or unit)"),
        _when("made_at", "作出日期", "Made on"),
        _when("due", "现在的期限，期限是这段时间的最后一天", "Due date in force; the last day of the period counts"),
        _when("first_due", "最初的期限", "Due date as first published", "original.due"),
        _when("completed_at", "报告完成的日期", "Reported as done on"),
        _choice("status", "状态，由日期和佐证推算", "Status, derived from dates and evidence", v.STATUSES, "standing.status"),
        _day("status_since", "从哪天起是这个状态", "Since when it has this status", "standing.since"),
        _day("status_until", "到哪天（不含）状态会变", "The day on which its status will change", "standing.next_change_on"),
        Column("amendments", "integer", "变更次数", "Number of amendments", lambda row: len(row.record.changes), required=True),
        _text("source_record", "出自哪条记录", "Full name of the record that it was made in"),
        _refers("partner", "partners", "负责的共建单位的编号", "Id of the partner unit that owes it"),
        *_LAST,
    ), _itself),
    Table("commitment_rounds", "commitment", "周期承诺各轮", "Rounds of recurring promises", (
        _parent("commitment", "commitments", "承诺的编号", "Id of the promise"),
        _text("period", "哪一轮：2026-Q3", "The round: 2026-Q3", "name", part=True, required=True),
        _day("due", "期限", "Due date", part=True), _when("completed_at", "完成日期", "Done on", part=True),
        _choice("status", "状态", "Status", v.STATUSES, "standing.status", part=True),
        _day("status_since", "从哪天起是这个状态", "Since when it has this status", "standing.since", part=True),
    ), lambda record: record.periods, ("commitment", "period")),
    Table("commitment_changes", "commitment", "承诺的变更", "Amendments of promises", (
        _parent("commitment", "commitments", "承诺的编号", "Id of the promise"), _NUMBER,
        _when("at", "变更日期", "Amended on", part=True),
        _when("due_before", "变更前的期限", "Due date before", "before.due", part=True),
        _when("due_after", "变更后的期限", "Due date since", "after.due", part=True),
        _text("reason", "原因", "Reason", part=True),
        _day("published_on", "居民得知的日期，和变更日期不同时才写", "When residents were told, where that is another day", part=True),
    ), lambda record: record.changes, ("commitment", "number")),
    Table("outcomes", "outcome", "成效指标", "Outcome metrics", (
        *_own("指标"),
        *_titled("name", "名称", "Name"),
        _COMMUNITY,
        _text("unit", "单位", "Unit"), _text("method", "怎么量的", "How it is measured"),
        _choice("direction", "越高越好还是越低越好", "Which way is better", v.DIRECTIONS),
        *_quantity("baseline", "基准值", "Baseline"), *_quantity("target", "目标值", "Target"),
        *_LAST,
    ), _itself),
    Table("outcome_points", "outcome", "成效数据", "Outcome data", (
        _parent("outcome", "outcomes", "指标的编号", "Id of the metric"), _NUMBER,
        _text("period", "哪一期：2026-Q3", "The period: 2026-Q3", part=True, required=True),
        *_quantity("value", "数值", "Value", part=True),
        _whole("n", "样本数", "Sample size", part=True),
        _text("source", "来源", "Source", part=True),
    ), lambda record: record.points, ("outcome", "number")),
    Table("stories", "story", "故事", "Stories", (
        *_own("故事"),
        *_titled("title", "标题", "Title"),
        _COMMUNITY,
        _when("date", "日期", "Date"), _SUMMARY,
        *_LAST,
    ), _itself),
)  # fmt: skip

CARE_COUNTS = Table("care_counts", "care_case", "关爱帮扶的数目", "Numbers of care cases", (
    _choice("category", "类别", "Category", v.CARE_CATEGORIES),
    _whole("cases", "同意公开数目的案例，单位：个；太少时留空", "Cases whose consent covers open data; empty where there are few", "count.value"),
    _choice("shown", "数目是怎么给出的", "How the number is told", (
        Choice("exact", "准确"), Choice("few", "少于5", "fewer than five, perhaps none"),
        Choice("withheld", "不公开", "withheld, since others would give it away"),
    ), "count.shown"),
), _itself, ("category",))  # fmt: skip
"""All that is told of care cases: a row for each category, small numbers suppressed by the gate."""

TABLES = (*_OF_RECORDS, CARE_COUNTS)


def table_named(name: str) -> Table | None:
    """Return the table with this name."""
    return _BY_NAME.get(name)


_BY_NAME = {table.name: table for table in TABLES}
