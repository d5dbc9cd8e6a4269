"""No wrong answer is right after all: no part of the right one, not its other name, nothing that may be true."""

from collections import defaultdict
from decimal import Decimal
from random import Random

import pytest

from db import Store
from tests.fakes.store import MemoryStore
from tests.trivia.questions.conftest import generator, store_of
from trivia.facts.model import GLOBAL_COMMUNITY, Certainty, Entity, EntityId, Number, Text
from trivia.lookup.service import Lookup
from trivia.questions.distractors import choose
from trivia.questions.doubts import Doubts
from trivia.questions.generator import Wish
from trivia.questions.model import Question, QuestionKind

SETTINGS = """
[kinds.film]
nouns = ["film"]

[kinds.place]
nouns = ["place"]

[relations.set_in]
subject = "film"
value = "place"
holds = "one"
statement = "{subject} took place in {value}"
question = "Where did {subject} take place?"
inverse = "Which film took place in {value}?"

[relations.lies_in]
subject = "place"
value = "place"
holds = "one"
statement = "{subject} lies in {value}"
question = "What does {subject} lie in?"
quiz = false

[relations.next_to]
subject = "place"
value = "place"
statement = "{subject} is next to {value}"
question = "What is {subject} next to?"
quiz = false

[relations.shot_in]
subject = "film"
value = "place"
statement = "{subject} was shot in {value}"
question = "Where was {subject} shot?"
quiz = false
"""

PLACES = """id,kind,name,aliases,popularity
f1,film,Nakatomi,,0.9
f2,film,Wharf Nine,,0.8
f3,film,The Pines,,0.7
f4,film,Orchard,,0.6
f5,film,Low Tide,,0.6
p1,place,Beverly Hills,,0.5
p2,place,Los Angeles,,0.5
p3,place,California,,0.5
p4,place,Boston,,0.5
p5,place,Oslo,,0.5
p6,place,Malmo,,0.5
p7,place,Century City,,0.5
"""

SET = """subject,relation,value,qualifiers,certainty,source,stated_on,spoiler
f1,set_in,p1,,confirmed,s,,
f2,set_in,p3,,confirmed,s,,
f3,set_in,p4,,confirmed,s,,
f4,set_in,p5,,confirmed,s,,
f5,set_in,p6,,confirmed,s,,
p1,lies_in,p2,,confirmed,s,,
p2,lies_in,p3,,confirmed,s,,
p7,lies_in,p1,,confirmed,s,,
p5,next_to,p6,,confirmed,s,,
p6,next_to,p5,,confirmed,s,,
f3,shot_in,p6,,confirmed,s,,
"""


def pack_of(name: str, relations: str, entities: str, facts: str) -> dict[str, bytes]:
    about = {"name": name, "title": name, "version": "1", "language": "en", "licence": "CC0-1.0", "about": "Made up"}
    return {
        "pack.toml": "".join(f'{key} = "{value}"\n' for key, value in about.items()).encode(),
        "relations.toml": relations.encode(),
        "entities.csv": entities.encode(),
        "facts.csv": facts.encode(),
        "sources.csv": b"id,title,publisher,address,date,language\ns,A book,,,2020,en\n",
    }


async def questions_of(
    store: MemoryStore | Store, kind: QuestionKind, *, seeds: int = 60, relation: str = "", one_in: int = 1
) -> list[Question]:
    """Make questions of every fact that can be asked, again and again; of one relation, of one in so many facts."""
    shelf = await store.shelf(GLOBAL_COMMUNITY)
    lexicon = await Lookup(store, store).lexicon(shelf)
    facts = [
        fact
        for known in await store.relation_sizes(shelf)
        if lexicon.relations[known].quiz and relation in {"", known}
        for fact in await store.of_relation(shelf, known, 100_000)
        if fact.certainty is Certainty.CONFIRMED and fact.id % one_in == 0
    ]
    wish = Wish((kind,), spoilers=True, enough=len(facts))
    made: list[Question] = []
    for seed in range(seeds):
        made += (await generator(store).made_of(shelf, facts, wish, Random(seed)))[0]
    return made


def offered(questions: list[Question], stem: str) -> set[str]:
    """Return all that was ever offered beside the key."""
    asked = [q for q in questions if q.stem == stem]
    assert asked
    return {option for q in asked for option in q.options if option != q.key}


