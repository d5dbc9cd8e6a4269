import pytest

from trivia.facts.model import Entity, EntityId, SpoilerPoint, SpoilerScope
from trivia.facts.spoilers import NO_CEILING, Ceiling

SERIES = Entity(EntityId(1), "jessica_jones", "series", "Marvel's Jessica Jones", 0.9, "test")


def gives_away(point: str) -> SpoilerScope:
    return SpoilerScope(SERIES, SpoilerPoint.parse(point))


@pytest.mark.parametrize("ceiling", ["jessica-jones@S1E5", "other@S9, Marvel’s Jessica Jones@s1e5"])
def test_what_lies_at_or_below_the_ceiling_of_its_work_may_be_shown(ceiling: str) -> None:
    reached = Ceiling.parse(ceiling)
    assert reached.allows(None)
    assert reached.allows(gives_away("S1E5"))
    assert not reached.allows(gives_away("S1E6"))
    assert not reached.allows(gives_away("S2"))
    assert not reached.allows(gives_away("S1")), "the whole of a season is beyond an episode of it"


def test_a_work_without_a_point_may_be_given_away_whole() -> None:
    assert Ceiling.parse("jessica-jones@").allows(gives_away(""))


def test_without_a_ceiling_no_spoiler_may_be_shown() -> None:
    assert Ceiling.parse(" , ") == NO_CEILING
    assert not NO_CEILING.allows(gives_away("S1E1"))
    assert not Ceiling.parse("other@S9").allows(gives_away("S1E1"))


@pytest.mark.parametrize("text", ["S1E5", "@S1", "jessica-jones@5", "jessica-jones@S1E"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        Ceiling.parse(text)
