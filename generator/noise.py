"""Names that editors and tools make for themselves beside the files of the site."""

from __future__ import annotations

import re
from typing import Final

_NOISE: Final = re.compile(
    r"""
    \.(?!well-known$).+         # hidden: .git, .a.md.swp, .\#a.md, .DS_Store, .obsidian, .syncthing.a.md.tmp
    | ~.*                       # ~$a.docx, ~syncthing~a.md.tmp, ~WRL0001.tmp
    | .*~                       # Vim's and Emacs' backups
    | \#.*\#                    # Emacs' automatic saves
    | 4913                      # Vim tries whether it may write here
    | .*\.(?: sw[a-px] | swpx | tmp | temp | bak | orig | rej | crdownload | part | partial | download | vsctmp
            | kate-swp | icloud )
    | .*___jb_(?: tmp | old | bak )___
    | sed(?=.*[A-Z0-9])[A-Za-z0-9]{6}
    | thumbs\.db | desktop\.ini | __pycache__ | node_modules
    """,
    re.VERBOSE | re.DOTALL,
)
_CASELESS: Final = re.compile(r"thumbs\.db|desktop\.ini|.*\.tmp", re.IGNORECASE | re.DOTALL)


def is_noise(name: str) -> bool:
    """Tell whether ``name`` (one part of a path) is made by an editor or a tool for itself, and is never content."""
    return bool(_NOISE.fullmatch(name) or _CASELESS.fullmatch(name))
