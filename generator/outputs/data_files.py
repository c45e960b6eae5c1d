"""The files of the open data: CSV for programs, a copy that Excel opens rightly, JSON, and their description."""

from __future__ import annotations

from msgspec import json

from ..engine import Database
from ..open_data import DESCRIPTOR, FOLDER, Table, descriptor, published_tables, rows_of_table, table_named
from ..open_data.rows import csv_line

_BOM = b"\xef\xbb\xbf"


def data_files(db: Database) -> tuple[str, ...]:
    """Return the paths of all files of the open data."""
    names = published_tables(db)
    if not names:
        return ()
    endings = (".csv", "-excel.csv", ".json")
    return (DESCRIPTOR, *(f"{FOLDER}/{name}{ending}" for name in names for ending in endings))


def data_file(db: Database, path: str) -> bytes:
    """Return the bytes of one of these files."""
    if path == DESCRIPTOR:
        return json.format(json.encode(descriptor(db)), indent=1) + b"\n"
    name, _, ending = path.removeprefix(f"{FOLDER}/").partition(".")
    table = table_named(name.removesuffix("-excel"))
    assert table is not None
    if ending == "json":
        return ("[\n" + ",\n".join(rows for _, rows in rows_of_table(db, table)) + "\n]\n").encode()
    return (_BOM if name.endswith("-excel") else b"") + _csv(db, table)


def _csv(db: Database, table: Table) -> bytes:
    head = csv_line([column.name for column in table.columns])
    return "".join((head, *(rows for rows, _ in rows_of_table(db, table)))).encode()
