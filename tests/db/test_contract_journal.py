"""The journal of changes and taking them back, on every store."""

from dataclasses import replace

import pytest

from tests.db.conftest import Storage
from tests.db.samples import FILMS, LAST, LATER, NOON
from trivia.errors import Conflict, NotFound
from trivia.facts.authors import signed
from trivia.facts.journal import Doing
from trivia.facts.model import Certainty, CommunityId, Entity, Fact, FactId, Text
from trivia.facts.vocabulary import Holds, Relation
from trivia.ports import FactChange, NewEntity, NewFact

US = CommunityId(1)
THEM = CommunityId(2)
ANNA = signed("Anna (she)", "chat:7")


async def named(store: Storage, name: str) -> Entity:
    return (await store.by_name(await store.shelf(US), [name]))[name][0].entity


async def added(store: Storage, subject: str = "Our Film", text: str = "Ours") -> Fact:
    new = NewFact(NewEntity(subject, "film"), "motto", Text(text), Certainty.CONFIRMED, "Us", "", "")
    return await store.add(US, new, ANNA, NOON)


async def test_every_change_is_an_entry_with_author_time_and_reason(store: Storage) -> None:
    await store.install(FILMS, NOON)
    fact = await added(store)
    mended = await store.edit(US, fact.id, FactChange(value=Text("More")), "bert", LATER, reason="misheard")
    await store.retire(US, fact.id, "carl", LAST, "gone")

    third, second, first = await store.changes(US, 9)

    assert [e.doing for e in (first, second, third)] == [Doing.ADDED, Doing.EDITED, Doing.RETIRED]
    assert (first.author, first.at, first.size, [f.id for f in first.facts]) == (ANNA, NOON, 1, [fact.id])
    assert [(t.what, t.entity, t.after) for t in first.touched] == [("entity", fact.subject, "living")]
    assert (second.author, second.at, second.reason, second.facts) == ("bert", LATER, "misheard", (mended,))
    assert (third.reason, third.can_be_undone) == ("gone", True)
    assert await store.changes(THEM, 9) == []
    assert await store.changes(US, 9, before=second.number) == [first]
    assert await store.changes(US, 9, member="chat:7") == [first]
    assert await store.change(US, second.number) == second


async def test_what_changes_nothing_is_not_entered(store: Storage) -> None:
    await store.install(FILMS, NOON)
    fact = await added(store)
    await added(store)
    await store.restore(US, fact.id, "bert", LATER, "")
    await store.edit(US, fact.id, FactChange(value=Text("Ours")), "bert", LATER)
    await store.add_alias(US, fact.subject.id, "our film", "bert", LATER)

    assert len(await store.changes(US, 9)) == 1


async def test_an_added_fact_goes_as_it_came_with_what_it_brought_and_comes_back(store: Storage) -> None:
    await store.install(FILMS, NOON)
    fact = await added(store)
    [entry] = await store.changes(US, 9)

    undone = await store.undo(US, entry.number, "bert", LATER, reason="oops")

    shelf = await store.shelf(US)
    assert await store.by_name(shelf, ["our film"]) == {}
    assert fact.id not in {f.id for f in await store.of_relation(shelf, "motto", 99)}
    assert (undone.doing, undone.undoes, undone.reason) == (Doing.UNDONE, entry.number, "oops")
    assert (await store.change(US, entry.number)).undone == undone.number

    await store.undo(US, undone.number, "carl", LAST)

    assert await named(store, "our film") == fact.subject
    assert [(f.id, f.revision) for f in await store.forward(shelf, "motto", [fact.subject.id])] == [(fact.id, 3)]
    assert (await store.change(US, entry.number)).undone == 0
    assert (await store.undo(US, entry.number, "dora", LAST)).undoes == entry.number


