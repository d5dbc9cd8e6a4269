"""What follows from a decision, worked out from what is stored; nothing is changed here."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby
from typing import Protocol

from trivia.daily.model import CHANNEL as DAILY
from trivia.daily.model import read_id
from trivia.disputes.model import (
    OPEN_FOR,
    Change,
    Decision,
    Dispute,
    Item,
    LookedUp,
    MendedFact,
    NewAlias,
    Overruled,
    RetiredFact,
    Settlement,
    Way,
    Wish,
)
from trivia.disputes.ports import DisputeStore
from trivia.disputes.settling import (
    Played,
    accepting,
    folded,
    gains,
    judged_anew,
    key_entity,
    mended,
    points_of,
    rescore,
    settled,
)
from trivia.errors import NotFound, UsageError
from trivia.facts.authors import signed
from trivia.facts.curation import resolve_value
from trivia.facts.journal import Locks, held_by
from trivia.facts.literals import words
from trivia.facts.model import Fact, Shelf
from trivia.facts.phrasing import statement
from trivia.facts.vocabulary import Relation
from trivia.facts.written import also_accepting, is_written, relation_for
from trivia.judging.verdict import Verdict
from trivia.ports import FactChange, FactReader, NameIndex, NewEntity
from trivia.replies.disputes import decided_for_channel, decided_for_member, decided_for_player, reason_of
from trivia.replies.wording import shortened
from trivia.rounds.model import Asked, Place, Player, Round, direct, kept_for
from trivia.rounds.ports import Judge, Outgoing, RoundStore, Shelves
from trivia.values import replace

_LONGEST_ALIAS = 120
_MOST_NAMED = 5


class Store(DisputeStore, RoundStore, Protocol):
    """What is stored of disputes and of rounds."""


class FactBase(NameIndex, FactReader, Shelves, Locks, Protocol):
    """What is known, what a community reads of it, and what of it is locked."""


class Consequences:
    """Works out all that is to be stored for a decision."""

    def __init__(self, store: Store, facts: FactBase, judge: Judge) -> None:
        self._store = store
        self._facts = facts
        self._judge = judge

    async def settlement(self, item: Item, wish: Wish, by: Player, at: datetime) -> Settlement:
        """Return what follows; raise UsageError or NotFound for what can't be done."""
        shelf = await self._facts.shelf(item.community)
        thing = item.thing
        if isinstance(thing, LookedUp):
            change, value = await self._change_of_answer(item, wish, shelf)
            decided = _decided(item, wish, value, by, at)
            return _settlement(decided, change, by)
        return await self._settled_question(item, thing, wish, shelf=shelf, by=by, at=at)

    async def changes_what_is_locked(self, settlement: Settlement) -> bool:
        """Say whether admins keep what a decision changes from being changed by others."""
        community, change = settlement.item.community, settlement.change
        if change is None:
            return False
        if isinstance(change, NewAlias):
            return await self._facts.is_locked(community, None, (change.entity,))
        (fact,) = await self._facts.facts((change.fact,))
        return await self._facts.is_locked(community, fact.id, held_by(fact))

    async def _change_of_answer(self, item: Item, wish: Wish, shelf: Shelf) -> tuple[Change | None, str]:
        match wish.way:
            case Way.ACCEPT | Way.VOID:
                raise UsageError("No points hang on this answer. Mend or retire the fact behind it, or decline.")
            case Way.MEND:
                fact = await self._fact(item, wish, shelf)
                change, name, _ = await self._mending(fact, wish, shelf)
                return change, name
            case Way.RETIRE:
                return RetiredFact((await self._fact(item, wish, shelf)).id), ""
            case Way.DECLINE:
                return None, ""

    async def _settled_question(
        self, item: Item, asked: Asked, wish: Wish, *, shelf: Shelf, by: Player, at: datetime
    ) -> Settlement:
        if wish.way is Way.DECLINE:
            return _settlement(_decided(item, wish, "", by, at), None, by)
        played = await self._played(item, asked)
        change: Change | None = None
        value = ""
        rulings: list[tuple[Overruled, ...]] = [() for _ in played]
        void = False
        match wish.way:
            case Way.ACCEPT:
                value, change = await self._accepted(item, asked, wish, shelf)
                rulings = [accepting(one, numbers, value) for one, numbers in played]
            case Way.MEND:
                fact = await self._fact(item, wish, shelf)
                change, value, names = await self._mending(fact, wish, shelf)
                relation = await self._relation(fact, shelf)
                anew = mended(asked, fact, relation, value, names)
                void = anew is None
                if anew:
                    rulings = [
                        judged_anew(one, numbers, await self._verdicts(one, numbers, anew, shelf), anew)
                        for one, numbers in played
                    ]
            case Way.RETIRE:
                change, void = RetiredFact((await self._fact(item, wish, shelf)).id), True
            case Way.VOID:
                void = True
        return _with_rounds(_settlement(_decided(item, wish, value, by, at), change, by), played, rulings, void=void)

    async def _played(self, item: Item, asked: Asked) -> list[tuple[Played, tuple[int, ...]]]:
        """Return the rounds in which the question was asked, each with its numbers there; open ones are left out."""
        found = []
        occasions = await self._store.occasions(item.community, asked, item.opened - OPEN_FOR)
        in_order = sorted(occasions, key=lambda occasion: occasion.round)
        for round_id, group in groupby(in_order, key=lambda occasion: occasion.round):
            state = await self._store.round(round_id)
            numbers = tuple(one.number for one in group if not is_open(state, one.number))
            if state is not None and numbers:
                attempts, rulings = await self._store.attempts(round_id), await self._store.rulings(round_id)
                counting = settled(attempts) if state.place.channel == DAILY else attempts
                found.append((Played(state, tuple(counting), tuple(rulings)), numbers))
        return found

    async def _accepted(self, item: Item, asked: Asked, wish: Wish, shelf: Shelf) -> tuple[str, Change | None]:
        """Return the answer to be accepted, and the alias that it becomes; raise UsageError if it can't be."""
        if asked.options:
            raise UsageError("That question had options, and only one was meant. Mend the fact, or void the question.")
        if not wish.value and len(item.suggested) > 1:
            answers = ", ".join(f"“{shortened(answer, _LONGEST_ALIAS)}”" for answer in item.suggested[:_MOST_NAMED])
            raise UsageError(f"Several answers were given: {answers}. Please say which is meant: value=…")
        answer = wish.value or next(iter(item.suggested), "")
        if not answer:
            raise UsageError("Nobody who disputes it had answered. Please say which answer to accept: value=…")
        if folded(answer) == folded(asked.key):
            raise UsageError("That is the right answer already.")
        facts = await self._facts.facts(item.facts, shelf)
        entity = key_entity(asked, facts)
        found = await self._facts.by_name(shelf, {folded(answer)})
        others = [
            match.entity
            for matches in found.values()
            for match in matches
            if match.entity.kind == asked.type and match.entity.id != entity
        ]
        if others:
            raise UsageError(
                f"I know “{others[0].name}” as somebody or something else. If that is the right answer, mend the fact "
                f"with decision=mend value={others[0].name}, or void the question."
            )
        own = next((fact for fact in facts if is_written(fact.relation)), None)
        if own is not None:
            return answer, MendedFact(own.id, FactChange(qualifiers=also_accepting(own, answer)))
        if entity is None:
            return answer, None
        if len(answer) > _LONGEST_ALIAS or not any(c.isalnum() for c in answer):
            raise UsageError("That is no name I could keep. Void the question instead, or decline.")
        return answer, NewAlias(entity, answer)

    async def _fact(self, item: Item, wish: Wish, shelf: Shelf) -> Fact:
        """Return the fact meant; raise UsageError where it isn't clear, NotFound where it is gone."""
        if not item.facts:
            raise UsageError(
                "No fact of mine is behind this, so there is none to change. Void the question, or decline."
            )
        if wish.fact is None and len(item.facts) > 1:
            numbers = ", ".join(map(str, item.facts))
            raise UsageError(f"Several facts are behind this: {numbers}. Please say which one is meant: fact=…")
        number = wish.fact if wish.fact is not None else item.facts[0]
        if number not in item.facts:
            raise UsageError(f"Fact {number} isn't behind this. It rests on {', '.join(map(str, item.facts))}.")
        for fact in await self._facts.facts((number,), shelf):
            subject = (fact.subject.id,)
            if any(mine.id == number for mine in await self._facts.forward(shelf, fact.relation, subject)):
                return fact
        raise NotFound(f"Fact {number} is retired or was replaced already. Void the question, or decline.")

    async def _relation(self, fact: Fact, shelf: Shelf) -> Relation:
        relation = relation_for(await self._facts.vocabulary(shelf), fact.relation)
        if relation is None:
            raise NotFound(f"Nothing tells by {fact.relation} any more. Void the question, or decline.")
        return relation

    async def _mending(self, fact: Fact, wish: Wish, shelf: Shelf) -> tuple[MendedFact, str, Sequence[str]]:
        """Return the change to a fact, and the new value's name and further names."""
        if not wish.value:
            raise UsageError("Please say what is right: value=…")
        relation = await self._relation(fact, shelf)
        value = await resolve_value(wish.value, relation, self._facts, shelf, instead_of=fact.value)
        change = MendedFact(fact.id, FactChange(value=value, source=wish.source, sentence=""))
        if isinstance(value, NewEntity):
            return change, value.name, value.aliases
        if isinstance(value, int):
            entity = (await self._facts.entities((value,)))[value]
            if entity == fact.value:
                raise UsageError(f"The fact says so already: {statement(relation, fact)}.")
            aliases = await self._facts.aliases((value,), shelf)
            return change, entity.name, aliases.get(value, ())
        if value == fact.value:
            raise UsageError(f"The fact says so already: {statement(relation, fact)}.")
        return change, words(value), ()

    async def _verdicts(
        self, played: Played, numbers: Collection[int], asked: Asked, shelf: Shelf
    ) -> dict[str, Verdict]:
        if asked.options:
            return {}
        given = {attempt.given for attempt in played.attempts if attempt.number in numbers}
        return {answer: await self._judge.rule(shelf, asked, answer) for answer in sorted(given)}


