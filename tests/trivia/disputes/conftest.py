"""The bot with questions that rest on real facts, played by several members and kept by moderators."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.terminal.render import Look, rendered
from tests.fakes.rounds import FakeMessenger, FakeQuestions, FakeRoundStore, dice, question
from tests.fakes.tally import tally
from tests.templates import fresh_store, memory_with
from trivia.commands.actions import restored
from trivia.commands.core import Core, FactStore, GameStore, assemble
from trivia.commands.request import Argument, Member, Request, Role
from trivia.facts.model import CommunityId, Fact
from trivia.lookup.answer import Evidence
from trivia.questions.model import Question, QuestionKind
from trivia.replies.reply import Reply
from trivia.rounds.model import ChannelId, MemberId, Place, Round, RoundId, Rules

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
OURS, THEIRS = CommunityId(1), CommunityId(2)
MAIN = Place(OURS, ChannelId("test:main"))
JESSICA = Path(__file__).parents[3] / "packs" / "jessica-jones"
DIRECTED = "Who directed AKA You're Welcome?"


class Chat:
    """The bot in a test. Its clock stands still unless ``now`` is set; each line is an event of its own."""

    def __init__(self, facts: FactStore, games: GameStore, questions: Sequence[Question], count: int) -> None:
        self.facts = facts
        self.games = games
        self.questions = tuple(questions)
        self.count = count
        self.now = NOON
        self.events = 0
        self.starts()

    def starts(self) -> None:
        """Start the program, anew if it ran before; nothing is left but what is stored."""
        self.messenger = FakeMessenger()
        self.core: Core = assemble(
            facts=self.facts,
            rounds=self.games,
            questions=FakeQuestions(self.questions),
            messenger=self.messenger,
            chance=dice(self.events + 1),
            platform="test",
            defaults=Rules(lobby=0, pause=0, count=self.count, streaks=False),
        )

    async def replies(
        self,
        command: str,
        arguments: Mapping[str, Argument] | None = None,
        *,
        who: str = "Anna",
        place: Place = MAIN,
        role: Role = Role.MEMBER,
        bot: bool = False,
        event: str = "",
    ) -> tuple[Reply, ...]:
        self.events += 1
        member = Member(MemberId(f"test:{who.casefold()}"), who, role, bot)
        name = event or f"e{self.events}"
        request = Request(name, place.community, place.channel, member, command, arguments or {}, self.now)
        return await self.core.door.handle(request)

    async def say(self, command: str, arguments: Mapping[str, Argument] | None = None, **how: object) -> str:
        """Let a member send a command; return what they read."""
        return text(await self.replies(command, arguments, **how))  # type: ignore[arg-type] # the options by name

    async def press(self, action: str, **how: object) -> str:
        """Let a member press a button."""
        command, arguments = restored(action)
        return await self.say(command, dict(arguments), **how)

    async def moderate(self, arguments: Mapping[str, Argument] | None = None, who: str = "Mia", **how: object) -> str:
        return await self.say("fact review", arguments, who=who, **{"role": Role.MODERATOR, **how})

    async def play(self, *answers: tuple[str, str], place: Place = MAIN) -> str:
        """Start a round, answer its first question, and let the time run out; return what disputes it."""
        await self.say("trivia start", place=place)
        await self.join(*answers, place=place)
        await self.answer(*answers, place=place)
        return self.wrong

    async def join(self, *answers: tuple[str, str], place: Place = MAIN) -> None:
        """Let all who will answer join first, so that no answer closes the question before the others came."""
        for who, _ in answers:
            await self.say("trivia join", who=who, place=place)

    async def answer(self, *answers: tuple[str, str], place: Place = MAIN) -> None:
        for who, given in answers:
            self.now += timedelta(seconds=0.5)
            await self.say("trivia answer", {"text": given}, who=who, place=place)
        await self.waits(21)

    async def waits(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        await self.core.rounds.tick(self.now)

    @property
    def shown(self) -> list[Reply]:
        """All that places were shown since the program started."""
        return list(self.messenger.shown.values())

    @property
    def wrong(self) -> str:
        """What the last button says by which an answer is disputed."""
        buttons = [b for reply in self.shown for b in reply.buttons if b.text == "That was wrong"]
        return buttons[-1].action

    def told(self, who: str) -> str:
        """What a member was told in private by messages of disputes."""
        ending = f":@test:{who.casefold()}"
        return text([reply for message, reply in self.messenger.shown.items() if message.endswith(ending)])

    async def round(self, action: str) -> Round:
        found = await self.games.round(RoundId(str(restored(action)[1]["round"])))
        assert found
        return found

    async def points(self, who: str) -> int:
        """The points on a member's account in our community."""
        earned = await tally(self.games, OURS, MemberId(f"test:{who.casefold()}"))
        return earned.points if earned else 0


