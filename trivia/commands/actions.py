"""Action ids: a command and its arguments as one short string, which alone restores them."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, quote_plus

from trivia.commands.request import Argument


def action(command: str, **arguments: Argument) -> str:
    """Write a command down: ``trivia answer?round=3f2a&question=2&text=B``."""
    pairs = (f"{name}={_quoted(str(value))}" for name, value in arguments.items())
    return f"{command}?{'&'.join(pairs)}" if arguments else command


def _quoted(text: str) -> str:
    return text if text.isascii() and text.isalnum() else quote_plus(text)


def restored(action_id: str) -> tuple[str, Mapping[str, Argument]]:
    """Read what ``action`` wrote; the arguments come back as text."""
    command, _, query = action_id.partition("?")
    return command, dict(parse_qsl(query, keep_blank_values=True))
