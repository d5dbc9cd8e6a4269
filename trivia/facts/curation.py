"""Reading a fact that a moderator writes: in one sentence of a relation's form, or in parts."""

import calendar
import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from trivia.errors import UsageError
from trivia.facts import literals
from trivia.facts.agreement import in_any_number
from trivia.facts.dates import PartialDate
from trivia.facts.model import Entity, EntityId, Literal, Quantity, Shelf
from trivia.facts.vocabulary import LiteralType, Relation, Vocabulary
from trivia.ports import NameIndex, NewEntity
from trivia.text import fold, is_hidden, typo_budget

LONGEST_SENTENCE = 1_000
"""Nothing longer is read as a fact."""
LONGEST_NAME = 120
"""No name is longer."""

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_DATE_WORDS = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([A-Za-z]+),? (\d{4})")
_MARKED_UP = re.compile(r"[<>]|^[/@#]|^[*_~`|]|[*_~`|]$")
_LOOSE = frozenset("is are was were has have had a an the".split())
_BY_VALUE = " by {value}"
_LONGEST_RELATION = 60
_US_DATE_WORDS = re.compile(r"([A-Za-z]+) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")

_UNREADABLE = (
    "I can't read that as a fact. Write it as I would state it, such as “The capital of Norway is Oslo”, or in parts: "
    "subject=… relation=… value=…"
)

End = EntityId | NewEntity | Literal


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says is a fact: the relation, and its two ends as they were written."""

    relation: Relation
    subject: str
    value: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """A claim whose ends are known entities, new ones, or literals."""

    relation: Relation
    subject: EntityId | NewEntity
    value: End

    @property
    def finds_a_name(self) -> bool:
        """Say whether an end is an entity that was known before."""
        return any(isinstance(end, int) for end in (self.subject, self.value))

    @property
    def new_names(self) -> tuple[str, ...]:
        """The names that the fact brings along."""
        return tuple(end.name for end in (self.subject, self.value) if isinstance(end, NewEntity))


def claims(sentence: str, vocabulary: Vocabulary) -> list[Claim]:
    """Return each way to read a sentence as a relation's statement, or in its verbs and nouns, specific ones first."""
    said = " ".join(sentence.split()).rstrip(".! ")
    if len(said) > LONGEST_SENTENCE:
        return []
    relations = tuple(vocabulary.relations.values())
    own = {r.id: (r, *vocabulary.merged_into(r.id)) for r in relations}
    found = [c for r in relations for c in _matched(said, r, (one.statement for one in own[r.id]))]
    if all(_is_loose(claim.relation) for claim in found):
        found += [c for r in relations for c in _matched(said, r, (f for one in own[r.id] for f in _other_forms(one)))]
    return sorted(found, key=lambda claim: -len(claim.relation.statement))


def _matched(said: str, relation: Relation, forms: Iterable[str]) -> Iterator[Claim]:
    """Yield what a sentence claims in the first of the forms that it has."""
    bent = (way for form in forms for way in in_any_number(form))
    match = next(filter(None, (_pattern(form).fullmatch(said) for form in bent)), None)
    if match:
        yield Claim(relation, match["subject"].strip(), match["value"].strip())


def _other_forms(relation: Relation) -> Iterator[str]:
    """Yield further sentences that state a fact: in the active, what the value does; and with the relation's nouns."""
    if relation.statement.endswith(_BY_VALUE):
        yield from (f"{{value}} {verb} {{subject}}" for verb in relation.verbs)
    for noun in relation.nouns:
        yield f"the {noun} of {{subject}} is {{value}}"
        yield f"{{subject}}'s {noun} is {{value}}"
        yield f"{{value}} is the {noun} of {{subject}}"


@lru_cache(maxsize=4_096)
def _pattern(statement: str) -> re.Pattern[str]:
    """Return what matches a statement with any names in it; "the" may be left out."""
    escaped = re.escape(statement)
    for slot in ("subject", "value"):
        escaped = escaped.replace(re.escape("{" + slot + "}"), f"(?P<{slot}>.+?)", 1)
    return re.compile(escaped.replace(r"the\ ", r"(?:the\ )?"), re.IGNORECASE)


