"""The name index, on every store."""

from tests.db.conftest import Storage
from tests.db.samples import FILMS, LATER, NOON, entity, pack
from trivia.facts.model import GLOBAL_COMMUNITY, CommunityId, Shelf
from trivia.ports import NameMatch


async def films(store: Storage) -> Shelf:
    await store.install(FILMS, NOON)
    return await store.shelf(GLOBAL_COMMUNITY)


def keys(matches: object) -> list[str]:
    assert isinstance(matches, list | tuple)
    return [m.entity.key for m in matches]


async def test_a_name_finds_its_entity_with_its_kind_popularity_and_pack(store: Storage) -> None:
    shelf = await films(store)

    found = await store.by_name(shelf, ["heat"])

    [match] = found["heat"]
    assert isinstance(match, NameMatch)
    assert (match.name, match.edits, match.alias) == ("heat", 0, False)
    assert (match.entity.key, match.entity.kind, match.entity.name) == ("heat", "film", "Heat")
    assert (match.entity.popularity, match.entity.pack) == (0.9, "films")


async def test_names_that_nobody_bears_are_absent(store: Storage) -> None:
    shelf = await films(store)

    assert set(await store.by_name(shelf, ["heat", "nobody", ""])) == {"heat"}
    assert await store.by_name(shelf, []) == {}


async def test_an_alias_is_found_and_says_that_it_is_one(store: Storage) -> None:
    shelf = await films(store)

    found = await store.by_name(shelf, ["alfredo pacino", "黑客帝国"])

    assert [(m.entity.key, m.alias) for m in found["alfredo pacino"]] == [("pacino", True)]
    assert [(m.entity.key, m.alias) for m in found["黑客帝国"]] == [("the-matrix", True)]


async def test_articles_may_be_left_out_or_put_in(store: Storage) -> None:
    shelf = await films(store)

    found = await store.by_name(shelf, ["the matrix", "matrix", "the heat", "a heat"])

    assert {name: keys(m) for name, m in found.items()} == {
        "the matrix": ["the-matrix"],
        "matrix": ["the-matrix"],
        "the heat": ["heat"],
        "a heat": ["heat"],
    }


async def test_who_bears_the_name_with_its_article_is_meant_by_it(store: Storage) -> None:
    await store.install(pack((entity("ring", "Ring"), entity("the-ring", "The Ring"))), NOON)
    shelf = await store.shelf(GLOBAL_COMMUNITY)

    found = await store.by_name(shelf, ["the ring", "ring"])

    assert keys(found["the ring"]) == ["the-ring"]
    assert set(keys(found["ring"])) == {"ring", "the-ring"}


async def test_of_namesakes_the_most_popular_comes_first(store: Storage) -> None:
    await store.install(
        pack((entity("c", "Kim", popularity=0.2), entity("a", "Kim", popularity=0.9), entity("b", "Kim"))), NOON
    )
    await store.install(pack((entity("d", "Kim", popularity=0.7),), name="others"), NOON)
    shelf = await store.shelf(GLOBAL_COMMUNITY)

    assert keys((await store.by_name(shelf, ["kim"]))["kim"]) == ["a", "d", "b", "c"]


async def test_any_number_of_names_may_be_asked_for_at_once(store: Storage) -> None:
    shelf = await films(store)

    found = await store.by_name(shelf, [f"nobody {i}" for i in range(3_000)] + ["heat"])

    assert set(found) == {"heat"}


async def test_a_slip_is_forgiven_and_counted(store: Storage) -> None:
    shelf = await films(store)

    for typed, edits in (("micheal mann", 1), ("michel man", 2), ("michael mann", 0), ("imchael mnan", 2)):
        [match] = await store.near_name(shelf, typed, 2)
        assert (match.entity.key, match.edits, match.name) == ("mann", edits, "michael mann")


async def test_no_more_slips_are_forgiven_than_asked_for(store: Storage) -> None:
    shelf = await films(store)

    assert await store.near_name(shelf, "michel man", 1) == []
    assert keys(await store.near_name(shelf, "haet", 1)) == ["heat"]
    assert keys(await store.near_name(shelf, "heat", 0)) == ["heat"]


