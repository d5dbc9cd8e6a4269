"""Running a plan against the facts: from a set expression to its members, each with the facts that show it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from trivia.facts.literals import words
from trivia.facts.model import Certainty, Entity, EntityId, Fact, Number, Shelf, Value, YesNo
from trivia.facts.vocabulary import Holds
from trivia.lookup.coverage import fact_words
from trivia.lookup.lexicon import Lexicon
from trivia.lookup.plan import (
    Between,
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
    Saying,
    Stating,
)
from trivia.ports import FactReader
from trivia.text import fold

_MOST = 2_000
_FEW = 12
_CARD = 5
_MOST_TIED = 40
_MOST_ABOUT = 400
_RANK = {Certainty.CONFIRMED: 0, Certainty.REPORTED: 1, Certainty.RUMOURED: 2, Certainty.DENIED: 3}


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a set: its value, the facts that put it there, the last one last, and the names it started from."""

    value: Value
    evidence: tuple[Fact, ...]
    roots: frozenset[EntityId] = frozenset()

    @property
    def certainty(self) -> Certainty:
        """The least certain of its facts decides."""
        return max((f.certainty for f in self.evidence), key=_RANK.__getitem__, default=Certainty.CONFIRMED)


Members = dict[object, Member]


async def run(plan: Plan, reader: FactReader, shelf: Shelf, lexicon: Lexicon) -> tuple[Member, ...]:
    """Return the members of the set that a plan denotes, in a stable order; none if no fact shows them.

    ``Count`` gives one number, ``Check`` one truth value, or none where the facts don't decide.
    """
    members = tuple((await _Runner(reader, shelf, lexicon).members(plan)).values())
    return members if all(member.evidence for member in members) else ()


def _key(value: Value) -> object:
    return value.id if isinstance(value, Entity) else value


def _entities(members: Members) -> dict[EntityId, Member]:
    return {m.value.id: m for m in members.values() if isinstance(m.value, Entity)}


