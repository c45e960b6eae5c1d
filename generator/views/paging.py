"""Long lists in pages of twenty."""

from __future__ import annotations

from ..routes import PAGE_SIZE, PagePlan, page_address, slice_of
from .page import Link, Pager
from .words import Words

_NEAR = 1
GAP = Link("…", "")


def paged(plan: PagePlan, refs: tuple[str, ...]) -> tuple[tuple[str, ...], Pager]:
    """Return the members that stand on this page of a list, and where the page stands among the others."""
    count = max(1, -(-len(refs) // PAGE_SIZE))
    first = plan.url if plan.number == 1 else plan.url.removesuffix(page_address("", plan.number))
    return slice_of(refs, plan.number), Pager(
        number=plan.number,
        count=count,
        previous=page_address(first, plan.number - 1) if plan.number > 1 else "",
        next=page_address(first, plan.number + 1) if plan.number < count else "",
        pages=_pages(first, plan.number, count),
    )


def numbered(words: Words, title: str, plan: PagePlan) -> str:
    """Return the title of a page of a list: the later ones tell which they are."""
    return title if plan.number == 1 else words("{title}（第{number}页）", title=title, number=plan.number)


def _pages(first: str, number: int, count: int) -> tuple[Link, ...]:
    """Return the first, the last and the near pages, with a gap where some are left out."""
    shown = sorted({1, count, *range(max(1, number - _NEAR), min(count, number + _NEAR) + 1)})
    links: list[Link] = []
    for before, page in zip([0, *shown], shown, strict=False):
        if page - before > 1:
            links.append(GAP)
        links.append(Link(str(page), page_address(first, page)))
    return tuple(links)
