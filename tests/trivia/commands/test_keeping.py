"""Moderators and members keep the facts together: dialogues of several people, in memory and on a store."""

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.terminal.render import Look, rendered
from db import Store
from tests.fakes.rounds import FakeMessenger, FakeQuestions, FakeRoundStore, dice
from tests.fakes.store import MemoryStore
from tests.templates import fresh_store, memory_with
from trivia.commands.arguments import read_line
from trivia.commands.core import Core, assemble
from trivia.commands.request import Member, Request, Role, Upload
from trivia.facts.model import CommunityId
from trivia.replies.reply import Reply
from trivia.rounds.model import ChannelId, MemberId, Place, Rules

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
JESSICA = Path(__file__).parents[3] / "packs" / "jessica-jones"
OURS, THEIRS = CommunityId(1), CommunityId(2)
ROLES = {"mo": Role.MODERATOR, "max": Role.MODERATOR, "ada": Role.ADMIN}
OCTOPUS = "AKA The Octopus was directed by Uta Briesewitz kind=episode source=Daily Film"


@dataclass
class Letters(FakeMessenger):
    """A messenger that remembers to whom."""

    sent: list[tuple[Place, Reply]] = field(default_factory=list)

    async def send(self, place: Place, message: str, reply: Reply) -> None:
        await super().send(place, message, reply)
        self.sent.append((place, reply))


class People:
    """Members who type to the core: ``mo`` and ``max`` are moderators, ``ada`` an admin, all others members."""

    def __init__(
        self,
        core: Core,
        messenger: Letters,
        memory: MemoryStore | None,
        questions: FakeQuestions,
        facts: "MemoryStore | Store",
    ) -> None:
        self.core = core
        self.questions = questions
        self.facts = facts
        self._messenger = messenger
        self._memory = memory
        self.now = NOW
        self._events = 0

    def begin_events_at(self, number: int) -> None:
        """Count events from a number on, as those of an earlier process were handled already."""
        self._events = number

    async def replies(
        self, who: str, line: str, *, community: CommunityId = OURS, upload: Upload | None = None
    ) -> tuple[Reply, ...]:
        self._events += 1
        self.now += timedelta(seconds=1)
        command, arguments = read_line(line)
        member = Member(MemberId(f"test:{who}"), who.title(), ROLES.get(who, Role.MEMBER))
        channel = ChannelId(f"test:{community}")
        event = f"e{self._events}"
        request = Request(event, community, channel, member, command, arguments, self.now, upload)
        return await self.core.door.handle(request)

    async def say(self, who: str, line: str, *, community: CommunityId = OURS, upload: Upload | None = None) -> str:
        replies = await self.replies(who, line, community=community, upload=upload)
        return "\n".join(rendered(reply, Look()) for reply in replies)

    def heard(self) -> list[str]:
        """Return what all in the community's channel were told."""
        channel = ChannelId(f"test:{OURS}")
        return [rendered(reply, Look()) for place, reply in self._messenger.sent if place.channel == channel]

    def told(self, who: str) -> list[str]:
        """Return what a member was told in private, at another time."""
        sent = [(m.place, m.reply) for m in self._memory.mail] if self._memory else []
        sent += self._messenger.sent
        return [rendered(reply, Look()) for place, reply in sent if place.channel == f"test:@test:{who}"]


