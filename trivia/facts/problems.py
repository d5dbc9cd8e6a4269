"""Gathering everything that is wrong with files, so that their author mends it in one go."""

from trivia.errors import PackError, Problem

MAX_PROBLEMS = 100
"""So many problems are told one by one; of the others only the number."""

_MAX_REASON = 300


class Problems:
    """The problems found so far."""

    def __init__(self) -> None:
        self._told: list[Problem] = []
        self._more = 0

    def add(self, file: str, line: int | None, reason: str) -> None:
        """Note one problem."""
        if len(self._told) >= MAX_PROBLEMS:
            self._more += 1
            return
        plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in reason[: _MAX_REASON + 1])
        self._told.append(Problem(file, line, plain if len(plain) <= _MAX_REASON else plain[:_MAX_REASON] + "…"))

    def __len__(self) -> int:
        return len(self._told) + self._more

    def raise_if_any(self) -> None:
        """Raise PackError with every problem noted, in the order of the files' lines as they were read."""
        if not self._told:
            return
        more = (Problem("…", None, f"and {self._more:,} more problems"),) if self._more else ()
        raise PackError((*self._told, *more))
