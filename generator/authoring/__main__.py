"""Renew the pages of the docs that follow from tables in the code: ``python -m generator.authoring``.

They are the reference of all fields in the editors' handbook, and the rules for care cases.
"""

from __future__ import annotations

from pathlib import Path

from .gate_page import gate_page
from .reference import with_reference

HANDBOOK = Path(__file__).parents[2] / "docs" / "编辑手册.md"
GATE = HANDBOOK.with_name("公开规则.md")

if __name__ == "__main__":
    text = HANDBOOK.read_text(encoding="utf-8")
    HANDBOOK.write_text(with_reference(text, "zh"), encoding="utf-8", newline="\n")
    GATE.write_text(gate_page(), encoding="utf-8", newline="\n")
