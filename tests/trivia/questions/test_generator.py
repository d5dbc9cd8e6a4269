import pytest

from db import Store
from tests.fakes.store import MemoryStore
from tests.trivia.questions.conftest import AT, FACTS, Facts, film_files, generator, store_of
from trivia.errors import UsageError
from trivia.facts.model import GLOBAL_COMMUNITY, Certainty, CommunityId, Entity, Shelf
from trivia.facts.phrasing import name_of
from trivia.lookup.answer import Status
from trivia.lookup.service import Lookup
from trivia.questions import difficulty
from trivia.questions.checks import leaks
from trivia.questions.model import Question, QuestionKind
from trivia.text import fold


async def _many(store: Facts, count: int = 40, seeds: int = 4) -> list[Question]:
    made = generator(store)
    shelf = await store.shelf(GLOBAL_COMMUNITY)
    return [q for seed in range(seeds) for q in await made.generate(shelf, count, seed)]


async def test_the_same_seed_and_store_give_the_same_questions(films: MemoryStore) -> None:
    made, shelf = generator(films), await films.shelf(GLOBAL_COMMUNITY)

    assert await made.generate(shelf, 6, 7) == await made.generate(shelf, 6, 7)


async def test_another_seed_gives_other_questions(shipped: Store) -> None:
    made, shelf = generator(shipped), await shipped.shelf(GLOBAL_COMMUNITY)

    assert await made.generate(shelf, 10, 1) != await made.generate(shelf, 10, 2)


async def test_no_fact_serves_two_questions(shipped: Store) -> None:
    questions = await generator(shipped).generate(await shipped.shelf(GLOBAL_COMMUNITY), 120, 3)

    facts = [q.evidence[0].fact.id for q in questions]
    assert len(facts) == len(set(facts)) == 120


async def test_only_confirmed_facts_without_spoilers_are_asked(films: MemoryStore) -> None:
    facts = [e.fact for q in await _many(films, seeds=12) for e in q.evidence]

    assert facts
    assert all(f.certainty is Certainty.CONFIRMED and f.spoiler is None for f in facts)


async def test_a_spoiler_is_asked_where_spoilers_are_wanted(films: MemoryStore) -> None:
    made, shelf = generator(films), await films.shelf(GLOBAL_COMMUNITY)

    asked = [q for seed in range(12) for q in await made.generate(shelf, 20, seed, spoilers=True)]

    assert any(e.fact.spoiler for q in asked for e in q.evidence)


async def test_what_has_two_right_answers_is_not_asked(films: MemoryStore) -> None:
    asked = {q.stem for q in await _many(films, seeds=12) if q.kind is not QuestionKind.TRUE_FALSE}

    assert "Who stars in The Long Day?" not in asked


async def test_a_rumour_makes_a_question_unfair(films: MemoryStore) -> None:
    asked = {q.stem for q in await _many(films, seeds=12) if q.kind is not QuestionKind.TRUE_FALSE}

    assert "Who stars in Quiet Harbour?" not in asked


async def test_what_held_until_some_day_is_not_asked_as_if_it_did_now() -> None:
    facts = FACTS.replace("f1,directed_by,p2,,", "f1,directed_by,p2,until=2001,")
    asked = await _many(await store_of(film_files(facts)), seeds=12)

    assert asked
    assert not [q for q in asked if q.stem in {"Who directed The Long Day?", "What did Tomas Lind direct?"}]


async def test_a_relation_kept_out_of_quizzes_is_never_asked(films: MemoryStore) -> None:
    assert all(e.fact.relation != "shot_in" for q in await _many(films, seeds=12) for e in q.evidence)


async def test_a_question_that_names_its_answer_is_not_asked(films: MemoryStore) -> None:
    stems = {q.stem for q in await _many(films, seeds=12)}

    assert "Who directed Anna Berg?" not in stems
    assert "Who directed Seven Winters?" not in stems