@pytest.fixture(params=["memory", "sqlite"])
async def people(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[People]:
    messenger, questions = Letters(), FakeQuestions(())
    rules = Rules(lobby=0, pause=0, count=3)
    if request.param == "memory":
        memory = await memory_with("jessica-jones", NOW)
        core = assemble(
            facts=memory,
            rounds=FakeRoundStore(),
            questions=questions,
            messenger=messenger,
            chance=dice(1),
            platform="test",
            defaults=rules,
        )
        yield People(core, messenger, memory, questions, memory)
        return
    async with fresh_store(tmp_path / "store.db", "jessica-jones", NOW) as store:
        core = assemble(
            facts=store,
            rounds=store,
            questions=questions,
            messenger=messenger,
            chance=dice(1),
            platform="test",
            defaults=rules,
        )
        yield People(core, messenger, None, questions, store)


# Two moderators


async def test_the_second_of_two_moderators_sees_what_the_first_made_of_a_fact(people: People) -> None:
    await people.say("mo", f"/fact add {OCTOPUS} anyway=yes")
    number = (await people.say("mo", "/fact show AKA The Octopus")).split("#")[1].split()[0]
    await people.say("mo", f"/fact edit {number} value=Krysten Ritter reason=credits")

    seen = await people.say("max", f"/fact edit {number} value=Jet Wilkinson")

    assert seen.startswith("This fact was changed by Mo ")
    assert ": credits." in seen
    assert f"It says now: AKA The Octopus was directed by Krysten Ritter (#{number})." in seen
    assert "Krysten Ritter" in await people.say("max", "/ask who directed AKA The Octopus?")
    assert (await people.say("max", "/fact confirm")).startswith(
        f"Now: AKA The Octopus was directed by Jet Wilkinson (#{number})."
    )


async def test_nobody_but_moderators_changes_facts_and_nobody_but_admins_what_is_locked(people: People) -> None:
    for line in (
        "/fact add x is y",
        "/fact edit 1 value=2",
        "/fact undo",
        "/fact confirm",
        "/fact amend s1 sentence=x",
    ):
        assert "is for moderators." in await people.say("eve", line)
    await people.say("mo", f"/fact add {OCTOPUS} anyway=yes")
    number = (await people.say("mo", "/fact show AKA The Octopus")).split("#")[1].split()[0]
    assert "is now locked" in await people.say("ada", "/fact lock AKA The Octopus")
    locked = "That is locked; only an admin can change it."
    for line in (
        f"/fact edit {number} value=Krysten Ritter",
        f"/fact retire {number}",
        f"/fact undo {number}",
        "/fact rename AKA The Octopus to=X",
        "/fact alias AKA The Octopus alias=X",
    ):
        assert await people.say("mo", line) == locked
    people.now += timedelta(hours=1)
    assert (await people.say("ada", f"/fact edit {number} value=Krysten Ritter")).startswith("Now: ")
    await people.say("ada", "/fact lock AKA The Octopus free=yes")
    assert (await people.say("mo", f"/fact retire {number}")).startswith("Retired: ")


async def test_another_community_confirms_undoes_and_sees_nothing_of_it(people: People) -> None:
    await people.say("mo", f"/fact add {OCTOPUS}")
    assert "nothing to confirm" in await people.say("mo", "/fact confirm draft=1", community=THEIRS)
    await people.say("mo", "/fact confirm")
    assert "There is no change 1 here." in await people.say("mo", "/fact undo change=1", community=THEIRS)
    assert await people.say("mo", "/fact history", community=THEIRS) == "Nobody has changed anything here yet."
    await people.say("eve", "/fact suggest Trish Walker is played by Jane Doe")
    assert "no suggestion s1" in await people.say("max", "/fact review s1", community=THEIRS)
    assert await people.say("max", "/fact review", community=THEIRS) == "Nothing waits for you."


async def test_a_forgotten_draft_is_not_taken(people: People) -> None:
    await people.say("mo", f"/fact add {OCTOPUS}")
    people.now += timedelta(days=8)
    await people.say("max", "/fact add Trish Walker is played by Jane Doe")
    assert "nothing to confirm" in await people.say("mo", "/fact confirm draft=1")


# Suggestions


async def test_a_suggestion_is_looked_at_accepted_and_its_member_thanked(people: People) -> None:
    taken = await people.say("eve", f"/fact suggest {OCTOPUS}")
    thanks = "Thank you! A moderator will look at it: AKA The Octopus was directed by Uta Briesewitz (s1)."
    assert taken.splitlines()[0] == thanks
    assert "1 suggestion, the oldest first." in await people.say("mo", "/fact review")
    shown = await people.say("mo", "/fact review s1")
    assert "Suggested by Eve " in shown
    assert "I would answer: Who directed AKA The Octopus? Uta Briesewitz" in shown

    accepted = await people.say("mo", "/fact review s1 decision=accept word=Well found!")

    assert accepted.startswith("Added: AKA The Octopus was directed by Uta Briesewitz, suggested by Eve.")
    assert people.told("eve") == [
        "Thank you! Your fact was added: AKA The Octopus was directed by Uta Briesewitz.\nThey say: Well found!"
    ]
    assert "Uta Briesewitz" in await people.say("eve", "/ask who directed AKA The Octopus?")
    late = await people.say("max", "/fact review s1 decision=decline")
    assert late.startswith("Mo has accepted it already: Well found!")
    assert len(people.told("eve")) == 1
    assert await people.say("mo", "/fact review") == "Nothing waits for you."


async def test_a_suggestion_is_declined_with_a_word(people: People) -> None:
    await people.say("eve", f"/fact suggest {OCTOPUS}")
    assert (await people.say("mo", "/fact review s1 decision=decline word=No source says so.")).startswith("Declined: ")
    [told] = people.told("eve")
    assert told.startswith("A moderator looked at your suggestion and didn't take it this time: AKA The Octopus")
    assert told.endswith("They say: No source says so.")
    assert (await people.say("max", "/fact review s1 decision=accept")).startswith("Mo has declined it already")
    assert "Uta" not in await people.say("eve", "/ask who directed AKA The Octopus?")


async def test_a_suggestion_is_amended(people: People) -> None:
    await people.say("eve", f"/fact suggest {OCTOPUS}")
    said = await people.say("mo", "/fact amend s1 sentence=AKA The Octopus was directed by Krysten Ritter")
    assert said.startswith("Added: AKA The Octopus was directed by Krysten Ritter, suggested by Eve.")
    assert "Krysten Ritter" in await people.say("eve", "/ask who directed AKA The Octopus?")


async def test_nobody_decides_on_their_own_suggestion(people: People) -> None:
    await people.say("mo", f"/fact suggest {OCTOPUS}")
    for line in ("/fact review s1 decision=accept", "/fact review s1 decision=decline", "/fact amend s1 sentence=x"):
        assert await people.say("mo", line) == "You suggested that yourself; another moderator must decide it."
    assert "1 suggestion" in await people.say("max", "/fact review")


async def test_a_member_suggests_so_much_a_day_and_no_more(people: People) -> None:
    await people.say("mo", "/settings suggestions value=2")
    for name in ("One", "Two"):
        line = f"/fact suggest AKA {name} was directed by Krysten Ritter kind=episode"
        assert "Thank you!" in await people.say("eve", line)
    third = "/fact suggest AKA Three was directed by Krysten Ritter kind=episode"
    assert await people.say("eve", third) == "You have suggested 2 today, thank you! Tomorrow I'll gladly take more."
    assert "Thank you!" in await people.say("bob", third)
    people.now += timedelta(days=1)
    assert "Thank you!" in await people.say("eve", third)
    await people.say("mo", "/settings suggestions value=0")
    assert "takes no suggestions" in await people.say("eve", third)


async def test_what_is_known_or_no_fact_is_not_suggested(people: People) -> None:
    known = "/fact suggest Trish Walker is played by Rachael Taylor"
    assert (await people.say("eve", known)).startswith("I knew that already: ")
    assert "I can't read that as a fact." in await people.say("eve", "/fact suggest blah")
    assert await people.say("mo", "/fact review") == "Nothing waits for you."


# What nobody could answer


async def test_who_asked_is_told_once_their_question_is_answered(people: People) -> None:
    question = "who directed AKA The Octopus?"
    for who in ("eve", "bob", "eve"):
        await people.say(who, f"/ask {question}")
    listed = await people.say("mo", "/fact review q")
    assert "1 unanswered question, the most asked first." in listed
    assert f"q1. {question} (asked 3 times)" in listed
    assert f"I could not answer: {question}" in await people.say("mo", "/fact review q1")

    shown = await people.say("mo", f"/fact answer q1 sentence={OCTOPUS}")
    assert "I would answer: Who directed AKA The Octopus? Uta Briesewitz" in shown
    assert people.told("eve") == []
    answered = await people.say("mo", "/fact confirm")

    assert answered.splitlines() == [
        "Thank you, I know that now: AKA The Octopus was directed by Uta Briesewitz.",
        f"Now I can answer: {question} I told 2 members who asked.",
        "Source: Daily Film",
        "Undo: /fact undo change=1",
    ]
    for who in ("eve", "bob"):
        [told] = people.told(who)
        assert told.startswith(f"You asked me: {question}\nNow I know: AKA The Octopus was directed by Uta Briesewitz.")
    assert await people.say("mo", "/fact review") == "Nothing waits for you."
    assert "perhaps it is answered by now" in await people.say("max", f"/fact answer q1 sentence={OCTOPUS}")
    assert (await people.say("mo", "/fact undo change=1")).startswith("Taken back: 1 ")
    assert "I don't know" in await people.say("eve", f"/ask {question}")


async def test_a_question_can_be_taken_off_the_list_and_an_unfit_fact_leaves_it_there(people: People) -> None:
    await people.say("eve", "/ask who directed AKA The Octopus?")
    await people.say("mo", "/fact answer q1 sentence=Malcolm Ducasse is played by Eka Darville kind=character")
    assert (await people.say("mo", "/fact confirm")).startswith("Thank you, I know that now: ")
    assert "1 unanswered question" in await people.say("mo", "/fact review")
    assert "I still can't answer that." in await people.say("mo", "/fact review q1 decision=accept")
    assert (await people.say("mo", "/fact review q1 decision=decline")).startswith("Taken off the list: ")
    assert people.told("eve") == []


# Facts due for a second look


async def test_a_fact_stated_long_ago_is_looked_at_again(people: People) -> None:
    await people.say("mo", f"/fact add {OCTOPUS} anyway=yes")
    number = (await people.say("mo", "/fact show AKA The Octopus")).split("#")[1].split()[0]
    await people.say("mo", f"/fact edit {number} stated=2019-01")
    assert f"f{number}. AKA The Octopus was directed by Uta Briesewitz" in await people.say("mo", "/fact review")
    assert "as of January 2019." in await people.say("mo", f"/fact review f{number}")

    said = await people.say("mo", f"/fact review f{number} decision=accept")

    assert said == "Noted: AKA The Octopus was directed by Uta Briesewitz, as of 1 January 2026."
    assert await people.say("mo", "/fact review") == "Nothing waits for you."
    await people.say("mo", "/settings fresh value=10")
    people.now += timedelta(days=12)
    assert (await people.say("mo", f"/fact mend f{number} value=Krysten Ritter")).startswith("Now: ")
    assert await people.say("mo", "/fact review") == "Nothing waits for you."
    people.now += timedelta(days=12)
    assert (await people.say("mo", f"/fact review f{number} decision=retire")).startswith("Retired: ")
    await people.say("mo", "/settings fresh value=0")
    assert await people.say("mo", "/fact review") == "Nothing waits for you."


# Files


TABLE = (
    "subject,kind,relation,value,source\n"
    "AKA The Octopus,episode,directed_by,Uta Briesewitz,Daily Film\n"
    "AKA The Squid,episode,directed_by,Krysten Ritter,Daily Film\n"
    "AKA You're Welcome,,directed_by,Krysten Ritter,\n"
)


async def test_a_table_is_shown_taken_known_the_next_time_and_taken_back(people: People) -> None:
    upload = Upload("facts.csv", TABLE.encode())
    shown = await people.say("mo", "/fact import file=facts.csv", upload=upload)
    assert "facts.csv: 2 new, 0 changed, 1 known, 0 refused." in shown
    assert "AKA The Octopus was directed by Uta Briesewitz" in shown
    asked = "/ask who directed AKA The Squid?"
    assert "Krysten Ritter" not in await people.say("eve", asked)

    taken = await people.say("mo", "/fact confirm")

    assert taken.startswith("Taken: facts.csv, 2 new and 0 changed.")
    assert "AKA The Squid was directed by Krysten Ritter." in await people.say("eve", asked)
    again = await people.say("max", "/fact import file=facts.csv", upload=upload)
    assert again == "facts.csv: 0 new, 0 changed, 3 known, 0 refused.\nThere is nothing new in it."
    assert "Mo imported " in await people.say("max", "/fact history")
    assert (await people.say("max", "/fact undo change=1")).startswith("Taken back: 1 ")
    assert "Krysten Ritter" not in (await people.say("eve", asked)).partition("Did you mean")[0]


async def test_a_file_that_changes_facts_shows_some_as_they_are_and_as_they_would_be(people: People) -> None:
    upload = table_of(
        "Jessica Jones season 2,,episode_count,12,,The Paper",
        "AKA You're Welcome,,directed_by,Krysten Ritter,,The Paper",
        "AKA The Squid,episode,directed_by,Krysten Ritter,,The Paper",
        "Krysten Ritter,person,,,K. R.,",
        head="subject,kind,relation,value,aliases,source",
    )

    said = await people.say("mo", "/fact import file=x", upload=upload)

    assert said.splitlines()[:7] == [
        "facts.csv: 1 new, 2 changed, 0 known, 0 refused.",
        "It names 1 new thing.",
        "It gives 1 further name.",
        "New: AKA The Squid was directed by Krysten Ritter",
        "Changed:",
        "  Jessica Jones season 2 has 13 episodes → Jessica Jones season 2 has 12 episodes (new source)",
        "  AKA You're Welcome was directed by Krysten Ritter: new source",
    ]
    taken = await people.say("mo", "/fact confirm")
    assert taken.startswith("Taken: facts.csv, 1 new, 2 changed and 1 further name.")
    asked = "/ask how many episodes does Jessica Jones season 2 have?"
    assert "12 episodes" in await people.say("eve", asked)
    await people.say("mo", "/fact undo")
    assert "13 episodes" in await people.say("eve", asked)


async def test_what_a_large_file_says_that_became_known_since_it_was_shown_is_not_taken_twice(people: People) -> None:
    rows = [f"AKA Number {number},episode,directed_by,Krysten Ritter" for number in range(1_200)]
    shown = await people.say("mo", "/fact import file=x", upload=table_of(*rows))
    assert "1,200 new, 0 changed, 0 known" in shown
    await people.say("max", "/fact import file=x", upload=table_of(*rows[:2]))
    assert (await people.say("max", "/fact confirm")).startswith("Taken: facts.csv, 2 new")

    taken = await people.say("mo", "/fact confirm")

    assert taken.startswith("Taken: facts.csv, 1,198 new and 0 changed.")
    again = await people.say("mo", "/fact import file=x", upload=table_of(*rows))
    assert "0 new, 0 changed, 1,200 known" in again


@pytest.mark.parametrize("later", [1, 60 * 24])
async def test_a_large_file_is_taken_as_it_was_shown_however_late(people: People, later: int) -> None:
    rows = [f"AKA Number {number},episode,directed_by,Krysten Ritter" for number in range(1_200)]
    await people.say("mo", "/fact import file=x", upload=table_of(*rows))
    people.now += timedelta(minutes=later)

    taken = await people.say("mo", "/fact confirm")

    assert taken.startswith("Taken: facts.csv, 1,200 new and 0 changed.")
    assert "Krysten Ritter" in await people.say("eve", "/ask who directed AKA Number 1199?")
    assert "nothing to confirm" in await people.say("mo", "/fact confirm")


async def test_a_file_with_a_bad_row_is_not_taken_at_all(people: People) -> None:
    upload = Upload("facts.csv", (TABLE + "Nobody,alien,directed_by,Krysten Ritter,\n").encode())
    shown = await people.say("mo", "/fact import file=facts.csv", upload=upload)
    assert "1 refused" in shown
    assert "facts.csv, line 5: 'Nobody' is an alien; this takes an episode" in shown
    assert "I take all of a file or nothing" in shown
    assert "nothing to confirm" in await people.say("mo", "/fact confirm")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.zip", b"PK\x03\x04 damaged", "is not a zip that can be read"),
        ("x.csv", b"\xff\xfe", "is not UTF-8"),
        ("x.exe", b"MZ", "I can't read that file."),
        ("x.csv", b"", "is empty"),
    ],
)
async def test_a_file_that_is_none_is_answered_kindly(people: People, name: str, data: bytes, said: str) -> None:
    assert said in await people.say("mo", f"/fact import file={name}", upload=Upload(name, data))


