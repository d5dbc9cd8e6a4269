"""Layers of a community's own pack: what one import brought, put on its shelf or taken off it as a whole."""

from db.own import OwnPack
from db.seam import Transaction


async def put_layer(tx: Transaction, own: OwnPack, layer: int, before: str, after: str) -> None:
    """Put a layer on the community's shelf (``on``) or take it off (``off``)."""
    del own, before
    await tx.run("UPDATE packs SET removed = ? WHERE id = ? AND layer > 0", (int(after == "off"), layer))
