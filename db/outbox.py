"""Messages that wait to be sent, written by whoever has something to say."""

from collections.abc import Sequence

from db.blocks import insert_many
from db.seam import Transaction
from trivia.rounds.codec import to_json
from trivia.rounds.ports import Outgoing


async def queue(tx: Transaction, outgoing: Sequence[Outgoing]) -> None:
    """Keep messages for their channels, in this order."""
    rows = [_row(message) for message in outgoing]
    await insert_many(tx, "INSERT INTO outbox(id, platform, community, channel, reply, sent)", 6, rows)


def _row(message: Outgoing) -> tuple[object, ...]:
    place = message.place
    return message.id, place.platform, place.community, place.channel, to_json(message.reply), ""
