"""What became of facts since somebody looked last, on every store."""

from tests.db.conftest import Storage
from tests.db.samples import FILMS, LATER, NOON
from trivia.facts.model import Certainty, CommunityId, Fact, FactId, Text
from trivia.ports import FactChange, NewEntity, NewFact

US, THEM = CommunityId(1), CommunityId(2)


async def added(store: Storage, whose: CommunityId, name: str) -> Fact:
    new = NewFact(NewEntity(name, "film"), "motto", Text("Ours"), Certainty.CONFIRMED, "Us", "", "")
    return await store.add(whose, new, "anna", NOON)


async def test_communities_with_newer_changes_are_told_with_their_newest(store: Storage) -> None:
    await store.install(FILMS, NOON)
    assert dict(await store.changed_after(0)) == {}
    first = await added(store, US, "First")
    await added(store, THEM, "Second")
    both = await store.changed_after(0)
    assert set(both) == {US, THEM}
    assert both[US] < both[THEM]
    assert list(await store.changed_after(both[US])) == [THEM]
    await store.retire(US, first.id, "anna", LATER, "")
    assert list(await store.changed_after(both[THEM])) == [US]


async def test_of_facts_on_the_shelf_the_revision_is_told_and_of_others_nothing(store: Storage) -> None:
    await store.install(FILMS, NOON)
    own, other = await added(store, US, "Mine"), await added(store, THEM, "Theirs")
    shared = (await store.of_relation(await store.shelf(US), "directed_by", 1))[0]
    every = [own.id, other.id, shared.id, FactId(999_999), FactId(2**70)]

    assert await store.revisions(await store.shelf(US), every) == {own.id: 1, shared.id: 1}
    assert await store.revisions(await store.shelf(THEM), every) == {other.id: 1, shared.id: 1}

    await store.edit(US, own.id, FactChange(value=Text("Mended")), "anna", LATER)
    await store.retire(US, shared.id, "anna", LATER, "")
    assert await store.revisions(await store.shelf(US), every) == {own.id: 2}
    assert await store.revisions(await store.shelf(THEM), every) == {other.id: 1, shared.id: 1}

    await store.retire(US, own.id, "anna", LATER, "")
    await store.restore(US, shared.id, "anna", LATER, "")
    assert await store.revisions(await store.shelf(US), every) == {shared.id: 1}
    await store.choose(US, [])
    assert await store.revisions(await store.shelf(US), every) == {}
