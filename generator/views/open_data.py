"""The page that explains the open data, file by file and field by field."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from ..engine import Database
from ..listings import members
from ..open_data import DESCRIPTOR, FOLDER, Column, Table, published_tables, table_named
from ..routes import PagePlan
from .page import Link, View
from .parts import Value
from .words import Words, words_of


class TableView(Struct, frozen=True, kw_only=True):
    """One table: its files, how many records it is made of, and what its fields mean."""

    id: str
    name: str
    count: int
    excel: Link
    others: tuple[Link, ...]
    fields: tuple[tuple[Value, ...], ...]


class OpenDataView(View, frozen=True, kw_only=True):
    template: ClassVar[str] = "open_data.html"

    tables: tuple[TableView, ...]
    descriptor: str


def open_data(db: Database, plan: PagePlan) -> OpenDataView:
    """Return the page of the open data."""
    words = words_of(db, plan)
    tables = (table_named(name) for name in published_tables(db))
    return OpenDataView(
        url=plan.url,
        title=words("开放数据"),
        description=words("网页上的记录，也可以作为表格下载，用来核对、统计和转用。"),
        crumbs=(Link(words("首页"), ""),),
        tables=tuple(_table(db, words, table) for table in tables if table),
        descriptor=DESCRIPTOR,
    )


def _table(db: Database, words: Words, table: Table) -> TableView:
    name = table.en if words.language == "en" else table.zh
    file = f"{FOLDER}/{table.name}"
    return TableView(
        id=table.name.replace("_", "-"),
        name=name,
        count=len(members(db, table.kind)) if table.key == ("id",) else 0,
        excel=Link(words("{table}（Excel）", table=name), f"{file}-excel.csv"),
        others=(
            Link(words("{table}（CSV）", table=name), f"{file}.csv"),
            Link(words("{table}（JSON）", table=name), f"{file}.json"),
        ),
        fields=tuple((column.name, _meaning(words, column)) for column in table.columns),
    )


def _meaning(words: Words, column: Column) -> str:
    said = column.en if words.language == "en" else column.zh
    if not column.choices:
        return said
    between = ", " if words.language == "en" else "，"
    values = between.join(f"{choice.key} {choice.in_(words.language)}" for choice in column.choices)
    return words("{meaning}：{values}", meaning=said, values=values)
