"""What careless moderators slip on: each is told what would come of it, and nothing is said that isn't so."""

import asyncio
import re

import pytest

from tests.fakes.store import MemoryStore
from tests.trivia.commands.test_keeping import OCTOPUS, People
from tests.trivia.commands.test_keeping import people as people  # noqa: PLC0414 -- a fixture is used by its name
from trivia.commands.request import Upload
from trivia.replies.reply import Bold, Spoiler


async def number_of(people: People, name: str) -> str:
    """Return the number of the fact that says who directed it."""
    shown = await people.say("mo", f"/fact show {name}")
    return next(line for line in shown.splitlines() if " directed by " in line).lstrip("#").split()[0]


async def test_of_a_packs_fact_too_the_second_moderator_sees_what_the_first_made_of_it(people: People) -> None:
    number = await number_of(people, "AKA You're Welcome")
    await people.say("mo", f"/fact edit {number} value=Uta Briesewitz source=Credits reason=the credits say so")

    seen = await people.say("max", f"/fact edit {number} value=Jet Wilkinson source=Fan Wiki")

    assert seen.startswith("This fact was changed by Mo ")
    assert "It says now: AKA You're Welcome was directed by Uta Briesewitz (#" in seen
    assert (await people.say("max", "/fact confirm")).startswith(
        "Now: AKA You're Welcome was directed by Jet Wilkinson"
    )
    assert "directed by Jet Wilkinson." in await people.say("mo", "/ask who directed AKA You're Welcome?")


async def test_who_mended_a_packs_fact_goes_on_with_it_by_the_number_it_had(people: People) -> None:
    number = await number_of(people, "AKA You're Welcome")
    await people.say("mo", f"/fact edit {number} value=Uta Briesewitz source=Credits")

    assert (await people.say("mo", f"/fact edit {number} certainty=reported")).startswith(
        "Now: AKA You're Welcome was directed by Uta Briesewitz (reported)"
    )


async def test_a_retired_fact_is_not_said_to_say_anything_now(people: People) -> None:
    number = await number_of(people, "AKA You're Welcome")
    await people.say("mo", f"/fact retire {number}")

    seen = await people.say("max", f"/fact edit {number} certainty=rumoured")

    assert "was retired by Mo" in seen
    assert "It said: AKA You're Welcome was directed by Krysten Ritter." in seen
    assert f"/fact restore {number}" in seen


async def test_a_new_value_is_not_silently_ascribed_to_the_old_source(people: People) -> None:
    await people.say("mo", f"/fact add {OCTOPUS} anyway=yes")
    number = await number_of(people, "AKA The Octopus")

    bare = await people.say("mo", f"/fact edit {number} value=Krysten Ritter")
    sourced = await people.say("mo", f"/fact edit {number} value=Jet Wilkinson source=Credits")

    assert f"If the new one stands elsewhere: /fact edit {number} source=…" in bare
    assert "stands elsewhere" not in sourced


async def test_an_odd_value_is_asked_about_when_a_fact_is_mended_too(people: People) -> None:
    await people.say(
        "mo",
        "/fact relation guests statement=In {subject} {value} guests appear question=How many guests are in {subject}? "
        "subject=episode value=number holds=one",
    )
    for name, count in (("AKA The Octopus", 3), ("AKA You're Welcome", 4)):
        await people.say(
            "mo", f"/fact add subject={name} relation=guests value={count} kind=episode source=x anyway=yes"
        )
    number = (await people.say("mo", "/fact show AKA The Octopus")).split("#")[1].split()[0]

    assert "less than nothing" in await people.say("mo", f"/fact edit {number} value=-5 source=x")
    assert "less than nothing" not in await people.say("mo", f"/fact edit {number} value=5 source=x")


async def test_a_name_that_somebody_else_bears_is_given_with_a_word(people: People) -> None:
    shared = await people.say("mo", "/fact alias Uta Briesewitz alias=Krysten Ritter")
    own = await people.say("mo", "/fact alias Uta Briesewitz alias=Uta B")

    assert "Krysten Ritter (person) can be called that too, so I may have to ask which is meant." in shared
    assert "called that too" not in own


async def test_a_spoiler_of_no_work_is_explained(people: People) -> None:
    number = await number_of(people, "AKA You're Welcome")

    said = await people.say("mo", f"/fact edit {number} spoiler=@@@@")

    assert "A spoiler is written as the work and the point in it" in said


