"""The page of the rules for care cases, docs/公开规则.md, as it follows from their table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..gate_rules import RULES, Rule
from ..problems import Level

_HEAD = """# 关爱案例的公开规则

<!-- 由 python -m generator.authoring 从 generator/gate_rules.py 生成，不要手改 -->

每次生成网站，每一个写明「发布: 已发布」的关爱案例，都按这十五条过一遍。

有一处**错误**，整个网站就不更新，居民看到的还是上一次的样子；**提醒**不挡着发布；写着**自动**的，程序自己做到，不用管。

「依据」写的是法律的名称和条文，以现行法律文本为准；这里不是法律意见。

文字里怎么找个人信息、图片怎么处理、保密文件夹怎么用、不到 5 的数怎么写，见[隐私](隐私.md)。
"""
_SAID = {Level.ERROR: "错误", Level.WARNING: "提醒", Level.INFO: "说明"}


def gate_page() -> str:
    """Return the page, in Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _HEAD
    yield "| 编号 | 违反了 | 要求 | 依据 |"
    yield "| --- | --- | --- | --- |"
    for rule in RULES:
        weight = _SAID[rule.level] if rule.messages else "自动"
        yield f"| [{rule.code}](#{rule.code.lower()}) | {weight} | {rule.rule} | {rule.source} |"
    for rule in RULES:
        yield from _section(rule)


def _section(rule: Rule) -> Iterator[str]:
    yield from ("", f"## {rule.code}", "", rule.rule, "", f"怎么查：{rule.how}")
    if rule.messages:
        yield ""
    for row in rule.messages:
        yield f"- {_SAID[row.level]}「{_filled(row.message)}」：{_filled(row.hint)}"
    if rule is RULES[-1]:
        yield ""


def _filled(text: str) -> str:
    """Return a message with dots for what it is filled with."""
    return re.sub(r"\{[a-z]+\}", "…", text).replace("{{", "{").replace("}}", "}")
