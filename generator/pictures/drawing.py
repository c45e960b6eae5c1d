"""Drawings (SVG) made anew from the elements that draw: scripts are refused, and what programs note beside is dropped.

A drawing is a program that a browser runs, so what may be in one is listed here, and whatever is not is refused with
its place. It is kept as a drawing, and not turned into pixels, because it stays sharp and its words can be read aloud.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as Xml

from ..problems import Word
from .rebuilt import Rebuilt, Refused

MAX_BYTES = 2 * 1024 * 1024

_SVG = "{http://www.w3.org/2000/svg}"
_DRAWING = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "title", "desc", "defs", "use", "symbol", "clipPath", "mask", "marker", "pattern", "linearGradient",
    "radialGradient", "stop",
}  # fmt: skip
_WITH_WORDS = {"text", "tspan", "title", "desc"}
_KEPT_NAMESPACES = ("{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML/1998/namespace}")
_UNSAFE_VALUE = re.compile(r"javascript:|data:|url\(\s*['\"]?(?!#)|@import|expression\(", re.IGNORECASE)
_REFERENCE = re.compile(r"#([^\s'\")]+)")


def rebuild_drawing(content: bytes) -> Rebuilt:
    """Return a drawing made anew.

    Raises:
        Refused: it is damaged, or holds what could act, or lead elsewhere.
    """
    if len(content) > MAX_BYTES:
        limit = f"{MAX_BYTES // 1024 // 1024} MB"
        raise Refused("image-too-heavy", size=f"{len(content) / 1024 / 1024:.1f} MB", limit=limit)
    doctype = re.search(rb"<!(?:doctype|entity)", content, re.IGNORECASE)
    if doctype:
        raise Refused("unsafe-svg", "<!", what=doctype[0].decode() + ">")
    try:
        root = Xml.fromstring(content)
        if root.tag != f"{_SVG}svg":
            raise Refused("image-wrong-type", actual=str(root.tag).rpartition("}")[2], extension=".svg")
        _keep_what_draws(root)
        _drop_marks(root)
        width, height = _size(root)
        Xml.register_namespace("", "http://www.w3.org/2000/svg")
        return Rebuilt(Xml.tostring(root, encoding="utf-8"), width, height)
    except Xml.ParseError as error:
        raise Refused("image-unreadable", error.position, reason=Word("SVG 的写法有误")) from error
    except (ValueError, LookupError, OverflowError) as error:
        raise Refused("image-unreadable", reason=Word("SVG 的写法有误")) from error
    except RecursionError as error:
        raise Refused("image-unreadable", reason=Word("SVG 的层次太深")) from error


def _keep_what_draws(element: Xml.Element) -> None:
    """Drop what drawing programs keep for themselves, and text outside of the elements that show text."""
    _check_element(element)
    has_words = element.tag.removeprefix(_SVG) in _WITH_WORDS
    if not has_words:
        element.text = None
    for child in list(element):
        if not child.tag.startswith(_SVG) or child.tag == f"{_SVG}metadata":
            element.remove(child)
            continue
        _keep_what_draws(child)
        if not has_words:
            child.tail = None


def _check_element(element: Xml.Element) -> None:
    name = element.tag.removeprefix(_SVG)
    if name not in _DRAWING:
        raise Refused("unsafe-svg", f"<{name.lower()}", what=f"<{name}>")
    for attribute, value in element.attrib.items():
        plain = attribute.rpartition("}")[2].lower()
        is_outside = plain == "href" and not value.startswith("#")
        if plain.startswith("on") or plain == "style" or is_outside or _UNSAFE_VALUE.search(value):
            raise Refused("unsafe-svg", f"{plain}=", what=f"{plain}=")


def _drop_marks(root: Xml.Element) -> None:
    """Drop attributes that draw nothing: names of files and layers, data of programs, ids that nothing refers to."""
    attributes = [pair for element in root.iter() for pair in element.attrib.items()]
    used = {name for attribute, value in attributes for name in _names_in(attribute, value)}
    for element in root.iter():
        for attribute, value in list(element.attrib.items()):
            is_foreign = attribute.startswith("{") and not attribute.startswith(_KEPT_NAMESPACES)
            is_unused = attribute == "class" or (attribute == "id" and value not in used)
            if is_foreign or is_unused or attribute.startswith("data-"):
                del element.attrib[attribute]


def _names_in(attribute: str, value: str) -> list[str]:
    """Return the ids that an attribute refers to."""
    return value.split() if attribute.startswith("aria-") else _REFERENCE.findall(value)


def _size(root: Xml.Element) -> tuple[int, int]:
    numbers = re.findall(r"[-+]?\d*\.?\d+", root.get("viewBox", ""))
    if len(numbers) == 4:
        return round(float(numbers[2])), round(float(numbers[3]))
    sizes = [re.match(r"\d+", root.get(side, "")) for side in ("width", "height")]
    return (int(sizes[0][0]), int(sizes[1][0])) if sizes[0] and sizes[1] else (1200, 800)
