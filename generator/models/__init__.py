"""Records as authors write them. Only layers below the privacy gate may import this package."""

from .records import MODELS, AnyRecord, Record, Site
from .schema import Field, Key, fields_by_word, fields_of

__all__ = ["MODELS", "AnyRecord", "Field", "Key", "Record", "Site", "fields_by_word", "fields_of"]
