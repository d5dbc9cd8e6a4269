"""What a file lets go of, and which relations it takes for one, beside what is on the shelf."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from trivia.facts.content import RelatedRow, RetiredRow
from trivia.facts.model import EntityId, Shelf
from trivia.facts.vocabulary import Relation, Vocabulary, fits
from trivia.formats.merged import known_by
from trivia.ports import NameIndex
from trivia.text import fold


async def retired_among(
    rows: Sequence[RetiredRow], names: NameIndex, shelf: Shelf
) -> tuple[tuple[EntityId, ...], tuple[RetiredRow, ...]]:
    """Return the things that are to be retired, and the rows of which the thing stays.

    It stays where it isn't known, or is one here with another that the file doesn't retire. What is retired already is
    left out.
    """
    known = await known_by(names, replace(shelf, merged=()), [row.name for row in rows])
    meant: dict[RetiredRow, EntityId] = {}
    for row in rows:
        bearers = (
            e.id for e in known.get(fold(row.name), ()) if (e.kind, e.pack, e.key) == (row.kind, row.pack, row.key)
        )
        meant.update((row, entity) for entity in bearers)
    going = {*meant.values(), *shelf.retired}
    whole = {row: e for row, e in meant.items() if e in shelf.retired or going.issuperset(shelf.all_of([e]))}
    stays = tuple(row for row in rows if row not in whole)
    return tuple(dict.fromkeys(e for e in whole.values() if e not in shelf.retired)), stays


def related_among(
    rows: Sequence[RelatedRow], known: Vocabulary, brought: Mapping[str, Relation], shelf: Shelf
) -> tuple[tuple[tuple[str, str], ...], tuple[RelatedRow, ...]]:
    """Return the relations that are to be one, each with the one that stays, and the rows that can't be so here.

    What is one already is left out.
    """
    relations = {**brought, **known.relations}
    stands: dict[str, str] = {}
    apart: list[RelatedRow] = []
    for row in rows:
        into = shelf.told_as(row.into)
        into = stands.get(into, into)
        if into in (row.relation, shelf.told_as(row.relation), stands.get(row.relation)):
            continue
        one, other = relations.get(row.relation), relations.get(into)
        free = shelf.told_as(row.relation) == row.relation and row.relation not in (*stands, *stands.values())
        if free and one and other and fits(one, other):
            stands[row.relation] = into
        else:
            apart.append(row)
    return tuple(stands.items()), tuple(apart)