class _Runner:
    def __init__(self, reader: FactReader, shelf: Shelf, lexicon: Lexicon) -> None:
        self.reader = reader
        self.shelf = shelf
        self.lexicon = lexicon

    async def members(self, plan: Plan) -> Members:
        match plan:
            case Only(entities):
                return {e.id: Member(e, (), frozenset({e.id})) for e in entities}
            case OfKind(kinds):
                found = [e for kind in sorted(kinds) for e in await self.reader.of_kind(self.shelf, kind, _MOST)]
                return {e.id: Member(e, ()) for e in found}
            case Follow(of, relation, backwards):
                return await self._follow(of, relation, backwards)
            case Overall(relation):
                return await self._overall(relation)
            case Known(of, relation, as_value):
                return await self._known(of, relation, as_value)
            case Card(entities):
                return await self._card(entities)
            case Between() | Saying():
                return {}
            case Both() | But() | Either() | Given() | Check():
                return await self._combined(plan)
            case _:
                return await self._sifted(plan)

    async def _combined(self, plan: Both | But | Either | Given | Check) -> Members:
        match plan:
            case Both(first, second):
                return await self._both(first, second)
            case But(of, without):
                left_out = await self.members(without)
                return {k: m for k, m in (await self.members(of)).items() if k not in left_out}
            case Either(parts):
                return {k: m for part in reversed(parts) for k, m in (await self.members(part)).items()}
            case Given(of, condition):
                return await self._given(of, condition)
            case Check(of, among):
                return await self._check(of, among)

    async def _sifted(self, plan: Nth | Stating | Detail | Exists | Count) -> Members:
        members = await self.members(plan.of)
        match plan:
            case Nth(_, number):
                return await self._nth(members, number)
            case Stating(_, asked):
                return {k: m for k, m in members.items() if asked <= fact_words(m.evidence[-1], self.lexicon)}
            case Detail(_, qualifier):
                return _details(members, qualifier)
            case Exists():
                shown = tuple(dict.fromkeys(f for m in members.values() for f in m.evidence))
                return _truth(shown, frozenset(), yes=True) if members else {}
            case Count():
                return _counted(members)

    async def _follow(self, of: Plan, relation: str, backwards: bool) -> Members:
        if isinstance(of, Between):
            return _collect(await self.reader.with_literal(self.shelf, relation, of.low, of.high), {}, backwards=True)
        if isinstance(of, Saying):
            return _collect(await self.reader.with_text(self.shelf, relation, [of.folded]), {}, backwards=True)
        base = _entities(await self.members(of))
        if not base:
            return {}
        read = self.reader.inverse if backwards else self.reader.forward
        return _collect(await read(self.shelf, relation, list(base)), base, backwards=backwards)

    async def _overall(self, relation: str) -> Members:
        facts = await self.reader.of_relation(self.shelf, relation, _FEW + 1)
        found = _collect(facts, {}, backwards=False)
        single = len(found) == 1 or len({f.subject.id for f in facts}) == 1
        return found if single and len(facts) <= _FEW else {}

    async def _both(self, first: Plan, second: Plan) -> Members:
        for kinds, other in ((first, second), (second, first)):
            if isinstance(kinds, OfKind) and not isinstance(other, OfKind):
                members = await self.members(other)
                return {
                    k: m for k, m in members.items() if not isinstance(m.value, Entity) or m.value.kind in kinds.kinds
                }
        here, there = await self.members(first), await self.members(second)
        return {
            k: Member(m.value, m.evidence + there[k].evidence, m.roots | there[k].roots)
            for k, m in here.items()
            if k in there
        }

    async def _nth(self, members: Members, number: int) -> Members:
        placed = {k: m for k, m in members.items() if any(_has_place(f, m.value, number) for f in m.evidence)}
        if placed or any(f.qualifier("ordinal") for m in members.values() for f in m.evidence):
            return placed
        entities = _entities(members)
        kinds = {m.value.kind for m in entities.values() if isinstance(m.value, Entity)}
        for relation in self.lexicon.relations.values():
            if relation.value_kinds and relation.subject_kinds & kinds and relation.id in self.lexicon.links_by:
                for fact in await self.reader.forward(self.shelf, relation.id, list(entities)):
                    member = entities[fact.subject.id]
                    if _has_place(fact, fact.subject, number):
                        placed[fact.subject.id] = Member(member.value, (*member.evidence, fact), member.roots)
        return placed

    async def _given(self, of: Plan, condition: Plan) -> Members:
        members = await self.members(of)
        if not members:
            return {}
        allowed = {} if isinstance(condition, Between | Saying) else await self.members(condition)
        qualified = {k: m for k, m in members.items() if m.evidence and _qualifies(m.evidence[-1], allowed, condition)}
        if qualified or not allowed or len(members) > _MOST_TIED:
            return qualified
        inner = await self._with_parts_of(allowed, members)
        within = {k: m for k, m in members.items() if m.evidence and _qualifies(m.evidence[-1], inner, condition)}
        if within:
            return within
        kinds = {m.value.kind for m in allowed.values() if isinstance(m.value, Entity)}
        return {
            k: m
            for k, m in members.items()
            if m.evidence and not _placed_elsewhere(m.evidence[-1], kinds) and await self._tied(m.evidence[-1], allowed)
        }

    async def _with_parts_of(self, wholes: Collection[object], members: Members) -> Collection[object]:
        """Return the things that qualify the members' facts and are part of what the condition names."""
        qualifying = (
            {q.value.id for m in members.values() for q in m.evidence[-1:][0].qualifiers if isinstance(q.value, Entity)}
            if all(m.evidence for m in members.values())
            else set[EntityId]()
        )
        parts = set[object]()
        for relation in self.lexicon.links_by if qualifying else ():
            for fact in await self.reader.forward(self.shelf, relation, sorted(qualifying)):
                if isinstance(fact.value, Entity) and fact.value.id in wholes:
                    parts.add(fact.subject.id)
        return parts

    async def _tied(self, fact: Fact, allowed: Collection[object]) -> bool:
        """Say whether facts tie both ends of this one to what the condition names."""
        ends = [end.id for end in (fact.subject, fact.value) if isinstance(end, Entity)]
        for end in ends:
            if end not in allowed and not await self._touches(end, allowed, ends):
                return False
        return True

    async def _touches(self, end: EntityId, allowed: Collection[object], ends: Collection[EntityId]) -> bool:
        for other in await self.reader.about(self.shelf, end, _MOST_ABOUT):
            values = (other.subject, other.value, *(q.value for q in other.qualifiers))
            if any(v.id in allowed and v.id not in ends for v in values if isinstance(v, Entity)):
                return True
        return False

    async def _known(self, of: Plan, relation: str, as_value: bool) -> Members:
        base = _entities(await self.members(of))
        read = self.reader.inverse if as_value else self.reader.forward
        facts = await read(self.shelf, relation, list(base)) if base else ()
        seen = {f.value.id if as_value and isinstance(f.value, Entity) else f.subject.id: f for f in facts}
        return {k: Member(m.value, (*m.evidence, seen[k]), m.roots) for k, m in base.items() if k in seen}

    async def _check(self, of: Plan, among: Plan) -> Members:
        asked, among_members = await self.members(of), await self.members(among)
        if not asked:
            return {}
        common = [k for k in asked if k in among_members]
        if common:
            roots = frozenset[EntityId]().union(*(among_members[k].roots for k in common))
            shown = tuple(f for k in common for f in asked[k].evidence + among_members[k].evidence)
            return _truth(shown, roots, yes=True)
        shown = tuple(f for m in among_members.values() for f in m.evidence)
        if not shown or any(f.certainty is not Certainty.CONFIRMED for f in shown):
            return {}
        if self._excludes(among):
            return _truth(shown, frozenset(), yes=False)
        # What the facts say instead is no denial, but it is what they say.
        return among_members if isinstance(among, Follow) and not among.backwards else {}

    def _excludes(self, plan: Plan) -> bool:
        """Say whether what the facts don't list is thereby false."""
        match plan:
            case Follow(Only(entities), relation, False) if len(entities) == 1:
                known = self.lexicon.relations.get(relation)
                return bool(known and (known.complete or known.holds is Holds.ONE))
            case Both(OfKind(), other) | Both(other, OfKind()):
                return self._excludes(other)
            case _:
                return False

    async def _card(self, entities: Sequence[Entity]) -> Members:
        """Return the most telling facts of each entity: what describes it first, then one of each relation."""
        found: Members = {}
        for entity in entities:
            about = await self.reader.about(self.shelf, entity.id, _MOST_ABOUT)
            ends = [f for f in about if entity.id in _ends(f) and f.relation in self.lexicon.relations]
            told = set[object]()
            shown = 0
            for fact in sorted(ends, key=lambda f: self._telling(f, entity)):
                value = fact.value if fact.subject.id == entity.id else fact.subject
                anew = self._describes(fact, entity) or not told & {fact.relation, _key(value)}
                if shown < _CARD and anew:
                    told |= {fact.relation, _key(value)}
                    shown += 1
                    found[entity.id, fact.id] = Member(value, (fact,), frozenset({entity.id}))
        return found

    def _telling(self, fact: Fact, entity: Entity) -> tuple[bool, bool, bool, bool, int]:
        """Order facts by how well they tell who or what something is; what gives a story away comes last."""
        is_value = fact.subject.id != entity.id
        dull = not self.lexicon.relations[fact.relation].quiz
        return (fact.spoiler is not None, not self._describes(fact, entity), dull, is_value, fact.id)

    def _describes(self, fact: Fact, entity: Entity) -> bool:
        return fact.subject.id == entity.id and fact.relation in self.lexicon.describing


