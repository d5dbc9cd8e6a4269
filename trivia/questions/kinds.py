"""The kinds of question: which facts suit each, and how each is put."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from trivia.facts.dates import PartialDate
from trivia.facts.literals import to_text
from trivia.facts.model import Entity, Fact, Number, Quantity, Text, Value, YesNo
from trivia.facts.phrasing import filled, name_of, sentence_case, statement
from trivia.facts.vocabulary import Holds, Relation
from trivia.lookup.answer import Evidence
from trivia.lookup.plan import Check, Follow, Only, Plan, Saying, describe
from trivia.questions import checks, difficulty, distractors, form
from trivia.questions.distractors import ANY, Fair
from trivia.questions.model import Question, QuestionKind
from trivia.questions.traits import STRANGERS, Kinship
from trivia.text import fold

_LONGEST_TYPED = 4  # words
_LARGEST_TYPED = 10_000
_TRUE, _FALSE = "true", "false"


@dataclass(frozen=True, slots=True)
class Way:
    """A way to ask something of a fact: in which kind, and for its value or, backwards, its subject."""

    kind: QuestionKind
    backwards: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact chosen to be asked: in which way, for which of its ends, what is false of it, and who is akin to whom.

    Of what is false, only what is ``fair`` may be offered; ``stated`` is the false value that a question of true or
    false puts in place of the fact's own, if it does.
    """

    fact: Fact
    relation: Relation
    way: Way
    key: Value
    aliases: tuple[str, ...]
    false: tuple[Value, ...]
    kin: Kinship = STRANGERS
    fair: Fair = ANY
    stated: Value | None = None

    @property
    def kind(self) -> QuestionKind:
        """The kind of question."""
        return self.way.kind

    @property
    def backwards(self) -> bool:
        """Whether the subject is asked for."""
        return self.way.backwards

    @property
    def mentioned(self) -> str:
        """The name that the question gives."""
        return name_of(self.fact.value) if self.backwards else self.fact.subject.name

    @property
    def asked(self) -> str:
        """The sentence that the lookup must understand: the question, or the statement to be judged true."""
        if self.kind is not QuestionKind.TRUE_FALSE:
            return stem(self)
        value = self.stated or self.fact.value
        return sentence_case(filled(self.relation.statement, self.fact.subject, value))

    @property
    def plan(self) -> Plan:
        """What the lookup must understand by it."""
        forward = Follow(Only((self.fact.subject,)), self.relation.id)
        value = self.stated or self.fact.value
        if self.kind is QuestionKind.TRUE_FALSE and isinstance(value, Entity):
            return Check(Only((value,)), forward)
        if not self.backwards:
            return forward
        known: Plan = Only((value,)) if isinstance(value, Entity) else Saying(fold(name_of(value)))
        return Follow(known, self.relation.id, backwards=True)


def stem(draft: Draft) -> str:
    """Put the question in the relation's words."""
    fact = draft.fact
    if draft.backwards:
        return sentence_case(filled(draft.relation.inverse, value=fact.value))
    return sentence_case(filled(draft.relation.question, subject=fact.subject))


def feasible(relation: Relation, fact: Fact, *, backwards: bool) -> list[QuestionKind]:
    """Return the kinds in which this end of a fact can be asked for; of what held until some day, none."""
    key: Value = fact.subject if backwards else fact.value
    if (
        (fact.qualifiers and fact.qualifier("until") is not None)
        or isinstance(key, YesNo)
        or (backwards and not isinstance(fact.value, Entity | Text))
    ):
        return []
    kinds = [QuestionKind.CHOICE]
    if _known_to_the_digit(key):
        kinds.append(QuestionKind.NUMBER)
    elif not isinstance(key, Number | Quantity) and _fit_to_type(name_of(key)):
        kinds.append(QuestionKind.TEXT)
    decidable = relation.complete or relation.holds is Holds.ONE
    if decidable and not backwards and isinstance(key, Entity):
        kinds.append(QuestionKind.TRUE_FALSE)
    return kinds


def can_be_asked(relation: Relation, fact: Fact, kinds: Collection[QuestionKind]) -> bool:
    """Say whether either end of a fact can be asked for in one of these kinds; in any, if none is named."""
    found = {*feasible(relation, fact, backwards=False), *feasible(relation, fact, backwards=True)}
    return bool(found.intersection(kinds) if kinds else found)


