"""The gate: the only code that turns authors' records into public ones."""

from .consent import has_come
from .gate import check_record, public, site, taken_down
from .leaks import LeakScan, public_words
from .release import is_public, public_names
from .small_numbers import SMALL, care_counts, may_appear_in

__all__ = [
    "SMALL",
    "LeakScan",
    "care_counts",
    "check_record",
    "has_come",
    "is_public",
    "may_appear_in",
    "public",
    "public_names",
    "public_words",
    "site",
    "taken_down",
]
