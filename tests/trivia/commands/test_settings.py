"""/settings, and what it lets a member do."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from adapters.terminal.render import Look, rendered
from tests.fakes.rounds import FakeMessenger, FakeQuestions, FakeRoundStore, dice
from tests.fakes.store import MemoryStore
from trivia.commands.core import Core, assemble
from trivia.commands.request import Argument, Member, Request, Role
from trivia.facts.model import CommunityId
from trivia.rounds.model import ChannelId, MemberId, Rules

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def core() -> Core:
    return assemble(
        facts=MemoryStore(),
        rounds=FakeRoundStore(),
        questions=FakeQuestions(()),
        messenger=FakeMessenger(),
        chance=dice(1),
        platform="test",
        defaults=Rules(),
    )


async def say(
    core: Core,
    arguments: Mapping[str, Argument] | None = None,
    *,
    member: Member | None = None,
    command: str = "settings",
) -> str:
    who = member or Member(MemberId("anna"), "Anna", Role.MODERATOR)
    request = Request(
        f"{arguments}{who}{command}", CommunityId(1), ChannelId("test:1"), who, command, arguments or {}, NOW
    )
    return "\n".join(rendered(reply, Look()) for reply in await core.door.handle(request))


async def test_every_setting_is_shown_with_what_it_means(core: Core) -> None:
    shown = await say(core)

    assert "solo is no (nobody chose otherwise): whether rounds that one member plays alone count for boards." in shown
    assert "zone is UTC" in shown


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ({"name": "solo", "value": "on"}, "solo is now yes for the community."),
        ({"name": "solo yes"}, "solo is now yes for the community."),
        ({"name": "ZONE", "value": "europe/berlin"}, "zone is now Europe/Berlin for the community."),
        ({"name": "streaks", "value": "no"}, "streaks is now no for this channel."),
        ({"name": "streaks", "value": "no", "scope": "community"}, "streaks is now no for the community."),
        ({"name": "extra", "value": "50%"}, "extra is now 50 for you."),
        ({"name": "streaks", "value": "default"}, "streaks is now yes for this channel."),
    ],
)
async def test_a_setting_is_changed_in_plain_words(core: Core, arguments: dict[str, Argument], answer: str) -> None:
    assert await say(core, arguments) == answer


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ({"name": "sole", "value": "yes"}, "I don't know that setting. Did you mean solo?"),
        ({"name": "solo", "value": "perhaps"}, "solo takes yes or no."),
        ({"name": "extra", "value": "9" * 5_000}, "Please keep value under 500 characters; this has 5,000."),
        ({"name": "extra", "value": "999"}, "extra takes a number from 0 to 300."),
        ({"name": "extra", "value": "-5"}, "extra takes a number from 0 to 300."),
        ({"name": "extra", "value": "²"}, "extra takes a number from 0 to 300."),
        ({"name": "zone", "value": "Mars"}, "I don't know the time zone Mars."),
        ({"name": "ceiling", "value": "season one"}, "'season one' is not a work and a point in it"),
        ({"name": "solo", "value": "yes", "scope": "member"}, "solo is chosen for the community."),
        ({"name": "moderators", "value": "Quizmasters"}, "Choosing moderators for the community is for admins."),
    ],
)
async def test_a_wrong_value_is_refused_kindly(core: Core, arguments: dict[str, Argument], answer: str) -> None:
    assert (await say(core, arguments)).startswith(answer)


async def test_members_choose_for_themselves_alone(core: Core) -> None:
    member = Member(MemberId("ben"), "Ben")

    assert await say(core, {"name": "extra", "value": "100"}, member=member) == "extra is now 100 for you."
    refused = await say(core, {"name": "solo", "value": "yes"}, member=member)
    assert refused == "Choosing solo for the community is for moderators."


async def test_members_of_a_group_that_an_admin_named_are_moderators(core: Core) -> None:
    quizmaster = Member(MemberId("ben"), "Ben", groups=frozenset({"8812", "Quizmasters"}))
    pause = {"schedule": 1}
    assert await say(core, pause, member=quizmaster, command="schedule pause") == "/schedule pause is for moderators."

    admin = Member(MemberId("cara"), "Cara", Role.ADMIN)
    await say(core, {"name": "moderators", "value": "hosts, quizmasters"}, member=admin)
    again = Member(MemberId("ben"), "Ben B", groups=frozenset({"8812", "Quizmasters"}))

    assert "no schedule 1" in await say(core, pause, member=again, command="schedule pause")
    other = Member(MemberId("dan"), "Dan", groups=frozenset({"8813", "players"}))
    assert await say(core, pause, member=other, command="schedule pause") == "/schedule pause is for moderators."


async def test_a_bot_is_not_answered(core: Core) -> None:
    assert await say(core, member=Member(MemberId("robot"), "Robot", Role.ADMIN, bot=True)) == ""
