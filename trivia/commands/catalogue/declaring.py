"""What a command is: its words, its options, who may run it."""

from dataclasses import dataclass
from enum import StrEnum

from trivia.commands.request import Role


class OptionType(StrEnum):
    """What an option takes."""

    TEXT = "text"
    INTEGER = "number"
    BOOLEAN = "yes or no"
    FILE = "file"


class Suggests(StrEnum):
    """What an option names, of what is known already."""

    TOPIC = "topic"
    ENTITY = "entity"
    RETIRED = "retired entity"
    MERGED = "entity or relation"
    RELATION = "relation"
    KIND = "kind"
    FACT = "fact"
    ZONE = "zone"
    SCHEDULE = "schedule"
    SETTING = "setting"
    COMMAND = "command"
    SEASON = "season"
    PLAYER = "player"
    PLAYED = "topic played"


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a command.

    ``low`` and ``high`` bound a number, ``longest`` a text. ``rest`` says that words typed without ``name=`` belong to
    it; ``verbatim``, that these words are taken as they are, whatever they look like. ``hidden`` ones are for buttons.
    ``suggests`` is what may be suggested while one types.
    """

    name: str
    summary: str
    type: OptionType = OptionType.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    longest: int = 200
    rest: bool = False
    verbatim: bool = False
    hidden: bool = False
    suggests: Suggests | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its family (``trivia``), its name within it (``start``, empty where the family is the command).

    ``role`` is the least that may run it. ``changes`` says that running it twice does more than running it once;
    ``keeps_event``, that what it changes is stored together with the event, so that nobody else need remember it.
    """

    family: str
    name: str
    summary: str
    options: tuple[Option, ...] = ()
    role: Role = Role.MEMBER
    examples: tuple[str, ...] = ()
    changes: bool = True
    keeps_event: bool = False

    @property
    def path(self) -> str:
        """The words that call it, without the slash."""
        return f"{self.family} {self.name}".strip()

    @property
    def usage(self) -> str:
        """How it is typed: required options bare, others in brackets."""
        shown = [option for option in self.options if not option.hidden]
        return " ".join([f"/{self.path}", *(_usage(option) for option in shown)])

    def option(self, name: str) -> Option | None:
        """Return an option by name."""
        return next((option for option in self.options if option.name == name), None)


def _usage(option: Option) -> str:
    written = option.name if option.rest else f"{option.name}=…"
    return written if option.required else f"[{written}]"