async def test_a_place_that_the_right_one_lies_in_is_no_wrong_answer() -> None:
    store = await store_of(pack_of("places", SETTINGS, PLACES, SET))

    wrong = offered(await questions_of(store, QuestionKind.CHOICE), "Where did Nakatomi take place?")

    assert wrong == {"Boston", "Oslo", "Malmo"}


async def test_a_place_within_the_right_one_is_no_wrong_answer() -> None:
    store = await store_of(pack_of("places", SETTINGS, PLACES, SET))

    assert "Beverly Hills" not in offered(
        await questions_of(store, QuestionKind.CHOICE), "Where did Wharf Nine take place?"
    )


async def test_that_it_took_place_in_the_state_of_the_town_is_never_called_false() -> None:
    store = await store_of(pack_of("places", SETTINGS, PLACES, SET))

    stated = {q.stem for q in await questions_of(store, QuestionKind.TRUE_FALSE) if q.key == "false"}

    assert "True or false: Nakatomi took place in Boston." in stated
    assert not stated & {
        f"True or false: Nakatomi took place in {place}." for place in ("California", "Los Angeles", "Century City")
    }


async def test_a_film_that_took_place_within_the_place_asked_for_is_no_wrong_answer() -> None:
    store = await store_of(pack_of("places", SETTINGS, PLACES, SET))

    wrong = offered(await questions_of(store, QuestionKind.CHOICE), "Which film took place in California?")

    assert wrong == {"The Pines", "Orchard", "Low Tide"}


async def test_a_neighbour_is_a_good_wrong_answer() -> None:
    store = await store_of(pack_of("places", SETTINGS, PLACES, SET))

    assert "Malmo" in offered(await questions_of(store, QuestionKind.CHOICE), "Where did Orchard take place?")


async def test_what_else_is_said_of_two_people_makes_neither_a_part_of_the_other(shipped: Store) -> None:
    made = await questions_of(shipped, QuestionKind.CHOICE, seeds=8, relation="killed_by")

    assert "Trish Walker" in offered(made, "Who killed Kilgrave?"), "a friend of Jessica Jones, who did"


async def test_what_another_fact_says_of_the_subject_is_no_wrong_answer() -> None:
    store = await store_of(pack_of("places", SETTINGS, PLACES, SET))

    assert "Malmo" not in offered(await questions_of(store, QuestionKind.CHOICE), "Where did The Pines take place?")


async def test_another_name_of_the_right_answer_is_no_wrong_one() -> None:
    more = PLACES.replace("p5,place,Oslo,,", "p5,place,Oslo,Kristiania,") + "p8,place,Christiania,Kristiania,0.5\n"
    store = await store_of(
        pack_of("places", SETTINGS, more + "f6,film,Fjord,,0.5\n", SET + "f6,set_in,p8,,confirmed,s,,\n")
    )

    assert "Christiania" not in offered(await questions_of(store, QuestionKind.CHOICE), "Where did Orchard take place?")


OPEN = """
[kinds.film]
nouns = ["film"]

[kinds.genre]
nouns = ["genre"]

[relations.has_genre]
subject = "film"
value = "genre"
statement = "{subject} is of the genre {value}"
question = "Of which genre is {subject}?"
"""


async def test_what_is_true_of_many_is_no_wrong_answer_where_facts_may_be_missing() -> None:
    genres = ["Drama", "Noir", "Western", "Satire", "Biopic", "Heist"]
    films = [f"f{n},film,Film {chr(65 + n // 26)}{chr(65 + n % 26)},,0.5" for n in range(120)]
    entities = "\n".join(
        ["id,kind,name,aliases,popularity", *films, *(f"{g.lower()},genre,{g},,0.5" for g in genres), ""]
    )
    rows = [f"f{n},has_genre,{'drama' if n > 4 else genres[n + 1].lower()},,confirmed,s,," for n in range(120)]
    rows += [f"f{n},has_genre,noir,,confirmed,s,," for n in range(90, 120)]
    facts = "\n".join(["subject,relation,value,qualifiers,certainty,source,stated_on,spoiler", *rows, ""])
    store = await store_of(pack_of("genres", OPEN, entities, facts))

    wrong = offered(await questions_of(store, QuestionKind.CHOICE, seeds=10), "Of which genre is Film AB?")

    assert wrong
    assert not wrong & {"Drama", "Noir"}


