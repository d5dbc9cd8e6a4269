"""/fact add and /fact confirm: a fact is shown as it was understood, then taken."""

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import Protocol

from trivia.commands.curated import Alike, Doubts, FactPreviewed
from trivia.commands.outcomes import FactTaught, Stated
from trivia.commands.request import Argument, Request, Role
from trivia.errors import NotAllowed, NotFound, UsageError
from trivia.facts.authors import signed, told_by
from trivia.facts.curation import Claim, Resolved, from_sentence, like, relation_named, resolve
from trivia.facts.keeping import CurationStore
from trivia.facts.literals import to_text, words
from trivia.facts.model import Certainty, Entity, EntityId, Fact, FactId, Literal, Shelf, Source
from trivia.facts.overlay import NEW, Overlay, Readable
from trivia.facts.phrasing import filled, statement
from trivia.facts.plausible import odd
from trivia.facts.vocabulary import Holds, Relation, Vocabulary
from trivia.lookup.answer import AnswerItem, Evidence, Status
from trivia.lookup.service import Lookup
from trivia.ports import FactEditor, NewEntity, NewFact, PackStore
from trivia.questions.generator import Generator, Wish
from trivia.rounds.service import Rounds
from trivia.rounds.withholding import fact_is_open
from trivia.text import fold

LOCKED = "That is locked; only an admin can change it."
_MOST_BESIDES = 3
_COMPARED = 200
_LINK = re.compile(r"https?://([^\s/<>]+)[^\s<>]*")


class TeachingStore(Readable, FactEditor, PackStore, CurationStore, Protocol):
    """What teaching needs of storage."""


