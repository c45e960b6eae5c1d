"""The promises that the site tells today, held against the promise lock.

``statement`` is what is told, ``comparison`` what differs, ``check`` finds both for the whole site, ``rewriting`` makes
problems of it, ``acceptance`` takes a change over with its reason, ``keeper`` writes the lock, ``story`` puts it into
words, and ``ledger`` is what is published of it.
"""
