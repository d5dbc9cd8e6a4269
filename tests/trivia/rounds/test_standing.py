"""What was made ahead is asked only while it has the answer it was made with: dialogues, in memory and on a store."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from db import open_store
from tests.fakes.rounds import FakeRoundStore
from tests.fakes.store import MemoryStore
from tests.trivia.commands.test_keeping import NOW, OURS
from tests.trivia.commands.test_written import Players
from tests.trivia.questions.conftest import film_files
from trivia.commands.request import Upload
from trivia.facts.content import PackContent
from trivia.facts.packs import read_pack
from trivia.lookup.service import Lookup
from trivia.questions.model import QuestionKind
from trivia.rounds.model import Asked

START = "/trivia start count=20"
HELMED = (
    "/fact relation helmed_by statement={subject} was steered by {value} question=Who steered {subject}? "
    "subject=film value=person inverse=What did {value} steer?"
)
FILMS = {
    f"{one} {other}": director
    for one, other, director in (
        ("Amber", "Gate", "Ines Moor"),
        ("Broken", "Sail", "Oto Brand"),
        ("Copper", "Lane", "Vera Quill"),
        ("Distant", "Drum", "Hugo Pike"),
        ("Empty", "Chair", "Nora Falk"),
        ("Frozen", "Ink", "Emil Stone"),
        ("Golden", "Thread", "Ruth Adler"),
        ("Hidden", "Orchard", "Paul Wren"),
        ("Iron", "Lantern", "Cora Bell"),
        ("Jade", "Window", "Lars Voss"),
        ("Kind", "Stranger", "Maya Frost"),
        ("Little", "Engine", "Theo Crane"),
    )
}


def films() -> PackContent:
    """Return a pack of films, each by a director of its own."""
    entities = [f"f{n},film,{name},,0.5" for n, name in enumerate(FILMS)]
    entities += [f"p{n},person,{name},,0.5" for n, name in enumerate(FILMS.values())]
    facts = [f"f{n},directed_by,p{n},,confirmed,s,," for n in range(len(FILMS))]
    files = film_files()
    facts += [f"f{n},released,{1950 + 4 * n},,confirmed,s,," for n in range(0, len(FILMS), 4)]
    head = {name: files[name].decode().splitlines()[0] for name in ("entities.csv", "facts.csv")}
    relations = files["relations.toml"].decode().replace('holds = "one"', 'holds = "many"\ncomplete = true', 1)
    files["relations.toml"] = relations.encode()
    files["entities.csv"] = "\n".join([head["entities.csv"], *entities, ""]).encode()
    files["facts.csv"] = "\n".join([head["facts.csv"], *facts, ""]).encode()
    return read_pack(files)


@pytest.fixture(params=["memory", "sqlite"])
async def people(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Players]:
    if request.param == "memory":
        memory = MemoryStore()
        await memory.install(films(), NOW)
        yield Players(memory, FakeRoundStore(), 20)
        return
    async with open_store(tmp_path / "store.db") as store:
        await store.install(films(), NOW)
        yield Players(store, store, 20)


async def asked_now(people: Players) -> Asked | None:
    live = await people.core.rounds.live_questions(OURS, people.now)
    return live[0] if live else None


async def asked_from_now_on(people: Players) -> list[Asked]:
    """Skip one question after the other; return them."""
    asked: list[Asked] = []
    while True:
        await people.say("eve", "/trivia skip")
        await people.core.rounds.tick(people.now)
        now = await asked_now(people)
        if now is None:
            return asked
        asked.append(now)


def others(asked: Asked) -> list[str]:
    """Return half of the films, none that an open question is about."""
    return [name for name, director in FILMS.items() if not {name, director} & {asked.key, *_named(asked)}][:6]


def _named(asked: Asked) -> list[str]:
    return [name for pair in FILMS.items() for name in pair if name in asked.stem]


async def add(people: Players, names: list[str]) -> None:
    for name in names:
        said = await people.say("mo", f"/fact add {name} was directed by Jane Doe anyway=yes")
        assert said.startswith("Thank you"), said


async def bring(people: Players, names: list[str]) -> None:
    rows = "".join(f"{name},directed_by,Jane Doe\n" for name in names)
    table = f"subject,relation,value\n{rows}".encode()
    await people.say("mo", "/fact import file=x", upload=Upload("films.csv", table))
    said = await people.say("mo", "/fact confirm")
    assert said.startswith("Taken: "), said


async def merge_things(people: Players, names: list[str]) -> None:
    for one, other in zip(names[:3], names[3:], strict=True):
        said = await people.say("mo", f"/fact merge {one} into={other}")
        assert "is now another name of" in said, said


@pytest.mark.parametrize("kind", ["text", "choice", "true-false"])
@pytest.mark.parametrize("tell", [add, bring, merge_things])
async def test_nothing_is_asked_that_has_a_second_answer_by_now(people: Players, tell, kind: str) -> None:  # type: ignore[no-untyped-def] # one of the above
    await people.say("eve", f"{START} kinds={kind}")
    first = await asked_now(people)
    assert first
    names = others(first)

    await tell(people, names)

    for asked in await asked_from_now_on(people):
        await assert_one_answer(people, asked, names)


async def assert_one_answer(people: Players, asked: Asked, names: list[str]) -> None:
    """Check that a question has one answer, and is not whether something is true of a film that has several."""
    if asked.kind is QuestionKind.TRUE_FALSE:
        assert not set(names) & set(_named(asked)), asked.stem
    else:
        answer = await Lookup(people.facts, people.facts).ask(await people.facts.shelf(OURS), asked.stem)
        assert [item.text for item in answer.answers] == [asked.key], asked.stem


async def test_nothing_is_asked_that_relations_told_as_one_answer_twice(people: Players) -> None:
    await people.say("mo", HELMED)
    for name in FILMS:
        await people.say("mo", f"/fact add {name} was steered by Jane Doe anyway=yes")
    await people.say("eve", START)
    while (now := await asked_now(people)) and not now.plan.startswith("released"):
        await people.say("eve", "/trivia skip")
        await people.core.rounds.tick(people.now)
    await people.say("mo", "/fact merge helmed_by into=directed_by")
    said = await people.say("mo", "/fact confirm")
    assert "is one with directed_by" in said, said

    for asked in await asked_from_now_on(people):
        await assert_one_answer(people, asked, list(FILMS) if "directed" in asked.stem else [])


async def test_a_question_that_is_open_counts_for_nobody_once_it_has_a_second_answer(people: Players) -> None:
    await people.say("eve", f"{START} kinds=text")
    while (asked := await asked_now(people)) and "What did" not in asked.stem:
        await people.say("eve", "/trivia skip")
        await people.core.rounds.tick(people.now)
    assert asked
    director = next(name for name in FILMS.values() if name in asked.stem)

    said = await people.say("mo", f"/fact add Purple Sand was directed by {director} kind=film anyway=yes")

    assert said.startswith("Thank you")
    word = "A fact behind this question was retired or told otherwise, so it counts for nobody."
    assert any(word in told for told in people.heard())
    after = await asked_now(people)
    assert after is None or after.stem != asked.stem


async def test_a_question_that_is_open_goes_on_where_the_second_answer_is_but_a_rumour(people: Players) -> None:
    await people.say("eve", f"{START} kinds=text")
    while (asked := await asked_now(people)) and "What did" not in asked.stem:
        await people.say("eve", "/trivia skip")
        await people.core.rounds.tick(people.now)
    assert asked
    director = next(name for name in FILMS.values() if name in asked.stem)
    line = f"/fact add Purple Sand was directed by {director} kind=film certainty=rumoured anyway=yes"
    assert (await people.say("mo", line)).startswith("Thank you")
    assert await asked_now(people) == asked


async def test_no_question_made_ahead_offers_what_was_retired_since(people: Players) -> None:
    await people.say("eve", f"{START} kinds=choice")
    first = await asked_now(people)
    assert first
    gone = [name for name in FILMS.values() if name not in (*first.options, *_named(first))][:3]

    for name in gone:
        await people.say("mo", f"/fact retire {name}")
        assert (await people.say("mo", "/fact confirm")).startswith(f"{name} is retired")

    asked = await asked_from_now_on(people)
    assert asked
    assert not [one.options for one in asked if set(gone) & {*one.options, *_named(one)}]
