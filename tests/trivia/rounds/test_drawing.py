"""Drawing from bags: nothing comes again before all have come, whoever draws, whatever dies."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import open_store
from tests.fakes.rounds import FakeQuestions, FakeRoundStore, FakeShelves, dice, question
from tests.fakes.store import MemoryStore
from tests.templates import shipped_pack
from tests.trivia.questions.conftest import film_files
from trivia import values
from trivia.errors import Conflict, UsageError
from trivia.facts.model import (
    GLOBAL_COMMUNITY,
    Certainty,
    Entity,
    EntityId,
    Fact,
    FactId,
    Source,
)
from trivia.facts.packs import read_pack
from trivia.lookup.answer import Evidence
from trivia.ports import NewEntity, NewFact
from trivia.questions.generator import Generator
from trivia.questions.model import Question, QuestionKind
from trivia.rounds.bag import Drawn, Recent, Running
from trivia.rounds.choosing import Candidate, choose, cost
from trivia.rounds.drawing import LOW, Bags
from trivia.rounds.model import Asked, ChannelId, Place
from trivia.rounds.ports import Wanted
from trivia.rounds.source import GeneratedQuestions

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
HERE = Place(GLOBAL_COMMUNITY, ChannelId("test:here"))
THERE = Place(GLOBAL_COMMUNITY, ChannelId("test:there"))
ANY = Wanted(1, 0)
SOURCE = Source("s", "Atlas", "", "", None, "en")
JESSICA = Path(__file__).parents[3] / "packs" / "jessica-jones"


def made(number: int, answer: str = "", relation: str = "capital", kind: QuestionKind = QuestionKind.TEXT) -> Question:
    """Make a question that rests on a fact of its own."""
    subject = Entity(EntityId(number), f"e{number}", "land", f"Land {number}", 0.5, "test")
    value = Entity(EntityId(10_000 + number), "", "city", answer or f"City {number}", 0.5, "test")
    known = Fact(FactId(number), "test", subject, relation, value, (), Certainty.CONFIRMED, SOURCE, "", None, None)
    return replace(
        question(f"What is the {relation} of Land {number}?", value.name, kind=kind),
        evidence=(Evidence(known, f"{value.name} is the {relation} of Land {number}"),),
        plan=f'{relation}("Land {number}")',
    )


@dataclass
class Table:
    """A channel that is asked one question after another; each is stored before it is asked."""

    questions: FakeQuestions | GeneratedQuestions
    store: FakeRoundStore = field(default_factory=FakeRoundStore)
    shelves: FakeShelves | MemoryStore = field(default_factory=FakeShelves)
    asked: list[Asked] = field(default_factory=list)
    words: list[Running | None] = field(default_factory=list)
    processes: int = 0

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Let another process take over."""
        self.processes += 1
        self.bags = Bags(self.store, self.questions, self.shelves, dice(self.processes))

    async def look(self, wanted: Wanted = ANY, in_round: int = 0) -> Drawn | None:
        """Draw, and crash before it is stored."""
        return await self.bags.draw(HERE, wanted, in_round=in_round)

    async def ask(self, wanted: Wanted = ANY, in_round: int = 0) -> Asked | None:
        drawn = await self.look(wanted, in_round)
        if drawn is None:
            return None
        await self.store.keep_draws([drawn.taken])
        self.asked.append(drawn.questions[0])
        self.words.append(drawn.word)
        return drawn.questions[0]


def assert_no_repeat_before_the_end(asked: Sequence[Asked], everything: int) -> None:
    """Check that between two times that a question was asked, all the others were."""
    since: set[str] = set()
    for one in asked:
        if one.stem in since:
            assert len(since) == everything
            since = set()
        since.add(one.stem)


class SlowQuestions(GeneratedQuestions):
    """Makes questions only while it is let."""

    def __init__(self, facts: MemoryStore) -> None:
        super().__init__(Generator(facts, facts, facts), facts)
        self.let, self.asked = asyncio.Event(), asyncio.Event()
        self.let.set()

    async def more(self, *args, **kwargs):  # type: ignore[no-untyped-def] # passes on what it gets
        self.asked.set()
        await self.let.wait()
        return await super().more(*args, **kwargs)


