"""The words that a vocabulary gives to the grammar, worked out once for each vocabulary."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from trivia.facts.agreement import in_any_number
from trivia.facts.vocabulary import LiteralType, Relation, Vocabulary
from trivia.lookup.tokens import Token, tokenise

ARTICLES = frozenset("the a an".split())
AUXILIARIES = frozenset("be have do will would can could shall should may might must".split())
PREPOSITIONS = frozenset("of in on at for from to by with about as into onto during per according 's".split())
PRONOUNS = frozenset("he him his she her hers it its they them their theirs there this that these those".split())
SPEAKERS = frozenset("i we you me my our us your".split())
FILLERS = SPEAKERS | frozenset(
    "please hey hi hello so well okay ok um uh just actually really exactly currently now again any some ever bot "
    "thanks thank called named name anyone anybody guys everyone kindly maybe perhaps up idea to right and also quick "
    "question dude bro lol btw very already still soon finally title both exact precisely full yet true correct "
    "dear buddy mate pls plz u other another else originally officially reportedly apparently basically specifically "
    "entirely mainly article articles described listed mentioned entitled considered stated total altogether overall "
    "folks found among set due slated supposed scheduled planned going thought further comprises comprise".split()
)
FILLER_COST = 0.25
_SELECTING = frozenset("first last final next only same other previous new early late".split())
"""Words that pick one of several; alone they stand for no relation."""
REQUESTS = frozenset(
    "know tell remind wonder curious want give list find out call look say get help understand see let need like heard "
    "hear explain show answer check ask remember love learn information info name think believe happen".split()
)
"""Words that ask to be answered; without content only beside those who speak: "tell me", "do you know"."""
WH = {
    "who": "who", "whom": "who", "whose": "who", "what": "what", "which": "what", "when": "when", "where": "where",
}  # fmt: skip
GENDERED_NOUNS = frozenset("guy man woman lady girl boy".split())
PERSON_NOUNS = GENDERED_NOUNS | {"person", "somebody", "someone"}
DATE_NOUNS = frozenset("year date day month time".split())
NO_NAME = ARTICLES | AUXILIARIES | PREPOSITIONS | PRONOUNS | set(WH)
"""Words that alone are hardly ever a name."""

_SLOT = re.compile(r"\{(subject|value)\}")
_REMEMBERED = 20_000
"""Texts that are remembered as they were taken apart: each is in the vocabularies of many shelves."""
_SLOT_WORDS = {"xsubjectx": "subject", "xvaluex": "value"}


class Mode(Enum):
    """How a word stands for a relation."""

    NOUN = auto()  # names the value: "the director of X"
    VERB = auto()  # its arguments are told by type or by word order: "X directed Y"
    PASSIVE = auto()  # stands between subject and value: "directed by"
    ASKS_VALUE = auto()  # from a question that asks for the value
    ASKS_SUBJECT = auto()  # from a question that asks for the subject
    SAME = auto()  # "the same director": wants another subject with the same value


@dataclass(frozen=True, slots=True)
class Functor:
    """A word or words that stand for a relation. ``agent_is_value``: the doer of the verb is the relation's value.

    ``before`` and ``by`` tell of a template whether its words stand before the name, and whether "by" leads to it.
    """

    relation: Relation
    mode: Mode
    agent_is_value: bool = False
    cost: float = 0.0
    before: bool = False
    by: bool = False


@dataclass(frozen=True, slots=True)
class KindNoun:
    """A word for a kind, or for several."""

    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Base forms in order, with what they may mean. ``others`` are further runs of words that must stand elsewhere."""

    stems: tuple[str, ...]
    sense: Functor | KindNoun
    others: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a template asks for: the value of a relation, or, backwards, its subject."""

    relation: str
    backwards: bool


SLOT = "{}"


@dataclass(frozen=True, slots=True)
class RelationWords:
    """The base forms of a relation's own words: of its nouns and verbs, of what asks about the subject or the value.

    ``between`` are the words between the two names in the statement, ``stated`` all words of the statement, and
    ``value_first`` says which name comes first there.
    """

    shared: frozenset[str]
    about_subject: frozenset[str]
    about_value: frozenset[str]
    between: frozenset[str]
    stated: frozenset[str]
    value_first: bool

    @property
    def every(self) -> frozenset[str]:
        """All of them but the statement's."""
        return self.shared | self.about_subject | self.about_value


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the grammar knows of a shelf's words.

    ``phrases`` are found by their first word. ``describing`` are relations whose question is a bare "Who is ...?" or
    "What is ...?". ``linking`` gives the relations between two kinds, subject's kind first. ``asked_by`` tells which
    question words ask for a relation's value, ``asked_by_inverse`` for its subject. ``exact`` finds a template by its
    words, ``SLOT`` in place of the name, and ``statements`` a statement by its words without the auxiliary verbs, so
    that "Was X directed by Y?" is found too; ``backwards`` says there that the value is named first. ``listing`` gives,
    by kind, the relations whose subjects a name of that kind stands for: "the G7" for the countries in it. ``persons``
    are kinds that "who" asks for, ``people`` those of them that are declared to be persons.
    """

    relations: Mapping[str, Relation]
    phrases: Mapping[str, tuple[Phrase, ...]]
    persons: frozenset[str]
    people: frozenset[str]
    describing: tuple[str, ...]
    linking: Mapping[tuple[str, str], tuple[Relation, ...]]
    links_by: Mapping[str, frozenset[str]]
    asked_by: Mapping[str, frozenset[str]]
    asked_by_inverse: Mapping[str, frozenset[str]]
    exact: Mapping[str, tuple[Asked, ...]]
    statements: Mapping[str, tuple[Asked, ...]]
    words: frozenset[str]
    by_length: Mapping[int, tuple[str, ...]]
    kinds: frozenset[str]
    kind_nouns: Mapping[str, frozenset[str]]
    relation_words: Mapping[str, "RelationWords"]
    done_by_value: frozenset[str]
    listing: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Template:
    """A template taken apart: its question word, its runs of content words, and whether ``{value}`` comes first."""

    wh: str
    runs: tuple[tuple[str, ...], ...]
    by: bool
    inner: tuple[str, ...]
    value_first: bool
    before: bool = False
    by_slot: bool = False
    names_members: bool = False  # "Which countries are the {value}?": the name itself stands for many


def _content(token: Token) -> bool:
    return not (
        token.folded in ARTICLES
        or token.stem in AUXILIARIES
        or token.folded in PREPOSITIONS
        or token.folded in PRONOUNS
    )


@lru_cache(maxsize=_REMEMBERED)
def _marked(template: str) -> str:
    """Put words in place of the slots, each apart from its neighbours but for an ending such as 's."""
    return re.sub(r" (?=['’])", "", _SLOT.sub(lambda m: f" x{m.group(1)}x ", template))


