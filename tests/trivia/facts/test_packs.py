import tracemalloc
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trivia.errors import PackError, Problem
from trivia.facts.content import EntityKey, EntityRow, FactRow, PackContent, QualifierRow, WrittenQuestion
from trivia.facts.dates import PartialDate
from trivia.facts.literals import parse
from trivia.facts.model import Certainty, Literal, Number, Quantity, Source, SpoilerPoint, Text, YesNo
from trivia.facts.packs import read_pack, write_pack
from trivia.facts.problems import MAX_PROBLEMS
from trivia.facts.vocabulary import Holds, LiteralType

PACK = """
name = "shows"
title = "Shows"
version = "1.0"
language = "en"
licence = "CC0-1.0"
about = "A few."
"""
RELATIONS = """
[kinds.person]
nouns = ["person"]
person = true

[relations.directed_by]
subject = ["episode", "film"]
value = "person"
statement = "{subject} was directed by {value}"
question = "Who directed {subject}?"
inverse = "What did {value} direct?"
nouns = ["director"]
phrases = ["By whom was {subject} directed?"]

[relations.released]
subject = ["episode", "film"]
value = "date"
holds = "one"
complete = true
quiz = false
statement = "{subject} came out on {value}"
question = "When did {subject} come out?"

[relations.area]
subject = "place_name"
value = "quantity:km2"
statement = "{subject} covers {value}"
question = "How large is {subject}?"
"""
ENTITIES = """id,kind,name,aliases,popularity
e1,episode,AKA You're Welcome,Welcome|S3E2,0.5
f1,film,Kismet,,
f2,film,Kismet,,
p1,person,Krysten Ritter,,1
p2,person,Kismet,,
l1,place_name,Texas,,
"""
FACTS = """subject,relation,value,qualifiers,certainty,source,stated_on,spoiler,sentence
e1,directed_by,Krysten Ritter,ordinal=2|since=2015,,s1,2019-06-14,e1@S3E2,"She directed it, ""AKA"" and all."
AKA You're Welcome,released,2019-06,,rumoured,s1,,,
l1,area,695662 km2,,denied,s1,,e1@,
"""
SOURCES = """id,title,publisher,address,date,language
s1,An article,A paper,https://example.org/,2019-06,en
"""


def pack(**changes: str | bytes | None) -> dict[str, bytes]:
    """The files of a sound pack; a change names a file by its stem, None leaves it out."""
    texts: dict[str, str | bytes | None] = {
        "pack": PACK, "relations": RELATIONS, "entities": ENTITIES, "facts": FACTS, "sources": SOURCES, **changes
    }  # fmt: skip
    names = {"pack": "pack.toml", "relations": "relations.toml"}
    return {
        names.get(stem, f"{stem}.csv"): text.encode() if isinstance(text, str) else text
        for stem, text in texts.items()
        if text is not None
    }


