"""The one door: role, options, once each, and kind words for whatever goes wrong."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from tests.fakes.rounds import FakeRoundStore, dice
from trivia.commands.afterwards import Afterwards
from trivia.commands.catalogue import CATALOGUE
from trivia.commands.dispatch import Door
from trivia.commands.outcomes import HelpShown, Outcome
from trivia.commands.request import Argument, Member, Request, Role
from trivia.errors import NotFound, StoreBusy
from trivia.facts.model import GLOBAL_COMMUNITY
from trivia.replies.reply import Reply
from trivia.rounds.model import ChannelId, MemberId

NOW = datetime(2026, 1, 1, tzinfo=UTC)


class Handlers:
    """Remembers what reached it; raises what it is told to."""

    def __init__(self, error: Exception | None = None) -> None:
        self.requests: list[Request] = []
        self._error = error

    async def __call__(self, request: Request) -> Outcome:
        self.requests.append(request)
        if self._error:
            raise self._error
        return HelpShown(None)


def door(handler: Handlers, events: FakeRoundStore | None = None) -> Door:
    handlers = {command.path: handler for command in CATALOGUE}
    return Door(handlers, events or FakeRoundStore(), FakeRoundStore(), dice(1), Afterwards())


def request(
    command: str, arguments: Mapping[str, Argument] | None = None, event: str = "e1", role: Role = Role.MEMBER
) -> Request:
    member = Member(MemberId("m"), "Anna", role)
    return Request(event, GLOBAL_COMMUNITY, ChannelId("test:1"), member, command, arguments or {}, NOW)


def said(replies: tuple[Reply, ...]) -> str:
    return "".join(span.text for reply in replies for span in reply.text if hasattr(span, "text"))


async def test_a_request_reaches_its_command_with_checked_options() -> None:
    handler = Handlers()
    await door(handler).handle(request("trivia start", {"count": "5"}))
    assert handler.requests[0].arguments == {"count": 5}


@pytest.mark.parametrize("command", [c for c in CATALOGUE if c.role > Role.MEMBER], ids=lambda c: c.path)
async def test_only_the_role_a_command_asks_for_runs_it(command: object) -> None:
    path, role = getattr(command, "path", ""), getattr(command, "role", Role.MEMBER)
    handler = Handlers()
    reply = await door(handler).handle(request(path, role=Role(role - 1)))
    assert not handler.requests
    assert f"is for {role.name.lower()}s" in said(reply)
    assert reply[0].private


async def test_an_event_is_handled_once_however_often_it_comes() -> None:
    handler = Handlers()
    events = FakeRoundStore()
    one = door(handler, events)
    assert await one.handle(request("settings"))
    assert await one.handle(request("settings")) == ()
    restarted = door(handler, events)
    assert await restarted.handle(request("settings")) == (), "also after a restart"
    assert len(handler.requests) == 1


async def test_a_known_error_becomes_a_private_helpful_reply() -> None:
    reply = await door(Handlers(NotFound("There is no such fact."))).handle(request("help"))
    assert said(reply) == "There is no such fact."
    assert reply[0].private


async def test_an_unknown_error_is_logged_under_a_code_that_the_reply_carries(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        reply = await door(Handlers(ZeroDivisionError("secret"))).handle(request("help"))
    code = said(reply).split(": ")[-1]
    assert code in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "secret" not in said(reply)
    assert reply[0].private


async def test_a_wrong_option_is_refused_before_anything_happens() -> None:
    handler = Handlers()
    assert "from 1 to 50" in said(await door(handler).handle(request("trivia start", {"count": "99"})))
    assert not handler.requests


async def test_an_unknown_command_is_refused_kindly() -> None:
    assert "/help" in said(await door(Handlers()).handle(request("format disk")))


async def test_an_event_that_the_store_could_not_take_may_come_again() -> None:
    handler = Handlers(StoreBusy("Another process holds the store."))
    one = door(handler)
    assert "holds the store" in said(await one.handle(request("trivia join")))
    assert await one.handle(request("trivia join"))
    assert len(handler.requests) == 2
