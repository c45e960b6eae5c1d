"""The values of an author's record, each with the way to it."""

from __future__ import annotations

from generator.models.parts import Origin, Promise, Source
from generator.models.records import Project
from generator.models.schema import Field
from generator.models.walk import leaves
from generator.values import Text

PROJECT = Project(
    title=Text("安灯"),
    partners=("lamp-works", "volunteers"),
    origin=Origin(meeting="spring", need="lamps"),
    commitments=(Promise(id="a"), Promise(id="b", partner="lamp-works")),
    sources=(Source(id="ledger"),),
)


def names_a_partner(field: Field) -> bool:
    return field.key.ref == "partner"


def test_every_value_has_its_path() -> None:
    found = {leaf.path: leaf.value for leaf in leaves(PROJECT)}
    assert found[("title",)] == Text("安灯")
    assert found[("partners", 1)] == "volunteers"
    assert found[("origin", "need")] == "lamps"
    assert found[("commitments", 1, "id")] == "b"
    assert ("origin", "decided") not in found


def test_only_the_wanted_fields_are_told() -> None:
    assert {leaf.path: leaf.value for leaf in leaves(PROJECT, names_a_partner)} == {
        ("partners", 0): "lamp-works",
        ("partners", 1): "volunteers",
        ("commitments", 1, "partner"): "lamp-works",
    }
