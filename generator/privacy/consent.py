"""Whether a care case may be published: consent, pseudonym, review (domain brief §2.2, P01-P04 and P14).

A case that never had a valid consent is an error, and nothing is published. One whose consent has ended is taken
down with a warning, so that the nightly build of that day succeeds and the page is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ..content import file_of, files_of_records, record
from ..engine import Database, query
from ..models import AnyRecord
from ..models.records import CareCase, Consent
from ..nearest import nearest
from ..problems import Argument, Problem, Where, Word
from ..references import resolution
from ..values import last_day_of
from ..vocabulary import CONSENT_GIVERS, label
from .pseudonyms import aliases

_SOON = timedelta(days=30)
_HONORIFICS = tuple("爷奶婆公伯叔姨婶嫂")
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)


def has_come(db: Database, day: date) -> bool:
    """Whether ``day`` is today or past, recorded as a threshold of today."""
    return bool(db.read("days", day.isoformat()))


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
        if self._consent_name() is None:
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
            giver = Word(label(CONSENT_GIVERS, consent.given_by, "zh"), label(CONSENT_GIVERS, consent.given_by, "en"))
            yield self._problem("P03", "consent", consent=self._case.consent, giver=giver)

    def _consent_name(self) -> str | None:
        return resolution(self._db, self._ref).names.get(f"consent:{self._case.consent}")

    def _consent(self) -> AnyRecord | None:
        name = self._consent_name()
        return record(self._db, name) if name else None

    def _unknown_consent(self) -> Problem:
        known = tuple(ref.partition("/")[2] for ref in files_of_records(self._db) if ref.startswith("consents/"))
        near = nearest(self._case.consent, known, 1)
        hint = "did-you-mean" if near else None
        return self._problem("P01", "consent", hint=hint, reason=Word("找不到这份授权"), near=near)

    def _period(self, consent: Consent) -> Iterator[Problem]:
        signed, expires, withdrawn = (
            last_day_of(consent.signed_on),
            last_day_of(consent.expires_on),
            last_day_of(consent.withdrawn_on),
        )
        if signed is None or expires is None:
            yield self._problem("P01", "consent", reason=Word("签署日期或到期日期不清楚"))
        elif not has_come(self._db, signed):
            yield self._problem("P01", "consent", reason=Word("还没有到签署日期"))
        elif withdrawn and has_come(self._db, withdrawn):
            self.has_ended = True
            yield self._problem("P01-ended", "consent", date=str(withdrawn), how=Word("撤回"))
        elif has_come(self._db, expires):
            self.has_ended = True
            yield self._problem("P01-ended", "consent", date=str(expires), how=Word("到期"))
        elif has_come(self._db, expires - _SOON):
            yield self._problem("consent-ends-soon", "consent", date=str(expires))

    def alias(self) -> Iterator[Problem]:
        """P04: a pseudonym that is no surname with an honorific, and that nobody else on the site has."""
        alias = str(self._case.alias or "")
        if not alias:
            return
        if (
            len(alias) in (2, 3)
            and alias[0] in SURNAMES
            and alias[1] in (*_HONORIFICS, "某", "老", "大", "先", "女", "阿")
        ):
            yield self._problem("P04", "alias", alias=alias, reason=Word("像是真实的姓加称呼"))
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
        elif str(review.by_role) == str(author):
            yield self._problem("P14", "review", "by_role", reason=Word("审核人和撰写人是同一个岗位"))

    def retention(self) -> Iterator[Problem]:
        """Shortest retention (PIPL Art. 19): warned of 30 days before, taken down on the day after."""
        until = last_day_of(self._case.retention_until)
        if until is None:
            return
        if has_come(self._db, until + timedelta(days=1)):
            self.has_ended = True
            yield self._problem("retention-ended", "retention_until", date=str(until))
        elif has_come(self._db, until - _SOON):
            yield self._problem("retention-ends-soon", "retention_until", date=str(until))

    def text(self) -> Iterator[Problem]:
        """P05 to P07, P13 and P15: nothing in the words of the case that identifies, or that nobody agreed to tell."""
        from .scan import personal_data_in_case

        consent = self._consent()
        agreed = frozenset(consent.sensitive) if isinstance(consent, Consent) else frozenset[str]()
        yield from personal_data_in_case(self._db, self._ref, self._case, agreed)
