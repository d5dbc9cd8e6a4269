"""Messages that wait to be sent, written by whoever has something to say."""

from collections.abc import Iterable

from db.seam import Transaction
from trivia.rounds.codec import to_json
from trivia.rounds.ports import Outgoing


async def queue(tx: Transaction, outgoing: Iterable[Outgoing]) -> None:
    """Keep messages for their channels, in this order."""
    for message in outgoing:
        place = message.place
        await tx.run(
            "INSERT INTO outbox(id, platform, community, channel, reply, sent) VALUES (?, ?, ?, ?, ?, '')",
            (message.id, place.platform, place.community, place.channel, to_json(message.reply)),
        )
