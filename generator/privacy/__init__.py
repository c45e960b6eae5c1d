"""The gate: the only code that turns authors' records into public ones."""

from .consent import has_come
from .gate import check_record, public, site, taken_down
from .leaks import LeakScan, on_purpose
from .portraits import withdrawn_pictures
from .release import is_public, public_names
from .small_numbers import SMALL, care_counts, may_appear_in
from .still_told import gone_aliases, still_told
from .translations import check_translation, in_words, public_in, translated, translated_body
from .withdrawal import gone, gone_names

__all__ = [
    "SMALL",
    "LeakScan",
    "care_counts",
    "check_record",
    "check_translation",
    "gone",
    "gone_aliases",
    "gone_names",
    "has_come",
    "in_words",
    "is_public",
    "may_appear_in",
    "on_purpose",
    "public",
    "public_in",
    "public_names",
    "site",
    "still_told",
    "taken_down",
    "translated",
    "translated_body",
    "withdrawn_pictures",
]
