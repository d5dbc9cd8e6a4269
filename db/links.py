"""Reading what leads to what on a shelf, without all else that facts say."""

from collections.abc import Collection

from db.seam import Database
from db.shelves import on_shelf
from db.statements import chunks, in_list, storable_ids
from trivia.facts.model import EntityId, Shelf
from trivia.ports import Link

_LINKS = """SELECT f.fact, f.subject, f.relation, f.value FROM facts f
    WHERE f.subject IN {subjects} AND f.value IS NOT NULL AND f.current = 1 AND {on_shelf}"""


class FactLinks:
    """Implements what ``FactReader`` says of links."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def links(self, shelf: Shelf, subjects: Collection[EntityId]) -> list[Link]:
        """Return all links, of whatever relation, with one of these subjects, by fact id."""
        if not shelf.packs:
            return []
        condition, params = on_shelf(shelf)
        found: list[Link] = []
        for chunk in chunks(storable_ids(shelf.all_of(subjects))):
            holes, wanted = in_list(chunk)
            sql = _LINKS.format(subjects=holes, on_shelf=condition)
            found += [Link(*row) for row in await self._database.read(sql, (*wanted, *params))]
        return sorted(_here(shelf, found) if shelf.merged or shelf.relations else found, key=_fact)


def _here(shelf: Shelf, links: list[Link]) -> list[Link]:
    """Return links as things and relations were merged on the shelf."""
    told = [Link(i.fact, shelf.here(i.subject), shelf.told_as(i.relation), shelf.here(i.value)) for i in links]
    return [link for link in told if link.subject != link.value]


def _fact(link: Link) -> int:
    return link.fact
