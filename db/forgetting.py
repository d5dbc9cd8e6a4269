"""Handing out what is kept of a member or of a community, and forgetting it; ``db.privacy.KEPT`` says what that is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from db.counters import reserve
from db.nameless import (
    SOMEBODY,
    Traces,
    about_them,
    literal,
    nameless,
    nameless_list,
    nameless_message,
    names_beside,
    next_version,
)
from db.privacy import KEPT, Column, Fate, Holds, Table
from db.seam import Described, Transaction
from db.seam import Row as Values
from db.statements import chunks, in_list, moment
from trivia import values
from trivia.facts.authors import names_teller, signed, signer
from trivia.facts.model import CommunityId
from trivia.privacy import GONE, KEPT_AFTER_LEAVING, Row
from trivia.rounds.codec import from_json, to_json
from trivia.rounds.model import Ending, Phase, Round
from trivia.text import fold

_READ_AT_ONCE, _DELETED_AT_ONCE = 20_000, 500
_MOST_PASSES = 5
"""What the bot writes of a member while they are forgotten is found when it is looked again."""

_PRESENCE = frozenset({"communities", "workspaces"})
"""What says that the bot is in a community."""


class Privacy:
    """Implements ``PrivacyStore``."""

    def __init__(self, database: Described) -> None:
        self._described = database

    # What is kept

    async def kept_of(self, member: str) -> Mapping[str, Sequence[Row]]:
        """Return all that is kept of a member, but what is on; of what others share in, their part alone."""
        found = await self._search(member, frozenset(), "")
        on = {row[0] for row in await self._described.read("SELECT id FROM rounds WHERE ended = 0")}
        kept: dict[str, list[Row]] = {}
        for one in found.rows:
            table = KEPT[one.name]
            if not table.round or one.row[table.round] not in on:
                row = _theirs(table, one.row, found.traces)
                if row not in kept.setdefault(one.name, []):
                    kept[one.name].append(row)
        if found.told:
            kept["sources"] = [{"id": told.source, "title": told.title} for told in found.told]
        return {name: sorted(kept[name], key=_in_order) for name in KEPT if kept.get(name)}

    async def forget_member(self, member: str) -> int:
        """Forget a member."""
        platform, _, bare = member.partition(":")
        for (community,) in await self._described.read(
            "SELECT id FROM communities WHERE platform = ? AND key = ?", (platform, f"@{bare}")
        ):
            await self.forget_community(CommunityId(community), gone=False)
        touched, names = 0, frozenset[str]()
        for _ in range(_MOST_PASSES):
            # Each pass has a stand-in of its own: there may be rows already that another can't be put beside.
            found = await self._search(member, names, f"{GONE}{await self._described.write(_number)}")
            names = found.traces.names
            if not found.rows and not found.told:
                break
            touched += await self._described.write(_Forgetting(found))
        return touched

    # Where a member is named

    async def _search(self, member: str, names: frozenset[str], stand_in: str) -> "_Found":
        """Return every row that names a member, by the names known already or found here."""
        traces = Traces(member, names, stand_in)
        rows = [row for holds in _BY_ID for row in await self._rows(holds, traces, traces.by_id)]
        traces = replace(traces, names=names.union(*(_names(row, member) for row in rows)) - {"", SOMEBODY})
        told = await self._sources(rows, traces)
        if told:
            rows += [row for holds in _BY_TITLE for row in await self._rows(holds, traces, traces.as_teller)]
        rows += [row for holds in _BY_NAME for row in await self._rows(holds, traces, traces.everywhere)]
        named = [row for row in rows if row.column.holds not in _MADE or row.made(traces) != row.value]
        return _Found(traces, named, told)

    async def _rows(self, holds: Holds, traces: Traces, patterns: Sequence[str]) -> "list[_Row]":
        found = []
        for name, table in KEPT.items():
            for column in table.columns:
                if column.holds is holds:
                    where, params = _where(column, traces, patterns)
                    heads = await self._described.columns(name)
                    rows = await self._described.read(f"SELECT * FROM {name} WHERE {where}", params)
                    found += [_Row(name, column, dict(zip(heads, row, strict=True))) for row in rows]
        return found

    async def _sources(self, rows: "Iterable[_Row]", traces: Traces) -> "list[_Told]":
        """Return the sources of facts that the member told, handed over or suggested, if they name them."""
        sources = {one.row["source"] for one in rows if one.name == "facts"}
        suggested = [one.row["fact"] for one in rows if one.name == "suggestions" and one.row["fact"]]
        for chunk in chunks(suggested):
            holes, ids = in_list(chunk)
            sql = f"SELECT DISTINCT source FROM facts WHERE fact IN {holes}"
            sources.update(row[0] for row in await self._described.read(sql, ids))
        titles: dict[int, str] = {}
        for chunk in chunks(sorted(sources)):
            holes, ids = in_list(chunk)
            titles.update(await self._described.read(f"SELECT id, title FROM sources WHERE id IN {holes}", ids))
        told = {i: title for i, title in titles.items() if any(names_teller(title, name) for name in traces.names)}
        resting: dict[int, list[tuple[int, int]]] = {}
        for chunk in chunks(told):
            holes, ids = in_list(chunk)
            sql = f"SELECT source, fact, revision FROM facts WHERE source IN {holes}"
            for source, fact, revision in await self._described.read(sql, ids):
                resting.setdefault(source, []).append((fact, revision))
        return [_Told(i, title, nameless(title, traces), resting.get(i, [])) for i, title in told.items()]

    # Forgetting a community

    async def forget_community(self, community: CommunityId, *, gone: bool) -> None:
        """Forget all that is kept of a community, table by table; while the bot is there, not that it is."""
        await self._described.write(_Unsaying(community))
        if gone:
            await self._described.write(_Unhearing(community))
        for name, table in KEPT.items():
            if table.whose and (gone or name not in _PRESENCE):
                await self._empty(name, table, community)

    async def _empty(self, name: str, table: Table, community: CommunityId) -> None:
        """Delete a community's rows of a table, a few at a time: nobody who writes waits for long."""
        listed = ", ".join(table.key)
        sql = f"SELECT {listed} FROM {name} WHERE {table.whose} LIMIT {_READ_AT_ONCE}"
        while keys := await self._described.read(sql, (community,)):
            for chunk in chunks(keys, _DELETED_AT_ONCE):
                await self._described.write(_Emptying(name, table, chunk))

    async def long_gone(self, now: datetime) -> Sequence[CommunityId]:
        """Return communities that the bot was taken from long ago."""
        rows = await self._described.read(
            "SELECT id FROM communities WHERE removed <> '' AND removed < ?", (moment(now - KEPT_AFTER_LEAVING),)
        )
        return [CommunityId(row[0]) for row in rows]


