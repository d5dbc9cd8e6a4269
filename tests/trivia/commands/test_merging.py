"""Moderators merge what two packs know by two names: dialogues, and what lookups, questions and judging make of it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from db import Store, open_store
from tests.db.samples import fact
from tests.fakes.store import MemoryStore
from tests.templates import shipped_pack
from tests.trivia.commands.test_keeping import NOW, OURS, THEIRS, People
from tests.trivia.commands.test_keeping import people as people  # noqa: PLC0414 -- a fixture is used by its name
from trivia.commands.request import Member, Request, Role
from trivia.facts.content import EntityRow, PackContent, PackInfo
from trivia.judging.verdict import Ruling
from trivia.questions.generator import Generator
from trivia.questions.model import Question, QuestionKind
from trivia.rounds.judging import NameJudge
from trivia.rounds.model import Asked, ChannelId, MemberId

ASK = "/ask what did Krysten Ritter direct?"


def credits_pack() -> PackContent:
    """Return a pack that knows the same people by other names."""
    known = shipped_pack("jessica-jones")
    entities = (
        EntityRow("pilot", "episode", "AKA The Pilot", (), 0.2),
        EntityRow("second", "episode", "AKA The Second", (), 0.2),
        EntityRow("kr", "person", "K. A. Ritter", ("KAR",), 0.1),
        EntityRow("uta", "person", "Uta Briesewitz", (), 0.1),
        EntityRow("uta-2", "person", "Uta Briesewitz", (), 0.05),
    )
    facts = (fact("pilot", "directed_by", "kr", source="c"), fact("second", "directed_by", "uta-2", source="c"))
    source = replace(known.sources[0], key="c", title="Credits")
    info = PackInfo("credits", "Credits", "1", "en", "CC0-1.0", "")
    return replace(known, info=info, entities=entities, facts=facts, sources=(source,))


async def test_what_two_packs_know_by_two_names_is_made_one_here_and_taken_apart_again(people: People) -> None:
    await people.facts.install(credits_pack(), NOW)
    assert "AKA The Pilot" not in await people.say("eve", ASK)

    merged = await people.say("mo", "/fact merge K. A. Ritter into=Krysten Ritter")

    assert merged.splitlines()[:2] == [
        "K. A. Ritter is now another name of Krysten Ritter; 1 fact moved there.",
        "That holds here; others who read its pack still know both.",
    ]
    for line in (ASK, "/ask what did K. A. Ritter direct?", "/ask what did KAR direct?"):
        said = await people.say("eve", line)
        assert "AKA The Pilot" in said, line
        assert "You're Welcome" in said, line
    assert "Krysten Ritter" in await people.say("eve", "/ask who directed AKA The Pilot?")
    assert "AKA The Pilot was directed by Krysten Ritter" in await people.say("eve", "/fact show AKA The Pilot")
    assert "AKA The Pilot" not in await people.say("eve", ASK, community=THEIRS)
    assert "K. A. Ritter" in await people.say("eve", "/ask who directed AKA The Pilot?", community=THEIRS)
    assert "Mo merged K. A. Ritter into Krysten Ritter; 1 fact" in await people.say("max", "/fact history")

    assert (await people.say("max", "/fact undo change=1")).startswith("Taken back: 1 ")

    assert "AKA The Pilot" not in await people.say("eve", ASK)
    assert "K. A. Ritter" in await people.say("eve", "/ask who directed AKA The Pilot?")


async def test_two_of_the_same_name_are_told_apart_by_how_well_they_are_known_or_by_their_pack(people: People) -> None:
    await people.facts.install(credits_pack(), NOW)
    one = await people.say("mo", "/fact merge Uta Briesewitz into=Uta Briesewitz")
    assert one.startswith("The two named Uta Briesewitz are one now; ")
    two = await people.say("mo", "/fact merge Uta Briesewitz (credits) into=Uta Briesewitz")
    assert two.startswith("The two named Uta Briesewitz are one now; ")
    assert await people.say("mo", "/fact merge Uta Briesewitz into=Uta Briesewitz") == (
        "Those are one and the same already."
    )
    said = await people.say("eve", "/fact show Uta Briesewitz")
    assert "AKA The Second was directed by Uta Briesewitz" in said
    assert "Uta Briesewitz is one of the directors" in said


async def test_who_types_sees_which_of_two_of_a_name_is_which(people: People) -> None:
    await people.facts.install(credits_pack(), NOW)
    member = Member(MemberId("test:mo"), "Mo", Role.MODERATOR)

    async def offered(command: str, option: str) -> list[str]:
        request = Request("s", OURS, ChannelId("test:1"), member, command, {option: "uta"}, NOW)
        found = [suggestion.value for suggestion in await people.core.suggesting.suggest(request, option)]
        return [value for value in found if value.startswith("Uta")]

    apart = await offered("fact merge", "name")
    assert apart == ["Uta Briesewitz (jessica-jones)", "Uta Briesewitz (credits)"]
    assert await offered("fact suggest", "subject") == ["Uta Briesewitz"]
    assert "one of the directors" in await people.say("mo", f"/fact show {apart[0]}")
    assert "nothing about it" in await people.say("mo", f"/fact show {apart[1]}")
    merged = await people.say("mo", f"/fact merge {apart[1]} into={apart[0]}")
    assert merged.startswith("The two named Uta Briesewitz are one now; ")
    assert len(await offered("fact merge", "name")) == 2


async def test_what_is_being_asked_is_not_merged_meanwhile_and_nothing_is_lost(people: People) -> None:
    await people.facts.install(credits_pack(), NOW)
    shelf = await people.facts.shelf(OURS)
    [question] = await Generator(people.facts, people.facts, people.facts).generate(
        shelf, 1, 1, kind=QuestionKind.TEXT, topic="AKA The Pilot"
    )
    people.questions.questions = (question,)
    await people.say("eve", "/trivia start count=1")

    refused = await people.say("mo", "/fact merge K. A. Ritter into=Krysten Ritter")

    assert refused == "That is what is being asked right now. Please tell me again when the round is over."
    await people.say("mo", "/trivia stop")
    assert "is now another name" in await people.say("mo", "/fact merge K. A. Ritter into=Krysten Ritter")


async def test_the_history_of_a_name_tells_who_changed_what_about_it_and_why(people: People) -> None:
    await people.facts.install(credits_pack(), NOW)
    await people.say("mo", "/fact merge K. A. Ritter into=Krysten Ritter reason=the same credit")
    await people.say("max", "/fact alias Krysten Ritter alias=Kay Ritter reason=as she signs")
    await people.say("max", "/fact alias Uta Briesewitz alias=Uta B.")
    await people.say("mo", "/fact add AKA The Octopus was directed by KAR kind=episode source=Daily anyway=yes")
    await people.say("mo", "/fact rename AKA The Octopus to=AKA The Squid reason=final title")

    said = (await people.say("eve", "/fact history name=Kay Ritter")).splitlines()

    assert said[0] == "Changes: Krysten Ritter"
    assert [line.split(" ")[0] for line in said[1:4]] == ["4", "2", "1"]
    assert "K. A. Ritter into Krysten Ritter; 1 fact: the same credit" in said[3]
    assert "the name Kay Ritter to Krysten Ritter: as she signs" in said[2]
    assert "final title" in await people.say("eve", "/fact history name=AKA The Squid")
    untouched = await people.say("eve", "/fact history name=David Tennant")
    assert untouched == "Nobody has changed anything about David Tennant here yet."
    assert "I know nothing by the name" in await people.say("eve", "/fact history name=Nobody At All")


async def test_what_two_packs_say_alike_of_what_was_merged_is_said_once(people: People) -> None:
    known = credits_pack()
    again = EntityRow("welcome", "episode", "You Are Welcome", (), 0.1)
    entities, facts = (*known.entities, again), (*known.facts, fact("welcome", "directed_by", "kr", source="c"))
    await people.facts.install(replace(known, entities=entities, facts=facts), NOW)
    await people.say("mo", "/fact merge K. A. Ritter into=Krysten Ritter")
    await people.say("mo", "/fact merge You Are Welcome into=AKA You're Welcome")
    said = "AKA You're Welcome was directed by Krysten Ritter"

    shown = (await people.say("eve", "/fact show You Are Welcome")).splitlines()

    [line] = [line for line in shown if said in line]
    first, second = re.findall("#([0-9]+)", line)
    assert (await people.say("eve", ASK)).count(said) == 1
    counted = await people.say("eve", "/ask how many episodes did Krysten Ritter direct?")
    assert counted.startswith("I know of 2: AKA You're Welcome and AKA The Pilot.")
    await people.say("mo", f"/fact retire {first}")
    assert f"#{second} {said}" in await people.say("eve", f"/fact show {second}")


async def test_a_name_given_before_a_merge_is_taken_away_after_it_and_given_back(people: People) -> None:
    await people.facts.install(credits_pack(), NOW)
    await people.say("mo", "/fact alias K. A. Ritter alias=Kayar")
    await people.say("mo", "/fact merge K. A. Ritter into=Krysten Ritter")
    assert await people.say("mo", "/fact alias Krysten Ritter alias=Kayar") == (
        "Krysten Ritter is known as Kayar already."
    )

    taken = await people.say("mo", "/fact alias Krysten Ritter alias=Kayar remove=yes")

    assert taken.startswith("Krysten Ritter is no longer known as Kayar.")
    assert "You're Welcome" not in await people.say("eve", "/ask what did Kayar direct?")
    await people.say("mo", "/fact undo change=3")
    assert "You're Welcome" in await people.say("eve", "/ask what did Kayar direct?")


async def test_members_do_not_merge_and_kinds_must_agree(people: People) -> None:
    await people.facts.install(credits_pack(), NOW)
    assert "is for moderators" in await people.say("eve", "/fact merge K. A. Ritter into=Krysten Ritter")
    assert await people.say("mo", "/fact merge AKA The Pilot into=Krysten Ritter") == (
        "AKA The Pilot is an episode and Krysten Ritter a person; they can't be one."
    )


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
async def test_questions_and_their_judge_go_by_it_after_a_restart_too(kind: str, tmp_path: Path) -> None:
    async with _opened(kind, tmp_path) as store:
        await store.install(shipped_pack("jessica-jones"), NOW)
        await store.install(credits_pack(), NOW)
        question, ruling = await _asked(store)
        assert (question.key, ruling) == ("K. A. Ritter", Ruling.REJECT)
        found = await store.by_name(await store.shelf(OURS), ["k a ritter", "krysten ritter"])
        gone, stays = (found[name][0].entity.id for name in ("k a ritter", "krysten ritter"))
        await store.merge(OURS, gone, stays, "mo", NOW)
    async with _opened(kind, tmp_path) as store:
        question, ruling = await _asked(store)

    assert (question.key, ruling) == ("Krysten Ritter", Ruling.ACCEPT)
    assert "K. A. Ritter" in question.accepted


_KEPT: dict[Path, MemoryStore] = {}


@asynccontextmanager
async def _opened(kind: str, folder: Path) -> AsyncIterator[MemoryStore | Store]:
    if kind == "memory":
        yield _KEPT.setdefault(folder, MemoryStore())
        return
    async with open_store(folder / "store.db") as store:
        yield store


async def _asked(store: MemoryStore | Store) -> tuple[Question, Ruling]:
    """Return the question about the pilot, and what becomes of an answer to it."""
    shelf = await store.shelf(OURS)
    generator = Generator(store, store, store)
    [question] = await generator.generate(shelf, 1, 3, kind=QuestionKind.TEXT, topic="AKA The Pilot")
    return question, (await NameJudge(store).rule(shelf, Asked.of(question), "Krysten Ritter")).ruling
