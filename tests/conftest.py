"""Settings that all tests share."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes depends on the machine and on what runs beside it; whether it holds does not.
settings.register_profile("dizao", deadline=None)
settings.load_profile("dizao")
