"""What the daily set needs of storage."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from trivia.daily.model import DailySet, Share, Sheet
from trivia.facts.model import CommunityId
from trivia.rounds.bag import Taken
from trivia.rounds.model import Attempt, MemberId, Points, RoundId
from trivia.rounds.ports import Outgoing


@dataclass(frozen=True, slots=True)
class Tried:
    """An answer to a question of a set and all that it leads to, stored in one transaction.

    ``tries`` is how many answers of the member to it were stored before; ``done`` says that the question is settled,
    with these points. Who has settled all that counts has played the day.
    """

    daily: DailySet
    event: str
    attempt: Attempt
    tries: int
    done: bool
    points: tuple[Points, ...] = ()


class DailyStore(Protocol):
    """The daily sets, and what each member made of them."""

    async def keep_daily(self, daily: DailySet, taken: Taken, at: datetime) -> DailySet:
        """Keep the set of a day with its draw, all or nothing; return the one that was there first, if any.

        Raise Conflict if somebody else drew meanwhile.
        """
        ...

    async def daily_set(self, daily: RoundId) -> DailySet | None:
        """Return a set by its id."""
        ...

    async def daily_sets_open(self, community: CommunityId, now: datetime) -> Sequence[DailySet]:
        """Return the sets of a community that can be answered still."""
        ...

    async def daily_sheet(self, daily: DailySet, member: MemberId) -> Sheet:
        """Return how far a member has come with a set."""
        ...

    async def daily_attempts(self, daily: DailySet, number: int, member: MemberId) -> Sequence[Attempt]:
        """Return a member's answers to one question, in the order of receipt."""
        ...

    async def show_daily(self, daily: DailySet, number: int, member: MemberId, at: datetime) -> None:
        """Keep that a member was shown a question, which they have not settled; shown again, its ``latest`` moves."""
        ...

    async def try_daily(self, tried: Tried) -> bool:
        """Store an answer; return False if the event was handled before.

        Raise Conflict if the member was not shown the question, is done with it, or has another number of tries, or if
        the question was voided meanwhile.
        """
        ...

    async def void_daily(
        self, daily: DailySet, number: int, at: datetime, word: Callable[[Points], Outgoing] | None = None
    ) -> None:
        """Let a question count for nobody: what it earned goes, and whoever is done without it is done.

        ``word`` makes the message that is kept for each who had earned points with it. Raise Conflict if the set was
        changed otherwise meanwhile.
        """
        ...

    async def finish_daily(self, daily: DailySet, member: MemberId, at: datetime) -> None:
        """Keep that a member has played the day, if they have settled all that counts."""
        ...

    async def daily_shares(self, daily: DailySet, but: MemberId) -> Sequence[Share]:
        """Return how all but one member did with each question."""
        ...

    async def daily_days(self, community: CommunityId, member: MemberId) -> Sequence[date]:
        """Return the days whose sets a member has finished, in order."""
        ...

    async def share_daily(self, daily: DailySet, member: MemberId, message: Outgoing, at: datetime) -> bool:
        """Keep the message that shows a member's result to all; return False if there was one before."""
        ...

    async def daily_shared(self, daily: DailySet, member: MemberId) -> bool:
        """Say whether a member has shown their result to all."""
        ...

    async def daily_live(
        self, community: CommunityId, member: MemberId | None, since: datetime | None, now: datetime
    ) -> Sequence[tuple[RoundId, int]]:
        """Return the questions, by set and number, of sets not closed yet that are open to somebody.

        Open is what was shown and is not settled: to this member, or since a moment (never, if None) to whomever.
        """
        ...
