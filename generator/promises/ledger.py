"""What is published of the lock: all of it, and a script of a few lines with which anybody can verify it."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from ..engine import Database, query
from ..promise_lock import histories_of_share, ledger, shares
from ..values import FuzzyDate, Text, parse_date

FOLDER = "commitments"
LEDGER = f"{FOLDER}/ledger.txt"
SCRIPT = f"{FOLDER}/verify.py"

_SCRIPT = '''\
"""核对承诺台账，只用 Python 自带的功能。

python3 verify.py ledger.txt [以前记下的校验码]
"""
import hashlib
import json
import sys


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


with open(sys.argv[1], encoding="utf-8") as file:
    rows = [row.partition(" ") for row in file.read().split("\\n") if row]
bad, seen, left = [], set(), {}
for digest, _, fact in reversed(rows):  # 删去过文字的行，余下的部分另有校验码
    if '"event":"erased"' in fact and sha256(fact) == digest:
        left.update(json.loads(fact)["now"])
for number, (digest, _, fact) in enumerate(rows, 1):
    try:
        before = json.loads(fact)["prev"]
    except (ValueError, KeyError, TypeError):
        before = [None]
    if sha256(fact) not in (digest, left.get(digest)) or not seen.issuperset(before):
        bad.append(number)
    seen.add(digest)
for number in bad:
    print(f"第 {number} 行被改过，或者前面少了一行 / line {number} was altered, or one above it is missing")
for noted in sys.argv[2:]:
    print(noted, "还在 / is there" if noted in seen else "不见了 / is gone")
    bad += [] if noted in seen else [noted]
print(f"{len(rows)} 行 / lines:", "有问题 / not sound" if bad else "完好 / sound")
sys.exit(1 if bad else 0)
'''


def ledger_files(db: Database) -> tuple[str, ...]:
    """Return the paths of what is published of the lock: nothing while it is empty."""
    return (LEDGER, SCRIPT) if ledger_end(db).count else ()


@query(keep=False)
def ledger_file(db: Database, path: str) -> bytes:
    """Return the bytes of one of these files."""
    if path == SCRIPT:
        return _SCRIPT.encode()
    return ledger(db)


class LedgerEnd(Struct, frozen=True):
    """How many lines the published lock has, and the hash of the last."""

    count: int = 0
    hash: str = ""


@query(firewall=True)
def ledger_end(db: Database) -> LedgerEnd:
    """Return where the published lock ends."""
    *rows, _ = ledger(db).decode().split("\n")
    return LedgerEnd(len(rows), rows[-1].partition(" ")[0]) if rows else LedgerEnd()


class Removed(Struct, frozen=True, kw_only=True):
    """A promise that was taken off the site: what it said, and why it is gone."""

    text: Text
    owner: Text
    due: FuzzyDate | None
    on: date
    reason: Text
    is_sample: bool


@query(firewall=True)
def removed_promises(db: Database) -> tuple[Removed, ...]:
    """Return the promises that were taken off the site, the last first."""
    found = []
    for share in shares():
        for history in histories_of_share(db, share).values():
            if history.removed is not None:
                terms, removal = history.published.fact, history.removed
                removed = Removed(
                    text=Text(terms.text, terms.text_en),
                    owner=Text(terms.owner, terms.owner_en),
                    due=parse_date(terms.due) if terms.due else None,
                    on=removal.on,
                    reason=Text(removal.fact.reason, removal.fact.reason_en),
                    is_sample=bool(terms.sample),
                )
                found.append((removal.line, removed))
    return tuple(removed for _, removed in sorted(found, key=lambda pair: -pair[0]))
