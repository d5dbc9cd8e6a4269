"""Unanswered questions and the program's own notes, on every store."""

from tests.db.conftest import Storage
from tests.db.samples import LAST, LATER, NOON
from trivia.facts.model import CommunityId
from trivia.ports import Unanswered

US = CommunityId(1)


async def test_a_question_asked_again_is_counted(store: Storage) -> None:
    await store.note(US, "Who is he?", NOON)
    await store.note(US, "who is HE", LAST)
    await store.note(US, "And she?", LATER)

    assert list(await store.unanswered(US, 10)) == [
        Unanswered(US, "Who is he?", 2, LAST),
        Unanswered(US, "And she?", 1, LATER),
    ]
    assert [u.question for u in await store.unanswered(US, 1)] == ["Who is he?"]


async def test_of_questions_asked_as_often_the_latest_comes_first(store: Storage) -> None:
    await store.note(US, "First?", NOON)
    await store.note(US, "Second?", LATER)

    assert [u.question for u in await store.unanswered(US, 10)] == ["Second?", "First?"]


async def test_questions_of_one_community_are_not_told_to_another(store: Storage) -> None:
    await store.note(US, "Who is he?", NOON)

    assert list(await store.unanswered(CommunityId(2), 10)) == []


async def test_a_question_of_any_length_and_letters_is_kept_in_part(real_store: Storage) -> None:
    await real_store.note(US, "ÿ\0" * 50_000, NOON)
    await real_store.note(US, "\ud800", NOON)
    await real_store.note(US, "", NOON)

    assert sorted(len(u.question) for u in await real_store.unanswered(US, 10)) == [0, 1, 1_000]


async def test_a_note_is_kept_until_it_is_replaced(store: Storage) -> None:
    assert await store.recall("shipped") is None

    await store.keep("shipped", "1")
    await store.keep("shipped", "2")

    assert await store.recall("shipped") == "2"