def problems(files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    with pytest.raises(PackError) as caught:
        read_pack(files)
    return caught.value.problems


def told(files: Mapping[str, bytes]) -> str:
    return "\n".join(map(str, problems(files)))


def facts(*rows: str) -> str:
    return "\n".join((FACTS.splitlines()[0], *rows))


def test_a_sound_pack_is_read_in_full() -> None:
    content = read_pack(pack())

    assert content.info.title == "Shows"
    assert content.sources == (
        Source("s1", "An article", "A paper", "https://example.org/", PartialDate(2019, 6), "en"),
    )
    assert content.entities[0] == EntityRow("e1", "episode", "AKA You're Welcome", ("Welcome", "S3E2"), 0.5)
    assert content.entities[1].popularity == 0
    assert content.facts[0] == FactRow(
        subject=EntityKey("e1"),
        relation="directed_by",
        value=EntityKey("p1"),
        qualifiers=(QualifierRow("ordinal", Number(Decimal(2))), QualifierRow("since", PartialDate(2015))),
        certainty=Certainty.CONFIRMED,
        source="s1",
        sentence='She directed it, "AKA" and all.',
        stated_on=PartialDate(2019, 6, 14),
        spoiler_work=EntityKey("e1"),
        spoiler_point=SpoilerPoint(3, 2),
    )
    assert content.facts[1].certainty is Certainty.RUMOURED
    assert content.facts[2].value == Quantity(Decimal(695662), "km2")
    assert (content.facts[2].spoiler_work, content.facts[2].spoiler_point) == (EntityKey("e1"), SpoilerPoint())


def test_a_relation_says_how_it_is_put_into_words() -> None:
    vocabulary = read_pack(pack()).vocabulary

    directed, released = vocabulary.relations["directed_by"], vocabulary.relations["released"]
    assert directed.subject_kinds == {"episode", "film"}
    assert directed.holds is Holds.MANY
    assert (directed.complete, directed.quiz) == (False, True)
    assert directed.phrases == ("By whom was {subject} directed?",)
    assert released.literal is LiteralType.DATE
    assert (released.holds, released.complete, released.quiz) == (Holds.ONE, True, False)
    assert vocabulary.kinds["person"].person


def test_a_kind_that_nobody_declares_has_its_id_as_noun() -> None:
    assert read_pack(pack()).vocabulary.kinds["place_name"].nouns == ("place name",)


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    files = {name: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n") for name, data in pack().items()}

    assert read_pack(files) == read_pack(pack())


def test_the_sentence_column_may_be_left_out_and_columns_may_change_places() -> None:
    text = "source,subject,value,relation,certainty,qualifiers,stated_on,spoiler\ns1,e1,p1,directed_by,,,,\n"

    assert read_pack(pack(facts=text)).facts[0].sentence == ""


def test_files_that_are_no_part_of_a_pack_are_left_alone() -> None:
    assert read_pack({**pack(), "LICENSE": b"\xff", "logo.png": b"\x00"}) == read_pack(pack())


def test_a_name_borne_by_several_means_the_one_that_the_relation_takes() -> None:
    row = "e1,directed_by,Kismet,,,s1,,,"

    assert read_pack(pack(facts=facts(row))).facts[0].value == EntityKey("p2")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Kismet,directed_by,p1,,,s1,,,", "'Kismet' is the name of several entities (f1, f2); give the id"),
        ("e1,directed_by,Nobody,,,s1,,,", "value: no entity has the id or name 'Nobody'"),
        ("e1,directed_by,l1,,,s1,,,", "value: 'l1' is a place_name, and the relation takes person"),
        (",directed_by,p1,,,s1,,,", "subject: is empty"),
        ("e1,painted_by,p1,,,s1,,,", "no relation has the id 'painted_by'"),
        ("e1,,p1,,,s1,,,", "the fact has no relation"),
        ("e1,released,soon,,,s1,,,", "value: 'soon' is not a date"),
        ("l1,area,12 mi2,,,s1,,,", "value: '12 mi2' is not a number"),
        ("e1,directed_by,p1,,,,,,", "the fact names no source"),
        ("e1,directed_by,p1,,,s9,,,", "no source has the id 's9'"),
        ("e1,directed_by,p1,,perhaps,s1,,,", "certainty: 'perhaps' is none of confirmed, reported, rumoured, denied"),
        ("e1,directed_by,p1,,,s1,June,,", "stated_on: 'June' is not a date"),
        ("e1,directed_by,p1,,,s1,,Nothing@S1,", "spoiler: 'Nothing@S1' is not a work and a point in it"),
        ("e1,directed_by,p1,,,s1,,Kismet@S1,", "spoiler: 'Kismet' is the name of several entities"),
        ("e1,directed_by,p1,ordinal,,s1,,,", "qualifiers: 'ordinal' is not a relation and a value"),
        ("e1,directed_by,p1,as=Kismet,,s1,,,", "qualifiers: 'Kismet' is the name of several entities"),
        ("e1,directed_by,p1,,,s1,,,,,", "has 11 fields where the header has 9"),
        ("e1,directed_by", "has 2 fields where the header has 9"),
        (f"e1,directed_by,p1,,,s1,,,{'x' * 5_001}", "the sentence has 5,001 characters"),
    ],
)
def test_a_bad_fact_is_told_with_its_line_and_reason(row: str, reason: str) -> None:
    found = problems(pack(facts=facts("e1,directed_by,p1,,,s1,,,", row)))

    assert [(p.file, p.line) for p in found] == [("facts.csv", 3)]
    assert reason in found[0].reason