async def test_an_edit_goes_back_to_what_was(store: Storage) -> None:
    await store.install(FILMS, NOON)
    fact = await added(store)
    await store.edit(US, fact.id, FactChange(value=Text("More")), "bert", LATER)

    await store.undo(US, (await store.changes(US, 1))[0].number, "carl", LAST)

    [now] = await store.forward(await store.shelf(US), "motto", [fact.subject.id])
    assert now == replace(fact, revision=3)
    assert [r.author for r in await store.history(US, fact.id)] == [ANNA, "bert", "carl"]


async def test_an_edit_of_a_shared_fact_goes_back_to_the_packs_own(store: Storage) -> None:
    await store.install(FILMS, NOON)
    [shared] = await store.of_relation(await store.shelf(US), "directed_by", 9)
    pacino = await named(store, "al pacino")
    mended = await store.edit(US, shared.id, FactChange(value=pacino.id), "anna", LATER)

    last = await store.last_change(US, fact=mended.id)
    assert last is not None
    assert last == await store.last_change(US, fact=shared.id)
    await store.undo(US, last.number, "bert", LAST)

    assert await store.of_relation(await store.shelf(US), "directed_by", 9) == [shared]


async def test_a_retirement_is_taken_back_own_or_shared(store: Storage) -> None:
    await store.install(FILMS, NOON)
    fact = await added(store)
    [shared] = await store.of_relation(await store.shelf(US), "directed_by", 9)
    for number, relation in ((fact.id, "motto"), (shared.id, "directed_by")):
        await store.retire(US, number, "anna", LATER, "")
        [entry] = await store.changes(US, 1)
        assert [f.id for f in entry.facts] == [number]

        await store.undo(US, entry.number, "bert", LAST)

        assert number in {f.id for f in await store.of_relation(await store.shelf(US), relation, 99)}


async def test_a_change_is_taken_back_once_and_never_over_a_later_one(store: Storage) -> None:
    await store.install(FILMS, NOON)
    fact = await added(store)
    await store.edit(US, fact.id, FactChange(value=Text("More")), "bert", LATER)
    edit, add = await store.changes(US, 9)

    with pytest.raises(Conflict, match=str(fact.id)):
        await store.undo(US, add.number, "carl", LAST)
    await store.undo(US, edit.number, "carl", LAST)
    with pytest.raises(Conflict):
        await store.undo(US, edit.number, "dora", LAST)

    assert len(await store.changes(US, 9)) == 3


async def test_nobody_takes_back_what_was_never_or_is_anothers(store: Storage) -> None:
    await store.install(FILMS, NOON)
    await added(store)
    [entry] = await store.changes(US, 1)
    for community, number in ((THEM, entry.number), (US, 10**6), (US, 0), (US, 2**70)):
        with pytest.raises(NotFound):
            await store.undo(community, number, "eve", LAST)
        with pytest.raises(NotFound):
            await store.change(community, number)


async def test_the_last_change_is_the_latest_that_still_stands(store: Storage) -> None:
    await store.install(FILMS, NOON)
    first = await added(store)
    await store.retire(US, first.id, "bert", LATER, "")
    await store.record(US, Doing.DECIDED, ANNA, LAST, {"item": "d1"})
    retired = await store.last_change(US)
    assert retired is not None
    assert retired.doing is Doing.RETIRED
    assert (await store.last_change(US, member="chat:7") or retired).doing is Doing.ADDED

    await store.undo(US, retired.number, "carl", LAST)

    last = await store.last_change(US)
    assert last is not None
    assert (last.doing, last.number) == (Doing.ADDED, retired.number - 1)
    assert await store.last_change(US, fact=FactId(10**6)) is None
    assert await store.last_change(THEM) is None


async def test_decisions_are_entered_and_not_taken_back(store: Storage) -> None:
    await store.record(US, Doing.DECIDED, ANNA, NOON, {"item": "d1", "decision": "void"})

    [entry] = await store.changes(US, 9)

    assert (entry.doing, entry.author, dict(entry.about)) == (
        Doing.DECIDED,
        ANNA,
        {"item": "d1", "decision": "void"},
    )
    assert not entry.can_be_undone
    with pytest.raises(Conflict):
        await store.undo(US, entry.number, "bert", LATER)