async def test_nobody_waits_for_questions_made_ahead_while_there_are_some() -> None:
    facts = MemoryStore()
    await facts.install(shipped_pack("jessica-jones"), NOW)
    slow = SlowQuestions(facts)
    table = Table(slow, shelves=facts)
    await table.ask()
    await table.bags.prepare(HERE, ANY)
    await table.ask()
    slow.let.clear()
    slow.asked.clear()
    making = asyncio.create_task(table.bags.prepare(HERE, ANY))
    await slow.asked.wait()

    asked = [await asyncio.wait_for(table.ask(), 5) for _ in range(2)]
    slow.let.set()
    await making
    asked += [await table.ask() for _ in range(30)]

    assert all(asked)
    assert len({one.stem for one in table.asked}) == len(table.asked)


# The rules, over small pools


POOLS = st.lists(st.tuples(st.integers(1, 12), st.sampled_from("abcd")), min_size=1, max_size=40).map(
    lambda parts: tuple(made(n, f"City {answer}", relation) for n, (answer, relation) in enumerate(parts, 1))
)


@settings(max_examples=100, deadline=None)
@given(pool=POOLS, restarts=st.sets(st.integers(0, 80)), crashes=st.sets(st.integers(0, 80)))
async def test_thousands_of_draws_over_small_pools_never_break_the_rules(
    pool: tuple[Question, ...], restarts: set[int], crashes: set[int]
) -> None:
    table = Table(FakeQuestions(pool))
    candidates = {c.asked.stem: c for c in map(Candidate.of, pool)}
    left = set(candidates)
    recent: list[Recent] = []
    for turn in range(81):
        if turn in restarts:
            table.restart()
        if turn in crashes:
            await table.look()
        asked = await table.ask()
        assert asked
        left = left or set(candidates)
        assert asked.stem in left, "no question before the bag is empty"
        if cost(candidates[asked.stem], recent) != (0, 0):
            assert all(cost(candidates[stem], recent) != (0, 0) for stem in left), (
                "another would have kept to the rules"
            )
        left -= {asked.stem}
        recent.insert(0, Recent(candidates[asked.stem].answer, candidates[asked.stem].pattern))


@settings(max_examples=25, deadline=None)
@given(
    patterns=st.lists(st.sampled_from("abcde"), min_size=24, max_size=40).filter(
        lambda drawn: max(map(drawn.count, drawn)) * 2 <= len(drawn)
    )
)
async def test_where_there_is_room_no_answer_comes_within_ten_and_no_pattern_three_times_running(
    patterns: list[str],
) -> None:
    pool = tuple(made(n, relation=pattern) for n, pattern in enumerate(patterns))
    table = Table(FakeQuestions(pool))
    for _ in range(3 * len(pool)):
        assert await table.ask()
    keys = [asked.key for asked in table.asked]
    shapes = [asked.plan.split("(")[0] for asked in table.asked]
    assert_no_repeat_before_the_end(table.asked, len(pool))
    assert all(key not in keys[n + 1 : n + 11] for n, key in enumerate(keys))
    assert all(len(set(shapes[n : n + 3])) > 1 for n in range(len(shapes) - 2))


def test_a_question_costs_the_more_the_nearer_its_answer_was_asked() -> None:
    candidate = Candidate.of(made(1, "Oslo"))
    other, same = Recent("rome", "x"), Recent("oslo", "x")
    assert cost(candidate, []) == (0, 0)
    assert cost(candidate, [same]) == (10, 0)
    assert cost(candidate, [*[other] * 9, same]) == (1, 0)
    assert cost(candidate, [*[other] * 10, same]) == (0, 0)
    assert cost(candidate, [Recent("rome", candidate.pattern)] * 2) == (0, 1)
    assert cost(candidate, [Recent("rome", candidate.pattern), other]) == (0, 0)


def test_questions_without_a_pattern_may_follow_each_other() -> None:
    plain = Candidate.of(question("Who?", "Anna"))
    assert cost(plain, [Recent("a", ""), Recent("b", "")]) == (0, 0)


def test_of_a_statement_the_answer_is_what_it_states() -> None:
    stated = replace(made(1, "Oslo", kind=QuestionKind.TRUE_FALSE), key="true")
    assert Candidate.of(stated).answer == "oslo"


