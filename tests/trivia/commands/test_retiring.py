"""Moderators let go of whole things, and bring them back: dialogues, questions, files, and what follows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

from adapters.terminal.render import Look, rendered
from db import Store, open_store
from tests.fakes.rounds import FakeQuestions, dice
from tests.templates import shipped_pack
from tests.trivia.commands.test_keeping import NOW, OURS, THEIRS, Letters, People
from tests.trivia.commands.test_keeping import people as people  # noqa: PLC0414 -- a fixture is used by its name
from tests.trivia.commands.test_merging import credits_pack
from trivia.commands.core import assemble
from trivia.commands.request import Member, Request, Role, Upload
from trivia.questions.generator import Generator
from trivia.questions.model import Question, QuestionKind
from trivia.rounds.model import ChannelId, MemberId, Rules

ASK = "/ask who directed AKA You're Welcome?"
GONE = "Krysten Ritter was retired here. A moderator can bring it back: /fact restore Krysten Ritter"


async def retired(people: People, line: str = "/fact retire Krysten Ritter reason=off topic") -> str:
    await people.say("mo", line)
    return await people.say("mo", "/fact confirm")


async def directed(people: People) -> str:
    """Return the number of the fact that she directed an episode."""
    shown = (await people.say("mo", "/fact show AKA You're Welcome")).splitlines()
    return next(line for line in shown if "directed by" in line).removeprefix("#").split()[0]


async def question_about(people: People, topic: str) -> Question | None:
    shelf = await people.facts.shelf(OURS)
    generator = Generator(people.facts, people.facts, people.facts)
    made = await generator.generate(shelf, 1, 1, kind=QuestionKind.TEXT, topic=topic)
    return made[0] if made else None


async def test_what_would_go_is_shown_first_and_nothing_is_changed_yet(people: People) -> None:
    shown = (await people.say("mo", "/fact retire Krysten Ritter reason=off topic")).splitlines()

    assert (
        shown[0] == "Krysten Ritter (person) would go, and with it 58 facts that begin with it and 13 that end with it."
    )
    assert shown[1] == "AKA You're Welcome was directed by Krysten Ritter"
    assert shown[4] == "… and 68 more"
    assert "I would not answer or ask from them any more, nor know the name, until you bring it back." in shown
    assert "Others who read its pack would still know it." in shown
    assert shown[-2:] == ["Nothing is changed yet. Do it with /fact confirm.", "Retire it: /fact confirm draft=1"]
    assert "Krysten Ritter" in await people.say("eve", ASK)
    assert await people.say("eve", "/fact history") == "Nobody has changed anything here yet."


async def test_all_of_it_is_gone_here_alone_and_comes_back(people: People) -> None:
    said = await retired(people)

    assert said.splitlines() == [
        "Krysten Ritter is retired with 71 facts: I won't answer or ask from them, nor know the name.",
        "That holds here; others who read its pack still know it.",
        "Bring it back with /fact restore Krysten Ritter.",
        "Undo: /fact undo change=1",
    ]
    for line in (ASK, "/ask what did Krysten Ritter direct?"):
        assert "I don't know" in await people.say("eve", line), line
        assert "Krysten Ritter" in await people.say("eve", line, community=THEIRS), line
    assert await people.say("eve", "/fact show Krysten Ritter") == GONE
    assert "directed by Krysten Ritter" not in await people.say("eve", "/fact show AKA You're Welcome")
    told = "Mo retired Krysten Ritter with 71 facts: off topic"
    assert told in await people.say("eve", "/fact history")
    assert told in await people.say("eve", "/fact history Krysten Ritter")
    assert "directed by" not in await people.say("eve", "/fact history Krysten Ritter")

    back = await people.say("max", "/fact restore Krysten Ritter reason=asked for")

    assert back == "Krysten Ritter is back, with 71 facts.\nUndo: /fact undo change=2"
    assert "Krysten Ritter" in await people.say("eve", ASK)
    history = await people.say("eve", "/fact history name=Krysten Ritter")
    assert "Max brought back Krysten Ritter with 71 facts: asked for" in history
    assert await people.say("max", "/fact restore Krysten Ritter") == "Krysten Ritter isn't retired."


async def test_undoing_brings_it_back_and_doing_it_again_takes_it_away(people: People) -> None:
    await retired(people)

    undone = await people.say("max", "/fact undo change=1")

    assert undone.startswith("Taken back: 1 ")
    assert "Mo retired Krysten Ritter with 71 facts: off topic." in undone
    assert "Krysten Ritter" in await people.say("eve", ASK)
    assert "Max took back change 1; 71 facts; Krysten Ritter" in await people.say("eve", "/fact history")
    await people.say("max", "/fact undo change=2")
    assert "I don't know" in await people.say("eve", ASK)


async def test_facts_retired_one_by_one_before_stay_retired_and_their_history_tells_the_rest(people: People) -> None:
    number = await directed(people)
    await people.say("mo", f"/fact retire {number} reason=wrong")
    other = (await people.say("mo", "/fact show Krysten Ritter")).split("#")[1].split()[0]
    await retired(people)

    assert "It is not told here, for Krysten Ritter was retired." in await people.say("eve", f"/fact history {other}")
    for line in (f"/fact restore {other}", f"/fact edit {other} certainty=reported"):
        assert await people.say("mo", line) == GONE
    await people.say("mo", "/fact restore Krysten Ritter")

    assert "I know no fact number" in await people.say("eve", f"/fact show {number}")
    assert "#" in await people.say("eve", f"/fact show {other}")


async def test_nothing_new_is_said_of_it_in_any_way(people: People) -> None:
    number = await directed(people)
    mended = (await people.say("mo", f"/fact edit {number} value=Uta Briesewitz")).split("(#")[1].split(")")[0]
    await retired(people)

    for line in (
        "/fact add AKA The Whale was directed by Krysten Ritter kind=episode",
        "/fact add subject=AKA The Whale relation=directed_by value=Krysten Ritter kind=episode anyway=yes",
        "/fact suggest AKA The Whale was directed by Krysten Ritter kind=episode",
        "/fact alias Krysten Ritter alias=KR",
        "/fact rename Krysten Ritter to=KR",
        "/fact merge Krysten Ritter into=Uta Briesewitz",
        "/fact lock Krysten Ritter",
        "/fact retire Krysten Ritter",
    ):
        who = "ada" if "lock" in line else "mo"
        assert await people.say(who, line) == GONE, line
    assert await people.say("max", f"/fact edit {mended} value=Krysten Ritter revision=1") == GONE
    table = b"subject,kind,relation,value\nAKA The Whale,episode,directed_by,Krysten Ritter\n"
    refused = await people.say("mo", "/fact import file=x.csv", upload=Upload("x.csv", table))
    assert f"line 2: {GONE}" in refused
    assert "nothing" in (await people.say("mo", "/fact confirm")).casefold()


async def test_another_thing_of_that_name_may_come_and_the_old_one_come_back_beside_it(people: People) -> None:
    await retired(people)
    taught = await people.say("mo", "/fact add Krysten Ritter is part of Jessica Jones kind=season anyway=yes")
    assert "Thank you, I know that now" in taught
    assert "Krysten Ritter" in await people.say("eve", "/fact show Krysten Ritter")
    back = await people.say("mo", "/fact restore Krysten Ritter")
    assert back.startswith("Krysten Ritter is back, with ")


async def test_it_is_asked_no_more_and_is_no_wrong_answer(people: People) -> None:
    assert await question_about(people, "AKA You're Welcome")
    await retired(people)

    assert await people.facts.of_kind(await people.facts.shelf(OURS), "person", 99) != []
    shelf = await people.facts.shelf(OURS)
    made = await Generator(people.facts, people.facts, people.facts).generate(shelf, 40, 7)
    assert made
    assert not any("Krysten Ritter" in (q.stem, q.key, *q.options) or "Krysten Ritter" in q.stem for q in made)


async def test_an_open_question_that_rests_on_it_is_closed_for_nobodys_points(people: People) -> None:
    question = await question_about(people, "AKA You're Welcome")
    assert question
    people.questions.questions = (question, question)
    await people.say("eve", "/trivia start count=1")
    shown = await people.say("mo", "/fact retire Krysten Ritter")
    assert "AKA You're Welcome" not in shown

    await people.say("mo", "/fact confirm")

    assert any("counts for nobody" in heard for heard in people.heard())


async def test_what_is_locked_is_not_taken_along_and_an_admin_may(people: People) -> None:
    locked = "That is locked; only an admin can change it."
    for what in (await directed(people), "AKA You're Welcome", "Krysten Ritter"):
        await people.say("ada", f"/fact lock {what}")
        assert await people.say("mo", "/fact retire Krysten Ritter") == locked
        await people.say("ada", f"/fact lock {what} free=yes")
    await people.say("mo", "/fact retire Krysten Ritter")
    await people.say("ada", "/fact lock AKA You're Welcome")
    assert await people.say("mo", "/fact confirm") == locked

    assert "is retired with 71 facts" in await retired_by_admin(people)
    assert await people.say("mo", "/fact restore Krysten Ritter") == locked
    entry = (await people.say("mo", "/fact history Krysten Ritter")).splitlines()[1].split()[0]
    assert await people.say("mo", f"/fact undo change={entry}") == locked
    assert (await people.say("ada", "/fact restore Krysten Ritter")).startswith("Krysten Ritter is back")


async def retired_by_admin(people: People) -> str:
    await people.say("ada", "/fact retire Krysten Ritter")
    return await people.say("ada", "/fact confirm")


async def test_two_moderators_who_retire_the_same_do_it_once(people: People) -> None:
    await people.say("mo", "/fact retire Krysten Ritter")
    await people.say("max", "/fact retire Krysten Ritter")
    assert "is retired with 71 facts" in await people.say("mo", "/fact confirm")
    assert await people.say("max", "/fact confirm") == "Krysten Ritter is retired already."
    assert (await people.say("eve", "/fact history")).count("retired") == 1


async def test_slips_are_told_kindly_and_members_do_not_retire(people: People) -> None:
    number = await directed(people)
    for line, said in (
        ("/fact retire Nobody At All", "I know nothing by the name “Nobody At All”."),
        ("/fact retire", "Please say which: the number of a fact, or the name of a thing."),
        ("/fact restore", "Please say which: the number of a fact, or the name of a thing."),
        ("/fact restore Nobody At All", "I know nothing by the name “Nobody At All”."),
        ("/fact retire 12 years", "Please name one: a fact by its number, or a thing by its name."),
        ("/fact retire '12 Years'", "I know nothing by the name “12 Years”."),
        ("/fact retire directed_by", "directed_by is a relation. /fact drop directed_by lets go of it, "),
        ("/fact retire Jessica Jonas", "I know nothing by the name “Jessica Jonas”. Did you mean Jessica Jones?"),
    ):
        assert (await people.say("mo", line)).startswith(said), line
    for line in ("/fact retire Krysten Ritter", "/fact restore Krysten Ritter", f"/fact retire {number}"):
        assert "is for moderators" in await people.say("eve", line)
    for line in (f"/fact retire #{number}", f"/fact retire name=#{number}"):
        assert (await people.say("mo", line)).startswith("Retired: AKA You're Welcome was directed by Krysten Ritter.")
        assert (await people.say("mo", f"/fact restore {number}")).startswith("It is back: ")


async def test_a_thing_of_ones_own_goes_with_what_was_taught_and_is_not_handed_over(people: People) -> None:
    for name in ("The Whale", "The Crab"):
        await people.say("mo", f"/fact add AKA {name} was directed by Uta Briesewitz kind=episode anyway=yes")
    shown = await people.say("mo", "/fact retire AKA The Whale")
    assert "AKA The Whale (episode) would go, and with it 1 fact that begins with it." in shown
    assert "Others" not in shown
    await people.say("mo", "/fact confirm")

    [reply] = await people.replies("mo", "/fact export format=table")
    assert b"AKA The Crab" in reply.files[0].data
    assert b"AKA The Whale" not in reply.files[0].data
    assert "Left out: 1 thing of your own that you retired." in rendered(reply, Look())


async def test_who_types_is_offered_what_was_retired_to_bring_it_back(people: People) -> None:
    member = Member(MemberId("test:mo"), "Mo", Role.MODERATOR)

    async def offered(command: str, typed: str) -> list[str]:
        request = Request("s", OURS, ChannelId("test:1"), member, command, {"name": typed}, NOW)
        return [suggestion.value for suggestion in await people.core.suggesting.suggest(request, "name")]

    assert "Krysten Ritter" in await offered("fact retire", "kryst")
    assert await offered("fact restore", "kryst") == []
    await retired(people)
    assert "Krysten Ritter" not in await offered("fact retire", "kryst")
    assert await offered("fact restore", "kryst") == await offered("fact restore", "") == ["Krysten Ritter"]


@asynccontextmanager
async def _opened(folder: Path) -> AsyncIterator[People]:
    async with open_store(folder / "store.db") as store:
        yield _people(store)


_EVENTS = count(1_000, 1_000)


def _people(store: Store) -> People:
    messenger, questions = Letters(), FakeQuestions(())
    core = assemble(
        facts=store,
        rounds=store,
        questions=questions,
        messenger=messenger,
        chance=dice(1),
        platform="test",
        defaults=Rules(lobby=0, pause=0, count=3),
    )
    people = People(core, messenger, None, questions, store)
    people.begin_events_at(next(_EVENTS))
    return people


async def test_the_button_works_after_a_restart_and_what_is_gone_stays_gone(tmp_path: Path) -> None:
    pack = shipped_pack("jessica-jones")
    async with _opened(tmp_path) as people:
        await people.facts.install(pack, NOW)
        await people.say("mo", "/fact retire Krysten Ritter")
    async with _opened(tmp_path) as people:
        assert "is retired with 71 facts" in await people.say("mo", "/fact confirm draft=1")
    async with _opened(tmp_path) as people:
        await people.facts.install(pack, NOW)
        assert "I don't know" in await people.say("eve", ASK)
        assert (await people.say("mo", "/fact restore Krysten Ritter")).startswith("Krysten Ritter is back, with 71")


async def test_what_was_shown_is_confirmed_once(people: People) -> None:
    await people.say("mo", "/fact retire Krysten Ritter")
    await people.say("mo", "/fact confirm draft=1")
    assert (
        await people.say("mo", "/fact confirm draft=1") == "There is nothing to confirm any more. Please say it again."
    )


KEPT = "I have kept the question for the moderators."


async def test_who_asks_about_what_was_retired_adds_nothing_to_the_list_of_the_moderators(people: People) -> None:
    await people.say("mo", "/fact retire Krysten Ritter")
    await people.say("mo", "/fact confirm")

    for question in ("/ask what did Krysten Ritter direct?", "/ask where was krysten ritter's sister born?"):
        said = await people.say("eve", question)
        assert said.startswith("I don't know.")
        assert KEPT not in said
    assert KEPT in await people.say("eve", "/ask what did Holly Hunter paint?")

    waiting = await people.say("mo", "/fact review")
    assert "Ritter" not in waiting
    assert "Holly Hunter" in waiting


async def test_a_retired_name_within_a_longer_one_that_means_something_keeps_nothing_from_the_list(
    people: People,
) -> None:
    await people.say("mo", "/fact add Jones was directed by Uta Briesewitz kind=episode anyway=yes")
    await people.say("mo", "/fact alias Jones alias=Jonesy")
    await people.say("mo", "/fact retire Jonesy")
    assert (await people.say("mo", "/fact confirm")).startswith("Jones is retired")
    await people.say("mo", "/fact add Jonesy Smith was directed by Uta Briesewitz kind=episode anyway=yes")

    assert KEPT not in await people.say("eve", "/ask who painted Jonesy?")
    assert KEPT in await people.say("eve", "/ask who painted Jonesy Smith?")


async def test_what_was_taken_back_or_merged_since_it_was_shown_is_not_retired(people: People) -> None:
    await people.say("mo", "/fact add AKA The Crab was directed by Jane Doe kind=episode anyway=yes")
    await people.say("mo", "/fact retire Jane Doe")
    await people.say("max", "/fact undo change=1")
    assert await people.say("mo", "/fact confirm") == "Jane Doe is gone by now, so there is nothing to retire."

    await people.say("mo", "/fact add AKA The Eel was directed by Jean Doe kind=episode anyway=yes")
    await people.say("mo", "/fact retire Jean Doe")
    await people.say("max", "/fact merge Jean Doe into=Krysten Ritter")
    said = await people.say("mo", "/fact confirm")
    assert said == "Jean Doe is gone by now, so there is nothing to retire."
    assert "Krysten Ritter" in await people.say("eve", "/ask who directed AKA The Eel?")


async def test_a_packs_thing_that_was_merged_since_it_was_shown_is_not_retired_with_the_other(people: People) -> None:
    await people.facts.install(credits_pack(), NOW)
    await people.say("mo", "/fact retire K. A. Ritter")
    await people.say("max", "/fact merge K. A. Ritter into=Krysten Ritter")

    said = await people.say("mo", "/fact confirm")

    assert said.startswith("K. A. Ritter is one with Krysten Ritter by now.")
    assert "Krysten Ritter" in await people.say("eve", ASK)


async def test_a_thing_shown_after_a_slip_is_what_is_meant_and_a_slip_after_it_is_not(people: People) -> None:
    await people.say("mo", "/fact add AKA The Squid was directed by nobody I know")
    await people.say("mo", "/fact retire Krysten Ritter")
    await people.say("mo", "/fact retire Nobody At All")

    assert (await people.say("mo", "/fact confirm")).startswith("I couldn't take what you said last.")
    assert "Krysten Ritter" in await people.say("eve", ASK)

    await people.say("mo", "/fact retire Krysten Ritter")
    await people.say("mo", "/fact confirm")
    assert "Krysten Ritter" not in (await people.say("eve", ASK)).replace(GONE, "")