class Teaching:
    """Adds facts: reads them, shows what would come of them, and takes them once they are confirmed."""

    def __init__(self, store: TeachingStore, rounds: Rounds) -> None:
        self._store = store
        self._rounds = rounds

    async def add(self, request: Request) -> FactTaught | FactPreviewed:
        """Show what was understood, or take it at once if it is meant ``anyway``."""
        if request.arguments.get("anyway"):
            return await self.take(request)
        return await self.preview(request)

    async def read(self, request: Request) -> tuple[Evidence, FactTaught | None]:
        """Return a fact as it would be stated, and what is known if that says the same."""
        understood = await self._understood(request)
        _, fact = _laid_over(self._store, understood)
        return Evidence(fact, statement(understood.relation, fact)), _told_known(understood)

    async def preview(self, request: Request, *, keep: bool = True) -> FactTaught | FactPreviewed:
        """Show what was understood and keep a draft of it unless told not to; say so if it is known already."""
        understood = await self._understood(request)
        known = _told_known(understood)
        if known:
            return known
        if keep:
            await self._check_lock(request, understood)
        drafted = await self._draft(request, {}) if keep else 0
        shelf = understood.shelf
        laid, fact = _laid_over(self._store, understood)
        asked, answer = await _answered(laid, shelf, understood.relation, fact)
        question, key = await _quizzed(laid, self._store, shelf, fact)
        new = tuple((end.name, end.kind) for end in understood.new_entities)
        doubts = await self._doubts(request, understood, fact, keep=keep)
        besides = tuple(Evidence(f, statement(understood.relation, f)) for f in understood.besides)
        return FactPreviewed(
            drafted,
            Evidence(fact, statement(understood.relation, fact)),
            new,
            doubts,
            asked,
            answer,
            question,
            key,
            tuple(stated for stated in besides if stated not in doubts.otherwise),
        )

    async def take(self, request: Request, author: str = "") -> FactTaught:
        """Take a fact as it stands."""
        await self._alias(request)
        understood = await self._understood(request)
        known = _told_known(understood)
        if known:
            return known
        await self._check_lock(request, understood)
        fact = await self._store.add(
            request.community, understood.new, author or signed(request.member.name, request.member.id), request.at
        )
        entry = await self._store.last_change(request.community, fact=fact.id)
        return FactTaught(
            Stated(fact, statement(understood.relation, fact)),
            tuple(end.name for end in understood.new_entities),
            known=False,
            sourced="source" in request.arguments,
            besides=tuple(Stated(f, statement(understood.relation, f)) for f in understood.besides),
            change=entry.number if entry else None,
        )

    async def _check_lock(self, request: Request, understood: "_Understood") -> None:
        known = [end for end in (understood.resolved.subject, understood.resolved.value) if isinstance(end, int)]
        if request.member.role >= Role.ADMIN or not known:
            return
        if await self._store.is_locked(request.community, None, known):
            raise NotAllowed(LOCKED)

    async def _alias(self, request: Request) -> None:
        """Give a known entity the name that the fact calls it by, if that was chosen."""
        alias, known = (str(request.arguments.get(name, "")) for name in ("alias", "alias-of"))
        if alias and known:
            shelf = await self._store.shelf(request.community)
            found = (await self._store.by_name(shelf, (fold(known),))).get(fold(known), ())
            if not found:
                raise NotFound(f"I know nothing by the name “{known}” any more.")
            author = signed(request.member.name, request.member.id)
            await self._store.add_alias(request.community, found[0].entity.id, alias, author, request.at)

    async def _draft(self, request: Request, instead: Mapping[str, Argument]) -> int:
        arguments = {name: str(value) for name, value in {**request.arguments, **instead}.items()}
        return await self._store.keep_draft(request.community, request.member.id, "fact add", arguments, request.at)

    async def _understood(self, request: Request) -> "_Understood":
        shelf = await self._store.shelf(request.community)
        vocabulary = await self._store.vocabulary(shelf)
        resolved = await self._resolved(request, shelf, vocabulary)
        before = await self._before(request, shelf, resolved)
        ids = {end for end in (resolved.subject, resolved.value) if isinstance(end, int)}
        return _Understood(shelf, resolved, _new_fact(request, resolved), before, await self._store.entities(ids))

    async def _resolved(self, request: Request, shelf: Shelf, vocabulary: Vocabulary) -> Resolved:
        given = request.arguments
        kind = str(given.get("kind", ""))
        parts = [name for name in ("subject", "relation", "value") if name in given]
        if "sentence" in given and not parts:
            return await from_sentence(str(given["sentence"]), self._store, shelf, vocabulary, kind)
        if len(parts) < 3 or "sentence" in given:
            raise UsageError("Please give the fact as one sentence, or as subject=… relation=… value=…, all three.")
        relation = relation_named(str(given["relation"]), vocabulary)
        return await resolve(Claim(relation, str(given["subject"]), str(given["value"])), self._store, shelf, kind)

    async def _before(self, request: Request, shelf: Shelf, resolved: Resolved) -> Sequence[Fact]:
        """Return what is known of the subject in this relation; refuse while that is being asked."""
        if isinstance(resolved.subject, NewEntity):
            return ()
        before = await self._store.forward(shelf, resolved.relation.id, (resolved.subject,))
        live = await self._rounds.live_questions(request.community, request.at, request.member.id)
        if any(fact_is_open(fact, live) for fact in before):
            raise UsageError("That is what is being asked right now. Please tell me again when the round is over.")
        return before

    async def _doubts(self, request: Request, understood: "_Understood", fact: Fact, *, keep: bool) -> Doubts:
        relation, shelf = understood.relation, understood.shelf
        sure = fact.certainty is Certainty.CONFIRMED and relation.holds is Holds.ONE
        rivals = [f for f in understood.before if f.certainty is Certainty.CONFIRMED and sure]
        alike = [
            Alike(end.name, near.name, *(await self._other_drafts(request, end.name, near.name) if keep else (0, 0)))
            for end, kinds in understood.new_ends
            for near in [await like(end.name, kinds, self._store, shelf)]
            if near
        ]
        borne = await self._store.by_name(shelf, [fold(end.name) for end in understood.new_entities])
        elsewhere = {
            end.name: tuple(sorted({m.entity.kind for m in borne.get(fold(end.name), ())}))
            for end in understood.new_entities
        }
        compared = await self._store.sample(shelf, relation.id, 0.0, _COMPARED)
        return Doubts(
            tuple(Evidence(f, statement(relation, f)) for f in rivals),
            tuple(alike),
            tuple((name, kinds) for name, kinds in elsewhere.items() if kinds),
            odd(fact.value, compared, request.at),
            "source" not in request.arguments,
        )

    async def _other_drafts(self, request: Request, written: str, known: str) -> tuple[int, int]:
        """Keep two more drafts: the known name instead of the one written, and the one written as its alias."""
        renamed = {
            name: str(value).replace(written, known)
            for name, value in request.arguments.items()
            if name in ("sentence", "subject", "value")
        }
        return (
            await self._draft(request, renamed),
            await self._draft(request, {**renamed, "alias": written, "alias-of": known}),
        )


