"""The short cut for plain prose gives what Python-Markdown and the sanitiser give, or declines."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.plain_prose import plain_html
from generator.prose import lint, parsed_html, sanitised
from generator.source import split_markdown

WORDS = [
    "楼道", "灯", "很亮。", "two words", "3 月", "5", "1.", "2) ", "#", "##", "- ", "* ", "+ ",
    "> ", "=", "==", "--", "—", "……", ":", "： ", "“引号”", "'", '"', "(", ")", "[", "]",
    "!", "![", "](", "**", "*", "_", "`", "\\", "&", "&amp;", "<", "<b>", "|", "~", "^",
    "\xa0", "\u3000", "http://a.b", "a@b.c", "$x$", "%", "{#id}", "[TOC]", "\u200b",
    "\t", "Term\n: text", "[a]: b", "1\\.", "e\u0301", "😀",
]  # fmt: skip
INLINE = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(
        [
            "**重要：**正文",
            "[修剪](../projects/t.yaml)",
            "![一盏灯](../media/a.svg)",
            "[a](#b)",
            "[a](javascript:b)",
            "![a](file:///c)",
            "[a](mailto:b)",
            "[a](https://b.c/d?e=f)",
            "![a](//b)",
            "**a** b **c**",
            "[x](y z)",
        ]
    ),
    st.text(max_size=6),
)
LINE = st.builds(
    lambda start, parts, end: start + "".join(parts) + end,
    st.sampled_from(["", "", "", "## ", "### ", "- ", "1. ", "2. ", " ", "    ", "# ", "> "]),
    st.lists(INLINE, min_size=0, max_size=5),
    st.sampled_from(["", "", "", " ", "  ", " ##", "\\"]),
)
TEXT = st.lists(st.tuples(LINE, st.sampled_from(["\n", "\n\n", "\n\n\n"])), max_size=8).map(
    lambda lines: "".join(line + end for line, end in lines)
)


def assert_equal(text: str) -> bool:
    """Compare; return whether the short cut was taken."""
    plain = plain_html(text)
    if plain is None:
        return False
    html, headings = parsed_html(text)
    assert plain == (sanitised(html), headings)
    assert list(lint("content/stories/s.md", text, 1)) == []
    return True


@settings(max_examples=int(os.environ.get("DIZAO_PROSE_EXAMPLES", "1500")), deadline=None)
@given(TEXT)
def test_on_any_text_it_is_equal_or_declines(text: str) -> None:
    assert_equal(text)


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60))
def test_on_any_characters_it_is_equal_or_declines(text: str) -> None:
    assert_equal(text)


@pytest.mark.parametrize(
    "text",
    [
        "楼道里很暗。\n\n后来亮了。",
        "## 开头\n\n一句话。\n第二行。\n\n- 一\n- 二\n\n然后：\n\n1. 先\n2. 后\n",
        "**重要：**正文，见[修剪](../projects/t.yaml#x)。\n\n![一盏灯](../media/a.svg)",
        "> 引用一句。\n> 再一句。\n\n后来。",
        "## 甲\n\n### 乙 2\n\n“引号”和 English words 并存。",
    ],
)
def test_plain_prose_takes_the_short_cut(text: str) -> None:
    assert assert_equal(text)


@pytest.mark.parametrize(
    "text",
    [
        "`代码`",
        "<b>x</b>",
        "a | b",
        "> 一\n\n> 二",
        "    缩进",
        "a  \nb",
        "- 一\n\n- 二",
        "*强调*",
        "[a][b]",
        "a\\*b",
        "&nbsp;",
    ],
)
def test_anything_else_is_declined(text: str) -> None:
    assert plain_html(text) is None


def test_most_of_the_shipped_stories_agree() -> None:
    stories = sorted((Path(__file__).parent.parent / "content" / "stories").glob("*.md"))
    for story in stories:
        _, body, _, _ = split_markdown(story.name, story.read_text("utf-8"))
        assert_equal(body)