def _fit_to_type(name: str) -> bool:
    return len(name.split()) <= _LONGEST_TYPED and form.typable(name)


def _known_to_the_digit(key: Value) -> bool:
    """Say whether people can be asked to type the number: a count or a year, not a population or a measurement."""
    if isinstance(key, PartialDate):
        return key.month is None
    return isinstance(key, Number) and key.amount == key.amount.to_integral_value() and abs(key.amount) < _LARGEST_TYPED


def state_falsely(draft: Draft, rng: random.Random) -> Draft | None:
    """Put a false value in the fact's place, or return None if there is none to be had."""
    chosen = distractors.choose(draft.key, draft.false, _folded_names(draft), rng, kin=draft.kin, fair=draft.fair)
    return replace(draft, stated=chosen[0]) if chosen else None


def make(draft: Draft, rng: random.Random) -> Question | None:
    """Make the question, or return None if it would leak or lacks good wrong answers."""
    if _given_away(draft):
        return None
    match draft.kind:
        case QuestionKind.CHOICE:
            return _choice(draft, rng)
        case QuestionKind.TRUE_FALSE:
            return _true_false(draft)
        case QuestionKind.TEXT | QuestionKind.NUMBER:
            return _question(draft)


def _choice(draft: Draft, rng: random.Random) -> Question | None:
    chosen = distractors.choose(
        draft.key,
        draft.false,
        _folded_names(draft),
        rng,
        kin=draft.kin,
        fair=draft.fair,
        mentioned=draft.mentioned,
        stem=stem(draft),
    )
    options = [name_of(v) for v in (draft.key, *chosen)]
    if len(chosen) < distractors.FEWEST or _told_by_look(draft.mentioned, options):
        return None
    rng.shuffle(options)
    return replace(_question(draft), options=tuple(options))


def _told_by_look(mentioned: str, options: Sequence[str]) -> bool:
    """Say whether the first of the options, the key, stands out among the others before anybody has thought."""
    key, *others = options
    alone = form.shape(key) not in map(form.shape, others)
    return alone or form.told_by_its_start(mentioned, key, others)


def _true_false(draft: Draft) -> Question:
    key = _TRUE if draft.stated is None else _FALSE
    question = _question(draft)
    return replace(
        question,
        stem=f"True or false: {draft.asked}.",
        key=key,
        accepted=(key,),
        options=(_TRUE, _FALSE),
        type="boolean",
    )


def _question(draft: Draft) -> Question:
    fact = draft.fact
    return Question(
        stem=draft.asked,
        kind=draft.kind,
        key=name_of(draft.key),
        accepted=_accepted(draft),
        options=(),
        evidence=(Evidence(fact, statement(draft.relation, fact)),),
        plan=describe(draft.plan),
        difficulty=difficulty.estimated(draft.kind, fact.subject, fact.value),
        topic=fact.pack,
        type=_type_of(draft.key),
        names=draft.aliases,
    )


def _given_away(draft: Draft) -> bool:
    """Say whether the question holds its answer: for a statement, whether subject and value share a word."""
    if draft.kind is QuestionKind.TRUE_FALSE:
        return checks.leaks(draft.fact.subject.name, [name_of(draft.stated or draft.key), name_of(draft.key)])
    return checks.leaks(stem(draft), [name_of(draft.key), *map(_proper, draft.aliases)])


def _proper(alias: str) -> str:
    """Return what of an alias is a name, and no description such as "the showrunner"."""
    return " ".join(word for word in alias.split() if not word.islower())


def _accepted(draft: Draft) -> tuple[str, ...]:
    """Return all ways to say the key that are accepted as they stand, the key first; none that the question says."""
    key = draft.key
    bare = () if isinstance(key, Entity) else (to_text(key),)
    aliases = (a for a in draft.aliases if not checks.leaks(stem(draft), [a]))
    return tuple(dict.fromkeys((name_of(key), *bare, *aliases)))


def _folded_names(draft: Draft) -> frozenset[str]:
    """Return the names that no wrong answer may bear: the key's own, and those that the question mentions."""
    return frozenset(fold(n) for n in (name_of(draft.key), *draft.aliases, draft.mentioned))


def _type_of(key: Value) -> str:
    if isinstance(key, Entity):
        return key.kind
    return {"PartialDate": "date", "Number": "number", "Quantity": "quantity"}.get(type(key).__name__, "text")