async def test_the_lookup_answers_every_question_with_its_key(shipped: Store) -> None:
    shelf = await shipped.shelf(GLOBAL_COMMUNITY)
    lookup = Lookup(shipped, shipped)

    for question in await generator(shipped).generate(shelf, 150, 11):
        answer = await lookup.ask(shelf, question.stem)
        assert answer.status is Status.ANSWERED, question.stem
        said = [item.text for item in answer.answers]
        if question.kind is QuestionKind.TRUE_FALSE:
            assert said == ["yes" if question.key == "true" else "no"], question.stem
        else:
            assert len(said) == 1, question.stem
            assert said[0] in question.accepted, question.stem


async def test_no_option_but_the_key_is_true(shipped: Store) -> None:
    shelf = await shipped.shelf(GLOBAL_COMMUNITY)
    made = await generator(shipped).generate(shelf, 150, 5, kind=QuestionKind.CHOICE)

    assert len(made) == 150
    for question in made:
        fact = question.evidence[0].fact
        assert 3 <= len(question.options) <= 4
        assert len({fold(o) for o in question.options}) == len(question.options)
        assert question.options.count(question.key) == 1
        same = await shipped.of_relation(shelf, fact.relation, 100_000)
        if question.key == name_of(fact.value):
            true = {fold(name_of(f.value)) for f in same if f.subject.id == fact.subject.id}
        else:
            true = {fold(f.subject.name) for f in same if fold(name_of(f.value)) == fold(name_of(fact.value))}
        assert [o for o in question.options if fold(o) in true] == [question.key], question.stem


async def test_options_are_of_one_kind(shipped: Store) -> None:
    shelf = await shipped.shelf(GLOBAL_COMMUNITY)
    matches = await generator(shipped).generate(shelf, 60, 9, kind=QuestionKind.CHOICE, topic="countries")

    for question in matches:
        found = await shipped.by_name(shelf, [fold(o) for o in question.options])
        kinds = [{m.entity.kind for m in found.get(fold(o), ())} for o in question.options]
        if question.type in {k for group in kinds for k in group}:
            assert all(question.type in group for group in kinds), question.options


async def test_no_stem_leaks_its_answer(shipped: Store) -> None:
    for question in await _many(shipped, count=150, seeds=2):
        if question.kind is not QuestionKind.TRUE_FALSE:
            assert not leaks(question.stem, question.accepted), question.stem


async def test_every_question_names_its_fact_and_source(shipped: Store) -> None:
    for question in await _many(shipped, count=100, seeds=1):
        assert question.evidence
        assert all(e.fact.source.title and e.statement for e in question.evidence)


@pytest.mark.parametrize("kind", list(QuestionKind))
async def test_each_kind_can_be_asked_for(shipped: Store, kind: QuestionKind) -> None:
    made = await generator(shipped).generate(await shipped.shelf(GLOBAL_COMMUNITY), 20, 2, kind=kind)

    assert len(made) == 20
    assert {q.kind for q in made} == {kind}


async def test_true_or_false_is_both_in_turn(shipped: Store) -> None:
    shelf = await shipped.shelf(GLOBAL_COMMUNITY)
    made = await generator(shipped).generate(shelf, 60, 2, kind=QuestionKind.TRUE_FALSE)

    assert 15 <= sum(q.key == "true" for q in made) <= 45


async def test_a_number_to_type_is_a_count_or_a_year(shipped: Store) -> None:
    shelf = await shipped.shelf(GLOBAL_COMMUNITY)
    made = await generator(shipped).generate(shelf, 60, 4, kind=QuestionKind.NUMBER)

    assert all(abs(int(q.key.replace(",", ""))) < 10_000 for q in made)


@pytest.mark.parametrize(
    ("topic", "touched"),
    [
        ("elements", "elements"),
        ("The chemical elements", "elements"),
        ("constellation", "constellation"),
        ("cities", "city"),
        ("France", "France"),
    ],
)
async def test_a_topic_is_a_pack_a_kind_or_a_name(shipped: Store, topic: str, touched: str) -> None:
    made = await generator(shipped).generate(await shipped.shelf(GLOBAL_COMMUNITY), 5, 2, topic=topic)

    assert made
    for fact in (q.evidence[0].fact for q in made):
        ends = [e for e in (fact.subject, fact.value) if isinstance(e, Entity)]
        assert touched in {fact.pack, *(e.kind for e in ends), *(e.name for e in ends)}


