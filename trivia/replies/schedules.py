"""Schedules, as replies."""

from collections.abc import Sequence
from datetime import datetime

from trivia.commands.actions import action
from trivia.commands.outcomes import ReminderSet, ScheduleChanged, SchedulePreviewed, SchedulesListed, ScheduleTold
from trivia.replies.reply import Bold, Button, Code, Field, Marked, Mention, Moment, Reply, Span, lines, marked
from trivia.replies.rounds import about
from trivia.replies.wording import counted
from trivia.rounds.model import Place
from trivia.rounds.schedule import Schedule
from trivia.rounds.scheduled import Pause, Scheduled

_ADD = Code("/schedule add weekdays at 9:30 zone=Europe/Berlin")
_MOST_SHOWN = 15


# What a channel is told


def announced(scheduled: Scheduled, at: datetime, now: datetime) -> Reply:
    """Announce a round, to all in the channel and by name to those who asked for it."""
    minutes = max(1, round((at - now).total_seconds() / 60))
    said: list[Span | str] = [f"A round begins in {counted(minutes, 'minute')}, at ", Moment(at)]
    said.append(f": {about(scheduled.rules)}.")
    for member in scheduled.reminded:
        said += [" ", Mention(member.id, member.name)]
    return Reply(text=marked(*said), buttons=(_remind(scheduled),))


def _remind(scheduled: Scheduled) -> Button:
    return Button("Remind me", action("schedule remind", schedule=scheduled.id))


def set_is_there(scheduled: Scheduled) -> Reply:
    """Tell all in the channel that the daily set can be played."""
    named = [part for member in scheduled.reminded for part in (" ", Mention(member.id, member.name))]
    return Reply(
        text=marked(Bold("Today's daily set is there."), " Play it alone, when it suits you.", *named),
        buttons=(Button("Play", action("trivia daily")), _remind(scheduled)),
        footer=marked("Or type ", Code("/trivia daily"), "."),
    )


def missed(scheduled: Scheduled, at: datetime) -> Reply:
    """Own up to a round that did not begin because nobody ran the bot."""
    return _left_out(scheduled, at, "I was away, so it did not take place.")


def busy(scheduled: Scheduled, at: datetime) -> Reply:
    """Say that a round did not begin because one was on."""
    return _left_out(scheduled, at, "It is left out, because a round is on here already.")


def failed(scheduled: Scheduled, at: datetime, why: str) -> Reply:
    """Say that a round could not begin."""
    return _left_out(scheduled, at, f"It could not begin: {why}")


def _left_out(scheduled: Scheduled, at: datetime, why: str) -> Reply:
    following = f" The next one: {_time(scheduled.schedule, scheduled.next)}." if scheduled.next else ""
    what = "A word on the daily set" if scheduled.daily else "A round"
    planned = f"{what} was planned for {_time(scheduled.schedule, at)}, {scheduled.schedule.zone}."
    return Reply(text=marked(f"{planned} {why}{following}"))


def channel_lost(scheduled: Scheduled) -> Reply:
    """Tell the maker of a schedule that its channel can't be reached any more."""
    return Reply(
        text=marked(
            "I can't reach the channel of your schedule ",
            Bold(_named(scheduled)),
            " any more, so it is paused. When I can speak there again, type ",
            Code(f"/schedule resume {scheduled.id}"),
            "; or do away with it: ",
            Code(f"/schedule remove {scheduled.id}"),
        ),
        private=True,
    )


# What one who asks is told


def schedule_told(outcome: ScheduleTold) -> Reply:
    """Confirm a new schedule, with its next times."""
    scheduled = outcome.scheduled
    said = [
        marked("Planned in this channel: ", Bold(_named(scheduled)), f", {_about(scheduled)}."),
        _next(scheduled.schedule, outcome.times),
    ]
    if scheduled.announce:
        said.append(marked(f"It is announced {counted(scheduled.announce, 'minute')} before."))
    footer = marked("End it with ", Code(f"/schedule remove {scheduled.id}"), ".")
    return Reply(text=lines(said), footer=footer)


