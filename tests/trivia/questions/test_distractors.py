import random
from decimal import Decimal

from trivia.facts.dates import PartialDate
from trivia.facts.model import Entity, EntityId, Number, Quantity, Text
from trivia.questions.distractors import choose


def _entity(number: int, kind: str, name: str, popularity: float) -> Entity:
    return Entity(EntityId(number), str(number), kind, name, popularity, "test")


def test_wrong_answers_are_of_the_keys_kind() -> None:
    key = _entity(1, "city", "Paris", 0.9)
    cities = [_entity(n, "city", f"City {n}", 0.5) for n in range(2, 6)]
    others = [_entity(n, "country", f"Country {n}", 0.9) for n in range(10, 20)]

    assert set(choose(key, [*others, *cities], (), random.Random(1))) <= set(cities)


def test_the_nearest_in_renown_are_chosen() -> None:
    key = _entity(1, "city", "Paris", 0.9)
    known = [_entity(n, "city", f"Known {n}", 0.85) for n in range(2, 10)]
    unknown = [_entity(n, "city", f"Unknown {n}", 0.1) for n in range(10, 60)]

    assert set(choose(key, [*unknown, *known], (), random.Random(1))) <= set(known)


def test_no_wrong_answer_bears_a_name_to_be_avoided() -> None:
    key = _entity(1, "city", "Paris", 0.9)
    false = [_entity(2, "city", "Lutetia", 0.9), _entity(3, "city", "Lyon", 0.9)]

    assert [v.name for v in choose(key, false, {"lutetia"}, random.Random(1)) if isinstance(v, Entity)] == ["Lyon"]


def test_measurements_too_close_to_tell_apart_are_left_out() -> None:
    key = Quantity(Decimal(100), "km2")
    false = [Quantity(Decimal(n), "km2") for n in (98, 101, 110, 85, 150, 50)] + [Quantity(Decimal(130), "km")]

    assert set(choose(key, false, (), random.Random(1))) == {Quantity(Decimal(n), "km2") for n in (150, 50)}


def test_small_numbers_may_be_neighbours() -> None:
    false = [Number(Decimal(n)) for n in (12, 14, 15)]

    assert set(choose(Number(Decimal(13)), false, (), random.Random(1))) == set(false)


def test_dates_are_as_precise_as_the_key() -> None:
    false = [PartialDate(1994), PartialDate(1999, 5), PartialDate(2005)]

    assert set(choose(PartialDate(1999), false, (), random.Random(1))) == {PartialDate(1994), PartialDate(2005)}


def test_the_same_words_are_offered_once() -> None:
    assert choose(Text("red"), [Text("Blue"), Text("blue"), Text("RED")], (), random.Random(1)) == (Text("Blue"),)