def is_open(state: Round | None, number: int) -> bool:
    """Say whether a question of a round is open."""
    return state is not None and state.question is not None and state.question.number == number


def _decided(item: Item, wish: Wish, value: str, by: Player, at: datetime) -> Item:
    return replace(item, decision=Decision(wish.way, by, at, value, wish.word), set_aside=False)


def _settlement(item: Item, change: Change | None, by: Player) -> Settlement:
    """Return a decision with what those who dispute it are told."""
    outgoing = tuple(
        Outgoing(f"dispute:{item.number}:@{dispute.player.id}", _own(dispute), decided_for_member(item))
        for dispute in item.disputes
        if item.decision is None or dispute.player.id != item.decision.by.id
    )
    return Settlement(item, signed(by.name, by.id), reason_of(item), change, outgoing=outgoing)


def _with_rounds(
    settlement: Settlement,
    played: Sequence[tuple[Played, tuple[int, ...]]],
    rulings: Sequence[tuple[Overruled, ...]],
    *,
    void: bool,
) -> Settlement:
    """Return the settlement with what it changes in each round, and what their channels are told."""
    rescored, outgoing = [], []
    for (one, numbers), ruled in zip(played, rulings, strict=True):
        anew = rescore(one, ruled, numbers if void else ())
        if anew is None:
            continue
        rescored.append(anew)
        item, place, changed = settlement.item, one.round.place, gains(points_of(one), anew.points)
        name = f"dispute:{item.number}:{one.round.id}"
        named = read_id(one.round.id)
        if named is None:
            said = decided_for_channel(item, anew.round, numbers, changed, voided=void)
            outgoing.append(Outgoing(name, place, said))
        else:
            outgoing += [
                Outgoing(
                    f"{name}:{gain.player.id}",
                    kept_for(place, gain.player.id),
                    decided_for_player(item, named[1], numbers, gain, voided=void),
                )
                for gain in changed
            ]
    return replace(
        settlement,
        rulings=tuple(ruling for ruled in rulings for ruling in ruled),
        rescored=tuple(rescored),
        outgoing=(*outgoing, *settlement.outgoing),
    )


def _own(dispute: Dispute) -> Place:
    return direct(dispute.place, dispute.player.id)
