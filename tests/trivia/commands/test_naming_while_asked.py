"""Names that moderators give while a question is open."""

from tests.trivia.commands.test_keeping import OURS, People
from tests.trivia.commands.test_keeping import people as people  # noqa: PLC0414 -- a fixture is used by its name
from trivia.questions.generator import Generator
from trivia.questions.model import QuestionKind


async def test_a_name_given_while_a_question_is_open_counts_at_once(people: People) -> None:
    shelf = await people.facts.shelf(OURS)
    generator = Generator(people.facts, people.facts, people.facts)
    [question] = await generator.generate(shelf, 1, 3, kind=QuestionKind.TEXT, topic="AKA You're Welcome")
    people.questions.questions = (question,)
    await people.say("eve", "/trivia start count=1")
    wrong = await people.say("eve", "/trivia answer Zaza")

    await people.say("mo", f"/fact alias {question.key} alias=Zaza")

    assert await people.say("ben", "/trivia answer Zaza") != wrong
    await people.say("mo", "/trivia skip")
    assert any("Right: Ben" in told for told in people.heard()), people.heard()
