"""Who somebody is: the name shown, whether an admin, and the groups by which a community names its moderators."""

import asyncio
import logging
from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from adapters.slack.api import Api, SlackTrouble
from adapters.slack.doors import Door
from adapters.slack.origin import Origin
from adapters.slack.text import PLATFORM, Element
from trivia.commands.arguments import clean
from trivia.commands.request import Member, Role
from trivia.errors import FactotumError
from trivia.ports import Clock
from trivia.rounds.model import MemberId

_log = logging.getLogger(__name__)
_MOST_KNOWN = 20_000
_LONGEST_NAME = 80
_FRESH = timedelta(minutes=30)
_GROUPS_FRESH = timedelta(minutes=10)
_AGAIN = timedelta(minutes=1)
"""How long after a failure nobody is asked again."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    role: Role
    bot: bool
    called: frozenset[str] = frozenset()


class People:
    """Asks Slack who people are, and remembers it for a while. Without the scopes for it all are plain members."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._people: _Memory[_Person] = _Memory(_MOST_KNOWN)
        self._groups: _Memory[Mapping[str, frozenset[str]]] = _Memory(_MOST_KNOWN)
        self._told: set[str] = set()

    async def member(self, door: Door, origin: Origin) -> Member:
        """Return the member that did something."""
        person, groups = await asyncio.gather(self._person(door, origin), self._groups_of(door, origin))
        return Member(
            MemberId(f"{PLATFORM}:{origin.user}"), person.name, person.role, person.bot, groups | person.called
        )

    async def _person(self, door: Door, origin: Origin) -> _Person:
        now = self._clock()
        key = f"{origin.team}:{origin.user}"
        known = self._people.recall(key, now)
        if known is None:
            try:
                known = _person(await self._api.user(door.token, origin.user), origin)
                self._people.keep(key, known, now + _FRESH)
            except FactotumError as error:
                self._note("users:read", error)
                known = _person({}, origin)
                self._people.keep(key, known, now + _AGAIN)
        return known

    async def _groups_of(self, door: Door, origin: Origin) -> frozenset[str]:
        now = self._clock()
        known = self._groups.recall(origin.team, now)
        if known is None:
            try:
                known = _members(await self._api.groups(door.token, origin.team))
                self._groups.keep(origin.team, known, now + _GROUPS_FRESH)
            except FactotumError as error:
                self._note("usergroups:read", error)
                known = {}
                self._groups.keep(origin.team, known, now + _GROUPS_FRESH)
        return known.get(origin.user, frozenset())

    def _note(self, scope: str, error: FactotumError) -> None:
        """Tell the owner once that a scope is missing; other trouble each time."""
        missing = isinstance(error, SlackTrouble) and error.needed
        if not missing or scope not in self._told:
            _log.warning("Slack does not say who people are (%s): %s", scope, error)
        if missing:
            self._told.add(scope)


class _Memory(Generic[T]):
    """Remembers so many things, each for a while."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, tuple[T, datetime]] = OrderedDict()

    def recall(self, key: str, now: datetime) -> T | None:
        """Return what is remembered and fresh."""
        value, until = self._kept.get(key, (None, now))
        return value if until > now else None

    def keep(self, key: str, value: T, until: datetime) -> None:
        """Remember something; the oldest is forgotten for it."""
        self._kept.pop(key, None)
        self._kept[key] = (value, until)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)


def _person(said: Element, origin: Origin) -> _Person:
    """Read what Slack says of a user (https://docs.slack.dev/reference/objects/user-object).

    An admin of another workspace, who is here through a shared channel, is no admin here.
    """
    profile = said.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), said.get("name"), origin.name, origin.user)
    name = next(shown for shown in (clean(str(n or "")) for n in names) if shown)[:_LONGEST_NAME]
    grid = said.get("enterprise_user") or {}
    ours = said.get("team_id") in (None, "", origin.team)
    ours = ours or bool(origin.enterprise and grid.get("enterprise_id") == origin.enterprise)
    admin = ours and bool(said.get("is_admin") or said.get("is_owner") or said.get("is_primary_owner"))
    called = {origin.user, f"@{origin.user}"} | {f"@{n}" for n in (said.get("name"),) if n}
    return _Person(name, Role.ADMIN if admin else Role.MEMBER, bool(said.get("is_bot")), frozenset(called))


def _members(groups: Sequence[Element]) -> dict[str, frozenset[str]]:
    """Return by user what the groups are called that they are in: by id and by handle, with and without @."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for group in groups:
        called = {str(group[part]) for part in ("id", "handle") if group.get(part)}
        for user in group.get("users") or ():
            found[str(user)] |= called | {f"@{word}" for word in called}
    return {user: frozenset(words) for user, words in found.items()}
