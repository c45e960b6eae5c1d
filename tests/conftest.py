"""Settings that all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How long an example takes depends on the machine and on what runs beside it; whether it holds does not.
settings.register_profile("dizao", deadline=None)
settings.load_profile("dizao")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from tests.browsing import chromium  # which most tests do without

    with chromium() as running:
        yield running
