"""What helps people to write content: new files, new sites, JSON Schema, the reference of all fields.

Everything here is derived from ``models``; nothing describes a field a second time.
"""

from .kinds import kind_named
from .new import new_record
from .reference import field_reference
from .schema import json_schema
from .starter import init_site

__all__ = ["field_reference", "init_site", "json_schema", "kind_named", "new_record"]
