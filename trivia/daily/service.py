"""The daily set in the world: made once, on the day's first demand, and played by each member alone.

Nothing is held that the store doesn't hold. A question is kept as shown before it is shown, and an answer with all that
it leads to before its ruling is told; whatever is asked for again is told again.
"""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from weakref import WeakValueDictionary

from trivia.daily.model import (
    GIVEN_UP,
    GUESSES,
    LIVE,
    DailySet,
    Guessed,
    NoSuchOption,
    QuestionOpen,
    Refusal,
    Refused,
    Result,
    Settled,
    Sheet,
    Shown,
    Told,
    Visit,
    day_ends,
    is_settled,
    local_day,
    place_of,
    read_id,
    rules_of,
    set_id,
)
from trivia.daily.ports import DailyStore, Tried
from trivia.daily.streak import streak
from trivia.errors import Conflict, UsageError
from trivia.facts.model import CommunityId, FactId
from trivia.judging.verdict import Verdict, accept, reject
from trivia.replies.daily import taken_back
from trivia.replies.reply import Reply
from trivia.rounds.bag import Drawn
from trivia.rounds.drawing import Bags
from trivia.rounds.model import Asked, Attempt, MemberId, Points, RoundId, kept_for
from trivia.rounds.options import chosen
from trivia.rounds.ports import Judge, Outgoing, Shelves, Wanted
from trivia.rounds.scoring import points_of_question
from trivia.rounds.thanking import Thanks
from trivia.settings import Chosen, SettingStore
from trivia.values import replace

_MOST_TRIES = 8
_GOOD_FOR = timedelta(minutes=1)
"""So long what was read of a community's open sets is taken for granted: another process may make one meanwhile."""
_REMEMBERED = 5_000