def test_the_same_fact_of_two_packs_is_one() -> None:
    first, second = made(1, "Oslo"), made(1, "Oslo")
    twin = replace(
        second, evidence=(replace(second.evidence[0], fact=replace(second.evidence[0].fact, id=FactId(99))),)
    )
    assert set(Candidate.of(first).marks) & set(Candidate.of(replace(twin, stem="Other words?")).marks)


def test_when_all_have_been_asked_those_of_longest_ago_come_first() -> None:
    pool = [Candidate.of(made(n)) for n in range(1, 9)]
    turns = {mark: turn for turn, candidate in enumerate(pool, 1) for mark in candidate.marks}
    assert choose(pool[::-1], [], turns, whole=True) in pool[:2]


# Who draws


async def test_the_bag_outlives_the_process() -> None:
    table = Table(FakeQuestions(tuple(made(n) for n in range(12))))
    for _ in range(12):
        table.restart()
        await table.ask()
    assert len({asked.stem for asked in table.asked}) == 12


async def test_of_two_processes_that_draw_at_once_one_draws_again_and_both_get_others() -> None:
    table = Table(FakeQuestions(tuple(made(n) for n in range(5))))
    other = Bags(table.store, table.questions, table.shelves, dice(9))
    mine, theirs = await table.look(), await other.draw(HERE, ANY)
    assert mine
    assert theirs
    await table.store.keep_draws([mine.taken])
    with pytest.raises(Conflict):
        await table.store.keep_draws([theirs.taken])
    again = await other.draw(HERE, ANY)
    assert again
    assert again.questions != mine.questions


async def test_channels_have_bags_of_their_own() -> None:
    table = Table(FakeQuestions((made(1),)))
    await table.ask()
    drawn = await table.bags.draw(THERE, ANY)
    assert drawn
    assert not (drawn.word and drawn.word.refilled)


async def test_what_was_asked_under_another_selection_counts_as_asked() -> None:
    texts = [made(n) for n in range(4)]
    numbers = [made(n, kind=QuestionKind.NUMBER) for n in range(4, 8)]
    table = Table(FakeQuestions((*texts, *numbers)))
    numbers_only = values.replace(ANY, kinds=(QuestionKind.NUMBER,))
    for _ in range(3):
        await table.ask(numbers_only)
    for _ in range(5):
        await table.ask()
    assert len({asked.stem for asked in table.asked}) == 8
    await table.ask(numbers_only)
    assert table.words[-1] == Running(3, refilled=True)
    await table.ask()
    assert table.words[-1] == Running(7, refilled=True), "the numbers asked again are not new to the bag of all"
    assert table.asked[-1] != table.asked[-2]


async def test_several_are_drawn_at_once_for_a_set() -> None:
    table = Table(FakeQuestions(tuple(made(n) for n in range(5))))
    drawn = await table.look(values.replace(ANY, count=3))
    assert drawn
    assert len(set(drawn.questions)) == len(drawn.taken.drawn) == 3
    await table.store.keep_draws([drawn.taken])
    rest = await table.look(values.replace(ANY, count=2))
    assert rest
    assert not set(rest.questions) & set(drawn.questions)


async def test_a_question_of_this_round_never_comes_again_in_it() -> None:
    table = Table(FakeQuestions((made(1), made(2))))
    await table.ask()
    await table.ask(in_round=1)
    assert await table.ask(in_round=2) is None
    assert await table.ask(), "but in the next round"


async def test_there_may_be_nothing_to_draw() -> None:
    assert await Table(FakeQuestions(())).ask() is None


# What the channel is told


async def test_the_channel_is_told_once_that_little_is_left_and_when_it_begins_anew() -> None:
    table = Table(FakeQuestions(tuple(made(n) for n in range(14))))
    for _ in range(29):
        await table.ask()
        table.restart()
    told = {turn: word for turn, word in enumerate(table.words) if word}
    assert told == {3: Running(LOW), 14: Running(13, refilled=True), 17: Running(LOW), 28: Running(13, refilled=True)}


# With generated questions


@pytest.fixture
async def facts() -> MemoryStore:
    store = MemoryStore()
    await store.install(shipped_pack("jessica-jones"), NOW)
    return store


def table_of(facts: MemoryStore) -> Table:
    return Table(GeneratedQuestions(Generator(facts, facts, facts), facts), shelves=facts)


EPISODES = values.replace(ANY, topic="episode", kinds=(QuestionKind.TEXT,))