def _ends(fact: Fact) -> set[EntityId]:
    return {end.id for end in (fact.subject, fact.value) if isinstance(end, Entity)}


def _truth(evidence: tuple[Fact, ...], roots: frozenset[EntityId], *, yes: bool) -> Members:
    if yes and any(f.certainty is Certainty.DENIED for f in evidence):
        yes = False  # that it has been denied is all that is known of it
    return {yes: Member(YesNo(yes), evidence, roots)}


def _details(members: Members, qualifier: str) -> Members:
    found: Members = {}
    for member in members.values():
        for detail in member.evidence[-1].qualifiers:
            if detail.relation == qualifier:
                found.setdefault(_key(detail.value), Member(detail.value, member.evidence, member.roots))
    return found


def _counted(members: Members) -> Members:
    facts = tuple(dict.fromkeys(f for m in members.values() for f in m.evidence))
    roots = frozenset[EntityId]().union(*(m.roots for m in members.values()))
    return {"count": Member(Number(Decimal(len(members))), facts, roots)} if members else {}


def _collect(facts: Iterable[Fact], base: dict[EntityId, Member], *, backwards: bool) -> Members:
    """Gather the other ends of facts, each with what led to it; the better known fact wins where two say the same."""
    found: Members = {}
    for fact in sorted(facts, key=lambda f: _RANK[f.certainty]):
        near: Value = fact.value if backwards else fact.subject
        far: Value = fact.subject if backwards else fact.value
        before = base.get(near.id) if isinstance(near, Entity) else None
        evidence = (*before.evidence, fact) if before else (fact,)
        roots = before.roots if before else frozenset[EntityId]()
        known = found.get(_key(far))
        if known is None:
            found[_key(far)] = Member(far, evidence, roots)
        elif roots - known.roots:
            found[_key(far)] = Member(far, known.evidence, known.roots | roots)
    return found


def _has_place(fact: Fact, value: Value, number: int) -> bool:
    ordinal = fact.qualifier("ordinal")
    return (
        isinstance(value, Entity)
        and fact.subject.id == value.id
        and isinstance(ordinal, Number)
        and ordinal.amount == number
    )


def _qualifies(fact: Fact, allowed: Collection[object], condition: Plan) -> bool:
    for qualifier in fact.qualifiers:
        value = qualifier.value
        if _key(value) in allowed:
            return True
        if isinstance(condition, Between) and str(condition.said) in _said(value).split():
            return True
        if isinstance(condition, Saying) and fold(_said(value)) == condition.folded:
            return True
    return False


def _placed_elsewhere(fact: Fact, kinds: Collection[str]) -> bool:
    """Say whether the fact names another thing of the condition's kind: it holds there, not here."""
    return any(isinstance(q.value, Entity) and q.value.kind in kinds for q in fact.qualifiers)


def _said(value: Value) -> str:
    match value:
        case Entity():
            return value.name
        case _:
            return words(value)
