import pytest

from trivia.facts.model import SpoilerPoint


@pytest.mark.parametrize("text", ["", "S2", "S2E5", "S10E100"])
def test_a_point_in_a_work_reads_back_as_it_is_written(text: str) -> None:
    assert str(SpoilerPoint.parse(text.lower())) == text


@pytest.mark.parametrize("text", ["E5", "2x5", "S", "S2E", "season 2", "S99999"])
def test_what_is_no_point_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a point in a work"):
        SpoilerPoint.parse(text)


@pytest.mark.parametrize(
    ("point", "progress", "beyond"),
    [
        ("S2E5", "S2E4", True),
        ("S2E5", "S2E5", False),
        ("S2E5", "S3E1", False),
        ("S2E5", "S1", True),
        ("S2E5", "S2", False),
        ("S2", "S2E9", True),
        ("S2", "S3E1", False),
        ("", "S9", True),
        ("", "", False),
        ("S2E5", "", False),
    ],
)
def test_a_point_is_beyond_whoever_has_not_got_there(point: str, progress: str, beyond: bool) -> None:
    assert SpoilerPoint.parse(point).is_beyond(SpoilerPoint.parse(progress)) is beyond
