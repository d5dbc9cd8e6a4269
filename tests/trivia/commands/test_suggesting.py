"""What is suggested while one types, in a community that reads the packs that ship."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from db import Store
from tests.fakes.rounds import FakeMessenger, FakeQuestions, FakeRoundStore, dice, question
from trivia.commands.core import Core, assemble
from trivia.commands.request import Argument, Member, Request, Role
from trivia.commands.suggesting import MOST, Suggestion
from trivia.facts.model import CommunityId
from trivia.rounds.model import ChannelId, MemberId, Rules

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Typist:
    """Somebody who types."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self._events = 0

    def request(self, command: str, arguments: Mapping[str, Argument], role: Role = Role.MEMBER) -> Request:
        self._events += 1
        member = Member(MemberId("anna"), "Anna", role)
        return Request(f"e{self._events}", CommunityId(1), ChannelId("test:main"), member, command, arguments, NOW)

    async def sees(
        self, command: str, option: str, typed: str, role: Role = Role.MEMBER, **beside: Argument
    ) -> tuple[Suggestion, ...]:
        return await self.core.suggesting.suggest(self.request(command, {option: typed, **beside}, role), option)

    async def values(
        self, command: str, option: str, typed: str, role: Role = Role.MEMBER, **beside: Argument
    ) -> list[str]:
        return [suggestion.value for suggestion in await self.sees(command, option, typed, role, **beside)]


@pytest.fixture
def typist(shipped: Store) -> Typist:
    core = assemble(
        facts=shipped,
        rounds=FakeRoundStore(),
        questions=FakeQuestions((question("Which is the capital of Norway?", "Oslo"),)),
        messenger=FakeMessenger(),
        chance=dice(1),
        platform="test",
        defaults=Rules(lobby=0),
    )
    return Typist(core)


async def test_without_a_letter_the_broad_topics_are_offered(typist: Typist) -> None:
    values = await typist.values("trivia start", "topic", "")

    assert {"countries", "elements", "jessica-jones", "sky"} <= set(values)
    assert len(values) <= MOST


async def test_topics_are_packs_and_kinds_first_then_names_the_most_popular_first(typist: Typist) -> None:
    values = await typist.values("trivia start", "topic", "c")
    assert values[0] == "countries"
    assert "city" in values

    assert (await typist.values("trivia start", "topic", "germ"))[0] == "Germany"


async def test_a_name_is_shown_with_its_kind_and_put_in_without_it(typist: Typist) -> None:
    assert Suggestion("Krysten Ritter (person)", "Krysten Ritter") in await typist.sees("fact show", "name", "rit")


async def test_beside_a_relation_only_what_it_joins_is_offered(typist: Typist) -> None:
    as_value = await typist.values("fact add", "value", "o", relation="capital", subject="Norway")

    assert "Oslo" in as_value
    assert "Oxygen" not in as_value


async def test_relations_are_shown_as_they_say_things(typist: Typist) -> None:
    found = await typist.sees("fact add", "relation", "dir")

    assert Suggestion("directed_by: … was directed by …", "directed_by") in found


async def test_kinds_zones_settings_and_commands_are_found_by_what_they_are_called(typist: Typist) -> None:
    assert (await typist.values("fact add", "kind", "epi"))[0] == "episode"
    assert await typist.values("schedule preview", "zone", "new york") == ["America/New_York"]
    assert (await typist.values("schedule preview", "zone", ""))[0] == "UTC"
    assert await typist.values("settings", "name", "zo") == ["zone"]
    assert await typist.values("settings", "value", "Berl", name="zone") == ["Europe/Berlin"]
    assert await typist.values("settings", "value", "y", name="solo") == ["yes"]
    assert "trivia start" in await typist.values("help", "command", "/trivia st")


async def test_commands_that_a_member_may_not_use_are_not_offered(typist: Typist) -> None:
    assert "fact retire" not in await typist.values("help", "command", "fact")
    assert "fact retire" in await typist.values("help", "command", "fact", Role.MODERATOR)


async def test_choices_of_an_option_are_offered(typist: Typist) -> None:
    assert await typist.values("trivia start", "difficulty", "h") == ["hard"]


async def test_a_fact_is_found_by_its_names_and_by_its_number(typist: Typist) -> None:
    found = await typist.sees("fact retire", "fact", "norway", Role.MODERATOR)
    oslo = next(s for s in found if "The capital of Norway is Oslo" in s.shown)

    assert oslo.shown.startswith(f"#{oslo.value} ")
    assert await typist.sees("fact retire", "fact", oslo.value, Role.MODERATOR) == (oslo,)
    assert await typist.sees("fact retire", "fact", "99999999999999999999") == ()


async def test_a_fact_that_answers_the_open_question_is_not_offered(typist: Typist) -> None:
    await typist.core.door.handle(typist.request("trivia start", {}))

    shown = [s.shown for s in await typist.sees("fact history", "fact", "norway")]

    assert shown
    assert not [s for s in shown if "Oslo" in s]


async def test_facts_that_give_a_plot_away_are_offered_to_moderators_alone(typist: Typist) -> None:
    as_member = await typist.values("fact history", "fact", "jessica jones")
    as_moderator = await typist.values("fact history", "fact", "jessica jones", Role.MODERATOR)

    assert len(as_member) <= len(as_moderator)
    assert as_moderator


async def test_schedules_of_this_channel_come_first(typist: Typist) -> None:
    when = {"when": "weekdays at 9:30", "zone": "Europe/Berlin"}
    await typist.core.door.handle(typist.request("schedule add", when, Role.MODERATOR))

    found = await typist.sees("schedule pause", "schedule", "", Role.MODERATOR)

    assert found == (Suggestion("1: weekdays at 9:30, Europe/Berlin", "1"),)


@pytest.mark.parametrize("typed", ["x" * 5_000, "\0\ud800", "%_'\"", "🎬" * 50, " " * 99, "-1", "#"])
@pytest.mark.parametrize(
    ("command", "option"), [("trivia start", "topic"), ("fact history", "fact"), ("no such", "x"), ("help", "nothing")]
)
async def test_whatever_is_typed_there_are_at_most_25_suggestions(
    typist: Typist, command: str, option: str, typed: str
) -> None:
    assert len(await typist.sees(command, option, typed)) <= MOST