class Daily:
    """The daily sets of all communities."""

    def __init__(
        self,
        *,
        store: DailyStore,
        settings: SettingStore,
        bags: Bags,
        judge: Judge,
        shelves: Shelves,
        thanks: Thanks | None = None,
    ) -> None:
        self._store = store
        self._settings = settings
        self._bags = bags
        self._judge = judge
        self._shelves = shelves
        self._thanks = thanks
        self._making: WeakValueDictionary[CommunityId, asyncio.Lock] = WeakValueDictionary()
        self._held: OrderedDict[CommunityId, tuple[datetime, frozenset[FactId]]] = OrderedDict()

    # What members do

    async def play(self, visit: Visit) -> Told:
        """Go on where the member is: show the question that is their turn, or how they did."""
        return await self._go_on(await self._turn(visit), visit)

    async def answer(
        self, event: str, visit: Visit, given: str | None, *, round_id: RoundId, number: int
    ) -> tuple[Told, ...]:
        """Take a member's answer to a question of a set; None gives up on it."""
        daily = await self._named(visit, round_id)
        if daily is None or not 1 <= number <= len(daily.questions):
            return (Refused(Refusal.UNKNOWN),)
        return await self._answered(event, visit, given, daily, number)

    async def answer_open(self, event: str, visit: Visit, given: str | None) -> tuple[Told, ...] | None:
        """Take an answer to the question that a member was shown; None if they have none before them."""
        mine = await self._store.daily_live(visit.community, visit.player.id, None, visit.at)
        if not mine:
            return None
        round_id, number = mine[0]
        return await self.answer(event, visit, given, round_id=round_id, number=number)

    async def has_settled(self, visit: Visit, round_id: RoundId, number: int) -> bool:
        """Say whether a member is done with a question of a set of their community."""
        daily = await self._named(visit, round_id)
        return daily is not None and number in (await self._store.daily_sheet(daily, visit.player.id)).settled

    async def last_settled(self, visit: Visit) -> Attempt | None:
        """Return the answer by which a member settled a question last, of the sets that can be answered still."""
        for daily in reversed(await self._store.daily_sets_open(visit.community, visit.at)):
            sheet = await self._store.daily_sheet(daily, visit.player.id)
            number = max((put.number for put in sheet.puts if put.done), default=0)
            for attempt in reversed(await self._store.daily_attempts(daily, number, visit.player.id)):
                return attempt
        return None

    async def share(self, visit: Visit, word: Callable[[Shown], Reply], day: date | None) -> Refused | None:
        """Keep a member's result for a channel, to be delivered there; once for each set.

        Without a day it is the latest one that the member has finished, of today and the day before.
        """
        if visit.is_direct:
            return Refused(Refusal.NOT_HERE)
        sheet = await self._finished(visit, day)
        if sheet is None:
            return Refused(Refusal.NOT_DONE)
        daily = sheet.daily
        days = await self._store.daily_days(daily.community, visit.player.id)
        shown = Shown(visit.player, sheet, streak(days, daily.day))
        message = Outgoing(f"{daily.id}:{visit.player.id}:shared", visit.place, word(shown))
        fresh = await self._store.share_daily(daily, visit.player.id, message, visit.at)
        return None if fresh else Refused(Refusal.SHARED)

    # What is open

    async def live(self, community: CommunityId, member: MemberId | None, now: datetime) -> tuple[Asked, ...]:
        """Return the questions of daily sets whose answers a lookup by this member must not tell."""
        open_now = await self._store.daily_live(community, member, now - LIVE, now)
        sets = {round_id: await self._store.daily_set(round_id) for round_id in dict.fromkeys(r for r, _ in open_now)}
        return tuple(
            daily.asked(number)
            for round_id, number in open_now
            if (daily := sets[round_id]) is not None and number in daily.numbers
        )

    async def open_questions(self, community: CommunityId, now: datetime) -> tuple[Asked, ...]:
        """Return the questions of sets that can be answered still, but for those that count for nobody."""
        sets = await self._store.daily_sets_open(community, now)
        return tuple(daily.asked(number) for daily in sets for number in daily.numbers)

    async def held(self, community: CommunityId, now: datetime) -> frozenset[FactId]:
        """Return the facts behind the questions that can be answered still, as they were a moment ago."""
        looked, facts = self._held.get(community, (None, frozenset[FactId]()))
        if looked is not None and looked <= now < looked + _GOOD_FOR:
            return facts
        facts = frozenset(fact for asked in await self.open_questions(community, now) for fact in asked.facts)
        self._held[community] = now, facts
        if len(self._held) > _REMEMBERED:
            self._held.popitem(last=False)
        return facts

    async def void(self, community: CommunityId, fact: FactId, at: datetime) -> None:
        """Let the questions of open sets that rest on a retired fact count for nobody."""
        for daily in await self._store.daily_sets_open(community, at):
            for number in daily.numbers:
                if fact in daily.asked(number).facts:
                    await self._voided(daily, number, at)

    async def _voided(self, daily: DailySet, number: int, at: datetime) -> None:
        """Void one question; points may be changing for another reason just then, so try more than once."""
        for left in range(_MOST_TRIES, 0, -1):
            try:
                return await self._store.void_daily(daily, number, at, partial(_taken_back, daily))
            except Conflict:
                if left == 1:
                    raise
        return None

    # Sets

    async def _named(self, visit: Visit, round_id: RoundId) -> DailySet | None:
        """Return the set that an id names, if it is one of the member's community."""
        named = read_id(round_id)
        return await self._store.daily_set(round_id) if named and named[0] == visit.community else None

    async def _turn(self, visit: Visit) -> DailySet:
        """Return the set to go on with: the one of the day before if it was begun and may be finished, else today's."""
        settings = await self._settings.chosen(place_of(visit.community))
        today = local_day(visit.at, settings.text("zone"))
        before = await self._store.daily_set(set_id(visit.community, today - timedelta(days=1)))
        if before is not None and visit.at < before.closes:
            sheet = await self._store.daily_sheet(before, visit.player.id)
            if sheet.begun and not sheet.done:
                return before
        return await self._of_day(visit.community, today, settings, visit.at)

    async def _of_day(self, community: CommunityId, day: date, settings: Chosen, at: datetime) -> DailySet:
        """Return the set of a day, made now if nobody asked for it before."""
        round_id = set_id(community, day)
        async with self._making.setdefault(community, asyncio.Lock()):
            for _ in range(_MOST_TRIES):
                known = await self._store.daily_set(round_id)
                if known is not None:
                    return known
                drawn, topic = await self._drawn(community, settings)
                if drawn is None:
                    raise UsageError("I have no questions to ask here yet, so there is no daily set today.")
                ends = day_ends(day, settings.text("zone"))
                made = DailySet(round_id, community, day, ends, drawn.questions, topic, running=drawn.word)
                with contextlib.suppress(Conflict):  # another process drew for this community meanwhile
                    kept = await self._store.keep_daily(made, drawn.taken, at)
                    self._held.pop(community, None)
                    return kept
        raise Conflict("The daily set is just being made. Please try again.")

    async def _drawn(self, community: CommunityId, settings: Chosen) -> tuple[Drawn | None, str]:
        """Draw a set's questions and say about what; a topic that is gone from the shelf is let go of."""
        place, topic = place_of(community), settings.text("daily_topic")
        wanted = Wanted(settings.number("daily"), seed=0, topic=topic, ceiling=settings.text("ceiling"))
        try:
            if topic:
                with contextlib.suppress(UsageError):
                    about = await self._bags.draw(place, wanted)
                    if about:
                        return about, topic
            return await self._bags.draw(place, replace(wanted, topic="")), ""
        finally:
            self._bags.forget(place)

    async def _finished(self, visit: Visit, day: date | None) -> Sheet | None:
        """Return a member's sheet of the set of a day, or of their latest one, if they have finished it."""
        daily_of_day = await self._store.daily_set(set_id(visit.community, day)) if day else None
        sets = [daily_of_day] if daily_of_day else await self._store.daily_sets_open(visit.community, visit.at)
        for daily in sorted(sets, key=lambda s: s.day, reverse=True):
            sheet = await self._store.daily_sheet(daily, visit.player.id)
            if sheet.begun and sheet.done:
                return sheet
        return None

    # Steps

    async def _go_on(self, daily: DailySet, visit: Visit) -> Told:
        sheet = await self._store.daily_sheet(daily, visit.player.id)
        number = sheet.next
        if number is None:
            return await self._result(sheet, visit)
        await self._store.show_daily(daily, number, visit.player.id, visit.at)
        put = sheet.put(number)
        return QuestionOpen(daily, number, GUESSES - (put.tries if put else 0), past=visit.at >= daily.ends)

    async def _result(self, sheet: Sheet, visit: Visit) -> Result:
        daily, member = sheet.daily, visit.player.id
        settings = await self._settings.chosen(place_of(daily.community))
        today = local_day(visit.at, settings.text("zone"))
        await self._store.finish_daily(daily, member, visit.at)  # a moderator's ruling may have brought the end
        return Result(
            sheet=sheet,
            streak=streak(await self._store.daily_days(daily.community, member), max(today, daily.day)),
            shares=tuple(await self._store.daily_shares(daily, member)),
            following=daily.ends if visit.at < daily.ends else None,
            shared=await self._store.daily_shared(daily, member),
            can_share=not visit.is_direct,
        )

    async def _answered(
        self, event: str, visit: Visit, given: str | None, daily: DailySet, number: int
    ) -> tuple[Told, ...]:
        """Take one answer and tell what it led to; another process may have taken one in between, then look again."""
        choice, verdict = await self._ruled(daily, number, given)
        for _ in range(_MOST_TRIES):
            sheet = await self._store.daily_sheet(daily, visit.player.id)
            put, is_done = sheet.put(number), number in sheet.settled
            if put is None or (visit.at >= daily.closes and not is_done):
                return (Refused(Refusal.PAST if visit.at >= daily.closes else Refusal.NOT_OPEN),)
            before = await self._store.daily_attempts(daily, number, visit.player.id)
            if any(attempt.event == event for attempt in before):
                return ()
            if is_done or number in daily.voided:
                return await self._settled(sheet, number, visit, again=True)
            if verdict is None:
                return (NoSuchOption(len(daily.asked(number).options)),)
            attempt = Attempt(
                round=daily.id,
                number=number,
                player=visit.player,
                event=event,
                given=daily.asked(number).options[choice] if choice is not None else given or "",
                choice=choice,
                ruling=verdict.ruling,
                reason=verdict.reason,
                at=visit.at,
                elapsed=max(0.0, (visit.at - put.first).total_seconds()),
                hints=0,
            )
            tried = _tried(daily, attempt, before)
            try:
                fresh = await self._store.try_daily(tried)
            except Conflict:
                daily = await self._store.daily_set(daily.id) or daily
                continue
            if not fresh:
                return ()
            if not tried.done:
                return (Guessed(daily, number, verdict.ruling, GUESSES - tried.tries - 1),)
            return await self._settled(await self._store.daily_sheet(daily, visit.player.id), number, visit)
        raise Conflict("That was too much at once. Please try again.")

    async def _settled(self, sheet: Sheet, number: int, visit: Visit, *, again: bool = False) -> tuple[Told, ...]:
        """Tell what a settled question came to and, after the last one, how the member did."""
        attempts = await self._store.daily_attempts(sheet.daily, number, visit.player.id)
        last = attempts[-1] if attempts else None
        settled = Settled(
            daily=sheet.daily,
            number=number,
            mark=sheet.marks[number - 1],
            given=last.given if last else "",
            gave_up=last is not None and last.reason == GIVEN_UP,
            again=again,
            more=not sheet.done,
            thanks=await self._names(sheet.daily, number, visit),
        )
        return (settled, await self._result(sheet, visit)) if sheet.done and not again else (settled,)

    async def _names(self, daily: DailySet, number: int, visit: Visit) -> tuple[str, ...]:
        """Return the names of those who proposed the facts behind a question and like to be named."""
        facts = daily.asked(number).facts
        return tuple(await self._thanks.names(visit.place, facts)) if self._thanks else ()

    async def _ruled(self, daily: DailySet, number: int, given: str | None) -> tuple[int | None, Verdict | None]:
        """Return the option taken, if there are options, and the ruling; None if the answer is none of them."""
        asked = daily.asked(number)
        if given is None:
            return None, reject(GIVEN_UP)
        if asked.options:
            choice = chosen(asked, given)
            if choice is None:
                return None, None
            return choice, accept("option") if choice == asked.right_option else reject("option")
        return None, await self._judge.rule(await self._shelves.shelf(daily.community), asked, given)


def _tried(daily: DailySet, attempt: Attempt, before: Sequence[Attempt]) -> Tried:
    """Work out what an answer leads to."""
    mine = (*before, attempt)
    done = is_settled(mine)
    points = points_of_question(rules_of(daily), mine) if done else ()
    return Tried(daily, attempt.event, attempt, len(before), done, points)


def _taken_back(daily: DailySet, earned: Points) -> Outgoing:
    """Return what one who had earned points with a question is told when they look next."""
    member = earned.player.id
    place = kept_for(place_of(daily.community), member)
    return Outgoing(f"{daily.id}:{earned.number}:{member}:void", place, taken_back(daily, earned.number, earned.points))