def test_every_problem_of_a_row_and_of_every_file_is_told() -> None:
    found = told(
        pack(
            pack=PACK.replace('"Shows"', "3"),
            entities=ENTITIES + "e1,episode,Again,,\np3,person,,,7\n",
            sources=SOURCES + "s1,Again,,,x,\n",
        )
    )

    assert "pack.toml, line 3: title: is not a text in quotes" in found
    assert "entities.csv, line 8: the id 'e1' is there already" in found
    assert "entities.csv, line 9: the entity has no name" in found
    assert "entities.csv, line 9: the popularity '7' is not a number from 0 to 1" in found
    assert "sources.csv, line 3: the id 's1' is there already" in found
    assert "sources.csv, line 3: date: 'x' is not a date" in found


def test_the_same_fact_twice_from_one_source_is_told() -> None:
    row = "e1,directed_by,p1,,,s1,,,"

    assert "line 3: states the fact of line 2 again" in told(pack(facts=facts(row, row)))


def test_the_same_fact_from_two_sources_is_two_statements() -> None:
    sources = SOURCES + "s2,Another,,,,\n"

    content = read_pack(pack(sources=sources, facts=facts("e1,directed_by,p1,,,s1,,,", "e1,directed_by,p1,,,s2,,,")))

    assert len(content.facts) == 2


def test_line_numbers_count_lines_not_rows() -> None:
    text = facts('e1,directed_by,p1,,,s1,,,"two', 'lines"', "", "e1,directed_by,zzz,,,s1,,,")

    assert [p.line for p in problems(pack(facts=text))] == [5]


def test_a_long_list_of_problems_is_cut_short_with_the_number_of_the_rest() -> None:
    found = problems(pack(facts=facts(*(f"x{n},directed_by,p1,,,s1,,," for n in range(1_234)))))

    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1].reason == "and 1,134 more problems"


