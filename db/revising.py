"""Writing facts: every change is a new row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.decoding import ENTITY_VALUE, literal_columns, qualifiers_text
from db.seam import Row, Transaction
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

_INSERT = (
    f"INSERT INTO facts(fact, revision, pack, {STATE}, author, at, reason, retired, current, change, place) "
    f"VALUES ({', '.join('?' * 26)})"
)


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
    await tx.run_many(
        _INSERT, [(fact, number, pack, *columns, *tail, shuffle_place(FactId(fact))) for fact, number, columns in rows]
    )


async def supersede(tx: Transaction, facts: Iterable[int]) -> None:
    """Take ``current`` from the facts' revisions, before new ones are added."""
    await tx.run_many("UPDATE facts SET current = 0 WHERE fact = ? AND current = 1", [(fact,) for fact in facts])


async def index_qualifiers(tx: Transaction, qualified: Iterable[tuple[int, int]]) -> None:
    """Note which entities (entity, fact) the qualifiers of new facts name."""
    await tx.run_many(
        "INSERT INTO qualifier_entities(entity, fact) VALUES (?, ?) ON CONFLICT (entity, fact) DO NOTHING", qualified
    )
