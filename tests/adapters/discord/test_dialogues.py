"""What people on Discord meet: the real library on the wire, a stand-in for Discord at its other end."""

from tests.adapters.discord.conftest import Server
from tests.adapters.discord.wire import (
    ADMIN,
    ANNA,
    APPLICATION,
    BEN,
    CHANNEL,
    GUILD,
    MODERATOR,
    components_of,
    user,
    words_of,
)


async def test_a_question_is_answered_for_all_to_see(there: Server) -> None:
    answer = await there.discord.command("ask", question="what is the capital of Norway?")

    assert "The capital of Norway is Oslo." in answer.words
    assert not answer.private


async def test_a_round_is_played_with_buttons_in_one_message_a_question(there: Server) -> None:
    await there.discord.command("trivia start", kinds="choice", count=1)
    question = await there.discord.until_shown("capital of Norway")
    labels = [component["label"] for component in components_of(question)]
    assert labels[:3] == ["A. Rome", "B. Oslo", "C. Bern"]
    assert "<t:" in words_of(question), "it shows when it ends"

    await there.discord.press(question, "B", ANNA)

    shown = await there.discord.until_shown("Answer to question 1")
    assert shown["id"] == question["id"], "edited, not repeated"
    assert "B. Oslo" in words_of(shown)
    assert "Anna" in words_of(shown)
    assert not [c for c in components_of(shown) if str(c["label"]).startswith("A.")]


async def test_a_private_word_confirms_a_choice_while_others_think(there: Server) -> None:
    await there.discord.command("trivia start", ANNA, kinds="choice", count=1)
    question = await there.discord.until_shown("capital of Norway")
    await there.discord.command("trivia join", BEN)

    taken = await there.discord.press(question, "A", BEN)

    assert taken.private
    assert "Rome" in taken.words


async def test_a_hint_is_written_into_the_question_and_strikes_a_choice_out(there: Server) -> None:
    await there.discord.command("trivia start", kinds="choice", count=1)
    question = await there.discord.until_shown("capital of Norway")

    await there.discord.press(question, "Hint", ANNA)

    hinted = await there.discord.until_shown("Hint: it is not")
    assert hinted["id"] == question["id"]
    assert [c["label"] for c in components_of(hinted) if c.get("disabled")] != []


async def test_a_typed_answer_is_asked_for_by_a_form(there: Server) -> None:
    await there.discord.command("trivia start", ANNA, kinds="text", count=1)
    question = await there.discord.until_shown("Who directed")

    form = await there.discord.press(question, "Answer", ANNA)
    assert form.kind == 9
    assert form.data["components"][0]["component"]["custom_id"] == "text"

    await there.discord.submit(form.data, ANNA, question, text="Krysten Ritter")
    shown = await there.discord.until_shown("Answer to question 1")
    assert "Anna" in words_of(shown)


async def test_a_form_sent_twice_counts_once(there: Server) -> None:
    await there.discord.command("trivia start", ANNA, kinds="text", count=1)
    question = await there.discord.until_shown("Who directed")
    await there.discord.command("trivia join", BEN)
    form = await there.discord.press(question, "Answer", ANNA)

    first = await there.discord.submit(form.data, ANNA, question, text="Krysten Ritter")
    second = await there.discord.submit(form.data, ANNA, question, text="Krysten Ritter")

    assert first.private
    assert "already" in second.words


async def test_a_press_that_comes_too_late_is_refused_kindly_and_in_private(there: Server) -> None:
    await there.discord.command("trivia start", kinds="choice", count=1)
    question = dict(await there.discord.until_shown("capital of Norway"))
    await there.discord.command("trivia stop")

    late = await there.discord.press(question, "B", BEN)

    assert late.private
    assert late.words


async def test_buttons_of_before_a_restart_work_after_it(server: Server) -> None:
    async with server.bot():
        await server.discord.command("trivia start", kinds="choice", count=1)
        question = await server.discord.until_shown("capital of Norway")
    async with server.bot():
        await server.discord.press(question, "B", ANNA)
        shown = await server.discord.until_shown("Answer to question 1")

    assert shown["id"] == question["id"]
    assert "Anna" in words_of(shown)


