"""Teaching facts, asking by mention, App Home, roles, and files."""

from dataclasses import replace

import pytest

from tests.adapters.slack.conftest import CHANNEL, SOCKET, Bot, Person, StartBot, shown
from tests.adapters.slack.wire import TEAM, Json, until
from trivia.scores.ports import PaintedBoard, PaintedCard


@pytest.fixture
def admin(bot: Bot) -> Person:
    bot.wire.users["UADMIN"] = {"is_admin": True}
    return Person(bot, "UADMIN")


# Mentions and direct messages


async def test_a_mention_is_answered_in_its_thread(bot: Bot, anna: Person) -> None:
    await anna.mentions("who directed AKA You're Welcome?")

    await until(lambda: bot.wire.messages)
    assert "Krysten Ritter" in bot.wire.messages[0].text
    assert bot.wire.messages[0].thread


async def test_what_follows_in_a_thread_stays_in_it(bot: Bot, anna: Person) -> None:
    await anna.mentions("who directed AKA You're Welcome?", thread="1700000000.000001")

    await until(lambda: bot.wire.messages)
    assert bot.wire.messages[0].thread == "1700000000.000001"


async def test_a_direct_message_is_answered_directly(bot: Bot, anna: Person) -> None:
    await anna.says("who directed AKA You&#39;re Welcome?".replace("&#39;", "'"), channel="D0ANNA")

    await until(lambda: bot.wire.said("D0ANNA"))
    assert "Krysten Ritter" in bot.wire.said("D0ANNA")[0]


async def test_what_is_kept_of_direct_messages_names_the_member_so_that_it_can_be_forgotten(
    bot: Bot,
) -> None:
    await Person(bot, "UANNA", channel="DUANNA").types("/trivia start 1 lobby=0")

    await until(lambda: any(about.startswith("direct:") for _, about in bot.store.on_show))
    kept = [about for _, about in bot.store.on_show if about.startswith("direct:")]
    assert [about.endswith(":slack:UANNA") for about in kept] == [True]


async def test_a_mention_with_nothing_in_it_says_how_to_ask(anna: Person) -> None:
    await anna.mentions("")

    assert "/trivia help" in await anna.is_told()


async def test_help_is_had_after_any_command(anna: Person) -> None:
    await anna.types("/fact help add")

    told = await anna.is_told()
    assert "/fact add" in told
    assert "source" in told


# Names


async def test_commands_go_by_the_names_that_were_chosen_for_them(start: StartBot) -> None:
    async with start(replace(SOCKET, commands={"trivia": "quiz"})) as bot:
        anna = Person(bot, "UANNA")
        await anna.types("/quiz start 1 lobby=0 kinds=choice thread=no")
        await until(lambda: bot.wire.messages)
        await anna.types("/quiz start")

        assert "/quiz stop" in await anna.is_told()


async def test_emoji_and_marks_in_a_name_are_shown_as_they_are(bot: Bot, anna: Person) -> None:
    bot.wire.users["UANNA"] = {"profile": {"display_name": "*Anna* \N{SNOWMAN} <!channel> & co"}}

    await anna.types("/trivia start 1")
    await until(lambda: bot.wire.messages)

    lobby = bot.wire.messages[0]
    assert "&lt;!channel&gt; &amp; co" in lobby.text
    texts = [e for b in lobby.blocks if b["type"] == "rich_text" for s in b["elements"] for e in s["elements"]]
    assert any("*Anna* \N{SNOWMAN} <!channel> & co" in element["text"] for element in texts)


# Whole things and relations


def screen(bot: Bot) -> list[str]:
    return [message.text for message in (*bot.wire.messages, *bot.wire.whispers)]


async def pressed(bot: Bot, admin: Person, line: str, label: str) -> None:
    """Type a command and press a button of what is shown."""
    seen = len(bot.wire.whispers)
    await admin.types(line)
    await until(lambda: any(label in message.buttons() for message in bot.wire.whispers[seen:]))
    shown = next(message for message in bot.wire.whispers[seen:] if label in message.buttons())
    await admin.presses(shown, label)


async def test_a_thing_goes_by_its_button_and_comes_back_by_a_command(bot: Bot, admin: Person) -> None:
    await pressed(bot, admin, "/fact retire Krysten Ritter", "Retire it")
    await until(lambda: any("is retired with" in text for text in screen(bot)))
    await admin.types("/ask who directed AKA You're Welcome?")
    await until(lambda: any("I don't know" in text for text in screen(bot)))

    await admin.types("/fact restore Krysten Ritter")

    await until(lambda: any("Krysten Ritter is back" in text for text in screen(bot)))


