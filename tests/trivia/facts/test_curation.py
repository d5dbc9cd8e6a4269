"""Facts as moderators write them."""

import asyncio
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.fakes.store import MemoryStore
from trivia.errors import UsageError
from trivia.facts.curation import (
    Claim,
    Resolved,
    claims,
    date_in_words,
    from_sentence,
    relation_named,
    resolve,
    resolve_value,
)
from trivia.facts.dates import PartialDate
from trivia.facts.model import GLOBAL_COMMUNITY, Quantity
from trivia.facts.packs import read_pack
from trivia.ports import NewEntity

NOW = datetime(2026, 1, 1, tzinfo=UTC)
COUNTRIES = Path(__file__).parents[3] / "packs" / "countries"


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    memory = MemoryStore()
    content = read_pack({path.name: path.read_bytes() for path in COUNTRIES.iterdir()})
    asyncio.run(memory.install(content, NOW))
    return memory


async def read(store: MemoryStore, sentence: str, kind: str = "") -> Resolved:
    shelf = await store.shelf(GLOBAL_COMMUNITY)
    return await from_sentence(sentence, store, shelf, await store.vocabulary(shelf), kind)


async def test_a_sentence_in_a_relations_form_is_read_with_its_names(store: MemoryStore) -> None:
    found = await read(store, "the capital of  norway is OSLO.")
    assert found.relation.id == "capital"
    assert found.new_names == ()


async def test_the_most_specific_form_wins_and_articles_may_be_left_out(store: MemoryStore) -> None:
    found = await read(store, "The currency of Norway is gold")
    assert found.relation.id == "currency"
    assert found.new_names == ("gold",)


@pytest.mark.parametrize("verb", ["belong to", "belongs to"])
async def test_the_verb_may_agree_with_a_plural_name_or_not(store: MemoryStore, verb: str) -> None:
    found = await read(store, f"The Faroe Islands {verb} Denmark")
    assert (found.relation.id, found.new_names) == ("belongs_to", ())


async def test_values_are_read_in_the_form_their_relation_takes(store: MemoryStore) -> None:
    found = await read(store, "The area of Norway is 385,207 km²")
    assert found.value == Quantity(Decimal(385207), "km2")
    with pytest.raises(UsageError, match="area takes a quantity"):
        await read(store, "The area of Norway is vast")


async def test_a_new_value_of_several_possible_kinds_is_what_one_says_it_is(store: MemoryStore) -> None:
    shelf = await store.shelf(GLOBAL_COMMUNITY)
    claim = Claim((await store.vocabulary(shelf)).relations["located_in"], "Bergen", "Xanadu")
    with pytest.raises(UsageError, match="say what this is: kind=country"):
        await resolve(claim, store, shelf)
    assert (await resolve(claim, store, shelf, "country")).value == NewEntity("Xanadu", "country")


async def test_a_new_value_in_the_place_of_another_is_of_the_same_kind(store: MemoryStore) -> None:
    shelf = await store.shelf(GLOBAL_COMMUNITY)
    relation = (await store.vocabulary(shelf)).relations["located_in"]
    (norway,) = [match.entity for match in (await store.by_name(shelf, ("norway",)))["norway"]]
    assert await resolve_value("Xanadu", relation, store, shelf, instead_of=norway) == NewEntity("Xanadu", "country")


async def test_a_sentence_of_strangers_teaches_nothing_unless_their_kind_is_given(store: MemoryStore) -> None:
    with pytest.raises(UsageError, match="Wonderland"):
        await read(store, "The capital of Wonderland is Teatown")
    found = await read(store, "The capital of Wonderland is Teatown", kind="country")
    assert found.subject == NewEntity("Wonderland", "country")


async def test_what_has_no_relations_form_is_refused(store: MemoryStore) -> None:
    with pytest.raises(UsageError, match="can't read that as a fact"):
        await read(store, "Norway rocks")


async def test_parts_name_a_relation_by_id_or_noun_and_ends_by_name(store: MemoryStore) -> None:
    shelf = await store.shelf(GLOBAL_COMMUNITY)
    vocabulary = await store.vocabulary(shelf)
    relation = relation_named("Capital", vocabulary)
    found = await resolve(Claim(relation, "Norway", "Oslo"), store, shelf)
    assert found.finds_a_name
    with pytest.raises(UsageError, match="Some that I know"):
        relation_named("loves", vocabulary)
    with pytest.raises(UsageError, match="doesn't fit there"):
        await resolve(Claim(relation, "Nowhere", "Oslo"), store, shelf, "river")


async def test_what_is_too_long_for_a_sentence_is_not_read(store: MemoryStore) -> None:
    vocabulary = await store.vocabulary(await store.shelf(GLOBAL_COMMUNITY))
    assert claims("Norway borders " + "x" * 10_000, vocabulary) == []


def test_dates_are_read_as_people_write_them() -> None:
    assert date_in_words("14 June 2019") == PartialDate(2019, 6, 14)
    assert date_in_words("June 14, 2019") == PartialDate(2019, 6, 14)
    assert date_in_words("June 2019") == PartialDate(2019, 6)
    assert date_in_words("31 June 2019") is None
    assert date_in_words("yesterday") is None
