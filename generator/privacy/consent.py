"""Whether a care case may be published: consent, pseudonym, review (domain brief §2.2, P01-P04, P12 and P14).

A case that never had a valid consent is an error, and nothing is published. One whose consent has ended is taken
down with a warning, so that the nightly build of that day succeeds and the page is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ..content import file_of, files_of_records, record
from ..engine import Database, query
from ..models import AnyRecord
from ..models.records import CareCase, Consent
from ..nearest import nearest
from ..problems import Argument, Problem, Where, Word
from ..references import resolution
from ..values import last_day_of
from ..vocabulary import CONSENT_GIVERS, label
from .pseudonyms import aliases, like_a_name

_SOON = timedelta(days=30)


def has_come(db: Database, day: date) -> bool:
    """Whether ``day`` is today or past, recorded as a threshold of today."""
    return bool(db.read("days", day.isoformat()))


def has_come_in_private(db: Database, day: date) -> bool:
    """Whether ``day`` has come, of which nobody is told that it matters: when a consent ends, say."""
    return bool(db.read("private days", day.isoformat()))


def consent_of(db: Database, ref: str) -> Consent | None:
    """Return the consent that a care case names."""
    case = record(db, ref)
    name = resolution(db, ref).names.get(f"consent:{case.consent}") if isinstance(case, CareCase) else None
    consent = record(db, name) if name else None
    return consent if isinstance(consent, Consent) else None


class Ended(NamedTuple):
    """On which day a consent ended, and how."""

    day: date
    how: Word


def ended(db: Database, consent: Consent) -> Ended | None:
    """Return when and how a consent ended, if it has."""
    expires, withdrawn = last_day_of(consent.expires_on), last_day_of(consent.withdrawn_on)
    if withdrawn and has_come_in_private(db, withdrawn):
        return Ended(withdrawn, Word("撤回"))
    return Ended(expires, Word("到期")) if expires and has_come_in_private(db, expires) else None


def is_for_the_web(consent: Consent) -> bool:
    """Whether a consent is one to publication on pages, by somebody who may give it."""
    is_separate = consent.type == "separate_publication" and "web" in consent.channels
    return is_separate and (consent.given_by == "subject" or consent.capacity_basis is not None)


def _has_dates(consent: Consent) -> bool:
    return last_day_of(consent.signed_on) is not None and last_day_of(consent.expires_on) is not None


def is_signed(db: Database, consent: Consent) -> bool:
    """Whether it is clear from when to when a consent holds, and the first of these days has come."""
    signed = last_day_of(consent.signed_on)
    return signed is not None and _has_dates(consent) and has_come_in_private(db, signed)


def _giver(consent: Consent) -> Word:
    return Word(label(CONSENT_GIVERS, consent.given_by, "zh"), label(CONSENT_GIVERS, consent.given_by, "en"))


@query
def care_case_is_open(db: Database, ref: str) -> bool:
    """Whether a care case that its author wants published may be published today."""
    case = record(db, ref)
    if not isinstance(case, CareCase):
        return False
    checker = _Checker(db, ref, case)
    problems = [
        *checker.withdrawal(),
        *checker.consent(),
        *checker.alias(),
        *checker.helpers(),
        *checker.review(),
        *checker.retention(),
        *checker.text(),
    ]
    for problem in problems:
        db.note(problem)
    return not any(problem.level == "error" for problem in problems) and not checker.has_ended


class _Checker:
    """Checks one care case against the rules of the gate."""

    def __init__(self, db: Database, ref: str, case: CareCase) -> None:
        self.has_ended = False
        self.named: set[int] = set()
        self._db = db
        self._ref = ref
        self._case = case
        self._path = file_of(db, ref)

    def _problem(self, code: str, *field: str | int, hint: str | None = None, **arguments: Argument) -> Problem:
        return Problem(code, Where(self._path, field=field), arguments, hint)

    def withdrawal(self) -> Iterator[Problem]:
        """A case that is marked as withdrawn is taken down, whatever its consent says (domain brief §3.4)."""
        if self._case.state == "withdrawn":
            self.has_ended = True
            yield self._problem("case-withdrawn", "state")

    def consent(self) -> Iterator[Problem]:
        """P01 to P03: separate consent to publication, in force, for the web, given by who may give it."""
        if not self._case.consent:
            yield self._problem("P01", reason=Word("没有写「授权」"))
            return
        consent = self._consent()
        if self._name_of(self._case.consent) is None:
            yield self._unknown_consent()
        if not isinstance(consent, Consent):
            # A consent that cannot be read has a problem of its own.
            self.has_ended = True
            return
        if consent.type != "separate_publication":
            yield self._problem("P01", "consent", reason=Word("它不是对公开的单独同意"))
        yield from self._period(consent)
        if "web" not in consent.channels:
            yield self._problem("P02", "consent", consent=self._case.consent)
        if consent.given_by not in ("subject", "") and consent.capacity_basis is None:
            yield self._problem("P03", "consent", consent=self._case.consent, giver=_giver(consent))
        yield from self._minors(consent)

    def _name_of(self, consent: str) -> str | None:
        return resolution(self._db, self._ref).names.get(f"consent:{consent}")

    def _consent(self) -> AnyRecord | None:
        name = self._name_of(self._case.consent)
        return record(self._db, name) if name else None

    def _unknown_consent(self) -> Problem:
        known = tuple(ref.partition("/")[2] for ref in files_of_records(self._db) if ref.startswith("consents/"))
        near = nearest(self._case.consent, known, 1)
        hint = "did-you-mean" if near else "consent-lost"
        return self._problem("P01", "consent", hint=hint, reason=Word("找不到这份授权"), near=near)

    def _period(self, consent: Consent) -> Iterator[Problem]:
        over = ended(self._db, consent)
        expires = last_day_of(consent.expires_on)
        if not _has_dates(consent) or expires is None:
            yield self._problem("P01", "consent", reason=Word("签署日期或到期日期不清楚"))
        elif not is_signed(self._db, consent):
            yield self._problem("P01", "consent", reason=Word("还没有到签署日期"))
        elif over:
            self.has_ended = True
            yield self._problem("P01-ended", "consent", date=str(over.day), how=over.how)
        else:
            withdrawn = last_day_of(consent.withdrawn_on)
            if withdrawn:  # most likely a slip of the hand, and the case stays public until then
                yield self._problem("withdrawal-ahead", "consent", date=str(withdrawn))
            if has_come_in_private(self._db, expires - _SOON):
                yield self._problem("consent-ends-soon", "consent", date=str(expires))

    def _minors(self, consent: Consent) -> Iterator[Problem]:
        """P03: of somebody who is under age, the guardian decides (PIPL Art. 31)."""
        if "minor" in consent.sensitive and consent.given_by not in ("guardian", ""):
            yield self._problem("P03-minor", "consent", consent=self._case.consent, giver=_giver(consent))

    def helpers(self) -> Iterator[Problem]:
        """P12: a helper is named only while there is a consent of their own; when it ends, the case is taken down."""
        for position, support in enumerate(self._case.supports):
            name = self._name_of(support.named_consent)
            consent = record(self._db, name) if name else None
            if not isinstance(consent, Consent) or not is_for_the_web(consent) or not is_signed(self._db, consent):
                continue  # the name that may stand there is a problem then
            over = ended(self._db, consent)
            if over:
                self.has_ended = True
                yield self._problem(
                    "P01-ended", "supports", position, "named_consent", date=str(over.day), how=over.how
                )
            self.named.add(position)

    def alias(self) -> Iterator[Problem]:
        """P04: a pseudonym that is no surname with an honorific, and that nobody else on the site has."""
        alias = str(self._case.alias or "")
        if not alias:
            return
        told = like_a_name(alias)
        if told:
            yield self._problem("P04", "alias", alias=alias, reason=told)
        others = [name for name in aliases(self._db).get(alias, ()) if name != self._ref]
        if others:
            reason, other = Word("别的案例已经用了"), file_of(self._db, others[0])
            yield self._problem("P04", "alias", hint="alias-taken", alias=alias, reason=reason, other=other)

    def review(self) -> Iterator[Problem]:
        """P14: approved by somebody other than the author."""
        review, author = self._case.review, self._case.author_role
        if review is None:
            yield self._problem("P14", reason=Word("没有写「审核」"))
        elif review.by_role is None or review.at is None:
            yield self._problem("P14", "review", reason=Word("没有写明谁审核、哪天审核"))
        elif author is None:
            yield self._problem("P14", reason=Word("没有写「撰写」，不知道是不是另一个人审核的"))
        elif not has_come_in_private(self._db, review.at.last_day or date.max):
            yield self._problem("P14", "review", "at", reason=Word("审核日期还没有到"))
        elif str(review.by_role) == str(author):
            yield self._problem("P14", "review", "by_role", reason=Word("审核人和撰写人是同一个岗位"))

    def retention(self) -> Iterator[Problem]:
        """Shortest retention (PIPL Art. 19): warned of 30 days before, taken down on the day after."""
        until = last_day_of(self._case.retention_until)
        if until is None:
            return
        if has_come_in_private(self._db, until + timedelta(days=1)):
            self.has_ended = True
            yield self._problem("retention-ended", "retention_until", date=str(until))
        elif has_come_in_private(self._db, until - _SOON):
            yield self._problem("retention-ends-soon", "retention_until", date=str(until))

    def text(self) -> Iterator[Problem]:
        """P05 to P09, P12, P13 and P15: nothing in the case that identifies, or that nobody agreed to tell."""
        from .identifying import identifying  # these two with patterns which a build without changes does without
        from .scan import personal_data_in_case

        found = self._consent()
        consent = found if isinstance(found, Consent) else None
        agreed = frozenset(consent.sensitive) if consent else frozenset[str]()
        yield from personal_data_in_case(self._db, self._ref, self._case, agreed, self.named)
        yield from identifying(self._db, self._ref, self._case, consent)
