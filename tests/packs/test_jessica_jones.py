"""The Jessica Jones pack holds together and says what the two articles say, no surer than they do."""

import csv
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

PACK = Path(__file__).resolve().parents[2] / "packs" / "jessica-jones"
LITERALS = {"date", "number", "text", "boolean"}
CERTAINTIES = {"confirmed", "reported", "rumoured", "denied"}
SERIES = "jessica_jones"


def _rows(name: str) -> list[dict[str, str]]:
    with (PACK / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


VOCABULARY: dict[str, Any] = tomllib.loads((PACK / "relations.toml").read_text(encoding="utf-8"))
RELATIONS: dict[str, Any] = VOCABULARY["relations"]
ENTITIES = {row["id"]: row for row in _rows("entities.csv")}
SOURCES = {row["id"] for row in _rows("sources.csv")}
FACTS = _rows("facts.csv")


def _facts(subject: str, relation: str) -> list[dict[str, str]]:
    return [row for row in FACTS if (row["subject"], row["relation"]) == (subject, relation)]


def _values(subject: str, relation: str) -> set[str]:
    return {row["value"] for row in _facts(subject, relation)}


def _subjects(relation: str, value: str) -> set[str]:
    return {row["subject"] for row in FACTS if (row["relation"], row["value"]) == (relation, value)}


def test_the_pack_says_what_it_is() -> None:
    info = tomllib.loads((PACK / "pack.toml").read_text(encoding="utf-8"))

    assert info["name"] == "jessica-jones"
    assert all(info[field] for field in ("title", "version", "language", "licence", "about"))


def test_every_entity_has_a_declared_kind_and_an_id_of_its_own() -> None:
    assert len(ENTITIES) == len(_rows("entities.csv"))
    for entity in ENTITIES.values():
        assert entity["kind"] in VOCABULARY["kinds"], entity
        assert entity["name"]
        assert 0 <= float(entity["popularity"]) <= 1


def test_no_two_entities_of_a_kind_share_a_name_or_an_alias() -> None:
    seen: dict[tuple[str, str], str] = {}
    for entity in ENTITIES.values():
        for name in {entity["name"].lower(), *entity["aliases"].lower().split("|")} - {""}:
            assert seen.setdefault((entity["kind"], name), entity["id"]) == entity["id"], name


@pytest.mark.parametrize("relation", sorted(RELATIONS))
def test_a_relation_is_phrased_for_kinds_that_exist(relation: str) -> None:
    declared = RELATIONS[relation]
    values = _as_list(declared["value"])

    assert set(_as_list(declared["subject"])) <= set(VOCABULARY["kinds"])
    assert set(values) <= set(VOCABULARY["kinds"]) or (len(values) == 1 and values[0] in LITERALS)
    assert declared["holds"] in {"one", "many"}
    assert "{subject}" in declared["statement"]
    assert "{value}" in declared["statement"]


@pytest.mark.parametrize("relation", sorted(RELATIONS))
def test_a_question_asks_for_one_end_and_names_the_other(relation: str) -> None:
    declared = RELATIONS[relation]
    inverse = [declared["inverse"]] if "inverse" in declared else []

    for question in [declared["question"], *declared.get("phrases", [])]:
        assert re.findall(r"{\w+}", question) == ["{subject}"], question
    for question in [*inverse, *declared.get("inverse_phrases", [])]:
        assert re.findall(r"{\w+}", question) == ["{value}"], question


@pytest.mark.parametrize("relation", sorted(RELATIONS))
def test_a_relation_that_holds_once_has_one_value_for_each_subject(relation: str) -> None:
    rows = [row for row in FACTS if row["relation"] == relation]

    assert rows
    assert len({(row["subject"], row["value"]) for row in rows}) == len(rows)
    if RELATIONS[relation]["holds"] == "one":
        assert len({row["subject"] for row in rows}) == len(rows)


def test_every_fact_joins_what_its_relation_joins() -> None:
    for row in FACTS:
        declared = RELATIONS[row["relation"]]
        values = _as_list(declared["value"])
        assert ENTITIES[row["subject"]]["kind"] in _as_list(declared["subject"]), row
        if values[0] in LITERALS:
            assert row["value"], row
            assert row["value"] not in ENTITIES, row
        else:
            assert ENTITIES[row["value"]]["kind"] in values, row


def test_numbers_are_numbers_and_dates_are_dates() -> None:
    forms = {"number": r"\d+", "date": r"\d{4}(-\d\d(-\d\d)?)?", "boolean": "yes|no"}
    for row in FACTS:
        form = forms.get(_as_list(RELATIONS[row["relation"]]["value"])[0])
        assert form is None or re.fullmatch(form, row["value"]), row


def test_every_fact_has_a_source_a_sentence_and_a_certainty() -> None:
    for row in FACTS:
        assert row["source"] in SOURCES, row
        assert row["sentence"].strip(), row
        assert row["certainty"] in CERTAINTIES, row


def test_the_pack_holds_facts_of_every_certainty() -> None:
    assert {row["certainty"] for row in FACTS} == CERTAINTIES


def test_qualifiers_are_pairs() -> None:
    for row in FACTS:
        for qualifier in filter(None, row["qualifiers"].split("|")):
            assert re.fullmatch(r"\w+=[^=]+", qualifier), row


def test_spoilers_name_a_point_in_the_series() -> None:
    scopes = {row["spoiler"] for row in FACTS}

    assert scopes == {"", f"{SERIES}@S1", f"{SERIES}@S2", f"{SERIES}@S3E2"}


def test_no_question_quotes_a_rumour_as_trivia() -> None:
    unsure = {row["relation"] for row in FACTS if row["certainty"] in {"rumoured", "denied"}}

    assert not {relation for relation in unsure if RELATIONS[relation].get("quiz", True)} - {"will_deal_with"}


@pytest.mark.parametrize(
    ("subject", "relation", "values"),
    [
        ("aka_youre_welcome", "directed_by", {"ritter"}),
        ("aka_youre_welcome", "part_of", {"s3"}),
        ("s1", "has_director", {"rodriguez", "briesewitz", "clarkson"}),
        ("s1", "female_director_count", {"3"}),
        ("s2", "episode_count", {"13"}),
        ("s3", "episode_count", {"13"}),
        ("jessica_jones", "final_season", {"s3"}),
        ("jessica_jones", "showrunner", {"rosenberg"}),
        ("jessica_jones", "executive_producer", {"rosenberg"}),
        ("jessica", "played_by", {"ritter"}),
        ("trish", "played_by", {"taylor"}),
        ("kilgrave", "played_by", {"tennant"}),
        ("kilgrave", "killed_by", {"jessica"}),
        ("jessica", "best_friend", {"trish"}),
        ("malus", "experimented_on", {"trish"}),
        ("trish", "dropped", {"cell_phone"}),
        ("s2", "expected_release", {"early 2018"}),
        ("s3", "released_on_day", {"Friday"}),
        ("ritter", "thanked", {"rosenberg", "loeb", "marvel", "netflix"}),
        ("mo_ryan", "critic_for", {"variety"}),
        ("photo", "photographed_by", {"moloshok"}),
        ("photo", "taken_on", {"2016-01-10"}),
        ("first_two", "pair_directed_by", {"clarkson"}),
        ("trish", "undergoes", {"a transformation of sorts"}),
        ("crew_and_cast", "has_become", {"family"}),
        ("jessica_jones", "agency_of", {"alias_investigations"}),
        ("video_interview", "video_posted_on", {"youtube"}),
        ("tweet", "tweet_by", {"mo_ryan"}),
        ("s3", "warned_of", {"spoilers"}),
    ],
)
def test_the_articles_facts_are_there(subject: str, relation: str, values: set[str]) -> None:
    assert _values(subject, relation) == values


def test_the_shows_that_had_ended_before_the_last_season_are_the_three_named() -> None:
    ended = {"luke_cage", "iron_fist", "the_punisher"}

    assert _subjects("aired_final_season_before", "s3") == ended
    assert _subjects("ended_among", "marvel_netflix_shows") == ended
    assert _subjects("ended_before_series", SERIES) == ended


@pytest.mark.parametrize(
    ("subject", "relation", "certainty"),
    [
        ("tennant", "returns_in", "rumoured"),
        ("kilgrave", "character_returns_in", "rumoured"),
        ("kilgrave", "seen_in_flashbacks_in", "rumoured"),
        ("clarkson", "may_direct", "rumoured"),
        ("trio", "may_direct", "rumoured"),
        ("alias_investigations", "running_with", "reported"),
        ("jessica", "will_deal_with", "rumoured"),
        ("s2", "expected_release", "reported"),
        ("rosenberg", "told", "reported"),
        ("jessica", "is_murderer", "denied"),
        ("taylor", "returns_in", "confirmed"),
        ("s2", "to_be_directed_by", "confirmed"),
    ],
)
def test_a_fact_is_no_surer_than_its_article(subject: str, relation: str, certainty: str) -> None:
    assert {row["certainty"] for row in _facts(subject, relation)} == {certainty}


@pytest.mark.parametrize(
    ("subject", "relation", "point"),
    [
        ("kilgrave", "killed_by", "S1"),
        ("kilgrave", "killed_in", "S1"),
        ("malus", "experimented_on", "S2"),
        ("trish", "dropped", "S2"),
        ("trish", "has_power", "S2"),
        ("aka_youre_welcome", "centres_on", "S3E2"),
        ("trish", "jealous_of", "S3E2"),
    ],
)
def test_what_gives_the_story_away_is_marked(subject: str, relation: str, point: str) -> None:
    rows = _facts(subject, relation)

    assert {row["spoiler"] for row in rows} == {f"{SERIES}@{point}"}


@pytest.mark.parametrize("relation", ["directed_by", "played_by", "showrunner", "expected_release", "streams_on"])
def test_what_gives_nothing_away_is_unmarked(relation: str) -> None:
    assert {row["spoiler"] for row in FACTS if row["relation"] == relation} == {""}


def test_an_unmarked_fact_quotes_nothing_that_gives_the_story_away() -> None:
    telling = re.compile(r"\b(murder|kill|experiment|vigilante|obsess|cat-like)", re.IGNORECASE)

    assert not [row for row in FACTS if not row["spoiler"] and telling.search(row["sentence"])]


def test_no_question_about_an_entity_belongs_to_two_relations_that_it_has() -> None:
    asked: dict[tuple[str, str], str] = {}
    for row in FACTS:
        declared = RELATIONS[row["relation"]]
        for question in {declared["question"], *declared.get("phrases", [])}:
            owner = asked.setdefault((row["subject"], question.lower()), row["relation"])
            assert owner == row["relation"], (row["subject"], question)
