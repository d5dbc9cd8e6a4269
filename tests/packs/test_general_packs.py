"""The packs of general interest hold together and say what everybody can check."""

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

PACKS = Path(__file__).resolve().parents[2] / "packs"
NAMES = ("countries", "elements", "sky")
LITERALS = ("date", "number", "text", "boolean", "quantity")
AT_LEAST = {"countries": 5_000, "elements": 1_600, "sky": 900}
SIZE_LIMIT = 3_000_000

each_pack = pytest.mark.parametrize("pack", NAMES)


@cache
def _rows(pack: str, table: str) -> list[dict[str, str]]:
    with (PACKS / pack / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@cache
def _toml(pack: str, name: str) -> dict[str, Any]:
    return tomllib.loads((PACKS / pack / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _entities(pack: str) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in _rows(pack, "entities")}


def _relations(pack: str) -> dict[str, Any]:
    relations: dict[str, Any] = _toml(pack, "relations")["relations"]
    return relations


def _names(pack: str, keys: Iterable[str]) -> list[str]:
    return sorted(_entities(pack)[key]["name"] if key in _entities(pack) else key for key in keys)


def _values(pack: str, subject: str, relation: str) -> list[str]:
    found = (row["value"] for row in _rows(pack, "facts") if (row["subject"], row["relation"]) == (subject, relation))
    return _names(pack, found)


def _subjects(pack: str, relation: str, value: str) -> list[str]:
    found = (row["subject"] for row in _rows(pack, "facts") if (row["relation"], row["value"]) == (relation, value))
    return _names(pack, found)


def _facts(pack: str, relation: str) -> Iterator[tuple[str, str]]:
    return ((row["subject"], row["value"]) for row in _rows(pack, "facts") if row["relation"] == relation)


def _as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


@each_pack
def test_a_pack_names_itself_its_licence_and_to_whom_it_owes_its_facts(pack: str) -> None:
    info = _toml(pack, "pack")

    assert info["name"] == pack
    assert all(info[field] for field in ("title", "version", "language", "licence"))
    assert "NOTICE.txt" in info["about"]
    assert "Copyright" in (PACKS / pack / "NOTICE.txt").read_text(encoding="utf-8")


@each_pack
def test_a_pack_has_facts_enough_for_many_evenings(pack: str) -> None:
    assert len(_rows(pack, "facts")) >= AT_LEAST[pack]


@each_pack
def test_every_entity_has_an_id_of_its_own_a_declared_kind_and_a_popularity(pack: str) -> None:
    assert len(_entities(pack)) == len(_rows(pack, "entities"))
    for entity in _rows(pack, "entities"):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entity["id"]), entity
        assert entity["kind"] in _toml(pack, "relations")["kinds"], entity
        assert 0 <= float(entity["popularity"]) <= 1


@each_pack
def test_names_and_aliases_are_clean_and_said_once(pack: str) -> None:
    for entity in _rows(pack, "entities"):
        known = [entity["name"], *filter(None, entity["aliases"].split("|"))]
        assert len(known) == len(set(known)), entity
        assert all(name and name == " ".join(name.split()) and name.isprintable() for name in known), entity


@each_pack
def test_no_fact_is_stated_twice(pack: str) -> None:
    stated = Counter((row["subject"], row["relation"], row["value"]) for row in _rows(pack, "facts"))

    assert stated.most_common(1)[0][1] == 1


@each_pack
def test_every_fact_is_confirmed_and_has_a_source(pack: str) -> None:
    sources = {row["id"] for row in _rows(pack, "sources")}

    assert sources == {row["source"] for row in _rows(pack, "facts")}
    assert {row["certainty"] for row in _rows(pack, "facts")} == {"confirmed"}
    assert all(row["title"] and row["publisher"] and row["address"] for row in _rows(pack, "sources"))


@each_pack
def test_every_fact_joins_the_kinds_that_its_relation_declares(pack: str) -> None:
    entities = _entities(pack)
    for row in _rows(pack, "facts"):
        relation = _relations(pack)[row["relation"]]
        assert entities[row["subject"]]["kind"] in _as_list(relation["subject"]), row
        value = _as_list(relation["value"])
        if value[0].split(":")[0] in LITERALS:
            assert row["value"], row
        else:
            assert entities[row["value"]]["kind"] in value, row


@each_pack
def test_literals_read_as_what_they_are(pack: str) -> None:
    shapes = {"number": r"-?\d+(\.\d+)?", "date": r"\d{4}(-\d{2}(-\d{2})?)?", "text": r"\S(.*\S)?"}
    for name, relation in _relations(pack).items():
        kind, _, unit = _as_list(relation["value"])[0].partition(":")
        shape = rf"{shapes['number']} {re.escape(unit)}" if kind == "quantity" else shapes.get(kind, r"[a-z0-9-]+")
        for _, value in _facts(pack, name):
            assert re.fullmatch(shape, value), (name, value)


@each_pack
def test_a_relation_with_one_value_has_one(pack: str) -> None:
    for name, relation in _relations(pack).items():
        if relation["holds"] == "one":
            subjects = Counter(subject for subject, _ in _facts(pack, name))
            assert max(subjects.values()) == 1, (name, subjects.most_common(3))


@each_pack
def test_every_declared_kind_and_relation_is_used(pack: str) -> None:
    assert {row["relation"] for row in _rows(pack, "facts")} == set(_relations(pack))
    assert {row["kind"] for row in _rows(pack, "entities")} == set(_toml(pack, "relations")["kinds"])


@each_pack
def test_every_entity_is_in_some_fact(pack: str) -> None:
    used = {row[end] for row in _rows(pack, "facts") for end in ("subject", "value")}

    assert set(_entities(pack)) <= used


@each_pack
def test_phrasings_have_the_slots_they_need(pack: str) -> None:
    for name, relation in _relations(pack).items():
        assert "{subject}" in relation["statement"], name
        assert "{value}" in relation["statement"], name
        for phrase in [relation["question"], *relation.get("phrases", ())]:
            assert "{subject}" in phrase, (name, phrase)
            assert "{value}" not in phrase, (name, phrase)
        for phrase in filter(None, [relation.get("inverse"), *relation.get("inverse_phrases", ())]):
            assert "{value}" in phrase, (name, phrase)
            assert "{subject}" not in phrase, (name, phrase)


def test_the_packs_are_of_modest_size() -> None:
    assert sum(path.stat().st_size for pack in NAMES for path in (PACKS / pack).iterdir()) < SIZE_LIMIT


# Countries


@pytest.mark.parametrize(
    ("subject", "relation", "values"),
    [
        ("france", "capital", ["Paris"]),
        ("australia", "capital", ["Canberra"]),
        ("kazakhstan", "capital", ["Astana"]),
        ("united-states", "capital", ["Washington, D.C."]),
        ("state-california", "capital", ["Sacramento"]),
        ("portugal", "borders", ["Spain"]),
        ("japan", "borders", []),
        ("suriname", "borders", ["Brazil", "France", "French Guiana", "Guyana"]),
        ("botswana", "borders", ["Namibia", "South Africa", "Zambia", "Zimbabwe"]),
        ("germany", "borders", ["Austria", "Belgium", "Czechia", "Denmark", "France", "Luxembourg", "Poland",
                                "Switzerland", "the Netherlands"]),
        ("japan", "currency", ["Japanese yen"]),
        ("croatia", "currency", ["euro"]),
        ("brazil", "official_language", ["Portuguese"]),
        ("switzerland", "official_language", ["French", "German", "Italian"]),
        ("russia", "continent", ["Asia", "Europe"]),
        ("egypt", "continent", ["Africa"]),
        ("united-kingdom", "internet_domain", [".uk"]),
        ("italy", "calling_code", ["+39"]),
        ("hungary", "native_name", ["Magyarország"]),
        ("nigeria", "largest_city", ["Lagos"]),
        ("city-mumbai", "located_in", ["India"]),
        ("city-seattle", "in_state", ["the state of Washington"]),
        ("city-denver", "time_zone", ["Mountain Time"]),
        ("state-hawaii", "statehood", ["1959"]),
        ("pln", "currency_symbol", ["zł"]),
        ("lang-ru", "written_in", ["Cyrillic script"]),
        ("lang-fi", "endonym", ["suomi"]),
        ("greenland", "flag", ["🇬🇱"]),
    ],
)  # fmt: skip
def test_the_countries_pack_knows(subject: str, relation: str, values: list[str]) -> None:
    assert _values("countries", subject, relation) == values


def test_countries_are_the_members_and_observers_of_the_united_nations() -> None:
    kinds = Counter(row["kind"] for row in _rows("countries", "entities"))

    assert kinds["country"] == 193 + 2
    assert kinds["us-state"] == 50


def test_borders_run_both_ways() -> None:
    borders = set(_facts("countries", "borders"))

    assert borders == {(other, one) for one, other in borders}
    assert not any(one == other for one, other in borders)


def test_nearly_every_country_has_a_capital_and_all_have_people() -> None:
    countries = {key for key, entity in _entities("countries").items() if entity["kind"] == "country"}

    assert len(countries - dict(_facts("countries", "capital")).keys()) <= 8
    assert countries <= dict(_facts("countries", "population")).keys()
    assert countries <= dict(_facts("countries", "continent")).keys()


def test_what_is_disputed_is_left_out() -> None:
    assert _values("countries", "israel", "capital") == []
    assert _values("countries", "palestine", "capital") == []
    assert not {"Jerusalem", "East Jerusalem", "Srinagar", "Sevastopol", "Simferopol"} & {
        entity["name"] for entity in _rows("countries", "entities")
    }


def test_a_figure_claims_no_date_that_its_source_does_not_give() -> None:
    dates = {row["stated_on"] for row in _rows("countries", "facts") if row["relation"] == "population"}

    assert dates == {""}


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("UK", "the United Kingdom"),
        ("USA", "the United States"),
        ("America", "the United States"),
        ("Holland", "the Netherlands"),
        ("Czech Republic", "Czechia"),
        ("Burma", "Myanmar"),
        ("UAE", "the United Arab Emirates"),
        ("Türkiye", "Turkey"),
        ("Deutschland", "Germany"),
        ("Kiev", "Kyiv"),
        ("Bombay", "Mumbai"),
        ("yen", "Japanese yen"),
    ],
)
def test_places_are_known_by_the_names_people_type(alias: str, name: str) -> None:
    found = [row["name"] for row in _rows("countries", "entities") if alias in row["aliases"].split("|")]

    assert found == [name]


