"""The rows of the tables, once as CSV and once as JSON, made share by share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from msgspec import json

from ..engine import Database, query
from ..listings import card
from ..privacy import care_counts, public, site
from ..routes import address, whole_address
from .shares import all_shares, refs_of_share
from .tables import CARE_COUNTS, Cell, Row, Table, table_named

_encoder = json.Encoder(decimal_format="number")

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
"""How a text begins that Excel would take for a formula, wherever it came from."""
_NEEDS_QUOTES = re.compile(r'[",\r\n]')


def rows_of_table(db: Database, table: Table) -> Iterator[tuple[str, str]]:
    """Yield the rows of each record of a table as CSV and as JSON, by the names of the records."""
    if table is CARE_COUNTS:
        return _care_rows(db)
    found: dict[str, tuple[str, str]] = {}
    for share in all_shares(db, table.kind):
        found.update(rows_of_share(db, f"{table.name}: {share}"))
    return (found[ref] for ref in sorted(found))


def _care_rows(db: Database) -> Iterator[tuple[str, str]]:
    for number, counted in enumerate(care_counts(db, "dataset").rows, 1):
        cells = [column.value(Row(counted, counted, number, "")) for column in CARE_COUNTS.columns]
        yield csv_line(cells), _json_line(CARE_COUNTS, cells)


@query
def rows_of_share(db: Database, key: str) -> dict[str, tuple[str, str]]:
    """Return the rows of one share of a table (``projects: project 17``), by the names of their records."""
    name, _, share = key.partition(": ")
    table = table_named(name)
    assert table is not None
    settings = site(db)
    found = {}
    for ref in refs_of_share(db, share):
        record: Any = card(db, ref) if table.kind == "story" else public(db, ref)
        if record is None:
            continue
        page = whole_address(settings.url, address(ref))
        found_rows = (Row(record, part, number, page) for number, part in enumerate(table.parts(record), 1))
        rows = [[column.value(row) for column in table.columns] for row in found_rows]
        if rows:
            found[ref] = ("".join(map(csv_line, rows)), ",\n".join(_json_line(table, row) for row in rows))
    return found


def csv_line(cells: list[Cell]) -> str:
    """Return a line of CSV as RFC 4180 has it. What is not known stays empty."""
    return ",".join(map(_csv_cell, cells)) + "\r\n"


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = f"'{cell}" if _FORMULA.match(cell) else cell
        return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return f"{cell.normalize():f}" if isinstance(cell, Decimal) else str(cell)


def _json_line(table: Table, cells: list[Cell]) -> str:
    return _encoder.encode({column.name: cell for column, cell in zip(table.columns, cells, strict=True)}).decode()
