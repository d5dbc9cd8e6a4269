from datetime import UTC, datetime

from trivia.replies.merging import together
from trivia.replies.reply import Bold, Button, Choice, Field, Plain, Reply, marked

UNTIL = datetime(2026, 1, 1, tzinfo=UTC)
QUESTION = Reply(
    "Question 1 of 3",
    marked(Bold("Which is the capital of Norway?")),
    choices=(Choice("A", "Oslo", "a"), Choice("B", "Rome", "b"), Choice("C", "Bern", "c")),
    buttons=(Button("Hint", "trivia hint"),),
    footer=marked("20 seconds."),
    until=UNTIL,
    about="r/1",
)
HINT = Reply(text=marked("It is not B."), footer=marked("5 points at most."), about="r/1", struck=("B",))
ANSWER = Reply(
    "Answer to question 1",
    marked(Bold("A. Oslo")),
    (Field("Right", marked("Anna")),),
    buttons=(Button("That was wrong", "trivia report"),),
    about="r/1",
    closes=True,
)


def words(reply: Reply) -> str:
    return "".join(span.text for span in reply.text if isinstance(span, Plain | Bold))


def test_a_hint_stands_below_its_question_and_strikes_choices_out() -> None:
    both = together(QUESTION, HINT)

    assert words(both) == "Which is the capital of Norway?\nIt is not B.\n5 points at most."
    assert [choice.struck for choice in both.choices] == [False, True, False]
    assert (both.buttons, both.until) == (QUESTION.buttons, UNTIL)


def test_a_second_hint_takes_nothing_of_the_first_back() -> None:
    both = together(together(QUESTION, HINT), Reply(text=marked("Nor C."), struck=("C",)))

    assert [choice.struck for choice in both.choices] == [False, True, True]


def test_an_answer_leaves_the_question_to_be_read_and_nothing_of_it_to_be_pressed() -> None:
    both = together(QUESTION, ANSWER)

    assert both.title == "Question 1 of 3"
    assert words(both).split("\n") == [
        "Which is the capital of Norway?",
        "A. Oslo",
        "B. Rome",
        "C. Bern",
        "",
        "Answer to question 1",
        "A. Oslo",
    ]
    assert (both.choices, both.until, both.buttons) == ((), None, ANSWER.buttons)
    assert both.fields == ANSWER.fields


def test_a_question_put_again_takes_the_place_of_what_stood_there() -> None:
    assert together(together(QUESTION, HINT), QUESTION) == QUESTION


def test_a_lobby_with_one_more_player_takes_the_place_of_the_lobby_before() -> None:
    lobby = Reply("A round is about to begin", fields=(Field("Players", marked("Anna")),), about="r/0")
    fuller = Reply("A round is about to begin", fields=(Field("Players", marked("Anna, Ben")),), about="r/0")

    assert together(lobby, fuller) == fuller
