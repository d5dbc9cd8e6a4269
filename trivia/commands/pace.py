"""How fast one member may be: a bucket of tokens each, refilled by the time of the requests themselves."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

BURST = 30
"""So many requests at once are nobody's hurry, but a machine's."""

PER_SECOND = 2.0
"""So many a second may go on for ever."""

REMEMBERED = 10_000
"""Members; those heard from the longest ago are forgotten, which does them no harm."""


class Pace(Enum):
    """What becomes of a request: it is fine, it is the first one too many, or one more of these."""

    FINE = "fine"
    TOO_FAST = "too fast"
    STILL_TOO_FAST = "still too fast"


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: datetime
    warned: bool = False


class Paces:
    """The buckets of all members who were heard from lately."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[Hashable, _Bucket] = OrderedDict()

    def of(self, member: Hashable, at: datetime) -> Pace:
        """Count one request of a member. A clock that goes back refills nothing, and takes nothing away."""
        bucket = self._buckets.get(member) or _Bucket(BURST, at)
        self._buckets[member] = bucket
        self._buckets.move_to_end(member)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        passed = max(0.0, (at - bucket.at).total_seconds())
        bucket.tokens = min(BURST, bucket.tokens + passed * PER_SECOND)
        bucket.at = at
        if bucket.tokens >= BURST / 2:
            bucket.warned = False
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return Pace.FINE
        first, bucket.warned = not bucket.warned, True
        return Pace.TOO_FAST if first else Pace.STILL_TOO_FAST
