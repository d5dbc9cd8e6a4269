"""The grammar: from the words of a question, and the names found in it, to typed query plans.

A chart parser. Its items are spans of words with a meaning: a set of things (a plan with the kinds its members may
have), a functor (words that stand for a relation), a kind, a question word, a place in a series, or "how many". Items
next to each other combine if their types allow it, whatever lies between them having to be a word without content;
so word order is free where types decide, and counts where they don't. Every word must be explained by an item or be
empty of content: a reading that leaves a word over is no reading.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product

from trivia.lookup import lexicon as words
from trivia.lookup.empty import all_introduce, is_empty
from trivia.lookup.explained import Explained
from trivia.lookup.items import MAX_COST, Item, Mention, Reading, Sort, literal_types, mask
from trivia.lookup.lexicon import Functor, Lexicon, Mode
from trivia.lookup.own_words import is_a_noun_of_a_relation
from trivia.lookup.plan import (
    Between,
    Both,
    But,
    Card,
    Check,
    Count,
    Exists,
    Follow,
    Given,
    Known,
    Nth,
    OfKind,
    Only,
    Overall,
    Plan,
    Saying,
)
from trivia.lookup.shapes import comes_from, is_followed, is_selection, without_start
from trivia.lookup.tokens import Token

_BEAM = 10
_MOST_WORK = 2_000  # pairs of items that are tried; a question that needs more is none that people ask
_SYNTAX_COST = 0.4
_LINK = 1.0
_NO_NOUN = 1.0
_LITTLE_KNOWN = 0.4  # a bare name means the better known of two that bear it, if it is far better known
_HOLDING = frozenset({"of", "in", "from"})  # "the episode in season 3" may also be "the season 3 episode"
_NEUTRAL = words.AUXILIARIES | words.ARTICLES | {"'s", "does", "did", "has", "is", "are", "was", "were"}
_STATED = frozenset({"#text", "#boolean"})  # values that say yes or no themselves
_OTHER = frozenset("other another else also".split())
_YES_NO = frozenset("be do have will would can could should may might must".split())


def parse(tokens: Sequence[Token], lexicon: Lexicon, mentions: Iterable[Mention], texts: bool = False) -> list[Reading]:
    """Return the readings of a question, the plainest first, each plan once.

    ``texts``: take words that nothing explains for a value in words ("the symbol Au").
    """
    return _Chart(tokens, lexicon, mentions, texts).readings()


def unexplained(tokens: Sequence[Token], lexicon: Lexicon, mentions: Iterable[Mention]) -> list[int]:
    """Return the places of the words that no name, no phrase and no list of empty words covers."""
    return Explained(tokens, lexicon, mentions, texts=False).unexplained()


class _Chart:
    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon, mentions: Iterable[Mention], texts: bool) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        explained = Explained(tokens, lexicon, mentions, texts)
        self.empty, self.skip_cost = explained.empty, explained.skip_cost
        self.mentions, self.items = explained.mentions, explained.items
        self.elsewhere = 0
        for item in self.items:
            self.elsewhere |= item.elsewhere
        self.work = 0

    # Combining

    def readings(self) -> list[Reading]:
        by_span: dict[tuple[int, int], list[Item]] = {}
        for item in self.items:
            by_span.setdefault((item.start, item.end), []).append(item)
        n = len(self.tokens)
        for length in range(1, n + 1):
            for start in range(n - length + 1):
                self._fill(by_span, start, start + length)
                if self.work > _MOST_WORK:
                    return []
        found: dict[Plan, float] = {}
        for (start, end), items in by_span.items():
            for item in items:
                cost = self._gap_cost(0, start, item.elsewhere) + self._gap_cost(end, n, item.elsewhere)
                if item.cost + cost >= MAX_COST:
                    continue
                for plan, extra in self._finished(item):
                    total = item.cost + cost + extra
                    if total < found.get(plan, MAX_COST):
                        found[plan] = total
        return [Reading(plan, cost) for plan, cost in sorted(found.items(), key=lambda pair: pair[1])]

    def _fill(self, by_span: dict[tuple[int, int], list[Item]], start: int, end: int) -> None:
        made: list[Item] = []
        for middle in range(start + 1, end):
            lefts = by_span.get((start, middle))
            if not lefts:
                continue
            for begin in range(middle, end):
                if begin > middle and not self._skippable(begin - 1):
                    break
                rights = by_span.get((begin, end))
                if rights:
                    made += self._pairs(lefts, rights, middle, begin)
        if made:
            best: dict[tuple[object, ...], Item] = {}
            for item in by_span.get((start, end), []) + made:
                key = (item.sort, item.plan, item.functor, item.wh, item.number, item.asked, item.elsewhere)
                if key not in best or item.cost < best[key].cost:
                    best[key] = item
            by_span[start, end] = sorted(best.values(), key=lambda item: item.cost)[:_BEAM]

    def _skippable(self, place: int) -> bool:
        """Say whether the word may stand in a gap: it is empty, or an item explains words elsewhere."""
        return bool((self.empty | self.elsewhere) >> place & 1)

    def _gap_cost(self, start: int, end: int, explained: int) -> float:
        cost = 0.0
        for place in range(start, end):
            if explained >> place & 1:
                continue
            if not self.empty >> place & 1:
                return MAX_COST
            cost += self.skip_cost[place]
        return cost

    def _pairs(self, lefts: list[Item], rights: list[Item], middle: int, begin: int) -> Iterator[Item]:
        between = frozenset(t.folded for t in self.tokens[middle:begin])
        self.work += len(lefts) * len(rights)
        for left in lefts:
            for right in rights:
                if left.sort is Sort.SAME:
                    made = _shared(left, right)
                    if made:
                        yield made
                    continue
                if left.elsewhere & mask(right.start, right.end) or right.elsewhere & mask(left.start, left.end):
                    continue
                elsewhere = left.elsewhere | right.elsewhere
                cost = left.cost + right.cost + self._gap_cost(middle, begin, elsewhere)
                if cost >= MAX_COST:
                    continue
                predicate = _is_predicate(left, right)
                body = _body(left) | _body(right)
                outside = elsewhere & ~mask(left.start, right.end)
                for plan, types, extra, asked, sort in self._combine(left, right, between):
                    total, nominal = cost + extra, not predicate or isinstance(plan, Known)
                    if total < MAX_COST:
                        span = (sort, left.start, right.end)
                        yield Item(*span, outside, total, plan, types, asked=asked, nominal=nominal, body=body)

    def _combine(self, left: Item, right: Item, between: frozenset[str]) -> Iterator["_Made"]:
        pair = (left.sort, right.sort)
        if pair == (Sort.FUNCTOR, Sort.SET):
            yield from self._apply(left, right, between, functor_first=True)
        elif pair == (Sort.SET, Sort.FUNCTOR):
            yield from self._apply(right, left, between, functor_first=False)
        elif pair == (Sort.BESIDES, Sort.SET):
            yield right.plan, right.types, 0.0, False, Sort.BESIDES
        elif pair == (Sort.SET, Sort.BESIDES) and left.plan and right.plan and left.types & right.types:
            yield But(left.plan, right.plan), left.types, 0.1, left.asked, Sort.SET
        elif pair in ((Sort.ORDINAL, Sort.KIND), (Sort.KIND, Sort.ORDINAL)):
            kind, ordinal = (right, left) if left.sort is Sort.ORDINAL else (left, right)
            in_place = (ordinal.wh == "before") == (left.sort is Sort.ORDINAL)  # "second season", "season 2"
            if in_place and kind.plan and not kind.functor:
                yield Nth(kind.plan, ordinal.number), kind.types, 0.0, False, Sort.SET
        elif left.sort is Sort.WH and right.sort in (Sort.SET, Sort.KIND) and not right.asked:
            yield from self._asked(left, right)
        elif left.sort is Sort.WH and right.sort is Sort.FUNCTOR:
            yield from self._asked_overall(left, right)
        elif right.sort is Sort.WH and left.sort is Sort.SET and not left.asked:
            yield from self._asked(right, left)
        elif left.sort is Sort.COUNT and right.sort in (Sort.SET, Sort.KIND) and not right.asked:
            yield from self._counted(left, right, between)
        elif {left.sort, right.sort} <= {Sort.SET, Sort.KIND}:
            yield from self._join(left, right, between)

    def _counted(self, left: Item, right: Item, between: frozenset[str]) -> Iterator["_Made"]:
        if left.plan is None and right.plan:
            if not isinstance(right.plan, Only | Known | Between | Saying) and not _literal(right.types):
                yield right.plan, right.types, 0.2, True, Sort.COUNT
        elif right.sort is Sort.SET:
            for plan, types, cost, _, _ in self._join(_as_set(left), right, between):
                yield plan, types, cost, True, Sort.COUNT

    def _counts_parts(self, plan: Plan) -> bool:
        """Say whether the plan lists the parts of a whole whose number a relation states: the list may have gaps."""
        match plan:
            case OfKind(kinds):
                return bool(self._wholes_of(kinds))
            case Both(OfKind(kinds), Follow(_, relation, backwards)):
                return self._starts_from(relation, backwards, self._wholes_of(kinds))
            case Follow(_, relation, True):
                return self._starts_from(
                    relation, True, self._wholes_of(self.lexicon.relations[relation].subject_kinds)
                )
            case _:
                return False

    def _starts_from(self, relation: str, backwards: bool, wholes: frozenset[str]) -> bool:
        known = self.lexicon.relations[relation]
        return bool(wholes & (known.value_kinds if backwards else known.subject_kinds))

    def _wholes_of(self, parts: frozenset[str]) -> frozenset[str]:
        """Return the kinds of which a relation states how many of these parts they have."""
        nouns = frozenset().union(*(self.lexicon.kind_nouns.get(part, frozenset()) for part in parts))
        return frozenset().union(
            *(
                phrase.sense.relation.subject_kinds
                for phrase in self.lexicon.phrases.get("how", ())
                if phrase.stems[:2] == ("how", "many") and set(phrase.stems[2:3]) & nouns
                if isinstance(phrase.sense, Functor)
            )
        )

    # A functor and its argument

    def _apply(self, item: Item, argument: Item, between: frozenset[str], *, functor_first: bool) -> Iterator["_Made"]:
        functor = item.functor
        if functor is None or argument.plan is None or argument.asked:
            return
        relation = functor.relation
        values = relation.value_kinds or literal_types(relation.literal)
        fits = (bool(argument.types & relation.subject_kinds), bool(argument.types & values))
        if functor.mode is Mode.SAME:
            if fits[0] and functor_first and between & {"as", "with"}:
                there_and_back = Follow(Follow(argument.plan, relation.id), relation.id, backwards=True)
                yield But(there_and_back, argument.plan), relation.subject_kinds, 0.0, False, Sort.SET
            return
        oriented = self._orientation(item, between, functor_first=functor_first, fits=fits)
        if oriented and not (comes_from(argument.plan, relation.id) and not oriented[0]):
            backwards, cost = oriented
            types = relation.subject_kinds if backwards else values
            extra = 0.0 if argument.nominal else _NO_NOUN
            yield Follow(argument.plan, relation.id, backwards), types, cost + extra, False, Sort.SET
        apposed = functor.mode is Mode.NOUN and functor_first and relation.value_kinds and fits[1]
        if apposed and not between & {"of", "for"}:
            yield Known(argument.plan, relation.id), argument.types, 0.2, False, Sort.SET

    def _orientation(
        self, item: Item, between: frozenset[str], *, functor_first: bool, fits: tuple[bool, bool]
    ) -> tuple[bool, float] | None:
        """Return whether to follow the relation backwards, and the cost; None if the argument fits neither end."""
        functor = item.functor
        as_subject, as_value = fits
        if functor is None or not (as_subject or as_value):
            return None
        if as_subject and as_value:
            return self._by_order(item, functor, between, functor_first=functor_first)
        close = 0.0 if between & {"of", "'s", "for", "in", "by"} else 0.1
        match functor.mode:
            case Mode.NOUN | Mode.ASKS_VALUE if as_value and functor_first and "of" in between:
                return None  # "the capital of Berlin" is not the country whose capital it is
            case Mode.NOUN:
                return (False, close) if as_subject else (True, close + (0.2 if _has_literal(functor) else 0.8))
            case Mode.ASKS_VALUE:
                return as_value, 0.3 if as_value else close
            case Mode.ASKS_SUBJECT:
                return as_value, 0.0 if as_value else 0.3
            case Mode.PASSIVE:
                return as_value, 0.0 if as_value == functor_first else _SYNTAX_COST
            case _:
                return as_value, 0.0

    def _by_order(
        self, item: Item, functor: Functor, between: frozenset[str], *, functor_first: bool
    ) -> tuple[bool, float] | None:
        """Tell by the order of the words which of two ends alike the argument is."""
        led_by = functor_first and "by" in between
        close = 0.0 if between & {"of", "'s", "for", "in"} else 0.1
        match functor.mode:
            case Mode.ASKS_VALUE | Mode.ASKS_SUBJECT:
                if (functor.before, functor.by) != (functor_first, led_by):
                    return None
                if not functor_first and any(t.stem == "do" for t in self.tokens[: item.start]):
                    does = functor.agent_is_value  # "did X kill": X is the doer, whatever voice the template has
                    if does != (functor.mode is Mode.ASKS_SUBJECT):
                        return None
                return functor.mode is Mode.ASKS_SUBJECT, close if functor.mode is Mode.ASKS_VALUE else 0.0
            case Mode.NOUN:
                is_called = not functor_first and bool(between) and "'s" not in between  # "A is the friend of whom"
                return is_called, 0.1 if is_called else close
            case Mode.PASSIVE:
                return None if functor.by and functor_first and not led_by else (functor_first, 0.0)
            case _:
                doer = self._is_doer(item, between, functor_first=functor_first)
                return doer == functor.agent_is_value, 0.0

    def _is_doer(self, verb: Item, between: frozenset[str], *, functor_first: bool) -> bool:
        """Tell by word order whether the argument does what the verb says, or has it done to it."""
        if functor_first:
            return "by" in between
        before = self.tokens[: verb.start]
        form, base = self.tokens[verb.start].folded, self.tokens[verb.start].stem
        passive = any(t.stem == "be" for t in before) and form != base and not form.endswith("ing")
        return any(t.stem == "do" for t in before) or not passive

    # Two sets

    def _join(self, left: Item, right: Item, between: frozenset[str]) -> Iterator["_Made"]:
        if left.plan is None or right.plan is None or right.asked:
            return
        kinds_meet = bool(left.types & right.types)
        asked = left.asked
        if Sort.KIND in (left.sort, right.sort):
            kind, other = (left, right) if left.sort is Sort.KIND else (right, left)
            if kinds_meet and other.plan and other.sort is Sort.SET and not between & {"of", "'s"}:
                types = kind.types & other.types
                cost = 0.0 if left.sort is Sort.KIND else 0.1
                if kind.functor:
                    yield Known(other.plan, kind.functor.relation.id), types, cost, asked, Sort.SET
                else:
                    yield Both(OfKind(kind.types), other.plan), types, cost, asked, Sort.SET
        if left.sort is not Sort.KIND or right.sort is not Sort.KIND:
            yield from self._linked(left, right, between, asked)
        if left.sort is right.sort is Sort.SET:
            yield from self._conditions(left, right, between, asked, kinds_meet)

    def _linked(self, left: Item, right: Item, between: frozenset[str], asked: bool) -> Iterator["_Made"]:
        """Read "season 3 of X" and "X's episodes": the members of a kind that some relation ties to the other thing."""
        for member, holder in ((left, right), (right, left)):
            if not _is_class(member) or not holder.nominal:
                continue
            if _is_class(holder) and member is right and not _numbered(holder):
                continue
            backward_reading = member is right and bool(between & {"of", "in", "from", "on"})
            needless = _LINK if member.types & holder.types else 0.0
            for kind in member.types:
                for holder_kind in holder.types:
                    for relation, follow in self._ties(kind, holder_kind, holder):
                        links = self.lexicon.links_by.get(relation, frozenset())
                        structural = bool(links & between or (not between - _NEUTRAL and links & _HOLDING))
                        cost = (0.1 if structural else _LINK) + (1.0 if backward_reading else 0.0) + needless
                        yield _within(member, follow), frozenset({kind}), cost, asked, Sort.SET

    def _ties(self, kind: str, holder_kind: str, holder: Item) -> Iterator[tuple[str, Follow]]:
        if holder.plan is None:
            return
        for relation in self.lexicon.linking.get((kind, holder_kind), ()):
            yield relation.id, Follow(holder.plan, relation.id, backwards=True)
        for relation in self.lexicon.linking.get((holder_kind, kind), ()):
            if not self.lexicon.links_by.get(relation.id):
                yield relation.id, Follow(holder.plan, relation.id)

    def _conditions(
        self, left: Item, right: Item, between: frozenset[str], asked: bool, kinds_meet: bool
    ) -> Iterator["_Made"]:
        assert left.plan is not None  # noqa: S101 - told by the caller
        assert right.plan is not None  # noqa: S101 - told by the caller
        if between & {"in", "on", "at", "for", "from", "to", "with", "during", "as", "by", "of"} and is_followed(
            left.plan
        ):
            yield Given(left.plan, right.plan), left.types, 0.5, asked, Sort.SET
        if not asked:
            yield from self._linked_check(left, right, between)
        told = is_followed(left.plan) or is_followed(right.plan)
        if kinds_meet and told and not asked and self._may_check() and not self._turned_round(left.plan, right.plan):
            yield Check(left.plan, right.plan), frozenset({"#boolean"}), 0.1, True, Sort.SET
        if kinds_meet and isinstance(left.plan, Nth | Both | Known) and isinstance(right.plan, Only):
            yield Both(left.plan, right.plan), left.types & right.types, 0.2, asked, Sort.SET
        elif kinds_meet and is_followed(left.plan) and is_followed(right.plan) and not self._may_check():
            yield Both(left.plan, right.plan), left.types & right.types, 0.3, asked, Sort.SET

    def _linked_check(self, left: Item, right: Item, between: frozenset[str]) -> Iterator["_Made"]:
        """Read "is X on Y", and "is X a Y" where one relation alone joins their kinds."""
        if left.plan is None or not isinstance(right.plan, Only) or not self._starts_yes_no():
            return
        bare = not between - words.ARTICLES and self.tokens[0].stem == "be"
        for kind, other in product(left.types, right.types):
            relations = self.lexicon.linking.get((kind, other), ())
            for relation in relations:
                linked = bool(self.lexicon.links_by.get(relation.id, frozenset()) & between)
                if linked or (bare and len(relations) == 1 and kind != other):
                    plan = Check(right.plan, Follow(left.plan, relation.id))
                    yield plan, frozenset({"#boolean"}), 0.1 if linked else 0.4, True, Sort.SET

    def _turned_round(self, left: Plan, right: Plan) -> bool:
        """Say whether "did A kill B" would be answered by what B did to A; order tells, where both could have."""
        if self.tokens[0].stem != "do":
            return False
        match left, right:
            case Only(), Follow(Only(), relation, backwards):
                first_is_value = not backwards
            case Follow(Only(), relation, backwards), Only():
                first_is_value = backwards
            case _:
                return False
        known = self.lexicon.relations[relation]
        alike = bool(known.subject_kinds & known.value_kinds)
        return alike and first_is_value != (relation in self.lexicon.done_by_value)

    def _may_check(self) -> bool:
        return bool(self.tokens) and not any(t.folded in words.WH for t in self.tokens[:1])

    # Question words

    def _asked(self, wh: Item, thing: Item) -> Iterator["_Made"]:
        if thing.plan is None or isinstance(thing.plan, Check):
            return
        types, cost = self._fits(wh.wh, thing)
        if types:
            sort = Sort.SET if thing.sort is Sort.SET else Sort.KIND
            yield thing.plan, types, cost, sort is Sort.SET, sort

    def _asked_overall(self, wh: Item, noun: Item) -> Iterator["_Made"]:
        """Read "who is the showrunner": a noun without the thing that it is said of."""
        if noun.functor and noun.functor.mode is Mode.NOUN:
            relation = noun.functor.relation
            values = relation.value_kinds or literal_types(relation.literal)
            plan = Overall(relation.id)
            types, cost = self._fits(wh.wh, Item(Sort.SET, noun.start, noun.end, 0, 0.0, plan, values))
            if types:
                yield plan, types, cost + 0.4, True, Sort.SET

    def _fits(self, wh: str, thing: Item) -> tuple[frozenset[str], float]:
        if wh == "what":
            return thing.types, 0.0
        if wh == "who":
            persons = thing.types & self.lexicon.persons
            if persons:
                return persons, 0.0
            return (thing.types, 0.2) if self._top_asked_by(thing.plan, "who") else (frozenset(), 0.0)
        if self._top_asked_by(thing.plan, wh):
            return thing.types, 0.0
        if wh in ("when", "year") and "#date" in thing.types:
            return frozenset({"#date"}), 0.0
        return frozenset(), 0.0

    def _top_asked_by(self, plan: Plan | None, wh: str) -> bool:
        match plan:
            case Overall(relation):
                return wh in self.lexicon.asked_by.get(relation, ())
            case Follow(_, relation, backwards):
                asked = self.lexicon.asked_by_inverse if backwards else self.lexicon.asked_by
                return wh in asked.get(relation, ())
            case Given(of, _) | Nth(of, _):
                return self._top_asked_by(of, wh)
            case Both(first, second):
                return self._top_asked_by(first, wh) or self._top_asked_by(second, wh)
            case _:
                return False

    # The end

    def _finished(self, item: Item) -> Iterator[tuple[Plan, float]]:
        if item.functor and item.functor.mode is Mode.NOUN and self._asks_overall(item):
            yield Overall(item.functor.relation.id), 0.4
        elif item.plan is None:
            return
        elif item.sort is Sort.COUNT:
            if not self._counts_parts(item.plan):
                yield Count(item.plan), 0.0
        elif item.sort is Sort.SET and is_selection(item.plan):
            yield from self._named(item)
        elif item.sort is Sort.SET and not isinstance(item.plan, Between | Saying):
            yield from self._stated(item, item.plan)

    def _asks_overall(self, item: Item) -> bool:
        """Say whether a relation's noun stands alone; "thanks" is a noun too, but asks nothing."""
        spoken = [t for i, t in enumerate(self.tokens) if _body(item) >> i & 1]
        return not all(is_empty(t) for t in spoken) and all_introduce(self.tokens, _body(item))

    def _named(self, item: Item) -> Iterator[tuple[Plan, float]]:
        """Answer with what is named only if nothing more is asked of it; a bare name asks what there is to say."""
        if self._starts_yes_no():
            return
        if isinstance(item.plan, Only):
            if all_introduce(self.tokens, _body(item)):
                named = [t for i, t in enumerate(self.tokens) if _body(item) >> i & 1]
                is_noun = is_a_noun_of_a_relation(named, self.lexicon)
                known = max(e.popularity for e in item.plan.entities)
                asked = -0.8 if self._asks_about() else 1.1 if is_noun else 0.5
                yield Card(item.plan.entities), asked + _LITTLE_KNOWN * (1 - known)
        elif item.plan and all_introduce(self.tokens, _body(item), naming=True):
            match item.plan:
                case Both(OfKind(kinds), Only(entities)) | Both(Only(entities), OfKind(kinds)):
                    yield Card(tuple(e for e in entities if e.kind in kinds)), 0.5
                case _:
                    yield item.plan, 0.0

    def _asks_about(self) -> bool:
        """Say whether the question is of the form "tell me about X" or "what do you know about X"."""
        spoken = [t.folded for t in self.tokens]
        opening = self.tokens[: spoken.index("about")] if "about" in spoken else ()
        asking = [t for t in opening if t.folded in words.REQUESTS]
        others = (words.WH.keys() | words.SPEAKERS, words.AUXILIARIES)
        return bool(asking) and all(t in asking or t.folded in others[0] or t.stem in others[1] for t in opening)

    def _stated(self, item: Item, plan: Plan) -> Iterator[tuple[Plan, float]]:
        if isinstance(plan, Check):
            yield plan, 0.0 if self._starts_yes_no() else 0.6
        elif self._starts_yes_no() and any(t.stem in words.GENDERED_NOUNS for t in self.tokens):
            return  # "did men direct it?" is not "did anybody?"
        elif self._starts_yes_no() and not item.types & _STATED:
            yield Exists(plan), 0.2
        elif any(t.folded in _OTHER for t in self.tokens):
            yield without_start(plan, item.types), 0.0
        else:
            yield plan, 0.0

    def _starts_yes_no(self) -> bool:
        first, second = self.tokens[0], self.tokens[min(1, len(self.tokens) - 1)]
        return first.stem in _YES_NO and second.folded not in words.SPEAKERS


