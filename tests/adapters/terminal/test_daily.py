"""The daily set at the terminal."""

from tests.adapters.terminal.conftest import CAPITALS, Dialogue


async def test_a_set_is_played_by_letter_and_by_words_and_shown_to_all(dialogue: Dialogue) -> None:
    said = await dialogue(
        "/trivia daily",
        "b",
        "/trivia daily",
        "A",
        "/trivia daily",
        "/trivia answer Krysten Ritter",
        "/trivia daily",
        "/trivia daily pass=yes",
        "/trivia daily share=yes",
    )

    assert "Daily set, 1 January 2026: question 1 of 4" in said
    assert "B. Oslo" in said
    assert "✓ ✓ ✓ ✗\n3 of 4 right, 30 points." in said
    assert "You: ✓ ✓ ✓ ✗" in said


async def test_a_set_left_half_way_goes_on_at_the_next_sitting(dialogue: Dialogue) -> None:
    await dialogue("/trivia daily", "b", questions=CAPITALS[:2])

    said = await dialogue("/trivia daily", "A")

    assert "question 2 of 2" in said
    assert "2 of 2 right, 20 points." in said


async def test_several_at_one_keyboard_play_each_their_own(dialogue: Dialogue) -> None:
    said = await dialogue(
        "anna: /trivia daily", "anna: /trivia answer B", "ben: /trivia daily", "ben: /trivia answer A",
        questions=CAPITALS[:1],
    )  # fmt: skip

    assert "1 of 1 right, 10 points." in said
    assert "0 of 1 right, 0 points." in said
    assert "1 of 1 (100 %)" in said
