"""Questions that people wrote, as facts: the subject is the question in its own words, the value its answer.

So they have numbers, sources and histories, are retired, mended and taken back, drawn and disputed like any other fact.
No vocabulary declares their relations, whose ids begin so as no relation's can (``WRITTEN``) and end in the topic;
nothing is looked up by them, and no name leads to their subjects.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from trivia.facts.content import (
    EntityKey,
    EntityRow,
    FactRow,
    PackContent,
    QualifierRow,
    WrittenQuestion,
)
from trivia.facts.model import Certainty, Fact, Literal, Qualifier, Source, SpoilerPoint, Text, Value
from trivia.facts.vocabulary import Holds, LiteralType, Relation, Vocabulary
from trivia.text import fold

WRITTEN = "written:"
"""The ids of their relations begin so."""

KIND = "written:question"
"""The kind of their subjects."""

LONGEST_STEM = 1_000
"""Characters of a question that all platforms can show in one message, beside all else that is in it."""

LONGEST_TOPIC = 80
"""Characters of a topic by which it is found."""

TRUTHS = {"true": "true", "yes": "true", "false": "false", "no": "false"}
"""What is written for true and for false."""

_PLAIN = frozenset({"true", "false"})
_KEY = "written:question/"
_NO_SOURCE = ""
_ACCEPTED, _WRONG, _TOPIC, _DIFFICULTY, _IMAGE = "accepted", "distractor", "topic", "difficulty", "image"


def is_written(relation: str) -> bool:
    """Say whether facts of a relation are written questions."""
    return relation.startswith(WRITTEN)


def relation_id(topic: str) -> str:
    """Return the relation of the written questions on a topic, on none for the empty text."""
    return WRITTEN + fold(topic)[:LONGEST_TOPIC]


def topic_of(relation: str) -> str:
    """Return the topic of a relation, folded."""
    return relation.removeprefix(WRITTEN)


def relation_for(vocabulary: Vocabulary, relation: str) -> Relation | None:
    """Return what a relation is, one of written questions too; None for one that nobody knows."""
    return vocabulary.known(relation) or (_relation(relation) if is_written(relation) else None)


def _relation(id_: str) -> Relation:
    return Relation(
        id=id_,
        subject_kinds=frozenset({KIND}),
        value_kinds=frozenset(),
        literal=LiteralType.TEXT,
        unit="",
        holds=Holds.ONE,
        complete=False,
        statement="{subject} – {value}",
        question="{subject}",
    )


def qualities(question: WrittenQuestion) -> list[tuple[str, Text]]:
    """Return all of a question but its words, its answer and its source, as qualifiers."""
    several = [(_ACCEPTED, text) for text in question.accepted] + [(_WRONG, text) for text in question.distractors]
    single = ((_TOPIC, question.topic), (_DIFFICULTY, question.difficulty), (_IMAGE, question.image))
    return [(name, Text(text)) for name, text in (*several, *single) if text]


def written(fact: Fact) -> WrittenQuestion:
    """Return the question that a fact is; its key and its source are the fact's own."""
    rows = [(q.relation, q.value) for q in fact.qualifiers]
    return _question(fact.subject.key, fact.subject.name, fact.value, rows, fact.source.key)


def wrong_answers(question: WrittenQuestion) -> list[str]:
    """Return what is wrong, without what became right since, by mending or by what a moderator accepted."""
    right = {fold(text) for text in (question.answer, *question.accepted)}
    return [text for text in dict.fromkeys(question.distractors) if fold(text) not in right]


def truth_of(question: WrittenQuestion) -> str | None:
    """Return "true" or "false" for a question whose answer is one of the two, or yes or no; None for any other.

    Yes beside wrong answers of other kinds is a name among names, such as a band's.
    """
    answer = fold(question.answer)
    others = map(fold, (*question.accepted, *question.distractors))
    is_plain = answer in _PLAIN or all(other in TRUTHS for other in others)
    return TRUTHS.get(answer) if is_plain else None


def also_accepting(fact: Fact, answer: str) -> tuple[Qualifier, ...]:
    """Return the qualifiers of a question that takes one more answer."""
    last = max((i for i, q in enumerate(fact.qualifiers, 1) if q.relation == _ACCEPTED), default=0)
    return (*fact.qualifiers[:last], Qualifier(_ACCEPTED, Text(answer)), *fact.qualifiers[last:])


def as_facts(content: PackContent) -> PackContent:
    """Return a pack whose written questions are facts."""
    questions = content.questions
    if not questions:
        return content
    names = {row.key: row.name for row in content.entities}
    sources = content.sources
    if not all(question.source for question in questions):
        info = content.info
        sources = (*sources, Source(_NO_SOURCE, info.title or info.name, "", "", None, info.language))
    return replace(
        content,
        sources=sources,
        entities=(*content.entities, *(EntityRow(_KEY + q.key, KIND, q.stem, (), 0.0) for q in questions)),
        facts=(*content.facts, *(_fact(q, names.get(q.topic, q.topic)) for q in questions)),
        questions=(),
    )


def as_questions(content: PackContent) -> PackContent:
    """Return a pack whose written questions are told apart from its facts."""
    stems = {row.key: row.name for row in content.entities if row.kind == KIND}
    return replace(
        content,
        sources=tuple(source for source in content.sources if source.key != _NO_SOURCE),
        entities=tuple(row for row in content.entities if row.kind != KIND),
        facts=tuple(fact for fact in content.facts if not is_written(fact.relation)),
        questions=(*content.questions, *_questions(content.facts, stems)),
    )


def _fact(question: WrittenQuestion, topic: str) -> FactRow:
    return FactRow(
        subject=EntityKey(_KEY + question.key),
        relation=relation_id(topic),
        value=Text(question.answer),
        qualifiers=tuple(QualifierRow(name, text) for name, text in qualities(question)),
        certainty=Certainty.CONFIRMED,
        source=question.source or _NO_SOURCE,
        sentence="",
        stated_on=None,
        spoiler_work=question.spoiler_work,
        spoiler_point=question.spoiler_point,
    )


def _questions(facts: Iterable[FactRow], stems: dict[str, str]) -> Iterable[WrittenQuestion]:
    for fact in facts:
        if is_written(fact.relation) and not isinstance(fact.value, EntityKey):
            key = fact.subject.key
            rows = [(q.relation, q.value) for q in fact.qualifiers if not isinstance(q.value, EntityKey)]
            question = _question(key.removeprefix(_KEY), stems[key], fact.value, rows, fact.source)
            yield replace(question, spoiler_work=fact.spoiler_work, spoiler_point=fact.spoiler_point)


def _question(
    key: str, stem: str, value: Value, rows: Sequence[tuple[str, Value | Literal]], source: str
) -> WrittenQuestion:
    def texts(name: str) -> tuple[str, ...]:
        return tuple(found.text for relation, found in rows if relation == name and isinstance(found, Text))

    def text(name: str) -> str:
        return next(iter(texts(name)), "")

    return WrittenQuestion(
        key=key,
        stem=stem,
        answer=value.text if isinstance(value, Text) else "",
        accepted=texts(_ACCEPTED),
        distractors=texts(_WRONG),
        topic=text(_TOPIC),
        difficulty=text(_DIFFICULTY),
        image=text(_IMAGE),
        source=source,
        spoiler_work=None,
        spoiler_point=SpoilerPoint(),
    )
