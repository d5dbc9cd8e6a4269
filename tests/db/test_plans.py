"""How SQLite finds what moderators open and what imports do: by an index, however much there is."""

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

import pytest

from db import Store
from db.seam import Described, Json, Params, Row, T, Transaction, Unit
from tests.db.samples import FILMS, LAST, LATER, NOON
from trivia.facts.authors import signed
from trivia.facts.dates import PartialDate
from trivia.facts.keeping import Bringing, Status, Suggestion
from trivia.facts.model import Certainty, CommunityId, EntityId, FactId, Text
from trivia.facts.overlay import NEW
from trivia.facts.written import KIND, relation_id
from trivia.ports import FactChange, NewEntity, NewFact
from trivia.rounds.model import ChannelId, Place

US = CommunityId(1)
HERE = Place(US, ChannelId("chat:here"))
ANNA = signed("Anna", "chat:7")
SURE = Certainty.CONFIRMED
ALL_WANTED = {"settings_digest"}
"""Indexes that hold nothing but what is looked for."""


class Explaining:
    """A database that notes which statements go through a whole table. Implements ``Described``."""

    def __init__(self, beneath: Described) -> None:
        self._beneath = beneath
        self.slow: list[str] = []

    @property
    def place(self) -> str:
        return self._beneath.place

    async def read(self, sql: str, params: Params = ()) -> list[Row]:
        self._note(sql, await self._beneath.read(f"EXPLAIN QUERY PLAN {sql}", params))
        return await self._beneath.read(sql, params)

    async def write(self, unit: Unit[T]) -> T:
        return await self._beneath.write(lambda tx: unit(_Explained(tx, self._note)))

    async def write_once(self, key: str, unit: Unit[Json]) -> Json:
        return await self._beneath.write_once(key, lambda tx: unit(_Explained(tx, self._note)))

    async def survey(self) -> None:
        await self._beneath.survey()

    async def close(self) -> None:
        await self._beneath.close()

    async def columns(self, table: str) -> list[str]:
        return await self._beneath.columns(table)

    def _note(self, sql: str, plan: Iterable[Row]) -> None:
        self.slow += [f"{step}: {' '.join(sql.split())}" for *_, step in plan if _is_slow(step, sql)]


class _Explained:
    """A transaction of it."""

    def __init__(self, tx: Transaction, note: Callable[[str, Iterable[Row]], None]) -> None:
        self._tx = tx
        self._note = note

    async def read(self, sql: str, params: Params = ()) -> list[Row]:
        self._note(sql, await self._tx.read(f"EXPLAIN QUERY PLAN {sql}", params))
        return await self._tx.read(sql, params)

    async def run(self, sql: str, params: Params = ()) -> int:
        self._note(sql, await self._tx.read(f"EXPLAIN QUERY PLAN {sql}", params))
        return await self._tx.run(sql, params)

    async def run_many(self, sql: str, rows: Iterable[Params]) -> None:
        given = list(rows)
        if given:
            self._note(sql, await self._tx.read(f"EXPLAIN QUERY PLAN {sql}", given[0]))
        await self._tx.run_many(sql, given)


def _is_slow(step: str, sql: str) -> bool:
    """Say whether a step goes through all of a table or an index, or sorts all rows to return a page of them."""
    if step == "USE TEMP B-TREE FOR ORDER BY":
        return sql.rstrip().endswith(("LIMIT ?", "OFFSET ?"))
    scan, _, what = step.partition(" ")
    of_its_own = what.startswith("(subquery") or re.match(r"(\d+ )?CONSTANT ROW", what)  # a VALUES list is one
    made_by_itself = of_its_own or f") {what.split()[0]} " in f"{sql} "
    return scan == "SCAN" and not made_by_itself and what.rpartition(" ")[2] not in ALL_WANTED


@dataclass
class Desk:
    """A store with something of everything, as a moderator finds it."""

    store: Store
    own: FactId
    shared: FactId
    heat: EntityId
    imported: int
    suggested: int


@pytest.fixture
async def explaining(sqlite_store: Store) -> Explaining:
    return Explaining(sqlite_store.database)


@pytest.fixture
async def desk(explaining: Explaining) -> Desk:
    store = Store(explaining)
    await store.install(FILMS, NOON)
    shelf = await store.shelf(US)
    heat = (await store.by_name(shelf, ["heat"]))["heat"][0].entity.id
    [votes] = await store.of_relation(shelf, "votes", 9)
    film = NewEntity("New Film", "film", ("NF",))
    facts = (
        NewFact(EntityId(NEW), "motto", Text("New"), SURE, "A file", "", "", PartialDate(2001)),
        NewFact(heat, "motto", Text("Ours"), SURE, "A file", "", "", PartialDate(2002)),
    )
    change = await store.bring(US, Bringing((film,), facts, aliases=((heat, "Hot"),)), ANNA, NOON, {})
    own = [fact.id for fact in await store.of_relation(await store.shelf(US), "motto", 99) if fact.value == Text("New")]
    for question in ("What is it?", "Who is it?"):
        await store.note(US, question, NOON)
        await store.note_asker(US, question, "chat:8", "chat", NOON)
    suggested = await store.suggest(US, Suggestion(0, "chat:8", "Eve", "chat", {}, "A fact", NOON), "today", 9)
    explaining.slow.clear()
    return Desk(store, own[0], votes.id, heat, change, suggested or 0)


