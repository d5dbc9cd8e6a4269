"""Relations that a community declares: they stand in its own pack's vocabulary."""

import json
from datetime import datetime

from db.journal import add_parts, entered
from db.own import OwnPack, own_pack
from db.revising import Change
from db.seam import Database, Transaction
from db.statements import moment
from db.vocabularies import read_vocabulary, written_relation
from trivia.facts.model import CommunityId
from trivia.facts.vocabulary import Relation


class Relations:
    """Implements ``RelationEditor``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def declare(
        self, community: CommunityId, relation: Relation, author: str, at: datetime, *, reason: str = ""
    ) -> bool:
        """Declare a relation in the community's own pack, or put it in the place of the own one of that id."""
        change = Change(author, moment(at), reason)

        async def unit(tx: Transaction) -> bool:
            own = await own_pack(tx, community, change)
            rows = await tx.read("SELECT vocabulary FROM packs WHERE id = ?", (own.number,))
            known = read_vocabulary(json.loads(rows[0][0])).relations.get(relation.id)
            if known == relation:
                return False
            before, after = relation_text(known) if known else "", relation_text(relation)
            await put_relation(tx, own, own.number, before, after)
            entry = await entered(tx, community, "related", change, size=0, about={"relation": relation.id})
            await add_parts(tx, entry, [("relation", own.number, before, after)])
            return True

        return await self._database.write(unit)


async def put_relation(tx: Transaction, own: OwnPack, pack: int, before: str, after: str) -> None:
    """Put a relation, written as JSON, in the place of another in a pack's vocabulary; an empty text is none."""
    del own
    rows = await tx.read("SELECT vocabulary FROM packs WHERE id = ?", (pack,))
    stored = json.loads(rows[0][0])
    gone = json.loads(before)["id"] if before else ""
    kept = [relation for relation in stored.get("relations", ()) if relation["id"] != gone]
    stored = {"kinds": stored.get("kinds", []), "relations": [*kept, *([json.loads(after)] if after else [])]}
    await tx.run(
        "UPDATE packs SET vocabulary = ?, edition = edition + 1 WHERE id = ?",
        (json.dumps(stored, ensure_ascii=False), pack),
    )


def relation_text(relation: Relation) -> str:
    """Write a relation as ``put_relation`` takes it."""
    return json.dumps(written_relation(relation), ensure_ascii=False)
