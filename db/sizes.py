"""How many facts each relation has, counted once for a pack, and what tells whether a shelf has changed."""

from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.seam import Database, Row
from db.statements import in_list
from trivia.facts.model import Shelf

_STATE = (
    "SELECT id, edition, changed, community FROM packs WHERE id IN {packs} "
    "UNION ALL SELECT 0, COALESCE(MAX(id), 0), '', NULL FROM changes WHERE community = ? "
    "UNION ALL SELECT -1, COUNT(*), '', NULL FROM hidden WHERE community = ?"
)
_COUNTED = "current = 1 AND certainty = 'confirmed'"
# These three read an index alone, one of all facts, one of a pack's, one of a relation's.
_OF_PACKS = f"SELECT pack, relation, COUNT(*) FROM facts WHERE {_COUNTED} AND pack IN {{packs}} GROUP BY pack, relation"
_OF_PACK = f"SELECT relation, COUNT(*) FROM facts WHERE pack = ? AND {_COUNTED} AND retired = 0 GROUP BY relation"
_OF_RELATION = f"SELECT COUNT(*) FROM facts WHERE relation = ? AND {_COUNTED} AND pack = ?"
_TOUCHED = "SELECT DISTINCT relation FROM facts WHERE change > 0 AND change > ? AND pack = ?"
_HIDDEN = (
    "SELECT f.relation, COUNT(*) FROM hidden h JOIN facts f ON f.fact = h.fact "
    "WHERE h.community = ? AND f.current = 1 AND f.certainty = 'confirmed' AND f.pack IN {packs} GROUP BY f.relation"
)
_ENDING = (
    "SELECT f.fact, f.relation FROM retired_entities r JOIN facts f ON f.{end} = r.entity WHERE r.community = ? "
    f"AND f.{_COUNTED} AND f.pack IN {{packs}} "
    "AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.community = r.community AND h.fact = f.fact)"
)
_RETIRED = "SELECT relation, COUNT(*) FROM ({subjects} UNION {values}) x GROUP BY relation"
_MOST_PACKS = 2_048
_MOST_COMMUNITIES = 256

Stamp = tuple[int, str, int]
"""The edition of a pack, when it was changed, and, of a community's own, the community's last change."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """How a shelf stands: its packs with their stamps, those that are the community's own, and what it hides."""

    packs: Mapping[int, Stamp]
    own: frozenset[int]
    journal: int
    hidden: int


class Sizes:
    """Counts facts, and keeps the counts of the packs last asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: OrderedDict[int, tuple[Stamp, Mapping[str, int]]] = OrderedDict()
        self._gone: OrderedDict[int, tuple[object, Mapping[str, int]]] = OrderedDict()

    def forget(self) -> None:
        """Forget the counts that are kept."""
        self._known.clear()
        self._gone.clear()

    async def state(self, shelf: Shelf) -> str:
        """Return a text that is never the same again once something on the shelf has changed."""
        standing = await self._standing(shelf)
        whose = (shelf.community, standing.journal, standing.hidden) if standing.journal or standing.hidden else ()
        return f"{tuple(standing.packs.items())}{whose}"

    async def of(self, shelf: Shelf) -> Mapping[str, int]:
        """Return how many confirmed facts each relation has; relations without any are absent."""
        if not shelf.packs:
            return {}
        standing = await self._standing(shelf)
        sums: Counter[str] = Counter()
        for sizes in await self._by_pack(standing):
            sums.update(sizes)
        if standing.hidden:
            holes, packs = in_list(shelf.packs)
            sums.subtract(dict(await self._database.read(_HIDDEN.format(packs=holes), (shelf.community, *packs))))
        if shelf.retired:
            sums.subtract(await self._retired(shelf, standing))
        told: Counter[str] = Counter()
        for relation, size in sums.items():
            told[shelf.told_as(relation)] += size
        return {relation: size for relation, size in told.items() if size > 0}

    async def _retired(self, shelf: Shelf, standing: _Standing) -> Mapping[str, int]:
        """Return how many facts of each relation end in what was retired; counted once, as there may be many."""
        key = (tuple(standing.packs.items()), standing.journal, standing.hidden)
        held = self._gone.get(shelf.community)
        if held is None or held[0] != key:
            holes, packs = in_list(shelf.packs)
            ends = {f"{end}s": _ENDING.format(end=end, packs=holes) for end in ("subject", "value")}
            rows = await self._database.read(_RETIRED.format(**ends), (shelf.community, *packs) * 2)
            held = self._gone[shelf.community] = (key, dict(rows))
            while len(self._gone) > _MOST_COMMUNITIES:
                self._gone.popitem(last=False)
        return held[1]

    async def _standing(self, shelf: Shelf) -> _Standing:
        holes, packs = in_list(shelf.packs)
        rows = await self._database.read(_STATE.format(packs=holes), (*packs, shelf.community, shelf.community))
        by_id: dict[int, Row] = {row[0]: row for row in rows}
        journal, hidden = int(by_id[0][1]), int(by_id[-1][1])
        there = [by_id[pack] for pack in shelf.packs if pack in by_id]
        own = frozenset(id_ for id_, _, _, community in there if community is not None)
        stamps = {id_: (edition, changed, journal if id_ in own else 0) for id_, edition, changed, _ in there}
        return _Standing(stamps, own, journal, hidden)

    async def _by_pack(self, standing: _Standing) -> Sequence[Mapping[str, int]]:
        """Return the counts of each pack: those that are known, and the others counted."""
        known = {pack: held for pack in standing.packs if (held := self._known.get(pack))}
        stale = [pack for pack, stamp in standing.packs.items() if pack not in known or known[pack][0] != stamp]
        shared = [pack for pack in stale if pack not in standing.own]
        fresh: dict[int, Mapping[str, int]] = {pack: {} for pack in shared}
        if shared:
            holes, packs = in_list(shared)
            counted: dict[int, dict[str, int]] = {}
            for pack, relation, size in await self._database.read(_OF_PACKS.format(packs=holes), packs):
                counted.setdefault(pack, {})[relation] = size
            fresh |= counted
        for pack in stale:
            if pack in standing.own:
                fresh[pack] = await self._of_own(pack, known.get(pack))
        for pack, sizes in fresh.items():
            self._known[pack] = standing.packs[pack], sizes
            self._known.move_to_end(pack)
        while len(self._known) > _MOST_PACKS:
            self._known.popitem(last=False)
        return [fresh[pack] if pack in fresh else known[pack][1] for pack in standing.packs]

    async def _of_own(self, pack: int, held: tuple[Stamp, Mapping[str, int]] | None) -> Mapping[str, int]:
        """Count an own pack, which changes often: only the relations of facts that were changed, if it was counted."""
        if held is None:
            return dict(await self._database.read(_OF_PACK, (pack,)))
        (_, _, journal), sizes = held
        new = dict(sizes)
        for (relation,) in await self._database.read(_TOUCHED, (journal, pack)):
            new[relation] = int((await self._database.read(_OF_RELATION, (relation, pack)))[0][0])
        return new
