"""Rounds in the world: each step is stored whole before anything of it is shown.

The service holds nothing that the store doesn't: kill it at any instant, make a new one, call ``resume``, and every
round goes on. Times are given by the caller; ``tick`` carries out what has come due.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from random import Random
from weakref import WeakValueDictionary

from trivia.errors import ChannelGone, Conflict, StoreError, UsageError
from trivia.facts.model import CommunityId, FactId, Shelf
from trivia.judging.verdict import Verdict, accept, prompt, reject
from trivia.replies.drawing import with_word
from trivia.rounds import machine
from trivia.rounds.bag import Drawn
from trivia.rounds.committing import commit_of, wanted
from trivia.rounds.deadlines import Deadlines
from trivia.rounds.drawing import Bags
from trivia.rounds.events import (
    Attempted,
    Begun,
    ClockSet,
    Closed,
    Due,
    Event,
    HintAsked,
    Joined,
    Opened,
    PauseAsked,
    ResumeAsked,
    Resumed,
    SkipAsked,
    StopAsked,
    Voided,
    Went,
)
from trivia.rounds.following import Following
from trivia.rounds.model import Asked, Live, MemberId, Phase, Place, Player, Round, RoundId, Rules
from trivia.rounds.notices import AlreadyOn, NoRound, Word
from trivia.rounds.options import chosen
from trivia.rounds.ports import (
    Commit,
    Elsewhere,
    Judge,
    Messenger,
    Outgoing,
    QuestionSource,
    RoundStore,
    Shelves,
)
from trivia.rounds.scheduled import Claim
from trivia.rounds.seating import Known, as_set, extras_of, known_of
from trivia.rounds.step import Step
from trivia.rounds.teams import seat_of
from trivia.rounds.thanking import Thanks, thanked
from trivia.rounds.timetable import Timetable
from trivia.rounds.voice import Voice
from trivia.rounds.withholding import live_questions
from trivia.settings import SettingStore
from trivia.values import Value, replace

_log = logging.getLogger(__name__)
_MOST_TRIES = 100
"""Whenever a step is refused another process has taken one: that ends, though with many answers at once not soon."""
_AT_ONCE = 100
_REST = timedelta(seconds=30)
_BREATH = timedelta(seconds=0.1)
"""``tick`` isn't needed sooner for a channel that can't be reached."""
_SET_BACK = timedelta(seconds=5)
"""A clock that shows so much less than at the last tick was set back."""
_PATIENCE = 0.05
"""Seconds that ``tick`` waits for messages to be out; a slow channel holds up no other's deadlines."""


