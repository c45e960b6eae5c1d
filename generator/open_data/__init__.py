"""Open data: its tables, what their fields mean, and their rows. Only what is public; of care cases only numbers."""

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
