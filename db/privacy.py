"""What is kept of members and of communities, table by table; handing it out and forgetting it.

``KEPT`` names every table: a test holds it to the schema, and docs/privacy.md to it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from db.counters import reserve
from db.seam import Described, Transaction
from db.statements import moment
from trivia.facts.authors import signed, signer
from trivia.facts.model import CommunityId
from trivia.privacy import GONE, KEPT_AFTER_LEAVING, Row

SOMEBODY = "Somebody"


class Holds(StrEnum):
    """How a column names a member."""

    ID = "id"
    SIGNED = "name and id"
    JSON = "JSON"
    OWN_CHANNEL = "own channel"


class Fate(StrEnum):
    """What becomes of it when the member asks to be forgotten."""

    GOES = "goes"
    NAMELESS = "stays without a name"


@dataclass(frozen=True, slots=True)
class Column:
    """A column that names members. ``names`` are columns with their names, ``blank`` with words of theirs."""

    name: str
    fate: Fate
    holds: Holds = Holds.ID
    names: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """What a table keeps. ``whose`` is the condition by which its rows belong to a community (``?``), if any do."""

    about: str
    whose: str = ""
    columns: tuple[Column, ...] = ()


_OWN = "community = ?"
_OF_ROUND = "round IN (SELECT id FROM rounds WHERE community = ?)"
_OF_DAILY = "round IN (SELECT round FROM daily_sets WHERE community = ?)"
_OF_PACK = "pack IN (SELECT id FROM packs WHERE community = ?)"
_OF_NAMES = f"name IN (SELECT id FROM names WHERE {_OF_PACK})"
_OF_DRAWER = "drawer IN (SELECT id FROM drawers WHERE community = ?)"
_OF_ITEM = "item IN (SELECT id FROM disputed WHERE community = ?)"
_OF_BOARD = "board IN (SELECT id FROM boards WHERE community = ?)"

KEPT: Mapping[str, Table] = {
    # What hangs on other tables comes before them, for forgetting goes in this order.
    "segments": Table("keys by which names with slips are found", _OF_NAMES),
    "words": Table("words of names", _OF_NAMES),
    "names": Table("names of things", _OF_PACK),
    "frequencies": Table("how common words of names are"),
    "qualifier_entities": Table("things that facts name besides", f"fact IN (SELECT fact FROM facts WHERE {_OF_PACK})"),
    "facts": Table("facts, each state with who made it so", _OF_PACK, (
        Column("author", Fate.NAMELESS, Holds.SIGNED),
    )),
    "sources": Table("where facts come from; those that members told name them", _OF_PACK),
    "entities": Table("things that facts are about", _OF_PACK),
    "written_questions": Table("questions that people wrote", _OF_PACK),
    "change_parts": Table("what changes did", "change IN (SELECT id FROM changes WHERE community = ?)"),
    "changes": Table("who changed which facts, when and why", _OWN, (
        Column("member", Fate.NAMELESS, names=("author",)),
    )),
    "hidden": Table("shared facts that a community retired", _OWN),
    "merged_entities": Table("things that a community took for one", _OWN),
    "decisions": Table("who retired a shared fact", _OWN, (Column("author", Fate.NAMELESS, Holds.SIGNED),)),
    "locks": Table("what admins locked", _OWN, (Column("author", Fate.NAMELESS, Holds.SIGNED),)),
    "drafts": Table("what a member was shown and has not confirmed, for seven days", _OWN, (
        Column("member", Fate.GOES),
    )),
    "suggestions": Table("facts that members suggested, and what became of them", _OWN, (
        Column("member", Fate.NAMELESS, names=("name",), blank=("word",)),
        Column("decided_by", Fate.NAMELESS, Holds.SIGNED),
    )),
    "askers": Table("who asked what nobody could answer, until it is answered", _OWN, (Column("member", Fate.GOES),)),
    "unanswered": Table("questions that nobody could answer, without who asked", _OWN),
    "digests": Table("the weeks for which channels were told what waits for moderators", _OWN),
    "lookups": Table("answers that members were given, for seven days", _OWN, (Column("member", Fate.GOES),)),
    "shelves": Table("the packs that a community reads", _OWN),
    "rulings": Table("what moderators ruled later on attempts", _OF_ROUND),
    "attempts": Table("what members answered, when and how fast", _OF_ROUND, (
        Column("member", Fate.NAMELESS, names=("name",), blank=("given",)),
    )),
    "results": Table("the points that members earned", _OWN, (Column("member", Fate.NAMELESS, names=("name",)),)),
    "totals": Table("sums of points", _OF_BOARD, (Column("member", Fate.NAMELESS),)),
    "players": Table("names on boards", _OWN, (Column("member", Fate.NAMELESS, names=("name", "folded")),)),
    "boards": Table("the boards there are", _OWN),
    "seasons": Table("seasons, and who opened and closed them", _OWN, (
        Column("opener", Fate.NAMELESS),
        Column("closer", Fate.NAMELESS),
    )),
    "daily_puts": Table("how far members are in a daily set", _OF_DAILY, (Column("member", Fate.NAMELESS),)),
    "daily_shared": Table("who shared a result", _OF_DAILY, (Column("member", Fate.NAMELESS),)),
    "daily_days": Table("the days on which members played the daily set", _OWN, (Column("member", Fate.GOES),)),
    "daily_sets": Table("the daily sets there were", _OWN),
    "disputes": Table("who said that something was wrong, and why", _OF_ITEM, (
        Column("member", Fate.NAMELESS),
        Column("dispute", Fate.NAMELESS, Holds.JSON),
    )),
    "disputed": Table("what was said to be wrong, and what was decided", _OWN, (
        Column("decision", Fate.NAMELESS, Holds.JSON),
    )),
    "asked": Table("the questions that channels had", _OWN),
    "rounds": Table("rounds, with who played", _OWN, (Column("state", Fate.NAMELESS, Holds.JSON),)),
    "slots": Table("planned rounds that came", "schedule IN (SELECT id FROM schedules WHERE community = ?)"),
    "schedules": Table("planned rounds, with who wants to be reminded", _OWN, (
        Column("state", Fate.NAMELESS, Holds.JSON),
    )),
    "outbox": Table("messages to be sent, and those sent in the last days", _OWN, (
        Column("channel", Fate.GOES, Holds.OWN_CHANNEL),
    )),
    "bags": Table("what a channel has still to be asked", _OF_DRAWER),
    "drawn": Table("what a channel was asked", _OF_DRAWER),
    "drawers": Table("the channels that are asked", _OWN),
    "settings": Table("what was chosen, and by whom", _OWN, (
        Column("target", Fate.GOES),
        Column("author", Fate.NAMELESS),
    )),
    "workspaces": Table("the workspaces of Slack", _OWN),
    "packs": Table("packs of facts", _OWN),
    "communities": Table("the servers and workspaces that the bot is or was in", "id = ?"),
    "installations": Table("sealed tokens of workspaces"),
    "install_states": Table("installations under way, for minutes"),
    "shown": Table("messages that can still be changed, without who reads them"),
    "actions": Table("what long buttons do, for some weeks"),
    "events": Table("ids of events that were handled, for some days"),
    "done": Table("ids of writes that were done"),
    "notes": Table("what the program keeps about the store"),
    "counters": Table("numbers given"),
}  # fmt: skip
"""Every table, with what it keeps of whom."""

_PRESENCE = frozenset({"communities", "workspaces"})
"""What says that the bot is in a community."""


class Privacy:
    """Implements ``PrivacyStore``."""

    def __init__(self, database: Described) -> None:
        self._described = database

    async def kept_of(self, member: str) -> Mapping[str, Sequence[Row]]:
        """Return all that is kept of a member."""
        found: dict[str, Sequence[Row]] = {}
        for name, table in KEPT.items():
            for column in table.columns:
                rows = await self._described.read(
                    f"SELECT * FROM {name} WHERE {_names(column)}", _params(column, member)
                )
                if rows:
                    heads = await self._described.columns(name)
                    kept = [dict(zip(heads, row, strict=True)) for row in rows]
                    found[name] = [*found.get(name, ()), *(row for row in kept if row not in found.get(name, ()))]
        return found

    async def forget_member(self, member: str) -> int:
        """Forget a member."""
        stand_in = f"{GONE}{await self._described.write(_number)}"
        touched = await self._unnamed_sources(member)
        for name, table in KEPT.items():
            for column in table.columns:
                if column.holds is Holds.JSON:
                    touched += await self._masked(name, column, member, stand_in)
                else:
                    touched += await self._described.write(_Forgetting(name, column, member, stand_in))
        return touched

    async def _unnamed_sources(self, member: str) -> int:
        """Take a member's name out of the sources of facts that they told, handed over or suggested."""
        (signed_by,) = _params(Column("author", Fate.NAMELESS, Holds.SIGNED), member)
        told = await self._described.read(_TOLD, (member, signed_by, member))
        touched = 0
        for source, title, author, suggester in told:
            for name in {signer(author)[0] if signer(author)[1] == member else "", suggester}:
                if name and title.endswith(f" by {name}"):
                    nameless = f"{title[: -len(name)]}{SOMEBODY.lower()}"
                    touched += await self._described.write(_Renaming(source, nameless))
        return touched

    async def forget_community(self, community: CommunityId, *, gone: bool) -> None:
        """Forget all that is kept of a community, table by table; while the bot is there, not that it is."""
        for name, table in KEPT.items():
            if table.whose and (gone or name not in _PRESENCE):
                await self._described.write(_Emptying(name, table.whose, community))

    async def long_gone(self, now: datetime) -> Sequence[CommunityId]:
        """Return communities that the bot was taken from long ago."""
        rows = await self._described.read(
            "SELECT id FROM communities WHERE removed <> '' AND removed < ?", (moment(now - KEPT_AFTER_LEAVING),)
        )
        return [CommunityId(row[0]) for row in rows]

    async def _masked(self, table: str, column: Column, member: str, stand_in: str) -> int:
        """Put a stand-in for the member into JSON texts, one by one; rounds that are on are left alone."""
        free = " AND ended = 1" if table == "rounds" else ""
        sql = f"SELECT DISTINCT {column.name} FROM {table} WHERE {_names(column)}{free}"
        texts = [row[0] for row in await self._described.read(sql, _params(column, member))]
        for text in texts:
            masked = json.dumps(_without(json.loads(text), member, stand_in), ensure_ascii=False, separators=(",", ":"))
            await self._described.write(_Masking(table, column.name, text, masked))
        return len(texts)


