"""The description of the open data for programs: a Data Package 2.0 (https://datapackage.org)."""

from __future__ import annotations

from typing import Any

from ..engine import Database, query
from ..listings import members
from ..privacy import site
from .tables import TABLES, Column, Table, table_named

FOLDER = "data"
DESCRIPTOR = f"{FOLDER}/datapackage.json"

_PROFILES = "https://datapackage.org/profiles/2.0"


@query(firewall=True)
def published_tables(db: Database) -> tuple[str, ...]:
    """Return the tables of the kinds of which there are any records."""
    return tuple(table.name for table in TABLES if members(db, table.kind))


def descriptor(db: Database) -> dict[str, Any]:
    """Return the descriptor of the package: ``$schema`` says what a part of it is, ``schema`` which fields it has."""
    settings = site(db)
    names = published_tables(db)
    tables = [table for name in names if (table := table_named(name))]
    package: dict[str, Any] = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": "dizao-open-data",
        "title": str(settings.name),
        "description": (
            "居民能看到的记录，一张表一个文件。不知道的留空，不填0；关爱个案只有数目，没有内容。"
            "Public records, a file for each table. What is not known is empty, never 0; of care cases only numbers."
        ),
    }
    if settings.url:
        package["homepage"] = settings.url
    return {**package, "resources": [_resource(table, names) for table in tables]}


def _resource(table: Table, names: tuple[str, ...]) -> dict[str, Any]:
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": table.name.replace("_", "-"),
        "type": "table",
        "path": f"{table.name}.csv",
        "title": table.zh,
        "description": f"{table.zh}。{table.en}.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": _schema(table, names),
    }


def _schema(table: Table, names: tuple[str, ...]) -> dict[str, Any]:
    keys = [
        {
            "fields": [column.name],
            "reference": {"resource": column.refers.replace("_", "-"), "fields": ["id"]},
        }
        for column in table.columns
        if column.refers in names
    ]
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    return {**schema, "foreignKeys": keys} if keys else schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": column.zh.partition("，")[0],
        "description": f"{column.zh}。{column.en}.",
    }
    if column.choices:
        field["categories"] = [
            {"value": choice.key, "label": f"{choice.zh} / {choice.english}"} for choice in column.choices
        ]
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.pattern:
        constraints["pattern"] = column.pattern
    if column.choices:
        constraints["enum"] = [choice.key for choice in column.choices]
    return {**field, "constraints": constraints} if constraints else field
