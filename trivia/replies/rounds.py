"""What a round says, in words."""

from trivia.commands.actions import action
from trivia.judging.verdict import Ruling
from trivia.questions.model import QuestionKind
from trivia.replies.reply import (
    Bold,
    Button,
    Choice,
    Code,
    Field,
    Link,
    Marked,
    Plain,
    Reply,
    Span,
    Table,
    lines,
    marked,
)
from trivia.rounds.model import Asked, Attempt, Ending, MemberId, Player, Proof, Rules, Standing
from trivia.rounds.notices import (
    AlreadyOn,
    ChoiceTaken,
    GuessRuled,
    HadItAlready,
    HintShown,
    IsIn,
    LobbyOpen,
    NoGuessesLeft,
    NoHint,
    NoQuestionOpen,
    NoRound,
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

LETTERS = "ABCDEFGHIJ"
VOIDED = "A fact behind this question was retired, so it counts for nobody. "
HELD_BACK = "Some is held back until the question being played is over."
_MOST_NAMED = 12
START = Code("/trivia start")
STOP = Code("/trivia stop")
_PLAIN_WORDS: dict[type[Word], Marked] = {
    NoRound: marked("No round is on here. Start one with ", START, "."),
    TooLate: marked("That came too late: the question is closed."),
    NoQuestionOpen: marked("No question is open right now."),
    HadItAlready: marked("You have it already."),
}


def announced(notice: Notice) -> Reply:
    """Word what all in the channel are told."""
    match notice:
        case LobbyOpen():
            return _lobby(notice)
        case QuestionPut():
            return _question(notice)
        case HintShown():
            return _hint(notice)
        case Revealed():
            return _reveal(notice)
        case Over():
            return _over(notice)


def told(word: Word) -> Reply:
    """Word what the one who acted is told."""
    return Reply(text=_word(word), private=True)


def counted(number: int, noun: str) -> str:
    """Write a number with its noun: ``1 question``, ``1,200 questions``."""
    plural = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def board(standings: tuple[Standing, ...]) -> Table:
    """Lay out a round's standings."""
    return Table(
        heads=("", "Player", "Points", "Right"),
        rows=tuple(
            (f"{line.place}.", line.player.name, str(line.points), f"{line.right} of {line.answered}")
            for line in standings
        ),
        right=frozenset({0, 2, 3}),
    )


def about(rules: Rules) -> str:
    """Say what a round is made of: ``10 questions about films, 20 seconds each``."""
    topic = f" about {rules.topic}" if rules.topic else ""
    hard = f", {rules.difficulty}" if rules.difficulty else ""
    return f"{counted(rules.count, 'question')}{topic}{hard}, {counted(rules.seconds, 'second')} each"


def _names(players: tuple[Player, ...]) -> Marked:
    parts: list[Span | str] = []
    for player in players[:_MOST_NAMED]:
        parts += [", "] if parts else []
        parts.append(Bold(player.name))
    more = len(players) - _MOST_NAMED
    return marked(*parts, f" and {more} more" if more > 0 else "")


def _lobby(notice: LobbyOpen) -> Reply:
    return Reply(
        title="A round is about to begin",
        text=marked(Bold(notice.starter.name), " starts a round: ", about(notice.rules), "."),
        fields=(Field("Players", _names(notice.players)),),
        buttons=(
            Button("Join", action("trivia join")),
            Button("Begin now", action("trivia begin")),
            Button("Stop", action("trivia stop")),
        ),
        footer=marked("Join with ", Code("/trivia join"), "; answering later joins you too."),
        until=notice.until,
        about=f"{notice.round}/0",
    )


def _question(notice: QuestionPut) -> Reply:
    asked = notice.asked
    choices = tuple(
        Choice(
            label=LETTERS[place],
            text=option,
            action=action("trivia answer", round=notice.round, question=notice.number, text=LETTERS[place]),
        )
        for place, option in enumerate(asked.options)
    )
    again = "I was away for a moment; here it is again. " if notice.again else ""
    return Reply(
        title=f"Question {notice.number} of {notice.rules.count}",
        text=marked(again, Bold(asked.stem)),
        choices=choices,
        buttons=(Button("Hint", action("trivia hint")), Button("Skip", action("trivia skip"))),
        footer=marked(f"{counted(notice.seconds, 'second')}. {_how_to_answer(asked, notice.rules)}"),
        until=notice.until,
        about=f"{notice.round}/{notice.number}",
    )


def _how_to_answer(asked: Asked, rules: Rules) -> str:
    if asked.options:
        letters = LETTERS[: len(asked.options)]
        return f"Answer with {', '.join(letters[:-1])} or {letters[-1]}; your first choice counts."
    what = "a number" if asked.kind is QuestionKind.NUMBER else "your answer"
    return f"Type {what}; you have {counted(rules.guesses, 'try')}."


def _hint(notice: HintShown) -> Reply:
    if notice.struck:
        struck = [LETTERS[place] for place in notice.struck]
        said = marked("Hint: it is not ", Bold(" or ".join(struck)), ".")
    else:
        said = marked("Hint: ", Bold(notice.hint))
    return Reply(
        text=said,
        footer=marked(f"A right answer earns at most {counted(notice.most, 'point')} now."),
        about=f"{notice.round}/{notice.number}",
        struck=tuple(LETTERS[place] for place in notice.struck),
    )


def _reveal(notice: Revealed) -> Reply:
    asked = notice.asked
    skipped = marked("Skipped. ") if notice.skipped else marked(VOIDED) if notice.voided else ()
    place = asked.right_option
    letter = f"{LETTERS[place]}. " if place is not None else ""
    fields = [] if notice.voided else [*explained(asked), *_who(notice)]
    shows_board = len(notice.board) > 1 and notice.number < notice.rules.count
    if shows_board:
        fields.append(Field("Standings", _short_board(notice.board)))
    return Reply(
        title=f"Answer to question {notice.number}",
        text=(*skipped, *marked(Bold(f"{letter}{asked.key}"))),
        fields=tuple(fields),
        about=f"{notice.round}/{notice.number}",
        closes=True,
    )


def explained(asked: Asked) -> tuple[Field, ...]:
    """Say why the key is right, and who says so."""
    if not asked.proofs:
        return ()
    why = list(dict.fromkeys(proof.statement for proof in asked.proofs))
    sources = list(dict.fromkeys((p.title, p.publisher, p.address, p.date) for p in asked.proofs))
    shown = [_source(Proof("", *source)) for source in sources[:2]]
    return (Field("Why", marked(". ".join(why) + ".")), Field("Source", _joined(shown, "; ")))


def _source(proof: Proof) -> Marked:
    title: Span = Link(proof.title, proof.address) if proof.address else Plain(proof.title)
    return marked(title, *(f", {part}" for part in (proof.publisher, proof.date) if part))


def _joined(parts: list[Marked], separator: str) -> Marked:
    joined: list[Span] = []
    for part in parts:
        joined += ([Plain(separator)] if joined else []) + list(part)
    return tuple(joined)


def _who(notice: Revealed) -> list[Field]:
    earned = {points.player.id: points.points for points in notice.points}
    right: dict[MemberId, Attempt] = {}
    wrong: dict[MemberId, Attempt] = {}
    for attempt in notice.attempts:
        (right if attempt.ruling is Ruling.ACCEPT else wrong).setdefault(attempt.player.id, attempt)
    if not notice.attempts:
        return [Field("Right", marked("Nobody tried this one." if not notice.skipped else "Nobody, so far as we got."))]
    had = [
        marked(Bold(attempt.player.name), f" in {attempt.elapsed:.1f} s, {counted(earned.get(member, 0), 'point')}")
        for member, attempt in sorted(right.items(), key=lambda item: item[1].elapsed)
    ]
    missed = [
        marked(Bold(attempt.player.name), f" said {shortened(attempt.given, 40)}")
        for member, attempt in wrong.items()
        if member not in right
    ]
    fields = [Field("Right", _joined(had[:_MOST_NAMED], "; ") if had else marked("Nobody this time."))]
    return fields + ([Field("Not quite", _joined(missed[:_MOST_NAMED], "; "))] if missed else [])


def shortened(text: str, longest: int) -> str:
    """Cut a text that is too long to show, with a mark that it goes on."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _short_board(standings: tuple[Standing, ...]) -> Marked:
    return _joined([marked(Bold(line.player.name), f" {line.points}") for line in standings[:_MOST_NAMED]], ", ")


def _over(notice: Over) -> Reply:
    title, why = _ending(notice)
    fields: tuple[Field, ...] = ()
    if notice.open_question:
        fields = (Field("The answer was", marked(Bold(notice.open_question.key))), *explained(notice.open_question))
    played = notice.number > 0
    return Reply(
        title=title,
        text=lines(part for part in (marked(why), _winners(notice.board) if played else ()) if part),
        fields=fields,
        table=board(notice.board) if played and notice.board else None,
        footer=marked("Play again with ", START, "."),
    )


def _ending(notice: Over) -> tuple[str, str]:
    match notice.ending:
        case Ending.DONE:
            return "The round is over", ""
        case Ending.STOPPED:
            return "The round was stopped", f"Stopped by {notice.by.name}." if notice.by else ""
        case Ending.IDLE:
            return "The round is over", "Nobody has answered for a while, so I stop here."
        case Ending.NO_QUESTIONS:
            more = "more " if notice.number else ""
            return "The round is over", f"I have no {more}questions to ask about that."
        case Ending.AWAY:
            return "The round is over", "I was away for too long, so I closed the round. The points so far count."


def _winners(standings: tuple[Standing, ...]) -> Marked:
    best = tuple(line.player for line in standings if line.place == 1 and line.points > 0)
    if not best:
        return (
            marked("No points this time. Better luck in the next round!") if any(s.answered for s in standings) else ()
        )
    if len(standings) == 1:
        return marked(f"{counted(standings[0].points, 'point')}. Well played!")
    return (*_names(best), *marked(" wins. Well played!" if len(best) == 1 else " share the win. Well played!"))


def _word(word: Word) -> Marked:
    match word:
        case AlreadyOn(starter):
            return marked("A round is on here already, started by ", Bold(starter.name), ". End it with ", STOP, ".")
        case IsIn(already):
            return marked("You are in already." if already else "You are in. Good luck!")
        case ChoiceTaken(option, place, kept):
            named = f"{LETTERS[place]}. {shortened(option, 80)}"
            return marked("Your first choice counts: " if kept else "You chose ", Bold(named))
        case GuessRuled():
            return _ruled(word)
        case NoGuessesLeft(guesses):
            return marked(f"You have had your {counted(guesses, 'try')}.")
        case NotAnOption(options):
            return marked(f"Please answer with a letter from A to {LETTERS[options - 1]}, or with an option's words.")
        case NoHint(switched_off):
            return marked("Hints are off in this round." if switched_off else "There is no further hint to give.")
        case SkipVoted(votes, needed):
            return marked(f"Your vote to skip counts: {votes} of {needed} needed.")
        case NotYours(starter):
            return marked("Only ", Bold(starter.name), ", who started the round, or a moderator can do that.")
        case TooLate() | NoQuestionOpen() | HadItAlready() | NoRound():
            return _PLAIN_WORDS[type(word)]


def _ruled(word: GuessRuled) -> Marked:
    left = "That was your last try." if word.left == 0 else f"{counted(word.left, 'try')} left."
    match word.ruling:
        case Ruling.ACCEPT:
            return marked("Right!")
        case Ruling.PROMPT:
            return marked("Close: please be more specific. ", left)
        case Ruling.REJECT:
            return marked("That is not it. ", left)