class Rounds:
    """All rounds of the channels on the platforms that this process serves.

    What was last stored of each open round is at hand in memory. A step from a state that another process has moved on
    is refused by the store and taken again from the stored one; so is one that would come to nothing.
    """

    def __init__(
        self,
        *,
        store: RoundStore,
        messenger: Messenger,
        questions: QuestionSource,
        judge: Judge,
        shelves: Shelves,
        chance: Random,
        platforms: Collection[str],
        timetable: Timetable | None = None,
        elsewhere: Elsewhere | None = None,
        settings: SettingStore | None = None,
        thanks: Thanks | None = None,
        following: Following | None = None,
    ) -> None:
        self._store = store
        self._questions = questions
        self._judge = judge
        self._shelves = shelves
        self._chance = chance
        self._platforms = frozenset(platforms)
        self._timetable = timetable
        self._elsewhere = elsewhere
        self._settings = settings
        self._thanks = thanks
        self._following = following
        self._ticked: datetime | None = None
        self._steps: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()
        self._voice = Voice(store, messenger)
        self._open: dict[Place, Round] = {}
        self._deadlines = Deadlines()
        self._moving: set[Place] = set()  # what is due there is being carried out
        self._judged_by: dict[RoundId, tuple[int, Shelf, tuple[str, ...] | None]] = {}
        self._sending: set[asyncio.Task[None]] = set()  # keeps them from being forgotten while they run
        self._bags = Bags(store, questions, shelves, chance)
        self._drawn: dict[Place, Drawn] = {}  # for the step that is being taken there
        self._preparing: set[asyncio.Task[None]] = set()  # keeps them from being forgotten while they run
        self._resting: dict[Place, datetime] = {}
        self._overdue: set[Place] = set()  # what is due there waits until the channel can be reached

    # What members do

    async def start(
        self, event: str, place: Place, starter: Player, rules: Rules, at: datetime, *, claim: Claim | None = None
    ) -> Word | None:
        """Open a round; raise UsageError if its topic is unknown.

        With the claim of a schedule's time the round opens only if that time was not taken before.
        """
        async with _lock(self._steps, place):
            rules = await as_set(self._settings, place, rules)
            known = await known_of(self._settings, self._store, place, rules, starter.id)
            for _ in range(_MOST_TRIES):
                running = await self._store.open_round(place)
                if running:
                    return AlreadyOn(running.starter)
                round_id = RoundId(f"{self._chance.getrandbits(64):016x}")
                first = await self._draw(place, rules, 0, at)
                step = machine.opened(Opened(round_id, place, starter, rules, at, first, joins=claim is None, **known))
                commit = replace(self._commit(step, event, at), claim=claim)
                try:
                    fresh = await self._store.store_step(commit)
                except Conflict:
                    continue
                if fresh:
                    self._remember(commit)
                break
            else:
                raise Conflict("The channel is too busy right now. Please try again.")
        await self._flush(place, at)
        return step.word

    async def check(self, place: Place, rules: Rules) -> None:
        """Raise UsageError if there is nothing to ask by these rules."""
        await self._bags.draw(place, wanted(rules))

    async def join(self, event: str, place: Place, player: Player, at: datetime, *, team: int = 0) -> Word | None:
        """Take a member in, into the team of this number or into any."""

        async def joined(state: Round) -> Event:
            known = await known_of(self._settings, self._store, place, state.rules, player.id)
            return Joined(player, at, team, **known)

        return await self._act(place, event, at, joined)

    async def leave(self, event: str, place: Place, player: Player, at: datetime) -> Word | None:
        """Let a member go."""
        return await self._act(place, event, at, lambda _: _ready(Went(player, at)))

    async def begin(self, event: str, place: Place, player: Player, at: datetime, *, moderator: bool) -> Word | None:
        """End the lobby."""

        async def begun(state: Round) -> Event:
            return Begun(player, moderator, at, await self._next(state, at), await extras_of(self._settings, state))

        return await self._act(place, event, at, begun)

    async def answer(
        self,
        event: str,
        place: Place,
        player: Player,
        given: str,
        at: datetime,
        *,
        round_id: RoundId | None = None,
        number: int | None = None,
    ) -> Word | None:
        """Take an answer, to the open question or to the one named by round and number."""

        async def attempted(state: Round) -> Event:
            stale = round_id not in (None, state.id)
            choice, verdict = await self._ruled(state, given)
            meant = 0 if stale else number
            said = state.live.asked.options[choice] if state.live and choice is not None else given
            new = seat_of(state, player.id) is None
            known = await known_of(self._settings, self._store, place, state.rules, player.id) if new else Known()
            return Attempted(player, at, event, meant, said, choice, verdict.ruling, verdict.reason, **known)

        return await self._act(place, event, at, attempted)

    async def hint(
        self, event: str, place: Place, player: Player, at: datetime, *, meant: tuple[RoundId, int] | None = None
    ) -> Word | None:
        """Give a hint to all, to the open question or to the one meant, named by round and number."""
        return await self._act(place, event, at, lambda now: _ready(HintAsked(player, at, _number(now, meant))))

    async def skip(
        self,
        event: str,
        place: Place,
        player: Player,
        at: datetime,
        *,
        moderator: bool,
        meant: tuple[RoundId, int] | None = None,
    ) -> Word | None:
        """Vote to skip the open question, or the one meant."""
        return await self._act(
            place, event, at, lambda now: _ready(SkipAsked(player, moderator, at, _number(now, meant)))
        )

    async def stop(self, event: str, place: Place, player: Player, at: datetime, *, moderator: bool) -> Word | None:
        """End the round."""
        return await self._act(place, event, at, lambda _: _ready(StopAsked(player, moderator, at)))

    async def pause(self, event: str, place: Place, player: Player, at: datetime, *, moderator: bool) -> Word | None:
        """Let the round rest."""
        return await self._act(place, event, at, lambda _: _ready(PauseAsked(player, moderator, at)))

    async def go_on(self, event: str, place: Place, player: Player, at: datetime, *, moderator: bool) -> Word | None:
        """Take a paused round up again."""
        return await self._act(place, event, at, lambda _: _ready(ResumeAsked(player, moderator, at)))

    async def void(self, community: CommunityId, fact: FactId, at: datetime) -> None:
        """Ask no more from a fact that was retired, and close open questions that rest on it, for nobody's points."""
        for state in await self._store.open_rounds_of(community):
            self._bags.forget(state.place)
            if state.live and fact in state.live.asked.facts:
                await self._act(state.place, "", at, lambda _: _ready(Voided(fact, at)))
        if self._elsewhere:
            await self._elsewhere.void(community, fact, at)

    def look_again(self, community: CommunityId) -> None:
        """Judge by what a community tells now: a name that was given while a question is open counts at once."""
        self._judged_by = {id_: known for id_, known in self._judged_by.items() if known[1].community != community}

    # What time brings

    def soonest(self) -> datetime | None:
        """Return when ``move`` is needed next; what another process stored is not known here, but to ``tick``."""
        return self._deadlines.soonest()

    async def move(self, now: datetime) -> None:
        """Carry out what has come due in the rounds at hand. It may be called again while it is going on."""
        due = self._deadlines.due(now)
        self._moving.update(due)
        sending: list[asyncio.Task[None]] = []
        try:
            await asyncio.gather(*(self._moved_on(place, now, sending) for place in due))
        finally:
            self._moving.difference_update(due)
        await _all_but_the_slow(sending)

    async def tick(self, now: datetime) -> None:
        """Carry out all that has come due, and send again what could not be sent."""
        if self._ticked and now < self._ticked - _SET_BACK:
            for state in await self._store.open_rounds(self._platforms):
                await self._act(state.place, "", now, lambda _: _ready(ClockSet(now)))
        self._ticked = now
        if self._following:
            await self._following.tick(now, self)
        sending = [self._telling(place, now) for place in self._voice.waiting(now)]
        tired = {place for place, until in self._resting.items() if now < until <= now + _REST}
        self._deadlines.due(now)  # the store says all that is due
        while due := [place for place in await self._due_places(now) if place not in tired | self._moving]:
            moved = await asyncio.gather(*(self._moved_on(place, now, sending) for place in due))
            tired |= set().union(*moved)
        await _all_but_the_slow(sending)
        if self._timetable:
            await self._timetable.tick(now, self)

    async def resume(self, now: datetime) -> None:
        """Go on with what an earlier process left: unsent messages first, then the open rounds."""
        for place in await self._store.unsent_places(self._platforms):
            await self._flush(place, now)
        if self._following:
            await self._following.tick(now, self)
        for state in await self._store.open_rounds(self._platforms):
            self._deadlines.put(state.place, state.deadline)
            await self._act(state.place, "", now, lambda _: _ready(Resumed(now)))

    async def close(self, place: Place, now: datetime) -> None:
        """End the channel's round, if it has one, because the channel goes away."""
        await self._act(place, "", now, lambda _: _ready(Closed(now)))

    async def topics(self, community: CommunityId) -> tuple[str, ...]:
        """Return what a community can be asked about."""
        return tuple(await self._questions.topics(await self._shelves.shelf(community)))

    async def next_deadline(self) -> datetime | None:
        """Return when ``tick`` is needed next for a round at hand or for a schedule."""
        planned = await self._timetable.next_due() if self._timetable else None
        unseen = self._ticked + _BREATH if self._ticked and self._overdue else None
        return min(filter(None, (self.soonest(), unseen, planned)), default=None)

    # What is on

    async def current(self, place: Place) -> Round | None:
        """Return the channel's open round."""
        return await self._store.open_round(place)

    async def live_questions(
        self, community: CommunityId, now: datetime, member: MemberId | None = None
    ) -> tuple[Asked, ...]:
        """Return the questions open in a community; lookups, by this member if one is named, must not tell them."""
        here = await live_questions(self._store, community, now)
        return (*here, *(await self._elsewhere.live(community, member, now) if self._elsewhere else ()))

    # Steps

    async def _act(
        self, place: Place, event: str, at: datetime, happened: Callable[[Round], Awaitable[Event]]
    ) -> Word | None:
        taken = await self._locked_step(place, event, at, happened)
        if isinstance(taken, NoRound):
            return taken
        if taken.outgoing:
            await self._flush(place, at, taken.outgoing)
        return taken.word

    async def _locked_step(
        self, place: Place, event: str, at: datetime, happened: Callable[[Round], Awaitable[Event]]
    ) -> "_Taken | NoRound":
        async with _lock(self._steps, place):
            return await self._stepped(place, event, at, happened)

    async def _stepped(
        self, place: Place, event: str, at: datetime, happened: Callable[[Round], Awaitable[Event]]
    ) -> "_Taken | NoRound":
        """Take one step and store it; another process may have stepped in between, then look again."""
        for _ in range(_MOST_TRIES):
            remembered = self._open.pop(place, None)
            state = remembered or await self._store.open_round(place)
            if state is None:
                return NoRound()
            step = machine.step(state, await happened(state))
            if step.state is state:
                if remembered:
                    continue
                return _Taken() if event and await self._store.seen(event) else _Taken(step.word)
            commit = await thanked(self._commit(step, event, at), state, self._thanks)
            try:
                fresh = await self._store.store_step(commit)
            except Conflict:
                continue
            if fresh:
                self._remember(commit)
            return _Taken(step.word, commit.outgoing) if fresh else _Taken()
        raise Conflict("The round is too busy right now. Please try again.")

    def _remember(self, commit: Commit) -> None:
        """Have at hand what was stored."""
        state, place = commit.round, commit.round.place
        self._deadlines.put(place, state.deadline)
        if state.over:
            self._judged_by.pop(state.id, None)
            self._overdue.discard(place)
            self._bags.forget(place)
            return
        self._open[place] = state
        if commit.taken:
            self._bags.stored(commit.taken)
            if state.number < state.rules.count:
                self._prepare(place, state.rules)

    async def _due_places(self, now: datetime) -> Sequence[Place]:
        apart = len(self._resting) + len(self._overdue) + len(self._moving)
        return await self._store.places_due(self._platforms, now, _AT_ONCE + apart)

    async def _moved_on(self, place: Place, now: datetime, sending: "list[asyncio.Task[None]]") -> set[Place]:
        """Carry out what is due in one channel and begin to say so; return the channel if it failed, for it to rest."""
        try:
            taken = await self._locked_step(place, "", now, lambda current: self._due(current, now))
        except StoreError:
            raise
        except Exception:  # noqa: BLE001 -- whatever is wrong with one round, the others go on
            _log.exception("the round in %s could not go on; it will be tried again", place.channel)
            self._resting[place] = now + _REST
            return {place}
        self._resting.pop(place, None)
        if isinstance(taken, _Taken) and taken.outgoing:
            sending.append(self._telling(place, now, taken.outgoing))
        if place in self._overdue and place in self._voice.unseen():
            return {place}
        self._overdue.discard(place)
        return set()

    def _telling(self, place: Place, now: datetime, fresh: Sequence[Outgoing] = ()) -> asyncio.Task[None]:
        """Begin to say what a channel has not seen; a channel that is slow to hear it keeps no other waiting."""
        telling = asyncio.create_task(self._flush(place, now, fresh))
        self._sending.add(telling)
        telling.add_done_callback(self._sending.discard)
        return telling

    async def _due(self, state: Round, now: datetime) -> Event:
        if state.deadline is None or now < state.deadline:
            return Due(now, None)  # somebody was earlier
        if state.place in self._voice.unseen():
            self._overdue.add(state.place)
            return Due(now, None, unseen=True)
        extras = await extras_of(self._settings, state) if machine.wants_question(state) else ()
        return Due(now, await self._next(state, now), overdue=state.place in self._overdue, extras=extras)

    async def _next(self, state: Round, at: datetime) -> Asked | None:
        if not machine.wants_question(state):
            return None
        try:
            return await self._draw(state.place, state.rules, state.number, at)
        except UsageError:
            return None  # its topic is gone from the shelf meanwhile

    async def _draw(self, place: Place, rules: Rules, in_round: int, at: datetime) -> Asked | None:
        self._drawn.pop(place, None)
        avoid = await self._elsewhere.held(place.community, at) if self._elsewhere else frozenset()
        drawn = await self._bags.draw(place, replace(wanted(rules), avoid=avoid), in_round=in_round)
        if drawn is None:
            return None
        self._drawn[place] = drawn
        return drawn.questions[0]

    def _commit(self, step: Step, event: str, at: datetime) -> Commit:
        """Return what a step changes, with the draw of the question that it puts."""
        commit = commit_of(step, event, at)
        state, drawn = step.state, self._drawn.pop(step.state.place, None)
        if drawn is None or commit.asked is not drawn.questions[0]:
            return commit
        self._judged_by[state.id] = (state.number, drawn.shelf, drawn.names[0])
        outgoing = commit.outgoing
        if drawn.word:
            *before, question = outgoing
            outgoing = (*before, replace(question, reply=with_word(question.reply, drawn.word, state.rules)))
        return replace(commit, taken=drawn.taken, outgoing=outgoing)

    def _prepare(self, place: Place, rules: Rules) -> None:
        """Have questions made while the members think about this one."""
        sort = wanted(rules)
        if self._bags.needs(place, sort):
            making = asyncio.create_task(self._bags.prepare(place, sort))
            self._preparing.add(making)
            making.add_done_callback(self._preparing.discard)

    async def _ruled(self, state: Round, given: str) -> tuple[int | None, Verdict]:
        live = state.live
        if live is None or state.phase is not Phase.ASKING:
            return None, reject("closed")
        if live.asked.options:
            choice = chosen(live.asked, given)
            if choice is None:
                return None, prompt("no option")
            return choice, accept("option") if choice == live.asked.right_option else reject("option")
        shelf, names = await self._known_for(state, live)
        return None, await self._judge.rule(shelf, live.asked, given, names)

    async def _known_for(self, state: Round, live: Live) -> tuple[Shelf, tuple[str, ...] | None]:
        """Return what an open question is judged by: the shelf that it was drawn from, and the names of its key then.

        Of a question that another process drew, or before something was told, the shelf is read for its first answer,
        and the names are for each.
        """
        number, shelf, names = self._judged_by.get(state.id, (0, None, None))
        if shelf is None or number != live.number:
            shelf, names = await self._shelves.shelf(state.place.community), None
            self._judged_by[state.id] = (live.number, shelf, names)
        return shelf, names

    # Messages

    async def deliver(self, place: Place, now: datetime) -> None:
        """Send what was kept for a channel and not sent yet."""
        await self._flush(place, now)

    async def _flush(self, place: Place, now: datetime, fresh: Sequence[Outgoing] = ()) -> None:
        """Send what the channel has not seen, in order; what fails stays for the next tick.

        ``fresh`` are the messages just stored, which are all there is unless earlier ones could not be sent.
        """
        try:
            await self._voice.say(place, now, fresh)
        except ChannelGone:
            _log.warning("the channel %s is gone", place.channel)
            await self._leave(place, now)

    async def _leave(self, place: Place, now: datetime) -> None:
        """End what is on in a channel that is gone, without a word there, and pause its schedules."""
        async with _lock(self._steps, place):
            await self._stepped(place, "", now, lambda _: _ready(Closed(now)))
        await self._voice.forget(place, now)
        for maker in await self._timetable.left(place) if self._timetable else ():
            await self._flush(maker, now)


class _Taken(Value):
    """A step that was stored, or came to nothing: the word for who acted, and the messages for the channel."""

    word: Word | None = None
    outgoing: tuple[Outgoing, ...] = ()


async def _all_but_the_slow(sending: "Sequence[asyncio.Task[None]]") -> None:
    """Wait for messages to be out, though not long; raise what went wrong beyond a platform's refusal."""
    if sending:
        done, _ = await asyncio.wait(sending, timeout=_PATIENCE)
        for telling in done:
            telling.result()


def _lock(locks: WeakValueDictionary[Place, asyncio.Lock], place: Place) -> asyncio.Lock:
    return locks.setdefault(place, asyncio.Lock())


def _number(state: Round, meant: tuple[RoundId, int] | None) -> int | None:
    """Return which of a round's questions is meant: 0 if it is one of another round, None if none is named."""
    if meant is None:
        return None
    return meant[1] if meant[0] == state.id else 0


async def _ready(event: Event) -> Event:
    return event