def _in_order(row: Row) -> tuple[tuple[bool, object], ...]:
    """Return what sorts a table's rows by their columns: a server gives them in whatever order they lie."""
    return tuple((value is not None, value) for value in row.values())


_BY_ID = (Holds.ID, Holds.SIGNED, Holds.OWN_CHANNEL, Holds.OWN_COMMUNITY, Holds.WITHIN)
_BY_TITLE = (Holds.TOLD, Holds.WITHIN)
_BY_NAME = (Holds.MESSAGE, Holds.LIST)
_MADE = {
    Holds.WITHIN: nameless,
    Holds.TOLD: nameless,
    Holds.MESSAGE: nameless_message,
    Holds.LIST: nameless_list,
}
"""Texts that have to be read to know whether they name a member, each with how they are made nameless."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as it was read, and the column in which it names a member."""

    name: str
    column: Column
    row: Mapping[str, Any]

    @property
    def value(self) -> Any:
        """What stands in that column."""
        return self.row[self.column.name]

    def made(self, traces: Traces) -> str:
        """Return the text of the column without the member; as it is, to the letter, if it doesn't name them."""
        make, text = _MADE[self.column.holds], self.value
        made = make(text, traces)
        # What is only written otherwise, as JSON can be, is the same.
        return text if made == make(text, replace(traces, names=frozenset(), member="\0")) else made