async def test_what_is_handed_out_is_known_here_and_new_elsewhere(people: People) -> None:
    assert "no facts of your own yet" in await people.say("mo", "/fact export")
    await people.say("mo", f"/fact add {OCTOPUS} anyway=yes")
    await people.say("mo", "/fact alias AKA The Octopus alias=Eight Arms")
    [reply] = await people.replies("mo", "/fact export")
    [file] = reply.files
    upload = Upload(file.name, file.data)
    assert file.name == "facts-2026-01-01.zip"

    here = await people.say("mo", "/fact import file=x.zip", upload=upload)
    there = await people.say("mo", "/fact import file=x.zip", upload=upload, community=THEIRS)

    assert "0 new, 0 changed, 1 known, 0 refused." in here
    assert "1 new, 0 changed, 0 known, 0 refused." in there
    await people.say("mo", "/fact confirm", community=THEIRS)
    asked = await people.say("eve", "/ask who directed Eight Arms?", community=THEIRS)
    assert "AKA The Octopus was directed by Uta Briesewitz." in asked
    assert "Source: Daily Film" in asked


async def test_a_table_that_is_handed_out_runs_in_no_spreadsheet(people: People) -> None:
    await people.say("mo", "/fact add subject=AKA The Octopus relation=directed_by value==cmd kind=episode anyway=yes")
    [reply] = await people.replies("mo", "/fact export format=table")
    [file] = reply.files
    assert ",'=cmd," in file.data.decode()