async def test_two_relations_are_made_one_by_a_button(bot: Bot, admin: Person) -> None:
    await admin.types(
        "/fact relation steered_by statement={subject} was steered by {value} question=Who steered {subject}? "
        "subject=episode value=person"
    )
    await until(lambda: any("I know a new relation" in text for text in screen(bot)))

    await pressed(bot, admin, "/fact merge steered_by into=directed_by", "Merge them")

    await until(lambda: any("is one with" in text for text in screen(bot)))


# Roles


async def test_workspace_admins_are_admins(admin: Person) -> None:
    await admin.types("/settings moderators value=@editors")

    assert "moderators" in await admin.is_told()


async def test_an_admin_of_another_workspace_is_no_admin_here(bot: Bot) -> None:
    bot.wire.users["USTRANGER"] = {"is_admin": True, "team_id": "T9OTHER", "is_stranger": True}
    stranger = Person(bot, "USTRANGER")

    await stranger.types("/settings solo value=yes")

    assert "is for moderators" in await stranger.is_told()


async def test_moderators_are_named_by_user_group_or_as_people(bot: Bot, admin: Person, anna: Person) -> None:
    bot.wire.groups = [{"id": "S1", "handle": "editors", "users": ["UBEN"]}]
    ben, carl = Person(bot, "UBEN"), Person(bot, "UCARL")
    await admin.types("/settings moderators value=<!subteam^S1|@editors>, <@UCARL|carl>")
    await admin.is_told()

    for moderator in (ben, carl):
        await moderator.types("/settings solo value=yes")
        assert "is for" not in await moderator.is_told()
    await anna.types("/settings solo value=yes")

    assert "is for moderators" in await anna.is_told()


async def test_forms_offer_only_what_one_may_do_and_ask_nobody_in_vain(bot: Bot, anna: Person, admin: Person) -> None:
    await anna.types("/fact add")
    assert "is for moderators" in await anna.is_told()
    await anna.types("/fact")
    await until(lambda: bot.wire.views)
    await admin.types("/fact")
    await until(lambda: len(bot.wire.views) > 1)

    mine, theirs = ({option["value"] for option in view["blocks"][0]["element"]["options"]} for view in bot.wire.views)
    assert "fact suggest" in mine
    assert "fact add" not in mine
    assert theirs > mine | {"fact add", "fact lock"}


# Facts


async def test_a_fact_is_taught_in_a_form(bot: Bot, admin: Person) -> None:
    await admin.types("/fact add")
    await until(lambda: bot.wire.views)
    form = bot.wire.views[0]
    assert "fact in plain words" in shown(form)

    await admin.fills(form, sentence="AKA Smile was directed by John Dahl", source="Atlas")
    await until(lambda: bot.wire.messages or bot.wire.whispers)


async def test_what_is_typed_into_a_menu_is_offered_as_it_stands_and_completed(bot: Bot, admin: Person) -> None:
    await admin.types("/trivia")
    await until(lambda: bot.wire.views)
    form = bot.wire.views[0]
    menus = {b["block_id"] for b in form["blocks"] if b.get("element", {}).get("type") == "external_select"}

    assert "option:topic" in menus
    offered = await admin.suggestions(form, "topic", "jess")
    assert offered[0] == "jess"
    assert any("essica" in value for value in offered[1:])


async def test_a_message_becomes_a_fact_with_the_message_as_its_source(bot: Bot, admin: Person) -> None:
    message = {"ts": "1700000000.000100", "text": "AKA Smile was directed by &lt;somebody&gt;"}
    payload = admin._where() | {
        "type": "message_action",
        "callback_id": "add_fact",
        "channel": {"id": CHANNEL, "name": "general"},
        "message": message,
        "message_ts": message["ts"],
        "response_url": admin._answer_at(),
    }
    await bot.send("interactive", payload)

    await until(lambda: bot.wire.views)
    values = [b["element"].get("initial_value") for b in bot.wire.views[0]["blocks"]]
    assert "AKA Smile was directed by <somebody>" in values
    assert f"https://team.slack.com/archives/{CHANNEL}/p1700000000000100" in values


