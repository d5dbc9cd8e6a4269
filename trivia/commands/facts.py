"""/fact: teaching and mending facts."""

import re
from collections.abc import Sequence

from trivia.commands.outcomes import FactChanged, FactDoubted, FactsShown, FactTaught, HistoryShown, Stated
from trivia.commands.request import Request
from trivia.errors import NotFound, UsageError
from trivia.facts.curation import Claim, Resolved, from_sentence, like, relation_named, resolve
from trivia.facts.literals import words
from trivia.facts.model import Certainty, Entity, Fact, FactId, Literal, Shelf
from trivia.facts.phrasing import filled, sentence_case, statement
from trivia.facts.vocabulary import Holds, Vocabulary
from trivia.ports import FactEditor, FactReader, NameIndex, NewEntity, NewFact, PackStore, Revision
from trivia.rounds.service import Rounds
from trivia.rounds.withholding import fact_is_open
from trivia.text import fold, typo_budget

_MOST_SHOWN = 15
_MOST_BESIDES = 3
_NUMBER = re.compile("#?[0-9]{1,18}")
_LINK = re.compile(r"https?://([^\s/<>]+)[^\s<>]*")
_MOST_READ = 10_000
_PACK_AUTHOR = "pack "
"""How the author of a revision begins that came with a pack rather than from a member."""


