"""What a community retired, and which relations it took for one, goes out with its pack and comes back: dialogues."""

import zipfile
from io import BytesIO

from tests.trivia.commands.test_keeping import NOW, OURS, THEIRS, People
from tests.trivia.commands.test_keeping import people as people  # noqa: PLC0414 -- a fixture is used by its name
from tests.trivia.commands.test_merges_in_files import handed_out, shown
from tests.trivia.commands.test_merging import credits_pack
from tests.trivia.commands.test_relating import MERGE, STEERED, merged, taught
from trivia.commands.request import Upload
from trivia.facts.content import PackContent
from trivia.questions.generator import Generator
from trivia.questions.model import QuestionKind

ASK = "/ask what did Krysten Ritter direct?"


async def retired(people: People, name: str = "Krysten Ritter") -> None:
    await people.say("mo", f"/fact retire {name}")
    await people.say("mo", "/fact confirm")


def file_of(data: bytes, name: str) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode().splitlines() if name in archive.namelist() else []


def with_file(data: bytes, name: str, text: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for other in before.namelist():
            if other != name:
                after.writestr(other, before.read(other))
        after.writestr(name, text)
    return out.getvalue()


def told_in(content: PackContent) -> list[tuple[str, str]]:
    """Return of each fact what it is about, and by which relation it is told."""
    names = {row.key: row.name for row in content.entities}
    return sorted((names[fact.subject.key], fact.relation) for fact in content.facts)


async def test_relations_that_are_one_go_out_with_the_pack_and_hold_where_it_is_taken(people: People) -> None:
    await merged(people)
    [reply] = await people.replies("mo", "/fact export")
    assert "It also says that helmed_by is one with directed_by here." in str(reply.text)
    data = reply.files[0].data
    assert file_of(data, "merged_relations.csv") == ["relation,into", "helmed_by,directed_by"]
    assert any(",helmed_by," in row for row in file_of(data, "facts.csv")), "each fact is told as it was"
    again = await shown(people, data)
    assert "0 new, 0 changed, 2 known, 0 refused." in again
    assert "There is nothing new in it." in again

    said = await shown(people, data, community=THEIRS)

    assert "It lets helmed_by be one with directed_by." in said
    assert "I don't know" in await people.say("eve", "/ask who steered AKA The Octopus?", community=THEIRS)
    taken = await people.say("mo", "/fact confirm", community=THEIRS)
    assert "and 1 relation told as another." in taken
    told = await people.say("eve", STEERED, community=THEIRS)
    assert "AKA The Octopus" in told
    assert "You're Welcome" in told
    here, there = [(await people.facts.content(f"community:{c}")) for c in (OURS, THEIRS)]
    assert there.related == here.related
    assert set(there.vocabulary.relations) == set(here.vocabulary.relations)
    assert told_in(there) == told_in(here)
    change = taken.rpartition("=")[2]
    assert (await people.say("mo", f"/fact undo change={change}", community=THEIRS)).startswith("Taken back: ")
    assert (await people.facts.shelf(THEIRS)).relations == ()
    assert "I don't know" in await people.say("eve", "/ask who steered AKA The Octopus?", community=THEIRS)
    assert (await people.facts.shelf(OURS)).relations == (("helmed_by", "directed_by"),)


async def test_who_would_part_what_a_file_made_one_is_told_how(people: People) -> None:
    await merged(people)
    await shown(people, await handed_out(people), community=THEIRS)
    await people.say("mo", "/fact confirm", community=THEIRS)

    said = await people.say("mo", "/fact restore relation=helmed_by", community=THEIRS)

    told = "helmed_by became one with directed_by by a file. /fact undo change="
    assert said.startswith(told)
    assert said.endswith(" takes back all that came with it.")


async def test_a_table_tells_by_the_one_that_stays_and_says_what_it_leaves_behind(people: People) -> None:
    await merged(people)
    await retired(people, "Uta Briesewitz")
    [reply] = await people.replies("mo", "/fact export format=table")
    assert b"helmed_by" not in reply.files[0].data
    said = str(reply.text)
    assert "Not part of the file is that you retired 1 thing and that helmed_by is one with directed_by here" in said
    assert "a pack has it" in said


async def test_things_of_packs_that_were_retired_stay_retired_where_the_pack_is_taken(people: People) -> None:
    await retired(people)
    [reply] = await people.replies("mo", "/fact export")
    assert "It also says that you retired 1 thing." in str(reply.text)
    data = reply.files[0].data
    assert file_of(data, "retired.csv")[0] == "kind,name,pack,id"
    assert file_of(data, "retired.csv")[1].startswith("person,Krysten Ritter,jessica-jones,")
    assert "There is nothing new in it." in await shown(people, data)

    said = await shown(people, data, community=THEIRS)

    assert "It retires 1 thing, with all that is told of it." in said
    assert "You're Welcome" in await people.say("eve", ASK, community=THEIRS)
    taken = await people.say("mo", "/fact confirm", community=THEIRS)
    assert "1 thing retired" in taken
    assert "I don't know" in await people.say("eve", ASK, community=THEIRS)
    assert file_of(await there_out(people), "retired.csv") == file_of(data, "retired.csv")
    change = taken.rpartition("=")[2]
    assert (await people.say("mo", f"/fact undo change={change}", community=THEIRS)).startswith("Taken back: ")
    assert "You're Welcome" in await people.say("eve", ASK, community=THEIRS)
    assert "I don't know" in await people.say("eve", ASK)


async def there_out(people: People) -> bytes:
    [reply] = await people.replies("mo", "/fact export", community=THEIRS)
    return reply.files[0].data


async def test_what_was_merged_and_then_retired_comes_as_one_and_is_one_when_it_is_brought_back(people: People) -> None:
    await people.facts.install(credits_pack(), NOW)
    await people.say("mo", "/fact merge K. A. Ritter into=Krysten Ritter")
    await retired(people)
    data = await handed_out(people)
    assert "There is nothing new in it." in await shown(people, data)

    said = await shown(people, data, community=THEIRS)

    assert "It takes 1 thing of packs for another." in said
    assert "It retires 2 things" in said
    await people.say("mo", "/fact confirm", community=THEIRS)
    assert "I don't know" in await people.say("eve", ASK, community=THEIRS)
    back = await people.say("mo", "/fact restore Krysten Ritter", community=THEIRS)
    assert back.startswith("Krysten Ritter is back, with ")
    assert "AKA The Pilot" in await people.say("eve", ASK, community=THEIRS)


async def test_what_is_a_communitys_own_and_retired_is_left_out_and_that_is_said(people: People) -> None:
    await people.say("mo", "/fact add AKA The Octopus was directed by Krysten Ritter kind=episode anyway=yes")
    await retired(people, "AKA The Octopus")
    [reply] = await people.replies("mo", "/fact export")
    assert "Left out: 1 thing of your own that you retired." in str(reply.text)
    assert "AKA The Octopus" not in "".join(file_of(reply.files[0].data, "entities.csv"))


async def test_what_is_not_known_elsewhere_is_not_retired_nor_made_one_and_that_is_said(people: People) -> None:
    await people.facts.install(credits_pack(), NOW)
    await retired(people, "K. A. Ritter")
    data = await handed_out(people)
    data = with_file(data, "merged_relations.csv", "relation,into\r\nhelmed_by,directed_by\r\ndirected_by,part_of\r\n")
    await people.facts.remove("credits", NOW)

    said = await shown(people, data, community=THEIRS)

    assert "Is not retired, for it isn't known here: K. A. Ritter (pack credits)" in said
    assert "Can't be one relation here" in said
    assert "helmed_by and directed_by" in said
    assert "directed_by and part_of" in said
    assert "There is nothing new in it." in said


async def test_bad_rows_are_told_with_their_lines(people: People) -> None:
    await retired(people)
    data = await handed_out(people)
    data = with_file(data, "retired.csv", f"kind,name,pack,id\r\nPerson!,A,,\r\nperson,{'x' * 301},p,k\r\n")
    data = with_file(data, "merged_relations.csv", "relation,into\r\n,b c\r\n")

    said = await shown(people, data, community=THEIRS)

    assert "retired.csv, line 2: 'Person!' is not the id of a kind" in said
    assert "line 2: the thing has no name or no pack" in said
    assert "line 3: a name has 301 characters" in said
    assert "merged_relations.csv, line 2: one of the two relations is missing" in said
    assert "'b c' is not the id of a relation" in said


async def test_relations_of_a_file_that_run_in_a_circle_or_a_chain_end_in_one(people: People) -> None:
    await taught(people)
    data = await handed_out(people)
    rows = "helmed_by,directed_by\r\ndirected_by,helmed_by\r\nhelmed_by,directed_by\r\n"
    data = with_file(data, "merged_relations.csv", f"relation,into\r\n{rows}")

    assert "It lets helmed_by be one with directed_by." in await shown(people, data, community=THEIRS)

    assert "1 relation told as another" in await people.say("mo", "/fact confirm", community=THEIRS)
    assert (await people.facts.shelf(THEIRS)).relations == (("helmed_by", "directed_by"),)


async def test_a_lock_holds_against_a_file_that_retires_or_makes_relations_one(people: People) -> None:
    locked = "It would change what is locked; only an admin can do that."
    await retired(people)
    data = await handed_out(people)
    await people.say("ada", "/fact lock Krysten Ritter", community=THEIRS)
    assert await shown(people, data, community=THEIRS) == locked
    assert "It retires 1 thing" in await shown(people, data, "ada", community=THEIRS)
    await people.say("mo", "/fact restore Krysten Ritter")
    await taught(people)
    await people.say("mo", MERGE)
    await people.say("mo", "/fact confirm")
    data = await handed_out(people)
    await people.say("mo", "/fact restore relation=helmed_by")
    number = (await people.say("mo", "/fact show AKA The Octopus")).split("#")[1].split()[0]
    await people.say("ada", f"/fact lock #{number}")
    assert await shown(people, data) == locked


async def test_no_file_makes_relations_one_while_one_of_them_is_asked_and_what_it_retires_is_closed(
    people: People,
) -> None:
    await merged(people)
    data = await handed_out(people)
    await people.say("mo", "/fact restore relation=helmed_by")
    [question] = await Generator(people.facts, people.facts, people.facts).generate(
        await people.facts.shelf(OURS), 1, 1, kind=QuestionKind.TEXT, topic="AKA You're Welcome"
    )
    people.questions.questions = (question,)
    await people.say("eve", "/trivia start count=1")
    await shown(people, data)
    if question.evidence[0].fact.relation in ("directed_by", "helmed_by"):
        assert await people.say("mo", "/fact confirm") == (
            "That is what is being asked right now. Please tell me again when the round is over."
        )
    await people.say("mo", "/trivia stop")
    assert (await people.say("mo", "/fact confirm")).startswith("Taken: own.zip")


async def test_an_upload_that_retires_what_is_open_closes_it_for_nobody(people: People) -> None:
    await retired(people)
    data = await handed_out(people)
    await people.say("mo", "/fact restore Krysten Ritter")
    [question] = await Generator(people.facts, people.facts, people.facts).generate(
        await people.facts.shelf(OURS), 1, 1, kind=QuestionKind.TEXT, topic="AKA You're Welcome"
    )
    people.questions.questions = (question,)
    await people.say("eve", "/trivia start count=1")
    await people.say("mo", "/fact import file=x", upload=Upload("own.zip", data))

    assert (await people.say("mo", "/fact confirm")).startswith("Taken: own.zip")

    involved = {end.name for e in question.evidence for end in (e.fact.subject, e.fact.value) if hasattr(end, "name")}
    assert ("Krysten Ritter" in involved) is any("so it counts for nobody" in told for told in people.heard())
