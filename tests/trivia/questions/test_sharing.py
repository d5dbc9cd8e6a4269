"""Questions made for one channel serve others, and nothing that is no longer so is served."""

from datetime import UTC, datetime
from random import Random

from tests.fakes.store import MemoryStore
from tests.trivia.questions.conftest import generator
from trivia.facts.model import GLOBAL_COMMUNITY, CommunityId, Fact, Shelf
from trivia.questions.generator import Generator, Wish
from trivia.questions.remembering import Memory
from trivia.questions.stock import VARIANTS, Stock

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
ANYTHING = Wish(enough=100)


class Counting(MemoryStore):
    """Counts what waves read."""

    reads = 0

    async def forward(self, *args, **kwargs):  # type: ignore[no-untyped-def] # passes on what it gets
        self.reads += 1
        return await super().forward(*args, **kwargs)


async def all_facts(store: MemoryStore, shelf: Shelf) -> list[Fact]:
    return [
        fact for relation in await store.relation_sizes(shelf) for fact in await store.of_relation(shelf, relation, 99)
    ]


def counting(store: MemoryStore) -> Counting:
    """Let a store count."""
    store.__class__ = Counting
    assert isinstance(store, Counting)
    return store


async def made_until_known(generator: Generator, shelf: Shelf, facts: list[Fact]) -> set[str]:
    stems: set[str] = set()
    for seed in range(40):
        made, _ = await generator.made_of(shelf, facts, ANYTHING, Random(seed))
        stems |= {question.stem for question in made}
    return stems


async def test_another_community_with_the_same_packs_is_served_what_was_made(films: MemoryStore) -> None:
    store, made = counting(films), generator(films)
    mine, yours = await store.shelf(CommunityId(1)), await store.shelf(CommunityId(2))
    known = await made_until_known(made, mine, await all_facts(store, mine))
    store.reads = 0

    served, _ = await made.made_of(yours, await all_facts(store, yours), ANYTHING, Random(1))

    assert served
    assert {question.stem for question in served} <= known
    assert store.reads == 0


async def test_a_community_that_has_facts_of_its_own_shares_nothing(films: MemoryStore) -> None:
    store, made = films, generator(films)
    mine, facts = await store.shelf(CommunityId(1)), await all_facts(store, await store.shelf(CommunityId(1)))
    await made_until_known(made, mine, facts)
    asked = next(q.evidence[0].fact for q in (await made.made_of(mine, facts, ANYTHING, Random(0)))[0])

    await store.retire(CommunityId(2), asked.id, "mia", NOON, "")
    theirs = await store.shelf(CommunityId(2))
    served, _ = await made.made_of(theirs, await all_facts(store, theirs), ANYTHING, Random(0))

    assert asked.id not in {question.evidence[0].fact.id for question in served}
    assert await store.state(mine) != await store.state(theirs)


async def test_of_each_fact_no_more_is_kept_than_is_meant_to(films: MemoryStore) -> None:
    made = generator(films)
    shelf = await films.shelf(GLOBAL_COMMUNITY)
    [question, *_], _ = await made.made_of(shelf, await all_facts(films, shelf), ANYTHING, Random(3))
    fact = question.evidence[0].fact
    stock = Stock(most=4)

    for key in ("a", "b", "c"):
        stock.keep(key, [(fact.id, question)] * (VARIANTS + 5))

    def there(key: str) -> int:
        return len(stock.of(key).tries.get(fact.id, ()))

    assert (there("c"), there("b"), there("a")) == (VARIANTS, VARIANTS, 0)


async def test_what_is_remembered_is_what_the_store_says_and_has_a_limit(films: MemoryStore) -> None:
    shelf = await films.shelf(GLOBAL_COMMUNITY)
    facts = await all_facts(films, shelf)
    memory = Memory(films, most=5)
    remembered = memory.of("now")

    for relation in {fact.relation for fact in facts}:
        subjects = [fact.subject.id for fact in facts if fact.relation == relation]
        for some in (subjects[:1], subjects, subjects[::-1]):
            assert list(await remembered.forward(shelf, relation, some)) == list(
                await films.forward(shelf, relation, some)
            )
        for start in (0.0, 0.5, 0.0):
            assert list(await remembered.sample(shelf, relation, start, 3)) == list(
                await films.sample(shelf, relation, start, 3)
            )

    assert memory.of("now") is not remembered  # it held more than it may
