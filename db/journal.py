"""The journal of changes: every change to what a community knows is one entry, whatever it touches."""

import json
from collections.abc import Iterable
from dataclasses import replace

from db.revising import Change
from db.seam import Json, Transaction
from trivia.facts.authors import signer
from trivia.facts.model import CommunityId

Part = tuple[str, int, str, str]
"""What is changed (``alias``, ``entity`` ...), of which entity, what it was and what it is now."""


async def entered(
    tx: Transaction,
    community: CommunityId,
    kind: str,
    change: Change,
    *,
    size: int = 1,
    undoes: int = 0,
    about: dict[str, Json] | None = None,
) -> Change:
    """Enter a change into the journal; return it with its number."""
    _, member = signer(change.author)
    rows = await tx.read(
        "INSERT INTO changes(community, kind, author, member, at, reason, about, size, undoes, undone) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0) RETURNING id",
        (
            community,
            kind,
            change.author,
            member,
            change.at,
            change.reason,
            json.dumps(about, ensure_ascii=False) if about else "",
            size,
            undoes,
        ),
    )
    if undoes:
        await tx.run("UPDATE changes SET undone = ? WHERE id = ?", (rows[0][0], undoes))
    return replace(change, number=int(rows[0][0]))


async def add_parts(tx: Transaction, change: Change, parts: Iterable[Part]) -> None:
    """Keep what a change did besides revising facts, after the parts that it has already."""
    rows = await tx.read("SELECT count(*) FROM change_parts WHERE change = ?", (change.number,))
    first = int(rows[0][0])
    await tx.run_many(
        "INSERT INTO change_parts(change, place, what, target, before, after) VALUES (?, ?, ?, ?, ?, ?)",
        [(change.number, first + i, *part) for i, part in enumerate(parts)],
    )
