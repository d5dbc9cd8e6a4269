"""From the options of a command to the rules of a round."""

from trivia.commands.arguments import listed
from trivia.commands.request import Request
from trivia.errors import UsageError
from trivia.facts.spoilers import Ceiling
from trivia.questions.model import QuestionKind
from trivia.rounds.model import Mode, Rules
from trivia.values import replace


def rules_of(request: Request, defaults: Rules) -> Rules:
    """Return the rules that the starter's options make of the defaults; raise UsageError where they contradict."""
    given = dict(request.arguments)
    kinds = tuple(QuestionKind(k) for k in listed(str(given.pop("kinds", "")), list(QuestionKind), "kinds"))
    streaks = given.get("streaks", defaults.streaks)
    return replace(
        defaults,
        count=int(given.get("count", defaults.count)),
        seconds=int(given.get("seconds", defaults.seconds)),
        lobby=int(given.get("lobby", defaults.lobby)),
        topic=str(given.get("topic", defaults.topic)),
        kinds=kinds or defaults.kinds,
        difficulty=str(given.get("difficulty", defaults.difficulty)),
        guesses=int(given.get("guesses", defaults.guesses)),
        hints=bool(given.get("hints", defaults.hints)),
        spoilers=bool(given.get("spoilers", defaults.spoilers)),
        mode=_mode(request, defaults),
        teams=int(given.get("teams", defaults.teams)),
        balanced=bool(given.get("balanced", defaults.balanced)),
        lives=int(given.get("lives", defaults.lives)),
        streaks=None if streaks is None else bool(streaks),
        ceiling=_ceiling(str(given.get("ceiling", defaults.ceiling))),
        thread=bool(given.get("thread", defaults.thread)),
    )


def _mode(request: Request, defaults: Rules) -> Mode:
    """Return the mode named, or the one that other options belong to."""
    belongs = {"teams": Mode.TEAMS, "balanced": Mode.TEAMS, "lives": Mode.SURVIVAL}
    implied = [(option, mode) for option, mode in belongs.items() if option in request.arguments]
    said = request.arguments.get("mode")
    mode = Mode(str(said)) if said else implied[0][1] if implied else defaults.mode
    for option, wanted in implied:
        if wanted is not mode:
            raise UsageError(f"{option} goes with mode={wanted}.")
    return mode


def _ceiling(text: str) -> str:
    try:
        Ceiling.parse(text)
    except ValueError as error:
        raise UsageError(f"{error}.") from error
    return text
