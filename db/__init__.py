"""Storage: the only folder that knows SQL. One set of functions serves both stores, SQLite and PostgreSQL.

``open_store(place)`` returns a ``Store``, which satisfies every storage port of the core::

    async with open_store("factotum.db") as store:          # or postgresql://user@host/name
        shelf = await store.shelf(community)
        facts = await store.forward(shelf, "directed_by", [film])

**Adding a port.** Write a module beside ``facts.py`` with a class that takes a ``Database`` and implements the port
with its methods; add its tables as a new step in ``migrations``; let ``Store`` inherit it. ::

    class Scores:
        def __init__(self, database: Database) -> None:
            self._database = database

        async def points(self, member: int) -> int:
            rows = await self._database.read("SELECT points FROM scores WHERE member = ?", (member,))
            return int(rows[0][0]) if rows else 0

        async def award(self, member: int, points: int, event: str) -> None:
            async def unit(tx: Transaction) -> None:
                await tx.run(
                    "INSERT INTO scores(member, points) VALUES (?, ?) "
                    "ON CONFLICT (member) DO UPDATE SET points = scores.points + excluded.points",
                    (member, points),
                )

            await self._database.write_once(f"award:{event}", unit)

- ``read(sql, params)`` returns all rows as tuples, from a connection of its own: one statement, one snapshot.
- ``write(unit)`` runs an async function on a ``Transaction`` (``read``, ``run``, ``run_many``) and returns what that
  returns, after the COMMIT. Units that wait at the same time share one transaction, each in a savepoint: one that
  raises is undone alone, and its caller alone gets the error. A unit awaits nothing but the transaction: SQLite runs it
  on another thread, all that wait in one hop.
- ``write_once(key, unit)`` is ``write`` for what may be retried: the second call with a key does nothing and returns
  what the first returned (a JSON value). The latest hundred thousand keys are remembered.
- SQL is written once in what both stores share: ``?`` for parameters and nowhere else, ON CONFLICT, RETURNING, CTEs,
  partial indexes; no extension. Truth values are the integers 0 and 1, moments ISO 8601 text in UTC
  (``statements.moment``). For IN-lists use ``statements.in_list``, which repeats statement texts, so
  that they stay prepared.
- Every error that leaves a ``Database`` is a ``StoreError`` or a ``Conflict``, chained to its cause (``faults``).

Importing this package loads no driver.
"""

from db.connect import open_store
from db.seam import Database, Transaction
from db.store import Store

__all__ = ["Database", "Store", "Transaction", "open_store"]
