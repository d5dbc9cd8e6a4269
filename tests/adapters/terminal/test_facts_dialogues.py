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

OCTOPUS = "/fact add AKA The Octopus was directed by Uta Briesewitz kind=episode source=Daily Film anyway=yes"


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
        f"Take it back with /fact undo {number}.\n"
        "Undo: /fact undo change=1"
    )
    ask = "who directed AKA The Octopus?"
    answered = await dialogue(ask, f"/fact retire {number} reason=misheard", ask, f"/fact undo {number}", ask)
    first, retired, none, back, again = answered.split("\n\n")
    assert first.startswith("AKA The Octopus was directed by Uta Briesewitz.")
    assert retired.startswith("Retired: AKA The Octopus was directed by Uta Briesewitz.")
    assert "Uta" not in none
    assert back.startswith("Taken back: 2 ")
    assert "You retired AKA The Octopus was directed by Uta Briesewitz: misheard." in back
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
    said = await dialogue(f"/fact add {sentence} anyway=yes")
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
    assert "Nothing is stored yet." in said


@pytest.mark.parametrize("name", ["Jessica", "Jess", "jessica jones"])
async def test_a_duplicate_is_known_by_any_alias(dialogue: Dialogue, name: str) -> None:
    said = await dialogue(f"/fact add {name} is played by Kristen Ritter")
    assert said.startswith("I knew that already: Jessica Jones is played by Krysten Ritter.")


async def test_a_contradiction_is_told_before_anything_is_stored(dialogue: Dialogue, facts: MemoryStore) -> None:
    line = "/fact add Jessica Jones season 2 has 12 episodes"
    said = await dialogue(line)
    known = (await _stored(facts, "episode_count", "Jessica Jones season 2"))[0]
    assert said.startswith(
        "I understand: Jessica Jones season 2 has 12 episodes.\n"
        f"But I know otherwise: Jessica Jones season 2 has 13 episodes (#{known.id}).\n"
        f"If mine is wrong, mend it: /fact edit {known.id} value=…\n"
    )
    assert len(await _stored(facts, "episode_count", "Jessica Jones season 2")) == 1
    said = await dialogue(f"/fact edit {known.id} value=12", "how many episodes does Jessica Jones season 2 have?")
    assert "Now: Jessica Jones season 2 has 12 episodes" in said
    assert "Before: Jessica Jones season 2 has 13 episodes." in said
    assert said.count("Jessica Jones season 2 has 12 episodes") == 2


async def test_what_is_meant_anyway_is_taken(dialogue: Dialogue, facts: MemoryStore) -> None:
    said = await dialogue("/fact add Jessica Jones season 2 has 12 episodes anyway=yes")
    assert said.startswith("Thank you, I know that now: ")
    assert len(await _stored(facts, "episode_count", "Jessica Jones season 2")) == 2


async def test_a_rumour_contradicts_nothing(dialogue: Dialogue) -> None:
    said = await dialogue("/fact add Jessica Jones season 2 has 12 episodes certainty=rumoured anyway=yes")
    assert said.startswith("Thank you, I know that now: Jessica Jones season 2 has 12 episodes (rumoured).")


async def test_where_several_may_be_true_the_others_are_named(dialogue: Dialogue) -> None:
    said = await dialogue("/fact add Trish Walker is played by Jane Doe")
    assert "I also know: Trish Walker is played by Rachael Taylor" in said


async def test_a_fact_without_a_source_is_taken_with_a_kind_word(dialogue: Dialogue) -> None:
    said = await dialogue("/fact add AKA The Octopus was directed by Uta Briesewitz kind=episode anyway=yes")
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
    parts = (
        "subject=Malcolm Ducasse relation=played_by value=Eka Darville source=Credits certainty=confirmed anyway=yes"
    )
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
        ("AKA The Octopus was directed by Nobody I Know", "say what “AKA The Octopus” is: kind=episode"),
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


# Shown first, then taken


async def test_what_a_fact_would_do_is_shown_before_it_is_stored(dialogue: Dialogue) -> None:
    line = OCTOPUS.removesuffix(" anyway=yes")
    shown, answered, taken, again = (
        await dialogue(line, "who directed AKA The Octopus?", "/fact confirm", "who directed AKA The Octopus?")
    ).split("\n\n")
    assert shown == (
        "I understand: AKA The Octopus was directed by Uta Briesewitz.\n"
        "Source: Daily Film\n"
        "New to me: AKA The Octopus (episode)\n"
        "I would answer: Who directed AKA The Octopus? Uta Briesewitz\n"
        "I would ask: Who directed AKA The Octopus? Uta Briesewitz\n"
        "Nothing is stored yet. Take it with /fact confirm.\n"
        "Add it: /fact confirm draft=1"
    )
    assert "Uta" not in answered
    assert taken.startswith("Thank you, I know that now: AKA The Octopus was directed by Uta Briesewitz.")
    assert again.startswith("AKA The Octopus was directed by Uta Briesewitz.")


