"""Processes that are killed between two operations on the disk."""

from __future__ import annotations

import itertools
import os
import signal
import warnings
from collections.abc import Callable

import pytest

from generator.publish import disk as publish_disk

OPERATIONS = (
    "write", "append", "replace", "take", "remove", "keep_copy", "make_folder", "remove_folder", "sync_folder"
)  # fmt: skip


def intercept(monkeypatch: pytest.MonkeyPatch, before: Callable[[str, tuple[object, ...]], None]) -> None:
    """Call ``before`` with the name and the arguments of each operation on the disk."""
    for name in OPERATIONS:
        real = getattr(publish_disk, name)

        def operation(*arguments: object, _name: str = name, _real: Callable[..., bool] = real, **more: object) -> bool:
            before(_name, arguments)
            return _real(*arguments, **more)

        monkeypatch.setattr(publish_disk, name, operation)


def killed_at(step: int, action: Callable[[], object], *, torn: bool = False) -> bool:
    """Run an action in a child that kills itself before its operation number ``step``; tell whether it came so far.

    ``torn``: a write goes half way first.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # forking beside threads: this child only writes files
        child = os.fork()
    if child == 0:
        try:
            kill_at(step, torn=torn)
            action()
            os._exit(0)
        except BaseException:  # noqa: BLE001
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def kill_at(step: int, *, torn: bool = False) -> None:
    """Let this process kill itself before its operation number ``step``; ``torn``: a write goes half way first."""
    counter = itertools.count()
    real = {name: getattr(publish_disk, name) for name in ("write", "append")}

    def before(name: str, arguments: tuple[object, ...]) -> None:
        if next(counter) == step:
            if torn and name in real:
                content = arguments[-1]
                assert isinstance(content, bytes)
                real[name](*arguments[:-1], content[: len(content) // 2])
            os.kill(os.getpid(), signal.SIGKILL)

    intercept(pytest.MonkeyPatch(), before)
