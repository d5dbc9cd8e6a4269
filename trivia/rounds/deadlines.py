"""When the rounds at hand move by themselves."""

from collections.abc import Sequence
from datetime import datetime
from heapq import heappop, heappush

from trivia.rounds.model import Place


class Deadlines:
    """Keeps one deadline for each place, and gives out each once."""

    def __init__(self) -> None:
        self._of: dict[Place, datetime] = {}
        self._heap: list[tuple[datetime, int, Place]] = []
        self._count = 0  # equal moments keep their order

    def put(self, place: Place, deadline: datetime | None) -> None:
        """Keep a place's deadline instead of the one it had; None for no more."""
        if deadline is None:
            self._of.pop(place, None)
        elif self._of.get(place) != deadline:
            self._of[place] = deadline
            self._count += 1
            heappush(self._heap, (deadline, self._count, place))

    def soonest(self) -> datetime | None:
        """Return the earliest deadline."""
        while self._heap and self._of.get(self._heap[0][2]) != self._heap[0][0]:
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def due(self, now: datetime) -> Sequence[Place]:
        """Return the places whose deadlines have come, the earliest first, and keep these no longer."""
        places = []
        while (soonest := self.soonest()) and soonest <= now:
            place = heappop(self._heap)[2]
            del self._of[place]
            places.append(place)
        return places
