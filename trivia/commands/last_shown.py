"""What the last large file that was shown comes to, so that taking it a moment later needs no second reading."""

import asyncio
from dataclasses import dataclass

from trivia.formats.matching import Matched

LARGE = 1_000
"""Facts; fewer are read again in no time."""
_KEPT_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A file as it was shown: by which draft, to whom, and how the shelf stood (``FactReader.state``)."""

    draft: int
    name: str
    state: str


class LastShown:
    """Remembers one file, for some minutes: it may be a hundred megabytes. What is forgotten is read again."""

    def __init__(self) -> None:
        self._kept: tuple[Shown, Matched] | None = None
        self._forgetting: asyncio.TimerHandle | None = None

    def keep(self, shown: Shown, found: Matched) -> None:
        """Remember what a file comes to, if it is large, instead of what was remembered before."""
        if len(found.new) + len(found.changed) + found.same >= LARGE:
            self._forget()
            self._kept = shown, found
            self._forgetting = asyncio.get_running_loop().call_later(_KEPT_SECONDS, self._forget)

    def take(self, shown: Shown) -> Matched | None:
        """Return what a file comes to and forget it; None if it isn't known, or not as the shelf stands now."""
        kept = self._kept
        self._forget()
        return kept[1] if kept and kept[0] == shown else None

    def _forget(self) -> None:
        self._kept = None
        if self._forgetting:
            self._forgetting.cancel()
            self._forgetting = None
