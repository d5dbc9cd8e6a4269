"""What a step of a round comes to."""

from trivia.rounds.model import Asked, Attempt, Live, Points, Round
from trivia.rounds.notices import Notice, Word
from trivia.values import Value


class Step(Value):
    """What an event led to. ``say`` goes to the channel in this order, ``word`` to the one who acted.

    ``attempt`` is to be stored, ``points`` are those of the question that this step ``closed``, ``put`` is the question
    that it opened. ``updates_lobby`` says that the first of ``say`` takes the place of the lobby's message, ``appends``
    that nothing changed but that the attempt came to the others.
    """

    state: Round
    say: tuple[Notice, ...] = ()
    word: Word | None = None
    attempt: Attempt | None = None
    points: tuple[Points, ...] = ()
    closed: Live | None = None
    put: Asked | None = None
    updates_lobby: bool = False
    appends: bool = False
