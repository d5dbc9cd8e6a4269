"""Who asks and plays goes on while a great file is matched with what is known."""

import asyncio

from tests.db.samples import FILMS, NOON, VOCABULARY
from tests.fakes.store import MemoryStore
from trivia.facts.model import CommunityId
from trivia.formats.matching import matched
from trivia.formats.tables import TableFormat

US = CommunityId(1)
ROWS = 2_000


def table(rows: int) -> bytes:
    lines = ["subject,kind,relation,value", *(f"Film {i // 3},film,directed_by,Person {i}" for i in range(rows))]
    return "\n".join(lines).encode()


async def test_others_get_many_turns_while_a_great_file_is_matched() -> None:
    store = MemoryStore()
    await store.install(FILMS, NOON)
    incoming = TableFormat().read("facts.csv", table(ROWS), VOCABULARY, "")
    shelf = await store.shelf(US)
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    playing = asyncio.create_task(other())
    found = await matched(incoming, store, shelf, "facts.csv")
    playing.cancel()

    assert (len(found.new), found.refused) == (ROWS, 0)
    assert turns >= ROWS / 200


async def test_a_thing_named_in_many_rows_is_one_new_thing() -> None:
    store = MemoryStore()
    await store.install(FILMS, NOON)
    rows = b"subject,kind,relation,value\nNew,film,directed_by,She\nNEW,film,starring,She\nnew,film,directed_by,He\n"
    incoming = TableFormat().read("facts.csv", rows, VOCABULARY, "")

    found = await matched(incoming, store, await store.shelf(US), "facts.csv")

    assert [(thing.name, thing.kind) for thing in found.bringing.entities] == [
        ("New", "film"),
        ("She", "person"),
        ("He", "person"),
    ]
    assert len({fact.subject for fact in found.new}) == 1
