"""The gate: the only code that turns authors' records into public ones."""

from .gate import is_public, public, public_names, site

__all__ = ["is_public", "public", "public_names", "site"]