# Privacy


async def test_a_member_asks_what_is_kept_of_them_and_has_it_deleted(people: People) -> None:
    await people.say("eve", "/settings extra value=50")
    [kept] = await people.replies("eve", "/privacy export")
    assert kept.private
    asked = await people.say("eve", "/privacy delete")
    assert "It can't be taken back." in asked
    assert "Delete it: /privacy delete sure=yes" in asked

    assert await people.say("eve", "/privacy delete sure=yes") == "I have forgotten you."

    assert await people.say("eve", "/privacy export") == "I keep nothing of you."


async def test_only_an_admin_has_a_community_forgotten(people: People) -> None:
    await people.say("mo", f"/fact add {OCTOPUS} anyway=yes")
    for sure in ("", " sure=yes"):
        refused = await people.say("mo", f"/privacy delete scope=community{sure}")
        assert refused == "Only an admin can have all of a community deleted."
    assert "Delete everything" in await people.say("ada", "/privacy delete scope=community")
    said = await people.say("ada", "/privacy delete scope=community sure=yes")
    assert said == "All that I kept of this community is deleted."


async def test_moderators_are_handed_all_changes_as_a_table(people: People) -> None:
    await people.say("mo", f"/fact add {OCTOPUS} anyway=yes")
    await people.say("mo", "/fact undo reason==cmd")
    [reply] = await people.replies("max", "/fact history file=yes")
    [file] = reply.files
    rows = list(csv.reader(io.StringIO(file.data.decode())))
    assert [row[:1] + row[2:5] for row in rows[1:]] == [
        ["2", "Mo", "test:mo", "took back"],
        ["1", "Mo", "test:mo", "added"],
    ]
    assert rows[1][6] == "'=cmd"
    assert "is for moderators" in await people.say("eve", "/fact history file=yes")


