"""The search index: one for each community, made by Pagefind from published pages and from nothing else.

``text`` says what of a page is found, ``job`` makes one index in a process of its own, ``index`` keeps all of them and
says which may be published, ``background`` makes them while somebody edits.
"""

from generator.search.background import Background
from generator.search.index import FOLDER, IndexFile, SearchIndex
from generator.search.job import Done, Job, run

__all__ = ["FOLDER", "Background", "Done", "IndexFile", "Job", "SearchIndex", "run"]