async def test_an_unknown_topic_is_an_error_that_names_it(films: MemoryStore) -> None:
    with pytest.raises(UsageError, match="gardening"):
        await generator(films).generate(await films.shelf(GLOBAL_COMMUNITY), 5, 2, topic="gardening")


async def test_an_unknown_difficulty_is_an_error_that_lists_them(films: MemoryStore) -> None:
    with pytest.raises(UsageError, match="easy, medium, hard"):
        await generator(films).generate(await films.shelf(GLOBAL_COMMUNITY), 5, 2, level="brutal")


@pytest.mark.parametrize("level", list(difficulty.LEVELS))
async def test_a_difficulty_is_kept_to(shipped: Store, level: str) -> None:
    low, high = difficulty.LEVELS[level]
    made = await generator(shipped).generate(await shipped.shelf(GLOBAL_COMMUNITY), 10, 2, level=level)

    assert made
    assert all(low <= q.difficulty < high for q in made)


async def test_an_empty_shelf_gives_no_questions(films: MemoryStore) -> None:
    assert await generator(films).generate(Shelf(()), 5, 1) == []


async def test_facts_to_avoid_are_left_out(films: MemoryStore) -> None:
    made, shelf = generator(films), await films.shelf(GLOBAL_COMMUNITY)
    first = await made.generate(shelf, 50, 1)

    used = {q.evidence[0].fact.id for q in first}
    again = await made.generate(shelf, 50, 1, avoid=used)

    assert not used & {q.evidence[0].fact.id for q in again}


async def test_a_fact_that_is_mended_changes_the_question() -> None:
    before = await _many(await store_of(film_files()), seeds=6)
    after = await _many(await store_of(film_files(FACTS.replace("f1,released,1999", "f1,released,2001"))), seeds=6)

    def years(questions: list[Question]) -> set[str]:
        return {q.key for q in questions if q.stem == "In which year was The Long Day released?"}

    assert (years(before), years(after)) == ({"1999"}, {"2001"})


async def test_topics_list_packs_and_kinds_with_enough_facts(shipped: Store) -> None:
    topics = await generator(shipped).topics(await shipped.shelf(GLOBAL_COMMUNITY))

    assert {"countries", "elements", "sky", "jessica-jones", "element", "country"} <= set(topics)


async def test_of_a_pack_too_nothing_is_asked_that_the_community_retired(films: MemoryStore) -> None:
    community = CommunityId(7)
    made, shelf = generator(films), await films.shelf(community)
    [pack] = [pack.info.name for pack in await films.packs()]
    before = {q.evidence[0].fact.id for seed in range(8) for q in await made.generate(shelf, 20, seed, topic=pack)}
    retired = min(before)
    await films.retire(community, retired, "Mia", AT, "wrong")
    after = {q.evidence[0].fact.id for seed in range(8) for q in await made.generate(shelf, 20, seed, topic=pack)}
    assert after
    assert retired not in after


async def test_the_verb_agrees_with_the_name_of_islands_and_is_understood(shipped: Store) -> None:
    shelf = await shipped.shelf(GLOBAL_COMMUNITY)
    lookup, making = Lookup(shipped, shipped), generator(shipped)
    made = [
        q
        for name in ("the Åland Islands", "the Faroe Islands", "the Northern Mariana Islands")
        for seed in range(8)
        for q in await making.generate(shelf, 12, seed, topic=name)
    ]

    stated = {e.statement for q in made for e in q.evidence if e.fact.relation == "belongs_to"}
    assert "The Åland Islands belong to Finland" in stated
    assert not [text for text in stated if "slands belongs" in text]
    judged = {q.stem for q in made if q.kind is QuestionKind.TRUE_FALSE and "slands belong to" in q.stem}
    assert judged
    for stem in judged:
        assert (await lookup.ask(shelf, stem)).status is Status.ANSWERED, stem
