"""Records as authors write them. Only layers below the privacy gate may import this package."""

from .records import MODELS, AnyRecord, Record, Site
from .schema import Field, Key, fields_by_word, fields_of
from .translations import TRANSLATIONS, AnyTranslation

__all__ = [
    "MODELS",
    "TRANSLATIONS",
    "AnyRecord",
    "AnyTranslation",
    "Field",
    "Key",
    "Record",
    "Site",
    "fields_by_word",
    "fields_of",
]
