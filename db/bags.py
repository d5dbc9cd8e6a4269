"""What was drawn where, in the store."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from db.blocks import in_blocks
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
_NEW = "INSERT INTO drawers(community, channel, turn, recent) {values} ON CONFLICT DO NOTHING"
_TURN = (
    "UPDATE drawers SET turn = now.column4, recent = now.column5 FROM ({values}) AS now "
    "WHERE drawers.community = now.column1 AND drawers.channel = now.column2 AND drawers.turn = now.column3 "
    "RETURNING drawers.id, drawers.community, drawers.channel"
)
_TURN_ROW = "(CAST(? AS BIGINT), ?, CAST(? AS BIGINT), CAST(? AS BIGINT), ?)"
_BAG = (
    "INSERT INTO bags(drawer, selection, since, told, walk) {values} ON CONFLICT (drawer, selection) "
    "DO UPDATE SET since = excluded.since, told = excluded.told, walk = excluded.walk"
)
_MARK = "INSERT INTO drawn(drawer, mark, turn) {values} ON CONFLICT (drawer, mark) DO UPDATE SET turn = excluded.turn"


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
            for one in taken:  # of one drawer, maybe
                await store_draws(tx, [one])

        await self._database.write(unit)


async def store_draws(tx: Transaction, draws: Sequence[Taken]) -> None:
    """Store draws from different drawers; raise Conflict if somebody else drew from one of them meanwhile."""
    first = [(draw.place.community, draw.place.channel) for draw in draws if draw.before == 0]
    for values, params in in_blocks("(?, ?, 0, '')", first):
        await tx.run(_NEW.format(values=values), params)
    moved = [(d.place.community, d.place.channel, d.before, d.after, to_json(_Recents(d.recent))) for d in draws]
    numbers: dict[tuple[int, str], int] = {}
    for values, params in in_blocks(_TURN_ROW, moved):
        rows = await tx.read(_TURN.format(values=values), params)
        numbers |= {(community, channel): number for number, community, channel in rows}
    if len(numbers) < len(draws):
        raise Conflict("Somebody else was a moment earlier. Please try again.")
    drawers = [(numbers[draw.place.community, draw.place.channel], draw) for draw in draws]
    bags = [(n, d.bag.selection, d.bag.since, int(d.bag.told), to_json(d.bag.walk)) for n, d in drawers]
    for values, params in in_blocks("(?, ?, ?, ?, ?)", bags):
        await tx.run(_BAG.format(values=values), params)
    marks = {(n, m): turn for n, d in drawers for turn, drawn in enumerate(d.drawn, d.before + 1) for m in drawn}
    for values, params in in_blocks("(?, ?, ?)", [(*key, turn) for key, turn in marks.items()]):
        await tx.run(_MARK.format(values=values), params)
