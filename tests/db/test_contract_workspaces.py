"""Installations and workspaces, on every store."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.db.conftest import opened
from tests.db.samples import NOON
from tests.fakes.workspaces import FakeInstallations
from trivia.facts.model import CommunityId
from trivia.installations import Installations, Workspace


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Installations]:
    if request.param == "memory":
        yield FakeInstallations()
        return
    async with opened(request, tmp_path) as real:
        yield real


async def test_the_latest_installation_of_a_workspace_is_kept(store: Installations) -> None:
    await store.keep_installation("slack", "T1", "old", NOON)
    await store.keep_installation("slack", "T1", "new", NOON)
    await store.keep_installation("slack", "T2", "other", NOON)

    assert await store.installation("slack", "T1") == "new"
    assert await store.installed("slack") == 2


async def test_what_was_forgotten_or_never_there_is_none(store: Installations) -> None:
    await store.keep_installation("slack", "T1", "sealed", NOON)

    await store.forget_installation("slack", "T1")

    assert await store.installation("slack", "T1") is None
    assert await store.installation("slack", "T2") is None
    assert await store.installed("slack") == 0


async def test_a_community_is_known_by_its_key_and_the_organisation_above_it(store: Installations) -> None:
    await store.know_workspace(CommunityId(7), "slack", Workspace("T1"))
    await store.know_workspace(CommunityId(7), "slack", Workspace("T1", "E1"))

    assert await store.workspace(CommunityId(7)) == Workspace("T1", "E1")
    assert await store.workspace(CommunityId(8)) is None


async def test_an_organisations_workspaces_are_known(store: Installations) -> None:
    await store.know_workspace(CommunityId(7), "slack", Workspace("T2", "E1"))
    await store.know_workspace(CommunityId(8), "slack", Workspace("T1", "E1"))
    await store.know_workspace(CommunityId(9), "slack", Workspace("T3"))

    assert await store.workspaces_under("slack", "E1") == ["T1", "T2"]
    assert await store.workspaces_under("slack", "E2") == []


async def test_a_state_is_good_once(store: Installations) -> None:
    await store.issue_state("abc", NOON)

    assert await store.take_state("abc", NOON - timedelta(minutes=10))
    assert not await store.take_state("abc", NOON - timedelta(minutes=10))


async def test_an_old_state_is_good_no_more(store: Installations) -> None:
    await store.issue_state("abc", NOON)

    assert not await store.take_state("abc", NOON + timedelta(minutes=10))
    assert not await store.take_state("never issued", NOON)
