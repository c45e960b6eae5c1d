"""The columns of the graph: numbers, who rests on whom, and what is no longer used."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.engine.graph import HOLDS, Edges, Graph


def test_a_number_stays_and_a_free_one_is_given_again() -> None:
    graph = Graph()
    root, leaf, other = graph.add("query", "root"), graph.add("input", "a"), graph.add("input", "b")
    graph.roots.add(root)
    graph.relink(root, [leaf, other])
    graph.relink(root, [other])
    assert graph.sweep() == [leaf]
    assert "a" not in graph.named["input"]
    assert graph.add("query", "new") == leaf
    assert graph.named["query"] == {"root": root, "new": leaf}


def test_what_rested_on_a_node_that_is_gone_does_not_rest_on_its_successor() -> None:
    graph = Graph()
    root, memo, leaf = graph.add("query", "root"), graph.add("query", "memo"), graph.add("input", "a")
    graph.roots.add(root)
    graph.relink(memo, [leaf])
    graph.relink(root, [memo, leaf])
    assert sorted(graph.dependents(leaf)) == [root, memo]
    graph.relink(root, [leaf])
    assert graph.sweep() == [memo]
    assert graph.add("input", "b") == memo
    assert [*graph.dependents(leaf)] == [root]
    assert not [*graph.dependents(memo)]


def test_a_list_takes_more_room_only_when_it_is_longer() -> None:
    edges = Edges.from_lists([[1, 2, 3], [0]])
    size = len(edges.pack()[2])
    edges[0] = [3, 2, 1]
    edges[1] = [2]
    assert len(edges.pack()[2]) == size
    edges[0] = [2, 3]
    edges[1] = []
    edges[1] = [7, 8]
    assert [edges[number].tolist() for number in range(2)] == [[2, 3], [7, 8]]
    assert Edges(*edges.pack())[0].tolist() == [2, 3]


def test_room_that_nothing_is_in_is_given_up_also_when_another_process_left_it() -> None:
    edges = Edges.from_lists([[1], [2]])
    for count in range(2, 5):
        edges[0] = range(count)
        edges = Edges(*edges.pack())
    assert len(edges.pack()[2]) <= 2 * 4 * (4 + 1)
    assert [edges[number].tolist() for number in range(2)] == [[0, 1, 2, 3], [2]]


def test_a_key_that_would_end_early_is_refused() -> None:
    with pytest.raises(ValueError, match="NUL"):
        Graph().add("input", "a\0b")


def test_an_empty_key_and_no_key_are_told_apart() -> None:
    graph = Graph()
    assert len(Graph.unpack(graph.pack())) == 0
    graph.add("input", "")
    again = Graph.unpack(graph.pack())
    assert again.named["input"] == {"": 0}
    assert again.add("input", "b") == 1


LINKS = st.lists(
    st.tuples(st.integers(1, 9), st.lists(st.integers(0, 8), max_size=6, unique=True), st.booleans()), max_size=40
)


@given(LINKS)
def test_both_directions_agree_whatever_is_linked_swept_and_stored(links: list[tuple[int, list[int], bool]]) -> None:
    """Node ``n`` rests on smaller ones only; the nodes are named by keys, because numbers are given again."""
    graph = Graph()
    wanted: dict[str, list[str]] = {}
    root = graph.add("query", "root")
    for number, others, is_stored in links:
        key, below = str(number), [str(other) for other in others if other < number]
        numbers = [graph.named["query"].get(name) for name in (key, *below)]
        known = [
            graph.add("query", name) if at is None else at for name, at in zip((key, *below), numbers, strict=True)
        ]
        graph.relink(known[0], known[1:])
        graph.states[known[0]] = HOLDS
        wanted[key] = below
        graph.roots = {root}
        graph.relink(root, [known[0]])
        graph.sweep()
        if is_stored:
            graph = Graph.unpack(graph.pack())
        alive = {"root"}
        waiting = [key]
        while waiting:
            name = waiting.pop()
            alive.add(name)
            waiting += wanted.get(name, [])
        wanted = {name: below for name, below in wanted.items() if name in alive}
        assert set(graph.named["query"]) == alive
        for name, at in graph.named["query"].items():
            above = {graph.keys[other] for other in graph.dependents(at)}
            resting = {other for other, below in wanted.items() if name in below}
            assert above == resting | ({"root"} if name == key else set())
