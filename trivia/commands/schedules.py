"""/schedule: rounds that begin by themselves."""

from collections.abc import Mapping
from typing import Protocol

from trivia.commands.outcomes import ReminderSet, ScheduleChanged, SchedulePreviewed, SchedulesListed, ScheduleTold
from trivia.commands.request import Argument, Request
from trivia.commands.rules import rules_of
from trivia.errors import Conflict, NotFound, UsageError
from trivia.rounds.model import Rules
from trivia.rounds.schedule import Schedule, next_times, read_schedule
from trivia.rounds.schedule_ports import ScheduleStore
from trivia.rounds.scheduled import Pause, Scheduled, ScheduleId
from trivia.rounds.service import Rounds
from trivia.settings import SettingStore

MOST = 50
"""So many schedules may a community have."""
_MOST_REMINDED = 50
_LATE = 15  # minutes
_LATE_OF_A_DAY = 720  # the set can be played all day
_OF_A_DAY = frozenset({"when", "zone", "daily", "late"})
"""The options that go with a word on the daily set."""
_SHOWN = 3
_PREVIEWED = 5


class Store(ScheduleStore, SettingStore, Protocol):
    """Schedules, and what is set for the community that they belong to."""


class Schedules:
    """Schedules of a community. ``defaults`` are the rules of a round where its planner says nothing else."""

    def __init__(self, store: Store, rounds: Rounds, defaults: Rules) -> None:
        self._store = store
        self._rounds = rounds
        self._defaults = defaults

    async def add(self, request: Request) -> ScheduleTold:
        """Plan rounds in the channel."""
        given = request.arguments
        schedule = await self._read(request)
        rules = rules_of(request, self._defaults)
        daily = bool(given.get("daily"))
        if daily:
            _check_daily(given)
        else:
            await self._rounds.check(request.place, rules)
        if len(await self._store.schedules(request.community)) >= MOST:
            raise Conflict(f"There are {MOST} schedules already. Remove one first with /schedule remove.")
        new = Scheduled(
            id=ScheduleId(0),
            place=request.place,
            maker=request.member.player,
            schedule=schedule,
            rules=rules,
            announce=int(given.get("announce", 0)),
            late=int(given.get("late", _LATE_OF_A_DAY if daily else _LATE)),
            next=next_times(schedule, request.at, 1)[0],
            daily=daily,
        )
        added = await self._store.add_schedule(new, request.event)
        return ScheduleTold(added, added.upcoming(request.at, _SHOWN))

    async def list(self, request: Request) -> SchedulesListed:
        """List the community's schedules."""
        found = await self._store.schedules(request.community)
        told = tuple(ScheduleTold(scheduled, scheduled.upcoming(request.at, _SHOWN)) for scheduled in found)
        return SchedulesListed(request.place, told)

    async def pause(self, request: Request) -> ScheduleChanged:
        """Let a schedule rest."""
        scheduled = await self._named(request)
        if scheduled.paused is not Pause.ASKED:
            await self._store.change_schedule(scheduled.stopped(Pause.ASKED))
        return ScheduleChanged(scheduled, "paused")

    async def resume(self, request: Request) -> ScheduleChanged:
        """Take a schedule up again; what came while it rested is not made up for."""
        scheduled = await self._named(request)
        if scheduled.paused:
            back = scheduled.going_on(request.at)
            if back.next is None:
                raise UsageError("Its date is over. Remove it, and plan another round with /schedule add.")
            await self._store.change_schedule(back)
            scheduled = back
        return ScheduleChanged(scheduled, "back", scheduled.upcoming(request.at, _SHOWN))

    async def remove(self, request: Request) -> ScheduleChanged:
        """Do away with a schedule."""
        scheduled = await self._named(request)
        await self._store.remove_schedule(request.community, scheduled.id)
        return ScheduleChanged(scheduled, "removed")

    async def preview(self, request: Request) -> SchedulePreviewed:
        """Show when something would come."""
        schedule = await self._read(request)
        return SchedulePreviewed(schedule, next_times(schedule, request.at, _PREVIEWED))

    async def remind(self, request: Request) -> ReminderSet:
        """Mention the member when a schedule's rounds are announced, or no longer."""
        scheduled = await self._named(request)
        wanted = bool(request.arguments.get("wanted", True))
        if wanted and len(scheduled.reminded) >= _MOST_REMINDED:
            raise Conflict(f"{_MOST_REMINDED} members are reminded already, which is as many as one message can name.")
        if scheduled.announce or scheduled.daily or not wanted:
            await self._store.change_schedule(scheduled.reminding(request.member.player, wanted=wanted))
        return ReminderSet(scheduled, wanted)

    async def _read(self, request: Request) -> Schedule:
        """Return the schedule asked for, in the community's time zone if none is named."""
        given = request.arguments
        zone = given.get("zone") or (await self._store.chosen(request.place)).text("zone")
        return read_schedule(str(given["when"]), str(zone), request.at)

    async def _named(self, request: Request) -> Scheduled:
        number = ScheduleId(int(request.arguments["schedule"]))
        scheduled = await self._store.schedule(request.community, number)
        if scheduled is None:
            raise NotFound(f"There is no schedule {number} here. See them with /schedule list.")
        return scheduled


def _check_daily(given: Mapping[str, Argument]) -> None:
    """Refuse what has no meaning for a word on the daily set, lest somebody believe that it has."""
    other = next((name for name in given if name not in _OF_A_DAY), None)
    if other:
        raise UsageError(
            f"{other} goes with rounds, and daily=yes begins none: it tells that the daily set is there. What that "
            "asks is chosen with /settings daily and /settings daily_topic."
        )
