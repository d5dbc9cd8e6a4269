"""The rows of a pack's tables: sources, entities, facts and questions, each checked against the others."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from trivia.facts import literals
from trivia.facts.content import (
    EntityKey,
    EntityRow,
    FactRow,
    MergedRow,
    QualifierRow,
    RelatedRow,
    RetiredRow,
    WrittenQuestion,
)
from trivia.facts.dates import PartialDate
from trivia.facts.model import Certainty, Literal, Source, SpoilerPoint
from trivia.facts.pack_tables import Columns, join_list, split_list
from trivia.facts.problems import Problems
from trivia.facts.vocabulary import LiteralType, Relation, Vocabulary
from trivia.text import fold

SOURCES_FILE = "sources.csv"
ENTITIES_FILE = "entities.csv"
FACTS_FILE = "facts.csv"
QUESTIONS_FILE = "questions.csv"
MERGED_FILE = "merged.csv"
RETIRED_FILE = "retired.csv"
RELATED_FILE = "merged_relations.csv"

SOURCE_COLUMNS = Columns(("id", "title", "publisher", "address", "date", "language"))
MERGED_COLUMNS = Columns(("kind", "name", "pack", "id", "into", "into_pack", "into_id"))
RETIRED_COLUMNS = Columns(("kind", "name", "pack", "id"))
RELATED_COLUMNS = Columns(("relation", "into"))
ENTITY_COLUMNS = Columns(("id", "kind", "name", "aliases", "popularity"))
FACT_COLUMNS = Columns(
    ("subject", "relation", "value", "qualifiers", "certainty", "source", "stated_on", "spoiler"), ("sentence",)
)
QUESTION_COLUMNS = Columns(
    ("id", "stem", "key", "accepted", "distractors", "topic", "difficulty", "image", "source"), ("spoiler",)
)

MAX_NAME = 300
"""A name, an alias or an id has at most so many characters."""

MAX_SENTENCE = 5_000
"""A sentence quoted from a source has at most so many characters."""

Rows = Iterable[tuple[int, list[str]]]
T = TypeVar("T")

_WHOLE_WORK = SpoilerPoint()
_RELATION_ID = re.compile(r"[^\W\d][\w-]*")
_PLAIN_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def read_sources(rows: Rows, problems: Problems) -> tuple[Source, ...]:
    """Read ``sources.csv``."""
    sources: dict[str, Source] = {}
    for line, (key, title, publisher, address, date, language) in rows:
        complain = _complainer(problems, SOURCES_FILE, line)
        _check_key(key, sources, complain)
        if not title:
            complain("the source has no title")
        for text in (title, publisher, address, language):
            if len(text) > MAX_SENTENCE:
                complain(f"a field has {len(text):,} characters, and at most {MAX_SENTENCE:,} are taken")
        sources.setdefault(key, Source(key, title, publisher, address, _date(date, complain), language))
    return tuple(sources.values())


def read_entities(rows: Rows, problems: Problems) -> tuple[EntityRow, ...]:
    """Read ``entities.csv``. Rows with a problem are kept too, so that the facts about them are not called wrong."""
    entities: dict[str, EntityRow] = {}
    kinds: dict[str, str] = {}
    for line, (key, kind, name, aliases, popularity) in rows:
        complain = _complainer(problems, ENTITIES_FILE, line)
        _check_key(key, entities, complain)
        if not _RELATION_ID.fullmatch(kind):
            complain(f"{kind!r} is not the id of a kind" if kind else "the entity has no kind")
        elif kind in _LITERAL_NAMES:
            complain(f"{kind} is a type of value, not a kind")
        if not name:
            complain("the entity has no name")
        others = split_list(aliases)
        for each in (name, *others):
            if len(each) > MAX_NAME or "\n" in each:
                complain(f"a name has {len(each):,} characters or two lines; at most {MAX_NAME} on one line are taken")
        row = EntityRow(key, kinds.setdefault(kind, kind), name, others, _popularity(popularity, complain))
        entities.setdefault(key, row)
    return tuple(entities.values())


def read_merged(rows: Rows, problems: Problems) -> tuple[MergedRow, ...]:
    """Read ``merged.csv``: what a community took for one."""
    merged: list[MergedRow] = []
    for line, fields in rows:
        complain = _complainer(problems, MERGED_FILE, line)
        row = MergedRow(*fields)
        if not _RELATION_ID.fullmatch(row.kind):
            complain(f"{row.kind!r} is not the id of a kind" if row.kind else "the things have no kind")
        if not row.name or not row.into:
            complain("one of the two things has no name")
        if not row.pack:
            complain("the pack of what went is missing; what is your own is in the other files as it is now")
        for name in (row.name, row.into):
            if len(name) > MAX_NAME or "\n" in name:
                complain(f"a name has {len(name):,} characters or two lines; at most {MAX_NAME} on one line are taken")
        merged.append(row)
    return tuple(merged)


def read_retired(rows: Rows, problems: Problems) -> tuple[RetiredRow, ...]:
    """Read ``retired.csv``: what a community let go of."""
    retired: list[RetiredRow] = []
    for line, fields in rows:
        complain = _complainer(problems, RETIRED_FILE, line)
        row = RetiredRow(*fields)
        if not _RELATION_ID.fullmatch(row.kind):
            complain(f"{row.kind!r} is not the id of a kind" if row.kind else "the thing has no kind")
        if not row.name or not row.pack:
            complain("the thing has no name or no pack; what is your own is left out of the other files instead")
        if len(row.name) > MAX_NAME or "\n" in row.name:
            complain(f"a name has {len(row.name):,} characters or two lines; at most {MAX_NAME} on one line are taken")
        retired.append(row)
    return tuple(retired)


def read_related(rows: Rows, problems: Problems) -> tuple[RelatedRow, ...]:
    """Read ``merged_relations.csv``: which relations a community took for one."""
    related: list[RelatedRow] = []
    for line, fields in rows:
        complain = _complainer(problems, RELATED_FILE, line)
        row = RelatedRow(*fields)
        for name in (row.relation, row.into):
            if not _RELATION_ID.fullmatch(name):
                complain(f"{name!r} is not the id of a relation" if name else "one of the two relations is missing")
        related.append(row)
    return tuple(related)


def read_questions(
    rows: Rows, sources: Sequence[Source], facts: "FactTable", problems: Problems
) -> tuple[WrittenQuestion, ...]:
    """Read ``questions.csv``; what a question gives away is read as that of facts is."""
    known = {source.key for source in sources}
    questions: dict[str, WrittenQuestion] = {}
    for line, (key, stem, answer, accepted, distractors, topic, difficulty, image, source, spoiler) in rows:
        complain = _complainer(problems, QUESTIONS_FILE, line)
        _check_key(key, questions, complain)
        if not stem or not answer:
            complain("the question has no stem or no key")
        if len(stem) > MAX_SENTENCE or len(answer) > MAX_NAME:
            complain(f"a stem has at most {MAX_SENTENCE:,} characters, a key {MAX_NAME}")
        if source and source not in known:
            complain(f"no source has the id {source!r}")
        wrong = split_list(distractors)
        right = {fold(text) for text in (answer, *split_list(accepted))}
        if any(fold(text) in right for text in wrong):
            complain("the key is among the distractors")
        work, point = _tried(complain, "spoiler", facts.spoiler, spoiler) or (None, _WHOLE_WORK)
        row = WrittenQuestion(
            key, stem, answer, split_list(accepted), wrong, topic, difficulty, image, source, work, point
        )
        questions.setdefault(key, row)
    return tuple(questions.values())


class FactTable:
    """Reads and writes the facts of one pack, whose entities, vocabulary and sources are known."""

    def __init__(self, entities: Sequence[EntityRow], vocabulary: Vocabulary, sources: Iterable[Source]) -> None:
        self._relations = vocabulary.relations
        self._sources = {source.key: source.key for source in sources}
        self._by_key = {row.key: (EntityKey(row.key), row.kind) for row in entities}
        self._by_name: dict[str, list[str]] = {}
        for row in entities:
            self._by_name.setdefault(row.name, []).append(row.key)
        self._literals: dict[tuple[str, str], Literal] = {}
        self._dates: dict[str, PartialDate] = {}

    def read(self, rows: Rows, problems: Problems) -> tuple[FactRow, ...]:
        """Read ``facts.csv``; rows with a problem are noted and left out."""
        return tuple(self._read(rows, problems))

    def write(self, facts: Iterable[FactRow]) -> Iterator[list[str]]:
        """Write the rows of ``facts.csv``, with every entity by its id, so that ``read`` gives the same facts."""
        for fact in facts:
            value = fact.value.key if isinstance(fact.value, EntityKey) else literals.to_text(fact.value)
            spoiler = f"{fact.spoiler_work.key}@{fact.spoiler_point}" if fact.spoiler_work else ""
            stated_on = fact.stated_on.iso if fact.stated_on else ""
            yield [
                fact.subject.key,
                fact.relation,
                value,
                join_list(f"{q.relation}={self._qualifier_text(q)}" for q in fact.qualifiers),
                str(fact.certainty),
                fact.source,
                stated_on,
                spoiler,
                fact.sentence,
            ]

    def _read(self, rows: Rows, problems: Problems) -> Iterator[FactRow]:
        seen: dict[tuple[object, ...], int] = {}
        for line, row in rows:
            before = len(problems)
            fact = self._fact(row, _complainer(problems, FACTS_FILE, line))
            if fact is None or len(problems) > before:
                continue
            same = (fact.subject.key, fact.relation, fact.value, fact.qualifiers, fact.source)
            first = seen.setdefault(same, line)
            if first != line:
                problems.add(FACTS_FILE, line, f"states the fact of line {first} again, from the same source")
            yield fact

    def _fact(self, row: list[str], complain: Callable[[str], None]) -> FactRow | None:
        subject_text, relation_id, value_text, qualifiers, certainty, source, stated_on, spoiler, sentence = row
        relation = self._relations.get(relation_id)
        if relation is None:
            complain(f"no relation has the id {relation_id!r}" if relation_id else "the fact has no relation")
            return None
        subject = _tried(complain, "subject", self._entity, subject_text, relation.subject_kinds)
        value = _tried(complain, "value", self._value, value_text, relation)
        if source not in self._sources:
            complain(f"no source has the id {source!r}" if source else "the fact names no source")
        if len(sentence) > MAX_SENTENCE:
            complain(f"the sentence has {len(sentence):,} characters, and at most {MAX_SENTENCE:,} are taken")
        work, point = _tried(complain, "spoiler", self.spoiler, spoiler) or (None, _WHOLE_WORK)
        checked = FactRow(
            subject=subject or EntityKey(""),
            relation=relation.id,
            value=value or EntityKey(""),
            qualifiers=_tried(complain, "qualifiers", self._qualifiers, qualifiers) or (),
            certainty=_tried(complain, "certainty", _certainty, certainty) or Certainty.CONFIRMED,
            source=self._sources.get(source, ""),
            sentence=sentence,
            stated_on=_tried(complain, "stated_on", self._stated_on, stated_on),
            spoiler_work=work,
            spoiler_point=point,
        )
        return checked if subject and value else None

    def _value(self, text: str, relation: Relation) -> EntityKey | Literal:
        if relation.literal is None:
            return self._entity(text, relation.value_kinds)
        cached = self._literals.get((relation.id, text))
        if cached is None:
            cached = literals.parse(text, relation.literal, relation.unit)
            self._literals[relation.id, text] = cached
        return cached

    def _entity(self, text: str, kinds: frozenset[str]) -> EntityKey:
        """Find the entity with this id, or else this name, of one of these kinds; raise ValueError."""
        found = self._by_key.get(text)
        if found and found[1] in kinds:
            return found[0]
        named = [self._by_key[key] for key in self._by_name.get(text, ())]
        fitting = [key for key, kind in named if kind in kinds]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            ids = ", ".join(key.key for key in fitting[:5])
            raise ValueError(f"{text!r} is the name of several entities ({ids}); give the id")
        if found or named:
            kind = found[1] if found else named[0][1]
            raise ValueError(f"{text!r} is a {kind}, and the relation takes {' or '.join(sorted(kinds)) or 'none'}")
        raise ValueError(f"no entity has the id or name {text!r}" if text else "is empty")

    def _any_entity(self, text: str) -> EntityKey | None:
        """Find the entity with this id, or else this name, of whatever kind; raise ValueError if there are several."""
        found = self._by_key.get(text)
        if found:
            return found[0]
        keys = self._by_name.get(text, ())
        if len(keys) > 1:
            raise ValueError(f"{text!r} is the name of several entities ({', '.join(keys[:5])}); give the id")
        return self._by_key[keys[0]][0] if keys else None

    def spoiler(self, text: str) -> tuple[EntityKey | None, SpoilerPoint]:
        """Read a work and a point in it, none for the empty text; raise ValueError."""
        if not text:
            return None, _WHOLE_WORK
        named, at, point_text = text.rpartition("@")
        try:
            point = SpoilerPoint.parse(point_text)
        except ValueError:
            at = ""
            point = _WHOLE_WORK
        work = self._any_entity(named.strip()) if at else None
        if work is None:
            work, point = self._any_entity(text), _WHOLE_WORK
        if work is None:
            raise ValueError(f"{text!r} is not a work and a point in it, such as jessica-jones@S2E5")
        return work, point

    def _stated_on(self, text: str) -> PartialDate | None:
        if not text:
            return None
        return self._dates.setdefault(text, PartialDate.parse(text))

    def _qualifiers(self, text: str) -> tuple[QualifierRow, ...]:
        return tuple(self._qualifier(part) for part in split_list(text)) if text else ()

    def _qualifier(self, text: str) -> QualifierRow:
        relation, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not value or not _RELATION_ID.fullmatch(relation):
            raise ValueError(f"{text!r} is not a relation and a value, such as as=Jessica Jones")
        return QualifierRow(relation, self._qualifier_value(relation, value))

    def _qualifier_value(self, relation: str, text: str) -> EntityKey | Literal:
        """Read an entity, or a value of the declared type, of the type written before a colon, or as it looks."""
        entity = self._any_entity(text)
        if entity:
            return entity
        declared = self._relations.get(relation)
        if declared and declared.literal:
            return literals.parse(text, declared.literal, declared.unit)
        named, colon, rest = text.partition(":")
        if colon and named in _LITERAL_NAMES:
            return _typed(LiteralType(named), rest.strip())
        if _PLAIN_DATE.fullmatch(text):
            return PartialDate.parse(text)
        if _PLAIN_NUMBER.fullmatch(text):
            return literals.parse(text, LiteralType.NUMBER)
        return literals.parse(text, LiteralType.TEXT)

    def _qualifier_text(self, qualifier: QualifierRow) -> str:
        """Write a qualifier's value plainly if it reads back the same, else with its type before it."""
        if isinstance(qualifier.value, EntityKey):
            return qualifier.value.key
        plain = literals.to_text(qualifier.value)
        try:
            same = self._qualifier_value(qualifier.relation, plain) == qualifier.value
        except ValueError:
            same = False
        return plain if same else f"{literals.literal_type(qualifier.value)}:{plain}"


