"""Questions that people wrote, kept as facts, on every store."""

from dataclasses import replace
from typing import cast

from db import Store
from tests.db.conftest import Storage
from tests.db.samples import FILMS, LAST, LATER, NOON, QUESTION
from trivia.facts.content import EntityKey, WrittenQuestion
from trivia.facts.journal import Doing
from trivia.facts.keeping import Bringing
from trivia.facts.model import (
    Certainty,
    CommunityId,
    Entity,
    EntityId,
    Fact,
    Qualifier,
    SpoilerPoint,
    SpoilerScope,
    Text,
)
from trivia.facts.overlay import NEW
from trivia.facts.written import KIND, WRITTEN, relation_id, written
from trivia.ports import FactChange, NewEntity, NewFact

US = CommunityId(1)
THEM = CommunityId(2)
FULL = WrittenQuestion(
    "q2",
    "Which saga?",
    "Rocky",
    ("The Rocky saga",),
    ("Heat", "A | pipe"),
    "rocky-2",
    "hard",
    "https://example.org/a.png",
    "s2",
    EntityKey("rocky-2"),
    SpoilerPoint(1, 2),
)
UNSOURCED = replace(QUESTION, key="q3", stem="And who else?", topic="", source="")
QUIZ = replace(FILMS, questions=(QUESTION, FULL, UNSOURCED))


async def questions(store: Storage, community: CommunityId = US) -> list[Fact]:
    shelf = await store.shelf(community)
    relations = [r for r in await store.relation_sizes(shelf) if r.startswith(WRITTEN)]
    return sorted([f for r in relations for f in await store.of_relation(shelf, r, 99)], key=lambda f: f.id)


async def brought(store: Storage, *stems: str) -> int:
    """Import questions, and what they give away."""
    heat = (await store.by_name(await store.shelf(US), ["heat"]))["heat"][0].entity
    facts = tuple(
        NewFact(
            EntityId(NEW + place),
            relation_id("our club"),
            Text("Ada"),
            Certainty.CONFIRMED,
            "Club book",
            "",
            "",
            None,
            SpoilerScope(heat, SpoilerPoint(2)),
            (Qualifier("accepted", Text("A.")),),
        )
        for place in range(len(stems))
    )
    entities = tuple(NewEntity(stem, KIND) for stem in stems)
    return await store.bring(US, Bringing(entities, facts), "anna", NOON, {"file": "q.csv"})


async def test_a_packs_questions_are_facts_with_a_source_and_come_back_whole(store: Storage) -> None:
    stored = await store.install(QUIZ, NOON)

    first, full, unsourced = await questions(store)

    assert (first.subject.name, first.value, first.source.key) == ("Who?", Text("Her"), "s1")
    assert (full.relation, unsourced.relation) == ("written:rocky 2", "written:")
    assert full.spoiler is not None
    assert (full.spoiler.work.key, full.spoiler.point) == ("rocky-2", SpoilerPoint(1, 2))
    assert replace(written(full), key="q2", spoiler_work=FULL.spoiler_work, spoiler_point=FULL.spoiler_point) == FULL
    assert unsourced.source.title == "Films"
    assert (stored.entities, stored.facts, stored.questions) == (8, 10, 3)
    content = await store.content("films")
    assert content.questions == QUIZ.questions
    assert (content.entities, content.facts, content.sources) == (FILMS.entities, FILMS.facts, FILMS.sources)


async def test_no_name_leads_to_a_question(store: Storage) -> None:
    await store.install(QUIZ, NOON)
    shelf = await store.shelf(US)
    assert await store.by_name(shelf, ["who", "which saga"]) == {}
    assert await store.near_name(shelf, "which sage", 1) == []
    assert await store.by_words(shelf, ["saga"], 9) == []
    assert await store.by_prefix(shelf, "which", 9) == []


async def test_an_installation_mends_adds_and_retires_questions_and_keeps_their_numbers(store: Storage) -> None:
    await store.install(QUIZ, NOON)
    before = await questions(store)

    await store.install(replace(QUIZ, questions=(QUESTION, replace(UNSOURCED, answer="Him"))), LATER)

    first, other = await questions(store)
    assert first == before[0]
    assert (other.subject.id, other.value) == (before[2].subject.id, Text("Him"))
    assert [q.answer for q in (await store.content("films")).questions] == ["Her", "Him"]
    await store.remove("films", LAST)
    assert await questions(store) == []
    await store.install(QUIZ, LAST)
    assert (await questions(store))[0].id == before[0].id