class _Understood:
    """A fact as it was read, with what is known around it."""

    def __init__(
        self,
        shelf: Shelf,
        resolved: Resolved,
        new: NewFact,
        before: Sequence[Fact],
        known: Mapping[EntityId, Entity],
    ) -> None:
        self.shelf = shelf
        self.resolved = resolved
        self.relation: Relation = resolved.relation
        self.new = new
        self.before = before
        self.known_entities = known
        self.new_ends = [
            (end, kinds)
            for end, kinds in (
                (resolved.subject, self.relation.subject_kinds),
                (resolved.value, self.relation.value_kinds),
            )
            if isinstance(end, NewEntity)
        ]
        self.new_entities = [end for end, _ in self.new_ends]

    @property
    def known(self) -> Fact | None:
        """The fact that says the same already, if there is one."""
        same = (f for f in self.before if _end(f) == self.resolved.value and f.certainty is self.new.certainty)
        return next(same, None)

    @property
    def besides(self) -> list[Fact]:
        """A few others that are true beside it."""
        others = [f for f in self.before if _end(f) != self.resolved.value and f.spoiler is None]
        return others[:_MOST_BESIDES]


def _told_known(understood: _Understood) -> FactTaught | None:
    """Return what to say of a fact that is known already; None if it isn't."""
    known = understood.known
    return FactTaught(Stated(known, statement(understood.relation, known)), (), known=True) if known else None


def _new_fact(request: Request, resolved: Resolved) -> NewFact:
    title, address = source_given(str(request.arguments.get("source", "")), request.member.name)
    return NewFact(
        subject=resolved.subject,
        relation=resolved.relation.id,
        value=resolved.value,
        certainty=Certainty(str(request.arguments.get("certainty", Certainty.CONFIRMED))),
        source_title=title,
        source_address=address,
        sentence=str(request.arguments.get("sentence", "")),
    )


def _laid_over(store: Readable, understood: _Understood) -> tuple[Overlay, Fact]:
    """Return the store with the fact laid over it, and the fact as it would be."""
    new: dict[EntityId, Sequence[str]] = {}

    def stand_in(end: EntityId | NewEntity | Literal) -> Entity | Literal:
        if isinstance(end, NewEntity):
            id_ = EntityId(NEW + len(new))
            new[id_] = end.aliases
            return Entity(id_, f"new-{len(new)}", end.kind, end.name, 0.0, "")
        return understood.known_entities[end] if isinstance(end, int) else end

    fact = understood.new
    subject = stand_in(fact.subject)
    if not isinstance(subject, Entity):
        raise TypeError("a fact is about an entity")
    source = Source("", fact.source_title, "", fact.source_address, None, "")
    laid = Fact(
        FactId(NEW),
        "",
        subject,
        fact.relation,
        stand_in(fact.value),
        fact.qualifiers,
        fact.certainty,
        source,
        fact.sentence,
        fact.stated_on,
        fact.spoiler,
    )
    return Overlay(store, (laid,), new, ()), laid


async def _answered(laid: Overlay, shelf: Shelf, relation: Relation, fact: Fact) -> tuple[str, str]:
    """Return a question that the fact would answer, and the answer; empty if it would not."""
    asked = filled(relation.question, fact.subject)
    answer = await Lookup(laid, laid).ask(shelf, asked)
    told = [item for item in answer.answers if any(e.fact.id == fact.id for e in item.evidence)]
    if answer.status is not Status.ANSWERED or not told:
        return "", ""
    return asked, ", ".join(_worded(item) for item in answer.answers[:_MOST_BESIDES])


def _worded(item: AnswerItem) -> str:
    """Return an answer as it stands in a sentence; its text is bare."""
    values = (e.fact.value for e in item.evidence if not isinstance(e.fact.value, Entity))
    return next((words(value) for value in values if to_text(value) == item.text), item.text)


async def _quizzed(laid: Overlay, packs: PackStore, shelf: Shelf, fact: Fact) -> tuple[str, str]:
    """Return a question that would be asked because of the fact, with its key; empty if none would.

    Only what is confirmed is asked.
    """
    if fact.certainty is not Certainty.CONFIRMED:
        return "", ""
    wish = Wish(spoilers=True, enough=1)
    made, _ = await Generator(laid, laid, packs).made_of(shelf, (fact,), wish, Random(0))  # noqa: S311 - no secret
    return (made[0].stem, made[0].key) if made else ("", "")


def _end(fact: Fact) -> object:
    return fact.value.id if isinstance(fact.value, Entity) else fact.value


def source_given(given: str, teller: str) -> tuple[str, str]:
    """Return a source's title and address, either of which may be missing; without both, it is who told the fact."""
    link = _LINK.search(given)
    if link:
        title = " ".join(given.replace(link[0], " ").split()).strip(" ,;:()<>")
        return title or link[1], link[0]
    return (given, "") if given else (told_by(teller), "")
