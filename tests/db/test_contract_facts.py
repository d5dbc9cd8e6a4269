"""Reading facts, on every store."""

from dataclasses import replace
from decimal import Decimal

from tests.db.conftest import Storage
from tests.db.samples import FILMS, LATER, NOON, SOURCE, VOCABULARY, entity, fact, pack
from trivia.facts.dates import PartialDate
from trivia.facts.model import (
    GLOBAL_COMMUNITY,
    Certainty,
    CommunityId,
    Entity,
    EntityId,
    Fact,
    FactId,
    Number,
    Shelf,
    SpoilerPoint,
    Text,
)
from trivia.facts.vocabulary import Vocabulary
from trivia.ports import FactChange, NewFact, shuffle_place


async def films(store: Storage) -> Shelf:
    await store.install(FILMS, NOON)
    return await store.shelf(GLOBAL_COMMUNITY)


async def id_of(store: Storage, shelf: Shelf, name: str) -> EntityId:
    return (await store.by_name(shelf, [name]))[name][0].entity.id


async def only(store: Storage, shelf: Shelf, relation: str) -> Fact:
    [found] = await store.of_relation(shelf, relation, 10)
    return found


async def test_a_fact_comes_back_whole(store: Storage) -> None:
    shelf = await films(store)

    found = await only(store, shelf, "directed_by")

    assert isinstance(found.value, Entity)
    assert (found.subject.name, found.value.name, found.pack) == ("Heat", "Michael Mann", "films")
    assert found.certainty is Certainty.CONFIRMED
    assert found.source == SOURCE
    assert found.sentence == "Heat was directed by Michael Mann."
    assert (found.qualifiers, found.stated_on, found.spoiler, found.revision) == ((), None, None, 1)


async def test_literals_of_every_type_come_back_as_they_were(store: Storage) -> None:
    shelf = await films(store)
    written = {row.relation: row.value for row in FILMS.facts if row.subject.key == "heat"}

    for relation in ("votes", "area", "motto", "in_colour"):
        assert (await store.of_relation(shelf, relation, 1))[0].value == written[relation]


async def test_qualifiers_date_and_spoiler_come_back(store: Storage) -> None:
    shelf = await films(store)

    starring = (await store.of_relation(shelf, "starring", 1))[0]
    hanna = starring.qualifier("as")
    assert isinstance(hanna, Entity)
    assert hanna.name == "Vincent Hanna"
    assert starring.qualifier("votes") == Number(Decimal(3))
    assert (await store.of_relation(shelf, "released", 1))[0].stated_on == PartialDate(2019, 6)
    spoiler = (await store.of_relation(shelf, "motto", 2))[1].spoiler
    assert spoiler is not None
    assert (spoiler.work.name, spoiler.point) == ("Rocky 2", SpoilerPoint(1, 2))


async def test_forward_and_inverse_follow_a_relation_from_either_end(store: Storage) -> None:
    shelf = await films(store)
    heat, mann = await id_of(store, shelf, "heat"), await id_of(store, shelf, "michael mann")

    assert [f.relation for f in await store.forward(shelf, "directed_by", [heat, mann])] == ["directed_by"]
    assert [f.subject.name for f in await store.inverse(shelf, "directed_by", [mann])] == ["Heat"]
    assert [f.subject.name for f in await store.inverse(shelf, "starring", [mann])] == ["Rocky 3"]
    assert await store.forward(shelf, "directed_by", [mann]) == []
    assert await store.forward(shelf, "directed_by", []) == []


