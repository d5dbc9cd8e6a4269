"""Handing out what is kept of a member or of a community, and forgetting it; ``db.privacy.KEPT`` says what that is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

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
from db.statements import moment
from trivia.facts.authors import names_teller, signed, signer
from trivia.facts.model import CommunityId
from trivia.privacy import GONE, KEPT_AFTER_LEAVING, Row
from trivia.rounds.codec import from_json, to_json
from trivia.rounds.model import Ending, Phase, Round
from trivia.text import fold

_MOST_PASSES = 5
"""What the bot writes of a member while they are forgotten is found when it is looked again."""

_PRESENCE = frozenset({"communities", "workspaces"})
"""What says that the bot is in a community."""

_SEARCHED = {Holds.WITHIN: nameless, Holds.MESSAGE: nameless_message, Holds.LIST: nameless_list}
"""Texts that have to be read to know whether they name a member, each with how they are made nameless."""


class Privacy:
    """Implements ``PrivacyStore``."""

    def __init__(self, database: Described) -> None:
        self._described = database

    # What is kept

    async def kept_of(self, member: str) -> Mapping[str, Sequence[Row]]:
        """Return all that is kept of a member, but what is on; of what others share in, their part alone."""
        traces = Traces(member, await self._names_of(member), "")
        found: dict[str, Sequence[Row]] = {}
        for name, table in KEPT.items():
            heads = await self._described.columns(name) if table.columns else []
            rows: dict[Values, Row] = {}
            for column in _columns(table):
                where, params = _where(column, traces)
                for row in await self._described.read(
                    f"SELECT * FROM {name} WHERE {table.settled} AND ({where})", params
                ):
                    kept = dict(zip(heads, row, strict=True))
                    if column.holds not in _SEARCHED or _made(column, kept[column.name], traces) != kept[column.name]:
                        rows[row] = _theirs(table, kept, traces)
            if rows:
                found[name] = list(rows.values())
        if told := await self._sources_told(traces):
            found["sources"] = [{"id": source, "title": title} for source, title, _ in told]
        return found

    async def _names_of(self, member: str) -> frozenset[str]:
        """Return the names that a member went by."""
        traces, names = Traces(member, frozenset(), ""), set[str]()
        for name, table in KEPT.items():
            for column in table.columns:
                listed = column.names if column.holds is Holds.ID else (column.name,)
                for source in listed if column.holds in (Holds.ID, Holds.SIGNED, Holds.WITHIN) else ():
                    where, params = _where(column, traces)
                    sql = f"SELECT DISTINCT {source} FROM {name} WHERE {where}"
                    for (text,) in await self._described.read(sql, params):
                        names |= set(_named(column, text, member))
        return frozenset(names - {"", SOMEBODY})

    # Forgetting a member

    async def forget_member(self, member: str) -> int:
        """Forget a member."""
        _, _, bare = member.partition(":")
        for community in await self._own_communities(member.partition(":")[0], bare):
            await self.forget_community(community, gone=False)
        stand_in = f"{GONE}{await self._described.write(_number)}"
        traces = Traces(member, await self._names_of(member), stand_in)
        touched = 0
        for _ in range(_MOST_PASSES):
            edits, told = await self._edits(traces), await self._sources_told(traces)
            done = await self._described.write(_Forgetting(traces, edits, told))
            touched += done
            if not done:
                break
        return touched

    async def _own_communities(self, platform: str, bare: str) -> Sequence[CommunityId]:
        rows = await self._described.read(
            "SELECT id FROM communities WHERE platform = ? AND key = ?", (platform, f"@{bare}")
        )
        return [CommunityId(row[0]) for row in rows]

    async def _edits(self, traces: Traces) -> "list[_Edit]":
        """Return how texts that name the member are to be changed."""
        edits = []
        for name, table in KEPT.items():
            for column in table.columns:
                if column.holds in _SEARCHED:
                    where, params = _where(column, traces)
                    sql = f"SELECT {', '.join((column.name, *table.key))} FROM {name} WHERE {where}"
                    for text, *key in await self._described.read(sql, params):
                        made = _made(column, text, traces)
                        if made != text:
                            edits.append(_Edit(name, table, column, tuple(key), text, made))
        return edits

    async def _sources_told(self, traces: Traces) -> "list[tuple[int, str, str]]":
        """Return the sources of facts that the member told, handed over or suggested: title now, and nameless."""
        (signed_by,) = _params(_SIGNED, traces)
        found = {}
        for source, title, author, suggester in await self._described.read(
            _TOLD, (traces.member, signed_by, traces.member)
        ):
            name, by = signer(author)
            for teller in (name if by == traces.member else "", suggester):
                if teller and names_teller(title, teller):
                    found[source] = source, title, f"{title.removesuffix(teller)}{SOMEBODY.lower()}"
        return list(found.values())

    # Forgetting a community

    async def forget_community(self, community: CommunityId, *, gone: bool) -> None:
        """Forget all that is kept of a community, table by table; while the bot is there, not that it is."""
        await self._described.write(_Unsaying(community))
        for name, table in KEPT.items():
            if table.whose and (gone or name not in _PRESENCE):
                await self._described.write(_Emptying(name, table.whose, community))

    async def long_gone(self, now: datetime) -> Sequence[CommunityId]:
        """Return communities that the bot was taken from long ago."""
        rows = await self._described.read(
            "SELECT id FROM communities WHERE removed <> '' AND removed < ?", (moment(now - KEPT_AFTER_LEAVING),)
        )
        return [CommunityId(row[0]) for row in rows]


_SIGNED = Column("author", Fate.NAMELESS, Holds.SIGNED)


@dataclass(frozen=True, slots=True)
class _Edit:
    """A text in a row, and what it is to be; a row that was changed meanwhile is left for the next pass."""

    name: str
    table: Table
    column: Column
    key: tuple[object, ...]
    text: str
    made: str

    async def __call__(self, tx: Transaction) -> int:
        this = " AND ".join(f"{part} = ?" for part in (*self.table.key, self.column.name))
        if self.column.fate is Fate.GOES:
            return await tx.run(f"DELETE FROM {self.name} WHERE {this}", (*self.key, self.text))
        made, counted = self.made, ""
        if self.table.versioned and made.startswith("{"):
            made, counted = next_version(made), ", version = version + 1"
        sql = f"UPDATE {self.name} SET {self.column.name} = ?{counted} WHERE {this}"
        return await tx.run(sql, (made, *self.key, self.text))


class _Forgetting:
    """A unit that takes a member out of everything that was found."""

    def __init__(self, traces: Traces, edits: Iterable[_Edit], told: Iterable[tuple[int, str, str]]) -> None:
        self._traces = traces
        self._edits = edits
        self._told = told

    async def __call__(self, tx: Transaction) -> int:
        touched = await _ended(tx, self._traces.own_channel)
        for source, _, title in self._told:
            touched += await _retitled(tx, source, title)
        for edit in self._edits:
            touched += await edit(tx)
        for name, table in KEPT.items():
            for column in _columns(table):
                if column.holds not in _SEARCHED:
                    touched += await _taken_out(tx, name, column, self._traces)
        return touched


async def _taken_out(tx: Transaction, table: str, column: Column, traces: Traces) -> int:
    """Take a member out of a column that names nobody else."""
    where, params = _where(column, traces)
    if column.fate is Fate.GOES:
        return await tx.run(f"DELETE FROM {table} WHERE {where}", params)
    put = {Holds.SIGNED: signed(SOMEBODY, traces.stand_in), Holds.OWN_COMMUNITY: f"@{traces.stand_in}"}
    texts = [
        *((name, SOMEBODY) for name in column.names),
        *((name, fold(SOMEBODY)) for name in column.folded),
        *((name, "") for name in column.blank),
    ]
    sets = ", ".join(f"{name} = ?" for name in (column.name, *(name for name, _ in texts)))
    values = (put.get(column.holds, traces.stand_in), *(text for _, text in texts))
    return await tx.run(f"UPDATE {table} SET {sets} WHERE {where}", (*values, *params))


async def _ended(tx: Transaction, channel: str) -> int:
    """End what is on or planned in a channel that nobody can be told anything in any more."""
    rounds = await tx.read("SELECT state FROM rounds WHERE channel = ? AND ended = 0", (channel,))
    for (text,) in rounds:
        state = from_json(Round, text)
        ended = replace(
            state,
            version=state.version + 1,
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


async def _retitled(tx: Transaction, source: int, title: str) -> int:
    """Put a source of another title in the place of one: sources themselves are never changed."""
    rows = await tx.read(
        "SELECT pack, publisher, address, date, language, current FROM sources WHERE id = ?", (source,)
    )
    if not rows:
        return 0
    new, (pack, *rest) = await reserve(tx, "sources", 1), rows[0]
    await tx.run(
        "INSERT INTO sources(id, pack, key, title, publisher, address, date, language, current) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (new, pack, f"source-{new}", title, *rest),
    )
    touched = await tx.run("UPDATE facts SET source = ? WHERE source = ?", (new, source))
    await tx.run("DELETE FROM sources WHERE id = ?", (source,))
    return touched


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


class _Emptying:
    """A unit that empties a table of what belongs to a community."""

    def __init__(self, table: str, whose: str, community: CommunityId) -> None:
        self._sql = f"DELETE FROM {table} WHERE {whose}"
        self._community = community

    async def __call__(self, tx: Transaction) -> int:
        return await tx.run(self._sql, (self._community,))


async def _number(tx: Transaction) -> int:
    return await reserve(tx, "gone", 1)


def _columns(table: Table) -> Sequence[Column]:
    """Return the columns that are looked through; a source's title names a member only if the facts say so."""
    return [column for column in table.columns if column.holds is not Holds.TITLE]


