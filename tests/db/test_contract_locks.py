"""Locks and what became one with the locked thing, on every store."""

from dataclasses import replace

from tests.db.conftest import Storage
from tests.db.samples import FILMS, LATER, NOON, entity, pack
from trivia.facts.keeping import Bringing
from trivia.facts.model import Certainty, CommunityId, EntityId
from trivia.facts.overlay import NEW
from trivia.ports import NewEntity, NewFact

US, THEM = CommunityId(1), CommunityId(2)
OTHERS = replace(
    pack((entity("al", "A. Pacino", "person", 0.1), entity("alf", "Alf Pacino", "person", 0.1)), ()),
    info=replace(FILMS.info, name="others"),
)


async def named(store: Storage, name: str) -> EntityId:
    return (await store.by_name((await store.shelf(US)), [name]))[name][0].entity.id


async def locked(store: Storage, thing: EntityId, *, free: bool = False) -> None:
    await store.lock(US, thing, "ada", NOON, called="it", fact=False, locked=not free)


async def test_a_great_change_about_what_became_one_with_a_locked_thing_is_held(store: Storage) -> None:
    await store.install(FILMS, NOON)
    await store.install(OTHERS, NOON)
    al, pacino = await named(store, "a pacino"), await named(store, "al pacino")
    names = tuple(NewEntity(f"Film {number}", "film") for number in range(9))
    facts = tuple(
        NewFact(EntityId(NEW + number), "directed_by", al, Certainty.CONFIRMED, "Us", "", "") for number in range(9)
    )
    number = await store.bring(US, Bringing(entities=names, facts=facts), "anna", NOON, {})
    await store.merge(US, al, pacino, "anna", LATER)
    assert not await store.touches_locked(US, number)

    await locked(store, pacino)

    assert await store.touches_locked(US, number)
    await locked(store, pacino, free=True)
    assert not await store.touches_locked(US, number)
    await store.lock(THEM, pacino, "eve", NOON, called="it", fact=False, locked=True)
    assert not await store.touches_locked(US, number)


async def test_names_and_merges_of_a_locked_thing_are_held_too(store: Storage) -> None:
    await store.install(FILMS, NOON)
    await store.install(OTHERS, NOON)
    al, alf, pacino = [await named(store, name) for name in ("a pacino", "alf pacino", "al pacino")]
    naming = await store.bring(US, Bringing(aliases=((pacino, "Sonny"),)), "anna", NOON, {})
    merging = await store.bring(US, Bringing(merged=((al, pacino),)), "anna", NOON, {})
    apart = await store.bring(US, Bringing(aliases=((alf, "Alfie"),)), "anna", NOON, {})

    await locked(store, pacino)

    assert await store.touches_locked(US, naming)
    assert await store.touches_locked(US, merging)
    assert not await store.touches_locked(US, apart)
