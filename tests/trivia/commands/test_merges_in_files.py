"""What a community merged goes out with its pack and comes back: dialogues, in memory and on a store."""

import zipfile
from dataclasses import replace
from io import BytesIO

from tests.trivia.commands.test_keeping import NOW, OURS, THEIRS, People
from tests.trivia.commands.test_keeping import people as people  # noqa: PLC0414 -- a fixture is used by its name
from tests.trivia.commands.test_merging import ASK, credits_pack
from trivia.commands.request import Upload
from trivia.facts.content import PackContent
from trivia.questions.generator import Generator
from trivia.questions.model import QuestionKind

MERGE = "/fact merge K. A. Ritter into=Krysten Ritter"
TWINS = "/fact merge Uta Briesewitz (credits) into=Uta Briesewitz"


async def handed_out(people: People) -> bytes:
    [reply] = await people.replies("mo", "/fact export")
    return reply.files[0].data


async def shown(people: People, data: bytes, who: str = "mo", **where: object) -> str:
    return await people.say(who, "/fact import file=x", upload=Upload("own.zip", data), **where)  # type: ignore[arg-type] # a community


def merged_file(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read("merged.csv").decode().splitlines()


def renamed(content: PackContent, name: str) -> PackContent:
    return replace(content, info=replace(content.info, name=name))


async def test_what_was_merged_goes_out_with_the_pack_and_holds_where_it_is_taken(people: People) -> None:
    await people.facts.install(credits_pack(), NOW)
    await people.say("mo", MERGE)
    await people.say("mo", TWINS)
    [reply] = await people.replies("mo", "/fact export")
    assert "2 things that you merged into another" in str(reply.text)
    data = reply.files[0].data
    header, *rows = merged_file(data)
    assert header == "kind,name,pack,id,into,into_pack,into_id"
    assert rows[0].startswith("person,K. A. Ritter,credits,kr,Krysten Ritter,")
    assert len(rows) == 2
    assert "0 new, 0 changed, 0 known, 0 refused." in (again := await shown(people, data))
    assert "There is nothing new in it." in again

    said = await shown(people, data, community=THEIRS)

    assert "It takes 2 things of packs for another." in said
    assert "AKA The Pilot" not in await people.say("eve", ASK, community=THEIRS)
    taken = await people.say("mo", "/fact confirm", community=THEIRS)
    assert taken.startswith("Taken: own.zip, 0 new, 0 changed and 2 things merged into another.")
    assert "AKA The Pilot" in await people.say("eve", ASK, community=THEIRS)
    [reply] = await people.replies("mo", "/fact export", community=THEIRS)
    assert merged_file(reply.files[0].data) == [header, *rows]
    change = taken.rpartition("=")[2]
    assert (await people.say("mo", f"/fact undo change={change}", community=THEIRS)).startswith("Taken back: ")
    assert "AKA The Pilot" not in await people.say("eve", ASK, community=THEIRS)
    assert "AKA The Pilot" in await people.say("eve", ASK)


async def test_what_one_community_calls_its_own_comes_along_with_what_became_one_with_it(people: People) -> None:
    await people.facts.install(credits_pack(), NOW)
    await people.say("mo", "/fact add AKA The Octopus was directed by Kay Ritter kind=episode anyway=yes")
    await people.say("mo", "/fact merge K. A. Ritter into=Kay Ritter")

    said = await shown(people, await handed_out(people), community=THEIRS)

    assert "1 new, 0 changed" in said
    assert "It takes 1 thing of packs for another." in said
    await people.say("mo", "/fact confirm", community=THEIRS)
    told = await people.say("eve", "/ask what did K. A. Ritter direct?", community=THEIRS)
    assert "AKA The Octopus" in told
    assert "AKA The Pilot" in told


async def test_what_is_not_known_elsewhere_stays_apart_and_that_is_said(people: People) -> None:
    await people.facts.install(credits_pack(), NOW)
    await people.say("mo", MERGE)
    await people.say("mo", "/fact add AKA The Octopus was directed by Kay Ritter kind=episode anyway=yes")
    data = await handed_out(people)
    await people.facts.remove("credits", NOW)
    await people.facts.install(renamed(credits_pack(), "others"), NOW)

    said = await shown(people, data, community=THEIRS)

    assert "Stays apart, for one isn't known here: K. A. Ritter (pack credits) and Krysten Ritter" in said
    assert "1 new, 0 changed, 0 known, 0 refused." in said
    assert "AKA The Pilot" not in await people.say("eve", ASK, community=THEIRS)


async def test_a_table_says_that_it_leaves_behind_what_was_merged(people: People) -> None:
    await people.facts.install(credits_pack(), NOW)
    await people.say("mo", MERGE)
    said = await people.say("mo", "/fact export format=table")
    assert "Nor does it carry what you merged (1 thing); a pack does: /fact export format=pack." in said


async def test_a_lock_holds_against_a_file_that_merges(people: People) -> None:
    await people.facts.install(credits_pack(), NOW)
    await people.say("mo", MERGE)
    data = await handed_out(people)
    await people.say("ada", "/fact undo change=1")
    await people.say("ada", "/fact lock Krysten Ritter")

    assert await shown(people, data) == "It would change what is locked; only an admin can do that."

    assert "It takes 1 thing" in await shown(people, data, "ada")


async def test_no_file_merges_what_is_being_asked_and_it_is_taken_when_that_is_over(people: People) -> None:
    await people.facts.install(credits_pack(), NOW)
    await people.say("mo", MERGE)
    data = await handed_out(people)
    await people.say("mo", "/fact undo change=1")
    [question] = await Generator(people.facts, people.facts, people.facts).generate(
        await people.facts.shelf(OURS), 1, 1, kind=QuestionKind.TEXT, topic="AKA The Pilot"
    )
    people.questions.questions = (question,)
    await people.say("eve", "/trivia start count=1")
    await shown(people, data)

    refused = await people.say("mo", "/fact confirm")

    assert refused == "That is what is being asked right now. Please tell me again when the round is over."
    await people.say("mo", "/trivia stop")
    assert (await people.say("mo", "/fact confirm")).startswith("Taken: own.zip")


async def test_a_bad_row_of_what_was_merged_is_told_with_its_line(people: People) -> None:
    await people.facts.install(credits_pack(), NOW)
    await people.say("mo", MERGE)
    data = await handed_out(people)
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            text = before.read(name).decode()
            row = "person,,credits,kr,Krysten Ritter,,\r\nPerson!,A,,,B,,\r\n" if name == "merged.csv" else ""
            after.writestr(name, text + row)

    said = await shown(people, out.getvalue())

    assert "merged.csv, line 3: one of the two things has no name" in said
    assert "merged.csv, line 4: 'Person!' is not the id of a kind" in said
    assert "line 4: the pack of what went is missing" in said
