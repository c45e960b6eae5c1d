"""The id of a care case stands in its address, and there it stays when the case is taken down: so it must tell nothing.

A name in pinyin cannot be told from any other word; what can be are words for people, for their condition, for their
situation, in pinyin and in English. It is a warning: the pseudonym itself may hold such a word.
"""

from __future__ import annotations

import re
from functools import cache

_PEOPLE = (
    "nai nai", "ye ye", "po po", "gong gong", "da ye", "da ma", "da niang", "da jie", "a yi", "a po", "shu shu",
    "bo bo", "lao ren", "lao tai", "lao han", "gu lao", "gu er", "nv shi", "xian sheng",
    "granny", "grandma", "grandpa", "widow", "widower", "orphan",
)  # fmt: skip
_CONDITIONS = (
    "du ju", "kong chao", "shi neng", "shi du", "shi zhi", "can ji", "can zhang", "can lian", "di bao", "te kun",
    "pin kun", "da bing", "zhong bing", "bing", "ai zheng", "chi dai", "tan huan", "zhong feng", "jing shen", "yi yu",
    "fu xing", "xi du", "elder", "disabled", "disability", "dementia", "cancer", "stroke", "poor", "hardship",
    "depression", "mental", "illness", "sick", "caregiver", "recovery",
)  # fmt: skip


@cache
def _telling() -> re.Pattern[str]:
    words = "|".join(word.replace(" ", "-?") for word in (*_PEOPLE, *_CONDITIONS))
    return re.compile(rf"(?:^|-)({words})(?=-|\d|$)")


def telling_word(case: str) -> str:
    """Return the first word of the id of a care case that says something of the person, ``""`` for none."""
    found = _telling().search(case)
    return found[1] if found else ""
