"""Publish the site: bring the output folder from what it holds to what the build made, safe against a kill at any time.

``artifact`` says what may be published, ``folder`` where, ``manifest`` what is ours, ``comparison`` what differs, and
``commit`` makes the change whole or not at all. ``disk`` is the only part that alters the disk.
"""

from __future__ import annotations

from generator.publish.artifact import Artifact, digest_of, unsafe_path
from generator.publish.manifest import MANIFEST, Entry
from generator.publish.publisher import Published, Publisher, clean, publish, recover

__all__ = [
    "MANIFEST",
    "Artifact",
    "Entry",
    "Published",
    "Publisher",
    "clean",
    "digest_of",
    "publish",
    "recover",
    "unsafe_path",
]
