"""Facts mended and names given by a community, on every store."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.db.conftest import Storage
from tests.db.samples import FILMS, LAST, LATER, NOON, entity, pack
from tests.db.samples import fact as a_fact
from trivia.errors import Conflict, NotFound
from trivia.facts.dates import PartialDate
from trivia.facts.model import (
    Certainty,
    CommunityId,
    Entity,
    EntityId,
    FactId,
    Number,
    Qualifier,
    SpoilerPoint,
    SpoilerScope,
    Text,
)
from trivia.ports import FactChange, NewEntity, NewFact

US = CommunityId(1)
THEM = CommunityId(2)


async def named(store: Storage, name: str, community: CommunityId = US) -> Entity:
    return (await store.by_name(await store.shelf(community), [name]))[name][0].entity


async def own(store: Storage, text: str = "Ours") -> tuple[Entity, FactId]:
    await store.install(FILMS, NOON)
    film = await named(store, "heat")
    fact = NewFact(film.id, "motto", Text(text), Certainty.CONFIRMED, "Us", "https://example.org", "It is ours.")
    return film, (await store.add(US, fact, "anna", NOON)).id


async def test_a_mended_fact_keeps_its_number_and_gains_a_revision(store: Storage) -> None:
    film, fact = await own(store)

    mended = await store.edit(US, fact, FactChange(value=Text("Theirs")), "bert", LATER, reason="misheard")

    assert (mended.id, mended.revision, mended.value) == (fact, 2, Text("Theirs"))
    assert mended in await store.forward(await store.shelf(US), "motto", [film.id])
    assert await store.with_text(await store.shelf(US), "motto", ["ours"]) == []
    first, second = await store.history(US, fact)
    assert (first.fact.value, first.author) == (Text("Ours"), "anna")
    assert (second.fact, second.author, second.at, second.reason) == (mended, "bert", LATER, "misheard")


async def test_everything_about_a_fact_can_be_mended_and_what_is_not_named_stays(store: Storage) -> None:
    film, fact = await own(store)
    qualifiers = (Qualifier("as", film), Qualifier("votes", Number(Decimal("1.5"))))
    spoiler = SpoilerScope(film, SpoilerPoint(2, 3))
    change = FactChange(
        value=Text("Other"),
        qualifiers=qualifiers,
        certainty=Certainty.REPORTED,
        source=("A paper", "https://example.org/paper"),
        sentence="So they say.",
        stated_on=PartialDate(2020, 2),
        spoiler=spoiler,
    )

    mended = await store.edit(US, fact, change, "bert", LATER)
    again = await store.edit(US, fact, FactChange(certainty=Certainty.CONFIRMED), "bert", LAST)
    cleared = await store.edit(US, fact, FactChange(clear=frozenset({"spoiler", "stated_on"})), "bert", LAST)

    assert (mended.value, mended.qualifiers, mended.certainty) == (Text("Other"), qualifiers, Certainty.REPORTED)
    assert (mended.source.title, mended.source.address) == change.source
    assert (mended.sentence, mended.stated_on, mended.spoiler) == ("So they say.", PartialDate(2020, 2), spoiler)
    assert again == replace(mended, certainty=Certainty.CONFIRMED, revision=3)
    assert cleared == replace(again, spoiler=None, stated_on=None, revision=4)


async def test_a_mended_value_may_be_new_or_in_a_qualifier_and_is_found_there(store: Storage) -> None:
    await store.install(FILMS, NOON)
    heat, rocky = await named(store, "heat"), await named(store, "rocky 2")
    new = NewFact(heat.id, "starring", NewEntity("Al", "person"), Certainty.CONFIRMED, "Us", "", "")
    fact = (await store.add(US, new, "anna", NOON)).id
    value = NewEntity("Bo Person", "person", ("BP",))
    change = FactChange(value=value, qualifiers=(Qualifier("as", rocky),))

    mended = await store.edit(US, fact, change, "bert", LATER)

    assert await named(store, "bp") == mended.value
    assert mended in await store.about(await store.shelf(US), rocky.id, 99)


async def test_mending_a_shared_fact_puts_an_own_one_in_its_place_for_this_community_alone(store: Storage) -> None:
    await store.install(FILMS, NOON)
    film, mann = await named(store, "heat"), await named(store, "michael mann")
    ours, theirs = await store.shelf(US), await store.shelf(THEM)
    [shared] = await store.of_relation(ours, "directed_by", 9)
    pacino = (await store.by_name(ours, ["al pacino"]))["al pacino"][0].entity

    mended = await store.edit(US, shared.id, FactChange(value=pacino.id), "anna", LATER, reason="it was he")

    assert mended.id != shared.id
    assert mended == replace(shared, id=mended.id, value=pacino, pack="community:1", revision=1)
    assert await store.forward(await store.shelf(US), "directed_by", [film.id]) == [mended]
    assert await store.inverse(await store.shelf(US), "directed_by", [mann.id]) == []
    assert await store.forward(theirs, "directed_by", [film.id]) == [shared]
    assert [(r.author, r.retired, r.reason) for r in await store.history(US, shared.id)][1:] == [
        ("anna", True, "it was he")
    ]
    assert len(await store.history(THEM, shared.id)) == 1


async def test_mending_nothing_adds_no_revision(store: Storage) -> None:
    film, fact = await own(store)
    [shared] = await store.of_relation(await store.shelf(US), "directed_by", 9)
    same = FactChange(value=Text("Ours"), source=("Us", "https://example.org"), certainty=Certainty.CONFIRMED)

    kept = await store.edit(US, fact, same, "bert", LATER)
    also = await store.edit(US, shared.id, FactChange(source=(shared.source.title, shared.source.address)), "b", LATER)

    assert (kept.id, kept.revision, kept.subject) == (fact, 1, film)
    assert also == shared
    assert len(await store.history(US, fact)) == len(await store.history(US, shared.id)) == 1


async def test_a_fact_mended_to_what_another_says_gives_way_to_it(store: Storage) -> None:
    film, fact = await own(store)
    other = await store.add(
        US, NewFact(film.id, "motto", Text("Right"), Certainty.CONFIRMED, "Us", "", ""), "anna", NOON
    )

    stands = await store.edit(US, fact, FactChange(value=Text("Right")), "bert", LATER)

    assert stands == other
    assert [r.retired for r in await store.history(US, fact)] == [False, True]


async def test_the_second_of_two_who_mend_the_same_revision_is_told(store: Storage) -> None:
    _, fact = await own(store)
    [shared] = await store.of_relation(await store.shelf(US), "votes", 9)
    for number in (fact, shared.id):
        value = Text("First") if number == fact else Number(Decimal(1))
        await store.edit(US, number, FactChange(value=value), "anna", LATER, expected=1)

        with pytest.raises(Conflict):
            await store.edit(US, number, FactChange(certainty=Certainty.DENIED), "bert", LATER, expected=1)

        assert (await store.history(US, number))[-1].author == "anna"


async def test_a_retired_fact_a_strangers_and_one_that_is_not_cannot_be_mended(store: Storage) -> None:
    _, fact = await own(store)
    [shared] = await store.of_relation(await store.shelf(US), "directed_by", 9)
    change = FactChange(certainty=Certainty.DENIED)
    with pytest.raises(NotFound):
        await store.edit(THEM, fact, change, "eve", LATER)
    with pytest.raises(NotFound):
        await store.edit(US, FactId(2**70), change, "anna", LATER)
    with pytest.raises(NotFound):
        await store.edit(US, fact, FactChange(value=EntityId(10**6)), "anna", LATER)
    for number in (fact, shared.id):
        await store.retire(US, number, "anna", LATER, "")
        with pytest.raises(NotFound):
            await store.edit(US, number, change, "anna", LATER)


async def test_nobody_mends_a_fact_with_anothers_entities(store: Storage) -> None:
    film, fact = await own(store)
    secret = NewFact(film.id, "starring", NewEntity("Secret", "person"), Certainty.CONFIRMED, "", "", "")
    theirs = (await store.add(THEM, secret, "eve", NOON)).value
    assert isinstance(theirs, Entity)
    for change in (
        FactChange(value=theirs.id),
        FactChange(qualifiers=(Qualifier("as", theirs),)),
        FactChange(spoiler=SpoilerScope(theirs, SpoilerPoint())),
    ):
        with pytest.raises(NotFound):
            await store.edit(US, fact, change, "anna", LATER)


# Names


async def test_a_name_that_a_community_gives_is_known_there_alone(store: Storage) -> None:
    await store.install(FILMS, NOON)
    film = await named(store, "heat")
    ours, theirs = await store.shelf(US), await store.shelf(THEM)

    assert await store.add_alias(US, film.id, "The Pacino Thing", "anna", NOON)

    for name in ("the pacino thing", "pacino thing"):
        assert await named(store, name) == film
        assert await store.by_name(theirs, [name]) == {}
    ours = await store.shelf(US)
    assert (await store.near_name(ours, "pacino thign", 1))[0].entity == film
    assert [m.entity for m in await store.by_words(ours, ["thing"], 5)] == [film]
    assert [m.entity for m in await store.by_prefix(ours, "pacino th", 5)] == [film]
    assert await store.near_name(theirs, "pacino thign", 1) == []
    assert await store.by_words(theirs, ["thing"], 5) == await store.by_prefix(theirs, "pacino th", 5) == []
    assert await store.aliases([film.id], ours) == {film.id: ["The Pacino Thing"]}
    assert await store.aliases([film.id], theirs) == await store.aliases([film.id]) == {}
    assert (await store.content("films")).entities[0].aliases == ()


async def test_a_name_is_given_once_and_can_be_taken_back(store: Storage) -> None:
    await store.install(FILMS, NOON)
    film = await named(store, "heat")

    assert not await store.add_alias(US, film.id, "HEAT", "anna", NOON)
    assert await store.add_alias(US, film.id, "Hot One", "anna", NOON)
    assert not await store.add_alias(US, film.id, "hot one!", "anna", NOON)
    assert await store.remove_alias(US, film.id, "hot one", "anna", NOON)
    assert not await store.remove_alias(US, film.id, "hot one", "anna", NOON)

    shelf = await store.shelf(US)
    assert await store.by_name(shelf, ["hot one"]) == {}
    assert await store.near_name(shelf, "hot onne", 1) == await store.by_words(shelf, ["hot"], 9) == []
    assert await store.aliases([film.id], shelf) == {}


async def test_names_of_packs_and_of_other_communities_cannot_be_taken(store: Storage) -> None:
    await store.install(FILMS, NOON)
    matrix = await named(store, "the matrix")
    await store.add_alias(THEM, matrix.id, "Theirs", "eve", NOON)

    assert not await store.remove_alias(US, matrix.id, "Matrix I", "anna", NOON)
    assert not await store.remove_alias(US, matrix.id, "Theirs", "anna", NOON)
    with pytest.raises(NotFound):
        await store.add_alias(US, EntityId(2**70), "X", "anna", NOON)

    assert await named(store, "matrix i") == await named(store, "theirs", THEM) == matrix


async def test_a_given_name_outlives_the_next_version_of_the_pack(store: Storage) -> None:
    await store.install(FILMS, NOON)
    film = await named(store, "heat")
    await store.add_alias(US, film.id, "Hot One", "anna", NOON)

    await store.install(pack((entity("heat", "Heat (1995)", "film", 0.9),)), LATER)

    assert (await named(store, "hot one")).name == "Heat (1995)"
    await store.remove("films", LATER)
    assert await store.by_name(await store.shelf(US), ["hot one"]) == {}


async def test_a_given_name_rests_while_the_pack_is_off_the_shelf(store: Storage) -> None:
    await store.install(FILMS, NOON)
    film = await named(store, "heat")
    await store.add_alias(US, film.id, "Hot One", "anna", NOON)
    await store.install(pack((), name="others"), NOON)

    shelf = await store.choose(US, ["others"])

    assert await store.by_name(shelf, ["hot one"]) == {}
    assert await store.near_name(shelf, "hot onne", 1) == []
    with pytest.raises(NotFound):
        await store.add_alias(US, film.id, "Hotter", "anna", NOON)


async def test_a_shared_fact_that_was_mended_is_written_down_with_the_source_it_came_with(store: Storage) -> None:
    await store.install(FILMS, NOON)
    await store.install(
        pack((entity("jaws", "Jaws", "film"),), (a_fact("jaws", "votes", Number(Decimal(1))),), "more"), NOON
    )
    shelf = await store.shelf(US)
    votes = {f.subject.name: f for f in await store.of_relation(shelf, "votes", 9)}
    for name in ("Heat", "Jaws"):
        await store.edit(US, votes[name].id, FactChange(value=Number(Decimal(7))), "anna", LATER)

    content = await store.content("community:1")

    titles = {source.key: source.title for source in content.sources}
    assert len(titles) == len(content.sources)
    assert [titles[fact.source] for fact in content.facts] == ["The Daily Film", "The Daily Film"]
