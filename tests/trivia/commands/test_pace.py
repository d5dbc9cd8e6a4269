"""How fast one member may be."""

from datetime import UTC, datetime, timedelta

from trivia.commands import pace
from trivia.commands.pace import BURST, PER_SECOND, Pace, Paces

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def emptied(paces: Paces, who: str = "anna") -> None:
    for _ in range(BURST):
        assert paces.of(who, NOW) is Pace.FINE


def test_a_burst_is_fine_and_what_comes_beyond_it_is_told_once() -> None:
    paces = Paces()
    emptied(paces)
    assert [paces.of("anna", NOW) for _ in range(3)] == [Pace.TOO_FAST, Pace.STILL_TOO_FAST, Pace.STILL_TOO_FAST]
    assert paces.of("ben", NOW) is Pace.FINE


def test_what_a_second_gives_back_can_be_used_and_only_a_rest_brings_another_word() -> None:
    paces = Paces()
    emptied(paces)
    assert paces.of("anna", NOW) is Pace.TOO_FAST
    assert [paces.of("anna", at(1)) for _ in range(3)] == [Pace.FINE, Pace.FINE, Pace.STILL_TOO_FAST]
    rested = at(1 + BURST / PER_SECOND)
    assert [paces.of("anna", rested) for _ in range(BURST)] == [Pace.FINE] * BURST
    assert paces.of("anna", rested) is Pace.TOO_FAST


def test_a_steady_hand_is_never_too_fast() -> None:
    paces = Paces()
    assert {paces.of("anna", at(n / PER_SECOND)) for n in range(500)} == {Pace.FINE}


def test_a_clock_that_goes_back_locks_nobody_out() -> None:
    paces = Paces()
    emptied(paces)
    assert paces.of("anna", at(-7200)) is Pace.TOO_FAST
    assert paces.of("anna", at(-7199)) is Pace.FINE


def test_members_not_heard_from_for_long_are_forgotten() -> None:
    paces = Paces()
    emptied(paces)
    for number in range(pace.REMEMBERED):
        paces.of(number, NOW)
    assert paces.of("anna", NOW) is Pace.FINE