def entity(number: int, name: str, pack: str = "places") -> Entity:
    return Entity(EntityId(number), str(number), "place", name, 0.5, pack)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (entity(1, "the Gambia"), entity(2, "The Gambia", "mine"), True),
        (entity(1, "Robert Vale"), entity(2, "Robert Vale Jr", "mine"), True),
        (entity(1, "Guinea"), entity(2, "Equatorial Guinea"), False),
        (Text("Los Angeles, California"), Text("California"), True),
        (Text("Oslo"), Text("Bergen"), False),
    ],
)
def test_two_names_of_one_thing_are_told_from_two_things(one: Entity | Text, other: Entity | Text, same: bool) -> None:
    assert Doubts().same(one, other) is Doubts().same(other, one) is same


@pytest.mark.parametrize(("close", "far"), [("7.874", "2.7"), ("-38.8", "1064.2")])
def test_measurements_without_a_unit_must_be_tellable_too(close: str, far: str) -> None:
    key = Number(Decimal("7.87") if close == "7.874" else Decimal("-38.83"))

    assert choose(key, [Number(Decimal(close)), Number(Decimal(far))], (), Random(1)) == (Number(Decimal(far)),)


@pytest.mark.parametrize("kind", [QuestionKind.CHOICE, QuestionKind.TRUE_FALSE])
async def test_of_the_shipped_facts_nothing_offered_as_wrong_is_linked_to_the_right_answer(
    shipped: Store, kind: QuestionKind
) -> None:
    shelf = await shipped.shelf(GLOBAL_COMMUNITY)
    vocabulary = await shipped.vocabulary(shelf)
    people = {kind.id for kind in vocabulary.kinds.values() if kind.person}
    things = {r.id for r in vocabulary.relations.values() if not people & (r.subject_kinds | r.value_kinds)}
    sizes = await shipped.relation_sizes(shelf)
    facts = [f for relation in sizes for f in await shipped.of_relation(shelf, relation, 100_000)]
    links = await shipped.links(shelf, {f.subject.id for f in facts})
    joined = {(link.subject, link.value) for link in links}
    known = {(link.subject, link.relation, link.value) for link in links}
    beyond = defaultdict(set)
    for link in links:
        if link.relation in things and (link.value, link.relation, link.subject) not in known:
            beyond[link.subject].add(link.value)
    named = {
        (end.kind, end.name): end for fact in facts for end in (fact.subject, fact.value) if isinstance(end, Entity)
    }

    def reached(start: Entity) -> set[EntityId]:
        return beyond[start.id].union(*(beyond[middle] for middle in beyond[start.id]))

    seen = 0
    for question in await questions_of(shipped, kind, seeds=1, one_in=2):
        fact = question.evidence[0].fact
        right, given = fact.value, fact.subject
        if question.key == fact.subject.name and isinstance(fact.value, Entity):
            right, given = fact.subject, fact.value
        for wrong in wrong_of(question, named):
            assert (wrong.id, given.id) not in joined, question
            assert (given.id, wrong.id) not in joined, question
            for end in (right, given):
                if isinstance(end, Entity):
                    assert wrong.id not in reached(end) | {end.id}, question
                    assert end.id not in reached(wrong), question
                    seen += 1
    assert seen > 500


def wrong_of(question: Question, named: dict[tuple[str, str], Entity]) -> list[Entity]:
    """Return the entities that a question offers as wrong, or states falsely."""
    fact = question.evidence[0].fact
    if question.kind is QuestionKind.CHOICE:
        kinds = {end.kind for end in (fact.subject, fact.value) if isinstance(end, Entity) and end.name == question.key}
        return [named[kind, o] for kind in kinds for o in question.options if o != question.key and (kind, o) in named]
    if question.key == "true" or not isinstance(fact.value, Entity):
        return []
    before = question.evidence[0].statement.removesuffix(fact.value.name)
    stated = question.stem.removeprefix(f"True or false: {before}").removesuffix(".")
    return [named[fact.value.kind, stated]] if (fact.value.kind, stated) in named else []
