"""A relation's sentences, filled in: the statement of a fact, and the questions that ask for one of its ends."""

from trivia.facts.literals import words
from trivia.facts.model import Entity, Fact, Value
from trivia.facts.vocabulary import Relation


def name_of(value: Value) -> str:
    """Return a value as it stands in a sentence."""
    return value.name if isinstance(value, Entity) else words(value)


def filled(template: str, subject: str = "", value: str = "") -> str:
    """Fill in a template; braces within the names are left alone."""
    head, slot, tail = template.partition("{subject}")
    if not slot:
        return template.replace("{value}", value)
    return head.replace("{value}", value) + subject + tail.replace("{value}", value)


def sentence_case(text: str) -> str:
    """Begin with a capital, leaving the rest alone (``iPhone`` stays, as a name of that shape means it)."""
    if len(text) > 1 and text[0].islower() and text[1].isupper():
        return text
    return text[:1].upper() + text[1:]


def statement(relation: Relation, fact: Fact) -> str:
    """State a fact in its relation's words, without a full stop."""
    return sentence_case(filled(relation.statement, fact.subject.name, name_of(fact.value)))