async def test_any_number_of_entities_may_be_followed_at_once_in_the_order_of_facts(store: Storage) -> None:
    count = 2_500
    people = tuple(entity(f"p{i}", f"Person {i}") for i in range(count))
    facts = tuple(fact(f"p{i}", "votes", Number(Decimal(i))) for i in reversed(range(count)))
    await store.install(pack(people, facts), NOON)
    shelf = await store.shelf(GLOBAL_COMMUNITY)
    ids = [e.id for e in await store.of_kind(shelf, "person", count)]

    found = await store.forward(shelf, "votes", ids)

    assert len(found) == count
    assert [f.id for f in found] == sorted(f.id for f in found)
    assert len(await store.entities(ids)) == count
    assert len(await store.facts([f.id for f in found])) == count


async def test_literals_are_found_by_range(store: Storage) -> None:
    shelf = await films(store)

    async def found(relation: str, low: float, high: float) -> list[str]:
        return [f.subject.name for f in await store.with_literal(shelf, relation, low, high)]

    assert await found("released", 19950000, 19960000) == ["Heat"]
    assert await found("released", PartialDate(1999).first_day, PartialDate(1999).last_day) == ["The Matrix"]
    assert await found("released", float("-inf"), float("inf")) == ["Heat", "The Matrix"]
    assert await found("votes", 643801, 643801) == ["Heat"]
    assert await found("area", 1.5, 1.5) == ["Heat"]
    assert await found("votes", 0, 10) == []


async def test_texts_are_found_folded(store: Storage) -> None:
    shelf = await films(store)

    found = await store.with_text(shelf, "motto", ["a los angeles crime saga", "redemption", "other"])

    assert [f.subject.name for f in found] == ["Heat", "Rocky 2"]
    assert await store.with_text(shelf, "motto", []) == []


async def test_texts_that_differ_far_behind_are_told_apart(store: Storage) -> None:
    long = "word " * 380
    await store.install(pack((entity("a", "A"),), (fact("a", "motto", Text(f"{long}one")),)), NOON)
    shelf = await store.shelf(GLOBAL_COMMUNITY)

    assert len(await store.with_text(shelf, "motto", [f"{long}one"])) == 1
    assert await store.with_text(shelf, "motto", [f"{long}two"]) == []


async def test_about_finds_an_entity_as_subject_value_and_qualifier(store: Storage) -> None:
    shelf = await films(store)

    async def about(name: str, limit: int = 50) -> list[str]:
        return [f.relation for f in await store.about(shelf, await id_of(store, shelf, name), limit)]

    assert await about("michael mann") == ["directed_by", "starring"]
    assert await about("vincent hanna") == ["starring"]
    assert len(await about("heat")) == 7
    assert await about("heat", 2) == ["directed_by", "starring"]
    assert await about("the big heat") == []


async def test_entities_of_a_kind_come_most_popular_first(store: Storage) -> None:
    shelf = await films(store)

    assert [e.key for e in await store.of_kind(shelf, "film", 3)] == ["heat", "the-matrix", "rocky-2"]
    assert await store.of_kind(shelf, "planet", 3) == []


async def test_facts_by_id_come_in_order_and_unknown_ids_are_absent(store: Storage) -> None:
    shelf = await films(store)
    ids = [f.id for f in await store.of_relation(shelf, "starring", 10)]

    assert [f.id for f in await store.facts([*reversed(ids), FactId(10**9), FactId(2**70), FactId(-1)])] == ids
    assert await store.facts([]) == []
    assert await store.entities([EntityId(2**70)]) == {}


async def test_relation_sizes_count_confirmed_facts_alone(store: Storage) -> None:
    shelf = await films(store)

    sizes = await store.relation_sizes(shelf)

    assert sizes == {
        "directed_by": 1, "starring": 1, "released": 1, "votes": 1, "area": 1, "motto": 2, "in_colour": 1,
        "written:films": 1,
    }  # fmt: skip
    assert await store.relation_sizes(Shelf(())) == {}


