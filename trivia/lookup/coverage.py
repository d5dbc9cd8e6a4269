"""The second way to understand a question: find the fact that has a place for each of its words.

The grammar reads questions whose structure it knows. People also ask in ways that no grammar foresees; then a fact
about the names in the question answers it if **every** word with content is one of the fact's own: of its statement,
of its relation's phrasing, of its qualifiers, or a name of one of its entities. A word left over rules the fact out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from trivia.facts.dates import PartialDate
from trivia.facts.model import Certainty, Entity, EntityId, Fact, Number, Shelf, Text, Value, YesNo
from trivia.facts.phrasing import name_of, statement
from trivia.facts.vocabulary import LiteralType
from trivia.lookup import lexicon as words
from trivia.lookup.grammar import Mention, empty_of_content
from trivia.lookup.lexicon import Lexicon
from trivia.lookup.plan import Detail, Exists, Follow, Only, Plan, Saying, Stating
from trivia.lookup.tokens import Token, tokenise
from trivia.ports import FactReader
from trivia.text import fold

_MOST_FACTS = 400
_MENTIONED = 0.6
_QUOTED = 2
_TIMES = frozenset("on since until date month year when day time".split())
_PLACES = frozenset("at where place venue via in on to".split())
_CERTAINTY_WORDS = {
    Certainty.CONFIRMED: {"confirm"},
    Certainty.REPORTED: {"report"},
    Certainty.RUMOURED: {"rumour", "rumor", "alleg", "report", "likely", "may", "might", "could", "confirm"},
    Certainty.DENIED: {"deny"},
}


@dataclass(frozen=True, slots=True)
class Covered:
    """A plan that a fact suggests, and how many of the fact's own words the question does not use."""

    plan: Plan
    spare: int


async def covered(
    reader: FactReader, shelf: Shelf, lexicon: Lexicon, tokens: Sequence[Token], mentions: Iterable[Mention]
) -> list[Covered]:
    """Return the plans whose fact has a place for every word of the question, the closest first."""
    question = _Question(tokens, list(mentions), lexicon)
    found: dict[Plan, int] = {}
    seen: set[int] = set()
    about = [await reader.about(shelf, entity, _MOST_FACTS) for entity in question.entities()]
    said = [await reader.of_relation(shelf, r, _MOST_FACTS) for r in question.relations_with_text()]
    for fact in chain.from_iterable(about + said):
        if fact.id in seen or fact.relation not in lexicon.relations:
            continue
        seen.add(fact.id)
        spare = question.spare(fact)
        if spare is None:
            continue
        for plan in question.plans(fact):
            found[plan] = min(spare, found.get(plan, spare))
    return sorted((Covered(plan, spare) for plan, spare in found.items()), key=lambda c: c.spare)


def fact_words(fact: Fact, lexicon: Lexicon) -> frozenset[str]:
    """Return the base forms of all words by which a fact may be asked for."""
    relation = lexicon.relations[fact.relation]
    said = [statement(relation, fact), *(f"{q.relation} {name_of(q.value)}" for q in fact.qualifiers)]
    in_names = {t.stem for v in _values(fact) if isinstance(v, Entity) for t in tokenise(v.name) if t.stem.isdigit()}
    own = {t.stem for text in said for t in tokenise(text.replace("_", " "))} - in_names
    kinds = {end.kind for end in (fact.subject, fact.value) if isinstance(end, Entity)}
    nouns = frozenset().union(*(lexicon.kind_nouns.get(kind, frozenset()) for kind in kinds))
    return frozenset(own) | lexicon.relation_words[fact.relation] | nouns | _CERTAINTY_WORDS[fact.certainty]


