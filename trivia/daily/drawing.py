"""Which questions a community's set gets: none that it had, as long as there are others."""

from collections.abc import Sequence
from random import Random

from trivia.daily.model import place_of
from trivia.facts.model import CommunityId
from trivia.rounds.drawing import next_question
from trivia.rounds.model import Asked
from trivia.rounds.ports import AskedBefore, QuestionSource, RoundStore, Shelves, Wanted

_REMEMBERED = 10_000
_SPARE = 10


class DailyDraw:
    """Draws for one community after another; what was drawn for its earlier sets is read from the store."""

    def __init__(self, store: RoundStore, questions: QuestionSource, shelves: Shelves, chance: Random) -> None:
        self._store = store
        self._questions = questions
        self._shelves = shelves
        self._chance = chance

    async def __call__(self, community: CommunityId, count: int, topic: str) -> Sequence[Asked]:
        """Return up to so many questions; raise UsageError for a topic that there is none of."""
        before = list(await self._store.asked_before(place_of(community), _REMEMBERED))
        shelf = await self._shelves.shelf(community)
        avoid = frozenset(fact for asked in before for fact in asked.facts)
        wanted = Wanted(count + _SPARE, self._chance.getrandbits(64), topic=topic, avoid=avoid)
        pool = list(await self._questions.draw(shelf, wanted))
        drawn: list[Asked] = []
        while len(drawn) < count:
            asked, fresh = next_question(pool, before, len(drawn), spoilers=False)
            if not fresh and avoid:
                pool += await self._questions.draw(shelf, Wanted(count + _SPARE, wanted.seed, topic=topic))
                avoid = frozenset()
                continue
            if asked is None:
                break
            drawn.append(asked)
            before.insert(0, AskedBefore(asked.stem, frozenset(asked.facts)))
        return drawn
