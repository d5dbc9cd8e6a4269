"""The daily set, in words. All but a result that its player shows is for the player alone."""

from datetime import date

from trivia.commands.actions import action
from trivia.commands.request import Argument
from trivia.daily.model import (
    DailySet,
    Guessed,
    Mark,
    NoSuchOption,
    QuestionOpen,
    Refusal,
    Refused,
    Result,
    Settled,
    Share,
    Sheet,
    Shown,
    Told,
)
from trivia.daily.streak import Streak
from trivia.facts.dates import PartialDate
from trivia.judging.verdict import Ruling
from trivia.questions.model import QuestionKind
from trivia.replies.drawing import with_thanks
from trivia.replies.reply import Bold, Button, Choice, Code, Field, Marked, Moment, Reply, Table, lines, marked
from trivia.replies.rounds import LETTERS, explained, stem, wrong
from trivia.replies.wording import counted, shortened
from trivia.rounds.bag import Running

DAILY = Code("/trivia daily")
SIGNS = {Mark.RIGHT: "✓", Mark.WRONG: "✗", Mark.VOID: "–", Mark.OPEN: "·"}
"""How a question went, told by shape and not by colour."""

_REFUSED: dict[Refusal, Marked] = {
    Refusal.PAST: marked("That set is over. Today's waits for you: ", DAILY, "."),
    Refusal.NOT_OPEN: marked("That question is not open to you. Go on with ", DAILY, "."),
    Refusal.NOT_ANSWERED: marked("Please answer that question first, then tell me. Go on with ", DAILY, "."),
    Refusal.UNKNOWN: marked("I know no such question here. Today's set: ", DAILY, "."),
    Refusal.SHARED: marked("You have shown that result already."),
    Refusal.NOT_DONE: marked("There is nothing to show yet: first play the set with ", DAILY, "."),
    Refusal.NOT_HERE: marked("Nobody else reads this. Type ", Code("/trivia daily share=yes"), " in a channel."),
}
_GOES_ON = frozenset({Refusal.PAST, Refusal.NOT_OPEN, Refusal.NOT_ANSWERED, Refusal.UNKNOWN, Refusal.NOT_DONE})


def daily_told(told: Told) -> Reply:
    """Word what a member is told about a set, in private."""
    match told:
        case QuestionOpen():
            return _question(told)
        case Guessed():
            return _guessed(told)
        case Settled():
            return _settled(told)
        case Result():
            return _result(told)
        case NoSuchOption(options):
            said = f"Please answer with a letter from A to {LETTERS[options - 1]}, or with an option's words."
            return Reply(text=marked(said), private=True)
        case Refused(why):
            return Reply(text=_REFUSED[why], buttons=(_NEXT,) if why in _GOES_ON else (), private=True)


def shown(result: Shown) -> Reply:
    """Word a result for all to see. It gives nothing away."""
    days = result.streak.days
    run = f" {counted(days, 'day')} in a row." if days > 1 else ""
    said = (
        marked(Bold(result.player.name), f": {_grid(result.sheet)}"),
        marked(f"{_sum(result.sheet)}{run}"),
    )
    return Reply(
        title=f"Daily set of {_day(result.sheet.daily.day)}",
        text=lines(said),
        buttons=(Button("Play it too", action("trivia daily")),),
        footer=marked("Everybody gets the same questions: ", DAILY, "."),
    )


def taken_back(daily: DailySet, number: int, points: int) -> Reply:
    """Tell one who had a question that it counts for nobody any more."""
    stem = shortened(daily.asked(number).stem, 200)
    return Reply(
        title="A question was taken back",
        text=lines(
            (
                marked(f"Question {number} of the daily set of {_day(daily.day)}: ", Bold(stem)),
                marked("What it rested on has changed, so it counts for nobody."),
            )
        ),
        fields=(Field("Your points", marked(Bold(f"−{points}"))),),
        private=True,
    )


_NEXT = Button("Go on", action("trivia daily"))


def _question(told: QuestionOpen) -> Reply:
    daily, number = told.daily, told.number
    asked = daily.asked(number)
    choices = tuple(
        Choice(LETTERS[place], option, action("trivia answer", round=daily.id, question=number, text=LETTERS[place]))
        for place, option in enumerate(asked.options)
    )
    until = marked("The day of this set is over; you may finish it until ", Moment(daily.closes), ".\n")
    about = f" about {daily.topic}" if daily.topic else ""
    return Reply(
        title=f"Daily set{about}, {_day(daily.day)}: question {number} of {len(daily.questions)}",
        text=(*(until if told.past else ()), *stem(asked)),
        choices=choices,
        buttons=() if choices else _buttons(daily, number),
        footer=(*_how(told), *(_left(daily.running) if daily.running and number == daily.numbers[0] else ())),
        private=True,
    )