async def from_sentence(sentence: str, names: NameIndex, shelf: Shelf, vocabulary: Vocabulary, kind: str) -> Resolved:
    """Read a fact from a sentence; raise UsageError if it fits no relation or more than one.

    Without a ``kind`` one of its names must be known, so that a sentence read wrongly teaches nothing.
    """
    resolved: list[Resolved] = []
    problem: UsageError | None = None
    for claim in claims(sentence, vocabulary):
        try:
            option = await resolve(claim, names, shelf, kind)
        except UsageError as error:
            problem = problem or (None if _is_loose(claim.relation) else error)
            continue
        if option.finds_a_name or kind:
            resolved.append(option)
        elif not _is_loose(claim.relation):
            problem = problem or await _strangers(option, names, shelf)
    if not resolved:
        raise problem or UsageError(_UNREADABLE)
    resolved.sort(key=lambda option: (-len(option.relation.statement), len(option.new_names)))
    best = resolved[0]
    rivals = [other for other in resolved[1:] if _as_likely(other, best)]
    if rivals:
        readings = ", ".join(dict.fromkeys(option.relation.id for option in (best, *rivals)))
        raise UsageError(f"That can mean several things ({readings}). Please say subject=… relation=… value=…")
    return best


def _as_likely(other: Resolved, best: Resolved) -> bool:
    return len(other.new_names) == len(best.new_names) and len(other.relation.statement) == len(best.relation.statement)


def _is_loose(relation: Relation) -> bool:
    """Say whether nearly any sentence has the relation's form: "X is ..." fits what was meant as something else."""
    return set(relation.statement.split()) - {"{subject}", "{value}"} <= _LOOSE


async def _strangers(option: Resolved, names: NameIndex, shelf: Shelf) -> UsageError:
    new = [end for end in (option.subject, option.value) if isinstance(end, NewEntity)]
    near = [
        found.name for end in new for found in [await like(end.name, frozenset((end.kind,)), names, shelf)] if found
    ]
    hint = f" Did you mean {_or(near)}?" if near else ""
    first = new[0]
    unknown = _or([f"{end.kind.replace('-', ' ')} “{end.name}”" for end in new])
    return UsageError(
        f"I know no {unknown} yet.{hint} If the sentence is right, say what “{first.name}” is: kind={first.kind}."
    )


def relation_id(name: str) -> str:
    """Return a relation's name as its id is written."""
    return fold(name).replace(" ", "_")


def relation_named(name: str, vocabulary: Vocabulary) -> Relation:
    """Return a relation by its id or by one of its nouns; raise UsageError with some that exist.

    The name of one that was merged into another means the one that stays.
    """
    wanted = fold(name)
    for relation in vocabulary.relations.values():
        if fold(relation.id) == wanted or wanted in map(fold, relation.nouns):
            return relation
    for stays, gone in vocabulary.merged.values():
        if fold(gone.id) == wanted:
            return vocabulary.relations[stays]
    words = {fold(word): r.id for r in vocabulary.relations.values() for word in (*r.nouns, r.id)}
    near = difflib.get_close_matches(wanted[:_LONGEST_RELATION], words, 1)
    some = f"Some that I know: {', '.join(sorted(vocabulary.relations)[:8])}."
    hint = f"Did you mean {words[near[0]]}?" if near else some
    raise UsageError(f"I don't know the relation “{name[:40]}”. {hint}")


async def resolve(claim: Claim, names: NameIndex, shelf: Shelf, kind: str = "") -> Resolved:
    """Find the claim's names; one that nobody bears yet becomes a new entity if its kind is plain.

    ``kind`` says what a new subject is, or a new value of a subject that is known. Raise UsageError where a name is
    ambiguous, a value has the wrong form, or the kind of a new name can't be told.
    """
    relation = claim.relation
    subject = await _entity(claim.subject, relation.subject_kinds, names, shelf, kind)
    subject_is_new = isinstance(subject, NewEntity)
    value: End
    if relation.literal is None:
        value = await _entity(claim.value, relation.value_kinds, names, shelf, "" if subject_is_new else kind)
    else:
        value = _literal(claim.value, relation)
    if subject == value:
        raise UsageError(f"That links “{claim.subject}” to itself. Please say what the other end is.")
    return Resolved(relation, subject, value)