# Careless hands


def table_of(*rows: str, head: str = "subject,kind,relation,value") -> Upload:
    return Upload("facts.csv", "\n".join((head, *rows)).encode())


async def test_values_of_a_file_that_may_be_slips_are_counted_and_some_are_shown(people: People) -> None:
    await people.say(
        "mo", "/fact relation shown statement={subject} was shown on {value} question=When was {subject} shown? "
        "subject=episode value=date"
    )  # fmt: skip
    far = (f"AKA Far {n},episode,shown,2999-01-0{n}" for n in range(1, 5))
    less = "Jessica Jones season 2,,episode_count,-12"

    said = await people.say("mo", "/fact import file=x", upload=table_of(*far, "AKA Near,episode,shown,2020", less))

    assert "5 values may be a slip; please look before you take it." in said
    assert "AKA Far 1 was shown on 1 January 2999 (far in the future)" in said
    assert "and 2 more" in said
    one = await people.say("mo", "/fact import file=x", upload=table_of(less))
    assert "1 value may be a slip" in one
    assert "Jessica Jones season 2 has -12 episodes (less than nothing)" in one
    assert "slip" not in await people.say("mo", "/fact import file=x", upload=table_of("AKA Near,episode,shown,2020"))


async def test_many_values_below_nothing_of_a_new_relation_are_meant(people: People) -> None:
    await people.say(
        "mo", "/fact relation depth statement={subject} lies at {value} question=At what depth does {subject} lie? "
        "subject=episode value=number"
    )  # fmt: skip
    rows = [f"AKA Deep {n},episode,depth,-{n}" for n in range(1, 5)]
    said = await people.say("mo", "/fact import file=x", upload=table_of(*rows, "AKA High,episode,depth,7"))
    assert "5 new" in said
    assert "slip" not in said


