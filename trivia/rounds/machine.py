"""The round machine: ``step(state, event)`` gives the next state and what to say. Pure; time comes with the events.

lobby ──▶ asking ──▶ revealed ──▶ asking ... ──▶ finished
   └─────────┴───────────┴──▶ stopped

Whatever event comes in whatever phase, the answer is a step: at worst one that changes nothing and says why. A round
that is over stays as it is. Deadlines that lie in the past are simply due.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from trivia.judging.verdict import Ruling
from trivia.rounds.events import (
    Attempted,
    Begun,
    Closed,
    Due,
    Event,
    HintAsked,
    Joined,
    Opened,
    Resumed,
    SkipAsked,
    StopAsked,
    Voided,
)
from trivia.rounds.hints import hint
from trivia.rounds.model import (
    Asked,
    Attempt,
    Ending,
    Live,
    MemberId,
    Phase,
    Player,
    Points,
    Round,
)
from trivia.rounds.notices import (
    ChoiceTaken,
    GuessRuled,
    HadItAlready,
    HintShown,
    IsIn,
    LobbyOpen,
    NoGuessesLeft,
    NoHint,
    NoQuestionOpen,
    NotAnOption,
    Notice,
    NotYours,
    Over,
    QuestionPut,
    Revealed,
    SkipVoted,
    TooLate,
    Word,
)
from trivia.rounds.scoring import added, most_after, points_of_question, with_players

FORGOTTEN_AFTER = timedelta(minutes=15)
"""A round whose deadline passed longer ago than this while the program was away is closed instead of resumed."""


@dataclass(frozen=True, slots=True)
class Step:
    """What an event led to. ``say`` goes to the channel in this order, ``word`` to the one who acted.

    ``attempt`` is to be stored, ``points`` are those of the question that this step closed, ``put`` is the question
    that it opened. ``updates_lobby`` says that the first of ``say`` takes the place of the lobby's message.
    """

    state: Round
    say: tuple[Notice, ...] = ()
    word: Word | None = None
    attempt: Attempt | None = None
    points: tuple[Points, ...] = ()
    put: Asked | None = None
    updates_lobby: bool = False


def opened(event: Opened) -> Step:
    """Open a round, in its lobby or, where the rules have none, with the first question."""
    players = (event.starter,) if event.joins else ()
    state = Round(
        id=event.round,
        place=event.place,
        starter=event.starter,
        rules=event.rules,
        phase=Phase.LOBBY,
        started=event.at,
        deadline=event.at + timedelta(seconds=event.rules.lobby),
        version=1,
        players=players,
        board=with_players((), players),
    )
    return _put(state, event.question, event.at) if event.rules.lobby == 0 else Step(state, (_lobby(state),))


def wants_question(state: Round) -> bool:
    """Say whether the next ``Due`` or ``Begun`` would put a question."""
    return state.phase is Phase.LOBBY or (state.phase is Phase.REVEALED and not _was_last(state))


def is_forgotten(state: Round, now: datetime) -> bool:
    """Say whether the round's deadline passed so long ago that it would be closed rather than resumed."""
    return state.deadline is not None and now - state.deadline > FORGOTTEN_AFTER


def step(state: Round, event: Event) -> Step:
    """Return what the event leads to. The state's version grows by one if anything changed, else it stays."""
    result = _react(state, event)
    if result.state == state:
        return result
    return replace(result, state=replace(result.state, version=state.version + 1))


def _react(state: Round, event: Event) -> Step:
    if state.over:
        return Step(state, word=None if isinstance(event, Due | Voided | Resumed | Closed) else NoQuestionOpen())
    match event:
        case Joined():
            return _join(state, event.player)
        case Begun():
            return _begin(state, event)
        case Attempted():
            return _attempt(state, event)
        case HintAsked():
            return _hint(state)
        case SkipAsked():
            return _skip(state, event)
        case StopAsked():
            return _stop(state, event)
        case Due():
            return _due(state, event)
        case Voided():
            return _void(state, event)
        case Resumed():
            return _resume(state, event.at)
        case Closed():
            return _end(state, Ending.STOPPED)


# Before the first question


def _lobby(state: Round) -> LobbyOpen:
    return LobbyOpen(state.id, state.rules, state.starter, state.players, state.deadline or state.started)


def _join(state: Round, player: Player) -> Step:
    if any(known.id == player.id for known in state.players):
        return Step(state, word=IsIn(already=True))
    joined = _with_player(state, player)
    in_lobby = state.phase is Phase.LOBBY
    return Step(joined, (_lobby(joined),) if in_lobby else (), IsIn(already=False), updates_lobby=in_lobby)


