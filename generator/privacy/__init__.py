"""The gate: the only code that turns authors' records into public ones."""

from .gate import check_record, is_public, public, public_names, site
from .leaks import LeakScan, Source, public_words

__all__ = ["LeakScan", "Source", "check_record", "is_public", "public", "public_names", "public_words", "site"]
