"""/fact merge of two relations: what the one tells is told by the other; and the history of relations."""

from collections.abc import Sequence
from typing import Protocol

from trivia.commands.going import RelationsMerged, RelationsPreviewed
from trivia.commands.mending import ASKED_NOW
from trivia.commands.merging import bearers
from trivia.commands.request import Request, Role
from trivia.commands.teaching import LOCKED
from trivia.errors import NotAllowed, UsageError
from trivia.facts.authors import signed
from trivia.facts.curation import relation_id, relation_named
from trivia.facts.journal import Doing, Overlap
from trivia.facts.keeping import CurationStore
from trivia.facts.model import Fact, FactId, Shelf
from trivia.facts.phrasing import statement
from trivia.facts.vocabulary import Holds, Relation, Vocabulary
from trivia.lookup.answer import Evidence
from trivia.ports import FactReader, NameIndex, PackStore
from trivia.rounds.service import Rounds
from trivia.rounds.withholding import fact_is_open
from trivia.text import with_a

_LOOKED_BACK = 50


class RelatingStore(NameIndex, FactReader, PackStore, CurationStore, Protocol):
    """What merging relations needs of storage."""


class Relating:
    """Makes one of two relations that say the same."""

    def __init__(self, store: RelatingStore, rounds: Rounds) -> None:
        self._store = store
        self._rounds = rounds

    async def are_meant(self, request: Request) -> bool:
        """Say whether relations are to be merged rather than things; raise UsageError if that can't be told."""
        names = [str(request.arguments[option]) for option in ("name", "into")]
        what = request.arguments.get("what")
        if what:
            return what == "relations"
        shelf = await self._store.shelf(request.community)
        vocabulary = await self._store.vocabulary(shelf)
        relations = [_is_relation(name, vocabulary) for name in names]
        things = [bool(await bearers(self._store, shelf, name)) for name in names]
        if all(relations):
            if all(things):
                raise UsageError(
                    "Those are names of things and of relations. Please add what=things or what=relations."
                )
            return True
        if not any(relations) or all(things):
            return False
        one, other = (0, 1) if relations[0] else (1, 0)
        if things[one]:
            return False
        if things[other]:
            raise UsageError(f"{names[one]} is a relation and {names[other]} a thing; they can't be one.")
        return True  # how the other is misspelt is said there

    async def preview(self, request: Request) -> RelationsPreviewed:
        """Show what would become of a relation's facts; nothing is changed yet."""
        shelf = await self._store.shelf(request.community)
        gone, into = await self._checked(request, shelf)
        found = await self._overlap(request, shelf, gone, into)
        draft = await self._store.keep_draft(
            request.community,
            request.member.id,
            "fact merge",
            {name: str(value) for name, value in {**request.arguments, "name": gone.id, "into": into.id}.items()},
            request.at,
        )
        told = await self._told(
            request, shelf, [fact for pair in (*found.same_facts, *found.odd_facts) for fact in pair]
        )
        return RelationsPreviewed(
            draft,
            gone,
            into,
            found.facts,
            found.same,
            found.odd,
            tuple(told[fact] for _, fact in found.same_facts if fact in told),
            tuple((told[one], told[other]) for one, other in found.odd_facts if one in told and other in told),
        )

    async def take(self, request: Request) -> RelationsMerged:
        """Merge two relations that were shown."""
        shelf = await self._store.shelf(request.community)
        gone, into = await self._checked(request, shelf)
        await self._overlap(request, shelf, gone, into)
        facts = await self._store.merge_relations(
            request.community,
            gone.id,
            into.id,
            signed(request.member.name, request.member.id),
            request.at,
            reason=str(request.arguments.get("reason", "")),
        )
        entry = await self._store.last_change(request.community, member=request.member.id)
        return RelationsMerged(gone.id, into, facts, entry.number if entry else None)

    async def last_going(self, request: Request) -> int:
        """Return the change by which a relation went; raise UsageError if it is there."""
        name = str(request.arguments["relation"])
        shelf = await self._store.shelf(request.community)
        known = (await self._store.vocabulary(shelf)).relations
        wanted = relation_id(name)
        if wanted in known:
            raise UsageError(f"The relation {wanted} is there.")
        for entry in await self._store.changes(request.community, _LOOKED_BACK, relation=wanted):
            if entry.can_be_undone and entry.doing is Doing.IMPORTED and shelf.told_as(wanted) != wanted:
                raise UsageError(
                    f"{wanted} became one with {shelf.told_as(wanted)} by a file. /fact undo change={entry.number} "
                    "takes back all that came with it."
                )
            went = entry.about.get("gone" if entry.doing is Doing.MERGED else "relation")
            if entry.can_be_undone and entry.doing in (Doing.MERGED, Doing.UNRELATED) and went == wanted:
                return entry.number
        raise UsageError(f"Nobody here let go of a relation {wanted}. /fact history lists all changes.")

    async def _checked(self, request: Request, shelf: Shelf) -> tuple[Relation, Relation]:
        """Return the two relations that are named, if they can be one."""
        vocabulary = await self._store.vocabulary(shelf)
        gone, into = (relation_named(str(request.arguments[option]), vocabulary) for option in ("name", "into"))
        if gone.id == into.id:
            raise UsageError("Those are one and the same already.")
        _check_fit(gone, into)
        await self._check_asked(request, shelf, (gone.id, into.id))
        return gone, into

    async def _check_asked(self, request: Request, shelf: Shelf, relations: Sequence[str]) -> None:
        live = await self._rounds.live_questions(request.community, request.at)
        open_ = await self._store.facts({fact for asked in live for fact in asked.facts}, shelf)
        if any(fact.relation in relations for fact in open_):
            raise UsageError(ASKED_NOW)

    async def _overlap(self, request: Request, shelf: Shelf, gone: Relation, into: Relation) -> Overlap:
        single = into.holds is Holds.ONE
        found = await self._store.compare_relations(shelf, gone.id, into.id, single=single)
        if found.locked and request.member.role < Role.ADMIN:
            raise NotAllowed(LOCKED)
        return found

    async def _told(self, request: Request, shelf: Shelf, facts: Sequence[FactId]) -> dict[FactId, Evidence]:
        """State facts, but for those that would tell the answer of an open question."""
        relations = (await self._store.vocabulary(shelf)).relations
        live = await self._rounds.live_questions(request.community, request.at, request.member.id)

        def stated(fact: Fact) -> Evidence:
            return Evidence(fact, statement(relations[fact.relation], fact))

        known = await self._store.facts(facts, shelf)
        return {f.id: stated(f) for f in known if f.relation in relations and not fact_is_open(f, live)}


