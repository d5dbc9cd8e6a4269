"""What the program asks of storage, in one object: every port at once. For type checkers only."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from trivia.commands.core import FactStore, GameStore
from trivia.installations import Installations
from trivia.ports import ProgramState, Resting
from trivia.rounds.shown import ShownMessages
from trivia.settings import Communities


class Store(FactStore, GameStore, ProgramState, Communities, ShownMessages, Installations, Protocol):
    """All that the core, the platforms and the program ask of storage."""

    async def take_up_questions(self, at: datetime) -> None:
        """Let the questions of packs that an earlier version installed, which only kept them, be asked."""
        ...

    async def resting(self, name: str) -> Sequence[Resting]:
        """Return what communities keep about a pack's things, who keeps most first; NotFound if there is no such."""
        ...


OpenStore = Callable[[str], AbstractAsyncContextManager[Store]]
"""Opens the store at an address."""
