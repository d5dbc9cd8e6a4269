"""What goes into the judge and what comes out."""

from enum import StrEnum

from trivia.values import Value


class Ruling(StrEnum):
    """Right, right but not exact enough, or wrong."""

    ACCEPT = "accept"
    PROMPT = "prompt"
    REJECT = "reject"


class Verdict(Value):
    """A ruling and the rule that led to it, in a few words that stay the same from version to version."""

    ruling: Ruling
    reason: str


class AnswerKey(Value):
    """The right answer to a question and all that helps to recognise it.

    ``key`` may be a plain answer or an answer line of a quiz packet: ``<b><u>...</u></b>`` marks the required part,
    and ``[or ...; accept ...; prompt on ...; do not accept ...]`` adds alternatives. ``type`` is a literal type
    (``number``, ``date``, ``quantity``, ``text``), the id of a kind of entity (``person``, ``film`` ...) or empty: then
    it is inferred from key and question. ``others`` are folded names of other entities of that kind, which are never
    accepted.
    """

    key: str
    accepted: tuple[str, ...] = ()
    type: str = ""
    question: str = ""
    others: frozenset[str] = frozenset()


def accept(reason: str) -> Verdict:
    """Rule an answer right."""
    return Verdict(Ruling.ACCEPT, reason)


def prompt(reason: str) -> Verdict:
    """Ask the player to be more specific."""
    return Verdict(Ruling.PROMPT, reason)


def reject(reason: str) -> Verdict:
    """Rule an answer wrong."""
    return Verdict(Ruling.REJECT, reason)
