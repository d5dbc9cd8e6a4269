"""Answering a question: find names, parse, run, and say only what the facts show."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from rapidfuzz.distance import OSA

from trivia.facts.literals import to_text
from trivia.facts.model import Certainty, Entity, EntityId, Shelf, SpoilerScope, YesNo
from trivia.facts.phrasing import filled, statement
from trivia.lookup import grammar
from trivia.lookup.answer import Answer, AnswerItem, Evidence, Status
from trivia.lookup.coverage import covered
from trivia.lookup.empty import without_opening
from trivia.lookup.items import Mention, Reading
from trivia.lookup.lexicon import ARTICLES, AUXILIARIES, FILLERS, NO_NAME, WH, Lexicon, build
from trivia.lookup.nesting import splits
from trivia.lookup.own_words import own_words
from trivia.lookup.plan import (
    Both,
    But,
    Card,
    Check,
    Count,
    Detail,
    Either,
    Exists,
    Follow,
    Given,
    Known,
    Nth,
    OfKind,
    Only,
    Overall,
    Plan,
    Stating,
    describe,
)
from trivia.lookup.run import Member, run
from trivia.lookup.tokens import MAX_TOKENS, Token, span_key, stem, tokenise
from trivia.ports import FactReader, NameIndex, NameMatch
from trivia.replies import lookup as wording
from trivia.text import INVISIBLE, fold, typo_budget

MAX_CHARACTERS = 1_000
"""A question longer than this is refused; nobody asks one in a chat."""

_TRUE_OR_FALSE = re.compile(r"^\s*(?:true or false|is it true that)\b[\s:,]*", re.IGNORECASE)
_LONGEST_NAME = 12  # words
_NEAR_COST = 0.15
_DEEPEST = 2
_LONG_WORD = 10  # letters; a shorter word with two slips is as likely to be another word ("boyfriend", "befriend")
_MOST_SPLITS = 4
_MOST_READINGS = 12
_FAR_FETCHED = 1.2
_SPARE_WORD_COST = 0.1
_SHORTEST_OWNER = 4
_PARTIAL_COST = 0.3
_TYPO_COST = 0.25
_MOST_NAMESAKES = 24
_CUT_COST = 0.2  # a name without the article before it, where the name with it is known
_TITLE = 3  # words of a title, which may begin with any word
_MOST_ODD = 6  # words that nothing explains; a question with more is not about what the facts know


@dataclass(frozen=True, slots=True)
class _Understood:
    """The plainest reading that the facts answer, and others as plain that they answer differently."""

    reading: Reading
    members: tuple[Member, ...]
    rivals: tuple[Reading, ...] = ()


class Lookup:
    """Answers questions from the facts on a shelf. Holds no state but a cache of lexicons."""

    def __init__(self, names: NameIndex, facts: FactReader) -> None:
        self._names = names
        self._facts = facts
        self._lexicons: dict[int, tuple[object, Lexicon]] = {}

    async def lexicon(self, shelf: Shelf) -> Lexicon:
        """Return the words of a shelf's vocabulary."""
        vocabulary = await self._facts.vocabulary(shelf)
        cached = self._lexicons.get(id(vocabulary))
        if cached is None or cached[0] is not vocabulary:
            if len(self._lexicons) > 64:
                self._lexicons.clear()
            cached = self._lexicons[id(vocabulary)] = (vocabulary, build(vocabulary))
        return cached[1]

    async def ask(self, shelf: Shelf, question: str) -> Answer:
        """Answer one question; never raises for what it says, however odd."""
        seen = INVISIBLE.sub("", question[: MAX_CHARACTERS + 1])
        answer = await self._ask(shelf, seen)
        if answer.status is Status.UNKNOWN:
            answer = await self._ask_in_steps(shelf, seen, _DEEPEST) or answer
        return replace(answer, question=question[:MAX_CHARACTERS])

    async def _ask_in_steps(self, shelf: Shelf, question: str, depth: int) -> Answer | None:
        """Answer a relative clause first, then the question with the one name that it stands for."""
        tokens = tokenise(question)
        if not depth or len(tokens) > MAX_TOKENS:
            return None
        for split in islice(splits(question, tokens, await self.lexicon(shelf)), _MOST_SPLITS):
            inner = await self._ask(shelf, split.inner)
            if inner.status is not Status.ANSWERED or len(inner.answers) != 1 or inner.answers[0].entity is None:
                continue
            outer_question = split.outer(inner.answers[0].text)
            outer = await self._ask(shelf, outer_question)
            if outer.status is Status.UNKNOWN:
                outer = await self._ask_in_steps(shelf, outer_question, depth - 1) or outer
            if outer.status is Status.ANSWERED:
                return _in_one(question, inner, outer)
        return None

    async def _ask(self, shelf: Shelf, question: str) -> Answer:
        if len(question) > MAX_CHARACTERS:
            return Answer(question[:MAX_CHARACTERS], Status.UNCLEAR, sentence=wording.TOO_LONG)
        tokens = without_opening(tokenise(_TRUE_OR_FALSE.sub("", question)))
        if not tokens:
            return Answer(question, Status.UNCLEAR, sentence=wording.EMPTY)
        if len(tokens) > MAX_TOKENS:
            return Answer(question, Status.UNCLEAR, sentence=wording.TOO_LONG)
        lexicon = await self.lexicon(shelf)
        tokens, mentions = await self._named(shelf, lexicon, tokens)
        understood = await self._plainly(shelf, lexicon, tokens, mentions)
        if understood is None:
            mended, mentions = await self._forgiving(shelf, lexicon, tokens, mentions)
            readings = grammar.parse(mended, lexicon, mentions, texts=True)
            understood = await self._understand(shelf, lexicon, tokens, readings)
            for words in dict.fromkeys((tokens, mended)):
                understood = understood or await self._covered(shelf, lexicon, words, mentions)
        if understood is None:
            suggestions = await self._suggestions(shelf, lexicon, mentions)
            return Answer(question, Status.UNKNOWN, sentence=wording.UNKNOWN, suggestions=suggestions)
        return await self._answer(question, shelf, lexicon, understood)

    # Reading and running

    async def _named(
        self, shelf: Shelf, lexicon: Lexicon, tokens: tuple[Token, ...]
    ) -> tuple[tuple[Token, ...], list[Mention]]:
        """Find the names in a question, and give an owner the apostrophe back: "jessicas best friend"."""
        owners = {t.piece[:-1] for t in tokens[:-1] if _may_own(t, lexicon)}
        found = await self._names.by_name(shelf, [*name_keys(tokens), *owners])
        named = tuple(
            part
            for t in tokens
            for part in (_apart(t) if t.piece[:-1] in owners & found.keys() and t.piece not in found else (t,))
        )
        places = name_keys(named)
        return named, mentions_among(named, {key: matches for key, matches in found.items() if key in places})

    async def _plainly(
        self, shelf: Shelf, lexicon: Lexicon, tokens: tuple[Token, ...], mentions: Sequence[Mention]
    ) -> _Understood | None:
        """Understand a question without a slip of the keyboard in it."""
        own = own_words(tokens, lexicon, mentions)
        understood = await self._understand(shelf, lexicon, tokens, own)
        if understood is None:
            readings = grammar.parse(tokens, lexicon, mentions)
            understood = await self._understand(shelf, lexicon, tokens, readings)
        return understood

    async def _understand(
        self, shelf: Shelf, lexicon: Lexicon, tokens: Sequence[Token], readings: Sequence[Reading]
    ) -> _Understood | None:
        """Return the plainest reading that has an answer; to yes or no, what another says is no rival."""
        decisive = tokens[0].stem in AUXILIARIES
        best: _Understood | None = None
        for reading in readings[:_MOST_READINGS]:
            if best and _is_yes_no(best.reading.plan) and _decides(best.members):
                break
            if reading.cost > (best.reading.cost + _NEAR_COST if best else _FAR_FETCHED):
                break
            members = await run(reading.plan, self._facts, shelf, lexicon)
            if not members:
                continue
            undecided = best is not None and isinstance(best.reading.plan, Check) and not _decides(best.members)
            if best is None or (undecided and _decides(members)):
                best = _Understood(reading, members)
            elif not decisive and {_identity(m) for m in members} != {_identity(m) for m in best.members}:
                best = replace(best, rivals=(*best.rivals, reading))
        return best

    async def _covered(
        self, shelf: Shelf, lexicon: Lexicon, tokens: tuple[Token, ...], mentions: Sequence[Mention]
    ) -> _Understood | None:
        plans = await covered(self._facts, shelf, lexicon, tokens, mentions)
        readings = [Reading(c.plan, c.spare * _SPARE_WORD_COST) for c in plans]
        return await self._understand(shelf, lexicon, tokens, readings)

    async def _forgiving(
        self, shelf: Shelf, lexicon: Lexicon, tokens: tuple[Token, ...], exact: Sequence[Mention]
    ) -> tuple[tuple[Token, ...], list[Mention]]:
        """Look again with misspelt words mended, and names misspelt or given in part."""
        odd = grammar.unexplained(tokens, lexicon, exact)
        if len(odd) > _MOST_ODD:
            return tokens, list(exact)
        mended = list(tokens)
        mentions = list(exact)
        for place in odd:
            word = _nearest_word(lexicon, tokens[place].folded)
            if word:
                mended[place] = replace(tokens[place], folded=word, stem=stem(word))
        for start, end in _runs_around(odd, tokens, lexicon):
            mentions += await self._mentions_like(shelf, tokens, start, end)
        mentions += [m for mention in mentions for m in _stretched(mention, tokens, odd)]
        return tuple(mended), _best_mentions(mentions)

    async def _mentions_like(self, shelf: Shelf, tokens: tuple[Token, ...], start: int, end: int) -> list[Mention]:
        span = tokens[start:end]
        of_names = len(span) >= _TITLE or (span[0].folded not in NO_NAME and span[-1].folded not in NO_NAME)
        if not of_names or all(t.folded in FILLERS for t in span):
            return []
        key = span_key(tokens, start, end)
        found: list[Mention] = []
        budget = typo_budget(key)
        if budget:
            near = await self._names.near_name(shelf, key, budget)
            found += _mentions(near, start, end, lambda m: _TYPO_COST * m.edits)
        part = await self._names.by_words(shelf, [t.piece for t in span if t.piece], _MOST_NAMESAKES)
        return found + _mentions(part, start, end, lambda _: _PARTIAL_COST)

    # Wording

    async def _answer(self, question: str, shelf: Shelf, lexicon: Lexicon, understood: _Understood) -> Answer:
        plan = understood.reading.plan
        described = describe(plan)
        if understood.rivals:
            plans = (plan, *(r.plan for r in understood.rivals))
            choices = tuple(dict.fromkeys(filter(None, (_said(p, lexicon) for p in plans))))
            return Answer(question, Status.UNCLEAR, (), wording.unclear(choices), described, choices)
        members = _better_founded(understood.members)
        namesakes = await self._namesakes(plan, members)
        if namesakes:
            return Answer(question, Status.UNCLEAR, (), wording.ambiguous(namesakes), described, namesakes)
        items = tuple(_item(m, lexicon) for m in members)
        return Answer(question, Status.ANSWERED, items, await self._sentence(shelf, lexicon, plan, items), described)

    async def _sentence(self, shelf: Shelf, lexicon: Lexicon, plan: Plan, items: Sequence[AnswerItem]) -> str:
        match plan:
            case Count(of):
                names = [_text(m) for m in await run(of, self._facts, shelf, lexicon)]
                return wording.counted(items[0], names, complete=_is_complete(of, lexicon))
            case Card():
                return wording.card(items)
            case Check() | Exists():
                decided = items[0].entity is None and items[0].text in ("yes", "no")
                return wording.decided(items[0]) if decided else wording.known_instead(items)
            case _:
                return wording.found(items)

    async def _namesakes(self, plan: Plan, members: Iterable[Member]) -> tuple[str, ...]:
        """Return the entities of one name between which the question does not choose."""
        roots = frozenset[EntityId]().union(*(m.roots for m in members))
        for group in _alternatives(plan):
            meant = [e for e in group if e.id in roots]
            if len(meant) > 1:
                return tuple(await self._told_apart(meant))
        return ()

    async def _told_apart(self, entities: Sequence[Entity]) -> list[str]:
        names = [e.name for e in entities]
        return [e.name if names.count(e.name) == 1 else f"{e.name} ({e.key})" for e in entities]

    async def _suggestions(self, shelf: Shelf, lexicon: Lexicon, mentions: Sequence[Mention]) -> tuple[str, ...]:
        """Return questions about the names found that would be answered."""
        suggestions: dict[str, None] = {}
        for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.cost))[:3]:
            entity = mention.entities[0]
            about = [f for f in await self._facts.about(shelf, entity.id, 40) if f.relation in lexicon.relations]
            for fact in sorted(about, key=lambda f: not lexicon.relations[f.relation].quiz):
                if fact.subject.id == entity.id and fact.spoiler is None:
                    suggestions[filled(lexicon.relations[fact.relation].question, entity)] = None
        return tuple(suggestions)[:3]


