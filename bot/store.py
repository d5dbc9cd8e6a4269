"""What the program asks of storage, in one object: every port of the core at once. For type checkers only."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from trivia.daily.ports import DailyStore
from trivia.disputes.ports import DisputeStore
from trivia.facts.keeping import CurationStore
from trivia.installations import Installations
from trivia.ports import FactEditor, FactReader, NameIndex, PackStore, ProgramState, UnansweredStore
from trivia.privacy import PrivacyStore
from trivia.rounds.history import RoundHistory
from trivia.rounds.ports import RoundStore
from trivia.rounds.schedule_ports import ScheduleStore
from trivia.rounds.shown import ShownMessages
from trivia.scores.ports import BoardStore
from trivia.settings import Communities, SettingStore


class Store(
    NameIndex,
    FactReader,
    PackStore,
    UnansweredStore,
    FactEditor,
    ProgramState,
    RoundStore,
    RoundHistory,
    DisputeStore,
    ScheduleStore,
    SettingStore,
    Communities,
    CurationStore,
    PrivacyStore,
    ShownMessages,
    DailyStore,
    BoardStore,
    Installations,
    Protocol,
):
    """All that the core needs of storage."""


OpenStore = Callable[[str], AbstractAsyncContextManager[Store]]
"""Opens the store at an address."""
