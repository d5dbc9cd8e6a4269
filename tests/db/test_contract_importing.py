"""Many facts at once, on every store."""

from dataclasses import replace
from decimal import Decimal

import pytest

from db import Store
from tests.db.conftest import Storage
from tests.db.samples import FILMS, LAST, LATER, NOON
from tests.db.test_contract_journal import rated
from trivia.errors import Conflict, NotFound
from trivia.facts.authors import signed
from trivia.facts.journal import Doing
from trivia.facts.keeping import Bringing
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
from trivia.facts.overlay import NEW
from trivia.facts.vocabulary import Kind
from trivia.facts.written import KIND, relation_id
from trivia.ports import FactChange, NewEntity, NewFact

US = CommunityId(1)
THEM = CommunityId(2)
ANNA = signed("Anna", "chat:7")
FIRST, SECOND = EntityId(NEW), EntityId(NEW + 1)
SURE = Certainty.CONFIRMED
WHOLE = SpoilerPoint()


async def named(store: Storage, name: str) -> Entity:
    return (await store.by_name(await store.shelf(US), [name]))[name][0].entity


def two(heat: EntityId) -> Bringing:
    film, person = NewEntity("New Film", "film", ("NF",)), NewEntity("New Person", "person")
    stand_in = Entity(FIRST, "", "film", "New Film", 0.0, "")
    return Bringing(
        (film, person),
        (
            NewFact(FIRST, "directed_by", SECOND, SURE, "A file", "", ""),
            NewFact(heat, "starring", SECOND, SURE, "A file", "https://example.org", "So it says.",
                    qualifiers=(Qualifier("as", stand_in),), spoiler=SpoilerScope(stand_in, SpoilerPoint(1))),
            NewFact(FIRST, "votes", Number(Decimal(3)), SURE, "A file", "", ""),
        ),
    )  # fmt: skip


async def test_an_import_brings_facts_and_things_and_is_one_change(store: Storage) -> None:
    await store.install(FILMS, NOON)
    heat = await named(store, "heat")

    number = await store.bring(US, two(heat.id), ANNA, LATER, {"file": "films.csv"})

    shelf = await store.shelf(US)
    film, person = await named(store, "nf"), await named(store, "new person")
    assert film.name == "New Film"
    [directed] = await store.forward(shelf, "directed_by", [film.id])
    assert directed.value == person
    [starring] = [f for f in await store.inverse(shelf, "starring", [person.id]) if f.subject == heat]
    assert starring.qualifiers == (Qualifier("as", film),)
    assert starring.spoiler == SpoilerScope(film, SpoilerPoint(1))
    assert (starring.source.title, starring.source.address) == ("A file", "https://example.org")
    assert starring in await store.about(shelf, film.id, 9)
    [entry] = await store.changes(US, 9)
    assert (entry.number, entry.doing, entry.size, dict(entry.about)) == (
        number,
        Doing.IMPORTED,
        3,
        {"file": "films.csv"},
    )
    assert [r.author for r in await store.history(US, directed.id)] == [ANNA]
    assert await store.by_name(await store.shelf(THEM), ["new film"]) == {}


async def test_an_import_is_taken_back_as_a_whole_and_taken_again(store: Storage) -> None:
    await store.install(FILMS, NOON)
    heat = await named(store, "heat")
    [votes] = await store.of_relation(await store.shelf(US), "votes", 9)
    bringing = two(heat.id)
    bringing = Bringing(
        bringing.entities,
        bringing.facts,
        ((votes.id, FactChange(value=Number(Decimal(5)))),),
        ((heat.id, "Hot One"),),
        (rated(),),
        (Kind("team", ("team",)),),
    )
    number = await store.bring(US, bringing, ANNA, LATER, {"file": "films.csv"})

    async def seen() -> tuple[bool, list[object], bool, bool]:
        shelf = await store.shelf(US)
        return (
            bool(await store.by_name(shelf, ["new film"])),
            [f.value for f in await store.forward(shelf, "votes", [heat.id])],
            bool(await store.by_name(shelf, ["hot one"])),
            "rated" in (await store.vocabulary(shelf)).relations,
        )

    before, after = (False, [votes.value], False, False), (True, [Number(Decimal(5))], True, True)
    assert await seen() == after
    undone = await store.undo(US, number, "bert", LAST)
    assert await seen() == before
    await store.undo(US, undone.number, "bert", LAST)
    assert await seen() == after