_Made = tuple[Plan | None, frozenset[str], float, bool, Sort]


def _shared(same: Item, noun: Item) -> Item | None:
    """Read "the same director" and "share a director": words that want another with the same value."""
    if noun.sort is not Sort.FUNCTOR or not noun.functor or noun.functor.mode is not Mode.NOUN:
        return None
    functor = replace(noun.functor, mode=Mode.SAME)
    return Item(Sort.FUNCTOR, same.start, noun.end, noun.elsewhere, same.cost + noun.cost, functor=functor)


def _is_predicate(left: Item, right: Item) -> bool:
    return any(i.sort is Sort.FUNCTOR and i.functor and i.functor.mode is not Mode.NOUN for i in (left, right))


def _has_literal(functor: Functor) -> bool:
    return functor.relation.literal is not None


def _literal(types: frozenset[str]) -> bool:
    return any(t.startswith("#") for t in types)


def _as_set(item: Item) -> Item:
    sort = Sort.KIND if isinstance(item.plan, OfKind) else Sort.SET
    return Item(sort, item.start, item.end, item.elsewhere, item.cost, item.plan, item.types, body=item.body)


def _body(item: Item) -> int:
    if item.sort is Sort.WH:
        return 0
    return item.body or mask(item.start, item.end) | item.elsewhere


def _is_class(item: Item) -> bool:
    return item.sort is Sort.KIND or _numbered(item)


def _numbered(item: Item) -> bool:
    return isinstance(item.plan, Nth)


def _within(member: Item, follow: Follow) -> Plan:
    """Put a restriction inside a place in a series: the third of the seasons of X, not the third season if of X."""
    if isinstance(member.plan, Nth):
        return Nth(_within_plan(member.plan.of, follow), member.plan.number)
    return Both(OfKind(member.types), follow)


def _within_plan(plan: Plan, follow: Follow) -> Plan:
    return Both(plan, follow)
