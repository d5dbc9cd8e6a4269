"""Questions that people wrote, found by their words, on every store."""

from dataclasses import replace
from datetime import timedelta

import pytest

from db import Store
from db.stems import add_stems, note_old_stems
from tests.db.conftest import Storage
from tests.db.samples import FILMS, LAST, LATER, NOON, QUESTION
from trivia.facts.content import WrittenQuestion
from trivia.facts.keeping import Bringing
from trivia.facts.model import Certainty, CommunityId, EntityId, Fact, Text
from trivia.facts.overlay import NEW
from trivia.facts.written import KIND, relation_id
from trivia.ports import NewEntity, NewFact

US, THEM = CommunityId(1), CommunityId(2)


def asked(key: str, stem: str, answer: str = "Ada") -> WrittenQuestion:
    return replace(QUESTION, key=key, stem=stem, answer=answer, accepted=(), distractors=())


CLUB = replace(
    FILMS,
    questions=(
        asked("q1", "Who founded our club?"),
        asked("q2", "In which year was our club founded?", "1987"),
        asked("q3", "What colour is the flag of our club?", "green"),
        asked("q4", "Who made C++?", "Bjarne"),
    ),
)


def new(stem: str, place: int | None = None) -> NewFact:
    subject = NewEntity(stem, KIND) if place is None else EntityId(NEW + place)
    return NewFact(subject, relation_id(""), Text("Bea"), Certainty.CONFIRMED, "Us", "", "")


def stems(facts: list[Fact] | object) -> list[str]:
    assert not isinstance(facts, dict)
    return [fact.subject.name for fact in facts]  # type: ignore[attr-defined] # a sequence of facts


async def same(store: Storage, text: str, community: CommunityId = US) -> list[str]:
    return stems(await store.questions_asked_by(await store.shelf(community), text))


async def test_a_question_is_found_by_its_own_words_whatever_their_case_and_punctuation(store: Storage) -> None:
    await store.install(CLUB, NOON)
    for text in ("Who founded our club?", " WHO founded – our CLUB", "true or false: who founded the our club"):
        assert await same(store, text) == ["Who founded our club?"], text
    for text in ("Who founded our clubs?", "Who made C?", "", "   ", "our club founded who"):
        assert await same(store, text) == [], text


async def test_questions_are_found_by_words_that_all_of_them_have(store: Storage) -> None:
    await store.install(CLUB, NOON)
    shelf = await store.shelf(US)
    assert stems(await store.questions_with(shelf, "the club", 9)) == [q.stem for q in CLUB.questions[:3]]
    assert stems(await store.questions_with(shelf, "club founding", 9)) == [q.stem for q in CLUB.questions[:2]]
    assert stems(await store.questions_with(shelf, "club", 2)) == [q.stem for q in CLUB.questions[:2]]
    assert stems(await store.questions_with(shelf, "club of the town", 9)) == []
    assert stems(await store.questions_with(shelf, "", 9)) == []


async def test_questions_about_much_the_same_are_found_the_likest_first(store: Storage) -> None:
    await store.install(CLUB, NOON)
    shelf = await store.shelf(US)
    assert stems(await store.questions_like(shelf, "Which year was the club founded?", 9))[0] == CLUB.questions[1].stem
    assert stems(await store.questions_like(shelf, "what is the colour of our club's falg", 9)) == [
        CLUB.questions[2].stem
    ]
    assert stems(await store.questions_like(shelf, "Who founded our club", 1)) == [CLUB.questions[0].stem]
    assert stems(await store.questions_like(shelf, "Who won the cup in the town of the club?", 9)) == []
    assert stems(await store.questions_like(shelf, "?", 9)) == []


async def test_what_one_community_wrote_is_found_by_no_other_however_much_it_is(store: Storage) -> None:
    await store.install(FILMS, NOON)
    entities = tuple(NewEntity(f"Who holds the key of room {n}?", KIND) for n in range(700))
    facts = tuple(new("", place) for place in range(700))
    await store.bring(THEM, Bringing(entities=entities, facts=facts), "ben", NOON, {})
    await store.add(US, new("Who holds our key?"), "anna", LATER)

    assert await same(store, "who holds our key") == ["Who holds our key?"]
    assert stems(await store.questions_like(await store.shelf(US), "who has our key", 9)) == ["Who holds our key?"]
    assert stems(await store.questions_with(await store.shelf(US), "key", 9)) == ["Who holds our key?"]
    assert await same(store, "who holds our key", THEM) == []
    assert await same(store, "who holds the key of room 699", THEM) == ["Who holds the key of room 699?"]


