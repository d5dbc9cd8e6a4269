"""Rounds as members meet them: what they say to the core, and what it answers, over the fake store and SQLite."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from adapters.terminal.render import Look, rendered
from tests.fakes.rounds import FakeMessenger, FakeQuestions, FakeRoundStore, dice, player, question
from tests.fakes.store import MemoryStore
from tests.templates import fresh_store
from trivia.commands.arguments import read_line
from trivia.commands.core import Core, GameStore, assemble
from trivia.commands.request import Member, Request, Role
from trivia.errors import UsageError
from trivia.facts.model import CommunityId
from trivia.questions.model import QuestionKind
from trivia.rounds.model import ChannelId, MemberId, Phase, Place, Player, Points, Round, RoundId, Rules
from trivia.rounds.ports import Commit

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
HERE = Place(CommunityId(1), ChannelId("test:here"))
QUESTIONS = (
    question("What is the capital of Norway?", "Oslo", ("Bergen", "Oslo", "Kyiv", "Rome")),
    question("What is the capital of Italy?", "Rome", ("Bergen", "Oslo", "Kyiv", "Rome")),
    question("Paris is in France.", "true", ("true", "false"), QuestionKind.TRUE_FALSE),
    question("Who directed AKA You're Welcome?", "Krysten Ritter"),
)


class Chat:
    """Members who type in a channel while time passes; the core can be put together anew at any moment."""

    def __init__(self, store: GameStore) -> None:
        self.store = store
        self.messenger = FakeMessenger()
        self.questions = FakeQuestions(QUESTIONS)
        self.now = NOW
        self._events = 0
        self._told = 0
        self.core = self._assembled()

    def _assembled(self) -> Core:
        return assemble(
            facts=MemoryStore(),
            rounds=self.store,
            questions=self.questions,
            messenger=self.messenger,
            chance=dice(self._events),
            platform="test",
            defaults=Rules(lobby=0, pause=5),
        )

    async def restart(self) -> None:
        """Go on as another process."""
        self.core = self._assembled()
        await self.core.rounds.resume(self.now)

    async def say(self, line: str, who: str = "Anna", *, role: Role = Role.MEMBER, place: Place = HERE) -> str:
        """Return what the member alone is told."""
        self._events += 1
        try:
            command, arguments = read_line(line)
        except UsageError as error:
            return str(error)
        member = Member(MemberId(f"test:{who}"), who, role)
        event = f"e{self._events}"
        request = Request(event, place.community, place.channel, member, command, arguments, self.now)
        return "\n".join(rendered(reply, Look()) for reply in await self.core.door.handle(request))

    async def wait(self, seconds: float) -> None:
        """Let time pass, deadline by deadline."""
        end = self.now + timedelta(seconds=seconds)
        while (due := await self.core.rounds.next_deadline()) and due <= end:
            self.now = max(self.now, due)
            await self.core.rounds.tick(self.now)
        self.now = end

    def told(self) -> str:
        """Return what the channel was told since the last time."""
        shown = list(self.messenger.shown.values())
        new, self._told = shown[self._told :], len(shown)
        return "\n\n".join(rendered(reply, Look()) for reply in new)


@pytest.fixture(params=["fake", "sqlite"])
async def chat(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Chat]:
    if request.param == "fake":
        yield Chat(cast("GameStore", FakeRoundStore()))
        return
    async with fresh_store(tmp_path / "rounds.db") as opened:
        yield Chat(opened)


# Modes


async def test_everyone_who_is_right_earns_the_same_and_nothing_shows_before_the_reveal(chat: Chat) -> None:
    await chat.say("/trivia start mode=everyone kinds=text count=1")
    await chat.say("/trivia join", "Ben")
    assert "everyone" not in chat.told().partition("Question 1")[2]
    assert (
        await chat.say("/trivia answer nobody") == "Your answer is in: nobody. You may change your mind: 2 tries left."
    )
    await chat.wait(9)
    assert "Your answer is in: Krysten Ritter." in await chat.say("/trivia answer Krysten Ritter")
    await chat.wait(3)
    assert chat.told() == ""
    await chat.say("/trivia answer krysten ritter", "Ben")
    said = chat.told()
    assert "Right: Anna, 10 points; Ben, 10 points" in said
    assert "Anna and Ben share the win" in said


async def test_survival_tells_who_is_out_and_who_is_the_last_one_standing(chat: Chat) -> None:
    await chat.say("/trivia start mode=survival lives=1 kinds=choice")
    await chat.say("/trivia join", "Ben")
    assert "survival" not in await chat.say("/trivia answer Oslo")
    await chat.say("/trivia answer Kyiv", "Ben")
    said = chat.told()
    assert "Out: Ben" in said
    assert "Anna won as the last one standing. Well played!" in said
    assert "2.  Ben          0  0 of 1  out at 1" in said


async def test_teams_play_for_what_their_members_earn_on_average(chat: Chat) -> None:
    await chat.say("/trivia start teams=2 lobby=30 kinds=choice count=1")
    assert "You play for the Foxes." in await chat.say("/trivia join foxes", "Ben")
    assert "You play for the Owls." in await chat.say("/trivia join", "Cleo")
    assert await chat.say("/trivia join hares", "Dora") == "Please join the Owls or the Foxes."
    await chat.say("/trivia begin")
    assert "Owls: Anna, Cleo\nFoxes: Ben" in chat.told()
    for who, text in (("Anna", "Oslo"), ("Cleo", "Kyiv"), ("Ben", "Oslo")):
        await chat.say(f"/trivia answer {text}", who)
    said = chat.told()
    assert "The Foxes win. Well played!" in said
    assert "Teams: 1. Foxes 10.0; 2. Owls 5.0" in said


async def test_balanced_teams_are_made_of_what_members_had_right_before(chat: Chat) -> None:
    await chat.say("/trivia start count=2 kinds=choice")
    await chat.say("/trivia join", "Ben")
    for _ in range(2):
        live = (await chat.core.rounds.live_questions(HERE.community, chat.now))[0]
        await chat.say(f"/trivia answer {live.key}", "Ben")
        await chat.say("/trivia answer Kyiv", "Anna")
        await chat.wait(6)
    await chat.say("/trivia start balanced=yes lobby=10 kinds=text")
    for who in ("Ben", "Cleo", "Dora"):
        assert await chat.say("/trivia join", who) == "You are in. Good luck!"
    assert "I make the teams" in await chat.say("/trivia join owls", "Ben")
    chat.told()
    await chat.wait(10)
    assert "Owls: Anna, Ben\nFoxes: Cleo, Dora" in chat.told(), "the best with the weakest"


async def test_teams_are_balanced_by_what_was_right_lately_not_long_ago(chat: Chat) -> None:
    for number in range(110):
        gains = {"Ben": 10 * (number < 60), "Anna": 10 * (number >= 60)}
        over = Round(
            id=RoundId(f"r{number}"),
            place=HERE,
            starter=player("Ben"),
            rules=Rules(),
            phase=Phase.FINISHED,
            started=NOW,
            deadline=None,
            version=1,
        )
        points = tuple(Points(over.id, 1, Player(MemberId(f"test:{who}"), who), won) for who, won in gains.items())
        await chat.store.store_step(Commit(over, "", NOW + timedelta(seconds=number), points=points))
    await chat.wait(600)
    await chat.say("/trivia start balanced=yes lobby=10 kinds=text")
    for who in ("Ben", "Cleo"):
        await chat.say("/trivia join", who)
    await chat.wait(10)
    assert "Owls: Anna\nFoxes: Ben, Cleo" in chat.told(), "Ben has had more right, but none lately"


async def test_several_in_a_row_earn_more_unless_that_is_switched_off(chat: Chat) -> None:
    async def play() -> str:
        for _ in range(3):
            live = (await chat.core.rounds.live_questions(HERE.community, chat.now))[0]
            await chat.say(f"/trivia answer {live.key}")
            await chat.wait(6)
        return chat.told()

    await chat.say("/trivia start count=3")
    said = await play()
    assert "11 points (1 of them for a streak)" in said
    assert "31 points. Well played!" in said
    await chat.say("/trivia start count=3 streaks=no")
    assert "30 points. Well played!" in await play()
    await chat.say("/settings streaks value=no", role=Role.MODERATOR)
    await chat.say("/trivia start count=3")
    assert "30 points. Well played!" in await play()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/trivia start mode=chess", "mode takes one of: race, everyone, survival, teams."),
        ("/trivia start mode=race teams=3", "teams goes with mode=teams."),
        ("/trivia start lives=2 balanced=yes", "lives goes with mode=survival."),
        ("/trivia start teams=9", "teams takes a number from 2 to 4."),
        ("/trivia start guesses=0", "guesses takes a number from 1 to 10."),
        ("/trivia start ceiling=S1E5", "is not a work and a point in it, such as jessica-jones@S1E5"),
        ("/trivia start ceiling=jessica-jones@later", "is not a point in a work"),
        ("/trivia join cats", "team takes one of: owls, foxes, bears, hares."),
    ],
)
async def test_options_that_make_no_sense_are_refused_with_the_remedy(chat: Chat, line: str, said: str) -> None:
    assert said in await chat.say(line)
    assert await chat.core.rounds.current(HERE) is None


async def test_the_number_of_guesses_can_be_chosen(chat: Chat) -> None:
    await chat.say("/trivia start kinds=text guesses=1")
    assert "you have 1 try." in chat.told()


# Spoilers


async def test_how_far_a_channel_has_come_holds_for_its_rounds_and_only_moderators_go_further(chat: Chat) -> None:
    await chat.say("/settings ceiling value=jessica-jones@S1E5", role=Role.MODERATOR)
    refused = "Here questions go as far as jessica-jones@S1E5; only moderators let a round go further."
    assert await chat.say("/trivia start ceiling=jessica-jones@S3") == refused
    assert await chat.say("/trivia start spoilers=yes") == refused
    await chat.say("/trivia start")
    started = await chat.core.rounds.current(HERE)
    assert started
    assert started.rules.ceiling == "jessica-jones@S1E5"
    await chat.say("/trivia stop")
    await chat.say("/trivia start ceiling=jessica-jones@S3", role=Role.MODERATOR)
    further = await chat.core.rounds.current(HERE)
    assert further
    assert further.rules.ceiling == "jessica-jones@S3"


async def test_playing_again_goes_no_further_than_the_channel_has_come(chat: Chat) -> None:
    await chat.say("/trivia start count=1 spoilers=yes ceiling=jessica-jones@S3")
    await chat.say("/trivia stop")
    await chat.say("/settings ceiling value=jessica-jones@S1E5", role=Role.MODERATOR)
    await chat.say("/trivia again")
    again = await chat.core.rounds.current(HERE)
    assert again
    assert (again.rules.ceiling, again.rules.spoilers) == ("jessica-jones@S1E5", False)


async def test_a_round_in_a_thread_says_all_it_says_there(chat: Chat) -> None:
    await chat.say("/trivia start count=1 kinds=choice thread=yes")
    await chat.say("/trivia hint")
    await chat.say("/trivia pause")
    await chat.say("/trivia resume")
    await chat.say("/trivia answer Oslo")
    said = list(chat.messenger.shown.values())
    assert len(said) > 5
    assert len({reply.thread for reply in said} - {""}) == 1
    assert all(reply.thread for reply in said)


# Extra time


async def test_extra_time_is_a_members_own_and_the_channel_is_not_told(chat: Chat) -> None:
    await chat.say("/settings extra value=50", "Ben")
    await chat.say("/trivia start kinds=choice count=1")
    await chat.say("/trivia join", "Ben")
    await chat.wait(25)
    asked = chat.told()
    assert "Answer to question 1" not in asked
    assert "Ben" not in asked
    assert await chat.say("/trivia answer Oslo") == "That came too late: the question is closed."
    await chat.say("/trivia answer Oslo", "Ben")
    assert "Right: Ben in 16.7 s, 10 points" in chat.told()


async def test_who_sets_extra_time_during_a_round_has_it_from_the_next_question_on(chat: Chat) -> None:
    await chat.say("/trivia start kinds=choice count=2")
    await chat.say("/settings extra value=100")
    assert await chat.say("/trivia join") == "You are in already."
    await chat.wait(21)
    assert await chat.say("/trivia answer Oslo") == "That came too late: the question is closed."
    await chat.wait(4 + 30)
    live = (await chat.core.rounds.live_questions(HERE.community, chat.now))[0]
    await chat.say(f"/trivia answer {live.key}")
    assert "Right: Anna in 15.0 s, 10 points" in chat.told()


# Pausing


async def test_a_paused_round_takes_no_answers_and_goes_on_with_the_time_left(chat: Chat) -> None:
    await chat.say("/trivia start kinds=choice count=1")
    await chat.wait(8)
    assert "Only Anna, who started the round, or a moderator can do that." in await chat.say("/trivia pause", "Ben")
    await chat.say("/trivia pause")
    assert "The round is paused\nPaused by Anna." in chat.told()
    paused = "The round is paused. Anna or a moderator goes on with /trivia resume."
    for line in ("/trivia answer Oslo", "/trivia hint", "/trivia skip", "/trivia pause"):
        assert await chat.say(line) == paused
    await chat.wait(1_000)
    await chat.restart()
    await chat.say("/trivia resume")
    said = chat.told()
    assert "The round goes on: the question is open again for 12 seconds." in said
    assert "What is the capital of Norway?" in said
    await chat.say("/trivia answer Oslo")
    assert "Right: Anna in 8.0 s, 10 points" in chat.told()


async def test_an_open_question_is_not_given_away_while_the_round_is_paused(chat: Chat) -> None:
    await chat.say("/trivia start kinds=text count=1")
    await chat.say("/trivia pause")
    live = await chat.core.rounds.live_questions(HERE.community, chat.now)
    assert [asked.key for asked in live] == ["Krysten Ritter"]


async def test_a_round_left_paused_for_an_hour_closes_with_a_word(chat: Chat) -> None:
    await chat.say("/trivia start")
    await chat.say("/trivia pause")
    await chat.wait(3_599)
    assert await chat.core.rounds.current(HERE)
    await chat.wait(1)
    assert "Nobody took it up again after the pause. The points so far count." in chat.told()
    assert await chat.say("/trivia resume") == "No round is on here. Start one with /trivia start."


async def test_resuming_what_is_not_paused_says_so(chat: Chat) -> None:
    await chat.say("/trivia start")
    assert await chat.say("/trivia resume") == "The round is not paused."


# Looking back, and once more


async def test_the_review_shows_what_one_missed_with_the_answers_and_to_nobody_else(chat: Chat) -> None:
    assert "No round was played here yet." in await chat.say("/trivia review")
    await chat.say("/trivia start count=2 kinds=choice")
    await chat.say("/trivia join", "Ben")
    for text in ("Oslo", "Oslo"):
        await chat.say(f"/trivia answer {text}")
        await chat.say("/trivia answer Kyiv", "Ben")
        await chat.wait(6)
    chat.told()
    mine, bens = await chat.say("/trivia review"), await chat.say("/trivia review", "Ben")
    assert "1 question.\nQuestion 2:\n  What is the capital of Italy?\n  Rome. Nobody had it." in mine
    assert "2 questions.\nQuestion 1:\n  What is the capital of Norway?\n  Oslo.\n" in bens
    assert chat.told() == "", "the channel sees none of it"


async def test_the_review_holds_back_what_is_being_asked(chat: Chat) -> None:
    chat.questions.questions = QUESTIONS[:1]
    await chat.say("/trivia start count=1")
    await chat.say("/trivia answer Kyiv")
    await chat.say("/trivia again")
    assert "Oslo" not in await chat.say("/trivia review")


async def test_again_plays_by_the_rules_of_the_last_round_here(chat: Chat) -> None:
    assert "No round was played here yet." in await chat.say("/trivia again")
    await chat.say("/trivia start count=1 kinds=choice mode=everyone seconds=33")
    await chat.say("/trivia answer Kyiv")
    chat.told()
    assert await chat.say("/trivia again", "Ben") == ""
    said = chat.told()
    assert "Question 1 of 1" in said
    assert "33 seconds." in said
    state = await chat.core.rounds.current(HERE)
    assert state
    assert state.starter.name == "Ben"


async def test_the_buttons_of_an_earlier_round_mean_that_round_and_only_in_its_community(chat: Chat) -> None:
    await chat.say("/trivia start count=1 kinds=choice seconds=33")
    first = await chat.core.rounds.current(HERE)
    await chat.say("/trivia answer Kyiv")
    await chat.say("/trivia start count=1 kinds=text")
    await chat.say("/trivia stop")
    assert first
    assert "Norway" in await chat.say(f"/trivia review round={first.id}")
    elsewhere = Place(CommunityId(2), HERE.channel)
    assert "No round was played here yet." in await chat.say(f"/trivia review round={first.id}", place=elsewhere)
    assert "No round was played here yet." in await chat.say(f"/trivia again round={first.id}", place=elsewhere)
    chat.told()
    await chat.say(f"/trivia again round={first.id}")
    assert "33 seconds." in chat.told()


# Whatever comes at the wrong time


async def test_leaving_is_told_and_one_may_come_back(chat: Chat) -> None:
    await chat.say("/trivia start kinds=choice")
    assert await chat.say("/trivia leave", "Ben") == "You are not in the round."
    await chat.say("/trivia join", "Ben")
    assert await chat.say("/trivia leave", "Ben") == "You have left; your points stay. Answer to come back."
    assert await chat.say("/trivia answer Oslo", "Ben") == "You chose B. Oslo"


async def test_who_left_before_anything_was_asked_was_never_there(chat: Chat) -> None:
    await chat.say("/trivia start mode=survival lobby=30 kinds=choice count=1")
    await chat.say("/trivia join", "Ben")
    await chat.say("/trivia join", "Cleo")
    await chat.say("/trivia pause")
    said = "You have left. Should you want to come back: /trivia join."
    assert await chat.say("/trivia leave", "Cleo") == said
    await chat.say("/trivia resume")
    assert await chat.say("/trivia leave", "Ben") == said
    assert await chat.say("/trivia leave", "Ben") == "You are not in the round."
    chat.told()
    await chat.say("/trivia begin")
    await chat.say("/trivia answer Oslo")
    said = chat.told()
    assert "Anna" in said
    assert "Ben" not in said
    assert "Cleo" not in said


async def test_answers_at_the_wrong_time_or_place_get_a_clear_word(chat: Chat) -> None:
    no_round = "No round is on here. Start one with /trivia start."
    assert await chat.say("/trivia answer Oslo") == no_round
    assert await chat.say("/trivia leave") == no_round
    assert await chat.say("/trivia pause") == no_round
    await chat.say("/trivia start kinds=choice")
    there = Place(HERE.community, ChannelId("test:there"))
    assert await chat.say("/trivia answer Oslo", place=there) == no_round
    assert "under 300 characters; this has 10,000" in await chat.say("/trivia answer " + "x" * 10_000)
    await chat.say("/trivia answer Oslo")
    assert await chat.say("/trivia answer Oslo") == "That came too late: the question is closed."


async def test_a_clock_set_back_by_hours_holds_up_no_round(chat: Chat) -> None:
    await chat.say("/trivia start kinds=choice count=1")
    await chat.wait(3)
    await chat.core.rounds.tick(chat.now)
    chat.now -= timedelta(hours=3)
    await chat.core.rounds.tick(chat.now)
    await chat.wait(25)
    assert "Answer to question 1" in chat.told()


async def test_while_the_messenger_fails_for_minutes_nothing_is_lost_and_nothing_stuck(chat: Chat) -> None:
    chat.messenger.fails = 1_000
    await chat.say("/trivia start kinds=choice count=2 seconds=60")
    await chat.say("/trivia answer Oslo")
    await chat.wait(125)
    assert chat.told() == ""
    chat.messenger.fails = 0
    await chat.wait(130)
    said = chat.told()
    order = ["Question 1 of 2", "Answer to question 1", "Question 2 of 2", "Answer to question 2", "The round is over"]
    assert [said.index(title) for title in order] == sorted(said.index(title) for title in order)
    assert "Right: Anna in 0.0 s, 10 points" in said


async def test_a_question_that_nobody_could_see_is_put_again_with_all_its_time(chat: Chat) -> None:
    await chat.say("/trivia start kinds=choice count=2 seconds=20 mode=survival lives=1")
    await chat.say("/trivia join", "Ben")
    await chat.say("/trivia answer Oslo")
    await chat.say("/trivia answer Oslo", "Ben")
    chat.told()
    chat.messenger.fails = 1_000
    await chat.wait(40)
    chat.messenger.fails = 0
    await chat.wait(16)
    said = chat.told()
    assert said.count("Question 2 of 2") == 2
    assert "I was away for a moment; here it is again." in said
    assert "Answer to question 2" not in said, "nobody has lost a life by a question that was not there"
    await chat.say("/trivia answer Rome", "Ben")
    await chat.wait(60)
    assert "Ben won as the last one standing. Well played!" in chat.told()


async def test_a_round_in_a_channel_that_is_out_of_reach_for_too_long_is_closed(chat: Chat) -> None:
    await chat.say("/trivia start kinds=choice count=3 seconds=20 mode=everyone")
    chat.messenger.fails = 10_000
    await chat.say("/trivia skip", role=Role.MODERATOR)
    await chat.wait(10)
    chat.now += timedelta(minutes=16)
    await chat.core.rounds.tick(chat.now)
    chat.messenger.fails = 0
    chat.now += timedelta(seconds=20)
    await chat.core.rounds.tick(chat.now)
    assert "I was away for too long, so I closed the round." in chat.told()
    assert await chat.say("/trivia stop") == "No round is on here. Start one with /trivia start."


async def test_who_only_looks_on_gives_away_and_skips_nothing(chat: Chat) -> None:
    await chat.say("/trivia start kinds=choice count=2")
    await chat.say("/trivia join", "Ben")
    for looking_on in ("Cleo", "Dora", "Eve"):
        assert await chat.say("/trivia skip", looking_on) == (
            "Only those who are in can do that. Not in yet? Join with /trivia join."
        )
        assert await chat.say("/trivia hint", looking_on) == (
            "Only those who are in can do that. Not in yet? Join with /trivia join."
        )
    assert await chat.say("/trivia skip", "Ben") == "Your vote to skip counts: 1 of 2 needed."
    chat.told()
    await chat.say("/trivia skip", "Mia", role=Role.MODERATOR)
    assert "Skipped." in chat.told(), "a moderator need not play"


async def test_one_of_two_does_not_skip_alone_when_the_other_is_not_waited_for(chat: Chat) -> None:
    await chat.say("/trivia start kinds=choice count=3 seconds=20")
    await chat.say("/trivia join", "Ben")
    await chat.say("/trivia answer B", "Ben")
    await chat.wait(26)
    assert "Question 2 of 3" in chat.told(), "Anna missed the first, so nobody waits for her"
    assert await chat.say("/trivia skip") == "Your vote to skip counts: 1 of 2 needed."


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Anna\nof the\tHill", "Anna of the Hill"),
        ("x" * 500, "x" * 39 + "…"),
        ("\u202eliveB", "liveB"),
        ("Z\u0351\u0352\u0353\u0354\u0355algo", "Z\u0351\u0352algo"),
        ("\u200b \u2060", "somebody"),
        ("", "somebody"),
        ("Nguyễn 🏴‍☠️", "Nguyễn 🏴‍☠️"),
        ("محمد", "محمد"),
    ],
)
async def test_no_name_gets_in_the_way_of_others(chat: Chat, name: str, shown: str) -> None:
    await chat.say("/trivia start lobby=10", name)
    assert f"{shown} started a round" in chat.told()


# Too much at once


async def test_who_asks_faster_than_people_do_is_told_once_and_can_still_stop(chat: Chat) -> None:
    await chat.say("/trivia start")
    said = [await chat.say("/trivia join") for _ in range(60)]
    assert said.count("You are in already.") >= 25, "people are never that fast"
    assert sum("That was a lot at once" in word for word in said) == 1
    assert said[-1] == ""
    assert await chat.say("/trivia join", "Ben") == "You are in. Good luck!", "others are not held up"
    await chat.wait(2)
    assert await chat.say("/trivia join") == "You are in already.", "a little later it goes on"
    for _ in range(60):
        await chat.say("/trivia join")
    chat.told()
    await chat.say("/trivia stop")
    assert "The round was stopped" in chat.told()