def _where(column: Column, traces: Traces) -> tuple[str, Sequence[str]]:
    """Return the condition by which a row may name a member, and its parameters."""
    params = _params(column, traces)
    one = f"{column.name} LIKE ? ESCAPE '!'" if column.holds in _LIKE else f"{column.name} = ?"
    return " OR ".join([one] * len(params)), params


_LIKE = frozenset({Holds.SIGNED, *_SEARCHED})


def _params(column: Column, traces: Traces) -> Sequence[str]:
    match column.holds:
        case Holds.ID:
            return (traces.member,)
        case Holds.OWN_CHANNEL:
            return traces.own_channels
        case Holds.OWN_COMMUNITY:
            return (f"@{traces.bare}",)
        case Holds.SIGNED:
            return (f"% ({literal(traces.member)})",)
        case Holds.LIST:
            return (*traces.patterns, f"%{literal(traces.bare)}%")
        case _:
            return traces.patterns


def _made(column: Column, text: str, traces: Traces) -> str:
    """Return a text without the member; as it is, to the letter, if it doesn't name them."""
    made = _SEARCHED[column.holds](text, traces)
    if made == text or column.holds is Holds.LIST:
        return made
    nobody = replace(traces, names=frozenset(), member="\0")
    return text if made == _SEARCHED[column.holds](text, nobody) else made