async def test_what_was_shown_is_taken_once(dialogue: Dialogue) -> None:
    said = await dialogue(OCTOPUS.removesuffix(" anyway=yes"), "/fact confirm draft=1", "/fact confirm draft=1")
    assert said.endswith("There is nothing to confirm any more. Please say it again.")
    assert (await dialogue("/fact confirm")).startswith("There is nothing to confirm any more.")


async def test_a_name_much_like_a_known_one_is_taken_for_it_or_becomes_its_alias(dialogue: Dialogue) -> None:
    line = "/fact add AKA The Octopus was directed by Krystn Ritter kind=episode"
    shown = await dialogue(line)
    assert "“Krystn Ritter” is new to me. Did you mean Krysten Ritter?" in shown
    assert (
        "I meant Krysten Ritter: /fact confirm draft=2 · Krystn Ritter is another name of it: /fact confirm draft=3"
        in shown
    )
    said = await dialogue("/fact confirm draft=2", "/fact show Krystn Ritter", "/fact undo")
    assert "Thank you, I know that now: AKA The Octopus was directed by Krysten Ritter." in said
    assert "I know nothing by the name “Krystn Ritter”" in said
    said = await dialogue("/fact confirm draft=3", "/fact show Krystn Ritter")
    assert said.partition("\n\n")[2].startswith("Krysten Ritter\n")


@pytest.mark.parametrize(
    ("line", "warning"),
    [
        (
            "subject=Krysten Ritter relation=attended_on value=2099-06-14",
            "That date is far in the future. Is it right?",
        ),
        ("Jessica Jones season 2 has -3 episodes", "That is less than nothing, as no other is. Is it right?"),
        ("Trish Walker is played by Jane Doe", "It has no source yet: add source=… to say where it stands."),
    ],
)
async def test_what_looks_odd_is_said_and_may_be_taken_all_the_same(
    dialogue: Dialogue, line: str, warning: str
) -> None:
    said = await dialogue(f"/fact add {line}", "/fact confirm")
    assert warning in said.partition("\n\n")[0]
    assert said.partition("\n\n")[2].startswith("Thank you, I know that now: ")


# Mending


async def test_a_fact_is_mended_shown_in_its_history_and_taken_back(dialogue: Dialogue) -> None:
    number = _number(await dialogue(OCTOPUS))
    mended, asked, history, back, last = (
        await dialogue(
            f"/fact edit {number} value=Krysten Ritter source=Credits reason=misheard",
            "who directed AKA The Octopus?",
            f"/fact history {number}",
            "/fact undo",
            "who directed AKA The Octopus?",
        )
    ).split("\n\n")
    assert mended == (
        f"Now: AKA The Octopus was directed by Krysten Ritter (#{number}).\n"
        "Before: AKA The Octopus was directed by Uta Briesewitz.\n"
        "Source: Credits\n"
        "Undo: /fact undo change=2"
    )
    assert "directed by Krysten Ritter" in asked
    assert (
        "2. changed by You on 1 January 2026: misheard; now: AKA The Octopus was directed by Krysten Ritter; Credits"
    ) in history
    assert back.startswith("Taken back: 2 ")
    assert "directed by Uta Briesewitz" in last


async def test_a_fact_of_a_pack_is_mended_here_alone(dialogue: Dialogue, facts: MemoryStore) -> None:
    known = (await _stored(facts, "episode_count", "Jessica Jones season 2"))[0]
    said = await dialogue(f"/fact edit {known.id} value=12", "/fact undo")
    assert "It came with a pack; here it is fact" in said
    assert [f.id for f in await _stored(facts, "episode_count", "Jessica Jones season 2")] == [known.id]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("", "Please say what shall be different: value=…"),
        ("value=thirteen", "episode_count takes a number"),
        ("value=13", "That is what the fact says already."),
        ("stated=yesterday", "stated takes a date"),
        ("spoiler=nowhere", "I know nothing by the name “nowhere”."),
        ("spoiler=Jessica Jones@S", "A spoiler is written as"),
        ("certainty=perhaps", "certainty takes one of"),
    ],
)
async def test_an_edit_that_says_nothing_or_nonsense_changes_nothing(
    dialogue: Dialogue, facts: MemoryStore, options: str, said: str
) -> None:
    known = (await _stored(facts, "episode_count", "Jessica Jones season 2"))[0]
    assert said in await dialogue(f"/fact edit {known.id} {options}")
    assert await _stored(facts, "episode_count", "Jessica Jones season 2") == [known]


