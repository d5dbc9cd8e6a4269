"""PassJoin finds every name that brute force finds."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from db.passjoin import letters, name_keys, query_keys

NAMES = st.text(alphabet="abcé1 ", min_size=2, max_size=22)
SLIPS = st.lists(st.tuples(st.sampled_from("swap drop add change".split()), st.integers(0, 30)), max_size=2)


def slipped(name: str, slips: list[tuple[str, int]]) -> str:
    for kind, place in slips:
        i = place % max(1, len(name))
        match kind:
            case "swap":
                name = name[:i] + name[i : i + 2][::-1] + name[i + 2 :]
            case "drop":
                name = name[:i] + name[i + 1 :]
            case "add":
                name = name[:i] + "b" + name[i:]
            case _:
                name = name[:i] + "c" + name[i + 1 :]
    return name


@settings(max_examples=600, deadline=None)
@given(NAMES, SLIPS)
@example("michaelmann", [("swap", 4), ("swap", 8)])
@example("abcdefghijkl", [("swap", 3), ("drop", 9)])
def test_a_name_is_found_under_any_two_slips(name: str, slips: list[tuple[str, int]]) -> None:
    typed = slipped(name, slips)
    distance = OSA.distance(name, typed)

    for edits in (1, 2):
        if distance <= edits and len(typed) >= 2:
            assert query_keys(typed, edits) & set(name_keys(name))


@given(NAMES, SLIPS)
def test_few_letters_differ_between_names_that_are_near(name: str, slips: list[tuple[str, int]]) -> None:
    typed = slipped(name, slips)
    distance = OSA.distance(name, typed)

    assert (letters(name) & ~letters(typed)).bit_count() <= distance
    assert (letters(typed) & ~letters(name)).bit_count() <= distance


@given(st.text(max_size=400))
def test_any_text_has_keys_that_fit_a_store(name: str) -> None:
    assert 0 <= letters(name) < 2**62
    assert all(0 <= key < 2**32 for key in name_keys(name) + list(query_keys(name, 2)))
