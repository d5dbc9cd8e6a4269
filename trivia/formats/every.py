"""Every format there is. A further one is a module of its own, and a line here."""

from trivia.errors import UsageError
from trivia.formats.incoming import Format
from trivia.formats.packs import PackFormat
from trivia.formats.questions import QuestionsFormat
from trivia.formats.tables import TableFormat

FORMATS: tuple[Format, ...] = (PackFormat(), QuestionsFormat(), TableFormat())


def format_of(file: str, data: bytes, named: str = "auto", columns: str = "") -> Format:
    """Return the format that was named, or the one that the file looks like; raise UsageError if there is none."""
    found = [f for f in FORMATS if (f.fits(file, data, columns) if named == "auto" else f.name == named)]
    if not found:
        names = " or ".join(f"{f.name} ({f.ending})" for f in FORMATS)
        raise UsageError(f"I can't read that file. I take a {names}.")
    return found[0]
