"""Questions that people wrote, put as questions of a round."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from db import Store, open_store
from tests.fakes.rounds import FakeRoundStore, dice
from tests.fakes.store import MemoryStore
from tests.trivia.questions.conftest import AT
from trivia.facts.content import PackContent, PackInfo, WrittenQuestion
from trivia.facts.model import GLOBAL_COMMUNITY, CommunityId
from trivia.facts.packs import read_pack
from trivia.facts.vocabulary import Vocabulary
from trivia.facts.written import as_facts, as_questions
from trivia.questions import variety
from trivia.questions.generator import Generator
from trivia.questions.model import QuestionKind
from trivia.questions.written import difficulty_of, kinds_of, type_of
from trivia.rounds.drawing import Bags
from trivia.rounds.model import ChannelId, Place
from trivia.rounds.ports import Wanted
from trivia.rounds.source import GeneratedQuestions

CHOICE, TEXT, NUMBER, TRUTH = QuestionKind.CHOICE, QuestionKind.TEXT, QuestionKind.NUMBER, QuestionKind.TRUE_FALSE


def ask(
    answer: str, *wrong: str, stem: str = "What?", topic: str = "", key: str = "q", difficulty: str = ""
) -> WrittenQuestion:
    return WrittenQuestion(key, stem, answer, (), wrong, topic, difficulty, "", "")


def quiz(*questions: WrittenQuestion, name: str = "quiz") -> PackContent:
    info = PackInfo(name, name.title(), "1", "en", "CC0-1.0", "")
    return PackContent(info, Vocabulary(), (), (), (), questions)


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        (ask("Ada"), [TEXT]),
        (ask("Ada", "Bea"), [CHOICE, TEXT]),
        (ask("It was the one who came first"), [TEXT]),
        (ask("It was the one who came first", "Nobody"), [CHOICE]),
        (ask("黑客帝国", "Bea"), [CHOICE]),
        (ask("1987"), [NUMBER]),
        (ask("1987", "1988"), [CHOICE, NUMBER]),
        (ask("True", "False"), [TRUTH]),
        (ask("Ada", stem="W" * 1_000), [TEXT]),
        (ask("Ada", stem="W" * 1_001), []),
    ],
)
def test_a_question_is_put_in_the_kinds_that_its_answers_allow(
    question: WrittenQuestion, kinds: list[QuestionKind]
) -> None:
    assert kinds_of(question) == kinds


@pytest.mark.parametrize(
    ("said", "level"), [("easy", 0.25), ("Hard", 0.8), ("", 0.5), ("0.3", 0.3), ("7", 1.0), ("?", 0.5)]
)
def test_an_author_says_how_hard_it_is(said: str, level: float) -> None:
    assert difficulty_of(ask("Ada", difficulty=said)) == level


@pytest.mark.parametrize(
    ("answer", "type_"),
    [
        ("12", "number"),
        ("-1,250.5", "number"),
        ("3 May 1987", "date"),
        ("1987-05-03", "date"),
        ("May", "text"),
        ("12 Monkeys", "text"),
        ("Ada", "text"),
    ],
)
def test_numbers_and_dates_are_judged_as_such(answer: str, type_: str) -> None:
    assert type_of(answer) == type_


def test_a_pack_and_its_facts_are_the_same_said_otherwise() -> None:
    content = quiz(ask("A|b", "c\\d", topic="Our Club"), replace(ask("B", key="r"), accepted=("Bee", "b|")))
    assert as_questions(as_facts(content)) == content
    assert as_facts(quiz()) == quiz()


def test_written_questions_weigh_as_one_relation_does_however_many_topics_they_are_on() -> None:
    alone = variety.weights({"directed_by": 100, "written:": 100})
    apart = variety.weights({"directed_by": 100, **{f"written:{n}": 1 for n in range(100)}})
    assert alone["written:"] == alone["directed_by"] == apart["directed_by"]
    assert sum(apart.values()) == pytest.approx(2 * apart["directed_by"])


async def test_options_hold_the_key_and_at_most_three_others_and_the_evidence_names_its_source() -> None:
    store = MemoryStore()
    await store.install(quiz(ask("Ada", "B", "C", "D", "E", stem="Who?")), AT)
    generator = Generator(store, store, store)
    shelf = await store.shelf(GLOBAL_COMMUNITY)

    seen = [(await generator.generate(shelf, 1, seed, kind=CHOICE))[0] for seed in range(9)]

    assert {len(question.options) for question in seen} == {4}
    assert all("Ada" in question.options for question in seen)
    assert len({question.options for question in seen}) > 1
    assert {(q.stem, q.key, q.evidence[0].statement, q.evidence[0].fact.source.title) for q in seen} == {
        ("Who?", "Ada", "Who? – Ada", "Quiz")
    }
    assert await generator.generate(shelf, 1, 1, kind=NUMBER) == []


async def test_true_and_false_keep_their_places() -> None:
    store = MemoryStore()
    await store.install(quiz(ask("False", "True", stem="True or false: the sky is green.")), AT)
    shelf = await store.shelf(GLOBAL_COMMUNITY)
    [question] = await Generator(store, store, store).generate(shelf, 1, 1)
    assert (question.kind, question.key, question.options) == (TRUTH, "false", ("true", "false"))


async def test_a_key_that_is_the_name_of_one_thing_is_known_by_its_other_names_too() -> None:
    store = MemoryStore()
    await store.install(read_pack_of_films(), AT)
    await store.install(
        quiz(ask("Heat", stem="Which film has the diner?"), ask("Nobody", key="r", stem="Who won?")), AT
    )
    shelf = await store.shelf(GLOBAL_COMMUNITY)

    made = {q.stem: q for q in await Generator(store, store, store).generate(shelf, 9, 1, topic="quiz")}

    assert (made["Which film has the diner?"].type, made["Which film has the diner?"].accepted) == (
        "film",
        ("Heat", "Heat 95"),
    )
    assert (made["Who won?"].type, made["Who won?"].accepted) == ("text", ("Nobody",))


def read_pack_of_films() -> PackContent:
    return read_pack(
        {
            "pack.toml": b'name="films"\ntitle="Films"\nversion="1"\nlanguage="en"\nlicence="CC0-1.0"\nabout=""\n',
            "relations.toml": b'[kinds.film]\nnouns=["film"]\n',
            "entities.csv": b"id,kind,name,aliases,popularity\nh,film,Heat,Heat 95,0.5\n",
            "facts.csv": b"subject,relation,value,qualifiers,certainty,source,stated_on,spoiler\n",
            "sources.csv": b"id,title,publisher,address,date,language\n",
        }
    )


@pytest.mark.parametrize(
    ("topic", "stems"),
    [
        ("our club", {"club"}),
        ("Our Club!", {"club"}),
        ("film", {"kind"}),
        ("heat", {"thing", "alias"}),
        ("Heat 95", {"thing", "alias"}),
        ("quiz", {"club", "kind", "thing", "alias", "none"}),
        ("", {"club", "kind", "thing", "alias", "none"}),
    ],
)
async def test_a_topic_names_a_pack_a_kind_a_thing_or_what_the_author_called_it(topic: str, stems: set[str]) -> None:
    store = MemoryStore()
    await store.install(read_pack_of_films(), AT)
    on = {"club": "Our club", "kind": "films", "thing": "Heat", "alias": "heat 95", "none": ""}
    await store.install(quiz(*(ask("A", stem=stem, key=stem, topic=about) for stem, about in on.items())), AT)
    shelf = await store.shelf(GLOBAL_COMMUNITY)

    made = await Generator(store, store, store).generate(shelf, 9, 1, topic=topic)

    assert {question.stem for question in made} == stems


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
async def test_all_come_before_any_comes_again_and_new_ones_join_a_bag_that_was_begun(
    kind: str, tmp_path: Path
) -> None:
    first = [ask(f"Answer {n}", stem=f"Question {n}?", key=f"q{n}", topic=f"topic {n % 4}") for n in range(12)]
    more = [ask(f"Reply {n}", stem=f"New {n}?", key=f"n{n}") for n in range(5)]
    place = Place(CommunityId(1), ChannelId("test:main"))
    wanted = Wanted(1, 0)

    async def drawn(facts: MemoryStore | Store, rounds: FakeRoundStore | Store, count: int) -> list[str]:
        """Draw one by one, each time with a program that was started anew."""
        stems = []
        for _ in range(count):
            generator = Generator(facts, facts, facts)
            found = await Bags(rounds, GeneratedQuestions(generator, facts), facts, dice(1)).draw(place, wanted)
            assert found is not None
            await rounds.keep_draws([found.taken])
            stems += [question.stem for question in found.questions]
        return stems

    async def played(facts: MemoryStore | Store, rounds: FakeRoundStore | Store) -> None:
        await facts.install(quiz(*first), AT)
        begun = await drawn(facts, rounds, 7)
        await facts.install(quiz(*first, *more), AT + timedelta(days=1))
        rest = await drawn(facts, rounds, 10)
        assert Counter(begun + rest) == Counter(q.stem for q in (*first, *more))
        assert len(set(await drawn(facts, rounds, 17))) == 17

    if kind == "memory":
        await played(MemoryStore(), FakeRoundStore())
        return
    async with open_store(tmp_path / "store.db") as store:
        await played(store, store)
