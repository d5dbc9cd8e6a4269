"""What a file takes for one, beside what is on the shelf."""

from collections.abc import Mapping, Sequence

from trivia.facts.content import MergedRow
from trivia.facts.model import Entity, EntityId, Shelf
from trivia.facts.overlay import NEW
from trivia.ports import NameIndex, NewEntity
from trivia.text import fold

_OWN = "community:"
_AT_ONCE = 256

Pair = tuple[EntityId, EntityId]


async def merged_among(
    rows: Sequence[MergedRow], new: Sequence[NewEntity], names: NameIndex, shelf: Shelf
) -> tuple[tuple[Pair, ...], tuple[MergedRow, ...]]:
    """Return the things that are to be one, each with what is to stand for it, and the rows of which one isn't here.

    What is one already is left out. A thing of a file's own may be among those that it brings.
    """
    brought = {(entity.kind, fold(entity.name)): EntityId(NEW + place) for place, entity in enumerate(new)}
    known = await known_by(names, shelf, [name for row in rows for name in (row.name, row.into)])
    stands: dict[EntityId, EntityId] = {}
    apart: list[MergedRow] = []
    for row in rows:
        gone = _one(known, row.kind, row.name, row.pack, row.key)
        into = _one(known, row.kind, row.into, row.into_pack, row.into_key)
        stays = into.id if into else brought.get((row.kind, fold(row.into))) if not row.into_pack else None
        if gone is None or stays is None or shelf.retired & {gone.id, stays}:
            if not _is_one_already(known, shelf, row):
                apart.append(row)
            continue
        stays = stands.get(stays, stays)
        if gone.id not in (stays, *stands) and gone.id not in stands.values():
            stands[gone.id] = stays
    return tuple(stands.items()), tuple(apart)


async def known_by(names: NameIndex, shelf: Shelf, called: Sequence[str]) -> Mapping[str, Sequence[Entity]]:
    """Return the things that bear some names, by these, folded; those that were retired, too."""
    wanted = sorted(set(map(fold, called)))
    found: dict[str, Sequence[Entity]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        matches = await names.by_name(shelf.whole, wanted[start : start + _AT_ONCE])
        found.update((name, [match.entity for match in some]) for name, some in matches.items())
    return found


def _one(known: Mapping[str, Sequence[Entity]], kind: str, name: str, pack: str, key: str) -> Entity | None:
    """Return the thing of this kind, name and pack; without a pack, of a community's own, or the only one there is."""
    borne = [e for e in known.get(fold(name), ()) if e.kind == kind and fold(e.name) == fold(name)]
    if pack:
        return next((e for e in borne if (e.pack, e.key) == (pack, key)), None)
    return next((e for e in borne if e.pack.startswith(_OWN)), borne[0] if len(borne) == 1 else None)


def _is_one_already(known: Mapping[str, Sequence[Entity]], shelf: Shelf, row: MergedRow) -> bool:
    """Say whether both names lead to one thing here that stands for others."""
    standing = {stays for _, stays in shelf.merged}
    both = ({e.id for e in known.get(fold(name), ()) if e.kind == row.kind} for name in (row.name, row.into))
    return bool(standing & next(both) & next(both))