async def test_a_suggestion_that_is_known_by_now_is_not_said_to_be_added(people: People) -> None:
    for who in ("ann", "bea"):
        await people.say(who, "/fact suggest AKA The Octopus was directed by Uta Briesewitz kind=episode")
    await people.say("mo", "/fact review s1 decision=accept")

    said = await people.say("mo", "/fact review s2 decision=accept")

    assert said.startswith("I knew that already: AKA The Octopus was directed by Uta Briesewitz. s2 is off the list.")
    assert "By now I know what you suggested" in people.told("bea")[0]
    assert "Your fact was added" in people.told("ann")[0]


async def test_nobody_suggests_the_same_twice(people: People) -> None:
    suggest = "/fact suggest AKA The Octopus was directed by Uta Briesewitz kind=episode"
    await people.say("ann", suggest)

    assert "You suggested that already (s1)" in await people.say("ann", suggest)
    assert "1 suggestion" in await people.say("mo", "/fact review")


async def test_a_row_without_its_value_is_refused_with_its_line(people: People) -> None:
    table = b"subject,relation,value\nAKA You're Welcome,directed_by,\nAKA You're Welcome,directed_by\n"

    said = await people.say("mo", "/fact import file=t.csv", upload=Upload("t.csv", table))

    assert "line 2: a value is missing" in said
    assert "line 3: a value is missing" in said


async def test_a_number_beyond_all_changes_lists_the_latest(people: People) -> None:
    await people.say("mo", f"/fact add {OCTOPUS} anyway=yes")

    assert "AKA The Octopus" in await people.say("mo", f"/fact history before={'9' * 30}")


async def test_changes_of_names_and_decisions_read_as_sentences(people: People) -> None:
    await people.say("mo", f"/fact add {OCTOPUS} anyway=yes")
    await people.say("mo", "/fact alias AKA The Octopus alias=Eight Arms")
    await people.say("mo", "/fact alias AKA The Octopus alias=Eight Arms remove=yes")
    before = await people.say("mo", "/fact history")
    await people.say("mo", "/fact rename AKA The Octopus to=AKA The Squid")
    await people.say("ann", "/fact suggest AKA The Whale was directed by Uta Briesewitz kind=episode")
    await people.say("mo", "/fact review s1 decision=decline")

    said = await people.say("mo", "/fact history")

    assert "Mo gave the name Eight Arms to AKA The Octopus" in before
    assert "Mo took away the name Eight Arms from AKA The Octopus" in before
    assert "Mo renamed AKA The Octopus, now AKA The Squid\n" in said
    assert "Mo decided s1: decline" in said


async def test_two_relations_of_the_same_sentence_are_told_apart_or_not_taken(people: People) -> None:
    sentence = "statement=In {subject} there are {value} trees question=How many trees are in {subject}?"
    await people.say("mo", f"/fact relation trees {sentence} subject=town value=number")

    again = await people.say("mo", f"/fact relation wood {sentence} subject=town value=number")
    elsewhere = await people.say("mo", f"/fact relation park_trees {sentence} subject=park value=number")

    assert again.startswith("Facts of the relation trees read “In {subject} there are {value} trees”, too")
    assert elsewhere.startswith("I know a new relation: park_trees.")


async def test_who_is_the_source_themselves_is_not_asked_for_another(people: People) -> None:
    await people.say("mo", "/fact add AKA The Octopus was directed by Uta Briesewitz kind=episode anyway=yes")
    number = await number_of(people, "AKA The Octopus")

    assert "stands elsewhere" not in await people.say("mo", f"/fact edit {number} value=Krysten Ritter")


# At the same moment


async def test_two_who_take_the_same_file_at_the_same_moment_bring_it_once(people: People) -> None:
    table = b"subject,kind,relation,value\nAKA The Octopus,episode,directed_by,Uta Briesewitz\n"
    for who in ("mo", "max"):
        await people.say(who, "/fact import file=t.csv", upload=Upload("t.csv", table))

    said = await asyncio.gather(people.say("mo", "/fact confirm"), people.say("max", "/fact confirm"))

    assert sorted(one.split("\n")[0] for one in said) == [
        "I knew all of t.csv already; nothing has changed.",
        "Taken: t.csv, 1 new and 0 changed.",
    ]
    assert "Did you mean" not in await people.say("mo", "/ask who directed AKA The Octopus?")


