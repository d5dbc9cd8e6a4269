"""Answers to the open question: which count, what is said of them, and when all have answered. All pure."""

from collections import Counter

from trivia.judging.verdict import Ruling
from trivia.rounds.coming import with_player
from trivia.rounds.events import Attempted
from trivia.rounds.model import Attempt, Live, MemberId, Mode, Phase, Round
from trivia.rounds.notices import (
    AnswerIn,
    ChoiceTaken,
    GuessRuled,
    HadItAlready,
    NoGuessesLeft,
    NoQuestionOpen,
    NotAnOption,
    TooLate,
    Word,
)
from trivia.rounds.step import Step
from trivia.rounds.timing import closes, elapsed, factor, is_late, limit
from trivia.values import replace


def attempted(state: Round, event: Attempted) -> Step:
    """Take an answer, or say why it doesn't count. Whether the question closes by it is for the machine to say."""
    live = state.live
    if state.phase is not Phase.ASKING or live is None:
        in_lobby = event.number is None and state.phase is Phase.LOBBY
        return Step(state, word=NoQuestionOpen() if in_lobby else TooLate())
    come = with_player(state, event.player, event.extra, event.skill)
    refused = _refusal(come, live, event)
    if refused is not None:
        return Step(state, word=refused)
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
        elapsed=_time_taken(come, live, event),
        hints=len(live.hints),
    )
    now = come.live or live
    tried = replace(come, live=replace(now, attempts=(*live.attempts, attempt)))
    after = _with_deadline(tried, attempt)
    appends = come is state and after is tried
    return Step(after, word=_word_on(tried, attempt), attempt=attempt, appends=appends)


def all_done(state: Round) -> bool:
    """Say whether nobody is waited for any more; while it is open for some alone, only these are."""
    live = state.live
    if live is None:
        return False
    if live.extended:
        return not pending_with_extra_time(state)
    return live.waiting_for <= _done(state, live)


def pending_with_extra_time(state: Round) -> tuple[MemberId, ...]:
    """Return those who have extra time and are waited for."""
    live = state.live
    if live is None:
        return ()
    slower = [seat.member for seat in state.seats if seat.extra > 0 and seat.member in live.waiting_for]
    done = _done(state, live) if slower else frozenset()
    return tuple(member for member in slower if member not in done)


def _time_taken(state: Round, live: Live, event: Attempted) -> float:
    """Return the seconds that count for a member's speed.

    On their own scale, who has extra time comes level with others who were right within the grace window of that; by it
    they overtake nobody, or whoever claims the most time would be the fastest. Once the others' time is up it counts
    as it is, so that a time beyond theirs gives nobody away.
    """
    taken = elapsed(live, event.at)
    own = taken / factor(state, event.player.id)
    if own == taken:
        return taken
    right = (attempt.elapsed for attempt in live.attempts if attempt.ruling is Ruling.ACCEPT)
    level = (others for others in right if own <= others + state.rules.grace)
    return min(level, default=taken if taken <= limit(state, live) else own)


def _done(state: Round, live: Live) -> frozenset[MemberId]:
    """Return the members who are through with the question.

    Where the answers are sealed, whoever has answered is: more guesses are welcome as long as others still think.
    """
    if live.asked.options:
        return frozenset(attempt.player.id for attempt in live.attempts)
    enough = {Ruling.ACCEPT, Ruling.REJECT} if state.rules.sealed else {Ruling.ACCEPT}
    answered = frozenset(attempt.player.id for attempt in live.attempts if attempt.ruling in enough)
    if len(live.attempts) < state.rules.guesses:
        return answered
    tries = Counter(attempt.player.id for attempt in live.attempts)
    return answered | {member for member, count in tries.items() if count >= state.rules.guesses}


def _refusal(state: Round, live: Live, event: Attempted) -> Word | None:
    """Say why an answer doesn't count, or None if it does."""
    if is_late(state, live, event.player.id, event.at) or event.number not in (None, live.number):
        return TooLate()
    mine = [attempt for attempt in live.attempts if attempt.player.id == event.player.id]
    if live.asked.options:
        if mine:
            return ChoiceTaken(mine[0].given, mine[0].choice or 0, kept=True)
        return NotAnOption(len(live.asked.options)) if event.choice is None else None
    if not state.rules.sealed and any(attempt.ruling is Ruling.ACCEPT for attempt in mine):
        return HadItAlready()
    return NoGuessesLeft(state.rules.guesses) if len(mine) >= state.rules.guesses else None


def _word_on(state: Round, attempt: Attempt) -> Word:
    survival = state.rules.mode is Mode.SURVIVAL
    out = survival and any(line.out for line in state.board if line.player.id == attempt.player.id)
    if attempt.choice is not None:
        return ChoiceTaken(attempt.given, attempt.choice, kept=False, out=out)
    mine = sum(1 for tried in state.live.attempts if tried.player.id == attempt.player.id) if state.live else 0
    left = max(0, state.rules.guesses - mine)
    if state.rules.sealed and attempt.ruling is not Ruling.PROMPT:
        return AnswerIn(attempt.given, left, out)
    return GuessRuled(attempt.ruling, attempt.reason, left)


def _with_deadline(state: Round, attempt: Attempt) -> Round:
    """Return the round with its deadline after an answer.

    After the first right typed answer of a race, which all can read, only those within the grace window still count.
    Where the question is open for some alone, it stays so for the last of those who have not answered.
    """
    live = state.live
    if live is None:
        return state
    if live.extended:
        return replace(state, deadline=closes(state, live, pending_with_extra_time(state)))
    if state.rules.sealed or attempt.choice is not None or attempt.ruling is not Ruling.ACCEPT:
        return state
    hurried = replace(live, limit=min(limit(state, live), elapsed(live, attempt.at) + state.rules.grace))
    return replace(state, live=hurried, deadline=closes(state, hurried))
