"""Questions that people wrote: imported, asked, judged, disputed, let go and handed out again, as dialogues."""

import asyncio
import csv
import io
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db import Store, open_store
from tests.fakes.rounds import FakeRoundStore, dice
from tests.fakes.store import MemoryStore
from tests.templates import fresh_store, memory_with, shipped_pack
from tests.trivia.commands.test_keeping import NOW, OURS, THEIRS, Letters, People
from trivia.commands.actions import restored
from trivia.commands.core import Core, assemble
from trivia.commands.request import Member, Request, Role, Upload
from trivia.facts.content import WrittenQuestion
from trivia.questions.generator import Generator
from trivia.rounds.model import ChannelId, MemberId, Rules
from trivia.rounds.source import GeneratedQuestions

TABLE = (
    "question,answer,accepted,wrong 1,wrong 2,topic,difficulty,source\r\n"
    "Who founded our club?,Ada Byron,Countess Ada,Bea Cole,Cy Dunn,our club,easy,Club book\r\n"
    "In which year was our club founded?,1987,,,,our club,hard,\r\n"
    "What colour is our flag?,=green,,,,our club,,Club book\r\n"
)
EELS = (
    "subject,kind,relation,value\nAKA The Eel,episode,directed_by,Jane Doe\n"
    "AKA You're Welcome,episode,directed_by,Uta Briesewitz\n"
)
CLUB = "/trivia start topic=our club count=1"


class Players(People):
    """People who play with the questions that the facts give."""

    def __init__(self, store: MemoryStore | Store, rounds: FakeRoundStore | Store, count: int) -> None:
        self.letters = Letters()
        self.rounds = rounds
        self.count = count
        self.starts(store)

    def starts(self, store: MemoryStore | Store) -> None:
        """Start the program, anew if it ran before."""
        questions = GeneratedQuestions(Generator(store, store, store), store)
        core: Core = assemble(
            facts=store,
            rounds=self.rounds,
            questions=questions,
            messenger=self.letters,
            chance=dice(1),
            platform="test",
            defaults=Rules(lobby=0, pause=0, count=self.count, streaks=False),
        )
        memory = store if isinstance(store, MemoryStore) else None
        super().__init__(core, self.letters, memory, questions, store)  # type: ignore[arg-type] # never asked for

    async def teaches(self, text: str = TABLE, name: str = "club.csv") -> str:
        """Let a moderator import a file; return what was shown first."""
        said = await self.say("mo", "/fact import file=x", upload=Upload(name, text.encode()))
        await self.say("mo", "/fact confirm")
        return said

    async def exported(self, line: str = "/fact export") -> bytes:
        [reply] = await self.replies("mo", line)
        return reply.files[0].data


@pytest.fixture(params=["memory", "sqlite"])
async def people(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Players]:
    if request.param == "memory":
        memory = await memory_with("jessica-jones", NOW)
        rounds = FakeRoundStore()
        rounds.editor = memory
        yield Players(memory, rounds, 1)
        return
    async with fresh_store(tmp_path / "store.db", "jessica-jones", NOW) as store:
        yield Players(store, store, 1)


async def test_a_table_of_questions_is_shown_taken_known_again_and_taken_back_as_a_whole(people: Players) -> None:
    shown = await people.teaches()
    assert shown.splitlines()[:2] == [
        "club.csv: 3 new, 0 changed, 0 known, 0 refused.",
        "3 of them are questions that somebody wrote.",
    ]
    assert "Who founded our club? – Ada Byron" in shown
    again = await people.say("mo", "/fact import file=x", upload=Upload("club.csv", TABLE.encode()))
    assert again.startswith("club.csv: 0 new, 0 changed, 3 known, 0 refused.")
    mended = TABLE.replace("Ada Byron", "Ada King").replace(",hard,", ",easy,")
    assert "0 new, 2 changed, 1 known" in await people.teaches(mended)
    assert "Ada King" in await people.say("mo", "/fact questions")

    for change in (2, 1):
        assert (await people.say("max", f"/fact undo change={change}")).startswith(f"Taken back: {change} ")

    assert (await people.say("mo", "/fact questions")).startswith("There are no questions that anybody wrote.")


async def test_a_file_that_two_processes_take_at_once_comes_but_once(tmp_path: Path) -> None:
    async with open_store(tmp_path / "store.db") as store, open_store(tmp_path / "store.db") as other:
        processes = {"mo": Players(store, store, 1), "max": Players(other, other, 1)}
        for line in ("/help", "/help"):  # so that the events of the two have other numbers
            await processes["max"].say("max", line)
        for who, people in processes.items():
            await people.say(who, "/fact import file=x", upload=Upload("club.csv", TABLE.encode()))

        said = await asyncio.gather(*(people.say(who, "/fact confirm") for who, people in processes.items()))

        knew = "I knew all of club.csv already; nothing has changed."
        assert sorted(words.splitlines()[0] for words in said) == [knew, "Taken: club.csv, 3 new and 0 changed."]
        assert "3 in all." in await processes["mo"].say("mo", "/fact questions")


