"""The judge, rule by rule: key, what was typed, ruling."""

import pytest

from trivia.judging.judge import MAX_LENGTH, judge
from trivia.judging.prepared import prepare
from trivia.judging.verdict import AnswerKey, Ruling

ACCEPT, PROMPT, REJECT = Ruling.ACCEPT, Ruling.PROMPT, Ruling.REJECT


def ruling(key: str, given: str, *accepted: str, type: str = "", question: str = "", others: str = "") -> Ruling:  # noqa: A002 - named as in AnswerKey
    names = frozenset(others.split("|")) if others else frozenset[str]()
    return judge(prepare(AnswerKey(key, accepted, type, question, names)), given).ruling


@pytest.mark.parametrize(
    "given",
    [
        "paris", "PARIS!!!", "Ｐａｒｉｓ", "Pa\u200bris", "\u202eParis", "🎉 Paris 🎉", "it's Paris!", "is it Paris?",
        "I think it's paris", "Paris please", "the answer is Paris", "in Paris", "Pari", "Prais", "Paris, France",
    ],
)  # fmt: skip
def test_what_surrounds_a_right_answer_does_not_matter(given: str) -> None:
    assert ruling("Paris", given) is ACCEPT


@pytest.mark.parametrize("given", ["", "   ", "🎉", "!!!", "\x00", "London", "Paris or London", "Paris/London"])
def test_nothing_something_else_and_two_at_once_are_wrong(given: str) -> None:
    assert ruling("Paris", given) is REJECT


@pytest.mark.parametrize(
    ("key", "given", "reason"),
    [
        ("Paris", "", "empty"), ("Paris", "x" * (MAX_LENGTH + 1), "too long"), ("Paris", "not Paris", "negated"),
        ("Paris", "Paris or London", "several answers"), ("Paris", "Oslo", "no match"), ("Paris", "paris", "exact"),
        ("13", "14", "different number"), ("13", "thirteen", "number"), ("1999", "June 1999", "date"),
        ("June 1999", "1999", "too imprecise"), ("photosynthesis", "fotosynthesis", "typo"),
        ("Claude Monet", "Monet", "surname"), ("Claude Monet", "Claude", "given name"),
    ],
)  # fmt: skip
def test_the_reason_names_the_rule(key: str, given: str, reason: str) -> None:
    assert judge(prepare(AnswerKey(key)), given).reason == reason


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("Iraq", "Irak"), ("Australia", "Austrlia"), ("hydrogen", "hydrogn"), ("Mississippi", "Missisippi"),
        ("Krysten Ritter", "Kristen Ritter"), ("colour", "color"), ("organisation", "organization"),
        ("theatre", "theater"), ("Kilgrave", "killgrave"), ("AKA You're Welcome", "aka youre welcome"),
    ],
)  # fmt: skip
def test_slips_and_spellings_are_forgiven(key: str, given: str) -> None:
    assert ruling(key, given) is ACCEPT


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("Iraq", "Iran"), ("Australia", "Austria"), ("Niger", "Nigeria"), ("Monet", "Manet"), ("Zambia", "Gambia"),
        ("Slovakia", "Slovenia"), ("Paraguay", "Uruguay"), ("horse", "house"), ("cat", "bat"), ("amide", "amine"),
        ("graphene", "graphite"), ("magnesium", "manganese"), ("direct rule", "indirect rule"), ("Rocky 2", "Rocky 3"),
        ("South Korea", "North Korea"), ("Mexico", "New Mexico"), ("Guinea", "Papua New Guinea"),
        ("Papua New Guinea", "Guinea"), ("Kansas City", "Kansas"), ("United States", "United Kingdom"), ("C++", "C#"),
        ("carbon dioxide", "carbon monoxide"), ("Louis XIV", "Louis XV"), ("World War II", "WWI"), ("-5", "5"),
    ],
)  # fmt: skip
def test_another_thing_spelt_nearly_alike_is_wrong(key: str, given: str) -> None:
    assert ruling(key, given) is REJECT


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("Rocky II", "Rocky 2"), ("Rocky 2", "rocky two"), ("Louis XIV", "Louis the fourteenth"), ("7", "07"),
        ("World War II", "second world war"), ("World War II", "ww2"), ("Ocean's Eleven", "Oceans 11"), ("0", "zero"),
        ("12 Angry Men", "twelve angry men"), ("Nineteen Eighty-Four", "1984"), ("Henry VIII", "henry the 8th"),
    ],
)  # fmt: skip
def test_numerals_digits_and_words_are_one(key: str, given: str) -> None:
    assert ruling(key, given) is ACCEPT


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("J. R. R. Tolkien", "JRR Tolkien"), ("J. R. R. Tolkien", "Tolkien"), ("J. R. R. Tolkien", "Tolkein"),
        ("J. R. R. Tolkien", "John Ronald Reuel Tolkien"), ("Krysten Ritter", "Ritter, Krysten"),
        ("Vincent van Gogh", "van gogh"), ("Theodore Roosevelt", "Teddy Roosevelt"), ("Claude Monet", "C. Monet"),
        ("George Washington", "President Washington"), ("Gerald Ford", "Gerald R. Ford"), ("John F. Kennedy", "JFK"),
        ("Jason Lee", "Jason Michael Lee"), ("Leonardo DiCaprio", "Leo DiCaprio"), ("Solomon", "King Solomon"),
    ],
)  # fmt: skip
def test_a_person_may_be_named_in_many_ways(key: str, given: str) -> None:
    assert ruling(key, given) is ACCEPT