async def _number(tx: Transaction) -> int:
    return await reserve(tx, "gone", 1)


def _names(column: Column) -> str:
    """Return the condition by which a row names a member."""
    return f"{column.name} = ?" if column.holds in (Holds.ID, Holds.OWN_CHANNEL) else f"{column.name} LIKE ? ESCAPE '!'"


def _params(column: Column, member: str) -> tuple[str]:
    literal = member.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    match column.holds:
        case Holds.ID:
            return (member,)
        case Holds.OWN_CHANNEL:
            return (f"{member.partition(':')[0]}:@{member}",)
        case Holds.SIGNED:
            return (f"% ({literal})",)
        case Holds.JSON:
            return (f"%{json.dumps(literal, ensure_ascii=False)}%",)


class _Forgetting:
    """A unit that takes a member out of one column."""

    def __init__(self, table: str, column: Column, member: str, stand_in: str) -> None:
        self._table = table
        self._column = column
        self._params = _params(column, member)
        self._stand_in = stand_in

    async def __call__(self, tx: Transaction) -> int:
        where = _names(self._column)
        if self._column.fate is Fate.GOES:
            return await tx.run(f"DELETE FROM {self._table} WHERE {where}", self._params)
        put = signed(SOMEBODY, self._stand_in) if self._column.holds is Holds.SIGNED else self._stand_in
        names = ", ".join(f"{name} = '{SOMEBODY}'" for name in self._column.names)
        blank = ", ".join(f"{name} = ''" for name in self._column.blank)
        sets = ", ".join(part for part in (f"{self._column.name} = ?", names, blank) if part)
        return await tx.run(f"UPDATE {self._table} SET {sets} WHERE {where}", (put, *self._params))