@pytest.mark.parametrize("stem", ["pack", "relations", "entities", "facts", "sources"])
def test_a_missing_file_is_named(stem: str) -> None:
    name = f"{stem}.toml" if stem in ("pack", "relations") else f"{stem}.csv"

    assert told(pack(**{stem: None})) == f"{name}: is missing"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"entities": ENTITIES.encode("utf-16")}, "entities.csv, line 1: is not UTF-8"),
        ({"facts": (FACTS + "é").encode("latin-1")}, "facts.csv, line 5: is not UTF-8"),
        ({"entities": ENTITIES + "x,person,A\x00B,,\n"}, "entities.csv, line 8: holds the control character U+0000"),
        ({"relations": RELATIONS + "# \x1b"}, "holds the control character U+001B"),
        ({"entities": ""}, "entities.csv, line 1: has no header"),
        ({"entities": "id,kind,name\n"}, "entities.csv, line 1: lacks the column aliases, popularity"),
        ({"facts": FACTS.replace("spoiler", "spoilers")}, "has the unknown column spoilers"),
        ({"entities": ENTITIES.replace("aliases", "name")}, "repeats the column name"),
        ({"entities": ENTITIES + 'x,person,"A,,\n'}, "entities.csv, line 8: opens a quote that is never closed"),
        ({"entities": ENTITIES + 'x,person,"A"B,,\n'}, "entities.csv, line 8: has text after a closing quote"),
        ({"relations": RELATIONS + "#" * 2_000_000}, "relations.toml: is larger than 2 MB"),
        ({"entities": ENTITIES + f"x,person,{'A' * 150_000},,\n"}, "line 8: holds a field over 131,072 characters"),
        ({"entities": ENTITIES + f"x,person,{'A' * 301},,\n"}, "line 8: a name has 301 characters"),
        ({"entities": ENTITIES + ",person,A,,\n"}, "line 8: the id is empty"),
        ({"entities": ENTITIES + "x,,A,,\n"}, "line 8: the entity has no kind"),
        ({"entities": ENTITIES + "x,date,A,,\n"}, "line 8: date is a type of value, not a kind"),
        ({"entities": ENTITIES + "x,person,A,,nan\n"}, "line 8: the popularity 'nan' is not a number from 0 to 1"),
        ({"entities": "\r".join(ENTITIES.splitlines())}, "ends in a bare carriage return"),
        ({"sources": SOURCES + "s2,,,,,\n"}, "sources.csv, line 3: the source has no title"),
        ({"pack": PACK.replace('name = "shows"', "")}, "pack.toml: name: is missing"),
        ({"pack": PACK.replace('"shows"', '"My Shows"')}, "line 2: name: is made of small letters"),
        ({"pack": PACK + 'licens = "x"\n'}, "line 8: licens: is not known here"),
        ({"pack": "name = \n"}, "pack.toml, line 1: is not TOML"),
        ({"pack": "x = " + "[" * 100_000}, "pack.toml: is not TOML"),
        ({"relations": RELATIONS + "[relations.x]\nverb = 1"}, "relations.x.verb: is not known here"),
        ({"relations": RELATIONS.replace('"{subject} covers {value}"', '"{subject} is wide"')}, "must hold {subject}"),
        ({"relations": RELATIONS.replace("How large is {subject}", "How large is {it}")}, "and no other braces"),
        ({"relations": RELATIONS.replace("What did {value}", "What did {subject}")}, "must hold {value} once"),
        ({"relations": RELATIONS.replace('holds = "one"', 'holds = "two"')}, "holds: is neither one nor many"),
        ({"relations": RELATIONS.replace("quiz = false", "quiz = 0")}, "quiz: is neither true nor false"),
        ({"relations": RELATIONS.replace("quantity:km2", "quantity")}, "has a unit, such as quantity:km2"),
        ({"relations": RELATIONS.replace('"person"\nst', '"persn"\nst')}, "no entity is of the kind 'persn'"),
        ({"relations": "[relations.x]\n"}, "relations.x.subject: names no kind"),
        ({"relations": "[relations]\nx = 3\n"}, "relations.x: is not a table"),
        ({"relations": '[relations."a b"]\n'}, "an id is made of letters"),
        ({"pack": PACK.replace('"Shows"', r'"Sh\u0000ws"')}, "line 3: title: holds the control character U+0000"),
        ({"pack": PACK.replace('"Shows"', r'"Sh\nws"')}, "line 3: title: holds the control character U+000A"),
        ({"relations": RELATIONS.replace("How large", r"How \u001b[31mlarge")}, "holds the control character U+001B"),
        ({"relations": RELATIONS + '[kinds.x]\nnouns = ["a\\u2028b"]\n'}, "holds the control character U+2028"),
        ({"relations": RELATIONS + "[kinds.date]\n"}, "kinds.date: is the name of a type of value"),
    ],
)
def test_malformed_files_are_told_by_place_and_reason(changes: dict[str, str | bytes], reason: str) -> None:
    assert reason in told(pack(**changes))


def test_a_line_of_fifty_megabytes_is_told_and_not_taken_apart() -> None:
    found = told(pack(facts=FACTS + "," * 50_000_000))

    assert found == "facts.csv, line 5: is a line of 50,000,000 characters; at most 200,000 are read"


def test_reasons_hold_no_control_characters_and_stay_short() -> None:
    odd = "\u202e" * 50 + "\n" + "x" * 5_000

    found = problems(pack(facts=facts(f'"{odd}",directed_by,p1,,,s1,,,')))

    assert found[0].reason.isprintable()
    assert len(found[0].reason) < 400


