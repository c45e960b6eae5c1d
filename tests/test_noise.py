from __future__ import annotations

import pytest

from generator.noise import is_noise

TOOLS = """
    .a.md.swp .a.md.swx a.md.swo a.md~ 4913 .#a.md #a.md# a.md___jb_tmp___ a.md___jb_old___ .DS_Store ._a.md
    Thumbs.db thumbs.db desktop.ini Desktop.ini a.md.tmp a.md~RF1a2b3c.TMP a.crdownload .git .hg .obsidian
    .vscode sedX4k9Qz sed000000 ~$a.docx ~WRL0001.tmp .syncthing.a.md.tmp ~syncthing~a.md.tmp
    .goutputstream-A1B2C3 .~lock.a.odt# a.md.bak a.orig a.kate-swp node_modules __pycache__
    .nfs0000000000000001
"""


@pytest.mark.parametrize("name", TOOLS.split())
def test_names_of_tools_are_noise(name: str) -> None:
    assert is_noise(name)


CONTENT = """
    a.md site.yaml sediment sedation sedentary sed.md 4913.md media 2024-autumn.yaml a~b.md a#b.md 消防演练.md
    template.html swap.md a.swp.md tmp .well-known photo.partial.jpg
"""


@pytest.mark.parametrize("name", CONTENT.split())
def test_names_of_content_are_not_noise(name: str) -> None:
    assert not is_noise(name)
