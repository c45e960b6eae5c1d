"""Whether a pseudonym has to do with a real name, as far as the private folder can tell (domain brief §2.2, P04).

A pseudonym is published on purpose, so that the leak scan does not look for it; here it is held against the names. The
private record of a case is the one that names its consent: as a file of that name, or in any of its fields.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from ..problems import Argument, Problem, Where, Word
from .needles import names_in
from .private_folder import Contents, Value
from .pseudonyms import Pseudonym, own_part

_MOST = 6
"""Names in one private record; where there are more, it is a list of many people and not the record of one case."""


def akin(pseudonyms: Iterable[Pseudonym], contents: Contents) -> Iterator[Problem]:
    """Yield a problem for each pseudonym from which a real name could be guessed."""
    names = {name: value.where for value in contents.values for name in names_in(value)}
    records = _by_consent(contents.values)
    for pseudonym in pseudonyms:
        own = {name: value.where for value in records.get(pseudonym.consent, ()) for name in names_in(value)}
        for name, where, reason in _reasons(pseudonym.alias, names, own if len(own) <= _MOST else {}):
            place = f"{where.path}:{where.line}" if name not in where.path else where.path.partition("/")[0]
            arguments: dict[str, Argument] = {"reason": reason, "record": place}
            yield Problem("P04-private", pseudonym.where, arguments)
            break


def _by_consent(values: Iterable[Value]) -> dict[str, list[Value]]:
    """Map the id of every consent to its private record: a line of a table, or else a file."""
    records: dict[tuple[str, int], list[Value]] = defaultdict(list)
    for value in values:
        is_table = value.where.path.lower().endswith(".csv")
        records[value.where.path, value.where.line if is_table else 0].append(value)
    found: dict[str, list[Value]] = defaultdict(list)
    for (path, _), record in records.items():
        for name in {PurePosixPath(path).stem, *(value.text.strip() for value in record)}:
            found[name].extend(record)
    return found


def _reasons(alias: str, names: dict[str, Where], own: dict[str, Where]) -> Iterator[tuple[str, Where, Word]]:
    """Yield which name a pseudonym tells, where that stands, and how."""
    core = own_part(alias)
    parts = (core[start:end] for start in range(len(core)) for end in range(start + 2, len(core) + 1))
    for part in parts:
        if part in names:
            yield part, names[part], Word("它就是保密文件夹里的一个姓名")
    for name, where in own.items():
        if set(name) & set(core):
            yield name, where, Word("用了姓名里的字")
        elif _sounds_in(name, core):
            yield name, where, Word("和名字同音")


def _sounds_in(name: str, core: str) -> bool:
    """Whether the given name sounds in a pseudonym, or its letters are the initials."""
    from pypinyin import lazy_pinyin

    sounds = lazy_pinyin(name)
    letters = "".join(character for character in core.lower() if character.isascii() and character.isalpha())
    if letters and letters == "".join(sound[0] for sound in sounds):
        return True
    given, heard = sounds[1:] or sounds, lazy_pinyin(core)
    return any(heard[start : start + len(given)] == given for start in range(len(heard)))