async def until_refilled(table: Table, wanted: Wanted, most: int = 400) -> list[Asked]:
    """Ask until the bag begins anew; return what was asked before."""
    begun = len(table.asked)
    for turn in range(most):
        if turn % 5 == 4:
            table.restart()
        assert await table.ask(wanted)
        if table.words[-1] and table.words[-1].refilled:
            return table.asked[begun:-1]
    raise AssertionError("the bag never ends")


async def test_a_topic_is_asked_through_before_anything_comes_again(facts: MemoryStore) -> None:
    table = table_of(facts)
    asked = await until_refilled(table, EPISODES)
    told = [n for n, word in enumerate(table.words) if word and not word.refilled]
    assert len(asked) > 2
    assert len({one.stem for one in asked}) == len(asked)
    used = [fact for one in asked for fact in one.facts]
    assert len(set(used)) == len(used), "and no fact comes in other words"
    [low] = told
    assert table.words[low] == Running(len(asked) - 1 - low), "the number left is true"


async def test_a_fact_taught_meanwhile_comes_in_and_one_retired_goes_out(facts: MemoryStore) -> None:
    whole = await until_refilled(table_of(facts), EPISODES)
    table = table_of(facts)
    had = await table.ask(EPISODES)
    assert had
    new = NewFact(
        NewEntity("AKA The Burger", "episode"),
        "directed_by",
        NewEntity("Jane Unheard", "person"),
        Certainty.CONFIRMED,
        "Chat",
        "",
        "AKA The Burger was directed by Jane Unheard",
    )
    taught = await facts.add(GLOBAL_COMMUNITY, new, "Mia", NOW)
    gone = next(fact for asked in whole for fact in asked.facts if fact not in had.facts)
    await facts.retire(GLOBAL_COMMUNITY, gone, "Mia", NOW, "wrong")
    table.restart()
    rest = [fact for asked in await until_refilled(table, EPISODES) for fact in asked.facts]
    assert taught.id in rest
    assert gone not in rest


async def test_an_unknown_topic_or_difficulty_or_ceiling_is_refused(facts: MemoryStore) -> None:
    table = table_of(facts)
    for wanted in (
        values.replace(ANY, topic="xyzzy"),
        values.replace(ANY, difficulty="silly"),
        values.replace(ANY, ceiling="S1E5"),
    ):
        with pytest.raises(UsageError):
            await table.ask(wanted)


async def test_a_question_made_ahead_is_not_asked_once_its_fact_has_changed(facts: MemoryStore) -> None:
    table = table_of(facts)
    first = await table.look(EPISODES)
    assert first
    await facts.retire(GLOBAL_COMMUNITY, first.questions[0].facts[0], "Mia", NOW, "wrong")
    second = await table.look(EPISODES)
    assert second
    assert not set(first.questions[0].facts) & set(second.questions[0].facts)


async def test_in_a_store_on_disk_nothing_comes_again_either(tmp_path: Path) -> None:
    asked: list[Asked] = []
    for process in range(4):
        async with open_store(tmp_path / "store.db") as store:
            if not process:
                await store.install(shipped_pack("jessica-jones"), NOW)
            bags = Bags(store, GeneratedQuestions(Generator(store, store, store), store), store, dice(process))
            for turn in range(8):
                drawn = await bags.draw(HERE, ANY, in_round=turn)
                assert drawn
                await store.keep_draws([drawn.taken])
                await bags.prepare(HERE, ANY)
                asked += drawn.questions
    assert len({one.stem for one in asked}) == len({fact for one in asked for fact in one.facts}) == 32
    keys = [one.key for one in asked if one.kind is not QuestionKind.TRUE_FALSE]
    assert all(key not in keys[n + 1 : n + 8] for n, key in enumerate(keys))


# Ceilings


@pytest.mark.parametrize(("ceiling", "told"), [("", False), ("f3@S9", False), ("Seven Winters@", True), ("f4@", True)])
async def test_facts_are_asked_up_to_the_ceiling_and_none_beyond_it(ceiling: str, told: bool) -> None:
    films = MemoryStore()
    await films.install(read_pack(film_files()), NOW)
    table = table_of(films)
    for _ in range(40):
        await table.ask(values.replace(ANY, ceiling=ceiling))
    known = await films.facts({fact for one in table.asked for fact in one.facts})
    assert known
    assert any(fact.spoiler for fact in known) is told
