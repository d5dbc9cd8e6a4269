"""From a reply to text: values in, text out."""

from datetime import UTC, datetime

from adapters.terminal.live import status_line
from adapters.terminal.render import Look, has_hidden, rendered
from adapters.terminal.safe import safe, width
from tests.fakes.rounds import player, question
from trivia.facts.model import GLOBAL_COMMUNITY
from trivia.judging.verdict import Ruling
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
from trivia.rounds.events import Attempted, Opened
from trivia.rounds.machine import opened, step
from trivia.rounds.model import Asked, ChannelId, MemberId, Place, RoundId, Rules

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
PLAIN, COLOUR, HIDING = Look(), Look(colour=True), Look(hides=True)

RICH = Reply(
    title="Title",
    text=marked("A ", Bold("b"), " ", Code("/c"), " ", Link("page", "https://x.org"), " ", Mention("1", "anna")),
    choices=(Choice("A", "one", "a"), Choice("B", "two", "b", struck=True)),
    fields=(Field("Why", marked("because")), Field("List", marked("one\ntwo"))),
    table=Table(("", "Name", "Points"), (("1.", "日本", "7"), ("10.", "Anna", "100")), frozenset({0, 2})),
    buttons=(Button("Hint", "trivia hint?round=1"),),
    image=Image("https://x.org/i.png", "a map"),
    footer=marked("small"),
)


def test_every_part_of_a_reply_is_shown() -> None:
    assert rendered(RICH, PLAIN) == (
        "Title\n"
        "A b /c page <https://x.org> @anna\n"
        "a map\n"
        "  A. one\n"
        "  B. two (out)\n"
        "Why: because\n"
        "List:\n"
        "  one\n"
        "  two\n"
        "     Name  Points\n"
        " 1.  日本       7\n"
        "10.  Anna     100\n"
        "small\nHint: /trivia hint"
    )


def test_colour_adds_to_the_words_and_says_nothing_by_itself() -> None:
    coloured = rendered(RICH, COLOUR)
    assert "\x1b[" in coloured
    bare = coloured
    for code in ("1;36", "1", "36", "2", "33", "0"):
        bare = bare.replace(f"\x1b[{code}m", "")
    assert bare == rendered(RICH, PLAIN)


def test_long_lines_are_broken_between_words() -> None:
    text = rendered(Reply(text=marked("one two three four five")), Look(columns=10))
    assert text == "one two\nthree four\nfive"
    assert (
        rendered(Reply(choices=(Choice("A", "aaa bbb ccc", ""),)), Look(columns=10)) == "  A. aaa\n     bbb\n     ccc"
    )


def test_spoilers_are_hidden_from_people_and_marked_in_pipes() -> None:
    reply = Reply(text=(Spoiler("he dies", "Film@S1"),))
    assert rendered(reply, HIDING) == "[spoiler for Film@S1, hidden: /reveal shows it]"
    assert rendered(reply, HIDING, revealed=True) == "[spoiler for Film@S1: he dies]"
    assert rendered(reply, PLAIN) == "[spoiler for Film@S1: he dies]"
    assert has_hidden(reply)
    assert not has_hidden(RICH)


def test_a_moment_names_its_zone() -> None:
    assert rendered(Reply(text=(Moment(NOW),)), PLAIN) == "2026-01-01 12:00 UTC"


def test_control_characters_and_marks_that_reorder_are_written_out() -> None:
    assert (
        safe("a\x1b[31mb\x00\u202ec\x7f\r\ud800\u2028")
        == "a\\x1b[31mb\\x00\\u202ec\\x7f\\r\N{REPLACEMENT CHARACTER}\\u2028"
    )
    assert safe("line\nline\tä 日本 🦄") == "line\nline    ä 日本 🦄"


def test_width_counts_columns() -> None:
    assert [width(text) for text in ("abc", "日本", "e\u0301", "")] == [3, 4, 1, 0]


def test_the_line_below_tells_what_is_on_and_how_long() -> None:
    asked = Asked.of(question("Capital of Norway?", "Oslo", ("Oslo", "Rome")))
    place = Place(GLOBAL_COMMUNITY, ChannelId("terminal:main"))
    lobby = opened(Opened(RoundId("1"), place, player("Anna"), Rules(lobby=15), NOW, None)).state
    assert status_line(lobby, NOW) == " The round begins in 15 s; an empty line begins it now"
    asking = opened(Opened(RoundId("1"), place, player("Anna"), Rules(lobby=0), NOW, asked)).state
    assert status_line(asking, NOW) == " Question 1 of 10   20 s left   ####################"
    answer = Attempted(player("Anna"), NOW, "e", None, "Oslo", 0, Ruling.ACCEPT, "")
    assert status_line(step(asking, answer).state, NOW) == " Next question in 5 s"
    assert "/trivia start" in status_line(None, NOW)
    assert MemberId("anna") == player("Anna").id
