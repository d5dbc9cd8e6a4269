"""A moderator teaches and mends facts at the terminal."""

import re
from dataclasses import replace

import pytest

from tests.adapters.terminal.conftest import Dialogue
from tests.fakes.rounds import question
from tests.fakes.store import MemoryStore
from trivia.facts.model import GLOBAL_COMMUNITY, CommunityId, Fact
from trivia.lookup.answer import Evidence
from trivia.questions.generator import Generator

OCTOPUS = "/fact add AKA The Octopus was directed by Uta Briesewitz kind=episode source=Daily Film"


async def _stored(facts: MemoryStore, relation: str, subject: str) -> list[Fact]:
    shelf = await facts.shelf(GLOBAL_COMMUNITY)
    return [f for f in await facts.of_relation(shelf, relation, 1_000) if f.subject.name == subject]


async def test_a_fact_in_one_sentence_is_answered_shown_retired_and_undone(dialogue: Dialogue) -> None:
    taught = await dialogue(OCTOPUS)
    number = _number(taught)
    assert taught == (
        "Thank you, I know that now: AKA The Octopus was directed by Uta Briesewitz.\n"
        "Source: Daily Film\n"
        "New to me: AKA The Octopus\n"
        f"Take it back with /fact undo {number}."
    )
    ask = "who directed AKA The Octopus?"
    answered = await dialogue(ask, f"/fact retire {number} reason=misheard", ask, f"/fact undo {number}", ask)
    first, retired, none, back, again = answered.split("\n\n")
    assert first.startswith("AKA The Octopus was directed by Uta Briesewitz.")
    assert retired.startswith("Retired: AKA The Octopus was directed by Uta Briesewitz.")
    assert "Uta" not in none
    assert back == "It is back: AKA The Octopus was directed by Uta Briesewitz."
    assert again == first
    history = await dialogue(f"/fact history {number}")
    assert [line[:2] for line in history.splitlines()[2:]] == ["1.", "2.", "3."]
    assert "3. brought back by You on 1 January 2026" in history
    assert "retired by You on 1 January 2026: misheard" in history


def _number(taught: str) -> str:
    found = re.search(r"/fact undo (\d+)", taught)
    assert found
    return found[1]


async def test_what_the_active_says_is_the_same_fact(dialogue: Dialogue) -> None:
    said = await dialogue(OCTOPUS, "/fact add Uta Briesewitz directed AKA The Octopus")
    assert said.count("I knew that already: AKA The Octopus was directed by Uta Briesewitz.") == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Rachael Taylor plays Trish Walker",
        "Trish Walker's best friend is Jessica Jones",
        "The showrunner of Jessica Jones is Melissa Rosenberg",
        "Jessica Jones is the best friend of Trish Walker",
    ],
)
async def test_a_fact_may_be_put_in_its_verbs_and_nouns(dialogue: Dialogue, sentence: str) -> None:
    said = await dialogue(f"/fact add {sentence}")
    assert said.startswith(("I knew that already", "Thank you, I know that now")), said


async def test_nothing_is_linked_to_itself(dialogue: Dialogue) -> None:
    said = await dialogue("/fact add Trish Walker's best friend is Trish Walker")
    assert said == "That links “Trish Walker” to itself. Please say what the other end is."


async def test_a_known_name_is_not_called_unknown_where_it_does_not_fit(dialogue: Dialogue) -> None:
    said = await dialogue("/fact add Netflix is played by Netflix")
    assert said.startswith("I know no character “Netflix” or person “Netflix” yet."), said


async def test_a_name_that_means_another_kind_of_thing_is_not_doubled_unasked(dialogue: Dialogue) -> None:
    said = await dialogue("/fact add Jessica Jones was directed by Krysten Ritter kind=episode")
    assert "I know Jessica Jones as a character and a series; this makes another thing of that name." in said
    assert "I haven't taken it yet." in said


@pytest.mark.parametrize("name", ["Jessica", "Jess", "jessica jones"])
async def test_a_duplicate_is_known_by_any_alias(dialogue: Dialogue, name: str) -> None:
    said = await dialogue(f"/fact add {name} is played by Kristen Ritter")
    assert said.startswith("I knew that already: Jessica Jones is played by Krysten Ritter.")


async def test_a_contradiction_is_told_before_anything_is_stored(dialogue: Dialogue, facts: MemoryStore) -> None:
    line = "/fact add Jessica Jones season 2 has 12 episodes"
    said = await dialogue(line)
    known = (await _stored(facts, "episode_count", "Jessica Jones season 2"))[0]
    assert said == (
        "I understand: Jessica Jones season 2 has 12 episodes. I haven't taken it yet.\n"
        f"But I know otherwise: Jessica Jones season 2 has 13 episodes (#{known.id}).\n"
        f"If mine is wrong, first /fact retire {known.id}. If both are right, say it again with anyway=yes."
    )
    assert len(await _stored(facts, "episode_count", "Jessica Jones season 2")) == 1
    said = await dialogue(f"/fact retire {known.id}", line, "how many episodes does Jessica Jones season 2 have?")
    assert "Thank you, I know that now: Jessica Jones season 2 has 12 episodes." in said
    assert said.count("Jessica Jones season 2 has 12 episodes") == 2


async def test_what_is_meant_anyway_is_taken(dialogue: Dialogue, facts: MemoryStore) -> None:
    said = await dialogue("/fact add Jessica Jones season 2 has 12 episodes anyway=yes")
    assert said.startswith("Thank you, I know that now: ")
    assert len(await _stored(facts, "episode_count", "Jessica Jones season 2")) == 2


