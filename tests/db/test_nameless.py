"""A member is taken out of a text, and nothing else of it."""

import json

import pytest

from db.nameless import Traces, about_them, nameless, nameless_list, nameless_message
from trivia.replies.reply import Bold, Button, Choice, Field, Image, Mention, Plain, Reply, Table
from trivia.rounds.codec import from_json, to_json

EVE = Traces("discord:42", frozenset({"Eve", "Al"}), "gone:1")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("daily-1:discord:42:shared", "daily-1:gone:1:shared"),
        ("discord:@discord:42", "discord:@gone:1"),
        ("discord:421", "discord:421"),
        ("xdiscord:42", "xdiscord:42"),
        ("as told by Eve", "as told by somebody"),
        ("facts.csv, as handed over by Eve", "facts.csv, as handed over by somebody"),
        ("The film was directed by Eve", "The film was directed by Eve"),
        ("as told by Evelyn", "as told by Evelyn"),
        ("[not JSON by Eve", "[not JSON by Eve"),
        ("[" * 100_000, "[" * 100_000),
    ],
)
def test_an_id_goes_wherever_it_stands_and_a_name_only_where_it_says_who_told(text: str, left: str) -> None:
    assert nameless(text, EVE) == left


def test_the_name_beside_the_id_goes_and_that_of_a_namesake_stays() -> None:
    text = json.dumps({"players": [{"id": "discord:42", "name": "Eve"}, {"id": "discord:7", "name": "Eve"}]})

    left = json.loads(nameless(text, EVE))

    assert left == {"players": [{"id": "gone:1", "name": "Somebody"}, {"id": "discord:7", "name": "Eve"}]}


def test_a_message_names_nobody_any_more_and_does_what_it_did() -> None:
    said = Reply(
        title="Eve, Ben and Eve – thank you!",
        text=(Bold("Eve"), Plain(" and Evelyn, Ben; Al"), Mention("discord:42", "Eve")),
        fields=(Field("Eve", (Plain("stopped by Eve."),)),),
        choices=(Choice("Al", "Eve", "trivia answer?text=Eve"),),
        buttons=(Button("Eve", "score me?member=Eve"),),
        table=Table(("Player",), (("Eve", "3"), ("Everest", "4"))),
        image=Image("", "1. Eve: 3", b"png"),
    )

    left = from_json(Reply, nameless_message(to_json(said), EVE))

    assert left == Reply(
        title="Somebody, Ben and Somebody – thank you!",
        text=(Bold("Somebody"), Plain(" and Evelyn, Ben; Al"), Mention("gone:1", "Somebody")),
        fields=(Field("Somebody", (Plain("stopped by Somebody."),)),),
        choices=said.choices,
        buttons=said.buttons,
        table=Table(("Player",), (("Somebody", "3"), ("Everest", "4"))),
        image=Image("", "1. Somebody: 3", b""),
    )


def test_a_word_that_is_somebodys_name_too_stays_in_the_question() -> None:
    said = to_json(Reply(text=(Plain("Which Eve is the day before New Year? And who is Eve?"),)))

    assert nameless_message(said, EVE) == said


@pytest.mark.parametrize(
    ("text", "left"),
    [("Owls, Eve,42, discord:42", "Owls"), ("eve", ""), ("Evelyn, 421", "Evelyn, 421"), ("yes", "yes")],
)
def test_a_member_who_is_listed_is_taken_off_the_list(text: str, left: str) -> None:
    assert nameless_list(text, EVE) == left


def test_a_member_is_handed_their_part_of_what_others_share() -> None:
    text = json.dumps(
        {
            "_": "Round",
            "starter": {"_": "Player", "id": "discord:42", "name": "Eve"},
            "players": [
                {"_": "Player", "id": "discord:42", "name": "Eve"},
                {"_": "Player", "id": "x:1", "name": "Ben"},
            ],
            "board": [
                {"_": "Standing", "player": {"_": "Player", "id": "x:1", "name": "Ben"}, "points": 9},
                {"_": "Standing", "player": {"_": "Player", "id": "discord:42", "name": "Eve"}, "points": 3},
            ],
            "key": "secret",
        }
    )

    handed = about_them(text, EVE)

    assert '"points":3' in handed
    assert "starter" in handed
    assert "Ben" not in handed
    assert "secret" not in handed
