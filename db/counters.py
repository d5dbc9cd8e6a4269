"""Ids handed out in runs, so that many rows get theirs in the order they are ranked."""

from db.seam import Transaction


async def reserve(tx: Transaction, name: str, count: int) -> int:
    """Return the first of so many ids that nobody else gets."""
    rows = await tx.read(
        "INSERT INTO counters(name, next) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET next = counters.next + ? RETURNING next",
        (name, 1 + count, count),
    )
    return int(rows[0][0]) - count