# Entities


async def test_a_name_given_or_taken_can_be_undone(store: Storage) -> None:
    await store.install(FILMS, NOON)
    film = await named(store, "heat")
    await store.add_alias(US, film.id, "The Hot One", ANNA, NOON)
    [given] = await store.changes(US, 1)
    assert [(t.what, t.entity, t.before, t.after) for t in given.touched] == [("alias", film, "", "The Hot One")]

    await store.undo(US, given.number, "bert", LATER)
    assert await store.by_name(await store.shelf(US), ["hot one", "the hot one"]) == {}
    await store.undo(US, given.number + 1, "bert", LATER)
    assert await named(store, "hot one") == film


async def test_an_own_entity_gets_another_name_and_keeps_the_old_as_an_alias(store: Storage) -> None:
    await store.install(FILMS, NOON)
    fact = await added(store)

    renamed = await store.rename(US, fact.subject.id, "The New Film", "bert", LATER)

    assert renamed == replace(fact.subject, name="The New Film")
    assert await named(store, "new film") == await named(store, "our film") == renamed
    assert (await store.near_name(await store.shelf(US), "new flim", 1))[0].entity == renamed
    assert await store.aliases([renamed.id], await store.shelf(US)) == {renamed.id: ["Our Film"]}

    await store.undo(US, (await store.changes(US, 1))[0].number, "carl", LAST)

    assert await named(store, "our film") == fact.subject
    assert await store.by_name(await store.shelf(US), ["new film"]) == {}
    assert await store.aliases([renamed.id], await store.shelf(US)) == {}


async def test_what_packs_share_is_not_renamed(store: Storage) -> None:
    await store.install(FILMS, NOON)
    heat = await named(store, "heat")
    with pytest.raises(Conflict):
        await store.rename(US, heat.id, "X", "anna", NOON)
    assert await store.changes(US, 9) == []


async def test_two_entities_become_one_with_their_facts_and_names(store: Storage) -> None:
    await store.install(FILMS, NOON)
    heat, mann = await named(store, "heat"), await named(store, "michael mann")
    double = NewEntity("Heat The Film", "film", ("HTF",))
    twin = NewEntity("M. Mann", "person")
    fact = await store.add(US, NewFact(double, "motto", Text("Ours"), Certainty.CONFIRMED, "Us", "", ""), "a", NOON)
    same = await store.add(US, NewFact(double, "directed_by", mann.id, Certainty.CONFIRMED, "Us", "", ""), "a", NOON)
    by = await store.add(US, NewFact(heat.id, "starring", twin, Certainty.CONFIRMED, "Us", "", ""), "a", NOON)

    moved = await store.merge(US, fact.subject.id, heat.id, "bert", LATER)

    shelf = await store.shelf(US)
    assert moved == 2
    assert await named(store, "heat the film") == await named(store, "htf") == heat
    assert fact.id in {f.id for f in await store.forward(shelf, "motto", [heat.id])}
    assert same.id not in {f.id for f in await store.forward(shelf, "directed_by", [heat.id])}
    assert isinstance(by.value, Entity)
    await store.merge(US, by.value.id, mann.id, "bert", LATER)
    assert [f.value for f in await store.forward(shelf, "starring", [heat.id]) if f.id == by.id] == [mann]

    for entry in (await store.changes(US, 2))[:2]:
        await store.undo(US, entry.number, "carl", LAST)

    assert await named(store, "heat the film") == fact.subject
    assert {f.id for f in await store.about(shelf, fact.subject.id, 9)} == {fact.id, same.id}
    assert await named(store, "htf") == fact.subject
    assert [f.value for f in await store.forward(shelf, "starring", [heat.id]) if f.id == by.id] == [by.value]


