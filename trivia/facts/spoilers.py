"""How far a channel has come in works, so that what lies beyond isn't given away."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trivia.facts.model import SpoilerPoint, SpoilerScope
from trivia.text import fold


@dataclass(frozen=True, slots=True)
class Ceiling:
    """For each work, by its key or its name, folded, the last point that may be given away."""

    points: Mapping[str, SpoilerPoint] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> "Ceiling":
        """Read ``jessica-jones@S1E5``, several parted by commas, or nothing; raise ValueError for anything else.

        A work without a point (``jessica-jones@``) may be given away as a whole.
        """
        points: dict[str, SpoilerPoint] = {}
        for part in filter(None, (part.strip() for part in text.split(","))):
            work, at, point = part.rpartition("@")
            if not at or not fold(work):
                raise ValueError(f"{part!r} is not a work and a point in it, such as jessica-jones@S1E5")
            points[fold(work)] = SpoilerPoint.parse(point)
        return cls(points)

    def allows(self, scope: SpoilerScope | None) -> bool:
        """Say whether what gives away no more than this may be shown: nothing, or no point beyond that of its work."""
        if scope is None:
            return True
        known = (self.points.get(fold(name)) for name in (scope.work.key, scope.work.name))
        return any(reached is not None and not scope.point.is_beyond(reached) for reached in known)


NO_CEILING = Ceiling()
"""Nothing has been seen: no spoiler may be shown."""
