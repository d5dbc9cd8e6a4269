"""Buttons that stand under a question that is over, or of a round long past: they touch nothing but their own."""

from datetime import UTC, datetime

from tests.fakes.rounds import FakeMessenger, FakeQuestions, FakeRoundStore, dice, question
from tests.fakes.store import MemoryStore
from trivia.commands.actions import restored
from trivia.commands.core import Core, assemble
from trivia.commands.request import Member, Request, Role
from trivia.facts.model import CommunityId
from trivia.replies.reply import Plain, Reply
from trivia.rounds.model import ChannelId, MemberId, Rules

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
QUESTIONS = tuple(question(f"Which is number {n}?", f"B{n}", (f"A{n}", f"B{n}", f"C{n}")) for n in range(5))


class Channel:
    """A channel with one round after the other."""

    def __init__(self) -> None:
        self.messenger = FakeMessenger()
        self.core: Core = assemble(
            facts=MemoryStore(),
            rounds=FakeRoundStore(),
            questions=FakeQuestions(QUESTIONS),
            messenger=self.messenger,
            chance=dice(1),
            platform="test",
            defaults=Rules(lobby=0, pause=0, count=2, kinds=()),
        )
        self._events = 0

    async def do(self, action: str) -> str:
        self._events += 1
        command, arguments = restored(action)
        member = Member(MemberId("test:Anna"), "Anna", Role.MODERATOR)
        place = (CommunityId(1), ChannelId("test:here"))
        request = Request(f"e{self._events}", *place, member, command, arguments, NOW)
        said = await self.core.door.handle(request)
        await self.core.rounds.tick(NOW)
        return "".join(span.text for reply in said for span in reply.text if isinstance(span, Plain))

    def question(self) -> Reply:
        """Return the latest question."""
        return [reply for reply in self.messenger.shown.values() if reply.title.startswith("Question")][-1]

    def lobby(self) -> Reply:
        """Return the latest lobby."""
        return [reply for reply in self.messenger.shown.values() if reply.title == "A round is about to begin"][-1]

    def hints(self) -> int:
        return sum(1 for reply in self.messenger.shown.values() if reply.struck)


def pressed(shown: Reply, button: str) -> str:
    return next(b.action for b in shown.buttons if b.text == button)


async def test_hint_and_skip_of_a_question_that_is_over_leave_the_next_one_alone() -> None:
    channel = Channel()
    await channel.do("trivia start")
    first = channel.question()
    await channel.do(pressed(first, "Skip"))
    second = channel.question()
    assert second.title == "Question 2 of 2"

    assert "too late" in await channel.do(pressed(first, "Hint"))
    assert "too late" in await channel.do(pressed(first, "Skip"))

    assert channel.question() == second
    assert channel.hints() == 0
    await channel.do(pressed(second, "Hint"))
    assert channel.hints() == 1


async def test_hint_and_skip_of_an_earlier_round_leave_this_one_alone() -> None:
    channel = Channel()
    await channel.do("trivia start")
    earlier = channel.question()
    await channel.do("trivia stop")
    await channel.do("trivia start")
    now = channel.question()

    assert "too late" in await channel.do(pressed(earlier, "Hint"))
    assert "too late" in await channel.do(pressed(earlier, "Skip"))

    assert channel.question() == now
    assert channel.hints() == 0
    await channel.do("trivia hint")
    assert channel.hints() == 1, "typed, it is about the question that is open"


async def test_buttons_of_a_lobby_long_past_neither_begin_nor_stop_the_round_that_is_on() -> None:
    channel = Channel()
    await channel.do("trivia start?lobby=60")
    earlier = channel.lobby()
    await channel.do("trivia stop")
    await channel.do("trivia start?lobby=60")
    now = channel.lobby()

    for button in ("Join", "Begin now", "Stop"):
        assert await channel.do(pressed(earlier, button)) == "That round is over."

    await channel.do(pressed(now, "Begin now"))
    assert channel.question().title == "Question 1 of 2"
    await channel.do("trivia pause")
    paused = next(reply for reply in channel.messenger.shown.values() if reply.title == "The round is paused")
    await channel.do(pressed(paused, "Stop"))
    assert await channel.do(pressed(paused, "Go on")) == "That round is over."
