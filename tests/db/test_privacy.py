"""What is kept of members and communities is known table by table, handed out, and forgotten."""

import re
from pathlib import Path

from db import Store
from db.migrations import STEPS
from db.privacy import KEPT, Fate
from tests.db.samples import FILMS, LATER, NOON
from trivia.facts.authors import signed
from trivia.facts.keeping import Suggestion
from trivia.facts.model import Certainty, CommunityId, Text
from trivia.ports import FactChange, NewEntity, NewFact
from trivia.rounds.model import ChannelId, MemberId, Place
from trivia.settings import Scope

US, THEM = CommunityId(1), CommunityId(2)
EVE = MemberId("chat:7")
AUTHOR = signed("Eve", EVE)
HERE = Place(US, ChannelId("chat:1"))
DOCS = Path(__file__).parents[2] / "docs" / "privacy.md"


FATES = {
    frozenset[Fate](): "–",
    frozenset({Fate.GOES}): "goes",
    frozenset({Fate.NAMELESS}): "stays without your name",
    frozenset(Fate): "yours goes; the rest stays without your name",
}


def tables() -> set[str]:
    statements = [statement for step in STEPS for statement in step]
    return {match[1] for s in statements for match in [re.match(r"CREATE TABLE (\w+)", s)] if match}


def test_every_table_is_listed_with_what_it_keeps() -> None:
    assert set(KEPT) == tables()


def test_every_column_that_is_named_for_people_is_listed() -> None:
    statements = " ".join(statement for step in STEPS for statement in step)
    for table in tables():
        body = re.search(
            rf"CREATE TABLE {table} \((.*?)\)\s*(?:{{table}})?\s*(?:CREATE|ALTER|INSERT|UPDATE|DROP|$)", statements
        )
        columns = set(re.findall(r"\b(member|author|decided_by|opener|closer)\b \{", body[1] if body else ""))
        assert columns <= {name for c in KEPT[table].columns for name in (c.name, *c.names)}, table


async def test_the_rows_of_every_table_are_told_apart_by_its_key(sqlite_store: Store) -> None:
    for name, table in KEPT.items():
        rows = await sqlite_store.database.read("SELECT name FROM pragma_table_info(?) WHERE pk > 0", (name,))
        if table.columns or table.whose:
            assert set(table.key) == {row[0] for row in rows}, name


def test_the_page_on_privacy_lists_every_table() -> None:
    listed = set(re.findall(r"^\| `(\w+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE))
    assert listed == tables()


def test_the_page_on_privacy_says_of_every_table_what_it_keeps_and_what_becomes_of_it() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)

    assert {name: (about, fate) for name, about, fate in rows} == {
        name: (table.about, FATES[frozenset(column.fate for column in table.columns)]) for name, table in KEPT.items()
    }


async def filled(store: Store, community: CommunityId = US) -> None:
    await store.install(FILMS, NOON)
    new = NewFact(NewEntity("Our Film", "film"), "motto", Text("Ours"), Certainty.CONFIRMED, "as told by Eve", "", "")
    fact = await store.add(community, new, AUTHOR, NOON)
    await store.edit(community, fact.id, FactChange(value=Text("More")), AUTHOR, LATER)
    await store.suggest(
        community, Suggestion(0, EVE, "Eve", "chat", {"sentence": "x"}, "x is y", NOON), "2026-03-01", 9
    )
    await store.note(community, "who?", NOON)
    await store.note_asker(community, "who?", EVE, "chat", NOON)
    await store.keep_draft(community, EVE, "fact add", {"sentence": "x"}, NOON)
    place = Place(community, HERE.channel)
    await store.choose_setting(place, Scope.MEMBER, EVE, "extra", "50", at=NOON)


async def test_a_member_is_handed_all_that_names_them(real_store: Store) -> None:
    await filled(real_store)

    kept = await real_store.kept_of(EVE)

    assert set(kept) == {"facts", "changes", "suggestions", "askers", "drafts", "settings", "sources"}
    assert [row["author"] for row in kept["facts"]] == [AUTHOR, AUTHOR]
    assert kept["suggestions"][0]["said"] == "x is y"
    assert await real_store.kept_of("chat:70") == {}
    assert await real_store.kept_of("chat:_") == {}


async def test_a_member_who_is_forgotten_is_named_nowhere_and_what_they_taught_stands(real_store: Store) -> None:
    await filled(real_store)

    await real_store.forget_member(EVE)

    assert await real_store.kept_of(EVE) == {}
    [edit, added] = await real_store.changes(US, 9)
    assert edit.author.startswith("Somebody")
    [fact] = added.facts[:1]
    assert [r.author.startswith("Somebody") for r in await real_store.history(US, fact.id)] == [True, True]
    titles = {r.fact.source.title for r in await real_store.history(US, fact.id)}
    assert titles == {"as told by somebody"}
    [suggestion] = await real_store.suggestions(US, 9)
    assert (suggestion.name, suggestion.said) == ("Somebody", "x is y")
    assert (await real_store.chosen(HERE, EVE)).number("extra") == 0
    await real_store.undo(US, edit.number, "bert", LATER)


async def test_a_community_is_forgotten_and_no_other(real_store: Store) -> None:
    await filled(real_store)
    await filled(real_store, THEM)

    await real_store.forget_community(US, gone=False)

    shelf = await real_store.shelf(US)
    assert await real_store.by_name(shelf, ["our film"]) == {}
    assert await real_store.changes(US, 9) == []
    assert await real_store.wondered(US, 9) == []
    assert len(await real_store.by_name(await real_store.shelf(THEM), ["our film"])) == 1
    assert len(await real_store.changes(THEM, 9)) == 2
    again = NewFact(NewEntity("Our Film", "film"), "motto", Text("Ours"), Certainty.CONFIRMED, "as told by Eve", "", "")
    assert (await real_store.add(US, again, AUTHOR, LATER)).subject.name == "Our Film"
