"""What a round says, in words."""

from collections.abc import Sequence

from trivia.commands.actions import action
from trivia.judging.verdict import Ruling
from trivia.questions.model import QuestionKind
from trivia.replies.modes import (
    MOST_NAMED,
    and_more,
    below,
    board,
    bonus,
    fates,
    how,
    join_buttons,
    named,
    short_standings,
    team_fields,
    team_name,
    team_results,
    teams_told,
    winners,
)
from trivia.replies.reply import (
    Bold,
    Button,
    Choice,
    Code,
    Field,
    Link,
    Marked,
    Moment,
    Plain,
    Reply,
    Span,
    lines,
    marked,
)
from trivia.replies.wording import counted, joined, shortened
from trivia.rounds.model import Asked, Attempt, Ending, MemberId, Points, Proof, RoundId, Rules
from trivia.rounds.notices import (
    AlreadyOn,
    AnswerIn,
    ChoiceTaken,
    GuessRuled,
    HadItAlready,
    HasLeft,
    HintShown,
    IsIn,
    LobbyOpen,
    NoGuessesLeft,
    NoHint,
    NoQuestionOpen,
    NoRound,
    NoSuchTeam,
    NotAnOption,
    Notice,
    NotPaused,
    NotPlaying,
    NotYours,
    OnPause,
    Over,
    Paused,
    QuestionPut,
    Revealed,
    SkipVoted,
    TeamsFixed,
    TeamsMade,
    TooLate,
    WentOn,
    Word,
)
from trivia.rounds.teams import TEAMS
from trivia.values import replace

LETTERS = "ABCDEFGHIJ"
WRONG = "That was wrong"
"""What the button says by which members dispute an answer."""
VOIDED = "A fact behind this question was retired or told otherwise, so it counts for nobody. "
HELD_BACK = "Some is held back until the question being played is over."
START = Code("/trivia start")
STOP = Code("/trivia stop")
RESUME = Code("/trivia resume")
_PLAIN_WORDS: dict[type[Word], Marked] = {
    NoRound: marked("No round is on here. Start one with ", START, "."),
    TooLate: marked("That came too late: the question is closed."),
    NoQuestionOpen: marked("No question is open right now."),
    HadItAlready: marked("You have it already."),
    NotPaused: marked("The round is not paused."),
    NotPlaying: marked("Only those who are in can do that. Not in yet? Join with ", Code("/trivia join"), "."),
}


def announced(notice: Notice) -> Reply:
    """Word what all in the channel are told."""
    said = _announced(notice)
    return replace(said, thread=notice.round) if notice.rules.thread else said


def _announced(notice: Notice) -> Reply:
    match notice:
        case LobbyOpen():
            return _lobby(notice)
        case TeamsMade():
            text, fields = teams_told(notice)
            return Reply(title="The teams", text=text, fields=fields)
        case Paused():
            return _paused(notice)
        case WentOn():
            return _went_on(notice)
        case QuestionPut():
            return _question(notice)
        case HintShown():
            return _hint(notice)
        case Revealed():
            return _reveal(notice)
        case Over():
            return _over(notice)


_NOTED = "\N{MEMO}"
"""Says that an answer counts, and not whether it is right: others read it too."""


def told(word: Word) -> Reply:
    """Word what the one who acted is told."""
    noted = isinstance(word, AnswerIn | GuessRuled) or (isinstance(word, ChoiceTaken) and not word.kept)
    return Reply(text=_word(word), private=True, sign=_NOTED if noted else "")


def about(rules: Rules) -> str:
    """Say what a round is made of: ``10 questions about films, 20 seconds each``."""
    topic = f" about {rules.topic}" if rules.topic else ""
    hard = f", {rules.difficulty}" if rules.difficulty else ""
    return f"{counted(rules.count, 'question')}{topic}{hard}, {counted(rules.seconds, 'second')} each{how(rules)}"


