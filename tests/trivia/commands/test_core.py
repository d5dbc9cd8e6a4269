"""The core put together, asked through its door by members of two communities."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.terminal.render import Look, rendered
from tests.fakes.rounds import FakeMessenger, FakeRoundStore, dice
from tests.fakes.store import MemoryStore
from tests.templates import memory_with
from trivia.commands.core import Core, assemble
from trivia.commands.request import Argument, Member, Request, Role
from trivia.facts.model import CommunityId, FactId, Shelf
from trivia.questions.generator import Generator
from trivia.questions.model import QuestionKind
from trivia.rounds.judging import NameJudge
from trivia.rounds.model import Asked, ChannelId, MemberId, Rules
from trivia.rounds.ports import Wanted
from trivia.rounds.source import GeneratedQuestions

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
JESSICA = Path(__file__).parents[3] / "packs" / "jessica-jones"
TOPIC = "Krysten Ritter"
OURS, THEIRS = CommunityId(1), CommunityId(2)


class Chat:
    """Members who speak to the core; each line is an event of its own."""

    def __init__(self, core: Core, messenger: FakeMessenger) -> None:
        self.core = core
        self.messenger = messenger
        self._events = 0

    async def say(
        self,
        command: str,
        arguments: Mapping[str, Argument] | None = None,
        *,
        community: CommunityId = OURS,
        who: str = "Anna",
        role: Role = Role.MEMBER,
        seconds: float = 0,
    ) -> str:
        self._events += 1
        member = Member(MemberId(who), who, role)
        channel = ChannelId(f"test:{community}")
        at = NOW + timedelta(seconds=seconds)
        request = Request(f"e{self._events}", community, channel, member, command, arguments or {}, at)
        return "\n".join(rendered(reply, Look()) for reply in await self.core.door.handle(request))


@pytest.fixture
async def facts() -> MemoryStore:
    return await memory_with("jessica-jones", NOW)


@pytest.fixture
def questions(facts: MemoryStore) -> GeneratedQuestions:
    return GeneratedQuestions(Generator(facts, facts, facts), facts)


@pytest.fixture
def chat(facts: MemoryStore, questions: GeneratedQuestions) -> Chat:
    messenger = FakeMessenger()
    core = assemble(
        facts=facts,
        rounds=FakeRoundStore(),
        questions=questions,
        messenger=messenger,
        chance=dice(1),
        platform="test",
        defaults=Rules(lobby=0, pause=0, count=3),
    )
    return Chat(core, messenger)


TAUGHT = {"sentence": "AKA The Perfect Burger was directed by Jane Doe", "kind": "episode", "anyway": "yes"}


async def test_what_one_community_teaches_reaches_no_other(chat: Chat, facts: MemoryStore) -> None:
    said = await chat.say("fact add", TAUGHT, role=Role.MODERATOR)
    number = said.split("/fact undo ")[1].partition(".")[0]
    assert "Jane Doe" in await chat.say("ask", {"question": "who directed AKA The Perfect Burger?"})
    assert "Jane Doe" in await chat.say("fact show", {"name": number})

    theirs = [
        await chat.say("ask", {"question": "who directed AKA The Perfect Burger?"}, community=THEIRS),
        await chat.say("fact show", {"name": number}, community=THEIRS),
        await chat.say("fact show", {"name": "Jane Doe"}, community=THEIRS),
        await chat.say("fact history", {"fact": number}, community=THEIRS),
        await chat.say("fact retire", {"fact": number}, community=THEIRS, role=Role.MODERATOR),
        await chat.say("fact undo", {"fact": number}, community=THEIRS, role=Role.MODERATOR),
    ]
    assert not [said for said in theirs if "directed by Jane Doe" in said]
    assert (await facts.facts([FactId(int(number))]))[0].subject.name == "AKA The Perfect Burger", "and it still stands"


async def test_a_round_in_one_community_withholds_nothing_in_another(chat: Chat) -> None:
    await chat.say("trivia start", {"topic": "AKA You're Welcome", "kinds": "text"})
    question = {"question": "who directed AKA You're Welcome?"}
    assert "Krysten Ritter" in await chat.say("ask", question, community=THEIRS)


async def test_facts_that_prove_the_open_answer_are_held_back_from_show_and_history(chat: Chat) -> None:
    await chat.say("trivia start", {"topic": "AKA You're Welcome"})
    live = (await chat.core.rounds.live_questions(OURS, NOW))[0]
    for number in live.facts:
        shown = await chat.say("fact show", {"name": str(number)})
        assert "give away" in shown, "and not even whose it is"
        assert "give away" in await chat.say("fact history", {"fact": number})
    await chat.say("trivia stop")
    assert live.facts
    assert "give away" not in await chat.say("fact show", {"name": str(live.facts[0])})


async def test_a_round_of_generated_questions_is_played_by_answering_with_their_keys(chat: Chat) -> None:
    await chat.say("trivia start")
    for number in range(3):
        live = (await chat.core.rounds.live_questions(OURS, NOW))[0]
        await chat.say("trivia answer", {"text": live.key}, seconds=number)
        await chat.core.rounds.tick(NOW + timedelta(seconds=number))
    assert "31 points. Well played!" in rendered(list(chat.messenger.shown.values())[-1], Look())


async def test_a_topic_that_names_nothing_is_refused_with_the_remedy(chat: Chat) -> None:
    assert "xyzzy" in await chat.say("trivia start", {"topic": "xyzzy"})
    assert await chat.core.rounds.live_questions(OURS, NOW) == ()


async def test_only_the_starter_or_a_moderator_stops_a_round(chat: Chat) -> None:
    await chat.say("trivia start")
    assert "Only Anna" in await chat.say("trivia stop", who="Ben")
    assert await chat.say("trivia stop", who="Cleo", role=Role.MODERATOR) == ""
    assert "Stopped by Cleo." in rendered(list(chat.messenger.shown.values())[-1], Look())


async def test_kinds_take_turns_and_facts_to_avoid_are_avoided(
    questions: GeneratedQuestions, facts: MemoryStore
) -> None:
    shelf = await facts.shelf(OURS)
    kinds = (QuestionKind.CHOICE, QuestionKind.TEXT)
    drawn = await questions.draw(shelf, Wanted(2, 1, kinds, TOPIC))
    assert [question.kind for question in drawn] == [*kinds]
    assert drawn == await questions.draw(shelf, Wanted(2, 1, kinds, TOPIC)), "the same seed, the same questions"
    used = frozenset(evidence.fact.id for question in drawn for evidence in question.evidence)
    again = await questions.draw(shelf, Wanted(2, 1, kinds, TOPIC, avoid=used))
    assert not used & {evidence.fact.id for question in again for evidence in question.evidence}


async def test_another_name_of_the_same_kind_is_never_taken_for_a_misspelling(facts: MemoryStore) -> None:
    shelf: Shelf = await facts.shelf(OURS)
    asked = Asked("Who plays her?", QuestionKind.TEXT, "Krysten Ritter", (), (), "person", "", 0.5, "", (), ())
    judge = NameJudge(facts)
    assert (await judge.rule(shelf, asked, "krysten riter")).ruling == "accept"
    assert (await judge.rule(shelf, asked, "Rachael Taylor")).ruling == "reject"
