"""Things of shared packs that one community takes for one, on every store."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.db.conftest import Storage
from tests.db.samples import FILMS, LAST, LATER, NOON, entity, fact, pack
from trivia.errors import Conflict, NotFound
from trivia.facts.journal import Doing, Entry
from trivia.facts.model import Certainty, CommunityId, Entity, Shelf, Text
from trivia.ports import FactChange, NewEntity, NewFact

US = CommunityId(1)
THEM = CommunityId(2)

OTHERS = pack(
    (
        entity("heat-1995", "Heat of 1995", "film", 0.3, "LA Crime Saga"),
        entity("kilmer", "Val Kilmer"),
        entity("m-mann", "M. Mann", "person", 0.2),
    ),
    (
        fact("heat-1995", "starring", "kilmer"),
        fact("heat-1995", "directed_by", "m-mann"),
        fact("heat-1995", "starring", "m-mann", ("as", "heat-1995")),
    ),
    name="more-films",
)


async def named(store: Storage, name: str, community: CommunityId = US) -> Entity:
    return (await store.by_name(await store.shelf(community), [name]))[name][0].entity


async def merged(store: Storage) -> tuple[Entity, Entity]:
    """Install two packs that share a film, and take it for one."""
    await store.install(FILMS, NOON)
    await store.install(OTHERS, NOON)
    gone, stays = await named(store, "heat of 1995"), await named(store, "heat")
    assert await store.merge(US, gone.id, stays.id, "anna", NOON) == 3
    return gone, stays


async def test_what_is_known_of_one_is_known_of_the_other_here_alone(store: Storage) -> None:
    gone, stays = await merged(store)
    ours, theirs = await store.shelf(US), await store.shelf(THEM)

    assert {f.value.name for f in await store.forward(ours, "starring", [stays.id]) if isinstance(f.value, Entity)} == {
        "Al Pacino",
        "Val Kilmer",
        "M. Mann",
    }
    [by_value] = await store.inverse(ours, "starring", [(await named(store, "val kilmer")).id])
    assert by_value.subject == stays
    assert {f.subject.id for f in await store.of_relation(ours, "starring", 9) if f.pack == "more-films"} == {stays.id}
    as_qualifier = [f for f in await store.about(ours, stays.id, 99) if f.qualifier("as") == stays]
    assert len(as_qualifier) == 1
    assert len(await store.about(ours, stays.id, 99)) == len(await store.about(ours, gone.id, 99)) == 10
    assert len(await store.about(ours, stays.id, 2)) == 2
    assert [f.subject for f in await store.facts([by_value.id], ours)] == [stays]
    assert [f.subject for f in await store.sample(ours, "directed_by", 0, 9)] == [stays, stays]

    links = await store.links(ours, [stays.id])
    assert {(link.subject, link.relation) for link in links} == {(stays.id, "starring"), (stays.id, "directed_by")}
    assert len(links) == len(await store.links(ours, [gone.id])) == 5

    assert [f.subject for f in await store.of_relation(theirs, "directed_by", 9)] == [stays, gone]
    assert len(await store.about(theirs, stays.id, 99)) == 7
    assert [f.subject for f in await store.facts([by_value.id], theirs)] == [gone]


async def test_both_names_mean_the_one_that_stays_here_alone(store: Storage) -> None:
    gone, stays = await merged(store)
    ours, theirs = await store.shelf(US), await store.shelf(THEM)

    for name in ("heat of 1995", "la crime saga", "heat"):
        assert [m.entity for m in (await store.by_name(ours, [name]))[name]] == [stays]
    assert (await store.by_name(ours, ["heat of 1995"]))["heat of 1995"][0].alias
    assert [m.entity for m in await store.near_name(ours, "la crime saka", 1)] == [stays]
    assert [m.entity for m in await store.by_words(ours, ["crime", "saga"], 9)] == [stays]
    assert [m.entity.name for m in await store.by_prefix(ours, "heat", 9)] == ["Heat", "The Big Heat"]
    assert list((await store.aliases([stays.id], ours))[stays.id]) == ["Heat of 1995", "LA Crime Saga"]
    assert gone not in await store.of_kind(ours, "film", 9)
    assert len(await store.of_kind(ours, "film", 3)) == 3

    assert await named(store, "heat of 1995", THEM) == gone
    assert await store.aliases([stays.id], theirs) == {}
    assert gone in await store.of_kind(theirs, "film", 9)


async def test_merging_is_one_change_that_is_taken_back_and_done_again(store: Storage) -> None:
    gone, stays = await merged(store)
    [entry] = await store.changes(US, 9)
    assert (entry.doing, entry.size, entry.about) == (Doing.MERGED, 3, {"gone": "Heat of 1995", "into": "Heat"})
    assert [(t.what, t.entity) for t in entry.touched] == [("merged", gone)]
    state = await store.state(await store.shelf(US))

    undone = await store.undo(US, entry.number, "bert", LATER)

    assert await named(store, "heat of 1995") == gone
    assert (await store.shelf(US)).merged == ()
    assert await store.state(await store.shelf(US)) != state

    await store.undo(US, undone.number, "bert", LAST)

    assert await named(store, "heat of 1995") == stays


async def test_own_facts_go_along_and_come_back(store: Storage) -> None:
    await store.install(FILMS, NOON)
    await store.install(OTHERS, NOON)
    gone, stays = await named(store, "heat of 1995"), await named(store, "heat")
    new = NewFact(gone.id, "motto", Text("Ours"), Certainty.CONFIRMED, "Us", "", "")
    mine = await store.add(US, new, "anna", NOON)

    await store.merge(US, gone.id, stays.id, "anna", LATER)

    assert (await store.add(US, new, "anna", LATER)).id == mine.id
    assert (await store.history(US, mine.id))[-1].fact.subject == stays
    assert "heat" in {row.key for row in (await store.content(f"community:{US}")).entities}

    await store.undo(US, (await store.changes(US, 1))[0].number, "bert", LAST)

    assert [f.subject for f in await store.facts([mine.id])] == [gone]


async def test_a_shared_fact_of_what_was_merged_is_mended_for_the_one_that_stays(store: Storage) -> None:
    gone, stays = await merged(store)
    [shared] = [f for f in await store.forward(await store.shelf(US), "directed_by", [stays.id]) if f.pack != "films"]

    mended = await store.edit(US, shared.id, FactChange(certainty=Certainty.REPORTED), "anna", LATER)

    assert mended.subject == stays
    assert mended.pack == "community:1"
    assert [f.id for f in await store.forward(await store.shelf(THEM), "directed_by", [gone.id])] == [shared.id]


async def test_what_was_merged_into_something_follows_when_that_is_merged_again(store: Storage) -> None:
    gone, stays = await merged(store)
    rocky = await named(store, "rocky 2")
    await store.merge(US, stays.id, rocky.id, "anna", LATER)
    assert await named(store, "heat of 1995") == await named(store, "heat") == rocky
    later, first = await store.changes(US, 2)

    with pytest.raises(Conflict):
        await store.undo(US, first.number, "bert", LAST)
    await store.undo(US, later.number, "bert", LAST)

    assert await named(store, "heat of 1995") == stays
    await store.undo(US, first.number, "bert", LAST)
    assert await named(store, "heat of 1995") == gone


async def test_a_shared_thing_is_merged_into_an_own_one_and_an_own_one_with_it(store: Storage) -> None:
    await store.install(FILMS, NOON)
    heat, matrix = await named(store, "heat"), await named(store, "the matrix")
    added = await store.add(
        US, NewFact(NewEntity("Our Film", "film"), "motto", Text("Ours"), Certainty.CONFIRMED, "Us", "", ""), "a", NOON
    )
    await store.merge(US, heat.id, added.subject.id, "anna", LATER)
    assert await named(store, "heat") == added.subject

    await store.merge(US, added.subject.id, matrix.id, "anna", LATER)

    assert await named(store, "heat") == await named(store, "our film") == matrix
    await store.undo(US, (await store.changes(US, 1))[0].number, "bert", LAST)
    assert await named(store, "heat") == await named(store, "our film") == added.subject


async def test_a_thing_is_not_merged_with_itself_nor_with_what_nobody_here_knows(store: Storage) -> None:
    gone, stays = await merged(store)
    for one, other in ((gone, stays), (stays, gone), (stays, stays)):
        with pytest.raises(Conflict):
            await store.merge(US, one.id, other.id, "anna", LATER)
    foreign = await store.add(
        THEM, NewFact(NewEntity("Theirs", "film"), "motto", Text("X"), Certainty.CONFIRMED, "T", "", ""), "t", NOON
    )
    with pytest.raises(NotFound):
        await store.merge(US, stays.id, foreign.subject.id, "anna", LATER)
    rocky = await named(store, "rocky 2")
    with pytest.raises(Conflict, match="Somebody else merged that"):  # who meant one that stood for itself
        await store.merge(US, gone.id, rocky.id, "bert", LATER)
    assert await named(store, "heat") == stays
    assert len(await store.changes(US, 9)) == 1


async def test_changes_are_found_by_what_they_are_about(store: Storage) -> None:
    gone, stays = await merged(store)
    rocky = await named(store, "rocky 2")
    await store.add_alias(US, rocky.id, "Rocky Two", "bert", LATER, reason="as written")
    new = NewFact(rocky.id, "motto", Text("Ours"), Certainty.CONFIRMED, "Us", "", "")
    fact = await store.add(US, new, "anna", LATER)
    [shared] = await store.forward(await store.shelf(US), "released", [stays.id])
    await store.retire(US, shared.id, "carl", LAST, "wrong")

    def doings(entries: Sequence[Entry]) -> list[str]:
        return [entry.doing for entry in entries]

    of_heat = await store.changes(US, 9, entities=[stays.id, gone.id])
    of_rocky = await store.changes(US, 9, entities=[rocky.id])
    assert doings(of_heat) == [Doing.RETIRED, Doing.MERGED]
    assert doings(of_rocky) == [Doing.ADDED, Doing.NAMED]
    assert of_rocky[1].reason == "as written"
    assert doings(await store.changes(US, 9, entities=[rocky.id], before=of_rocky[0].number)) == [Doing.NAMED]
    assert doings(await store.changes(US, 1, entities=[stays.id, gone.id])) == [Doing.RETIRED]
    assert await store.changes(THEM, 9, entities=[rocky.id, stays.id]) == []
    assert [f.id for f in of_rocky[0].facts] == [fact.id]


async def test_facts_that_link_the_two_are_told_no_more(store: Storage) -> None:
    await store.install(FILMS, NOON)
    linking = replace(
        OTHERS, entities=(*OTHERS.entities, entity("cut", "Heat Cut", "film")), facts=(fact("cut", "as", "heat-1995"),)
    )
    await store.install(linking, NOON)
    cut, heat = await named(store, "heat cut"), await named(store, "heat of 1995")

    await store.merge(US, cut.id, heat.id, "anna", LATER)

    assert await store.of_relation(await store.shelf(US), "as", 9) == []
    assert len(await store.of_relation(await store.shelf(THEM), "as", 9)) == 1


async def test_what_stands_for_another_is_itself_again_while_it_is_off_the_shelf(store: Storage) -> None:
    gone, _ = await merged(store)

    await store.choose(US, ["more-films"])

    assert await named(store, "heat of 1995") == gone
    await store.remove("films", LATER)
    await store.choose(US, None)
    assert await named(store, "heat of 1995") == gone


def test_a_shelf_tells_what_stands_for_what() -> None:
    one, two, three = (named.id for named in map(_entity, (1, 2, 3)))
    shelf = Shelf((1,), US, ((one, three), (two, three)))

    assert [shelf.here(e) for e in (one, two, three)] == [three] * 3
    assert shelf.all_of([one]) == [three, one, two]
    assert Shelf((1,)).all_of([two, one, two]) == [two, one]


def _entity(number: int) -> Entity:
    return Entity(number, "", "film", "", 0.0, "")  # type: ignore[arg-type] # a bare number will do


async def test_nothing_taken_back_makes_a_circle_or_a_chain(store: Storage) -> None:
    gone, stays = await merged(store)
    undone = await store.undo(US, (await store.changes(US, 1))[0].number, "bert", LATER)
    await store.merge(US, stays.id, gone.id, "carl", LATER)
    with pytest.raises(Conflict, match="merged again since"):
        await store.undo(US, undone.number, "dora", LAST)
    await store.undo(US, (await store.changes(US, 1))[0].number, "carl", LAST)
    await store.undo(US, undone.number, "dora", LAST)
    assert (await store.shelf(US)).merged == ((gone.id, stays.id),)


async def test_nothing_taken_back_makes_one_of_a_retired_thing_and_one_that_is_not(store: Storage) -> None:
    gone, stays = await merged(store)
    undone = await store.undo(US, (await store.changes(US, 1))[0].number, "bert", LATER)
    await store.retire_entity(US, stays.id, "carl", LATER)
    with pytest.raises(Conflict, match="one is retired"):
        await store.undo(US, undone.number, "dora", LAST)
    await store.restore_entity(US, stays.id, "carl", LAST)
    await store.retire_entity(US, gone.id, "carl", LAST)
    back = await store.undo(US, (await store.changes(US, 1))[0].number, "carl", LAST)
    await store.undo(US, undone.number, "dora", LAST)
    with pytest.raises(Conflict, match="one is retired"):
        await store.undo(US, back.number, "dora", LAST)
    assert (await store.shelf(US)).retired == frozenset()