async def test_an_entity_that_others_speak_of_by_now_stays_when_its_first_fact_goes(store: Storage) -> None:
    await store.install(FILMS, NOON)
    first = await added(store)
    [entry] = await store.changes(US, 1)
    await store.add(
        US, NewFact(first.subject.id, "motto", Text("More"), Certainty.CONFIRMED, "Us", "", ""), ANNA, LATER
    )

    await store.undo(US, entry.number, "bert", LAST)

    assert await named(store, "our film") == first.subject


# Relations


def rated(question: str = "What is {subject} rated?") -> Relation:
    return Relation(
        "rated",
        frozenset({"film"}),
        frozenset({"film"}),
        None,
        "",
        Holds.ONE,
        False,
        "{subject} is rated {value}",
        question,
    )


async def test_a_relation_of_ones_own_is_declared_mended_and_taken_back(store: Storage) -> None:
    await store.install(FILMS, NOON)

    assert await store.declare(US, rated(), (), ANNA, NOON)
    assert not await store.declare(US, rated(), (), ANNA, NOON)
    assert await store.declare(US, rated("How is {subject} rated?"), (), "bert", LATER)

    async def question() -> str | None:
        known = (await store.vocabulary(await store.shelf(US))).relations.get("rated")
        return known.question if known else None

    assert await question() == "How is {subject} rated?"
    assert "rated" not in (await store.vocabulary(await store.shelf(THEM))).relations
    second, first = await store.changes(US, 2)
    await store.undo(US, second.number, "carl", LAST)
    assert await question() == "What is {subject} rated?"
    await store.undo(US, first.number, "carl", LAST)
    assert await question() is None


async def test_a_relation_of_ones_own_is_let_go_of_once_no_fact_is_told_by_it_and_comes_back(store: Storage) -> None:
    await store.install(FILMS, NOON)
    heat = await named(store, "heat")
    await store.declare(US, rated(), (), ANNA, NOON)
    new = NewFact(heat.id, "rated", Text("R"), Certainty.CONFIRMED, "Us", "", "")
    fact = await store.add(US, new, ANNA, NOON)

    with pytest.raises(Conflict, match="Retire them first"):
        await store.drop_relation(US, "rated", "bert", LATER)
    with pytest.raises(NotFound, match="no relation of your own"):
        await store.drop_relation(US, "motto", "bert", LATER)
    with pytest.raises(NotFound):
        await store.drop_relation(THEM, "rated", "bert", LATER)
    await store.retire(US, fact.id, "bert", LATER, "")
    await store.drop_relation(US, "rated", "bert", LATER)

    assert "rated" not in (await store.vocabulary(await store.shelf(US))).relations
    [dropped] = await store.changes(US, 1)
    assert (dropped.doing, dropped.author, dropped.at) == (Doing.UNRELATED, "bert", LATER)
    with pytest.raises(NotFound):
        await store.drop_relation(US, "rated", "bert", LATER)
    await store.undo(US, dropped.number, "carl", LAST)
    assert (await store.vocabulary(await store.shelf(US))).relations["rated"] == rated()


# Locks


async def test_what_is_locked_is_known_until_it_is_unlocked(store: Storage) -> None:
    await store.install(FILMS, NOON)
    film = await named(store, "heat")
    fact = FactId(5)

    assert await store.lock(US, film.id, ANNA, NOON, called="it", fact=False, locked=True)
    assert not await store.lock(US, film.id, ANNA, NOON, called="it", fact=False, locked=True)
    assert await store.lock(US, fact, ANNA, NOON, called="it", fact=True, locked=True)

    assert await store.is_locked(US, None, [film.id])
    assert await store.is_locked(US, fact, [])
    assert not await store.is_locked(US, FactId(film.id + 100), [])
    assert not await store.is_locked(THEM, fact, [film.id])
    assert await store.lock(US, film.id, ANNA, LATER, called="it", fact=False, locked=False)
    assert not await store.is_locked(US, None, [film.id])
    assert [e.doing for e in await store.changes(US, 9)] == [Doing.UNLOCKED, Doing.LOCKED, Doing.LOCKED]
