"""Settings and communities, on every store."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import pytest

from tests.db.conftest import opened
from tests.db.samples import NOON
from tests.fakes.settings import FakeSettings
from trivia.facts.model import CommunityId
from trivia.rounds.model import ChannelId, MemberId, Place
from trivia.settings import SETTINGS, Communities, Scope, SettingStore

HERE = Place(CommunityId(1), ChannelId("test:one"))
BESIDE = Place(CommunityId(1), ChannelId("test:two"))
ELSEWHERE = Place(CommunityId(2), ChannelId("test:one"))
ANNA, BEN = MemberId("anna"), MemberId("ben")


class Store(SettingStore, Communities, Protocol):
    """Both ports."""


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    if request.param == "memory":
        yield FakeSettings()
        return
    async with opened(request, tmp_path) as real:
        yield real


async def test_what_nobody_chose_is_as_declared(store: Store) -> None:
    chosen = await store.chosen(HERE, ANNA)

    assert [chosen.text(s.name) for s in SETTINGS] == [s.default for s in SETTINGS]


async def test_a_channels_choice_goes_before_its_communitys_and_stays_there(store: Store) -> None:
    await store.choose_setting(HERE, Scope.CHANNEL, ANNA, "streaks", "yes", at=NOON)
    await store.choose_setting(HERE, Scope.COMMUNITY, ANNA, "streaks", "no", at=NOON)

    assert [(await store.chosen(place)).truth("streaks") for place in (HERE, BESIDE, ELSEWHERE)] == [True, False, True]


async def test_what_a_member_chose_is_theirs_alone_and_holds_in_every_channel(store: Store) -> None:
    await store.choose_setting(HERE, Scope.MEMBER, ANNA, "extra", "50", at=NOON)

    assert (await store.chosen(BESIDE, ANNA)).number("extra") == 50
    assert (await store.chosen(HERE, BEN)).number("extra") == 0
    assert (await store.chosen(HERE)).number("extra") == 0
    assert (await store.chosen(ELSEWHERE, ANNA)).number("extra") == 0


async def test_a_choice_is_replaced_and_taken_back(store: Store) -> None:
    await store.choose_setting(HERE, Scope.COMMUNITY, ANNA, "zone", "Asia/Tokyo", at=NOON)
    await store.choose_setting(HERE, Scope.COMMUNITY, BEN, "zone", "Europe/Berlin", at=NOON)
    assert (await store.chosen(HERE)).text("zone") == "Europe/Berlin"

    await store.choose_setting(HERE, Scope.COMMUNITY, BEN, "zone", None, at=NOON)
    assert (await store.chosen(HERE)).text("zone") == "UTC"


async def test_a_server_keeps_its_number_also_when_renamed_or_after_the_bot_came_back(store: Store) -> None:
    first = await store.community("discord", "1", "Ours", NOON)
    other = await store.community("slack", "1", "Ours", NOON)
    await store.community_left("discord", "1", NOON)

    assert first != other
    assert first > 0
    assert await store.community("discord", "1", "Renamed", NOON) == first


async def test_what_is_chosen_for_a_channel_holds_in_its_threads_unless_they_chose_otherwise(store: Store) -> None:
    thread = Place(HERE.community, ChannelId(f"{HERE.channel}/7"))
    await store.choose_setting(HERE, Scope.CHANNEL, ANNA, "streaks", "no", at=NOON)
    assert not (await store.chosen(thread)).truth("streaks")

    await store.choose_setting(thread, Scope.CHANNEL, ANNA, "streaks", "yes", at=NOON)

    assert (await store.chosen(thread)).truth("streaks")
    assert not (await store.chosen(HERE)).truth("streaks")


async def test_communities_are_listed_with_whether_the_bot_is_there(store: Store) -> None:
    await store.community("discord", "1", "One", NOON)
    await store.community("discord", "2", "Two", NOON)
    await store.community("slack", "3", "Three", NOON)
    await store.community_left("discord", "1", NOON)

    assert await store.communities("discord") == {"1": False, "2": True}


async def test_communities_are_told_by_their_numbers_with_name_and_platform(store: Store) -> None:
    first = await store.community("discord", "42", "Film Club", NOON)
    second = await store.community("slack", "T1", "Work", NOON)
    await store.community("slack", "T1", "Hard Work", NOON)

    assert await store.named_communities() == {first: "Film Club (discord)", second: "Hard Work (slack)"}
