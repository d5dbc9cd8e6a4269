"""/fact edit and its kin: facts, names, entities and relations are mended, locked, and changes taken back."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from trivia.commands.curated import (
    AuditHandedOut,
    Changed,
    ChangesListed,
    ChangeUndone,
    FactMended,
    FactMoved,
    LockChanged,
    Merged,
    Named,
    RelationDeclared,
    RelationDropped,
    Renamed,
)
from trivia.commands.doubting import doubts_about
from trivia.commands.merging import bearers, is_own, two_meant
from trivia.commands.request import Request, Role
from trivia.commands.teaching import LOCKED, source_given
from trivia.commands.voiding import Voiding
from trivia.errors import Conflict, NotAllowed, NotFound, UsageError
from trivia.facts.authors import signed, signer, told_by
from trivia.facts.curation import check_name, relation_id, relation_named, resolve_value, retired_bearers, told_retired
from trivia.facts.dates import PartialDate
from trivia.facts.journal import Doing, Entry, Journal, held_by
from trivia.facts.keeping import CurationStore
from trivia.facts.model import Certainty, CommunityId, Entity, EntityId, Fact, FactId, Shelf, SpoilerPoint, SpoilerScope
from trivia.facts.phrasing import statement
from trivia.facts.relations import new_relation
from trivia.facts.vocabulary import Holds, Vocabulary
from trivia.facts.written import relation_for
from trivia.lookup.answer import Evidence
from trivia.ports import FactChange, FactEditor, FactReader, NameIndex, PackStore, Revision
from trivia.rounds.service import Rounds
from trivia.rounds.withholding import fact_is_open
from trivia.text import fold, typo_budget, with_a
from trivia.values import replace

JUST_NOW = timedelta(minutes=10)
"""Who changes what another changed so lately is asked first: they may not have seen it."""
ASKED_NOW = "That is what is being asked right now. Please tell me again when the round is over."
_MOST_IN_FILE = 20_000
_MOST_COMPARED = 1_000
_SPOILER = "A spoiler is written as the work and the point in it, such as Jessica Jones@S2E5."
_PAGE_OF_FILE = 200
PAGE = 10
"""So many changes are listed at once."""
NOTHING = frozenset({"none", "-", "nothing"})
"""Words by which something is taken away."""


class EditorWithJournal(FactEditor, Journal, Protocol):
    """Changes, and how they are read again."""


class MendingStore(NameIndex, FactReader, FactEditor, PackStore, CurationStore, Protocol):
    """What mending needs of storage."""


class Mending:
    """Changes what is known; every change can be read and taken back."""

    def __init__(self, store: MendingStore, rounds: Rounds) -> None:
        self._store = store
        self._rounds = rounds
        self._voiding = Voiding(store, store, rounds)

    # Facts

    async def edit(self, request: Request, *, sure: bool = False) -> FactMended | FactMoved:
        """Mend a fact; show instead what another made of it a moment ago, unless that was seen."""
        shelf = await self._store.shelf(request.community)
        named = FactId(int(request.arguments["fact"]))
        number = await followed(self._store, request.community, named)
        request = replace(request, arguments={**request.arguments, "fact": number})
        revisions = await self._store.history(request.community, number)
        last = revisions[-1]
        await self._check_open(request, [last.fact])
        check_living(shelf, last.fact)
        await self._check_lock(request, number, held_by(last.fact))
        given = request.arguments.get("revision")
        seen = None if given is None else int(given) if number == named else 0
        if not sure and self._may_be_unseen(request, last, len(revisions), seen):
            return FactMoved(await self._stated(shelf, last.fact), last, await self._draft(request, "fact edit"))
        change = await self._change(request, shelf, last.fact)
        before = last.fact
        new, doubts = await doubts_about(self._store, shelf, before, change.value, request.at)
        try:
            after = await self._store.edit(
                request.community,
                number,
                change,
                _author(request),
                request.at,
                reason=str(request.arguments.get("reason", "")),
                expected=before.revision,
            )
        except Conflict:
            return await self._moved(request, number)
        if after == before:
            raise UsageError("That is what the fact says already.")
        await self._rounds.void(request.community, number, request.at)
        shelf = await self._store.shelf(request.community)
        entry = await self._store.last_change(request.community, fact=number)
        gave_way = after.id != number and not _is_by(after, entry)
        told = (await self._stated(shelf, before), await self._stated(shelf, after))
        return FactMended(
            *told,
            entry.number if entry else None,
            gave_way,
            new,
            doubts,
            after.value != before.value and after.source == before.source and not _is_own_word(request, after),
        )

    async def _moved(self, request: Request, number: FactId) -> FactMoved:
        """Show what another made of a fact this very moment."""
        number = await followed(self._store, request.community, number)
        shelf = await self._store.shelf(request.community)
        last = (await self._store.history(request.community, number))[-1]
        request = replace(request, arguments={**request.arguments, "fact": number})
        return FactMoved(await self._stated(shelf, last.fact), last, await self._draft(request, "fact edit"))

    def _may_be_unseen(self, request: Request, last: Revision, count: int, seen: int | None) -> bool:
        """Say whether the member may not know what the fact says now."""
        if seen is not None:
            return seen != count
        another = signer(last.author)[1] not in ("", request.member.id)
        return another and request.at - last.at < JUST_NOW

    async def _change(self, request: Request, shelf: Shelf, fact: Fact) -> FactChange:
        given = request.arguments
        vocabulary = await self._store.vocabulary(shelf)
        value = None
        if "value" in given:
            relation = relation_for(vocabulary, fact.relation) or relation_named(fact.relation, vocabulary)
            value = await resolve_value(str(given["value"]), relation, self._store, shelf, instead_of=fact.value)
        dates = {name: str(given[name]) for name in ("stated", "spoiler") if name in given}
        clear = {_CLEARED[name] for name, text in dates.items() if text.casefold() in NOTHING}
        change = FactChange(
            value=value,
            certainty=Certainty(str(given["certainty"])) if "certainty" in given else None,
            source=source_given(str(given["source"]), request.member.name) if "source" in given else None,
            sentence="" if value is not None and value != _end(fact) else None,
            stated_on=_date(dates["stated"]) if "stated" in dates and "stated_on" not in clear else None,
            spoiler=await self._spoiler(shelf, dates["spoiler"]) if "spoiler" in dates and not clear else None,
            clear=frozenset(clear),
        )
        if change == FactChange():
            raise UsageError(
                "Please say what shall be different: value=…, certainty=…, source=…, stated=… or spoiler=…"
            )
        return change

    async def _spoiler(self, shelf: Shelf, text: str) -> SpoilerScope:
        work, _, point = text.partition("@")
        if not fold(work):
            raise UsageError(_SPOILER)
        try:
            return SpoilerScope(await self._named(shelf, work), SpoilerPoint.parse(point))
        except ValueError:
            raise UsageError(_SPOILER) from None

    # Names and entities

    async def alias(self, request: Request) -> Named:
        """Give something one more name, or take one away."""
        shelf = await self._store.shelf(request.community)
        entity = await self._named(shelf, str(request.arguments["name"]))
        await self._check_lock(request, None, [entity.id])
        alias = check_name(str(request.arguments["alias"]))
        given = not request.arguments.get("remove")
        put = self._store.add_alias if given else self._store.remove_alias
        done = await put(request.community, entity.id, alias, _author(request), request.at, reason=_reason(request))
        bearers_ = await bearers(self._store, shelf, alias) if given and done else ()
        others = tuple(other for other in bearers_ if other.id != entity.id)
        return Named(entity, alias, given, not done, await self._latest(request) if done else None, others)

    async def rename(self, request: Request) -> Renamed:
        """Give something of the community's own another name."""
        shelf = await self._store.shelf(request.community)
        entity = await self._named(shelf, str(request.arguments["name"]))
        await self._check_lock(request, None, [entity.id])
        name = check_name(str(request.arguments["to"]))
        await self._check_free(shelf, entity, name)
        author, reason = _author(request), _reason(request)
        renamed = await self._store.rename(request.community, entity.id, name, author, request.at, reason=reason)
        return Renamed(entity.name, renamed, None if renamed == entity else await self._latest(request))

    async def _check_free(self, shelf: Shelf, entity: Entity, name: str) -> None:
        """Refuse a name that another thing of the kind has: nobody could tell the two apart."""
        for match in (await self._store.by_name(shelf, (fold(name),))).get(fold(name), ()):
            other = match.entity
            if other.id != entity.id and other.kind == entity.kind and fold(other.name) == fold(name):
                raise Conflict(
                    f"There is {with_a(other.kind)} named {other.name} already. If they are one and the same: "
                    f"/fact merge {entity.name} into={other.name}"
                )

    async def merge(self, request: Request) -> Merged:
        """Make two things one."""
        shelf = await self._store.shelf(request.community)
        goes, stays = (str(request.arguments[option]) for option in ("name", "into"))
        gone, into = await two_meant(self._store, shelf, goes, stays, self._named)
        if gone.kind != into.kind:
            kinds = [with_a(kind) for kind in (gone.kind, into.kind)]
            raise UsageError(f"{gone.name} is {kinds[0]} and {into.name} {kinds[1]}; they can't be one.")
        await self._check_lock(request, None, [gone.id, into.id])
        await self._check_asked(request, shelf, (gone, into))
        author = _author(request)
        facts = await self._store.merge(
            request.community, gone.id, into.id, author, request.at, reason=_reason(request)
        )
        odds = await self._at_odds(await self._store.shelf(request.community), into)
        return Merged(gone, into, facts, await self._latest(request), here_alone=not is_own(gone), at_odds=odds)

    async def _at_odds(self, shelf: Shelf, entity: Entity) -> tuple[Evidence, ...]:
        """Return the facts about a thing of which only one can be true, of the first relation that has such."""
        vocabulary = await self._store.vocabulary(shelf)
        told: dict[str, dict[object, Fact]] = {}
        for fact in await self._store.about(shelf, entity.id, _MOST_COMPARED):
            relation = vocabulary.relations.get(fact.relation)
            single = relation is not None and relation.holds is Holds.ONE and not fact.qualifiers
            if single and fact.subject.id == entity.id and fact.certainty is Certainty.CONFIRMED:
                told.setdefault(fact.relation, {}).setdefault(_end(fact), fact)
        several = next((facts.values() for facts in told.values() if len(facts) > 1), ())
        return tuple(_stated(vocabulary, fact) for fact in several)

    async def relation(self, request: Request) -> RelationDeclared:
        """Declare a relation by its statement and its question."""
        shelf = await self._store.shelf(request.community)
        vocabulary = await self._store.vocabulary(shelf)
        given = {name: str(value) for name, value in request.arguments.items()}
        relation, kinds = new_relation(given, vocabulary)
        _check_apart(vocabulary, relation.id)
        changed = await self._store.declare(
            request.community, relation, kinds, _author(request), request.at, reason=_reason(request)
        )
        return RelationDeclared(
            relation,
            tuple(kind.id for kind in kinds),
            await self._latest(request) if changed else None,
            mended=relation.id in vocabulary.relations,
        )

    async def drop(self, request: Request) -> RelationDropped:
        """Let go of a relation that nothing is told by."""
        shelf = await self._store.shelf(request.community)
        vocabulary = await self._store.vocabulary(shelf)
        name = str(request.arguments["name"])
        _check_apart(vocabulary, relation_id(name))
        relation = relation_named(name, vocabulary)
        for gone in vocabulary.merged_into(relation.id):
            _check_apart(vocabulary, gone.id)
        author, reason = _author(request), _reason(request)
        await self._store.drop_relation(request.community, relation.id, author, request.at, reason=reason)
        return RelationDropped(relation.id, await self._latest(request))

    async def lock(self, request: Request) -> LockChanged:
        """Keep moderators from changing a fact, or a thing and all that is said of it; or let them again."""
        shelf = await self._store.shelf(request.community)
        named = str(request.arguments["what"])
        locked = not request.arguments.get("free")
        number = named.removeprefix("#")
        target: EntityId | FactId
        is_fact = number.isascii() and number.isdigit()
        if is_fact:
            target = FactId(int(number[:18]))
            what = (
                await self._stated(shelf, (await self._store.history(request.community, target))[-1].fact)
            ).statement
        else:
            entity = await self._named(shelf, named)
            target, what = entity.id, entity.name
        author = _author(request)
        done = await self._store.lock(
            request.community, target, author, request.at, called=what, fact=is_fact, locked=locked
        )
        return LockChanged(what, locked, not done, fact=is_fact)

    # The journal

    async def changes(self, request: Request) -> ChangesListed:
        """List changes, the latest first."""
        before = request.arguments.get("before")
        shelf = await self._store.shelf(request.community)
        name = str(request.arguments.get("name", ""))
        entity = await self._known_once(shelf, name) if name else None
        relation = await self._relation_known(request, shelf)
        found = await self._store.changes(
            request.community,
            PAGE + 1,
            before=None if before is None else int(before),
            entities=shelf.all_of([entity.id]) if entity else (),
            relation=relation,
        )
        shown = await self._all_changed(request, shelf, found[:PAGE])
        return ChangesListed(shown, len(found) > PAGE, entity.name if entity else "", relation)

    async def _known_once(self, shelf: Shelf, name: str) -> Entity:
        """Return what bears a name, or what was retired and bore it."""
        gone = await retired_bearers(name, self._store, shelf)
        return gone[0] if gone and not await bearers(self._store, shelf, name) else await self._named(shelf, name)

    async def _relation_known(self, request: Request, shelf: Shelf) -> str:
        """Return the id of the relation that is named, also of one that is gone; empty if none is."""
        name = str(request.arguments.get("relation", ""))
        vocabulary = await self._store.vocabulary(shelf)
        id_ = relation_id(name)
        if not name or id_ in vocabulary.relations or await self._store.changes(request.community, 1, relation=id_):
            return id_
        return relation_named(name, vocabulary).id

    async def audit(self, request: Request) -> AuditHandedOut:
        """Hand out who did what and when, the latest first, as a table."""
        shelf = await self._store.shelf(request.community)
        shown: list[Changed] = []
        before: int | None = None
        while len(shown) < _MOST_IN_FILE:
            page = await self._store.changes(request.community, _PAGE_OF_FILE, before=before)
            shown += await self._all_changed(request, shelf, page)
            if len(page) < _PAGE_OF_FILE:
                break
            before = page[-1].number
        return AuditHandedOut(f"changes-{request.at:%Y-%m-%d}.csv", tuple(shown))

    async def undo(self, request: Request) -> ChangeUndone:
        """Take back a change, the last one of a fact, or one's own last."""
        entry = await self._meant(request)
        if not entry.can_be_undone:
            raise Conflict("That can't be taken back; it is no change to what I know, or was taken back already.")
        touched = [t.entity.id for t in entry.touched if t.entity]
        for fact in entry.facts:
            await self._check_lock(request, fact.id, [*held_by(fact), *touched])
        await self._check_lock(request, None, touched)
        if request.member.role < Role.ADMIN and await self._store.touches_locked(request.community, entry.number):
            raise NotAllowed(LOCKED)
        author, reason = _author(request), str(request.arguments.get("reason", ""))
        shelf = await self._store.shelf(request.community)
        [undone] = await self._all_changed(request, shelf, [entry])
        resting = await self._voiding.resting(request)
        done = await self._store.undo(request.community, entry.number, author, request.at, reason=reason)
        for fact in entry.facts:
            await self._rounds.void(request.community, fact.id, request.at)
        await self._voiding.void_changed(request, resting)
        return ChangeUndone(undone, done.number)

    async def _meant(self, request: Request) -> Entry:
        given = request.arguments
        if "change" in given:
            return await self._store.change(request.community, int(given["change"]))
        if "fact" in given:
            fact = FactId(int(given["fact"]))
            await self._store.history(request.community, fact)
            entry = await self._store.last_change(request.community, fact=fact)
            if entry is None:
                raise UsageError("That fact came with its pack; there is no change to take back. You can retire it.")
            return entry
        entry = await self._store.last_change(request.community, member=request.member.id)
        if entry is None:
            raise UsageError("You changed nothing here that could be taken back. /fact history lists all changes.")
        return entry

    async def _all_changed(self, request: Request, shelf: Shelf, entries: Sequence[Entry]) -> tuple[Changed, ...]:
        live = await self._rounds.live_questions(request.community, request.at, request.member.id)
        vocabulary = await self._store.vocabulary(shelf)

        def told(entry: Entry) -> Changed:
            return Changed(entry, tuple(_stated(vocabulary, f) for f in entry.facts if not fact_is_open(f, live)))

        return tuple(map(told, entries))

    # Shared

    async def _latest(self, request: Request) -> int | None:
        entry = await self._store.last_change(request.community, member=request.member.id)
        return entry.number if entry else None

    async def _draft(self, request: Request, command: str) -> int:
        arguments = {name: str(value) for name, value in request.arguments.items() if name != "revision"}
        return await self._store.keep_draft(request.community, request.member.id, command, arguments, request.at)

    async def _check_open(self, request: Request, facts: Sequence[Fact]) -> None:
        live = await self._rounds.live_questions(request.community, request.at)
        if any(fact_is_open(fact, live) for fact in facts):
            raise UsageError(ASKED_NOW)

    async def _check_asked(self, request: Request, shelf: Shelf, things: Sequence[Entity]) -> None:
        """Refuse to change what things are while a question about one of them is open."""
        live = await self._rounds.live_questions(request.community, request.at)
        for fact in await self._store.facts({fact for asked in live for fact in asked.facts}, shelf):
            if any(end in things for end in (fact.subject, fact.value, *(q.value for q in fact.qualifiers))):
                raise UsageError(ASKED_NOW)

    async def _check_lock(self, request: Request, fact: FactId | None, entities: Sequence[EntityId]) -> None:
        locked = await self._store.is_locked(request.community, fact, entities)
        if locked and request.member.role < Role.ADMIN:
            raise NotAllowed(LOCKED)

    async def _named(self, shelf: Shelf, name: str) -> Entity:
        return await entity_named(self._store, shelf, name)

    async def _stated(self, shelf: Shelf, fact: Fact) -> Evidence:
        return _stated(await self._store.vocabulary(shelf), fact)


