"""What the commands are called in a workspace, and how texts speak of them there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from trivia.commands.catalogue import FAMILIES
from trivia.replies.reply import Button, Choice, Code, Plain, Reply
from trivia.values import Value, replace

HELP = "help"
"""Slack keeps ``/help`` for itself: unless it is given another name, it is asked for as ``/trivia help``."""
_HELPED_BY = "trivia"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Names:
    """Slash commands by family, where they differ from the families' own names."""

    renamed: Mapping[str, str]

    @property
    def slashes(self) -> dict[str, str]:
        """The slash commands that there are, by family."""
        return {
            family: self.renamed.get(family, family) for family in FAMILIES if family != HELP or family in self.renamed
        }

    def family(self, slash: str) -> str | None:
        """Return the family that a slash command stands for, with or without its slash."""
        name = slash.removeprefix("/").casefold()
        return next((family for family, own in self.slashes.items() if own == name), None)

    def command(self, family: str) -> str:
        """Return what is typed for a family."""
        slashes = self.slashes
        return f"/{slashes[family]}" if family in slashes else f"/{slashes[_HELPED_BY]} {family}"

    def said(self, text: str) -> str:
        """Put the names that hold here into a text that speaks of commands."""
        return _COMMAND.sub(lambda found: self.command(found[1]), text)

    def spoken(self, reply: Reply) -> Reply:
        """Put the names that hold here into a reply; what buttons do is left as it is."""
        return _with_texts(reply, self)


_COMMAND = re.compile(rf"(?<![\w/.:])/({'|'.join(FAMILIES)})(?![\w/-])")


def _with_texts(value: T, names: Names) -> T:
    """Return a part of a reply with the names in its plain words and in what is to be typed."""
    if isinstance(value, Plain | Code):
        return replace(value, text=names.said(value.text))
    if isinstance(value, tuple):
        return tuple(_with_texts(part, names) for part in value)  # type: ignore[return-value] # as it came
    if isinstance(value, Value) and not isinstance(value, Button | Choice):
        parts = {name: getattr(value, name) for name in value.__struct_fields__}
        changed = {name: _with_texts(part, names) for name, part in parts.items() if isinstance(part, tuple)}
        return replace(value, **changed)
    return value
