from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord import limits
from adapters.discord.custom_ids import named, short_name
from adapters.discord.escape import escaped
from adapters.discord.limits import length
from adapters.discord.render import Look, Message, rendered
from trivia.commands.actions import action
from trivia.replies.reply import (
    Bold,
    Button,
    Choice,
    Code,
    Field,
    File,
    Image,
    Link,
    Mention,
    Moment,
    Plain,
    Reply,
    Spoiler,
    Table,
    marked,
)

AT = datetime(2026, 1, 1, tzinfo=UTC)
PLAIN = Look()
NASTY = "@everyone <@1> **bold** [x](https://evil.example) ||no|| discord.gg/abc <:smile:12> `code`\n# big\n1. one\n> q"


def body(reply: Reply, look: Look = PLAIN) -> Mapping[str, object]:
    messages = rendered(reply, look)
    assert len(messages) == 1
    return messages[0].body


def embed(reply: Reply, look: Look = PLAIN) -> Mapping[str, object]:
    embeds = body(reply, look)["embeds"]
    assert isinstance(embeds, list)
    assert len(embeds) == 1
    found: Mapping[str, object] = embeds[0]
    return found


def said(reply: Reply, look: Look = PLAIN) -> str:
    return str(embed(reply, look)["description"])


def buttons(message: Message) -> list[dict[str, object]]:
    rows = message.body["components"]
    assert isinstance(rows, list)
    return [component for row in rows for component in row["components"]]


def test_marks_become_discords_own() -> None:
    text = marked("Plain ", Bold("bold "), Code("/help"), " ", Link("a page", "https://example.org/a b"))

    assert said(Reply(text=text)) == "Plain **bold** `/help` [a page](https://example.org/a%20b)"


def test_words_that_call_a_command_can_be_clicked_where_its_number_is_known() -> None:
    look = Look({"trivia start": 77})

    assert (
        said(Reply(text=marked(Code("/trivia start"), Code("/trivia stop"))), look)
        == "</trivia start:77>`/trivia stop`"
    )


def test_a_spoiler_is_behind_bars_and_says_of_what() -> None:
    assert said(Reply(text=marked(Spoiler("He dies", "Jessica Jones S1")))) == (
        "(spoiler for Jessica Jones S1) ||He dies||"
    )


def test_a_moment_is_shown_in_the_readers_own_zone_and_the_end_of_a_question_runs_down() -> None:
    reply = Reply(text=marked("It comes ", Moment(AT)), until=AT)

    assert said(reply) == "It comes <t:1767225600:f>\n⏳ <t:1767225600:R>"


def test_what_members_typed_shows_as_typed_and_does_nothing() -> None:
    shown = escaped(NASTY)

    assert "@everyone" not in shown
    assert "<@1>" not in shown.replace("\\<", "")
    assert "discord.gg/" not in shown
    assert "https://" not in shown
    for line in shown.split("\n"):
        assert not line.startswith(("#", "1.", ">"))
    assert shown.replace("\\", "").replace("\N{ZERO WIDTH SPACE}", "") == NASTY


def test_nobody_is_pinged_but_those_whom_a_mention_names() -> None:
    reply = Reply(text=marked(Mention("discord:42", "Anna"), " and ", Mention("slack:U1", "Ben"), " @everyone"))

    assert body(reply)["allowed_mentions"] == {"parse": [], "users": ["42"]}
    assert body(reply)["content"] == "<@42>"
    assert said(reply).startswith("<@42> and **Ben**")


def test_choices_are_buttons_that_restore_what_they_mean() -> None:
    acts = [action("trivia answer", round="3f2a", question=2, text=letter) for letter in "AB"]
    reply = Reply(choices=(Choice("A", "Oslo", acts[0]), Choice("B", "Rome", acts[1], struck=True)))

    first, second = buttons(rendered(reply)[0])

    assert (first["label"], first["custom_id"], first.get("disabled")) == ("A. Oslo", acts[0], None)
    assert second["disabled"] is True


def test_long_choices_stand_in_words_and_their_buttons_bear_letters() -> None:
    reply = Reply(text=marked("Which?"), choices=(Choice("A", "x" * 90, "a"), Choice("B", "short", "b", struck=True)))

    assert said(reply) == f"Which?\n**A.** {'x' * 90}\n~~**B.** short~~"
    assert [button["label"] for button in buttons(rendered(reply)[0])] == ["A", "B"]


def test_more_choices_than_buttons_become_menus() -> None:
    reply = Reply(choices=tuple(Choice(str(n), f"thing {n}", f"fact show?name={n}") for n in range(40)))

    menus = buttons(rendered(reply)[0])

    assert [menu["type"] for menu in menus] == [3, 3]
    values = [option["value"] for menu in menus for option in menu["options"]]  # type: ignore[attr-defined] # JSON
    assert values == [f"fact show?name={n}" for n in range(40)]


def test_an_action_too_long_for_a_button_is_kept_by_a_short_name() -> None:
    long = action("fact add", sentence="x" * 500, anyway="yes")

    message = rendered(Reply(text=marked("Sure?"), buttons=(Button("Add anyway", long),)))[0]

    assert buttons(message)[0]["custom_id"] == short_name(long)
    assert message.actions == {short_name(long): long}


def test_two_buttons_that_do_the_same_have_ids_of_their_own() -> None:
    message = rendered(Reply(buttons=(Button("Again", "trivia again"), Button("Once more", "trivia again"))))[0]

    ids = [str(button["custom_id"]) for button in buttons(message)]

    assert len(set(ids)) == 2
    assert {named(custom_id) for custom_id in ids} == {"trivia again"}