def _lobby(notice: LobbyOpen) -> Reply:
    return Reply(
        title="A round is about to begin",
        text=marked(Bold(notice.starter.name), " started a round: ", about(notice.rules), "."),
        fields=team_fields(notice.teams) or (Field("Players", named(notice.players)),),
        buttons=(
            *join_buttons(notice.rules, notice.round),
            Button("Begin now", action("trivia begin", round=notice.round)),
            Button("Stop", action("trivia stop", round=notice.round)),
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
        text=marked(again, *stem(asked)),
        choices=choices,
        buttons=(
            *(() if asked.options else (_answer_button(notice),)),
            Button("Hint", action("trivia hint", round=notice.round, question=notice.number)),
            Button("Skip", action("trivia skip", round=notice.round, question=notice.number)),
        ),
        footer=marked(f"{counted(notice.seconds, 'second')}. {_how_to_answer(asked, notice.rules)}"),
        until=notice.until,
        about=f"{notice.round}/{notice.number}",
    )


def stem(asked: Asked) -> Marked:
    """Put a question, with the picture that goes with it, if any does.

    The picture is a link: a platform that could not fetch it would refuse the whole message.
    """
    return marked(Bold(asked.stem), *((" (", Link("picture", asked.image), ")") if asked.image else ()))


def _answer_button(notice: QuestionPut) -> Button:
    """Return what asks for an answer in words, where a platform can ask."""
    return Button("Answer", action("trivia answer", round=notice.round, question=notice.number))


def _how_to_answer(asked: Asked, rules: Rules) -> str:
    if asked.options:
        letters = LETTERS[: len(asked.options)]
        return f"Answer with {', '.join(letters[:-1])} or {letters[-1]}; your first choice counts."
    what = "a number" if asked.kind is QuestionKind.NUMBER else "your answer"
    when = " The reveal tells whether it is right." if rules.sealed else ""
    return f"Give {what}; you have {counted(rules.guesses, 'try')}.{when}"


def _paused(notice: Paused) -> Reply:
    return Reply(
        title="The round is paused",
        text=marked("Paused by ", Bold(notice.by.name), ". It closes by itself ", Moment(notice.until), "."),
        buttons=(
            Button("Go on", action("trivia resume", round=notice.round)),
            Button("Stop", action("trivia stop", round=notice.round)),
        ),
        footer=marked("Go on with ", Code("/trivia resume"), "."),
    )


def _went_on(notice: WentOn) -> Reply:
    when = f"the question is open again for {counted(notice.seconds, 'second')}"
    coming = f"the next question comes in {counted(notice.seconds, 'second')}"
    return Reply(text=marked("The round goes on: ", when if notice.asking else coming, "."))


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
    fields = [] if notice.voided else [*explained(asked), *_who(notice), *fates(notice)]
    shows_board = len(notice.board) > 1 and notice.number < notice.rules.count
    if shows_board:
        fields.append(Field("Standings", short_standings(notice.board, notice.teams, notice.rules)))
    return Reply(
        title=f"Answer to question {notice.number}",
        text=(*skipped, *marked(Bold(f"{letter}{asked.key}"))),
        fields=tuple(fields),
        buttons=() if notice.voided else (wrong(notice.round, notice.number),),
        about=f"{notice.round}/{notice.number}",
        closes=True,
    )


def wrong(round_id: RoundId, number: int) -> Button:
    """Return what a question is disputed with."""
    return Button(WRONG, action("trivia report", round=round_id, question=number))


def explained(asked: Asked) -> tuple[Field, ...]:
    """Say why the key is right, and who says so."""
    if not asked.proofs:
        return ()
    why = list(dict.fromkeys(proof.statement for proof in asked.proofs))
    sources = list(dict.fromkeys((p.title, p.publisher, p.address, p.date) for p in asked.proofs))
    shown = [_source(Proof("", *source)) for source in sources[:2]]
    return (Field("Why", marked(". ".join(why) + ".")), Field("Source", joined(shown, "; ")))


def _source(proof: Proof) -> Marked:
    title: Span = Link(proof.title, proof.address) if proof.address else Plain(proof.title)
    return marked(title, *(f", {part}" for part in (proof.publisher, proof.date) if part))


def _who(notice: Revealed) -> list[Field]:
    earned = {points.player.id: points for points in notice.points}
    right: dict[MemberId, Attempt] = {}
    wrong: dict[MemberId, Attempt] = {}
    for attempt in notice.attempts:
        (right if attempt.ruling is Ruling.ACCEPT else wrong).setdefault(attempt.player.id, attempt)
    if not notice.attempts:
        return [Field("Right", marked("Nobody tried this one." if not notice.skipped else "Nobody, so far as we got."))]
    had = [
        marked(Bold(attempt.player.name), _gain(attempt, earned.get(member), notice.rules))
        for member, attempt in sorted(right.items(), key=lambda item: _shown_at(item[1], notice.rules))
    ]
    missed = [
        marked(Bold(attempt.player.name), f" said {shortened(attempt.given, 40)}")
        for member, attempt in wrong.items()
        if member not in right
    ]
    fields = [Field("Right", _first_of(had) if had else marked("Nobody this time."))]
    return fields + ([Field("Not quite", _first_of(missed))] if missed else [])


def _first_of(members: Sequence[Marked]) -> Marked:
    return (*joined(members[:MOST_NAMED], "; "), *and_more(len(members) - MOST_NAMED))


def _shown_at(attempt: Attempt, rules: Rules) -> tuple[float, str]:
    """Order the right answers by what counts: in a race the time, elsewhere nothing but the name."""
    return (0.0, attempt.player.name.casefold()) if rules.sealed else (attempt.elapsed, "")


def _gain(attempt: Attempt, points: Points | None, rules: Rules) -> str:
    if points is None:
        return ", out of the game"
    time = "" if rules.sealed else f" in {attempt.elapsed:.1f} s"
    return f"{time}, {counted(points.points, 'point')}{bonus(points)}"


def _over(notice: Over) -> Reply:
    title, why = _ending(notice)
    fields: tuple[Field, ...] = ()
    if notice.open_question:
        fields = (Field("The answer was", marked(Bold(notice.open_question.key))), *explained(notice.open_question))
    played = notice.number > 0
    won = winners(notice.board, notice.teams, notice.rules) if played else ()
    again = Button("Play again", action("trivia again", round=notice.round))
    review = Button("What we missed", action("trivia review", round=notice.round))
    disputable = (wrong(notice.round, notice.number),) if notice.open_question else ()
    return Reply(
        title=title,
        text=lines(part for part in (marked(why), won) if part),
        fields=(*fields, *(team_results(notice.teams) if played else ())),
        table=board(notice.board, notice.rules) if played and notice.board else None,
        buttons=(*disputable, again, review) if played else (again,),
        footer=below(notice.board) if played else (),
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
        case Ending.LEFT_PAUSED:
            return "The round is over", "Nobody took it up again after the pause. The points so far count."


def _word(word: Word) -> Marked:
    match word:
        case AlreadyOn(starter):
            return marked("A round is on here already, started by ", Bold(starter.name), ". End it with ", STOP, ".")
        case IsIn() | HasLeft() | NoSuchTeam() | TeamsFixed():
            return _about_coming(word)
        case ChoiceTaken() | AnswerIn():
            return _taken(word)
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
        case OnPause(starter):
            return marked("The round is paused. ", Bold(starter.name), " or a moderator goes on with ", RESUME, ".")
        case TooLate() | NoQuestionOpen() | HadItAlready() | NoRound() | NotPaused() | NotPlaying():
            return _PLAIN_WORDS[type(word)]


def _about_coming(word: IsIn | HasLeft | NoSuchTeam | TeamsFixed) -> Marked:
    match word:
        case IsIn(already, team):
            where = marked(" You play for the ", Bold(team_name(team)), ".") if team else ()
            return (*marked("You are in already." if already else "You are in. Good luck!"), *where)
        case HasLeft(already, early):
            if already:
                return marked("You are not in the round.")
            if early:
                return marked("You have left. Should you want to come back: ", Code("/trivia join"), ".")
            return marked("You have left; your points stay. Answer to come back.")
        case NoSuchTeam(teams):
            names = " or the ".join(name.capitalize() for name in TEAMS[:teams])
            if teams:
                return marked(f"Please join the {names}.")
            return marked("This round has no teams. Join it with ", Code("/trivia join"), ".")
        case TeamsFixed(balanced, team):
            own = f" You play for the {team_name(team)}." if team else ""
            return marked("I make the teams in this round." if balanced else "The teams stay as they are now.", own)


def _taken(word: ChoiceTaken | AnswerIn) -> Marked:
    aside = " You are out, so it counts for nothing but fun." if word.out else ""
    match word:
        case ChoiceTaken(option, place, kept):
            chose = f"{LETTERS[place]}. {shortened(option, 80)}"
            said = "Your first choice counts: " if kept else "You chose "
            return marked(said, Bold(chose), f".{aside}" if aside else "")
        case AnswerIn(given, left):
            more = f" You may change your mind: {counted(left, 'try')} left." if left else ""
            return marked("Your answer is in: ", Bold(shortened(given, 80)), f".{more}{aside}")


def _ruled(word: GuessRuled) -> Marked:
    left = "That was your last try." if word.left == 0 else f"{counted(word.left, 'try')} left."
    match word.ruling:
        case Ruling.ACCEPT:
            return marked("Right!")
        case Ruling.PROMPT:
            return marked("Close: please be more specific. ", left)
        case Ruling.REJECT:
            return marked("That is not it. ", left)
