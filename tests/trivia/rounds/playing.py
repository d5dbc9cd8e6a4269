"""A few words to play a round of the machine with."""

from datetime import UTC, datetime, timedelta

from tests.fakes.rounds import player, question
from trivia.facts.model import GLOBAL_COMMUNITY
from trivia.judging.verdict import Ruling
from trivia.rounds.events import Attempted, Event, Joined, Opened
from trivia.rounds.machine import opened, step
from trivia.rounds.model import Asked, ChannelId, Place, Player, Round, RoundId, Rules
from trivia.rounds.step import Step

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
CAPITAL = Asked.of(question("What is the capital of Norway?", "Oslo", ("Bergen", "Oslo", "Kyiv", "Rome")))
TYPED = Asked.of(question("Who directed it?", "Krysten Ritter"))
ANNA, BEN, CLEO, DORA = player("Anna"), player("Ben"), player("Cleo"), player("Dora")
PLACE = Place(GLOBAL_COMMUNITY, ChannelId("test:1"))


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def lobby(rules: Rules, *others: Player) -> Round:
    """Open a round that Anna starts and the others join."""
    state = opened(Opened(RoundId("ab"), PLACE, ANNA, rules, START, None)).state
    return after(state, *(Joined(other, at(1)) for other in others)).state


def begun(asked: Asked, *others: Player, extra: int = 0, **rules: object) -> Round:
    """Begin a round with its first question; Anna has so much extra time."""
    chosen = Rules(**{"count": 5, "lobby": 0, "pause": 5, **rules})  # type: ignore[arg-type] # the fields by name
    state = opened(Opened(RoundId("ab"), PLACE, ANNA, chosen, START, asked, extra=extra)).state
    return after(state, *(Joined(other, START) for other in others)).state


def after(state: Round, *events: Event) -> Step:
    result = Step(state)
    for event in events:
        result = step(result.state, event)
    return result


def answer(who: Player, seconds: float, *, right: bool = True, ruling: Ruling | None = None) -> Attempted:
    """Choose, or type, an answer."""
    ruled = ruling or (Ruling.ACCEPT if right else Ruling.REJECT)
    return Attempted(who, at(seconds), f"{who.id}{seconds}", None, "given", None, ruled, "")


def choice(who: Player, seconds: float, *, right: bool = True) -> Attempted:
    ruling = Ruling.ACCEPT if right else Ruling.REJECT
    return Attempted(who, at(seconds), f"{who.id}{seconds}", None, "given", 1 if right else 0, ruling, "")