def _with_player(state: Round, player: Player) -> Round:
    if any(known.id == player.id for known in state.players):
        return state
    live = state.live and replace(state.live, waiting_for=state.live.waiting_for | {player.id})
    return replace(state, players=(*state.players, player), live=live, board=with_players(state.board, (player,)))


def _begin(state: Round, event: Begun) -> Step:
    if state.phase is not Phase.LOBBY:
        return Step(state, word=IsIn(already=True))
    if not (event.moderator or event.player.id == state.starter.id):
        return Step(state, word=NotYours(state.starter))
    return _put(state, event.question, event.at)


# A question


def _put(state: Round, question: Asked | None, at: datetime) -> Step:
    if question is None:
        return _end(state, Ending.NO_QUESTIONS)
    number = state.number + 1
    window = state.rules.window(question.stem)
    until = at + window
    waiting_for, absent = _waited_for(state)
    live = Live(question, number, at, waiting_for=waiting_for, absent=absent)
    asking = replace(state, phase=Phase.ASKING, deadline=until, number=number, live=live)
    said = QuestionPut(state.id, state.rules, number, question, round(window.total_seconds()), until)
    return Step(asking, (said,), put=question)


def _waited_for(state: Round) -> tuple[frozenset[MemberId], frozenset[MemberId]]:
    """Return whose answers close the next question early, and who of them missed the one before.

    Nobody waits for a member who missed two in a row, until that member answers again; the starter, who may have
    started it for others, is not waited for after one. As long as nobody has joined the starter stands in for those who
    may come, so that the first answer doesn't shut the others out.
    """
    everybody = frozenset(player.id for player in state.players or (state.starter,))
    if state.live is None:
        return everybody, frozenset({state.starter.id})
    tried = frozenset(attempt.player.id for attempt in state.live.attempts)
    missed = state.live.waiting_for - tried
    waiting = (state.live.waiting_for | tried) - (missed & state.live.absent)
    return waiting or everybody, missed & waiting


def _attempt(state: Round, event: Attempted) -> Step:
    live = state.live
    refused = _refusal(state, event)
    if refused is not None or live is None:
        return Step(state, word=refused or NoQuestionOpen())
    attempt = Attempt(
        round=state.id,
        number=live.number,
        player=event.player,
        event=event.event,
        given=event.given,
        choice=event.choice,
        ruling=event.ruling,
        reason=event.reason,
        at=event.at,
        elapsed=max(0.0, (event.at - live.at).total_seconds()),
        hints=len(live.hints),
    )
    joined = _with_player(state, event.player)
    tried = replace(joined, live=replace(joined.live or live, attempts=(*live.attempts, attempt)))
    if _all_done(tried):
        return replace(_reveal(tried, event.at), attempt=attempt)
    return Step(_hurried(tried, attempt), word=_word_on(tried, attempt), attempt=attempt)


def _refusal(state: Round, event: Attempted) -> Word | None:
    """Say why an answer doesn't count, or None if it does."""
    live = state.live
    if state.phase is not Phase.ASKING or live is None:
        return NoQuestionOpen() if event.number is None and state.phase is Phase.LOBBY else TooLate()
    late = state.deadline is not None and event.at > state.deadline
    if late or event.number not in (None, live.number):
        return TooLate()
    mine = [attempt for attempt in live.attempts if attempt.player.id == event.player.id]
    if live.asked.options:
        if mine:
            return ChoiceTaken(mine[0].given, mine[0].choice or 0, kept=True)
        return NotAnOption(len(live.asked.options)) if event.choice is None else None
    if any(attempt.ruling is Ruling.ACCEPT for attempt in mine):
        return HadItAlready()
    return NoGuessesLeft(state.rules.guesses) if len(mine) >= state.rules.guesses else None


def _word_on(state: Round, attempt: Attempt) -> Word:
    if attempt.choice is not None:
        return ChoiceTaken(attempt.given, attempt.choice, kept=False)
    mine = sum(1 for tried in state.live.attempts if tried.player.id == attempt.player.id) if state.live else 0
    return GuessRuled(attempt.ruling, attempt.reason, max(0, state.rules.guesses - mine))


def _all_done(state: Round) -> bool:
    live = state.live
    return live is not None and all(_is_done(state, member) for member in live.waiting_for)


def _is_done(state: Round, member: str) -> bool:
    live = state.live
    mine = [attempt for attempt in live.attempts if attempt.player.id == member] if live else []
    if live is not None and live.asked.options:
        return bool(mine)
    return len(mine) >= state.rules.guesses or any(attempt.ruling is Ruling.ACCEPT for attempt in mine)


