"""Forgetting communities that the bot was taken from long ago."""

import asyncio
import logging
from datetime import datetime

from trivia.errors import StoreError
from trivia.ports import Clock
from trivia.privacy import PrivacyStore

_log = logging.getLogger(__name__)
_EVERY = 3_600.0  # seconds


async def forget_the_gone(store: PrivacyStore, clock: Clock) -> None:
    """Look every hour for communities whose time is up, and forget all that is kept of them, until cancelled."""
    while True:
        try:
            await forget_due(store, clock())
        except StoreError:
            _log.warning("communities that left could not be forgotten; it will be tried again", exc_info=True)
        await asyncio.sleep(_EVERY)


async def forget_due(store: PrivacyStore, now: datetime) -> None:
    """Forget all that is kept of the communities whose time is up."""
    for community in await store.long_gone(now):
        await store.forget_community(community, gone=True)
        _log.info("community %s left long ago; what was kept of it is deleted", community)