async def test_of_two_who_mend_a_packs_fact_at_the_same_moment_one_sees_what_the_other_made(people: People) -> None:
    number = await number_of(people, "AKA You're Welcome")

    said = await asyncio.gather(
        people.say("mo", f"/fact edit {number} value=Uta Briesewitz source=x"),
        people.say("max", f"/fact edit {number} value=Jet Wilkinson source=x"),
    )

    assert sum(one.startswith("Now: ") for one in said) == 1
    [late] = [one for one in said if not one.startswith("Now: ")]
    assert "It says now: AKA You're Welcome was directed by" in late


async def test_three_who_decide_a_suggestion_at_the_same_moment_are_told_what_became_of_it(people: People) -> None:
    await people.say("ann", "/fact suggest AKA The Octopus was directed by Uta Briesewitz kind=episode")

    said = await asyncio.gather(
        people.say("mo", "/fact review s1 decision=accept"),
        people.say("ada", "/fact review s1 decision=decline"),
        people.say("max", "/fact review s1 decision=accept"),
    )

    assert not any("taken back" in one for one in said)
    assert sum("already" in one for one in said) == 2


# What is mended because of a dispute


async def test_a_value_mended_after_a_dispute_is_not_ascribed_to_the_source_that_says_otherwise(people: People) -> None:
    if isinstance(people.facts, MemoryStore):
        pytest.skip("the fake of disputes changes no facts by itself")
    await people.say("ann", "/ask who directed AKA You're Welcome?")
    await people.say("ann", "/trivia report")
    await people.say("mo", "/fact mend d1 value=Uta Briesewitz")
    told = await people.say("eve", "/ask who directed AKA You're Welcome?")

    await people.say("eve", "/trivia report")
    await people.say("mo", "/fact mend d2 value=Jet Wilkinson source=https://example.org/credits")
    sourced = await people.say("eve", "/ask who directed AKA You're Welcome?")

    assert "directed by Uta Briesewitz.\nSource: as told by Mo" in told
    assert "directed by Jet Wilkinson.\nSource: example.org <https://example.org/credits>" in sourced


async def test_a_mended_value_that_is_new_or_known_as_something_else_is_told_to_be_so(people: People) -> None:
    number = await number_of(people, "AKA You're Welcome")

    misspelt = await people.say("mo", f"/fact edit {number} value=Uta Briesewitzz source=x")
    elsewhere = await people.say("mo", f"/fact edit {number} value=Jessica Jones season 3 source=x")
    known = await people.say("mo", f"/fact edit {number} value=Uta Briesewitz source=x")

    assert "“Uta Briesewitzz” is new to me. Did you mean Uta Briesewitz?" in misspelt
    assert "New to me: Jessica Jones season 3 (person)" in elsewhere
    assert "I know Jessica Jones season 3 as a season; this makes another thing of that name." in elsewhere
    assert "new to me" not in known.casefold()


async def test_the_history_of_a_fact_tells_what_each_change_made_it_say(people: People) -> None:
    await people.say("mo", f"/fact add {OCTOPUS} anyway=yes")
    number = await number_of(people, "AKA The Octopus")
    await people.say("mo", f"/fact edit {number} value=Krysten Ritter source=Credits")
    await people.say("mo", f"/fact edit {number} stated=2019-05")
    await people.say("mo", f"/fact retire {number}")

    said = (await people.say("ann", f"/fact history {number}")).splitlines()[2:]

    assert said[0].startswith("1. added by Mo on 1 January 2026")
    assert said[1].endswith("; now: AKA The Octopus was directed by Krysten Ritter; Credits")
    assert said[2].endswith("changed by Mo on 1 January 2026; now: as of May 2019")
    assert said[3] == "4. retired by Mo on 1 January 2026"


async def test_the_history_of_a_fact_of_a_pack_tells_under_which_number_it_was_mended(people: People) -> None:
    old = await number_of(people, "AKA You're Welcome")
    await people.say("mo", f"/fact edit {old} value=Uta Briesewitz source=Credits reason=as credited")
    edited = await people.say("mo", f"/fact edit {old} stated=2019-05")
    [new] = {*re.findall("#([0-9]+)", edited)} - {old}

    said = (await people.say("ann", f"/fact history {old}")).splitlines()

    assert said[-1] == f"2. mended by Mo on 1 January 2026: as credited; now: #{new}"
    await people.say("mo", "/fact undo change=2")
    await people.say("mo", "/fact undo change=1")
    back = (await people.say("ann", f"/fact history {old}")).splitlines()
    assert back[-2] == f"2. mended by Mo on 1 January 2026: as credited; then: #{new}"
    assert back[-1].startswith("3. brought back by Mo on 1 January 2026")
    assert "now: #" not in back[-1]