@pytest.mark.parametrize("name", ["<@123>", "/ask", "@everyone", "#general", "\u202eevil", "a\x00b", "**bold**"])
async def test_a_file_brings_no_name_that_is_a_mention_a_command_or_hides_something(people: People, name: str) -> None:
    rows = (f'"{name}",episode,directed_by,Krysten Ritter', f"AKA Fine,episode,directed_by,{name}")
    said = await people.say("mo", "/fact import file=x", upload=table_of(*rows))
    assert "0 new, 0 changed, 0 known, 2 refused." in said or "1 new, 0 changed, 0 known, 2 refused." in said
    assert said.count("doesn't look like a name") == 2
    assert "nothing to confirm" in await people.say("mo", "/fact confirm")


async def test_a_file_that_gives_thousands_of_names_is_one_short_line_of_the_history(people: People) -> None:
    rows = (f"AKA Number {i},episode,{'|'.join(f'Nick {i} {n}' for n in range(150))},," for i in range(20))
    things = (f"AKA Number {i},episode,directed_by,Krysten Ritter" for i in range(20))
    await people.say("mo", "/fact import file=x", upload=table_of(*things))
    await people.say("mo", "/fact confirm")
    upload = table_of(*rows, head="subject,kind,aliases,relation,value")
    assert "It gives 3,000 further names." in await people.say("mo", "/fact import file=x", upload=upload)
    assert "0 new, 0 changed and 3,000 further names." in await people.say("mo", "/fact confirm")

    [latest, *_] = (await people.say("mo", "/fact history")).splitlines()[1:]

    assert "Mo imported AKA Number 0: Nick 0 0; " in latest
    assert latest.count("Nick") == 4


