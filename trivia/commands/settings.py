"""/settings: what holds in a community, in a channel, and for oneself."""

import difflib
from collections.abc import Callable

from trivia.commands.outcomes import SettingChanged, SettingsShown
from trivia.commands.request import Request, Role
from trivia.errors import NotAllowed, UsageError
from trivia.facts.authors import signed
from trivia.facts.journal import Doing, Journal
from trivia.facts.spoilers import Ceiling
from trivia.rounds.model import Rules
from trivia.rounds.schedule import read_zone
from trivia.rounds.service import Rounds
from trivia.settings import SETTINGS, Scope, Setting, SettingStore, SettingType, setting

_YES = frozenset("yes y on true 1".split())
_NO = frozenset("no n off false 0".split())
_BACK = frozenset({"default", "reset"})


class Settings:
    """Shows and changes settings. Members choose for themselves, moderators and admins for all."""

    def __init__(self, store: SettingStore, journal: Journal, rounds: Rounds) -> None:
        self._store = store
        self._journal = journal
        self._rounds = rounds

    async def settings(self, request: Request) -> SettingsShown | SettingChanged:
        """Show every setting or one of them, or change one."""
        named, value = _typed(request)
        if not named:
            return SettingsShown(SETTINGS, await self._store.chosen(request.place, request.member.id))
        wanted = _known(named)
        if not value:
            return SettingsShown((wanted,), await self._store.chosen(request.place, request.member.id))
        scope = _scope(request, wanted)
        back = value.casefold() in _BACK
        kept = None if back else _READERS[wanted.type](wanted, value)
        if kept and wanted.type is SettingType.TOPIC:
            await self._rounds.check(request.place, Rules(topic=kept))
        await self._store.choose_setting(request.place, scope, request.member.id, wanted.name, kept, at=request.at)
        if scope is not Scope.MEMBER:
            author = signed(request.member.name, request.member.id)
            about = {"setting": wanted.name, "value": "default" if kept is None else kept, "for": f"({scope})"}
            await self._journal.record(request.community, Doing.SET, author, request.at, about)
        now = await self._store.chosen(request.place, request.member.id)
        return SettingChanged(wanted, scope, now.text(wanted.name))


def _typed(request: Request) -> tuple[str, str]:
    """Return the setting's name and its new value, which may stand behind the name."""
    name, _, behind = str(request.arguments.get("name", "")).partition(" ")
    return name, str(request.arguments.get("value", "")) or behind.strip()


def _known(name: str) -> Setting:
    found = setting(name)
    if found is None:
        names = [s.name for s in SETTINGS]
        near = difflib.get_close_matches(name.casefold(), names, 1)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names)}."
        raise UsageError(f"I don't know that setting. {hint}")
    return found


def _scope(request: Request, wanted: Setting) -> Scope:
    """Return for whom the value shall hold; raise an error if it can't, or if the member may not say so."""
    said = request.arguments.get("scope")
    scope = Scope(str(said)) if said else wanted.scopes[0]
    if scope not in wanted.scopes:
        raise UsageError(f"{wanted.name} is chosen for the {' or the '.join(wanted.scopes)}.")
    needed = Role.MEMBER if scope is Scope.MEMBER else Role.ADMIN if wanted.admins else Role.MODERATOR
    if request.member.role < needed:
        raise NotAllowed(f"Choosing {wanted.name} for the {scope} is for {needed.name.lower()}s.")
    return scope


def _truth(wanted: Setting, value: str) -> str:
    word = value.casefold()
    if word not in _YES | _NO:
        raise UsageError(f"{wanted.name} takes yes or no.")
    return "yes" if word in _YES else "no"


def _integer(wanted: Setting, value: str) -> str:
    digits = value.removesuffix("%").strip()
    if not digits.isascii() or not digits.isdigit() or not wanted.low <= int(digits[:9]) <= wanted.high:
        raise UsageError(f"{wanted.name} takes a number from {wanted.low:,} to {wanted.high:,}.")
    return str(int(digits))


def _text(wanted: Setting, value: str) -> str:
    if len(value) > wanted.longest:
        raise UsageError(f"Please keep {wanted.name} under {wanted.longest:,} characters; this has {len(value):,}.")
    if wanted.choices and value.casefold() not in wanted.choices:
        raise UsageError(f"{wanted.name} takes one of: {', '.join(wanted.choices)}.")
    return value.casefold() if wanted.choices else value


def _zone(wanted: Setting, value: str) -> str:
    del wanted
    return read_zone(value)


def _ceiling(wanted: Setting, value: str) -> str:
    try:
        Ceiling.parse(_text(wanted, value))
    except ValueError as error:
        raise UsageError(f"{error}.") from error
    return value


_READERS: dict[SettingType, Callable[[Setting, str], str]] = {
    SettingType.BOOLEAN: _truth,
    SettingType.INTEGER: _integer,
    SettingType.TEXT: _text,
    SettingType.ZONE: _zone,
    SettingType.TOPIC: _text,
    SettingType.CEILING: _ceiling,
}