async def test_a_fact_of_a_pack_that_was_retired_is_not_told_as_mended(people: People) -> None:
    old = await number_of(people, "AKA You're Welcome")
    await people.say("mo", f"/fact retire {old}")
    await people.say("mo", f"/fact restore {old}")
    await people.say("mo", f"/fact edit {old} value=Uta Briesewitz source=Credits")

    said = (await people.say("ann", f"/fact history {old}")).splitlines()

    assert said[-3] == "2. retired by Mo on 1 January 2026"
    assert said[-2].startswith("3. brought back by Mo")
    assert said[-1].startswith("4. mended by Mo on 1 January 2026; now: #")


async def test_what_gives_a_plot_away_does_so_in_the_history_of_its_fact_too(people: People) -> None:
    await people.say("mo", f"/fact add {OCTOPUS} anyway=yes")
    number = await number_of(people, "AKA The Octopus")
    await people.say("mo", f"/fact edit {number} value=Krysten Ritter source=Credits")
    await people.say("mo", f"/fact edit {number} spoiler=Jessica Jones@S2E5")

    [reply] = await people.replies("ann", f"/fact history {number}")

    shown = [field.text for field in reply.fields]
    assert not any(isinstance(span, Bold) and "Krysten Ritter" in span.text for value in shown for span in value)
    assert any(isinstance(span, Spoiler) and "Krysten Ritter" in span.text for value in shown for span in value)


async def test_things_of_which_only_one_can_be_as_it_is_said_are_merged_with_a_word(people: People) -> None:
    sentence = "statement=In {subject} {value} guests appear question=How many guests are in {subject}?"
    await people.say("mo", f"/fact relation guests {sentence} subject=episode value=number holds=one")
    for name, count in (("AKA The Octopus", 3), ("AKA The Squid", 4), ("AKA The Squids", 4)):
        add = f"/fact add subject={name} relation=guests value={count} kind=episode source=x anyway=yes"
        await people.say("mo", add)

    alike = await people.say("mo", "/fact merge AKA The Squids into=AKA The Squid")
    unlike = await people.say("mo", "/fact merge AKA The Squid into=AKA The Octopus")

    assert "can be true" not in alike
    assert "Are they the same? Only one of these can be true: In AKA The Octopus 3 guests appear (#" in unlike
    assert "; In AKA The Octopus 4 guests appear (#" in unlike


async def test_a_value_that_a_file_changes_is_not_ascribed_to_the_source_that_says_otherwise(people: People) -> None:
    table = b"subject,relation,value\nJessica Jones season 2,episode_count,12\n"
    ask = "/ask how many episodes does Jessica Jones season 2 have?"

    shown = await people.say("mo", "/fact import file=t.csv", upload=Upload("t.csv", table))
    await people.say("mo", "/fact confirm")
    asked = await people.say("ann", ask)
    again = await people.say("mo", "/fact import file=t.csv", upload=Upload("t.csv", table))

    assert "new source" in shown
    assert "12 episodes" in asked
    assert "Source: t.csv, as handed over by Mo" in asked
    assert "0 new, 0 changed, 1 known" in again


# Slips of the keyboard


async def test_a_relation_that_is_misspelt_is_known_again(people: People) -> None:
    said = await people.say("mo", "/fact add subject=AKA The Octopus relation=direcetd_by value=Uta Briesewitz")

    assert said == "I don't know the relation “direcetd_by”. Did you mean directed_by?"


async def test_what_is_not_confirmed_is_not_shown_as_a_question_that_i_would_ask(people: People) -> None:
    said = await people.say("mo", f"/fact add {OCTOPUS} certainty=rumoured")
    sure = await people.say("mo", f"/fact add {OCTOPUS}")

    assert "I would ask: nothing yet; I ask only what is confirmed." in said
    assert "I would ask: Who directed AKA The Octopus? Uta Briesewitz" in sure


async def test_the_answer_that_i_would_give_is_shown_in_words(people: People) -> None:
    aired = "statement={subject} was shown on {value} question=When was {subject} shown?"
    await people.say("mo", f"/fact relation shown_on {aired} subject=episode value=date holds=one")

    said = await people.say("mo", "/fact add AKA You're Welcome was shown on 2019-06-14 source=x")

    assert "I would answer: When was AKA You're Welcome shown? 14 June 2019" in said