@pytest.mark.parametrize(
    ("key", "given", "expected"),
    [
        ("Krysten Ritter", "Krysten", PROMPT), ("Krysten Ritter", "John Ritter", REJECT),
        ("Michael Jackson", "Janet Jackson", REJECT), ("Claude Monet", "Edouard Monet", REJECT),
        ("George H. W. Bush", "George W. Bush", PROMPT), ("Elizabeth II", "Queen Elizabeth", PROMPT),
        ("Louis XIV", "Louis", PROMPT),
    ],
)  # fmt: skip
def test_a_name_that_fits_several_people_is_not_enough(key: str, given: str, expected: Ruling) -> None:
    assert ruling(key, given) is expected


def test_a_surname_is_enough_only_if_nobody_else_of_the_kind_bears_it() -> None:
    assert ruling("Krysten Ritter", "ritter", type="person", others="carrie anne moss") is ACCEPT
    assert ruling("Krysten Ritter", "ritter", type="person", others="john ritter") is PROMPT


def test_another_entity_of_the_kind_is_never_a_slip() -> None:
    assert ruling("Moned", "Manet", others="manet") is REJECT
    assert ruling("Jessica Jones", "Jessica Jonas", others="jessica jonas", type="character") is REJECT
    assert ruling("Berlant", "Berland", others="berlang", type="city") is PROMPT


def test_naming_the_right_one_among_others_is_not_answering() -> None:
    assert ruling("France", "France and Germany", others="germany", type="country") is REJECT
    assert ruling("Paris", "Paris London Rome", others="london|rome", type="city") is REJECT


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("Mount Everest", "Everest"), ("Nile", "the River Nile"), ("Sahara Desert", "Sahara"),
        ("Washington, D.C.", "Washington"),
        ("Tulsa, Oklahoma", "Tulsa"), ("callable bonds", "callable bond"), ("mitochondrion", "mitochondria"),
        ("the Chinese Exclusion Act in 1882", "Chinese Exclusion Act"), ("adenosine diphosphate (ADP)", "ADP"),
        ("Pirates of the Caribbean: Dead Man's Chest", "dead mans chest"), ("Simon & Garfunkel", "garfunkel and simon"),
        ("The Lord of the Rings", "LOTR"), ("United Nations", "UN"),
        ("NASA", "National Aeronautics and Space Administration"),
        ("United Kingdom", "Great Britain"), ("AC/DC", "acdc"), ("spacewalk", "space walk"),
    ],
)  # fmt: skip
def test_parts_plurals_and_short_forms_that_mean_the_same_are_right(key: str, given: str) -> None:
    assert ruling(key, given) is ACCEPT


@pytest.mark.parametrize(
    ("key", "given"),
    [("South Korea", "Korea"), ("Baltimore, Maryland", "Maryland"), ("Romeo and Juliet",
        "Romeo"), ("carbon dioxide", "carbon"),
     ("Star Wars: The Empire Strikes Back", "Star Wars")],
)  # fmt: skip
def test_right_but_imprecise_is_asked_back(key: str, given: str) -> None:
    assert ruling(key, given, type="film" if ":" in key else "") is PROMPT


def test_a_sequel_is_not_the_film() -> None:
    question = "Which film did Ridley Scott direct in 1979?"

    assert ruling("Alien", "Aliens", question=question) is not ACCEPT
    assert ruling("Rocky", "Rocky Balboa", type="film") is not ACCEPT
    assert ruling("1917", "1918", type="film") is REJECT


def test_the_words_of_the_question_are_no_answer() -> None:
    question = "Which line of a request comes first?"

    assert judge(prepare(AnswerKey("request line", question=question)), "request").reason == "echo of the question"
    assert ruling("Uralic languages", "Uralic", question="Which family of languages is it?") is ACCEPT


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("Αθήνα", "αθηνα"),
        ("Москва", "москва"),
        ("東京", "東京"),
        ("서울", "서울"),
        ("القاهرة", "القاهرة"),
        ("Beyoncé", "beyonce"),
    ],
)
def test_every_script_is_read(key: str, given: str) -> None:
    assert ruling(key, given) is ACCEPT


def test_a_negating_word_that_belongs_to_the_key_is_fine() -> None:
    assert ruling("Not Okay", "not okay") is ACCEPT


def test_signs_are_told_apart() -> None:
    assert ruling("C#", "c#") is ACCEPT
    assert ruling("C++", "C") is REJECT
