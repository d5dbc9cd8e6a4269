"""A relation's sentences, filled in: the statement of a fact, and the questions that ask for one of its ends."""

from trivia.facts.agreement import agreeing, is_plural
from trivia.facts.literals import words
from trivia.facts.model import Entity, Fact, Value
from trivia.facts.vocabulary import Relation
from trivia.text import fold


def name_of(value: Value) -> str:
    """Return a value as it stands in a sentence."""
    return value.name if isinstance(value, Entity) else words(value)


def filled(template: str, subject: str | Value = "", value: str | Value = "") -> str:
    """Fill in a template, its verbs agreeing with the names; braces within the names are left alone.

    Of an entity its kind counts too: a band is plural, a film is not.
    """
    subject_name, value_name = _shown(subject), _shown(value)
    if _is_plural(subject, subject_name):
        template = agreeing(template, "subject")
    if _is_plural(value, value_name):
        template = agreeing(template, "value")
    return _put(template, subject_name, value_name)


def _put(template: str, subject: str, value: str) -> str:
    head, slot, tail = template.partition("{subject}")
    return head.replace("{value}", value) + (subject if slot else "") + tail.replace("{value}", value)


def _shown(end: str | Value) -> str:
    return end if isinstance(end, str) else name_of(end)


def _is_plural(end: str | Value, name: str) -> bool:
    match end:
        case Entity():
            return is_plural(name, end.kind)
        case str():
            return is_plural(name)
        case _:
            return False


def sentence_case(text: str) -> str:
    """Begin with a capital, leaving the rest alone (``iPhone`` stays, as a name of that shape means it)."""
    if len(text) > 1 and text[0].islower() and text[1].isupper():
        return text
    return text[:1].upper() + text[1:]


def states(said: str, relation: Relation, subject: Entity, value: str) -> bool:
    """Say whether a sentence states a fact in its relation's words, whether its verb agrees with the names or not."""
    plain = _put(relation.statement, subject.name, value)
    return fold(said) in {fold(plain), fold(filled(relation.statement, subject, value))}


def statement(relation: Relation, fact: Fact) -> str:
    """State a fact in its relation's words, without a full stop."""
    return sentence_case(filled(relation.statement, fact.subject, fact.value))
