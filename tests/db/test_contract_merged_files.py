"""What a community merged, in its pack and in an import, on every store."""

from dataclasses import replace

import pytest

from tests.db.conftest import Storage
from tests.db.samples import FILMS, LATER, NOON, entity, pack
from trivia.errors import NotFound
from trivia.facts.content import MergedRow, RelatedRow
from trivia.facts.keeping import Bringing
from trivia.facts.model import Certainty, CommunityId, EntityId
from trivia.facts.overlay import NEW
from trivia.ports import NewEntity, NewFact

US, THEM = CommunityId(1), CommunityId(2)
OTHERS = replace(
    pack((entity("al", "A. Pacino", "person", 0.1), entity("alf", "Alf Pacino", "person", 0.1)), ()),
    info=replace(FILMS.info, name="others"),
)


async def named(store: Storage, name: str, community: CommunityId = US) -> EntityId:
    return (await store.by_name(await store.shelf(community), [name]))[name][0].entity.id


async def test_a_pack_names_what_was_merged_by_pack_and_key_and_the_communitys_own_by_name(store: Storage) -> None:
    await store.install(FILMS, NOON)
    await store.install(OTHERS, NOON)
    await store.merge(US, await named(store, "a pacino"), await named(store, "al pacino"), "anna", NOON)
    new = NewFact(NewEntity("Cher", "person"), "motto", await named(store, "heat"), Certainty.CONFIRMED, "Us", "", "")
    fact = await store.add(US, new, "anna", NOON)
    await store.merge(US, await named(store, "alf pacino"), fact.subject.id, "anna", LATER)

    merged = (await store.content(f"community:{US}")).merged

    assert merged == (
        MergedRow("person", "A. Pacino", "others", "al", "Al Pacino", "films", "pacino"),
        MergedRow("person", "Alf Pacino", "others", "alf", "Cher", "", ""),
    )
    assert (await store.content("films")).merged == ()


async def test_an_import_merges_for_its_community_alone_and_takes_it_back_as_a_whole(store: Storage) -> None:
    await store.install(FILMS, NOON)
    await store.install(OTHERS, NOON)
    al, alf, pacino = [await named(store, name) for name in ("a pacino", "alf pacino", "al pacino")]
    await store.merge(US, alf, al, "anna", NOON)

    number = await store.bring(US, Bringing(merged=((al, pacino),)), "anna", LATER, {"file": "own.zip"})

    assert (await store.shelf(US)).merged == ((al, pacino), (alf, pacino))
    assert (await store.shelf(THEM)).merged == ()
    assert await named(store, "a pacino") == pacino
    await store.undo(US, number, "bert", LATER)
    assert (await store.shelf(US)).merged == ((alf, al),)


async def test_what_an_import_brings_may_stand_for_a_packs_thing(store: Storage) -> None:
    await store.install(FILMS, NOON)
    pacino, heat = await named(store, "al pacino"), await named(store, "heat")
    fact = NewFact(EntityId(NEW), "motto", heat, Certainty.CONFIRMED, "Us", "", "")
    bringing = Bringing(entities=(NewEntity("Cher", "person"),), facts=(fact,), merged=((pacino, EntityId(NEW)),))

    await store.bring(US, bringing, "anna", NOON, {})

    cher = await named(store, "cher")
    assert await named(store, "al pacino") == cher
    assert (await store.shelf(US)).merged == ((pacino, cher),)


async def test_nothing_of_another_community_is_merged(store: Storage) -> None:
    await store.install(FILMS, NOON)
    new = NewFact(NewEntity("Cher", "person"), "motto", await named(store, "heat"), Certainty.CONFIRMED, "Us", "", "")
    cher = (await store.add(THEM, new, "ben", NOON)).subject.id
    with pytest.raises(NotFound):
        await store.bring(US, Bringing(merged=((await named(store, "al pacino"), cher),)), "anna", LATER, {})
    assert (await store.shelf(US)).merged == ()


async def test_an_import_retires_and_makes_relations_one_and_is_taken_back_as_a_whole(store: Storage) -> None:
    await store.install(FILMS, NOON)
    heat, pacino = [await named(store, name) for name in ("heat", "al pacino")]

    number = await store.bring(
        US, Bringing(retired=(heat, pacino), related=(("as", "starring"),)), "anna", LATER, {"file": "own.zip"}
    )

    ours = await store.shelf(US)
    assert ours.retired == {heat, pacino}
    assert ours.relations == (("as", "starring"),)
    assert (await store.shelf(THEM)).relations == ()
    content = await store.content(f"community:{US}")
    assert sorted(row.name for row in content.retired) == ["Al Pacino", "Heat"]
    assert content.related == (RelatedRow("as", "starring"),)
    await store.undo(US, number, "bert", LATER)
    assert (await store.shelf(US)) == replace(ours, retired=frozenset(), relations=())


async def test_an_import_retires_nothing_of_another_community(store: Storage) -> None:
    await store.install(FILMS, NOON)
    new = NewFact(NewEntity("Cher", "person"), "motto", await named(store, "heat"), Certainty.CONFIRMED, "Us", "", "")
    cher = (await store.add(THEM, new, "ben", NOON)).subject.id
    with pytest.raises(NotFound):
        await store.bring(US, Bringing(retired=(cher,)), "anna", LATER, {})
    assert (await store.shelf(US)).retired == frozenset()