async def test_imported_questions_are_one_change_of_one_community(store: Storage) -> None:
    await store.install(FILMS, NOON)
    number = await brought(store, "Who founded our club?", "Who keeps our keys?")

    stems = [f.subject.name for f in await questions(store)]
    assert stems == ["Who?", "Who founded our club?", "Who keeps our keys?"]
    assert [f.subject.name for f in await questions(store, THEM)] == ["Who?"]
    content = await store.content(f"community:{US}")
    assert [(q.stem, q.answer, q.accepted) for q in content.questions] == [(s, "Ada", ("A.",)) for s in stems[1:]]
    assert content.facts == ()
    assert KIND not in {row.kind for row in content.entities}

    undone = await store.undo(US, number, "bert", LATER)

    assert [f.subject.name for f in await questions(store)] == ["Who?"]
    await store.undo(US, undone.number, "bert", LAST)
    assert len(await questions(store)) == 3


async def test_two_imports_may_ask_the_same_words_and_each_is_let_go_of_by_itself(store: Storage) -> None:
    await store.install(FILMS, NOON)
    await brought(store, "Who founded our club?")
    await brought(store, "Who founded our club?")
    _, one, other = await questions(store)
    assert one.subject != other.subject
    await store.retire(US, one.id, "anna", LATER, "twice")
    assert [f.id for f in await questions(store)][1:] == [other.id]
    assert [q.stem for q in (await store.content(f"community:{US}")).questions] == ["Who founded our club?"]


async def test_a_shared_question_is_let_go_of_or_mended_for_one_community_alone(store: Storage) -> None:
    await store.install(QUIZ, NOON)
    first, full, _ = await questions(store)

    await store.retire(US, first.id, "anna", LATER, "dull")
    change = FactChange(value=Text("Rocky II"), relation=relation_id("boxing"), qualifiers=full.qualifiers[:1])
    mended = await store.edit(US, full.id, change, "anna", LATER)

    assert (mended.value, mended.relation, mended.subject) == (Text("Rocky II"), "written:boxing", full.subject)
    assert {f.id for f in await questions(store)}.isdisjoint({first.id, full.id})
    assert [f.id for f in await questions(store, THEM)][:2] == [first.id, full.id]
    assert [e.doing for e in await store.changes(US, 9)] == [Doing.EDITED, Doing.RETIRED]
    for entry in await store.changes(US, 2):
        await store.undo(US, entry.number, "bert", LAST)
    assert await questions(store) == await questions(store, THEM)


async def test_a_question_is_added_alone_and_taken_back(store: Storage) -> None:
    await store.install(FILMS, NOON)
    new = NewFact(NewEntity("Who?", KIND), WRITTEN, Text("We"), Certainty.CONFIRMED, "Us", "", "")
    fact = await store.add(US, new, "anna", NOON)
    assert isinstance(fact.subject, Entity)
    assert await store.by_name(await store.shelf(US), ["who"]) == {}
    await store.undo(US, (await store.changes(US, 1))[0].number, "anna", LATER)
    assert fact.id not in {f.id for f in await questions(store)}


async def test_questions_of_a_pack_from_before_they_were_asked_are_handed_out_and_taken_up(real_store: Store) -> None:
    await real_store.install(replace(FILMS, questions=()), NOON)
    [pack] = await real_store.packs()
    await real_store.database.write(
        lambda tx: tx.run(
            "INSERT INTO written_questions(pack, place, key, stem, answer, accepted, distractors, topic, difficulty, "
            "image, source) VALUES (?, 0, 'q1', ?, 'Her', '[\"Her\", \"She\"]', '[\"Him\"]', 'films', 'easy', '', "
            "'s1')",
            (pack.id, "Who?"),
        )
    )
    assert (await real_store.content("films")).questions == (QUESTION,)
    before = await real_store.of_relation(await real_store.shelf(US), "motto", 9)

    for _ in range(2):
        await real_store.take_up_questions(LATER)

    assert await real_store.of_relation(await real_store.shelf(US), "motto", 9) == before
    assert (await real_store.content("films")).questions == (QUESTION,)
    assert len(await questions(cast("Storage", real_store))) == 1
