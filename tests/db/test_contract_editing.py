"""A community's own facts, on every store; and that nothing of one community reaches another."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.db.conftest import Storage
from tests.db.samples import FILMS, LAST, LATER, NOON, pack
from trivia.errors import NotFound
from trivia.facts.dates import PartialDate
from trivia.facts.model import (
    Certainty,
    CommunityId,
    Entity,
    EntityId,
    Fact,
    FactId,
    Number,
    Qualifier,
    Shelf,
    SpoilerPoint,
    SpoilerScope,
    Text,
)
from trivia.ports import NewEntity, NewFact

US = CommunityId(1)
THEM = CommunityId(2)


async def heat(store: Storage, community: CommunityId = US) -> Entity:
    await store.install(FILMS, NOON)
    return (await store.by_name(await store.shelf(community), ["heat"]))["heat"][0].entity


def new(subject: EntityId | NewEntity, text: str = "Ours", certainty: Certainty = Certainty.CONFIRMED) -> NewFact:
    return NewFact(subject, "motto", Text(text), certainty, "Us", "https://example.org", f"It is {text}.")


async def test_an_added_fact_is_read_by_its_community(store: Storage) -> None:
    film = await heat(store)

    added = await store.add(US, new(film.id), "anna", NOON)

    assert (added.subject, added.value, added.sentence, added.revision) == (film, Text("Ours"), "It is Ours.", 1)
    assert (added.source.title, added.source.address, added.pack) == ("Us", "https://example.org", "community:1")
    shelf = await store.shelf(US)
    assert added in await store.forward(shelf, "motto", [film.id])
    assert await store.facts([added.id]) == [added]
    [own] = [p for p in await store.packs() if p.community == US]
    assert (own.id, own.facts, own.entities) == (shelf.packs[-1], 1, 0)


async def test_everything_a_fact_may_hold_is_kept(store: Storage) -> None:
    film = await heat(store)
    qualifiers = (Qualifier("as", film), Qualifier("votes", Number(Decimal("1.5"))))
    spoiler = SpoilerScope(film, SpoilerPoint(2, 3))

    added = await store.add(
        US,
        replace(new(film.id), qualifiers=qualifiers, spoiler=spoiler, stated_on=PartialDate(2020, 2)),
        "anna",
        NOON,
    )

    assert (added.qualifiers, added.spoiler, added.stated_on) == (qualifiers, spoiler, PartialDate(2020, 2))
    assert added in await store.about(await store.shelf(US), film.id, 50)


async def test_new_entities_come_with_a_fact_and_are_known_from_then_on(store: Storage) -> None:
    film = NewEntity("Our Film", "film", ("OF",))
    person = NewEntity("Our Person", "person")

    added = await store.add(US, NewFact(film, "directed_by", person, Certainty.CONFIRMED, "Us", "", ""), "a", NOON)
    again = await store.add(US, new(NewEntity("our film!", "film")), "a", NOON)

    assert isinstance(added.value, Entity)
    assert (added.subject.name, added.subject.kind, added.value.name) == ("Our Film", "film", "Our Person")
    assert again.subject == added.subject
    shelf = await store.shelf(US)
    found = await store.by_name(shelf, ["our film", "of", "our person"])
    assert {name: m[0].entity for name, m in found.items()} == {
        "our film": added.subject,
        "of": added.subject,
        "our person": added.value,
    }
    assert (await store.near_name(shelf, "our flim", 1))[0].entity == added.subject
    assert (await store.by_words(shelf, ["person"], 5))[0].entity == added.value


async def test_saying_the_same_again_returns_the_fact_that_is_there(store: Storage) -> None:
    film = await heat(store)
    first = await store.add(US, new(film.id), "anna", NOON)
    shared = await store.forward(await store.shelf(US), "motto", [film.id])

    again = await store.add(US, new(film.id), "bert", LATER)
    of_the_pack = await store.add(US, new(film.id, "A Los Angeles Crime Saga"), "bert", LATER)
    otherwise = await store.add(US, new(film.id, certainty=Certainty.RUMOURED), "bert", LATER)

    assert again == first
    assert of_the_pack == shared[0]
    assert otherwise.id != first.id


async def test_a_retired_fact_is_no_longer_read_and_can_be_restored(store: Storage) -> None:
    film = await heat(store)
    added = await store.add(US, new(film.id), "anna", NOON)
    shelf = await store.shelf(US)

    retired = await store.retire(US, added.id, "bert", LATER, "wrong")
    seen = [f.id for f in await store.forward(shelf, "motto", [film.id])]
    restored = await store.restore(US, added.id, "carl", LAST, "right after all")

    assert added.id not in seen
    assert (retired.id, retired.revision, restored.revision) == (added.id, 2, 3)
    assert restored in await store.forward(shelf, "motto", [film.id])
    history = await store.history(US, added.id)
    assert [(r.number, r.author, r.at, r.reason, r.retired) for r in history] == [
        (1, "anna", NOON, "", False),
        (2, "bert", LATER, "wrong", True),
        (3, "carl", LAST, "right after all", False),
    ]
    assert history[0].fact == added


async def test_deciding_the_same_twice_changes_nothing(store: Storage) -> None:
    film = await heat(store)
    added = await store.add(US, new(film.id), "anna", NOON)
    [shared] = await store.of_relation(await store.shelf(US), "directed_by", 9)

    for fact in (added, shared):
        await store.restore(US, fact.id, "bert", LATER, "")
        await store.retire(US, fact.id, "bert", LATER, "")
        await store.retire(US, fact.id, "bert", LAST, "")

        assert [r.retired for r in await store.history(US, fact.id)] == [False, True]


async def test_a_shared_fact_is_retired_for_one_community_alone(store: Storage) -> None:
    film = await heat(store)
    ours, theirs = await store.shelf(US), await store.shelf(THEM)
    [directed] = await store.of_relation(ours, "directed_by", 9)
    assert isinstance(directed.value, Entity)

    await store.retire(US, directed.id, "anna", LATER, "we know better")

    assert await reads(store, ours, film, directed) == set()
    assert await reads(store, theirs, film, directed) == {"forward", "inverse", "relation", "about", "sizes", "sample"}
    assert [r.retired for r in await store.history(US, directed.id)] == [False, True]
    assert [r.retired for r in await store.history(THEM, directed.id)] == [False]

    await store.restore(US, directed.id, "anna", LAST, "")

    assert await reads(store, ours, film, directed) == {"forward", "inverse", "relation", "about", "sizes", "sample"}


async def test_a_shared_literal_that_is_retired_is_not_found_by_its_value(store: Storage) -> None:
    await heat(store)
    shelf = await store.shelf(US)
    [votes] = await store.of_relation(shelf, "votes", 9)
    motto = (await store.of_relation(shelf, "motto", 9))[0]

    await store.retire(US, votes.id, "anna", LATER, "")
    await store.retire(US, motto.id, "anna", LATER, "")

    assert await store.with_literal(shelf, "votes", 0, 10**9) == []
    assert await store.with_text(shelf, "motto", ["a los angeles crime saga"]) == []
    assert (await store.relation_sizes(shelf)).get("votes") is None


async def reads(store: Storage, shelf: Shelf, film: Entity, fact: Fact) -> set[str]:
    """Return the ways in which a fact, whose value is an entity, is read on a shelf."""
    assert isinstance(fact.value, Entity)
    found = {
        "forward": fact in await store.forward(shelf, fact.relation, [film.id]),
        "inverse": fact in await store.inverse(shelf, fact.relation, [fact.value.id]),
        "relation": fact in await store.of_relation(shelf, fact.relation, 99),
        "about": fact in await store.about(shelf, fact.value.id, 99),
        "sizes": bool((await store.relation_sizes(shelf)).get(fact.relation)),
        "sample": fact in await store.sample(shelf, fact.relation, 0.3, 99),
    }
    return {way for way, is_read in found.items() if is_read}


async def test_nothing_of_one_community_reaches_another(store: Storage) -> None:
    film = await heat(store)
    secret = NewEntity("The Secret Person", "person", ("Secret Alias",))
    added = await store.add(US, NewFact(film.id, "starring", secret, Certainty.CONFIRMED, "Us", "", ""), "anna", NOON)
    assert isinstance(added.value, Entity)
    stated = await store.add(US, replace(new(film.id, "Secret motto"), relation="nickname"), "anna", NOON)
    number = await store.add(
        US, NewFact(film.id, "rank", Number(Decimal(5)), Certainty.CONFIRMED, "Us", "", ""), "anna", NOON
    )

    for shelf in (await store.shelf(THEM), await store.shelf(CommunityId(0))):
        names = await store.by_name(shelf, ["the secret person", "secret person", "secret alias"])
        assert names == {}
        assert await store.near_name(shelf, "secret persno", 2) == []
        assert await store.by_words(shelf, ["secret"], 9) == []
        assert await store.by_prefix(shelf, "secr", 9) == []
        assert added.value not in await store.of_kind(shelf, "person", 99)
        for found in (
            await store.forward(shelf, "starring", [film.id]),
            await store.inverse(shelf, "starring", [added.value.id]),
            await store.of_relation(shelf, "starring", 99),
            await store.about(shelf, film.id, 99),
            await store.about(shelf, added.value.id, 99),
            await store.with_text(shelf, "nickname", ["secret motto"]),
            await store.with_literal(shelf, "rank", 0, 9),
            await store.sample(shelf, "starring", 0.0, 99),
            await store.sample(shelf, "nickname", 0.0, 99),
        ):
            assert not {added.id, stated.id, number.id} & {f.id for f in found}
        assert not {"nickname", "rank"} & set(await store.relation_sizes(shelf))


async def test_nobody_decides_on_another_communitys_facts_or_reads_their_history(store: Storage) -> None:
    film = await heat(store)
    added = await store.add(US, new(film.id), "anna", NOON)

    with pytest.raises(NotFound):
        await store.retire(THEM, added.id, "eve", LATER, "")
    with pytest.raises(NotFound):
        await store.restore(THEM, added.id, "eve", LATER, "")
    with pytest.raises(NotFound):
        await store.history(THEM, added.id)

    assert [r.retired for r in await store.history(US, added.id)] == [False]


async def test_nobody_states_anything_of_another_communitys_entities(store: Storage) -> None:
    film = await heat(store)
    ours = await store.add(US, new(NewEntity("Our Film", "film")), "anna", NOON)
    entity = ours.subject

    for fact in (
        new(entity.id),
        NewFact(film.id, "starring", entity.id, Certainty.CONFIRMED, "", "", ""),
        replace(new(film.id), qualifiers=(Qualifier("as", entity),)),
        replace(new(film.id), spoiler=SpoilerScope(entity, SpoilerPoint())),
        new(EntityId(10**6)),
        new(EntityId(2**70)),
    ):
        with pytest.raises(NotFound):
            await store.add(THEM, fact, "eve", NOON)

    assert (await store.shelf(THEM)).packs == (await store.shelf(CommunityId(3))).packs


async def test_a_pack_off_the_shelf_is_out_of_its_editors_reach_too(store: Storage) -> None:
    film = await heat(store)
    [directed] = await store.of_relation(await store.shelf(THEM), "directed_by", 9)
    await store.install(pack((), name="others"), NOON)
    await store.choose(THEM, ["others"])

    with pytest.raises(NotFound):
        await store.retire(THEM, directed.id, "eve", NOON, "")
    with pytest.raises(NotFound):
        await store.history(THEM, directed.id)
    with pytest.raises(NotFound):
        await store.add(THEM, new(film.id), "eve", NOON)


async def test_facts_that_do_not_exist_are_named_in_the_refusal(store: Storage) -> None:
    for unknown in (FactId(12345), FactId(2**70), FactId(-3)):
        with pytest.raises(NotFound, match=str(unknown)):
            await store.retire(US, unknown, "anna", NOON, "")
        with pytest.raises(NotFound, match=str(unknown)):
            await store.history(US, unknown)


async def test_a_communitys_own_pack_can_be_written_down(store: Storage) -> None:
    film = await heat(store)
    await store.add(US, new(film.id), "anna", NOON)
    await store.add(US, new(NewEntity("Our Film", "film", ("OF",))), "anna", NOON)

    content = await store.content("community:1")

    assert {(e.name, e.aliases) for e in content.entities} == {("Heat", ()), ("Our Film", ("OF",))}
    keys = {e.key for e in content.entities}
    assert {f.subject.key for f in content.facts} == keys
    assert [s.title for s in content.sources] == ["Us"]


async def test_texts_that_a_store_might_refuse_are_kept_readable(real_store: Storage) -> None:
    film = await heat(real_store)
    odd = "NUL \0 surrogate \ud800 right-to-left \u202e end"

    added = await real_store.add(US, replace(new(film.id, odd), sentence=odd), odd, NOON)

    kept = "NUL \ufffd surrogate \ufffd right-to-left \u202e end"
    assert (added.value, added.sentence) == (Text(kept), kept)
    assert (await real_store.history(US, added.id))[0].author == kept
    assert await real_store.by_name(await real_store.shelf(US), [odd]) == {}


async def test_very_long_texts_are_kept(store: Storage) -> None:
    long = "long words " * 20_000
    film = await heat(store)

    added = await store.add(US, replace(new(film.id, long), sentence=long), "anna", NOON)
    entity = await store.add(US, new(NewEntity(long, "film", (long * 2,))), "anna", NOON)

    assert (added.value, added.sentence) == (Text(long), long)
    assert entity.subject.name == long
