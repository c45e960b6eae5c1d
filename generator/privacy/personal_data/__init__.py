"""Personal data in text: what is somebody's number, address, name or trouble, and how sure that is."""

from .detector import find
from .found import Finding
from .kinds import CONDITIONS, CONTACTS, EVERYWHERE, ROWS, Kind, Row
from .plain import bare

__all__ = ["CONDITIONS", "CONTACTS", "EVERYWHERE", "ROWS", "Finding", "Kind", "Row", "bare", "find"]
