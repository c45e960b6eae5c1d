"""What stands inside public records is found wherever it is, and nothing else is looked at."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from generator.catalog import Image, Project, Prose, Stage, Stages, Story
from generator.inside import values_inside
from generator.values import Quantity, Text


def is_name(name: str, kind: type[Any]) -> bool:
    return kind is str


def is_file(name: str, kind: type[Any]) -> bool:
    return name == "file"


def test_values_come_in_the_order_of_the_fields_each_item_of_a_list_by_itself() -> None:
    stage = Stage(meeting="meetings/a", records=("drills/b", "", "drills/c"))
    project = Project(ref="projects/x", category="greening", stages=Stages(co_build=stage))
    assert values_inside(project, is_name) == [
        ("ref", "projects/x"),
        ("category", "greening"),
        ("meeting", "meetings/a"),
        ("records", "drills/b"),
        ("records", "drills/c"),
    ]


def test_values_that_readers_see_are_not_looked_into() -> None:
    project = Project(ref="projects/x", title=Text("标题"), beneficiaries=Quantity(None, "户"))
    assert values_inside(project, is_name) == [("ref", "projects/x")]


def test_parts_are_found_alone_and_in_lists() -> None:
    images = (Image(file="media/a.svg"), Image(), Image(file="media/b.svg"))
    assert values_inside(Project(ref="projects/x", images=images), is_file) == [
        ("file", "media/a.svg"),
        ("file", "media/b.svg"),
    ]
    story = Story(ref="stories/x", cover=Image(file="media/c.svg"), body=Prose(html="<p>x</p>"))
    assert values_inside(story, is_file) == [("file", "media/c.svg")]


class Part(Struct):
    file: str = "media/x.svg"


class Whole(Struct):
    part: Part
    text: str

    def __getattribute__(self, name: str) -> Any:
        assert name != "text"
        return super().__getattribute__(name)


def test_only_fields_that_may_hold_what_is_wanted_are_read() -> None:
    assert values_inside(Whole(Part(), "unread"), is_file) == [("file", "media/x.svg")]
