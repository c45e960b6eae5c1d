"""The gate: the only code that turns authors' records into public ones."""

from .consent import has_come
from .gate import check_record, is_public, public, public_names, site, taken_down
from .leaks import LeakScan, public_words
from .translations import check_translation, in_words, public_in, translated, translated_body

__all__ = [
    "LeakScan",
    "check_record",
    "check_translation",
    "has_come",
    "in_words",
    "is_public",
    "public",
    "public_in",
    "public_names",
    "public_words",
    "site",
    "taken_down",
    "translated",
    "translated_body",
]
