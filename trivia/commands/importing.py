"""/fact import and /fact export: many facts at once, shown before they are taken."""

import asyncio
from dataclasses import replace as replace_part
from pathlib import PurePosixPath
from typing import Protocol
from weakref import WeakValueDictionary

from trivia.commands.curated import Exported, Imported, ImportPreviewed, WouldChange
from trivia.commands.doubting import odd_values
from trivia.commands.last_shown import LastShown, Shown
from trivia.commands.mending import ASKED_NOW
from trivia.commands.request import Request, Role
from trivia.errors import Conflict, NotAllowed, NotFound, PackError, UsageError
from trivia.facts.authors import handed_over_by, signed
from trivia.facts.journal import held_by
from trivia.facts.keeping import CurationStore
from trivia.facts.model import CommunityId, Entity, EntityId, Fact, Shelf
from trivia.facts.overlay import NEW, Readable
from trivia.facts.vocabulary import Vocabulary
from trivia.facts.written import KIND, is_written
from trivia.formats.every import format_of
from trivia.formats.matching import Matched, matched
from trivia.formats.packs import named, told_as_one
from trivia.formats.stating import change_stated, new_stated, stated_at, values_of
from trivia.ports import FactChange, PackStore
from trivia.rounds.service import Rounds
from trivia.text import shown_name
from trivia.values import replace

MOST_BYTES = 25_000_000
"""A file handed over in chat."""
_EXAMPLES = 3
_TRIES = 2
_VOIDED = 50
_BESIDES = ("qualifiers", "relation", "certainty", "source", "sentence", "stated_on", "spoiler")


class ImportingStore(Readable, PackStore, CurationStore, Protocol):
    """What importing needs of storage."""


