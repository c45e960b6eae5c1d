"""The gate: the only code that turns authors' records into public ones."""

from .consent import has_come
from .gate import check_record, is_public, public, public_names, site, taken_down
from .leaks import LeakScan, public_words
from .portraits import withdrawn_pictures
from .still_told import gone_aliases, still_told
from .withdrawal import gone, gone_names

__all__ = [
    "LeakScan",
    "check_record",
    "gone",
    "gone_aliases",
    "gone_names",
    "has_come",
    "is_public",
    "public",
    "public_names",
    "public_words",
    "site",
    "still_told",
    "taken_down",
    "withdrawn_pictures",
]