def _hurried(state: Round, attempt: Attempt) -> Round:
    """After the first right typed answer, which all can read, only those within the grace window still count."""
    if attempt.choice is not None or attempt.ruling is not Ruling.ACCEPT or state.deadline is None:
        return state
    return replace(state, deadline=min(state.deadline, attempt.at + timedelta(seconds=state.rules.grace)))


def _hint(state: Round) -> Step:
    live = state.live
    if state.phase is not Phase.ASKING or live is None:
        return Step(state, word=NoQuestionOpen())
    if not state.rules.hints:
        return Step(state, word=NoHint(switched_off=True))
    next_hint = hint(live.asked, len(live.hints))
    if next_hint is None:
        return Step(state, word=NoHint(switched_off=False))
    shown = (*live.hints, next_hint.text or ",".join(map(str, next_hint.struck)))
    said = HintShown(state.id, live.number, next_hint.text, next_hint.struck, most_after(len(shown)))
    return Step(replace(state, live=replace(live, hints=shown)), (said,))


def _skip(state: Round, event: SkipAsked) -> Step:
    live = state.live
    if state.phase is not Phase.ASKING or live is None:
        return Step(state, word=NoQuestionOpen())
    skips = live.skips | {event.player.id}
    needed = max(1, len(live.waiting_for) // 2 + 1)
    voted = replace(state, live=replace(live, skips=skips))
    if event.moderator or len(skips) >= needed:
        return _reveal(voted, event.at, skipped=True)
    return Step(voted, word=SkipVoted(len(skips), needed))


def _void(state: Round, event: Voided) -> Step:
    live = state.live
    if state.phase is not Phase.ASKING or live is None or event.fact not in live.asked.facts:
        return Step(state)
    return _reveal(replace(state, voided=(*state.voided, live.number)), event.at)


def _reveal(state: Round, at: datetime, *, skipped: bool = False) -> Step:
    live = state.live
    if live is None:
        return Step(state)
    voided = live.number in state.voided
    points = () if voided else points_of_question(live.attempts, state.rules.grace)
    board = added(state.board, points)
    silent = 0 if live.attempts or skipped or voided else state.silent + 1
    revealed = replace(
        state,
        phase=Phase.REVEALED,
        board=board,
        silent=silent,
        deadline=at + timedelta(seconds=state.rules.pause),
    )
    told = Revealed(state.id, state.rules, live.number, live.asked, live.attempts, points, board, skipped, voided)
    if _was_last(revealed):
        over = _end(revealed, Ending.DONE if live.number >= state.rules.count else Ending.IDLE)
        return Step(over.state, (told, *over.say), points=points)
    return Step(revealed, (told,), points=points)


def _was_last(state: Round) -> bool:
    return state.number >= state.rules.count or state.silent >= state.rules.idle_after


# The end, and what time brings


def _stop(state: Round, event: StopAsked) -> Step:
    if event.moderator or event.player.id == state.starter.id:
        return _end(state, Ending.STOPPED, event.player)
    return Step(state, word=NotYours(state.starter))


def _end(state: Round, ending: Ending, by: Player | None = None) -> Step:
    """Close the round. Of a question cut short the points earned so far count, and its answer is told."""
    live = state.live if state.phase is Phase.ASKING else None
    points = points_of_question(live.attempts, state.rules.grace) if live else ()
    board = added(state.board, points) if live else state.board
    phase = Phase.FINISHED if ending is Ending.DONE else Phase.STOPPED
    over = replace(state, phase=phase, ending=ending, deadline=None, live=None, board=board)
    said = Over(state.id, state.rules, ending, by, state.number, board, live.asked if live else None)
    return Step(over, (said,), points=points)


def _due(state: Round, event: Due) -> Step:
    if state.deadline is None or event.at < state.deadline:
        return Step(state)
    if state.phase is Phase.ASKING:
        return _reveal(state, event.at)
    return _put(state, event.question, event.at)


def _resume(state: Round, at: datetime) -> Step:
    """Go on after a restart: unseen by all if nothing was missed, else with the open question put once more."""
    if state.deadline is None or at <= state.deadline:
        return Step(state)
    if is_forgotten(state, at):
        return _end(state, Ending.AWAY)
    live = state.live
    if state.phase is not Phase.ASKING or live is None:
        return Step(state)
    window = state.rules.window(live.asked.stem)
    until = at + window
    seconds = round(window.total_seconds())
    said = QuestionPut(state.id, state.rules, live.number, live.asked, seconds, until, again=True)
    return Step(replace(state, deadline=until), (said,))
