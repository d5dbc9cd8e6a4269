"""A lookup as the JSON that the command line promises."""

from trivia.facts.literals import to_text
from trivia.facts.model import Entity, Source, Value
from trivia.lookup.answer import Answer, AnswerItem, Evidence

Document = dict[str, object]


def answer_document(answer: Answer) -> Document:
    """Return a lookup as plain values."""
    return {
        "question": answer.question,
        "status": answer.status.value,
        "answers": [_item(item) for item in answer.answers],
        "sentence": answer.sentence,
        "plan": answer.plan,
        "suggestions": list(answer.suggestions),
    }


def evidence_document(evidence: Evidence) -> Document:
    """Return a fact with its statement and source as plain values, entities by name."""
    fact = evidence.fact
    return {
        "fact": fact.id,
        "subject": fact.subject.name,
        "relation": fact.relation,
        "value": _plain(fact.value),
        "qualifiers": {q.relation: _plain(q.value) for q in fact.qualifiers},
        "statement": evidence.statement,
        "source": {**_source(fact.source), "sentence": fact.sentence},
    }


def _item(item: AnswerItem) -> Document:
    document: Document = {"text": item.text, "certainty": item.certainty.value}
    if item.entity:
        document["entity"] = {"name": item.entity.name, "kind": item.entity.kind, "pack": item.entity.pack}
    if item.spoiler:
        document["spoiler"] = str(item.spoiler)
    document["evidence"] = [evidence_document(e) for e in item.evidence]
    return document


def _plain(value: Value) -> str:
    return value.name if isinstance(value, Entity) else to_text(value)


def _source(source: Source) -> Document:
    return {
        "id": source.key,
        "title": source.title,
        "publisher": source.publisher,
        "address": source.address,
        "date": source.date.iso if source.date else None,
        "language": source.language,
    }
