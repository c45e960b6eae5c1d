"""The gate: the only code that turns authors' records into public ones."""

from .gate import check_record, is_public, public, public_names, site
from .leaks import LeakScan, public_words

__all__ = ["LeakScan", "check_record", "is_public", "public", "public_names", "public_words", "site"]