def test_a_table_is_set_in_even_letters() -> None:
    table = Table(("", "Player", "Points"), (("1.", "Anna", "30"), ("2.", "李`雷", "5")), frozenset({0, 2}))

    assert said(Reply(table=table)).split("\n") == [
        "```",
        "    Player  Points",
        "1.  Anna        30",
        "2.  李ˋ雷        5",
        "```",
    ]


def test_a_picture_comes_with_its_words() -> None:
    reply = Reply(image=Image("", "A board: Anna 30", b"\x89PNG"), files=(File("facts.csv", b"a,b"),))

    message = rendered(reply)[0]

    assert [file.name for file in message.files] == ["picture.png", "facts.csv"]
    assert message.body["attachments"] == [
        {"id": "0", "filename": "picture.png", "description": "A board: Anna 30"},
        {"id": "1", "filename": "facts.csv"},
    ]
    assert embed(reply)["image"] == {"url": "attachment://picture.png"}


def test_small_print_stands_in_the_footer_unless_it_holds_marks() -> None:
    assert embed(Reply("T", footer=marked("20 seconds; ", Code("/trivia join"))))["footer"] == {
        "text": "20 seconds; /trivia join"
    }
    assert said(Reply("T", footer=marked("At ", Moment(AT)))) == "-# At <t:1767225600:f>"


def test_a_reply_that_says_nothing_is_no_message() -> None:
    assert rendered(Reply()) == ()


def test_a_long_list_goes_on_in_further_messages_and_loses_no_line() -> None:
    rows = [f"{number}. something that is known, at some length" for number in range(1, 400)]
    text = tuple(part for row in rows for part in marked(row, "\n"))

    messages = rendered(Reply("All", text, buttons=(Button("More", "fact show?name=x"),)))

    assert len(messages) > 1
    words = "".join(str(e.get("description", "")) + "\n" for m in messages for e in m.body["embeds"])  # type: ignore[attr-defined] # JSON
    assert [line.replace("\\", "") for line in words.split("\n") if line] == rows
    assert [bool(m.body["components"]) for m in messages] == [False] * (len(messages) - 1) + [True]


TEXT = st.text(max_size=200) | st.sampled_from([NASTY * 60, "||" * 3_000, "😀" * 5_000, "`" * 5_000, "\n" * 5_000])
SPANS = st.one_of(
    st.builds(Plain, TEXT),
    st.builds(Bold, TEXT),
    st.builds(Code, st.text(max_size=200)),
    st.builds(Spoiler, TEXT, st.text(max_size=20)),
    st.builds(
        Link, st.text(max_size=300), st.sampled_from(["https://example.org/?q=(a b)", "javascript:alert(1)", ""])
    ),
    st.just(Moment(AT)),
)
MARKED = st.lists(SPANS, max_size=5).map(tuple)
REPLIES = st.builds(
    Reply,
    title=st.text(max_size=500),
    text=MARKED,
    fields=st.lists(st.builds(Field, st.text(max_size=400), MARKED), max_size=30).map(tuple),
    choices=st.lists(st.builds(Choice, st.just("A"), st.text(max_size=200), st.just("a?b=c")), max_size=30).map(tuple),
    buttons=st.lists(st.builds(Button, st.text(max_size=120), st.text("ab=&?%", max_size=200)), max_size=6).map(tuple),
    footer=MARKED,
)


@settings(deadline=None, max_examples=60)
@given(reply=REPLIES)
def test_whatever_a_reply_holds_its_messages_keep_discords_limits(reply: Reply) -> None:
    for message in rendered(reply):
        _check(message)


def test_a_long_text_with_long_small_print_keeps_to_the_limit_of_all_embeds() -> None:
    reply = Reply(title="t" * 300, text=marked("x" * 4_096), footer=marked("f" * 3_000))

    for message in rendered(reply):
        _check(message)


def _check(message: Message) -> None:
    embeds = message.body["embeds"]
    assert isinstance(embeds, list)
    assert len(embeds) <= limits.EMBEDS
    total = 0
    for one in embeds:
        assert length(one.get("title", "")) <= limits.EMBED_TITLE
        assert length(one.get("description", "")) <= limits.EMBED_DESCRIPTION
        assert len(one.get("fields", [])) <= limits.EMBED_FIELDS
        for part in one.get("fields", []):
            assert 1 <= length(part["name"]) <= limits.EMBED_FIELD_NAME
            assert 1 <= length(part["value"]) <= limits.EMBED_FIELD_VALUE
            total += length(part["name"]) + length(part["value"])
        total += length(one.get("title", "")) + length(one.get("description", ""))
        total += length(one.get("footer", {}).get("text", ""))
    assert total <= limits.EMBED_TOTAL
    rows = message.body["components"]
    assert isinstance(rows, list)
    assert len(rows) <= limits.ROWS
    ids = [component["custom_id"] for row in rows for component in row["components"]]
    assert len(ids) == len(set(ids))
    for row in rows:
        assert 1 <= len(row["components"]) <= limits.BUTTONS_IN_ROW
    for component in buttons(message):
        assert 1 <= length(str(component["custom_id"])) <= limits.CUSTOM_ID
        if component["type"] == 2:
            assert 1 <= length(str(component["label"])) <= limits.BUTTON_LABEL


@pytest.mark.parametrize("text", ["||", "a || b", "|" * 9])
def test_bars_within_a_spoiler_do_not_end_it(text: str) -> None:
    shown = said(Reply(text=marked(Spoiler(text))))

    assert shown.startswith("||")
    assert shown.endswith("||")
    assert "||" not in shown[2:-2].replace("\\|", "")
