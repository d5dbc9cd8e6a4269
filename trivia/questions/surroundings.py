"""What lies around the facts of a relation: others of its facts, what they tell of it, and who is akin to whom there.

It takes long to survey, and is the same for every question of a relation; so it is remembered with what was read.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from trivia.facts.model import Entity, EntityId, Fact, Shelf, Text, Value
from trivia.facts.phrasing import name_of
from trivia.facts.vocabulary import Holds, Relation
from trivia.lookup.lexicon import Lexicon
from trivia.ports import Link, NameIndex
from trivia.questions.links import read_onward
from trivia.questions.remembering import STARTS, Remembered
from trivia.questions.traits import STRANGERS, Kinship, kinship
from trivia.text import fold

_POOL = 160
_TELLING = 0.6
_FEW_KINDS = 200  # entities of a kind, so few that any of them is worth offering
_CLOSED = 24  # values: so few, and so often used, that they are chosen from rather than typed
_OFTEN = 4
_SIZE = 4  # times the room of a fact, for each fact in the pool

Values = Mapping[object, Fact]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A relation with some of its facts.

    ``own`` has all facts of each subject in the pool by the keys of their values. ``single`` says that a subject with
    one known value can be trusted to have no other, ``telling`` that values mostly belong to one subject each,
    ``closed`` that there are few values, which many share, ``decided`` that a value that is not known of a subject is
    known to be false of it. Where it isn't, ``risks`` tell how likely each value is to be true all the same.
    ``others`` are all entities of the ends' kinds, where the pool is small and so are they. ``onward`` are the links of
    all that may be offered, ``aliases`` its other names.
    """

    relation: Relation
    subjects: tuple[Entity, ...]
    values: Mapping[object, Value]
    own: Mapping[EntityId, Values]
    single: bool
    telling: bool
    closed: bool
    decided: bool
    risks: Mapping[object, float]
    others: Mapping[str, Sequence[Entity]]
    onward: Mapping[EntityId, Sequence[Link]]
    aliases: Mapping[EntityId, Sequence[str]]
    kin: Kinship


def key_of(value: Value) -> object:
    """Return the same for values that a player could not tell apart."""
    return value.id if isinstance(value, Entity) else fold(name_of(value))


def single_valued(lexicon: Lexicon) -> frozenset[str]:
    """Return the relations that hold one value."""
    return frozenset(r.id for r in lexicon.relations.values() if r.holds is Holds.ONE)


async def survey(  # noqa: PLR0917 - a place in a relation of a shelf, and where to read of it
    reader: Remembered, names: NameIndex, shelf: Shelf, lexicon: Lexicon, relation: str, start: float
) -> Surroundings:
    """Look about in a relation, from about this place of the shuffle on."""
    place = int(start % 1 * STARTS)
    for known in (reader.kept.get((relation, None)), reader.kept.get((relation, place))):
        if isinstance(known, Surroundings):
            return known
    pool = await reader.sample(shelf, relation, place / STARTS, _POOL)
    found = await _surveyed(reader, names, shelf, lexicon, lexicon.relations[relation], pool)
    reader.kept[relation, place if len(pool) == _POOL else None] = found
    reader.size += _SIZE * len(pool)
    return found


async def _surveyed(  # noqa: PLR0917 - a relation of a shelf, and where to read of it
    reader: Remembered, names: NameIndex, shelf: Shelf, lexicon: Lexicon, relation: Relation, pool: Sequence[Fact]
) -> Surroundings:
    subjects = {f.subject.id: f.subject for f in pool}
    values = {key_of(f.value): f.value for f in pool}
    own: dict[EntityId, dict[object, Fact]] = defaultdict(dict)
    for fact in await reader.forward(shelf, relation.id, subjects):
        own[fact.subject.id][key_of(fact.value)] = fact
    decided = relation.complete or relation.holds is Holds.ONE
    others = await _others(reader, shelf, pool) if decided and len(pool) < _POOL else {}
    offered = {end.id for end in values.values() if isinstance(end, Entity)}
    offered |= {entity.id for entities in others.values() for entity in entities}
    linked = offered | subjects.keys() if decided else offered  # a guess needs no kin, only what forbids it
    single = single_valued(lexicon)
    onward = await read_onward(reader, shelf, linked, single)
    return Surroundings(
        relation,
        tuple(subjects.values()),
        values,
        dict(own),
        single=decided or sum(len(own[s]) == 1 for s in subjects) >= _TELLING * len(subjects),
        telling=bool(relation.inverse) and len(values) >= _TELLING * len(pool),
        closed=3 <= len(values) <= min(_CLOSED, len(pool) // _OFTEN),
        decided=decided,
        risks={} if decided else _risks([own[s] for s in subjects]),
        others=others,
        onward=onward,
        aliases=await reader.aliases(names, shelf, offered | subjects.keys()),
        kin=kinship(onward, single, pool) if decided else STRANGERS,
    )


async def _others(reader: Remembered, shelf: Shelf, pool: Sequence[Fact]) -> dict[str, Sequence[Entity]]:
    """Return whom else to offer where a relation knows too few, by kind."""
    kinds = {end.kind for fact in pool for end in (fact.subject, fact.value) if isinstance(end, Entity)}
    known = {kind: await reader.of_kind(shelf, kind, _FEW_KINDS) for kind in sorted(kinds)}
    return {kind: entities for kind, entities in known.items() if len(entities) < _FEW_KINDS}


def _risks(known: Collection[Values]) -> Mapping[object, float]:
    """Estimate how likely each value is to be true of a subject too of which another one is known.

    It is the likelier the more subjects have several values, and the more have this one.
    """
    several = sum(len(values) > 1 for values in known)
    uses = Counter(key for values in known for key, fact in values.items() if isinstance(fact.value, Entity | Text))
    return {key: several * count / len(known) ** 2 for key, count in uses.items()}
