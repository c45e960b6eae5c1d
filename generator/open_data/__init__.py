"""Open data: which tables there are, what their fields mean, and their rows. Only what is public, and no care case."""

from .package import DESCRIPTOR, FOLDER, descriptor, published_tables
from .rows import rows_of_table
from .tables import TABLES, Column, Table, table_named

__all__ = [
    "DESCRIPTOR",
    "FOLDER",
    "TABLES",
    "Column",
    "Table",
    "descriptor",
    "published_tables",
    "rows_of_table",
    "table_named",
]
