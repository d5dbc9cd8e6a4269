"""Things that one community lets go of, on every store."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.db.conftest import Storage
from tests.db.samples import FILMS, LAST, LATER, NOON, entity, fact, pack
from trivia.errors import Conflict, NotFound
from trivia.facts.dates import PartialDate
from trivia.facts.journal import Doing, Reach
from trivia.facts.keeping import Bringing
from trivia.facts.model import Certainty, CommunityId, Entity, EntityId, FactId, Number, Shelf, Text, ends_in
from trivia.facts.overlay import NEW
from trivia.ports import FactChange, NewEntity, NewFact

US = CommunityId(1)
THEM = CommunityId(2)


async def named(store: Storage, name: str, community: CommunityId = US) -> Entity:
    return (await store.by_name(await store.shelf(community), [name]))[name][0].entity


async def retired(store: Storage, name: str = "heat") -> Entity:
    await store.install(FILMS, NOON)
    gone = await named(store, name)
    await store.retire_entity(US, gone.id, "anna", NOON, reason="off topic")
    return gone


async def told(store: Storage, shelf: Shelf, entity_: EntityId) -> set[FactId]:
    """Return the facts that any way of reading tells of an entity."""
    facts = list(await store.about(shelf, entity_, 99))
    for relation in (await store.vocabulary(shelf)).relations:
        facts += await store.forward(shelf, relation, [entity_])
        facts += await store.inverse(shelf, relation, [entity_])
        everything = [
            *await store.of_relation(shelf, relation, 99),
            *await store.sample(shelf, relation, 0.3, 99),
            *await store.with_literal(shelf, relation, -1e18, 1e18),
            *await store.with_text(shelf, relation, ["a los angeles crime saga"]),
        ]
        facts += [f for f in everything if ends_in({entity_}, f)]
        sampled = await store.sample_ids(shelf, relation, 0.0, 99)
        newer = await store.newer_ids(shelf, relation, FactId(0), 99)
        assert sorted(sampled) == sorted(newer)
        assert (await store.relation_sizes(shelf)).get(relation, 0) == len(sampled)
        facts += [f for f in await store.facts(sampled, shelf.whole) if ends_in({entity_}, f)]
    links = [link.fact for link in await store.links(shelf, [entity_])]
    return {f.id for f in facts} | set(links)


async def test_nothing_is_told_here_of_what_was_retired_and_everything_elsewhere(store: Storage) -> None:
    gone = await retired(store)
    ours, theirs = await store.shelf(US), await store.shelf(THEM)

    assert ours.retired == {gone.id}
    assert await told(store, ours, gone.id) == set()
    known = await told(store, theirs, gone.id)
    assert len(known) == 7
    assert await store.facts(known, ours) == []
    assert await store.revisions(ours, known) == {}
    assert set(await store.revisions(theirs, known)) == known
    assert gone not in await store.of_kind(ours, "film", 4)
    assert len(await store.of_kind(ours, "film", 4)) == 4
    assert gone in await store.of_kind(theirs, "film", 4)


async def test_its_name_means_nothing_here_any_more(store: Storage) -> None:
    gone = await retired(store, "the matrix")
    ours, theirs = await store.shelf(US), await store.shelf(THEM)

    async def meant(shelf: Shelf) -> list[bool]:
        found = [
            [m for matches in (await store.by_name(shelf, ["the matrix", "matrix i"])).values() for m in matches],
            await store.near_name(shelf, "the matrux", 1),
            await store.by_words(shelf, ["matrix"], 9),
            await store.by_prefix(shelf, "matr", 9),
        ]
        return [any(match.entity == gone for match in matches) for matches in found]

    assert await meant(ours) == [False] * 4
    assert await meant(theirs) == [True] * 4
    assert await meant(ours.whole) == [True] * 4


async def test_facts_that_end_with_it_go_too_and_qualifiers_that_name_it_are_left_out(store: Storage) -> None:
    await store.install(FILMS, NOON)
    pacino, hanna = await named(store, "al pacino"), await named(store, "vincent hanna")
    shelf = await store.shelf(US)
    assert await store.reach(shelf, pacino.id) == Reach(0, 1, locked=False)
    assert await store.reach(shelf, (await named(store, "heat")).id) == Reach(7, 0, locked=False)

    assert await store.retire_entity(US, hanna.id, "anna", NOON) == 0
    [starring] = await store.inverse(await store.shelf(US), "starring", [pacino.id])
    assert [q.relation for q in starring.qualifiers] == ["votes"]

    assert await store.retire_entity(US, pacino.id, "anna", NOON) == 1
    assert starring.id not in {f.id for f in await store.of_relation(await store.shelf(US), "starring", 9)}


async def test_it_is_one_change_that_is_taken_back_and_done_again(store: Storage) -> None:
    gone = await retired(store)
    before = await store.state(await store.shelf(US))
    [entry] = await store.changes(US, 9)
    assert (entry.doing, entry.size, entry.reason, entry.about) == (Doing.RETIRED, 7, "off topic", {"thing": "Heat"})
    assert [(t.what, t.entity, t.after) for t in entry.touched] == [("gone", gone, "retired")]
    assert await store.changes(US, 9, entities=[gone.id]) == [entry]
    assert await store.changes(THEM, 9, entities=[gone.id]) == []

    undone = await store.undo(US, entry.number, "bert", LATER)

    assert await named(store, "heat") == gone
    assert len(await told(store, await store.shelf(US), gone.id)) == 7
    assert await store.state(await store.shelf(US)) != before
    await store.undo(US, undone.number, "bert", LAST)
    assert await told(store, await store.shelf(US), gone.id) == set()


async def test_what_was_retired_by_itself_before_stays_so_when_the_thing_comes_back(store: Storage) -> None:
    await store.install(FILMS, NOON)
    heat = await named(store, "heat")
    [votes] = await store.forward(await store.shelf(US), "votes", [heat.id])
    await store.retire(US, votes.id, "anna", NOON, "wrong")
    assert await store.retire_entity(US, heat.id, "anna", NOON) == 6

    assert await store.restore_entity(US, heat.id, "bert", LATER, reason="it is ours") == 6

    assert await store.forward(await store.shelf(US), "votes", [heat.id]) == []
    assert len(await told(store, await store.shelf(US), heat.id)) == 6
    back, went, _ = await store.changes(US, 9)
    assert (back.doing, back.reason, back.size) == (Doing.RESTORED, "it is ours", 6)
    with pytest.raises(Conflict, match="brought back again since"):
        await store.undo(US, went.number, "carl", LAST)
    with pytest.raises(NotFound):
        await store.restore_entity(US, heat.id, "carl", LAST)
    await store.undo(US, back.number, "carl", LAST)
    assert await told(store, await store.shelf(US), heat.id) == set()


async def test_an_update_of_its_pack_does_not_bring_it_back_nor_what_it_says_more_of_it(store: Storage) -> None:
    gone = await retired(store)
    more = replace(
        FILMS,
        entities=(*FILMS.entities, entity("kilmer", "Val Kilmer")),
        facts=(*FILMS.facts, fact("heat", "starring", "kilmer"), fact("rocky-2", "starring", "kilmer")),
        info=replace(FILMS.info, version="2"),
    )

    await store.install(more, LATER)

    ours = await store.shelf(US)
    assert "heat" not in await store.by_name(ours, ["heat"])
    assert await told(store, ours, gone.id) == set()
    assert len(await store.inverse(ours, "starring", [(await named(store, "val kilmer")).id])) == 1
    assert await store.restore_entity(US, gone.id, "bert", LAST) == 8


async def test_what_is_one_with_it_goes_along(store: Storage) -> None:
    await store.install(FILMS, NOON)
    other = pack(
        (entity("heat-1995", "Heat of 1995", "film", 0.3), entity("m", "M. Mann")),
        (fact("heat-1995", "directed_by", "m"),),
        name="more-films",
    )
    await store.install(other, NOON)
    gone, stays = await named(store, "heat of 1995"), await named(store, "heat")
    await store.merge(US, gone.id, stays.id, "anna", NOON)

    assert await store.retire_entity(US, stays.id, "anna", LATER) == 8

    ours = await store.shelf(US)
    assert ours.retired == {gone.id, stays.id}
    assert await store.by_name(ours, ["heat", "heat of 1995"]) == {}
    assert await store.restore_entity(US, stays.id, "anna", LAST) == 8
    assert await named(store, "heat of 1995") == stays


async def test_the_retired_one_is_not_spoken_of_nor_is_another_of_its_kind_made_in_its_place(store: Storage) -> None:
    await store.install(FILMS, NOON)
    motto = NewFact(NewEntity("Our Film", "film"), "motto", Text("Ours"), Certainty.CONFIRMED, "Us", "", "")
    first = await store.add(US, motto, "anna", NOON)
    await store.retire_entity(US, first.subject.id, "anna", NOON)

    with pytest.raises(NotFound):
        await store.add(US, replace(motto, subject=first.subject.id, value=Text("More")), "anna", LATER)
    for touch in (store.add_alias, store.rename):
        with pytest.raises(NotFound):
            await touch(US, first.subject.id, "Else", "anna", LATER)
    with pytest.raises(NotFound):
        await store.retire_entity(US, first.subject.id, "anna", LATER)
    with pytest.raises(Conflict, match="Our Film was retired here"):
        await store.add(US, motto, "bert", LATER)
    second = await store.add(US, replace(motto, subject=NewEntity("Our Film", "boat")), "bert", LATER)

    assert second.subject.id != first.subject.id
    found = (await store.by_name(await store.shelf(US), ["our film"]))["our film"]
    assert [match.entity for match in found] == [second.subject]


async def test_a_communitys_pack_is_handed_over_without_it(store: Storage) -> None:
    await store.install(FILMS, NOON)
    heat, pacino = await named(store, "heat"), await named(store, "al pacino")
    for subject, text in ((heat.id, "Ours"), (NewEntity("Our Film", "film"), "More")):
        await store.add(US, NewFact(subject, "motto", Text(text), Certainty.CONFIRMED, "Us", "", ""), "anna", NOON)
    await store.add_alias(US, heat.id, "Hot", "anna", NOON)
    ours = await named(store, "our film")
    await store.add(US, NewFact(ours.id, "starring", pacino.id, Certainty.CONFIRMED, "Us", "", ""), "anna", NOON)
    everything = await store.content(f"community:{US}")

    await store.retire_entity(US, heat.id, "anna", LATER)
    await store.retire_entity(US, pacino.id, "anna", LATER)

    content = await store.content(f"community:{US}")
    assert [(row.relation, row.value) for row in content.facts] == [("motto", Text("More"))]
    assert [row.name for row in content.entities] == ["Our Film"]
    assert len((await store.content("films")).facts) == len(FILMS.facts)
    for entity_ in (heat, pacino):
        await store.restore_entity(US, entity_.id, "anna", LAST)
    assert await store.content(f"community:{US}") == everything


async def test_who_locked_a_thing_or_a_fact_keeps_what_it_is_joined_to_from_going(store: Storage) -> None:
    await store.install(FILMS, NOON)
    heat, mann, pacino = [await named(store, name) for name in ("heat", "michael mann", "al pacino")]
    rocky = await named(store, "rocky 2")
    shelf = await store.shelf(US)

    async def locked() -> list[bool]:
        return [(await store.reach(shelf, one.id)).locked for one in (heat, mann, pacino, rocky)]

    await store.lock(US, mann.id, "ada", NOON, called="Michael Mann", fact=False, locked=True)
    assert await locked() == [True, True, False, False]
    await store.lock(US, mann.id, "ada", NOON, called="Michael Mann", fact=False, locked=False)
    [starring] = await store.inverse(shelf, "starring", [pacino.id])
    await store.lock(US, starring.id, "ada", NOON, called="it", fact=True, locked=True)
    assert await locked() == [True, False, True, False]
    await store.retire_entity(US, heat.id, "ada", LATER)
    [entry] = [e for e in await store.changes(US, 9) if e.doing is Doing.RETIRED]
    assert await store.touches_locked(US, entry.number)


async def test_facts_due_for_a_second_look_are_not_those_of_what_was_retired(store: Storage) -> None:
    await store.install(FILMS, NOON)
    heat, rocky = await named(store, "heat"), await named(store, "rocky 2")
    for subject in (heat, rocky):
        new = NewFact(
            subject.id, "votes", Number(Decimal(9)), Certainty.CONFIRMED, "Us", "", "", stated_on=PartialDate(2001)
        )
        await store.add(US, new, "anna", NOON)
    await store.retire_entity(US, heat.id, "anna", LATER)

    shelf = await store.shelf(US)
    assert [f.subject for f in await store.stale(shelf, "2020", 9)] == [rocky]
    assert await store.count_stale(shelf, "2020") == 1


async def test_a_fact_is_not_mended_to_end_with_it(store: Storage) -> None:
    gone = await retired(store, "al pacino")
    [directed] = await store.of_relation(await store.shelf(US), "directed_by", 9)
    with pytest.raises(NotFound):
        await store.edit(US, directed.id, FactChange(value=gone.id), "anna", LATER)


async def test_nothing_new_is_made_under_a_name_that_was_retired_a_moment_ago(store: Storage) -> None:
    await store.install(FILMS, NOON)
    heat, pacino = [(await named(store, name)).id for name in ("heat", "al pacino")]
    await store.retire_entity(US, pacino, "anna", NOON)
    new = NewFact(heat, "starring", NewEntity("Al Pacino", "person"), Certainty.CONFIRMED, "Us", "", "")

    with pytest.raises(Conflict, match="Al Pacino was retired here"):
        await store.add(US, new, "bert", LATER)

    assert isinstance((await store.add(THEM, new, "bert", LATER)).value, Entity)
    await store.restore_entity(US, pacino, "anna", LAST)
    assert isinstance((await store.add(US, new, "bert", LAST)).value, Entity)


async def test_an_import_that_was_matched_before_a_thing_was_retired_is_refused(real_store: Storage) -> None:
    await real_store.install(FILMS, NOON)
    seen = await real_store.shelf(US)
    heat, pacino = [(await named(real_store, name)).id for name in ("heat", "al pacino")]
    await real_store.retire_entity(US, pacino, "anna", NOON)
    new = NewFact(heat, "starring", EntityId(NEW), Certainty.CONFIRMED, "Us", "", "")
    bringing = Bringing(entities=(NewEntity("Al Pacino", "person"),), facts=(new,))

    with pytest.raises(Conflict):
        await real_store.bring(US, bringing, "bert", LATER, {}, seen=seen)

    assert "al pacino" not in await real_store.by_name(await real_store.shelf(US), ["al pacino"])