async def test_a_question_that_is_let_go_of_is_found_no_more_until_it_is_back(store: Storage) -> None:
    await store.install(CLUB, NOON)
    [fact] = await store.questions_asked_by(await store.shelf(US), "who founded our club")
    await store.retire(US, fact.id, "anna", LATER, "")
    assert await same(store, "who founded our club") == []
    assert await same(store, "who founded our club", THEM) == ["Who founded our club?"]
    await store.restore(US, fact.id, "anna", LAST, "")
    assert await same(store, "who founded our club") == ["Who founded our club?"]

    own = await store.add(US, new("Who keeps our keys?"), "anna", LAST)
    await store.undo(US, (await store.changes(US, 1))[0].number, "anna", LAST)
    assert await same(store, "who keeps our keys") == []
    await store.restore(US, own.id, "anna", LAST + timedelta(minutes=1), "")
    assert await same(store, "who keeps our keys") == ["Who keeps our keys?"]


async def test_a_pack_that_words_a_question_anew_is_asked_in_the_new_words(store: Storage) -> None:
    await store.install(CLUB, NOON)
    reworded = replace(CLUB, questions=(asked("q1", "Who began our club?"), *CLUB.questions[2:]))
    await store.install(reworded, LATER)
    assert await same(store, "who founded our club") == []
    assert await same(store, "who began our club") == ["Who began our club?"]
    assert await same(store, "in which year was our club founded") == []
    await store.install(CLUB, LAST)
    assert await same(store, "in which year was our club founded") == ["In which year was our club founded?"]
    await store.remove("films", LAST)
    assert await same(store, "who founded our club") == []


async def test_an_import_taken_back_takes_its_questions_along(store: Storage) -> None:
    await store.install(FILMS, NOON)
    bringing = Bringing(entities=(NewEntity("Who keeps our keys?", KIND),), facts=(new("", 0),))
    number = await store.bring(US, bringing, "anna", NOON, {})
    assert await same(store, "who keeps our keys") == ["Who keeps our keys?"]
    await store.undo(US, number, "anna", LATER)
    assert await same(store, "who keeps our keys") == []


async def test_the_words_of_questions_from_before_are_noted_once_when_the_store_is_opened(real_store: Store) -> None:
    await real_store.install(CLUB, NOON)
    await real_store.database.write(lambda tx: tx.run("DELETE FROM stems"))
    assert await same(real_store, "who founded our club") == []
    await note_old_stems(real_store.database)
    assert await same(real_store, "who founded our club") == []

    await real_store.database.write(lambda tx: tx.run("INSERT INTO notes(key, value) VALUES ('stems', 'due')"))
    await note_old_stems(real_store.database)

    assert await same(real_store, "who founded our club") == ["Who founded our club?"]
    assert await real_store.recall("stems") is None


async def test_what_is_noted_already_stays(real_store: Store) -> None:
    await real_store.install(CLUB, NOON)
    before = await real_store.database.read("SELECT key, pack, entity FROM stems ORDER BY key, pack, entity")
    [fact] = await real_store.questions_asked_by(await real_store.shelf(US), "who founded our club")
    [(pack,)] = await real_store.database.read("SELECT id FROM packs")
    await real_store.database.write(lambda tx: add_stems(tx, [(fact.subject.id, pack, fact.subject.name)]))
    assert await real_store.database.read("SELECT key, pack, entity FROM stems ORDER BY key, pack, entity") == before


@pytest.mark.parametrize("question", ["who keeps our keys", "WHO keeps our keys?!"])
async def test_a_question_on_the_list_is_known_by_its_words(store: Storage, question: str) -> None:
    await store.note(US, "Who keeps our keys?", NOON)
    number = await store.unanswered_number(US, question)
    assert number is not None
    assert (await store.wondered_one(US, number)).question == "Who keeps our keys?"
    assert await store.unanswered_number(THEM, question) is None
    assert await store.unanswered_number(US, "Who has our keys?") is None
