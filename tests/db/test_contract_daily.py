"""What every store of daily sets must keep to."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from tests.db.conftest import opened
from tests.fakes.rounds import FakeRoundStore, player, question
from tests.fakes.tally import Games, tally
from trivia.daily.model import GIVEN_UP, DailySet, Share, place_of, set_id
from trivia.daily.ports import DailyStore, Tried
from trivia.errors import Conflict
from trivia.facts.model import CommunityId, FactId
from trivia.judging.verdict import Ruling
from trivia.replies.reply import Plain, Reply, marked
from trivia.rounds.bag import Bag, Recent, Running, Taken
from trivia.rounds.history import RoundHistory
from trivia.rounds.model import Asked, Attempt, ChannelId, MemberId, Place, Player, Points, RoundId, kept_for
from trivia.rounds.ports import Outgoing
from trivia.values import replace

DAY = date(2026, 1, 1)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 1, 2, tzinfo=UTC)
OURS, THEIRS = CommunityId(1), CommunityId(2)
HERE = Place(OURS, ChannelId("test:here"))
ANNA, BEN = player("Anna"), player("Ben")
ASKED = tuple(
    replace(Asked.of(question(stem, key)), facts=(FactId(number),))
    for number, (stem, key) in enumerate((("Capital of Norway?", "Oslo"), ("Capital of Italy?", "Rome")), 1)
)
SET = DailySet(set_id(OURS, DAY), OURS, DAY, MIDNIGHT, ASKED, "capitals", running=Running(3))
TAKEN = Taken(place_of(OURS), 0, ((1,), (2,)), (Recent("oslo", ""), Recent("rome", "")), Bag("capitals"))


class Store(DailyStore, Games, RoundHistory, Protocol):
    """All ports that look at sets."""


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    if request.param == "memory":
        yield FakeRoundStore()
        return
    async with opened(request, tmp_path) as real:
        yield real


def attempt(number: int, given: str, who: Player = ANNA, *, right: bool = True, event: str = "") -> Attempt:
    ruling = Ruling.ACCEPT if right else Ruling.REJECT
    event = event or f"{who.name}{number}{given}"
    return Attempt(SET.id, number, who, event, given, None, ruling, "exact", NOON, 3.5, 0)


async def tried(store: Store, made: Attempt, tries: int = 0, *, done: bool = True) -> bool:
    earned = 10 if made.ruling is Ruling.ACCEPT else 0
    points = (Points(SET.id, made.number, made.player, earned),) if done else ()
    return await store.try_daily(Tried(SET, made.event, made, tries, done, points))


async def played(store: Store, who: Player, *right: bool) -> None:
    """Let a member settle the first questions of the set, each rightly or not."""
    for number, is_right in enumerate(right, 1):
        await store.show_daily(SET, number, who.id, NOON)
        assert await tried(store, attempt(number, "x", who, right=is_right))


async def test_a_set_comes_back_as_it_was_kept(store: Store) -> None:
    assert await store.daily_set(SET.id) is None

    assert await store.keep_daily(SET, TAKEN, NOON) == SET

    assert await store.daily_set(SET.id) == SET
    assert list(await store.daily_sets_open(OURS, NOON)) == [SET]
    assert list(await store.daily_sets_open(THEIRS, NOON)) == []
    assert list(await store.daily_sets_open(OURS, SET.closes)) == []


async def test_of_two_sets_for_a_day_the_first_one_is_kept(store: Store) -> None:
    other = replace(SET, questions=ASKED[:1], topic="")

    both = await asyncio.gather(store.keep_daily(SET, TAKEN, NOON), store.keep_daily(other, TAKEN, NOON))

    assert both[0] == both[1] == await store.daily_set(SET.id)
    kept = list(enumerate(both[0].questions, 1))
    assert list(await store.questions_of(SET.id)) == kept, "and nothing of the other counts as asked"


async def test_a_set_is_kept_with_its_draw_or_not_at_all(store: Store) -> None:
    await store.keep_daily(SET, TAKEN, NOON)
    assert dict(await store.drawn_at(place_of(OURS), {1, 2, 3})) == {1: 1, 2: 2}

    tomorrow = replace(SET, id=set_id(OURS, date(2026, 1, 2)), day=date(2026, 1, 2))
    with pytest.raises(Conflict):
        await store.keep_daily(tomorrow, TAKEN, NOON)

    assert await store.daily_set(tomorrow.id) is None
    assert await store.keep_daily(tomorrow, replace(TAKEN, before=2), NOON) == tomorrow


async def test_a_set_is_a_round_that_nobody_needs_to_move(store: Store) -> None:
    await store.keep_daily(SET, TAKEN, NOON)

    known = await store.round(SET.id)

    assert known is not None
    assert known.over
    assert known.number == 2
    assert await store.open_round(place_of(OURS)) is None
    assert [asked.stem for _, asked in await store.questions_of(SET.id)] == [ASKED[0].stem, ASKED[1].stem]


async def test_a_sheet_says_what_was_shown_tried_and_earned(store: Store) -> None:
    await store.keep_daily(SET, TAKEN, NOON)
    later = NOON + timedelta(minutes=3)
    await store.show_daily(SET, 1, ANNA.id, NOON)
    await store.show_daily(SET, 1, ANNA.id, later)
    assert (await store.daily_sheet(SET, ANNA.id)).next == 1

    assert await tried(store, attempt(1, "Bergen", right=False), done=False)
    assert await tried(store, attempt(1, "Oslo"), tries=1)

    sheet = await store.daily_sheet(SET, ANNA.id)
    put = sheet.put(1)
    assert put is not None
    assert (put.first, put.latest, put.tries, put.done) == (NOON, later, 2, True)
    assert sheet.points == ((1, 10),)
    assert sheet.next == 2
    assert [a.given for a in await store.daily_attempts(SET, 1, ANNA.id)] == ["Bergen", "Oslo"]
    assert list(await store.attempts(SET.id)) == list(await store.daily_attempts(SET, 1, ANNA.id))
    assert not (await store.daily_sheet(SET, BEN.id)).begun


async def test_an_answer_to_what_is_settled_or_not_shown_or_with_another_count_is_a_conflict(store: Store) -> None:
    await store.keep_daily(SET, TAKEN, NOON)
    await store.show_daily(SET, 1, ANNA.id, NOON)

    for refused, tries in ((attempt(2, "Rome"), 0), (attempt(1, "Oslo"), 1), (attempt(1, "Oslo", BEN), 0)):
        with pytest.raises(Conflict):
            await tried(store, refused, tries)
    await tried(store, attempt(1, "Oslo"))
    with pytest.raises(Conflict):
        await tried(store, attempt(1, "again"), 1)

    assert [a.given for a in await store.attempts(SET.id)] == ["Oslo"]
    assert (await store.daily_sheet(SET, ANNA.id)).points == ((1, 10),)


async def test_an_event_counts_once(store: Store) -> None:
    await store.keep_daily(SET, TAKEN, NOON)
    await store.show_daily(SET, 1, ANNA.id, NOON)
    assert await tried(store, attempt(1, "Bergen", right=False, event="e"), done=False)

    assert not await tried(store, attempt(1, "Bergen", right=False, event="e"), tries=1, done=False)

    assert await store.seen("e")
    assert len(await store.attempts(SET.id)) == 1


async def test_of_two_answers_at_once_one_counts(store: Store) -> None:
    await store.keep_daily(SET, TAKEN, NOON)
    await store.show_daily(SET, 1, ANNA.id, NOON)

    came = await asyncio.gather(
        tried(store, attempt(1, "Oslo")), tried(store, attempt(1, "Bergen", right=False)), return_exceptions=True
    )

    assert [type(outcome) for outcome in came if outcome is not True] == [Conflict]
    assert len(await store.attempts(SET.id)) == 1


async def test_what_a_moderators_ruling_settled_is_settled(store: Store) -> None:
    await store.keep_daily(SET, TAKEN, NOON)
    await store.show_daily(SET, 1, ANNA.id, NOON)
    await tried(store, attempt(1, "Oslo town", right=False), done=False)
    ruled = Tried(SET, "r", attempt(1, "ruled", event="r"), 1, done=False, points=(Points(SET.id, 1, ANNA, 10),))
    await store.try_daily(ruled)  # a result while the question is not marked as done, as a ruling leaves it

    assert (await store.daily_sheet(SET, ANNA.id)).next == 2
    with pytest.raises(Conflict):
        await tried(store, attempt(1, "Oslo"), tries=2)


async def test_a_day_is_played_when_all_of_its_set_is_settled(store: Store) -> None:
    await store.keep_daily(SET, TAKEN, NOON)
    await played(store, ANNA, True)
    assert list(await store.daily_days(OURS, ANNA.id)) == []

    await played(store, BEN, True, False)

    assert list(await store.daily_days(OURS, BEN.id)) == [DAY]
    assert list(await store.daily_days(THEIRS, BEN.id)) == []
    assert (await store.daily_sheet(SET, BEN.id)).done


async def test_shares_are_of_the_others(store: Store) -> None:
    await store.keep_daily(SET, TAKEN, NOON)
    await played(store, ANNA, True, True)
    await played(store, BEN, True, False)

    assert list(await store.daily_shares(SET, ANNA.id)) == [Share(1, 1), Share(0, 1)]
    assert list(await store.daily_shares(SET, MemberId("cleo"))) == [Share(2, 2), Share(1, 2)]


async def test_a_voided_question_counts_for_nobody_and_whoever_is_done_without_it_has_played(store: Store) -> None:
    await store.keep_daily(SET, TAKEN, NOON)
    await played(store, ANNA, True)
    await played(store, BEN, True, True)

    await store.void_daily(SET, 2, NOON)
    await store.void_daily(SET, 2, NOON)

    now = await store.daily_set(SET.id)
    assert now == replace(SET, voided=(2,))
    assert (await store.daily_sheet(now, BEN.id)).points == ((1, 10),)
    assert list(await store.daily_days(OURS, ANNA.id)) == [DAY]
    assert list(await store.daily_shares(now, BEN.id)) == [Share(1, 1), Share(0, 0)]
    earned = await tally(store, OURS, BEN.id)
    assert earned is not None
    assert earned.points == 10


async def test_a_word_is_kept_once_for_each_who_had_points_with_a_voided_question(store: Store) -> None:
    def word(earned: Points) -> Outgoing:
        told = Reply(text=(Plain(f"{earned.player.name} {earned.points}"),))
        return Outgoing(f"void:{earned.player.id}", kept_for(place_of(OURS), earned.player.id), told)

    await store.keep_daily(SET, TAKEN, NOON)
    await played(store, ANNA, True, False)
    await played(store, BEN, True, True)

    await store.void_daily(SET, 2, NOON, word)
    await store.void_daily(SET, 2, NOON, word)

    waiting = await store.unsent(kept_for(place_of(OURS), BEN.id))
    assert [message.reply.text for message in waiting] == [(Plain("Ben 10"),)]
    assert list(await store.unsent(kept_for(place_of(OURS), ANNA.id))) == []


async def test_an_answer_to_a_question_voided_meanwhile_is_a_conflict(store: Store) -> None:
    await store.keep_daily(SET, TAKEN, NOON)
    await store.show_daily(SET, 1, ANNA.id, NOON)
    await store.void_daily(SET, 1, NOON)

    with pytest.raises(Conflict):
        await tried(store, attempt(1, "Oslo"))

    assert list(await store.attempts(SET.id)) == []


async def test_finishing_is_kept_only_of_who_is_done(store: Store) -> None:
    await store.keep_daily(SET, TAKEN, NOON)
    await played(store, ANNA, True)

    await store.finish_daily(SET, ANNA.id, NOON)
    await store.finish_daily(SET, BEN.id, NOON)
    assert list(await store.daily_days(OURS, ANNA.id)) == list(await store.daily_days(OURS, BEN.id)) == []

    await store.finish_daily(replace(SET, voided=(2,)), ANNA.id, NOON)
    assert list(await store.daily_days(OURS, ANNA.id)) == [DAY]


async def test_a_result_is_shown_to_all_once(store: Store) -> None:
    await store.keep_daily(SET, TAKEN, NOON)
    assert not await store.daily_shared(SET, ANNA.id)
    message = Outgoing("one", HERE, Reply(text=marked("✓ ✗")))

    assert await store.share_daily(SET, ANNA.id, message, NOON)
    assert not await store.share_daily(SET, ANNA.id, replace(message, id="two"), NOON)

    assert await store.daily_shared(SET, ANNA.id)
    assert not await store.daily_shared(SET, BEN.id)
    assert list(await store.unsent(HERE)) == [message]


async def test_what_was_shown_is_open_until_it_is_settled_or_its_set_closes(store: Store) -> None:
    await store.keep_daily(SET, TAKEN, NOON)
    await store.show_daily(SET, 1, ANNA.id, NOON)
    before, after = NOON - timedelta(minutes=1), NOON + timedelta(minutes=1)

    assert list(await store.daily_live(OURS, None, before, NOON)) == [(SET.id, 1)]
    assert list(await store.daily_live(OURS, BEN.id, after, NOON)) == []
    assert list(await store.daily_live(OURS, ANNA.id, after, NOON)) == [(SET.id, 1)]
    assert list(await store.daily_live(OURS, ANNA.id, None, NOON)) == [(SET.id, 1)]
    assert list(await store.daily_live(OURS, BEN.id, None, NOON)) == []
    assert list(await store.daily_live(THEIRS, ANNA.id, before, NOON)) == []
    assert list(await store.daily_live(OURS, ANNA.id, before, SET.closes)) == []

    await tried(store, replace(attempt(1, "", right=False), reason=GIVEN_UP))
    assert list(await store.daily_live(OURS, ANNA.id, before, NOON)) == []


async def test_a_set_that_was_never_kept_has_no_sheet_to_fill(store: Store) -> None:
    unknown = replace(SET, id=RoundId("daily-1-2020-01-01"))
    assert await store.daily_set(unknown.id) is None
    assert list(await store.daily_attempts(unknown, 1, ANNA.id)) == []