def _is_relation(name: str, vocabulary: Vocabulary) -> bool:
    try:
        relation_named(name, vocabulary)
    except UsageError:
        return False
    return True


def _check_fit(gone: Relation, into: Relation) -> None:
    """Refuse to merge relations of which the one can't tell what the other tells."""
    if (gone.literal, gone.unit) != (into.literal, into.unit):
        raise UsageError(f"{gone.id} takes {_values(gone)} and {into.id} {_values(into)}; they can't be one.")
    if gone.subject_kinds <= into.subject_kinds and gone.value_kinds <= into.value_kinds:
        return
    wider = into.subject_kinds <= gone.subject_kinds and into.value_kinds <= gone.value_kinds
    hint = f" The other way round it would do: /fact merge {into.id} into={gone.id}" if wider else ""
    raise UsageError(f"{gone.id} tells of {_joined(gone)}, and {into.id} of {_joined(into)}; they can't be one.{hint}")


def _joined(relation: Relation) -> str:
    subject = _kinds(relation.subject_kinds)
    return f"{subject} and {_values(relation)}" if relation.value_kinds else subject


def _values(relation: Relation) -> str:
    if relation.value_kinds:
        return _kinds(relation.value_kinds)
    unit = f" in {relation.unit}" if relation.unit else ""
    return f"{_LITERALS.get(str(relation.literal), with_a(str(relation.literal)))}{unit}"


_LITERALS = {"boolean": "yes or no", "text": "words"}


def _kinds(kinds: frozenset[str]) -> str:
    named = [with_a(kind.replace("-", " ")) for kind in sorted(kinds)]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"
