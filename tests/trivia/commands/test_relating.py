"""Moderators take two relations for one: dialogues, and what lookups, questions, files and moderators make of it."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from adapters.terminal.render import Look, rendered
from tests.templates import shipped_pack
from tests.trivia.commands.test_keeping import NOW, OURS, THEIRS, People
from tests.trivia.commands.test_keeping import people as people  # noqa: PLC0414 -- a fixture is used by its name
from tests.trivia.commands.test_retiring import _opened
from trivia.commands.request import Member, Request, Role, Upload
from trivia.questions.generator import Generator
from trivia.questions.model import QuestionKind
from trivia.rounds.model import ChannelId, MemberId

HELMED = (
    "/fact relation helmed_by statement={subject} was steered by {value} question=Who steered {subject}? "
    "subject=episode value=person inverse=What did {value} steer? reason=ours"
)
OCTOPUS = "AKA The Octopus was steered by Krysten Ritter"
MERGE = "/fact merge helmed_by into=directed_by"
STEERED = "/ask what did Krysten Ritter steer?"


async def taught(people: People) -> None:
    await people.say("mo", HELMED)
    await people.say("mo", f"/fact add {OCTOPUS} kind=episode source=Daily Film anyway=yes")
    await people.say("mo", "/fact add AKA You're Welcome was steered by Krysten Ritter source=Daily Film anyway=yes")


async def merged(people: People) -> str:
    await taught(people)
    await people.say("mo", f"{MERGE} reason=the same")
    return await people.say("mo", "/fact confirm")


async def test_what_would_become_of_the_facts_is_shown_first(people: People) -> None:
    await taught(people)

    shown = (await people.say("mo", f"{MERGE} reason=the same")).splitlines()

    assert shown == [
        "helmed_by would be one with directed_by: {subject} was directed by {value}.",
        "2 facts would move there. I would still understand the words of both.",
        "1 of them is known that way already: AKA You're Welcome was directed by Krysten Ritter.",
        "It holds here alone, and can be taken back.",
        "Nothing is changed yet. Do it with /fact confirm.",
        "Merge them: /fact confirm draft=1",
    ]
    assert "was steered by" in await people.say("eve", STEERED)


async def test_both_wordings_find_all_of_it_in_the_words_of_the_one_that_stays(people: People) -> None:
    said = await merged(people)

    assert said == (
        "helmed_by is one with directed_by here now; 2 facts moved there. I understand the words of both.\n"
        "Undo: /fact undo change=4"
    )
    for line in (STEERED, "/ask what did Krysten Ritter direct?"):
        told = await people.say("eve", line)
        assert "AKA The Octopus was directed by Krysten Ritter" in told, line
        assert told.count("AKA You're Welcome was directed by Krysten Ritter") == 1, line
    for line in ("/ask who steered AKA The Octopus?", "/ask who directed AKA The Octopus?"):
        assert "Krysten Ritter" in await people.say("eve", line), line
    assert (await people.say("eve", "/ask was AKA The Octopus steered by Krysten Ritter?")).startswith("Yes. ")
    shown = await people.say("eve", "/fact show AKA The Octopus")
    assert "AKA The Octopus was directed by Krysten Ritter" in shown
    assert "steered" not in shown
    added = await people.say("mo", "/fact add AKA The Squid was steered by Uta Briesewitz kind=episode anyway=yes")
    assert "AKA The Squid was directed by Uta Briesewitz" in added
    assert "I don't know" in await people.say("eve", STEERED, community=THEIRS)


async def test_two_relations_of_a_pack_are_one_for_this_community_alone(people: People) -> None:
    shown = await people.say("mo", "/fact merge in_season into=part_of")
    assert "4 facts would move there." in shown
    assert "of them are known that way already: " in shown
    await people.say("mo", "/fact confirm")

    ours = await people.say("eve", "/fact show AKA You're Welcome")
    theirs = await people.say("eve", "/fact show AKA You're Welcome", community=THEIRS)
    assert ours.count("AKA You're Welcome is part of Jessica Jones season 3") == 1
    assert "is an episode of" not in ours
    assert "AKA You're Welcome is an episode of Jessica Jones season 3" in theirs
    asked = await people.say("eve", "/ask which season includes AKA You're Welcome?")
    assert "AKA You're Welcome is part of Jessica Jones season 3" in asked
    assert await people.say("eve", "/fact history", community=THEIRS) == "Nobody has changed anything here yet."


async def test_undoing_parts_them_again_and_so_does_restoring(people: People) -> None:
    await merged(people)

    undone = await people.say("max", "/fact undo change=4")

    assert undone.startswith("Taken back: 4 ")
    assert "Mo merged helmed_by into directed_by; 2 facts: the same." in undone
    assert "was steered by" in await people.say("eve", STEERED)
    assert "AKA The Octopus" not in await people.say("eve", "/ask what did Krysten Ritter direct?")
    await people.say("max", "/fact undo change=5")
    assert "was directed by" in await people.say("eve", STEERED)
    assert (await people.say("mo", "/fact restore relation=helmed_by")).startswith("Taken back: 4 ")
    assert "was steered by" in await people.say("eve", STEERED)
    assert await people.say("mo", "/fact restore relation=helmed_by") == "The relation helmed_by is there."


async def test_the_history_of_a_relation_tells_who_did_what_to_it_when_and_why(people: People) -> None:
    await merged(people)
    await people.say("max", "/fact restore relation=helmed_by reason=hasty")
    for fact in ("#348", "#349"):
        await people.say("mo", f"/fact retire {fact}")
    await people.say("ada", "/fact drop helmed_by reason=not used")

    said = (await people.say("eve", "/fact history relation=helmed_by")).splitlines()

    assert said[0] == "Changes: helmed_by"
    assert [line.partition(" UTC ")[2] for line in said[1:5]] == [
        "Ada let go of the relation helmed_by: not used",
        "Max took back change 4; 2 facts: hasty",
        "Mo merged helmed_by into directed_by; 2 facts: the same (taken back by 5)",
        "Mo declared the relation helmed_by: ours",
    ]
    assert "merged" in await people.say("eve", "/fact history relation=directed by")
    assert await people.say("eve", "/fact history relation=part_of") == (
        "Nobody has changed anything about part_of here yet."
    )
    assert "I don't know the relation" in await people.say("eve", "/fact history relation=nothing_such")

    back = await people.say("mo", "/fact restore relation=helmed_by")
    assert back.startswith("Taken back: 8 ")
    assert "0 facts would move there." in await people.say("mo", MERGE)
    assert "Nobody here let go of a relation" in await people.say("mo", "/fact restore relation=nothing_such")


async def test_a_relation_that_is_mended_tells_what_it_read_before(people: People) -> None:
    await people.say("mo", HELMED)
    said = await people.say("max", HELMED.replace("steered by {value}", "under {value}").replace("ours", "plainer"))
    assert said.startswith("I have mended the relation helmed_by.")

    history = (await people.say("eve", "/fact history relation=helmed_by")).splitlines()

    mended = "Max mended the relation helmed_by, which read “{subject} was steered by {value}”: plainer"
    assert history[1].endswith(mended)
    assert history[2].endswith("Mo declared the relation helmed_by: ours")


async def test_several_values_where_one_can_be_true_are_shown(people: People) -> None:
    for name, said, verb in (("led_by", "is led by", "leads"), ("run_by", "is run by", "runs")):
        await people.say(
            "mo",
            f"/fact relation {name} statement={{subject}} {said} {{value}} question=Who {verb} {{subject}}? "
            "subject=club value=person holds=one",
        )
        who = "Krysten Ritter" if name == "led_by" else "Uta Briesewitz"
        await people.say("mo", f"/fact add Club One {said} {who} kind=club anyway=yes")

    shown = await people.say("mo", "/fact merge run_by into=led_by")

    first, second = "Club One is run by Uta Briesewitz (#349)", "Club One is led by Krysten Ritter (#348)"
    assert f"Only one can be true, but of one thing there would be two: {first} and {second}." in shown
    assert "1 fact would move there." in shown


async def test_relations_that_tell_of_other_things_are_not_merged(people: People) -> None:
    await taught(people)
    for line, said in (
        ("/fact merge helmed_by into=helmed_by", "Those are one and the same already."),
        ("/fact merge helmed_by into=dircted_by", "I don't know the relation “dircted_by”. Did you mean directed_by?"),
        ("/fact merge helmed_by into=Krysten Ritter", "helmed_by is a relation and Krysten Ritter a thing; they can't"),
        ("/fact merge Krysten Ritter into=helmed_by", "helmed_by is a relation and Krysten Ritter a thing; they can't"),
        (
            "/fact merge helmed_by into=part_of",
            "helmed_by tells of an episode and a person, and part_of of an episode or a season and ",
        ),
    ):
        assert (await people.say("mo", line)).startswith(said), line
    await people.say(
        "mo",
        "/fact relation crew_by statement={subject} had {value} on board question=Who was on board of {subject}? "
        "subject=episode, season value=person",
    )
    assert (await people.say("mo", "/fact merge crew_by into=directed_by")).endswith(
        "they can't be one. The other way round it would do: /fact merge directed_by into=crew_by"
    )
    await people.say(
        "mo",
        "/fact relation tag statement={subject} is tagged {value} question=How is {subject} tagged? "
        "subject=episode value=text",
    )
    assert await people.say("mo", "/fact merge tag into=directed_by") == (
        "tag takes words and directed_by a person; they can't be one."
    )
    assert "is for moderators" in await people.say("eve", MERGE)


async def test_a_name_that_things_and_relations_share_is_asked_back_about(people: People) -> None:
    await taught(people)
    for name in ("Helmed By", "Directed By"):
        await people.say("mo", f"/fact add AKA You're Welcome was steered by {name} anyway=yes")

    asked = await people.say("mo", MERGE)

    assert asked == "Those are names of things and of relations. Please add what=things or what=relations."
    assert "would be one with" in await people.say("mo", f"{MERGE} what=relations")
    assert "is now another name of Directed By" in await people.say("mo", f"{MERGE} what=things")


async def test_what_is_being_asked_is_not_merged_meanwhile_and_nothing_is_lost(people: People) -> None:
    await taught(people)
    await people.say("mo", MERGE)
    shelf = await people.facts.shelf(OURS)
    [question] = await Generator(people.facts, people.facts, people.facts).generate(
        shelf, 1, 1, kind=QuestionKind.TEXT, topic="AKA The Octopus"
    )
    people.questions.questions = (question,)
    await people.say("eve", "/trivia start count=1")
    refused = "That is what is being asked right now. Please tell me again when the round is over."

    assert await people.say("mo", MERGE) == refused
    assert await people.say("mo", "/fact confirm") == refused
    await people.say("mo", "/trivia stop")

    assert "is one with directed_by here now" in await people.say("mo", "/fact confirm")


async def test_parting_them_closes_a_question_that_is_told_by_the_one_that_stayed(people: People) -> None:
    await merged(people)
    shelf = await people.facts.shelf(OURS)
    [question] = await Generator(people.facts, people.facts, people.facts).generate(
        shelf, 1, 1, kind=QuestionKind.TEXT, topic="AKA The Octopus"
    )
    people.questions.questions = (question,)
    await people.say("eve", "/trivia start count=1")

    await people.say("mo", "/fact undo change=4")

    assert any("counts for nobody" in heard for heard in people.heard())


async def test_what_is_locked_holds_the_relation_that_tells_it(people: People) -> None:
    await taught(people)
    locked = "That is locked; only an admin can change it."
    await people.say("ada", "/fact lock AKA The Octopus")
    assert await people.say("mo", MERGE) == locked
    await people.say("ada", MERGE)
    assert "is one with directed_by here now" in await people.say("ada", "/fact confirm")
    assert await people.say("mo", "/fact undo change=5") == locked
    assert await people.say("mo", "/fact restore relation=helmed_by") == locked
    assert (await people.say("ada", "/fact restore relation=helmed_by")).startswith("Taken back: 5 ")


async def test_neither_is_declared_anew_nor_dropped_while_they_are_one(people: People) -> None:
    await merged(people)
    told = "helmed_by is one with directed_by here. Part them first: /fact restore relation=helmed_by"
    for line in (HELMED, "/fact drop helmed_by", "/fact drop directed_by"):
        assert await people.say("mo", line) == told, line
    assert await people.say("mo", MERGE) == "Those are one and the same already."
    again = HELMED.replace("helmed_by", "steered_by")
    assert "nobody could tell the two apart" in await people.say("mo", again)


async def test_questions_are_asked_in_the_words_of_the_one_that_stays(people: People) -> None:
    await merged(people)
    shelf = await people.facts.shelf(OURS)
    generator = Generator(people.facts, people.facts, people.facts)

    [question] = await generator.generate(shelf, 1, 1, kind=QuestionKind.TEXT, topic="AKA The Octopus")

    assert (question.stem, question.key) == ("Who directed AKA The Octopus?", "Krysten Ritter")
    assert len(await generator.generate(shelf, 30, 5)) == 30


async def test_files_that_speak_of_the_one_that_went_bring_what_the_other_tells(people: People) -> None:
    await merged(people)
    table = "subject,kind,relation,value\n{},episode,helmed_by,Krysten Ritter\n{},episode,helmed_by,Uta Briesewitz\n"

    def upload(*names: str) -> Upload:
        return Upload("x.csv", table.format(*names).encode())

    shown = await people.say("mo", "/fact import file=x.csv", upload=upload("AKA The Octopus", "AKA The Squid"))
    assert "AKA The Squid was directed by Uta Briesewitz" in shown
    await people.say("mo", "/fact confirm")

    assert "AKA The Squid" in await people.say("eve", "/ask what did Uta Briesewitz direct?")
    assert (await people.say("eve", "/fact show AKA The Octopus")).count("#") == 1
    columns = b"Episode,Helmed by\nAKA The Crab,Uta Briesewitz\n"
    said = "/fact import file=y.csv columns=Episode: subject, Helmed by: helmed_by"
    assert "AKA The Crab was directed by Uta Briesewitz" in await people.say(
        "mo", said, upload=Upload("y.csv", columns)
    )


async def test_a_communitys_pack_holds_them_as_one_and_comes_back_so(people: People) -> None:
    await merged(people)
    [reply] = await people.replies("mo", "/fact export")
    pack = zipfile.ZipFile(BytesIO(reply.files[0].data))
    assert "It also says that helmed_by is one with directed_by here." in rendered(reply, Look())

    assert "helmed_by" in pack.read("facts.csv").decode()
    assert '[relations."helmed_by"]' in pack.read("relations.toml").decode()
    assert pack.read("merged_relations.csv").decode().splitlines()[1:] == ["helmed_by,directed_by"]

    upload = Upload("own.zip", reply.files[0].data)
    await people.say("mo", "/fact import file=own.zip", upload=upload, community=THEIRS)
    await people.say("mo", "/fact confirm", community=THEIRS)
    told = await people.say("eve", "/ask who directed AKA The Octopus?", community=THEIRS)
    assert "AKA The Octopus was directed by Krysten Ritter" in told


async def test_who_types_is_offered_things_and_relations(people: People) -> None:
    member = Member(MemberId("test:mo"), "Mo", Role.MODERATOR)

    async def offered(typed: str, **more: str) -> list[str]:
        given = {"into": typed, **more}
        request = Request("s", OURS, ChannelId("test:1"), member, "fact merge", given, NOW)
        return [suggestion.value for suggestion in await people.core.suggesting.suggest(request, "into")]

    assert "directed_by" in await offered("direct")
    assert "Krysten Ritter" in await offered("kryst")
    assert "Krysten Ritter" not in await offered("kryst", what="relations")
    assert "directed_by" not in await offered("direct", what="things")


async def test_it_holds_after_a_restart_and_an_update_of_the_pack(tmp_path: Path) -> None:
    pack = shipped_pack("jessica-jones")
    async with _opened(tmp_path) as people:
        await people.facts.install(pack, NOW)
        await taught(people)
        await people.say("mo", MERGE)
    async with _opened(tmp_path) as people:
        assert "is one with directed_by here now" in await people.say("mo", "/fact confirm draft=1")
    async with _opened(tmp_path) as people:
        await people.facts.install(pack, NOW)
        assert "AKA The Octopus was directed by" in await people.say("eve", STEERED)
        assert (await people.say("mo", "/fact undo change=4")).startswith("Taken back: 4 ")


@pytest.mark.parametrize("again", ["/fact undo change=4", "/fact restore relation=helmed_by"])
async def test_a_relation_merged_once_more_is_parted_from_the_last_first(people: People, again: str) -> None:
    await merged(people)
    await people.say(
        "mo",
        "/fact relation guided_by statement={subject} was guided by {value} question=Who guided {subject}? "
        "subject=episode, season value=person",
    )
    await people.say("mo", "/fact merge directed_by into=guided_by")
    await people.say("mo", "/fact confirm")
    assert "AKA The Octopus was guided by Krysten Ritter" in await people.say("eve", STEERED)
    assert "Please take the later change back first." in await people.say("mo", again)
