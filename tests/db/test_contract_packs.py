"""Packs as wholes, on every store."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.db.conftest import Storage
from tests.db.samples import FILMS, LAST, LATER, NOON, QUESTION, entity, fact, pack, with_facts
from trivia.errors import Conflict, NotFound
from trivia.facts.content import PackContent
from trivia.facts.model import GLOBAL_COMMUNITY, Certainty, CommunityId, Number, Text

GUILD = CommunityId(7)


def same(first: PackContent, second: PackContent) -> bool:
    """Compare all but the order of entities, which a store ranks by popularity."""
    return set(first.entities) == set(second.entities) and replace(first, entities=()) == replace(second, entities=())


async def test_an_installed_pack_is_listed_with_its_size(store: Storage) -> None:
    stored = await store.install(FILMS, NOON)

    assert (stored.info, stored.community, stored.entities, stored.facts) == (FILMS.info, None, 8, 10)
    assert list(await store.packs()) == [stored]


async def test_packs_are_listed_by_name(store: Storage) -> None:
    for name in ("b", "c", "a"):
        await store.install(pack((), name=name), NOON)

    assert [p.info.name for p in await store.packs()] == ["a", "b", "c"]


async def test_a_pack_comes_back_as_it_was_written_down(store: Storage) -> None:
    await store.install(FILMS, NOON)

    assert same(await store.content("films"), FILMS)


async def test_entities_are_numbered_by_popularity(store: Storage) -> None:
    await store.install(
        pack((entity("c", "C", popularity=0.1), entity("a", "A", popularity=0.9), entity("b", "B", popularity=0.5))),
        NOON,
    )

    by_id = await store.of_kind(await store.shelf(GLOBAL_COMMUNITY), "person", 10)

    assert [e.key for e in sorted(by_id, key=lambda e: e.id)] == ["a", "b", "c"]


async def test_installing_the_same_again_changes_nothing(store: Storage) -> None:
    await store.install(FILMS, NOON)
    shelf = await store.shelf(GLOBAL_COMMUNITY)
    before = await store.of_relation(shelf, "motto", 10)

    stored = await store.install(FILMS, LATER)

    assert list(await store.packs()) == [stored]
    assert await store.shelf(GLOBAL_COMMUNITY) == shelf
    assert await store.of_relation(shelf, "motto", 10) == before
    assert same(await store.content("films"), FILMS)


async def test_a_new_version_keeps_ids_revises_what_changed_and_retires_what_is_gone(store: Storage) -> None:
    kept = fact("heat", "directed_by", "mann")
    doubted = fact("heat", "starring", "pacino")
    gone = fact("heat", "motto", Text("Gone"))
    await store.install(with_facts(FILMS, kept, doubted, gone, version="1"), NOON)
    shelf = await store.shelf(GLOBAL_COMMUNITY)
    before = {f.relation: f for r in ("directed_by", "starring", "motto") for f in await store.of_relation(shelf, r, 9)}

    new = fact("heat", "votes", Number(Decimal(1)))
    second = with_facts(FILMS, new, replace(doubted, certainty=Certainty.RUMOURED), kept)
    await store.install(second, LATER)

    [directed] = await store.of_relation(shelf, "directed_by", 9)
    [starring] = await store.of_relation(shelf, "starring", 9)
    assert directed == before["directed_by"]
    assert starring == replace(before["starring"], certainty=Certainty.RUMOURED, revision=2)
    assert await store.of_relation(shelf, "motto", 9) == []
    assert await store.facts([before["motto"].id]) == []
    assert len(await store.of_relation(shelf, "votes", 9)) == 1
    assert set((await store.content("films")).facts) == set(second.facts)
    history = await store.history(GLOBAL_COMMUNITY, before["motto"].id)
    assert [(r.number, r.at, r.retired, r.author) for r in history] == [
        (1, NOON, False, "pack films 1"),
        (2, LATER, True, "pack films 2"),
    ]


async def test_a_fact_that_comes_back_keeps_its_id(store: Storage) -> None:
    motto = fact("heat", "motto", Text("Back"))
    await store.install(with_facts(FILMS, motto), NOON)
    shelf = await store.shelf(GLOBAL_COMMUNITY)
    [before] = await store.of_relation(shelf, "motto", 9)
    await store.install(with_facts(FILMS), LATER)

    await store.install(with_facts(FILMS, motto), LAST)

    [after] = await store.of_relation(shelf, "motto", 9)
    assert (after.id, after.revision) == (before.id, 3)


async def test_two_sources_of_one_fact_are_two_facts(store: Storage) -> None:
    twice = with_facts(FILMS, fact("heat", "directed_by", "mann"), fact("heat", "directed_by", "mann", source="s2"))

    await store.install(twice, NOON)
    await store.install(twice, LATER)

    found = await store.of_relation(await store.shelf(GLOBAL_COMMUNITY), "directed_by", 9)
    assert [(f.source.key, f.revision) for f in found] == [("s1", 1), ("s2", 1)]


async def test_an_entity_keeps_its_id_when_it_is_renamed(store: Storage) -> None:
    await store.install(FILMS, NOON)
    shelf = await store.shelf(GLOBAL_COMMUNITY)
    before = (await store.by_name(shelf, ["heat"]))["heat"][0].entity
    renamed = tuple(replace(e, name="Heat (1995)", popularity=0.2) if e.key == "heat" else e for e in FILMS.entities)

    await store.install(replace(FILMS, entities=renamed), LATER)

    after = (await store.by_name(shelf, ["heat 1995"]))["heat 1995"][0].entity
    assert after == replace(before, name="Heat (1995)", popularity=0.2)
    [directed] = await store.of_relation(shelf, "directed_by", 9)
    assert directed.subject == after


async def test_a_source_that_changed_brings_a_revision(store: Storage) -> None:
    await store.install(FILMS, NOON)
    shelf = await store.shelf(GLOBAL_COMMUNITY)
    mended = tuple(replace(s, title="The Weekly Film") if s.key == "s1" else s for s in FILMS.sources)

    await store.install(replace(FILMS, sources=mended), LATER)

    [directed] = await store.of_relation(shelf, "directed_by", 9)
    assert (directed.source.title, directed.revision) == ("The Weekly Film", 2)
    assert same(await store.content("films"), replace(FILMS, sources=mended))


async def test_a_removed_pack_leaves_every_shelf_and_its_facts_are_retired(store: Storage) -> None:
    await store.install(FILMS, NOON)
    shelf = await store.shelf(GLOBAL_COMMUNITY)
    [directed] = await store.of_relation(shelf, "directed_by", 9)

    await store.remove("films", LATER)

    assert list(await store.packs()) == []
    assert (await store.shelf(GLOBAL_COMMUNITY)).packs == ()
    assert await store.facts([directed.id]) == []
    assert await store.by_name(shelf, ["heat"]) == {}
    with pytest.raises(NotFound):
        await store.content("films")


async def test_a_pack_installed_again_after_removal_has_its_old_ids(store: Storage) -> None:
    first = await store.install(FILMS, NOON)
    shelf = await store.shelf(GLOBAL_COMMUNITY)
    [before] = await store.of_relation(shelf, "directed_by", 9)
    await store.remove("films", LATER)

    again = await store.install(FILMS, LAST)

    assert again == first
    [after] = await store.of_relation(shelf, "directed_by", 9)
    assert after == replace(before, revision=3)
    assert set(await store.by_name(shelf, ["heat", "matrix"])) == {"heat", "matrix"}
    assert same(await store.content("films"), FILMS)


async def test_what_is_not_there_cannot_be_removed_or_written_down(store: Storage) -> None:
    with pytest.raises(NotFound, match="nothing"):
        await store.remove("nothing", NOON)
    with pytest.raises(NotFound, match="nothing"):
        await store.content("nothing")


async def test_every_community_reads_every_shared_pack_until_it_chooses(store: Storage) -> None:
    films = await store.install(FILMS, NOON)
    others = await store.install(pack((), name="others"), NOON)

    assert (await store.shelf(GUILD)).packs == (films.id, others.id)
    assert (await store.choose(GUILD, ["others"])).packs == (others.id,)
    assert (await store.choose(GUILD, [])).packs == ()
    assert (await store.shelf(GLOBAL_COMMUNITY)).packs == (films.id, others.id)
    assert (await store.choose(GUILD, None)).packs == (films.id, others.id)
    assert (await store.shelf(GUILD)).community == GUILD


async def test_a_new_pack_goes_on_the_shelves_of_those_who_chose_too(store: Storage) -> None:
    await store.install(FILMS, NOON)
    await store.choose(GUILD, [])

    others = await store.install(pack((), name="others"), NOON)

    assert (await store.shelf(GUILD)).packs == (others.id,)


async def test_choosing_an_unknown_pack_changes_nothing(store: Storage) -> None:
    films = await store.install(FILMS, NOON)

    with pytest.raises(NotFound):
        await store.choose(GUILD, ["films", "nothing"])

    assert (await store.shelf(GUILD)).packs == (films.id,)


async def test_names_of_communities_own_packs_are_kept_for_them(store: Storage) -> None:
    with pytest.raises(Conflict):
        await store.install(pack((), name="community:7"), NOON)

    assert list(await store.packs()) == []


async def test_progress_ends_at_the_whole(store: Storage) -> None:
    told: list[tuple[int, int]] = []

    await store.install(FILMS, NOON, lambda done, total: told.append((done, total)))

    assert told[-1] == (20, 20)  # a question that somebody wrote counts as what it asks about and what it says
    assert told == sorted(told)


async def test_questions_that_people_wrote_come_back(store: Storage) -> None:
    await store.install(FILMS, NOON)
    await store.install(replace(FILMS, questions=(replace(QUESTION, stem="Who, again?"),)), LATER)

    assert [q.stem for q in (await store.content("films")).questions] == ["Who, again?"]
