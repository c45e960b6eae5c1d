"""What a build made again, as tests ask for it."""

from __future__ import annotations

from generator.build import BuildResult
from generator.routes import page_named


def pages_made(result: BuildResult) -> list[str]:
    """Return the addresses of the pages that were made, in order."""
    return [page_named(key).address for name, key in result.ran if name == "page_html"]
