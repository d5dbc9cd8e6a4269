"""Reading typed commands, and checking their options."""

import pytest

from trivia.commands.arguments import checked, clean, listed, read_line
from trivia.commands.catalogue import CATALOGUE, find
from trivia.commands.request import Argument
from trivia.errors import UsageError
from trivia.questions.difficulty import LEVELS


@pytest.mark.parametrize(
    ("line", "command", "arguments"),
    [
        ("/ask who directed it?", "ask", {"question": "who directed it?"}),
        ("/ask is count=3 right?", "ask", {"question": "is count=3 right?"}),
        ("ask   x", "ask", {"question": "x"}),
        ("/ask", "ask", {}),
        ("/trivia start", "trivia start", {}),
        ("/TRIVIA Start films", "trivia start", {"topic": "films"}),
        (
            "/trivia start Jessica Jones count=5 seconds=30",
            "trivia start",
            {"topic": "Jessica Jones", "count": "5", "seconds": "30"},
        ),
        ("/trivia start count=5 topic=Jessica Jones", "trivia start", {"count": "5", "topic": "Jessica Jones"}),
        ('/trivia start topic="a b" count=5', "trivia start", {"topic": "a b", "count": "5"}),
        ("/trivia answer x=5", "trivia answer", {"text": "x=5"}),
        (
            "/fact add The capital of Norway is Oslo source=Atlas, 14 June",
            "fact add",
            {"sentence": "The capital of Norway is Oslo", "source": "Atlas, 14 June"},
        ),
        (
            "/fact add subject=Norway relation=capital value=Oslo",
            "fact add",
            {"subject": "Norway", "relation": "capital", "value": "Oslo"},
        ),
        ("/fact retire #12 reason=too old", "fact retire", {"fact": "#12", "reason": "too old"}),
        ("/help trivia start", "help", {"command": "trivia start"}),
    ],
)
def test_a_line_is_read_into_a_command_and_its_options(line: str, command: str, arguments: dict[str, str]) -> None:
    assert read_line(line) == (command, arguments)


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        ("trivia start 10 films hard", {"count": "10", "topic": "films", "difficulty": "hard"}),
        ("trivia start 5 30 Jessica Jones", {"count": "5", "seconds": "30", "topic": "Jessica Jones"}),
        ("trivia start hard films seconds=30", {"difficulty": "hard", "topic": "films", "seconds": "30"}),
        ("trivia start 10 easy", {"count": "10", "difficulty": "easy"}),
        ("trivia start 10", {"count": "10"}),
        ("trivia start Apollo 13", {"topic": "Apollo 13"}),
        ("trivia start 2001: A Space Odyssey", {"topic": "2001: A Space Odyssey"}),
        ("trivia start 1917 epics", {"topic": "1917 epics"}),
        ("trivia start Die Hard", {"topic": "Die Hard"}),
        ('trivia start 5 "die hard"', {"count": "5", "topic": "die hard"}),
        ('trivia start "10 films hard"', {"topic": "10 films hard"}),
        ("trivia start films yes", {"topic": "films yes"}),
        ("trivia start 10 films count=5", {"topic": "films", "seconds": "10", "count": "5"}),
        ("settings solo yes channel", {"name": "solo yes", "scope": "channel"}),
        ("schedule remind 3 no", {"schedule": "3", "wanted": "no"}),
        ("trivia answer 10 easy", {"text": "10 easy"}),
        ("schedule preview every day 10", {"when": "every day 10"}),
    ],
)
def test_bare_words_go_to_the_options_whose_type_they_fit(line: str, arguments: dict[str, str]) -> None:
    assert read_line(line)[1] == arguments


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/trivai start", "Did you mean /trivia?"),
        ("/trivia strat", "Did you mean /trivia start?"),
        ("/trivia", "After /trivia comes one of: start, join"),
        ("/trivia start conut=5", "Did you mean count=?"),
        ("/trivia stop now", "takes no further words"),
        ("/trivia hint 3", "takes no further words"),
        ("/xyzzy", "Try /help"),
        ("/", "Try /help"),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_was_meant(line: str, said: str) -> None:
    with pytest.raises(UsageError, match=said.replace("?", r"\?")):
        read_line(line)


def check(path: str, **arguments: Argument) -> dict[str, Argument]:
    command = find(path)
    assert command
    return checked(command, arguments)


def test_options_come_out_in_their_types() -> None:
    given = check("trivia start", count="5", hints="no", difficulty="EASY", topic=" a\x00b ")
    assert given == {"count": 5, "hints": False, "difficulty": "easy", "topic": "a b"}
    assert check("trivia start", count=7, hints=True) == {"count": 7, "hints": True}
    assert check("fact retire", fact="#12") == {"fact": 12}
    assert check("score board", scope="chan") == {"scope": "channel"}


@pytest.mark.parametrize(
    ("path", "arguments", "said"),
    [
        ("trivia start", {"count": "many"}, "count takes a number, such as 1"),
        ("trivia start", {"count": "51"}, "from 1 to 50"),
        ("trivia start", {"count": "-1"}, "from 1 to 50"),
        ("fact retire", {"fact": "0"}, "of at least 1"),
        ("trivia start", {"hints": "maybe"}, "yes or no"),
        ("trivia start", {"difficulty": "brutal"}, "easy, medium, hard"),
        ("trivia start", {"nonsense": "1"}, "no option nonsense"),
        ("ask", {"question": "x" * 10_000}, "under 1,000 characters; this has 10,000"),
        ("ask", {}, "Please tell me what you want to know"),
        ("ask", {"question": " \x00\t "}, "Please tell me what you want to know"),
        ("trivia answer", {}, "Please tell me your answer"),
    ],
)
def test_wrong_options_are_refused_with_the_remedy(path: str, arguments: dict[str, Argument], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        check(path, **arguments)


def test_cleaning_leaves_one_line_without_control_characters() -> None:
    assert clean("a\x00\x1b[31m\r\nb\u2028c\ud800 d") == "a [31m b c d"


def test_lists_name_each_known_word_once() -> None:
    assert listed("Choice, text,choice", ["choice", "text"], "kinds") == ("choice", "text")
    with pytest.raises(UsageError, match="kinds takes any of: choice, text"):
        listed("poem", ["choice", "text"], "kinds")


def test_every_example_in_the_catalogue_is_a_command_that_passes() -> None:
    for command in CATALOGUE:
        assert command.examples, command.path
        for example in command.examples:
            path, arguments = read_line(example)
            assert path == command.path
            checked(command, arguments)


def test_difficulties_are_those_that_questions_have() -> None:
    start = find("trivia start")
    assert start
    option = start.option("difficulty")
    assert option
    assert option.choices == tuple(LEVELS)


def test_commands_are_named_once_and_options_too() -> None:
    paths = [command.path for command in CATALOGUE]
    assert len(paths) == len(set(paths))
    for command in CATALOGUE:
        names = [option.name for option in command.options]
        assert len(names) == len(set(names))
        assert sum(option.rest for option in command.options) <= 1


def test_a_bare_number_is_not_moved_on_to_the_next_option_that_would_take_it() -> None:
    with pytest.raises(
        UsageError, match=r"^count takes a number from 1 to 50\. If you mean seconds: /trivia start sec"
    ):
        read_line("/trivia start 100")
    assert read_line("/trivia start 10 100")[1] == {"count": "10", "seconds": "100"}
    assert read_line("/trivia start 1984")[1] == {"topic": "1984"}