def text(replies: Sequence[Reply]) -> str:
    return "\n".join(rendered(reply, Look()) for reply in replies)


Asking = Callable[..., Question]
Opening = Callable[..., Chat]


@pytest.fixture(params=["memory", "sqlite"])
async def stores(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[FactStore, GameStore]]:
    """A store with the pack of Jessica Jones on every shelf."""
    async with AsyncExitStack() as stack:
        if request.param == "memory":
            facts = await memory_with("jessica-jones", NOON)
            yield facts, FakeRoundStore(editor=facts)
        else:
            store = await stack.enter_async_context(fresh_store(tmp_path / "store.db", "jessica-jones", NOON))
            yield store, store


@pytest.fixture
def opening(stores: tuple[FactStore, GameStore]) -> Opening:
    """Return what starts the bot with these questions."""

    def opened(*questions: Question, count: int = 1) -> Chat:
        return Chat(*stores, questions, count)

    return opened


async def fact_about(facts: FactStore, name: str, relation: str) -> Fact:
    """Return the fact of a relation about a subject."""
    shelf = await facts.shelf(OURS)
    of_relation = await facts.of_relation(shelf, relation, 100)
    return next(fact for fact in of_relation if fact.subject.name == name)


@pytest.fixture
async def directed(stores: tuple[FactStore, GameStore]) -> Question:
    """Who directed the episode; it is to be typed."""
    fact = await fact_about(stores[0], "AKA You're Welcome", "directed_by")
    return resting_on(question(DIRECTED, "Krysten Ritter"), fact, "AKA You're Welcome was directed by Krysten Ritter")


@pytest.fixture
async def chosen(stores: tuple[FactStore, GameStore]) -> Question:
    """The same with options."""
    fact = await fact_about(stores[0], "AKA You're Welcome", "directed_by")
    options = ("Rachael Taylor", "Krysten Ritter", "David Tennant", "Mike Colter")
    asked = question(DIRECTED, "Krysten Ritter", options)
    return resting_on(asked, fact, "AKA You're Welcome was directed by Krysten Ritter")


@pytest.fixture
async def decided(stores: tuple[FactStore, GameStore]) -> Question:
    """The same as something to be judged true."""
    fact = await fact_about(stores[0], "AKA You're Welcome", "directed_by")
    stem = "True or false: AKA You're Welcome was directed by Krysten Ritter."
    asked = question(stem, "true", ("true", "false"), QuestionKind.TRUE_FALSE)
    asked = replace(asked, kind=QuestionKind.TRUE_FALSE, type="boolean", accepted=("true",))
    return resting_on(asked, fact, "AKA You're Welcome was directed by Krysten Ritter")


@pytest.fixture
async def played(stores: tuple[FactStore, GameStore]) -> Question:
    """A question on another fact."""
    fact = await fact_about(stores[0], "Trish Walker", "played_by")
    return resting_on(question("Who plays Trish Walker?", "Rachael Taylor"), fact, "Trish Walker is played by her")


def resting_on(asked: Question, fact: Fact, statement: str) -> Question:
    """Let a question rest on a fact."""
    kind = asked.type if asked.type == "boolean" else "person"
    return replace(asked, evidence=(Evidence(fact, statement),), type=kind)
