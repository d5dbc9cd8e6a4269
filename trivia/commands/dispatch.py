"""The one door into the core: whatever the platform, a request goes in and replies come out."""

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from random import Random

from trivia.commands.afterwards import Afterwards
from trivia.commands.arguments import checked
from trivia.commands.asking import Asking
from trivia.commands.catalogue import CATALOGUE, Command, find
from trivia.commands.daily import DailySets
from trivia.commands.helping import Helping
from trivia.commands.outcomes import Broken, Outcome, Refused
from trivia.commands.pace import Pace, Paces
from trivia.commands.privacy import Privacy
from trivia.commands.request import Member, Request, Role
from trivia.commands.reviewing import Reviewing
from trivia.commands.schedules import Schedules
from trivia.commands.scores import Scores
from trivia.commands.settings import Settings
from trivia.commands.tidings import Tidings
from trivia.commands.trivia import Trivia
from trivia.errors import FactotumError, NotAllowed, StoreError, UsageError
from trivia.replies.reply import Reply
from trivia.replies.say import replies
from trivia.rounds.ports import EventLog
from trivia.settings import SettingStore
from trivia.text import shown_name
from trivia.values import replace

_log = logging.getLogger(__name__)
_REMEMBERED = 10_000
_ASK = find("ask")
_STOP = find("trivia stop")
_TOO_FAST = "That was a lot at once, so I left the last of it undone. Take a breath, then go on."

Handler = Callable[[Request], Awaitable[Outcome]]


class Door:
    """Takes requests: finds the command, checks role and options, carries it out once, and words what came of it."""

    def __init__(
        self,
        handlers: Mapping[str, Handler],
        events: EventLog,
        settings: SettingStore,
        chance: Random,
        afterwards: Afterwards,
    ) -> None:
        self._handlers = handlers
        self._events = events
        self._settings = settings
        self._chance = chance
        self._afterwards = afterwards
        self._recent: OrderedDict[str, None] = OrderedDict()
        self._paces = Paces()

    async def handle(self, request: Request) -> tuple[Reply, ...]:
        """Carry a request out; never raises for what it says. A repeated event gets no replies, nor does a bot.

        Of members who ask faster than people do, what is too much is left undone, but for a ``stop``; admins may.
        """
        if request.member.bot or self._is_repeated(request.event):
            return ()
        if find(request.command) is not _STOP and request.member.role < Role.ADMIN:
            pace = self._paces.of((request.community, request.member.id), request.at)
            if pace is not Pace.FINE:
                return replies(Refused(_TOO_FAST)) if pace is Pace.TOO_FAST else ()
        try:
            return replies(await self._carried_out(request))
        except FactotumError as error:
            if isinstance(error, StoreError):
                del self._recent[request.event]  # nothing was done: sent again, it may be tried again
            return replies(Refused(str(error)))
        except Exception:  # noqa: BLE001 -- the one place that turns what we did not foresee into a kind sentence
            incident = f"{self._chance.getrandbits(32):08x}"
            _log.exception("incident %s: /%s failed", incident, request.command)
            return replies(Broken(incident))

    async def role(self, request: Request) -> Role:
        """Return what a member may do where a request comes from; to show what concerns them, not to decide."""
        return (await self._with_role(request)).role

    async def _carried_out(self, request: Request) -> Outcome | None:
        command = find(request.command)
        if command is None:
            raise UsageError("I don't know that command. /help shows them all.")
        member = await self._with_role(request)
        if member.name != (shown := shown_name(member.name)):
            member = replace(member, name=shown)
        if member.role < command.role:
            raise NotAllowed(f"/{command.path} is for {command.role.name.lower()}s.")
        ready = replace(request, member=member, arguments=checked(command, request.arguments))
        if command is not _ASK:
            await self._afterwards.settled(request.community)  # it may be about what was told a moment ago
        remembers = command.changes and not command.keeps_event
        if remembers and await self._events.seen(request.event):
            return None
        outcome = await self._handlers[command.path](ready)
        if remembers:
            await self._events.mark(request.event, request.at)
        return outcome

    async def _with_role(self, request: Request) -> Member:
        """Return the member, as a moderator if the community named one of their groups as such."""
        member = request.member
        if member.role >= Role.MODERATOR or not member.groups:
            return member
        named = (await self._settings.chosen(request.place)).text("moderators")
        moderators = {word.strip().casefold() for word in named.split(",")} - {""}
        groups = {group.casefold() for group in member.groups}
        return replace(member, role=Role.MODERATOR) if groups & moderators else member

    def _is_repeated(self, event: str) -> bool:
        if event in self._recent:
            return True
        self._recent[event] = None
        if len(self._recent) > _REMEMBERED:
            self._recent.popitem(last=False)
        return False


def handlers(
    *,
    asking: Asking,
    trivia: Trivia,
    daily: DailySets,
    schedules: Schedules,
    scores: Scores,
    keeping: Mapping[str, Handler],
    reviewing: Reviewing,
    settings: Settings,
    privacy: Privacy,
    helping: Helping,
    tidings: Tidings,
) -> dict[str, Handler]:
    """Return the method that carries out each command of the catalogue, by its path."""
    families: dict[str, object] = {
        "ask": asking,
        "trivia": trivia,
        "schedule": schedules,
        "score": scores,
        "fact": None,
        "settings": settings,
        "privacy": privacy,
        "help": helping,
    }
    apart: dict[str, Handler] = {
        "trivia daily": tidings.before(daily.daily),
        "score me": tidings.before(scores.me),
        "trivia answer": daily.answer,
        "trivia report": daily.report,
        "fact review": reviewing.review,
        "fact mend": reviewing.mend,
        **keeping,
    }
    return {c.path: apart.get(c.path) or _method(families[c.family], c) for c in CATALOGUE}


def _method(family: object, command: Command) -> Handler:
    method: Handler = getattr(family, command.name or command.family)
    return method
