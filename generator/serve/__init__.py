"""Follow the editor: rebuild on every change, show the site, and show in the page what is wrong.

``loop`` rebuilds on every change, ``files`` finds what may be served, ``pages`` answers requests for it, ``live`` tells
open pages what changed, ``server`` puts them together behind one address. Starlette and uvicorn are imported only when
a server starts.
"""

from generator.serve.loop import Outcome, Rebuild, ShownProblem, follow
from generator.serve.server import serve

__all__ = ["Outcome", "Rebuild", "ShownProblem", "follow", "serve"]
