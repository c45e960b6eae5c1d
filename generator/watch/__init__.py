"""Which files changed: what the operating system says about the site's folders, made fit to act on.

A watch is a hint. The system drops notices when too many come at once, sends ten for one save, and sends them while an
editor is still writing. So notices are gathered until they are quiet, a file is reported when it is whole, and whatever
could have been missed ends in a *sweep*: the caller reads the tree again, and that decides.

``noise`` knows the names that are never content, ``observers`` the ways of systems and file systems, ``watcher`` when
something is due.
"""

from generator.watch.noise import is_noise
from generator.watch.watcher import Changes, Watcher

__all__ = ["Changes", "Watcher", "is_noise"]
