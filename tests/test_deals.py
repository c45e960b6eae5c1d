"""Names in shares: each in one, in their order, wherever the others go."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.deals import deal, share_of, shares

NAMES = st.lists(st.text(), unique=True)


@given(NAMES, st.integers(1, 300))
def test_every_name_goes_to_its_own_share_and_keeps_its_place(names: list[str], count: int) -> None:
    dealt = deal(names, count)
    assert tuple(dealt) == shares(count)
    for share, found in dealt.items():
        assert list(found) == [name for name in names if share_of(name, count) == share]


def test_where_a_name_goes_is_the_same_in_every_process() -> None:
    assert share_of("projects/light", 64) == "8"
