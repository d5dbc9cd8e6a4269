import pytest

from trivia.questions.form import is_code, shape, told_by_its_start, typable


@pytest.mark.parametrize(("name", "can"), [("Ísland", True), ("N'Djamena", True), ("日本", False), ("Україна", False)])
def test_what_needs_another_keyboard_is_not_typed(name: str, can: bool) -> None:
    assert typable(name) is can


def test_a_script_a_digit_or_an_article_makes_an_option_stand_out() -> None:
    looks = {shape(name) for name in ("Norway", "日本", "M31", "the Netherlands")}

    assert len(looks) == 4
    assert shape("Norway") == shape("Sweden")


@pytest.mark.parametrize(
    ("mentioned", "key", "others", "told"),
    [
        ("Palau", ".pw", (".at", ".af", ".ad"), True),
        ("Palau", ".pw", (".pl", ".pk", ".at"), False),
        ("nihonium", "Nh", ("Ac", "As", "Na"), True),
        ("tungsten", "W", ("Ti", "Ta", "Tb"), False),
        ("Poland", "polonium", ("germanium", "thulium"), True),
        ("Lyon", "France", ("Spain", "Italy"), False),
    ],
)
def test_first_letters_that_only_the_key_shares_give_it_away(
    mentioned: str, key: str, others: tuple[str, ...], told: bool
) -> None:
    assert told_by_its_start(mentioned, key, others) is told


def test_an_abbreviation_is_told_from_a_word() -> None:
    assert [name for name in (".tn", "Nh", "M31", "Oslo") if is_code(name)] == [".tn", "Nh", "M31"]
