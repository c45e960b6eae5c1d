"""The loop of ``watch`` and ``serve``: rebuild at the start, on every change, and when the date changes."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.i18n import describe
from generator.problems import DizaoError

if TYPE_CHECKING:
    from generator.watch import Changes, Watcher

_RECHECK: Final = 60.0
"""Seconds between two looks at the clock: a computer that slept through midnight is late by no more."""
_SLACK: Final = 2.0
"""Seconds by which two readings of the next midnight may differ without a change of date."""
_SHORTEST: Final = 0.05

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem in the editor's words: plain text, nothing escaped."""

    level: str
    place: str
    message: str
    hint: str
    line_text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rebuild came to.

    ``written`` and ``deleted`` are paths below the output folder, with ``/``. ``ok`` says that the site was published.
    """

    ok: bool
    problems: tuple[ShownProblem, ...]
    written: tuple[str, ...]
    deleted: tuple[str, ...]
    seconds: float


Rebuild = Callable[["Changes | None"], Outcome]
"""Build and publish. Given None for the first build and when the date changed, else what may have changed."""


def follow(
    watcher: Watcher,
    rebuild: Rebuild,
    *,
    next_midnight: Callable[[], float],
    on_outcome: Callable[[Outcome], None],
    should_stop: Callable[[], bool],
    translate: Callable[[str], str] = str,
    language: str = "zh",
) -> None:
    """Rebuild until ``should_stop`` or until ``watcher`` is stopped.

    Rebuilds run one after the other on the thread that calls; what changes meanwhile waits in ``watcher``, which the
    caller has entered. ``next_midnight`` returns the seconds until the date changes in the site's zone.
    """

    def over() -> bool:
        return should_stop() or watcher.stopped

    changes: Changes | None = None
    midnight = 0.0
    while not over():
        if changes is None:
            midnight = _instant(next_midnight)  # before the build: a midnight during it is noticed after it
        on_outcome(_attempt(rebuild, changes, translate, language))
        changes = None
        while not over():
            # An instant, not a countdown: it holds through sleep, and a clock that is set back is noticed too.
            if abs(_instant(next_midnight) - midnight) > _SLACK:
                break
            changes = watcher.wait(min(_RECHECK, max(_SHORTEST, midnight - time.time())))
            if changes is not None:
                break


def _instant(next_midnight: Callable[[], float]) -> float:
    return time.time() + next_midnight()


def _attempt(rebuild: Rebuild, changes: Changes | None, translate: Callable[[str], str], language: str) -> Outcome:
    """Rebuild; whatever goes wrong becomes a problem, because the editor's next save may well mend it."""
    start = time.perf_counter()
    try:
        return rebuild(changes)
    except DizaoError as error:
        message, hint = describe(error.problem, language)
        problem = ShownProblem("error", error.problem.where.path, message, hint, "")
    except Exception as error:  # noqa: BLE001
        _log.debug("the rebuild failed", exc_info=True)
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        problem = ShownProblem(
            level="error",
            place="",
            message=translate("生成网站时程序出错：{what}").format(what=what),
            hint=translate("网站保持上一次的样子。请撤回最近的改动再试，并把这条信息告诉维护程序的人。"),
            line_text="",
        )
    return Outcome(False, (problem,), (), (), time.perf_counter() - start)
