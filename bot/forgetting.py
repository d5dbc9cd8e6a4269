"""Tidying by the hour: communities that left long ago are forgotten, and imports that were cut short."""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Protocol

from trivia.errors import StoreError
from trivia.facts.keeping import Importer
from trivia.ports import Clock
from trivia.privacy import PrivacyStore

_log = logging.getLogger(__name__)
_EVERY = 3_600.0  # seconds


_LONGEST_IMPORT = timedelta(days=1)
"""What began earlier and isn't there was cut short."""


class Tidied(PrivacyStore, Importer, Protocol):
    """What tidying needs of storage."""


async def forget_the_gone(store: Tidied, clock: Clock) -> None:
    """Look every hour for communities whose time is up, and forget all that is kept of them, until cancelled."""
    while True:
        try:
            await forget_due(store, clock())
            await store.sweep_imports(clock() - _LONGEST_IMPORT)
        except StoreError:
            _log.warning("what is left behind could not be tidied up; it will be tried again", exc_info=True)
        await asyncio.sleep(_EVERY)


async def forget_due(store: PrivacyStore, now: datetime) -> None:
    """Forget all that is kept of the communities whose time is up."""
    for community in await store.long_gone(now):
        await store.forget_community(community, gone=True)
        _log.info("community %s left long ago; what was kept of it is deleted", community)
