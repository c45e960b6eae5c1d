"""Why a page was made again, and what a build cost, in an editor's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from .build import Cost
from .engine import Cause
from .i18n import translator
from .problems import Word

_RECORD: Final = Word("内容文件")
_LISTS: Final = Word("卡片和列表")
_PICTURES: Final = Word("图片和样式")
_TEMPLATES: Final = Word("模板")
_ADDRESSES: Final = Word("地址和名称")
_OTHER: Final = Word("其他")

_SUBJECTS: Final[Mapping[Word, tuple[str, ...]]] = {
    Word("网页"): ("page_html",),
    _RECORD: ("record", "raw_prose", "settings", "site", "labels", "promise_ids", "need_ids", "resolution", "public"),
    Word("检查"): ("check_record", "checked", "is_public", "public_names", "care_case_is_open", "exists"),
    _LISTS: (
        *("card", "cards", "members", "backlinks", "all_backlinks", "neighbours", "in_topic", "in_stage"),
        *("with_status", "tally", "_by_community", "_by_target", "_by_topic", "_by_stage"),
        *("in_year", "years", "_by_year"),
    ),
    _PICTURES: (
        "published",
        "media",
        "pictures_of",
        "pictures_in_use",
        "withdrawn_pictures",
        "asset_bytes",
        "asset_url",
    ),
    _TEMPLATES: ("theme_text", "template_outline", "template_closure", "is_sound", "is_sound_alone"),
    _ADDRESSES: ("routes", "files_of_records", "file_of", "names", "promises"),
}
"""What the queries are about."""

_SUBJECT_OF: Final = {name: subject for subject, names in _SUBJECTS.items() for name in names}

_STAGES: Final = {
    "load": Word("读取缓存"),
    "look": Word("查看文件"),
    "make": Word("检查和生成"),
    "leaks": Word("核对保密资料"),
    "index": Word("搜索索引"),
    "publish": Word("发布"),
    "save": Word("保存缓存"),
}


def reasons(causes: Sequence[Cause], language: str) -> list[str]:
    """Return one line for each step from a page that was made again down to what changed."""
    _ = translator(language)
    lines = [_reason(cause, language) for cause in causes[1:]]
    return [*lines, _("第一次生成。")] if causes[-1].is_new else lines


def _reason(cause: Cause, language: str) -> str:
    _ = translator(language)
    known = {
        "file": _("文件 {key} 改了"),
        "tree": _("{key} 里的文件有增减"),
        "listed": _("文件 {key} 出现了或不见了"),
        "days": _("到了 {key} 这一天"),
        "private days": _("到了 {key} 这一天"),
    }
    subject = _(_SUBJECT_OF.get(cause.name, _OTHER).text)
    return known.get(cause.name, _("{subject}变了：{key}")).format(subject=subject, key=cause.key or "—")


def costs(cost: Cost, language: str) -> list[str]:
    """Return what a build cost: seconds for each stage, and what was computed, checked and left alone."""
    _ = translator(language)
    separator = _("，")
    stages = (
        _("{stage} {seconds:.2f} 秒").format(stage=_(_STAGES[name].text), seconds=seconds)
        for name, seconds in cost.seconds.items()
    )
    counts = _("计算了 {ran} 项，核对了 {verified} 项，{reused} 项不用看。").format(
        ran=sum(cost.ran.values()), verified=cost.verified, reused=cost.reused
    )
    subjects = (
        _("{subject} {count} 项").format(subject=_(subject.text), count=count)
        for subject, count in _by_subject(cost.ran.items())
    )
    lines = [_("用时：{stages}。").format(stages=separator.join(stages)), counts]
    return [*lines, _("其中：{subjects}。").format(subjects=separator.join(subjects))] if cost.ran else lines


def _by_subject(ran: Iterable[tuple[str, int]]) -> list[tuple[Word, int]]:
    found: Counter[Word] = Counter()
    for name, count in ran:
        found[_SUBJECT_OF.get(name, _OTHER)] += count
    return found.most_common()
