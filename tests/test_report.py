"""The same problems for a person, for a program, and for a review on GitHub."""

from __future__ import annotations

import json

from generator.problems import Problem, Where, Word
from generator.report import as_github, as_json, as_text, place_of, summary

LINES = {"content/site.yaml": ["名称: 一", "时区: 北京"]}
ZONE = Problem("unknown-timezone", Where("content/site.yaml", 2, 5), {"value": "北京"})
EMPTY = Problem("file-empty", Where("content/a,b.yaml", 1))
LOST = Problem("yaml-comment", Where("content/site.yaml", 2, 1))


def line_of(where: Where) -> str:
    return LINES.get(where.path, [""] * 9)[where.line - 1] if where.column else ""


def test_a_place_names_what_it_is_about() -> None:
    places = [Where("a"), Where("a", 1), Where("a", 3), Where("a", 3, 1)]
    assert [place_of(where) for where in places] == ["a", "a", "a:3", "a:3:1"]


def test_a_person_sees_the_line_and_what_to_do() -> None:
    assert as_text([ZONE], "zh", line_of) == (
        "content/site.yaml:2:5 错误 不认识时区「北京」\n    2 | 时区: 北京\n      |       ^\n"
        "    提示：中国大陆写 Asia/Shanghai。"
    )


def test_what_concerns_a_whole_file_shows_no_line_of_it() -> None:
    assert as_text([EMPTY], "en", line_of) == (
        "content/a,b.yaml error There is nothing in this file yet\n"
        "    Hint: Write something, for example “title: Fire drill”; or delete the file until you need it."
    )


def test_a_long_line_is_cut_around_its_mistake() -> None:
    long = "字" * 300 + "错" + "字" * 300
    problem = Problem("yaml-colon", Where("x", 1, 301))
    shown = as_text([problem], "zh", lambda where: long).split("\n")
    assert len(shown[1]) < 120
    before = shown[1].partition("错")[0].removeprefix("    1 | ")
    assert shown[2] == f"      | {'  ' * len(before)}^"


def test_a_program_gets_every_fact() -> None:
    assert json.loads(as_json([LOST], "zh", line_of)) == [
        {
            "path": "content/site.yaml", "line": 2, "column": 1, "level": "warning", "code": "yaml-comment",
            "message": "「#」和后面的文字会被当作备注，不会显示",
            "hint": "要显示，就给整段文字加上引号；本来就是备注，就在「#」后面加一个空格。",
            "text": "时区: 北京",
        }
    ]  # fmt: skip


def test_github_gets_escaped_commands() -> None:
    assert as_github([EMPTY], "en", line_of).startswith(
        "::error file=content/a%2Cb.yaml,line=1,col=1,title=file-empty::"
    )
    many = Problem("image-unreadable", Where("x", 1), {"reason": Word("一\n100%")})
    assert as_github([many], "zh", line_of).split("::")[2].startswith("这张图片打不开：一%0A100%25")


def test_the_summary_counts_each_level_in_both_languages() -> None:
    assert summary([ZONE, EMPTY, LOST], "zh") == "2 处错误，1 处提醒"
    assert summary([ZONE, EMPTY, LOST], "en") == "errors: 2, warnings: 1"
    assert summary([], "zh") == ""
