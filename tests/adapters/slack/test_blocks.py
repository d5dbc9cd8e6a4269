"""From a reply to a message: all that it says is there, and nothing that Slack refuses."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.blocks import message, shown
from adapters.slack.text import small
from tests.adapters.slack.limits import problems
from trivia.replies.reply import (
    Bold,
    Button,
    Choice,
    Code,
    Field,
    Image,
    Link,
    Mention,
    Moment,
    Reply,
    Spoiler,
    Table,
    marked,
)

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)
TEXT = st.text(max_size=5_000) | st.just("x" * 3_001) | st.just("")
SPAN = st.one_of(
    TEXT,
    TEXT.map(Bold),
    TEXT.map(Code),
    TEXT.map(lambda text: Spoiler(text, text[:30])),
    TEXT.map(lambda text: Link(text, f"https://example.org/{len(text)}")),
    TEXT.map(lambda text: Link(text, text)),
    TEXT.map(lambda text: Mention("slack:U1", text)),
    TEXT.map(lambda text: Mention("discord:1", text)),
    st.just(Moment(AT)),
)
MARKED = st.lists(SPAN, max_size=6).map(lambda spans: marked(*spans))
REPLY = st.builds(
    Reply,
    title=TEXT,
    text=MARKED,
    fields=st.lists(st.builds(Field, TEXT, MARKED), max_size=5).map(tuple),
    choices=st.lists(st.builds(Choice, st.sampled_from("ABCDEF"), TEXT, TEXT, st.booleans()), max_size=12).map(tuple),
    table=st.none()
    | st.integers(1, 30).flatmap(
        lambda n: st.builds(
            Table,
            st.just(("head",) * n),
            st.lists(st.just(("cell", *("",) * (n - 1))), max_size=120).map(tuple),
        )
    ),
    buttons=st.lists(st.builds(Button, TEXT, TEXT), max_size=60).map(tuple),
    image=st.none() | st.builds(Image, TEXT, TEXT),
    footer=MARKED,
    until=st.none() | st.just(AT),
)


@given(REPLY)
def test_whatever_a_reply_holds_slack_takes_it(reply: Reply) -> None:
    made = message(reply)

    assert problems(made.blocks, "message") == []
    assert 0 < len(made.text) <= 4_000
    assert problems(shown(reply)[:100], "home") == []


def test_what_members_wrote_is_never_read_as_marks_links_or_calls() -> None:
    said = "*bold* <!channel> <https://x|y> @here :smile: & _x_"
    made = message(Reply(title=said, text=marked(said, Bold(said)), footer=marked(said)))

    assert "&lt;!channel&gt;" in made.text
    assert "<!channel>" not in made.text
    kinds = {block["type"] for block in made.blocks}
    assert kinds == {"header", "rich_text", "context"}
    assert all(e["type"] == "plain_text" for b in made.blocks if b["type"] == "context" for e in b["elements"])


def test_nobody_is_called_unless_a_span_says_so() -> None:
    made = message(Reply(text=marked("Hello ", Mention("slack:U1", "anna"), " and ", Mention("slack:", "x"))))

    elements = made.blocks[0]["elements"][0]["elements"]
    assert [e for e in elements if e["type"] == "user"] == [{"type": "user", "user_id": "U1"}]
    assert "<@U1>" in made.text


def test_a_spoiler_stands_behind_a_button_and_nowhere_else() -> None:
    reply = Reply(
        text=marked("It was ", Spoiler("the butler", "manor@S1E2")), fields=(Field("Also", marked(Spoiler("Rosebud"))),)
    )

    made = message(reply)

    buttons = [e for b in made.blocks if b["type"] == "actions" for e in b["elements"]]
    assert [button["value"] for button in buttons] == ["the butler\nRosebud"]
    assert "butler" not in made.text
    assert "butler" not in str([b for b in made.blocks if b["type"] != "actions"])
    assert "manor@S1E2" in made.text


def test_3001_characters_where_3000_fit_are_parted_and_all_shown() -> None:
    made = message(Reply(text=marked("x" * 3_000 + "y")))

    texts = ["".join(e["text"] for e in b["elements"][0]["elements"]) for b in made.blocks]
    assert texts == ["x" * 3_000, "y"]


def test_options_that_fit_stand_on_their_buttons_and_long_ones_above_them() -> None:
    short = message(Reply(choices=(Choice("A", "Oslo", "a"), Choice("B", "Rome", "b"))))
    long = message(Reply(choices=(Choice("A", "O" * 100, "a"), Choice("B", "Rome", "b"))))

    assert [e["text"]["text"] for e in short.blocks[0]["elements"]] == ["A. Oslo", "B. Rome"]
    assert "O" * 100 in str(long.blocks[0])
    assert [e["text"]["text"] for e in long.blocks[1]["elements"]] == ["A", "B"]


def test_an_option_that_is_out_is_struck_said_to_be_out_and_not_to_be_pressed() -> None:
    made = message(Reply(choices=(Choice("A", "Oslo", "a", struck=True), Choice("B", "Rome", "b"))))

    assert [e["value"] for b in made.blocks if b["type"] == "actions" for e in b["elements"]] == ["b"]
    assert "A. Oslo (out)" in made.text
    assert {"type": "text", "text": "Oslo", "style": {"strike": True}} in made.blocks[0]["elements"][0]["elements"]


def test_the_text_says_all_that_the_blocks_show_for_those_who_hear_it() -> None:
    reply = Reply(
        title="Title",
        text=marked("words"),
        image=Image("https://example.org/a.png", "a board"),
        choices=(Choice("A", "Oslo", "a"),),
        fields=(Field("Why", marked("because")),),
        table=Table(("", "Player"), (("1.", "anna"),)),
        footer=marked("small"),
    )

    text = message(reply).text

    for word in ("Title", "words", "a board", "A. Oslo", "Why: because", "1. anna", "small"):
        assert word in text


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://x|y>", "ftp://x", "https://" + "x" * 4_000, ""])
def test_only_addresses_of_the_web_are_linked(address: str) -> None:
    made = message(Reply(text=marked(Link("here", address)), footer=marked(Link("there", address))))

    assert problems(made.blocks, "message") == []
    links: list[dict[str, Any]] = [
        e for b in made.blocks[:1] for e in b["elements"][0]["elements"] if e["type"] == "link"
    ]
    assert all(link["url"].startswith(("http://", "https://")) for link in links)


def test_small_print_keeps_its_marks_where_no_word_of_it_could_be_taken_for_one() -> None:
    assert small(marked("Type ", Code("/trivia start"), "."))["text"] == "Type `/trivia start`."
    assert small(marked("a*b", Code("/trivia start")))["type"] == "plain_text"


def test_where_no_table_is_taken_its_rows_are_lines_whose_cells_can_be_told_apart() -> None:
    board = Table(("", "Player", "Points", "Right"), (("1.", "Ben", "20", "2 of 2"), ("2.", "Anna", "0", "0 of 2")))

    (block,) = shown(Reply(table=board))

    said = "".join(element["text"] for element in block["elements"][0]["elements"])
    assert said == "Player · Points · Right\n1. · Ben · 20 · 2 of 2\n2. · Anna · 0 · 0 of 2"