def _named(column: Column, text: str, member: str) -> Iterable[str]:
    match column.holds:
        case Holds.SIGNED:
            return (signer(text)[0],)
        case Holds.WITHIN:
            return names_beside(text, member)
        case _:
            return (signer(text)[0] if signer(text)[1] else text,)


def _theirs(table: Table, row: Row, traces: Traces) -> Row:
    """Return a row without what is about others."""
    if traces.member == row.get("member") or row.get("channel") in traces.own_channels:
        return row
    told = dict(row)
    for column in table.columns:
        value = row[column.name]
        if column.holds in (Holds.WITHIN, Holds.MESSAGE) and isinstance(value, str):
            told[column.name] = about_them(value, traces)
        elif column.holds in (Holds.ID, Holds.SIGNED) and traces.member not in (value, signer(str(value))[1]):
            told |= dict.fromkeys((column.name, *column.names, *column.folded, *column.blank), "")
    return told


_TOLD = """SELECT DISTINCT s.id, s.title, f.author, COALESCE(g.name, '') FROM facts f
    JOIN sources s ON s.id = f.source LEFT JOIN suggestions g ON g.fact = f.fact AND g.fact > 0 AND g.member = ?
    WHERE f.author <> '' AND (f.author LIKE ? ESCAPE '!' OR g.member = ?)"""
