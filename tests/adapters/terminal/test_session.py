"""What a session makes of lines, beyond what dialogues show."""

from adapters.terminal.render import Look
from adapters.terminal.session import PLACE, PLATFORM, Screen, Session
from tests.adapters.terminal.conftest import CAPITALS, NOW
from tests.fakes.rounds import FakeQuestions, FakeRoundStore, dice
from tests.fakes.store import MemoryStore
from trivia.commands.actions import action
from trivia.commands.core import assemble
from trivia.facts.model import CommunityId
from trivia.replies.reply import Choice, Reply, marked
from trivia.rounds.model import ChannelId, Place, Rules


class Sitting:
    """A session with its screen, and all that was printed."""

    def __init__(self, facts: MemoryStore) -> None:
        self.printed: list[str] = []
        self.screen = Screen(self.printed.append, Look())
        core = assemble(
            facts=facts,
            rounds=FakeRoundStore(),
            questions=FakeQuestions(CAPITALS),
            messenger=self.screen,
            chance=dice(1),
            platform=PLATFORM,
            defaults=Rules(lobby=0, pause=5),
        )
        self.session = Session(core, self.screen, "s")

    async def type(self, *lines: str) -> str:
        self.printed.clear()
        for line in lines:
            await self.session.take(line, NOW)
        return "".join(self.printed)


async def test_a_letter_takes_what_was_offered_and_is_a_question_otherwise(facts: MemoryStore) -> None:
    sitting = Sitting(facts)
    offered = Choice("A", "…", action("ask", question="who directed AKA You're Welcome?"))
    sitting.screen.show(Reply(choices=(offered, Choice("B", "no action", ""))))
    assert "Krysten Ritter" in await sitting.type("a")
    assert "Krysten Ritter" not in await sitting.type("a")


async def test_a_message_is_shown_once_and_only_if_it_is_for_the_terminal(facts: MemoryStore) -> None:
    sitting = Sitting(facts)
    elsewhere = Place(CommunityId(5), ChannelId("discord:1"))
    for place, message in ((PLACE, "1"), (PLACE, "1"), (elsewhere, "2")):
        await sitting.screen.send(place, message, Reply(text=marked("hello")))
    assert sitting.printed == ["hello\n\n"]


async def test_names_of_two_words_speak_once_they_are_known(facts: MemoryStore) -> None:
    sitting = Sitting(facts)
    await sitting.type("/as Anna Lee", "/as You", "/trivia start kinds=text")
    assert "Anna Lee: That is not it." in await sitting.type("Anna Lee: nonsense")
    assert (await sitting.type("Jessica Jones: the show")).startswith("That is not it.")


async def test_between_questions_one_may_ask_and_late_answers_are_told_so(facts: MemoryStore) -> None:
    sitting = Sitting(facts)
    await sitting.type("/trivia start kinds=choice", "b")
    assert "too late" in await sitting.type("oslo")
    assert "Krysten Ritter" in await sitting.type("who directed AKA You're Welcome?")
    assert await sitting.type("") == ""


async def test_waiting_is_for_scripts_and_somebody_must_be_somebody(facts: MemoryStore) -> None:
    said = await Sitting(facts).type("/wait 20", "/as", "/as " + "x" * 100, "/reveal")
    assert "Time passes by itself here" in said
    assert said.count("Who plays?") == 2
    assert "Nothing is hidden." in said