async def changes(desk: Desk) -> None:
    await desk.store.changes(US, 10)
    await desk.store.changes(US, 10, before=10**6, member="chat:7")
    await desk.store.changes(US, 10, entities=[desk.heat])
    await desk.store.change(US, desk.imported)


async def last_changes(desk: Desk) -> None:
    await desk.store.last_change(US)
    await desk.store.last_change(US, member="chat:7")
    await desk.store.last_change(US, fact=desk.own)


async def history(desk: Desk) -> None:
    await desk.store.history(US, desk.own)
    await desk.store.history(US, desk.shared)


async def suggestions(desk: Desk) -> None:
    await desk.store.suggestions(US, 10, after=0)
    await desk.store.count_suggestions(US)
    await desk.store.suggest(US, Suggestion(0, "chat:8", "Eve", "chat", {}, "Another", NOON), "today", 9)
    await desk.store.decide(US, desk.suggested, Status.ACCEPTED, ANNA, LATER, fact=desk.own)
    await desk.store.suggesters(US, [desk.own])


async def unanswered(desk: Desk) -> None:
    first, *_ = await desk.store.wondered(US, 10, skip=0)
    await desk.store.unanswered(US, 10)
    await desk.store.wondered_one(US, first.number)
    await desk.store.count_wondered(US)
    await desk.store.forget_question(US, first.number)


async def facts_due(desk: Desk) -> None:
    shelf = await desk.store.shelf(US)
    await desk.store.stale(shelf, "2030-01-01", 10)
    await desk.store.stale(shelf, "2030-01-01", 10, after=desk.own)
    await desk.store.count_stale(shelf, "2030-01-01")


async def disputes(desk: Desk) -> None:
    await desk.store.open_items(US, 10)
    await desk.store.count_open(US)
    await desk.store.set_aside(US)


async def digests(desk: Desk) -> None:
    await desk.store.digest_places(["chat"])
    await desk.store.digested(HERE)
    await desk.store.keep_digest(HERE, "2026-W01", [])


async def drafts(desk: Desk) -> None:
    number = await desk.store.keep_draft(US, "chat:7", "fact add", {}, LATER)
    await desk.store.draft(US, None, "chat:7")
    await desk.store.draft(US, number, "chat:7")
    await desk.store.drop_draft(number)


async def locks(desk: Desk) -> None:
    await desk.store.lock(US, desk.own, ANNA, LATER, called="it", fact=True, locked=True)
    await desk.store.is_locked(US, desk.own, [desk.heat])
    await desk.store.any_locked(US, [desk.own], {desk.heat})
    await desk.store.touches_locked(US, desk.imported)


async def single_changes(desk: Desk) -> None:
    await desk.store.add(US, NewFact(desk.heat, "motto", Text("One more"), SURE, "Us", "", ""), ANNA, LATER)
    for fact in (desk.own, desk.shared):
        await desk.store.edit(US, fact, FactChange(sentence="So it says."), ANNA, LATER)
    await desk.store.retire(US, desk.own, ANNA, LATER, "")
    await desk.store.restore(US, desk.own, ANNA, LATER, "")
    await desk.store.add_alias(US, desk.heat, "Hotter", ANNA, LATER)
    await desk.store.remove_alias(US, desk.heat, "Hotter", ANNA, LATER)


async def imports(desk: Desk) -> None:
    changed = ((desk.own, FactChange(value=Text("Newer"))), (desk.shared, FactChange(sentence="So it says.")))
    number = await desk.store.bring(US, Bringing(changed=changed), ANNA, LATER, {})
    undone = await desk.store.undo(US, number, ANNA, LAST)
    await desk.store.undo(US, undone.number, ANNA, LAST)
    await desk.store.sweep_imports(LATER)


async def what_follows(desk: Desk) -> None:
    await desk.store.changed_after(0)
    await desk.store.revisions(await desk.store.shelf(US), [desk.own, desk.shared])


async def changes_of_a_thing(desk: Desk) -> None:
    await desk.store.changes(US, 10, entities=[desk.heat])
    await desk.store.changes(US, 10, before=10**6, entities=[desk.heat, EntityId(desk.heat + 1)])


async def merging(desk: Desk) -> None:
    rocky = (await desk.store.by_name(await desk.store.shelf(US), ["rocky 2"]))["rocky 2"][0].entity.id
    await desk.store.merge(US, desk.heat, rocky, ANNA, LATER)
    shelf = await desk.store.shelf(US)
    await desk.store.forward(shelf, "motto", [rocky])
    await desk.store.inverse(shelf, "starring", [rocky])
    await desk.store.about(shelf, rocky, 10)
    await desk.store.aliases([rocky], shelf)
    await desk.store.near_name(shelf, "heet", 1)
    await desk.store.undo(US, (await desk.store.changes(US, 1))[0].number, ANNA, LAST)


