"""What can be suggested while somebody types an option: names of what is known already, the most popular first."""

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from trivia.commands.catalogue import CATALOGUE, Option, Suggests, find
from trivia.commands.merging import home
from trivia.commands.request import Request, Role
from trivia.facts.model import Entity, Fact, FactId
from trivia.facts.phrasing import filled, statement
from trivia.facts.vocabulary import Vocabulary
from trivia.facts.written import is_written, relation_for, topic_of
from trivia.ports import FactReader, NameIndex, PackStore
from trivia.rounds.schedule_ports import ScheduleStore
from trivia.rounds.service import Rounds
from trivia.rounds.withholding import fact_is_open
from trivia.scores.ports import BoardStore
from trivia.settings import SETTINGS, SettingType, setting
from trivia.text import fold

MOST = 25
"""So many suggestions are made at most."""

_log = logging.getLogger(__name__)
_LONGEST = 100  # characters that are read of what is typed
_LOOKED_THROUGH = 200
_ABOUT = 10
_TELLING_APART = frozenset(f"fact {name}" for name in ("merge", "alias", "rename", "lock", "show", "history"))
"""Commands that understand which of several of one name is meant by what stands in brackets."""
_NOT_PLACES = frozenset({"Factory", "localtime", "posixrules"})
_OFTEN = (
    "UTC Europe/London Europe/Berlin Europe/Paris Europe/Madrid Europe/Rome Europe/Athens Europe/Moscow "
    "America/New_York America/Chicago America/Denver America/Los_Angeles America/Toronto America/Mexico_City "
    "America/Sao_Paulo Asia/Dubai Asia/Kolkata Asia/Singapore Asia/Shanghai Asia/Tokyo Asia/Seoul Australia/Sydney "
    "Pacific/Auckland Africa/Lagos Africa/Johannesburg"
).split()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to choose while typing: what is shown, and what it puts into the option."""

    shown: str
    value: str


class Suggesting:
    """Suggests. Nothing is suggested that a member could not find out otherwise."""

    def __init__(
        self,
        *,
        names: NameIndex,
        reader: FactReader,
        packs: PackStore,
        schedules: ScheduleStore,
        rounds: Rounds,
        boards: BoardStore,
    ) -> None:
        self._names = names
        self._reader = reader
        self._packs = packs
        self._schedules = schedules
        self._rounds = rounds
        self._boards = boards
        self._ways: dict[Suggests, Callable[[Request, str, str], Awaitable[Iterable[Suggestion]]]] = {
            Suggests.TOPIC: self._topics,
            Suggests.ENTITY: self._entities,
            Suggests.RETIRED: self._retired,
            Suggests.MERGED: self._things_or_relations,
            Suggests.RELATION: self._relations,
            Suggests.KIND: self._kinds,
            Suggests.FACT: self._facts,
            Suggests.ZONE: self._zones,
            Suggests.SCHEDULE: self._planned,
            Suggests.SETTING: self._settings,
            Suggests.COMMAND: self._commands,
            Suggests.SEASON: self._seasons,
            Suggests.PLAYER: self._players,
            Suggests.PLAYED: self._played,
        }

    async def suggest(self, request: Request, option: str) -> tuple[Suggestion, ...]:
        """Return what may be meant by an option of a command that is being typed; never raises.

        The request holds what was typed so far, its ``event`` means nothing, and nothing is changed by asking.
        """
        command = find(request.command)
        wanted = command.option(option) if command else None
        if wanted is None:
            return ()
        typed = str(request.arguments.get(option, ""))[:_LONGEST]
        try:
            found = await self._found(request, wanted, typed)
        except Exception:  # noqa: BLE001 -- without suggestions one types on; why there were none stands in the log
            _log.warning("nothing could be suggested for %s of /%s", option, request.command, exc_info=True)
            return ()
        return tuple({suggestion.value: suggestion for suggestion in found}.values())[:MOST]

    async def _found(self, request: Request, option: Option, typed: str) -> Iterable[Suggestion]:
        if option.suggests is not None:
            return await self._ways[option.suggests](request, option.name, typed)
        if request.command == "settings" and option.name == "value":
            return await self._values(request, typed)
        return _beginning(typed, option.choices)

    async def _topics(self, request: Request, _: str, typed: str) -> Iterable[Suggestion]:
        shelf = await self._packs.shelf(request.community)
        here = [p for p in await self._packs.packs() if p.id in shelf.packs and (p.facts or p.questions)]
        packs = [stored for stored in here if stored.community is None]
        own = dict.fromkeys(fold(stored.info.title) for stored in here if stored.community is not None)
        kinds = (await self._reader.vocabulary(shelf)).kinds
        nouns = [kind.nouns[0] if kind.nouns else kind.id for kind in kinds.values()]
        written = [topic_of(relation) for relation in await self._reader.relation_sizes(shelf) if is_written(relation)]
        broad = [
            *(Suggestion(stored.info.name, stored.info.name) for stored in packs if _fits(typed, stored.info.title)),
            *_beginning(typed, (stored.info.name for stored in packs)),
            *_beginning(typed, own),
            *_beginning(typed, nouns),
            *_beginning(typed, filter(None, written)),
        ]
        return [*broad, *await self._of_kinds(request, typed, frozenset())] if fold(typed) else broad

    async def _entities(self, request: Request, option: str, typed: str) -> Sequence[Suggestion]:
        """Suggest entities; beside a relation those that it joins."""
        relation = (await self._vocabulary(request)).relations.get(str(request.arguments.get("relation", "")))
        if relation is None:
            return await self._of_kinds(request, typed, frozenset(), apart=request.command in _TELLING_APART)
        kinds = relation.subject_kinds if option == "subject" else relation.value_kinds
        return await self._of_kinds(request, typed, kinds)

    async def _retired(self, request: Request, _: str, typed: str) -> Sequence[Suggestion]:
        """Suggest what was retired; all of it while nothing is typed."""
        shelf = await self._packs.shelf(request.community)
        here = {entity for entity in shelf.retired if shelf.here(entity) == entity}
        named = (await self._reader.entities(here)).values()
        return [_named(e) for e in sorted(named, key=lambda e: (-e.popularity, e.name)) if _fits(typed, e.name)]

    async def _things_or_relations(self, request: Request, option: str, typed: str) -> Iterable[Suggestion]:
        """Suggest what can be merged: things, and after them relations."""
        what = str(request.arguments.get("what", ""))
        things = [] if what == "relations" else await self._entities(request, option, typed)
        relations = [] if what == "things" else await self._relations(request, option, typed)
        return [*list(things)[: MOST // 2], *relations] if relations else things

    async def _of_kinds(
        self, request: Request, typed: str, kinds: frozenset[str], *, apart: bool = False
    ) -> Sequence[Suggestion]:
        shelf = await self._packs.shelf(request.community)
        folded = fold(typed)
        if not folded:
            return [_named(e) for kind in sorted(kinds) for e in await self._reader.of_kind(shelf, kind, MOST)]
        limit = _LOOKED_THROUGH if kinds else MOST
        found = [match.entity for match in await self._names.by_prefix(shelf, folded, limit)]
        alike = Counter((entity.name, entity.kind) for entity in found) if apart else Counter()
        return [
            _told_apart(entity) if alike[entity.name, entity.kind] > 1 else _named(entity)
            for entity in found
            if not kinds or entity.kind in kinds
        ]

    async def _relations(self, request: Request, _: str, typed: str) -> Iterable[Suggestion]:
        shelf = await self._packs.shelf(request.community)
        relations = (await self._reader.vocabulary(shelf)).relations.values()
        sizes = await self._reader.relation_sizes(shelf)
        fitting = [r for r in relations if _fits(typed, r.id.replace("_", " "), *r.nouns, *r.verbs, *r.passive)]
        fitting.sort(key=lambda relation: (-sizes.get(relation.id, 0), relation.id))
        return [Suggestion(f"{r.id}: {filled(r.statement, '…', '…')}", r.id) for r in fitting]

    async def _kinds(self, request: Request, _: str, typed: str) -> Iterable[Suggestion]:
        kinds = (await self._vocabulary(request)).kinds.values()
        return [
            Suggestion(kind.nouns[0] if kind.nouns else kind.id, kind.id)
            for kind in kinds
            if _fits(typed, kind.id, *kind.nouns)
        ]

    async def _facts(self, request: Request, _: str, typed: str) -> Iterable[Suggestion]:
        shelf = await self._packs.shelf(request.community)
        number = typed.strip().removeprefix("#")
        facts: list[Fact] = []
        if number.isascii() and number.isdigit():
            found = await self._reader.facts((FactId(int(number[:18])),), shelf)
            facts += [f for f in found for mine in await self._reader.about(shelf, f.subject.id, 10**4) if mine == f]
        elif fold(typed):
            for match in await self._names.by_prefix(shelf, fold(typed), MOST // _ABOUT + 1):
                facts += await self._reader.about(shelf, match.entity.id, _ABOUT)
        live = await self._rounds.live_questions(request.community, request.at, request.member.id)
        told = [f for f in facts if not fact_is_open(f, live, typed) and _may_read(request, f)]
        vocabulary = await self._reader.vocabulary(shelf)
        return [Suggestion(f"#{fact.id} {_stated(vocabulary, fact)}", str(fact.id)) for fact in told]

    async def _zones(self, _: Request, __: str, typed: str) -> Iterable[Suggestion]:
        words = typed.replace("_", " ").casefold().split()
        named = [zone for zone in _zones() if all(word in zone.replace("_", " ").casefold() for word in words)]
        often = [zone for zone in _OFTEN if zone in named]
        return [Suggestion(zone, zone) for zone in (*often, *named)]

    async def _planned(self, request: Request, _: str, typed: str) -> Iterable[Suggestion]:
        found = await self._schedules.schedules(request.community)
        told = [(s, f"{s.id}: {s.schedule.words}, {s.schedule.zone}" + _about(s.rules.topic)) for s in found]
        here_first = sorted(told, key=lambda pair: pair[0].place != request.place)
        return [Suggestion(words, str(s.id)) for s, words in here_first if _fits(typed, words)]

    async def _settings(self, _: Request, __: str, typed: str) -> Iterable[Suggestion]:
        return [Suggestion(f"{s.name} – {s.summary}", s.name) for s in SETTINGS if _fits(typed, s.name, s.summary)]

    async def _values(self, request: Request, typed: str) -> Iterable[Suggestion]:
        wanted = setting(str(request.arguments.get("name", "")))
        if wanted is None:
            return ()
        match wanted.type:
            case SettingType.ZONE:
                return await self._zones(request, "", typed)
            case SettingType.TOPIC:
                return [*await self._topics(request, "", typed), *_beginning(typed, ("default",))]
            case SettingType.BOOLEAN:
                return _beginning(typed, ("yes", "no", "default"))
            case _:
                return _beginning(typed, (*wanted.choices, "default"))

    async def _commands(self, request: Request, _: str, typed: str) -> Iterable[Suggestion]:
        allowed = [command for command in CATALOGUE if command.role <= request.member.role]
        words = typed.removeprefix("/")
        return [Suggestion(f"/{c.path} – {c.summary}", c.path) for c in allowed if _fits(words, c.path, c.summary)]

    async def _seasons(self, request: Request, _: str, typed: str) -> Iterable[Suggestion]:
        return _beginning(typed, (season.name for season in await self._boards.seasons(request.community)))

    async def _played(self, request: Request, _: str, typed: str) -> Iterable[Suggestion]:
        titles = {stored.info.name: stored.info.title for stored in await self._packs.packs()}
        played = await self._boards.topics_played(request.community)
        return [Suggestion(titles.get(t, t), t) for t in played if _fits(typed, t, titles.get(t, ""))]

    async def _players(self, request: Request, _: str, typed: str) -> Iterable[Suggestion]:
        found = await self._boards.players(request.community, fold(typed.removeprefix("@")), MOST)
        return [Suggestion(player.name, player.name) for player in found]

    async def _vocabulary(self, request: Request) -> Vocabulary:
        return await self._reader.vocabulary(await self._packs.shelf(request.community))


@cache
def _zones() -> Sequence[str]:
    return sorted(available_timezones() - _NOT_PLACES)


def _told_apart(entity: Entity) -> Suggestion:
    """Suggest one of several of the same name and kind."""
    return Suggestion(f"{entity.name} ({entity.kind}, {home(entity)})", f"{entity.name} ({home(entity)})")


def _named(entity: Entity) -> Suggestion:
    return Suggestion(f"{entity.name} ({entity.kind})", entity.name)


def _may_read(request: Request, fact: Fact) -> bool:
    """Say whether a fact may stand in a list: what gives a plot away is for those who keep the facts."""
    return fact.spoiler is None or request.member.role >= Role.MODERATOR


def _stated(vocabulary: Vocabulary, fact: Fact) -> str:
    relation = relation_for(vocabulary, fact.relation)
    return statement(relation, fact) if relation else f"{fact.subject.name}: {fact.relation}"


def _about(topic: str) -> str:
    return f", about {topic}" if topic else ""


def _beginning(typed: str, words: Iterable[str]) -> list[Suggestion]:
    return [Suggestion(word, word) for word in words if _fits(typed, word)]


def _fits(typed: str, *texts: str) -> bool:
    """Say whether one of the texts has a word that begins like each word typed."""
    wanted = fold(typed).split()
    if not wanted:
        return True
    return any(all(any(w.startswith(t) for w in words) for t in wanted) for words in (fold(x).split() for x in texts))
