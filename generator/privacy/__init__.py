"""The gate: the only code that turns authors' records into public ones."""

from .gate import check_record, is_public, public, public_names, site

__all__ = ["check_record", "is_public", "public", "public_names", "site"]