async def test_a_long_action_can_be_pressed_after_a_restart(server: Server) -> None:
    sentence = "The capital of Norway is Bergen " + "with all that one would say of it " * 5
    async with server.bot():
        doubt = await server.discord.command("fact add", ANNA, permissions=MODERATOR, sentence=sentence)
    assert doubt.private or doubt.words
    buttons = [c for c in components_of(doubt.data) if len(c["custom_id"]) > 40 and c["custom_id"].startswith("~")]
    async with server.bot():
        for button in buttons[:1]:
            pressed = await server.discord.press_id(doubt.data, button["custom_id"], permissions=MODERATOR)
            assert "too old" not in pressed.words


async def test_a_button_that_means_nothing_any_more_says_so(there: Server) -> None:
    message = {"id": "1", "flags": 0, "channel_id": str(CHANNEL), **_skeleton()}

    pressed = await there.discord.press_id(message, "~" + "0" * 40)

    assert pressed.private
    assert "too old" in pressed.words


async def test_forged_ids_are_answered_with_a_sentence_or_nothing(there: Server) -> None:
    message = {"id": "1", "flags": 0, "channel_id": str(CHANNEL), **_skeleton()}
    for forged in (
        "trivia answer?round=ffff&question=9&text=A",
        "no such command?x=1",
        "fact retire?fact=1",
        "?",
        "*0",
    ):
        pressed = await there.discord.press_id(message, forged)
        assert "Traceback" not in pressed.words
        assert pressed.private or pressed.kind == 6


async def test_only_those_whom_discord_vouches_for_moderate(there: Server) -> None:
    refused = await there.discord.command("fact retire", ANNA, fact=1)
    allowed = await there.discord.command("fact retire", ANNA, permissions=MODERATOR, fact=10**9)
    of_admins = await there.discord.command("settings", ANNA, permissions=ADMIN, name="moderators", value="Quizmasters")

    assert "moderators" in refused.words
    assert "no fact" in allowed.words
    assert "Quizmasters" in of_admins.words


async def test_nobody_moderates_by_the_name_they_gave_themselves(there: Server) -> None:
    async def may_retire(named: str) -> bool:
        await there.discord.command("settings", BEN, permissions=ADMIN, name="moderators", value=named)
        return "no fact" in (await there.discord.command("fact retire", ANNA, fact=10**9)).words

    name = user(ANNA)["username"]
    assert not await may_retire(name), "a role may be called so"
    assert await may_retire(f"@{name}")
    assert await may_retire(f"<@{ANNA}>, Quizmasters")
    assert await may_retire(str(ANNA))


async def test_a_bot_is_not_answered(there: Server) -> None:
    await there.discord.interact(
        2, {"id": "1", "name": "trivia", "type": 1, "options": [{"type": 1, "name": "start", "options": []}]}, bot=True
    )
    await there.discord.say("what is the capital of Norway?", guild=None, bot=True)
    await there.discord.command("help")

    assert there.discord.shown() == []


async def test_what_is_typed_is_completed(there: Server) -> None:
    topics = await there.discord.type("trivia start", "topic", "coun")
    facts = await there.discord.type("fact history", "fact", "norway")
    nothing = await there.discord.type("trivia start", "count", "1")

    assert topics[0] == {"name": "countries", "value": "countries"}
    assert all(isinstance(choice["value"], int) for choice in facts)
    assert facts
    assert nothing == []


async def test_a_mention_with_a_question_is_looked_up(there: Server) -> None:
    said = await there.discord.say(f"<@{APPLICATION}> what is the capital of Norway?", mentions=True)

    answer = await there.discord.until_shown("Oslo")
    assert answer["message_reference"]["message_id"] == said["id"]


async def test_talk_among_members_is_none_of_our_business(there: Server) -> None:
    await there.discord.say("what is the capital of Norway?")
    await there.discord.say(f"<@{APPLICATION}> what is the capital of Sweden?", mentions=True)

    answer = await there.discord.until_shown("Stockholm")
    assert there.discord.shown() == [answer]


