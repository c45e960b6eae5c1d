"""Which folder may be published into, and what is said about one that may not.

A wrong ``--output`` must cost a message and never a file. Containment is decided by ``is_relative_to`` on resolved
paths: as text, ``/site/output-evil`` begins with ``/site/output``.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

from generator.engine import is_link
from generator.problems import Argument, DizaoError, Problem, Where, Word
from generator.publish.artifact import RESERVED
from generator.publish.commit import JOURNAL, UNDO
from generator.publish.manifest import MANIFEST

_SOURCES: Final = ("content", "templates", "generator", ".git", ".dizao", ".venv")
MARKS: Final = {MANIFEST, JOURNAL, UNDO}
"""A folder with any of these is ours."""

SETTINGS, MACHINE = 2, 3
"""Exit codes."""


def refusal(code: str, output: str | Path, exit_code: int, **arguments: Argument) -> DizaoError:
    """Return the error of a row of the table that is about the output folder."""
    path = Path(output).as_posix()
    return DizaoError(Problem(code, Where(path), {"path": path, **arguments}), exit_code)


def resolve_output(output: Path, site: Path) -> Path:
    """Return where to publish, with every link on the way resolved.

    Raises ``DizaoError`` (``output-refused``) for a place where publishing could harm what people wrote.
    """
    # os.path, because pathlib raises where links run in a circle or a folder above may not be read.
    lexical, real_site = Path(os.path.abspath(output)), _real(site)
    if link := _link_on_the_way(lexical, Path(os.path.abspath(site))):
        raise _refused(output, "{link} 是符号链接", link=link)
    real = _real(lexical)
    if os.path.exists(real) and not os.path.isdir(real):
        raise _refused(output, "这不是文件夹")
    if real == real.parent:
        raise _refused(output, "这是磁盘的根目录")
    home = _real(os.path.expanduser("~"))
    if home.is_relative_to(real):
        raise _refused(output, "这是个人文件夹，或它的上层")
    if real_site.is_relative_to(real):
        raise _refused(output, "这是站点文件夹本身，或它的上层")
    if real.is_relative_to(real_site) and real.relative_to(real_site).parts[0].lower() in _SOURCES:
        raise _refused(output, "这里是站点的源文件")
    for name in _SOURCES:
        # The content may lie elsewhere, behind a link of the site's owner.
        if real.is_relative_to(_real(real_site / name)):
            raise _refused(output, "这里是站点的源文件")
    if ".git" in map(str.lower, real.parts):
        raise _refused(output, "这里是 Git 的内部文件夹")
    if os.path.lexists(real / ".git"):
        raise _refused(output, "这是一个 Git 仓库")
    return real


def _real(path: str | Path) -> Path:
    return Path(os.path.realpath(path))


def _refused(output: Path, reason: str, **blanks: str) -> DizaoError:
    argument: Argument = reason.format(**blanks) if blanks else Word(reason)
    return refusal("output-refused", output, SETTINGS, reason=argument)


def _link_on_the_way(output: Path, site: Path) -> str | None:
    """Return the first link among the output folder and, where it lies in the site, the folders between."""
    places = [output]
    if output.is_relative_to(site):
        places += [place for place in output.parents if place != site and place.is_relative_to(site)]
    for place in reversed(places):
        try:
            if is_link(os.lstat(place)):
                return place.as_posix()
        except OSError:
            continue
    return None


def require_ours(root: Path) -> None:
    """Raise ``DizaoError`` (``output-not-ours``) for a folder that holds files but no manifest of ours."""
    try:
        names = os.listdir(root)
    except FileNotFoundError:
        return
    # A killed first run leaves files and a journal of them, or nothing but a lock and a stage.
    is_ours = not MARKS.isdisjoint(names) or all(name.startswith(RESERVED) for name in names)
    if not is_ours:
        raise refusal("output-not-ours", root, SETTINGS)


_REASONS: Final = {
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "磁盘读写出错",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EFBIG: "文件太大，磁盘放不下",
    errno.ELOOP: "里面有符号链接",
}


def reason_of(error: OSError) -> Argument:
    """Return why the system refused, in words."""
    known = _REASONS.get(error.errno or 0)
    return Word(known) if known else str(error.strerror or error)