@lru_cache(maxsize=_REMEMBERED)
def _take_apart(template: str, dropped: frozenset[str]) -> _Template:
    marked = _marked(template)
    wh, runs, run = "", [], list[str]()
    seen: list[str] = []
    inner: list[str] = []
    by = by_slot = before = False
    previous_wh = False
    last = ""
    for token in _cut(marked):
        word = token.folded
        if word in _SLOT_WORDS:
            before, by_slot = before or bool(run), by_slot or last == "by"
            seen.append(_SLOT_WORDS[word])
            runs.append(tuple(run))
            run = []
        elif word in WH and not wh and not seen and not run:
            wh = WH[word]
            previous_wh = True
            continue
        elif previous_wh and wh == "what" and token.stem in DATE_NOUNS:
            wh = "year" if token.stem == "year" else "when"
        elif previous_wh and token.stem in dropped:
            pass
        elif _content(token):
            run.append(token.stem)
            if len(seen) == 1:
                inner.append(token.stem)
        elif word == "by" and len(seen) == 1:
            by = True
        previous_wh = False
        last = token.stem
    runs.append(tuple(run))
    if not any(runs) and seen and last == "do":
        runs.append(("do",))
    prepositions = any(t.folded in PREPOSITIONS for t in _cut(marked))
    members = wh == "what" and not any(runs) and not prepositions
    return _Template(wh, tuple(r for r in runs if r), by, tuple(inner), seen[:1] == ["value"], before, by_slot, members)


def wording(tokens: Iterable[Token], *, bare: bool = False) -> str:
    """Return the words of a question without its articles, to be compared with a template's; bare: no auxiliaries."""
    return " ".join(t.folded for t in tokens if t.folded not in ARTICLES and not (bare and t.stem in AUXILIARIES))


@lru_cache(maxsize=_REMEMBERED)
def _wording_of(template: str, *, bare: bool = False) -> str:
    words = wording(_cut(_marked(template)), bare=bare)
    return words.replace("xsubjectx", SLOT).replace("xvaluex", SLOT)


