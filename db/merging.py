"""What a community took for one, and what it let go of: whatever is read is told as it stands on its shelf.

Of entities that were merged all is told of the one that stands for them, of relations by the one that stays; an entity
that was retired is named by nobody.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from db.decoding import Decoder
from trivia.facts.model import Entity, EntityId, Fact, Shelf, Value, ends_in
from trivia.ports import NameMatch


async def facts_here(decoder: Decoder, shelf: Shelf | None, facts: list[Fact]) -> list[Fact]:
    """Return facts as they are told on a shelf, without those that link a thing to itself or end in one retired."""
    if shelf is None or not (shelf.merged or shelf.retired or shelf.relations):
        return facts
    living = [fact for fact in facts if not ends_in(shelf.retired, fact)] if shelf.retired else facts
    return [fact for fact in await told_here(decoder, shelf, living) if fact.subject != fact.value]


async def told_here(decoder: Decoder, shelf: Shelf, facts: list[Fact]) -> list[Fact]:
    """Return facts as they are told on a shelf, all of them."""
    if shelf.retired:
        facts = [_without(shelf.retired, fact) for fact in facts]
    if shelf.relations:
        facts = [_retold(shelf, fact) for fact in facts]
    if not shelf.merged:
        return facts
    stands = await _standing(decoder, shelf, (e.id for fact in facts for e in _entities_of(fact)))
    return [_told(fact, stands) for fact in facts] if stands else facts


async def matches_here(decoder: Decoder, shelf: Shelf, matches: Sequence[NameMatch]) -> list[NameMatch]:
    """Return matches of names as they hold on a shelf; who bears a merged thing's name is called so besides."""
    if shelf.retired:
        matches = [match for match in matches if match.entity.id not in shelf.retired]
    stands = await _standing(decoder, shelf, (match.entity.id for match in matches)) if shelf.merged else {}
    return [_matched(match, stands) for match in matches]


def _without(retired: Collection[EntityId], fact: Fact) -> Fact:
    """Return a fact without qualifiers that name what was retired."""
    kept = tuple(q for q in fact.qualifiers if not (isinstance(q.value, Entity) and q.value.id in retired))
    return fact if len(kept) == len(fact.qualifiers) else replace(fact, qualifiers=kept)


def _retold(shelf: Shelf, fact: Fact) -> Fact:
    """Return a fact by the relation that tells it here, and its qualifiers by those that tell them."""
    relation = shelf.told_as(fact.relation)
    told = [shelf.told_as(q.relation) for q in fact.qualifiers]
    if relation == fact.relation and all(name == q.relation for name, q in zip(told, fact.qualifiers, strict=True)):
        return fact
    qualifiers = tuple(replace(q, relation=name) for name, q in zip(told, fact.qualifiers, strict=True))
    return replace(fact, relation=relation, qualifiers=qualifiers)


async def _standing(decoder: Decoder, shelf: Shelf, entities: Iterable[EntityId]) -> Mapping[EntityId, Entity]:
    """Return the entities that stand for others of these, by the others."""
    moved = {id_: shelf.here(id_) for id_ in entities if shelf.here(id_) != id_}
    known = await decoder.by_id(set(moved.values())) if moved else {}
    return {id_: known[stays] for id_, stays in moved.items() if stays in known}


def _told(fact: Fact, stands: Mapping[EntityId, Entity]) -> Fact:
    if not any(entity.id in stands for entity in _entities_of(fact)):
        return fact

    def now(value: Value) -> Value:
        return stands.get(value.id, value) if isinstance(value, Entity) else value

    return replace(
        fact,
        subject=stands.get(fact.subject.id, fact.subject),
        value=now(fact.value),
        qualifiers=tuple(replace(q, value=now(q.value)) for q in fact.qualifiers),
        spoiler=fact.spoiler and replace(fact.spoiler, work=stands.get(fact.spoiler.work.id, fact.spoiler.work)),
    )


def _matched(match: NameMatch, stands: Mapping[EntityId, Entity]) -> NameMatch:
    entity = stands.get(match.entity.id)
    return match if entity is None else replace(match, entity=entity, alias=True)


def _entities_of(fact: Fact) -> Collection[Entity]:
    values = (fact.subject, fact.value, *(q.value for q in fact.qualifiers), fact.spoiler and fact.spoiler.work)
    return [value for value in values if isinstance(value, Entity)]
