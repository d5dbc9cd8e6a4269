"""/trivia: rounds."""

from typing import Protocol

from trivia.commands.outcomes import RoundReviewed, Said, TopicsListed
from trivia.commands.request import Request, Role
from trivia.commands.rules import rules_of
from trivia.daily.model import read_id
from trivia.disputes.ports import DisputeStore
from trivia.disputes.settling import overruled
from trivia.errors import NotAllowed, NotFound
from trivia.ports import FactReader, PackStore
from trivia.rounds.history import RoundHistory, missed_by
from trivia.rounds.model import Round, RoundId, Rules
from trivia.rounds.ports import RoundStore
from trivia.rounds.service import Rounds
from trivia.rounds.teams import TEAMS
from trivia.settings import SettingStore
from trivia.values import replace

_LOOKED_BACK = 5
"""So many rounds of a channel are looked through for one in which something was asked."""


class Played(RoundStore, RoundHistory, DisputeStore, SettingStore, Protocol):
    """Rounds that were played, what was ruled on them later, and what is set where they are."""


class Trivia:
    """Rounds for members. ``defaults`` are the rules where the starter says nothing else."""

    def __init__(self, rounds: Rounds, packs: PackStore, facts: FactReader, defaults: Rules, played: Played) -> None:
        self._rounds = rounds
        self._packs = packs
        self._facts = facts
        self._defaults = defaults
        self._played = played

    async def start(self, request: Request) -> Said:
        """Start a round."""
        rules = rules_of(request, self._defaults)
        await self._allow_spoilers(request, rules)
        return Said(await self._rounds.start(request.event, request.place, request.member.player, rules, request.at))

    async def join(self, request: Request) -> Said:
        """Join the round."""
        await self._check_round(request)
        named = str(request.arguments.get("team", ""))
        team = TEAMS.index(named) + 1 if named else 0
        return Said(await self._rounds.join(request.event, request.place, request.member.player, request.at, team=team))

    async def leave(self, request: Request) -> Said:
        """Leave the round."""
        return Said(await self._rounds.leave(request.event, request.place, request.member.player, request.at))

    async def begin(self, request: Request) -> Said:
        """End the lobby."""
        await self._check_round(request)
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
        word = await self._rounds.hint(
            request.event, request.place, request.member.player, request.at, meant=_meant(request)
        )
        return Said(word)

    async def skip(self, request: Request) -> Said:
        """Vote to skip."""
        word = await self._rounds.skip(
            request.event,
            request.place,
            request.member.player,
            request.at,
            moderator=_moderates(request),
            meant=_meant(request),
        )
        return Said(word)

    async def stop(self, request: Request) -> Said:
        """End the round."""
        await self._check_round(request)
        word = await self._rounds.stop(
            request.event, request.place, request.member.player, request.at, moderator=_moderates(request)
        )
        return Said(word)

    async def pause(self, request: Request) -> Said:
        """Let the round rest."""
        word = await self._rounds.pause(
            request.event, request.place, request.member.player, request.at, moderator=_moderates(request)
        )
        return Said(word)

    async def resume(self, request: Request) -> Said:
        """Take the round up again."""
        await self._check_round(request)
        word = await self._rounds.go_on(
            request.event, request.place, request.member.player, request.at, moderator=_moderates(request)
        )
        return Said(word)

    async def again(self, request: Request) -> Said:
        """Start a round by the rules of the last one here, or of the one named."""
        rules = (await self._past(request, asked=False)).rules
        if not _moderates(request) and (await self._played.chosen(request.place)).text("ceiling"):
            rules = replace(rules, spoilers=False, ceiling="")  # as it is set here now
        return Said(await self._rounds.start(request.event, request.place, request.member.player, rules, request.at))

    async def review(self, request: Request) -> RoundReviewed:
        """Show what the member missed in the last round here, or in the one named, with the answers."""
        last = await self._past(request, asked=True)
        questions = await self._played.questions_of(last.id)
        attempts = overruled(await self._played.attempts(last.id), await self._played.rulings(last.id))
        missed = missed_by(request.member.id, questions, attempts, last.voided)
        live = await self._rounds.live_questions(request.community, request.at, request.member.id)
        keys = {asked.key for asked in live}
        facts = {fact for asked in live for fact in asked.facts}
        told = tuple(m for m in missed if m.asked.key not in keys and not facts & set(m.asked.facts))
        return RoundReviewed(last.id, told, len(missed) - len(told), int(request.arguments.get("page", 1)))

    async def _check_round(self, request: Request) -> None:
        """Raise NotFound if the button of a round that is over was pressed: it is not meant for the one that is on."""
        named = request.arguments.get("round")
        if named:
            current = await self._rounds.current(request.place)
            if current is None or current.id != named:
                raise NotFound("That round is over.")

    async def _past(self, request: Request, *, asked: bool) -> Round:
        """Return a round that is over: the one named, if it was played in this community, else the last one here."""
        named = request.arguments.get("round")
        if named:
            found = await self._played.round(RoundId(str(named)))
            ours = found is not None and found.place.community == request.community
            if found and found.over and ours and not read_id(found.id):  # of a daily set others play on
                return found
        for past in await self._played.past_rounds(request.place, _LOOKED_BACK):
            if past.number or not asked:
                return past
        raise NotFound("No round was played here yet. Start one with /trivia start.")

    async def _allow_spoilers(self, request: Request, rules: Rules) -> None:
        """Where moderators said how far the channel has come, only they let a round go further."""
        if not (rules.ceiling or rules.spoilers) or _moderates(request):
            return
        ceiling = (await self._played.chosen(request.place)).text("ceiling")
        if ceiling and (rules.spoilers or rules.ceiling != ceiling):
            raise NotAllowed(f"Here questions go as far as {ceiling}; only moderators let a round go further.")

    async def topics(self, request: Request) -> TopicsListed:
        """List what can be asked about."""
        shelf = await self._packs.shelf(request.community)
        mine = set(shelf.packs)
        packs = tuple(pack for pack in await self._packs.packs() if pack.id in mine and (pack.facts or pack.questions))
        kinds = (await self._facts.vocabulary(shelf)).kinds
        listed = await self._rounds.topics(request.community)
        worth = [kinds[topic] for topic in listed if topic in kinds]
        nouns = tuple(kind.nouns[0] if kind.nouns else kind.id for kind in worth)
        named = {pack.info.name for pack in packs}
        return TopicsListed(packs, nouns, tuple(topic for topic in listed if topic not in kinds and topic not in named))


def _moderates(request: Request) -> bool:
    return request.member.role >= Role.MODERATOR


def _meant(request: Request) -> tuple[RoundId, int] | None:
    """Return the round and the number of the question that a button stands under."""
    named, number = request.arguments.get("round"), request.arguments.get("question")
    return (RoundId(str(named)), int(number)) if named and number else None