def _may_own(token: Token, lexicon: Lexicon) -> bool:
    if any(token.stem in nouns for nouns in lexicon.kind_nouns.values()):
        return False
    return len(token.piece) > _SHORTEST_OWNER and token.piece.endswith("s")


def _apart(token: Token) -> tuple[Token, Token]:
    owner = token.piece[:-1]
    cut = token.end - 1
    return Token(owner, owner, token.start, cut, owner), Token("'s", "'s", cut, token.end, "s", glued=True)


def name_keys(tokens: tuple[Token, ...]) -> dict[str, list[tuple[int, int]]]:
    """Return the folded names that runs of the words spell, with where they stand."""
    keys: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for start, token in enumerate(tokens):
        if token.glued:
            continue
        key = token.piece
        keys[key].append((start, start + 1))
        for end, following in enumerate(tokens[start + 1 : start + _LONGEST_NAME], start + 2):
            key += following.piece if following.glued else f" {following.piece}"
            keys[key].append((start, end))
    return keys


def mentions_among(
    tokens: tuple[Token, ...],
    found: Mapping[str, Sequence[NameMatch]],
    places: Mapping[str, Sequence[tuple[int, int]]] | None = None,
) -> list[Mention]:
    """Place names that were found in the words; ``places`` are their ``name_keys``, if those are known already."""
    places = name_keys(tokens) if places is None else places
    spans = {(start, end) for key in found for start, end in places[key]}
    mentions: list[Mention] = []
    for key, matches in found.items():
        for start, end in places[key]:
            cut = (start - 1, end) in spans and tokens[start - 1].folded in ARTICLES
            mentions += _mentions(_as_written(key, matches), start, end, _always(_CUT_COST if cut else 0.0))
    return mentions


