"""Writing facts: every change is a new row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from db.blocks import insert_many
from db.decoding import ENTITY_VALUE, literal_columns, qualifiers_text
from db.seam import Row, Transaction
from db.statements import chunks, in_list
from trivia.facts.dates import PartialDate
from trivia.facts.model import FactId, Literal, SpoilerPoint
from trivia.ports import shuffle_place

STATE = (
    "subject, relation, value, type, literal, unit, number, folded, qualifiers, certainty, source, sentence, "
    "stated_on, work, season, episode"
)
"""The columns that say what a fact states, in the order of ``state``."""

LATEST = f"SELECT pack, revision, retired, {STATE} FROM facts WHERE fact = ? ORDER BY revision DESC LIMIT 1"
"""Reads the latest revision of a fact."""

_INSERT = f"INSERT INTO facts(fact, revision, pack, {STATE}, author, at, reason, retired, current, change, place)"
_WIDTH = 26


_STATED = tuple(STATE.split(", "))
_BESIDE = "author, at, reason, retired"
_SET_BY = (
    f"INSERT INTO facts(fact, revision, pack, {STATE}, {_BESIDE}, current, change, place) SELECT fact, -revision, "
    f"pack, {STATE}, {_BESIDE}, 0, change, place FROM facts WHERE current = 1 AND fact IN {{facts}}"
)
_VALUES_AT_ONCE = 512
_TYPES = {
    **dict.fromkeys(("subject", "value", "source", "work", "season", "episode"), "BIGINT"),
    "number": "DOUBLE PRECISION",
}
"""The types of the columns that are no texts."""
_PUT_BACK = "UPDATE facts SET revision = -revision WHERE revision < 0 AND fact IN {facts}"


@dataclass(frozen=True, slots=True)
class Change:
    """Who changes something, when and why; ``number`` is its place in the journal, 0 for what packs bring."""

    author: str
    at: str
    reason: str
    number: int = 0


def state(  # noqa: PLR0917 - one parameter for each thing a fact states, in the order of its columns
    subject: int,
    relation: str,
    value: int | Literal,
    qualifiers: Iterable[tuple[str, int | Literal]],
    certainty: str,
    source: int,
    sentence: str,
    stated_on: PartialDate | None,
    work: int | None,
    point: SpoilerPoint,
) -> Row:
    """Return what a fact states as the columns of ``STATE``."""
    entity, literal = (value, ENTITY_VALUE) if isinstance(value, int) else (None, literal_columns(value))
    return (
        subject,
        relation,
        entity,
        literal.type,
        literal.literal,
        literal.unit,
        literal.number,
        literal.folded,
        qualifiers_text(qualifiers),
        certainty,
        source,
        sentence,
        stated_on.iso if stated_on else "",
        work,
        point.season if work is not None else None,
        point.episode if work is not None else None,
    )


def identity(columns: Sequence[object]) -> tuple[object, ...]:
    """Return what makes it the same fact, of the columns of ``STATE``: who or what, how, and with which qualifiers."""
    return (columns[0], columns[1], columns[2], columns[3], columns[4], columns[8])


async def insert_revisions(
    tx: Transaction, pack: int, rows: Iterable[tuple[int, int, Row]], change: Change, *, retired: bool = False
) -> None:
    """Add revisions (fact, number, state); those before must have lost their ``current`` already."""
    tail = (change.author, change.at, change.reason, int(retired), int(not retired), change.number)
    places = ((fact, number, pack, *columns, *tail, shuffle_place(FactId(fact))) for fact, number, columns in rows)
    await insert_many(tx, _INSERT, _WIDTH, places)


async def supersede(tx: Transaction, facts: Iterable[int]) -> None:
    """Take ``current`` from the facts' revisions, before new ones are added."""
    await tx.run_many("UPDATE facts SET current = 0 WHERE fact = ? AND current = 1", [(fact,) for fact in facts])


async def revise(tx: Transaction, facts: Iterable[tuple[int, int, Row, Row]], change: Change) -> None:
    """Add a revision to many current facts (fact, its number, what was stated, what is to be), each of them once.

    The current row takes what is new, and what was is written beside it: of its indexes only those are touched that
    hold what is new, where ``supersede`` and ``insert_revisions`` touch all of them twice.
    """
    revised = list(facts)
    by_columns: dict[tuple[int, ...], list[Row]] = {}
    for fact, number, before, after in revised:
        changed = tuple(place for place, _ in enumerate(_STATED) if before[place] != after[place])
        by_columns.setdefault(changed, []).append((fact, number - 1, *(after[place] for place in changed)))
    chunked = [in_list([fact for fact, *_ in some]) for some in chunks(revised)]
    for holes, numbers in chunked:
        await tx.run(_SET_BY.format(facts=holes), numbers)
    for changed, rows in by_columns.items():
        at_once = _VALUES_AT_ONCE // (len(changed) + 2)
        for some in chunks(rows, at_once):
            sql = _revising(changed, at_once if len(some) == at_once else 1)
            who_and_when = (change.author, change.at, change.reason, change.number)
            if len(some) == at_once:
                await tx.run(sql, (*who_and_when, *chain.from_iterable(some)))
            else:
                await tx.run_many(sql, [(*who_and_when, *row) for row in some])
    for holes, numbers in chunked:
        await tx.run(_PUT_BACK.format(facts=holes), numbers)


@lru_cache(256)
def _revising(changed: tuple[int, ...], count: int) -> str:
    """Return the statement that gives so many facts, by their numbers and revisions, other values of some columns."""
    puts = "".join(f", {_STATED[place]} = v.column{turn}" for turn, place in enumerate(changed, 3))
    types = ("BIGINT", "BIGINT", *(_TYPES.get(_STATED[place], "TEXT") for place in changed))
    # PostgreSQL takes the types of all rows from the first.
    first = ", ".join(f"CAST(? AS {type_})" for type_ in types)
    rows = ", ".join([f"({first})", *[f"({', '.join('?' * len(types))})"] * (count - 1)])
    return (
        f"UPDATE facts SET author = ?, at = ?, reason = ?, change = ?, revision = v.column2 + 1{puts} "
        f"FROM (VALUES {rows}) v WHERE facts.fact = v.column1 AND facts.revision = v.column2"
    )


async def index_qualifiers(tx: Transaction, qualified: Iterable[tuple[int, int]]) -> None:
    """Note which entities (entity, fact) the qualifiers of new facts name."""
    await tx.run_many(
        "INSERT INTO qualifier_entities(entity, fact) VALUES (?, ?) ON CONFLICT (entity, fact) DO NOTHING", qualified
    )