async def resolve_value(
    written: str, relation: Relation, names: NameIndex, shelf: Shelf, *, instead_of: Entity | Literal | None = None
) -> End:
    """Find what somebody wrote as a relation's value; raise UsageError as ``resolve`` does.

    A name that nobody bears is taken for one of the same kind as the value that it is given ``instead_of``.
    """
    if relation.literal is None:
        kind = instead_of.kind if isinstance(instead_of, Entity) and instead_of.kind in relation.value_kinds else ""
        return await _entity(written, relation.value_kinds, names, shelf, kind)
    return _literal(written, relation)


async def _entity(
    name: str, kinds: frozenset[str], names: NameIndex, shelf: Shelf, new_kind: str
) -> EntityId | NewEntity:
    folded = fold(name)
    bearers = [match.entity for match in (await names.by_name(shelf, (folded,))).get(folded, ())]
    found = [entity for entity in bearers if entity.kind in kinds]
    entities = list({entity.id: entity for entity in found}.values())
    exact = [entity for entity in entities if fold(entity.name) == folded]
    if len(entities) == 1 or len(exact) == 1:
        return (exact or entities)[0].id
    if entities:
        raise UsageError(f"“{name}” may be {_either(entities)}. Please use a name that only one of them has.")
    await _check_not_retired(name, kinds, names, shelf)
    check_name(name)
    if new_kind and new_kind not in kinds:
        raise UsageError(f"A {new_kind} doesn't fit there; it takes a {_or(sorted(kinds))}.")
    if not new_kind and len(kinds) != 1:
        near = None if bearers else await like(name, kinds, names, shelf)
        hint = f"Did you mean {near.name}? If not, please" if near else "Please"
        known = f"I know “{name}” only as {_or(_kinds_of(bearers))}." if bearers else f"I don't know “{name}” yet."
        raise UsageError(f"{known} {hint} say what this is: kind={_or(sorted(kinds))}.")
    return NewEntity(name, new_kind or next(iter(kinds)))


async def _check_not_retired(name: str, kinds: frozenset[str], names: NameIndex, shelf: Shelf) -> None:
    """Refuse a name that somebody let go of, lest it be taken for that of something new."""
    gone = next((entity for entity in await retired_bearers(name, names, shelf) if entity.kind in kinds), None)
    if gone is not None:
        raise UsageError(told_retired(gone.name))


async def retired_bearers(name: str, names: NameIndex, shelf: Shelf) -> list[Entity]:
    """Return what was retired on a shelf and bore a name, the best known first."""
    folded = fold(name)
    known = (await names.by_name(shelf.whole, (folded,))).get(folded, ()) if shelf.retired else ()
    return [match.entity for match in known if match.entity.id in shelf.retired]


def told_retired(name: str) -> str:
    """Say that something was retired, and how it comes back."""
    return f"{name} was retired here. A moderator can bring it back: /fact restore {name}"


async def like(name: str, kinds: frozenset[str], names: NameIndex, shelf: Shelf) -> Entity | None:
    """Return the entity of these kinds that somebody may have meant who wrote a name that nobody bears, or None."""
    folded = fold(name)
    near = await names.near_name(shelf, folded, typo_budget(folded))
    return next((m.entity for m in near if m.entity.kind in kinds), None)


def check_name(name: str) -> str:
    """Return a name; raise UsageError for what can't be one."""
    if len(name) > LONGEST_NAME:
        raise UsageError(f"“{name[:30]}…” is too long for a name; please keep names under {LONGEST_NAME} characters.")
    if not is_plain(name):
        raise UsageError(f"“{name}” doesn't look like a name. Please write it plainly, without marks or mentions.")
    return name


def is_plain(name: str) -> bool:
    """Say whether a name is written plainly: no mark-up, no mention, no command, nothing that can't be seen."""
    hidden = not name.isprintable() and any(map(is_hidden, name))
    return not hidden and not _MARKED_UP.search(name) and any(c.isalnum() for c in name)


def _kinds_of(entities: Sequence[Entity]) -> list[str]:
    return sorted({entity.kind.replace("-", " ") for entity in entities})


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
