"""Files at the terminal: one is handed over by its path, one that is handed out is written to the folder one is in."""

from collections.abc import Mapping
from pathlib import Path

from trivia.commands.catalogue import OptionType, find
from trivia.commands.request import Argument, Upload
from trivia.errors import UsageError
from trivia.replies.reply import File

MOST_BYTES = 300_000_000


def handed_over(command: str, arguments: Mapping[str, Argument]) -> Upload | None:
    """Return the file that a command names by its path; raise UsageError if it can't be read."""
    known = find(command)
    options = [option for option in known.options if option.type is OptionType.FILE] if known else []
    named = next((str(arguments[option.name]) for option in options if arguments.get(option.name)), "")
    if not named:
        return None
    path = Path(named).expanduser()
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(f"{path.name} is too large.")
        return Upload(path.name, path.read_bytes())
    except OSError as error:
        raise UsageError(f"I can't read {named}: {error.strerror or 'it is damaged'}.") from error


def written(file: File, folder: Path) -> Path:
    """Write a file under its name, or with a number behind it if that is taken; return where it is."""
    name = Path(file.name)
    for number in range(1, 10_000):
        path = folder / (name.name if number == 1 else f"{name.stem}-{number}{name.suffix}")
        try:
            with path.open("xb") as out:
                out.write(file.data)
        except FileExistsError:
            continue
        return path
    raise UsageError(f"There are too many files named {file.name} here.")
