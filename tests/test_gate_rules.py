"""The table of the gate's rules: whole, used, and told in the docs as it is."""

from __future__ import annotations

import re
from pathlib import Path

from generator.authoring.gate_page import gate_page
from generator.gate_rules import RULES
from generator.problems import KINDS

ROOT = Path(__file__).parent.parent
CODE = "\n".join(path.read_text("utf-8") for path in (ROOT / "generator" / "privacy").rglob("*.py"))


def test_the_rules_are_the_fifteen_of_the_brief_in_order() -> None:
    assert [rule.code for rule in RULES] == [f"P{number:02d}" for number in range(1, 16)]


def test_every_rule_says_what_it_asks_for_where_from_and_how_it_is_held() -> None:
    assert all(rule.rule and rule.source and rule.how for rule in RULES)


def test_only_small_numbers_are_seen_to_without_a_message() -> None:
    assert [rule.code for rule in RULES if not rule.messages] == ["P10"]


def test_the_first_message_of_a_rule_weighs_as_much_as_the_rule() -> None:
    assert all(rule.messages[0].level is rule.level for rule in RULES if rule.messages)


def test_every_message_of_the_rules_is_one_that_the_gate_gives() -> None:
    for rule in RULES:
        for row in rule.messages:
            assert KINDS[row.code] is row
            assert f'"{row.code}"' in CODE, row.code


def test_every_numbered_message_of_the_gate_stands_with_its_rule() -> None:
    told = {row.code for rule in RULES for row in rule.messages}
    assert set(re.findall(r'"(P\d\d(?:-[a-z]+)?)"', CODE)) <= told


def test_the_page_of_the_rules_holds_the_table_as_it_is_now() -> None:
    assert (ROOT / "docs" / "公开规则.md").read_text("utf-8") == gate_page()
