"""Points are a function of attempts and rulings, whatever moderators decide, in whatever order."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.rounds import FakeRoundStore, PlainJudge, player, question
from tests.fakes.store import MemoryStore
from trivia.disputes.model import Overruled, Way, Wish
from trivia.disputes.service import Disputes
from trivia.disputes.settling import gains, overruled
from trivia.errors import UsageError
from trivia.facts.model import CommunityId, FactId
from trivia.judging.verdict import Ruling
from trivia.rounds.model import (
    Asked,
    Attempt,
    ChannelId,
    Live,
    MemberId,
    Mode,
    Phase,
    Place,
    Points,
    Round,
    RoundId,
    Rules,
)
from trivia.rounds.ports import Commit
from trivia.rounds.scoring import rescored
from trivia.values import replace

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
OURS = CommunityId(1)
HERE = Place(OURS, ChannelId("test:here"))
PLAYERS = tuple(map(player, ("Anna", "Ben", "Cleo", "Dora")))
MIA = player("Mia")
ANSWERS = ("oslo", "Christiania", "rome")
QUESTIONS = 4

answers = st.lists(
    st.tuples(st.integers(1, QUESTIONS), st.integers(0, 3), st.sampled_from(ANSWERS), st.integers(0, 200)),
    max_size=20,
)
decisions = st.lists(
    st.tuples(
        st.integers(1, QUESTIONS),
        st.integers(0, 3),
        st.sampled_from([Way.ACCEPT, Way.VOID, Way.DECLINE]),
        st.sampled_from(ANSWERS),
    ),
    max_size=8,
)


@dataclass
class Channel:
    """What decisions do outside the store."""

    told: list[Place] = field(default_factory=list)

    async def void(self, community: CommunityId, fact: FactId, at: datetime) -> None:
        raise AssertionError((community, fact, at, "no fact is behind these questions"))

    async def deliver(self, place: Place, now: datetime) -> None:
        del now
        self.told.append(place)


def asked(number: int) -> Asked:
    return replace(Asked.of(question(f"Question {number}?", "Oslo")), type="")


async def played(store: FakeRoundStore, rules: Rules, given: list[tuple[int, int, str, int]], *, on: bool) -> Round:
    """Store a round in which these answers were given; if it is still ``on``, the last question is open."""
    state = Round(RoundId("aa"), HERE, PLAYERS[0], rules, Phase.REVEALED, NOON, None, players=PLAYERS)
    for number in range(1, QUESTIONS + 1):
        state = replace(state, number=number, version=state.version + 1)
        await store.store_step(Commit(state, "", NOON, asked=asked(number)))
    attempts = []
    for index, (number, who, answer, tenths) in enumerate(given):
        ruling = Ruling.ACCEPT if answer == "oslo" else Ruling.REJECT
        attempts.append(
            Attempt(state.id, number, PLAYERS[who], f"a{index}", answer, None, ruling, "x", NOON, tenths / 10, 0)
        )
        state = replace(state, version=state.version + 1)
        await store.store_step(Commit(state, f"a{index}", NOON, attempt=attempts[-1]))
    live = Live(asked(QUESTIONS), QUESTIONS, NOON)
    state = replace(state, phase=Phase.ASKING, live=live) if on else replace(state, phase=Phase.FINISHED)
    scored, points = rescored(state, attempts)
    scored = replace(scored, version=state.version + 1)
    await store.store_step(Commit(scored, "", NOON, points=points))
    return scored


async def decide(store: FakeRoundStore, wishes: list[tuple[int, int, Way, str]], before: Round) -> None:
    """Let members dispute and a moderator decide; what is refused changes nothing."""
    disputes = Disputes(store, MemoryStore(), PlainJudge(), Channel())
    for hours, (number, who, way, answer) in enumerate(wishes, 1):
        at = NOON + timedelta(hours=hours)
        with suppress(UsageError):
            item, _ = await disputes.dispute_question(HERE, PLAYERS[who], at, "", round_id=before.id, number=number)
            await disputes.decide(HERE, item.number, Wish(way, answer), MIA, at, admin=False)


@settings(max_examples=150, deadline=None)
@given(answers, decisions, st.sampled_from(Mode), st.booleans(), st.booleans())
def test_what_is_stored_equals_what_attempts_and_rulings_come_to(
    given: list[tuple[int, int, str, int]],
    wishes: list[tuple[int, int, Way, str]],
    mode: Mode,
    streaks: bool,
    on: bool,
) -> None:
    async def check() -> None:
        store = FakeRoundStore()
        before = await played(store, Rules(mode=mode, streaks=streaks), given, on=on)
        attempts = list(await store.attempts(before.id))
        await decide(store, wishes, before)

        state = await store.round(before.id)
        assert state
        assert list(await store.attempts(before.id)) == attempts, "attempts stay as they are"
        ruled = overruled(attempts, await store.rulings(before.id))
        assert rescored(state, ruled)[0] == state
        stored = {(p.number, p.player.id): p.points for _, p in store.earned}
        assert stored == {(p.number, p.player.id): p.points for p in rescored(state, ruled)[1]}
        assert {(r.number, r.player.id): r.points for r in store.results.values()} == stored
        assert (state.live, state.phase, state.number) == (before.live, before.phase, before.number)

    asyncio.run(check())


def attempt(event: str, ruling: Ruling = Ruling.REJECT) -> Attempt:
    return Attempt(RoundId("aa"), 1, PLAYERS[0], event, "x", None, ruling, "no match", NOON, 1.0, 0)


def test_a_ruling_holds_for_its_own_attempt_alone() -> None:
    later = Overruled(RoundId("aa"), 1, "two", Ruling.ACCEPT, "so be it")
    first, second = overruled((attempt("one"), attempt("two")), (later,))
    assert first == attempt("one")
    assert second == replace(attempt("two", Ruling.ACCEPT), reason="so be it")


def test_gains_name_those_whose_points_changed_the_most_first() -> None:
    def earned(*points: tuple[int, int]) -> tuple[Points, ...]:
        return tuple(Points(RoundId("aa"), 1, PLAYERS[who], won) for who, won in points)

    found = gains(earned((0, 10), (1, 7), (2, 5)), earned((1, 10), (2, 5), (3, 7)))
    assert [(gain.player.name, gain.points) for gain in found] == [("Dora", 7), ("Ben", 3), ("Anna", -10)]


def test_members_are_known_by_their_ids() -> None:
    renamed = replace(PLAYERS[0], name="Annika")
    before = (Points(RoundId("aa"), 1, PLAYERS[0], 10),)
    assert gains(before, (Points(RoundId("aa"), 1, renamed, 10),)) == ()
    assert MemberId("anna") == renamed.id
