"""Verbs agree with plural names, in what is stated and in what is asked, and such sentences are read too."""

import pytest

from trivia.facts.agreement import agreeing, is_plural
from trivia.facts.model import Entity, EntityId
from trivia.facts.phrasing import filled, states
from trivia.facts.vocabulary import Holds, Relation


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("the Åland Islands", "territory"),
        ("The Northern Mariana Islands", "territory"),
        ("the Turks and Caicos Islands", ""),
        ("Solomon Islands", "country"),
        ("the Blue Mountains", "range"),
        ("The Beatles", "band"),
        ("the Rolling Stones", "music-group"),
        ("The Lords of the Underworld", "band"),
    ],
)
def test_groups_of_islands_and_of_people_are_plural(name: str, kind: str) -> None:
    assert is_plural(name, kind)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("the Bahamas", "country"),
        ("the United States", "country"),
        ("The Birds", "film"),
        ("The Defenders", "series"),
        ("The Lost Islands", "film"),
        ("Beverly Hills", "city"),
        ("The Isle of Man", "territory"),
        ("The Boss", "band"),
        ("The Police", "band"),
        ("Paris", "city"),
        ("", ""),
        ("s", "band"),
    ],
)
def test_countries_works_and_single_things_are_not(name: str, kind: str) -> None:
    assert not is_plural(name, kind)


@pytest.mark.parametrize(
    ("template", "slot", "plural"),
    [
        ("{subject} belongs to {value}", "subject", "{subject} belong to {value}"),
        ("{subject} is in {value}", "subject", "{subject} are in {value}"),
        ("{subject} was directed by {value}", "subject", "{subject} were directed by {value}"),
        ("{subject} has been helping {value}", "subject", "{subject} have been helping {value}"),
        ("{subject} carries {value}", "subject", "{subject} carry {value}"),
        ("{subject} lies in {value}", "subject", "{subject} lie in {value}"),
        ("{subject} catches {value}", "subject", "{subject} catch {value}"),
        ("{value} is the star of {subject}", "value", "{value} are the star of {subject}"),
        ("{subject} took place in {value}", "subject", "{subject} took place in {value}"),
        ("{subject} always wins {value}", "subject", "{subject} always wins {value}"),
        ("{subject}'s motto is {value}", "subject", "{subject}'s motto is {value}"),
        ("The capital of {subject} is {value}", "subject", "The capital of {subject} is {value}"),
        ("The capital of {subject} is {value}", "value", "The capital of {subject} is {value}"),
        ("Which country does {subject} belong to?", "subject", "Which country do {subject} belong to?"),
        ("What is {subject} called?", "subject", "What are {subject} called?"),
        ("When was {subject} released?", "subject", "When were {subject} released?"),
        ("Who is {subject}?", "subject", "Who are {subject}?"),
        ("Is {subject} in {value}?", "subject", "Are {subject} in {value}?"),
        ("Which territory is {value}?", "value", "Which territory is {value}?"),
        ("What is the capital of {subject}?", "subject", "What is the capital of {subject}?"),
    ],
)
def test_only_the_verb_that_belongs_to_the_name_changes(template: str, slot: str, plural: str) -> None:
    assert agreeing(template, slot) == plural


BAND = Entity(EntityId(1), "b", "band", "The Beatles", 0.5, "test")
FILM = Entity(EntityId(2), "f", "film", "The Birds", 0.5, "test")


def test_a_sentence_agrees_with_what_it_is_about() -> None:
    assert filled("{subject} was made in {value}", BAND, "1960") == "The Beatles were made in 1960"
    assert filled("{subject} was made in {value}", FILM, "1963") == "The Birds was made in 1963"
    assert filled("{value} is the star of {subject}", FILM, BAND) == "The Beatles are the star of The Birds"
    assert filled("Who directed {subject}?", "{value}") == "Who directed {value}?"


def test_what_was_stated_before_verbs_agreed_still_states_the_fact() -> None:
    owned = Relation(
        id="owned_by",
        subject_kinds=frozenset({"band"}),
        value_kinds=frozenset({"company"}),
        literal=None,
        unit="",
        holds=Holds.ONE,
        complete=True,
        statement="{subject} belongs to {value}",
        question="Whom does {subject} belong to?",
    )

    assert states("The Beatles belong to Apple", owned, BAND, "Apple")
    assert states("the Beatles belongs to apple.", owned, BAND, "Apple")
    assert not states("The Beatles belong to EMI", owned, BAND, "Apple")