async def test_digits_are_never_a_slip(store: Storage) -> None:
    shelf = await films(store)

    assert keys(await store.near_name(shelf, "rocky 3", 2)) == ["rocky-3"]
    assert keys(await store.near_name(shelf, "rokcy 2", 2)) == ["rocky-2"]
    assert await store.near_name(shelf, "rocky 4", 2) == []


async def test_the_nearest_comes_first_then_the_most_popular(store: Storage) -> None:
    await store.install(
        pack(
            (
                entity("a", "Marina", popularity=0.1),
                entity("b", "Martina", popularity=0.9),
                entity("c", "Marine", popularity=0.8),
            )
        ),
        NOON,
    )
    shelf = await store.shelf(GLOBAL_COMMUNITY)

    assert keys(await store.near_name(shelf, "marina", 2)) == ["a", "b", "c"]


async def test_words_find_names_that_hold_them_all(store: Storage) -> None:
    shelf = await films(store)

    assert keys(await store.by_words(shelf, ["heat"], 10)) == ["heat", "big-heat"]
    assert keys(await store.by_words(shelf, ["heat", "big"], 10)) == ["big-heat"]
    assert keys(await store.by_words(shelf, ["heat"], 1)) == ["heat"]
    assert await store.by_words(shelf, ["heat", "nobody"], 10) == []
    assert await store.by_words(shelf, [], 10) == []


async def test_the_beginning_of_a_word_finds_names_that_go_on(store: Storage) -> None:
    shelf = await films(store)

    assert keys(await store.by_prefix(shelf, "hea", 10)) == ["heat", "big-heat"]
    assert keys(await store.by_prefix(shelf, "big he", 10)) == ["big-heat"]
    assert keys(await store.by_prefix(shelf, "pac", 10)) == ["pacino"]
    assert await store.by_prefix(shelf, "eat", 10) == []
    assert await store.by_prefix(shelf, "", 10) == []


async def test_aliases_come_back_as_they_were_written(store: Storage) -> None:
    shelf = await films(store)
    found = await store.by_name(shelf, ["the matrix", "heat"])
    matrix, heat = (found[name][0].entity.id for name in ("the matrix", "heat"))

    assert await store.aliases([matrix, heat]) == {matrix: ["Matrix I", "黑客帝国"]}


async def test_names_of_packs_off_the_shelf_are_not_found(store: Storage) -> None:
    await films(store)
    await store.install(pack((entity("x", "Secret"),), name="others"), NOON)
    shelf = await store.choose(CommunityId(7), ["others"])

    assert await store.by_name(shelf, ["heat"]) == {}
    assert await store.near_name(shelf, "haet", 2) == []
    assert await store.by_words(shelf, ["heat"], 5) == []
    assert await store.by_prefix(shelf, "he", 5) == []
    assert keys((await store.by_name(shelf, ["secret"]))["secret"]) == ["x"]
    assert await store.by_name(Shelf(()), ["heat"]) == {}


async def test_a_name_that_a_pack_gave_up_is_no_longer_found(store: Storage) -> None:
    await store.install(pack((entity("a", "Old Name", "film", 0.5, "Alias"), entity("b", "Gone"))), NOON)
    await store.install(pack((entity("a", "New Name", "film", 0.5),), version="2"), LATER)
    shelf = await store.shelf(GLOBAL_COMMUNITY)

    found = await store.by_name(shelf, ["old name", "alias", "gone", "new name"])

    assert set(found) == {"new name"}
    assert await store.near_name(shelf, "old nmae", 2) == []
    assert await store.by_words(shelf, ["old"], 5) == []
    assert await store.by_words(shelf, ["new"], 5) != []


async def test_odd_names_are_kept_and_found(store: Storage) -> None:
    names = ("!!!", "A", "The The", "x" * 1_000, "Ω", "O’Brien", "U.S.")
    await store.install(pack(tuple(entity(f"e{i}", name) for i, name in enumerate(names))), NOON)
    shelf = await store.shelf(GLOBAL_COMMUNITY)

    found = await store.by_name(shelf, ["!!!", "a", "the the", "ω", "obrien", "u s"])

    assert set(found) == {"!!!", "a", "the the", "ω", "obrien", "u s"}
    assert await store.near_name(shelf, "", 2) is not None
