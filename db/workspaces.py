"""Installations and workspaces in the store."""

from collections.abc import Sequence
from datetime import datetime

from db.seam import Database, Transaction
from db.statements import moment
from trivia.facts.model import CommunityId
from trivia.installations import Workspace


class Workspaces:
    """Implements ``trivia.installations.Installations``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep_installation(self, platform: str, key: str, sealed: str, at: datetime) -> None:
        """Keep what a workspace or organisation gave."""

        async def unit(tx: Transaction) -> None:
            await tx.run(
                "INSERT INTO installations(platform, key, sealed, at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (platform, key) DO UPDATE SET sealed = excluded.sealed, at = excluded.at",
                (platform, key, sealed, moment(at)),
            )

        await self._database.write(unit)

    async def installation(self, platform: str, key: str) -> str | None:
        """Return what a workspace or organisation gave."""
        rows = await self._database.read(
            "SELECT sealed FROM installations WHERE platform = ? AND key = ?", (platform, key)
        )
        return str(rows[0][0]) if rows else None

    async def forget_installation(self, platform: str, key: str) -> None:
        """Forget it."""

        async def unit(tx: Transaction) -> None:
            await tx.run("DELETE FROM installations WHERE platform = ? AND key = ?", (platform, key))

        await self._database.write(unit)

    async def installed(self, platform: str) -> int:
        """Return how many installations there are."""
        rows = await self._database.read("SELECT COUNT(*) FROM installations WHERE platform = ?", (platform,))
        return int(rows[0][0])

    async def know_workspace(self, community: CommunityId, platform: str, workspace: Workspace) -> None:
        """Remember what a community is on its platform."""

        async def unit(tx: Transaction) -> None:
            await tx.run(
                "INSERT INTO workspaces(community, platform, key, parent) VALUES (?, ?, ?, ?) ON CONFLICT (community) "
                "DO UPDATE SET platform = excluded.platform, key = excluded.key, parent = excluded.parent",
                (community, platform, workspace.key, workspace.parent),
            )

        await self._database.write(unit)

    async def workspace(self, community: CommunityId) -> Workspace | None:
        """Return what a community is on its platform."""
        rows = await self._database.read("SELECT key, parent FROM workspaces WHERE community = ?", (community,))
        return Workspace(*rows[0]) if rows else None

    async def workspaces_under(self, platform: str, parent: str) -> Sequence[str]:
        """Return the keys of an organisation's workspaces."""
        rows = await self._database.read(
            "SELECT key FROM workspaces WHERE platform = ? AND parent = ? ORDER BY key", (platform, parent)
        )
        return [str(row[0]) for row in rows]

    async def issue_state(self, state: str, at: datetime) -> None:
        """Remember a word that an installation goes out with."""

        async def unit(tx: Transaction) -> None:
            await tx.run("INSERT INTO install_states(state, at) VALUES (?, ?)", (state, moment(at)))

        await self._database.write(unit)

    async def take_state(self, state: str, since: datetime) -> bool:
        """Say whether such a word went out since then; it is good once."""

        async def unit(tx: Transaction) -> bool:
            await tx.run("DELETE FROM install_states WHERE at < ?", (moment(since),))
            return bool(await tx.run("DELETE FROM install_states WHERE state = ?", (state,)))

        return await self._database.write(unit)
