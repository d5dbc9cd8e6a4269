"""Reading a fact that a moderator writes: in one sentence of a relation's form, or in parts."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from trivia.errors import UsageError
from trivia.facts import literals
from trivia.facts.dates import PartialDate
from trivia.facts.model import Entity, EntityId, Literal, Quantity, Shelf
from trivia.facts.vocabulary import LiteralType, Relation, Vocabulary
from trivia.ports import NameIndex, NewEntity
from trivia.text import fold

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_DATE_WORDS = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([A-Za-z]+),? (\d{4})")
_US_DATE_WORDS = re.compile(r"([A-Za-z]+) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")

End = EntityId | NewEntity | Literal


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says is a fact: the relation, and its two ends as they were written."""

    relation: Relation
    subject: str
    value: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """A claim whose ends are known entities, new ones, or literals. ``known`` counts the ends that were found."""

    relation: Relation
    subject: EntityId | NewEntity
    value: End
    known: int

    @property
    def new_names(self) -> tuple[str, ...]:
        """The names that the fact brings along."""
        return tuple(end.name for end in (self.subject, self.value) if isinstance(end, NewEntity))


def claims(sentence: str, vocabulary: Vocabulary) -> list[Claim]:
    """Return every way to read a sentence as a relation's statement, the most specific form first."""
    said = " ".join(sentence.split()).rstrip(".! ")
    found: list[tuple[int, Claim]] = []
    for relation in vocabulary.relations.values():
        match = _pattern(relation.statement).fullmatch(said)
        if match:
            literal_letters = len(relation.statement) - len("{subject}{value}")
            parts = match.groupdict()
            claim = Claim(relation, parts.get("subject", "").strip(), parts.get("value", "").strip())
            if claim.subject and claim.value:
                found.append((literal_letters, claim))
    return [claim for _, claim in sorted(found, key=lambda pair: -pair[0])]


def _pattern(statement: str) -> re.Pattern[str]:
    escaped = re.escape(statement)
    for slot in ("subject", "value"):
        escaped = escaped.replace(re.escape("{" + slot + "}"), f"(?P<{slot}>.+?)", 1)
    return re.compile(escaped.replace(r"\ ", r"\s+"), re.IGNORECASE)


async def from_sentence(sentence: str, names: NameIndex, shelf: Shelf, vocabulary: Vocabulary, kind: str) -> Resolved:
    """Read a fact from a sentence; raise UsageError if it fits no relation or more than one."""
    read = claims(sentence, vocabulary)
    if not read:
        raise UsageError(
            "I can't read that as a fact. Write it as I would state it, such as “The capital of Norway is Oslo”, or in "
            "parts: subject=… relation=… value=…"
        )
    resolved: list[Resolved] = []
    problem: UsageError | None = None
    for claim in read:
        try:
            resolved.append(await resolve(claim, names, shelf, kind))
        except UsageError as error:
            problem = problem or error
    if not resolved:
        raise problem or UsageError("I can't read that as a fact.")
    best = max(option.known for option in resolved)
    likeliest = [option for option in resolved if option.known == best]
    if best == 2 and len(likeliest) > 1:
        readings = ", ".join(dict.fromkeys(option.relation.id for option in likeliest))
        if len({option.relation.id for option in likeliest}) > 1:
            raise UsageError(
                f"That can mean several things ({readings}). Please say relation=… with subject=… and value=…"
            )
    return likeliest[0]


async def from_parts(claim: Claim, names: NameIndex, shelf: Shelf, kind: str) -> Resolved:
    """Read a fact from its parts; raise UsageError that says which part doesn't fit."""
    return await resolve(claim, names, shelf, kind)


def relation_named(name: str, vocabulary: Vocabulary) -> Relation:
    """Return a relation by its id or by one of its nouns; raise UsageError with some that exist."""
    wanted = fold(name)
    for relation in vocabulary.relations.values():
        if fold(relation.id) == wanted or wanted in map(fold, relation.nouns):
            return relation
    some = ", ".join(sorted(vocabulary.relations)[:8])
    raise UsageError(f"I don't know the relation “{name[:40]}”. Some that I know: {some}.")


async def resolve(claim: Claim, names: NameIndex, shelf: Shelf, kind: str = "") -> Resolved:
    """Find the claim's names; one that nobody bears yet becomes a new entity if its kind is plain.

    ``kind`` says what a new subject is. Raise UsageError where a name is ambiguous, a value has the wrong form, or the
    kind of a new name can't be told.
    """
    relation = claim.relation
    subject = await _entity(claim.subject, relation.subject_kinds, names, shelf, kind)
    value: End
    if relation.literal is None:
        value = await _entity(claim.value, relation.value_kinds, names, shelf, "")
    else:
        value = _literal(claim.value, relation)
    known = sum(not isinstance(end, NewEntity) for end in (subject, value))
    return Resolved(relation, subject, value, known)


async def _entity(
    name: str, kinds: frozenset[str], names: NameIndex, shelf: Shelf, new_kind: str
) -> EntityId | NewEntity:
    folded = fold(name)
    found = [m.entity for m in (await names.by_name(shelf, (folded,))).get(folded, ()) if m.entity.kind in kinds]
    entities = list({entity.id: entity for entity in found}.values())
    exact = [entity for entity in entities if fold(entity.name) == folded]
    if len(entities) == 1 or len(exact) == 1:
        return (exact or entities)[0].id
    if entities:
        raise UsageError(f"“{name}” may be {_either(entities)}. Please use a name that only one of them has.")
    if new_kind and new_kind not in kinds:
        raise UsageError(f"A {new_kind} doesn't fit there; it takes a {_or(sorted(kinds))}.")
    if not new_kind and len(kinds) != 1:
        raise UsageError(f"I don't know “{name}” yet. Please say what it is: kind={_or(sorted(kinds))}.")
    return NewEntity(name, new_kind or next(iter(kinds)))


def _either(entities: Sequence[Entity]) -> str:
    return _or([f"{entity.name} ({entity.kind}, {entity.key})" for entity in entities[:5]])


def _or(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _literal(text: str, relation: Relation) -> Literal:
    literal = relation.literal
    if literal is LiteralType.DATE:
        in_words = date_in_words(text)
        if in_words:
            return in_words
    try:
        return literals.parse(_bare(text, relation), literal or LiteralType.TEXT, relation.unit)
    except ValueError as error:
        raise UsageError(f"{relation.id} takes a {relation.literal}: {error}.") from None


def _bare(text: str, relation: Relation) -> str:
    if relation.literal is not LiteralType.QUANTITY:
        return text
    shown = literals.words(Quantity(Decimal(1), relation.unit)).removeprefix("1").strip()
    return text.removesuffix(shown).strip()


def date_in_words(text: str) -> PartialDate | None:
    """Read ``14 June 2019``, ``June 14, 2019`` or ``June 2019``; None for anything else."""
    match = _DATE_WORDS.fullmatch(text.strip())
    if match:
        day, month, year = match.groups()
    else:
        match = _US_DATE_WORDS.fullmatch(text.strip())
        if not match:
            return None
        month, day, year = match.groups()
    number = _MONTHS.get(month.casefold())
    try:
        return PartialDate(int(year), number, int(day) if day else None) if number else None
    except ValueError:
        return None