def previewed(outcome: SchedulePreviewed) -> Reply:
    """Show when something would come, without planning it."""
    schedule = outcome.schedule
    cron = ("; as a cron expression ", Code(schedule.expression)) if schedule.words != schedule.expression else ()
    said = marked(Bold(schedule.words), f", {schedule.zone}", *cron, ".")
    return Reply(text=lines([said, _next(schedule, outcome.times)]), private=True)


def listed(outcome: SchedulesListed) -> Reply:
    """List a community's schedules, those of the channel first, each with its next times."""
    if not outcome.schedules:
        return Reply(text=marked("Nothing is planned. Plan a round with ", _ADD, "."))
    shown = sorted(outcome.schedules, key=lambda told: told.scheduled.place != outcome.here)
    fields = tuple(_listed(told, outcome.here) for told in shown[:_MOST_SHOWN])
    more = len(shown) - _MOST_SHOWN
    return Reply(
        title="Planned rounds",
        text=marked(f"The first {_MOST_SHOWN}; there are {more} more." if more > 0 else ""),
        fields=fields,
        footer=marked("See when a plan would come with ", Code("/schedule preview"), "."),
    )


def _listed(told: ScheduleTold, here: Place) -> Field:
    scheduled = told.scheduled
    where = "" if scheduled.place == here else "in another channel, "
    said = [marked(f"{where}{_about(scheduled)}, planned by ", Bold(scheduled.maker.name), ".")]
    if scheduled.paused:
        lost = ": I can't reach its channel" if scheduled.paused is Pause.GONE else ""
        said.append(marked(f"Paused{lost}. Go on with ", Code(f"/schedule resume {scheduled.id}"), "."))
    else:
        said.append(_next(scheduled.schedule, told.times))
    return Field(_named(scheduled), lines(said))


def schedule_changed(outcome: ScheduleChanged) -> Reply:
    """Confirm what was done to a schedule."""
    scheduled = outcome.scheduled
    said: list[Span | str] = [Bold(_named(scheduled)), f" is {outcome.change}."]
    if outcome.change == "paused":
        said += [" Go on with ", Code(f"/schedule resume {scheduled.id}"), "."]
    if outcome.change == "back":
        return Reply(text=lines([marked(*said), _next(scheduled.schedule, outcome.times)]))
    return Reply(text=marked(*said))


def reminder_set(outcome: ReminderSet) -> Reply:
    """Confirm that a member will be mentioned, or no longer."""
    name = Bold(_named(outcome.scheduled))
    if not outcome.wanted:
        return Reply(text=marked("I won't remind you of ", name, " any more."), private=True)
    if not (outcome.scheduled.announce or outcome.scheduled.daily):
        return Reply(text=marked(name, " is not announced, so there is nothing to remind you of."), private=True)
    stop = Code(f"/schedule remind {outcome.scheduled.id} wanted=no")
    return Reply(text=marked("I will mention you when ", name, " is announced. No more: ", stop), private=True)


def _about(scheduled: Scheduled) -> str:
    return "a word on the daily set" if scheduled.daily else about(scheduled.rules)


def _named(scheduled: Scheduled) -> str:
    return f"{scheduled.id}. {scheduled.schedule.words}, {scheduled.schedule.zone}"


def _next(schedule: Schedule, times: Sequence[datetime]) -> Marked:
    if not times:
        return marked("It won't come again.")
    return marked(f"Next: {'; '.join(_time(schedule, at) for at in times)}.")


def _time(schedule: Schedule, at: datetime) -> str:
    """Write a time as the clocks of the zone show it."""
    local = schedule.local(at)
    return f"{local:%a} {local.day} {local:%b %Y} {local:%H:%M}"
