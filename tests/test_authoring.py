from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from generator.authoring import field_reference, init_site, json_schema, kind_named, new_record
from generator.authoring.__main__ import HANDBOOK
from generator.authoring.reference import with_reference
from generator.build import BuildResult, Workshop
from generator.config import Locations
from generator.i18n import describe
from generator.models import MODELS, Site, fields_of
from generator.models.decode import decode
from generator.models.records import Project
from generator.problems import DizaoError
from generator.report import as_text
from generator.source import parse_yaml, split_markdown
from generator.vocabulary import KIND_NAMED, RECORD_KINDS, STATUSES, RecordKind

TODAY = date(2026, 11, 23)
PROJECT = Path(__file__).parent.parent
KINDS = [pytest.param(kind, id=kind.name) for kind in RECORD_KINDS]
LANGUAGES = ["zh", "en"]
TITLE = "春季灭火器: 自查"


def built(site: Path) -> BuildResult:
    return Workshop(Locations(site, site / "output"), as_of=TODAY, use_cache=False).build()


def error_of(action: Any) -> DizaoError:
    with pytest.raises(DizaoError) as raised:
        action()
    return raised.value


@pytest.fixture
def site(tmp_path: Path) -> Path:
    init_site(tmp_path / "site", "zh")
    return tmp_path / "site"


# -- new ------------------------------------------------------------------------------------------------