@dataclass(frozen=True, slots=True)
class _Told:
    """A source whose title names a member: what the title is to be, and the revisions of facts that rest on it."""

    source: int
    title: str
    nameless: str
    facts: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a member is named."""

    traces: Traces
    rows: Sequence[_Row]
    told: Sequence[_Told]


class _Forgetting:
    """A unit that takes a member out of everything that was found; what changed meanwhile is left for another."""

    def __init__(self, found: _Found) -> None:
        self._found = found

    async def __call__(self, tx: Transaction) -> int:
        touched = await _ended(tx, self._found.traces.own_channel)
        for told in self._found.told:
            await _retitled(tx, told)
        statements: dict[str, list[tuple[object, ...]]] = {}
        for row in sorted(self._found.rows, key=_is_key):
            sql, params = _change(row, self._found.traces)
            statements.setdefault(sql, []).append(params)
        for sql, many in statements.items():
            await tx.run_many(sql, many)
        return touched + len(self._found.rows) + len(self._found.told)


def _is_key(row: _Row) -> bool:
    """Say whether a row is found no more once the column is changed: such changes come last."""
    return row.column.name in KEPT[row.name].key or row.column.fate is Fate.GOES


def _change(row: _Row, traces: Traces) -> tuple[str, tuple[object, ...]]:
    """Return what takes a member out of a column, if it is still as it was read."""
    column, table = row.column, KEPT[row.name]
    this = " AND ".join(f"{part} = ?" for part in dict.fromkeys((*table.key, column.name)))
    where = tuple(row.row[part] for part in dict.fromkeys((*table.key, column.name)))
    if column.fate is Fate.GOES:
        return f"DELETE FROM {row.name} WHERE {this}", where
    put = _put(row, traces)
    counted = ""
    if table.versioned and put.startswith("{"):
        put, counted = next_version(put), ", version = version + 1"
    texts = {
        **dict.fromkeys(column.names, SOMEBODY),
        **dict.fromkeys(column.folded, fold(SOMEBODY)),
        **dict.fromkeys(column.blank, ""),
    }
    sets = ", ".join(f"{name} = ?" for name in (column.name, *texts))
    return f"UPDATE {row.name} SET {sets}{counted} WHERE {this}", (put, *texts.values(), *where)


def _put(row: _Row, traces: Traces) -> str:
    """Return what stands in a column in the place of a member."""
    match row.column.holds:
        case Holds.ID:
            return traces.stand_in
        case Holds.SIGNED:
            return signed(SOMEBODY, traces.stand_in)
        case Holds.OWN_CHANNEL:
            return str(row.value).replace(traces.member, traces.stand_in)
        case Holds.OWN_COMMUNITY:
            return f"@{traces.stand_in}"
        case _:
            return row.made(traces)


async def _ended(tx: Transaction, channel: str) -> int:
    """End what is on or planned in a channel that nobody can be told anything in any more."""
    rounds = await tx.read("SELECT version, state FROM rounds WHERE channel = ? AND ended = 0", (channel,))
    for version, text in rounds:
        ended = values.replace(
            from_json(Round, text),
            version=version + 1,
            phase=Phase.STOPPED,
            ending=Ending.AWAY,
            deadline=None,
            live=None,
            held=None,
        )
        await tx.run(
            "UPDATE rounds SET version = ?, deadline = '', ended = 1, state = ? WHERE id = ?",
            (ended.version, to_json(ended), ended.id),
        )
    planned = await tx.run(
        "UPDATE schedules SET removed = 1, due = '', state = '' WHERE channel = ? AND removed = 0", (channel,)
    )
    return len(rounds) + planned


async def _retitled(tx: Transaction, told: _Told) -> None:
    """Put a source of another title in the place of one: what is known of a source is remembered by its number."""
    rows = await tx.read(
        "SELECT pack, publisher, address, date, language, current FROM sources WHERE id = ?", (told.source,)
    )
    for pack, *rest in rows:
        new = await reserve(tx, "sources", 1)
        await tx.run(
            "INSERT INTO sources(id, pack, key, title, publisher, address, date, language, current) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (new, pack, f"source-{new}", told.nameless, *rest),
        )
        await tx.run_many(
            "UPDATE facts SET source = ? WHERE fact = ? AND revision = ? AND source = ?",
            [(new, *revision, told.source) for revision in told.facts],
        )
        # A fact that came to rest on it meanwhile still finds it.
        await tx.run("UPDATE sources SET title = ?, current = 0 WHERE id = ?", (told.nameless, told.source))


class _Unsaying:
    """A unit that forgets how a community's messages look: they are known by rounds, by their ids and by channels."""

    def __init__(self, community: CommunityId) -> None:
        self._community = community

    async def __call__(self, tx: Transaction) -> int:
        said: set[tuple[str, str]] = set()
        for sql in _SAID:
            said.update((platform, word) for platform, word in await tx.read(sql, (self._community,)))
        shown = await tx.read("SELECT platform, about, last, key FROM shown")
        theirs = [(platform, about) for platform, *about in shown if not said.isdisjoint(_known_by(platform, *about))]
        await tx.run_many("DELETE FROM shown WHERE platform = ? AND about = ?", [(p, about[0]) for p, about in theirs])
        return len(theirs)