@pytest.mark.parametrize("known", ["AKA You're Welcome", "AKA Nobody Knows"])
async def test_a_thing_with_ten_thousand_names_is_refused_kindly(people: People, known: str) -> None:
    names = "|".join(f"Name {number}" for number in range(10_000))
    upload = table_of(f"{known},episode,{names},directed_by,Krysten Ritter", head="subject,kind,aliases,relation,value")
    said = await people.say("mo", "/fact import file=x", upload=upload)
    assert "1 refused" in said
    assert "has 10,000 further names; at most 200 are taken" in said


async def test_a_file_that_says_two_things_of_which_one_can_be_true_is_refused_with_its_line(people: People) -> None:
    rows = ("Jessica Jones season 2,,episode_count,12", "Jessica Jones season 2,,episode_count,11")
    said = await people.say("mo", "/fact import file=x", upload=table_of(*rows))
    assert "1 changed, 0 known, 1 refused." in said
    assert "line 3: 'Jessica Jones season 2' has another episode_count above in line 2; only one can be true" in said


async def test_a_file_is_called_by_its_name_alone(people: People) -> None:
    upload = Upload("../../etc/pass\nwd.csv", TABLE.encode())
    said = await people.say("mo", "/fact import file=x", upload=upload)
    assert said.startswith("pass wd.csv: 2 new")


async def test_a_lock_holds_the_facts_that_begin_or_end_with_what_is_locked(people: People) -> None:
    await people.say("mo", f"/fact add {OCTOPUS} anyway=yes")
    number = (await people.say("mo", "/fact show AKA The Octopus")).split("#")[1].split()[0]
    told = "can change its names, and add or change facts that begin or end with it."
    said = await people.say("ada", "/fact lock Uta Briesewitz")
    assert said == f"Uta Briesewitz is now locked: only admins {told}"
    locked = "That is locked; only an admin can change it."

    for line in (
        f"/fact edit {number} value=Krysten Ritter",
        f"/fact retire {number}",
        f"/fact undo {number}",
        "/fact undo change=1",
        "/fact add AKA The Squid was directed by Uta Briesewitz kind=episode source=x anyway=yes",
    ):
        assert await people.say("mo", line) == locked, line
    upload = table_of("AKA The Squid,episode,directed_by,Uta Briesewitz")
    said = await people.say("mo", "/fact import file=x", upload=upload)
    assert said == "It would change what is locked; only an admin can do that."

    said = await people.say("ada", "/fact lock Uta Briesewitz free=yes")
    assert said == f"Uta Briesewitz is now free: moderators {told}"
    assert (await people.say("mo", f"/fact retire {number}")).startswith("Retired: ")
    said = await people.say("ada", f"/fact lock {number}")
    assert said.endswith(" is now locked: only admins can change it.")


async def test_what_is_locked_is_changed_by_no_way_round(people: People) -> None:
    await people.say("mo", "/fact import file=x", upload=Upload("facts.csv", TABLE.encode()))
    await people.say("mo", "/fact confirm")
    await people.say("ada", "/fact lock AKA The Squid")
    locked = "That is locked; only an admin can change it."

    assert await people.say("mo", "/fact undo change=1") == locked
    assert await people.say("mo", "/fact add AKA The Squid was directed by Uta Briesewitz") == locked
    assert await people.say("mo", "/fact add AKA The Squid was directed by Uta Briesewitz anyway=yes") == locked
    await people.say("eve", "/fact suggest AKA The Squid was directed by Uta Briesewitz")
    assert await people.say("mo", "/fact review s1 decision=accept") == locked
    upload = table_of("AKA The Squid,episode,directed_by,Uta Briesewitz")
    said = await people.say("mo", "/fact import file=x", upload=upload)
    assert said == "It would change what is locked; only an admin can do that."
    assert "Krysten Ritter" in await people.say("mo", "/fact show AKA The Squid")
    assert "Uta" not in await people.say("mo", "/fact show AKA The Squid")
    assert (await people.say("ada", "/fact undo change=1")).startswith("Taken back: 1 ")


async def test_nothing_is_renamed_to_what_another_of_its_kind_is_named(people: People) -> None:
    await people.say("mo", "/fact import file=x", upload=Upload("facts.csv", TABLE.encode()))
    await people.say("mo", "/fact confirm")
    said = await people.say("mo", "/fact rename AKA The Squid to=aka the octopus")
    assert said == (
        "There is an episode named AKA The Octopus already. If they are one and the same: "
        "/fact merge AKA The Squid into=AKA The Octopus"
    )


async def test_a_relation_that_no_file_could_hold_is_not_taken(people: People) -> None:
    words = "statement={subject} has {value} fans question=How many fans does {subject} have? value=number"
    said = await people.say("mo", f"/fact relation 1 {words} subject=team")
    assert said == "Please give the relation a short name that begins with a letter, such as home_ground."
    assert "“7” can't be a kind of thing." in await people.say("mo", f"/fact relation fans {words} subject=7")