class Facts:
    """The community's facts, shown and changed."""

    def __init__(
        self, *, editor: FactEditor, reader: FactReader, names: NameIndex, packs: PackStore, rounds: Rounds
    ) -> None:
        self._editor = editor
        self._reader = reader
        self._names = names
        self._packs = packs
        self._rounds = rounds

    async def add(self, request: Request) -> FactTaught | FactDoubted:
        """Add a fact, given as a sentence or in parts; ask back where it is doubtful, unless it is meant ``anyway``."""
        shelf = await self._packs.shelf(request.community)
        vocabulary = await self._reader.vocabulary(shelf)
        resolved = await self._read(request, shelf, vocabulary)
        title, address = _source(str(request.arguments.get("source", "")), request.member.name)
        new = NewFact(
            subject=resolved.subject,
            relation=resolved.relation.id,
            value=resolved.value,
            certainty=Certainty(str(request.arguments.get("certainty", Certainty.CONFIRMED))),
            source_title=title,
            source_address=address,
            sentence=str(request.arguments.get("sentence", "")),
        )
        before = await self._before(request, shelf, resolved)
        known = next((f for f in before if _end(f) == resolved.value and f.certainty is new.certainty), None)
        if known is None and not request.arguments.get("anyway"):
            doubt = await self._doubt(shelf, resolved, new, before)
            if doubt:
                return doubt
        fact = known or await self._editor.add(request.community, new, _author(request), request.at)
        stated = Stated(fact, statement(resolved.relation, fact))
        others = [f for f in before if _end(f) != resolved.value and f.spoiler is None][:_MOST_BESIDES]
        besides = () if known else tuple(Stated(f, statement(resolved.relation, f)) for f in others)
        return FactTaught(stated, resolved.new_names, known is not None, "source" in request.arguments, besides)

    async def _before(self, request: Request, shelf: Shelf, resolved: Resolved) -> Sequence[Fact]:
        """Return what is known of the subject in this relation; refuse while that is being asked."""
        if isinstance(resolved.subject, NewEntity):
            return ()
        before = await self._reader.forward(shelf, resolved.relation.id, (resolved.subject,))
        live = await self._rounds.live_questions(request.community, request.at, request.member.id)
        if any(fact_is_open(fact, live) for fact in before):
            raise UsageError("That is what is being asked right now. Please tell me again when the round is over.")
        return before

    async def _doubt(
        self, shelf: Shelf, resolved: Resolved, new: NewFact, before: Sequence[Fact]
    ) -> FactDoubted | None:
        """Return why a fact should not be taken at once, if there is a reason."""
        relation = resolved.relation
        sure = new.certainty is Certainty.CONFIRMED and relation.holds is Holds.ONE
        rivals = [fact for fact in before if fact.certainty is Certainty.CONFIRMED and sure]
        ends = ((resolved.subject, relation.subject_kinds), (resolved.value, relation.value_kinds))
        alike = [
            (end.name, near.name)
            for end, kinds in ends
            if isinstance(end, NewEntity)
            for near in [await like(end.name, kinds, self._names, shelf)]
            if near
        ]
        elsewhere = await self._elsewhere(shelf, [end for end, _ in ends if isinstance(end, NewEntity)])
        if not rivals and not alike and not elsewhere:
            return None
        known = await self._reader.entities({end for end, _ in ends if isinstance(end, int)})
        said = [known[end].name if isinstance(end, int) else _spoken(end) for end, _ in ends]
        understood = sentence_case(filled(relation.statement, *said))
        otherwise = tuple(Stated(f, statement(relation, f)) for f in rivals)
        return FactDoubted(understood, otherwise, tuple(alike), elsewhere)

    async def _elsewhere(self, shelf: Shelf, new: Sequence[NewEntity]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the new names that something of another kind bears, with those kinds."""
        found = await self._names.by_name(shelf, [fold(end.name) for end in new])
        borne = {end.name: {m.entity.kind for m in found.get(fold(end.name), ())} for end in new}
        return tuple((name, tuple(sorted(kinds))) for name, kinds in borne.items() if kinds)

    async def _read(self, request: Request, shelf: Shelf, vocabulary: Vocabulary) -> Resolved:
        given = request.arguments
        kind = str(given.get("kind", ""))
        parts = [name for name in ("subject", "relation", "value") if name in given]
        if "sentence" in given and not parts:
            return await from_sentence(str(given["sentence"]), self._names, shelf, vocabulary, kind)
        if len(parts) < 3 or "sentence" in given:
            raise UsageError("Please give the fact as one sentence, or as subject=… relation=… value=…, all three.")
        relation = relation_named(str(given["relation"]), vocabulary)
        claim = Claim(relation, str(given["subject"]), str(given["value"]))
        return await resolve(claim, self._names, shelf, kind)

    async def show(self, request: Request) -> FactsShown:
        """Show the facts about a name, or one by its number."""
        name = str(request.arguments["name"])
        shelf = await self._packs.shelf(request.community)
        if _NUMBER.fullmatch(name):
            fact = await self._visible(shelf, FactId(int(name.removeprefix("#"))))
            return await self._shown(request, shelf, fact.subject.name, (fact,))
        entity = await self._named(shelf, name)
        facts = await self._reader.about(shelf, entity.id, _MOST_SHOWN + 1)
        return await self._shown(request, shelf, entity.name, facts)

    async def _shown(self, request: Request, shelf: Shelf, name: str, facts: Sequence[Fact]) -> FactsShown:
        live = await self._rounds.live_questions(request.community, request.at, request.member.id)
        free = [fact for fact in facts if not fact_is_open(fact, live, name)]
        shown = [await self._stated(shelf, fact) for fact in free[:_MOST_SHOWN]]
        return FactsShown(name, tuple(shown), len(facts) > _MOST_SHOWN, len(facts) - len(free))

    async def history(self, request: Request) -> HistoryShown:
        """Show the revisions of a fact."""
        revisions = await self._revisions(request)
        live = await self._rounds.live_questions(request.community, request.at, request.member.id)
        if any(fact_is_open(revision.fact, live) for revision in revisions):
            raise UsageError("That would give away the question being played. Ask me again when the round is over.")
        shelf = await self._packs.shelf(request.community)
        return HistoryShown(await self._stated(shelf, revisions[-1].fact), tuple(revisions))

    async def retire(self, request: Request) -> FactChanged:
        """Retire a fact."""
        return await self._changed(request, retire=True)

    async def undo(self, request: Request) -> FactChanged:
        """Take back the last change: a retired fact returns, any other goes as it came."""
        revisions = await self._revisions(request)
        last = revisions[-1]
        if not last.retired and last.author.startswith(_PACK_AUTHOR):
            raise UsageError("That fact came with its pack; there is no change to take back. You can retire it.")
        return await self._changed(request, retire=not last.retired)

    async def _changed(self, request: Request, *, retire: bool) -> FactChanged:
        number = _number(request)
        reason = str(request.arguments.get("reason", ""))
        change = self._editor.retire if retire else self._editor.restore
        fact = await change(request.community, number, _author(request), request.at, reason)
        if retire:
            await self._rounds.void(request.community, number, request.at)
        shelf = await self._packs.shelf(request.community)
        return FactChanged(await self._stated(shelf, fact), retire)

    async def _revisions(self, request: Request) -> Sequence[Revision]:
        revisions = await self._editor.history(request.community, _number(request))
        if not revisions:
            raise _no_fact(_number(request))
        return revisions

    async def _visible(self, shelf: Shelf, number: FactId) -> Fact:
        """Return a fact if it is on the shelf; facts of other communities don't exist here."""
        for fact in await self._reader.facts((number,)):
            if any(mine.id == number for mine in await self._reader.about(shelf, fact.subject.id, _MOST_READ)):
                return fact
        raise _no_fact(number)

    async def _named(self, shelf: Shelf, name: str) -> Entity:
        folded = fold(name)
        exact = (await self._names.by_name(shelf, (folded,))).get(folded, ())
        if exact:
            return exact[0].entity
        near = await self._names.near_name(shelf, folded, typo_budget(folded))
        hint = f" Did you mean {near[0].entity.name}?" if near else ""
        raise NotFound(f"I know nothing by the name “{name}”.{hint}")

    async def _stated(self, shelf: Shelf, fact: Fact) -> Stated:
        relation = (await self._reader.vocabulary(shelf)).relations.get(fact.relation)
        return Stated(fact, statement(relation, fact) if relation else f"{fact.subject.name}: {fact.relation}")


def _number(request: Request) -> FactId:
    return FactId(int(request.arguments["fact"]))


def _no_fact(number: FactId) -> NotFound:
    return NotFound(f"I know no fact number {number}. /fact show with a name lists its facts with their numbers.")


def _end(fact: Fact) -> object:
    return fact.value.id if isinstance(fact.value, Entity) else fact.value


def _spoken(end: NewEntity | Literal) -> str:
    return end.name if isinstance(end, NewEntity) else words(end)


def _author(request: Request) -> str:
    return f"{request.member.name} ({request.member.id})"


def _source(given: str, teller: str) -> tuple[str, str]:
    """Return a source's title and address, either of which may be missing; without both, it is who told the fact."""
    link = _LINK.search(given)
    if link:
        title = " ".join(given.replace(link[0], " ").split()).strip(" ,;:()<>")
        return title or link[1], link[0]
    return (given, "") if given else (f"as told by {teller}", "")