_SAID = (
    "SELECT platform, id FROM rounds WHERE community = ?",
    "SELECT platform, id FROM outbox WHERE community = ?",
    "SELECT DISTINCT platform, channel FROM rounds WHERE community = ?",
    "SELECT DISTINCT platform, channel FROM outbox WHERE community = ?",
    "SELECT DISTINCT platform, channel FROM schedules WHERE community = ?",
)
"""By what a community's messages are known."""


def _known_by(platform: str, about: str, last: str, key: str) -> Iterator[tuple[str, str]]:
    """Yield by what a message may be known; platforms write a message's key behind its channel's."""
    yield from ((platform, word) for word in (about, last, about.partition("/")[0], about.partition(":")[2]))
    channel = key.rpartition("/")[0]
    yield from ((platform, word) for word in (channel, f"{platform}:{channel}"))


class _Unhearing:
    """A unit that forgets the events of a community, whose ids may begin with its platform and its key there."""

    def __init__(self, community: CommunityId) -> None:
        self._community = community

    async def __call__(self, tx: Transaction) -> None:
        for platform, key in await tx.read("SELECT platform, key FROM communities WHERE id = ?", (self._community,)):
            begins = f"{literal(platform)}:{literal(key)}:%"
            await tx.run("DELETE FROM events WHERE event LIKE ? ESCAPE '!'", (begins,))


class _Emptying:
    """A unit that deletes rows by their keys."""

    def __init__(self, name: str, table: Table, keys: Sequence[Values]) -> None:
        self._sql = f"DELETE FROM {name} WHERE {' AND '.join(f'{part} = ?' for part in table.key)}"
        self._keys = keys

    async def __call__(self, tx: Transaction) -> None:
        await tx.run_many(self._sql, self._keys)


async def _number(tx: Transaction) -> int:
    return await reserve(tx, "gone", 1)


def _where(column: Column, traces: Traces, patterns: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return the condition by which a row may name a member, and its parameters."""
    match column.holds:
        case Holds.ID:
            return f"{column.name} = ?", (traces.member,)
        case Holds.OWN_CHANNEL:
            return f"{column.name} IN (?, ?)", traces.own_channels
        case Holds.OWN_COMMUNITY:
            return f"{column.name} = ?", (f"@{traces.bare}",)
        case Holds.SIGNED:
            return f"{column.name} LIKE ? ESCAPE '!'", (f"% ({literal(traces.member)})",)
        case Holds.LIST:
            patterns = (*patterns, f"%{literal(traces.bare)}%")
    return " OR ".join([f"{column.name} LIKE ? ESCAPE '!'"] * len(patterns)), patterns


def _names(one: _Row, member: str) -> Iterable[str]:
    """Return the names that a row knows a member by."""
    match one.column.holds:
        case Holds.SIGNED:
            return (signer(one.value)[0],)
        case Holds.WITHIN:
            return names_beside(one.value, member)
        case Holds.ID:
            texts = [str(one.row[name]) for name in one.column.names]
            return [signer(text)[0] if signer(text)[1] == member else text for text in texts]
        case _:
            return ()


def _theirs(table: Table, row: Row, traces: Traces) -> Row:
    """Return a row without what is about others."""
    told = {**row, **dict.fromkeys(table.secret, "")}
    if traces.member == row.get("member") or row.get("channel") in traces.own_channels:
        return told
    for column in table.columns:
        value = row[column.name]
        if column.holds in _MADE and column.holds is not Holds.LIST and isinstance(value, str):
            told[column.name] = about_them(value, traces)
        elif column.holds in (Holds.ID, Holds.SIGNED) and traces.member not in (value, signer(str(value))[1]):
            told |= dict.fromkeys((column.name, *column.names, *column.folded, *column.blank), "")
    return told
