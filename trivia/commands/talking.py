"""What members mean who just talk, without a command: an answer while a question is open, else something to look up."""

from collections.abc import Mapping

from trivia.commands.request import Argument
from trivia.rounds.model import Phase, Round

Meaning = tuple[str, Mapping[str, Argument]]


def spoken(text: str, current: Round | None, *, to_us: bool, reply: bool = False) -> Meaning | None:
    """Return the command and arguments that words in a channel stand for; None for talk that is none of our business.

    ``to_us`` says that the bot was spoken to, ``reply`` that they were said as a reply to one of its messages.
    """
    words = " ".join(text.split())
    if not words:
        return None
    is_open = current is not None and current.phase is Phase.ASKING
    if is_open and (reply or not (to_us and words.endswith("?"))):
        return "trivia answer", {"text": words}
    return ("ask", {"question": words}) if to_us else None