async def test_what_was_imported_can_be_mended_named_and_written_down(store: Storage) -> None:
    await store.install(FILMS, NOON)
    heat = await named(store, "heat")
    await store.add(US, NewFact(heat.id, "motto", Text("Own"), SURE, "Us", "", ""), "bert", NOON)
    await store.bring(US, two(heat.id), ANNA, LATER, {})
    film = await named(store, "new film")
    [votes] = [f for f in await store.of_relation(await store.shelf(US), "votes", 9) if f.subject == film]

    mended = await store.edit(US, votes.id, FactChange(value=Number(Decimal(4))), "bert", LAST)
    await store.rename(US, film.id, "Newer Film", "bert", LAST)

    assert mended.id == votes.id
    content = await store.content("community:1")
    assert {e.name for e in content.entities} == {"Heat", "Newer Film", "New Person"}
    assert len(content.facts) == 4


async def test_an_import_mends_a_fact_to_speak_of_what_it_brings_and_is_taken_back(store: Storage) -> None:
    await store.install(FILMS, NOON)
    heat = await named(store, "heat")
    shelf = await store.shelf(US)
    before = (await store.forward(shelf, "directed_by", [heat.id]))[0]
    mended = FactChange(value=FIRST, spoiler=SpoilerScope(Entity(SECOND, "", "film", "New Film", 0.0, ""), WHOLE))
    things = (NewEntity("New Person", "person"), NewEntity("New Film", "film"))

    number = await store.bring(US, Bringing(things, (), ((before.id, mended),)), ANNA, LATER, {})

    [fact] = await store.forward(await store.shelf(US), "directed_by", [heat.id])
    assert (fact.value, fact.spoiler) == (
        await named(store, "new person"),
        SpoilerScope(await named(store, "new film"), WHOLE),
    )
    await store.undo(US, number, ANNA, LAST)
    [fact] = await store.forward(await store.shelf(US), "directed_by", [heat.id])
    assert (fact.value, fact.spoiler) == (before.value, before.spoiler)


async def test_an_import_gives_names_once_that_are_not_known_and_takes_them_back(store: Storage) -> None:
    await store.install(FILMS, NOON)
    heat, matrix = await named(store, "heat"), await named(store, "the matrix")
    given = ((heat.id, "The Hot One"), (heat.id, "hot one!"), (matrix.id, "Matrix I"), (matrix.id, "Neo's Film"))

    number = await store.bring(US, Bringing(aliases=given), ANNA, LATER, {})

    shelf = await store.shelf(US)
    assert list((await store.aliases([heat.id], shelf))[heat.id]) == ["The Hot One"]
    assert await named(store, "hot one") == heat
    assert await named(store, "neos film") == matrix
    [entry] = await store.changes(US, 1)
    assert sorted(touched.after for touched in entry.touched) == ["Neo's Film", "The Hot One"]
    await store.undo(US, number, ANNA, LAST)
    assert await store.by_name(await store.shelf(US), ["hot one", "neos film"]) == {}
    assert await named(store, "matrix i") == matrix


async def test_an_import_that_names_what_is_not_here_brings_nothing(store: Storage) -> None:
    await store.install(FILMS, NOON)
    bringing = Bringing((), (NewFact(EntityId(10**6), "motto", Text("x"), SURE, "", "", ""),))
    with pytest.raises(NotFound):
        await store.bring(US, bringing, ANNA, LATER, {})
    assert await store.changes(US, 9) == []


async def test_an_import_that_fails_in_the_end_is_never_seen(real_store: Store) -> None:
    await real_store.install(FILMS, NOON)
    heat = await named(real_store, "heat")
    good = two(heat.id)
    unknown = FactId(10**6)
    bringing = Bringing(good.entities, good.facts, ((unknown, FactChange(certainty=Certainty.DENIED)),))

    with pytest.raises(NotFound):
        await real_store.bring(US, bringing, ANNA, LATER, {})

    shelf = await real_store.shelf(US)
    assert await real_store.by_name(shelf, ["new film"]) == {}
    assert await real_store.changes(US, 9) == []
    await real_store.bring(US, good, ANNA, LATER, {})
    assert len(await real_store.by_name(await real_store.shelf(US), ["new film"])) == 1