async def test_a_form_that_is_not_ours_or_of_another_workspace_is_refused(bot: Bot, anna: Person, ben: Person) -> None:
    await anna.types("/ask")
    await until(lambda: bot.wire.views)
    form = bot.wire.views[0]
    stranger = Person(bot, "UANNA", team="T9OTHER")

    for person, metadata in (
        (anna, form["private_metadata"].replace("ask", "fact retire")),
        (anna, "{}"),
        (anna, ""),
        (anna, "x" * 3000),
        (ben, form["private_metadata"]),
        (stranger, form["private_metadata"]),
    ):
        await person.fills(form | {"private_metadata": metadata}, question="who directed AKA You're Welcome?")

    await until(lambda: len(bot.wire.messages) == 6)
    assert {message.text for message in bot.wire.messages} == {"I can't read that any more. Please begin anew."}


# App Home


async def test_at_home_a_member_sees_their_own_and_a_moderator_the_queue(anna: Person, admin: Person) -> None:
    mine, theirs = shown(await anna.opens_home()), shown(await admin.opens_home())

    assert "Best players" in mine
    assert "Today's questions" in mine
    assert "For moderators" not in mine
    assert "For moderators" in theirs


async def test_a_button_at_home_is_answered_in_a_direct_message(bot: Bot, anna: Person) -> None:
    await anna.presses_at_home(await anna.opens_home(), "Play")

    await until(lambda: bot.wire.messages)
    assert bot.wire.messages[0].to == "UANNA"


async def test_the_queue_at_home_is_worked_through_in_a_direct_message(bot: Bot, anna: Person, admin: Person) -> None:
    await anna.types("/ask who invented the velcro?")
    await until(lambda: bot.wire.messages)
    home = await admin.opens_home()
    assert "who invented the velcro?" in shown(home)

    await admin.presses_at_home(home, "q1")
    await until(lambda: bot.wire.said("DUADMIN"))
    await until(lambda: bot.wire.count("views.publish") > 1)
    await admin.presses(bot.wire.messages[-1], "Take it off the list")
    await until(lambda: bot.wire.told("UADMIN") or len(bot.wire.messages) > 2)

    assert "who invented the velcro?" not in shown(await admin.opens_home())


async def test_a_setting_is_changed_at_home_and_shown_there(bot: Bot, admin: Person) -> None:
    home = await admin.opens_home()
    await admin.presses_at_home(home, "Change a setting")
    await until(lambda: bot.wire.views)

    await admin.fills(bot.wire.views[0], name="zone", value="Europe/Berlin")

    await until(lambda: "zone is now Europe/Berlin" in str(bot.wire.said("DUADMIN")))
    await until(lambda: "Europe/Berlin: the time zone" in shown(bot.wire.homes["UADMIN"]))


class Card:
    """Paints the same card for everybody."""

    async def board(self, board: PaintedBoard) -> bytes:  # noqa: ARG002 -- as every painter
        return b"a board"

    async def card(self, card: PaintedCard) -> bytes:  # noqa: ARG002 -- as every painter
        return b"a card"


@pytest.mark.parametrize("trouble", [0, 1, 9])
async def test_ones_card_is_shown_at_home_once_slack_has_it_and_till_then_its_words(
    start: StartBot, trouble: int
) -> None:
    async with start(SOCKET, painter=Card()) as bot:
        anna, ben = Person(bot, "UANNA"), Person(bot, "UBEN")
        await anna.types("/trivia start 1 kinds=choice lobby=0 thread=no")
        await until(lambda: bot.wire.messages)
        await ben.presses(bot.wire.messages[0], "A")
        await ben.is_told()
        await anna.presses(bot.wire.messages[0], "B")
        await until(lambda: bot.wire.messages[0].edits)
        bot.pass_by(60)
        await until(lambda: "The round is over" in bot.wire.messages[-1].text)

        async def published(arguments: Json) -> Json:
            pictured = any(block["type"] == "image" for block in arguments["view"]["blocks"])
            tried.append(pictured)
            return {"ok": not (pictured and sum(tried) <= trouble), "error": "invalid_arguments"}

        tried: list[bool] = []
        bot.wire.handlers["views.publish"] = published
        await bot.send("events_api", anna.event({"type": "app_home_opened", "user": "UANNA", "tab": "home"}))
        await until(lambda: sum(tried) == min(trouble + 1, 5))

        assert tried[0] is False, "words come first"


async def test_communities_are_told_apart_by_their_workspace(bot: Bot, anna: Person) -> None:
    other = Person(bot, "UANNA", team="T9OTHER")
    await anna.types("/trivia start 1")
    await other.types("/trivia start 1")

    await until(lambda: len(bot.wire.messages) == 2)
    places = {r.place.community for r in bot.store._all()}
    assert len(places) == 2
    assert {w.key for w in bot.store.known_workspaces.values()} == {TEAM, "T9OTHER"}
