"""What a file would bring, in sentences."""

from trivia.facts.literals import words
from trivia.facts.model import EntityId, Fact, Literal
from trivia.facts.phrasing import filled, sentence_case
from trivia.facts.vocabulary import Vocabulary
from trivia.facts.written import is_written, relation_for
from trivia.formats.matching import Matched
from trivia.ports import FactChange, NewEntity, NewFact

_UNKNOWN = "{subject} {value}"


def new_stated(fact: NewFact, vocabulary: Vocabulary, found: Matched) -> str:
    """State a new fact as it would be stated."""
    ends = (fact.subject, fact.value)
    if is_written(fact.relation):
        return " – ".join(_end(end, found) for end in ends)
    relations = {**{r.id: r for r in found.bringing.relations}, **vocabulary.relations}
    return sentence_case(filled(relations[fact.relation].statement, *(_end(end, found) for end in ends)))


def change_stated(fact: Fact, change: FactChange, vocabulary: Vocabulary, found: Matched) -> tuple[str, str]:
    """State a fact as it is, and as it would be; the latter is empty if its value stays."""
    relation = relation_for(vocabulary, fact.relation)
    template = relation.statement if relation else _UNKNOWN
    after = "" if change.value is None else sentence_case(filled(template, fact.subject, _end(change.value, found)))
    return sentence_case(filled(template, fact.subject, fact.value)), after


def values_of(found: Matched) -> list[tuple[str, object]]:
    """Return the values that a file states, each with its relation: of all that is new, then of all that is changed."""
    stated: list[tuple[str, object]] = [(fact.relation, fact.value) for fact in found.new]
    return stated + [(fact.relation, change.value) for fact, change in found.changed]


def stated_at(place: int, vocabulary: Vocabulary, found: Matched) -> str:
    """State what is in a place of ``values_of``."""
    new = len(found.new)
    if place < new:
        return new_stated(found.new[place], vocabulary, found)
    return change_stated(*found.changed[place - new], vocabulary, found)[1]


def _end(end: EntityId | NewEntity | Literal, found: Matched) -> str:
    if isinstance(end, NewEntity):
        return end.name
    return found.names.get(end, "…") if isinstance(end, int) else words(end)
