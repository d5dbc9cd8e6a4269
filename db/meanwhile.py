"""What moderators added one by one while an import was on its way, beside what it brings: nothing is to come twice."""

from dataclasses import dataclass

from db.decoding import qualifier_parts
from db.seam import Transaction
from db.stems import stem_key
from trivia.errors import Conflict
from trivia.facts.written import KIND
from trivia.formats.asking import words_of

CHANGED = "What I know has changed meanwhile, so nothing was taken. Please do it again."

_SINCE = "a.change > 0 AND a.change > ? AND a.pack = ? AND a.current = 1"
_SAME = f"""SELECT DISTINCT b.fact, b.qualifiers FROM facts a CROSS JOIN facts b
    WHERE {_SINCE} AND b.subject = a.subject AND b.relation = a.relation AND b.current = 1
        AND COALESCE(b.value, 0) = COALESCE(a.value, 0) AND b.type = a.type AND b.literal = a.literal
        AND b.qualifiers = a.qualifiers AND b.certainty = a.certainty AND b.pack = ?"""
_ENDS = f"""SELECT DISTINCT e.id, e.kind, e.name FROM facts a JOIN entities e ON e.id = a.subject OR e.id = a.value
    WHERE {_SINCE} AND e.pack = ?"""
_BEARS = """SELECT 1 FROM names m JOIN names n ON n.folded = m.folded JOIN entities e ON e.id = n.entity
    WHERE m.entity = ? AND m.alias = 0 AND n.alias = 0 AND n.pack = ? AND e.kind = ? LIMIT 1"""
_ASKS = "SELECT e.name FROM stems s JOIN entities e ON e.id = s.entity WHERE s.key = ? AND s.pack = ?"


@dataclass(frozen=True, slots=True)
class Staged:
    """What an import staged: its layer, the community's own pack, and the last change before it was matched."""

    layer: int
    own: int
    since: int


async def drop_known(tx: Transaction, staged: Staged) -> int:
    """Drop the staged facts that somebody told meanwhile, and return how many those were.

    Raise Conflict if somebody told meanwhile of a thing, or wrote a question, that the import brings as well: matched
    anew, it speaks of theirs.
    """
    told = (staged.since, staged.own)
    for entity, kind, name in await tx.read(_ENDS, (*told, staged.own)):
        if kind == KIND:
            stems = await tx.read(_ASKS, (stem_key(name), staged.layer))
            twice = any(words_of(stem) == words_of(name) for (stem,) in stems)
        else:
            twice = bool(await tx.read(_BEARS, (entity, staged.layer, kind)))
        if twice:
            raise Conflict(CHANGED)
    known = await tx.read(_SAME, (*told, staged.layer))
    named = [(value, fact) for fact, text in known for _, value in qualifier_parts(text) if isinstance(value, int)]
    await tx.run_many("DELETE FROM qualifier_entities WHERE entity = ? AND fact = ?", named)
    await tx.run_many("DELETE FROM facts WHERE fact = ? AND pack = ?", [(fact, staged.layer) for fact, _ in known])
    return len(known)