async def test_names_are_given_taken_and_changed(dialogue: Dialogue) -> None:
    said = await dialogue(
        OCTOPUS,
        "/fact alias AKA The Octopus alias=Eight Arms",
        "who directed Eight Arms?",
        "/fact alias AKA The Octopus alias=eight arms",
        "/fact alias AKA The Octopus alias=Eight Arms remove=yes",
        "/fact show Eight Arms",
        "/fact rename AKA The Octopus to=AKA The Squid",
        "who directed AKA The Octopus?",
        "/fact rename Jessica Jones to=JJ",
        "/fact alias Jessica Jones alias=@everyone",
    )
    _, given, asked, known, taken, gone, renamed, old, shared, bad = said.split("\n\n")
    assert given.startswith("AKA The Octopus is also known as Eight Arms.\nUndo: ")
    assert "Uta Briesewitz" in asked
    assert known == "AKA The Octopus is known as eight arms already."
    assert taken.startswith("AKA The Octopus is no longer known as Eight Arms.")
    assert gone.startswith("I know nothing by the name “Eight Arms”.")
    assert renamed.startswith("AKA The Squid is the new name of AKA The Octopus, which I still understand.")
    assert old.startswith("AKA The Squid was directed by Uta Briesewitz.")
    assert "came with a pack that others read too" in shared
    assert "doesn't look like a name" in bad


async def test_two_things_are_made_one_and_two_again(dialogue: Dialogue) -> None:
    twin = "/fact add AKA The Octopuss was directed by Krysten Ritter kind=episode anyway=yes"
    said = await dialogue(
        OCTOPUS,
        twin,
        "/fact merge AKA The Octopuss into=AKA The Octopus",
        "who directed AKA The Octopuss?",
        "/fact undo",
        "who directed AKA The Octopuss?",
        "/fact merge AKA The Octopus into=Krysten Ritter",
    )
    _, _, merged, one, back, two, odd = said.split("\n\n")
    assert merged.startswith("AKA The Octopuss is now another name of AKA The Octopus; 1 fact moved there.")
    assert "Uta Briesewitz" in one
    assert "Krysten Ritter" in one
    assert back.startswith("Taken back: ")
    assert "Uta" not in two
    assert odd == "AKA The Octopus is an episode and Krysten Ritter a person; they can't be one."


async def test_a_new_relation_is_asked_and_answered_from_its_first_fact_on(dialogue: Dialogue) -> None:
    said = await dialogue(
        "/fact relation home_ground statement={value} is the home ground of {subject} "
        "question=Where does {subject} play? subject=team value=stadium holds=one",
        "/fact add Old Hall is the home ground of Red Team kind=team source=Club",
        "/fact confirm",
        "Where does Red Team play?",
    )
    declared, shown, _, answered = said.split("\n\n")
    assert declared.startswith("I know a new relation: home_ground.")
    assert "New kinds of things: team, stadium." in declared
    assert "I would answer: Where does Red Team play? Old Hall" in shown
    assert answered.startswith("Old Hall is the home ground of Red Team.")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("statement=It is so question=Who is {subject}? subject=team value=text", "The statement must hold"),
        ("statement={subject} is {value} question=Who? subject=team value=text", "The question must hold"),
        ("statement={subject} is {value} question=Is {subject}? subject=team value=quantity", "needs its unit"),
    ],
)
async def test_a_relation_without_its_slots_is_sent_back(dialogue: Dialogue, options: str, said: str) -> None:
    assert said in await dialogue(f"/fact relation odd {options}")


async def test_a_relation_of_a_pack_is_not_declared_anew(dialogue: Dialogue) -> None:
    said = await dialogue(
        "/fact relation directed_by statement={value} made {subject} question=Who made {subject}? "
        "subject=episode value=person"
    )
    assert said.startswith("There is a relation directed_by already")


async def test_all_changes_are_listed_with_who_and_what(dialogue: Dialogue) -> None:
    said = await dialogue(
        OCTOPUS, "/fact alias AKA The Octopus alias=Eight Arms", "/fact lock Jessica Jones", "/fact history"
    )
    assert said.split("\n\n")[-1] == (
        "Changes\n"
        "3 – 2026-01-01 12:00 UTC You locked Jessica Jones\n"
        "2 – 2026-01-01 12:00 UTC You gave the name Eight Arms to AKA The Octopus\n"
        "1 – 2026-01-01 12:00 UTC You added AKA The Octopus was directed by Uta Briesewitz\n"
        "Take one back with /fact undo change=2."
    )


@pytest.mark.parametrize("verb", ["belong to", "belongs to"])
async def test_a_fact_about_islands_is_read_in_either_number_and_stated_in_the_plural(
    dialogue: Dialogue, verb: str
) -> None:
    declared = (
        "/fact relation owned_by statement={subject} belongs to {value} "
        "question=Which country does {subject} belong to? subject=place value=country holds=one"
    )
    said = await dialogue(declared, f"/fact add The Lofoten Islands {verb} Norway kind=place source=Atlas anyway=yes")
    assert "I know that now: The Lofoten Islands belong to Norway." in said

    for asked in (
        "which country do the Lofoten Islands belong to?",
        "which country does the Lofoten Islands belong to?",
    ):
        assert (await dialogue(asked)).startswith("The Lofoten Islands belong to Norway.")
