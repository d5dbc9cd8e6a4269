"""A store as one of its own transactions sees it: what is done through it is part of that transaction."""

from db.seam import Database, Json, Params, Row, T, Transaction, Unit


class Within:
    """Implements ``Database``. Units of work run at once, in the transaction that is on; nothing is committed here."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    @property
    def place(self) -> str:
        """What it is part of."""
        return "a transaction"

    async def read(self, sql: str, params: Params = ()) -> list[Row]:
        """Read, seeing what the transaction wrote."""
        return await self._tx.read(sql, params)

    async def write(self, unit: Unit[T]) -> T:
        """Run a unit of work as part of the transaction."""
        return await unit(self._tx)

    async def write_once(self, key: str, unit: Unit[Json]) -> Json:
        """Run a unit of work as part of the transaction, which is itself done once or not at all."""
        del key
        return await unit(self._tx)

    async def survey(self) -> None:
        """Do nothing: what a transaction changes is too little."""

    async def close(self) -> None:
        """Do nothing: the transaction ends by itself."""


def within(tx: Transaction) -> Database:
    """Return the store as a running transaction sees it."""
    return Within(tx)