async def test_a_shelf_has_another_state_once_anything_on_it_changes(store: Storage) -> None:
    shelf = await films(store)
    heat = await id_of(store, shelf, "heat")
    seen = [await store.state(shelf)]
    assert await store.state(shelf) == seen[0]
    assert await store.state(await store.shelf(CommunityId(7))) == await store.state(await store.shelf(CommunityId(8)))

    async def changed() -> Shelf:
        now = await store.shelf(GLOBAL_COMMUNITY)
        seen.append(await store.state(now))
        return now

    await store.add_alias(GLOBAL_COMMUNITY, heat, "The Big One", "mia", LATER)
    await changed()
    mine = await store.add(
        GLOBAL_COMMUNITY, NewFact(heat, "nickname", Text("Old"), Certainty.CONFIRMED, "", "", "."), "mia", LATER
    )
    await changed()
    await store.edit(GLOBAL_COMMUNITY, mine.id, FactChange(value=Text("New")), "mia", LATER)
    await changed()
    await store.retire(GLOBAL_COMMUNITY, mine.id, "mia", LATER, "")
    await changed()
    await store.retire(GLOBAL_COMMUNITY, (await only(store, shelf, "directed_by")).id, "mia", LATER, "")
    await changed()
    await store.install(replace(FILMS, facts=FILMS.facts[:-1]), LATER)
    await changed()

    assert len(set(seen)) == len(seen)


async def test_facts_that_come_and_go_are_counted(store: Storage) -> None:
    shelf = await films(store)
    heat = await id_of(store, shelf, "heat")
    before = (await store.relation_sizes(shelf)).get("votes", 0)

    async def votes(community: CommunityId) -> int:
        return (await store.relation_sizes(await store.shelf(community))).get("votes", 0)

    first, second = [
        await store.add(
            CommunityId(7), NewFact(heat, "votes", Number(Decimal(n)), Certainty.CONFIRMED, "", "", "."), "mia", LATER
        )
        for n in (901, 902)
    ]
    assert await votes(CommunityId(7)) == before + 2
    await store.retire(CommunityId(7), first.id, "mia", LATER, "")
    assert await votes(CommunityId(7)) == before + 1
    await store.restore(CommunityId(7), first.id, "mia", LATER, "")
    await store.edit(CommunityId(7), second.id, FactChange(certainty=Certainty.RUMOURED), "mia", LATER)
    assert await votes(CommunityId(7)) == before + 1
    assert await votes(CommunityId(8)) == before


async def test_the_ids_of_a_sample_and_of_what_came_later_can_be_read_alone(store: Storage) -> None:
    assert await store.newest_fact() == 0
    people = tuple(entity(f"p{i}", f"Person {i}") for i in range(12))
    await store.install(pack(people, tuple(fact(e.key, "votes", Number(Decimal(1))) for e in people)), NOON)
    shelf = await store.shelf(GLOBAL_COMMUNITY)
    sampled = [f.id for f in await store.sample(shelf, "votes", 0.3, 5)]

    assert list(await store.sample_ids(shelf, "votes", 0.3, 5)) == sampled
    assert list(await store.sample_ids(Shelf(()), "votes", 0.3, 5)) == []
    everything = sorted(await store.sample_ids(shelf, "votes", 0.0, 1_000))
    assert list(await store.newer_ids(shelf, "votes", FactId(0), 1_000)) == everything
    assert list(await store.newer_ids(shelf, "votes", everything[0], 1)) == everything[1:2]
    assert list(await store.newer_ids(shelf, "votes", everything[-1], 5)) == []
    assert list(await store.newer_ids(Shelf(()), "votes", FactId(0), 5)) == []
    assert await store.newest_fact() >= everything[-1]
    await store.retire(GLOBAL_COMMUNITY, everything[0], "Mia", LATER, "wrong")
    assert everything[0] not in await store.newer_ids(shelf, "votes", FactId(0), 1_000)


