"""/fact retire and /fact restore of whole things: nothing is told any more of what begins or ends with them."""

from dataclasses import replace
from typing import Protocol

from trivia.commands.going import RetirementPreviewed, ThingRestored, ThingRetired
from trivia.commands.mending import entity_named
from trivia.commands.merging import is_own
from trivia.commands.request import Request, Role
from trivia.commands.teaching import LOCKED
from trivia.commands.voiding import Voiding
from trivia.errors import Conflict, NotAllowed, NotFound, UsageError
from trivia.facts.authors import signed
from trivia.facts.curation import relation_id, retired_bearers
from trivia.facts.keeping import CurationStore
from trivia.facts.model import Entity, EntityId, Shelf
from trivia.facts.phrasing import statement
from trivia.facts.written import relation_for
from trivia.lookup.answer import Evidence
from trivia.ports import FactReader, NameIndex, PackStore
from trivia.rounds.service import Rounds
from trivia.rounds.withholding import fact_is_open
from trivia.text import fold

_NAMED = 3
_LOOKED_THROUGH = 30


class RetiringStore(NameIndex, FactReader, PackStore, CurationStore, Protocol):
    """What retiring things needs of storage."""


class Retiring:
    """Lets go of things with all that is told of them, and brings them back."""

    def __init__(self, store: RetiringStore, rounds: Rounds) -> None:
        self._store = store
        self._rounds = rounds
        self._voiding = Voiding(store, store, rounds)

    async def preview(self, request: Request) -> RetirementPreviewed:
        """Show what would go with a thing; nothing is changed yet."""
        shelf = await self._store.shelf(request.community)
        thing = await self._meant(shelf, str(request.arguments["name"]))
        reach = await self._store.reach(shelf, thing.id)
        _check_free(request, locked=reach.locked)
        given = {name: str(value) for name, value in request.arguments.items()}
        arguments = {**given, "entity": str(thing.id)}
        draft = await self._store.keep_draft(request.community, request.member.id, "fact retire", arguments, request.at)
        examples = await self._examples(request, shelf, thing)
        return RetirementPreviewed(draft, thing, reach.begin, reach.end, examples, not is_own(thing))

    async def take(self, request: Request) -> ThingRetired:
        """Retire a thing that was shown, and close open questions that rest on it."""
        entity = EntityId(int(request.arguments["entity"]))
        shelf = await self._store.shelf(request.community)
        thing = await self._still(shelf, entity)
        if entity in shelf.retired:
            raise Conflict(f"{thing.name} is retired already.")
        _check_free(request, locked=(await self._store.reach(shelf, entity)).locked)
        reason = str(request.arguments.get("reason", ""))
        resting = await self._voiding.resting(request)
        facts = await self._store.retire_entity(request.community, entity, _author(request), request.at, reason=reason)
        await self._voiding.void_changed(request, resting)
        return ThingRetired(thing, facts, await self._latest(request), not is_own(thing))

    async def restore(self, request: Request) -> ThingRestored:
        """Bring a retired thing back, with what was told of it."""
        shelf = await self._store.shelf(request.community)
        thing = await self._gone(shelf, str(request.arguments["name"]))
        _check_free(request, locked=(await self._store.reach(shelf.whole, thing.id)).locked)
        reason = str(request.arguments.get("reason", ""))
        facts = await self._store.restore_entity(
            request.community, thing.id, _author(request), request.at, reason=reason
        )
        return ThingRestored(thing, facts, await self._latest(request))

    async def _meant(self, shelf: Shelf, name: str) -> Entity:
        """Return the thing that is named; say how a relation goes if that is what is named."""
        try:
            return await entity_named(self._store, shelf, name)
        except NotFound:
            if relation_id(name) in (await self._store.vocabulary(shelf)).relations:
                raise UsageError(
                    f"{name} is a relation. /fact drop {name} lets go of it, /fact merge {name} into=… makes it one "
                    "with another."
                ) from None
            raise

    async def _still(self, shelf: Shelf, entity: EntityId) -> Entity:
        """Return what was shown; raise Conflict if it isn't there any more, or has become one with another."""
        thing = (await self._store.entities([entity])).get(entity)
        folded = fold(thing.name) if thing else ""
        found = (await self._store.by_name(replace(shelf.whole, merged=()), [folded])).get(folded, ()) if thing else ()
        if thing is None or all(match.entity.id != entity for match in found):
            raise Conflict(f"{thing.name if thing else 'That'} is gone by now, so there is nothing to retire.")
        if shelf.here(entity) != entity:
            stays = (await self._store.entities([shelf.here(entity)]))[shelf.here(entity)]
            raise Conflict(
                f"{thing.name} is one with {stays.name} by now. Please look again: /fact retire {stays.name}"
            )
        return thing

    async def _gone(self, shelf: Shelf, name: str) -> Entity:
        """Return what was retired by a name; raise NotFound if nothing was."""
        gone = await retired_bearers(name, self._store, shelf)
        if gone:
            return gone[0]
        there = await entity_named(self._store, shelf, name)
        raise NotFound(f"{there.name} isn't retired.")

    async def _examples(self, request: Request, shelf: Shelf, thing: Entity) -> tuple[Evidence, ...]:
        """State a few facts that would go, none that is being asked right now."""
        live = await self._rounds.live_questions(request.community, request.at, request.member.id)
        vocabulary = await self._store.vocabulary(shelf)
        told = []
        for fact in await self._store.about(shelf, thing.id, _LOOKED_THROUGH):
            relation = relation_for(vocabulary, fact.relation)
            if relation and thing in (fact.subject, fact.value) and not fact_is_open(fact, live):
                told.append(Evidence(fact, statement(relation, fact)))
        return tuple(told[:_NAMED])

    async def _latest(self, request: Request) -> int | None:
        entry = await self._store.last_change(request.community, member=request.member.id)
        return entry.number if entry else None


def _check_free(request: Request, *, locked: bool) -> None:
    if locked and request.member.role < Role.ADMIN:
        raise NotAllowed(LOCKED)


def _author(request: Request) -> str:
    return signed(request.member.name, request.member.id)