async def retiring(desk: Desk) -> None:
    await desk.store.reach(await desk.store.shelf(US), desk.heat)
    await desk.store.lock(US, desk.own, ANNA, LATER, called="it", fact=True, locked=True)
    await desk.store.lock(US, desk.heat, ANNA, LATER, called="Heat", fact=False, locked=True)
    pacino = (await desk.store.by_name(await desk.store.shelf(US), ["al pacino"]))["al pacino"][0].entity.id
    await desk.store.reach(await desk.store.shelf(US), pacino)
    await desk.store.retire_entity(US, pacino, ANNA, LATER)
    shelf = await desk.store.shelf(US)
    for relation in ("starring", "motto"):
        await desk.store.forward(shelf, relation, [desk.heat])
        await desk.store.inverse(shelf, relation, [desk.heat])
        await desk.store.of_relation(shelf, relation, 9)
        await desk.store.sample(shelf, relation, 0.5, 9)
        await desk.store.newer_ids(shelf, relation, desk.shared, 9)
    await desk.store.links(shelf, [desk.heat])
    await desk.store.about(shelf, desk.heat, 9)
    await desk.store.revisions(shelf, [desk.own, desk.shared])
    await facts_due(desk)
    [entry] = await desk.store.changes(US, 1, entities=[pacino])
    await desk.store.touches_locked(US, entry.number)
    await desk.store.restore_entity(US, pacino, ANNA, LAST)


async def relating(desk: Desk) -> None:
    shelf = await desk.store.shelf(US)
    await desk.store.lock(US, desk.own, ANNA, LATER, called="it", fact=True, locked=True)
    await desk.store.compare_relations(shelf, "directed_by", "starring", single=True)
    await desk.store.merge_relations(US, "directed_by", "starring", ANNA, LATER)
    shelf = await desk.store.shelf(US)
    await desk.store.forward(shelf, "starring", [desk.heat])
    await desk.store.inverse(shelf, "starring", [desk.heat])
    await desk.store.with_literal(shelf, "starring", 0, 1)
    await desk.store.sample(shelf, "starring", 0.5, 9)
    await desk.store.newer_ids(shelf, "starring", desk.shared, 9)
    [entry] = await desk.store.changes(US, 1, relation="starring")
    await desk.store.touches_locked(US, entry.number)
    await desk.store.undo(US, entry.number, ANNA, LAST)


async def written_questions(desk: Desk) -> None:
    shelf = await desk.store.shelf(US)
    await desk.store.questions_asked_by(shelf, "Who keeps our keys?")
    await desk.store.questions_like(shelf, "Who keeps our kees in the club?", 3)
    await desk.store.questions_with(shelf, "keeps keys", 9)
    await desk.store.unanswered_number(US, "Who keeps our keys?")


async def imports_of_what_was_told_meanwhile(desk: Desk) -> None:
    await desk.store.add(US, NewFact(desk.heat, "motto", Text("Told"), SURE, "Us", "", ""), ANNA, LATER)
    new = NewFact(NewEntity("Who keeps it?", KIND), relation_id(""), Text("Ada"), SURE, "Us", "", "")
    await desk.store.add(US, new, ANNA, LATER)
    entities = (NewEntity("New Film", "film"), NewEntity("Who keeps our keys?", KIND))
    facts = (
        NewFact(EntityId(NEW), "motto", Text("Hot"), SURE, "Us", "", ""),
        NewFact(EntityId(NEW + 1), relation_id(""), Text("Bea"), SURE, "Us", "", ""),
        NewFact(desk.heat, "motto", Text("Told"), SURE, "Us", "", ""),
    )
    bringing = Bringing(entities, facts, merged=((desk.heat, EntityId(NEW)),))
    number = await desk.store.bring(US, bringing, ANNA, LATER, {}, since=0)
    await desk.store.content(f"community:{US}")
    await desk.store.undo(US, number, ANNA, LAST)


@pytest.mark.parametrize(
    "opening",
    [
        written_questions,
        imports_of_what_was_told_meanwhile,
        retiring,
        relating,
        changes_of_a_thing,
        merging,
        changes,
        last_changes,
        history,
        suggestions,
        unanswered,
        facts_due,
        disputes,
        digests,
        drafts,
        locks,
        single_changes,
        imports,
        what_follows,
    ],
)
async def test_nothing_that_moderators_do_goes_through_all_there_is(
    desk: Desk, explaining: Explaining, opening: Callable[[Desk], Awaitable[None]]
) -> None:
    await opening(desk)

    assert explaining.slow == []


async def test_what_goes_through_all_there_is_would_be_noticed(explaining: Explaining) -> None:
    await explaining.read("SELECT fact FROM facts WHERE sentence = ? ORDER BY at LIMIT ?", ("x", 1))

    assert [step.partition(":")[0] for step in explaining.slow] == ["SCAN facts", "USE TEMP B-TREE FOR ORDER BY"]
