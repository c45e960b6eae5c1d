"""Which files changed: what the operating system says about the site's folders, made fit to act on.

A watch is a hint. The system drops notices when too many come at once, sends ten for one save, and sends them while an
editor is still writing. So notices are gathered until they are quiet, a file is reported when it is whole, and whatever
could have been missed ends in a *sweep*: the caller reads the tree again, and that decides.

``roots`` knows which folders to watch and what they are on, ``observers`` how each system is watched, ``watcher`` when
something is due. watchdog is imported only when a watch starts, so a build costs nothing for it.
"""

from generator.noise import is_noise
from generator.watch.watcher import Changes, Watcher

__all__ = ["Changes", "Watcher", "is_noise"]
