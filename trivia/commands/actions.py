"""Action ids: a command and its arguments as one short string, which alone restores them."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from trivia.commands.request import Argument


def action(command: str, **arguments: Argument) -> str:
    """Write a command down: ``trivia answer?round=3f2a&question=2&text=B``."""
    return f"{command}?{urlencode(arguments)}" if arguments else command


def restored(action_id: str) -> tuple[str, Mapping[str, Argument]]:
    """Read what ``action`` wrote; the arguments come back as text."""
    command, _, query = action_id.partition("?")
    return command, dict(parse_qsl(query, keep_blank_values=True))