# Elements


@pytest.mark.parametrize(
    ("subject", "relation", "values"),
    [
        ("gold", "symbol", ["Au"]),
        ("gold", "atomic_number", ["79"]),
        ("gold", "melting_point", ["1064.2 C"]),
        ("gold", "symbol_from", ["aurum"]),
        ("iron", "period", ["4"]),
        ("iron", "group", ["8"]),
        ("mercury", "state", ["liquid"]),
        ("neon", "family", ["noble gases"]),
        ("radium", "discovered_by", ["Marie Curie", "Pierre Curie"]),
        ("francium", "discovered_by", ["Marguerite Perey"]),
        ("phosphorus", "discovered_in", ["1669"]),
        ("curium", "named_after", ["Marie Curie", "Pierre Curie"]),
        ("lithium", "name_meaning", ["stone"]),
        ("osmium", "density", ["22.59 g/cm3"]),
    ],
)
def test_the_elements_pack_knows(subject: str, relation: str, values: list[str]) -> None:
    assert _values("elements", subject, relation) == values


def test_the_elements_are_numbered_from_1_to_118_each_with_its_symbol() -> None:
    numbers = sorted(int(value) for _, value in _facts("elements", "atomic_number"))
    symbols = {value for _, value in _facts("elements", "symbol")}

    assert numbers == list(range(1, 119))
    assert len(symbols) == 118