def _always(cost: float) -> Callable[[NameMatch], float]:
    return lambda _: cost


def _as_written(key: str, matches: Sequence[NameMatch]) -> Sequence[NameMatch]:
    """Leave out those whose name has an article more or less, if one has the very name: "The Purge" is not "Purge"."""
    if not any(fold(m.entity.name) == key for m in matches):
        return matches
    return [m for m in matches if fold(m.entity.name) == key or m.alias]


def _mentions(matches: Iterable[NameMatch], start: int, end: int, cost: Callable[[NameMatch], float]) -> list[Mention]:
    """Group what one run of words may mean by kind and cost; entities of other kinds are other readings."""
    groups: dict[tuple[str, float], dict[EntityId, Entity]] = defaultdict(dict)
    for match in matches:
        groups[match.entity.kind, cost(match)][match.entity.id] = match.entity
    cheapest: dict[str, float] = {}
    for kind, price in groups:
        cheapest[kind] = min(price, cheapest.get(kind, price))
    return [
        Mention(start, end, tuple(entities.values()), price)
        for (kind, price), entities in groups.items()
        if price == cheapest[kind]
    ]


def _stretched(mention: Mention, tokens: Sequence[Token], odd: Sequence[int]) -> Iterator[Mention]:
    """Let a name take in the misspelt word beside it: "Mellisa" where "Rosenberg" was understood."""
    for place, start, end in (
        (mention.start - 1, mention.start - 1, mention.end),
        (mention.end, mention.start, mention.end + 1),
    ):
        if place not in odd:
            continue
        word = tokens[place].folded
        near = min(
            (OSA.distance(word, other) for e in mention.entities for other in fold(e.name).split()), default=len(word)
        )
        if near <= min(2, len(word) // 3):
            yield replace(mention, start=start, end=end, cost=mention.cost + _TYPO_COST * near)


def _best_mentions(mentions: Iterable[Mention]) -> list[Mention]:
    """Of several mentions of one kind at one place keep the least doubtful."""
    best: dict[tuple[int, int, str], Mention] = {}
    for mention in sorted(mentions, key=lambda m: m.cost):
        best.setdefault((mention.start, mention.end, mention.entities[0].kind), mention)
    return list(best.values())


def _runs_around(odd: Sequence[int], tokens: Sequence[Token], lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return the runs of words that may be a misspelt name, each once: they hold a word nothing explains.

    They are the short runs around the word, and the longest that no word of the vocabulary interrupts, as titles are.
    """
    runs: dict[tuple[int, int], None] = {}
    for place in odd:
        start, end = place, place + 1
        while start > 0 and place - start < _LONGEST_NAME and not _interrupts(tokens[start - 1], lexicon):
            start -= 1
        while end < len(tokens) and end - place < _LONGEST_NAME and not _interrupts(tokens[end], lexicon):
            end += 1
        runs.update(
            dict.fromkeys((first, last) for first in range(start, min(start + 2, place + 1)) for last in (end,))
        )
        for first in range(max(0, place - 3), place + 1):
            for last in range(place + 1, min(first + 4, len(tokens)) + 1):
                runs[first, last] = None
    return list(runs)


def _interrupts(token: Token, lexicon: Lexicon) -> bool:
    return token.folded in WH or token.stem in lexicon.words


def _nearest_word(lexicon: Lexicon, word: str) -> str | None:
    """Return the vocabulary's word that a misspelt one stands for, if one is nearest; its first letter is right."""
    if not word.isalpha():
        return None
    close = sorted(
        (distance, other)
        for form in {word, stem(word)}
        for budget in (typo_budget(form) if len(form) >= _LONG_WORD else min(1, typo_budget(form)),)
        for length in range(len(form) - budget, len(form) + budget + 1)
        for other in lexicon.by_length.get(length, ())
        if budget and other[0] == form[0]
        for distance in (OSA.distance(form, other, score_cutoff=budget),)
        if distance <= budget
    )
    return close[0][1] if close else None


def _in_one(question: str, inner: Answer, outer: Answer) -> Answer:
    """Join the two steps of an answer: its evidence is that of both, and it is no surer than either."""
    step = inner.answers[0]
    items = tuple(
        replace(
            item,
            certainty=max(item.certainty, step.certainty, key=list(Certainty).index),
            spoiler=item.spoiler or step.spoiler,
            evidence=tuple(dict.fromkeys(step.evidence + item.evidence)),
        )
        for item in outer.answers
    )
    sentence = f"{inner.sentence} {outer.sentence}"
    return Answer(question, Status.ANSWERED, items, sentence, f"{outer.plan} with {inner.plan}")


def _is_yes_no(plan: Plan) -> bool:
    """Say whether the plan decides something; the plainest one that can is taken."""
    return isinstance(plan, Check | Exists)


def _decides(members: Sequence[Member]) -> bool:
    """Say whether a check came to yes or no, not only to what the facts say instead."""
    return all(isinstance(m.value, YesNo) for m in members)


def _identity(member: Member) -> object:
    return member.value.id if isinstance(member.value, Entity) else member.value


def _text(member: Member) -> str:
    return member.value.name if isinstance(member.value, Entity) else to_text(member.value)


def _better_founded(members: tuple[Member, ...]) -> tuple[Member, ...]:
    """Leave out what is denied where something else is not."""
    standing = tuple(m for m in members if m.certainty is not Certainty.DENIED)
    return standing or members


def _item(member: Member, lexicon: Lexicon) -> AnswerItem:
    evidence = tuple(
        Evidence(fact, statement(lexicon.relations[fact.relation], fact)) for fact in dict.fromkeys(member.evidence)
    )
    entity = member.value if isinstance(member.value, Entity) else None
    spoiler: SpoilerScope | None = next((f.spoiler for f in member.evidence if f.spoiler), None)
    return AnswerItem(_text(member), entity, member.certainty, spoiler, evidence)


def _alternatives(plan: Plan) -> list[tuple[Entity, ...]]:
    match plan:
        case Only(entities) | Card(entities):
            return [entities] if len(entities) > 1 else []
        case Follow(of) | Nth(of) | Known(of) | Count(of) | Stating(of) | Detail(of) | Exists(of):
            return _alternatives(of)
        case Either(parts):
            return [group for part in parts for group in _alternatives(part)]
        case Both(first, second) | But(first, second) | Given(first, second) | Check(first, second):
            return _alternatives(first) + _alternatives(second)
        case _:
            return []


def _is_complete(plan: Plan, lexicon: Lexicon) -> bool:
    match plan:
        case Follow(_, relation):
            return lexicon.relations[relation].complete
        case Both(OfKind(), other) | Both(other, OfKind()) | Nth(other) | Given(other):
            return _is_complete(other, lexicon)
        case _:
            return False


def _said(plan: Plan, lexicon: Lexicon) -> str:
    """Put a plan as a question where it is one step from a name, empty otherwise; a number as what would be counted."""
    match plan:
        case Follow(Only(entities), relation, backwards):
            known = lexicon.relations[relation]
            template = known.inverse if backwards else known.question
            return filled(template, entities[0], entities[0]) if template else ""
        case Both(OfKind(), other) | Stating(other) | Detail(other) | Exists(other) | Given(other) | But(other):
            return _said(other, lexicon)
        case Count(other):
            return _said(other, lexicon)
        case Overall(relation):
            return f"{lexicon.relations[relation].id.replace('_', ' ')} of what?"
        case Card(entities):
            return f"{entities[0].name} ({entities[0].kind.replace('_', ' ')})"
        case _:
            return ""