@lru_cache(maxsize=_REMEMBERED)
def _cut(text: str) -> tuple[Token, ...]:
    """Cut a template into words; each is looked at from several sides."""
    return tokenise(text)


@lru_cache(maxsize=_REMEMBERED)
def phrase_stems(words: str) -> tuple[str, ...]:
    """Return the base forms of the words that count."""
    tokens = _cut(words)
    return tuple(t.stem for t in tokens if _content(t)) or tuple(t.folded for t in tokens)


def build(vocabulary: Vocabulary) -> Lexicon:
    """Work out a lexicon."""
    return _Builder(vocabulary).lexicon()


class _Builder:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.phrases: dict[str, dict[Phrase, None]] = defaultdict(dict)
        self.nouns_of: dict[str, frozenset[str]] = {}
        self.describing: dict[str, None] = {}
        self.asked: dict[str, set[str]] = defaultdict(set)
        self.asked_inverse: dict[str, set[str]] = defaultdict(set)
        self.links_by: dict[str, set[str]] = defaultdict(set)
        self.done_by_value: set[str] = set()
        self.exact: dict[str, dict[Asked, None]] = defaultdict(dict)
        self.statements: dict[str, dict[Asked, None]] = defaultdict(dict)
        self.listing: dict[str, dict[str, None]] = defaultdict(dict)

    def lexicon(self) -> Lexicon:
        self._kinds()
        for relation in self.vocabulary.relations.values():
            self._relation(relation)
        words = frozenset(stem for first in self.phrases.values() for phrase in first for stem in phrase.stems)
        by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(words):
            by_length[len(word)].append(word)
        return Lexicon(
            relations=self.vocabulary.relations,
            phrases={
                first: tuple(sorted(entries, key=lambda p: -len(p.stems))) for first, entries in self.phrases.items()
            },
            persons=self._persons(),
            people=frozenset(kind.id for kind in self.vocabulary.kinds.values() if kind.person),
            describing=tuple(self.describing),
            linking=self._linking(),
            links_by={r: frozenset(p) for r, p in self.links_by.items()},
            asked_by={r: frozenset(w) for r, w in self.asked.items()},
            asked_by_inverse={r: frozenset(w) for r, w in self.asked_inverse.items()},
            exact={worded: tuple(asked) for worded, asked in self.exact.items()},
            statements={worded: tuple(asked) for worded, asked in self.statements.items()},
            words=words,
            by_length={n: tuple(w) for n, w in by_length.items()},
            kinds=frozenset(self.vocabulary.kinds),
            kind_nouns=self.nouns_of,
            relation_words={r.id: _words_of(r) for r in self.vocabulary.relations.values()},
            done_by_value=frozenset(self.done_by_value),
            listing={kind: tuple(relations) for kind, relations in self.listing.items()},
        )

    def _add(self, runs: Iterable[tuple[str, ...]], sense: Functor | KindNoun) -> None:
        ordered = sorted((r for r in runs if r), key=len, reverse=True)
        if ordered and not (len(ordered) == 1 and _SELECTING.issuperset(ordered[0])):
            head, *others = ordered
            self.phrases[head[0]][Phrase(head, sense, tuple(others))] = None

    def _kinds(self) -> None:
        kinds_by_noun: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for kind in self.vocabulary.kinds.values():
            stems = {phrase_stems(noun) for noun in (*kind.nouns, kind.id.replace("_", " "))}
            self.nouns_of[kind.id] = frozenset(s[0] for s in stems if len(s) == 1)
            for stem in stems:
                kinds_by_noun[stem].add(kind.id)
        for stems_of_noun, kinds in kinds_by_noun.items():
            self._add([stems_of_noun], KindNoun(frozenset(kinds)))

    def _nouns(self, kinds: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*(self.nouns_of.get(kind, frozenset()) for kind in kinds))

    def _relation(self, relation: Relation) -> None:
        value_nouns, subject_nouns = self._nouns(relation.value_kinds), self._nouns(relation.subject_kinds)
        asking = [_take_apart(t, value_nouns) for t in (relation.question, *relation.phrases) if t]
        inverse = [_take_apart(t, subject_nouns) for t in (relation.inverse, *relation.inverse_phrases) if t]
        agent_is_value = _agent_is_value(relation, asking, inverse)
        if agent_is_value:
            self.done_by_value.add(relation.id)
        for one in (relation, *self.vocabulary.merged_into(relation.id)):
            value_first = one.statement.find("{value}") < one.statement.find("{subject}")
            for statement in in_any_number(one.statement):
                self.statements[_wording_of(statement, bare=True)][Asked(relation.id, value_first)] = None
        for backwards, templates in (
            (False, (relation.question, *relation.phrases)),
            (True, (relation.inverse, *relation.inverse_phrases)),
        ):
            for template in (way for phrase in filter(None, templates) for way in in_any_number(phrase)):
                self.exact[_wording_of(template)][Asked(relation.id, backwards)] = None
        for noun in relation.nouns:
            self._add([phrase_stems(noun)], Functor(relation, Mode.NOUN))
        for verb in relation.verbs:
            self._add([phrase_stems(verb)], Functor(relation, Mode.VERB, agent_is_value))
        for passive in relation.passive:
            stems = phrase_stems(passive)
            if all(s in PREPOSITIONS for s in stems):
                self.links_by[relation.id].update(stems)
            else:
                by = passive.split()[-1] == "by"
                self._add([stems], Functor(relation, Mode.PASSIVE, by=by))
        self._templates(relation, asking, inverse, agent_is_value)

    def _templates(
        self, relation: Relation, asking: list[_Template], inverse: list[_Template], agent_is_value: bool
    ) -> None:
        for template in asking:
            self.asked[relation.id].add(template.wh)
            if not template.runs and template.wh in ("who", "what"):
                self.describing[relation.id] = None
            place = (template.before, template.by_slot)
            self._add(template.runs, Functor(relation, Mode.ASKS_VALUE, agent_is_value, 0.1, *place))
        for template in inverse:
            self.asked_inverse[relation.id].add(template.wh)
            if template.names_members:
                for kind in relation.value_kinds:
                    self.listing[kind][relation.id] = None
            place = (template.before, template.by_slot)
            self._add(template.runs, Functor(relation, Mode.ASKS_SUBJECT, agent_is_value, 0.1, *place))
        for one in (relation, *self.vocabulary.merged_into(relation.id)):
            statement = _take_apart(one.statement, frozenset())
            if statement.inner and len(statement.runs) == 1:
                is_agent = agent_is_value if one is relation else _agent_is_value(one, asking, inverse)
                self._add([statement.inner], Functor(relation, Mode.VERB, is_agent, cost=0.2))

    def _persons(self) -> frozenset[str]:
        persons = {kind.id for kind in self.vocabulary.kinds.values() if kind.person}
        for relation in self.vocabulary.relations.values():
            if "who" in self.asked[relation.id]:
                persons |= relation.value_kinds
            if "who" in self.asked_inverse[relation.id]:
                persons |= relation.subject_kinds
        return frozenset(persons)

    def _linking(self) -> dict[tuple[str, str], tuple[Relation, ...]]:
        linking: dict[tuple[str, str], list[Relation]] = defaultdict(list)
        for relation in self.vocabulary.relations.values():
            for subject in relation.subject_kinds:
                for value in relation.value_kinds:
                    linking[subject, value].append(relation)
        return {pair: tuple(relations) for pair, relations in linking.items()}