async def test_what_was_shown_before_a_slip_is_not_taken_in_its_place(people: People) -> None:
    await people.say("mo", f"/fact add {OCTOPUS}")
    await people.say("mo", "/fact add AKA The Squid was directed by nobody I know")
    said = await people.say("mo", "/fact confirm")
    assert (
        said == "I couldn't take what you said last. If you mean what I showed you before that: /fact confirm draft=1"
    )
    assert "Krysten" not in await people.say("mo", "/fact show AKA The Octopus")
    assert (await people.say("mo", "/fact confirm draft=1")).startswith("Thank you, I know that now: AKA The Octopus")


@pytest.mark.parametrize("format_", ["pack", "table"])
async def test_names_and_spoilers_come_back_whole_from_a_file(people: People, format_: str) -> None:
    await people.say("mo", f"/fact add {OCTOPUS} anyway=yes")
    number = (await people.say("mo", "/fact show AKA The Octopus")).split("#")[1].split()[0]
    await people.say("mo", f"/fact edit {number} spoiler=jessica_jones@S2E5")
    for name, alias in (("Uta Briesewitz", "Uta B"), ("Rachael Taylor", "Ray|T"), ("AKA The Octopus", "=Eight")):
        await people.say("mo", f"/fact alias {name} alias={alias}")
    [reply] = await people.replies("mo", f"/fact export format={format_}")
    [file] = reply.files
    upload = Upload(file.name, file.data)

    here = await people.say("mo", "/fact import file=x", upload=upload)
    await people.say("mo", "/fact import file=x", upload=upload, community=THEIRS)
    await people.say("mo", "/fact confirm", community=THEIRS)

    assert here.splitlines() == [f"{file.name}: 0 new, 0 changed, 1 known, 0 refused.", "There is nothing new in it."]
    assert "S2E5" in await people.say("mo", "/fact show =Eight", community=THEIRS)
    assert "directed" in await people.say("mo", "/fact show Uta B", community=THEIRS)
    assert "Trish Walker" in await people.say("mo", "/fact show Ray|T", community=THEIRS)
    there = await people.say("mo", "/fact import file=x", upload=upload, community=THEIRS)
    assert "There is nothing new in it." in there


async def test_whom_i_forgot_is_named_by_no_source_and_written_to_no_more(people: People) -> None:
    if people.facts.__class__ is MemoryStore:
        pytest.skip("the memory fake only remembers whom it forgot")
    await people.say("eve", "/fact suggest AKA The Octopus was directed by Uta Briesewitz kind=episode")
    await people.say("eve", "/fact suggest AKA The Squid was directed by Uta Briesewitz kind=episode")
    await people.say("mo", "/fact review s1 decision=accept")
    await people.say("mo", "/fact add AKA The Crab was directed by Krysten Ritter kind=episode anyway=yes")
    before = people.told("eve")

    await people.say("eve", "/privacy delete sure=yes")
    await people.say("mo", "/privacy delete sure=yes")

    assert "Source: as told by somebody" in await people.say("max", "/ask who directed AKA The Octopus?")
    assert "Source: as told by somebody" in await people.say("max", "/ask who directed AKA The Crab?")
    accepted = await people.say("max", "/fact review s2 decision=accept")
    assert accepted == "Added: AKA The Squid was directed by Uta Briesewitz, suggested by Somebody."
    assert people.told("eve") == before
    assert "Eve" not in await people.say("max", "/fact history")


async def test_a_relation_that_nothing_needs_is_let_go_of_and_taken_back(people: People) -> None:
    words = "statement={subject} has {value} fans question=How many fans does {subject} have? value=number"
    await people.say("mo", f"/fact relation fans {words} subject=team")
    await people.say("mo", "/fact add The Owls has 12 fans kind=team anyway=yes")
    assert await people.say("mo", "/fact drop fans") == (
        "Facts are told by fans. Retire them first, then I can let go of it."
    )
    assert "no relation of your own" in await people.say("mo", "/fact drop directed_by")
    await people.say("mo", "/fact undo")

    assert (await people.say("mo", "/fact drop fans")).startswith("I have let go of the relation fans.")
    assert "can't read that" in await people.say("mo", "/fact add The Owls has 12 fans kind=team anyway=yes")
    assert "Mo let go of the relation" in await people.say("max", "/fact history")
    await people.say("mo", "/fact undo")
    assert "I know that now" in await people.say("mo", "/fact add The Owls has 12 fans kind=team anyway=yes")
