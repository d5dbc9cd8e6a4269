"""/trivia: rounds."""

from dataclasses import replace

from trivia.commands.arguments import listed
from trivia.commands.outcomes import Said, TopicsListed
from trivia.commands.request import Request, Role
from trivia.ports import FactReader, PackStore
from trivia.questions.model import QuestionKind
from trivia.rounds.model import RoundId, Rules
from trivia.rounds.service import Rounds


class Trivia:
    """Rounds for members. ``defaults`` are the rules where the starter says nothing else."""

    def __init__(self, rounds: Rounds, packs: PackStore, facts: FactReader, defaults: Rules) -> None:
        self._rounds = rounds
        self._packs = packs
        self._facts = facts
        self._defaults = defaults

    async def start(self, request: Request) -> Said:
        """Start a round."""
        rules = rules_of(request, self._defaults)
        return Said(await self._rounds.start(request.event, request.place, request.member.player, rules, request.at))

    async def join(self, request: Request) -> Said:
        """Join the round."""
        return Said(await self._rounds.join(request.event, request.place, request.member.player, request.at))

    async def begin(self, request: Request) -> Said:
        """End the lobby."""
        word = await self._rounds.begin(
            request.event, request.place, request.member.player, request.at, moderator=_moderates(request)
        )
        return Said(word)

    async def answer(self, request: Request) -> Said:
        """Answer the open question."""
        number = request.arguments.get("question")
        round_id = request.arguments.get("round")
        word = await self._rounds.answer(
            request.event,
            request.place,
            request.member.player,
            str(request.arguments["text"]),
            request.at,
            round_id=RoundId(str(round_id)) if round_id else None,
            number=int(number) if number else None,
        )
        return Said(word)

    async def hint(self, request: Request) -> Said:
        """Ask for a hint."""
        return Said(await self._rounds.hint(request.event, request.place, request.member.player, request.at))

    async def skip(self, request: Request) -> Said:
        """Vote to skip."""
        word = await self._rounds.skip(
            request.event, request.place, request.member.player, request.at, moderator=_moderates(request)
        )
        return Said(word)

    async def stop(self, request: Request) -> Said:
        """End the round."""
        word = await self._rounds.stop(
            request.event, request.place, request.member.player, request.at, moderator=_moderates(request)
        )
        return Said(word)

    async def topics(self, request: Request) -> TopicsListed:
        """List what can be asked about."""
        shelf = await self._packs.shelf(request.community)
        mine = set(shelf.packs)
        packs = tuple(pack for pack in await self._packs.packs() if pack.id in mine and pack.facts)
        kinds = (await self._facts.vocabulary(shelf)).kinds
        worth = [kinds[topic] for topic in await self._rounds.topics(request.community) if topic in kinds]
        nouns = tuple(kind.nouns[0] if kind.nouns else kind.id for kind in worth)
        return TopicsListed(packs, nouns)


def _moderates(request: Request) -> bool:
    return request.member.role >= Role.MODERATOR


def rules_of(request: Request, defaults: Rules) -> Rules:
    """Return the rules that the starter's options make of the defaults."""
    given = dict(request.arguments)
    kinds = tuple(QuestionKind(k) for k in listed(str(given.pop("kinds", "")), list(QuestionKind), "kinds"))
    return replace(
        defaults,
        count=int(given.get("count", defaults.count)),
        seconds=int(given.get("seconds", defaults.seconds)),
        lobby=int(given.get("lobby", defaults.lobby)),
        topic=str(given.get("topic", defaults.topic)),
        kinds=kinds or defaults.kinds,
        difficulty=str(given.get("difficulty", defaults.difficulty)),
        hints=bool(given.get("hints", defaults.hints)),
        spoilers=bool(given.get("spoilers", defaults.spoilers)),
    )