def _words_of(relation: Relation) -> RelationWords:
    statement = _take_apart(relation.statement, frozenset())
    verbs = (*relation.verbs, *relation.passive)
    return RelationWords(
        shared=_stems(*relation.nouns, *verbs),
        about_subject=_stems(relation.question, *relation.phrases),
        about_value=_stems(relation.inverse, *relation.inverse_phrases),
        between=frozenset(statement.inner) | {s for verb in verbs for s in phrase_stems(verb)},
        stated=_stems(relation.statement),
        value_first=statement.value_first,
    )


@lru_cache(maxsize=_REMEMBERED)
def _stems(*texts: str) -> frozenset[str]:
    return frozenset(t.stem for text in texts for t in _cut(_marked(text))) - _SLOT_WORDS.keys()


def _agent_is_value(relation: Relation, asking: list[_Template], inverse: list[_Template]) -> bool:
    """Tell whether the verb's doer is the value, as in "Who directed {subject}?" or "directed by {value}"."""
    statement = _take_apart(relation.statement, frozenset())
    if statement.by or any(p.split()[-1:] == ["by"] for p in relation.passive):
        return True
    if statement.value_first != statement.by and statement.inner:
        return statement.value_first
    return any(t.wh == "who" and t.runs for t in asking) and not inverse


def literal_sort(literal: LiteralType) -> str:
    """Return the name by which the grammar types a literal."""
    return f"#{literal.value}"