async def test_a_rumour_contradicts_nothing(dialogue: Dialogue) -> None:
    said = await dialogue("/fact add Jessica Jones season 2 has 12 episodes certainty=rumoured")
    assert said.startswith("Thank you, I know that now: Jessica Jones season 2 has 12 episodes (rumoured).")


async def test_where_several_may_be_true_the_others_are_named(dialogue: Dialogue) -> None:
    said = await dialogue("/fact add Trish Walker is played by Jane Doe")
    assert "I also know: Trish Walker is played by Rachael Taylor" in said


async def test_a_fact_without_a_source_is_taken_with_a_kind_word(dialogue: Dialogue) -> None:
    said = await dialogue("/fact add AKA The Octopus was directed by Uta Briesewitz kind=episode")
    assert "Source: as told by You\n" in said
    assert "Next time, add source=… to say where it stands. Take it back with /fact undo " in said


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("https://example.org/a?b=c", "Source: example.org <https://example.org/a?b=c>"),
        ("Daily Film, https://example.org/a", "Source: Daily Film <https://example.org/a>"),
        ("javascript:alert(1)", "Source: javascript:alert(1)"),
        ("https://", "Source: https://"),
    ],
)
async def test_a_source_is_a_title_a_link_or_both(dialogue: Dialogue, source: str, shown: str) -> None:
    said = await dialogue(f"/fact add AKA The Octopus was directed by Uta Briesewitz kind=episode source={source}")
    assert shown in said.splitlines()


async def test_parts_make_the_same_fact(dialogue: Dialogue) -> None:
    parts = "subject=Malcolm Ducasse relation=played_by value=Eka Darville source=Credits certainty=confirmed"
    said = await dialogue(f"/fact add {parts}", "who plays Malcolm Ducasse?", "who does Eka Darville play?")
    assert said.count("Malcolm Ducasse is played by Eka Darville.") == 3
    assert "New to me: Malcolm Ducasse, Eka Darville" in said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("AKA The Octopus was directed by Krystn Ritter kind=episode", "Did you mean Krysten Ritter?"),
        (
            "subject=AKA The Octopus relation=directed_by value=Krystn Ritter kind=episode",
            "Did you mean Krysten Ritter?",
        ),
        ("Jessica Jonse is played by David Tennant", "Did you mean Jessica Jones?"),
        ("AKA The Octopus was directed by Nobody I Know", "say what the first is: kind=episode"),
        ("Jessica Jones was directed by Nobody I Know", "I know no episode “Jessica Jones”"),
        ("Malcolm is the neighbour", "I can't read that as a fact."),
    ],
)
async def test_what_may_be_a_slip_is_asked_back_and_teaches_nothing(
    dialogue: Dialogue, facts: MemoryStore, line: str, said: str
) -> None:
    shelf = await facts.shelf(GLOBAL_COMMUNITY)
    before = await facts.relation_sizes(shelf)
    assert said in await dialogue(f"/fact add {line}")
    assert await facts.relation_sizes(await facts.shelf(GLOBAL_COMMUNITY)) == before


@pytest.mark.parametrize(
    "name", ["/ask", "<@123>", "**bold**", "||hidden||", "`code`", "…", "AKA " + "x" * 200, "<script>alert(1)</script>"]
)
async def test_what_is_no_name_makes_no_entity(dialogue: Dialogue, name: str) -> None:
    said = await dialogue(f"/fact add {name} was directed by Krysten Ritter")
    assert "Thank you" not in said
    assert "name" in said or "can't read" in said


async def test_ten_thousand_characters_are_refused_in_one_line(dialogue: Dialogue) -> None:
    said = await dialogue("/fact add " + "x" * 10_000)
    assert "under 500 characters" in said
    assert len(said) < 200


async def test_a_question_is_made_of_a_new_fact_at_once(dialogue: Dialogue, facts: MemoryStore) -> None:
    await dialogue(OCTOPUS)
    shelf = await facts.shelf(GLOBAL_COMMUNITY)
    made = await Generator(facts, facts, facts).generate(shelf, 3, 1, topic="AKA The Octopus")
    assert {(q.stem, q.key) for q in made} <= {
        ("Who directed AKA The Octopus?", "Uta Briesewitz"),
        ("What did Uta Briesewitz direct?", "AKA The Octopus"),
    }
    assert len(made) == 1


async def test_another_community_hears_nothing_of_it(dialogue: Dialogue, facts: MemoryStore) -> None:
    await dialogue(OCTOPUS)
    theirs = await facts.shelf(CommunityId(7))
    assert not (await facts.by_name(theirs, ["aka the octopus"])).get("aka the octopus")
    assert not [f for f in await facts.of_relation(theirs, "directed_by", 100) if f.subject.name == "AKA The Octopus"]


async def test_what_is_being_asked_is_not_told_by_teaching(dialogue: Dialogue, facts: MemoryStore) -> None:
    known = (await _stored(facts, "episode_count", "Jessica Jones season 2"))[0]
    asked = replace(question("How many episodes?", "13"), evidence=(Evidence(known, "It has 13 episodes"),))
    line = "/fact add Jessica Jones season 2 has 12 episodes"
    said = await dialogue("/trivia start count=1", line, "/trivia skip", questions=[asked])
    assert "That is what is being asked right now." in said
    assert "13" not in said.partition("Skipped.")[0]
