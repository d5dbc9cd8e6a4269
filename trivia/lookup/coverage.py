"""The second way to understand a question: find the fact that has a place for each of its words.

The grammar reads questions whose structure it knows. People also ask in ways that no grammar foresees; then a fact
about the names in the question answers it if **every** word with content is one of the fact's own: of its statement,
of its relation's phrasing, of its qualifiers, or a name of one of its entities. A word left over rules the fact out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from trivia.facts.dates import PartialDate
from trivia.facts.model import Certainty, Entity, EntityId, Fact, Number, Qualifier, Shelf, Text, Value, YesNo
from trivia.facts.phrasing import name_of, statement
from trivia.facts.vocabulary import LiteralType
from trivia.lookup import lexicon as words
from trivia.lookup.empty import is_empty, skip_costs
from trivia.lookup.items import Mention
from trivia.lookup.lexicon import Lexicon
from trivia.lookup.plan import Detail, Exists, Follow, Only, Plan, Saying, Stating
from trivia.lookup.thesaurus import alike, root
from trivia.lookup.tokens import CARDINALS, ORDINALS, Token, tokenise
from trivia.ports import FactReader
from trivia.text import fold

_MOST_FACTS = 120
_MOST_ENTITIES = 12
_MOST_WORDS = 16
_MENTIONED = 0.6
_QUOTED = 2
_DETAIL_COST = 2
_PASSING_COST = 2
_GUESS_COST = 4
_MOST_IN_PASSING = 3  # words that only the source's sentence has
_SAYING = frozenset("say tell state claim report speak tweet quote".split())
_SELECTING = frozenset("first last final next only same other previous new early late".split())
_THIN = words.NO_NAME | {"be"}
_QUALIFIER_VERBS = {
    "said_by": frozenset("say tell accord state claim explain".split()),
    "to": frozenset("tell say speak talk".split()),
    "reported_by": frozenset("report say accord claim".split()),
    "confirmed_by": frozenset("confirm say announce accord".split()),
}
_MONTHS = tuple("January February March April May June July August September October November December".split())
_TIMES = frozenset("on since until date month year when day time".split())
_PLACES = frozenset("at where place venue via in on to".split())
_HEDGES = {
    **dict.fromkeys("nearly almost barely hardly".split(), "nearly"),
    **dict.fromkeys("not never no neither nor without".split(), "not"),
    **dict.fromkeys("allow let permit".split(), "allow"),
}
_CERTAINTY_WORDS = {
    Certainty.CONFIRMED: {"confirm"},
    Certainty.REPORTED: {"report"},
    Certainty.RUMOURED: {"rumour", "rumor", "alleg", "report", "likely", "may", "might", "could"},
    Certainty.DENIED: {"deny"},
}

_tokenised = lru_cache(maxsize=4_096)(tokenise)
"""The words of what facts say; the same facts are looked at again and again."""


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
    if len(question.content) > _MOST_WORDS:
        return []
    about = [await reader.about(shelf, entity, _MOST_FACTS) for entity in question.entities()[:_MOST_ENTITIES]]
    said = [await reader.of_relation(shelf, r, _MOST_FACTS) for r in question.relations_with_text()]
    for fact in chain.from_iterable(about + said):
        if fact.id in seen or fact.relation not in lexicon.relations:
            continue
        seen.add(fact.id)
        for plan, detail in question.plans(fact):
            spare = question.spare(fact, detail)
            if spare is not None:
                found[plan] = min(spare, found.get(plan, spare))
    return sorted((Covered(plan, spare) for plan, spare in found.items()), key=lambda c: c.spare)


def fact_words(fact: Fact, lexicon: Lexicon) -> frozenset[str]:
    """Return the base forms of all words by which a fact may be asked for."""
    own = frozenset(s for q in fact.qualifiers for s in _qualifier_words(q))
    return own | _stated_words(fact, lexicon) | lexicon.relation_words[fact.relation].every


def _stated_words(fact: Fact, lexicon: Lexicon) -> frozenset[str]:
    """Return the base forms of what the fact says, and of the nouns for its ends."""
    ends = [end for end in (fact.subject, fact.value) if isinstance(end, Entity)]
    in_names = {t.stem for end in ends for t in _tokenised(end.name) if t.stem.isdigit()}
    own = frozenset(t.stem for t in _tokenised(statement(lexicon.relations[fact.relation], fact))) - in_names
    nouns = frozenset().union(*(lexicon.kind_nouns.get(end.kind, frozenset()) for end in ends))
    return own | nouns | _CERTAINTY_WORDS[fact.certainty]


def _qualifier_words(qualifier: Qualifier) -> set[str]:
    said = {t.stem for t in _tokenised(f"{qualifier.relation.replace('_', ' ')} {name_of(qualifier.value)}")}
    return said | _QUALIFIER_VERBS.get(qualifier.relation, frozenset())


class _Question:
    def __init__(self, tokens: Sequence[Token], mentions: list[Mention], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.mentions = mentions
        self.lexicon = lexicon
        self.stems = frozenset(t.stem for t in tokens)
        self.wh = next((words.WH[t.folded] for t in tokens if t.folded in words.WH), "")
        self.yes_no = bool(tokens) and tokens[0].stem in words.AUXILIARIES
        self.many = any((a.folded, b.folded) == ("how", "many") for a, b in pairwise(tokens))
        costs = skip_costs(tokens)
        self.content = [i for i, t in enumerate(tokens) if costs[i] is None and t.folded not in words.WH]
        self.unit = self._unit_of_time()
        self.kind = self._kind_asked()
        self.kind_nouns = frozenset[str]().union(*lexicon.kind_nouns.values())
        self._named = {i for m in mentions for i in range(m.start, m.end)}

    def _unit_of_time(self) -> str:
        """Return what "which month" or "what year" asks for, and take it for "when"."""
        for i, (first, second) in enumerate(pairwise(self.tokens)):
            if words.WH.get(first.folded) == "what" and second.stem in words.DATE_NOUNS:
                self.wh = "when"
                self.content = [place for place in self.content if place != i + 1]
                return second.stem
        return ""

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
        """Return the kinds that "which X", "what X" or "what is the first X" asks for."""
        places = [i for i, t in enumerate(self.tokens) if words.WH.get(t.folded) == "what"]
        for place in places[:1]:
            following = place + 1
            while following < len(self.tokens) and _leads_to_noun(self.tokens[following]):
                following += 1
            if following < len(self.tokens):
                noun = self.tokens[following].stem
                meant = alike(noun) | {noun}
                return frozenset(k for k, nouns in self.lexicon.kind_nouns.items() if meant & nouns)
        return frozenset()

    def spare(self, fact: Fact, detail: Qualifier | None) -> int | None:
        """Return how many words of the fact go unused, or None if a word of the question has no place in it."""
        named = self._naming(fact)
        rest = [i for i in self.content if i not in named]
        quoted = isinstance(fact.value, Text) and self._names_value(fact)
        own = self._own(fact, detail)
        asking = self.lexicon.relation_words[fact.relation].every | self.lexicon.relation_words[fact.relation].stated
        odd = [i for i in rest if self.tokens[i].stem not in own and not _explains(own & asking, self.tokens[i].stem)]
        if not (named or quoted) or not rest or (odd and not self._told_in_passing(fact, odd)):
            return None
        if len(rest) > 1 and not any(self.tokens[i].stem in own for i in rest):
            return None  # other words for all of them are too many guesses
        if all(self.tokens[i].stem in self.kind_nouns | _SELECTING for i in rest):
            return None
        if not self._relates(fact, detail):
            return None
        if fact.certainty is not Certainty.CONFIRMED and "confirm" in self.stems:
            return None
        if self._puts_words_in_mouths(fact, detail):
            return None
        if not (self._same_hedges(fact) and self._same_numbers(fact, rest) and self._same_direction(fact)):
            return None
        stated = _tokenised(statement(self.lexicon.relations[fact.relation], fact))
        unused = sum(1 for t in stated if t.stem not in self.stems and not is_empty(t))
        guessed = _GUESS_COST * sum(1 for i in rest if self.tokens[i].stem not in own)
        guessed += 0 if self._uses_very_words(fact) else _PASSING_COST
        return unused + guessed + _PASSING_COST * len(odd) + (_DETAIL_COST if detail else 0)

    def _puts_words_in_mouths(self, fact: Fact, detail: Qualifier | None) -> bool:
        """Say whether the question asks what somebody said, or of men or women, and the fact tells of neither."""
        content = {self.tokens[i].stem for i in self.content}
        known = self.lexicon.relation_words[fact.relation]
        told = known.stated | known.shared | _stated_words(fact, self.lexicon)
        for qualifier in fact.qualifiers:
            if qualifier == detail or self._names(qualifier.value):
                told |= _qualifier_words(qualifier)
        says = bool(content & _SAYING) and not told & (_SAYING - {"tell"} | content & _SAYING)
        return says or bool((content & words.GENDERED_NOUNS) - told)

    def _naming(self, fact: Fact) -> set[int]:
        """Return the places of the words that name something in the fact."""
        ends = {v.id for v in _values(fact) if isinstance(v, Entity)}
        return {i for m in self.mentions if any(e.id in ends for e in m.entities) for i in range(m.start, m.end)}

    def _may_decide(self, fact: Fact) -> bool:
        """Hold "did A kill B" to facts of both, of which A is the subject and does what is told, not has it done."""
        first = min(self.mentions, key=lambda m: m.start, default=None)
        others = {m.start for m in self.mentions if first and m.start >= first.end}
        if self.tokens[0].stem != "do" or first is None or not others or _ends_alike(fact):
            return True
        if isinstance(fact.value, Text):
            return False  # a phrase tells something of one of them, not what one did to the other
        suffers = "be" in self.lexicon.relation_words[fact.relation].stated
        told = not (self._named - self._naming(fact)) and not suffers
        return told and any(e.id == fact.subject.id for e in first.entities)

    def _another_speaks(self, fact: Fact) -> bool:
        """Say whether the question asks for the words of somebody whom this quotation only mentions."""
        quotes = isinstance(fact.value, Text) and "say" in self.lexicon.relation_words[fact.relation].stated
        return quotes and bool(self._named - self._naming(fact))

    def _told_in_passing(self, fact: Fact, odd: Sequence[int]) -> bool:
        """Say whether the source's own sentence has the few words that the fact leaves over."""
        told = {t.stem for t in _tokenised(fact.sentence)}
        words_left = {self.tokens[i].stem for i in odd}
        plain = not any(_number(word) for word in words_left) and not words_left & self.kind_nouns
        plain = plain and not self._named.intersection(odd) and not words_left & _SELECTING
        return plain and len(odd) <= _MOST_IN_PASSING and words_left <= told and self._uses_very_words(fact)

    def _uses_very_words(self, fact: Fact) -> bool:
        """Say whether the question uses a word that the relation's statement has, not merely another word for it."""
        stated = self.lexicon.relation_words[fact.relation].stated - _THIN
        return any(self.tokens[i].stem in stated for i in self.content if i not in self._named)

    def _uses_its_words(self, fact: Fact, detail: Qualifier | None) -> bool:
        known = self.lexicon.relation_words[fact.relation]
        telling = (known.stated | known.shared | known.between) - _THIN - self.kind_nouns
        own = telling or known.every
        if detail:
            own = own | _qualifier_words(detail)
        return any(_explains(own, self.tokens[i].stem) for i in self.content if i not in self._named)

    def _relates(self, fact: Fact, detail: Qualifier | None) -> bool:
        """Say whether the question uses a word of the relation itself, not only of its value in words."""
        return self.wh in ("when", "where") or self._uses_its_words(fact, detail)

    def _own(self, fact: Fact, detail: Qualifier | None) -> frozenset[str]:
        """Return the words by which this question may ask for the fact: those about an end that it names."""
        known = self.lexicon.relation_words[fact.relation]
        own = known.shared | _stated_words(fact, self.lexicon)
        same_kind = _ends_alike(fact)
        if not same_kind or self._names(fact.subject):
            own |= known.about_subject
        if not same_kind or self._names_value(fact):
            own |= known.about_value
        for qualifier in fact.qualifiers:
            if self._names(qualifier.value) or qualifier == detail:
                own |= _qualifier_words(qualifier)
        return own

    def _same_hedges(self, fact: Fact) -> bool:
        """Hold a fact that says "nearly" or "not" to questions that say so too, and the other way round."""
        stated = {_HEDGES[s] for s in self.lexicon.relation_words[fact.relation].stated if s in _HEDGES}
        asked = {_HEDGES[t.stem] for t in self.tokens if t.stem in _HEDGES}
        return stated == asked or (isinstance(fact.value, Text) and stated <= asked)

    def _same_numbers(self, fact: Fact, rest: Sequence[int]) -> bool:
        """Hold a number or a place in a series to what the fact states."""
        digits = [i for i in rest if i and self.tokens[i].folded.isdigit()]
        placed = any(self.tokens[i - 1].stem in self.kind_nouns for i in digits)
        if placed and not isinstance(fact.value, Number):
            return False  # "episode 3" is a name, and the fact bears another
        asked = {_number(self.tokens[i].folded) for i in rest if self.tokens[i].folded != "one"} - {None}
        own = {_number(s) for s in _stated_words(fact, self.lexicon)}
        own |= {_number(s) for q in fact.qualifiers for s in _qualifier_words(q)}
        return asked <= own

    def _same_direction(self, fact: Fact) -> bool:
        """Where both ends are of one kind, only the order of the words tells who did it to whom."""
        if not _ends_alike(fact) or not isinstance(fact.value, Entity):
            return True
        known = self.lexicon.relation_words[fact.relation]
        first, second = (fact.value, fact.subject) if known.value_first else (fact.subject, fact.value)
        here, there = self._place(first), self._place(second)
        verb = next((i for i in self.content if self.tokens[i].stem in known.between), None)
        if here is not None and there is not None:
            return (here < there) != self._after_by(max(here, there))
        if verb is None:
            asking = known.about_subject if self._names(fact.subject) else known.about_value
            return {self.tokens[i].stem for i in self.content if i not in self._named} <= asking
        if here is not None:
            return (here < verb) != self._after_by(here)
        return there is None or (there > verb) != self._after_by(there)

    def _place(self, entity: Entity) -> int | None:
        return next((m.start for m in self.mentions if any(e.id == entity.id for e in m.entities)), None)

    def _after_by(self, place: int) -> bool:
        return place > 0 and self.tokens[place - 1].folded == "by"

    def plans(self, fact: Fact) -> Iterator[tuple[Plan, Qualifier | None]]:
        """Return what may be asked for of a fact: the ends and details that the question does not name itself."""
        relation = fact.relation
        subject_named, value_named = self._names(fact.subject), self._names_value(fact)
        given = frozenset(self.tokens[i].stem for i in self.content) & fact_words(fact, self.lexicon)
        forward = Stating(Follow(Only((fact.subject,)), relation), given)
        if self.yes_no and not self.wh:
            if not (subject_named or value_named) or not self._may_decide(fact):
                return
            yield (forward if isinstance(fact.value, Text | YesNo) else Exists(forward)), None
            return
        if subject_named and not value_named and self._another_speaks(fact):
            return
        if subject_named and not value_named and self._may_be(fact.value, self.lexicon.asked_by.get(relation)):
            yield forward, None
        elif (
            value_named
            and not subject_named
            and self._may_be(fact.subject, self.lexicon.asked_by_inverse.get(relation))
        ):
            value: Plan = Only((fact.value,)) if isinstance(fact.value, Entity) else Saying(fold(name_of(fact.value)))
            yield Stating(Follow(value, relation, backwards=True), given), None
        if not value_named or subject_named:
            for qualifier in fact.qualifiers:
                if not self._names(qualifier.value) and self._detail_asked(qualifier.relation, qualifier.value):
                    yield Detail(forward, qualifier.relation), qualifier

    def _names_value(self, fact: Fact) -> bool:
        """Say whether the question names the value; of a quotation, two words do if all the rest is clear."""
        if self._names(fact.value) or not isinstance(fact.value, Text):
            return self._names(fact.value)
        asking = self.lexicon.relation_words[fact.relation].every
        rest = {self.tokens[i].stem for i in self.content if i not in self._named} - asking
        quoted = [t.stem for t in _tokenised(fact.value.text)]
        return (len(rest) >= _QUOTED and rest <= set(quoted)) or (
            bool(rest) and rest <= set(quoted) and self._quotes(quoted, asking)
        )

    def _quotes(self, quoted: Sequence[str], asking: frozenset[str]) -> bool:
        """Say whether what follows the verb of saying is in the quotation, word for word, with gaps."""
        verb = next((i for i, t in enumerate(self.tokens) if t.stem in asking and i in self.content), None)
        if verb is None:
            return False
        said = [t.stem for t in self.tokens[verb + 1 :] if t.folded != "that"]
        remaining = iter(quoted)
        return len(said) > _QUOTED and all(word in remaining for word in said)

    def _names(self, value: Value) -> bool:
        if isinstance(value, Entity):
            return any(value.id == e.id for m in self.mentions for e in m.entities)
        if isinstance(value, Number):
            return any(_number(t.folded) == value.amount for t in self.tokens)
        content = [t.stem for t in _tokenised(name_of(value)) if not is_empty(t)]
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
                return ("when" in asked or isinstance(value, PartialDate)) and _names_unit(self.unit, value)
            case "where":
                return "where" in asked
            case _:
                return True

    def _detail_asked(self, name: str, value: Value) -> bool:
        kind = value.kind if isinstance(value, Entity) else ""
        if self.wh == "who" and name in _QUALIFIER_VERBS and not self.stems & _QUALIFIER_VERBS[name]:
            return False
        match self.wh:
            case "who":
                return kind in self.lexicon.persons or name in ("to", "by")
            case "when":
                return (name in _TIMES or (name == "in" and not kind)) and _names_unit(self.unit, value)
            case "where":
                return name in _PLACES and bool(kind)
            case _:
                return kind in self.kind if self.kind else name in self.stems


def _names_unit(unit: str, value: Value) -> bool:
    """Say whether a value says as much of a time as was asked for."""
    said = name_of(value)
    if unit == "year":
        return bool(re.search(r"\d{4}", said))
    return unit != "month" or any(month in said for month in _MONTHS)


def _leads_to_noun(token: Token) -> bool:
    return token.stem == "be" or token.folded in words.ARTICLES or _number(token.folded) is not None


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() and word.isascii() else ORDINALS.get(word, CARDINALS.get(word))


def _ends_alike(fact: Fact) -> bool:
    """Say whether the ends could be taken for each other."""
    return isinstance(fact.value, Entity) and fact.value.kind == fact.subject.kind


def _explains(own: Set[str], stem: str) -> bool:
    """Say whether one of a fact's words is meant by a word of the question, in itself or as another word for it."""
    if stem in own or not alike(stem).isdisjoint(own):
        return True
    return root(stem) in _roots(frozenset(own))


@lru_cache(maxsize=2_048)
def _roots(own: frozenset[str]) -> frozenset[str]:
    return frozenset(root(word) for word in own)


def _values(fact: Fact) -> list[Value]:
    return [fact.subject, fact.value, *(q.value for q in fact.qualifiers)]
