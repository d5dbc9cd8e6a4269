"""Relations that a community declares: they stand in its own pack's vocabulary."""

import json
from collections.abc import Sequence
from datetime import datetime

from db.journal import add_parts, entered
from db.own import OwnPack, own_pack
from db.revising import Change
from db.seam import Database, Transaction
from db.statements import in_list, moment
from db.vocabularies import read_vocabulary, write_vocabulary, written_relation
from trivia.errors import Conflict, NotFound
from trivia.facts.model import CommunityId
from trivia.facts.vocabulary import Kind, Relation, Vocabulary

_USED = """SELECT 1 FROM facts WHERE relation = ? AND current = 1 AND retired = 0
    AND pack IN (SELECT id FROM packs WHERE community = ? AND removed = 0) LIMIT 1"""


_MERGED = "SELECT 1 FROM merged_relations WHERE community = ? AND (relation = ? OR stays = ?) LIMIT 1"


class Relations:
    """Implements ``RelationEditor``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def declare(
        self,
        community: CommunityId,
        relation: Relation,
        kinds: Sequence[Kind],
        author: str,
        at: datetime,
        *,
        reason: str = "",
    ) -> bool:
        """Declare a relation in the community's own pack, or put it in the place of the own one of that id."""
        change = Change(author, moment(at), reason)

        async def unit(tx: Transaction) -> bool:
            own = await own_pack(tx, community, change)
            if own.shelf.told_as(relation.id) != relation.id:
                raise Conflict(f"{relation.id} is one with {own.shelf.told_as(relation.id)} here.")
            holes, packs = in_list(own.shelf.packs)
            rows = await tx.read(f"SELECT id, vocabulary FROM packs WHERE id IN {holes}", packs)
            stored = {id_: read_vocabulary(json.loads(text)) for id_, text in rows}
            for id_, vocabulary in stored.items():
                taken = vocabulary.relations.get(relation.id)
                if taken and id_ != own.number:
                    raise Conflict(f"There is a relation {relation.id} already: “{taken.statement}”.")
            known = stored[own.number].relations.get(relation.id)
            if known == relation:
                return False
            await add_kinds(tx, own, kinds)
            before, after = relation_text(known) if known else "", relation_text(relation)
            await put_relation(tx, own, own.number, before, after)
            about = {"relation": relation.id} | ({"before": known.statement} if known else {})
            entry = await entered(tx, community, "related", change, size=0, about=about)
            await add_parts(tx, entry, [("relation", own.number, before, after)])
            return True

        return await self._database.write(unit)

    async def drop_relation(
        self, community: CommunityId, relation: str, author: str, at: datetime, *, reason: str = ""
    ) -> None:
        """Let go of an own relation that no fact of the community's is told by."""
        change = Change(author, moment(at), reason)

        async def unit(tx: Transaction) -> None:
            own = await own_pack(tx, community, change)
            rows = await tx.read("SELECT vocabulary FROM packs WHERE id = ?", (own.number,))
            known = read_vocabulary(json.loads(rows[0][0])).relations.get(relation)
            if known is None:
                raise NotFound(f"{relation} is no relation of your own; those of shared packs stay.")
            merged = [one for one in own.shelf.tells(relation) if one != relation]
            if merged or own.shelf.told_as(relation) != relation:
                raise Conflict(f"{relation} is one with another relation here. Take that back first.")
            if await tx.read(_USED, (relation, community)):
                raise Conflict(f"Facts are told by {relation}. Retire them first, then I can let go of it.")
            before = relation_text(known)
            await put_relation(tx, own, own.number, before, "")
            entry = await entered(tx, community, "unrelated", change, size=0, about={"relation": relation})
            await add_parts(tx, entry, [("relation", own.number, before, "")])

        await self._database.write(unit)


async def add_kinds(tx: Transaction, own: OwnPack, kinds: Sequence[Kind]) -> None:
    """Let the own pack know further kinds; they stay, for things of that kind may stay."""
    if kinds:
        rows = await tx.read("SELECT vocabulary FROM packs WHERE id = ?", (own.number,))
        known = read_vocabulary(json.loads(rows[0][0]))
        grown = Vocabulary({**known.kinds, **{kind.id: kind for kind in kinds}}, known.relations)
        text = json.dumps(write_vocabulary(grown), ensure_ascii=False)
        await tx.run("UPDATE packs SET vocabulary = ?, edition = edition + 1 WHERE id = ?", (text, own.number))


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


async def put_declared(tx: Transaction, own: OwnPack, pack: int, before: str, after: str) -> None:
    """Do as ``put_relation`` does; raise Conflict where facts or other relations would be left without the relation."""
    gone = "" if after else json.loads(before)["id"]
    if gone and await tx.read(_MERGED, (own.shelf.community, gone, gone)):
        raise Conflict(f"{gone} is one with another relation here. Please take that back first.")
    if gone and await tx.read(_USED, (gone, own.shelf.community)):
        raise Conflict(f"Facts are told by {gone}. Please retire them first.")
    await put_relation(tx, own, pack, before, after)


def relation_text(relation: Relation) -> str:
    """Write a relation as ``put_relation`` takes it."""
    return json.dumps(written_relation(relation), ensure_ascii=False)
