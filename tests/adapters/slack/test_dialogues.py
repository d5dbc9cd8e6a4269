"""What people in a workspace do and see, over Socket Mode and over HTTP."""

from tests.adapters.slack.conftest import CHANNEL, Bot, Person, shown
from tests.adapters.slack.wire import until


async def test_a_question_is_answered_where_it_was_asked(bot: Bot, anna: Person) -> None:
    await anna.types("/ask who directed AKA You're Welcome?")

    await until(lambda: bot.wire.said(CHANNEL))
    assert "Krysten Ritter" in bot.wire.said(CHANNEL)[0]


async def test_a_round_from_start_to_standings(bot: Bot, anna: Person, ben: Person) -> None:
    await anna.types("/trivia start 2 kinds=choice,true-false lobby=0 thread=no")
    await until(lambda: bot.wire.messages)
    first = bot.wire.messages[0]
    assert "Question 1 of 2\nWhat is the capital of Norway?" in first.text

    await ben.presses(first, "A")
    assert "Bergen" in await ben.is_told()
    await anna.presses(first, "B")
    await until(lambda: first.edits)
    assert "What is the capital of Norway?" in first.text
    assert "B. Oslo" in first.text
    assert "Right: anna" in first.text
    assert not first.buttons().keys() & {"A. Bergen", "B. Oslo"}

    bot.pass_by(10)
    await until(lambda: len(bot.wire.messages) > 1)
    second = bot.wire.messages[1]
    assert "Rome is in Italy." in second.text
    bot.pass_by(60)
    await until(lambda: second.edits)
    bot.pass_by(60)
    await until(lambda: "The round is over" in bot.wire.messages[-1].text)
    assert "anna" in bot.wire.messages[-1].text


async def test_nothing_typed_opens_a_form_that_asks(bot: Bot, anna: Person) -> None:
    await anna.types("/ask")
    await until(lambda: bot.wire.views)
    form = bot.wire.views[0]

    await anna.fills(form, question="who directed AKA You're Welcome?")

    await until(lambda: bot.wire.said(CHANNEL))
    assert "Krysten Ritter" in bot.wire.said(CHANNEL)[0]


async def test_of_a_family_one_picks_the_command_in_the_form(bot: Bot, anna: Person) -> None:
    await anna.types("/trivia")
    await until(lambda: bot.wire.views)
    assert "How many questions" in shown(bot.wire.views[0])

    await anna.picks(bot.wire.views[0], "trivia topics")
    await until(lambda: len(bot.wire.views) > 1)
    await anna.fills(bot.wire.views[1], pick="trivia topics")

    await until(lambda: bot.wire.said(CHANNEL))
    assert "Jessica Jones" in bot.wire.said(CHANNEL)[0]


async def test_wrong_words_get_the_usage_of_just_that_command_privately(bot: Bot, anna: Person) -> None:
    await anna.types("/trivia start conut=5")

    told = await anna.is_told()
    assert "Did you mean count=?" in told
    assert "/trivia start [topic]" in told
    assert bot.wire.said(CHANNEL) == []
