"""What a community decides about facts of packs that it shares: it hides them, for itself alone."""

from db.journal import entered
from db.revising import Change
from db.seam import Transaction
from trivia.errors import NotFound
from trivia.facts.model import CommunityId, FactId


async def hide(tx: Transaction, community: CommunityId, fact: FactId, change: Change, *, retired: bool) -> None:
    """Take a shared fact from one community's sight, or give it back; unless entered already, it is a change."""
    sql = (
        "INSERT INTO hidden(community, fact) VALUES (?, ?) ON CONFLICT (community, fact) DO NOTHING"
        if retired
        else "DELETE FROM hidden WHERE community = ? AND fact = ?"
    )
    if await tx.run(sql, (community, fact)):
        entry = change if change.number else await entered(tx, community, "retired" if retired else "restored", change)
        await tx.run(
            "INSERT INTO decisions(community, fact, author, at, reason, retired, change) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (community, fact, entry.author, entry.at, entry.reason, int(retired), entry.number),
        )


async def is_hidden(tx: Transaction, community: CommunityId, fact: FactId) -> bool:
    """Say whether a community hides a shared fact."""
    return bool(await tx.read("SELECT 1 FROM hidden WHERE community = ? AND fact = ?", (community, fact)))


def no_such_fact(fact: int) -> NotFound:
    """Return the error for a fact that isn't on the shelf."""
    return NotFound(f"There is no fact {fact} here.")
