"""Renew the reference of all fields in the editors' handbook: ``python -m generator.authoring``."""

from __future__ import annotations

from pathlib import Path

from .reference import with_reference

HANDBOOK = Path(__file__).parents[2] / "docs" / "编辑手册.md"

if __name__ == "__main__":
    text = HANDBOOK.read_text(encoding="utf-8")
    HANDBOOK.write_text(with_reference(text, "zh"), encoding="utf-8", newline="\n")