async def test_a_reply_to_the_question_is_an_answer(there: Server) -> None:
    await there.discord.command("trivia start", kinds="text", count=1)
    question = await there.discord.until_shown("Who directed")

    await there.discord.say("krysten ritter", ANNA, reply_to=question, mentions=True)

    assert "Anna" in words_of(await there.discord.until_shown("Answer to question 1"))


async def test_with_message_content_what_is_typed_in_a_round_counts(server: Server) -> None:
    async with server.bot(reads_messages=True):
        await server.discord.command("trivia start", kinds="text", count=1)
        await server.discord.until_shown("Who directed")

        await server.discord.say("krysten ritter", ANNA)

        assert "Anna" in words_of(await server.discord.until_shown("Answer to question 1"))


async def test_in_direct_messages_one_asks_without_a_command(there: Server) -> None:
    await there.discord.say("what is the capital of Norway?", guild=None, channel=ANNA + 500)

    await there.discord.until_shown("Oslo", ANNA + 500)


async def test_a_round_alone_is_played_in_direct_messages(there: Server) -> None:
    await there.discord.command("trivia start", guild=None, channel=ANNA + 500, kinds="choice", count=1)
    question = await there.discord.until_shown("capital of Norway", ANNA + 500)

    await there.discord.press(question, "B", guild=None, channel=ANNA + 500)

    await there.discord.until_shown("Answer to question 1", ANNA + 500)


async def test_a_message_is_looked_up_from_its_menu(there: Server) -> None:
    message = await there.discord.say("what is the capital of Norway?", BEN)

    assert "Oslo" in (await there.discord.menu("Look this up", message)).words


async def test_a_message_becomes_a_fact_with_its_link_as_the_source(there: Server) -> None:
    message = await there.discord.say("AKA The Perfect Burger was directed by Krysten Ritter", BEN)

    answer = await there.discord.menu("Add as fact", message, permissions=MODERATOR)

    assert "Perfect Burger" in answer.words


async def test_a_member_is_shown_by_their_menu(there: Server) -> None:
    answer = await there.discord.menu("Trivia card", member=BEN)

    assert answer.words
    assert "no option" not in answer.words


async def test_without_the_right_to_speak_the_starter_is_told_which_right_is_missing(there: Server) -> None:
    there.discord.gone_channels.add(CHANNEL)
    answer = await there.discord.command("trivia start", app_permissions=1 << 10)

    assert answer.private or answer.more[-1]["flags"] & 64
    assert "Send Messages" in answer.words
    assert "Embed Links" in answer.words


async def test_nothing_of_one_server_reaches_another(there: Server) -> None:
    await there.discord.command("settings", permissions=ADMIN, name="zone", value="Asia/Tokyo")
    ours = await there.discord.command("settings", name="zone")
    theirs = await there.discord.command("settings", guild=GUILD + 7, name="zone")

    assert "Asia/Tokyo" in ours.words
    assert "UTC" in theirs.words


async def test_a_round_in_a_thread_of_its_own_is_answered_there(there: Server) -> None:
    await there.discord.command("trivia start", kinds="choice", count=2, thread=True)
    first = await there.discord.until_shown("capital of Norway")
    thread = int(first["id"])
    assert [r for r in there.discord.requests if r.path.endswith("/threads")]

    await there.discord.press(first, "B", ANNA)
    second = await there.discord.until_shown("Question 2", thread)

    assert second["channel_id"] == str(thread)


async def test_whatever_a_member_asks_nobody_is_pinged(there: Server) -> None:
    answer = await there.discord.command("ask", question="@everyone <@400000000000000002> what?")

    assert "@everyone" not in answer.data["content"]
    assert answer.data["allowed_mentions"] == {"parse": [], "users": []}


def _skeleton() -> dict[str, object]:
    return {
        "author": {"id": str(APPLICATION), "username": "factotum", "discriminator": "0", "avatar": None},
        "content": "",
        "timestamp": "2026-01-01T12:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "components": [],
    }
