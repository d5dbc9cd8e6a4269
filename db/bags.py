"""What was drawn where, in the store."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from db.seam import Database, Transaction
from db.statements import chunks, in_list
from trivia.errors import Conflict
from trivia.questions.walk import Walk
from trivia.rounds.bag import Bag, Drawer, Mark, Recent, Taken
from trivia.rounds.codec import from_json, to_json
from trivia.rounds.model import Place

_DRAWER = (
    "SELECT d.turn, d.recent, b.since, b.told, b.walk FROM drawers d "
    "LEFT JOIN bags b ON b.drawer = d.id AND b.selection = ? WHERE d.community = ? AND d.channel = ?"
)
_DRAWN = (
    "SELECT n.mark, n.turn FROM drawers d JOIN drawn n ON n.drawer = d.id "
    "WHERE d.community = ? AND d.channel = ? AND n.mark IN {marks}"
)
_NEW = "INSERT INTO drawers(community, channel, turn, recent) VALUES (?, ?, 0, '') ON CONFLICT DO NOTHING"
_TURN = "UPDATE drawers SET turn = ?, recent = ? WHERE community = ? AND channel = ? AND turn = ?"
_BAG = (
    "INSERT INTO bags(drawer, selection, since, told, walk) VALUES (?, ?, ?, ?, ?) ON CONFLICT (drawer, selection) "
    "DO UPDATE SET since = excluded.since, told = excluded.told, walk = excluded.walk"
)
_MARK = (
    "INSERT INTO drawn(drawer, mark, turn) VALUES (?, ?, ?) "
    "ON CONFLICT (drawer, mark) DO UPDATE SET turn = excluded.turn"
)


@dataclass(frozen=True, slots=True)
class _Recents:
    recent: tuple[Recent, ...]


class Bags:
    """Implements ``BagStore``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def drawer(self, place: Place, selection: str) -> tuple[Drawer, Bag]:
        """Return a place's drawer and its bag of a selection; new ones if nothing was drawn there."""
        rows = await self._database.read(_DRAWER, (selection, place.community, place.channel))
        if not rows:
            return Drawer(place), Bag(selection)
        turn, recent, since, told, walk = rows[0]
        drawer = Drawer(place, turn, from_json(_Recents, recent).recent if recent else ())
        return drawer, Bag(selection) if walk is None else Bag(selection, since, bool(told), from_json(Walk, walk))

    async def drawn_at(self, place: Place, marks: Collection[Mark]) -> Mapping[Mark, int]:
        """Return at which turn each of the marks was last drawn in a place; those never drawn are absent."""
        found: dict[Mark, int] = {}
        for chunk in chunks(marks):
            holes, values = in_list(chunk)
            found.update(
                await self._database.read(_DRAWN.format(marks=holes), (place.community, place.channel, *values))
            )
        return found

    async def keep_draws(self, taken: Sequence[Taken]) -> None:
        """Store draws by themselves; raise Conflict if a drawer is not at the turn that it was drawn from."""

        async def unit(tx: Transaction) -> None:
            for one in taken:
                await store_taken(tx, one)

        await self._database.write(unit)


async def store_taken(tx: Transaction, taken: Taken) -> None:
    """Store a draw within a transaction; raise Conflict if somebody else drew from the drawer meanwhile."""
    place = (taken.place.community, taken.place.channel)
    if taken.before == 0:
        await tx.run(_NEW, place)
    turn = taken.before + len(taken.drawn)
    if not await tx.run(_TURN, (turn, to_json(_Recents(taken.recent)), *place, taken.before)):
        raise Conflict("Somebody else was a moment earlier. Please try again.")
    [[drawer]] = await tx.read("SELECT id FROM drawers WHERE community = ? AND channel = ?", place)
    bag = taken.bag
    await tx.run(_BAG, (drawer, bag.selection, bag.since, int(bag.told), to_json(bag.walk)))
    marks = {mark: at for at, drawn in enumerate(taken.drawn, taken.before + 1) for mark in drawn}
    if marks:
        await tx.run_many(_MARK, [(drawer, mark, at) for mark, at in marks.items()])
