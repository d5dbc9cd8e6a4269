"""Drawers and bags in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from trivia.errors import Conflict
from trivia.rounds.bag import Bag, Drawer, Mark, Taken
from trivia.rounds.codec import from_json, to_json
from trivia.rounds.model import Place


@dataclass
class FakeBags:
    """Keeps bags as text, as a store does, so that nothing is shared by accident."""

    drawers: dict[Place, str] = field(default_factory=dict)
    bags: dict[tuple[Place, str], str] = field(default_factory=dict)
    turns: dict[tuple[Place, Mark], int] = field(default_factory=dict)

    async def drawer(self, place: Place, selection: str) -> tuple[Drawer, Bag]:
        drawer, bag = self.drawers.get(place), self.bags.get((place, selection))
        return (
            from_json(Drawer, drawer) if drawer else Drawer(place),
            from_json(Bag, bag) if bag else Bag(selection),
        )

    async def drawn_at(self, place: Place, marks: Collection[Mark]) -> Mapping[Mark, int]:
        return {mark: self.turns[place, mark] for mark in marks if (place, mark) in self.turns}

    async def keep_draws(self, taken: Sequence[Taken]) -> None:
        before = dict(self.drawers), dict(self.bags), dict(self.turns)
        try:
            for one in taken:
                self.store_taken(one)
        except Conflict:
            self.drawers, self.bags, self.turns = before
            raise

    def store_taken(self, taken: Taken) -> None:
        """Store a draw; raise Conflict before anything is changed if somebody else drew meanwhile."""
        text = self.drawers.get(taken.place)
        known = from_json(Drawer, text) if text else Drawer(taken.place)
        if known.turn != taken.before:
            raise Conflict("somebody else was first")
        turn = taken.before + len(taken.drawn)
        self.drawers[taken.place] = to_json(Drawer(taken.place, turn, taken.recent))
        self.bags[taken.place, taken.bag.selection] = to_json(taken.bag)
        for at, marks in enumerate(taken.drawn, taken.before + 1):
            self.turns.update(dict.fromkeys(((taken.place, mark) for mark in marks), at))