class Meddled(Store):
    """A store in which somebody says something when a file is about to be taken, once."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.database)
        self.people: Players | None = None
        self.line = ""

    async def bring(self, *args: Any, **kwargs: Any) -> int:
        people, self.people = self.people, None
        if people:
            await people.say("max", self.line)
        return await super().bring(*args, **kwargs)


@pytest.mark.parametrize(
    ("line", "table"),
    [
        ("/fact question who founded our club? answer=Bea", TABLE),
        ("/fact add AKA The Eel was directed by Jane Doe kind=episode source=x anyway=yes", EELS),
        ("/fact add AKA You're Welcome was directed by Uta Briesewitz source=x anyway=yes", EELS),
    ],
)
async def test_what_another_moderator_says_while_a_file_is_taken_does_not_come_twice(
    tmp_path: Path, line: str, table: str
) -> None:
    async with open_store(tmp_path / "store.db") as store:
        await store.install(shipped_pack("jessica-jones"), NOW)
        meddled = Meddled(store)
        others, people = Players(store, store, 1), Players(meddled, meddled, 1)
        for _ in range(2):
            await people.say("mo", "/help")  # so that the events of the two have other numbers
        await people.say("mo", "/fact import file=x", upload=Upload("club.csv", table.encode()))
        meddled.people, meddled.line = others, line

        said = await people.say("mo", "/fact confirm")

        assert said.startswith("Taken: club.csv, ")
        own = await store.content(f"community:{OURS}")
        assert len(own.facts) == len({(f.subject, f.relation, f.value) for f in own.facts})
        assert len(own.entities) == len({row.name for row in own.entities})
        assert len(own.questions) == len({question.stem.casefold() for question in own.questions})
        assert len(own.facts) + len(own.questions) == len(table.splitlines()) - 1


async def test_what_cannot_be_asked_is_refused_with_its_line_and_nothing_is_taken(people: Players) -> None:
    text = "question,answer,wrong\r\nWho?,,\r\nHow?,So,so!|Not so\r\nWhy?,Because,\r\nwhy?,Therefore,\r\n"
    said = await people.teaches(text)
    assert "1 new, 0 changed, 0 known, 3 refused." in said
    assert "club.csv, line 2: the answer is missing" in said
    assert "line 3: 'so!' is given as right and as wrong" in said
    assert "line 5: asks the same as line 4, but answers it or tells of it otherwise" in said
    assert (await people.say("mo", "/fact questions")).startswith("There are no questions")
    columns = "/fact import file=x columns=Frage: stem, Antwort: key"
    said = await people.say("mo", columns, upload=Upload("f.csv", b"Frage,Antwort\r\nWer?,Sie\r\n"))
    assert "1 new" in said


async def test_a_written_question_is_asked_and_judged_and_says_its_source(people: Players) -> None:
    await people.teaches()
    assert "our club" in await people.say("eve", "/trivia topics")
    await people.say("eve", f"{CLUB} difficulty=hard")
    assert "In which year was our club founded?" in people.heard()[-1]
    await people.say("eve", "/trivia answer 1987")
    heard = "\n".join(people.heard())
    assert "In which year was our club founded? – 1987" in heard
    assert "club.csv, as handed over by Mo" in heard
    assert "Eve" in heard


async def test_wrong_answers_become_options_and_typed_ones_are_judged_with_all_that_is_accepted(
    people: Players,
) -> None:
    await people.teaches()
    await people.say("eve", f"{CLUB} difficulty=easy kinds=choice")
    asked = people.heard()[-1]
    assert all(name in asked for name in ("Ada Byron", "Bea Cole", "Cy Dunn"))
    await people.say("mo", "/trivia stop")
    await people.say("eve", f"{CLUB} difficulty=easy kinds=text")
    assert "Who founded our club?" in people.heard()[-1]
    await people.say("eve", "/trivia answer countess ada")
    assert "Eve" in "\n".join(people.heard()[-3:])


@pytest.mark.parametrize(
    "words", ["Who founded our club?", "who founded our club", "WHO founded — our club?!", "Who founded the our club?"]
)
async def test_a_question_that_somebody_wrote_is_answered_when_it_is_asked_in_its_words(
    people: Players, words: str
) -> None:
    await people.teaches()
    said = await people.say("eve", f"/ask {words}")
    assert said.splitlines()[:2] == ["Who founded our club? – Ada Byron. Written by Mo.", "Source: Club book"]


async def test_who_wrote_a_question_is_not_named_once_they_are_forgotten(tmp_path: Path) -> None:
    async with open_store(tmp_path / "store.db") as store:
        people = Players(store, store, 1)
        await people.say("mo", "/fact question Who keeps our keys? answer=Eve source=Club book")
        assert "Written by Mo." in await people.say("eve", "/ask who keeps our keys")
        [asked] = await people.replies("mo", "/privacy delete")
        [button, *_] = asked.buttons
        command, arguments = restored(button.action)
        await people.say("mo", f"/{command} " + " ".join(f"{name}={value}" for name, value in dict(arguments).items()))

        said = await people.say("eve", "/ask who keeps our keys")

        assert said.splitlines()[:2] == ["Who keeps our keys? – Eve.", "Source: Club book"]


async def test_a_question_too_long_for_a_lookup_is_answered_in_its_words(people: Players) -> None:
    long = f"Who {'very ' * 60}often keeps our keys?"
    await people.say("mo", f"/fact question {long} answer=Eve")
    assert "– Eve." in await people.say("eve", f"/ask {long.casefold()}")
    assert "That is too long for me." in await people.say("eve", f"/ask {long.casefold()} now")


async def test_a_question_much_like_a_written_one_is_asked_back_and_never_answered(people: Players) -> None:
    await people.teaches()
    for words in ("Who foundd our club?", "When was our club founded?", "Our club's flag colour?"):
        said = await people.say("eve", f"/ask {words}")
        assert "Did you mean:" in said, words
        assert "Ada Byron" not in said
        assert "1987" not in said
    for words in ("Ada Byron", "our club", "Who founded our town in 1990?"):
        assert "Ada Byron" not in await people.say("eve", f"/ask {words}"), words


async def test_what_only_looks_like_the_same_question_is_another(people: Players) -> None:
    await people.say("mo", "/fact question Who made C++? answer=Bjarne")
    await people.say("mo", "/fact question Who plays a doctor? answer=Eve")
    await people.say("mo", "/fact question What is 5 - 3? answer=2")
    await people.say("mo", "/fact question What does pêche mean? answer=peach")
    for words in ("Who made C#?", "Who made C?", "Who plays the doctor?", "What is 5 + 3?", "What does péché mean?"):
        said = await people.say("eve", f"/ask {words}")
        assert not any(answer in said for answer in ("Bjarne", "Eve", " – 2", "peach")), words
    for words, answer in (("who made c++", "Bjarne"), ("who plays doctor", "Eve"), ("what does peche mean", "peach")):
        assert answer in await people.say("eve", f"/ask {words}"), words


async def test_a_written_question_is_not_answered_while_it_is_asked_nor_by_another_in_the_same_words(
    people: Players,
) -> None:
    await people.teaches()
    content = shipped_pack("jessica-jones")
    twin = WrittenQuestion("q1", "Who founded our club?", "Countess Lovelace", (), (), "", "", "", "")
    info = replace(content.info, name="quiz", title="Pub Quiz")
    await people.facts.install(replace(content, info=info, facts=(), questions=(twin,), sources=()), NOW)
    both = await people.say("eve", "/ask who founded our club")
    assert "Ada Byron" in both
    assert "Countess Lovelace" in both
    await people.say("eve", f"{CLUB} difficulty=easy")
    assert "Who founded our club?" in people.heard()[-1]

    said = await people.say("ann", "/ask who founded our club")

    assert said == "That would give away the question being played. Ask me again when the round is over."
    assert "1987" in await people.say("ann", "/ask In which year was our club founded?")
    for line in ("/fact show who founded our club", "/fact show club"):
        shown = await people.say("mo", line)
        assert "Ada Byron" not in shown
        assert "Countess" not in shown
    await people.say("mo", "/trivia stop")
    assert "Ada Byron" in await people.say("ann", "/ask who founded our club")


async def test_another_question_with_the_answer_of_the_one_being_asked_is_withheld_too(people: Players) -> None:
    await people.teaches()
    await people.say("mo", "/fact question Who leads our club? answer=ada byron")
    await people.say("mo", "/fact question How many are we? answer=1987")
    await people.say("eve", f"{CLUB} difficulty=easy")
    withheld = "That would give away the question being played. Ask me again when the round is over."
    assert await people.say("ann", "/ask who leads our club") == withheld
    assert "1987" in await people.say("ann", "/ask how many are we")
    await people.say("mo", "/trivia stop")
    await people.say("eve", f"{CLUB} difficulty=hard")
    assert "ada byron" in await people.say("ann", "/ask who leads our club")
    assert "1987" in await people.say("ann", "/ask how many are we"), "a bare number answers much else, too"


async def test_facts_answer_before_written_questions_do(people: Players) -> None:
    await people.say("mo", "/fact question Who directed AKA You're Welcome? answer=Nobody")
    said = await people.say("eve", "/ask Who directed AKA You're Welcome?")
    assert "Krysten Ritter" not in said or "Nobody" not in said
    assert "directed by" in said
    assert "Nobody" not in said


async def test_what_a_written_question_gives_away_stays_behind_a_mark(people: Players) -> None:
    await people.say("mo", "/fact question Who dies? answer=Simpson")
    number = await _number(people, "Who dies")
    await people.say("mo", f"/fact edit {number} spoiler=Jessica Jones@S1E3")
    [reply] = await people.replies("eve", "/ask who dies")
    assert [type(span).__name__ for span in reply.text] == ["Spoiler"]
    assert "Who dies?" not in await people.say("eve", "/ask who died there then?")


async def test_what_was_answered_wrongly_from_a_written_question_is_disputed_and_mended(people: Players) -> None:
    await people.teaches()
    [reply] = await people.replies("eve", "/ask who founded our club")
    assert [button.text for button in reply.buttons] == ["That was wrong"]
    assert "Thank you." in await people.say("eve", "/trivia report")
    assert "Ada Byron" in await people.say("mo", "/fact review d1")
    await people.say("mo", "/fact review d1 decision=mend value=Ada King")
    assert "Who founded our club? – Ada King." in await people.say("eve", "/ask who founded our club")


async def test_a_retired_question_is_answered_no_more_and_again_when_it_is_back(people: Players) -> None:
    await people.teaches()
    number = await _number(people, "Who founded")
    await people.say("mo", f"/fact retire {number}")
    assert "I don't know." in await people.say("eve", "/ask who founded our club")
    await people.say("mo", f"/fact restore {number}")
    assert "Ada Byron" in await people.say("eve", "/ask who founded our club")
    await people.say("max", "/fact undo change=1")
    assert "I don't know." in await people.say("eve", "/ask who founded our club")


async def test_writing_a_question_that_nobody_could_answer_tells_those_who_asked(people: Players) -> None:
    assert "I don't know. I have kept the question" in await people.say("eve", "/ask who keeps our keys")
    assert "/fact question" in await people.say("mo", "/fact review q1")
    taken = await people.say("mo", "/fact question Who keeps our keys? answer=Bob")
    assert "Asked before: I told 1 member who asked." in taken
    [told] = people.told("eve")
    assert told.startswith("You asked me: who keeps our keys\nNow I know: Who keeps our keys? – Bob.")
    assert "who keeps our keys" not in await people.say("mo", "/fact review")


async def test_facts_are_shown_by_the_words_of_questions_too(people: Players) -> None:
    await people.teaches()
    shown = await people.say("eve", "/fact show who founded our club")
    assert "Who founded our club? – Ada Byron" in shown
    assert "1987" not in shown
    by_words = await people.say("mo", "/fact show founded club")
    assert "Ada Byron" in by_words
    assert "1987" in by_words
    assert "flag" not in by_words
    assert "I know nothing by the name" in await people.say("eve", "/fact show founded club")
    assert "I know nothing by the name" in await people.say("mo", "/fact show founded town")
    assert "I know nothing by the name" in await people.say("mo", "/fact show founded club", community=THEIRS)
    await people.say("mo", "/fact question Who is Jessica Jones's best friend at school? answer=Sam")
    shown = await people.say("mo", "/fact show Jessica Jones best friend school")
    assert "Sam" in shown


async def test_no_other_community_has_the_questions_of_one(people: Players) -> None:
    await people.teaches()
    assert "is for moderators" in await people.say("eve", "/fact questions")
    said = await people.say("mo", "/fact questions", community=THEIRS)
    assert said.startswith("There are no questions")
    assert "I have no questions on" in await people.say("eve", CLUB, community=THEIRS)
    for words in ("Who founded our club?", "Who foundd our club?"):
        said = await people.say("eve", f"/ask {words}", community=THEIRS)
        assert "Ada Byron" not in said
        assert "Did you mean" not in said


async def test_a_retired_question_is_never_asked_again_and_comes_back_when_restored(people: Players) -> None:
    await people.teaches()
    number = await _number(people, "In which year")
    await people.say("eve", f"{CLUB} difficulty=hard")
    assert "In which year" in people.heard()[-1]

    said = await people.say("mo", f"/fact retire {number}")

    assert said.startswith("Retired: In which year was our club founded? – 1987.")
    await people.say("mo", "/trivia stop")
    assert "In which year" not in await people.say("mo", "/fact questions")
    await people.say("eve", f"{CLUB} difficulty=hard")
    assert "In which year" not in people.heard()[-1]
    await people.say("mo", f"/fact restore {number}")
    assert "In which year" in await people.say("mo", "/fact questions")


async def test_a_disputed_answer_is_accepted_for_good_and_a_wrong_key_is_mended(people: Players) -> None:
    await people.teaches()
    await people.say("eve", f"{CLUB} difficulty=easy kinds=text")
    await people.say("eve", "/trivia answer Augusta King")
    await people.say("eve", "/trivia skip")
    await people.core.rounds.tick(people.now.replace(minute=people.now.minute + 2))
    assert "Thank you." in await people.say("eve", "/trivia report")

    decided = await people.say("mo", "/fact review d1 decision=accept value=Augusta King")

    assert "Augusta King" in decided
    assert "Eve" in people.heard()[-1]  # the channel is told who gains by it
    number = await _number(people, "Who founded")
    table = _rows(await people.exported("/fact export format=questions"))
    assert table[0]["accepted"] == "Countess Ada|Augusta King"
    assert (await people.say("mo", f"/fact edit {number} value=Ada Lovelace reason=proper name")).startswith(
        f"Now: Who founded our club? – Ada Lovelace (#{number})."
    )
    assert "proper name" in await people.say("mo", f"/fact history {number}")
    assert "Ada Lovelace" in await people.say("mo", "/fact questions our club")


@pytest.mark.parametrize(
    ("line", "answer", "decision", "right"),
    [
        ("Who founded us? answer=Ada wrong=Bea|Cy", "Bea", "mend value=Bea", True),
        ("Who founded us? answer=Ada wrong=Bea|Cy", "Bea", "mend value=Dora", None),
        ("We are old. answer=false wrong=true", "true", "mend value=true", True),
        ("Are we old? answer=no", "yes", "mend value=yes", True),
        ("Who founded us? answer=Ada", "Bea", "mend value=Bea", True),
        ("Who founded us? answer=Ada", "Bea", "retire", None),
        ("Who founded us? answer=Ada", "Bea", "decline", False),
    ],
)
async def test_a_dispute_of_a_written_question_is_settled_like_any_other(
    people: Players, line: str, answer: str, decision: str, *, right: bool | None
) -> None:
    await people.say("mo", f"/fact question {line} topic=our club")
    kinds = " kinds=choice" if "|" in line else ""
    await people.say("eve", f"{CLUB}{kinds}")
    options = {row[3:].strip(): row.strip()[0] for row in people.heard()[-1].splitlines() if row.startswith("  ")}
    options = {text.strip(): letter for text, letter in options.items()}
    await people.say("eve", f"/trivia answer {next((o for t, o in options.items() if t.endswith(answer)), answer)}")
    await people.say("eve", "/trivia skip")
    await people.core.rounds.tick(people.now.replace(minute=people.now.minute + 2))
    await people.say("eve", "/trivia report")
    before = len(people.heard())

    await people.say("mo", f"/fact review d1 decision={decision}")

    told = people.heard()[before:]
    assert bool(told) is (right is not False)
    if right:
        assert "Eve" in told[-1]
    listed = await people.say("mo", "/fact questions")
    if decision == "retire":
        assert "founded" not in listed
    elif decision != "decline":
        assert decision.split("=")[1] in listed


async def test_questions_go_out_and_come_in_again_without_loss(people: Players) -> None:
    await people.teaches()
    table, pack = await people.exported("/fact export format=questions"), await people.exported()
    assert [row["key"] for row in _rows(table)] == ["Ada Byron", "1987", "'=green"]
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        assert "Who founded our club?" in archive.read("questions.csv").decode()
        assert "written" not in archive.read("entities.csv").decode()
    for name, data in (("q.csv", table), ("own.zip", pack)):
        said = await people.say("mo", "/fact import file=x", upload=Upload(name, data))
        assert "0 new, 0 changed, 3 known, 0 refused." in said, name
        there = await people.say("mo", "/fact import file=x", upload=Upload(name, data), community=THEIRS)
        assert "3 new, 0 changed, 0 known, 0 refused." in there, name
    await people.say("mo", "/fact confirm", community=THEIRS)
    [reply] = await people.replies("mo", "/fact export format=questions", community=THEIRS)
    assert _rows(reply.files[0].data) == _rows(table)
    said = await people.say("mo", "/fact export format=table")
    assert "3 questions that you wrote can't be in such a file: /fact export format=questions." in said


async def test_a_packs_questions_are_asked_and_a_community_lets_go_of_one_for_itself_alone(people: Players) -> None:
    content = shipped_pack("jessica-jones")
    question = WrittenQuestion("q1", "Whose scarf is red?", "Patsy's", (), ("Trish's",), "", "", "", "")
    beyond = replace(question, key="q2", stem="Who dies?", topic="jessica_jones", answer="He", distractors=())
    info = replace(content.info, name="quiz", title="Pub Quiz")
    await people.facts.install(replace(content, info=info, facts=(), questions=(question, beyond), sources=()), NOW)
    assert (await people.facts.content("quiz")).questions == (question, beyond)
    assert "quiz Pub Quiz, 2 written questions" in await people.say("eve", "/trivia topics")
    await people.say("eve", "/trivia start topic=quiz kinds=choice count=1")
    assert "Whose scarf is red?" in people.heard()[-1]
    await people.say("mo", "/trivia stop")
    number = await _number(people, "Whose scarf")

    await people.say("mo", f"/fact retire {number}")

    assert "Whose scarf" not in await people.say("mo", "/fact questions")
    assert "Whose scarf" in await people.say("mo", "/fact questions", community=THEIRS)
    assert "Pub Quiz" in await people.say("mo", f"/fact show {await _number(people, 'Who dies')}")


async def test_a_moderator_writes_one_question_and_takes_it_back(people: Players) -> None:
    line = "/fact question Who keeps our keys? answer=Eve wrong=Bob|Cy topic=our club source=Club book"
    taken = await people.say("mo", line)
    assert taken.startswith("I will ask: Who keeps our keys? (#")
    assert "Bob, Cy" in taken
    assert "I ask that already, just so: it is fact " in await people.say("max", line)
    assert await people.say("max", "/fact question Who? answer=A wrong=a|B") == (
        "I can't ask that: 'a' is given as right and as wrong."
    )
    await people.say("eve", CLUB)
    assert "Who keeps our keys?" in people.heard()[-1]
    said = await people.say("mo", "/fact questions")
    assert "Who keeps our keys?" not in said
    assert "1 in all, 1 of them held back." in said
    await people.say("mo", "/trivia stop")
    assert (await people.say("mo", "/fact undo")).startswith("Taken back: 1 – 20")
    assert (await people.say("mo", "/fact questions")).startswith("There are no questions")


async def test_a_question_said_again_is_mended_and_what_is_left_out_stays(people: Players) -> None:
    await people.say("mo", "/fact question Who keeps our keys? answer=Eve wrong=Bob|Cy topic=our club source=Club book")
    await people.say("eve", CLUB)
    asked_now = "That is what is being asked right now. Please tell me again when the round is over."
    assert await people.say("max", "/fact question who keeps our keys? answer=Eva") == asked_now
    await people.say("mo", "/trivia stop")

    shown = await people.say("max", "/fact question who keeps our keys? answer=Eva wrong=Bob|Dan")
    assert shown.startswith("Mo wrote that question ")
    assert "Answer now: Eve (Club book)\nBeside it now: Bob, Cy\nYours: Eva\nBeside yours: Bob, Dan" in shown
    assert "Eva" not in await people.say("mo", "/fact questions")

    said = await people.say("max", "/fact confirm")

    assert said.startswith("From now on I ask it so: Who keeps our keys? (#")
    assert "Before: Eve (Club book)" in said
    [row] = _rows(await people.exported("/fact export format=questions"))
    assert (row["key"], row["distractors"], row["topic"], row["source"]) == (
        "Eva",
        "Bob|Dan",
        "our club",
        "as told by Max",
    )
    await people.say("mo", "/fact question Who keeps our keys? answer=Eva wrong=none topic=keys")
    again = await people.say("mo", "/fact confirm")
    assert "Before" not in again
    [row] = _rows(await people.exported("/fact export format=questions"))
    assert (row["key"], row["distractors"], row["topic"], row["source"]) == ("Eva", "", "keys", "as told by Max")
    await people.say("ada", f"/fact lock {await _number(people, 'Who keeps')}")
    locked = await people.say("max", "/fact question Who keeps our keys? answer=Evi")
    assert locked == "That is locked; only an admin can change it."
    await people.say("ada", "/fact undo change=3")
    [row] = _rows(await people.exported("/fact export format=questions"))
    assert (row["distractors"], row["topic"]) == ("Bob|Dan", "our club")


async def test_a_question_that_changed_since_it_was_shown_is_shown_again(people: Players) -> None:
    await people.say("mo", "/fact question Who keeps our keys? answer=Eve")
    await people.say("max", "/fact question Who keeps our keys? answer=Eva")
    assert "From now on" in await people.say("mo", "/fact question Who keeps our keys? answer=Evi")

    said = await people.say("max", "/fact confirm")

    assert said.startswith("Mo wrote that question ")
    assert "Answer now: Evi" in said
    assert "From now on" in await people.say("max", "/fact confirm")
    assert "Eva" in await people.say("mo", "/fact questions")


@pytest.mark.parametrize("answer", ["yes", "Yes", "true", "no wrong=yes", "False"])
async def test_yes_and_no_make_a_question_of_true_or_false(people: Players, answer: str) -> None:
    await people.say("mo", f"/fact question Are we old? answer={answer} topic=our club")
    await people.say("eve", CLUB)
    asked = people.heard()[-1]
    assert "true" in asked
    assert "false" in asked
    right = "yes" if answer.lower() in {"yes", "true"} else "no"
    await people.say("eve", f"/trivia answer {right}")
    await people.say("mo", "/trivia skip")
    assert "Eve" in "\n".join(people.heard())


async def test_a_band_named_yes_is_a_name_among_names(people: Players) -> None:
    await people.say("mo", "/fact question Who sang Roundabout? answer=Yes wrong=Genesis|Rush topic=our club")
    await people.say("eve", f"{CLUB} kinds=choice")
    assert all(name in people.heard()[-1] for name in ("Yes", "Genesis", "Rush"))


@pytest.mark.parametrize("junk", ["@everyone", "<@!123> ?", "@Mo @here", ":tada: 42!", "???"])
async def test_what_holds_no_word_is_not_kept_for_the_moderators(people: Players, junk: str) -> None:
    assert "kept" not in await people.say("eve", f"/ask {junk}")
    assert await people.say("mo", "/fact review") == "Nothing waits for you."
    assert "I have kept the question" in await people.say("eve", "/ask @Mo who sings flumptious songs?")
    assert "1 unanswered question" in await people.say("mo", "/fact review")


async def test_a_question_that_i_ask_or_asked_myself_is_not_kept_for_the_moderators(people: Players) -> None:
    await people.say("mo", "/fact question Who keeps our keys? answer=Eve topic=our club")
    await people.say("eve", CLUB)
    assert "kept" not in await people.say("bob", "/ask who keeps our keys?")
    await people.say("eve", "/trivia answer Eve")
    await people.say("mo", "/trivia stop")
    assert "kept" not in await people.say("bob", "/ask Who keeps our keys")
    assert await people.say("mo", "/fact review") == "Nothing waits for you."


async def test_what_gives_a_plot_away_is_asked_only_where_that_is_known(people: Players) -> None:
    text = "question,answer,topic,spoiler,spoiler kind\r\nWho leaves?,Malcolm,plots,Jessica Jones@S2E5,series\r\n"
    await people.teaches(text)
    await people.say("eve", "/trivia start topic=plots count=1")
    assert "Who leaves?" not in "\n".join(people.heard())
    await people.say("eve", "/trivia start topic=plots count=1 spoilers=yes")
    assert "Who leaves?" in people.heard()[-1]
    assert _rows(await people.exported("/fact export format=questions"))[0]["spoiler"] == "Jessica Jones@S2E5"


async def test_a_picture_goes_with_a_question_as_a_link_if_its_address_is_safe(people: Players) -> None:
    pictures = "question,answer,topic,image\r\nWhat is it?,A,safe,https://example.org/a.png\r\nAnd it?,B,unsafe,file:///etc\r\n"
    await people.teaches(pictures)
    await people.say("eve", "/trivia start topic=safe count=1")
    assert "What is it? (picture" in people.heard()[-1]
    assert "https://example.org/a.png" in people.heard()[-1]
    await people.say("mo", "/trivia stop")
    await people.say("eve", "/trivia start topic=unsafe count=1")
    assert "And it?" in people.heard()[-1]
    assert "file:" not in people.heard()[-1]
    assert "file:///etc" in (await people.exported("/fact export format=questions")).decode()


async def test_relations_of_ones_own_travel_in_a_pack_and_a_table_says_that_it_leaves_them_behind(
    people: Players,
) -> None:
    await people.say(
        "mo",
        "/fact relation likes statement={subject} likes {value} question=Whom does {subject} like? subject=person "
        "value=person",
    )
    await people.say("mo", "/fact add Krysten Ritter likes Mike Colter source=Fan book anyway=yes")
    said = await people.say("mo", "/fact export format=table")
    assert "A table doesn't carry relations of your own (likes) to where they aren't known; a pack does: " in said
    table, pack = await people.exported("/fact export format=table"), await people.exported()

    refused = await people.say("mo", "/fact import file=x", upload=Upload("t.csv", table), community=THEIRS)
    taken = await people.say("mo", "/fact import file=x", upload=Upload("own.zip", pack), community=THEIRS)

    assert "'likes' is no relation that I know" in refused
    assert (
        "Teach me such a relation first, with /fact relation; a pack brings the relations of its own along" in refused
    )
    assert taken.startswith("own.zip: 1 new, 0 changed, 0 known, 0 refused.")
    await people.say("mo", "/fact confirm", community=THEIRS)
    asked = await people.say("eve", "/ask whom does Krysten Ritter like?", community=THEIRS)
    assert "Mike Colter" in asked


async def test_what_became_right_is_no_longer_offered_as_wrong(people: Players) -> None:
    await people.say("mo", "/fact question Who keeps our keys? answer=Eve wrong=Bob|Cy topic=our club")
    number = await _number(people, "Who keeps")
    await people.say("mo", f"/fact edit {number} value=bob reason=new keeper")
    await people.say("eve", f"{CLUB} kinds=choice")
    assert "bob" in people.heard()[-1]
    assert "Cy" in people.heard()[-1]
    assert "Bob" not in people.heard()[-1]


async def test_signs_that_cannot_be_seen_and_floods_are_refused_and_marks_are_only_text(people: Players) -> None:
    rows = (
        "A\u202eB?,yes,", f"{'x' * 1001}?,yes,", f"Long?,{'y' * 301},", f"Topic?,yes,{'t' * 81}",
        "@everyone **who**?,<@1>,", "👩‍👩‍👧?,family,",
    )  # fmt: skip
    said = await people.teaches("question,answer,topic\r\n" + "\r\n".join(rows) + "\r\n")
    assert "2 new, 0 changed, 0 known, 4 refused." in said
    for reason in (
        "line 2: holds signs that can't be seen", "line 3: the question has 1,002 characters; at most 1,000",
        "line 4: an answer has 301 characters", "line 5: the topic has 81 characters",
    ):  # fmt: skip
        assert reason in said


async def test_ones_own_facts_and_questions_are_one_topic_however_they_came(people: Players) -> None:
    await people.say("mo", "/fact question Who keeps our keys? answer=Eve")
    await people.teaches("question,answer\r\nWho sweeps?,Bob\r\n")
    await people.teaches("question,answer\r\nWho cooks?,Cy\r\n")
    topics = await people.say("eve", "/trivia topics")
    assert "own facts 3 written questions of your own" in topics
    assert "community:" not in topics
    asked = set()
    for _ in range(3):
        await people.say("eve", "/trivia start topic=own facts count=1")
        asked |= {stem for stem in ("keys", "sweeps", "cooks") if stem in people.heard()[-1]}
        await people.say("mo", "/trivia stop")
    assert asked == {"keys", "sweeps", "cooks"}


async def test_what_people_wrote_about_is_suggested_as_a_topic(people: Players) -> None:
    await people.teaches()
    member = Member(MemberId("test:eve"), "Eve", Role.MEMBER)

    async def offered(typed: str) -> list[str]:
        request = Request("s", OURS, ChannelId("test:1"), member, "trivia start", {"topic": typed}, people.now)
        return [found.value for found in await people.core.suggesting.suggest(request, "topic")]

    assert await offered("our") == ["our club"]
    assert "own facts" in await offered("own")
    assert not [value for value in await offered("") if "community:" in value]


async def test_many_questions_are_listed_page_by_page(people: Players) -> None:
    rows = "".join(f"Question {n}?,Answer {n},{'one' if n < 13 else 'two'}\r\n" for n in range(25))
    await people.teaches(f"question,answer,topic\r\n{rows}")
    seen: list[str] = []
    for page in (1, 2, 3):
        said = await people.say("mo", f"/fact questions page={page}")
        seen += [line.split("?")[0].split(" ", 1)[1] for line in said.splitlines() if line.startswith("#")]
    assert sorted(seen) == sorted(f"Question {n}" for n in range(25))
    assert "There are no more questions" in await people.say("mo", "/fact questions page=4")
    assert "12 in all." in await people.say("mo", "/fact questions two")


async def _number(people: Players, words: str) -> int:
    said = await people.say("mo", "/fact questions")
    line = next(line for line in said.splitlines() if words in line)
    return int(line.split("#")[1].split()[0])


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


async def test_a_question_that_is_its_own_answer_is_refused(people: Players) -> None:
    said = await people.say("mo", "/fact question Who won? answer=who  won?")
    assert said == "I can't ask that: it is its own answer."
