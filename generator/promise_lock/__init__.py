"""The promise lock, ``content/promises.lock``: what was promised in public, as it was first said and as it was changed.

``facts`` says what one line holds, ``chain`` reads and extends the lines and finds what was tampered with, ``mending``
joins what two branches added, and ``history`` tells the story of one promise. Why it is made like this is in
``docs/architecture.md``.
"""

from .chain import PATH as LOCK
from .chain import Chain, Line, extended, read
from .changes import changes_of
from .facts import EVERYTHING_SAID, WORDING, Event, Fact, Written, key, key_of
from .history import (
    SHARES,
    Effects,
    Entry,
    History,
    effects_of,
    effects_of_share,
    histories_of_share,
    history_of,
    is_locked,
    ledger,
    lines,
    shares,
    tell,
)
from .mending import erased, mended

__all__ = [
    "EVERYTHING_SAID",
    "LOCK",
    "SHARES",
    "WORDING",
    "Chain",
    "Effects",
    "Entry",
    "Event",
    "Fact",
    "History",
    "Line",
    "Written",
    "changes_of",
    "effects_of",
    "effects_of_share",
    "erased",
    "extended",
    "histories_of_share",
    "history_of",
    "is_locked",
    "key",
    "key_of",
    "ledger",
    "lines",
    "mended",
    "read",
    "shares",
    "tell",
]
