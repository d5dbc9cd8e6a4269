"""The commands, declared once. Platforms build their command trees from this list; help and docs are made from it."""

from collections.abc import Sequence

from trivia.commands.catalogue.declaring import Command, Option, OptionType, Suggests
from trivia.commands.catalogue.facts import FACTS
from trivia.commands.catalogue.general import ASKING, CHOOSING, HELPING, PRIVACY
from trivia.commands.catalogue.rounds import ROUNDS
from trivia.commands.catalogue.schedules import SCHEDULES
from trivia.commands.catalogue.scores import SCORES

__all__ = ["CATALOGUE", "FAMILIES", "Command", "Option", "OptionType", "Suggests", "find", "of_family"]

FAMILIES = {
    "ask": "Ask a question",
    "trivia": "Play a round",
    "schedule": "Plan rounds",
    "score": "Points and boards",
    "fact": "Teach and mend facts",
    "settings": "Settings",
    "privacy": "What is kept of you",
    "help": "Help",
}
"""The command families, in the order in which help lists them."""

CATALOGUE: tuple[Command, ...] = (
    *ASKING,
    *ROUNDS,
    *SCHEDULES,
    *SCORES,
    *FACTS,
    *CHOOSING,
    *PRIVACY,
    *HELPING,
)

_BY_PATH = {command.path: command for command in CATALOGUE}


def find(path: str) -> Command | None:
    """Return a command by its path, whatever its case and spacing."""
    words = " ".join(path.casefold().removeprefix("/").split())
    return _BY_PATH.get(words)


def of_family(family: str) -> Sequence[Command]:
    """Return the commands of a family."""
    return [command for command in CATALOGUE if command.family == family]
