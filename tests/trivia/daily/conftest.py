"""Members of two communities who speak to the core, each line an event of its own."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from adapters.terminal.render import Look, rendered
from tests.fakes.rounds import FakeMessenger, FakeQuestions, FakeRoundStore, dice, question
from tests.fakes.store import MemoryStore
from tests.templates import fresh_store, shipped_pack
from trivia.commands.actions import restored
from trivia.commands.core import Core, GameStore, assemble
from trivia.commands.request import Argument, Member, Request, Role
from trivia.facts.model import CommunityId
from trivia.facts.phrasing import name_of
from trivia.lookup.answer import Evidence
from trivia.questions.model import Question, QuestionKind
from trivia.replies.reply import Reply
from trivia.rounds.model import ChannelId, MemberId, Rules
from trivia.rounds.ports import QuestionSource

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
OURS, THEIRS = CommunityId(1), CommunityId(2)
JESSICA = Path(__file__).parents[3] / "packs" / "jessica-jones"
CAPITALS: tuple[Question, ...] = (
    question("What is the capital of Norway?", "Oslo", ("Bergen", "Oslo", "Kyiv", "Rome")),
    question("Rome is in Italy.", "true", ("true", "false"), QuestionKind.TRUE_FALSE),
    question("What is the capital of Japan?", "Tokyo"),
)
KEYS = {q.stem: q.key for q in CAPITALS}


class Chat:
    """The bot in a test: several members, a clock that the test sets, and what was shown to all."""

    def __init__(self, core: Core, messenger: FakeMessenger, store: GameStore) -> None:
        self.core = core
        self.messenger = messenger
        self.store = store
        self.now = NOON
        self.events = 0

    async def ask(
        self,
        command: str,
        arguments: Mapping[str, Argument] | None = None,
        *,
        who: str = "Anna",
        community: CommunityId = OURS,
        channel: str = "test:main",
        role: Role = Role.MEMBER,
        event: str = "",
    ) -> tuple[Reply, ...]:
        """Let a member send a command; return the replies."""
        self.events += 1
        member = Member(MemberId(f"test:{who.casefold()}"), who, role)
        name = event or f"e{self.events}"
        request = Request(name, community, ChannelId(channel), member, command, arguments or {}, self.now)
        return await self.core.door.handle(request)

    async def say(self, command: str, arguments: Mapping[str, Argument] | None = None, **how: object) -> str:
        """Let a member send a command; return what they read."""
        shown = await self.ask(command, arguments, **how)  # type: ignore[arg-type] # the options of ask by name
        return "\n".join(rendered(reply, Look()) for reply in shown)

    async def press(self, action: str, **how: object) -> str:
        """Let a member press a button or take a choice."""
        command, arguments = restored(action)
        return await self.say(command, dict(arguments), **how)

    async def open(self, **how: object) -> Reply:
        """Let a member ask for the set; return the question or the result they get."""
        (reply,) = await self.ask("trivia daily", **how)  # type: ignore[arg-type] # as above
        return reply

    async def answer(self, *, right: bool = True, **how: object) -> str:
        """Let a member open their next question and answer it; return what they read."""
        reply = await self.open(**how)
        stem = "".join(getattr(span, "text", "") for span in reply.text)
        key = next(key for known, key in KEYS.items() if known in stem)
        if reply.choices:
            return await self.press(next(c.action for c in reply.choices if (c.text == key) is right), **how)
        if right:
            return await self.press(f"{button(reply, 'Answer')}&text={key}", **how)
        return await self.press(button(reply, "I don't know"), **how)

    async def play(self, *rights: bool, **how: object) -> str:
        """Let a member answer the questions to come; return what they read last."""
        said = ""
        for right in rights:
            said = await self.answer(right=right, **how)
        return said

    @property
    def public(self) -> list[str]:
        """What all have read."""
        return [rendered(reply, Look()) for reply in self.messenger.shown.values()]


def button(reply: Reply, text: str) -> str:
    """Return what a reply's button does."""
    return next(b.action for b in reply.buttons if b.text == text)


class Opener(Protocol):
    """Makes the bot anew on the same store, as a restart does."""

    def __call__(self, questions: Sequence[Question] | QuestionSource = CAPITALS) -> Chat: ...


@asynccontextmanager
async def _store(kind: str, tmp_path: Path) -> AsyncIterator[GameStore]:
    if kind == "fake":
        yield FakeRoundStore()
        return
    async with fresh_store(tmp_path / "rounds.db") as store:
        yield store


@pytest.fixture(params=["fake", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[GameStore]:
    async with _store(request.param, tmp_path) as opened:
        yield opened


@pytest.fixture
def facts() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
async def proven(facts: MemoryStore) -> tuple[Question, ...]:
    """Questions that rest on facts, which can be looked up and retired."""
    await facts.install(shipped_pack("jessica-jones"), NOON)
    known = await facts.of_relation(await facts.shelf(OURS), "directed_by", 2)
    return tuple(
        replace(
            question(f"Who directed {fact.subject.name}?", name_of(fact.value)),
            evidence=(Evidence(fact, f"{fact.subject.name} was directed by {name_of(fact.value)}"),),
            type="person",
        )
        for fact in known
    )


@pytest.fixture
def opens(store: GameStore, facts: MemoryStore) -> Callable[..., Chat]:
    def opened(questions: Sequence[Question] | QuestionSource = CAPITALS) -> Chat:
        messenger = FakeMessenger()
        source = FakeQuestions(tuple(questions)) if isinstance(questions, Sequence) else questions
        core = assemble(
            facts=facts,
            rounds=store,
            questions=source,
            messenger=messenger,
            chance=dice(1),
            platform="test",
            defaults=Rules(lobby=0, pause=0, count=3),
        )
        return Chat(core, messenger, store)

    return opened


@pytest.fixture
def chat(opens: Opener) -> Chat:
    return opens()
