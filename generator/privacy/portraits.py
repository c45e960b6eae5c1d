"""Whether a picture may be shown: the people in it (domain brief §2.2, P11).

A picture whose portrait consent has ended is taken off every page with a warning; one that never had a valid one, in a
care case, is an error. Which people are in a picture nobody but the editors can tell: they say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..content import file_of, files_of_records, record
from ..engine import Database, query
from ..models import AnyRecord, parts
from ..models.records import CareCase, Consent
from ..models.walk import parts_of
from ..problems import Argument, Problem, Where, Word
from ..references import resolution
from .consent import ended, is_for_the_web, is_signed


class _Refusal(NamedTuple):
    """Why a portrait consent does not hold: a row of the table of problems, and what fills its blanks."""

    code: str
    arguments: dict[str, Argument]


def picture_problems(db: Database, ref: str, found: AnyRecord) -> Iterator[Problem]:
    """Yield what is wrong with the pictures of a record that its author wants published."""
    path, is_care_case = file_of(db, ref), isinstance(found, CareCase)
    for at, image in parts_of(found, parts.Image):
        refusal = _refusal(db, ref, image)
        if refusal is not None:
            yield Problem(refusal.code, Where(path, field=(*at, "portrait_consent")), refusal.arguments)
        elif is_care_case and not image.portrait_consent and not image.no_recognisable_person:
            yield Problem("P11", Where(path, field=at), {"reason": Word("没有写明图里有没有能认出来的人")})
        elif image.file in withdrawn_pictures(db):
            yield Problem("picture-withdrawn", Where(path, field=(*at, "file")), {"file": image.file})
    for at, piece in parts_of(found, parts.Evidence):
        if piece.file and piece.file in withdrawn_pictures(db):
            yield Problem("picture-withdrawn", Where(path, field=(*at, "file")), {"file": piece.file})


def may_show(db: Database, ref: str, image: parts.Image | parts.Evidence) -> bool:
    """Whether a picture of a public record is shown today."""
    if image.file in withdrawn_pictures(db):
        return False
    return isinstance(image, parts.Evidence) or _refusal(db, ref, image) is None


@query(firewall=True)
def withdrawn_pictures(db: Database) -> tuple[str, ...]:
    """Return the files whose portrait consent has ended: wherever else they are used, they are not shown either."""
    found = set()
    for ref in files_of_records(db):
        if ref.startswith("care/"):
            case = record(db, ref)
            for _, image in parts_of(case, parts.Image) if case else ():
                refusal = _refusal(db, ref, image)
                if refusal is not None and refusal.code == "P11-ended":
                    found.add(image.file)
    return tuple(sorted(found))


def _refusal(db: Database, ref: str, image: parts.Image) -> _Refusal | None:
    """Return why the portrait consent of a picture does not hold today; ``None`` when it does, or is none."""
    if not image.portrait_consent:
        return None
    name = resolution(db, ref).names.get(f"consent:{image.portrait_consent}")
    if name is None:
        return _Refusal("P11", {"reason": Word("找不到「肖像授权」写的授权")})
    consent = record(db, name)
    if not isinstance(consent, Consent):
        return _Refusal("P11", {"reason": Word("「肖像授权」写的授权读不出来")})
    if consent.type != "separate_publication" or "web" not in consent.channels:
        return _Refusal("P11", {"reason": Word("「肖像授权」没有单独同意在网站上公开")})
    if not is_for_the_web(consent):
        return _Refusal("P11", {"reason": Word("「肖像授权」不是本人同意的，又没有写「代理依据」")})
    if not is_signed(db, consent):
        return _Refusal("P11", {"reason": Word("「肖像授权」的日期不清楚，或还没有到签署日期")})
    over = ended(db, consent)
    return _Refusal("P11-ended", {"date": str(over.day), "how": over.how}) if over else None
