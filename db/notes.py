"""What the program keeps in a store about the store itself."""

from db.seam import Database, Transaction


class Notes:
    """Implements ``ProgramState``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def recall(self, key: str) -> str | None:
        """Return what was kept under a key, or None."""
        rows = await self._database.read("SELECT value FROM notes WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else None

    async def keep(self, key: str, value: str) -> None:
        """Keep a text under a key, in place of what was there."""

        async def unit(tx: Transaction) -> None:
            await tx.run(
                "INSERT INTO notes(key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )

        await self._database.write(unit)