class Importing:
    """Takes files with facts, and hands them out."""

    def __init__(self, store: ImportingStore, rounds: Rounds) -> None:
        self._store = store
        self._rounds = rounds
        self._shown = LastShown()
        self._taking: WeakValueDictionary[CommunityId, asyncio.Lock] = WeakValueDictionary()

    async def bring(self, request: Request) -> ImportPreviewed:
        """Show what a file would bring; nothing is taken yet."""
        if request.upload is None:
            raise UsageError("Please hand me the file: a pack as a zip, or a table of facts or questions as CSV.")
        upload = replace(request.upload, name=_file_name(request.upload.name))
        if len(upload.data) > MOST_BYTES:
            raise UsageError(f"Please keep the file under {MOST_BYTES // 1_000_000} MB; split it if need be.")
        columns = str(request.arguments.get("columns", ""))
        shelf = await self._store.shelf(request.community)
        state = await self._store.state(shelf)
        try:
            found = await self._matched(request, shelf, upload.name, upload.data, columns)
        except PackError as error:
            return ImportPreviewed(upload.name, 0, 0, 0, len(error.problems), error.problems[:_MOST_PROBLEMS])
        if not found.refused:
            await self._check_locks(request, found)
        draft = 0
        if not found.refused and not found.bringing.is_empty:
            kept = {"name": upload.name, "columns": columns}
            draft = await self._store.keep_draft(
                request.community, request.member.id, "fact import", kept, request.at, upload.data
            )
            self._shown.keep(Shown(draft, request.member.name, state), found)
        vocabulary = await self._store.vocabulary(shelf)
        odd = await odd_values(self._store, shelf, values_of(found), request.at)
        return ImportPreviewed(
            upload.name,
            len(found.new),
            len(found.changed),
            found.same,
            found.refused,
            found.problems[:_MOST_PROBLEMS],
            tuple(new_stated(fact, vocabulary, found) for fact in found.new[:_EXAMPLES]),
            sum(entity.kind != KIND for entity in found.bringing.entities),
            draft,
            changes=tuple(_would_change(fact, change, vocabulary, found) for fact, change in found.changed[:_EXAMPLES]),
            names=len(found.bringing.aliases),
            questions=_count_questions(found),
            odd=len(odd),
            merges=len(found.bringing.merged),
            apart=found.apart,
            retires=len(found.bringing.retired),
            stay=found.stays,
            related=found.bringing.related,
            parted=found.parted,
            oddities=tuple((stated_at(place, vocabulary, found), what) for place, what in odd[:_EXAMPLES]),
        )

    async def take(self, request: Request, draft: int, name: str, data: bytes, columns: str) -> Imported:
        """Bring what a file holds, all of it or nothing; one file after another, as both may hold the same."""
        async with self._taking.setdefault(request.community, asyncio.Lock()):
            for _ in range(_TRIES):
                try:
                    return await self._take(request, draft, name, data, columns)
                except Conflict:
                    continue  # matched with what another process has brought meanwhile, it brings only what is left
            return await self._take(request, draft, name, data, columns)

    async def _take(self, request: Request, draft: int, name: str, data: bytes, columns: str) -> Imported:
        last = await self._store.changes(request.community, 1)
        shelf = await self._store.shelf(request.community)
        found = self._shown.take(Shown(draft, request.member.name, await self._store.state(shelf)))
        if found is None:
            found = await self._matched(request, shelf, name, data, columns)
        if found.refused:
            raise UsageError("What I know has changed since; please import the file again to see what is in the way.")
        if found.bringing.is_empty:
            return Imported(name, 0, 0, None)
        await self._check_locks(request, found)
        await self._check_asked(request, shelf, found)
        author = signed(request.member.name, request.member.id)
        about = {"file": name}
        since = last[0].number if last else 0
        number = await self._store.bring(
            request.community, found.bringing, author, request.at, about, seen=shelf, since=since
        )
        # Of more than a few, open questions fall when their rounds next look what became of their facts.
        for fact, _ in found.changed[:_VOIDED]:
            await self._rounds.void(request.community, fact.id, request.at)
        brought = found.bringing
        return Imported(
            name,
            len(found.new),
            len(found.changed),
            number,
            len(brought.aliases),
            len(brought.merged),
            len(brought.retired),
            brought.related,
        )

    async def export(self, request: Request) -> Exported:
        """Hand out the community's own facts."""
        shelf = await self._store.shelf(request.community)
        try:
            content = await self._store.content(f"community:{request.community}")
        except NotFound:
            raise NotFound("There are no facts of your own yet. /fact add teaches me some.") from None
        format_ = format_of("", b"", str(request.arguments.get("format", "pack")))
        as_it_is = "merges" in format_.carries
        vocabulary = await self._store.vocabulary(replace_part(shelf, relations=()) if as_it_is else shelf)
        content = content if as_it_is else told_as_one(content)
        whole = await asyncio.to_thread(named, content, "own-facts", "Own facts", vocabulary)
        data = await asyncio.to_thread(format_.write, whole)
        carried = format_.carries
        return Exported(
            f"{'questions' if carried == {'questions'} else 'facts'}-{request.at:%Y-%m-%d}{format_.ending}",
            data,
            len(whole.facts) if "facts" in carried else 0,
            len(whole.questions) if "questions" in carried else 0,
            questions_left=0 if "questions" in carried else len(whole.questions),
            merges=len(whole.merged) if "merges" in carried else 0,
            merges_left=0 if "merges" in carried else len(whole.merged),
            relations_left=() if "relations" in carried or not whole.facts else tuple(content.vocabulary.relations),
            retired=len(whole.retired),
            related=shelf.relations,
            parts_left=not as_it_is,
            own_retired=len(shelf.retired) - len(whole.retired),
        )

    async def _check_asked(self, request: Request, shelf: Shelf, found: Matched) -> None:
        """Refuse to merge things or relations while a question about one of them is open."""
        things = {entity for pair in found.bringing.merged for entity in pair}
        relations = {relation for pair in found.bringing.related for relation in pair}
        live = await self._rounds.live_questions(request.community, request.at) if things or relations else ()
        for fact in await self._store.facts({fact for asked in live for fact in asked.facts}, shelf):
            ends = (fact.subject, fact.value, *(q.value for q in fact.qualifiers))
            if fact.relation in relations or any(isinstance(end, Entity) and end.id in things for end in ends):
                raise UsageError(ASKED_NOW)

    async def _check_locks(self, request: Request, found: Matched) -> None:
        """Raise NotAllowed if a file would change what is locked, and the member is no admin."""
        if request.member.role >= Role.ADMIN:
            return
        ends = (end for fact in found.new for end in (fact.subject, fact.value))
        about = {EntityId(end) for end in ends if isinstance(end, int) and end < NEW}
        about |= {end for fact, _ in found.changed for end in held_by(fact)}
        about |= {entity for entity, _ in found.bringing.aliases}
        about |= {entity for pair in found.bringing.merged for entity in pair if entity < NEW}
        locked = await self._store.any_locked(request.community, [fact.id for fact, _ in found.changed], about)
        if locked or await self._holds_locked(await self._store.shelf(request.community), found):
            raise NotAllowed("It would change what is locked; only an admin can do that.")

    async def _holds_locked(self, shelf: Shelf, found: Matched) -> bool:
        """Say whether a lock holds a fact about what a file retires, or of a relation that is to be told as another."""
        known = (await self._store.vocabulary(shelf)).relations
        for entity in found.bringing.retired:
            if (await self._store.reach(shelf, entity)).locked:
                return True
        for gone, into in found.bringing.related:
            if gone in known and (await self._store.compare_relations(shelf, gone, into, single=False)).locked:
                return True
        return False

    async def _matched(self, request: Request, shelf: Shelf, name: str, data: bytes, columns: str) -> Matched:
        vocabulary = await self._store.vocabulary(shelf)
        format_ = format_of(name, data, columns=columns)
        # Reading a great file takes seconds; in a thread of its own it holds up nobody.
        incoming = await asyncio.to_thread(format_.read, name, data, vocabulary, columns)
        return await matched(incoming, self._store, shelf, handed_over_by(name, request.member.name))


_MOST_PROBLEMS = 8


def _file_name(given: str) -> str:
    """Return a file's name as it is shown: without folders and on one line."""
    return shown_name(PurePosixPath(given.replace("\\", "/")).name)


def _count_questions(found: Matched) -> int:
    """Return how many of what is new or changed are questions that somebody wrote."""
    new = sum(is_written(fact.relation) for fact in found.new)
    return new + sum(is_written(fact.relation) for fact, _ in found.changed)


def _would_change(fact: Fact, change: FactChange, vocabulary: Vocabulary, found: Matched) -> WouldChange:
    """State a fact as it is, and as it would be."""
    before, after = change_stated(fact, change, vocabulary, found)
    return WouldChange(before, after, tuple(name for name in _BESIDES if getattr(change, name) not in (None, "")))