def front_of(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return split_markdown(path.name, text)[0] if path.suffix == ".md" else text


@pytest.mark.parametrize("language", LANGUAGES)
def test_new_files_pass_check_but_for_what_only_the_editor_can_know(tmp_path: Path, language: str) -> None:
    site = tmp_path / "site"
    init_site(site, language)
    made = [new_record(site, kind.name, TITLE, language=language, today=TODAY) for kind in RECORD_KINDS]
    named: dict[str, set[int]] = {}
    for problem in built(site).problems:
        assert problem.code in {"empty-field", "missing-field"}, problem
        named.setdefault(problem.where.path, set()).add(problem.where.line)
    for path in made:
        lines = path.read_text(encoding="utf-8").splitlines()
        empty = {number for number, line in enumerate(lines, 1) if re.fullmatch(r"\w+:", line)}
        assert named.get(path.relative_to(site).as_posix(), set()) == empty, path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_kind_is_in_its_new_file(tmp_path: Path, kind: RecordKind, language: str) -> None:
    text = new_record(tmp_path, kind.name, TITLE, language=language, today=TODAY).read_text(encoding="utf-8")
    unneeded = {"slug", "former"} | ({"id"} if kind.name == "commitment" else set())
    for field in fields_of(MODELS[kind.name]):
        if field.name not in unneeded:
            key = field.name if language == "en" else field.key.zh
            assert re.search(rf"^(# )?{key}:", text, re.MULTILINE), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_field_is_taken_up_by_deleting_two_characters(tmp_path: Path, kind: RecordKind, language: str) -> None:
    front = front_of(new_record(tmp_path, kind.name, TITLE, language=language, today=TODAY))
    _, _, offered = front.rpartition(" ----\n")
    taken_up = front.removesuffix(offered) + re.sub("^# ", "", offered, flags=re.MULTILINE)
    read = decode(parse_yaml("new.yaml", taken_up), MODELS[kind.name])
    assert read.record is not None
    assert {problem.code for problem in read.problems} <= {"empty-field"}


def test_what_is_known_is_filled_in(site: Path) -> None:
    story = front_of(new_record(site, "故事", "春天", language="zh", today=TODAY))
    assert "\n标题: 春天\n" in story
    assert "\n日期: 2026-11-23\n" in story
    assert "\n社区: sample\n" in story
    promise = front_of(new_record(site, "承诺", "修灯", language="zh", today=TODAY))
    assert "\n内容: 修灯\n" in promise
    assert "\n作出: 2026-11-23\n" in promise


def test_the_day_of_an_event_is_left_to_the_editor(site: Path) -> None:
    for kind in ("drill", "meeting", "inspection", "consent"):
        assert TODAY.isoformat() not in new_record(site, kind, "春天", language="zh", today=TODAY).read_text("utf-8")


def test_of_several_communities_none_is_filled_in_and_all_are_named(site: Path) -> None:
    new_record(site, "community", "东湖", slug="east-lake", language="zh", today=TODAY)
    text = new_record(site, "meeting", "会", language="zh", today=TODAY).read_text("utf-8")
    assert "\n社区:\n" in text
    assert "现有的社区：east-lake sample" in text


AWKWARD = ["a: b", "# 号", "- 横", "[方]", '"引"', "'单'", "{花", "*星", "&和", "yes", "尾:", "a #b", "!叹", "%", "|"]


@pytest.mark.parametrize("title", AWKWARD)
def test_any_title_is_read_back_as_it_was_given(tmp_path: Path, title: str) -> None:
    path = new_record(tmp_path, "project", title, language="zh", today=TODAY)
    record = decode(parse_yaml("new.yaml", path.read_text("utf-8")), Project).record
    assert record is not None
    assert str(record.title) == title


def test_a_title_with_line_ends_and_controls_becomes_one_line(tmp_path: Path) -> None:
    path = new_record(tmp_path, "project", " 甲\n乙\x07丙 ", language="zh", today=TODAY)
    assert "\n标题: 甲 乙 丙\n" in path.read_text("utf-8")


def test_the_file_is_named_by_the_pinyin_of_the_title(tmp_path: Path) -> None:
    path = new_record(tmp_path, "project", "银行门口，修路！", language="zh", today=TODAY)
    assert path == tmp_path / "content/projects/yin-hang-men-kou-xiu-lu.yaml"


@pytest.mark.parametrize(("title", "name"), [("？！", "page-2026-11-23"), ("", "page-2026-11-23"), ("CON", "page-con")])
def test_a_name_that_no_file_can_have_is_replaced(tmp_path: Path, title: str, name: str) -> None:
    assert new_record(tmp_path, "page", title, language="zh", today=TODAY).stem == name


def test_the_name_given_by_the_editor_counts(tmp_path: Path) -> None:
    path = new_record(tmp_path, "drill", "演练", slug="spring-2026", language="zh", today=TODAY)
    assert path.name == "spring-2026.yaml"


@pytest.mark.parametrize("slug", ["../up", "Übung", "A", "a b", "a--b", "-a", "nul"])
def test_a_name_that_is_no_address_is_refused(tmp_path: Path, slug: str) -> None:
    error = error_of(lambda: new_record(tmp_path, "drill", "演练", slug=slug, language="zh", today=TODAY))
    assert (error.problem.code, error.exit_code) == ("bad-slug", 2)
    assert not list(tmp_path.rglob("*.yaml"))


def test_an_existing_file_stays_as_it_is_in_whatever_folder(site: Path) -> None:
    first = new_record(site, "drill", "演练", language="zh", today=TODAY)
    moved = site / "content/drills/2026" / first.name
    moved.parent.mkdir()
    first.rename(moved)
    moved.write_text("我写的", encoding="utf-8")
    error = error_of(lambda: new_record(site, "drill", "演练", language="zh", today=TODAY))
    assert (error.problem.code, error.exit_code) == ("file-exists", 2)
    assert describe(error.problem, "zh")[0] == "content/drills/2026/yan-lian.yaml 已经存在"
    assert moved.read_text("utf-8") == "我写的"
    assert not first.exists()


@pytest.mark.parametrize("word", ["care_case", "care-case", "care", "关爱案例", "Care Case", " care "])
def test_a_kind_is_known_by_any_of_its_words(word: str) -> None:
    assert kind_named(word) is KIND_NAMED["care_case"]


def test_part_of_a_kind_s_name_will_do_where_no_other_kind_has_it() -> None:
    for word, kind in {"项目": "project", "单位": "partner", "授权": "consent", "案例": "care_case"}.items():
        assert kind_named(word) is KIND_NAMED[kind]
    for nothing in ("公", "", "关 爱"):
        assert error_of(lambda word=nothing: kind_named(word)).problem.code == "unknown-kind"


def test_of_an_unknown_kind_the_nearest_is_named(tmp_path: Path) -> None:
    error = error_of(lambda: new_record(tmp_path, "巡察", "三月", language="zh", today=TODAY))
    assert error.exit_code == 2
    assert describe(error.problem, "zh") == ("没有「巡察」这一类内容", "是不是「巡查（inspection）」？")
    far = error_of(lambda: kind_named("zzz")).problem
    assert describe(far, "zh")[1].startswith("可以用：社区、共建单位、共建项目")


def test_a_care_case_begins_with_consent_and_as_a_draft(site: Path) -> None:
    text = new_record(site, "关爱案例", "桂花奶奶", language="zh", today=TODAY).read_text("utf-8")
    assert "\n发布: 草稿\n" in text
    assert text.index("取得当事人的单独同意") < text.index("授权:") < text.index("化名:")
    assert "# 绝不写：真实姓名" in text


def test_a_consent_holds_no_name(site: Path) -> None:
    path = new_record(site, "公开授权", "桂花奶奶", slug="consent-1", language="zh", today=TODAY)
    assert "桂花" not in path.read_text("utf-8")


def test_the_hints_in_a_new_text_reach_no_page(site: Path) -> None:
    path = new_record(site, "page", "常见问题", language="zh", today=TODAY)
    pages = {artifact.path: artifact for artifact in built(site).artifacts.values()}
    page = pages[f"{path.stem}/index.html"].content().decode()
    assert "这一页讲什么" in page
    assert "从这里写正文" not in page


# -- init -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_site_has_no_problem_and_builds(tmp_path: Path, language: str) -> None:
    written = init_site(tmp_path / "site", language)
    assert set(written) == {path for path in (tmp_path / "site").rglob("*") if path.is_file()}
    result = built(tmp_path / "site")
    assert result.problems == ()
    assert {"index.html", "about/index.html", "privacy/index.html", "accessibility/index.html"} <= {
        artifact.path for artifact in result.artifacts.values()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_invented_in_a_new_site_says_so(tmp_path: Path, language: str) -> None:
    init_site(tmp_path, language)
    key = "sample: yes" if language == "en" else "示例: 是"
    for path in (tmp_path / "content").rglob("*.*"):
        if path.parent.name != "pages" and path.name != "site.yaml":
            assert key in path.read_text("utf-8"), path


def test_an_english_site_holds_no_chinese(tmp_path: Path) -> None:
    init_site(tmp_path, "en")
    for path in (tmp_path, *(tmp_path / "content").rglob("*.*"), tmp_path / "README.md"):
        if path.is_file():
            assert not re.search(r"[\u4e00-\u9fff]", path.read_text("utf-8")), path


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "作业.docx").write_bytes(b"x")
    error = error_of(lambda: init_site(tmp_path, "zh"))
    assert (error.problem.code, error.exit_code) == ("directory-not-empty", 2)
    assert [path.name for path in tmp_path.iterdir()] == ["作业.docx"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_bytes(b"x")
    assert error_of(lambda: init_site(tmp_path / "site", "zh")).problem.code == "directory-not-empty"


def test_a_folder_that_cannot_be_made_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    error = error_of(lambda: init_site(tmp_path / "file" / "site", "zh"))
    assert (error.problem.code, error.exit_code) == ("output-unwritable", 3)


def test_a_folder_with_only_a_repository_in_it_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    init_site(tmp_path, "zh")
    assert (tmp_path / "content/site.yaml").is_file()
    assert (tmp_path / ".gitignore").is_file()
    assert "content/promises.lock text eol=lf merge=union" in (tmp_path / ".gitattributes").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_vs_code_gets_a_schema_for_every_kind(tmp_path: Path, language: str) -> None:
    init_site(tmp_path, language)
    settings = json.loads((tmp_path / ".vscode/settings.json").read_text("utf-8"))
    assert len(settings["yaml.schemas"]) == len(RECORD_KINDS) + 1
    for schema, patterns in settings["yaml.schemas"].items():
        Draft202012Validator.check_schema(json.loads((tmp_path / schema).read_text("utf-8")))
        assert all(pattern.startswith("content/") for pattern in patterns)
    assert "redhat.vscode-yaml" in (tmp_path / ".vscode/extensions.json").read_text("utf-8")


# -- JSON Schema ----------------------------------------------------------------------------------------


class CoreLoader(yaml.SafeLoader):
    """Reads scalars as YAML 1.2 does, as VS Code's extension does: no dates, no ``yes``, but numbers and ``true``."""


CoreLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)
CoreLoader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def wrong_in(kind: str, text: str, loader: Any = CoreLoader) -> list[str]:
    validator = Draft202012Validator(json_schema(kind))
    return [error.message for error in validator.iter_errors(yaml.load(text, Loader=loader))]


def written_files() -> Iterator[Any]:
    """Every file of content that the project ships, with its kind."""
    for root in (PROJECT, PROJECT / "generator/starter/zh", PROJECT / "generator/starter/en"):
        for path in sorted((root / "content").rglob("*.*")):
            parts = path.relative_to(root / "content").parts
            kind = next((kind.name for kind in RECORD_KINDS if kind.folder == parts[0]), None)
            language = path.suffixes[0] if len(path.suffixes) > 1 else ""
            if path.name == "site.yaml" or kind:
                yield pytest.param(f"{kind or 'site'}{language}", path, id=path.relative_to(PROJECT).as_posix())


@pytest.mark.parametrize(("kind", "path"), list(written_files()))
def test_all_shipped_content_is_valid(kind: str, path: Path) -> None:
    assert wrong_in(kind, front_of(path)) == []
    assert wrong_in(kind, front_of(path), yaml.BaseLoader) == []


@pytest.mark.parametrize("kind", [*(kind.name for kind in RECORD_KINDS), "site"])
def test_every_key_is_valid_in_both_languages(kind: str) -> None:
    schema = json_schema(kind)
    for field in fields_of(MODELS.get(kind, Site)):
        assert {field.name, field.key.zh} <= set(schema["properties"])


@pytest.mark.parametrize(("language", "own", "other"), [("zh", "标题", "title"), ("en", "title", "标题")])
def test_only_keys_of_the_language_of_the_site_are_proposed(language: str, own: str, other: str) -> None:
    properties = json_schema("drill", language=language)["properties"]
    assert "doNotSuggest" not in properties[own]
    assert properties[other]["doNotSuggest"]


DRILL = "标题: 演练\n社区: a\n类型: 疏散\n日期: 2026-06-30\n地点: 院里\n组织: 居委会\n"

ACCEPTED = {
    "drill": """
        下次: 2026-6-3 | 下次: 2026/6/30 | 下次: 2026.06 | 下次: 2026 | 下次: 2026年6月30日 | 下次: 10月14日
        下次: --10-14 | 下次: --12 | 下次: ２０２６年６月 | 下次: 原文未注明 | 更新: 2026年6月3日
        疏散秒数: 210 | 疏散秒数: '210' | evac time s: 210 | evac-time-s: 210 | first_action_s: ２１０
        报警: 9:30 | 报警: 09：30 | alarm_at: '23:59'
        清点人数: 52 | 清点人数: 约 50 人 | 清点人数: 若干 | 清点人数: 三十二人 | 清点人数: {数值: 50, 限定: 约}
        状态: 已复盘 | 状态: Held | 状态: actions-closed | state: ACTIONS CLOSED | 状态: | 状态: 不详 | 清点人数: 不详
        示例: 是 | 示例: yes | 示例: true | 示例: 1 | 示例: 否 | slug: 2026 | 图片:
        概述: 2026 | 概述: true | 概述: {中文: 练, 英文: drill} | 概述: {zh: 练} | 概述:
        共建单位: a、b | 共建单位: [a, b] | 共建单位: 12 | 参加: [{人群: 居民, 人数: 30}] | 主题: [消防安全]
        来源: [社区台账] | 来源: 不详 | 地点: {名称: 院里, 精度: area}
    """,
    "consent": """
        公开渠道: 网站、公告栏 | 公开渠道: [Web, 公告栏] | 公开渠道: [网站、公告栏]
        签署: 2026年4月1日 | 签署: 2026/4/1
    """,
    "meeting": "诉求: [{编号: a, 内容: b, 渠道: 12345}] | 决定: [{内容: a, 表决: {赞成: 22, 反对: 0}}]",
    "project": "预算: 12000 | 预算: 1.2万元 | 预算: ¥12,000 | 预算: 原文未注明 | 五共: {决策共谋: {摘要: a}}",
    "outcome": "数据: [{期: 2026, 数值: 3}] | 数据: [{期: 2026-q3, 数值: 3%, 样本: 120}] | 起点: 61%",
}

MISTAKES = """
    巡查人: a | 类型: 疏散练习 | 日期: 今天 | 日期: 30/6/2026 | 示例: 也许 | 疏散秒数: 三分钟 | 疏散秒数: 1.5
    报警: 25:00 | 清点人数: 很大 | 参加: 居民 | 参加: [{人群: 居民}] | 参加: [{人群: 邻居, 人数: 3}]
    地点: {名字: 院里} | 概述: {法文: a} | 图片: [a.svg] | 承诺: {内容: a} | slug: 春天 | 更新: 2026-06 | 姓名: 王某
    标题: | 问题: [{内容: a, 状态: 好}]
"""


def each(lines: str) -> list[str]:
    return [line.strip() for line in re.split(r"[|\n]", lines) if line.strip()]


@pytest.mark.parametrize(("kind", "line"), [(kind, line) for kind, lines in ACCEPTED.items() for line in each(lines)])
def test_what_check_accepts_is_valid(kind: str, line: str) -> None:
    read = decode(parse_yaml("a.yaml", line), MODELS[kind])
    assert {problem.code for problem in read.problems} <= {"missing-field"}
    rest = yaml.load(line, Loader=CoreLoader)
    schema = {**json_schema(kind), "allOf": []}
    assert [error.message for error in Draft202012Validator(schema).iter_errors(rest)] == []


@pytest.mark.parametrize("line", each(MISTAKES))
def test_typical_mistakes_are_not_valid(line: str) -> None:
    assert not wrong_in("drill", DRILL)
    key = line.partition(":")[0]
    others = "".join(other for other in DRILL.splitlines(keepends=True) if not other.startswith(f"{key}:"))
    assert wrong_in("drill", f"{others}{line}\n")


@pytest.mark.parametrize("field", ["标题", "社区", "类型", "日期", "地点", "组织"])
def test_a_field_that_must_be_written_is_asked_for_in_either_language(field: str) -> None:
    without = "".join(line for line in DRILL.splitlines(keepends=True) if not line.startswith(f"{field}:"))
    assert wrong_in("drill", without)
    english = next(known.name for known in fields_of(MODELS["drill"]) if known.key.zh == field)
    assert not wrong_in("drill", DRILL.replace(f"{field}:", f"{english}:"))


def test_a_schema_explains_every_field() -> None:
    described = json_schema("project")["$defs"]["Project.category"]
    assert described["description"] == "哪一类项目。例如：绿化修剪"
    assert json_schema("project")["$defs"]["Project.tender_notes"]["description"] == "只供内部使用，永不公开"


def test_no_example_is_in_the_wrong_language() -> None:
    for kind in (*MODELS, "site"):
        for described in json_schema(kind, language="en")["$defs"].values():
            assert not re.search(r"[\u4e00-\u9fff]", "".join(described.get("examples", ())))


def test_the_schema_of_an_unknown_kind_is_refused() -> None:
    assert error_of(lambda: json_schema("项木")).problem.code == "unknown-kind"


# -- the reference of fields ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_names_every_field_of_every_kind(language: str) -> None:
    reference = field_reference(language)
    for kind in RECORD_KINDS:
        for field in fields_of(MODELS[kind.name]):
            assert f"`{field.name}`" in reference
            assert f"`{field.key.zh}`" in reference


def test_the_reference_says_what_is_never_published() -> None:
    rows = field_reference("zh").splitlines()
    for kind in RECORD_KINDS:
        for field in fields_of(MODELS[kind.name]):
            if field.key.internal:
                keys = f"| `{field.key.zh}` | `{field.name}` |"
                assert any(row.startswith(keys) and "永不公开" in row for row in rows), field.name


def test_the_handbook_holds_the_reference_as_it_is_now() -> None:
    text = HANDBOOK.read_text(encoding="utf-8")
    assert with_reference(text, "zh") == text


# -- the handbook ---------------------------------------------------------------------------------------

EXAMPLE = re.compile(r"^```\w+ (content/\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_every_example_of_the_handbook_passes_check(site: Path) -> None:
    examples = EXAMPLE.findall(HANDBOOK.read_text(encoding="utf-8"))
    assert len(examples) > 8
    for path, text in examples:
        target = site / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
    assert built(site).problems == ()


def test_the_handbook_shows_a_message_as_check_prints_it(site: Path) -> None:
    text = "标题: 演练\n社区: sample\n类型: 消防练习\n日期: 2026-11-14\n地点: 院里\n组织: 社区居委会\n"
    (site / "content/drills/autumn.yaml").write_text(text, encoding="utf-8")
    workshop = Workshop(Locations(site, site / "output"), as_of=TODAY, use_cache=False)
    printed = as_text(workshop.build().problems, "zh", workshop.line_of)
    assert f"```text\n{printed}\n```" in HANDBOOK.read_text(encoding="utf-8")


def test_the_handbook_names_every_folder_and_every_status() -> None:
    text = HANDBOOK.read_text(encoding="utf-8")
    assert all(f"`{kind.folder}` | {kind.zh}" in text for kind in RECORD_KINDS)
    assert all(f"| {status.zh} |" in text for status in STATUSES)