def _stated(vocabulary: Vocabulary, fact: Fact) -> Evidence:
    relation = relation_for(vocabulary, fact.relation)
    said = statement(relation, fact) if relation else f"{fact.subject.name}: {fact.relation}"
    return Evidence(fact, said)


async def followed(store: EditorWithJournal, community: CommunityId, number: FactId) -> FactId:
    """Return the number under which a fact of a pack goes on in a community, if it was mended there; else its own."""
    if not (await store.history(community, number))[-1].retired:
        return number
    entry = await store.last_change(community, fact=number)
    if entry is None or entry.doing is not Doing.EDITED or not any(f.id == number for f in entry.facts):
        return number
    others = [f for f in entry.facts if f.id != number]
    return others[0].id if len(others) == 1 else number


def check_living(shelf: Shelf, fact: Fact) -> None:
    """Refuse to change a fact that isn't told, as a thing at one of its ends was retired."""
    for end in (fact.subject, fact.value):
        if isinstance(end, Entity) and end.id in shelf.retired:
            raise UsageError(told_retired(end.name))


def _check_apart(vocabulary: Vocabulary, relation: str) -> None:
    """Refuse to change a relation that was merged into another."""
    if relation in vocabulary.merged:
        stays, _ = vocabulary.merged[relation]
        raise Conflict(f"{relation} is one with {stays} here. Part them first: /fact restore relation={relation}")


