"""Disputes over a million attempts: what a decision about one question costs, with all that follows from it.

    python -m benchmarks.disputes [attempts]

The store is that of the benchmark ``boards``: one community with ten thousand members, rounds of ten questions and ten
players, two years of play. Sixty questions of old rounds are disputed and decided through the service, one by one.
"""

import asyncio
import random
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.boards import MAIN, NOW, OURS, PLAYERS, QUESTIONS, RESULTS, fill, measured, member, told
from db import Store, Transaction, open_store
from db.boards import results_changed
from trivia.disputes.model import Way, Wish
from trivia.disputes.service import Disputes
from trivia.disputes.settling import Played, points_of
from trivia.facts.model import CommunityId, FactId
from trivia.questions.model import QuestionKind
from trivia.rounds.codec import to_json
from trivia.rounds.judging import NameJudge
from trivia.rounds.model import Asked, ChannelId, Phase, Place, Player, Round, RoundId, Rules
from trivia.values import replace

DISPUTED = 60
NUMBER = 4
"""The question of each round that is disputed."""

_ASKED = Asked("", QuestionKind.TEXT, "Oslo", ("Oslo",), (), "", "", 0.5, "topic-1", (), ())


class Nowhere:
    """What a decision does outside the store: nothing, here."""

    async def void(self, community: CommunityId, fact: FactId, at: datetime) -> None:
        """Stop no question."""

    async def deliver(self, place: Place, now: datetime) -> None:
        """Send nothing."""


async def remember(store: Store, rounds: list[int], chance: random.Random) -> None:
    """Keep the states of some rounds and the questions put in them."""

    async def unit(tx: Transaction) -> None:
        for n in rounds:
            place = Place(OURS, ChannelId(MAIN.channel if n % 2 else f"bench:{n % 20}"))
            players = tuple(Player(member(who), f"Player {who}") for who in chance.sample(range(1_000), PLAYERS))
            state = Round(
                RoundId(f"{n:016x}"),
                place,
                players[0],
                Rules(streaks=True),
                Phase.FINISHED,
                NOW,
                None,
                version=9,
                number=QUESTIONS,
            )
            await tx.run(
                "INSERT INTO rounds(version, deadline, ended, state, id, platform, community, channel, started) "
                "VALUES (9, '', 1, ?, ?, ?, ?, ?, ?)",
                (to_json(state), state.id, place.platform, OURS, place.channel, NOW.isoformat()),
            )
            await tx.run_many(
                "INSERT INTO asked(community, channel, round, number, stem, question, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [_asked_row(place, state, number) for number in range(1, QUESTIONS + 1)],
            )

    await store.database.write(unit)


def _asked_row(place: Place, state: Round, number: int) -> tuple[object, ...]:
    asked = replace(_ASKED, stem=f"Question {number} of {state.id}?")
    at = NOW.astimezone(UTC).isoformat(timespec="microseconds")
    return (OURS, place.channel, state.id, number, asked.stem, to_json(asked), at)


async def measure(attempts: int) -> None:
    """Print all figures."""
    chance = random.Random(1)  # noqa: S311 - the same every run
    with tempfile.TemporaryDirectory() as folder:
        async with open_store(Path(folder) / "store.db") as store:
            await fill(store, attempts, chance)
            rounds = chance.sample(range(attempts // (PLAYERS * QUESTIONS)), DISPUTED)
            await remember(store, rounds, chance)
            await decisions(store, [RoundId(f"{n:016x}") for n in rounds])


async def decisions(store: Store, rounds: list[RoundId]) -> None:
    """Dispute a question of each round, and measure what its decision takes."""
    disputes = Disputes(store, store, NameJudge(store), Nowhere())
    by, mia = Player(member(7), "Player 7"), Player(member(10**6), "Mia")
    reckoned, decided = [], []
    for hours, round_id in enumerate(rounds, 1):
        at = NOW + timedelta(minutes=hours)
        item, _ = await disputes.dispute_question(MAIN, by, at, "", round_id=round_id, number=NUMBER)
        state = await store.round(round_id)
        assert state
        played = Played(state, tuple(await store.attempts(round_id)), tuple(await store.rulings(round_id)))
        await store.database.write(_as_played(played))
        reckoned.append(await measured(lambda p=played: _reckoned(p)))  # type: ignore[misc] # defaults bind the loop's values
        wish = Wish(Way.VOID) if hours % 2 else Wish(Way.ACCEPT, "a")
        decided.append(
            await measured(lambda i=item, w=wish, now=at: disputes.decide(MAIN, i.number, w, mia, now, admin=False))  # type: ignore[misc] # defaults bind the loop's values
        )
    told("a round of a hundred answers reckoned anew, in memory", reckoned)
    told("a decision about one question, all that follows stored", decided, "(wanted: 50)")


async def _reckoned(played: Played) -> None:
    points_of(played)


def _as_played(played: Played) -> Callable[[Transaction], Awaitable[None]]:
    """Bring a round's results to what its attempts come to, as a round that was played has them."""

    async def unit(tx: Transaction) -> None:
        await results_changed(tx, played.round.id, points_of(played), played.attempts)

    return unit


def main() -> int:
    """Measure with as many attempts as is said."""
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else RESULTS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
