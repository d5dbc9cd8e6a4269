"""The round machine: ``step(state, event)`` gives the next state and what to say. Pure; time comes with the events.

lobby ──▶ asking ──▶ revealed ──▶ asking ... ──▶ finished
   ├─────────┼───────────┼──▶ paused ──▶ back
   └─────────┴───────────┴──▶ stopped

Whatever event comes in whatever phase, the answer is a step: at worst one that changes nothing and says why. A round
that is over stays as it is. Deadlines that lie in the past are simply due. Members come and go in ``coming``, a
question's answers are taken in ``answering``, and what makes the modes different is in ``scoring`` and ``teams``.
"""

from datetime import datetime, timedelta

from trivia.rounds.answering import all_done, attempted, pending_with_extra_time
from trivia.rounds.coming import begun, everybody_in, joined, lobby, went, with_player
from trivia.rounds.events import (
    Attempted,
    Begun,
    ClockSet,
    Closed,
    Due,
    Event,
    Extras,
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
from trivia.rounds.hints import hint
from trivia.rounds.model import (
    Asked,
    Ending,
    Live,
    MemberId,
    Mode,
    Phase,
    Player,
    Points,
    Round,
)
from trivia.rounds.notices import (
    HintShown,
    NoHint,
    NoQuestionOpen,
    NotPaused,
    NotPlaying,
    NotYours,
    OnPause,
    Over,
    Paused,
    QuestionPut,
    Revealed,
    SkipVoted,
    TeamsMade,
    TooLate,
    WentOn,
)
from trivia.rounds.scoring import after_question, is_decided, most_after, score_of, scored
from trivia.rounds.step import Step
from trivia.rounds.teams import balanced, sheets, with_extras
from trivia.rounds.timing import LEAST_LEFT, brought_near, closes, paused, reopened, taken_up, time_used
from trivia.values import replace

FORGOTTEN_AFTER = timedelta(minutes=15)
"""A round whose deadline passed longer ago than this while the program was away is closed instead of resumed."""

LATE_AFTER = timedelta(seconds=60)
"""A question whose time ran out longer ago than this, by a clock that was set or a program that slept, is put again."""


def opened(event: Opened) -> Step:
    """Open a round, in its lobby or, where the rules have none, with the first question."""
    state = Round(
        id=event.round,
        place=event.place,
        starter=event.starter,
        rules=event.rules,
        phase=Phase.LOBBY,
        started=event.at,
        deadline=event.at + timedelta(seconds=event.rules.lobby),
        version=1,
    )
    if event.joins:
        state = with_player(state, event.starter, event.extra, event.skill)
    return _put(state, event.question, event.at) if event.rules.lobby == 0 else Step(state, (lobby(state),))


def wants_question(state: Round) -> bool:
    """Say whether the next ``Due`` or ``Begun`` would put a question."""
    return state.phase is Phase.LOBBY or (state.phase is Phase.REVEALED and not _was_last(state))


def is_forgotten(state: Round, now: datetime) -> bool:
    """Say whether the round's deadline passed so long ago that it would be closed rather than resumed."""
    return state.deadline is not None and now - state.deadline > FORGOTTEN_AFTER


def step(state: Round, event: Event) -> Step:
    """Return what the event leads to. The state's version grows by one if anything changed, else it stays."""
    near = state if state.over else brought_near(state, event.at)
    result = _react(near, event)
    if result.state == state:
        return result if result.state is state else replace(result, state=state)
    appends = result.appends and near is state
    return replace(result, state=replace(result.state, version=state.version + 1), appends=appends)


def _react(state: Round, event: Event) -> Step:
    if state.over:
        by_itself = isinstance(event, Due | Voided | Resumed | ClockSet | Closed)
        return Step(state, word=None if by_itself else NoQuestionOpen())
    match event:
        case Joined():
            return joined(state, event)
        case Went():
            left = went(state, event)
            return _reveal(left.state, event.at) if _all_answered(left.state) else left
        case PauseAsked() | ResumeAsked():
            return _pause(state, event) if isinstance(event, PauseAsked) else _take_up(state, event)
        case StopAsked():
            return _stop(state, event)
        case Due() | Voided() | Resumed() | ClockSet() | Closed():
            return _happened(state, event)
        case _:
            return Step(state, word=OnPause(state.starter)) if state.held else _played(state, event)


def _played(state: Round, event: Begun | Attempted | HintAsked | SkipAsked) -> Step:
    """React to what can be done in a round that is not paused."""
    match event:
        case Begun():
            refused = begun(state, event)
            return Step(state, word=refused) if refused else _put(state, event.question, event.at, event.extras)
        case Attempted():
            tried = attempted(state, event)
            if not (tried.attempt and all_done(tried.state)):
                return tried
            return replace(_reveal(tried.state, event.at), attempt=tried.attempt)
        case HintAsked():
            return _hint(state, event)
        case SkipAsked():
            return _skip(state, event)


def _happened(state: Round, event: Due | Voided | Resumed | ClockSet | Closed) -> Step:
    """React to what nobody in the channel did."""
    match event:
        case Due():
            return _due(state, event)
        case Voided():
            return _void(state, event)
        case Resumed():
            return _resume(state, event.at)
        case ClockSet():
            return Step(state)
        case Closed():
            return _end(state, Ending.STOPPED)


# A question


def _put(state: Round, question: Asked | None, at: datetime, extras: Extras = ()) -> Step:
    if question is None:
        return _end(state, Ending.NO_QUESTIONS)
    state = with_extras(state, extras)
    first = state.number == 0 and state.rules.mode is Mode.TEAMS
    ready = balanced(state) if first and state.rules.balanced else state
    number = state.number + 1
    window = state.rules.window(question.stem)
    waiting_for, absent = _waited_for(ready)
    live = Live(question, number, at, waiting_for=waiting_for, absent=absent, limit=window.total_seconds())
    asking = replace(ready, phase=Phase.ASKING, deadline=at + window, number=number, live=live)
    made = (TeamsMade(state.id, state.rules, sheets(asking)),) if first and asking.players else ()
    return Step(asking, (*made, _shown(asking, live, at)), put=question)


def _shown(state: Round, live: Live, at: datetime, *, again: bool = False, resumed: bool = False) -> QuestionPut:
    until = closes(state, live)
    seconds = max(round((until - at).total_seconds()), round(LEAST_LEFT) if resumed else 0)
    return QuestionPut(state.id, state.rules, live.number, live.asked, seconds, until, again, resumed)


def _waited_for(state: Round) -> tuple[frozenset[MemberId], frozenset[MemberId]]:
    """Return whose answers close the next question early, and who of them missed the one before.

    Nobody waits for a member who missed two in a row, until that member answers again; the starter, who may have
    started it for others, is not waited for after one. As long as nobody has joined the starter stands in for those who
    may come, so that the first answer doesn't shut the others out.
    """
    everybody = everybody_in(state) or frozenset({state.starter.id})
    if state.live is None:
        return everybody, frozenset({state.starter.id})
    tried = frozenset(attempt.player.id for attempt in state.live.attempts)
    missed = state.live.waiting_for - tried
    waiting = (state.live.waiting_for | tried) - (missed & state.live.absent)
    return waiting & everybody or everybody, missed & waiting


def _has_a_say(state: Round, player: Player) -> bool:
    """Say whether a member has a part in what those who play decide; as long as nobody plays, everybody has."""
    playing = everybody_in(state)
    return not playing or player.id in playing or player.id == state.starter.id


def _hint(state: Round, event: HintAsked) -> Step:
    live = state.live
    if state.phase is not Phase.ASKING or live is None:
        return Step(state, word=NoQuestionOpen())
    if event.number not in (None, live.number):
        return Step(state, word=TooLate())
    if not _has_a_say(state, event.player):
        return Step(state, word=NotPlaying())
    if not state.rules.hints:
        return Step(state, word=NoHint(switched_off=True))
    next_hint = hint(live.asked, len(live.hints))
    if next_hint is None:
        return Step(state, word=NoHint(switched_off=False))
    shown = (*live.hints, next_hint.text or ",".join(map(str, next_hint.struck)))
    said = HintShown(state.id, state.rules, live.number, next_hint.text, next_hint.struck, most_after(len(shown)))
    return Step(replace(state, live=replace(live, hints=shown)), (said,))


def _skip(state: Round, event: SkipAsked) -> Step:
    live = state.live
    if state.phase is not Phase.ASKING or live is None:
        return Step(state, word=NoQuestionOpen())
    if event.number not in (None, live.number):
        return Step(state, word=TooLate())
    if not (event.moderator or _has_a_say(state, event.player)):
        return Step(state, word=NotPlaying())
    skips = live.skips | {event.player.id}
    needed = len(live.waiting_for | skips) // 2 + 1
    voted = replace(state, live=replace(live, skips=skips))
    if event.moderator or len(skips) >= needed:
        return _reveal(voted, event.at, skipped=True)
    return Step(voted, word=SkipVoted(len(skips), needed))


def _void(state: Round, event: Voided) -> Step:
    live = state.question
    if live is None or event.fact not in live.asked.facts:
        return Step(state)
    void = replace(state, voided=(*state.voided, live.number))
    if is_forgotten(state, event.at):
        return _end(void, Ending.AWAY)
    told = _reveal(void, event.at)
    if state.held is None or told.state.over:
        return told
    still = replace(told.state, phase=Phase.PAUSED, deadline=state.deadline)
    return replace(told, state=replace(still, held=replace(state.held, phase=Phase.REVEALED)))


def _all_answered(state: Round) -> bool:
    """Say whether an open question has answers from all that it waits for, of whom there are some."""
    return state.phase is Phase.ASKING and bool(state.live and state.live.waiting_for) and all_done(state)


def _reveal(state: Round, at: datetime, *, skipped: bool = False) -> Step:
    live = state.live
    if live is None:
        return Step(state)
    voided = live.number in state.voided
    cut = (*state.cut, live.number) if skipped else state.cut
    after, points = _scored(replace(state, cut=cut, held=None), live, voided=voided)
    silent = 0 if live.attempts or skipped or voided else state.silent + 1
    pause = timedelta(seconds=state.rules.pause)
    revealed = replace(after, phase=Phase.REVEALED, silent=silent, deadline=at + pause)
    told = _told(revealed, live, points, skipped=skipped, voided=voided)
    if _was_last(revealed):
        idle = silent >= state.rules.idle_after and live.number < state.rules.count and not _is_decided(revealed)
        over = _end(revealed, Ending.IDLE if idle else Ending.DONE)
        return Step(over.state, (told, *over.say), points=points, closed=live)
    return Step(revealed, (told,), points=points, closed=live)


def _scored(state: Round, live: Live, *, voided: bool = False) -> tuple[Round, tuple[Points, ...]]:
    if voided:
        return state, ()
    cut = live.number in state.cut
    score, points = after_question(state.rules, score_of(state), live.number, live.attempts, state.seats, cut=cut)
    return scored(state, score), points


def _told(state: Round, live: Live, points: tuple[Points, ...], *, skipped: bool, voided: bool) -> Revealed:
    survival = state.rules.mode is Mode.SURVIVAL and not voided
    return Revealed(
        round=state.id,
        rules=state.rules,
        number=live.number,
        asked=live.asked,
        attempts=live.attempts,
        points=points,
        board=state.board,
        skipped=skipped,
        voided=voided,
        teams=state.teams,
        fallen=tuple(line.player for line in state.board if survival and line.last and line.out == live.number),
        spared=survival and not skipped and live.number not in state.costly,
    )


def _was_last(state: Round) -> bool:
    return state.number >= state.rules.count or state.silent >= state.rules.idle_after or _is_decided(state)


def _is_decided(state: Round) -> bool:
    return state.rules.mode is Mode.SURVIVAL and is_decided(state.board)


# Pauses and the end


def _pause(state: Round, event: PauseAsked) -> Step:
    if state.held:
        return Step(state, word=OnPause(state.starter))
    if not (event.moderator or event.player.id == state.starter.id):
        return Step(state, word=NotYours(state.starter))
    held = paused(state, event.player, event.at)
    return Step(held, (Paused(state.id, state.rules, event.player, held.deadline or event.at),))


def _take_up(state: Round, event: ResumeAsked) -> Step:
    if state.held is None:
        return Step(state, word=NotPaused())
    if not (event.moderator or event.player.id == state.starter.id):
        return Step(state, word=NotYours(state.starter))
    back = taken_up(state, event.at)
    left = (back.deadline - event.at).total_seconds() if back.deadline else 0
    on = WentOn(state.id, state.rules, event.player, round(left), back.question is not None)
    return Step(back, (on, _shown(back, back.question, event.at, resumed=True)) if back.question else (on,))


def _stop(state: Round, event: StopAsked) -> Step:
    if event.moderator or event.player.id == state.starter.id:
        return _end(state, Ending.STOPPED, event.player)
    return Step(state, word=NotYours(state.starter))


def _end(state: Round, ending: Ending, by: Player | None = None) -> Step:
    """Close the round. Of a question cut short the points earned so far count, and its answer is told."""
    live = state.question if state.number not in state.voided else None
    points: tuple[Points, ...] = ()
    if live:
        state, points = _scored(replace(state, cut=(*state.cut, live.number)), live)
    phase = Phase.FINISHED if ending is Ending.DONE else Phase.STOPPED
    over = replace(state, phase=phase, ending=ending, deadline=None, live=None, held=None)
    open_question = live.asked if live else None
    said = Over(state.id, state.rules, ending, by, state.number, over.board, open_question, over.teams)
    return Step(over, (said,), points=points, closed=live)


# What time brings


def _due(state: Round, event: Due) -> Step:
    if state.deadline is None or event.at < state.deadline:
        return Step(state)
    if state.held:
        return _end(state, Ending.LEFT_PAUSED)
    if is_forgotten(state, event.at):
        return _end(state, Ending.AWAY)
    if event.unseen:
        return Step(state)  # a question that nobody saw is held against nobody
    live = state.live
    if state.phase is not Phase.ASKING or live is None:
        return _put(state, event.question, event.at, event.extras)
    if (event.overdue or event.at - state.deadline > LATE_AFTER) and not live.again:
        return _put_again(state, live, event.at)
    waiting = () if live.extended else pending_with_extra_time(state)
    longer = closes(state, live, waiting)
    if longer <= event.at:
        return _reveal(state, event.at)
    return Step(replace(state, deadline=longer, live=replace(live, extended=True)))


def _resume(state: Round, at: datetime) -> Step:
    """Go on after a restart: unseen by all if nothing was missed, else with the open question put once more."""
    if state.deadline is None or at <= state.deadline or state.held:
        return Step(state)
    if is_forgotten(state, at):
        return _end(state, Ending.AWAY)
    live = state.live
    if state.phase is not Phase.ASKING or live is None:
        return Step(state)
    return _put_again(state, live, at)


def _put_again(state: Round, live: Live, at: datetime) -> Step:
    """Put the open question once more, with all its time; who answered already has answered."""
    window = state.rules.window(live.asked.stem).total_seconds()
    back = reopened(state, replace(live, limit=window, again=True), at, time_used(live), window)
    return Step(back, (_shown(back, back.live or live, at, again=True),))
