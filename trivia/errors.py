"""Every error that Factotum raises on purpose.

FactotumError
├── UsageError          what was asked can't be done as asked: bad words, bad options (exit status 2)
├── SettingsError       a setting is missing or malformed (exit status 2)
├── PackError           a pack or an import has bad rows; carries every problem found
├── NotAllowed          the member lacks the role that the command asks for
├── NotFound            the thing named does not exist in this community
├── Conflict            somebody else changed it first, or it exists already
├── ChannelGone         a channel is no more, or is closed to the bot
└── StoreError          the store can't be used
    ├── StoreNotOurs    the file or database is not a Factotum store
    ├── StoreTooNew     it was made by a later version of the program
    ├── StoreTooOld     it must be migrated first
    ├── StoreBusy       another process holds it
    ├── StoreReadOnly   it can't be written
    └── StoreFull       the disk is full

The message of each is one plain sentence for the person who caused it, with the remedy where there is one.
"""

from dataclasses import dataclass


class FactotumError(Exception):
    """The root of the tree; its message can be shown to a user as it is."""


class UsageError(FactotumError):
    """The request can't be understood or carried out as it stands."""


class SettingsError(FactotumError):
    """A setting is missing or malformed."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file: where, and why."""

    file: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{where}: {self.reason}"


class PackError(FactotumError):
    """A pack or a file to import is malformed; nothing of it was taken."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class NotAllowed(FactotumError):
    """The member's role does not allow it."""


class NotFound(FactotumError):
    """What was named does not exist here."""


class Conflict(FactotumError):
    """The change clashes with what is stored."""


class ChannelGone(FactotumError):
    """The channel is no more, or is closed to the bot; what was to be said there can't be said later either."""


class StoreError(FactotumError):
    """The store can't be used."""


class StoreNotOurs(StoreError):
    """The file or database holds something else."""


class StoreTooNew(StoreError):
    """A later version of the program made it."""


class StoreTooOld(StoreError):
    """It needs a migration first."""


class StoreBusy(StoreError):
    """Another process holds it."""


class StoreReadOnly(StoreError):
    """It can't be written."""


class StoreFull(StoreError):
    """There is no room left on the disk."""
