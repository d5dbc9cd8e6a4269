"""Communities that the bot was taken from are forgotten when their time is up, and not before."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.forgetting import forget_due
from db import open_store
from trivia.facts.model import CommunityId
from trivia.installations import Workspace

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


async def test_what_a_community_left_behind_is_deleted_after_thirty_days(tmp_path: Path) -> None:
    async with open_store(tmp_path / "store.db") as store:
        left = await store.community("slack", "T1", "One", NOON)
        stays = await store.community("slack", "T2", "Two", NOON)
        for community, key in ((left, "T1"), (stays, "T2")):
            await store.know_workspace(community, "slack", Workspace(key))
            await store.note(community, "who?", NOON)
        await store.community_left("slack", "T1", NOON)

        async def kept_at(now: datetime) -> list[CommunityId]:
            await forget_due(store, now)
            return [c for c in (left, stays) if await store.workspace(c) and await store.unanswered(c, 10)]

        assert await kept_at(NOON + timedelta(days=29)) == [left, stays]
        assert await kept_at(NOON + timedelta(days=31)) == [stays]