def test_written_questions_are_read_and_held_to_their_sources() -> None:
    header = "id,stem,key,accepted,distractors,topic,difficulty,image,source\n"
    sound = header + "q1,Who?,Me,I|Myself,You,pronouns,easy,,s1\n"

    content = read_pack(pack(questions=sound))

    assert content.questions == (
        WrittenQuestion("q1", "Who?", "Me", ("I", "Myself"), ("You",), "pronouns", "easy", "", "s1"),
    )
    assert "line 2: the key is among the distractors" in told(pack(questions=header + "q1,Who?,Me,,Me,,,,s1\n"))
    assert "line 2: no source has the id 's9'" in told(pack(questions=header + "q1,Who?,Me,,,,,,s9\n"))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("as=Krysten Ritter", EntityKey("p1")),
        ("as=e1", EntityKey("e1")),
        ("since=2015-06", PartialDate(2015, 6)),
        ("ordinal=2", Number(Decimal(2))),
        ("since=2015", PartialDate(2015)),
        ("since=number:2015", Number(Decimal(2015))),
        ("note=text:2015", Text("2015")),
        (r"note=this\|that", Text("this|that")),
        ("width=quantity:3 km", Quantity(Decimal(3), "km")),
        ("sure=boolean:yes", YesNo(True)),
        ("released=19", PartialDate(19)),
    ],
)
def test_a_qualifier_is_an_entity_or_what_its_relation_or_its_looks_say(written: str, value: Literal) -> None:
    row = f"e1,directed_by,p1,{written},,s1,,,"

    fact = read_pack(pack(facts=facts(row))).facts[0]

    assert fact.qualifiers[0].value == value


def test_a_pack_reads_back_as_it_was_written_byte_for_byte() -> None:
    content = read_pack(pack(questions="id,stem,key,accepted,distractors,topic,difficulty,image,source\nq,S,K,,,,,,\n"))

    files = write_pack(content)

    assert read_pack(files) == content
    assert write_pack(read_pack(files)) == files


texts = st.text(
    st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from('|\\"=:,@{}'), min_size=1, max_size=20
).filter(lambda text: text == text.strip() and "\n" not in text)
qualifier_values = st.one_of(
    st.builds(Text, texts),
    st.builds(Number, st.integers(-9999, 9999).map(Decimal)),
    st.builds(PartialDate, st.integers(1, 9999), st.none() | st.integers(1, 12)),
    st.builds(Quantity, st.integers(0, 99).map(Decimal), st.just("km2")),
    st.builds(YesNo, st.booleans()),
    st.sampled_from([EntityKey("e1"), EntityKey("p1")]),
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    names=st.lists(texts, min_size=1, max_size=4),
    aliases=st.lists(texts, max_size=3, unique=True),
    values=st.lists(qualifier_values, max_size=3),
    sentence=texts,
)
def test_whatever_names_and_values_a_pack_holds_it_reads_back(
    names: list[str], aliases: list[str], values: list[EntityKey | Literal], sentence: str
) -> None:
    sound = read_pack(pack())
    entities = tuple(EntityRow(f"n|{n}@S1", "person", name, tuple(aliases), n / 7) for n, name in enumerate(names))
    fact = replace(
        sound.facts[0],
        value=EntityKey("n|0@S1"),
        qualifiers=tuple(QualifierRow("note", value) for value in dict.fromkeys(values)),
        sentence=sentence,
        spoiler_work=EntityKey("n|0@S1"),
    )
    content: PackContent = replace(sound, entities=sound.entities + entities, facts=(fact,))

    assert read_pack(write_pack(content)) == content


def test_a_large_pack_is_read_lean() -> None:
    count = 20_000
    entities = "".join(f"x{n},film,Film {n},,\n" for n in range(count // 8))
    rows = [f"x{n % (count // 8)},released,{1900 + n % 120}-0{1 + n // (count // 8)},,,s1,,," for n in range(count)]
    files = pack(entities=ENTITIES + entities, facts=facts(*rows))
    tracemalloc.start()

    content = read_pack(files)

    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(content.facts) == count
    assert held < 400 * count


def test_text_values_are_kept_as_written() -> None:
    assert parse("a  b", LiteralType.TEXT) == Text("a  b")