_CLEARED = {"stated": "stated_on", "spoiler": "spoiler"}


async def entity_named(names: NameIndex, shelf: Shelf, name: str) -> Entity:
    """Return what bears a name; raise NotFound with the nearest one if nothing does."""
    exact = await bearers(names, shelf, name)
    if exact:
        return exact[0]
    gone = await retired_bearers(name, names, shelf)
    if gone:
        raise NotFound(told_retired(gone[0].name))
    folded = fold(name)
    near = await names.near_name(shelf, folded, typo_budget(folded))
    hint = f" Did you mean {near[0].entity.name}?" if near else ""
    raise NotFound(f"I know nothing by the name “{name}”.{hint}")


def _end(fact: Fact) -> object:
    return fact.value.id if isinstance(fact.value, Entity) else fact.value


def _is_own_word(request: Request, fact: Fact) -> bool:
    """Say whether the member is all the source there is."""
    return fact.source.title == told_by(request.member.name)


def _author(request: Request) -> str:
    return signed(request.member.name, request.member.id)


def _reason(request: Request) -> str:
    return str(request.arguments.get("reason", ""))


def _is_by(fact: Fact, entry: Entry | None) -> bool:
    """Say whether a fact is what the change made."""
    return entry is not None and entry.doing is Doing.EDITED and any(f.id == fact.id for f in entry.facts)


def _date(text: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise UsageError(f"stated takes a date: {error}.") from None
