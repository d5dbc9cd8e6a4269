"""Many known facts changed by one import, on every store: as if each were mended, and taken back as one."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from db import Store, Transaction
from db.mending import Mended, Mending
from db.mending_many import mend_all
from db.own import own_pack
from db.revising import Change
from db.statements import moment
from tests.db.conftest import Storage
from tests.db.samples import FILMS, LAST, LATER, NOON
from trivia.facts.authors import signed
from trivia.facts.dates import PartialDate
from trivia.facts.keeping import Bringing
from trivia.facts.model import (
    Certainty,
    CommunityId,
    Entity,
    Fact,
    FactId,
    Number,
    SpoilerPoint,
    SpoilerScope,
    Text,
)
from trivia.ports import FactChange, NewFact

US, THEM = CommunityId(1), CommunityId(2)
ANNA = signed("Anna", "chat:7")
SURE = Certainty.CONFIRMED


async def named(store: Storage, name: str) -> Entity:
    return (await store.by_name(await store.shelf(US), [name]))[name][0].entity


async def of_our_own(store: Storage, *mottos: str) -> list[Fact]:
    await store.install(FILMS, NOON)
    film = await named(store, "rocky 3")
    return [
        await store.add(US, NewFact(film.id, "motto", Text(motto), SURE, "Us", "", ""), "bert", NOON)
        for motto in mottos
    ]


async def said(store: Storage, relation: str, community: CommunityId = US) -> list[tuple[str, object, Certainty]]:
    facts = await store.of_relation(await store.shelf(community), relation, 99)
    return [(fact.subject.name, fact.value, fact.certainty) for fact in facts]


async def bring(store: Storage, *changed: tuple[FactId, FactChange]) -> int:
    return await store.bring(US, Bringing(changed=changed), ANNA, LATER, {"file": "films.csv"})


async def test_an_import_changes_own_facts_and_shared_ones_and_is_taken_back_and_taken_again(store: Storage) -> None:
    own = await of_our_own(store, "One", "Two", "Three")
    [votes] = await store.of_relation(await store.shelf(US), "votes", 9)
    before = await said(store, "motto"), await said(store, "votes")

    change = await bring(
        store,
        (own[0].id, FactChange(value=Text("First"))),
        (own[2].id, FactChange(certainty=Certainty.RUMOURED, source=("A file", "https://example.org"))),
        (votes.id, FactChange(value=Number(Decimal(7)))),
    )

    after = await said(store, "motto"), await said(store, "votes")
    assert [row for row in after[0] if row[0] == "Rocky 3"] == [
        ("Rocky 3", Text("First"), SURE),
        ("Rocky 3", Text("Two"), SURE),
        ("Rocky 3", Text("Three"), Certainty.RUMOURED),
    ]
    assert after[1] == [("Heat", Number(Decimal(7)), SURE)]
    assert await said(store, "votes", THEM) == before[1]
    [third] = await store.facts([own[2].id])
    assert (third.source.title, third.source.address) == ("A file", "https://example.org")
    undone = await store.undo(US, change, ANNA, LAST)
    assert (await said(store, "motto"), await said(store, "votes")) == before
    await store.undo(US, undone.number, ANNA, LAST)
    assert (await said(store, "motto"), await said(store, "votes")) == after


async def test_hundreds_of_facts_change_in_many_ways_by_one_import_and_are_put_back(real_store: Store) -> None:
    store = real_store
    await store.install(FILMS, NOON)
    heat = await named(store, "heat")
    many = 600
    new = [
        *(NewFact(heat.id, "votes", Number(Decimal(n)), SURE, "Us", "", "") for n in range(many)),
        *(NewFact(heat.id, "motto", Text(f"No. {n}"), SURE, "Us", "", "") for n in range(many)),
    ]
    await store.bring(US, Bringing(facts=tuple(new)), ANNA, NOON, {})
    shelf = await store.shelf(US)
    before = {
        relation: [f for f in await store.of_relation(shelf, relation, 2_000) if f.pack.startswith("community:")]
        for relation in ("votes", "motto")
    }
    changed = [
        *((fact.id, FactChange(value=Number(Decimal(-n - 1)))) for n, fact in enumerate(before["votes"])),
        *(
            (fact.id, FactChange(spoiler=SpoilerScope(heat, SpoilerPoint(n, 2)), stated_on=PartialDate(2001)))
            for n, fact in enumerate(before["motto"])
        ),
    ]

    number = await bring(store, *changed)

    votes = await store.facts([fact.id for fact in before["votes"]])
    assert [fact.value for fact in votes] == [Number(Decimal(-n - 1)) for n in range(many)]
    assert {(fact.revision, fact.source.title) for fact in votes} == {(2, "Us")}
    assert len(await store.with_literal(shelf, "votes", -many, -1)) == many
    mottos = await store.facts([fact.id for fact in before["motto"]])
    assert [fact.spoiler and fact.spoiler.point for fact in mottos] == [SpoilerPoint(n, 2) for n in range(many)]
    assert {fact.stated_on for fact in mottos} == {PartialDate(2001)}
    await store.undo(US, number, ANNA, LAST)
    for facts in before.values():
        now = await store.facts([fact.id for fact in facts])
        assert [replace(fact, revision=1) for fact in now] == facts
    assert not await store.with_literal(shelf, "votes", -many, -1)


async def test_the_history_of_what_an_import_changed_keeps_what_was(store: Storage) -> None:
    [one, _] = await of_our_own(store, "One", "Two")
    await bring(store, (one.id, FactChange(value=Text("First"))))
    await store.edit(US, one.id, FactChange(value=Text("Foremost")), "carl", LAST, reason="a better word")

    history = await store.history(US, one.id)

    assert [(r.fact.value, r.number, r.author, r.at, r.reason) for r in history] == [
        (Text("One"), 1, "bert", NOON, ""),
        (Text("First"), 2, ANNA, LATER, ""),
        (Text("Foremost"), 3, "carl", LAST, "a better word"),
    ]


async def test_what_an_import_changes_is_found_by_what_it_says_now_alone(store: Storage) -> None:
    [one] = await of_our_own(store, "One")
    await bring(store, (one.id, FactChange(value=Text("First"))))
    shelf = await store.shelf(US)

    assert [f.id for f in await store.with_text(shelf, "motto", ["first"])] == [one.id]
    assert list(await store.with_text(shelf, "motto", ["one"])) == []
    assert [f.value for f in await store.forward(shelf, "motto", [one.subject.id])] == [Text("First")]
    assert [f.value for f in await store.facts([one.id])] == [Text("First")]


async def test_a_fact_that_is_to_say_what_another_one_says_gives_way_to_it(store: Storage) -> None:
    own = await of_our_own(store, "One", "Two", "Three")
    change = await bring(
        store,
        (own[0].id, FactChange(value=Text("Two"))),
        (own[1].id, FactChange(sentence="So it says.")),
        (own[2].id, FactChange(value=Text("Two"))),
    )

    assert [row[1] for row in await said(store, "motto") if row[0] == "Rocky 3"] == [Text("Two")]
    await store.undo(US, change, ANNA, LAST)
    assert [row[1] for row in await said(store, "motto") if row[0] == "Rocky 3"] == [
        Text("One"),
        Text("Two"),
        Text("Three"),
    ]


async def test_a_fact_that_an_import_changes_twice_says_both(store: Storage) -> None:
    [one] = await of_our_own(store, "One")
    await bring(store, (one.id, FactChange(sentence="So it says.")), (one.id, FactChange(certainty=Certainty.REPORTED)))

    [now] = await store.facts([one.id])
    assert (now.value, now.sentence, now.certainty) == (Text("One"), "So it says.", Certainty.REPORTED)


async def test_what_was_mended_or_hidden_after_it_was_worked_out_is_left_to_be_mended_singly(real_store: Store) -> None:
    own = await of_our_own(real_store, "One", "Two")
    [votes] = await real_store.of_relation(await real_store.shelf(US), "votes", 9)
    change = Change(ANNA, moment(LATER), "", 1)

    async def work_out(tx: Transaction) -> list[Mended]:
        ours = await own_pack(tx, US, change)
        wanted = [(fact.id, FactChange(value=Text("New"), sentence=f"{fact.id}")) for fact in own]
        wanted.append((votes.id, FactChange(value=Number(Decimal(7)))))
        found = [await Mending(US, fact, what, change, None).worked_out(tx, ours) for fact, what in wanted]
        return [mended for mended in found if mended]

    mended = await real_store.database.write(work_out)
    await real_store.edit(US, own[0].id, FactChange(value=Text("Meanwhile")), "carl", LATER)
    await real_store.retire(US, votes.id, "carl", LATER, "")

    async def store(tx: Transaction) -> Sequence[int]:
        return await mend_all(tx, await own_pack(tx, US, change), mended, change)

    assert list(await real_store.database.write(store)) == [0, 2]
    assert [row[1] for row in await said(real_store, "motto") if row[0] == "Rocky 3"] == [
        Text("Meanwhile"),
        Text("New"),
    ]
    assert await said(real_store, "votes") == []
