"""Communities, and what was chosen for them, in the store."""

import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import datetime

from db.seam import Database, Row, Transaction
from db.statements import moment
from trivia.facts.model import CommunityId
from trivia.rounds.model import MemberId, Place
from trivia.settings import DEFAULTS, Chosen, Scope

_GOOD_FOR = 5.0
"""Seconds for which what was read is taken for granted: another process may choose something meanwhile."""
_REMEMBERED = 5_000

_Kept = dict[tuple[Scope, str], dict[str, str]]
"""Values by name, by for whom they hold."""


class Settings:
    """Implements ``SettingStore`` and ``Communities``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[tuple[str, str], tuple[CommunityId, str]] = {}
        self._chosen: OrderedDict[CommunityId, tuple[float, int, _Kept]] = OrderedDict()
        self._changes: dict[CommunityId, int] = {}

    async def chosen(self, place: Place, member: MemberId | None = None) -> Chosen:
        """Return what holds in a channel, for one of its members if one is named."""
        kept = await self._of_community(place.community)
        if not kept:
            return DEFAULTS
        channels = ((Scope.CHANNEL, channel) for channel in place.around)
        targets: Iterable[tuple[Scope, str]] = ((Scope.COMMUNITY, ""), *channels, (Scope.MEMBER, member or ""))
        values: dict[str, str] = {}
        for target in targets:
            values |= kept.get(target, {})
        return Chosen(values)

    async def _of_community(self, community: CommunityId) -> _Kept:
        """Return all that was chosen in a community, by scope and target."""
        changes = self._changes.get(community, 0)
        now = time.monotonic()
        until, seen, known = self._chosen.get(community, (0.0, 0, {}))
        if now < until and seen == changes:
            return known
        found: _Kept = {}
        sql = "SELECT scope, target, name, value FROM settings WHERE community = ?"
        for scope, target, name, value in await self._database.read(sql, (community,)):
            found.setdefault((Scope(scope), target), {})[name] = value
        self._chosen[community] = (now + _GOOD_FOR, changes, found)
        if len(self._chosen) > _REMEMBERED:
            self._chosen.popitem(last=False)
        return found

    async def choose_setting(
        self, place: Place, scope: Scope, member: MemberId, name: str, value: str | None, *, at: datetime
    ) -> None:
        """Keep what a member chose: for the community, the channel or themself. None goes back to what was before."""
        target = {Scope.COMMUNITY: "", Scope.CHANNEL: place.channel, Scope.MEMBER: member}[scope]

        async def unit(tx: Transaction) -> None:
            await tx.run(
                "DELETE FROM settings WHERE community = ? AND scope = ? AND target = ? AND name = ?",
                (place.community, scope.value, target, name),
            )
            if value is not None:
                await tx.run(
                    "INSERT INTO settings(community, scope, target, name, value, author, at) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (place.community, scope.value, target, name, value, member, moment(at)),
                )

        await self._database.write(unit)
        self._changes[place.community] = self._changes.get(place.community, 0) + 1

    def forget_chosen(self, community: CommunityId) -> None:
        """Forget what is remembered of a community's settings."""
        self._chosen.pop(community, None)
        self._changes[community] = self._changes.get(community, 0) + 1

    async def community(self, platform: str, key: str, name: str, at: datetime) -> CommunityId:
        """Return the community of a platform's server or workspace; the first time, it gets an id. It is there now."""
        known = self._known.get((platform, key))
        if known is not None and known[1] == name:
            return known[0]

        async def unit(tx: Transaction) -> list[Row]:
            await tx.run(
                "INSERT INTO communities(platform, key, name, since, removed) VALUES (?, ?, ?, ?, '') "
                "ON CONFLICT (platform, key) DO UPDATE SET name = excluded.name, removed = ''",
                (platform, key, name, moment(at)),
            )
            return await tx.read("SELECT id FROM communities WHERE platform = ? AND key = ?", (platform, key))

        found = CommunityId((await self._database.write(unit))[0][0])
        self._known[platform, key] = (found, name)
        return found

    async def communities(self, platform: str) -> Mapping[str, bool]:
        """Return the keys of a platform's communities, each with whether the bot is there, as far as is known."""
        rows = await self._database.read("SELECT key, removed FROM communities WHERE platform = ?", (platform,))
        return {str(key): not removed for key, removed in rows}

    async def named_communities(self) -> Mapping[CommunityId, str]:
        """Return the names of all communities by their ids, each with its platform."""
        rows = await self._database.read("SELECT id, name, platform FROM communities ORDER BY id", ())
        return {CommunityId(id_): f"{name or 'without a name'} ({platform})" for id_, name, platform in rows}

    async def community_left(self, platform: str, key: str, at: datetime) -> None:
        """Remember since when the bot is no longer in a community; what is unknown is ignored."""
        self._known.pop((platform, key), None)

        async def unit(tx: Transaction) -> None:
            await tx.run(
                "UPDATE communities SET removed = ? WHERE platform = ? AND key = ? AND removed = ''",
                (moment(at), platform, key),
            )

        await self._database.write(unit)