_TOLD = """SELECT DISTINCT s.id, s.title, f.author, COALESCE(g.name, '') FROM facts f
    JOIN sources s ON s.id = f.source LEFT JOIN suggestions g ON g.fact = f.fact AND g.fact > 0 AND g.member = ?
    WHERE f.author <> '' AND (f.author LIKE ? ESCAPE '!' OR g.member = ?)"""


class _Renaming:
    """A unit that puts a source of another title in the place of one: sources themselves are never changed."""

    def __init__(self, source: int, title: str) -> None:
        self._source = source
        self._title = title

    async def __call__(self, tx: Transaction) -> int:
        rows = await tx.read(
            "SELECT pack, publisher, address, date, language, current FROM sources WHERE id = ?", (self._source,)
        )
        if not rows:
            return 0
        new, (pack, *rest) = await reserve(tx, "sources", 1), rows[0]
        await tx.run(
            "INSERT INTO sources(id, pack, key, title, publisher, address, date, language, current) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (new, pack, f"source-{new}", self._title, *rest),
        )
        touched = await tx.run("UPDATE facts SET source = ? WHERE source = ?", (new, self._source))
        await tx.run("DELETE FROM sources WHERE id = ?", (self._source,))
        return touched


class _Masking:
    """A unit that puts one text in the place of another."""

    def __init__(self, table: str, column: str, text: str, masked: str) -> None:
        self._sql = f"UPDATE {table} SET {column} = ? WHERE {column} = ?"
        self._params = (masked, text)

    async def __call__(self, tx: Transaction) -> int:
        return await tx.run(self._sql, self._params)


class _Emptying:
    """A unit that empties a table of what belongs to a community."""

    def __init__(self, table: str, whose: str, community: CommunityId) -> None:
        self._sql = f"DELETE FROM {table} WHERE {whose}"
        self._community = community

    async def __call__(self, tx: Transaction) -> int:
        return await tx.run(self._sql, (self._community,))


def _without(value: Any, member: str, stand_in: str) -> Any:
    """Return a JSON value with a member's id and, beside it, their name replaced."""
    if isinstance(value, dict):
        named = any(other == member for other in value.values())
        return {
            key: SOMEBODY if named and key == "name" else _without(other, member, stand_in)
            for key, other in value.items()
        }
    if isinstance(value, list):
        return [_without(other, member, stand_in) for other in value]
    return stand_in if value == member else value
