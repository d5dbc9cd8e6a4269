"""/score, as members and moderators meet it, on the store in memory and on a real one."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.terminal.render import Look, rendered
from tests.fakes.rounds import FakeMessenger, FakeQuestions, FakeRoundStore, dice, question
from tests.fakes.store import MemoryStore
from tests.templates import fresh_store
from trivia.commands.actions import restored
from trivia.commands.core import Core, GameStore, assemble
from trivia.commands.request import Argument, Member, Request, Role
from trivia.facts.model import CommunityId
from trivia.replies.reply import Reply
from trivia.rounds.model import ChannelId, MemberId, Rules
from trivia.scores.ports import PaintedBoard, PaintedCard

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
PLACES = tuple(
    replace(question(f"Where is {name}?", "Oslo", ("Bergen", "Oslo")), topic=topic)
    for name, topic in (("A", "countries"), ("B", "countries"), ("C", "elements"), ("D", "elements"))
)


@dataclass
class FakePainter:
    """Remembers what it was to paint."""

    painted: list[PaintedBoard | PaintedCard] = field(default_factory=list)

    async def board(self, board: PaintedBoard) -> bytes:
        self.painted.append(board)
        return b"a board"

    async def card(self, card: PaintedCard) -> bytes:
        self.painted.append(card)
        return b"a card"


class Chat:
    """Members who play and ask; time is told."""

    def __init__(self, store: GameStore, painter: FakePainter | None = None) -> None:
        self.core: Core = assemble(
            facts=MemoryStore(),
            rounds=store,
            questions=FakeQuestions(PLACES),
            messenger=FakeMessenger(),
            chance=dice(1),
            platform="test",
            defaults=Rules(lobby=0, pause=0, count=4, streaks=False),
            painter=painter,
        )
        self.now = NOW
        self._events = 0

    async def replies(
        self,
        command: str,
        arguments: Mapping[str, Argument] | None = None,
        *,
        who: str = "Anna",
        role: Role = Role.MEMBER,
        community: int = 1,
        channel: str = "one",
    ) -> tuple[Reply, ...]:
        self._events += 1
        member = Member(MemberId(f"test:{who.casefold()}"), who, role)
        place = CommunityId(community), ChannelId(f"test:{channel}")
        return await self.core.door.handle(
            Request(f"e{self._events}", *place, member, command, arguments or {}, self.now)
        )

    async def say(self, command: str, arguments: Mapping[str, Argument] | None = None, **said: object) -> str:
        return "\n".join(rendered(r, Look()) for r in await self.replies(command, arguments, **said))  # type: ignore[arg-type] # the parameters of replies

    async def play(self, *members: str, right: Mapping[str, int], channel: str = "one", count: int = 4) -> None:
        """Play a round; each member has so many right answers at its beginning, the others are wrong."""
        await self.say("trivia start", {"count": count, "seconds": 300}, who=members[0], channel=channel)
        for who in members[1:]:
            await self.say("trivia join", who=who, channel=channel)
        for number in range(count):
            for place, who in enumerate(members):
                self.now += timedelta(seconds=4 if place else 0)
                text = "Oslo" if number < right.get(who, 0) else "Bergen"
                await self.say("trivia answer", {"text": text}, who=who, channel=channel)
            self.now += timedelta(seconds=310)
            await self.core.rounds.tick(self.now)


@pytest.fixture(params=["memory", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[GameStore]:
    if request.param == "memory":
        yield FakeRoundStore()
        return
    async with fresh_store(tmp_path / "store.db") as real:
        yield real


@pytest.fixture
def painter() -> FakePainter:
    return FakePainter()


@pytest.fixture
def chat(store: GameStore, painter: FakePainter) -> Chat:
    return Chat(store, painter)


async def test_a_board_shows_the_best_and_how_far_the_next_place_is(chat: Chat) -> None:
    await chat.play("Anna", "Ben", right={"Anna": 4, "Ben": 3})

    assert await chat.say("score board", who="Ben") == (
        "The best players of this community of all time\n"
        "Ben: 19 points behind Anna.\n"
        "    Player  Points   Right  Accuracy\n"
        "1.  Anna        40  4 of 4      100%\n"
        "2.  Ben         21  3 of 4       75%"
    )
    assert "behind" not in await chat.say("score board", who="Anna")
    assert "Nobody has any points yet." in await chat.say("score board", community=2)


async def test_boards_are_by_channel_period_and_topic(chat: Chat) -> None:
    await chat.play("Anna", "Ben", right={"Anna": 4, "Ben": 3})
    chat.now += timedelta(days=7)
    await chat.play("Cleo", "Ben", right={"Cleo": 2}, channel="two")

    here = await chat.say("score board", {"scope": "channel"}, channel="two")
    week = await chat.say("score board", {"period": "week"})
    topic = await chat.say("score board", {"topic": "Elements"})

    assert "1.  Cleo        20  2 of 4       50%\n2.  Ben          0  0 of 4        0%" in here
    assert "this community this week\n" in week
    assert "Anna" not in week
    assert "Days begin at midnight, UTC time." in week
    assert "of all time, elements" in topic
    assert "1.  Anna        20  2 of 2      100%\n2.  Ben          7  1 of 4       25%\n3.  Cleo" in topic


async def test_days_end_at_midnight_where_the_community_is(chat: Chat) -> None:
    await chat.say("settings", {"name": "zone", "value": "Asia/Tokyo"}, role=Role.MODERATOR)
    chat.now = datetime(2026, 3, 4, 14, 50, tzinfo=UTC)
    await chat.play("Anna", "Ben", right={"Anna": 4}, count=1)
    assert "1.  Anna" in await chat.say("score board", {"period": "day"})

    chat.now = datetime(2026, 3, 4, 15, 1, tzinfo=UTC)

    assert "Nobody has any points yet." in await chat.say("score board", {"period": "day"})
    assert "Asia/Tokyo time" in await chat.say("score board", {"period": "week"})


async def test_accuracy_and_rating_need_answers_as_many_as_one_likes(chat: Chat) -> None:
    await chat.play("Anna", "Ben", right={"Anna": 4, "Ben": 3})

    assert "Nobody has 20 answers yet" in await chat.say("score board", {"by": "accuracy"})
    assert "Nobody has 5 answers yet" in await chat.say("score board", {"by": "rating", "period": "day"})
    accuracy = await chat.say("score board", {"by": "accuracy", "least": 4}, who="Ben")
    rating = await chat.say("score board", {"by": "rating", "least": 4}, who="Ben")

    assert "by accuracy\nBen: 25 percentage points behind Anna.\n" in accuracy
    assert "1.  Anna        100%  4 of 4      40" in accuracy
    assert "From 4 answers on." in accuracy
    assert "by rating\nBen: " in rating
    assert rating.index("Anna  ") < rating.rindex("Ben ")


async def test_who_is_not_among_the_first_ten_sees_their_place_and_pages_lead_on(chat: Chat) -> None:
    names = [f"P{n:02}" for n in range(12)]
    await chat.play(*names, right=dict.fromkeys(names[:10], 1), count=1)

    first = (await chat.replies("score board", who="P11"))[0]
    command, arguments = restored(first.buttons[0].action)
    second = await chat.say(command, arguments, who="P11")

    assert "P11: place 11 of 12 with 0 points, 1 point behind P0" in rendered(first, Look())
    assert [button.text for button in first.buttons] == ["More"]
    assert "11.  P10" in second
    assert "11.  P11" in second
    assert "Back: /score board page=1" in second
    assert "There is nobody on page 9; 12 players in all." in await chat.say("score board", {"page": 9})


async def test_the_board_of_a_round_is_that_of_the_latest_here(chat: Chat) -> None:
    assert "Nobody has answered yet." in await chat.say("score board", {"scope": "round"})
    await chat.play("Anna", "Ben", right={"Anna": 1, "Ben": 1})
    await chat.play("Anna", right={"Anna": 2})

    shown = await chat.say("score board", {"scope": "round"})

    assert "The best players of the latest round here\n" in shown
    assert "1.  Anna        20  2 of 4       50%" in shown
    assert "Ben" not in shown
    assert "by accuracy" in await chat.say("score board", {"scope": "round", "by": "accuracy"})


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"topic": "elemens"}, "I don't know the topic elemens. Did you mean elements?"),
        ({"topic": "xyzzy"}, "Nobody has played one by that name here."),
        ({"season": "Spring"}, "I don't know the season Spring. See /score season."),
        ({"period": "season"}, "No season is on. A moderator opens one with /score season open."),
        ({"season": "Spring", "period": "day"}, "leave the period out"),
        ({"scope": "round", "period": "day"}, "leave period, topic, season and least out"),
        ({"scope": "round", "by": "rating"}, "One round is too little"),
        ({"page": 0}, "page takes a number from 1"),
        ({"page": 10**30}, "page takes a number from 1"),
        ({"least": 0}, "least takes a number from 1"),
        ({"by": "beauty"}, "by takes one of: points, rating, accuracy."),
        ({"topic": "x" * 10_000}, "under 200 characters"),
        ({"topic": "'; DROP TABLE totals; --"}, "I don't know the topic"),
    ],
)
async def test_what_makes_no_sense_is_refused_with_the_remedy(
    chat: Chat, arguments: dict[str, Argument], said: str
) -> None:
    await chat.play("Anna", "Ben", right={"Anna": 4})
    assert said in await chat.say("score board", arguments)


# Seasons


async def test_a_season_is_opened_closed_and_kept(chat: Chat) -> None:
    await chat.play("Anna", "Ben", right={"Anna": 4})
    said = await chat.say("score season", {"do": "open", "name": "Spring 2026"}, role=Role.MODERATOR)
    assert "The season Spring 2026 is on." in said
    await chat.play("Anna", "Ben", right={"Ben": 4})

    assert "Spring 2026: on since 4 March 2026; Ben leads with 40 points." in await chat.say("score season")
    assert "in the season Spring 2026\nAnna: 40 points behind Ben." in await chat.say(
        "score board", {"period": "season"}
    )

    closed = await chat.say("score season", {"do": "close"}, role=Role.MODERATOR)
    await chat.play("Anna", "Ben", right={"Anna": 4})

    assert "The season Spring 2026 is over\nCongratulations, Ben!\n" in closed
    assert "1.  Ben         40" in closed
    assert "4 March 2026 to 4 March 2026; won by Ben with 40 points." in await chat.say("score season")
    kept = await chat.say("score board", {"season": "spring 2026"})
    assert "1.  Ben         40" in kept
    assert "Name one that is over with season=" in await chat.say("score board", {"period": "season"})


async def test_seasons_are_for_moderators_and_one_at_a_time(chat: Chat) -> None:
    opening = {"do": "open", "name": "Spring"}
    assert "There was no season yet." in await chat.say("score season")
    assert "is for moderators" in await chat.say("score season", opening)
    assert "is for moderators" in await chat.say("score season", {"do": "close"})
    assert "What shall the season be called?" in await chat.say(
        "score season", {"do": "open", "name": "!"[:0]}, role=Role.MODERATOR
    )
    assert "No season is on." in await chat.say("score season", {"do": "close"}, role=Role.MODERATOR)
    await chat.say("score season", opening, role=Role.MODERATOR)
    assert "The season Spring is on. Close it first" in await chat.say("score season", opening, role=Role.MODERATOR)
    assert "Nobody played in it." in await chat.say("score season", {"do": "close"}, role=Role.MODERATOR)
    assert "There was a season Spring already." in await chat.say("score season", opening, role=Role.MODERATOR)
    assert "There was no season yet." in await chat.say("score season", community=2)


async def test_what_boards_can_be_asked_for_is_suggested(chat: Chat) -> None:
    await chat.play("Anna", "Ben", right={"Anna": 4})
    await chat.say("score season", {"do": "open", "name": "Spring"}, role=Role.MODERATOR)

    async def suggested(command: str, option: str, typed: str, community: int = 1) -> list[str]:
        member = Member(MemberId("test:zed"), "Zed")
        place = CommunityId(community), ChannelId("test:one")
        request = Request("", *place, member, command, {option: typed}, chat.now)
        return [suggestion.value for suggestion in await chat.core.suggesting.suggest(request, option)]

    assert await suggested("score board", "topic", "") == ["countries", "elements"]
    assert await suggested("score board", "topic", "ele") == ["elements"]
    assert await suggested("score board", "season", "s") == ["Spring"]
    assert await suggested("score me", "member", "@b") == ["Ben"]
    assert await suggested("score me", "member", "", community=2) == []


# One member


async def test_own_statistics_tell_rank_rating_streaks_and_topics(chat: Chat) -> None:
    for _ in range(2):
        await chat.play("Anna", "Ben", right={"Anna": 2, "Ben": 4})
    chat.now += timedelta(days=7)
    await chat.play("Anna", "Ben", right={"Anna": 2, "Ben": 4})

    reply = (await chat.replies("score me"))[0]
    shown = rendered(reply, Look())

    assert reply.private
    assert "Points of Anna\n60 points in 3 rounds: 6 of 12 questions right (50%).\nPlace 2 of 2 here, " in shown
    assert "points behind Ben." in shown
    assert "Rating: 1," in shown
    assert "give or take" in shown
    assert "In a row: 0 right answers now, 2 at best; played on 1 day now, 1 at best" in shown
    assert "Strong on: countries 100% of 6" in shown
    assert "Weaker on: elements 0% of 6" in shown
    assert "Points a week: 40 (2 Mar), 20 (9 Mar)" in shown


async def test_what_was_played_alone_shows_only_in_own_points(chat: Chat) -> None:
    await chat.play("Anna", right={"Anna": 4})

    assert "40 points of these are from 1 round played alone" in await chat.say("score me")
    assert "Nobody has any points yet." in await chat.say("score board")
    await chat.say("settings", {"name": "solo", "value": "yes"}, role=Role.MODERATOR)
    assert "Nobody has any points yet." in await chat.say("score board"), "what was decided stays"
    await chat.play("Anna", right={"Anna": 4})
    assert "1.  Anna        40" in await chat.say("score board")


async def test_anothers_statistics_are_found_by_name(chat: Chat) -> None:
    await chat.play("Anna", "Benno", "Bea", right={"Benno": 4})

    assert "Points of Benno" in await chat.say("score me", {"member": "@benno"})
    assert "Points of Bea" in await chat.say("score me", {"member": "test:bea"})
    assert "Points of Benno" in await chat.say("score me", {"member": "Benn"})
    assert "may be any of Bea, Benno" in await chat.say("score me", {"member": "Be"})
    assert "Nobody called Zed has played here." in await chat.say("score me", {"member": "Zed"})
    assert "Nobody called Benno has played here." in await chat.say("score me", {"member": "Benno"}, community=2)
    assert "You have no points yet." in await chat.say("score me", who="Zed")


# Pictures


async def test_a_picture_comes_with_words_that_say_the_same(chat: Chat, painter: FakePainter) -> None:
    await chat.play("Anna", "Ben", right={"Anna": 4, "Ben": 3})

    board = (await chat.replies("score board", {"picture": True}, who="Ben"))[0]
    card = (await chat.replies("score me", {"picture": True}))[0]

    assert board.image is not None
    assert (board.image.data, board.image.text) == (b"a board", "1. Anna: 40 points\n2. Ben: 21 points")
    assert board.table is None
    assert card.image is not None
    assert card.image.data == b"a card"
    assert "Rating: 1," in card.image.text
    assert [type(painted) for painted in painter.painted] == [PaintedBoard, PaintedCard]
    painted = painter.painted[0]
    assert isinstance(painted, PaintedBoard)
    assert [(line.name, line.own, line.medal, line.share) for line in painted.lines] == [
        ("Anna", False, 1, 1.0),
        ("Ben", True, 2, 0.525),
    ]


async def test_nothing_is_painted_unasked_or_where_there_is_nothing_or_nobody_to_paint(
    chat: Chat, painter: FakePainter, store: GameStore
) -> None:
    assert "You have no points yet." in await chat.say("score me", {"picture": True})
    await chat.play("Anna", "Ben", right={"Anna": 4})
    await chat.say("score board")
    assert painter.painted == []

    plain = Chat(store)

    assert "1.  Anna        40" in await plain.say("score board", {"picture": True})
    assert "In a row: " in await plain.say("score me", {"picture": True})
