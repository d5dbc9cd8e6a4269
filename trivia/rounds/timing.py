"""How long a question is open, for whom, and what a pause or a clock that was set does to that. All pure.

A question has one limit, in seconds on each member's own scale: with 50% extra time a second and a half count as one.
So a member's own window, their speed, and the time left after the first right answer are all lengthened alike.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from trivia.rounds.model import Held, Live, MemberId, Phase, Player, Round
from trivia.values import replace

LONGEST_PAUSE = timedelta(hours=1)
"""A round left paused for so long closes by itself."""

LEAST_LEFT = 5.0
"""So many seconds at least are left when a round goes on after a pause."""

MOST_EXTRA = 300
"""Per cent of extra time that a member may have."""

_SLACK = timedelta(seconds=60)
"""Clocks of several processes differ by less; a deadline further ahead than it can be is due to a clock set back."""


def factor(state: Round, member: MemberId) -> float:
    """Return by how much the member's time is longer than the others'."""
    return _longest_factor(state, (member,))


def _longest_factor(state: Round, members: Collection[MemberId]) -> float:
    extra = max((seat.extra for seat in state.seats if seat.extra > 0 and seat.member in members), default=0)
    return 1 + min(MOST_EXTRA, extra) / 100


def elapsed(live: Live, at: datetime) -> float:
    """Return the seconds since the question was put; none where the clock went back."""
    return max(0.0, (at - live.at).total_seconds())


def limit(state: Round, live: Live) -> float:
    """Return how long the question is open for those without extra time, in seconds."""
    return live.limit or state.rules.window(live.asked.stem).total_seconds()


def closes(state: Round, live: Live, waiting: Collection[MemberId] = ()) -> datetime:
    """Return when the question closes for those without extra time, or for the last of those named."""
    return live.at + timedelta(seconds=limit(state, live) * _longest_factor(state, waiting))


def is_late(state: Round, live: Live, member: MemberId, at: datetime) -> bool:
    """Say whether the question is closed for a member."""
    own = factor(state, member)
    return (live.extended and own <= 1) or elapsed(live, at) > limit(state, live) * own


def reopened(state: Round, live: Live, at: datetime, base: float, least: float) -> Round:
    """Return the round with its question open as if ``base`` seconds had gone by, and with ``least`` to come."""
    until = max(limit(state, live), base + least)
    again = replace(live, at=at - timedelta(seconds=base), limit=until, extended=False)
    back = replace(state, phase=Phase.ASKING, held=None, live=again)
    return replace(back, deadline=closes(back, again))


def time_used(live: Live) -> float:
    """Return the most seconds that anybody took so far."""
    return max((attempt.elapsed for attempt in live.attempts), default=0.0)


# Pauses


def paused(state: Round, by: Player, at: datetime) -> Round:
    """Return the round at rest."""
    left = max(0.0, (state.deadline - at).total_seconds()) if state.deadline else 0.0
    return replace(state, phase=Phase.PAUSED, held=Held(by, state.phase, at, left), deadline=at + LONGEST_PAUSE)


def taken_up(state: Round, at: datetime) -> Round:
    """Return a paused round going on, with the time that was left when it was paused, and never less than a little."""
    held = state.held
    if held is None:
        return state
    left = max(LEAST_LEFT, held.left)
    if held.phase is not Phase.ASKING or state.live is None:
        return replace(state, phase=held.phase, held=None, deadline=at + timedelta(seconds=left))
    base = elapsed(state.live, held.at)
    back = reopened(state, state.live, at, base, LEAST_LEFT)
    if not state.live.extended:
        return back
    live = replace(back.live or state.live, extended=True)  # still closed for the others
    return replace(back, live=live, deadline=at + timedelta(seconds=left))


# A clock that was set back


def brought_near(state: Round, at: datetime) -> Round:
    """Return the round with a deadline that can be: one further ahead is left from before the clock was set back."""
    ahead = state.deadline - at if state.deadline else timedelta(0)
    if ahead <= _SLACK or ahead <= _longest(state) + _SLACK:
        return state
    if state.phase is Phase.ASKING and state.live:
        return reopened(state, state.live, at, time_used(state.live), LEAST_LEFT)
    return replace(state, deadline=at + _longest(state))


def _longest(state: Round) -> timedelta:
    """Return the longest that a round can wait in its phase."""
    match state.phase:
        case Phase.LOBBY:
            return timedelta(seconds=max(LEAST_LEFT, state.rules.lobby))
        case Phase.ASKING if state.live:
            members = frozenset(seat.member for seat in state.seats)
            return closes(state, state.live, members) - state.live.at
        case Phase.PAUSED:
            return LONGEST_PAUSE
        case _:
            return timedelta(seconds=max(LEAST_LEFT, state.rules.pause))