def _how(told: QuestionOpen) -> Marked:
    asked = told.daily.asked(told.number)
    if asked.options:
        letters = LETTERS[: len(asked.options)]
        return marked(
            f"Take your time. Answer with {', '.join(letters[:-1])} or {letters[-1]}; your first choice counts."
        )
    what = "a number" if asked.kind is QuestionKind.NUMBER else "your answer"
    return marked("Take your time. Type ", Code("/trivia answer"), f" and {what}; you have {_tries(told.left)}.")


def _left(running: Running) -> Marked:
    """Tell that the questions for daily sets begin anew, or that few are left after today's."""
    if running.refilled:
        return marked(" You have had all my questions in daily sets, so they come round again.")
    if running.left == 0:
        return marked(" After today's set they come round again.")
    are = "is" if running.left == 1 else "are"
    return marked(f" Only {counted(running.left, 'more question')} {are} left for sets before they come round again.")


def _buttons(daily: DailySet, number: int) -> tuple[Button, ...]:
    meant: dict[str, Argument] = {"round": daily.id, "question": number}
    return (
        Button("Answer", action("trivia answer", **meant)),
        Button("I don't know", action("trivia daily", **{**meant, "pass": "yes"})),
    )


def _tries(left: int) -> str:
    return "1 try" if left == 1 else f"{left} tries"


def _guessed(told: Guessed) -> Reply:
    close = "Close: please be more specific." if told.ruling is Ruling.PROMPT else "That is not it."
    said = marked(f"{close} {_tries(told.left)} left.")
    return Reply(text=said, buttons=_buttons(told.daily, told.number), private=True)


def _settled(told: Settled) -> Reply:
    asked = told.daily.asked(told.number)
    buttons = (_NEXT,) if told.more else ()
    if told.mark is Mark.VOID:
        said = marked("This question was taken back, so it counts for nobody.")
        return Reply(text=said, buttons=buttons or (Button("Your result", action("trivia daily")),), private=True)
    place = asked.right_option
    letter = f"{LETTERS[place]}. " if place is not None else ""
    right = told.mark is Mark.RIGHT
    title = "Right!" if right else "The answer" if told.gave_up else "Not this time"
    again = marked("You have had this one; what you answered first counts. ") if told.again else ()
    given = Field("You said", marked(shortened(told.given, 80)))
    reply = Reply(
        title=title,
        text=(*again, *marked(Bold(f"{letter}{asked.key}"))),
        fields=(*(() if right or told.gave_up else (given,)), *explained(asked)),
        buttons=(*buttons, wrong(told.daily.id, told.number)),
        private=True,
    )
    return with_thanks(reply, told.thanks) if told.thanks else reply


def _result(told: Result) -> Reply:
    sheet, daily = told.sheet, told.sheet.daily
    following: Marked = marked("Today's set waits for you: ", DAILY, ".")
    if told.following:
        following = marked("The next set comes ", Moment(told.following), ".")
    buttons = []
    if told.can_share and not told.shared and sheet.begun:
        buttons.append(Button("Share", action("trivia daily", share="yes", round=daily.id)))
    return Reply(
        title=f"Your daily set of {_day(daily.day)}",
        text=lines((marked(_grid(sheet)), marked(_sum(sheet)))),
        fields=(Field("Streak", marked(_streak(told.streak))), *_nobody_else(told)),
        table=_compared(told) if any(share.answered for share in told.shares) else None,
        buttons=tuple(buttons),
        footer=following,
        private=True,
    )


def _grid(sheet: Sheet) -> str:
    return " ".join(SIGNS[mark] for mark in sheet.marks)


def _sum(sheet: Sheet) -> str:
    right = sum(mark is Mark.RIGHT for mark in sheet.marks)
    points = sum(earned for number, earned in sheet.points if number not in sheet.daily.voided)
    return f"{right} of {len(sheet.daily.numbers)} right, {counted(points, 'point')}."


def _nobody_else(told: Result) -> tuple[Field, ...]:
    if any(share.answered for share in told.shares):
        return ()
    return (Field("Others", marked("You are the first to play it.")),)


def _compared(told: Result) -> Table:
    """Lay out each question beside the share of the others who had it right."""
    return Table(
        heads=("", "You", "Others who had it"),
        rows=tuple(
            (f"{number}.", SIGNS[mark], _share(share))
            for number, (mark, share) in enumerate(zip(told.sheet.marks, told.shares, strict=True), 1)
        ),
        right=frozenset({0}),
    )


def _share(share: Share) -> str:
    if not share.answered:
        return "nobody has tried it yet"
    return f"{share.right} of {share.answered} ({100 * share.right // share.answered} %)"


def _streak(streak: Streak) -> str:
    best = f", the best so far {streak.best}" if streak.best > streak.days else ""
    kept = f"; {counted(streak.freezes, 'freeze day')} kept, for a day that you miss" if streak.freezes else ""
    return f"{counted(streak.days, 'day')} in a row{best}{kept}."


def _day(day: date) -> str:
    return PartialDate(day.year, day.month, day.day).words