def test_four_elements_are_named_after_one_village() -> None:
    assert _subjects("elements", "named_after", "place-ytterby") == ["erbium", "terbium", "ytterbium", "yttrium"]


def test_two_elements_are_liquid_at_room_temperature() -> None:
    assert _subjects("elements", "state", "state-liquid") == ["bromine", "mercury"]


def test_no_element_boils_before_it_melts() -> None:
    melting = {key: float(value.split()[0]) for key, value in _facts("elements", "melting_point")}
    boiling = {key: float(value.split()[0]) for key, value in _facts("elements", "boiling_point")}

    assert all(melting[key] < boiling[key] for key in melting.keys() & boiling)


@pytest.mark.parametrize(("alias", "name"), [("aluminum", "aluminium"), ("Al", "aluminium"), ("sulphur", "sulfur")])
def test_elements_are_known_by_the_names_people_type(alias: str, name: str) -> None:
    assert [row["name"] for row in _rows("elements", "entities") if alias in row["aliases"].split("|")] == [name]


# The sky


@pytest.mark.parametrize(
    ("subject", "relation", "values"),
    [
        ("star-betelgeuse", "constellation", ["Orion"]),
        ("star-polaris", "designation", ["Alpha Ursae Minoris"]),
        ("constellation-canis-major", "brightest_star", ["Sirius"]),
        ("constellation-orion", "brightest_star", ["Rigel"]),
        ("constellation-ursa-major", "meaning", ["Great Bear"]),
        ("constellation-cygnus", "meaning", ["Swan"]),
        ("m1", "constellation", ["Taurus"]),
        ("m1", "type", ["a supernova remnant"]),
        ("m31", "messier_number", ["M31"]),
        ("m45", "type", ["an open cluster"]),
        ("planet-mars", "place_from_the_sun", ["4"]),
        ("planet-jupiter", "distance", ["5.2 AU"]),
    ],
)
def test_the_sky_pack_knows(subject: str, relation: str, values: list[str]) -> None:
    assert _values("sky", subject, relation) == values


def test_there_are_88_constellations_and_eight_planets() -> None:
    kinds = Counter(row["kind"] for row in _rows("sky", "entities"))

    assert kinds["constellation"] == 88
    assert kinds["planet"] == 8


def test_the_brightest_star_of_a_constellation_is_in_it() -> None:
    constellations = dict(_facts("sky", "constellation"))

    assert all(constellations[star] == key for key, star in _facts("sky", "brightest_star"))