_LITERAL_NAMES = frozenset(str(literal) for literal in LiteralType)


def _typed(literal: LiteralType, text: str) -> Literal:
    unit = text.partition(" ")[2].strip() if literal is LiteralType.QUANTITY else ""
    return literals.parse(text, literal, unit)


def _complainer(problems: Problems, file: str, line: int) -> Callable[[str], None]:
    return lambda reason: problems.add(file, line, reason)


def _tried(complain: Callable[[str], None], column: str, read: Callable[..., T], *arguments: object) -> T | None:
    try:
        return read(*arguments)
    except ValueError as error:
        complain(f"{column}: {error}")
        return None


def _check_key(key: str, known: Mapping[str, object], complain: Callable[[str], None]) -> None:
    if not key:
        complain("the id is empty")
    elif len(key) > MAX_NAME or "\n" in key:
        complain(f"the id has {len(key):,} characters or two lines; at most {MAX_NAME} on one line are taken")
    elif key in known:
        complain(f"the id {key!r} is there already")


def _popularity(text: str, complain: Callable[[str], None]) -> float:
    try:
        popularity = float(text or 0)
    except ValueError:
        popularity = -1.0
    if not 0 <= popularity <= 1:
        complain(f"the popularity {text!r} is not a number from 0 to 1")
        return 0.0
    return popularity


def _certainty(text: str) -> Certainty:
    try:
        return Certainty(text or Certainty.CONFIRMED)
    except ValueError:
        raise ValueError(f"{text!r} is none of {', '.join(Certainty)}") from None


def _date(text: str, complain: Callable[[str], None]) -> PartialDate | None:
    return _tried(complain, "date", PartialDate.parse, text) if text else None
