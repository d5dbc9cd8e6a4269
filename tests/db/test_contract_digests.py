"""What every store of weekly digests must keep to."""

from datetime import UTC, datetime
from typing import Protocol

import pytest

from tests.fakes.rounds import FakeRoundStore
from trivia.commands.digest import DigestStore
from trivia.facts.model import CommunityId
from trivia.replies.reply import Reply, marked
from trivia.rounds.model import ChannelId, MemberId, Place
from trivia.rounds.ports import Outgoing, RoundStore
from trivia.settings import Scope, SettingStore

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
MO = MemberId("test:mo")
HERE = Place(CommunityId(1), ChannelId("test:here"))
THERE = Place(CommunityId(1), ChannelId("test:there"))
ELSEWHERE = Place(CommunityId(2), ChannelId("other:here"))


class Store(DigestStore, SettingStore, RoundStore, Protocol):
    """Digests, what was chosen, and messages to send."""


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> Store:
    """Every implementation of the port."""
    if request.param == "memory":
        memory: Store = FakeRoundStore()
        return memory
    opened: Store = request.getfixturevalue(f"{request.param}_store")
    return opened


async def choose(store: Store, place: Place, value: str | None, name: str = "digest") -> None:
    await store.choose_setting(place, Scope.CHANNEL, MO, name, value, at=NOON)


def words(week: str, place: Place = HERE) -> Outgoing:
    return Outgoing(f"digest:{place.channel}:{week}", place, Reply(text=marked("3 suggestions wait.")))


async def test_the_channels_that_want_a_digest_are_those_of_the_platforms_asked_for(store: Store) -> None:
    for place in (HERE, ELSEWHERE):
        await choose(store, place, "yes")
    await choose(store, THERE, "no")
    await choose(store, THERE, "yes", name="thanks")

    assert list(await store.digest_places(["test"])) == [HERE]
    assert sorted(await store.digest_places(["test", "other"]), key=str) == sorted([HERE, ELSEWHERE], key=str)
    assert list(await store.digest_places([])) == []
    await choose(store, HERE, None)
    assert list(await store.digest_places(["test"])) == []


async def test_a_week_is_told_once_in_each_channel_with_its_message(store: Store) -> None:
    assert await store.digested(HERE) == ""

    assert await store.keep_digest(HERE, "2026-W01", [words("2026-W01")])
    assert not await store.keep_digest(HERE, "2026-W01", [words("again")])
    assert await store.keep_digest(THERE, "2026-W01", [])

    assert [message.id for message in await store.unsent(HERE)] == ["digest:test:here:2026-W01"]
    assert list(await store.unsent(THERE)) == []
    assert await store.digested(HERE) == "2026-W01"


async def test_a_later_week_is_told_and_an_earlier_one_is_not(store: Store) -> None:
    await store.keep_digest(HERE, "2026-W02", [words("2026-W02")])

    assert not await store.keep_digest(HERE, "2026-W01", [words("2026-W01")])
    assert await store.keep_digest(HERE, "2027-W01", [words("2027-W01")])

    assert [message.id for message in await store.unsent(HERE)] == [
        "digest:test:here:2026-W02",
        "digest:test:here:2027-W01",
    ]
    assert await store.digested(HERE) == "2027-W01"
