"""What a round must know of a place and of a member before it lets them play."""

from typing import TypedDict

from trivia.rounds.events import Extras
from trivia.rounds.model import MemberId, Mode, Place, Round, Rules
from trivia.rounds.ports import RoundStore
from trivia.settings import SettingStore
from trivia.values import replace

RECENT = 50
"""Teams are balanced by how members did with so many questions that they tried last."""


class Known(TypedDict, total=False):
    """What events say of a member whom the round doesn't know yet."""

    extra: int
    skill: float


async def as_set(settings: SettingStore | None, place: Place, rules: Rules) -> Rules:
    """Return the rules with what is set for the place, where the starter said nothing."""
    if settings is None or (rules.streaks is not None and rules.ceiling):
        return rules
    chosen = await settings.chosen(place)
    streaks = chosen.truth("streaks") if rules.streaks is None else rules.streaks
    return replace(rules, streaks=streaks, ceiling=rules.ceiling or chosen.text("ceiling"))


async def known_of(
    settings: SettingStore | None, store: RoundStore, place: Place, rules: Rules, member: MemberId
) -> Known:
    """Return the extra time that a member chose, and where teams are balanced the share of right answers lately."""
    known = Known()
    if settings is not None:
        known["extra"] = (await settings.chosen(place, member)).number("extra")
    if rules.mode is Mode.TEAMS and rules.balanced:
        hits = await store.latest_hits(place.community, member, RECENT)
        if hits:
            known["skill"] = (sum(hits) + 1) / (len(hits) + 2)  # as if one more of each
    return known


async def extras_of(settings: SettingStore | None, state: Round) -> Extras:
    """Return whose extra time isn't what the round knows, as it is set now."""
    if settings is None:
        return ()
    extras = []
    for seat in state.seats:
        if not seat.left:
            extra = (await settings.chosen(state.place, seat.member)).number("extra")
            if extra != seat.extra:
                extras.append((seat.member, extra))
    return tuple(extras)