class _Question:
    def __init__(self, tokens: Sequence[Token], mentions: list[Mention], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.mentions = mentions
        self.lexicon = lexicon
        self.stems = frozenset(t.stem for t in tokens)
        self.wh = next((words.WH[t.folded] for t in tokens if t.folded in words.WH), "")
        self.yes_no = bool(tokens) and tokens[0].stem in words.AUXILIARIES
        self.many = any((a.folded, b.folded) == ("how", "many") for a, b in pairwise(tokens))
        self.content = [i for i, t in enumerate(tokens) if not empty_of_content(t) and t.folded not in words.WH]
        self.kind = self._kind_asked()
        self._named = {i for m in mentions for i in range(m.start, m.end)}

    def entities(self) -> list[EntityId]:
        return list(dict.fromkeys(e.id for m in self.mentions for e in m.entities))

    def relations_with_text(self) -> list[str]:
        """Return the relations with values in words that the question's words may mean: "who said ...?"."""
        if self.mentions:
            return []
        phrases = (p for t in self.tokens for p in self.lexicon.phrases.get(t.stem, ()) if p.stems == (t.stem,))
        relations = {p.sense.relation.id: p.sense.relation for p in phrases if isinstance(p.sense, words.Functor)}
        return [r for r, relation in relations.items() if relation.literal is LiteralType.TEXT]

    def _kind_asked(self) -> frozenset[str]:
        """Return the kinds that "which X" or "what X" asks for."""
        for first, second in pairwise(self.tokens):
            if words.WH.get(first.folded) == "what":
                return frozenset(k for k, nouns in self.lexicon.kind_nouns.items() if second.stem in nouns)
        return frozenset()

    def spare(self, fact: Fact) -> int | None:
        """Return how many words of the fact go unused, or None if a word of the question has no place in it."""
        ends = {v.id for v in _values(fact) if isinstance(v, Entity)}
        named = {i for m in self.mentions if any(e.id in ends for e in m.entities) for i in range(m.start, m.end)}
        own = fact_words(fact, self.lexicon)
        rest = [i for i in self.content if i not in named]
        quoted = isinstance(fact.value, Text) and self._names_value(fact)
        if not (named or quoted) or not rest or any(self.tokens[i].stem not in own for i in rest):
            return None
        stated = tokenise(statement(self.lexicon.relations[fact.relation], fact))
        return sum(1 for t in stated if t.stem not in self.stems and not empty_of_content(t))

    def plans(self, fact: Fact) -> Iterator[Plan]:
        """Return what may be asked for of a fact: the ends and details that the question does not name itself."""
        relation = fact.relation
        subject_named, value_named = self._names(fact.subject), self._names_value(fact)
        given = frozenset(self.tokens[i].stem for i in self.content) & fact_words(fact, self.lexicon)
        forward = Stating(Follow(Only((fact.subject,)), relation), given)
        if self.yes_no and not self.wh:
            yield forward if isinstance(fact.value, Text | YesNo) else Exists(forward)
            return
        if subject_named and not value_named and self._may_be(fact.value, self.lexicon.asked_by.get(relation)):
            yield forward
        elif (
            value_named
            and not subject_named
            and self._may_be(fact.subject, self.lexicon.asked_by_inverse.get(relation))
        ):
            value: Plan = Only((fact.value,)) if isinstance(fact.value, Entity) else Saying(fold(name_of(fact.value)))
            yield Stating(Follow(value, relation, backwards=True), given)
        else:
            for qualifier in fact.qualifiers:
                if not self._names(qualifier.value) and self._detail_asked(qualifier.relation, qualifier.value):
                    yield Detail(forward, qualifier.relation)

    def _names_value(self, fact: Fact) -> bool:
        """Say whether the question names the value; of a quotation, two words do if all the rest is clear."""
        if self._names(fact.value) or not isinstance(fact.value, Text):
            return self._names(fact.value)
        asking = self.lexicon.relation_words[fact.relation]
        rest = {self.tokens[i].stem for i in self.content if i not in self._named} - asking
        return len(rest) >= _QUOTED and rest <= {t.stem for t in tokenise(fact.value.text)}

    def _names(self, value: Value) -> bool:
        if isinstance(value, Entity):
            return any(value.id == e.id for m in self.mentions for e in m.entities)
        content = [t.stem for t in tokenise(name_of(value)) if not empty_of_content(t)]
        return bool(content) and sum(s in self.stems for s in content) >= _MENTIONED * len(content)

    def _may_be(self, value: Value, asked_by: frozenset[str] | None) -> bool:
        kind = value.kind if isinstance(value, Entity) else ""
        asked = asked_by or frozenset()
        if self.many:
            return isinstance(value, Number)
        if self.kind:
            return kind in self.kind
        match self.wh:
            case "who":
                return kind in self.lexicon.persons or "who" in asked
            case "when":
                return "when" in asked or isinstance(value, PartialDate)
            case "where":
                return "where" in asked
            case _:
                return True

    def _detail_asked(self, name: str, value: Value) -> bool:
        kind = value.kind if isinstance(value, Entity) else ""
        match self.wh:
            case "who":
                return kind in self.lexicon.persons or name in ("to", "by")
            case "when":
                return name in _TIMES
            case "where":
                return name in _PLACES
            case _:
                return kind in self.kind if self.kind else name in self.stems


def _values(fact: Fact) -> list[Value]:
    return [fact.subject, fact.value, *(q.value for q in fact.qualifiers)]
