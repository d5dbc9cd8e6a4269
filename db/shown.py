"""Messages as channels see them, and long actions, in the store."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from db.seam import Database, Transaction
from db.statements import moment
from trivia.replies.reply import Reply
from trivia.rounds.codec import from_json, to_json
from trivia.rounds.shown import Shown

_EDITED = timedelta(days=30)
"""What is older is edited no more: rounds and their disputes are long over."""
_PRESSED = timedelta(days=180)


class ShownMessages:
    """Implements ``trivia.rounds.shown.ShownMessages``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def shown(self, platform: str, about: str) -> Shown | None:
        """Return the message on a platform that is about something."""
        rows = await self._database.read(
            "SELECT key, last, reply FROM shown WHERE platform = ? AND about = ?", (platform, about)
        )
        return Shown(about, rows[0][0], rows[0][1], from_json(Reply, rows[0][2])) if rows else None

    async def keep_shown(self, platform: str, message: Shown, at: datetime) -> None:
        """Keep how a message looks now."""
        row = (platform, message.about, message.key, message.last, to_json(message.reply), moment(at))

        async def unit(tx: Transaction) -> None:
            await tx.run("DELETE FROM shown WHERE at < ?", (moment(at - _EDITED),))
            await tx.run(
                "INSERT INTO shown(platform, about, key, last, reply, at) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (platform, about) DO UPDATE SET key = excluded.key, last = excluded.last, "
                "reply = excluded.reply, at = excluded.at",
                row,
            )

        await self._database.write(unit)

    async def keep_actions(self, actions: Mapping[str, str], at: datetime) -> None:
        """Keep actions by short names."""
        if not actions:
            return
        rows = [(name, action, moment(at)) for name, action in actions.items()]

        async def unit(tx: Transaction) -> None:
            await tx.run("DELETE FROM actions WHERE at < ?", (moment(at - _PRESSED),))
            await tx.run_many(
                "INSERT INTO actions(name, action, at) VALUES (?, ?, ?) "
                "ON CONFLICT (name) DO UPDATE SET at = excluded.at",
                rows,
            )

        await self._database.write(unit)

    async def kept_action(self, name: str) -> str | None:
        """Return the action of a short name."""
        rows = await self._database.read("SELECT action FROM actions WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None