async def test_an_import_is_refused_once_another_came_after_it_was_matched(real_store: Store) -> None:
    await real_store.install(FILMS, NOON)
    heat = await named(real_store, "heat")
    seen = await real_store.shelf(US)
    first = await real_store.bring(US, two(heat.id), ANNA, LATER, {}, seen=seen)

    with pytest.raises(Conflict, match="changed meanwhile"):
        await real_store.bring(US, two(heat.id), ANNA, LATER, {}, seen=seen)

    shelf = await real_store.shelf(US)
    assert len((await real_store.by_name(shelf, ["new film"]))["new film"]) == 1
    assert [entry.number for entry in await real_store.changes(US, 9)] == [first]
    await real_store.rename(US, (await named(real_store, "new film")).id, "Newer Film", ANNA, LATER)
    assert await real_store.bring(US, Bringing(aliases=((heat.id, "Hot"),)), ANNA, LATER, {}, seen=shelf)


async def test_what_somebody_told_while_an_import_was_on_its_way_does_not_come_twice(store: Storage) -> None:
    await store.install(FILMS, NOON)
    heat = await named(store, "heat")
    votes = [NewFact(heat.id, "votes", Number(Decimal(n)), SURE, "A file", "", "") for n in (3, 4)]
    own = await store.add(US, replace(votes[0], source_title="Me"), ANNA, NOON)

    number = await store.bring(US, Bringing(facts=tuple(votes)), ANNA, LATER, {}, since=0)

    facts = [f for f in await store.about(await store.shelf(US), heat.id, 99) if f.relation == "votes"]
    assert [f.value for f in facts if f.value in (votes[0].value, votes[1].value)] == [v.value for v in votes]
    assert own in facts
    assert (await store.change(US, number)).size == 1
    await store.undo(US, number, ANNA, LAST)
    left = [f for f in await store.about(await store.shelf(US), heat.id, 99) if f in facts]
    assert [f for f in left if f.pack == own.pack] == [own]


@pytest.mark.parametrize("kind", ["person", KIND])
async def test_a_thing_or_a_question_that_came_meanwhile_is_matched_anew(real_store: Store, kind: str) -> None:
    await real_store.install(FILMS, NOON)
    heat = await named(real_store, "heat")
    new = NewEntity("Who is it?", kind)
    one, relation = (heat.id, "starring") if kind == "person" else (new, relation_id("us"))
    value = new if kind == "person" else Text("Ada")
    await real_store.add(US, NewFact(one, relation, value, SURE, "Me", "", ""), ANNA, NOON)
    [last] = await real_store.changes(US, 1)
    other = NewEntity("who IS it?", kind)
    fact = NewFact(heat.id, relation, FIRST, SURE, "A file", "", "")
    if kind == KIND:
        fact = NewFact(FIRST, relation, Text("Bea"), SURE, "A file", "", "")
    bringing = Bringing(entities=(other,), facts=(fact,))

    with pytest.raises(Conflict):
        await real_store.bring(US, bringing, ANNA, LATER, {}, since=last.number - 1)

    assert [entry.number for entry in await real_store.changes(US, 9)] == [last.number]
    await real_store.bring(US, bringing, ANNA, LATER, {}, since=last.number)


async def test_what_an_import_that_was_cut_short_staged_is_swept_away_and_nothing_else(real_store: Store) -> None:
    await real_store.install(FILMS, NOON)
    heat = await named(real_store, "heat")
    good = two(heat.id)
    undone = await real_store.bring(US, good, ANNA, NOON, {})
    await real_store.undo(US, undone, ANNA, NOON)
    stuck = Bringing(good.entities, good.facts, ((FactId(10**6), FactChange(certainty=Certainty.DENIED)),))
    with pytest.raises(NotFound):
        await real_store.bring(US, stuck, ANNA, LATER, {})
    tables = ("packs", "entities", "facts", "names", "segments", "words", "qualifier_entities", "sources")

    async def sizes() -> list[int]:
        return [(await real_store.database.read(f"SELECT count(*) FROM {t}"))[0][0] for t in tables]

    before = await sizes()
    assert await real_store.sweep_imports(LATER) == 0
    assert await real_store.sweep_imports(LAST) == 1
    assert await real_store.sweep_imports(LAST) == 0

    assert all(now < then for now, then in zip(await sizes(), before, strict=True))
    await real_store.undo(US, undone + 1, ANNA, LAST)
    assert len(await real_store.by_name(await real_store.shelf(US), ["new film"])) == 1
