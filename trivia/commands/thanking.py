"""Whom to thank for a fact: the member who suggested it, if they chose to be named."""

from collections.abc import Sequence

from trivia.facts.keeping import SuggestionStore
from trivia.facts.model import FactId
from trivia.rounds.model import MemberId, Place
from trivia.settings import SettingStore


class Suggesters:
    """Implements ``trivia.rounds.thanking.Thanks``."""

    def __init__(self, store: SuggestionStore, settings: SettingStore) -> None:
        self._store = store
        self._settings = settings

    async def names(self, place: Place, facts: Sequence[FactId]) -> Sequence[str]:
        """Return the names of those who proposed these facts here and like to be named."""
        found = await self._store.suggesters(place.community, facts)
        liking = [name for member, name in found if await self._likes(place, MemberId(member))]
        return tuple(dict.fromkeys(liking))

    async def _likes(self, place: Place, member: MemberId) -> bool:
        return (await self._settings.chosen(place, member)).truth("thanks")
