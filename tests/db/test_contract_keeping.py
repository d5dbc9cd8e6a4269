"""Drafts, suggestions and queues, on every store."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest

from db import Store
from tests.db.conftest import Storage
from tests.db.samples import FILMS, LAST, LATER, NOON
from trivia.errors import NotFound
from trivia.facts.authors import signed
from trivia.facts.dates import PartialDate
from trivia.facts.keeping import DRAFTS_KEPT, Status, Suggestion
from trivia.facts.model import Certainty, CommunityId, FactId, Text
from trivia.ports import NewFact

US, THEM = CommunityId(1), CommunityId(2)
MO = signed("Mo", "chat:1")
NEW = Suggestion(0, "chat:7", "Eve", "chat", {"sentence": "A – “fact” 😀"}, "A fact", NOON)
DAY = "2026-01-01"


async def test_a_draft_is_found_by_its_number_or_as_the_members_latest_and_dropped_once(store: Storage) -> None:
    first = await store.keep_draft(US, "chat:7", "fact add", {"sentence": "Ä"}, NOON, b"\x00file")
    second = await store.keep_draft(US, "chat:7", "fact edit", {}, LATER)

    kept = await store.draft(US, first, "chat:8")
    assert kept is not None
    assert (kept.member, kept.command, dict(kept.arguments), kept.file) == (
        "chat:7",
        "fact add",
        {"sentence": "Ä"},
        b"\x00file",
    )
    latest = await store.draft(US, None, "chat:7")
    assert latest is not None
    assert latest.number == second
    assert await store.draft(US, None, "chat:8") is None
    assert await store.draft(THEM, first, "chat:7") is None
    assert await store.drop_draft(first)
    assert not await store.drop_draft(first)


async def test_a_draft_that_nobody_confirms_is_forgotten(store: Storage) -> None:
    old = await store.keep_draft(US, "chat:7", "fact add", {}, NOON)
    await store.keep_draft(US, "chat:8", "fact add", {}, NOON + DRAFTS_KEPT + timedelta(seconds=1))
    assert await store.draft(US, old, "chat:7") is None


async def test_a_large_file_comes_back_whole_with_its_draft_and_goes_with_it(real_store: Store) -> None:
    file = bytes(range(256)) * 4_000
    number = await real_store.keep_draft(US, "chat:7", "fact import", {"name": "x.csv"}, NOON, file)

    by_number, latest = await real_store.draft(US, number, "chat:7"), await real_store.draft(US, None, "chat:7")

    assert by_number is not None
    assert latest == by_number
    assert by_number.file == file
    assert await real_store.draft(US, number - 1, "chat:7") is None
    assert not await real_store.drop_draft(number - 1)
    assert await real_store.drop_draft(number)
    assert await real_store.database.read("SELECT count(*) FROM drafts") == [(0,)]


async def test_a_large_file_that_nobody_confirms_is_forgotten_with_all_its_parts(real_store: Store) -> None:
    await real_store.keep_draft(US, "chat:7", "fact import", {}, NOON, b"x" * 1_000_000)
    latest = await real_store.keep_draft(US, "chat:8", "fact add", {}, NOON + DRAFTS_KEPT + timedelta(seconds=1))
    assert await real_store.database.read("SELECT id FROM drafts") == [(latest,)]


async def test_a_file_whose_parts_are_not_all_there_is_no_draft(real_store: Store) -> None:
    number = await real_store.keep_draft(US, "chat:7", "fact import", {}, NOON, b"x" * 1_000_000)
    await real_store.database.write(lambda tx: tx.run("DELETE FROM drafts WHERE id = ?", (number - 1,)))
    assert await real_store.draft(US, number, "chat:7") is None


async def test_a_file_kept_in_one_piece_by_an_earlier_version_comes_back(real_store: Store) -> None:
    number = await real_store.keep_draft(US, "chat:7", "fact import", {}, NOON)
    kept = base64.b64encode(b"subject").decode()
    await real_store.database.write(lambda tx: tx.run("UPDATE drafts SET file = ? WHERE id = ?", (kept, number)))
    draft = await real_store.draft(US, None, "chat:7")
    assert draft is not None
    assert draft.file == b"subject"


async def test_suggestions_wait_in_their_order_up_to_a_days_limit(store: Storage) -> None:
    first = await store.suggest(US, NEW, DAY, 2)
    second = await store.suggest(US, replace(NEW, said="Another"), DAY, 2)
    assert await store.suggest(US, NEW, DAY, 2) is None
    assert await store.suggest(US, replace(NEW, member="chat:8"), DAY, 2) is not None
    assert await store.suggest(US, NEW, "2026-01-02", 2) is not None

    found = await store.suggestions(US, 2)
    assert [s.number for s in found] == [first, second]
    assert found[0] == replace(NEW, number=first or 0)
    assert next(s.said for s in await store.suggestions(US, 9, after=first or 0)) == "Another"
    assert await store.count_suggestions(US) == 4
    assert await store.count_suggestions(THEM) == 0
    with pytest.raises(NotFound):
        await store.suggestion(THEM, first or 0)


async def test_a_suggestion_is_decided_once_and_its_member_known_for_the_fact(store: Storage) -> None:
    await store.install(FILMS, NOON)
    film = (await store.by_name(await store.shelf(US), ["heat"]))["heat"][0].entity.id
    taught = NewFact(film, "motto", Text("Ours"), Certainty.CONFIRMED, "Us", "", "")
    became = (await store.add(US, taught, MO, NOON)).id
    number = await store.suggest(US, NEW, DAY, 2) or 0
    decided = await store.decide(US, number, Status.ACCEPTED, MO, LATER, word="Nice", fact=became)
    assert decided is not None
    assert (decided.status, decided.decided_by, decided.word, decided.fact) == (Status.ACCEPTED, MO, "Nice", became)
    assert await store.decide(US, number, Status.DECLINED, MO, LATER) is None
    assert await store.suggestions(US, 9) == []
    assert list(await store.suggesters(US, [FactId(1), became])) == [("chat:7", "Eve")]
    assert list(await store.suggesters(THEM, [became])) == []
    assert list(await store.suggesters(US, [])) == []
    await store.retire(US, became, MO, LATER, "")
    assert list(await store.suggesters(US, [became])) == []
    await store.restore(US, became, MO, LATER, "")
    assert list(await store.suggesters(US, [became])) == [("chat:7", "Eve")]


async def test_questions_wait_by_how_often_they_were_asked_and_know_who_did(store: Storage) -> None:
    for question, times in (("Who is it?", 1), ("What is it?", 2)):
        for _ in range(times):
            await store.note(US, question, NOON)
    await store.note_asker(US, "what is IT", "chat:7", "chat", NOON)
    await store.note_asker(US, "What is it?", "chat:7", "chat", LATER)
    await store.note_asker(US, "What is it?", "chat:8", "chat", LATER)

    [what, who] = await store.wondered(US, 9)
    assert (what.question, what.asked, who.question) == ("What is it?", 2, "Who is it?")
    assert [w.number for w in await store.wondered(US, 1, skip=1)] == [who.number]
    assert (await store.wondered_one(US, what.number)).askers == (("chat:7", "chat"), ("chat:8", "chat"))
    assert await store.count_wondered(US) == 2
    assert await store.forget_question(US, what.number)
    assert not await store.forget_question(US, what.number)
    with pytest.raises(NotFound):
        await store.wondered_one(US, what.number)


async def test_own_facts_with_an_old_date_are_due_the_oldest_first(store: Storage) -> None:
    await store.install(FILMS, NOON)
    heat = (await store.by_name(await store.shelf(US), ["heat"]))["heat"][0].entity.id
    dated = [
        await store.add(
            US,
            NewFact(heat, "motto", Text(year), Certainty.CONFIRMED, "Us", "", "", PartialDate.parse(year)),
            MO,
            LATER,
        )
        for year in ("2003", "2001", "2024")
    ]
    shelf = await store.shelf(US)

    assert [f.id for f in await store.stale(shelf, "2010-01-01", 9)] == [dated[1].id, dated[0].id]
    assert [f.id for f in await store.stale(shelf, "2010-01-01", 9, after=dated[1].id)] == [dated[0].id]
    assert await store.count_stale(shelf, "2010-01-01") == 2
    assert await store.count_stale(await store.shelf(THEM), "2010-01-01") == 0
    await store.retire(US, dated[1].id, MO, LAST, "")
    assert await store.count_stale(shelf, "2010-01-01") == 1
