"""Relations that one community takes for one, on every store."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.db.conftest import Storage
from tests.db.samples import FILMS, LAST, LATER, NOON, VOCABULARY, entity, fact, pack, relation
from trivia.errors import Conflict
from trivia.facts.content import RelatedRow
from trivia.facts.journal import Doing, Overlap
from trivia.facts.keeping import Bringing
from trivia.facts.model import Certainty, CommunityId, Entity, FactId, Number, Text
from trivia.facts.vocabulary import Holds, LiteralType, Vocabulary
from trivia.ports import FactChange, NewFact, shuffle_place

US = CommunityId(1)
THEM = CommunityId(2)
MADE_BY = replace(
    relation("made_by"), statement="{subject} was made by {value}", question="Who made {subject}?", nouns=("maker",)
)
MOVIES = replace(
    pack(
        (
            entity("heat-2", "Heat", "film", 0.3),
            entity("matrix-2", "The Matrix Again", "film", 0.3),
            entity("lana", "Lana Wachowski"),
            entity("mann-2", "M. Mann"),
        ),
        (
            fact("heat-2", "made_by", "mann-2"),
            fact("matrix-2", "made_by", "lana"),
            fact("matrix-2", "made_by", "mann-2", certainty=Certainty.REPORTED),
        ),
        name="movies",
    ),
    vocabulary=Vocabulary(VOCABULARY.kinds, {MADE_BY.id: MADE_BY}),
)
CRED = replace(relation("slogan", LiteralType.TEXT), question="What is the slogan of {subject}?", nouns=("slogan",))


async def named(store: Storage, name: str, community: CommunityId = US) -> Entity:
    return (await store.by_name(await store.shelf(community), [name]))[name][0].entity


async def installed(store: Storage) -> None:
    await store.install(FILMS, NOON)
    await store.install(MOVIES, NOON)


async def related(store: Storage) -> None:
    await installed(store)
    assert await store.merge_relations(US, "made_by", "directed_by", "anna", NOON, reason="same thing") == 3


async def test_what_the_one_told_is_told_by_the_other_here_alone(store: Storage) -> None:
    await related(store)
    ours, theirs = await store.shelf(US), await store.shelf(THEM)
    matrix, lana = await named(store, "the matrix again"), await named(store, "lana wachowski")

    assert ours.relations == (("made_by", "directed_by"),)
    [made, _] = await store.forward(ours, "directed_by", [matrix.id])
    assert (made.relation, made.value) == ("directed_by", lana)
    assert [f.id for f in await store.inverse(ours, "directed_by", [lana.id])] == [made.id]
    assert len(await store.of_relation(ours, "directed_by", 99)) == 4
    assert len(await store.of_relation(ours, "directed_by", 2)) == 2
    assert {f.relation for f in await store.about(ours, matrix.id, 9)} == {"directed_by"}
    assert {link.relation for link in await store.links(ours, [matrix.id])} == {"directed_by"}
    assert [f.relation for f in await store.facts([made.id], ours)] == ["directed_by"]
    assert [r.fact.relation for r in await store.history(US, made.id)] == ["directed_by"]
    assert (await store.relation_sizes(ours))["directed_by"] == 3
    assert "made_by" not in await store.relation_sizes(ours)

    for read in (store.forward(ours, "made_by", [matrix.id]), store.of_relation(ours, "made_by", 9)):
        assert await read == []
    assert await store.sample(ours, "made_by", 0, 9) == []
    assert await store.newer_ids(ours, "made_by", FactId(0), 9) == []
    assert len(await store.of_relation(theirs, "made_by", 9)) == 3
    assert len(await store.of_relation(theirs, "directed_by", 9)) == 1


async def test_they_are_drawn_from_one_shuffle(store: Storage) -> None:
    await related(store)
    ours = await store.shelf(US)
    drawn = await store.sample_ids(ours, "directed_by", 0.0, 9)

    assert len(drawn) == 3
    assert list(drawn) == sorted(drawn, key=shuffle_place)
    assert [f.id for f in await store.sample(ours, "directed_by", 0.0, 2)] == list(drawn[:2])
    middle = shuffle_place(drawn[1]) / 2**32
    assert list(await store.sample_ids(ours, "directed_by", middle, 9)) == [*drawn[1:], drawn[0]]
    assert list(await store.newer_ids(ours, "directed_by", min(drawn), 1)) == [sorted(drawn)[1]]


async def test_the_words_of_both_are_understood_as_the_one_that_stays(store: Storage) -> None:
    await related(store)
    vocabulary = await store.vocabulary(await store.shelf(US))

    kept = vocabulary.relations["directed_by"]
    assert "made_by" not in vocabulary.relations
    assert kept.nouns == ("directed_by", "maker")
    assert "Who made {subject}?" in kept.phrases
    assert (kept.statement, kept.holds) == ("{subject} has {value}", Holds.MANY)
    assert vocabulary.known("made_by") == kept
    assert vocabulary.merged_into("directed_by") == (MADE_BY,)
    assert await store.vocabulary(await store.shelf(US)) is vocabulary
    assert "made_by" in (await store.vocabulary(await store.shelf(THEM))).relations


async def test_it_is_one_change_with_its_reason_that_is_taken_back_and_done_again(store: Storage) -> None:
    await related(store)
    state = await store.state(await store.shelf(US))
    [entry] = await store.changes(US, 9)
    assert (entry.doing, entry.size, entry.reason) == (Doing.MERGED, 3, "same thing")
    assert entry.about == {"gone": "made_by", "into": "directed_by"}
    for one in ("made_by", "directed_by"):
        assert await store.changes(US, 9, relation=one) == [entry]
    assert await store.changes(US, 9, relation="starring") == []
    assert await store.changes(US, 9, relation="made%by") == []
    assert await store.changes(THEM, 9, relation="made_by") == []

    undone = await store.undo(US, entry.number, "bert", LATER)

    assert (await store.shelf(US)).relations == ()
    assert len(await store.of_relation(await store.shelf(US), "made_by", 9)) == 3
    assert await store.state(await store.shelf(US)) != state
    await store.undo(US, undone.number, "bert", LAST)
    assert len(await store.of_relation(await store.shelf(US), "directed_by", 9)) == 4
    assert len(await store.changes(US, 9, relation="made_by")) == 3


async def test_qualifiers_are_told_by_the_one_that_stays_too(store: Storage) -> None:
    await installed(store)
    await store.merge_relations(US, "as", "made_by", "anna", NOON)
    heat = next(f.subject for f in await store.of_relation(await store.shelf(US), "starring", 9) if f.qualifiers)

    [starring] = await store.forward(await store.shelf(US), "starring", [heat.id])
    [elsewhere] = await store.forward(await store.shelf(THEM), "starring", [heat.id])

    assert [q.relation for q in starring.qualifiers] == ["made_by", "votes"]
    assert [q.relation for q in elsewhere.qualifiers] == ["as", "votes"]


async def test_what_a_pack_says_later_by_the_one_is_told_by_the_other(store: Storage) -> None:
    await related(store)
    more = replace(
        MOVIES, facts=(*MOVIES.facts, fact("heat-2", "made_by", "lana")), info=replace(MOVIES.info, version="2")
    )

    await store.install(more, LATER)

    assert len(await store.of_relation(await store.shelf(US), "directed_by", 9)) == 5
    assert await store.of_relation(await store.shelf(US), "made_by", 9) == []


async def test_a_relation_is_itself_again_while_what_stands_for_it_is_off_the_shelf(store: Storage) -> None:
    await related(store)

    await store.choose(US, ["movies"])
    assert (await store.shelf(US)).relations == ()
    assert len(await store.of_relation(await store.shelf(US), "made_by", 9)) == 3

    await store.choose(US, None)
    assert len(await store.of_relation(await store.shelf(US), "directed_by", 9)) == 4


async def test_an_own_relation_goes_with_its_facts_is_not_let_go_of_and_comes_back(store: Storage) -> None:
    await installed(store)
    await store.declare(US, CRED, (), "anna", NOON, reason="we use it")
    heat = await named(store, "heat")
    mine = await store.add(US, NewFact(heat.id, "slogan", Text("Hot"), Certainty.CONFIRMED, "Us", "", ""), "anna", NOON)
    [told] = await store.changes(US, 9, relation="slogan")
    assert (told.doing, told.reason, told.author, told.at) == (Doing.RELATED, "we use it", "anna", NOON)

    await store.merge_relations(US, "slogan", "motto", "anna", LATER)

    ours = await store.shelf(US)
    assert {f.value for f in await store.forward(ours, "motto", [heat.id])} >= {Text("Hot")}
    assert "slogan" in (await store.vocabulary(ours)).relations["motto"].nouns
    same = NewFact(heat.id, "motto", Text("Hot"), Certainty.CONFIRMED, "Us", "", "")
    assert (await store.add(US, same, "bert", LATER)).id == mine.id
    with pytest.raises(Conflict):
        await store.drop_relation(US, "slogan", "bert", LATER)
    with pytest.raises(Conflict):
        await store.declare(US, replace(CRED, nouns=("line",)), (), "bert", LATER)
    content = await store.content(f"community:{US}")
    assert [(row.relation, row.value) for row in content.facts] == [("slogan", Text("Hot"))]
    assert content.related == (RelatedRow("slogan", "motto"),)

    mended = await store.edit(US, mine.id, FactChange(value=Text("Hotter")), "bert", LATER)
    assert mended.relation == "motto"
    merged = next(entry for entry in await store.changes(US, 9) if entry.doing is Doing.MERGED)
    await store.undo(US, merged.number, "carl", LAST)
    assert [f.value for f in await store.forward(await store.shelf(US), "slogan", [heat.id])] == [Text("Hotter")]


async def test_what_becomes_of_the_facts_is_known_before(store: Storage) -> None:
    await installed(store)
    shelf = await store.shelf(US)
    assert await store.compare_relations(shelf, "made_by", "directed_by", single=False) == Overlap(3, 0, 0, False)

    heat, heat_2 = [m.entity for m in (await store.by_name(shelf, ["heat"]))["heat"]]
    await store.merge(US, heat_2.id, heat.id, "anna", NOON)
    shelf = await store.shelf(US)
    [made] = await store.forward(shelf, "made_by", [heat.id])
    [directed] = await store.forward(shelf, "directed_by", [heat.id])
    single = await store.compare_relations(shelf, "made_by", "directed_by", single=True)
    assert (single.facts, single.same, single.odd, single.odd_facts) == (3, 0, 1, ((made.id, directed.id),))

    await store.merge(US, (await named(store, "m mann")).id, (await named(store, "michael mann")).id, "anna", NOON)
    shelf = await store.shelf(US)
    single = await store.compare_relations(shelf, "made_by", "directed_by", single=True)
    assert (single.same, single.odd, single.same_facts) == (1, 0, ((made.id, directed.id),))


async def test_several_values_of_the_one_that_goes_are_at_odds_with_each_other(store: Storage) -> None:
    await installed(store)
    rocky = await named(store, "rocky 2")
    for votes in (3, 4):
        new = NewFact(rocky.id, "votes", Number(Decimal(votes)), Certainty.CONFIRMED, "Us", "", "")
        await store.add(US, new, "anna", NOON)
    found = await store.compare_relations(await store.shelf(US), "votes", "as", single=True)
    assert (found.facts, found.odd, len(found.odd_facts)) == (3, 1, 1)


async def test_locked_facts_and_things_hold_a_relation_and_its_parting(store: Storage) -> None:
    await installed(store)
    shelf = await store.shelf(US)
    lana = await named(store, "lana wachowski")

    async def locked(gone: str) -> bool:
        return (await store.compare_relations(shelf, gone, "directed_by", single=False)).locked

    await store.lock(US, lana.id, "ada", NOON, called="Lana", fact=False, locked=True)
    assert (await locked("made_by"), await locked("starring")) == (True, False)
    await store.merge_relations(US, "made_by", "directed_by", "ada", LATER)
    [entry] = await store.changes(US, 9, relation="made_by")
    assert await store.touches_locked(US, entry.number)
    await store.lock(US, lana.id, "ada", NOON, called="Lana", fact=False, locked=False)
    assert not await store.touches_locked(US, entry.number)
    assert not await locked("made_by")


async def test_one_goes_on_when_it_is_merged_again_and_nothing_is_merged_twice(store: Storage) -> None:
    await related(store)
    for gone, stays in (("made_by", "starring"), ("starring", "made_by"), ("starring", "starring"), ("no", "starring")):
        with pytest.raises(Conflict):
            await store.merge_relations(US, gone, stays, "bert", LATER)

    assert await store.merge_relations(US, "directed_by", "starring", "bert", LATER) == 4

    assert (await store.shelf(US)).tells("starring") == ("starring", "directed_by", "made_by")
    later, first = await store.changes(US, 2)
    with pytest.raises(Conflict, match="merged again since"):
        await store.undo(US, first.number, "carl", LAST)
    await store.undo(US, later.number, "carl", LAST)
    assert (await store.shelf(US)).relations == (("made_by", "directed_by"),)
    await store.undo(US, first.number, "carl", LAST)
    assert (await store.shelf(US)).relations == ()


async def test_no_declaration_is_taken_back_while_facts_are_told_by_it_or_it_is_one_with_another(
    store: Storage,
) -> None:
    await store.install(FILMS, NOON)
    await store.declare(US, CRED, (), "anna", NOON)
    heat = (await store.by_name(await store.shelf(US), ["heat"]))["heat"][0].entity.id
    new = NewFact(heat, "slogan", Text("Hot"), Certainty.CONFIRMED, "Us", "", "")
    mine = await store.add(US, new, "anna", NOON)
    declared = (await store.changes(US, 9, relation="slogan"))[-1].number
    with pytest.raises(Conflict, match="Facts are told by slogan"):
        await store.undo(US, declared, "bert", LATER)
    await store.merge_relations(US, "slogan", "motto", "anna", LATER)
    await store.retire(US, mine.id, "anna", LATER, "")
    with pytest.raises(Conflict, match="one with another"):
        await store.undo(US, declared, "bert", LATER)
    assert "slogan" in (await store.vocabulary(await store.shelf(US))).merged

    merged = next(entry for entry in await store.changes(US, 9) if entry.doing is Doing.MERGED)
    await store.undo(US, merged.number, "bert", LAST)
    await store.undo(US, declared, "bert", LAST)

    assert "slogan" not in (await store.vocabulary(await store.shelf(US))).relations


async def test_a_relation_whose_facts_came_by_an_import_that_was_taken_back_may_go(store: Storage) -> None:
    await store.install(FILMS, NOON)
    await store.declare(US, CRED, (), "anna", NOON)
    heat = (await store.by_name(await store.shelf(US), ["heat"]))["heat"][0].entity.id
    new = NewFact(heat, "slogan", Text("Hot"), Certainty.CONFIRMED, "Us", "", "")
    number = await store.bring(US, Bringing(facts=(new,)), "anna", NOON, {})
    with pytest.raises(Conflict):
        await store.drop_relation(US, "slogan", "anna", LATER)
    await store.undo(US, number, "anna", LATER)

    await store.drop_relation(US, "slogan", "anna", LATER)

    assert "slogan" not in (await store.vocabulary(await store.shelf(US))).relations


async def test_no_relations_run_in_a_circle_whatever_is_taken_back(store: Storage) -> None:
    await store.install(FILMS, NOON)
    await store.declare(US, CRED, (), "anna", NOON)
    await store.merge_relations(US, "slogan", "motto", "anna", LATER)
    undone = await store.undo(US, (await store.changes(US, 1))[0].number, "bert", LATER)
    await store.merge_relations(US, "motto", "slogan", "carl", LATER)

    with pytest.raises(Conflict, match="merged again since"):
        await store.undo(US, undone.number, "dora", LAST)

    assert (await store.shelf(US)).relations == (("motto", "slogan"),)