async def test_samples_are_drawn_from_one_fixed_shuffle_that_wraps_round(store: Storage) -> None:
    people = tuple(entity(f"p{i}", f"Person {i}") for i in range(40))
    await store.install(pack(people, tuple(fact(e.key, "votes", Number(Decimal(1))) for e in people)), NOON)
    shelf = await store.shelf(GLOBAL_COMMUNITY)
    shuffled = sorted((f.id for f in await store.of_relation(shelf, "votes", 100)), key=shuffle_place)

    everything = [f.id for f in await store.sample(shelf, "votes", 0.0, 100)]
    late = [f.id for f in await store.sample(shelf, "votes", 0.97, 20)]

    assert everything == shuffled
    first = next((i for i, f in enumerate(shuffled) if shuffle_place(f) >= 0.97 * 2**32), 0)
    assert late == (shuffled[first:] + shuffled)[:20]
    assert await store.sample(shelf, "votes", 0.5, 0) == []
    assert await store.sample(shelf, "starring", 0.5, 5) == []


async def test_only_confirmed_facts_are_drawn(store: Storage) -> None:
    shelf = await films(store)

    assert [f.subject.name for f in await store.sample(shelf, "starring", 0.2, 10)] == ["Heat"]


async def test_the_vocabulary_of_a_shelf_is_merged_and_stays_one_object(store: Storage) -> None:
    shelf = await films(store)

    vocabulary = await store.vocabulary(shelf)

    assert vocabulary == VOCABULARY
    assert await store.vocabulary(shelf) is vocabulary
    assert await store.vocabulary(Shelf(())) == Vocabulary()


async def test_a_new_version_of_a_pack_brings_its_vocabulary(store: Storage) -> None:
    shelf = await films(store)
    before = await store.vocabulary(shelf)
    changed = Vocabulary(VOCABULARY.kinds, {})

    await store.install(type(FILMS)(FILMS.info, changed, FILMS.sources, FILMS.entities, ()), LATER)

    assert await store.vocabulary(shelf) == changed
    assert before == VOCABULARY


async def test_facts_of_packs_off_the_shelf_are_not_read(store: Storage) -> None:
    everything = await films(store)
    heat = await id_of(store, everything, "heat")
    mann = await id_of(store, everything, "michael mann")
    await store.install(pack((entity("x", "X"),), name="others"), NOON)
    shelf = await store.choose(CommunityId(3), ["others"])

    assert await store.forward(shelf, "directed_by", [heat]) == []
    assert await store.inverse(shelf, "directed_by", [mann]) == []
    assert await store.with_literal(shelf, "votes", 0, 10**9) == []
    assert await store.with_text(shelf, "motto", ["redemption"]) == []
    assert await store.of_relation(shelf, "votes", 10) == []
    assert await store.about(shelf, heat, 10) == []
    assert await store.of_kind(shelf, "film", 10) == []
    assert await store.relation_sizes(shelf) == {}
    assert await store.sample(shelf, "votes", 0.0, 10) == []


async def test_links_are_the_facts_between_entities_of_any_relation(store: Storage) -> None:
    shelf = await films(store)
    heat = await id_of(store, shelf, "heat")
    facts = [f for f in await store.about(shelf, heat, 100) if f.subject.id == heat and isinstance(f.value, Entity)]

    found = await store.links(shelf, [heat])

    assert facts
    assert [(link.fact, link.subject, link.relation, link.value) for link in found] == [
        (f.id, heat, f.relation, f.value.id) for f in facts if isinstance(f.value, Entity)
    ]
    assert await store.links(Shelf(()), [heat]) == []


async def test_a_link_that_a_community_retired_is_none_there(store: Storage) -> None:
    shelf = await films(store)
    directed = await only(store, shelf, "directed_by")
    mine = await store.shelf(CommunityId(7))
    await store.retire(CommunityId(7), directed.id, "Mia", LATER, "wrong")

    assert directed.id in {link.fact for link in await store.links(shelf, [directed.subject.id])}
    assert directed.id not in {link.fact for link in await store.links(mine, [directed.subject.id])}
